# SPDX-License-Identifier: GPL-3.0-or-later
"""The lenses of spectacles: drawn last, for they are seen through."""

import numpy as np

from . import native
from .model import unit

# Share of the light that the glass keeps back.
DENSITY = {'clear': 0.05, 'tinted': 0.45, 'dark': 0.93}
_TINT = np.array([0.03, 0.028, 0.026])


def draw(person, posed, lights, screen, rgba, depth, least_depth):
    """Blends the lenses over a picture (linear RGBA), where they are nearer than depth. Gives where, as a mask."""
    height, width = depth.shape
    lens_depth, number, weights = native.raster(screen, person.lens_triangles, width, height, True, least_depth)
    where = (number >= 0) & (lens_depth > depth)
    if not where.any():
        return where
    corners = person.lens_triangles[number[where]]
    w = np.c_[weights[where], 1 - weights[where].sum(1)][..., None]
    normals = native.normals(posed.lenses, person.lens_triangles)
    normal = unit((normals[corners] * w).sum(1) + 1e-9)
    place = (posed.lenses[corners] * w).sum(1)
    view = unit(-place)
    normal *= np.sign((normal * view).sum(1, keepdims=True))

    # The key light, and a bright window or screen somewhere in front that the lens mirrors.
    half = unit(view + lights['key_towards'])
    shine = np.clip((normal * half).sum(1, keepdims=True), 0, 1) ** 400 * 3
    mirrored = 2 * (normal * view).sum(1, keepdims=True) * normal - view
    seed = person.traits['texture_seed']
    middle = np.array([(seed % 7 - 3) * 0.13, 0.1 + (seed % 5) * 0.06])
    window = np.clip(4 - 9 * np.abs(mirrored[:, :2] / np.maximum(mirrored[:, 2:], 0.2) - middle), 0, 1).prod(1)[:, None]
    grazing = 0.04 + 0.96 * (1 - np.clip((normal * view).sum(1, keepdims=True), 0, 1)) ** 5
    light = np.asarray(lights['sky']) * 0.6 + np.asarray(lights['front'])
    mirror = light * grazing + lights['key'] * (shine * 0.4 + window * person.traits['glare'] * 0.7)

    kept = DENSITY[person.traits['lenses']]
    # Denser above than below, as fashion has it.
    kept = np.clip(kept + 0.1 * kept * (1 - kept) * normal[:, 1:2] * 10, 0, 0.97)
    rgba[where, :3] = rgba[where, :3] * (1 - kept) + _TINT * light * kept * rgba[where, 3:] + mirror
    rgba[where, 3] += (1 - rgba[where, 3]) * kept[:, 0]
    return where
