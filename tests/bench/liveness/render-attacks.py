#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders people who turn and nod, without and with spectacles, and photographs of them on paper that is turned and nodded instead: flat,
bent around an upright or a lying cylinder, folded along the nose. For bench-liveness, which measures the pictures with the program's own detector.

    tests/bench/liveness/render-attacks.py FOLDER [PEOPLE [FIRST_SEED [KIND ...]]]

About 20 s a person on one core. What it needs is in tests/subjects/README.md. Seeds 7000 to 7999 are set aside for final
measurements: tune with others. Names of the pictures: SEED_KIND_AXIS_ANGLE_NUMBER.jpg.
"""

import pathlib
import sys

import cv2
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'subjects'))

from annae_subjects import camera, render, scene  # noqa: E402
from annae_subjects.person import Person, Pose  # noqa: E402
from attacks import HEIGHT, KINDS, WIDTH, photograph, sheet  # noqa: E402

LIGHTS = ('standard', 'soft', 'left', 'right', 'screen')
# Frames of each pose: the program averages some, too.
REST_FRAMES, POSED_FRAMES = 4, 2
HEAD = [('yaw', a) for a in (-30, -25, -20, -15, -10, -8, 8, 10, 15, 20, 25, 30)] + \
       [('pitch', a) for a in (-25, -15, -8, 8, 15, 25)]
TURNS = [('yaw', a) for a in (-50, -40, -30, -20, -10, 10, 20, 30, 40, 50)]
NODS = [('pitch', a) for a in (-50, -40, -25, 25, 40, 50)]


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    people = int(sys.argv[2]) if len(sys.argv) > 2 else 40
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 3000
    wanted = sys.argv[4:] or ['head', 'spectacled', *KINDS]
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

        def head(person, kind, axis, angle, frames):
            for n in range(frames):
                # Nobody does exactly as they are told, and a face is never twice in the same place.
                turn = {'yaw': draw.normal(0, 2), 'pitch': draw.normal(0, 2), 'roll': draw.normal(0, 2)}
                if axis != 'rest':
                    turn[axis] += angle
                pose = Pose(distance=distance, x=draw.normal(0, 1), y=draw.normal(0, 1), **turn)
                rgba, _ = render.layer(person, pose, WIDTH, HEIGHT, scene.light(light))
                save(rgba[..., :3] + behind * (1 - rgba[..., 3:]), kind, axis, angle, n)

        for kind, who in ('head', person), ('spectacled', Person(seed, spectacles=True)):
            for axis, angle in [('rest', 0)] + HEAD if kind in wanted else []:
                head(who, kind, axis, angle, REST_FRAMES if axis == 'rest' else POSED_FRAMES)
        photo = photograph(person)
        size = draw.uniform(0.6, 1.0)
        for kind, shape in KINDS.items():
            for axis, angle in [('rest', 0)] + TURNS + NODS if kind in wanted else []:
                for n in range(REST_FRAMES if axis == 'rest' else POSED_FRAMES):
                    turn = draw.normal(0, 2, 3)
                    turn[0] += angle if axis == 'yaw' else 0
                    turn[1] += angle if axis == 'pitch' else 0
                    held = (draw.normal(0, 1), draw.normal(0, 1) - 1.5 * size, -distance * size * draw.uniform(0.95, 1.05))
                    save(sheet(photo, shape, size, turn, held, behind), kind, axis, angle, n)
        print(seed, flush=True)


if __name__ == '__main__':
    main()
