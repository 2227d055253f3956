# SPDX-License-Identifier: GPL-3.0-or-later
"""What a head wears: a torso of superellipses, and spectacle frames of tubes. Vertices in cm and triangles of each."""

import numpy as np

from . import model
from .model import unit
from .native import floats, ints


def torso(half_width_cm):
    """From the neck down to 60 cm below the head's origin; half_width_cm at the shoulders."""
    segments = 72
    heights = np.r_[np.linspace(-12.6, -20, 16), np.linspace(-21, -60, 22)]
    w = half_width_cm
    across = np.interp(heights, [-60, -32, -24, -20, -17.5, -15.5, -14.2, -13.2, -12.6],
                       [w + 0.5, w + 0.3, w, w - 1.2, w - 3.4, w - 6.2, 10.0, 7.6, 6.0])
    deep = np.interp(heights, [-60, -32, -24, -20, -17, -14.5, -12.6], [12.5, 11.5, 10.2, 9.0, 7.4, 5.6, 4.6])
    middle = np.interp(heights, [-60, -24, -17, -12.6], [-1.2, -1.4, -2.3, -3.2])
    angle = np.linspace(0, 2 * np.pi, segments, endpoint=False)
    cosine, sine = np.cos(angle), np.sin(angle)
    roundness = 2 / 2.35
    x = np.sign(cosine) * np.abs(cosine) ** roundness
    z = np.sign(sine) * np.abs(sine) ** roundness
    vertices = np.concatenate([np.c_[a * x, np.full(segments, y), m + d * z]
                               for y, a, d, m in zip(heights, across, deep, middle)])
    triangles = []
    for ring in range(len(heights) - 1):
        for j in range(segments):
            a, b = ring * segments + j, ring * segments + (j + 1) % segments
            triangles += [(a, b, a + segments), (b, b + segments, a + segments)]
    return floats(vertices), ints(triangles)


class _Tubes:
    SIDES = 8

    def __init__(self):
        self.vertices, self.triangles = [], []

    def add(self, path, radius_cm):
        path, first, k = np.asarray(path), len(self.vertices), self.SIDES
        for i, point in enumerate(path):
            along = unit(path[min(i + 1, len(path) - 1)] - path[max(i - 1, 0)])
            a = np.cross(along, [0, 1, 0.01])
            if np.linalg.norm(a) < 0.1:
                a = np.cross(along, [1, 0, 0])
            a = unit(a)
            b = np.cross(along, a)
            for angle in 2 * np.pi * np.arange(k) / k:
                self.vertices.append(point + radius_cm * (np.cos(angle) * a + np.sin(angle) * b))
            if i:
                for j in range(k):
                    p, q = first + (i - 1) * k + j, first + (i - 1) * k + (j + 1) % k
                    self.triangles += [(p, q, p + k), (q, q + k, p + k)]


def spectacles(head_vertices):
    """Frames without glass, fitted to a person's head at rest."""
    landmarks = head_vertices[model.load().landmarks]
    left, right = landmarks[42:48].mean(0), landmarks[36:42].mean(0)
    front = max(landmarks[27][2] + 0.25, left[2] + 1.35, right[2] + 1.35)
    tubes = _Tubes()
    for side, eye, ear in ((1, left, landmarks[16]), (-1, right, landmarks[0])):
        angle = np.linspace(0, 2 * np.pi, 40)
        half_width, half_height = 2.35, 1.75
        x = half_width * np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** 0.75
        y = half_height * np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** 0.75
        bend = 0.045 * (half_width * np.cos(angle) * side + 1) ** 2
        tubes.add(np.c_[eye[0] + side * 0.12 + x, eye[1] - 0.15 + y, front - bend], 0.13)
        hinge, behind = eye[0] + side * 2.5, abs(ear[0])
        tubes.add([[hinge, eye[1] + 0.4, front - 0.5], [hinge + side * 0.5, eye[1] + 0.4, front - 1.2],
                   [side * (behind + 0.5), ear[1] + 1.0, 3.5], [side * (behind + 0.6), ear[1] + 1.0, 0]], 0.13)
    tubes.add([[right[0] + 2.2, left[1] + 0.1, front - 0.25], [0, left[1] + 0.35, front],
               [left[0] - 2.2, left[1] + 0.1, front - 0.25]], 0.12)
    return floats(tubes.vertices), ints(tubes.triangles)
