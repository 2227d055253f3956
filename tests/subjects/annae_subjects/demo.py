# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration in data/demo: a person at the counter, two specimen cards and one of them in the hand.

Everything follows from the seeds below; times are s, lengths cm, angles degrees."""

import json
import math
import subprocess

import cv2
import numpy as np

from . import camera, card, render, scene, truth
from .person import Person, Pose

FRAMES_PER_SECOND = 30
ROOM_SEED = 14
CUSTOMER_SEED, OTHER_SEED = 2101, 2105
CUSTOMER = {'tone': 2.2, 'hair_style': 'sidepart', 'beard': 'none', 'hair': 'gray', 'iris': 'dark', 'age': 0.9,
            'shirt': 5, 'lid': 0.05, 'lipstick': 0, 'eyeshadow': 0, 'freckles': 0.0, 'recede': 6, 'hairline': 6,
            'lip_colour': 0.35, 'moles': 1}
OTHER = {**CUSTOMER, 'recede': 8, 'hairline': 4, 'shirt': 1}

LIVE_SECONDS, CARD_SECONDS = 12, 3.5
# (time, value); in between a smooth step.
_LIVE_KEYS = {
    'x': [(0, -95), (1.1, 0), (2.0, 0), (2.9, 19), (3.8, 19), (4.4, 0), (12, 0)],
    'y': [(0, 3), (2.0, 3), (2.9, 0), (12, 0)],
    'distance': [(0, 120), (2.0, 116), (2.9, 58), (12, 57)],
    'yaw': [(0, 28), (1.0, 10), (1.4, 0), (3.9, 0), (4.4, -25), (5.1, -25), (5.6, 0), (9.2, 0), (9.75, 26), (10.0, 26),
            (10.5, 0), (10.6, 0), (11.15, -26), (11.3, -26), (11.75, 0), (12, 0)],
    'pitch': [(0, -4), (1.3, 0), (12, 0)],
    'roll': [(0, 0), (12, 0)],
    'blink': [(0, 0), (2.4, 0), (2.5, 1), (2.53, 1), (2.66, 0), (7.0, 0), (7.08, 1), (7.13, 1), (7.27, 0), (11.6, 0),
              (11.68, 1), (11.73, 1), (11.87, 0), (12, 0)],
}
# Nobody sits quite still: amplitude, frequency (Hz) and phase (rad).
_SWAY = {'yaw': (0.6, 0.31, 0), 'pitch': (0.6, 0.27, 1), 'roll': (0.5, 0.23, 2), 'x': (0.2, 0.4, 3),
         'y': (0.15, 0.5, 4)}
_PHASES = [(1.1, 'enter'), (2.0, 'too-far'), (2.9, 'approach'), (3.8, 'off-centre'), (4.4, 'to-centre'),
           (5.1, 'turned'), (5.6, 'to-front'), (9.2, 'good'), (10.5, 'turn-left'), (11.75, 'turn-right'),
           (math.inf, 'good')]


def _key(keys, time):
    times = [t for t, _ in keys]
    i = max(0, min(len(keys) - 2, int(np.searchsorted(times, time, side='right')) - 1))
    u = np.clip((time - times[i]) / (times[i + 1] - times[i]), 0, 1)
    u = u * u * (3 - 2 * u)
    return float(keys[i][1] * (1 - u) + keys[i + 1][1] * u)


def _wave(amplitude, frequency, phase, time):
    return amplitude * math.sin(2 * math.pi * frequency * time + phase)


def live_pose(time):
    """The customer at a time of the film."""
    at = {name: _key(keys, time) for name, keys in _LIVE_KEYS.items()}
    for name, (amplitude, frequency, phase) in _SWAY.items():
        at[name] += _wave(amplitude, frequency, phase, time)
        at[name] += _wave(0.5 * amplitude, 2.3 * frequency, 2 * phase, time)
    blink = at.pop('blink')
    # Once there, the eyes stay on the screen while the head turns.
    sideways = float(np.clip(-at['yaw'] * 0.8, -25, 25)) if time > 1 else 0.0
    return Pose(**at, blink=(blink, blink), gaze=(sideways, float(np.clip(-at['pitch'], -10, 10))))


def _live_motion(time):
    """Motion blur of someone who walks in, px: a shutter open for four tenths of a frame."""
    half = 0.5 / FRAMES_PER_SECOND
    way = live_pose(time + half).x - live_pose(time - half).x
    way *= camera.focal_length(640) / live_pose(time).distance
    return (way * 0.4, 0) if abs(way) > 2.5 else None


class Film:
    """VP8 in WebM; one thread and exact flags, so that the same frames give the same bytes."""

    def __init__(self, path, width, height, bit_rate, least_quality):
        self._encoder = subprocess.Popen(
            ['ffmpeg', '-y', '-loglevel', 'error', '-f', 'rawvideo', '-pix_fmt', 'bgr24', '-s', f'{width}x{height}',
             '-r', str(FRAMES_PER_SECOND), '-i', '-', '-c:v', 'libvpx', '-b:v', bit_rate, '-crf', str(least_quality),
             '-g', '60', '-deadline', 'good', '-cpu-used', '1', '-threads', '1', '-pix_fmt', 'yuv420p',
             '-fflags', '+bitexact', '-flags:v', '+bitexact', str(path)], stdin=subprocess.PIPE)

    def __enter__(self):
        return self

    def add(self, picture):
        self._encoder.stdin.write(picture.tobytes())

    def __exit__(self, *failure):
        self._encoder.stdin.close()
        if self._encoder.wait() != 0 and failure[0] is None:
            raise RuntimeError('ffmpeg did not write the film')


def _write_truth(path, width, height, rows):
    path.write_text(json.dumps({'frames_per_second': FRAMES_PER_SECOND, 'width': width, 'height': height,
                                'focal_length_px': round(camera.focal_length(width), 3), 'frames': rows},
                               separators=(',', ':')))


def live_frame(person, room, number):
    """Picture and truth of one frame of the live film."""
    time = number / FRAMES_PER_SECOND
    return render.frame(person, live_pose(time), room, 1000 + number, noise=0.004, motion=_live_motion(time))


def make_live(folder):
    person, room, rows = Person(CUSTOMER_SEED, **CUSTOMER), scene.background(ROOM_SEED, 640, 480, 'room'), []
    with Film(folder / 'live.webm', 640, 480, '900k', 16) as film:
        for number in range(LIVE_SECONDS * FRAMES_PER_SECOND):
            time = number / FRAMES_PER_SECOND
            picture, facts = live_frame(person, room, number)
            film.add(picture)
            phase = next(name for end, name in _PHASES if time < end)
            rows.append(truth.row(number, time, live_pose(time), facts, phase=phase))
    _write_truth(folder / 'live.json', 640, 480, rows)


def _portrait(person, seed):
    """35 x 45 mm as a photographer takes it: a long lens, soft light, a light wall."""
    wall = np.full((450, 350, 3), 0.75, np.float32)
    return render.frame(person, Pose(distance=150, y=-2.2), wall, seed, field_of_view=8.6, noise=0.002)[0]


def draw_same_card():
    """The customer's card, in another shirt than today's: (BGR, alpha)."""
    return card.draw_card(_portrait(Person(CUSTOMER_SEED, **{**CUSTOMER, 'shirt': 0}), 123), 'HANA', '14 MAR 1956',
                          1001)


def draw_other_card():
    return card.draw_card(_portrait(Person(OTHER_SEED, **OTHER), 124), 'BORAM', '02 SEP 1957', 1002)


def make_cards(folder):
    for name, (picture, _) in (('card-same.jpg', draw_same_card()), ('card-other.jpg', draw_other_card())):
        if not cv2.imwrite(str(folder / name), picture, [cv2.IMWRITE_JPEG_QUALITY, 88]):
            raise OSError(f'{folder / name} was not written')


def card_pose(time):
    """(yaw, pitch, roll) and centre of the card: it comes up, then the hand grows still."""
    u = np.clip((time - 0.2) / 1.0, 0, 1)
    away = 1 - u * u * (3 - 2 * u)
    tremble = 1 - 0.7 * np.clip((time - 1.2) / 0.4, 0, 1)
    angles = (14 * away + _wave(2.0, 0.5, 0, time) * tremble, -18 * away - 3 + _wave(1.5, 0.4, 1, time) * tremble,
              -8 * away + _wave(1.2, 0.33, 2, time) * tremble)
    centre = (4 * away + _wave(0.045, 5.1, 0, time) * tremble, -6 * away - 0.3 + _wave(0.036, 5.7, 1, time) * tremble,
              -15.8 - 8.2 * away + _wave(0.2, 0.7, 0, time) * tremble)
    return angles, centre


def make_card_in_hand(folder):
    width, height = 1280, 720
    focal = camera.focal_length(width)
    picture, mask = draw_same_card()
    # The camera looks sharp at the card, so the person behind it is blurred.
    behind, _ = render.frame(Person(CUSTOMER_SEED, **CUSTOMER), Pose(distance=56, x=-1, y=4, gaze=(0, -20)),
                             scene.background(ROOM_SEED, width, height, 'room'), 0, noise=0, blur=4)
    grain, rows = np.random.RandomState(5), []
    with Film(folder / 'card-in-hand.webm', width, height, '1500k', 14) as film:
        for number in range(int(CARD_SECONDS * FRAMES_PER_SECOND)):
            time = number / FRAMES_PER_SECOND
            angles, centre = card_pose(time)
            held, corners = card.card_in_hand(picture, mask, behind, angles, centre, focal)
            noise = grain.standard_normal((height, width, 1)) * 1.6
            film.add(np.clip(held + noise, 0, 255).astype(np.uint8))
            rows.append({'frame': number, 'time': round(time, 4), 'yaw': round(angles[0], 2),
                         'pitch': round(angles[1], 2), 'roll': round(angles[2], 2),
                         'centre_cm': [round(float(v), 2) for v in centre],
                         'corners': [[round(float(v), 2) for v in corner] for corner in corners]})
    _write_truth(folder / 'card-in-hand.json', width, height, rows)
