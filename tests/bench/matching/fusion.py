#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures templates of several frames against the one of the best frame, with and without the mirror image.

    tests/bench/matching/fusion.py PACK-FOLDER --pairs 200 --data ../shared/data --work models/training/work

Of each pair of photographs of one person the second becomes a second before a webcam: frames that differ in roll, scale, place,
light, motion blur and noise as those of somebody who sits still do, each found and aligned anew. What photographs cannot give is
another pose. The first photograph is the reference, as it is. The best frame is the sharpest. Impostor comparisons: every probe
against the references of all other pairs of other people. Scores as the pack has them, thresholds of its pack.ini. Prints Markdown.
"""

import argparse
import csv
import pathlib
import sys

import cv2
import numpy as np

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "models" / "training"))
from calibrate import Scores, interval, read_cohort  # noqa: E402
from evaluate import align, decode_yunet  # noqa: E402
from packs import Pack  # noqa: E402

FRAMES = 8
USED = (1, 3, 5, 8)


def second_of(picture, rng):
    """Frames of one photograph."""
    height, width = picture.shape[:2]
    for _ in range(FRAMES):
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.normal(0, 2.5), np.exp(rng.normal(0, 0.04)))
        turn[:, 2] += rng.normal(0, 2.0, 2)
        frame = cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REFLECT).astype(np.float32)
        length = int(rng.integers(0, 4))
        if length > 1:  # px along some direction; eyes are some 40 px apart
            kernel = np.zeros((5, 5), np.float32)
            angle = rng.uniform(0, np.pi)
            for t in np.linspace(-(length - 1) / 2, (length - 1) / 2, 9):
                kernel[round(2 + t * np.sin(angle)), round(2 + t * np.cos(angle))] += 1
            frame = cv2.filter2D(frame, -1, kernel / kernel.sum())
        frame = frame * np.exp(rng.normal(0, 0.08)) + rng.normal(0, rng.uniform(2, 7), frame.shape)
        frame = frame.clip(0, 255).astype(np.uint8)
        yield cv2.imdecode(cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(70, 95))])[1], cv2.IMREAD_COLOR)


def sharpness(face):
    grey = cv2.GaussianBlur(cv2.cvtColor(face, cv2.COLOR_BGR2GRAY), (0, 0), 1.0)
    return cv2.Laplacian(grey, cv2.CV_32F).var()


class Looker:
    def __init__(self, pack, detector):
        self._pack, self._detector = pack, detector

    def aligned(self, picture):
        points = decode_yunet(self._detector, picture)
        return align(picture, points) if points is not None else None

    def both(self, face):
        """The template without and with the mirror image."""
        one = self._pack.one(face)
        two = one + self._pack.one(face[:, ::-1])
        return one / np.linalg.norm(one), two / np.linalg.norm(two)


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def collect(arguments, look):
    rows = [row for row in csv.DictReader(open(arguments.data / "lfw" / "pairs.csv", encoding="utf-8")) if row["same"] == "1"]
    rows = [rows[int(i * len(rows) / arguments.pairs)] for i in range(arguments.pairs)]
    people, references, probes, weights = [], [], [], []
    for number, row in enumerate(rows):
        rng = np.random.default_rng(number)
        reference = look.aligned(cv2.imread(str(arguments.data / "lfw" / row["path_a"])))
        faces = [look.aligned(frame) for frame in second_of(cv2.imread(str(arguments.data / "lfw" / row["path_b"])), rng)]
        if reference is None or any(face is None for face in faces):
            continue
        people.append(pathlib.Path(row["path_a"]).name.rsplit("_", 1)[0])
        references.append(look.both(reference)[1])
        probes.append([look.both(face) for face in faces])
        weights.append([sharpness(face) for face in faces])
        if number % 20 == 19:
            print(f"{number + 1} of {len(rows)}", file=sys.stderr, flush=True)
    return np.array(people), np.float32(references), np.float32(probes), np.array(weights)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("pack", type=pathlib.Path)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--pairs", type=int, default=200)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    pack = Pack(arguments.pack)
    kept = arguments.work / f"{pack.network[:16]}-fusion-{arguments.pairs}.npz"
    if not kept.exists():
        detector = cv2.dnn.readNet(str(arguments.data / "models" / "face_detection_yunet_2023mar.onnx"))
        people, references, probes, weights = collect(arguments, Looker(pack, detector))
        np.savez(kept, people=people, references=references, probes=probes, weights=weights)
    people, references, probes, weights = (np.load(kept)[name] for name in ("people", "references", "probes", "weights"))
    cohort, n = read_cohort(pack), len(people)
    levels = {key: float(value.split(";")[0]) for key, value in pack.ini["thresholds"].items() if key.startswith("fmr-")}
    other = [(i, j) for i in range(n) for j in range(n) if people[i] != people[j]]
    other = np.array(other).T
    order = np.argsort(-weights, axis=1)
    print(f"Pack {pack.ini['pack']['name']}: {n} pairs of one person, {other.shape[1]:,} of different people; "
          f"{FRAMES} frames a probe.\n")
    print("| template of | mirrored too | mean score | lowest 5 % | " + " | ".join(
        f"FNMR at {key}" for key in levels) + " | " + " | ".join(f"false matches at {key}" for key in levels) + " |")
    print("| --- " * (4 + 2 * len(levels)) + "|")
    for used in USED:
        for mirrored in (0, 1):
            chosen = np.take_along_axis(probes[:, :, mirrored], order[:, :used, None], 1)
            weight = np.take_along_axis(weights, order[:, :used], 1)
            probe = unit((chosen * (weight / weight.sum(1, keepdims=True))[..., None]).sum(1))
            scores = Scores(np.concatenate([references, probe]), cohort)
            same, different = scores(np.arange(n), n + np.arange(n)), scores(other[0], n + other[1])
            cells = []
            for t in levels.values():
                missed = int((same < t).sum())
                low, high = interval(missed, n)
                cells.append(f"{100 * missed / n:.1f} % ({100 * low:.1f} to {100 * high:.1f})")
            cells += [f"{int((different >= t).sum())}" for t in levels.values()]
            print(f"| {'the best frame' if used == 1 else f'the {used} best frames'} | {'yes' if mirrored else 'no'} | {same.mean():.3f} | "
                  f"{np.quantile(same, 0.05):.3f} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
