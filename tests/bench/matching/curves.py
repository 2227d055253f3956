#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables and plots of what measure.py measured, and where the curves say that a tolerance should lie.

    tests/bench/matching/curves.py RESULTS.csv… [--pictures FOLDER]

Prints Markdown: for each condition the median and the 5th percentile of the score, the percentile over that of the
undegraded pairs of the same set, and the number of comparisons; then the same by what the guide measures, whatever caused
it. A percentile of fewer than 20 comparisons is left out. The bounds drawn in the plots are read from the guide's own file.
"""

import argparse
import collections
import configparser
import csv
import math
import pathlib
import re
import sys

sys.dont_write_bytecode = True
import plot

ROOT = pathlib.Path(__file__).resolve().parents[3]
RULES = ROOT / 'src' / 'core' / 'annae-guide-rules.c'
LEAST = 20
FALL = 0.9
# 63 mm between the eyes, 640 px and 60 degrees across.
PX_CM = 6.3 * 640 / 2 / math.tan(math.radians(30))


def quantile(values, q):
    values = sorted(values)
    place = q * (len(values) - 1)
    low = int(place)
    return values[low] + (place - low) * (values[min(low + 1, len(values) - 1)] - values[low])


class Point:
    """Comparisons under one condition."""

    def __init__(self, rows):
        self.rows = rows
        scores = [row['comparison'] for row in rows if row['comparison'] is not None]
        self.n, self.missed = len(scores), len(rows) - len(scores)
        self.median = quantile(scores, 0.5) if scores else math.nan
        self.low = quantile(scores, 0.05) if len(scores) >= LEAST else math.nan

    def measure(self, name, size=abs):
        values = [size(row[name]) for row in self.rows if row.get(name) is not None]
        return quantile(values, 0.5) if values else math.nan


def number(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def read(paths):
    rows = []
    for path in paths:
        with path.open(newline='', encoding='utf-8') as table:
            for row in csv.DictReader(table):
                words = {k: row[k] for k in ('set', 'pair', 'condition')}
                rows.append({**{k: number(v) for k, v in row.items()}, **words})
    if not rows:
        raise SystemExit('curves: there are no comparisons in it')
    plain = {(r['set'], r['pair']): r['sharpness'] for r in rows if r['condition'] == 'none'}
    for row in rows:
        sharpest = plain.get((row['set'], row['pair']))
        row['sharpness-share'] = row['sharpness'] / sharpest if sharpest and row['sharpness'] is not None else None
        row['step'] = row['value']
        if row['condition'] == 'gain':
            row['step'] = math.log2(row['value'])
        elif row['condition'] == 'distance':
            row['condition'], row['step'] = 'pixels', PX_CM / row['value']
        elif row['condition'] in ('yaw', 'side'):
            row['step'] = abs(row['value'])
    return rows


def bounds():
    """The guide's tolerances, by name of the measure."""
    text = RULES.read_text(encoding='utf-8')

    def setting(name):
        return float(re.search(rf'\.{name} = ([\d.]+)', text)[1])

    def row(name):
        found = re.search(rf'\[ANNAE_GUIDE_ROW_{name}\] = .*?\n\s*([^\n]*),', text)[1].split(',')
        return [float(value) for value in found[:4]]

    # The other bound of distance: a box 2.13 times as wide as the eyes are apart, in a picture of 640 px.
    near = setting('face_width_max') * 640 / 2.13
    return {'yaw': [setting('yaw_tolerance')], 'inter-eye-distance': [setting('inter_eye_min'), near],
            'pitch': [-setting('pitch_tolerance'), setting('pitch_tolerance')],
            'sharpness-share': [setting('sharpness_share')], 'brightness': row('LIGHT')[0:3:2],
            'side-light': [row('SIDE_LIGHT')[2]]}


