# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders faces of synthetic people, with the truth that the reader learns, into a cache. Two processes share the work:

    nice -n 5 python3 models/training/reader_crops.py --output ~/.cache/annae-reader/train --first 20000 --people 1300 --part 0/2 &
    nice -n 5 python3 models/training/reader_crops.py --output ~/.cache/annae-reader/train --first 20000 --people 1300 --part 1/2

About 45 ms a picture on one core. Resumes: finished people are kept. Nothing of it is committed; tests/subjects/README.md
says what it needs. Seeds 7000 to 7999 are for final measurements, 9500 to 9599 for choosing between networks.

A picture is 144x144, aligned by the true five landmarks to the reader's place for them, with 16 px around the 112x112 that
the network sees, so that training can turn and shift it as a detector's errors do (reader_views.py).
"""

import argparse
import os
import pathlib
import sys
import time

sys.dont_write_bytecode = True
os.environ.setdefault("ANNAE_SUBJECTS_TEXELS", "256")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "subjects"))

import cv2
import numpy as np

from annae_subjects import render, scene, truth
from annae_subjects.person import Hand, Person, Pose, rotation
from reader_views import CANVAS, MARGIN, TEMPLATE, moved, similarity, turned

FRAMES = 32  # a person
TURNED = 25, 55  # degrees of yaw, either side: where landmarks are hardest, and where --turned draws more
INTER_PUPIL_CM = 6.3
FIELDS = ("pictures", "landmarks", "five", "rotations", "values", "covered", "about")


def _pick(draw, shares):
    """One of the names, by its share of all."""
    names, weights = zip(*shares.items())
    return names[draw.choice(len(names), p=np.array(weights) / sum(weights))]


def draw_person(seed):
    draw = np.random.RandomState(seed + 1)
    chosen = {}
    mask = _pick(draw, {"none": 84, "whole": 8, "below-nose": 4, "under-chin": 4})
    lenses = _pick(draw, {"none": 66, "frames": 5, "clear": 14, "tinted": 4, "dark": 11})
    if mask != "none":
        chosen.update(mask=mask, mask_colour=draw.randint(5))
    if lenses == "frames":
        chosen["spectacles"] = True
    elif lenses != "none":
        chosen.update(lenses=lenses, glare=draw.uniform(0, 1) if draw.rand() < 0.4 else 0.0)
    if draw.rand() < 0.12:
        chosen.update(scarf=True, scarf_colour=draw.randint(5))
    if draw.rand() < 0.15:
        chosen["hooded"] = draw.uniform(0.1, 0.5)
    return Person(seed, identity_strength=draw.uniform(0.9, 1.35), quick=True, **chosen)


def _angle(draw, usual, widest):
    return draw.randn() * usual if draw.rand() < 0.5 else draw.uniform(-widest, widest)


def _lids(draw):
    kind = _pick(draw, {"open": 50, "closed": 16, "between": 20, "wink": 14})
    if kind == "open":
        return 0.0, 0.0
    if kind == "closed":
        return (draw.uniform(0.85, 1),) * 2
    if kind == "between":
        both = draw.uniform(0, 1)
        return both, float(np.clip(both + draw.randn() * 0.08, 0, 1))
    one = draw.uniform(0.3, 1)
    return (one, 0.0) if draw.rand() < 0.5 else (0.0, one)


def _expressions(draw):
    chosen = {}
    if draw.rand() < 0.35:
        chosen["jawOpen"] = draw.uniform(0, 0.9)
    for pair, share, most in (("mouthSmile", 0.3, 1.0), ("browDown", 0.2, 0.8), ("browOuterUp", 0.15, 0.8),
                              ("mouthFrown", 0.1, 0.7), ("eyeSquint", 0.15, 0.7), ("eyeWide", 0.1, 0.6),
                              ("cheekPuff", 0.05, 0.8), ("mouthStretch", 0.08, 0.7), ("mouthUpperUp", 0.08, 0.7)):
        if draw.rand() < share:
            strength = draw.uniform(0, most)
            chosen[pair + "_L"] = strength * draw.uniform(0.7, 1)
            chosen[pair + "_R"] = strength * draw.uniform(0.7, 1)
    for one, share, most in (("mouthPucker", 0.08, 0.8), ("mouthFunnel", 0.06, 0.7), ("jawLeft", 0.04, 0.5),
                             ("jawRight", 0.04, 0.5), ("mouthRollLower", 0.06, 0.7)):
        if draw.rand() < share:
            chosen[one] = draw.uniform(0, most)
    return chosen


def _hand(draw):
    kind = _pick(draw, {"none": 86, "mouth": 9, "eyes": 2, "chin": 3})
    if kind == "none":
        return None
    height = {"mouth": draw.uniform(-1.0, 2.5), "eyes": draw.uniform(6, 8), "chin": draw.uniform(-8, -5.5)}[kind]
    return Hand(int(draw.choice([-1, 1])), draw.uniform(-3, 3), height, draw.uniform(0, 2.5), draw.uniform(-15, 60))


def draw_pose(draw, turned_share=0.0):
    yaw, pitch = _angle(draw, 14, 65), _angle(draw, 9, 35)
    if turned_share and draw.rand() < turned_share:
        yaw = draw.uniform(*TURNED) * draw.choice([-1, 1])
    gaze = (float(np.clip(-0.5 * yaw + draw.randn() * 9, -28, 28)), float(np.clip(-0.5 * pitch + draw.randn() * 6, -16, 16)))
    return Pose(distance=float(np.exp(draw.uniform(np.log(27), np.log(150)))), yaw=yaw, pitch=pitch,
                roll=_angle(draw, 6, 40), gaze=gaze, blink=_lids(draw), expressions=_expressions(draw), hand=_hand(draw))


def draw_camera(draw):
    """Pixels between the eyes, the light's name, and what camera.expose() is told."""
    pixels = float(np.exp(draw.uniform(np.log(16), np.log(54))))
    light = _pick(draw, {"standard": 20, "soft": 26, "left": 9, "right": 9, "top": 8, "screen": 8, "back": 8, "warm": 6,
                         "dark": 6})
    told = {"exposure": float(np.exp(draw.randn() * 0.3)), "noise": 0.006, "blur": 0.45}
    if light == "dark":
        told["exposure"] *= float(np.exp(draw.uniform(0.3, 2.3)))
    if draw.rand() < 0.08:
        told["exposure"] = draw.uniform(1.8, 3.5)
    if draw.rand() < 0.35:
        told["noise"] = draw.uniform(0.006, 0.04)
    if draw.rand() < 0.3:
        told["blur"] = 0.45 + abs(draw.randn()) * 0.035 * pixels
    if draw.rand() < 0.08:
        told["motion"] = tuple(draw.randn(2) * 0.12 * pixels)
    if draw.rand() < 0.06:
        told["flicker"] = (draw.uniform(0.2, 0.7), draw.uniform(1, 4) * pixels, draw.rand())
    return pixels, light, told


