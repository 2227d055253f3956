# SPDX-License-Identifier: GPL-3.0-or-later
"""Scenes for the finder: faces of known place pasted into rooms that do not exist.

The training pictures are aligned crops, so where their eyes, nose and mouth are is known exactly; a scene places them at
any size, rotation and light. Rooms are drawn: gradients, rectangles, noise, windows, and scrambled faces, which have the
texture of a face and are none.
"""

import cv2
import numpy as np

WIDTH, HEIGHT = 320, 256
CROP = 128

# Landmarks of the 112x112 template within the 128x128 crop: right eye, left eye, nose, right and left mouth corner.
TEMPLATE = np.float32([[38.3, 51.7], [73.5, 51.5], [56.0, 71.7], [41.5, 92.4], [70.7, 92.2]]) + 8
# Where the usual detectors draw the box of such a face: from the middle of the forehead to the chin.
BOX = np.float32([[26, 22], [102, 22], [102, 118], [26, 118]])


def draw_room(rng):
    """Drawn at half size: a room behind a person is out of focus anyway."""
    height, width = HEIGHT // 2, WIDTH // 2
    base = rng.uniform(20, 230) + rng.normal(0, 12, 3)
    room = np.full((height, width, 3), base, np.float32)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    slope = rng.normal(0, 60, 2)
    room += (slope[0] * (columns / width - 0.5) + slope[1] * (rows / height - 0.5))[..., None]
    for _ in range(rng.integers(0, 12)):
        x, y = rng.integers(-20, width), rng.integers(-20, height)
        w, h = rng.integers(4, 80), rng.integers(4, 80)
        colour = tuple(float(v) for v in rng.uniform(0, 255) + rng.normal(0, 25, 3))
        if rng.random() < 0.5:
            cv2.rectangle(room, (int(x), int(y)), (int(x + w), int(y + h)), colour, -1)
        else:
            cv2.ellipse(room, (int(x), int(y)), (int(w / 2), int(h / 2)), rng.uniform(0, 180), 0, 360, colour, -1)
    if rng.random() < 0.5:
        grain = rng.normal(0, rng.uniform(5, 45), (rng.integers(4, 40), rng.integers(4, 40), 3)).astype(np.float32)
        room += cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC)
    room = cv2.GaussianBlur(room, (0, 0), rng.uniform(0.3, 2))
    return cv2.resize(room, (WIDTH, HEIGHT))


def _mask(rng):
    mask = np.zeros((CROP, CROP), np.float32)
    kind = rng.random()
    if kind < 0.45:
        cv2.ellipse(mask, (64, 66), (int(rng.integers(44, 60)), int(rng.integers(56, 64))), 0, 0, 360, 1, -1)
    elif kind < 0.8:
        inset = int(rng.integers(2, 8))
        cv2.rectangle(mask, (inset, inset), (CROP - inset, CROP - inset), 1, -1)
    else:  # hair above, shoulders below: a keyhole
        cv2.ellipse(mask, (64, 60), (50, 60), 0, 0, 360, 1, -1)
        cv2.rectangle(mask, (8, 104), (120, 128), 1, -1)
    return cv2.GaussianBlur(mask, (0, 0), rng.uniform(1, 5))


def scramble(face, rng):
    """A face's texture without a face: quarters or eighths in another order."""
    n = int(rng.choice([2, 4, 8]))
    side = CROP // n
    tiles = [face[y:y + side, x:x + side] for y in range(0, CROP, side) for x in range(0, CROP, side)]
    order = rng.permutation(len(tiles))
    tiles = [np.rot90(tiles[i], int(rng.integers(4))) for i in order]
    return np.vstack([np.hstack(tiles[row * n:(row + 1) * n]) for row in range(n)])


def _placement(rng, size, laid):
    scale = size / 96.0  # height of BOX
    angle = rng.uniform(-55, 55) if rng.random() < laid else rng.normal(0, 14)
    centre = rng.uniform([size * 0.1, size * 0.1], [WIDTH - size * 0.1, HEIGHT - size * 0.1])
    matrix = cv2.getRotationMatrix2D((64, 70), angle, scale)
    matrix[:, 2] += centre - np.array([64, 70])
    return matrix.astype(np.float32), centre


