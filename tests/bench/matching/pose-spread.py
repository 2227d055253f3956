#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what the kept poses bring: a template of five frames of one pose against one of five poses, on synthetic people.

    tests/bench/matching/pose-spread.py PACK-FOLDER --people 60 --data ../shared/data

Each person is rendered before a counter as somebody who sits in a good position does: five frames looking straight ahead, and five
turned by up to ten degrees to all sides, every one with its own noise and light. The reference is a portrait in another room
and light, once straight ahead and once turned by eight degrees, as portraits on documents can be. Impostor comparisons: every
probe against the references of all other people. Synthetic people are less unlike each other than real ones, so what counts here
is the difference between the rows, not the scores themselves. Scores as the pack has them. Prints Markdown.
"""

import argparse
import pathlib
import sys

import cv2
import numpy as np

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[2] / "models" / "training"), str(HERE.parents[1] / "subjects")]
from annae_subjects import render, scene  # noqa: E402
from annae_subjects.person import Person, Pose  # noqa: E402
from calibrate import Scores, read_cohort  # noqa: E402
from fusion import Looker, unit  # noqa: E402
from packs import Pack  # noqa: E402

# 7000 to 7999 are set aside for other measurements, 8400 and on for curves.py.
FIRST_SEED, STEP = 8900, 7
STRAIGHT = [(0.4, 0.3), (-0.4, 0.2), (0.2, -0.4), (-0.3, -0.3), (0.0, 0.0)]
SPREAD = [(-10, 0), (10, 0), (0, -7), (0, 7), (0.0, 0.0)]
PORTRAITS = {"straight ahead": (0, 0), "turned by 8 degrees": (8, 3)}


def faces_of(number, look):
    """Aligned faces: five straight ahead, five to all sides, and the portraits; None where one is not found."""
    person = Person(FIRST_SEED + STEP * number)
    room, studio = (scene.background(seed, 640, 480, "room") for seed in (number, number + 500))

    def face(pose, behind, seed, light):
        # The eyes stay on the screen.
        picture, _ = render.frame(person, Pose(yaw=pose[0], pitch=pose[1], gaze=(-0.8 * pose[0], -0.8 * pose[1])), behind, seed, light=light)
        return look.aligned(picture)
    lights = ("soft", "soft", "left", "top", "soft")
    probes = [[face(pose, room, 10 * k + i, lights[i]) for i, pose in enumerate(poses)]
              for k, poses in enumerate((STRAIGHT, SPREAD))]
    return probes, [face(pose, studio, 99, "soft") for pose in PORTRAITS.values()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("pack", type=pathlib.Path)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--people", type=int, default=60)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    pack = Pack(arguments.pack)
    look = Looker(pack, cv2.dnn.readNet(str(arguments.data / "models" / "face_detection_yunet_2023mar.onnx")))
    probes, portraits = [], []
    for number in range(arguments.people):
        found, papers = faces_of(number, look)
        if any(face is None for face in [*found[0], *found[1], *papers]):
            continue
        probes.append([[look.both(face)[1] for face in faces] for faces in found])
        portraits.append([look.both(face)[1] for face in papers])
        if number % 10 == 9:
            print(f"{number + 1} of {arguments.people}", file=sys.stderr, flush=True)
    probes, portraits, cohort = np.float32(probes), np.float32(portraits), read_cohort(pack)
    n = len(probes)
    other = np.array([(i, j) for i in range(n) for j in range(n) if i != j]).T
    rows = {"the frame straight ahead": probes[:, 0, 4], "one turned by ten degrees": probes[:, 1, 0],
            "five straight ahead": unit(probes[:, 0].mean(1)), "five to all sides": unit(probes[:, 1].mean(1))}
    print(f"Pack {pack.ini['pack']['name']}: {n} people, {n} comparisons of one person and {other.shape[1]:,} of two a row.\n")
    print("| reference | template of | score of one person, mean | lowest 5 % | of two people, mean | highest 1 % |\n" + "| --- " * 6 + "|")
    for k, title in enumerate(PORTRAITS):
        for name, probe in rows.items():
            scores = Scores(np.concatenate([portraits[:, k], probe]), cohort)
            same, different = scores(np.arange(n), n + np.arange(n)), scores(other[0], n + other[1])
            print(f"| {title} | {name} | {same.mean():.3f} | {np.quantile(same, 0.05):.3f} | {different.mean():.3f} | "
                  f"{np.quantile(different, 0.99):.3f} |")


if __name__ == "__main__":
    main()