def aligned(picture, facts):
    """The canvas, and the way to it: a complex factor and shift, as similarity() gives them."""
    factor, shift = similarity(facts.landmarks, TEMPLATE + MARGIN)
    matrix = np.array([[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag]])
    centred = matrix.copy()  # positions count from the pixels' edges here, from their centres there
    centred[:, 2] += matrix[:, :2] @ [0.5, 0.5] - 0.5
    if abs(factor) < 0.6:
        small = cv2.resize(picture, None, fx=abs(factor), fy=abs(factor), interpolation=cv2.INTER_AREA)
        step = np.array(picture.shape[1::-1]) / small.shape[1::-1]
        centred = matrix.copy()
        centred[:, :2] *= step
        centred[:, 2] += centred[:, :2] @ [0.5, 0.5] - 0.5
        picture = small
    return cv2.warpAffine(picture, centred, (CANVAS, CANVAS), flags=cv2.INTER_LINEAR), factor, shift



def render_pose(person, pose, pixels, light, told, seed, room=None, window=2.5):
    """(canvas, five landmarks on it), or with `room` everything else as well: a row of FIELDS without the last."""
    width, height = 2 * int(2.3 * pixels), 2 * int(2.7 * pixels)
    field = 2 * np.degrees(np.arctan(width / 2 / (pixels * pose.distance / INTER_PUPIL_CM)))
    behind = scene.background(seed // 1000 if room is None else room, max(width, 64), max(height, 64))[:height, :width]
    behind = behind * {"dark": 0.06, "back": window}.get(light, 1.0)
    picture, facts = render.frame(person, pose, behind, seed % (1 << 31), light=light, field_of_view=field,
                                  oversampling=1, quick=True, **told)
    canvas, factor, shift = aligned(picture, facts)
    five = moved(facts.landmarks, factor, shift)
    if room is None:
        return canvas, five
    head = turned(rotation(pose.yaw, pose.pitch, pose.roll), factor)
    values = (*facts.eyes, facts.mouth, truth.mouth_or_nose_covered(facts), *truth.eyes_covered(facts))
    return canvas, moved(facts.landmarks68, factor, shift), five, head, values, facts.covered


def one_frame(person, draw, turned_share):
    pose = draw_pose(draw, turned_share)
    pixels, light, told = draw_camera(draw)
    room, window = draw.randint(1 << 30), draw.uniform(1.5, 4)
    row = render_pose(person, pose, pixels, light, told, draw.randint(1 << 30), room, window)
    return (*row, (pose.yaw, pose.pitch, pose.roll, pose.distance, pixels, *pose.blink))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--first", type=int, default=20000)
    parser.add_argument("--people", type=int, default=1300)
    parser.add_argument("--turned", type=float, default=0.0, help="share of pictures turned by 25 to 55 degrees")
    parser.add_argument("--part", default="0/1", help="which of how many processes this is")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    arguments.output.mkdir(parents=True, exist_ok=True)
    number, of = (int(n) for n in arguments.part.split("/"))
    mine = range(arguments.first + number, arguments.first + arguments.people, of)
    began, made = time.monotonic(), 0
    for i, seed in enumerate(mine):
        target = arguments.output / f"{seed}.npz"
        if target.exists():
            continue
        person, draw = draw_person(seed), np.random.RandomState(seed + 2)
        rows = zip(*(one_frame(person, draw, arguments.turned) for _ in range(FRAMES)))
        kinds = (np.uint8, np.float32, np.float32, np.float32, np.float32, bool, np.float32)
        partial = target.with_suffix(".part.npz")
        np.savez(partial, **{name: np.array(row, kind) for name, row, kind in zip(FIELDS, rows, kinds)})
        partial.rename(target)
        made += 1
        if made % 25 == 0:
            rate = (time.monotonic() - began) / made
            print(f"{i + 1} of {len(mine)} people, {rate / FRAMES * 1e3:.0f} ms a picture, "
                  f"{(len(mine) - i - 1) * rate / 60:.0f} min to go", flush=True)


if __name__ == "__main__":
    main()
