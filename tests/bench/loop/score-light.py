#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What light takes from the comparison score, by skin tone, on synthetic people.

Renders people of six skin tones in several lights into a folder and prints their scores against themselves in good light, aligned
by their true five landmarks; `annae inspect --pack reference --json PICTURE` then gives the measures of each picture. Pose,
distance, blur and covered mouths are measured by tests/bench/matching.

Needs python3-numpy, python3-opencv and, beside the project, the development data: ../shared/data/models and the renderer of
../shared/subjects (or $SUBJECTS):

    tests/bench/loop/score-light.py FOLDER
"""

import os
import pathlib
import sys

import cv2
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"
MODELS = SHARED / "data" / "models"
SUBJECTS = pathlib.Path(os.environ.get("SUBJECTS", SHARED / "subjects"))

TEMPLATE = np.float32(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)
# Seeds whose people have tones from 0.6 (lightest) to 6.9 (darkest).
TONES = (8300, 8305, 8303, 8310, 8307, 8313)
LIGHTS = {
    "good": {"lit": "std"},
    "half": {"lit": "std", "gain": 0.5, "bggain": 0.5},
    "quarter": {"lit": "std", "gain": 0.25, "bggain": 0.25},
    "eighth": {"lit": "std", "gain": 0.12, "bggain": 0.12},
    "behind": {"lit": "back", "bggain": 2.5},
    "side": {"lit": "left"},
    "over-exposed": {"lit": "std", "gain": 2.5},
}


def align(picture, landmarks):
    matrix, _ = cv2.estimateAffinePartial2D(np.float32(landmarks), TEMPLATE, method=cv2.LMEDS)
    return cv2.warpAffine(picture, matrix, (112, 112))


def embed(network, aligned):
    network.setInput(cv2.dnn.blobFromImage(aligned, 1 / 128.0, (112, 112), (127.5,) * 3, swapRB=True))
    values = network.forward().ravel()
    return values / np.linalg.norm(values)


def lights(folder, network, make, render):
    print("| seed | light | score |\n| --- | --- | --- |")
    for seed in TONES:
        person, reference = make(seed, idstd=1.3), None
        for name, arguments in LIGHTS.items():
            picture, truth = render(person, W=640, H=480, dist=60, seed=2, **arguments)
            template = embed(network, align(picture, truth["l5"]))
            reference = template if reference is None else reference
            cv2.imwrite(str(folder / f"{seed}-{name}.png"), picture)
            print(f"| {seed} | {name} | {template @ reference:.3f} |", flush=True)


def main():
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit("score-light: name a folder for the pictures")
    folder = pathlib.Path(sys.argv[1]).resolve()
    for path in (MODELS / "mobilefacenet_a.prototxt", SUBJECTS / "synth.py"):
        if not path.exists():
            sys.exit(f"score-light: {path.name} is not here; see the text at the top of this file")
    sys.path.insert(0, str(SUBJECTS))
    os.chdir(SUBJECTS)
    from synth import Subject, render

    cv2.setNumThreads(1)
    network = cv2.dnn.readNetFromCaffe(
        str(MODELS / "mobilefacenet_a.prototxt"), str(MODELS / "mobilefacenet_a.caffemodel")
    )
    folder.mkdir(parents=True, exist_ok=True)
    lights(folder, network, Subject, render)


if __name__ == "__main__":
    main()
