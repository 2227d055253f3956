# SPDX-License-Identifier: GPL-3.0-or-later
"""What a webcam does to light: exposure, blur, motion, noise and its curve."""

import cv2
import numpy as np

from .traits import to_srgb

FIELD_OF_VIEW = 60.0  # degrees across the picture
_LEVELS = 4096
_CURVE = (np.clip(to_srgb(np.arange(_LEVELS) / (_LEVELS - 1.0)), 0, 1) * 255 + 0.5).astype(np.uint8)


def focal_length(width, field_of_view=FIELD_OF_VIEW):
    """Pixels, from the width of the picture and the degrees that it covers."""
    return width / 2 / np.tan(np.radians(field_of_view / 2))


def _motion_kernel(motion):
    kernel = np.zeros((31, 31), np.float32)
    dx, dy = int(motion[0] / 2), int(motion[1] / 2)
    cv2.line(kernel, (15 - dx, 15 - dy), (15 + dx, 15 + dy), 1.0)
    return kernel / kernel.sum()


def expose(linear, seed, exposure=1.0, noise=0.006, blur=0.45, motion=None, flicker=None):
    """A BGR picture of bytes from linear RGB. noise is the sensor's own, as a share of white, and grows with the light;
    blur is a deviation in px (the lens has 0.45), motion the way (x, y) during the exposure in px; flicker the depth (0 to 1), height (px) and phase (0 to 1) of the dark
    bars that lamps on the mains leave where the shutter rolls."""
    if flicker is not None:
        depth, period, phase = flicker
        rows = np.arange(len(linear), dtype=np.float32) / period + phase
        linear = linear * (1 - depth * np.cos(np.pi * rows) ** 4)[:, None, None]
    picture = np.clip(linear * exposure * 0.62, 0, 8).astype(np.float32)
    picture = cv2.GaussianBlur(picture, (0, 0), blur)
    if motion is not None:
        picture = cv2.filter2D(picture, -1, _motion_kernel(motion))
    # Highlights bend instead of being cut off.
    picture = np.where(picture < 0.6, picture, 0.6 + 0.4 * (1 - np.exp(-(picture - 0.6) / 0.4)))
    if noise > 0:
        grain = np.random.RandomState(seed).standard_normal(picture.shape).astype(np.float32)
        picture = picture + grain * np.sqrt(noise ** 2 + 0.0006 * picture) * 0.6
    picture = _CURVE[(np.clip(picture, 0, 1) * (_LEVELS - 1)).astype(np.int32)]
    return np.ascontiguousarray(picture[..., ::-1])
