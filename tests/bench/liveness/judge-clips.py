#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lets `annae verify --require-liveness` judge the recordings of render-clips.py, and prints how many of each kind it calls live, with
the interval of Wilson.

    tests/bench/liveness/judge-clips.py ANNAE FOLDER [--each] [--pack NAME]
"""

import collections
import json
import math
import os
import pathlib
import subprocess
import sys


def wilson(k, n, z=1.959964):
    p, q = k / n, z * z / n
    middle, half = (p + q / 2) / (1 + q), z * math.sqrt(p * (1 - p) / n + q / (4 * n)) / (1 + q)
    return max(0.0, middle - half), min(1.0, middle + half)


def judge(annae, path, pack):
    """Of a swap of people it does not count where whoever is alive in it is compared, and is told from the person of the photograph."""
    swapped = path.with_suffix('.jpg').exists()
    document = path.with_suffix('.jpg') if swapped else pathlib.Path(os.environ['ANNAE_DATA_DIR']) / 'demo' / 'card-same.jpg'
    done = subprocess.run([annae, 'verify', '--require-liveness', '--json', '--pack', pack, '--document', document,
                           '--live', path], capture_output=True, text=True, check=False)
    result = json.loads(done.stdout.splitlines()[-1])
    if swapped and result['liveness'] == 'live' and result['outcome'] == 'no-match':
        return 'undecided', 'the other is compared'
    return result['liveness'], result.get('recording', result['reason'])


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    pack = sys.argv[sys.argv.index('--pack') + 1] if '--pack' in sys.argv[:-1] else 'reference'
    kinds, causes = collections.Counter(), collections.defaultdict(collections.Counter)
    for path in sorted(pathlib.Path(sys.argv[2]).glob('*.avi')):
        _, group, kind = path.stem.split('_')
        liveness, cause = judge(sys.argv[1], path, pack)
        kinds[group, kind] += liveness == 'live'
        causes[group, kind][f'{liveness}: {cause}'] += 1
        if '--each' in sys.argv:
            print(path.name, liveness, cause)
    print('| recording | of | called live | share | 95 % interval | why not |\n| --- | --- | --- | --- | --- | --- |')
    for key in sorted(causes):
        n, k = sum(causes[key].values()), kinds[key]
        low, high = wilson(k, n)
        why = ', '.join(f'{cause} {count}' for cause, count in causes[key].most_common() if not cause.startswith('live'))
        print(f'| {" ".join(key)} | {n} | {k} | {100 * k / n:.1f} % | {100 * low:.1f} to {100 * high:.1f} % | {why} |')


if __name__ == '__main__':
    main()
