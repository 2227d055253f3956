#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders recordings of people who turn to both sides and come closer, and of what somebody could hold before the camera instead:
prints, prints with eye holes, tablets. For judge-clips.py, which lets `annae verify --require-liveness` judge them.

    tests/bench/liveness/render-clips.py FOLDER [PEOPLE [FIRST_SEED [KIND...]]] [--hands]

With --hands one or two hands hold each sheet and tablet; without, the same recordings have none.

About 3 minutes a person on one core. Seeds 7000 to 7999 are set aside for final measurements: tune with others.
Names: SEED_live_KIND.avi, SEED_attack_KIND.avi; beside a swap of people, as .jpg, a photograph of the one who should not be taken for alive.
"""

import pathlib
import sys

import cv2
import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'subjects'))

from annae_subjects import camera, render, scene  # noqa: E402
from annae_subjects.person import Person, Pose, rotation  # noqa: E402
from annae_subjects.traits import to_linear  # noqa: E402
from attacks import HEIGHT, KINDS, PHOTO_HEIGHT, PHOTO_PX_CM, PHOTO_WIDTH, WIDTH, photograph, sheet  # noqa: E402
from hands import Hands  # noqa: E402

FPS, SECONDS = 10, 7
LIGHTS = ('standard', 'soft', 'left', 'right', 'screen')
# What somebody does: (s, degrees to the own left, nearer by this share); in between a smooth step.
KEYS = [(0, 0, 0), (1.5, 0, 0), (2.1, 1, 0), (2.7, 1, 0), (3.2, 0, 0), (3.8, 0, 0), (4.4, -1, 0), (5.0, -1, 0), (5.5, 0, 0),
        (5.8, 0, 0), (6.3, 0, 1), (7, 0, 1)]
LIVING = ('usual', 'tremor', 'hooded', 'spectacles', 'slow', 'little')
ATTACKS = ('print', 'bent6', 'bent4', 'folded30', 'eyeholes', 'photo', 'replay', 'swap', 'beside', 'turnswap', 'between')
SWAPS = ('swap', 'turnswap', 'between')


def motion(time):
    times = [k[0] for k in KEYS]
    i = max(0, min(len(KEYS) - 2, int(np.searchsorted(times, time, side='right')) - 1))
    u = np.clip((time - times[i]) / (times[i + 1] - times[i]), 0, 1)
    u = u * u * (3 - 2 * u)
    return tuple(KEYS[i][n] * (1 - u) + KEYS[i + 1][n] * u for n in (1, 2))


class Mover:
    """A way of doing it: the angle, how near, and what hands or a neck add to it."""

    def __init__(self, draw, degrees, slower=1.0, tremor=0.0):
        self.degrees, self.slower, self.tremor = degrees, slower, tremor
        self.phase, self.rate = draw.uniform(0, 6.28, 8), draw.uniform(0.2, 0.5, 8)
        self.hertz = draw.uniform(4, 7)
        self.frames = int(SECONDS * slower * FPS)

    def at(self, number):
        time = number / FPS
        turn, near = motion(time / self.slower)
        sway = np.sin(2 * np.pi * self.rate * time + self.phase)
        shake = self.tremor * np.sin(2 * np.pi * self.hertz * time + self.phase[:2])
        return {'yaw': turn * self.degrees + 0.8 * sway[0], 'pitch': 0.8 * sway[1], 'roll': 0.8 * sway[2],
                'x': 0.3 * sway[3] + shake[0], 'y': 0.2 * sway[4] + 0.5 * shake[1], 'near': 1 - 0.2 * near}


def head(person, mover, number, distance, light, x=0.0):
    """Linear RGBA of the person at one moment."""
    at = mover.at(number)
    pose = Pose(distance=distance * at['near'], x=x + at['x'], y=at['y'], yaw=at['yaw'], pitch=at['pitch'], roll=at['roll'],
                gaze=(float(np.clip(-0.8 * at['yaw'], -25, 25)), 0))
    return render.layer(person, pose, WIDTH, HEIGHT, scene.light(light))[0]


def over(rgba, behind):
    return rgba[..., :3] + behind * (1 - rgba[..., 3:])


def held(photo, shape, size, mover, number, distance, behind, x=0.0, opaque=None, hands=None):
    at = mover.at(number)
    return sheet(photo, shape, size, (at['yaw'], at['pitch'], at['roll']),
                 (x + at['x'], at['y'] - 1.5 * size, -distance * size * at['near']), behind, opaque, hands)


def eye_holes(person):
    """0 where the photograph's eyes are cut out."""
    facts = render.layer(person, Pose(distance=60.0, y=-1.5), PHOTO_WIDTH, PHOTO_HEIGHT, scene.light('soft'), 20.0)[1]
    opaque = np.ones((PHOTO_HEIGHT, PHOTO_WIDTH), np.float32)
    for eye in facts.landmarks[:2]:
        cv2.ellipse(opaque, tuple(int(round(v)) for v in eye), (int(1.7 * PHOTO_PX_CM), int(0.8 * PHOTO_PX_CM)), 0, 0, 360,
                    0, -1)
    return opaque


