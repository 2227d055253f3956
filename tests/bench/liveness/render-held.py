#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders pictures of living people with a hand at the cheek or the chin, a hand lifted, a telephone, a card or a letter held up before them,
a walking stick, and before doors and shelves of wood: what must not be taken for a picture of a person that hands hold up.

    tests/bench/liveness/render-held.py FOLDER [PEOPLE [FIRST_SEED [KIND...]]]

About 10 s a person on one core. Names: SEED_KIND.jpg.
"""

import pathlib
import sys

import cv2
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'subjects'))

from annae_subjects import camera, native, render, scene  # noqa: E402
from annae_subjects.person import Hand, Person, Pose, rotation  # noqa: E402
from annae_subjects.traits import to_linear  # noqa: E402
from attacks import HEIGHT, WIDTH  # noqa: E402
from hands import Hands  # noqa: E402

LIGHTS = ('standard', 'soft', 'left', 'right', 'screen')
# Half the width and the height, cm.
THINGS = {'phone': (3.6, 7.6), 'card': (4.28, 2.7), 'letter': (10.5, 14.8), 'leaflet': (7.4, 10.5), 'stick': (0.9, 40), 'lifted': (0.01, 0.01)}
KINDS = ('usual', 'spectacles', 'cheek', 'chin', *THINGS, 'wood', 'shelves')


def wooden(draw, shelves):
    """A wall with frames of a skin's colours, upright or lying: doors, pictures, shelves."""
    picture = np.ones((HEIGHT, WIDTH, 3)) * to_linear(draw.uniform(0.35, 0.9) + draw.uniform(-0.05, 0.05, 3))
    for _ in range(draw.randint(2, 6)):
        wood = to_linear(draw.uniform(0.35, 0.9) * np.array([1, draw.uniform(0.65, 0.85), draw.uniform(0.4, 0.7)]))
        left, top, thick = draw.randint(-60, WIDTH - 80), draw.randint(-60, HEIGHT - 80), draw.randint(8, 40)
        right, bottom = left + draw.randint(120, 500), top + draw.randint(120, 500)
        boards = [(left, right, y, y + thick) for y in range(top, bottom, draw.randint(60, 140))] if shelves else []
        boards += [(left, right, top, top + thick), (left, right, bottom - thick, bottom), (left, left + thick, top, bottom),
                   (right - thick, right, top, bottom)]
        for a, b, c, d in boards:
            picture[max(c, 0):max(d, 0), max(a, 0):max(b, 0)] = wood * draw.uniform(0.9, 1.1)
    return cv2.GaussianBlur(picture, (0, 0), draw.uniform(0.5, 2.5)).astype(np.float32)


