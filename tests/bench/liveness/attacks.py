# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of people as somebody holds them up: paper that is flat, bent or folded, and tablets. For the programs beside this one,
which put tests/subjects on the path before they import it."""

import cv2
import numpy as np

from annae_subjects import camera, native, render, scene
from annae_subjects.person import Pose, rotation

WIDTH, HEIGHT = 640, 480

# The photograph: px, degrees across, cm from the camera that took it.
PHOTO_WIDTH, PHOTO_HEIGHT, PHOTO_FIELD, PHOTO_CM = 600, 800, 20.0, 60.0
PHOTO_PX_CM = PHOTO_WIDTH / 2 / np.tan(np.radians(PHOTO_FIELD / 2)) / PHOTO_CM


def flat(x, y):
    return np.stack([x, y, np.zeros_like(x)], -1)


def bent(radius):
    """Around an upright cylinder, the nose foremost."""
    return lambda x, y: np.stack([radius * np.sin(x / radius), y, radius * (np.cos(x / radius) - 1)], -1)


def arched(radius):
    """Around a cylinder that lies on its side."""
    return lambda x, y: np.stack([x, radius * np.sin(y / radius), radius * (np.cos(y / radius) - 1)], -1)


def folded(degrees):
    """Each half turned back by so much, the fold along the nose."""
    a = np.radians(degrees)
    return lambda x, y: np.stack([x * np.cos(a), y, -np.abs(x) * np.sin(a)], -1)


KINDS = {'print': flat, 'bent6': bent(6.0), 'bent4': bent(4.0), 'folded30': folded(30.0), 'arched6': arched(6.0),
         'arched4': arched(4.0)}


def photograph(person):
    """Linear colours of a frontal print."""
    rgba, _ = render.layer(person, Pose(distance=PHOTO_CM, y=-1.5), PHOTO_WIDTH, PHOTO_HEIGHT, scene.light('soft'),
                           PHOTO_FIELD)
    picture = rgba[..., :3] + 0.55 * (1 - rgba[..., 3:])
    printed = (0.02 + 0.8 * np.clip(picture, 0, 1) ** 0.95).astype(np.float32)
    return cv2.GaussianBlur(printed, (0, 0), 0.8)


def sheet(photo, shape, size, turn, at_cm, behind, opaque=None, hands=None):
    """The photo on a sheet of paper, over what is behind it; size over life, turn in degrees, at_cm where it is held.
    opaque, as large as the photo: 0 where there are holes in it. hands: of hands.py, that hold it."""
    columns, rows = np.meshgrid(np.linspace(0, 1, 61), np.linspace(0, 1, 81))
    half_width, half_height = PHOTO_WIDTH / PHOTO_PX_CM / 2 * size, PHOTO_HEIGHT / PHOTO_PX_CM / 2 * size

    def held(x, y):
        return shape(np.asarray(x, float), np.asarray(y, float)) @ rotation(*turn).T + np.array(at_cm)

    # The photo's middle line is the nose's; its bend is that of the paper, so it does not grow with the picture.
    points = held((2 * columns - 1) * half_width, (1 - 2 * rows) * half_height).reshape(-1, 3)
    focal = 2 * camera.focal_length(WIDTH)
    screen = np.c_[WIDTH + focal * points[:, 0] / -points[:, 2], HEIGHT - focal * points[:, 1] / -points[:, 2],
                   -1 / points[:, 2]]
    number = np.arange(61 * 81).reshape(81, 61)
    a, b, c, d = number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]
    triangles = np.concatenate([np.stack(t, -1).reshape(-1, 3) for t in ((a, d, b), (b, d, c))])
    # Only where the sheet is: the rest takes most of the time.
    left, top = np.clip(np.floor(screen[:, :2].min(0) / 2) * 2 - 2, 0, (2 * WIDTH, 2 * HEIGHT)).astype(int)
    right, bottom = np.clip(np.ceil(screen[:, :2].max(0) / 2) * 2 + 2, 0, (2 * WIDTH, 2 * HEIGHT)).astype(int)
    screen[:, :2] -= (left, top)
    _, hit, weights = native.raster(screen, native.ints(triangles), right - left, bottom - top, True, 1 / 400)
    weights = np.dstack([weights, 1 - weights.sum(-1)])
    uv = np.float32(np.c_[columns.ravel() * (PHOTO_WIDTH - 1), rows.ravel() * (PHOTO_HEIGHT - 1)])
    at = np.einsum('yxk,yxkc->yxc', weights, uv[triangles[hit]]).astype(np.float32)
    colour = cv2.remap(photo, at[..., 0], at[..., 1], cv2.INTER_LINEAR)
    normal = np.cross(points[triangles[:, 1]] - points[triangles[:, 0]], points[triangles[:, 2]] - points[triangles[:, 0]])
    normal *= np.sign(normal[:, 2:]) / np.linalg.norm(normal, axis=1, keepdims=True)
    shade = (0.35 + 0.9 * np.clip(normal @ np.array([-0.35, 0.5, 0.79]), 0, 1)).astype(np.float32)
    seen = (hit >= 0)[..., None].astype(np.float32)
    if opaque is not None:
        seen = seen * cv2.remap(opaque, at[..., 0], at[..., 1], cv2.INTER_LINEAR)[..., None]
    colour = colour * shade[hit][..., None] * seen
    half = ((right - left) // 2, (bottom - top) // 2)
    colour, seen = (cv2.resize(x, half, interpolation=cv2.INTER_AREA) for x in (colour, seen))
    picture = behind.copy()
    place = np.s_[top // 2:top // 2 + half[1], left // 2:left // 2 + half[0]]
    picture[place] = colour + picture[place] * (1 - seen[..., None])
    if hands is None:
        return picture

    def spot(x, y):
        x, y, step = x * half_width, y * half_height, 0.1
        inward = -np.sign(x) or 1
        right = (held(x + inward * step, y) - held(x, y)) * inward / step
        up = held(x, y + step / 2) - held(x, y - step / 2)
        return held(x, y), right / np.linalg.norm(right), up / np.linalg.norm(up)

    return hands.draw(picture, spot, points, triangles)
