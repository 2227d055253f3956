# SPDX-License-Identifier: GPL-3.0-or-later
"""A head that trembles, as with Parkinson's disease or essential tremor: 4 to 8 Hz, up to 3 cm."""

import dataclasses

import numpy as np


def tremor(time, amplitude_cm, hertz, seed):
    """(x, y) in cm at a time in s; strength and rhythm wander, as people's do. The same for the same seed."""
    draw = np.random.RandomState(seed)
    offset = []
    for share in (1.0, 0.5):
        phase, wander, slow = draw.uniform(0, 2 * np.pi, 3)
        strength = 0.75 + 0.25 * np.sin(2 * np.pi * 0.31 * time + slow)
        rhythm = 2 * np.pi * hertz * time + 0.8 * np.sin(2 * np.pi * 0.23 * time + wander) + phase
        offset.append(amplitude_cm * share * strength * np.sin(rhythm))
    return tuple(offset)


def shaken(pose, time, amplitude_cm, hertz, seed):
    """The pose at a time, with the tremor on top of where it is."""
    x, y = tremor(time, amplitude_cm, hertz, seed)
    return dataclasses.replace(pose, x=pose.x + x, y=pose.y + y)
