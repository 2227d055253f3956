# SPDX-License-Identifier: GPL-3.0-or-later
"""What may cover a part of a face or be around it: a mask, a scarf over the hair, lenses, a hand, a wheelchair's back.

Each gives vertices (cm, in the frame of the head at rest; the wheelchair's in the torso's) and triangles.
"""

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.spatial import cKDTree

from . import model
from .model import smoothstep, unit
from .native import floats, ints
from .regions import spline

# Down to where on the face a mask begins: the landmark that its upper edge follows, and cm from there.
MASK_TOPS = {'whole': (28, 0.1), 'below-nose': (33, -0.35), 'under-chin': (57, -0.9)}
_MASK_ROWS, _MASK_COLUMNS, _MASK_HALF_TURN = 28, 49, np.radians(82)
_AXIS_Z = 2.5  # cm; masks and scarf are drawn around an upright axis here


def _grid(rows, columns, closed=False):
    triangles = []
    for r in range(rows - 1):
        for c in range(columns if closed else columns - 1):
            a, b = r * columns + c, r * columns + (c + 1) % columns
            triangles += [(a, a + columns, b), (b, a + columns, b + columns)]
    return ints(triangles)


def _tube(path, radii, flat=1.0, flat_axis=(0, 0, 1), sides=14):
    """A tube of varying radius around a path, thinner by `flat` along flat_axis."""
    path, radii = np.asarray(path, float), np.broadcast_to(radii, len(path))
    along = unit(np.gradient(path, axis=0))
    thin = np.asarray(flat_axis, float) - along * (along @ np.asarray(flat_axis, float))[:, None]
    thin = unit(thin)
    wide = np.cross(along, thin)
    angle = 2 * np.pi * np.arange(sides) / sides
    ring = wide[:, None] * np.cos(angle)[:, None] + thin[:, None] * np.sin(angle)[:, None] * flat
    vertices = (path[:, None] + ring * radii[:, None, None]).reshape(-1, 3)
    return vertices, _grid(len(path), sides, closed=True)


def _joined(parts):
    vertices, triangles, count = [], [], 0
    for part, part_triangles in parts:
        vertices.append(part)
        triangles.append(part_triangles + count)
        count += len(part)
    return floats(np.vstack(vertices)), ints(np.vstack(triangles))


def mask(shape, worn):
    """A folded mask over a person's own face, and its loops; also how far each vertex goes with the jaw, 0 to 1."""
    landmarks = shape[model.load().landmarks]
    lead, above = MASK_TOPS[worn]
    top, chin = landmarks[lead][1] + above, landmarks[8][1]
    angle = np.linspace(-_MASK_HALF_TURN, _MASK_HALF_TURN, _MASK_COLUMNS)
    side = np.abs(angle) / _MASK_HALF_TURN
    upper = top - (1.6 if worn == 'whole' else 0.5) * smoothstep(0.1, 0.6, side)
    lower = chin - 0.7 + 2.6 * smoothstep(0.35, 1, side)
    upper = np.maximum(upper, lower + 1.2)
    down = np.linspace(0, 1, _MASK_ROWS)[:, None]
    y = upper * (1 - down) + lower * down

    face = shape[:model.LAST_FACE_VERTEX + 1]
    face = face[(face[:, 2] > _AXIS_Z - 1) & (face[:, 1] > chin - 1.2) & (face[:, 1] < 6)]
    around = np.arctan2(face[:, 0], face[:, 2] - _AXIS_Z)
    distance = np.hypot(face[:, 0], face[:, 2] - _AXIS_Z)
    tree = cKDTree(np.c_[around * 8, face[:, 1]])
    places = np.c_[np.broadcast_to(angle * 8, y.shape).ravel(), np.maximum(y, chin - 0.3).ravel()]
    near, index = tree.query(places, k=40)
    off = np.where((near < 0.9) | (near == near[:, :1]), distance[index], 0).max(1).reshape(y.shape)
    least = off.copy()
    for _ in range(3):  # stretched over hollows
        off = np.maximum(least, gaussian_filter(off, 2.2, mode='nearest'))
    edge = np.minimum(np.minimum(down, 1 - down) * 6, 1)
    off = off + 0.12 + 0.33 * edge
    vertices = np.dstack([off * np.sin(angle), y, _AXIS_Z + off * np.cos(angle)]).reshape(-1, 3)
    jaw = smoothstep(landmarks[33][1], landmarks[57][1], vertices[:, 1])
    parts, follows = [(vertices, _grid(_MASK_ROWS, _MASK_COLUMNS))], [jaw]
    for column, ear in ((0, landmarks[0]), (_MASK_COLUMNS - 1, landmarks[16])):
        behind = ear + np.array([np.sign(ear[0]) * 0.6, 1.0, -2.5])
        for row in (1, _MASK_ROWS - 2):
            start = vertices[row * _MASK_COLUMNS + column]
            loop, triangles = _tube([start, (start + behind) / 2 + [np.sign(ear[0]) * 0.3, 0, 0], behind], 0.12, sides=6)
            parts.append((loop, triangles))
            follows.append(np.zeros(len(loop)))
    return (*_joined(parts), np.concatenate(follows))


