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

from annae_subjects import demo, hair, motion, render, scene, traits, truth
from annae_subjects.person import Hand, Person, Pose

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



def seen(number, pose=Pose(distance=45), **chosen):
    return render.frame(Person(number, quick=True, **chosen), pose, WALL, 7, quick=True)


bare, facts = seen(5)
check('nothing covers a bare face', not facts.covered.any())
check('eyes are open, the mouth is closed', min(facts.eyes) > 0.2 and facts.mouth < 0.15)
closed = seen(5, Pose(distance=45, blink=(1, 0), expressions={'jawOpen': 0.7}))[1]
check('a wink and an open mouth are measured', closed.eyes[1] < 0.12 and closed.eyes[0] > 0.2 and closed.mouth > 0.3)
check('hooded lids open less', np.mean(seen(5, hooded=0.5)[1].eyes) < 0.8 * np.mean(facts.eyes))
for worn, hidden in (('whole', True), ('below-nose', True), ('under-chin', False)):
    masked = seen(5, mask=worn)[1]
    check(f'a mask worn {worn}', (truth.mouth_or_nose_covered(masked) > 0.9) == hidden
          and max(truth.eyes_covered(masked)) == 0)
check('dark glasses cover the eyes alone', min(truth.eyes_covered(seen(5, lenses='dark')[1])) > 0.8
      and truth.mouth_or_nose_covered(seen(5, lenses='dark')[1]) == 0)
clear, behind_glass = seen(5, lenses='clear')
check('clear glasses cover nothing', not behind_glass.covered.any() and (clear != bare).any())
for side in (-1, 1):
    held = seen(5, Pose(distance=45, hand=Hand(side)))[1]
    check(f'a hand ({side}) before the mouth', truth.mouth_or_nose_covered(held) > 0.9 and max(truth.eyes_covered(held)) < 0.5)
scarf, facts = seen(5, scarf=True)
check('a scarf leaves the face free', not facts.covered[17:].any() and (scarf != bare).mean() > 0.1)
low = seen(5, Pose(distance=90, y=-20), wheelchair=True)[1].landmarks
check('who sits in a wheelchair is low in the picture', low[:2, 1].mean() > HEIGHT * 0.7)
picture, both = render.group([(Person(5, quick=True), Pose(distance=70, x=-12)),
                              (Person(6, quick=True), Pose(distance=100, x=18))], WALL, 7)
check('two people, the truth in the order given', both[0].landmarks[0, 0] < WIDTH / 2 < both[1].landmarks[0, 0]
      and (picture != frame()[0]).any())
bars = camera.expose(WALL, 1, flicker=(0.6, 40, 0)).mean((1, 2))
check('lamps that flicker leave bars across', bars[20] > bars[0] + 20 and abs(bars[40] - bars[0]) < 6)
shake = np.array([motion.tremor(t / 30, 2.0, 6, 3) for t in range(300)])
check('a tremor is as wide and as quick as asked for', 1.2 < np.abs(shake[:, 0]).max() <= 2.0 and
      90 < np.sum(np.diff(np.sign(shake[:, 0])) != 0) < 150)

corners = card.card_corners((0, 0, 0), (0, 0, -20), camera.focal_length(1280), (1280, 720))
width = np.linalg.norm(corners[1] - corners[0])
check('a card of 85.6 mm at 20 cm has its width in the picture',
      abs(width - camera.focal_length(1280) * 8.56 / 20) < 0.01 and corners[0][0] < corners[1][0])
start, end = demo.live_pose(0), demo.live_pose(7.5)
check('the demonstration begins far and ends at the counter', start.distance > 100 and abs(end.distance - 57) < 2)

print(f'1..{len(results)}')
