# SPDX-License-Identifier: GPL-3.0-or-later
"""Heavily varied views of an aligned face: what a webcam in a shop, a hurried detector and a printed card do to it.

A view is made from a 128x128 crop whose central 112x112 is the template. Where training pictures are few, variety of
views takes the place of variety of people: teacher and student see the very same view (function matching, Beyer et al.
2022), so a view may be as rough as the teacher still has an opinion about.
"""

import cv2
import numpy as np

SIZE = 112
CROP = 128


def _place(image, rng):
    """Mirror, rotate, scale and shift as an imprecise alignment would."""
    angle, scale = rng.normal(0, 5), rng.uniform(0.86, 1.16)
    matrix = cv2.getRotationMatrix2D((CROP / 2, CROP / 2 + 8), angle, scale)
    matrix[:, 2] += rng.normal(0, 2.5, 2) - (CROP - SIZE) / 2
    view = cv2.warpAffine(image, matrix, (SIZE, SIZE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return view[:, ::-1] if rng.random() < 0.5 else view


def _light(view, rng):
    """Exposure, contrast, colour of the light, and light from one side."""
    x = view.astype(np.float32) / 255
    x = x ** rng.uniform(0.6, 1.6) * rng.uniform(0.6, 1.25)
    x = (x - x.mean()) * rng.uniform(0.6, 1.3) + x.mean()
    x *= rng.normal(1, 0.07, 3).astype(np.float32)
    if rng.random() < 0.4:
        ramp = np.linspace(rng.uniform(0.3, 1), rng.uniform(0.8, 1.4), SIZE, dtype=np.float32)
        x *= (ramp[None, :, None] if rng.random() < 0.7 else ramp[:, None, None])[:, ::rng.choice([-1, 1])]
    return np.clip(x * 255, 0, 255).astype(np.uint8)


def _lens(view, rng):
    """Low resolution, blur and noise of a cheap camera, JPEG of a cheap driver."""
    if rng.random() < 0.35:
        side = int(rng.integers(28, 90))
        view = cv2.resize(cv2.resize(view, (side, side), interpolation=cv2.INTER_AREA), (SIZE, SIZE))
    if rng.random() < 0.25:
        view = cv2.GaussianBlur(view, (0, 0), rng.uniform(0.5, 2.2))
    if rng.random() < 0.1:
        length = int(rng.integers(3, 9))
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2] = 1 / length
        view = cv2.filter2D(view, -1, kernel if rng.random() < 0.7 else kernel.T)
    if rng.random() < 0.4:
        noise = rng.normal(0, rng.uniform(2, 14), view.shape).astype(np.float32)
        view = np.clip(view + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.4:
        view = cv2.imdecode(cv2.imencode(".jpg", view, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(18, 90))])[1], 1)
    return view


def _print(view, rng):
    """An ID print: few pixels, faded, a fine raster, security lines, sometimes glare."""
    side = int(rng.integers(40, 100))
    x = cv2.resize(cv2.resize(view, (side, side), interpolation=cv2.INTER_AREA), (SIZE, SIZE)).astype(np.float32)
    x = x * rng.uniform(0.55, 0.95) + rng.uniform(10, 90)
    rows, columns = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32)
    if rng.random() < 0.5:
        period = rng.uniform(2.2, 5)
        x += rng.uniform(4, 14) * (np.sin(rows * 6.28 / period) * np.sin(columns * 6.28 / period))[..., None]
    if rng.random() < 0.5:
        wave = np.sin((rows + 8 * np.sin(columns / rng.uniform(8, 20))) / rng.uniform(1.5, 4))
        x += (rng.normal(0, 18, 3) * (np.abs(wave) < 0.25)[..., None]).astype(np.float32)
    if rng.random() < 0.3:
        at, radius = rng.uniform(0, SIZE, 2), rng.uniform(10, 40)
        x += rng.uniform(40, 160) * np.exp(-(((columns - at[0]) ** 2 + (rows - at[1]) ** 2) / radius**2))[..., None]
    return np.clip(x, 0, 255).astype(np.uint8)


def view_of(image, other, rng):
    """One view of `image` (128x128x3 BGR); `other` is a second face for mixtures. Returns 112x112x3 uint8 BGR."""
    view = _place(image, rng)
    if rng.random() < 0.15:
        share = rng.uniform(0.25, 0.75)
        view = cv2.addWeighted(view, share, _place(other, rng), 1 - share, 0)
    view = _print(view, rng) if rng.random() < 0.15 else view
    view = _lens(_light(view, rng), rng)
    if rng.random() < 0.12:
        view = cv2.cvtColor(cv2.cvtColor(view, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return view
