# SPDX-License-Identifier: GPL-3.0-or-later
"""Texture maps of a person's skin: albedo and specular strength of face and head, and the relief of the face."""

import cv2
import numpy as np

from . import model
from .model import FACE_MAP_SIZE, HEAD_MAP_SIZE, noise, smoothstep
from .native import floats
from .regions import Brow, above_hairline, beard_density, spline
from .traits import HAIR_COLOURS, LIP_COLOURS, LIPSTICK, SKIN_TONES, skin_tone


def _absorb(albedo, amount, red, green, blue):
    """Pigment or blood: light dies away with its amount, a channel at its own rate."""
    albedo *= np.exp(-amount[:, None] * np.array([red, green, blue]))


def _mix(albedo, cover, colour):
    cover = cover[:, None]
    return albedo * (1 - cover) + cover * colour


class _Painter:
    """Paints the points of one map; the random draws are the same for each map of a person."""

    def __init__(self, traits, points):
        self.traits = traits
        self.points = points
        self.draw = np.random.RandomState(traits['texture_seed'])
        self.x, self.y, self.z = points.T
        self.across = np.abs(self.x)
        self.offset = (traits['texture_seed'] % 97) * 1.7  # another place in the noise for each person
        moved = points + self.offset
        self.coarse, self.middle = noise(moved, 0.35, 0, 3), noise(moved, 1.6, 1, 2)
        self.fine = noise(moved, 9, 2, 2)
        self.ear = smoothstep(7.0, 7.9, self.across) * (self.y > -3) * (self.y < 6)

    def spot(self, x, y, width, height):
        """A soft spot on both sides of the face, cm."""
        return np.exp(-((self.across - x) / width) ** 2 - ((self.y - y) / height) ** 2) * (self.z > 2)

    def skin(self, wrinkles, on_face):
        """Albedo and specular strength of bare skin."""
        traits, spot = self.traits, self.spot
        tone = traits['tone']
        albedo = (skin_tone(tone)[None, :] * (1 + 0.16 * (self.coarse - 0.5)[:, None])
                  * (1 + 0.10 * (self.middle - 0.5)[:, None]) * (1 + 0.10 * (self.fine - 0.5)[:, None]))

        blood = (0.55 * spot(4.6, -0.2, 2.0, 1.8) + 0.5 * spot(0, 0.2, 1.1, 1.3) + 0.3 * spot(0, -6.3, 1.8, 1.2)
                 + 0.15 * spot(0, 7, 3, 1.5) + 0.5 * self.ear + 0.25 * (self.middle - 0.5))
        # Melanin hides blood.
        _absorb(albedo, np.clip(blood, -0.2, 2) * np.clip(1 - tone / 8, 0.25, 1) * traits['redness'], 0.05, 0.42, 0.38)
        around_eyes = spot(3.1, 2.15, 1.5, 0.55) + 0.35 * spot(3.1, 4.6, 1.7, 0.6)
        _absorb(albedo, around_eyes * (0.5 + traits['age']), 0.22, 0.30, 0.24)
        if traits['eyeshadow'] > 0:
            _absorb(albedo, traits['eyeshadow'] * spot(3.2, 4.35, 1.7, 0.55), 0.6, 0.8, 0.6)
        if traits['freckles'] > 0.02:
            where = np.clip(spot(3.5, 0.3, 3.5, 2.5) + spot(0, 1, 2, 2.5) + 0.3, 0, 1)
            dots = smoothstep(0.70, 0.78, noise(self.points + self.offset, 3.3, 3))
            _absorb(albedo, dots * traits['freckles'] * np.clip(1 - tone / 7, 0.15, 1) * where, 0.35, 0.6, 0.75)
        if on_face:
            for _ in range(traits['moles']):
                centre = self.draw.uniform([-6, -6], [6, 8])
                away = np.hypot(self.x - centre[0], self.y - centre[1])
                _absorb(albedo, smoothstep(0.17, 0.09, away) * (self.z > 3), 1.2, 1.6, 1.7)
        _absorb(albedo, np.clip(wrinkles, 0, 2) * 0.55, 0.22, 0.34, 0.36)

        specular = (0.9 + 0.35 * (self.fine - 0.5) + 0.35 * spot(0, 1.2, 0.8, 2.2) + 0.35 * spot(0, 8, 3, 1.5)
                    - 0.3 * spot(4, -1, 2, 2))
        return albedo, specular

    def beard(self, albedo):
        """The shadow of a shaven beard and the skin that is seen through a grown one."""
        kind = self.traits['beard']
        if kind == 'none':
            return albedo
        strength = {'stubble': 0.45, 'full': 0.75, 'moustache': 0.25, 'goatee': 0.25}[kind]
        cover = (beard_density(self.points, 'full') * 0.22
                 + beard_density(self.points, kind) * strength * (0.7 + 0.6 * (self.fine - 0.3)))
        colour = HAIR_COLOURS[self.traits['hair']] * 0.9 + skin_tone(self.traits['tone']) * 0.06
        return _mix(albedo, np.clip(cover, 0, 0.9), colour)

    def brows(self, albedo):
        for side in (-1, 1):
            brow = Brow(side, self.traits)
            near = (self.x * side > -0.6) & (self.z > 4)
            distance, along, _, width = brow.nearest(self.points[near])
            width = width * smoothstep(-0.08, 0.12, along + 0.02)
            cover = np.clip(smoothstep(width * 1.5, width * 0.35, distance) * self.traits['brow_density'] * 0.62, 0, 1)
            cover = np.clip(cover * (0.75 + 0.5 * self.fine[near]), 0, 0.9)
            albedo[near] = _mix(albedo[near], cover, HAIR_COLOURS[self.traits['hair']] * 1.1)

    def scalp(self, albedo, specular):
        """Colour of the scalp under hair, so that gaps between strands do not shine."""
        style = self.traits['hair_style']
        if style == 'bald':
            return albedo, specular
        edge = (above_hairline(self.points, self.traits) + 5 * (noise(self.points + self.offset, 2.2, 1, 2) - 0.5)
                + 9 * (self.fine - 0.5))
        cover = smoothstep(-2.5, 4.5, edge) * {'buzz': 0.75, 'short': 0.95}.get(style, 0.97)
        cover = np.clip(cover * (self.across < 8.05) * (1 - self.ear), 0, 1)
        return _mix(albedo, cover, HAIR_COLOURS[self.traits['hair']] * 0.55), specular * (1 - 0.8 * cover)


