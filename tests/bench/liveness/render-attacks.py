#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders people who turn and nod, and photographs of them on paper that is turned and nodded instead: flat, bent around a
cylinder, folded along the nose. For bench-liveness, which measures the pictures with the program's own detector.

    tests/bench/liveness/render-attacks.py FOLDER [PEOPLE [FIRST_SEED]]

About 12 s a person on one core. What it needs is in tests/subjects/README.md. Seeds 7000 to 7999 are set aside for final
measurements: tune with others. Names of the pictures: SEED_KIND_AXIS_ANGLE_NUMBER.jpg.
"""

import pathlib
import sys

import cv2
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'subjects'))

from annae_subjects import camera, native, render, scene  # noqa: E402
from annae_subjects.person import Person, Pose, rotation  # noqa: E402

WIDTH, HEIGHT = 640, 480
LIGHTS = ('standard', 'soft', 'left', 'right', 'screen')
# Frames of each pose: the program averages some, too.
REST_FRAMES, POSED_FRAMES = 4, 2
HEAD = [('yaw', a) for a in (-30, -25, -20, -15, -10, 10, 15, 20, 25, 30)] + \
       [('pitch', a) for a in (-25, -15, 15, 25)]
TURNS = [('yaw', a) for a in (-50, -40, -30, -20, 20, 30, 40, 50)]
NODS = [('pitch', a) for a in (-40, -25, 25, 40)]

# The photograph: px, degrees across, cm from the camera that took it.
PHOTO_WIDTH, PHOTO_HEIGHT, PHOTO_FIELD, PHOTO_CM = 600, 800, 20.0, 60.0
PHOTO_PX_CM = PHOTO_WIDTH / 2 / np.tan(np.radians(PHOTO_FIELD / 2)) / PHOTO_CM


def flat(x, y):
    return np.stack([x, y, np.zeros_like(x)], -1)


def bent(radius):
    """Around an upright cylinder, the nose foremost."""
    return lambda x, y: np.stack([radius * np.sin(x / radius), y, radius * (np.cos(x / radius) - 1)], -1)


def folded(degrees):
    """Each half turned back by so much, the fold along the nose."""
    a = np.radians(degrees)
    return lambda x, y: np.stack([x * np.cos(a), y, -np.abs(x) * np.sin(a)], -1)


KINDS = {'print': flat, 'bent6': bent(6.0), 'bent4': bent(4.0), 'folded30': folded(30.0)}


def photograph(person):
    """Linear colours of a frontal print."""
    rgba, _ = render.layer(person, Pose(distance=PHOTO_CM, y=-1.5), PHOTO_WIDTH, PHOTO_HEIGHT, scene.light('soft'),
                           PHOTO_FIELD)
    picture = rgba[..., :3] + 0.55 * (1 - rgba[..., 3:])
    printed = (0.02 + 0.8 * np.clip(picture, 0, 1) ** 0.95).astype(np.float32)
    return cv2.GaussianBlur(printed, (0, 0), 0.8)


def sheet(photo, shape, size, turn, at_cm, behind):
    """The photo on a sheet of paper, over what is behind it; size over life, turn in degrees, at_cm where it is held."""
    columns, rows = np.meshgrid(np.linspace(0, 1, 61), np.linspace(0, 1, 81))
    half_width, half_height = PHOTO_WIDTH / PHOTO_PX_CM / 2, PHOTO_HEIGHT / PHOTO_PX_CM / 2
    # The photo's middle line is the nose's; its bend is that of the paper, so it does not grow with the picture.
    points = shape((2 * columns - 1) * half_width * size, (1 - 2 * rows) * half_height * size).reshape(-1, 3)
    points = points @ rotation(*turn).T + np.array(at_cm)
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
    colour = colour * shade[hit][..., None] * seen
    half = ((right - left) // 2, (bottom - top) // 2)
    colour, seen = (cv2.resize(x, half, interpolation=cv2.INTER_AREA) for x in (colour, seen))
    picture = behind.copy()
    place = np.s_[top // 2:top // 2 + half[1], left // 2:left // 2 + half[0]]
    picture[place] = colour + picture[place] * (1 - seen[..., None])
    return picture


def main():
    if not 2 <= len(sys.argv) <= 4:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    people = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 3000
    folder.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)

    for seed in range(first, first + people):
        person, draw = Person(seed), np.random.RandomState(seed + 500000)
        light, behind = LIGHTS[seed % len(LIGHTS)], scene.background(seed, WIDTH, HEIGHT)
        distance = draw.uniform(45, 75)

        def save(linear, kind, axis, angle, n):
            picture = camera.expose(linear, draw.randint(1 << 30))
            cv2.imwrite(str(folder / f'{seed}_{kind}_{axis}_{angle}_{n}.jpg'), picture,
                        [cv2.IMWRITE_JPEG_QUALITY, 92])

        def head(axis, angle, frames):
            for n in range(frames):
                # Nobody does exactly as they are told, and a face is never twice in the same place.
                turn = {'yaw': draw.normal(0, 2), 'pitch': draw.normal(0, 2), 'roll': draw.normal(0, 2)}
                if axis != 'rest':
                    turn[axis] += angle
                pose = Pose(distance=distance, x=draw.normal(0, 1), y=draw.normal(0, 1), **turn)
                rgba, _ = render.layer(person, pose, WIDTH, HEIGHT, scene.light(light))
                save(rgba[..., :3] + behind * (1 - rgba[..., 3:]), 'head', axis, angle, n)

        head('rest', 0, REST_FRAMES)
        for axis, angle in HEAD:
            head(axis, angle, POSED_FRAMES)
        photo = photograph(person)
        size = draw.uniform(0.6, 1.0)
        for kind, shape in KINDS.items():
            for axis, angle in [('rest', 0)] + TURNS + (NODS if kind == 'print' else []):
                for n in range(REST_FRAMES if axis == 'rest' else POSED_FRAMES):
                    turn = draw.normal(0, 2, 3)
                    turn[0] += angle if axis == 'yaw' else 0
                    turn[1] += angle if axis == 'pitch' else 0
                    held = (draw.normal(0, 1), draw.normal(0, 1) - 1.5 * size, -distance * size * draw.uniform(0.95, 1.05))
                    save(sheet(photo, shape, size, turn, held, behind), kind, axis, angle, n)
        print(seed, flush=True)


if __name__ == '__main__':
    main()
