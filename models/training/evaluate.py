# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures an embedding: LFW folds 1 to 5, and false match rates by sex and age on All-Age-Faces, with the thresholds
that hold in the worst group.

    python3 models/training/evaluate.py --data ../shared/data --embedder models/annae/embedder.onnx

Faces are found and aligned by YuNet for LFW; All-Age-Faces comes aligned. Templates are the mean of a face and its mirror
image where --mirror is given. Prints the numbers of comparisons beside every rate.
"""

import argparse
import csv
import pathlib

import cv2
import numpy as np

TEMPLATE = np.float32([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]])


def decode_yunet(net, image, least=0.3):
    """The best face of a picture: five landmarks, or None."""
    height, width = image.shape[:2]
    padded = cv2.copyMakeBorder(image, 0, -height % 32, 0, -width % 32, cv2.BORDER_CONSTANT)
    net.setInput(cv2.dnn.blobFromImage(padded))
    names = [f"{part}_{stride}" for part in ("cls", "obj", "kps") for stride in (8, 16, 32)]
    out = dict(zip(names, net.forward(names)))
    best, points = least, None
    for stride in (8, 16, 32):
        score = np.sqrt(out[f"cls_{stride}"].ravel().clip(0, 1) * out[f"obj_{stride}"].ravel().clip(0, 1))
        i = int(score.argmax())
        if score[i] > best:
            best = score[i]
            columns = padded.shape[1] // stride
            cell = np.float32([i % columns, i // columns])
            points = (out[f"kps_{stride}"].reshape(-1, 5, 2)[i] + cell) * stride
    return points


def align(image, points):
    return cv2.warpAffine(image, umeyama(points, TEMPLATE), (112, 112))


def umeyama(source, target):
    """Least-squares similarity transform (Umeyama 1991), 2x3."""
    ms, mt = source.mean(0), target.mean(0)
    s, t = source - ms, target - mt
    u, d, vt = np.linalg.svd(t.T @ s / len(s))
    sign = np.array([1, np.sign(np.linalg.det(u) * np.linalg.det(vt))])
    rotation = u @ np.diag(sign) @ vt
    scale = (d * sign).sum() / s.var(0).sum()
    return np.c_[scale * rotation, mt - scale * rotation @ ms]


class Embedder:
    def __init__(self, path, mirror):
        self.net = cv2.dnn.readNet(path + ".prototxt", path + ".caffemodel") if not path.endswith(".onnx") else cv2.dnn.readNet(path)
        self.mirror = mirror

    def one(self, face):
        self.net.setInput(cv2.dnn.blobFromImage(face, 1 / 128, (112, 112), (127.5,) * 3, swapRB=True))
        return self.net.forward().ravel().copy()

    def __call__(self, face):
        e = self.one(face)
        if self.mirror:
            e = e / np.linalg.norm(e)
            m = self.one(face[:, ::-1].copy())
            e = e + m / np.linalg.norm(m)
        return e / np.linalg.norm(e)


def lfw(data, embed, detector):
    rows = list(csv.DictReader(open(data / "lfw" / "pairs.csv", encoding="utf-8")))
    templates = {}
    for row in rows:
        for name in (row["path_a"], row["path_b"]):
            if name not in templates:
                image = cv2.imread(str(data / "lfw" / name))
                points = decode_yunet(detector, image)
                templates[name] = embed(align(image, points)) if points is not None else None
    missed = sum(t is None for t in templates.values())
    kept = [r for r in rows if templates[r["path_a"]] is not None and templates[r["path_b"]] is not None]
    score = np.array([templates[r["path_a"]] @ templates[r["path_b"]] for r in kept])
    same = np.array([r["same"] == "1" for r in kept])
    fold = np.array([int(r["fold"]) for r in kept])
    accuracies = []
    for f in sorted(set(fold)):
        train, candidates = fold != f, np.linspace(-0.2, 0.9, 1101)
        best = candidates[np.argmax([((score[train] >= c) == same[train]).mean() for c in candidates])]
        accuracies.append(((score[fold == f] >= best) == same[fold == f]).mean())
    print(f"LFW folds 1 to 5: {len(kept)} pairs, {missed} pictures without a face; "
          f"accuracy {100 * np.mean(accuracies):.2f} ± {100 * np.std(accuracies):.2f} %")
    impostor = np.sort(score[~same])[::-1]
    for rate in (1e-2, 1e-3):
        threshold = impostor[int(rate * len(impostor))]
        print(f"  threshold at FMR {rate:g} on {len(impostor)} impostor pairs: {threshold:.3f}, "
              f"FNMR {100 * (score[same] < threshold).mean():.1f} % of {same.sum()}")
    return score, same


def groups(data, embed):
    rows = [r for r in csv.DictReader(open(data / "faces" / "faces.csv", encoding="utf-8")) if r["file"].startswith("aaf_eval/")]
    age = np.array([int(r["age"]) for r in rows])
    sex = np.array([r["sex"] for r in rows])
    e = np.stack([embed(np.ascontiguousarray(cv2.imread(str(data / "faces" / r["file"]))[8:120, 8:120])) for r in rows])
    similarity = e @ e.T
    result = {}
    for name, low, high in (("18 to 39", 18, 39), ("40 to 59", 40, 59), ("60 and over", 60, 120)):
        for s in ("f", "m"):
            at = np.where((age >= low) & (age <= high) & (sex == s))[0]
            pairs = np.triu(abs(age[at][:, None] - age[at][None]) <= 5, 1)
            result[f"{s}, {name}"] = np.sort(similarity[np.ix_(at, at)][pairs])[::-1]
    print("All-Age-Faces, same sex, ages within 5 years (one picture a person; the set has some duplicates):")
    for rate in (1e-2, 1e-3, 1e-4):
        line, worst = [], -1
        for name, scores in result.items():
            if len(scores) * rate < 1:
                continue
            threshold = scores[int(rate * len(scores))]
            worst = max(worst, threshold)
            line.append(f"{name}: {threshold:.3f} ({len(scores)})")
        print(f"  threshold at FMR {rate:g} by group (comparisons): " + "; ".join(line) + f"; worst {worst:.3f}")
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--embedder", required=True, help="an .onnx file, or a Caffe network without its endings")
    parser.add_argument("--mirror", action="store_true")
    parser.add_argument("--skip-groups", action="store_true")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    detector = cv2.dnn.readNet(str(arguments.data / "models" / "face_detection_yunet_2023mar.onnx"))
    embed = Embedder(arguments.embedder, arguments.mirror)
    score, same = lfw(arguments.data, embed, detector)
    if arguments.skip_groups:
        return
    result = groups(arguments.data, embed)
    for threshold in np.arange(0.3, 0.75, 0.05):
        rates = {name: (s >= threshold).mean() for name, s in result.items()}
        print(f"  at {threshold:.2f}: LFW FNMR {100 * (score[same] < threshold).mean():5.1f} %, "
              + ", ".join(f"{name} {rate:.2e}" for name, rate in rates.items()))


if __name__ == "__main__":
    main()
