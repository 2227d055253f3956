#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the guide's constants of time and of progress matter: each halved and doubled, in the closed loop.

    tests/bench/loop/vary-constants.py [--sessions 4400] [--seed 1] [NAME...]

Compiles the guide and the loop once, apart from any build, with a variable in the place of each constant; a row of
annae-loop's table for each. Needs a C compiler and pkg-config.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
CORE, LOOP = ROOT / 'src/core', ROOT / 'tests/bench/loop'
CONSTANTS = {
    'annae-advice-pacer.c': ('CHANGE_US', 'RELAX_US', 'MEMORY_US', 'LEFT_US', 'NEARER', 'FURTHER', 'SLOW_US', 'ON_THE_WAY', 'MET_US'),
    'annae-guide.c': ('AT_REST', 'TRAIL_US', 'TRAIL_OFFSET', 'OFFSET_LEAST'),
    'annae-guide-rules.c': ('DWELL', 'BAND', 'PITCH_AGAIN', 'hold_us', 'hold_sure_us'),
}
PARTS = ('annae-advice-rule.c', 'annae-advice.c', 'annae-filters.c', 'annae-observation.c', 'annae-evaluation.c')
LOOP_PARTS = ('loop-camera.c', 'loop-limit.c', 'loop-person.c', 'loop-programs.c', 'loop-session.c', 'loop-lids.c', 'annae-loop.c')


def with_factors(text, names):
    """The source with each of these multiplied by a factor that the environment gives."""
    for name in names:
        if name == 'DWELL':
            changed = re.sub(r'margins->(place|pose)_dwell \}', r'(gint64) (factor_DWELL * margins->\1_dwell) }', text)
        elif name == 'BAND':
            changed = re.sub(r'(band = )(margins->band);', r'\1 1.0 - factor_BAND * (1.0 - \2);', text)
            changed = re.sub(r'margins->(\w+)_lift \*', r'(1.0 + factor_BAND * (margins->\1_lift - 1.0)) *', changed)
        elif name.startswith('hold'):
            changed = re.sub(rf'(\.{name} =) (ANNAE_SECONDS \([\d.]+\))', rf'\1 (gint64) (factor_{name} * (\2))', text)
        else:
            changed = re.sub(rf'(#define {name}) (ANNAE_SECONDS \([\d.]+\)|[\d.]+)',
                             r'\1 ((__typeof__ (\2)) (' + f'factor_{name}' + r' * (\2)))', text)
        if changed == text:
            sys.exit(f'vary-constants: no {name} in the source any more')
        text = changed
    read = ''.join(f'if (getenv ("{n}")) factor_{n} = atof (getenv ("{n}"));\n' for n in names)
    return ('#include <stdlib.h>\n' + ''.join(f'static double factor_{n} = 1.0;\n' for n in names)
            + '__attribute__ ((constructor)) static void read_factors (void) {\n' + read + '}\n' + text)


def compile_loop(folder):
    for name, constants in CONSTANTS.items():
        (folder / name).write_text(with_factors((CORE / name).read_text(), constants))
    flags = subprocess.run(('pkg-config', '--cflags', '--libs', 'gio-2.0'), check=True, capture_output=True, text=True).stdout.split()
    sources = [folder / n for n in CONSTANTS] + [CORE / n for n in PARTS] + [LOOP / n for n in LOOP_PARTS]
    subprocess.run(['cc', '-O2', '-w', f'-I{CORE}', f'-I{LOOP}', *sources, '-o', folder / 'loop', *flags, '-lm'], check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('names', nargs='*', metavar='NAME', help='only these')
    parser.add_argument('--sessions', type=int, default=4400)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--program', default='annae')
    arguments = parser.parse_args()
    known = [n for names in CONSTANTS.values() for n in names]
    if unknown := set(arguments.names) - set(known):
        sys.exit(f'vary-constants: no constant {", ".join(sorted(unknown))}; there are {", ".join(known)}')
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        compile_loop(folder)
        for constant, factor in [('as it is', '1')] + [(n, f) for n in arguments.names or known for f in ('0.5', '2')]:
            run = subprocess.run((folder / 'loop', '--sessions', str(arguments.sessions), '--seed', str(arguments.seed), '--only', arguments.program),
                                 check=True, capture_output=True, text=True, env={**os.environ, constant: factor})
            rows = [line for line in run.stdout.splitlines() if line.startswith('| ')]
            if constant == 'as it is':
                print(rows[0], '| --- ' * (rows[0].count('|') - 1) + '|', sep='\n')
            print(rows[2].replace(f'| {arguments.program} |', f'| {constant}, times {factor} |'), flush=True)


if __name__ == '__main__':
    main()