# Name, title, axis, measure that the guide has of it, how to write a step, places of the axis.
PLOTS = (
    ('yaw', 'Head turned to a side', 'yaw, degrees (true)', 'yaw', '{:g} degrees', (0, 10, 20, 30, 40)),
    ('pitch', 'Chin lowered or raised', 'pitch, degrees (true); above 0 the chin is up', 'pitch', '{:+g} degrees',
     (-30, -20, -10, 0, 10, 20, 30)),
    ('pixels', 'Distance', 'px between the eyes', 'inter-eye-distance', '{:.0f} px', (12, 24, 36, 58, 87, 116, 140)),
    ('blur', 'Blur', 'deviation of the blur over the inter-eye distance', 'sharpness-share', '{:g}',
     (0, 0.02, 0.04, 0.06, 0.08, 0.1)),
    ('gain', 'Less and more light', 'stops of light (0: as taken)', 'brightness', '{:+.1f} stops', (-5, -4, -3, -2, -1, 0, 1, 2, 3)),
    ('side', 'Light from one side', 'stops from one edge of the face to the other', 'side-light', '{:g} stops', (0, 2, 4, 6)),
    ('cover', 'Covered from below', 'upper edge: 1 is the mouth, 0 the eyes', 'brightness', 'up to {:g}', (1.6, 1.3, 1.1, 0.85, 0.65, 0.45)),
)
# The undegraded pair lies here on the axis.
ORIGIN = {'pixels': {'synthetic': PX_CM / 60, 'real': 44.0}, 'cover': {'synthetic': 1.6, 'real': 1.6}}
RELIT = {'light left': 'hard, from the left of the picture', 'light right': 'hard, from the right',
         'light top': 'hard, from above', 'light back': 'from behind'}


def steps_of(rows, name, kind):
    groups = collections.defaultdict(list)
    for row in rows:
        if row['set'] == kind and row['condition'] == name:
            groups[row['step']].append(row)
    return {step: Point(group) for step, group in sorted(groups.items())}


def fallen(points, plain, threshold, outwards):
    """The first step, going outwards, at which the percentile is down by a tenth or below the threshold."""
    before = None
    for step, point in points:
        limit = plain.low * FALL if plain.low * FALL > threshold or plain.low < threshold else threshold
        if outwards(step) and point.low <= limit:
            if before is None or before[1].low <= limit:
                return step
            share = (before[1].low - limit) / (before[1].low - point.low)
            return before[0] + share * (step - before[0])
        if outwards(step):
            before = (step, point)
    return None


def crossings(points, bounds_):
    """Where on the axis the guide's own measure, in the median, comes to each of the bounds. points: (step, measured)."""
    found = []
    for (a, low), (b, high) in zip(points, points[1:]):
        found += [a + (bound - low) / (high - low) * (b - a) for bound in bounds_ if min(low, high) < bound <= max(low, high)]
    return found


def table_row(kind, text, point, plain, measured):
    share = f'{point.low / plain.low:.2f}' if not math.isnan(point.low) else '–'
    low = f'{point.low:.3f}' if not math.isnan(point.low) else '–'
    print(f'| {kind} | {text} | {point.median:.3f} | {low} | {share} | {measured} | {point.n} | {point.missed or ""} |')


def shown(value):
    return '' if math.isnan(value) else f'{value:.2f}' if abs(value) < 4 else f'{value:.1f}'


def condition_tables(rows, threshold, folder, lines):
    plain = {kind: Point([r for r in rows if r['set'] == kind and r['condition'] == 'none'])
             for kind in ('synthetic', 'real')}
    plain = {kind: point for kind, point in plain.items() if point.n >= LEAST}
    for name, title, axis, measure, form, ticks in PLOTS:
        size = float if name == 'pitch' else abs
        print(f'\n### {title}\n| pairs | condition | median | 5 % | of the undegraded | {measure}, measured | n | no face |\n'
              '| --- | --- | --- | --- | --- | --- | --- | --- |')
        curves, asked = {}, []
        for kind, origin in plain.items():
            points = steps_of(rows, name, kind)
            if not points:
                continue
            at = ORIGIN.get(name, {}).get(kind, 0)
            table_row(kind, 'undegraded', origin, origin, shown(origin.measure(measure, size)))
            for step, point in points.items():
                table_row(kind, form.format(step), point, origin, shown(point.measure(measure, size)))
            every = sorted([*points.items(), (at, origin)], key=lambda p: -p[0] if name == 'cover' else p[0])
            curves[kind] = [(-s if name == 'cover' else s, p.median, p.low) for s, p in every if not math.isnan(p.low)]
            if kind == 'synthetic' and measure in lines and name != 'cover':
                asked = crossings([(s, p.measure(measure, size)) for s, p in every], lines[measure])
            sides = [(every, lambda s: s >= at), (every[::-1], lambda s: s <= at)] if name != 'cover' else [(every, lambda s: True)]
            for order, outwards in sides:
                limit = fallen(order, origin, threshold, outwards)
                if limit is not None:
                    print(f'<!-- {kind} {name}: a tenth, or the threshold, at {limit:.3g} -->')
        if folder and curves:
            sign = -1 if name == 'cover' else 1
            labels = [(sign * t, f'{t:g}') for t in ticks]
            drawn = plot.svg(title, axis, labels, curves, threshold, asked, '; dotted: the guide asks' if asked else '')
            (folder / f'matching-{name}.svg').write_text(drawn, encoding='utf-8')
    relit = [(kind, text, Point([r for r in rows if r['set'] == kind and r['condition'] == name]))
             for kind in plain for name, text in RELIT.items()]
    if any(point.n for _, _, point in relit):
        print('\n### Other light on the same face\n| pairs | light | median | 5 % | of the undegraded | luminance, measured | n | '
              'no face |\n| --- | --- | --- | --- | --- | --- | --- | --- |')
        for kind, text, point in relit:
            if point.n:
                table_row(kind, text, point, plain[kind], shown(point.measure('brightness')))


