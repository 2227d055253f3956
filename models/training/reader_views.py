# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a face lies in the reader's input, and views of a canvas as an imprecise detector and a webcam make them."""

import cv2
import numpy as np

SIDE, MARGIN = 112, 16
CANVAS = SIDE + 2 * MARGIN
EYES = 32.0  # px between the eyes of the template

# The usual template (src/vision/align.cc), smaller and higher, so that chin, brows and the outline are within.
_USUAL = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]])
TEMPLATE = (_USUAL - [55.9132, 51.5989]) * (EYES / 35.2377) + [56.0, 42.0]

# Mirrored: which of the 68 landmarks lies where the other did.
MIRROR = np.array([*range(16, -1, -1), *range(26, 16, -1), 27, 28, 29, 30, 35, 34, 33, 32, 31, 45, 44, 43, 42, 47, 46,
                   39, 38, 37, 36, 41, 40, 54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65])


def similarity(source, target):
    """The factor and shift (complex) that bring source to target with the least squared error: align.cc's."""
    p, q = source[:, 0] + 1j * source[:, 1], target[:, 0] + 1j * target[:, 1]
    centred = p - p.mean()
    factor = (np.conj(centred) * (q - q.mean())).sum() / (np.abs(centred) ** 2).sum()
    return factor, q.mean() - factor * p.mean()


def five_of(landmarks):
    """The five landmarks of a detector from the 68."""
    return np.stack([landmarks[36:42].mean(0), landmarks[42:48].mean(0), landmarks[30], landmarks[48], landmarks[54]])


def angles_of(rotations):
    """Yaw, pitch, roll in degrees of Ry(yaw) Rx(-pitch) Rz(roll); (n, 3, 3) to (n, 3)."""
    r = np.asarray(rotations)
    pitch = np.degrees(np.arcsin(np.clip(r[:, 1, 2], -1, 1)))
    yaw = np.degrees(np.arctan2(r[:, 0, 2], r[:, 2, 2]))
    roll = np.degrees(np.arctan2(r[:, 1, 0], r[:, 1, 1]))
    return np.stack([yaw, pitch, roll], 1)


def rotation_of(yaw, pitch, roll):
    """The rotation of angles in degrees: the way back from angles_of()."""
    (a, b, c), (u, v, w) = np.sin(np.radians([yaw, -pitch, roll])), np.cos(np.radians([yaw, -pitch, roll]))
    return np.array([[u, 0, a], [0, 1, 0], [-a, 0, u]]) @ [[1, 0, 0], [0, v, -b], [0, b, v]] @ [[w, -c, 0], [c, w, 0], [0, 0, 1]]


def noisy_five(five, rng, steady=False, rough=0.0):
    """The five landmarks (px of EYES between the eyes) as a detector would find them, or only the eyes, as a cascade does.
    steady: from frame to frame of one person. rough: the share that a weak detector finds, such as one that takes a head
    laid to the side for half as much of it."""
    if steady:
        return five + rng.normal(0, 0.02 * EYES, (5, 2)) + rng.normal(0, 0.02 * EYES, 2)
    middle = five.mean(0)
    wide = rng.random() < rough
    angle, scale = np.radians(rng.normal(0, 11 if wide else 3.5)), np.exp(rng.normal(0, 0.1 if wide else 0.06))
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    found = (five - middle) @ turn.T + middle + rng.normal(0, 0.05 * EYES, 2)
    found = found + rng.normal(0, rng.uniform(0.01, 0.12 if wide else 0.07) * EYES, (5, 2))
    if rng.random() < 0.2:
        factor, shift = similarity(TEMPLATE[:2], found[:2])
        there = factor * (TEMPLATE[:, 0] + 1j * TEMPLATE[:, 1]) + shift
        found = np.stack([there.real, there.imag], 1)
    return found


def cut(canvas, found, border=cv2.BORDER_CONSTANT):
    """The network's input by the landmarks that were found, and the way to it."""
    factor, shift = similarity(found, TEMPLATE)
    matrix = np.array([[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag]])
    matrix[:, 2] += matrix[:, :2] @ [0.5, 0.5] - 0.5
    return cv2.warpAffine(canvas, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=border), factor, shift


def moved(points, factor, shift):
    there = factor * (points[..., 0] + 1j * points[..., 1]) + shift
    return np.stack([there.real, there.imag], -1)


def spoil(view, rng):
    """What a webcam and a shop's light do: curve, colour, light from one side, few pixels, blur, noise, JPEG."""
    levels = np.linspace(0, 1, 256, dtype=np.float32)[:, None] ** rng.uniform(0.65, 1.5) * rng.uniform(0.6, 1.3)
    levels = (levels - 0.45) * rng.uniform(0.65, 1.25) + 0.45
    levels = np.clip(levels * rng.normal(1, 0.06, 3) * 255, 0, 255).astype(np.uint8)
    view = cv2.LUT(view, levels[None])
    if rng.random() < 0.15:
        ramp = np.linspace(rng.uniform(0.3, 1), rng.uniform(0.8, 1.3), SIDE, dtype=np.float32)[::rng.choice([-1, 1])]
        ramp = np.broadcast_to(ramp[None, :, None] if rng.random() < 0.7 else ramp[:, None, None], view.shape)
        view = cv2.multiply(view, ramp, dtype=cv2.CV_8U)
    if rng.random() < 0.12:
        side = int(rng.integers(40, 100))
        view = cv2.resize(cv2.resize(view, (side, side), interpolation=cv2.INTER_AREA), (SIDE, SIDE))
    if rng.random() < 0.12:
        view = cv2.GaussianBlur(view, (0, 0), rng.uniform(0.4, 1.6))
    if rng.random() < 0.25:
        noise = np.empty(view.shape, np.int16)
        cv2.setRNGSeed(int(rng.integers(1 << 30)))
        cv2.randn(noise, 0, rng.uniform(1, 12))
        view = cv2.add(view, noise, dtype=cv2.CV_8U)
    if rng.random() < 0.2:
        view = cv2.imdecode(cv2.imencode(".jpg", view, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 90))])[1], 1)
    if rng.random() < 0.05:
        view = cv2.cvtColor(cv2.cvtColor(view, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return view


def mirrored(canvas, landmarks, five, rotation, values):
    """The same face in a mirror, with its truth."""
    def flip(points):
        return np.stack([canvas.shape[1] - points[:, 0], points[:, 1]], 1)

    opposite = np.diag([-1.0, 1, 1])
    return (canvas[:, ::-1], flip(landmarks)[MIRROR] if landmarks is not None else None, flip(five)[[1, 0, 2, 4, 3]],
            opposite @ rotation @ opposite if rotation is not None else None,
            values[[1, 0, 2, 3, 5, 4]] if values is not None else None)


def turned(rotation, factor):
    """A head's rotation in a picture that was turned by the phase of factor (y points down there)."""
    angle = -np.angle(factor)
    return np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]]) @ rotation
