# SPDX-License-Identifier: GPL-3.0-or-later
"""Pairs whose degradation is known: synthetic people, frontal against probe, and real pairs with a degraded probe.

Each generator gives for one person or pair: a name, the reference picture and (condition, value, probe) one after the other.
"""

import csv

import cv2
import numpy as np

import degrade
from annae_subjects import render, scene
from annae_subjects.person import Person, Pose

# 7000 to 7999 are set aside for final measurements of other things.
FIRST_SEED, STEP = 8400, 7

YAW = (-40, -30, -25, -20, -15, -10, 10, 15, 20, 25, 30, 40)
PITCH = (-30, -25, -20, -15, -10, 10, 15, 20, 25, 30)
DISTANCE = (25, 30, 40, 80, 100, 120, 150, 200)  # cm; the reference is at 60
RELIT = ('left', 'right', 'top', 'back')
BLUR = (0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1)
GAIN = (0.5, 0.25, 0.12, 0.06, 0.03, 2.0, 4.0, 8.0)
SIDE = (-6, -4, -2, 2, 4, 6)
PIXELS = (40, 36, 32, 28, 24, 20, 16, 12)
COVER = (1.3, 1.1, 0.85, 0.65, 0.45)


def _degraded(picture, landmarks, seed):
    for share in BLUR:
        yield 'blur', share, degrade.blur(picture, landmarks, share)
    for gain in GAIN:
        yield 'gain', gain, degrade.light(picture, landmarks, gain, seed)
    for stops in SIDE:
        yield 'side', stops, degrade.side_light(picture, landmarks, stops, seed)
    for edge in COVER:
        yield 'cover', edge, degrade.cover(picture, landmarks, edge)


def _probes(person, number):
    room = scene.background(number + 1, 640, 480, 'room')

    def look(light='soft', behind=room, **pose):
        # The eyes stay on the screen as far as they go.
        gaze = (float(np.clip(-pose.get('yaw', 0) * 0.8, -25, 25)), float(np.clip(-pose.get('pitch', 0) * 0.8, -15, 15)))
        return render.frame(person, Pose(gaze=gaze, **pose), behind, 2, light=light)

    picture, truth = look()
    yield 'none', 0, picture
    yield from _degraded(picture, truth.landmarks, number)
    for name, values in (('yaw', YAW), ('pitch', PITCH), ('distance', DISTANCE)):
        for value in values:
            yield name, value, look(**{name: value})[0]
    for name in RELIT:
        yield f'light {name}', 0, look(name, room * 2.5 if name == 'back' else room)[0]


def synthetic(number):
    """The number-th person: frontal at 60 cm in soft light against everything else, in another room."""
    seed = FIRST_SEED + STEP * number
    person = Person(seed)
    reference, _ = render.frame(person, Pose(), scene.background(number, 640, 480, 'room'), 1)
    return f'person-{seed}', reference, _probes(person, number)


def read_pairs(path):
    """Pairs of the same person from a list as annae evaluate reads it."""
    with path.open(encoding='utf-8') as text:
        return [(path.parent / row['path_a'], path.parent / row['path_b'])
                for row in csv.DictReader(text) if row['same'] == '1']


def real(number, pair, landmarks_of, degraded):
    """A pair of photographs. landmarks_of(picture) finds them; None leaves the probe as it is."""
    reference, probe = (cv2.imread(str(path)) for path in pair)
    if reference is None or probe is None:
        raise SystemExit(f'matching: {pair} cannot be read')

    def probes():
        yield 'none', 0, probe
        landmarks = landmarks_of(probe) if degraded else None
        if landmarks is not None:
            yield from _degraded(probe, landmarks, number)
            for pixels in PIXELS:
                yield 'pixels', pixels, degrade.scale(probe, landmarks, pixels, number)

    return f'pair-{number}', reference, probes()
