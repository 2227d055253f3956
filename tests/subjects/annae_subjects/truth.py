# SPDX-License-Identifier: GPL-3.0-or-later
"""What is true of a rendered frame, in the signs of src/core/annae-types.h and in pixels of the picture."""

import dataclasses

import numpy as np

from . import model

# Vertices of the face without ears and neck; the box is around them.
_FACE_FRONT = 6706


@dataclasses.dataclass
class Truth:
    landmarks: np.ndarray    # (5, 2): right eye, left eye, nose, right and left corner of the mouth, the person's own
    landmarks68: np.ndarray  # (68, 2), in the usual order
    box: np.ndarray          # left, top, right, bottom of the face
    eyes: tuple              # openings, the person's right and left
    mouth: float             # opening
    covered: np.ndarray = None  # (68,): by a mask, a scarf, a hand, dark glass; not by the head itself


def _project(points, focal, width, height):
    return np.c_[width / 2 + focal * points[:, 0] / -points[:, 2], height / 2 - focal * points[:, 1] / -points[:, 2]]


def of_frame(vertices, focal, width, height):
    """Truth from the vertices in camera space (cm) and the focal length (px). Parts may be outside of the picture."""
    points = vertices[model.load().landmarks]
    five = np.array([points[36:42].mean(0), points[42:48].mean(0), points[30], points[48], points[54]])
    face = _project(vertices[:_FACE_FRONT], focal, width, height)
    return Truth(_project(five, focal, width, height), _project(points, focal, width, height),
                 np.r_[face.min(0), face.max(0)], eyes=eye_openings(vertices), mouth=mouth_opening(vertices))


def covered(points, where):
    """Which of the points (px) lie in the mask `where`; what lies outside of the picture does not."""
    height, width = where.shape
    x, y = np.floor(points).astype(int).T
    inside = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    return inside & where[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)]


def mouth_or_nose_covered(truth):
    """Share of the lips and the tip of the nose that something covers, 0 to 1."""
    return float(max(truth.covered[48:68].mean(), truth.covered[30:36].mean()))


def eyes_covered(truth):
    """Share of each eye that something covers: the person's right, left."""
    return float(truth.covered[36:42].mean()), float(truth.covered[42:48].mean())


def eye_openings(vertices):
    """Gap between the lids over the eye's width, from the mesh in space: the person's right, left. Closed is about 0."""
    points = vertices[model.load().landmarks]

    def gap(a, b):
        return np.linalg.norm(points[a] - points[b])

    return tuple(float((gap(i + 1, i + 5) + gap(i + 2, i + 4)) / 2 / gap(i, i + 3)) for i in (36, 42))


def mouth_opening(vertices):
    """Gap between the lips' inner edges over the mouth's width."""
    points = vertices[model.load().landmarks]
    return float(np.mean([np.linalg.norm(points[a] - points[b]) for a, b in ((61, 67), (62, 66), (63, 65))])
                 / np.linalg.norm(points[48] - points[54]))


def row(frame, time, pose, truth, **more):
    """One frame's row of a truth file: s, degrees, cm and px. A number for blink says both eyes do the same."""
    left, right = pose.blink
    return {
        'frame': frame, 'time': round(time, 4), **more,
        'yaw': round(pose.yaw, 2), 'pitch': round(pose.pitch, 2), 'roll': round(pose.roll, 2),
        'distance_cm': round(pose.distance, 2), 'x_cm': round(pose.x, 2), 'y_cm': round(pose.y, 2),
        'blink': round(left, 3) if left == right else [round(left, 3), round(right, 3)],
        'box': [round(float(v), 1) for v in truth.box],
        'landmarks': [[round(float(v), 2) for v in point] for point in truth.landmarks],
    }
