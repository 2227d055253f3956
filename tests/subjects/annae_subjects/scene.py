# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a person sits: lights (three that have a direction, and light from everywhere) and what is behind them."""

import cv2
import numpy as np

from .model import unit
from .traits import to_linear

LIGHTS = ('standard', 'soft', 'left', 'right', 'top', 'screen', 'back', 'warm', 'dark')  # left, right of the picture
BACKGROUNDS = ('plain', 'grad', 'room', 'noise')

_STANDARD = {
    'key_towards': (-0.5, 0.6, 0.8), 'key': (2.2, 2.1, 2.0),
    'fill_towards': (0.8, 0.1, 0.7), 'fill': (0.35, 0.37, 0.42),
    'rim_towards': (0.6, 0.5, -0.8), 'rim': (0.4, 0.4, 0.42),
    'sky': (0.42, 0.44, 0.48), 'ground': (0.22, 0.20, 0.18), 'front': (0.10, 0.10, 0.11),
}
_GREY = {value: (value,) * 3 for value in (0.03, 0.05, 0.08, 0.10, 0.12, 0.15, 0.16, 0.2, 0.35, 0.4, 0.6, 0.7, 1.5,
                                           2.5, 3.5)}
_DIFFERENCES = {
    'standard': {},
    'soft': {'key_towards': (-0.3, 0.5, 1), 'key': _GREY[1.5], 'fill': _GREY[0.6], 'sky': _GREY[0.7],
             'ground': _GREY[0.4]},
    'left': {'key_towards': (-1, 0.25, 0.35), 'key': (2.8, 2.7, 2.5), 'fill': _GREY[0.08], 'sky': _GREY[0.2]},
    'right': {'key_towards': (1, 0.25, 0.35), 'key': (2.8, 2.7, 2.5), 'fill_towards': (-0.8, 0.1, 0.7),
              'fill': _GREY[0.08], 'sky': _GREY[0.2]},
    'top': {'key_towards': (0.1, 1, 0.25), 'key': (3.0, 2.9, 2.7), 'fill': _GREY[0.12], 'sky': _GREY[0.35]},
    'screen': {'key_towards': (0, -0.25, 1), 'key': (1.1, 1.25, 1.6), 'fill': _GREY[0.08], 'sky': (0.12, 0.12, 0.14),
               'ground': _GREY[0.15], 'rim': _GREY[0.05]},
    'back': {'key_towards': (0.5, 0.7, -0.5), 'key': _GREY[3.5], 'fill': _GREY[0.10], 'sky': _GREY[0.16],
             'ground': _GREY[0.10], 'front': _GREY[0.03], 'rim_towards': (-0.6, 0.5, -0.8), 'rim': _GREY[2.5]},
    'warm': {'key': (2.6, 2.0, 1.35), 'sky': (0.45, 0.38, 0.28)},
    'dark': {},
}


def light(name, gain=1.0):
    """Unit vectors towards the lights and linear colours, by the names above; gain is a factor on all of them."""
    lights = {**_STANDARD, **_DIFFERENCES[name]}
    if name == 'dark':
        gain *= 0.06
    return {key: unit(np.array(value, float)) if key.endswith('_towards') else np.array(value) * gain
            for key, value in lights.items()}


def _greyish(draw, low, high, tint):
    return to_linear(np.clip(draw.uniform(low, high) * np.ones(3) + draw.uniform(-tint, tint, 3), 0.02, 1))


def background(seed, width, height, kind=None):
    """A wall, a room of blurred things or blotches; linear RGB, without anything alive. The same for the same seed."""
    draw = np.random.RandomState(seed)
    kind = kind or draw.choice(BACKGROUNDS)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    picture = np.ones((height, width, 3)) * _greyish(draw, 0.25, 0.85, 0.04)
    if kind == 'plain':
        return picture.astype(np.float32)

    slope = draw.uniform(-1, 1, 2)
    picture *= (1 + 0.35 * (slope[0] * (x / width - 0.5) + slope[1] * (y / height - 0.5)))[..., None]
    if kind == 'room':
        for _ in range(draw.randint(4, 10)):
            left, top = draw.randint(-60, width), draw.randint(-60, height)
            across, down = draw.randint(20, 220), draw.randint(30, 260)
            colour = _greyish(draw, 0.1, 0.9, 0.09)
            picture[max(top, 0):max(top + down, 0), max(left, 0):max(left + across, 0)] = colour
        picture = cv2.GaussianBlur(picture, (0, 0), draw.uniform(1.2, 5))
    elif kind == 'noise':
        blotches = draw.rand(12, 16, 1).astype(np.float32) + 0.25 * draw.rand(12, 16, 3).astype(np.float32) - 0.1
        picture *= 0.5 + cv2.resize(blotches, (width, height), interpolation=cv2.INTER_CUBIC)
    texture = draw.randn(height // 2, width // 2, 1).repeat(2, 0).repeat(2, 1)
    return np.clip(picture * (1 + 0.03 * texture[:height, :width]), 0, 4).astype(np.float32)
