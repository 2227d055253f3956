#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what an old or bad card portrait takes from a comparison: few pixels, blur, glare, a grey copy, print dots, fading.

    tests/bench/matching/portraits.py PACK-FOLDER --pairs 100 --data ../shared/data --work models/training/work

Of each pair of photographs of one person the first becomes the portrait on a card, spoilt by a known amount; the second is the
probe, as it is. A portrait in which no face is found is counted as such. Scores as the pack has them, thresholds of its pack.ini;
false matches: each portrait against the probes of the other people. Prints Markdown; what is measured is kept in --work.
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

EYES = 40.0  # px: about what the development data's pictures have


def pixels(picture, points, eyes, rng):
    """So many px between the eyes, then as large again as a camera would see the card."""
    factor = eyes / np.linalg.norm(points[0] - points[1])
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return small if factor * min(picture.shape[:2]) > 64 else cv2.copyMakeBorder(small, 32, 32, 32, 32, cv2.BORDER_REPLICATE)


def blur(picture, points, share, rng):
    return cv2.GaussianBlur(picture, (0, 0), share * np.linalg.norm(points[0] - points[1]))


def glare(picture, points, share, rng):
    """A burnt-out spot of this share of the face's area (a circle of 1.6 eye distances) somewhere in it, with a soft edge."""
    eyes = np.linalg.norm(points[0] - points[1])
    face = 1.3 * eyes
    radius = face * np.sqrt(share)
    angle, away = rng.uniform(0, 2 * np.pi), (face - radius) * np.sqrt(rng.uniform(0, 1))
    middle = points[2] + away * np.array([np.cos(angle), np.sin(angle)])
    y, x = np.mgrid[0:picture.shape[0], 0:picture.shape[1]]
    distance = np.hypot(x - middle[0], y - middle[1])
    light = np.clip((radius * 1.25 - distance) / (radius * 0.25 + 1e-6), 0, 1)[..., None]
    return (picture * (1 - light) + 255 * light).astype(np.uint8)


def grey(picture, points, steps, rng):
    """A photocopy: grey, with so many steps of it."""
    one = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    one = np.clip((one - 128) * 1.3 + 128, 0, 255)
    one = np.rint(one / 255 * (steps - 1)) / (steps - 1) * 255
    return cv2.merge([one.astype(np.uint8)] * 3)


