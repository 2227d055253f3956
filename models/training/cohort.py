#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a pack's cohort: means of many people's templates, against which comparison scores are normalised.

    python3 models/training/cohort.py PACK-FOLDER --data ../shared/data --work models/training/work

Training pictures are embedded with the pack's network and put into groups of people who look alike to it (k-means on the
sphere). Of each group of at least --people people the mean is kept as it is: how short it is says how alike they are. Before,
of pictures that are as alike as --alike says, as those of one person are, all but one are left out. The evaluation pictures take no part. Rendered people (--rendered, of
reader_crops.py) get means of their own: to a network that never saw one they are all alike, and without them two of these would match. Writes cohort.bin into the pack's folder and prints what belongs into pack.ini; then
`calibrate.py` measures. The format is described in src/core/annae-cohort.h.
"""

import argparse
import hashlib
import pathlib

import cv2
import numpy as np

from evaluate import align
from packs import Pack, middle, templates

FOLDERS = ("gen_train", "open_train", "aaf_train", "utk_train", "scut_train", "celeba_train")
ROUNDS = 25
BLOCK = 2000


def sums_of(rows, nearest, n):
    order = np.argsort(nearest, kind="stable")
    present, first = np.unique(nearest[order], return_index=True)
    sums = np.zeros((n, rows.shape[1]))
    sums[present] = np.add.reduceat(rows[order], first, axis=0, dtype=np.float64)
    return sums


def one_a_person(rows, alike):
    """Leaves out every picture that is as like an earlier one as two of the same person are."""
    kept = np.empty((0, rows.shape[1]), np.float32)
    for part in np.array_split(rows, 1 + len(rows) // BLOCK):
        part = part[(part @ kept.T).max(1, initial=-1) < alike]
        among = np.triu(part @ part.T >= alike, 1)
        chosen = []
        for i in range(len(part)):
            if not among[chosen, i].any():
                chosen.append(i)
        kept = np.concatenate([kept, part[chosen]])
    return kept


def group(rows, n, seed=1):
    """Spherical k-means: which of n groups each row is in."""
    rng = np.random.default_rng(seed)
    centres = rows[rng.choice(len(rows), n, replace=False)]
    for _ in range(ROUNDS):
        nearest = np.concatenate([(part @ centres.T).argmax(1) for part in np.array_split(rows, 1 + len(rows) // BLOCK)])
        sums = sums_of(rows, nearest, n)
        empty = np.bincount(nearest, minlength=n) == 0
        sums[empty] = rows[rng.choice(len(rows), empty.sum())]
        centres = (sums / np.linalg.norm(sums, axis=1, keepdims=True)).astype(np.float32)
    return nearest


def means_of(rows, n, people):
    nearest = group(rows, n)
    sizes = np.bincount(nearest, minlength=n)
    enough = sizes >= people
    return sums_of(rows, nearest, n)[enough] / sizes[enough, None], sizes[enough]


def training_templates(pack, data, work, folders, known):
    files = [f"{folder}/{file.name}" for folder in folders for file in sorted((data / "faces" / folder).glob("*.jpg"))]
    if known is None:
        return templates("training", pack, files, lambda file: middle(data / "faces" / file), work)
    stored = np.load(known)
    place = {name: i for i, name in enumerate(stored["names"])}
    rows = stored["E"][[place[file] for file in files]].astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def rendered_templates(pack, folder):
    """One of each rendered person: the crop that looks the most straight ahead with nothing before the face."""
    rows = []
    for file in sorted(folder.glob("[0-9]*.npz")):
        with np.load(file) as person:
            ahead = person["rotations"][:, 2, 2] - (person["values"][:, 3:6].max(1) > 0.1)
            best = int(ahead.argmax())
            canvas, five = person["pictures"][best], person["five"][best]
        if ahead[best] > 0.97:  # 14 degrees
            five = np.stack([five.real, five.imag], 1) if np.iscomplexobj(five) else five
            rows.append(pack.template(align(canvas, np.float32(five))))
    return np.float32(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("pack", type=pathlib.Path, help="a folder with pack.ini")
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(__file__).parent / "work")
    parser.add_argument("--folders", nargs="+", default=FOLDERS, choices=FOLDERS)
    parser.add_argument("--templates", type=pathlib.Path, help="of the training pictures, where they are computed already: "
                        "an .npz with names and E")
    parser.add_argument("--rendered", type=pathlib.Path, help="a cache of reader_crops.py")
    parser.add_argument("--rendered-means", type=int, default=6, help="the fewest with which rendered people are matched falsely no "
                        "more often than the thresholds say; with none 18 in 100 are at 1e-3, with many they never match")
    parser.add_argument("--means", type=int, default=1000)
    parser.add_argument("--people", type=int, default=8, help="fewer make no mean")
    parser.add_argument("--alike", type=float, default=0.55, help="cosine from which two pictures may be of one person")
    parser.add_argument("--nearest", type=int, default=20)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    pack = Pack(arguments.pack)
    rows = training_templates(pack, arguments.data, arguments.work, arguments.folders, arguments.templates)
    n_pictures, rows = len(rows), one_a_person(rows, arguments.alike)
    means, sizes = means_of(rows, arguments.means, arguments.people)
    if arguments.rendered:
        drawn = rendered_templates(pack, arguments.rendered)
        more, counts = means_of(drawn, arguments.rendered_means, arguments.people)
        means, sizes = np.concatenate([means, more]), np.concatenate([sizes, counts])
        print(f"{len(drawn)} rendered people in {len(more)} means")
    numbers = np.rint(means * 32767).astype("<i2")
    content = f"annae-cohort 1 {pack.network} {len(means)} {means.shape[1]} {arguments.nearest} {sizes.min()}\n".encode() \
        + numbers.tobytes()
    (arguments.pack / "cohort.bin").write_bytes(content)
    print(f"{n_pictures} pictures, {len(rows)} people in {len(means)} means, {sizes.min()} to {sizes.max()} people each, "
          f"lengths {np.linalg.norm(means, axis=1).min():.2f} to {np.linalg.norm(means, axis=1).max():.2f}\n\n"
          f"[cohort]\nfile=cohort.bin\nsha256={hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
