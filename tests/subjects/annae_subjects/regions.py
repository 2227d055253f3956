# SPDX-License-Identifier: GPL-3.0-or-later
"""Where brows, beard and hair grow, as densities 0 to 1 at points of the neutral head (cm). The skin under them and the
strands that stand on them ask the same functions, so that both agree."""

import numpy as np
from scipy.interpolate import splev, splprep
from scipy.spatial import cKDTree

from . import model
from .model import noise, smoothstep

HEAD_CENTRE = np.array([0, 4.2, 0.8])
BROW_POINTS = 60


def spline(points, count, closed=False):
    """A smooth curve through points."""
    knots, _ = splprep(np.asarray(points, float).T, s=0, per=closed, k=3)
    return np.array(splev(np.linspace(0, 1, count), knots)).T


class Brow:
    """One brow: a curve from its inner to its outer end. side is 1 for the person's left, -1 for the right."""

    def __init__(self, side, traits):
        head = model.load()
        points = head.rest[head.landmarks[22:27] if side > 0 else head.landmarks[21:16:-1]].copy()
        t = np.linspace(0, 1, 5)
        points[:, 1] += (-0.45 + traits['brow_lift'] + traits['brow_arch'] * np.sin(np.pi * t ** 1.3)
                         - traits['brow_tilt'] * (t - 0.3))
        points[0, 0] += side * traits['brow_gap']
        self.side = side
        self.curve = spline(points, BROW_POINTS)
        self._tree = cKDTree(self.curve[:, :2])
        self._width = traits['brow_width']

    def nearest(self, points):
        """Distance (cm), place along the curve 0 to 1, its index, and half width there (cm)."""
        distance, index = self._tree.query(points[:, :2])
        along = index / (BROW_POINTS - 1.0)
        return distance, along, index, self._width * (1.05 - 0.75 * along ** 1.5)

    def density(self, points):
        distance, along, _, width = self.nearest(points)
        return (smoothstep(width * 1.15, width * 0.5, distance) * (points[:, 2] > 4)
                * (points[:, 0] * self.side > -0.3) * smoothstep(-0.05, 0.1, along + 0.03))


def beard_density(points, kind):
    x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
    if kind == 'none':
        return 0 * x

    lips = (x / 2.75) ** 2 + ((y + 3.5) / 1.0) ** 2  # 1 on an ellipse around the mouth
    moustache = (smoothstep(1.05, 1.4, lips) * smoothstep(-1.25, -1.75, y + 0.15 * x) * (y > -3.9)
                 * smoothstep(3.4, 2.9, x))
    if kind == 'moustache':
        return moustache

    below_corners = 1 - 0.8 * np.exp(-((x - 1.35) / 0.6) ** 2 - ((y + 4.9) / 0.55) ** 2)
    if kind == 'goatee':
        chin = (x < 2.6) * (y < -4.5) * smoothstep(1, 1.4, lips) * (y + 0.45 * z > -6.0)
        return np.maximum(moustache * (x < 3.1), chin * below_corners)

    cheek_line = (-0.6 - y) + np.clip(x - 3.0, 0, 9) * 0.95 - 0.9 + 1.6 * (noise(points, 1.3, 1, 2) - 0.5)
    jaw = smoothstep(-0.4, 1.1, cheek_line) * (y > -9.5) * (y + 0.45 * z > -6.9)
    jaw = np.maximum(jaw, 0) * smoothstep(0.95, 1.35, lips)
    return np.maximum(jaw * below_corners, moustache) * (z > 0.5)


def above_hairline(points, traits):
    """Degrees of elevation above the hairline, which is given by azimuth from the nose to the nape."""
    d = points - HEAD_CENTRE
    azimuth = np.degrees(np.arctan2(np.abs(d[:, 0]), d[:, 2]))
    elevation = np.degrees(np.arcsin(np.clip(d[:, 1] / np.linalg.norm(d, axis=1), -1, 1)))
    up, recede = traits['hairline'], traits['recede']
    line = np.interp(azimuth, [0, 8, 18, 32, 44, 56, 68, 76, 84, 92, 104, 120, 140, 180],
                     [37 + up - traits['widows_peak'], 37 + up, 38 + up + recede * 0.6, 38 + up + recede,
                      33 + up * 0.6 + recede, 22 + up * 0.3, 8, -4, -10, 12, 8, -28, -44, -48])
    return elevation - line


def scalp_density(points, traits):
    x = np.abs(points[:, 0])
    edge = above_hairline(points, traits) + 4 * (noise(points + traits['texture_seed'] % 89, 2.2, 1, 2) - 0.5)
    not_on_ears = (x < 7.15) | (points[:, 1] > 5.2) | (points[:, 2] < -1.2)
    return smoothstep(-1.5, 3.5, edge) * (x < 8.1) * not_on_ears
