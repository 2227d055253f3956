#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same pictures read by Tesseract, to know what our own reader is worth.

    bench-mrz --font OCRB.otf --number 100 --dump FOLDER
    compare-tesseract.py BENCH-MRZ FOLDER      (Debian: tesseract-ocr, tesseract-ocr-eng)

Tesseract is helped where it can be: it gets the flattened lower part of the document with the true size of characters, only the
characters that a zone may have, and where it counts fillers wrong, the longest run of them is made to fit. What it reads goes the same way
as our own reader's text, through the same check digits.
"""

import collections
import os
import pathlib
import re
import subprocess
import sys
import time

WIDTHS = {"TD1": (3, 30), "TD2": (2, 36), "TD3": (2, 44)}


def fit(line, width):
    runs = [match.span() for match in re.finditer("<+", line)]
    if len(line) != width and runs:
        start, end = max(runs, key=lambda run: run[1] - run[0])
        line = line[:start] + "<" * max(0, end - start + width - len(line)) + line[end:]
    return line


def read(picture, n_lines, width):
    text = subprocess.run(["tesseract", str(picture), "-", "-l", "eng", "--psm", "6", "-c",
                           "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<", "-c", "load_system_dawg=0", "-c", "load_freq_dawg=0"],
                          capture_output=True, text=True, check=True, env=dict(os.environ, OMP_THREAD_LIMIT="1")).stdout
    lines = [line.replace(" ", "") for line in text.splitlines()]
    return "\n".join(fit(line, width) for line in [line for line in lines if len(line) > 2 * width / 3][-n_lines:])


def main():
    bench, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    counts = collections.defaultdict(lambda: [0, 0, 0, []])
    for picture in sorted(folder.glob("*.png")):
        condition, size, height, _, expiry = picture.stem.split("-")
        began = time.monotonic()
        text = read(picture, *WIDTHS[size])
        took = time.monotonic() - began
        answer = subprocess.run([bench, "--parse"], input=text, capture_output=True, text=True, check=True).stdout.strip()
        count = counts[condition, size, height]
        count[0] += 1
        count[1] += answer == expiry
        count[2] += answer not in ("", expiry)
        count[3].append(took)
    print("| | size | camera | pictures | read | wrong | ms, median |\n|---|---|---|---|---|---|---|")
    order = ["easy", "usual", "far", "blurred", "hard"]
    for (condition, size, height), (n, right, wrong, times) in sorted(counts.items(), key=lambda item: (order.index(item[0][0]), item[0])):
        print(f"| {condition} | {size} | {height}p | {n} | {right} | {wrong} | {1000 * sorted(times)[len(times) // 2]:.0f} |")


if __name__ == "__main__":
    main()
