# SPDX-License-Identifier: GPL-3.0-or-later
"""A person: shape, skin and hair from a seed, and the same person in a pose before the camera."""

import dataclasses

import numpy as np

from . import body, hair, model, native, skin, wear
from .model import (EYEBALL_SURFACE, EYEBALLS, HAND, LAST_FACE_VERTEX, MASK, SCARF, SHIRT, SPECTACLES, smoothstep)
from .native import floats, ints
from .traits import draw_traits

# A strength of 1.2 to 1.3 tells people apart; above 1.5 lids no longer fit the eyes.
IDENTITY_STRENGTH = 1.2
NECK_PIVOT = np.array([0, -5.5, -1.0])
# Centres of the eyeballs in the neutral head, for the iris: the person's left, then right.
EYE_CENTRES = np.array([[3.15, 3.58, 8.05], [-3.15, 3.58, 8.05]])


def rotation(yaw, pitch, roll):
    """Ry(yaw) Rx(-pitch) Rz(roll) of degrees: the signs of src/core/annae-types.h (yaw > 0 to the person's own left,
    pitch > 0 chin up, roll > 0 top of the head to the picture's left)."""
    a, b, c = np.radians([yaw, -pitch, roll])
    turn = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    nod = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    tilt = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return turn @ nod @ tilt


@dataclasses.dataclass
class Hand:
    """A hand held before the face; x, y and z are cm from the middle of the lips, in the frame of the head."""
    side: int = 1  # the person's left; -1 right
    x: float = 0
    y: float = 0
    z: float = 0
    turn: float = 0  # degrees that its fingers point up


@dataclasses.dataclass
class Pose:
    """A head before the camera; x, y (up) and distance are those of the midpoint of the eyes from the camera, cm."""
    distance: float = 60
    x: float = 0
    y: float = 0
    yaw: float = 0
    pitch: float = 0
    roll: float = 0
    gaze: tuple = (0, 0)  # degrees in the head: to the person's left, up
    blink: tuple = (0, 0)  # the person's left eye, right eye; 1 is closed
    expressions: dict = dataclasses.field(default_factory=dict)  # further ones of the model by name, 0 to 1
    body_follows: float = 0.25  # share of the yaw that the torso makes too
    hand: Hand = None  # before the face


@dataclasses.dataclass
class Posed:
    """A person in camera space, cm."""
    vertices: np.ndarray
    strands: list  # points (n, points, 3) of each group of hair
    head: np.ndarray  # rotation of the head
    lenses: np.ndarray = None
    hand: np.ndarray = None


def _gaze_expressions(gaze):
    """How lids and brows go with the eyes."""
    left, up = gaze[0] / 30, gaze[1] / 30
    return {'eyeLookOut_L': max(left, 0), 'eyeLookIn_R': max(left, 0),
            'eyeLookIn_L': max(-left, 0), 'eyeLookOut_R': max(-left, 0),
            'eyeLookUp_L': max(up, 0), 'eyeLookUp_R': max(up, 0),
            'eyeLookDown_L': max(-up, 0), 'eyeLookDown_R': max(-up, 0)}