def scarf(shape):
    """Cloth over hair, ears and neck that leaves the face free."""
    chin = shape[model.load().landmarks[8]]
    wide = max(np.abs(shape[:model.LAST_OUTER_VERTEX, 0][shape[:model.LAST_OUTER_VERTEX, 1] > -4]).max() - 0.35, 8.0)
    heights = np.r_[np.linspace(15.6, 14, 8), np.linspace(13.7, -8, 52), np.linspace(-8.4, -26, 32)]
    larger = _larger(shape)
    heights = np.where(heights > 4, 4 + (heights - 4) * larger, heights)
    up = (heights - 4.0) / (11.7 * larger)
    dome = np.sqrt(np.clip(1 - np.where(up > 0, up, 0) ** 2, 0, 1))
    across = np.interp(heights, [-26, -19, -15, -12, -8, -3, 4], [19, 16, 10.5, 8, 7.6, wide, max(wide, 8.3 * larger)]) * dome
    front = np.interp(heights, [-26, -20, -14, -10.5, -8, -3, 4],
                      [14, 12.5, 9.4, chin[2] - 1.6, chin[2] - 0.6, 9.6, 9.7 * larger]) * dome
    back = np.interp(heights, [-26, -19, -13, -7, 0, 4], [13, 11.5, 8.2, 8.2, 9.4 * larger, 9.9 * larger]) * dome
    middle, high = (9.6 + chin[1] - 0.6) / 2, (9.6 - chin[1] + 0.6) / 2
    opening = 6.75 * np.sqrt(np.clip(1 - ((heights - middle) / high) ** 2, 0, 1))
    start = np.arcsin(np.clip(opening / np.maximum(across, 1e-3), 0, 0.97))
    columns = 73
    share = np.linspace(0, 1, columns)
    angle = start[:, None] + (2 * np.pi - 2 * start[:, None]) * share
    deep = np.where(np.cos(angle) > 0, front[:, None], back[:, None])
    folds = 0.22 * np.sin(angle * 7 + heights[:, None] * 0.55) * smoothstep(-5, -14, heights)[:, None]
    lip = 0.35 * np.exp(-np.minimum(share, 1 - share) * 30) * (start[:, None] > 0)  # a rolled edge
    x = across[:, None] * np.sin(angle) * (1 + 0.03 * folds)
    z = deep * np.cos(angle) * (1 + 0.03 * folds) + lip
    y = np.broadcast_to(heights[:, None], x.shape)
    vertices = _around_skull(np.dstack([x, y, z]).reshape(-1, 3), shape)
    return floats(vertices), _grid(len(heights), columns)