def thing(kind, draw, picture, light, tone):
    """Something flat in the hand, nearer than the person, beside or below the face."""
    half, n = np.array(THINGS[kind]), 24
    if kind in ('phone', 'card') and draw.rand() < 0.3:
        half = half[::-1]
    turn = rotation(*draw.normal(0, 8, 3))
    distance = draw.uniform(25, 50)
    side = draw.choice([-1, 1])
    across, down = draw.uniform(7.0, 17.0) * side * distance / 50, -draw.uniform(-4.0, 12.0) * distance / 50
    edges = (draw.choice([('left', 'right')[side > 0], 'bottom']),)
    if kind in ('letter', 'leaflet'):  # nobody holds it before their own face
        across, down = draw.normal(0, 4), -half[1] - draw.uniform(5, 11) * distance / 50
        edges = (('left', 'right'), ('left',), ('right',), ('bottom',))[draw.randint(4)]
    elif kind in ('stick', 'lifted'):
        edges = (('left', 'right')[side > 0] if kind == 'stick' else 'bottom',)
    hands = Hands(draw, light, edges, tone)
    if kind == 'stick':
        hands.hands[0].at = draw.uniform(-0.6, -0.2)
    at = np.array([across, down, -distance])
    columns, rows = np.meshgrid(np.linspace(-1, 1, n), np.linspace(1, -1, n))
    cover = np.stack([columns * half[0], rows * half[1], 0 * rows], -1).reshape(-1, 3) @ turn.T + at
    focal = camera.focal_length(WIDTH)
    corners = np.array([[-1, 1], [1, 1], [1, -1], [-1, -1]]) * half
    corners = np.c_[corners, np.zeros(4)] @ turn.T + at
    screen = np.float32(np.c_[WIDTH / 2 - focal * corners[:, 0] / corners[:, 2], HEIGHT / 2 + focal * corners[:, 1] / corners[:, 2]])
    print_ = np.full((100, 100, 3), {'phone': 0.02, 'stick': 0.1, 'card': 0.5}.get(kind, 0.75)) * draw.uniform(0.7, 1.1, 3)
    for _ in range(draw.randint(3, 12) if kind != 'stick' else 0):
        x, y = draw.randint(5, 90, 2)
        print_[y:y + draw.randint(2, 12), x:x + draw.randint(4, 40)] = draw.uniform(0, 0.8, 3)
    flat = np.float32([[0, 0], [100, 0], [100, 100], [0, 100]])
    to_screen = cv2.getPerspectiveTransform(flat, screen)
    mask = cv2.warpPerspective(np.ones((100, 100), np.float32), to_screen, (WIDTH, HEIGHT))[..., None]
    shown = cv2.warpPerspective(print_.astype(np.float32), to_screen, (WIDTH, HEIGHT))
    picture = picture * (1 - mask) + shown * mask if kind != 'lifted' else picture

    def spot(x, y):
        return np.array([x * half[0], y * half[1], 0]) @ turn.T + at, turn[:, 0], turn[:, 1]

    number = np.arange(n * n).reshape(n, n)
    a, b, c, d = number[:-1, :-1], number[:-1, 1:], number[1:, 1:], number[1:, :-1]
    triangles = np.concatenate([np.stack(t, -1).reshape(-1, 3) for t in ((a, d, b), (b, d, c))])
    return hands.draw(picture.astype(np.float32), spot, cover, native.ints(triangles))


def still(seed, kind, person, draw, behind):
    light = LIGHTS[seed % len(LIGHTS)]
    hand = None
    if kind == 'cheek':
        side = draw.choice([-1, 1])
        hand = Hand(side, side * draw.uniform(6, 9), draw.uniform(-2, 4), draw.uniform(-4, 0), draw.uniform(50, 110))
    elif kind == 'chin':
        hand = Hand(draw.choice([-1, 1]), draw.uniform(-2, 2), -draw.uniform(4, 7), draw.uniform(-1, 2), draw.uniform(0, 70))
    pose = Pose(distance=draw.uniform(45, 75), x=draw.normal(0, 2), y=draw.normal(0, 2), yaw=draw.normal(0, 8), pitch=draw.normal(0, 4),
                roll=draw.normal(0, 3), hand=hand)
    rgba, _ = render.layer(person, pose, WIDTH, HEIGHT, scene.light(light))
    picture = (rgba[..., :3] + behind * (1 - rgba[..., 3:])).astype(np.float32)
    if kind in THINGS:
        picture = thing(kind, draw, picture, light, person.traits['tone'])
    return picture


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    people = int(sys.argv[2]) if len(sys.argv) > 2 else 8
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 3000
    wanted = sys.argv[4:] or KINDS
    folder.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    for seed in range(first, first + people):
        person, spectacled = Person(seed), None
        for number, kind in enumerate(KINDS):
            if kind not in wanted:
                continue
            draw = np.random.RandomState(seed * 100 + number)
            behind = scene.background(seed * 16 + number, WIDTH, HEIGHT, 'room' if (seed + number) % 3 else None)
            if kind in ('wood', 'shelves'):
                behind = wooden(draw, kind == 'shelves')
            if kind == 'spectacles':
                spectacled = Person(seed, spectacles=True)
            linear = still(seed, kind, spectacled if kind == 'spectacles' else person, draw, behind)
            cv2.imwrite(str(folder / f'{seed}_{kind}.jpg'), camera.expose(linear, draw.randint(1 << 30)), [cv2.IMWRITE_JPEG_QUALITY, 92])
        print(seed, flush=True)


if __name__ == '__main__':
    main()