class Person:
    """Made by a seed alone: the same seed is the same person. `chosen` replaces drawn traits (traits.py);
    quick is for crops of the face: coarser ambient occlusion."""

    def __init__(self, seed, identity_strength=IDENTITY_STRENGTH, quick=False, **chosen):
        head = model.load()
        draw = np.random.RandomState(seed)
        identity = np.clip(draw.randn(len(head.identity)), -2, 2) * identity_strength
        self.seed = seed
        self.traits = draw_traits(draw, **chosen)
        self.shape = (head.rest + np.tensordot(identity, head.identity, 1)).astype(np.float32)
        self.shape += head.collar_cm[:, None] * native.normals(self.shape, head.triangles)

        self._torso, torso_triangles = body.torso(20.5 + (1.2 if self.traits['beard'] != 'none' else -1.2))
        parts = [(self._torso, torso_triangles, SHIRT)]
        self._spectacles = None
        if self.traits['spectacles']:
            self._spectacles, triangles = body.spectacles(self.shape)
            parts.append((self._spectacles, triangles, SPECTACLES))
        self._mask = self._scarf = self._wheelchair = self.lens_triangles = None
        if self.traits['mask'] != 'none':
            self._mask, triangles, self._mask_with_jaw = wear.mask(self.shape, self.traits['mask'])
            parts.append((self._mask, triangles, MASK))
        if self.traits['scarf']:
            self._scarf, triangles = wear.scarf(self.shape)
            parts.append((self._scarf, triangles, SCARF))
        if self.traits['wheelchair']:
            self._wheelchair, triangles = wear.wheelchair()
            parts.append((self._wheelchair, triangles, SPECTACLES))
        if self.traits['lenses'] != 'none':
            self._lenses, self.lens_triangles = wear.lenses(self.shape)
        self._hands = {side: wear.hand(side) for side in (-1, 1)}
        self._join(head, parts, 24 if quick else 96)
        self.face_map, self.relief_map, self.head_map = skin.paint(self.traits)
        self.groups = hair.grow(self.traits)

        # From the chest up the body turns with the head, more and more.
        self._head_share = smoothstep(-15.5, -7.5, head.rest[:, 1] + 0.55 * (head.rest[:, 2] - 2))[:, None]
        self._eyes = [self._find_eye(head, number) for number in (0, 1)]

    def _join(self, head, parts, directions):
        """One mesh of head and parts. Patterns and the occlusion belong to the mesh at rest."""
        vertices, rest, triangles = [self.shape], [head.rest], [head.triangles]
        materials, uv = [head.materials], [head.uv]
        count = len(self.shape)
        for part, part_triangles, material in parts:
            vertices.append(part)
            rest.append(part)
            triangles.append(part_triangles + count)
            materials.append(np.full(len(part_triangles), material))
            uv.append(np.zeros((len(part_triangles), 6)))
            count += len(part)
        self.triangles, self.materials = ints(np.vstack(triangles)), ints(np.hstack(materials))
        self.uv, self.rest = floats(np.vstack(uv)), floats(np.vstack(rest))
        vertices = floats(np.vstack(vertices))
        # Frames are thin: vertices of the map would fall beside them.
        occluders = ints(self.triangles[self.materials != SPECTACLES])
        occlusion = native.occlusion(vertices, native.normals(vertices, self.triangles), occluders, directions, 0.25)
        self.occlusion = floats(np.clip(occlusion * 1.12, 0, 1))

    def _find_eye(self, head, number):
        """Ball's vertices, the middle it turns about, the middle of its sphere, and the lid's vertices."""
        ball = EYEBALLS[number]
        own, neutral = self.shape[ball[:EYEBALL_SURFACE]], head.rest[ball[:EYEBALL_SURFACE]]
        middle = own.mean(0)
        turns_about = np.array([middle[0], middle[1], middle[2] - 0.45])
        neutral_centre = np.array([3.15 * (1 if number == 0 else -1), 3.6, 8.0])
        size = (np.linalg.norm(own - middle, axis=1).mean()
                / np.linalg.norm(neutral - neutral.mean(0), axis=1).mean())
        sphere = middle + (neutral_centre - neutral.mean(0)) * size
        lid = np.where(np.linalg.norm(head.rest[:LAST_FACE_VERTEX + 1] - neutral_centre, axis=1) < 2.6)[0]
        return ball, turns_about, sphere, lid

    def _lid_weight(self, side, blink):
        """Strength of the model's blink that closes this person's lids when blink is 1."""
        head = model.load()
        upper_lower = head.landmarks[[43, 44, 47, 46] if side == 'L' else [37, 38, 41, 40]]

        def gap(vertices):
            y = vertices[upper_lower, 1]
            return float(y[0] + y[1] - y[2] - y[3])

        closes = gap(self.shape) / -gap(head.expressions[head.expression_number['eyeBlink_' + side]])
        rest = max(self.traits['lid'], self.traits['hooded'])
        return (blink + rest * (1 - blink)) * float(np.clip(closes * 1.06, 0.5, 2.2))

    def _expressed(self, pose, lids):
        """The head's vertices with expression and gaze, not yet turned."""
        head = model.load()
        vertices = self.shape.copy()
        weights = {**pose.expressions, 'eyeBlink_L': lids[0], 'eyeBlink_R': lids[1], **_gaze_expressions(pose.gaze)}
        for name, weight in weights.items():
            if weight:
                vertices += np.float32(weight) * head.expressions[head.expression_number[name]]

        turn = rotation(pose.gaze[0], pose.gaze[1], 0)
        for ball, turns_about, _, _ in self._eyes:
            vertices[ball] = (self.shape[ball] - turns_about) @ turn.T + turns_about
        for ball, _, sphere, lid in self._eyes:
            self._lift_lid(vertices, ball, sphere, lid)
        return vertices

    @staticmethod
    def _lift_lid(vertices, ball, sphere, lid):
        """Pushes the lid out of the eyeball: expressions of the model know nothing of this person's eye."""
        d = vertices[lid] - sphere
        radius = np.linalg.norm(d, axis=1)
        eye_radius = np.percentile(np.linalg.norm(vertices[ball[:EYEBALL_SURFACE]] - sphere, axis=1), 60)
        off_axis = np.linalg.norm((d / radius[:, None])[:, :2], axis=1)
        least = eye_radius + 0.03 + 0.10 * np.clip(1 - (off_axis / 0.45) ** 2, 0, 1)  # the cornea stands out
        inside = (d[:, 2] > 0.25 * radius) & (radius < least)
        vertices[lid[inside]] = sphere + d[inside] / radius[inside, None] * least[inside, None]

    def mesh(self, pose):
        """Triangles, materials, texture coordinates, rest and occlusion of the whole, with the hand where there is one."""
        whole = (self.triangles, self.materials, self.uv, self.rest, self.occlusion)
        if pose.hand is None:
            return whole
        vertices, triangles = self._hands[pose.hand.side]
        n = len(triangles)
        return (ints(np.vstack([self.triangles, triangles + len(self.rest)])),
                ints(np.hstack([self.materials, np.full(n, HAND)])), floats(np.vstack([self.uv, np.zeros((n, 6))])),
                floats(np.vstack([self.rest, vertices])),
                floats(np.hstack([self.occlusion, np.full(len(vertices), 0.85)])))

    def _posed_hand(self, hand, turn, shift):
        if hand is None:
            return None
        vertices, _ = self._hands[hand.side]
        lips = self.shape[model.load().landmarks[[51, 57]]].mean(0)
        place = lips + [hand.x, hand.y, hand.z + 1.9] - NECK_PIVOT
        return floats((vertices @ rotation(0, 0, -hand.side * hand.turn).T + place) @ turn.T + shift)

    def posed(self, pose):
        """The person before the camera."""
        head = model.load()
        lids = [self._lid_weight(side, blink) for side, blink in zip('LR', pose.blink)]
        vertices = self._expressed(pose, lids) - NECK_PIVOT
        turn = rotation(pose.yaw, pose.pitch, pose.roll)
        body_turn = rotation(pose.yaw * pose.body_follows, 0, pose.roll * pose.body_follows * 0.4)
        parts = [vertices @ turn.T * self._head_share + vertices @ body_turn.T * (1 - self._head_share),
                 (self._torso - NECK_PIVOT) @ body_turn.T]
        if self._spectacles is not None:
            parts.append((self._spectacles - NECK_PIVOT) @ turn.T)
        if self._mask is not None:
            drop = vertices[head.landmarks[8]] + NECK_PIVOT - self.shape[head.landmarks[8]]
            parts.append((self._mask + drop * self._mask_with_jaw[:, None] * 0.8 - NECK_PIVOT) @ turn.T)
        if self._scarf is not None:
            share = smoothstep(-16, -9, self._scarf[:, 1])[:, None]
            scarf = self._scarf - NECK_PIVOT
            parts.append(scarf @ turn.T * share + scarf @ body_turn.T * (1 - share))
        if self._wheelchair is not None:
            parts.append((self._wheelchair - NECK_PIVOT) @ body_turn.T)
        vertices = np.vstack(parts)
        shift = np.array([pose.x, pose.y, -pose.distance]) - vertices[head.landmarks[36:48]].mean(0)
        vertices += shift
        lenses = None if self.lens_triangles is None else floats((self._lenses - NECK_PIVOT) @ turn.T + shift)

        strands = []
        for group in self.groups:
            roots = (vertices[group.triangles] * group.weights[..., None]).sum(1)
            offsets = group.offsets
            if group.upper_lash:
                offsets = _lowered(offsets, float(np.clip(lids[0 if group.lash_side > 0 else 1], 0, 1)))
            strands.append(floats(roots[:, None, :] + offsets @ turn.T.astype(np.float32)))
        return Posed(floats(vertices), strands, turn, lenses, self._posed_hand(pose.hand, turn, shift))


def _lowered(offsets, closed):
    """Upper lashes go down with the lid, by 66 degrees when it is closed."""
    if closed <= 0.02:
        return offsets
    angle = -closed * 1.15
    root = offsets[:, :1]
    turn = np.array([[1, 0, 0], [0, np.cos(angle), np.sin(angle)], [0, -np.sin(angle), np.cos(angle)]])
    return floats(root + (offsets - root) @ turn.T)