class Tablet:
    """A screen with its border, and the pattern that its pixels make with those of the camera."""

    def __init__(self, draw):
        self.width = draw.uniform(18, 25)
        self.height = self.width * draw.uniform(0.62, 0.75)
        self.border = draw.uniform(0.4, 1.4)
        self.colour = draw.choice([0.012, 0.03, 0.55])
        self.moire = draw.uniform(0.03, 0.13)
        self.distance = draw.uniform(22, 32)
        self.zoom = draw.uniform(1.0, 1.6)  # of the picture on it
        self.glow = draw.uniform(0.9, 1.3)
        self.phase = draw.uniform(0, 6.28, 6)

    def show(self, picture, number, behind, hands=None):
        time = number / FPS
        sway = np.sin(2 * np.pi * np.array([.3, .23, .17, .4, .5, .2]) * time + self.phase)
        turn = rotation(3 * sway[0], 2 * sway[1], 2 * sway[2])
        at = np.array([0.5 * sway[3], 0.4 * sway[4], -self.distance + 0.8 * sway[5]])
        focal = camera.focal_length(WIDTH)

        def corners(w, h):
            p = np.array([[-w, h, 0], [w, h, 0], [w, -h, 0], [-w, -h, 0]]) / 2 @ turn.T + at
            return np.float32(np.c_[WIDTH / 2 - focal * p[:, 0] / p[:, 2], HEIGHT / 2 + focal * p[:, 1] / p[:, 2]])

        h, w = picture.shape[:2]
        cut_w = int(w / self.zoom)
        cut_h = min(h, int(cut_w * self.height / self.width))
        cut = picture[(h - cut_h) // 2:(h + cut_h) // 2, (w - cut_w) // 2:(w + cut_w) // 2]
        flat = np.float32([[0, 0], [cut.shape[1], 0], [cut.shape[1], cut.shape[0]], [0, cut.shape[0]]])
        to_screen = cv2.getPerspectiveTransform(flat, corners(self.width, self.height))
        ones = np.ones((640, 640), np.float32)
        case = cv2.warpPerspective(ones, cv2.getPerspectiveTransform(
            np.float32([[0, 0], [640, 0], [640, 640], [0, 640]]),
            corners(self.width + 2 * self.border, self.height + 2 * self.border)), (WIDTH, HEIGHT))[..., None]
        result = behind * (1 - case) + self.colour * case
        lit = to_linear(cut[..., ::-1].astype(np.float32) / 255) * np.array([1, 1.06, 1.2]) * self.glow + 0.02
        seen = cv2.warpPerspective(lit.astype(np.float32), to_screen, (WIDTH, HEIGHT), flags=cv2.INTER_AREA)
        mask = cv2.warpPerspective(np.ones(cut.shape[:2], np.float32), to_screen, (WIDTH, HEIGHT))[..., None]
        # 264 pixels an inch, seen at the camera's own points.
        back = np.linalg.inv(to_screen)
        y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
        deep = back[2, 0] * x + back[2, 1] * y + back[2, 2]
        u = (back[0, 0] * x + back[0, 1] * y + back[0, 2]) / deep * (self.width * 104 / cut.shape[1])
        v = (back[1, 0] * x + back[1, 1] * y + back[1, 2]) / deep * (self.height * 104 / cut.shape[0])
        grid = np.stack([1 + self.moire * np.cos(2 * np.pi * (u + k / 3)) for k in range(3)], -1)
        grid *= (1 + 0.7 * self.moire * np.cos(2 * np.pi * v))[..., None]
        result = (result * (1 - mask) + seen * grid * mask).astype(np.float32)
        if hands is None:
            return result
        half = np.array([self.width / 2 + self.border, self.height / 2 + self.border])

        def spot(x, y):
            return np.array([x * half[0], y * half[1], 0]) @ turn.T + at, turn[:, 0], turn[:, 1]

        case = np.array([spot(x, y)[0] for x, y in ((-1, 1), (1, 1), (1, -1), (-1, -1))])
        return hands.draw(result, spot, case, np.array([[0, 3, 1], [1, 3, 2]]))


def write(path, frames, draw):
    film = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*'MJPG'), FPS, (WIDTH, HEIGHT))
    for linear in frames:
        film.write(camera.expose(linear, draw.randint(1 << 30)))
    film.release()


