#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bench of the comparison score by itself: amounts of degradation on a drawn face, tables and plots of made-up scores, bad
input. Speaks TAP; skipped without the Python packages."""

import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / 'subjects')]
try:
    import cv2
    import numpy as np

    import degrade
except ImportError as missing:
    print(f'1..0 # SKIP {missing}')
    sys.exit(0)

results = []
LANDMARKS = [(80, 70), (120, 70), (100, 92), (84, 115), (116, 115)]
HEAD = 'set,pair,condition,value,faces,comparison,yaw,pitch,sharpness,brightness\n'


def check(name, good):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} {name}", flush=True)


def curves(folder, text, *more):
    table = folder / 'results.csv'
    table.write_text(text)
    return subprocess.run([sys.executable, str(HERE / 'curves.py'), str(table), *more], capture_output=True, text=True,
                          timeout=60, check=False)


grey = np.full((200, 200, 3), 120, np.uint8)
chequered = np.uint8((np.indices((200, 200)).sum(0) // 2 % 2 * 120 + 60)[..., None].repeat(3, 2))
soft = [degrade.blur(chequered, LANDMARKS, share).std() for share in (0.02, 0.06)]
check('more blur, less contrast of what is fine', chequered.std() > soft[0] > soft[1])
means = [degrade.light(grey, LANDMARKS, gain).mean() for gain in (0.25, 1, 4)]
check('light is changed in linear values', abs(means[1] - 120) < 2 and means[0] < 70 and 200 < means[2] < 256)
side = degrade.side_light(grey, LANDMARKS, 4).mean(2)
check('light from the person\'s left brightens the right of the picture',
      side[70, 120] > side[70, 100] > side[70, 80] and abs(side[60:80, 99:102].mean() - 120) < 6)
small = degrade.scale(grey, LANDMARKS, 20)
check('fewer pixels in a whole frame', small.shape == (480, 640, 3))
large = degrade.scale(np.full((400, 500, 3), 99, np.uint8), [(200, 200), (240, 200), (220, 220), (205, 240), (235, 240)], 40)
check('as many pixels as before', large.shape == (480, 640, 3))
for edge, row in ((0.8, 100), (1.2, 118)):
    masked = degrade.cover(grey, LANDMARKS, edge)
    check(f'a mask up to {edge:g} covers what is below it only',
          (masked[:row, 60:140] == grey[:row, 60:140]).all() and (masked[row + 12:140, 95:105] != grey[row + 12:140, 95:105]).any(2).all())

rows = ''.join(f'synthetic,p{i},none,0,1,{0.95 + i / 1000},0,0,2,0.5\n'
               + ''.join(f'synthetic,p{i},yaw,{v},1,{0.95 - abs(v) / 100 + i / 1000},{v},0,2,0.5\n' for v in (-20, -10, 10, 20))
               for i in range(30))
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    done = curves(folder, HEAD + rows, '--pictures', str(folder))
    check('a table of median, percentile and number', done.returncode == 0 and '| synthetic | 20 degrees | 0.76' in done.stdout
          and '| 60 |' in done.stdout)
    check('where the percentile is down by a tenth', 'a tenth, or the threshold, at 9.47' in done.stdout)
    drawn = xml.etree.ElementTree.parse(folder / 'matching-yaw.svg').getroot()
    check('a plot that is XML and has a title', drawn.tag.endswith('svg') and drawn[0].text == 'Head turned to a side')
    done = curves(folder, HEAD)
    check('no comparisons: said', done.returncode == 1 and 'no comparisons' in done.stderr)
    done = curves(folder, HEAD + rows, '--pack', 'nonesuch')
    check('no such pack: said', done.returncode == 1 and 'no pack nonesuch' in done.stderr)
    done = subprocess.run([sys.executable, str(HERE / 'curves.py'), str(folder / 'missing.csv')], capture_output=True,
                          text=True, timeout=60, check=False)
    check('no such file: said', done.returncode == 1 and 'missing.csv' in done.stderr)
    done = subprocess.run([sys.executable, str(HERE / 'measure.py'), 'real', str(folder / 'r.csv'), '--program', 'x', '--pairs',
                           '0'], capture_output=True, text=True, timeout=60, check=False)
    check('nought pairs: refused', done.returncode == 2 and 'at least 1' in done.stderr)
print(f'1..{len(results)}')
