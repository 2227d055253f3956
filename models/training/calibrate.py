#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures a pack by sex and age band, with and without its cohort, and the thresholds that hold in the worst group.

    python3 models/training/calibrate.py PACK-FOLDER --data ../shared/data --work models/training/work

False matches are counted in the evaluation part of All-Age-Faces: pairs of one sex, one age band, at most five years apart. It
holds some people twice under two numbers, who would hide rates below 1e-3: pairs that two other networks both take for one
person (--same) are left out, and counted in a column. Where a group has fewer than 10 / rate pairs the threshold is continued
from its highest scores (exponential above the one at 1e-2). Thresholds are the highest of all adult groups. False non-matches
and the false matches of other people: Labeled Faces in the Wild, folds 1 to 5. Faces are aligned as the program does it: by the pack's
reader, where it has one of its own. Prints Markdown.
"""

import argparse
import csv
import pathlib

import cv2
import numpy as np

from evaluate import decode_yunet
from packs import Pack, middle, templates

BANDS = ((2, 17), (18, 29), (30, 44), (45, 59), (60, 120))
ADULT = 18
RATES = (1e-2, 1e-3, 1e-4)
APART = 5
DEVIATIONS = 50  # as ANNAE_COHORT_DEVIATIONS
# The other two networks, as the data's README has them.
OTHERS = ("""[pack]
[embed]
file=mobilefacenet_a.prototxt
weights=mobilefacenet_a.caffemodel
weights-sha256=eca9bf613419952934de228ea20cf8aa644d450f0d41302f06871ce8cdec49ba
channels=rgb
mean=127.5
scale=0.0078125
""", """[pack]
[embed]
file=mobilefacenet_b.onnx
sha256=a39f69878dcf70df3f7388a484c6e58fea80d958d1823816272c3f343c9d6c79
channels=rgb
mean=123.675;116.28;103.53
scale=0.0171248;0.0175070;0.0174292
""")
REFUSED = 0.025  # share of the pairs of one person that may end below no-match


def interval(count, total, z=1.959964):
    """Wilson, 95 %."""
    p, d = count / total, 1 + z * z / total
    middle_, half = p + z * z / (2 * total), z * np.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    return max(0, (middle_ - half) / d), (middle_ + half) / d


class Scores:
    """Of pairs of rows: cosines, or normalised against a cohort as annae_cohort_compare() does."""

    def __init__(self, rows, cohort):
        self._cosine = rows @ rows.T
        self._slope = self._offset = None
        if cohort is not None:
            means, nearest = cohort
            top = -np.sort(-(rows @ means.T), axis=1)[:, :nearest]
            self._slope = 0.5 / top.std(1) / DEVIATIONS
            self._offset = top.mean(1) * self._slope

    def __call__(self, i, j):
        cosine = self._cosine[i, j]
        if self._slope is None:
            return cosine
        return np.clip(cosine * (self._slope[i] + self._slope[j]) - self._offset[i] - self._offset[j], -1, 1)


def read_cohort(pack):
    if "cohort" not in pack.ini:
        return None
    content = (pack.folder / pack.ini["cohort"]["file"]).read_bytes()
    head, _, numbers = content.partition(b"\n")
    magic, _, network, n, length, nearest, _ = head.decode().split()
    if magic != "annae-cohort" or network != pack.network:
        raise SystemExit("the cohort is none, or for another network")
    return np.frombuffer(numbers, "<i2").reshape(int(n), int(length)).astype(np.float32) / 32767, int(nearest)


def threshold(scores, rate):
    """scores fall. The lowest threshold that holds, and whether it was counted."""
    if len(scores) * rate >= 10:
        return np.nextafter(scores[int(len(scores) * rate)], 2), True
    start = scores[max(int(len(scores) * 1e-2), 10)]
    excess = (scores[scores > start] - start).mean()
    return start + excess * np.log((scores > start).mean() / rate), False


class Groups:
    def __init__(self, data, same):
        rows = [row for row in csv.DictReader(open(data / "faces" / "faces.csv", encoding="utf-8"))
                if row["file"].startswith("aaf_eval/")]
        self.files = [data / "faces" / row["file"] for row in rows]
        age, sex = np.array([int(row["age"]) for row in rows]), np.array([row["sex"] for row in rows])
        self.pairs = []
        for low, high in BANDS:
            for s, name in (("f", "women"), ("m", "men")):
                people = np.flatnonzero((age >= low) & (age <= high) & (sex == s))
                i, j = (people[k] for k in np.triu_indices(len(people), 1))
                near = abs(age[i] - age[j]) <= APART
                label = f"{low}-{high} {name}" if high < 100 else f"{low} and over, {name}"
                self.pairs.append((label, low >= ADULT, len(people), i[near], j[near]))
        self._same = same

    def leave_out(self, a, b):
        """Pairs that the other two networks together take for one person. That both reach their own bound was asked before: it left
        in a pair at 0.71 and 0.62, and of the 26 such pairs with the highest scores most show one person plainly."""
        left = []
        a, b = Scores(a, None), Scores(b, None)
        for k, (label, adult, people, i, j) in enumerate(self.pairs):
            same = a(i, j) + b(i, j) > sum(self._same)
            left.append(int(same.sum()))
            self.pairs[k] = (label, adult, people, i[~same], j[~same])
        return left


class Wild:
    """Labeled Faces in the Wild: the pairs of one person, and everybody against everybody else."""

    def __init__(self, data):
        rows = [row for row in csv.DictReader(open(data / "lfw" / "pairs.csv", encoding="utf-8"))]
        self.files = sorted({row[side] for row in rows for side in ("path_a", "path_b")})
        place = {name: i for i, name in enumerate(self.files)}
        self.same = np.array([(place[row["path_a"]], place[row["path_b"]]) for row in rows if row["same"] == "1"]).T
        self._who = np.unique([pathlib.Path(name).name.rsplit("_", 1)[0] for name in self.files], return_inverse=True)[1]

    def acquired(self, rows):
        found = ~np.isnan(rows[:, 0])
        self.same = self.same[:, found[self.same].all(0)]
        i, j = np.triu_indices(len(rows), 1)
        different = (self._who[i] != self._who[j]) & found[i] & found[j]
        self.different = i[different], j[different]
        return int((~found).sum())


def rate_text(count, total):
    low, high = interval(count, total)
    return f"{count / total:.1e} ({low:.1e} to {high:.1e})"


def table(title, groups, left, score, wild, wild_score):
    scores = [-np.sort(-score(i, j)) for _, _, _, i, j in groups.pairs]
    adults = [k for k, pair in enumerate(groups.pairs) if pair[1]]
    own = {rate: [threshold(scores[k], rate) for k in adults] for rate in RATES}
    shipped = {rate: max(t for t, _ in own[rate]) for rate in RATES}
    same, different = wild_score(*wild.same), -np.sort(-wild_score(*wild.different))
    no_match = np.quantile(same, REFUSED)
    print(f"\n## {title}\n")
    for rate in RATES:
        t, (name, counted) = shipped[rate], max(((own[rate][n][0], (groups.pairs[k][0], own[rate][n][1]))
                                                 for n, k in enumerate(adults)), key=lambda pair: pair[0])[1]
        print(f"- fmr-{rate:.0e}: match from {np.ceil(t * 1e3) / 1e3:.3f}, set by {name}, {'counted' if counted else 'continued'}")
    print(f"- no-match below {no_match:.3f}, or the threshold of a match where that is lower\n")
    marks = [np.ceil(shipped[rate] * 1e3) / 1e3 for rate in RATES]
    print("| ages, sex | people | pairs | left out | " + " | ".join(f"FMR at {t:.3f}" for t in marks) + " |\n"
          + "| --- " * (4 + len(marks)) + "|")
    for k, (label, adult, people, i, _) in enumerate(groups.pairs):
        print(f"| {label}{'' if adult else ' (not counted in)'} | {people} | {len(i):,} | {left[k]} | "
              + " | ".join(rate_text(int((scores[k] >= t).sum()), len(i)) for t in marks) + " |")
    pooled = -np.sort(-np.concatenate([scores[k] for k in adults]))
    print(f"| all adults | {sum(groups.pairs[k][2] for k in adults)} | {len(pooled):,} | {sum(left[k] for k in adults)} | "
          + " | ".join(rate_text(int((pooled >= t).sum()), len(pooled)) for t in marks) + " |")
    rates = np.array([[(scores[k] >= t).mean() for t in marks] for k in adults])
    print("| worst adult group, times the mean of the groups (times all pairs) | | | | " + " | ".join(
        f"{rates[:, n].max() / rates[:, n].mean():.1f} ({rates[:, n].max() / max((pooled >= t).mean(), 1e-9):.1f})"
        if rates[:, n].max() > 0 else "no false match" for n, t in enumerate(marks)) + " |")
    for rate in RATES[:2]:
        t = pooled[int(rate * len(pooled))]
        each = np.array([(scores[k] >= t).mean() for k in adults])
        print(f"\nAt {t:.3f}, where {rate:.0e} of all adult pairs match: the worst group ({groups.pairs[adults[each.argmax()]][0]}) has "
              f"{each.max():.1e}, {each.max() / each.mean():.1f} times the mean of the groups and {each.max() / rate:.1f} times that of all pairs.")
    print("\n| Labeled Faces in the Wild | comparisons | " + " | ".join(f"at {t:.3f}" for t in marks) + " |\n" + "| --- " * (2 + len(marks)) + "|")
    print(f"| FNMR, pairs of one person | {len(same):,} | " + " | ".join(rate_text(int((same < t).sum()), len(same)) for t in marks) + " |")
    print(f"| FMR, everybody against everybody else | {len(different):,} | "
          + " | ".join(rate_text(int((different >= t).sum()), len(different)) for t in marks) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("pack", type=pathlib.Path, help="a folder with pack.ini")
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, default=pathlib.Path(__file__).parent / "work")
    parser.add_argument("--same", type=float, nargs=2, default=(0.55, 0.62), metavar=("A", "B"),
                        help="cosines of mobilefacenet_a and _b above whose sum a pair is of one person")
    parser.add_argument("--reader-of", type=pathlib.Path, help="a pack whose reader is lent: models/annae, for packs that have none")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    lent = Pack(arguments.reader_of) if arguments.reader_of else None
    pack, models = Pack(arguments.pack, lent=lent), arguments.data / "models"
    groups, wild = Groups(arguments.data, arguments.same), Wild(arguments.data)
    detector = cv2.dnn.readNet(str(models / "face_detection_yunet_2023mar.onnx"))

    def found(name):
        image = cv2.imread(str(arguments.data / "lfw" / name))
        points = decode_yunet(detector, image)
        return pack.align(image, points) if points is not None else None

    left = groups.leave_out(*(templates("all-age", Pack(models, text), groups.files, middle, arguments.work) for text in OTHERS))
    rows = templates("all-age" + pack.read_by, pack, groups.files, pack.crop, arguments.work)
    faces = templates("wild" + pack.read_by, pack, wild.files, found, arguments.work)
    missed = wild.acquired(faces)
    print(f"Pack {pack.ini['pack']['name']}, {len(rows)} pictures of All-Age-Faces, {len(faces)} of Labeled Faces in the Wild, "
          f"{missed} of them without a face.")
    cohort = read_cohort(pack)
    table("Cosine", groups, left, Scores(rows, None), wild, Scores(faces, None))
    if cohort is not None:
        table(f"Normalised against {len(cohort[0])} means, the {cohort[1]} nearest", groups, left, Scores(rows, cohort), wild,
              Scores(faces, cohort))


if __name__ == "__main__":
    main()