# Measure, conditions that are counted with it, bins.
SEEN = (
    ('yaw', abs, ('yaw',), (0, 5, 10, 15, 18, 22, 27, 35, 60)),
    ('pitch', float, ('pitch',), (-30, -12, -8, -5, -2, 2, 5, 8, 12, 30)),
    ('inter-eye-distance', float, ('pixels',), (8, 14, 18, 22, 26, 30, 36, 45, 70, 200)),
    ('sharpness-share', float, ('blur',), (0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.2)),
    ('brightness', float, ('gain',), (0, 0.06, 0.09, 0.12, 0.15, 0.2, 0.3, 0.7, 0.8, 0.88, 0.93, 1.01)),
    ('overexposed', float, ('gain',), (0, 0.01, 0.1, 0.3, 0.5, 0.7, 1.01)),
    ('side-light', abs, ('side',), (0, 0.3, 0.5, 0.75, 1, 1.5, 4)),
)


def measure_tables(rows):
    print('\n### By what the guide measures\n| measure | from, to | pairs | median | 5 % | of the undegraded | n |\n'
          '| --- | --- | --- | --- | --- | --- | --- |')
    for name, size, conditions, edges in SEEN:
        for kind in ('synthetic', 'real', 'natural'):
            if kind == 'natural':
                if name not in ('yaw', 'pitch'):
                    continue
                # Only one of the two is turned, as with a portrait on a card.
                own = [r for r in rows if r['set'] == kind and abs(r['reference-yaw'] or 99) <= 8
                       and abs(r['reference-pitch'] or 99) <= 5 and (name == 'yaw' or abs(r['yaw'] or 0) <= 12)]
                plain = Point([r for r in own if abs(r[name] or 0) <= (8 if name == 'yaw' else 3)])
            else:
                # What is burnt out is compared with less of it, not with darkness.
                own = [r for r in rows if r['set'] == kind and r['condition'] in conditions + ('none',)
                       and (name != 'overexposed' or r['condition'] == 'none' or r['value'] > 1)]
                plain = Point([r for r in own if r['condition'] == 'none'])
            if plain.n < LEAST or len(own) == plain.n:
                continue
            for low, high in zip(edges, edges[1:]):
                point = Point([r for r in own if r[name] is not None and low <= size(r[name]) < high])
                if point.n >= LEAST:
                    print(f'| {name} | {low:g} to {high:g} | {kind} | {point.median:.3f} | {point.low:.3f} | '
                          f'{point.low / plain.low:.2f} | {point.n} |')


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n\n')[0])
    parser.add_argument('results', type=pathlib.Path, nargs='+')
    parser.add_argument('--pictures', type=pathlib.Path, help='folder for the plots')
    parser.add_argument('--pack', default='reference')
    parser.add_argument('--false-match-rate', default='1e-3')
    arguments = parser.parse_args()
    pack = configparser.ConfigParser()
    if not pack.read(ROOT / 'models' / arguments.pack / 'pack.ini', encoding='utf-8'):
        sys.exit(f'curves: there is no pack {arguments.pack}')
    threshold = float(pack['thresholds'][f'fmr-{arguments.false_match_rate}'].split(';')[0])
    try:
        rows = read(arguments.results)
    except OSError as error:
        sys.exit(f'curves: {error}')
    condition_tables(rows, threshold, arguments.pictures, bounds())
    measure_tables(rows)


if __name__ == '__main__':
    main()
