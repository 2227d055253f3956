# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares finders on the same pictures: recall at the same share of false positives, landmark error, time. One table.

    python3 models/training/evaluate_finder.py --data ../shared/data --finder models/annae/finder.onnx \\
            --yunet ../shared/data/models/face_detection_yunet_2023mar.onnx --stills $(tests/subjects/make-stills --where) \\
            --turned ~/.cache/annae-turned

Without faces: the four corners of a picture of Labeled Faces in the Wild put together, which has real rooms, collars and
hair, and drawn rooms half of which hold a scrambled face. The score that one in a hundred of them reaches is each finder's
threshold. With faces: the synthetic stills and the people of turned_people.py, whose truth is known, by group; and the LFW
pictures, whose face is in the middle. LFW's uncropped pictures (250x250) are not among the data: instead each picture is put
back into 250x250 px of a drawn room, at its own size and at half of it, at a place drawn at random. Found is a box that
overlaps the face's by an IoU of 0.4 (LFW: whose middle is within 25 px of where the face was put, or half of that).
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


def on_turned(finder, folder, threshold):
    """By yaw: found, number, landmark errors in the inter-eye distances of the same person looking ahead at that distance, for a
    turned head's eyes come together. Both sides count together."""
    groups = {}
    for told in sorted(folder.glob("[0-9]*.json")):
        for row in json.loads(told.read_text(encoding="utf-8")):
            score, box, points = finder(cv2.imread(str(folder / row["file"])))
            found, number, errors = groups.setdefault(abs(row["yaw"]), [0, 0, []])
            hit = score >= threshold and overlap(box, np.float32(row["box"])) >= 0.4
            if hit and points is not None:
                truth = np.float32(row["landmarks"])
                eyes = np.linalg.norm(truth[1] - truth[0]) / np.cos(np.radians(row["yaw"]))
                errors.append(np.linalg.norm(points - truth, axis=1).mean() / eyes)
            groups[abs(row["yaw"])] = [found + bool(hit), number + 1, errors]
    return groups


def in_rooms(finder, data, threshold, number, size=1.0):
    """LFW pictures in 250x250 px of a drawn room."""
    rng = np.random.default_rng(79)
    files, found = sorted((data / "lfw" / "images").glob("*.jpg")), 0
    for i in range(number):
        image = cv2.imread(str(files[int(i * len(files) / number)]))
        image = cv2.resize(image, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
        room, side = draw_room(rng).clip(0, 255).astype(np.uint8)[:250, :250], len(image)
        x, y = rng.integers(0, 251 - side, 2)
        room[y:y + side, x:x + side] = image
        score, box, _ = finder(room)
        middle = np.float32([x, y]) + side / 2
        found += score >= threshold and np.abs((box[:2] + box[2:]) / 2 - middle).max() < 25 * size
    return found


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
    parser.add_argument("--turned", type=pathlib.Path, help="folder of turned_people.py")
    parser.add_argument("--number", type=int, default=1000)
    parser.add_argument("--rooms-only", action="store_true", help="of LFW only what is put into rooms")
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
        if arguments.turned:
            for yaw, (found, number, errors) in sorted(on_turned(finder, arguments.turned, threshold).items()):
                error = f", landmarks {100 * np.median(errors):.1f} %" if errors else ""
                print(f"  people turned by {yaw}: {found} of {number} = {100 * found / number:.1f} %{error}", flush=True)
        for label, size in (("of its own size", 1.0), ("half as large", 0.5)):
            found = in_rooms(finder, arguments.data, threshold, arguments.number, size)
            print(f"  LFW in a room, {label}: {found} of {arguments.number} = {100 * found / arguments.number:.1f} %", flush=True)
        if arguments.rooms_only:
            continue
        for label, how in (("as they are", {}), ("turned by 45 degrees", {"angle": 45}), ("at a fifth of the light", {"light": 0.2})):
            found = on_lfw(finder, arguments.data, threshold, arguments.number, **how)
            print(f"  LFW {label}: {found} of {arguments.number} = {100 * found / arguments.number:.1f} %", flush=True)


if __name__ == "__main__":
    main()
