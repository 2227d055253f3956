# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the demonstration. See --help."""

import argparse
import pathlib
import sys

from . import demo
from .model import MissingModel

PARTS = {'live': demo.make_live, 'cards': demo.make_cards, 'card-in-hand': demo.make_card_in_hand}


def main():
    parser = argparse.ArgumentParser(prog='make-demo', description='Renders the demonstration: live.webm and '
                                     'live.json, card-same.jpg and card-other.jpg, card-in-hand.webm and .json.')
    parser.add_argument('folder', type=pathlib.Path, help='where the files are written; it is created')
    parser.add_argument('--only', choices=PARTS, action='append', help='make this part alone; may be repeated')
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    try:
        for name in arguments.only or PARTS:
            PARTS[name](arguments.folder)
    except MissingModel as missing:
        sys.exit(str(missing))


main()