def paste(room, face, matrix, rng, light):
    x = face.astype(np.float32) * light[0] + light[1]
    if rng.random() < 0.3:
        ramp = np.linspace(rng.uniform(0.25, 1), 1.15, CROP, dtype=np.float32)[::rng.choice([-1, 1])]
        x = x * (ramp[None, :, None] if rng.random() < 0.7 else ramp[:, None, None])
    mask = cv2.warpAffine(_mask(rng), matrix, (WIDTH, HEIGHT))[..., None]
    return room * (1 - mask) + cv2.warpAffine(x, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_AREA) * mask


def finish(scene, rng):
    """The camera: exposure, noise, blur, JPEG."""
    gain = rng.uniform(0.08, 0.6) if rng.random() < 0.25 else 1.0
    curve = np.arange(256) / 255 * gain
    curves = np.clip(curve[:, None] ** rng.uniform(0.7, 1.5) * rng.normal(1, 0.05, 3) * 255, 0, 255)
    scene = np.clip(scene, 0, 255).astype(np.uint8)
    scene = np.dstack([cv2.LUT(scene[..., c], curves[:, c].astype(np.uint8)) for c in range(3)])
    if rng.random() < 0.25:
        scene = cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.4, 2))
    noise = np.empty((HEIGHT, WIDTH, 3), np.int16)
    cv2.setRNGSeed(int(rng.integers(1 << 30)))
    cv2.randn(noise, 0, rng.uniform(0.5, 9))
    scene = cv2.add(scene, noise, dtype=cv2.CV_8U)
    if rng.random() < 0.3:
        scene = cv2.imdecode(cv2.imencode(".jpg", scene, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 90))])[1], 1)
    if rng.random() < 0.08:
        scene = cv2.cvtColor(cv2.cvtColor(scene, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return scene


def scene_of(faces, rng, landmarks=None, laid=0.3):
    """A scene and its faces: uint8 BGR HEIGHT×WIDTH×3, and a list of (box x0 y0 x1 y1, 5×2 landmarks).

    landmarks: N×5×2, each crop's own (NaN where unknown); without them every face is taken for the template.
    laid: the share of faces that may be laid to the side by any angle up to 55 degrees.
    """
    room, found = draw_room(rng), []
    backlit = rng.random() < 0.15
    if backlit:
        room = room * 0.4 + 160
    for _ in range(rng.choice([0, 1, 1, 1, 2, 3])):
        size = float(np.exp(rng.uniform(np.log(14), np.log(230))))
        matrix, centre = _placement(rng, size, laid)
        if any(abs(centre - (b[:2] + b[2:]) / 2).max() < 0.6 * max(size, b[3] - b[1]) for b, _ in found):
            continue
        which = rng.integers(len(faces))
        face = faces[which]
        points = TEMPLATE if landmarks is None else landmarks[which]
        if rng.random() < 0.5:
            face = face[:, ::-1]
            points = np.float32([[CROP, 0]]) + points[[1, 0, 2, 4, 3]] * np.float32([[-1, 1]])
        light = (rng.uniform(0.15, 0.5) if backlit else rng.uniform(0.5, 1.2), rng.uniform(-10, 20))
        room = paste(room, face, matrix, rng, light)
        corners = BOX @ matrix[:, :2].T + matrix[:, 2]
        middle, half = corners.mean(0), np.float32([38, 48]) * size / 96
        found.append((np.r_[middle - half, middle + half], points @ matrix[:, :2].T + matrix[:, 2]))
    for _ in range(rng.integers(0, 3)):
        size = float(np.exp(rng.uniform(np.log(14), np.log(160))))
        matrix, centre = _placement(rng, size, laid)
        if any(abs(centre - (b[:2] + b[2:]) / 2).max() < 0.75 * (size + b[3] - b[1]) for b, _ in found):
            continue
        room = paste(room, scramble(faces[rng.integers(len(faces))], rng), matrix, rng, (rng.uniform(0.4, 1.2), 0))
    return finish(room, rng), found