def living(seed, kind, draw, behind):
    chosen = {'hooded': {'lid': 0.3}, 'spectacles': {'spectacles': True}}.get(kind, {})
    degrees = draw.uniform(19, 22) if kind == 'little' else draw.uniform(22, 30)
    mover = Mover(draw, degrees, 1.8 if kind == 'slow' else 1.0, draw.uniform(0.6, 1.5) if kind == 'tremor' else 0.0)
    person, distance, light = Person(seed, **chosen), draw.uniform(48, 65), LIGHTS[seed % len(LIGHTS)]
    return (over(head(person, mover, n, distance, light), behind) for n in range(mover.frames))


def attack(seed, kind, draw, behind, gripped=False):
    person, light, distance = Person(seed), LIGHTS[seed % len(LIGHTS)], draw.uniform(48, 65)
    size, mover = draw.uniform(0.6, 1.0), Mover(draw, draw.uniform(22, 30))
    numbers = range(mover.frames)
    # Draws of their own: all else is as it is without them.
    hands = Hands(np.random.RandomState(seed + 600000), light) if gripped else None
    if kind in KINDS:
        photo, paper = photograph(person), Mover(draw, draw.uniform(25, 50))
        return (held(photo, KINDS[kind], size, paper, n, distance, behind, hands=hands) for n in numbers)
    if kind == 'eyeholes':
        photo, opaque, paper, other = photograph(person), eye_holes(person), Mover(draw, draw.uniform(20, 40)), Person(seed + 40)
        return (held(photo, KINDS['print'], 1.0, paper, n, distance,
                     over(head(other, paper, n, distance + 2.5, light), behind), opaque=opaque, hands=hands) for n in numbers)
    tablet = Tablet(draw)
    if kind == 'photo':
        still = camera.expose(over(head(person, mover, 0, 50, light), behind[:, ::-1]), 1)
        return (tablet.show(still, n, behind, hands) for n in numbers)
    if kind == 'replay':
        return (tablet.show(camera.expose(over(head(person, mover, n, 50, light), behind[:, ::-1]), n), n, behind, hands)
                for n in numbers)
    other = Person(seed + 40)
    if kind == 'swap':  # somebody else does all of it, then the film is cut to the right person
        cut = int(5.6 * FPS)
        return (over(head(other if n < cut else person, mover, min(n, cut), distance, 'soft'), behind)
                for n in range(cut + 3 * FPS))
    if kind == 'turnswap':  # the right person, and for as long as the head is turned somebody else, in the same place
        return (over(head(other if abs(mover.at(n)['yaw']) > 8 else person, mover, n, distance, 'soft'), behind) for n in numbers)
    if kind == 'between':  # the right person, from the first turn to the last somebody else, and the right person again
        return (over(head(other if 1.4 <= n / FPS < 5.6 else person, mover, n, distance, 'soft'), behind) for n in numbers)
    photo = photograph(person)  # beside: held up beside somebody who does it all
    paper = Mover(draw, 0)
    return (over(head(other, mover, n, distance, light, x=9.0),
                 held(photo, KINDS['print'], 0.9, paper, n, distance, behind, x=-9.0, hands=hands)) for n in numbers)


def main():
    given = [word for word in sys.argv[1:] if word != '--hands']
    gripped = len(given) < len(sys.argv) - 1
    if not given:
        sys.exit(__doc__)
    folder = pathlib.Path(given[0])
    people = int(given[1]) if len(given) > 1 else 8
    first = int(given[2]) if len(given) > 2 else 3000
    wanted = given[3:]
    folder.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)

    for seed in range(first, first + people):
        for number, (group, kind) in enumerate([('live', k) for k in LIVING] + [('attack', k) for k in ATTACKS]):
            path = folder / f'{seed}_{group}_{kind}.avi'
            if wanted and kind not in wanted:
                continue
            # Another person for every kind: as few share a face as can be.
            own = seed * 20 + number if group == 'live' else seed * 20 + number + 100000
            if kind in SWAPS:
                cv2.imwrite(str(path.with_suffix('.jpg')), camera.expose(photograph(Person(own)), 1))
            if path.exists():
                continue
            draw = np.random.RandomState(seed * 100 + number)
            behind = scene.background(seed, WIDTH, HEIGHT, 'room' if seed % 2 else None)
            write(path, living(own, kind, draw, behind) if group == 'live' else attack(own, kind, draw, behind, gripped), draw)
            print(path.name, flush=True)


if __name__ == '__main__':
    main()
