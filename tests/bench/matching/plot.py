# SPDX-License-Identifier: GPL-3.0-or-later
"""One plot of score against condition as SVG: median and 5th percentile of each set, threshold and tolerances."""

from xml.sax.saxutils import escape

WIDTH, HEIGHT = 560, 340
LEFT, TOP, RIGHT, BOTTOM = 64, 44, 24, 74
# Blue and orange differ for every kind of colour vision; dashes tell the percentile from the median.
COLOURS = {'synthetic': '#0b5fa5', 'real': '#c25a00'}
LOW, HIGH = 0.2, 1.0


def _place(scale, value):
    low, high = scale
    return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)


def _height(score):
    return TOP + (HIGH - min(max(score, LOW), HIGH)) / (HIGH - LOW) * (HEIGHT - TOP - BOTTOM)


def _text(x, y, text, anchor='middle', more=''):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(text)}</text>'


def _line(x1, y1, x2, y2, more):
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" fill="none" {more}/>'


def svg(title, unit, ticks, curves, threshold, bounds, note=''):
    """ticks: (place, label) on the axis. curves: set to [(place, median, 5th percentile)], by place. bounds: places of the
    guide's tolerances. Everything on one linear axis of places."""
    places = [place for place, _ in ticks] + [p[0] for points in curves.values() for p in points]
    scale = (min(places), max(places))
    inside = [b for b in bounds if scale[0] <= b <= scale[1]]
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
           f'font-family="sans-serif" font-size="12">', f'<title>{escape(title)}</title>',
           '<rect width="100%" height="100%" fill="#fff"/>', _text(LEFT, 24, title, 'start', ' font-size="15"')]
    for tenth in range(round(LOW * 10), round(HIGH * 10) + 1, 2):
        y = _height(tenth / 10)
        out += [_line(LEFT, y, right, y, 'stroke="#ddd"'), _text(LEFT - 8, y + 4, f'{tenth / 10:.1f}', 'end')]
    for place, label in ticks:
        x = _place(scale, place)
        out += [_line(x, bottom, x, bottom + 5, 'stroke="#000"'), _text(x, bottom + 19, label)]
    out += [_text((LEFT + right) / 2, bottom + 38, unit),
            f'<text transform="translate(18 {(TOP + bottom) / 2:.1f}) rotate(-90)" text-anchor="middle">comparison score</text>']
    for bound in inside:
        x = _place(scale, bound)
        out.append(_line(x, TOP, x, bottom, 'stroke="#2f7d32" stroke-width="1.5" stroke-dasharray="2 3"'))
    y = _height(threshold)
    out += [_line(LEFT, y, right, y, 'stroke="#b00020" stroke-dasharray="7 4"'),
            _text(right - 3, y - 4, f'threshold {threshold:g}', 'end', ' fill="#b00020"')]
    for name, points in curves.items():
        for column, dashes in ((1, ''), (2, ' stroke-dasharray="5 3"')):
            way = 'L'.join(f'{_place(scale, p[0]):.1f} {_height(p[column]):.1f}' for p in points)
            out.append(f'<path d="M{way}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"{dashes}/>')
            out += [f'<circle cx="{_place(scale, p[0]):.1f}" cy="{_height(p[column]):.1f}" r="2.5" fill="{COLOURS[name]}"/>'
                    for p in points]
    out.append(f'<rect x="{LEFT}" y="{TOP}" width="{right - LEFT}" height="{bottom - TOP}" fill="none" stroke="#000"/>')
    x = LEFT
    for name in curves:
        out += [_line(x, HEIGHT - 16, x + 22, HEIGHT - 16, f'stroke="{COLOURS[name]}" stroke-width="2"'),
                _text(x + 27, HEIGHT - 12, name, 'start')]
        x += 92
    out.append(_text(x, HEIGHT - 12, f'solid: median; dashed: 5th percentile{note}', 'start', ' font-size="11"'))
    return '\n'.join(out + ['</svg>', ''])
