# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes a probe worse, by known amounts: blur, light, fewer pixels, a covered mouth.

Pictures are BGR bytes; landmarks are the five of src/core/annae-observation.h in px. Light is changed where it adds up, in
linear values, and a webcam's noise comes on top, because a dark picture is mostly a noisy one.
"""

import cv2
import numpy as np

from annae_subjects.traits import to_linear, to_srgb

FRAME = (640, 480)
# Of annae_subjects.camera.expose(): the sensor's own noise, and that of the light itself.
SENSOR_NOISE, SHOT_NOISE = 0.006, 0.0006
_LINEAR = to_linear(np.arange(256) / 255.0).astype(np.float32)
# A mask as worn against the flu: light blue, a little darker in its folds.
MASK = np.array((205, 190, 165), np.float32)


def inter_eye(landmarks):
    right, left = np.asarray(landmarks, float)[:2]
    return float(np.linalg.norm(left - right))


def blur(picture, landmarks, share):
    """A Gaussian whose deviation is this share of the inter-eye distance."""
    return cv2.GaussianBlur(picture, (0, 0), share * inter_eye(landmarks))


def _expose(linear, seed):
    grain = np.random.RandomState(seed).standard_normal(linear.shape).astype(np.float32)
    linear = linear + grain * np.sqrt(SENSOR_NOISE ** 2 + SHOT_NOISE * np.clip(linear, 0, 1)) * 0.6
    return (np.clip(to_srgb(np.clip(linear, 0, 1)), 0, 1) * 255 + 0.5).astype(np.uint8)


def light(picture, landmarks, gain, seed=1):
    """So many times the light."""
    del landmarks
    return _expose(_LINEAR[picture] * gain, seed)


def side_light(picture, landmarks, stops, seed=1):
    """One edge of the face has so many stops more light than the other; what is in the middle between the eyes keeps
    its own. Positive: from the person's left, the right of the picture."""
    points = np.asarray(landmarks, float)
    middle, width = points[:2].mean(0), 2.0 * inter_eye(points)
    across = (points[1] - points[0]) / inter_eye(points)
    y, x = np.mgrid[0:picture.shape[0], 0:picture.shape[1]].astype(np.float32)
    place = ((x - middle[0]) * across[0] + (y - middle[1]) * across[1]) / width
    return _expose(_LINEAR[picture] * np.exp2(stops * np.clip(place, -0.5, 0.5))[..., None].astype(np.float32), seed)


def scale(picture, landmarks, pixels, seed=1):
    """Fewer pixels, as further from a camera of 640x480: so many between the eyes. The edge goes on to fill the frame."""
    factor = pixels / inter_eye(landmarks)
    size = [max(8, round(n * factor)) for n in picture.shape[1::-1]]
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    left, top = (FRAME[0] - small.shape[1]) // 2, (FRAME[1] - small.shape[0]) // 2
    whole = cv2.copyMakeBorder(small, top, FRAME[1] - small.shape[0] - top, left, FRAME[0] - small.shape[1] - left,
                               cv2.BORDER_CONSTANT, value=[int(v) for v in small.reshape(-1, 3).mean(0)])
    return _expose(_LINEAR[whole], seed)


def cover(picture, landmarks, edge):
    """A mask from below the chin up to this share of the way from the eyes to the corners of the mouth: 1.2 leaves the
    lips, 0.8 the nose, 0.4 covers its tip."""
    points = np.asarray(landmarks, float)
    eyes, mouth = points[:2].mean(0), points[3:5].mean(0)
    down = mouth - eyes
    # At right angles to the face's own middle line, as long as the eyes are apart.
    across = np.array([-down[1], down[0]]) / np.linalg.norm(down) * inter_eye(points)
    if across @ (points[1] - points[0]) < 0:
        across = -across

    def at(side, along):
        return eyes + side * across + along * down

    outline = [at(-1.05, edge + 0.05), at(-0.5, edge + 0.02), at(0, edge), at(0.5, edge + 0.02), at(1.05, edge + 0.05),
               at(0.95, max(1.2, edge + 0.1)), at(0.6, 1.65), at(0, 1.9), at(-0.6, 1.65), at(-0.95, max(1.2, edge + 0.1))]
    # Drawn in four times the size: an edge without steps.
    alpha = np.zeros((picture.shape[0] * 4, picture.shape[1] * 4), np.uint8)
    cv2.fillPoly(alpha, [np.int32(np.round(np.array(outline) * 4))], 255)
    alpha = cv2.resize(alpha, picture.shape[1::-1], interpolation=cv2.INTER_AREA)[..., None].astype(np.float32) / 255
    y, x = np.mgrid[0:picture.shape[0], 0:picture.shape[1]].astype(np.float32)
    along = ((x - eyes[0]) * down[0] + (y - eyes[1]) * down[1]) / (down @ down)
    folds = (1 + 0.06 * np.sin(along * 2 * np.pi / 0.22))[..., None]
    # As bright as the face is, so that it is not the light that gives it away.
    around = picture[int(np.clip(eyes[1], 0, picture.shape[0] - 1)), int(np.clip(eyes[0], 0, picture.shape[1] - 1))]
    cloth = np.clip(MASK * folds * np.clip(around.mean() / 170.0 + 0.25, 0.25, 1.1), 0, 255)
    return (picture * (1 - alpha) + cloth * alpha + 0.5).astype(np.uint8)
