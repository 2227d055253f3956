#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What turning, nodding, tilting, distance and blur take from the comparison score, on synthetic people.

Each person is rendered frontal at 60 cm as the reference and once for each condition; both are aligned by their true five
landmarks and embedded by the reference pack's network. Prints a table in Markdown: the mean and the worst cosine, and for blur
the sharpness over that of the unblurred frame, in the measure that src/vision takes.

Needs python3-numpy, python3-opencv and, beside the project, the development data: ../shared/data/models and the renderer of
../shared/subjects (or $SUBJECTS). Takes about 3 minutes on one core:

    tests/bench/loop/score-curves.py [PEOPLE]

With a folder, renders people of six skin tones in several lights into it and prints their scores against themselves in good
light; `annae inspect --pack reference --json PICTURE` then gives the measures of each picture:

    tests/bench/loop/score-curves.py --light FOLDER
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

# Seeds of people; 7000 to 7999 are set aside for final measurements of other things.
FIRST_SEED, STEP = 8100, 7

TEMPLATE = np.float32(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)
CONDITIONS = (
    [("yaw", v) for v in (-45, -35, -25, -20, -15, -10, 10, 15, 20, 25, 35, 45)]
    + [("pitch", v) for v in (-30, -20, -15, -10, 10, 15, 20, 30)]
    + [("roll", v) for v in (-30, -15, 15, 30)]
    + [("dist", v) for v in (22, 28, 35, 45, 80, 100, 120, 145, 175, 210)]
    + [("blur", v) for v in (1, 1.5, 2, 2.5, 3, 4)]
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
UNITS = {"yaw": "degrees", "pitch": "degrees", "roll": "degrees", "dist": "cm", "blur": "px"}


def align(picture, landmarks):
    matrix, _ = cv2.estimateAffinePartial2D(np.float32(landmarks), TEMPLATE, method=cv2.LMEDS)
    return cv2.warpAffine(picture, matrix, (112, 112))


def embed(network, aligned):
    network.setInput(cv2.dnn.blobFromImage(aligned, 1 / 128.0, (112, 112), (127.5,) * 3, swapRB=True))
    values = network.forward().ravel()
    return values / np.linalg.norm(values)


def sharpness(aligned):
    """As src/vision/quality.cc: the band between two blurs over the whole deviation."""
    grey = cv2.cvtColor(aligned, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255
    band = cv2.GaussianBlur(grey, (5, 5), 0.8) - cv2.GaussianBlur(grey, (11, 11), 1.8)
    return band.std() / grey.std()


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
    light = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) == 3 and sys.argv[1] == "--light" else None
    people = int(sys.argv[1]) if len(sys.argv) == 2 else 8
    for path in (MODELS / "mobilefacenet_a.prototxt", SUBJECTS / "synth.py"):
        if not path.exists():
            sys.exit(f"score-curves: {path.name} is not here; see the text at the top of this file")
    sys.path.insert(0, str(SUBJECTS))
    os.chdir(SUBJECTS)
    from synth import Subject, render

    cv2.setNumThreads(1)
    network = cv2.dnn.readNetFromCaffe(
        str(MODELS / "mobilefacenet_a.prototxt"), str(MODELS / "mobilefacenet_a.caffemodel")
    )
    if light is not None:
        light.mkdir(parents=True, exist_ok=True)
        lights(light, network, Subject, render)
        return
    scores = {c: [] for c in CONDITIONS}
    sharp = {c: [] for c in CONDITIONS}
    for k in range(people):
        person = Subject(FIRST_SEED + STEP * k, idstd=1.3)
        picture, truth = render(person, W=640, H=480, dist=60, seed=1)
        reference = align(picture, truth["l5"])
        template = embed(network, reference)
        for condition in CONDITIONS:
            arguments = {"dist": 60, "seed": 2, condition[0]: condition[1]}
            picture, truth = render(person, W=640, H=480, **arguments)
            aligned = align(picture, truth["l5"])
            scores[condition].append(float(embed(network, aligned) @ template))
            sharp[condition].append(sharpness(aligned) / sharpness(reference))
        print(f"person {k + 1} of {people}", file=sys.stderr, flush=True)

    print("| condition | score | worst | sharpness |\n| --- | --- | --- | --- |")
    for (name, value), values in scores.items():
        relative = f"{np.mean(sharp[name, value]):.2f}" if name == "blur" else ""
        print(f"| {name} {value:g} {UNITS[name]} | {np.mean(values):.3f} | {min(values):.3f} | {relative} |")


if __name__ == "__main__":
    main()
