# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares finders on the same pictures: recall, false positives, landmark error, time. One table.

    python3 models/training/evaluate_finder.py --data ../shared/data --finder models/annae/finder.onnx \\
            --yunet ../shared/data/models/face_detection_yunet_2023mar.onnx --clip data/demo/live

Pictures: LFW's crops pasted at a known place and size into drawn rooms (nothing of them was trained on), the same rolled by up
to 45 degrees, back-lit and dark, and drawn rooms without anybody for the false positives; the demonstration clip with its truth.
A face counts as found where the best box overlaps its place by an IoU of 0.4, for that is what the next step needs.
"""

import argparse
import json
import pathlib
import time

import cv2
import numpy as np

from scenes import HEIGHT, WIDTH, draw_room, finish, scramble

ORDER = [f"{part}_{stride}" for part in ("cls", "obj", "bbox", "kps") for stride in (8, 16, 32)]


class Finder:
    def __init__(self, path):
        self.net = cv2.dnn.readNet(path)
        self.seconds = []

    def __call__(self, image):
        """(score, box x0 y0 x1 y1, landmarks 5x2) of the best face; score 0 where there is no cell at all."""
        height, width = image.shape[:2]
        padded = cv2.copyMakeBorder(image, 0, -height % 32, 0, -width % 32, cv2.BORDER_CONSTANT)
        began = time.perf_counter()
        self.net.setInput(cv2.dnn.blobFromImage(padded))
        out = dict(zip(ORDER, self.net.forward(ORDER)))
        self.seconds.append(time.perf_counter() - began)
        best = (0.0, None, None)
        for stride in (8, 16, 32):
            score = np.sqrt(out[f"cls_{stride}"].ravel().clip(0, 1) * out[f"obj_{stride}"].ravel().clip(0, 1))
            i = int(score.argmax())
            if score[i] > best[0]:
                cell = np.float32([i % (padded.shape[1] // stride), i // (padded.shape[1] // stride)])
                dx, dy, w, h = out[f"bbox_{stride}"].reshape(-1, 4)[i]
                centre, size = (cell + (dx, dy)) * stride, np.exp((w, h)) * stride
                best = (float(score[i]), np.r_[centre - size / 2, centre + size / 2],
                        (out[f"kps_{stride}"].reshape(-1, 5, 2)[i] + cell) * stride)
        return best


def overlap(a, b):
    low, high = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    common = np.prod(np.maximum(high - low, 0))
    return common / (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - common)


def placed(image, rng, angle, light):
    """An LFW crop of 150x150 in a room; the place of its face (about the middle 66x80 of it)."""
    scale = np.exp(rng.uniform(np.log(0.3), np.log(1.5)))
    matrix = cv2.getRotationMatrix2D((75, 78), angle, scale)
    half = 40 * scale
    centre = rng.uniform([half + 10, half + 10], [WIDTH - half - 10, HEIGHT - half - 10])
    matrix[:, 2] += centre - np.array([75, 78])
    mask = np.zeros((150, 150), np.float32)
    cv2.rectangle(mask, (4, 4), (146, 146), 1, -1)
    mask = cv2.warpAffine(cv2.GaussianBlur(mask, (0, 0), 3), matrix, (WIDTH, HEIGHT))[..., None]
    room = draw_room(rng) * (0.4 if light < 0.6 else 1) + (150 if light < 0.6 else 0)
    face = cv2.warpAffine(image.astype(np.float32) * light, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_AREA)
    size = np.float32([33, 40]) * scale
    return np.clip(room * (1 - mask) + face * mask, 0, 255).astype(np.uint8), np.r_[centre - size, centre + size]


def scenes(data, kind, number):
    rng = np.random.default_rng(77)
    files = sorted((data / "lfw" / "images").glob("*.jpg"))
    for i in range(number):
        image = cv2.imread(str(files[int(i * len(files) / number)]))
        angle = rng.uniform(-45, 45) if kind == "rolled" else rng.normal(0, 4)
        light = {"back-lit": 0.35, "dark": 1.0}.get(kind, 1.0)
        scene, box = placed(image, rng, angle, light)
        if kind == "dark":
            scene = (scene * 0.12 + rng.normal(0, 2, scene.shape)).clip(0, 255).astype(np.uint8)
        yield scene, box


def empty_rooms(data, number):
    rng = np.random.default_rng(78)
    files = sorted((data / "lfw" / "images").glob("*.jpg"))
    for i in range(number):
        room = draw_room(rng)
        if i % 2:
            face = cv2.resize(cv2.imread(str(files[i])), (128, 128))
            x, y = rng.integers(0, WIDTH - 128), rng.integers(0, HEIGHT - 128)
            room[y:y + 128, x:x + 128] = scramble(face, rng)
        yield finish(room, rng)


def on_clip(finder, clip, threshold):
    truth = json.loads(pathlib.Path(str(clip) + ".json").read_text(encoding="utf-8"))["frames"]
    video, found, errors, n = cv2.VideoCapture(str(clip) + ".webm"), 0, [], 0
    for row in truth:
        ok, frame = video.read()
        points = np.float32(row["landmarks"])
        if not ok or row["frame"] % 3 or (points < 4).any() or (points > [frame.shape[1] - 4, frame.shape[0] - 4]).any():
            continue
        n += 1
        score, _, got = finder(cv2.resize(frame, (320, 240)))
        eyes = np.linalg.norm(points[1] - points[0])
        if score >= threshold:
            error = np.linalg.norm(got * 2 - points, axis=1).mean() / eyes
            found += error < 0.5
            errors.append(error)
    return found, n, float(np.median(errors)) if errors else float("nan")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--finder", required=True)
    parser.add_argument("--yunet", required=True)
    parser.add_argument("--clip", type=pathlib.Path, required=True)
    parser.add_argument("--number", type=int, default=300)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    finders = {"ours": Finder(arguments.finder), "YuNet": Finder(arguments.yunet)}
    for name, finder in finders.items():
        noise = sorted((finder(room)[0] for room in empty_rooms(arguments.data, arguments.number)), reverse=True)
        threshold = max(0.3, noise[int(0.01 * len(noise))])
        print(f"{name}: score threshold {threshold:.3f} for false positives in 1 % of {len(noise)} empty rooms")
        for kind in ("upright", "rolled", "back-lit", "dark"):
            hits = n = 0
            for scene, box in scenes(arguments.data, kind, arguments.number):
                score, got, _ = finder(scene)
                n += 1
                hits += score >= threshold and overlap(got, box) >= 0.4
            print(f"  {kind}: {hits} of {n} = {100 * hits / n:.1f} %")
        found, n, error = on_clip(finder, arguments.clip, threshold)
        print(f"  demonstration: {found} of {n} frames, landmark error {100 * error:.1f} % of the inter-eye distance (median)")
        print(f"  median {1e3 * np.median(finder.seconds):.1f} ms at about {WIDTH}x{HEIGHT}")


if __name__ == "__main__":
    main()
