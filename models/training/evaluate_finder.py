# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares finders on the same pictures: recall at the same share of false positives, landmark error, time. One table.

    python3 models/training/evaluate_finder.py --data ../shared/data --finder models/annae/finder.onnx \\
            --yunet ../shared/data/models/face_detection_yunet_2023mar.onnx --stills $(tests/subjects/make-stills --where)

Without faces: the four corners of a picture of Labeled Faces in the Wild put together, which has real rooms, collars and
hair, and drawn rooms half of which hold a scrambled face. The score that one in a hundred of them reaches is each finder's
threshold. With faces: the synthetic stills, whose truth is known, by group; and the LFW pictures, whose face is in the
middle. Found is a box that overlaps the face's by an IoU of 0.4 (LFW: whose middle is within 25 px of the picture's).
"""

import argparse
import json
import pathlib
import time

import cv2
import numpy as np

from scenes import HEIGHT, WIDTH, draw_room, finish, scramble

ORDER = [f"{part}_{stride}" for part in ("cls", "obj", "bbox", "kps") for stride in (8, 16, 32)]
CASCADE = "/usr/share/opencv4/haarcascades/haarcascade_frontalface_alt2.xml"


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


class Cascade:
    """OpenCV's Haar cascade with the weight of its last stage as the score."""

    def __init__(self):
        self.cascade, self.seconds = cv2.CascadeClassifier(CASCADE), []

    def __call__(self, image):
        grey = cv2.equalizeHist(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY))
        began = time.perf_counter()
        boxes, _, weights = self.cascade.detectMultiScale3(grey, 1.1, 3, minSize=(24, 24), outputRejectLevels=True)
        self.seconds.append(time.perf_counter() - began)
        if len(boxes) == 0:
            return 0.0, None, None
        i = int(np.argmax(weights))
        x, y, w, h = (float(value) for value in boxes[i])
        return float(np.ravel(weights)[i]), np.float32([x, y, x + w, y + h]), None


def overlap(a, b):
    low, high = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    common = np.prod(np.maximum(high - low, 0))
    return common / (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - common)


def without_faces(data, number):
    rng = np.random.default_rng(78)
    files = sorted((data / "lfw" / "images").glob("*.jpg"))
    for i in range(number):
        image = cv2.imread(str(files[int(i * len(files) / number)]))
        if i % 3:
            k = 40
            corners = [image[:k, :k], image[:k, -k:], image[-k:, :k], image[-k:, -k:]]
            yield cv2.resize(np.vstack([np.hstack(corners[:2]), np.hstack(corners[2:])]), (160, 160))
            continue
        room = draw_room(rng)
        if i % 2:
            x, y = rng.integers(0, WIDTH - 128), rng.integers(0, HEIGHT - 128)
            room[y:y + 128, x:x + 128] = scramble(cv2.resize(image, (128, 128)), rng)
        yield finish(room, rng)


def on_stills(finder, folder, threshold):
    """By group: found, number, landmark errors in inter-eye distances. Stills at half size, as Annae looks at them."""
    groups = {}
    for row in json.loads((folder / "stills.json").read_text(encoding="utf-8"))["stills"]:
        if row.get("box") is None:
            continue
        image = cv2.imread(str(folder / row["file"]))
        score, box, points = finder(cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
        found, number, errors = groups.setdefault(row["group"], [0, 0, []])
        hit = score >= threshold and overlap(box * 2, np.float32(row["box"])) >= 0.4
        if hit and points is not None:
            truth = np.float32(row["landmarks"])
            errors.append(np.linalg.norm(points * 2 - truth, axis=1).mean() / np.linalg.norm(truth[1] - truth[0]))
        groups[row["group"]] = [found + bool(hit), number + 1, errors]
    return groups


def on_lfw(finder, data, threshold, number, angle=0.0, light=1.0):
    files, found = sorted((data / "lfw" / "images").glob("*.jpg")), 0
    for i in range(number):
        image = cv2.imread(str(files[int(i * len(files) / number)]))
        if angle:
            turn = cv2.getRotationMatrix2D((75, 75), angle if i % 2 else -angle, 1)
            image = cv2.warpAffine(image, turn, (150, 150), borderMode=cv2.BORDER_REFLECT)
        image = (image * light).astype(np.uint8)
        score, box, _ = finder(image)
        found += score >= threshold and np.abs((box[:2] + box[2:]) / 2 - 75).max() < 25
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--finder", required=True)
    parser.add_argument("--yunet", required=True)
    parser.add_argument("--stills", type=pathlib.Path, help="folder with stills.json")
    parser.add_argument("--number", type=int, default=1000)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    for name, finder in (("ours", Finder(arguments.finder)), ("YuNet", Finder(arguments.yunet)), ("cascade", Cascade())):
        noise = sorted((finder(image)[0] for image in without_faces(arguments.data, arguments.number)), reverse=True)
        threshold = max(1e-3, noise[int(0.01 * len(noise))])
        print(f"{name}: score {threshold:.3f} reached by 1 % of {len(noise)} pictures without a face; "
              f"0.6 by {100 * np.mean(np.array(noise) >= 0.6):.1f} %")
        finder.seconds.clear()
        if arguments.stills:
            groups = on_stills(finder, arguments.stills, threshold)
            for group, (found, number, errors) in groups.items():
                error = f", landmarks {100 * np.median(errors):.1f} % of the inter-eye distance" if errors else ""
                print(f"  stills, {group}: {found} of {number}{error}")
            print(f"  stills: {sum(g[0] for g in groups.values())} of {sum(g[1] for g in groups.values())}, "
                  f"median {1e3 * np.median(finder.seconds):.1f} ms at 320x240")
        for label, how in (("as they are", {}), ("turned by 45 degrees", {"angle": 45}), ("at a fifth of the light", {"light": 0.2})):
            found = on_lfw(finder, arguments.data, threshold, arguments.number, **how)
            print(f"  LFW {label}: {found} of {arguments.number} = {100 * found / arguments.number:.1f} %", flush=True)


if __name__ == "__main__":
    main()
