# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures to match a teacher on: drawn rooms with faces, and mosaics of pieces of real pictures.

Where a student only has to do what the teacher does, a picture needs no truth, only variety: the pieces around a face
(collars, hair, walls, letters) stretched to any size have the textures of real rooms that drawn ones lack.
"""

import cv2
import numpy as np

from scenes import HEIGHT, WIDTH, finish, scene_of


def _piece(faces, rng, height, width):
    """A stretch of a training picture, of any size, turned and mirrored: sometimes a whole face, mostly a part."""
    image = faces[rng.integers(len(faces))]
    side = int(np.exp(rng.uniform(np.log(16), np.log(128))))
    y, x = rng.integers(0, 128 - side + 1, 2)
    piece = image[y:y + side, x:x + side]
    turn = int(rng.choice([0, 0, 0, 1, 2, 3]))
    piece = np.rot90(piece, turn)[:, ::rng.choice([-1, 1])]
    return cv2.resize(np.ascontiguousarray(piece), (width, height), interpolation=cv2.INTER_LINEAR)


def mosaic(faces, rng):
    """A picture cut into uneven tiles, each a piece of another picture; soft edges half of the time."""
    columns = np.unique(np.r_[0, rng.integers(1, WIDTH, rng.integers(0, 7)), WIDTH])
    rows = np.unique(np.r_[0, rng.integers(1, HEIGHT, rng.integers(0, 6)), HEIGHT])
    scene = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    for top, bottom in zip(rows[:-1], rows[1:]):
        for left, right in zip(columns[:-1], columns[1:]):
            scene[top:bottom, left:right] = _piece(faces, rng, bottom - top, right - left)
    for _ in range(rng.integers(0, 4)):
        size = int(np.exp(rng.uniform(np.log(24), np.log(200))))
        y, x = rng.integers(0, HEIGHT - size), rng.integers(0, WIDTH - size)
        scene[y:y + size, x:x + size] = cv2.resize(faces[rng.integers(len(faces))], (size, size))
    if rng.random() < 0.4:
        matrix = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), rng.uniform(-60, 60), rng.uniform(1, 1.6))
        scene = cv2.warpAffine(scene, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)
    if rng.random() < 0.3:
        scene = cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.4, 3))
    return finish(scene.astype(np.float32), rng)


def scene_for_matching(faces, rng, landmarks=None):
    """uint8 BGR HEIGHT x WIDTH x 3, and the faces of known place; with landmarks, more of them and laid to the side."""
    share, laid = (0.4, 0.3) if landmarks is None else (0.6, 0.6)
    return scene_of(faces, rng, landmarks, laid) if rng.random() < share else (mosaic(faces, rng), [])
