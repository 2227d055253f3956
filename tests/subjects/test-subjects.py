#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders small frames of a synthetic person: signs and units of the truth, that the picture agrees with it, and that a
seed makes the same again. Speaks TAP; skipped without the Python packages or the head model."""

import sys

sys.dont_write_bytecode = True
try:
    import cv2
    import numpy as np
    import PIL
    import scipy
except ImportError as missing:
    print(f'1..0 # SKIP {missing}')
    sys.exit(0)

from annae_subjects import camera, card, model

if not model.model_path().exists():
    print('1..0 # SKIP no head model (ANNAE_SUBJECTS_MODEL)')
    sys.exit(0)

from annae_subjects import demo, hair, render, scene, traits
from annae_subjects.person import Person, Pose

WIDTH, HEIGHT, SEED = 160, 120, 4
results = []


def check(name, good):
    results.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(results)} {name}", flush=True)


person = Person(SEED, hair_style='short', beard='none', tone=1.0, spectacles=True)
WALL = scene.background(1, WIDTH, HEIGHT, 'plain')
FOCAL = camera.focal_length(WIDTH)


def frame(**pose):
    return render.frame(person, Pose(**pose), WALL, 7)


def landmarks(**pose):
    return frame(**pose)[1].landmarks


front, facts = frame()
right_eye, left_eye, nose = facts.landmarks[:3]
check('unmirrored: the person\'s left eye is to the right', left_eye[0] > right_eye[0] + 5)

turned = landmarks(yaw=25)
check('yaw > 0 turns to the person\'s left, the right of the picture',
      turned[2][0] - turned[:2, 0].mean() > nose[0] - facts.landmarks[:2, 0].mean() + 3)
raised = landmarks(pitch=20)
check('pitch > 0 lifts the nose towards the eyes',
      raised[2][1] - raised[:2, 1].mean() < nose[1] - facts.landmarks[:2, 1].mean() - 1)
tilted = landmarks(roll=15)
slope = np.degrees(np.arctan2(*(tilted[1] - tilted[0])[::-1]))
level = np.degrees(np.arctan2(*(left_eye - right_eye)[::-1]))
check('roll > 0 tilts the top of the head to the left of the picture', abs(slope - level + 15) < 1.5)

moved = landmarks(distance=80, x=10, y=5)
wanted = np.array([WIDTH / 2 + FOCAL * 10 / 80, HEIGHT / 2 - FOCAL * 5 / 80])
check('x, y and distance are of the midpoint of the eyes, y up', np.abs(moved[:2].mean(0) - wanted).max() < 1)
near, far = (landmarks(distance=d) for d in (50, 100))
ratio = np.linalg.norm(near[1] - near[0]) / np.linalg.norm(far[1] - far[0])
check('twice the distance, half the inter-eye distance', abs(ratio - 2) < 0.05)

left, top, right, bottom = facts.box
check('landmarks lie in the box', ((facts.landmarks > (left, top)) & (facts.landmarks < (right, bottom))).all())
alpha = render.layer(person, Pose(), WIDTH, HEIGHT, scene.light('soft'))[0][..., 3]
x, y = nose.astype(int)
check('the face is drawn at the nose and not in the corner', alpha[y, x] > 0.99 and alpha[0, 0] == 0)


def eye_pixels(picture, eye):
    ex, ey = np.round(eye).astype(int)
    return picture[ey - 1:ey + 2, ex - 1:ex + 2].astype(float).mean()


near_open, near_facts = frame(distance=25)
wink = frame(distance=25, blink=(1, 0))[0]
brighter = [eye_pixels(wink, eye) - eye_pixels(near_open, eye) for eye in near_facts.landmarks[:2]]
# The midpoint of the eyes is that of the lids: a wink moves the head by a part of a pixel, so the eyes are compared.
check('a closed eye is skin where the iris was, on the person\'s left', brighter[1] > 40 and
      brighter[1] - brighter[0] > 20)

again, facts_again = frame()
check('the same frame twice is the same', (front == again).all() and (facts_again.landmarks == facts.landmarks).all())
check('the sensor\'s noise follows its seed', (render.frame(person, Pose(), WALL, 8)[0] != front).any())
drawn = [traits.draw_traits(np.random.RandomState(SEED)) for _ in range(2)]
check('a seed has its traits', drawn[0] == drawn[1] and drawn[0] != traits.draw_traits(np.random.RandomState(5)))
grown = hair.grow(person.traits)
check('a seed has its hair', all((a.offsets == b.offsets).all() and (a.colour == b.colour).all()
                                 for a, b in zip(grown, person.groups)) and len(grown) == len(person.groups) == 7)
try:
    Person(SEED, hat='straw')
    refused = False
except TypeError:
    refused = True
check('an unknown trait is refused', refused)

corners = card.card_corners((0, 0, 0), (0, 0, -20), camera.focal_length(1280), (1280, 720))
width = np.linalg.norm(corners[1] - corners[0])
check('a card of 85.6 mm at 20 cm has its width in the picture',
      abs(width - camera.focal_length(1280) * 8.56 / 20) < 0.01 and corners[0][0] < corners[1][0])
start, end = demo.live_pose(0), demo.live_pose(7.5)
check('the demonstration begins far and ends at the counter', start.distance > 100 and abs(end.distance - 57) < 2)

print(f'1..{len(results)}')