def relief(points, traits):
    """Height of the skin's relief (cm, up to a scale) and how deep wrinkles are (0 to 1 and a little more)."""
    x, y, z = points.T
    across = np.abs(x)
    offset = (traits['texture_seed'] % 97) * 1.7
    age = traits['age']

    forehead = 0
    for height, strength in ((7.0, 0.8), (8.1, 1.0), (9.2, 0.7)):
        line = height + 0.25 * np.cos(x * 0.7) + 0.15 * np.sin(x * 1.9 + height)
        forehead = forehead + strength * np.exp(-((y - line) / 0.10) ** 2) * smoothstep(4.2, 2.8, across)
    down = np.clip((-0.5 - y) / 3.9, 0, 1)
    nose_to_mouth = (np.exp(-((across - 1.75 - 1.6 * down ** 1.2) / 0.16) ** 2) * smoothstep(-0.2, -1.0, y)
                     * smoothstep(-4.9, -3.8, y) * (z > 4))
    crows_feet = 0
    for step in (-0.5, 0, 0.5):
        line = 3.4 + step + step * (across - 5) * 0.6
        crows_feet = crows_feet + (np.exp(-((y - line) / 0.07) ** 2) * smoothstep(4.9, 5.3, across)
                                   * smoothstep(6.8, 5.9, across))
    under_eyes = (np.exp(-((y - 2.0 + 0.12 * (across - 3) ** 2) / 0.13) ** 2) * smoothstep(1.6, 2.1, across)
                  * smoothstep(4.8, 4.2, across) * (z > 4))
    wrinkles = (forehead * age ** 1.2 * 0.9 + nose_to_mouth * (0.25 + 1.2 * age) + crows_feet * 0.6 * age
                + under_eyes * (0.2 + 0.6 * age))
    pores = -0.020 * noise(points + offset, 7.0, 2, 2)
    return pores - 0.045 * wrinkles, wrinkles


def _relief_map(head, traits, lips):
    """What the relief adds to the normal: its gradient along the surface, by differences 0.3 mm apart."""
    step = 0.03
    here = relief(head.face_points, traits)[0]
    gradient = np.stack([(relief(head.face_points + axis * step, traits)[0] - here) / step for axis in np.eye(3)], 1)
    along = gradient - head.face_normals * (gradient * head.face_normals).sum(1, keepdims=True)
    return np.clip(-along, -0.6, 0.6) * (1 - 0.6 * lips[:, None])


def _lip_map(head):
    outline = head.face_uv(head.landmarks[48:60])
    curve = spline(np.vstack([outline, outline[:1]]), 300, closed=True)
    mask = np.zeros((FACE_MAP_SIZE, FACE_MAP_SIZE), np.uint8)
    corners = np.round(np.c_[curve[:, 0] * FACE_MAP_SIZE, (1 - curve[:, 1]) * FACE_MAP_SIZE]).astype(np.int32)
    cv2.fillPoly(mask, [corners], 255)
    return cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), FACE_MAP_SIZE / 1024 * 4.5).ravel()


def _lip_colour(traits):
    bare = LIP_COLOURS[0] * (1 - traits['lip_hue']) + LIP_COLOURS[1] * traits['lip_hue']
    tone = skin_tone(traits['tone'])
    bare = (bare * 0.55 * (tone.mean() / SKIN_TONES[1].mean()) ** 0.65
            + tone * np.array([0.62, 0.40, 0.40]) * 0.5)
    return bare * (1 - traits['lipstick']) + LIPSTICK * traits['lipstick']


def _map(albedo, specular, size):
    return floats(np.c_[albedo, specular].reshape(size, size, 4))


def paint(traits):
    """(face, relief, head): maps as core.h wants them, float32."""
    head = model.load()
    painter = _Painter(traits, head.face_points)
    albedo, specular = painter.skin(relief(head.face_points, traits)[1], True)
    albedo = painter.beard(albedo)
    painter.brows(albedo)
    albedo, specular = painter.scalp(albedo, specular)

    lips = _lip_map(head)
    creases = 0.85 + 0.3 * noise(head.face_points * np.array([1, 0.15, 0.15]) + 3, 4.0, 1, 2)
    albedo = _mix(albedo, lips * (0.35 + 0.6 * traits['lip_colour']), _lip_colour(traits) * creases[:, None])
    specular = specular * (1 - lips) + lips * (1.25 + traits['lipstick'])
    face = _map(albedo, specular, FACE_MAP_SIZE)
    face_relief = floats(_relief_map(head, traits, lips).reshape(FACE_MAP_SIZE, FACE_MAP_SIZE, 3))

    painter = _Painter(traits, head.head_points)
    albedo, specular = painter.skin(relief(head.head_points, traits)[1], False)
    albedo, specular = painter.scalp(painter.beard(albedo), specular)
    return face, face_relief, _map(albedo, specular, HEAD_MAP_SIZE)
