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


def _project(points, focal, width, height):
    return np.c_[width / 2 + focal * points[:, 0] / -points[:, 2], height / 2 - focal * points[:, 1] / -points[:, 2]]


def of_frame(vertices, focal, width, height):
    """Truth from the vertices in camera space (cm) and the focal length (px). Parts may be outside of the picture."""
    points = vertices[model.load().landmarks]
    five = np.array([points[36:42].mean(0), points[42:48].mean(0), points[30], points[48], points[54]])
    face = _project(vertices[:_FACE_FRONT], focal, width, height)
    return Truth(_project(five, focal, width, height), _project(points, focal, width, height),
                 np.r_[face.min(0), face.max(0)])


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
