#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what pose, distance, blur, light and a covered mouth take from the comparison score, pair by pair.

    tests/bench/matching/measure.py synthetic --pairs 40 --program build/tests/bench/matching/match-score RESULTS.csv
    tests/bench/matching/measure.py real --pairs 300 --program build/tests/bench/matching/match-score RESULTS.csv
    tests/bench/matching/measure.py natural --program build/tests/bench/matching/match-score RESULTS.csv
    tests/bench/matching/curves.py RESULTS.csv --pictures doc/pictures        # tables and plots

synthetic renders people (tests/subjects), frontal at 60 cm against everything else; real takes pairs of photographs of the
same person from the development data and degrades the second by known amounts; natural takes all of those pairs as they
are. RESULTS.csv holds numbers only, a line for each comparison; what is in it already is not measured again, so that it
goes on after an interruption. Pictures live in memory-backed files for as long as they are looked at.

Needs what tests/subjects needs, and the reference pack's files in ../shared/data beside the repository, or $ANNAE_SHARED_DATA.
A synthetic person takes some 40 s on one core, a degraded pair 3 s, a natural one 0.2 s.
"""

import argparse
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT / 'tests' / 'subjects'))
SHARED = pathlib.Path(os.environ.get('ANNAE_SHARED_DATA', ROOT.parent / 'shared' / 'data'))
MEASURES = ('inter-eye-distance', 'yaw', 'pitch', 'roll', 'brightness', 'overexposed', 'side-light', 'back-light', 'sharpness')
REFERENCE = ('yaw', 'pitch', 'sharpness', 'inter-eye-distance')
COLUMNS = ('set', 'pair', 'condition', 'value', 'faces', 'comparison', *MEASURES, *(f'reference-{m}' for m in REFERENCE))


class Matcher:
    """match-score, and a picture file that it reads."""

    def __init__(self, program, pack):
        memory = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
        self._folder = tempfile.TemporaryDirectory(dir=memory)
        self._file = pathlib.Path(self._folder.name) / 'picture.png'
        environment = {'ANNAE_MODELS_DIR': str(ROOT / 'models'), 'ANNAE_DATA_DIR': str(ROOT / 'data'), **os.environ}
        self._program = subprocess.Popen([program, pack], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                         env=environment)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self._program.stdin.close()
        self._program.wait()
        self._folder.cleanup()

    def ask(self, what, picture):
        import cv2
        if not cv2.imwrite(str(self._file), picture, [cv2.IMWRITE_PNG_COMPRESSION, 1]):
            raise SystemExit(f'measure: {self._file} cannot be written')
        self._program.stdin.write(f'{what} {self._file}\n')
        self._program.stdin.flush()
        answer = self._program.stdout.readline()
        self._file.unlink()
        if not answer:
            raise SystemExit('measure: match-score gave up')
        return json.loads(answer)


def jobs(arguments, matcher):
    import subjects

    if arguments.set == 'synthetic':
        for number in range(arguments.pairs or 40):
            yield f'person-{subjects.FIRST_SEED + subjects.STEP * number}', lambda n=number: subjects.synthetic(n)
        return
    pairs = subjects.read_pairs(SHARED / 'lfw' / 'pairs.csv')
    wanted = min(arguments.pairs or len(pairs), len(pairs))
    for i in range(wanted):
        number = int(i * len(pairs) / wanted)
        yield f'pair-{number}', lambda n=number: subjects.real(
            n, pairs[n], lambda picture: matcher.ask('probe', picture).get('landmarks'), arguments.set == 'real')


def measure(arguments, table, done):
    writer = csv.DictWriter(table, COLUMNS, extrasaction='ignore')
    if table.tell() == 0:
        writer.writeheader()
    with Matcher(arguments.program, arguments.pack) as matcher:
        for name, make in jobs(arguments, matcher):
            if (arguments.set, name) in done:
                continue
            _, reference, probes = make()
            seen = matcher.ask('reference', reference)
            rows = []
            for condition, value, probe in probes:
                row = {'set': arguments.set, 'pair': name, 'condition': condition, 'value': value,
                       **matcher.ask('probe', probe)}
                row.update({f'reference-{m}': seen.get(m, '') for m in REFERENCE})
                rows.append(row)
            # A pair is there whole or not at all.
            writer.writerows(rows)
            table.flush()
            print(f'{name}: {len(rows)} comparisons', file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n\n')[0])
    parser.add_argument('set', choices=('synthetic', 'real', 'natural'))
    parser.add_argument('results', type=pathlib.Path)
    parser.add_argument('--program', required=True, help='match-score, as built')
    parser.add_argument('--pairs', type=int, help='how many people or pairs; 40 people, or all pairs')
    parser.add_argument('--pack', default='reference')
    arguments = parser.parse_args()
    if arguments.pairs is not None and arguments.pairs < 1:
        parser.error('--pairs must be at least 1')
    try:
        import cv2
        from annae_subjects.model import model_path
    except ImportError as missing:
        sys.exit(f'measure: {missing}; see tests/subjects/README.md')
    if arguments.set == 'synthetic' and not model_path().exists():
        sys.exit('measure: no head model (ANNAE_SUBJECTS_MODEL); see tests/subjects/README.md')
    if arguments.set != 'synthetic' and not (SHARED / 'lfw' / 'pairs.csv').exists():
        sys.exit(f'measure: {SHARED / "lfw" / "pairs.csv"} is not here (ANNAE_SHARED_DATA)')
    cv2.setNumThreads(1)
    done = set()
    if arguments.results.exists():
        with arguments.results.open(newline='', encoding='utf-8') as table:
            done = {(row['set'], row['pair']) for row in csv.DictReader(table)}
    with arguments.results.open('a', newline='', encoding='utf-8') as table:
        measure(arguments, table, done)


if __name__ == '__main__':
    main()