def dots(picture, points, cells, rng):
    """Printed in dots, so many from eye to eye, seen sharply enough to tell them apart."""
    pitch = np.linalg.norm(points[0] - points[1]) / cells * 4
    large = cv2.resize(picture, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    y, x = np.mgrid[0:large.shape[0], 0:large.shape[1]]
    for channel, angle in enumerate((0.26, 1.31, 0.79)):
        u, v = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
        screen = 127.5 + 63.75 * (np.cos(2 * np.pi * u / pitch) + np.cos(2 * np.pi * v / pitch))
        large[..., channel] = np.where(large[..., channel] > screen, 255, 0)
    return cv2.resize(large, picture.shape[1::-1], interpolation=cv2.INTER_AREA).clip(0, 255).astype(np.uint8)


def hologram(picture, points, strength, rng):
    """Coloured light over the eyes, in stripes or rings, the print shining through; 1 is as bright as white paper."""
    eyes = np.linalg.norm(points[0] - points[1])
    middle = (points[0] + points[1]) / 2
    y, x = np.mgrid[0:picture.shape[0], 0:picture.shape[1]].astype(np.float32)
    u, v = (x - middle[0]) / eyes, (y - middle[1]) / eyes
    angle = rng.uniform(0, np.pi)
    along = u * np.cos(angle) + v * np.sin(angle)
    hue = (along * rng.uniform(60, 150) + rng.uniform(0, 180)) % 180
    if rng.integers(2):
        shines = np.abs(np.sin(along * rng.uniform(4, 9))) > 0.5
    else:
        size = rng.uniform(0.3, 0.6)
        ring = np.hypot(u / size % 1 - 0.5, v / size % 1 - 0.5)
        shines = (ring > 0.18) & (ring < 0.42)
    share = shines * np.exp(-((u / 1.1) ** 2 + (v / 0.5) ** 2) ** 2) * strength
    share = cv2.GaussianBlur(share.astype(np.float32), (0, 0), max(0.3, 0.02 * eyes))[..., None]
    colours = np.dstack([hue, np.full_like(hue, 200), np.full_like(hue, 255)]).astype(np.uint8)
    colours = cv2.cvtColor(colours, cv2.COLOR_HSV2BGR).astype(np.float32)
    return (picture * (1 - 0.5 * share) + colours * share).clip(0, 255).astype(np.uint8)


def fade(picture, points, contrast, rng):
    """Bleached: so much of the contrast is left, towards white."""
    return (255 - (255 - picture.astype(np.float32)) * contrast).clip(0, 255).astype(np.uint8)


CONDITIONS = [("as it is", None, 0)] + [(name, function, value) for name, function, values in (
    ("px between the eyes", pixels, (30, 24, 20, 18, 16, 14, 12, 10)),
    ("blur, share of the eye distance", blur, (0.04, 0.06, 0.08, 0.1, 0.13)),
    ("glare, share of the face", glare, (0.03, 0.06, 0.1, 0.15, 0.2, 0.3)),
    ("grey copy, steps", grey, (256, 8, 4)),
    ("print dots from eye to eye", dots, (20, 12, 8)),
    ("hologram over the eyes", hologram, (0.15, 0.3, 0.5, 0.8)),
    ("faded to, share of the contrast", fade, (0.5, 0.3, 0.2)),
) for value in values]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("pack", type=pathlib.Path)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--pairs", type=int, default=100)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    pack = Pack(arguments.pack)
    detector = cv2.dnn.readNet(str(arguments.data / "models" / "face_detection_yunet_2023mar.onnx"))
    rows = [row for row in csv.DictReader(open(arguments.data / "lfw" / "pairs.csv", encoding="utf-8")) if row["same"] == "1"]
    rows = [rows[int(i * len(rows) / arguments.pairs)] for i in range(arguments.pairs)]
    people = np.array([pathlib.Path(row["path_a"]).name.rsplit("_", 1)[0] for row in rows])
    kept = arguments.work / f"{pack.network[:16]}-portraits-{arguments.pairs}.npz"
    done = dict(np.load(kept)) if kept.exists() else {}

    def template(picture):
        points = decode_yunet(detector, picture)
        return pack.template(align(picture, points)) if points is not None else None

    def fill(name, pictures):
        if name in done:
            return
        found = [template(picture) for picture in pictures]
        length = len(next((row for row in found if row is not None), done["probe"][0] if "probe" in done else [0]))
        done[name] = np.float32([row if row is not None else np.full(length, np.nan) for row in found])
        np.savez(kept, **done)
        print(name, file=sys.stderr, flush=True)

    first = [cv2.imread(str(arguments.data / "lfw" / row["path_a"])) for row in rows]
    points = [decode_yunet(detector, picture) for picture in first]
    fill("probe", (cv2.imread(str(arguments.data / "lfw" / row["path_b"])) for row in rows))
    for name, function, value in CONDITIONS:
        fill(f"{name} {value}", (function(picture, where, value, np.random.default_rng(n)) if function else picture
                                 for n, (picture, where) in enumerate(zip(first, points))))

    levels = {key: float(value.split(";")[0]) for key, value in pack.ini["thresholds"].items() if key.startswith("fmr-")}
    no_match = {float(value.split(";")[1]) for key, value in pack.ini["thresholds"].items() if key == "fmr-1e-4"}.pop()
    i, j = np.nonzero(people[:, None] != people[None])
    cohort = read_cohort(pack)
    print(f"Pack {pack.ini['pack']['name']}: {len(rows)} pairs of one person, {len(i):,} of different people, for each line.\n\n"
          "| portrait | | no face found | mean score | " + " | ".join(f"FNMR at {key}" for key in levels)
          + f" | below no-match | " + " | ".join(f"false matches at {key}" for key in levels) + " |\n" + "| --- " * (5 + 2 * len(levels)) + "|")
    probe = done["probe"]
    for name, _, value in CONDITIONS:
        portrait = done[f"{name} {value}"]
        good = ~np.isnan(portrait[:, 0]) & ~np.isnan(probe[:, 0])
        scores = Scores(np.concatenate([np.nan_to_num(portrait), np.nan_to_num(probe)]), cohort)
        n = len(rows)
        same = scores(np.arange(n), n + np.arange(n))[good]
        if not len(same):
            print(f"| {name} | {value or ''} | {n} |" + " |" * (2 + 2 * len(levels)))
            continue
        both = good[i] & good[j]
        different = scores(i[both], n + j[both])
        cells = []
        for t in levels.values():
            missed = int((same < t).sum())
            low, high = interval(missed, len(same))
            cells.append(f"{missed} of {len(same)} ({100 * low:.0f} to {100 * high:.0f} %)")
        cells.append(f"{int((same < no_match).sum())}")
        cells += [f"{int((different >= t).sum())}" for t in levels.values()]
        print(f"| {name} | {value or ''} | {n - int(good.sum())} | {same.mean():.3f} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