def _around_skull(vertices, shape):
    """Pushes cloth that lies inside of the head, above the ears, 4 mm off it."""
    centre = np.array([0, 4.0, 0])
    skull = shape[:model.LAST_OUTER_VERTEX + 1] - centre
    skull = skull[skull[:, 1] > -2]
    distance = np.linalg.norm(skull, axis=1)
    from_centre = vertices - centre
    own = np.linalg.norm(from_centre, axis=1)
    least = distance[cKDTree(skull / distance[:, None]).query(from_centre / own[:, None], k=6)[1]].max(1) + 0.4
    wanted = np.where(vertices[:, 1] > 4, np.maximum(own, least), own)
    return centre + from_centre * (wanted / own)[:, None]


def _larger(shape):
    """How much larger than the usual scarf this head needs it, ears aside."""
    skull = shape[:model.LAST_OUTER_VERTEX + 1]
    skull = skull[(skull[:, 1] > 6) & (skull[:, 2] < 6)]
    return max(1.0, np.linalg.norm((skull - [0, 4, 0]) / [8.0, 11.2, 9.4], axis=1).max())


def lenses(shape):
    """The glass of body.spectacles(), slightly domed."""
    landmarks = shape[model.load().landmarks]
    left, right = landmarks[42:48].mean(0), landmarks[36:42].mean(0)
    front = max(landmarks[27][2] + 0.25, left[2] + 1.35, right[2] + 1.35)
    parts = []
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    for side, eye in ((1, left), (-1, right)):
        rings = []
        for radius in (0.0, 0.35, 0.7, 1.0):
            half_width, half_height = 2.35 * radius, 1.75 * radius
            x = half_width * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.75
            y = half_height * np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.75
            bend = 0.045 * (half_width * np.cos(angle) * side + 1) ** 2
            rings.append(np.c_[eye[0] + side * 0.12 + x, eye[1] - 0.15 + y, front - bend + 0.12 * (1 - radius ** 2)])
        parts.append((np.vstack(rings), _grid(4, len(angle), closed=True)))
    return _joined(parts)


def hand(side):
    """A flat hand, its palm towards the face and its fingers pointing across it, with a forearm: the person's left
    hand for side 1. The origin is the middle of the hand."""
    knuckles = np.linspace(-2.9, 2.9, 4)
    parts = []
    u = np.linspace(0, 1, 9)
    for place, length in zip(knuckles, (5.2, 6.6, 7.2, 6.4)):
        end = -1.2 - length
        path = np.c_[-1.2 + (end + 1.2) * u, place * (1 + 0.10 * u), -1.1 * u ** 2]
        parts.append(_tube(path, 0.98 * np.r_[1, np.full(6, 0.97), 0.75, 0.05]))
    parts.append(_tube(np.c_[np.linspace(-2.2, 6.5, 9), np.zeros(9), np.zeros(9)],
                       [2.5, 3.6, 4.0, 4.1, 4.0, 3.8, 3.4, 3.0, 2.6], 0.36))
    parts.append(_tube(np.c_[3.6 - 4.5 * u, 3.0 + 2.6 * u, -0.2 - 0.6 * u], 1.0 * np.r_[np.full(7, 1), 0.75, 0.05]))
    arm = spline([[4.5, 0, 0], [6.8, -0.6, 0], [8.6, -3.2, -0.1], [11, -9, -0.5], [15, -20, -1]], 14)
    parts.append(_tube(arm, np.interp(np.linspace(0, 1, 14), [0, 0.15, 1], [2.2, 2.6, 4.0]), 0.8))
    vertices, triangles = _joined(parts)
    return floats(vertices * [side, 1, 1]), triangles if side > 0 else ints(triangles[:, ::-1])


def wheelchair():
    """Backrest and push handles behind the torso."""
    parts = []
    across = np.linspace(-19, 19, 9)
    for height in np.linspace(-24, -48, 9):
        parts.append(_tube(np.c_[across, np.full(9, height), np.full(9, -13.5)], 1.7, sides=8))
    for side in (-1, 1):
        parts.append(_tube([[side * 20, -50, -14], [side * 20, -22, -14], [side * 20, -18.5, -16], [side * 20, -18, -24]],
                           [1.1, 1.1, 1.4, 1.6], sides=10))
    return _joined(parts)
