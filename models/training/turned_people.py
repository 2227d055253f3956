#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders people who turn far to both sides, for measuring a finder: 320x240, as Annae first looks at a frame.

    python3 models/training/turned_people.py --output ~/.cache/annae-turned --people 150

A fifth of a second a picture on one core. Resumes: finished people are kept. Nothing of it is committed; tests/subjects/README.md says
what it needs. The seeds lie in the range that is for final measurements (reader_crops.py): nothing was trained on these people.
"""

import argparse
import json
import os
import pathlib
import sys
import time

sys.dont_write_bytecode = True
os.environ.setdefault("ANNAE_SUBJECTS_TEXELS", "256")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "subjects"))

import cv2
import numpy as np

from annae_subjects import render, scene
from annae_subjects.person import Person, Pose

YAWS = (0, 40, 50, 60)
FIRST = 7600
WIDTH, HEIGHT = 320, 240
LIGHTS = ("soft", "standard", "left", "right", "top")


def pictures(seed):
    """(yaw, picture, truth) of one person: level within a few degrees, at the distances of a counter."""
    draw, person = np.random.RandomState(seed + 3), Person(seed, quick=True)
    room, light = scene.background(seed, WIDTH, HEIGHT, "room"), LIGHTS[draw.randint(len(LIGHTS))]
    for yaw in (side * yaw for yaw in YAWS for side in ((1,) if yaw == 0 else (-1, 1))):
        gaze = float(np.clip(-yaw, -25, 25))
        pose = Pose(distance=draw.uniform(45, 90), x=draw.uniform(-8, 8), y=draw.uniform(-6, 6), yaw=yaw,
                    pitch=draw.uniform(-5, 5), roll=draw.uniform(-5, 5), gaze=(gaze, 0))
        yield yaw, *render.frame(person, pose, room, seed * 10 + yaw + 60, light=light, quick=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--people", type=int, default=150)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    arguments.output.mkdir(parents=True, exist_ok=True)
    began, made = time.monotonic(), 0
    for i in range(arguments.people):
        seed = FIRST + i
        told = arguments.output / f"{seed}.json"
        if told.exists():
            continue
        facts = []
        for yaw, picture, truth in pictures(seed):
            name = f"{seed}{yaw:+03}.png"
            if not cv2.imwrite(str(arguments.output / name), picture):
                raise SystemExit(f"{arguments.output / name} was not written")
            facts.append({"file": name, "yaw": yaw, "box": [float(v) for v in truth.box],
                          "landmarks": [[float(v) for v in point] for point in truth.landmarks]})
        partial = told.with_suffix(".part")
        partial.write_text(json.dumps(facts), encoding="utf-8")
        partial.rename(told)
        made += 1
        if made % 10 == 0:
            left = (arguments.people - i - 1) * (time.monotonic() - began) / made
            print(f"{i + 1} of {arguments.people} people, {left / 60:.0f} min to go", flush=True)


if __name__ == "__main__":
    main()
