# SPDX-License-Identifier: GPL-3.0-or-later
"""Hands that hold a sheet, a tablet or a card: a thumb or four fingers before its edge, the rest behind it, a forearm that
leaves the picture. Somebody else's skin, lit by the room and not by the print. For the programs beside this one."""

import cv2
import numpy as np

from annae_subjects import camera, native, scene
from annae_subjects.traits import SHIRTS, skin_tone

# Where: at which edges, and how often.
GRIPS = ((('left', 'right'), 0.5), (('bottom', 'bottom'), 0.1), (('left',), 0.13), (('right',), 0.13), (('bottom',), 0.14))
SLEEVE, SKIN, NAIL = 0, 1, 2
SIDES = 12


def unit(vector):
    return vector / np.maximum(np.linalg.norm(vector, axis=-1, keepdims=True), 1e-9)


def tube(path, radii, flat=1.0):
    """A tube of varying radius along a path, closed at both ends; thinner by `flat` along the third axis."""
    path = np.asarray(path, float)
    steps = np.linspace(0, 1, 14)
    at = np.linspace(0, 1, len(path))
    path = np.stack([np.interp(steps, at, path[:, k]) for k in range(3)], 1)
    path[1:-1] = (path[:-2] + 2 * path[1:-1] + path[2:]) / 4
    radii = np.interp(steps, np.linspace(0, 1, len(radii)), radii)
    # Round ends.
    reach = np.r_[0, np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))]
    from_end = np.minimum(reach, reach[-1] - reach)
    radii = radii * np.sqrt(np.clip(1 - (1 - np.minimum(from_end / radii, 1)) ** 2, 0.02, 1))
    along = unit(np.gradient(path, axis=0))
    thin = unit(np.array([0, 0, 1.0]) - along * along[:, 2:])
    wide = np.cross(along, thin)
    angle = 2 * np.pi * np.arange(SIDES) / SIDES
    ring = wide[:, None] * np.cos(angle)[:, None] + thin[:, None] * (np.sin(angle) * flat)[:, None]
    vertices = (path[:, None] + ring * radii[:, None, None]).reshape(-1, 3)
    r, c = np.mgrid[0:len(path) - 1, 0:SIDES]
    a, b = r * SIDES + c, r * SIDES + (c + 1) % SIDES
    return vertices, np.concatenate([np.stack(t, -1).reshape(-1, 3) for t in ((a, b, a + SIDES), (b, b + SIDES, a + SIDES))])


def finger(draw, across, thick, inside, before):
    """Around the edge, its nail towards the camera; along the hand, across it and before the sheet, cm."""
    tilt = draw.normal(0, 0.15)
    path = np.array([[-4.6, across, -1.6], [-2.0, across, -0.9], [-0.6, across + tilt, before + 0.1],
                     [inside * 0.6, across + tilt * 2, before], [inside, across + tilt * 3, before - 0.1]])
    nail = np.array([[inside - 1.3, across + tilt * 2.5, before + 0.32 * thick], [inside - 0.15, across + tilt * 3, before + 0.24 * thick]])
    return [(*tube(path, [thick * 1.1, thick, thick * 0.95, thick, thick * 0.85], 0.85), SKIN),
            (*tube(nail, [0.62 * thick, 0.68 * thick, 0.6 * thick], 0.95), NAIL)]


class Hand:
    """One hand at one edge; each of its parts is (vertices, triangles, what), in cm along the hand, across it, before the sheet."""

    def __init__(self, draw, edge):
        self.edge = edge
        self.at = draw.uniform(-0.85, 0.25) if edge != 'bottom' else draw.uniform(-0.6, 0.6)  # in halves of the edge
        self.turn = np.radians(draw.uniform(5, 60) if edge != 'bottom' else draw.uniform(-25, 25))
        self.mirrored = edge == 'bottom' and draw.rand() < 0.5
        large = draw.uniform(0.88, 1.12)
        sleeve = draw.rand() < 0.6
        parts = []
        if draw.rand() < 0.7:  # the thumb before it
            inside = draw.uniform(1.2, 3.4)
            parts += finger(draw, 0, 1.05, inside, 0.95)
            for n, length in enumerate((3.2, 4.2, 4.0, 2.8)):
                across = 0.6 + 1.75 * n
                parts.append((*tube([[-4.5, across, -2.2], [-1.5, across, -2.4], [1, across, -1.7], [length, across, -1.2]],
                                    [0.95, 0.95, 0.9, 0.8]), SKIN))
            palm = 2.4
        else:  # the fingers
            for n, more in enumerate((0.0, 0.5, 0.4, -0.5)):
                parts += finger(draw, 1.8 * n - 2.7, 0.88, draw.uniform(0.9, 2.2) + more, 0.8)
            parts.append((*tube([[-3.5, -2.5, -1.8], [-1, -3, -1.7], [2, -3, -1.4]], [1.2, 1.1, 0.9]), SKIN))
            palm = 0.0
        parts.append((*tube([[-10, palm, -2.6], [-7, palm, -2.2], [-3.2, palm, -1.9]], [2.9, 3.9, 3.7], 0.4), SKIN))
        wrist = -9.5
        parts.append((*tube([[wrist + 1, palm, -2.5], [-22, palm + 2, -5], [-60, palm + 10, -16]], [2.7, 3.5, 5.0], 0.8), SKIN))
        if sleeve:
            begins = wrist - draw.uniform(0, 4)
            parts.append((*tube([[begins, palm, -2.6], [-22, palm + 2, -5], [-60, palm + 10, -16]], [3.4, 4.3, 6.0], 0.85), SLEEVE))
        self.parts = [(vertices * large, triangles, what) for vertices, triangles, what in parts]

    def placed(self, spot):
        """The parts where the thing is held; spot(x, y), each from -1 to 1, gives a point of it and its two directions, cm."""
        x, y = {'left': (-1, self.at), 'right': (1, self.at), 'bottom': (self.at, -1)}[self.edge]
        point, right, up = spot(x, y)
        before = np.cross(right, up)
        outward, upward = {'left': (-right, up), 'right': (right, up), 'bottom': (-up, right)}[self.edge]
        c, s = np.cos(self.turn), np.sin(self.turn)
        along = -outward * c + upward * s
        across = -(outward * s + upward * c) * (-1 if self.mirrored else 1)
        frame = np.stack([along, across, before])
        return [(point + vertices @ frame, triangles, what) for vertices, triangles, what in self.parts]


class Hands:
    """What holds one thing throughout a recording."""

    def __init__(self, draw, light, edges=None, tone=None):
        share = np.array([g[1] for g in GRIPS])
        edges = edges or GRIPS[draw.choice(len(GRIPS), p=share / share.sum())][0]
        self.hands = [Hand(draw, edge) for edge in edges]
        if edges == ('bottom', 'bottom'):
            for hand, side in zip(self.hands, (-1, 1)):
                hand.at, hand.mirrored = side * draw.uniform(0.35, 0.8), side > 0
        tone = draw.uniform(0, 7) if tone is None else tone
        skin = skin_tone(tone) * (0.95, 0.85, 0.85) * draw.uniform(0.92, 1.06, 3)
        self.albedo = np.float32([SHIRTS[draw.randint(len(SHIRTS))], skin, skin * (1.05, 0.95, 0.98) + 0.03])
        self.lights = scene.light(light)
        self.grain = cv2.GaussianBlur(draw.randn(480, 640).astype(np.float32), (0, 0), 2.0)

    def _shade(self, normal, albedo):
        light = self.lights
        up, ahead = 0.5 + 0.5 * normal[..., 1:2], 0.5 + 0.5 * normal[..., 2:3]
        colour = 0.8 * (light['sky'] * up + light['ground'] * (1 - up) + light['front'] * ahead ** 2)
        for name, wrap in (('key', 0.15), ('fill', 0.0), ('rim', 0.0)):
            facing = normal @ light[name + '_towards']
            colour = colour + (np.clip(facing + wrap, 0, None) / (1 + wrap))[..., None] * light[name] / np.pi
        return colour * albedo

    def draw(self, picture, spot, cover, cover_triangles):
        """Over the picture (linear) of the thing; cover is its surface, before and behind which the hands are. Camera space, cm."""
        parts = [part for hand in self.hands for part in hand.placed(spot)]
        vertices, triangles, what = [cover], [cover_triangles], [np.full(len(cover_triangles), -1)]
        n = len(cover)
        for points, corners, kind in parts:
            vertices.append(points)
            triangles.append(corners + n)
            what.append(np.full(len(corners), kind))
            n += len(points)
        vertices, triangles, what = native.floats(np.vstack(vertices)), native.ints(np.vstack(triangles)), np.hstack(what)
        height, width = picture.shape[:2]
        focal = 2 * camera.focal_length(width)
        screen = np.c_[width + focal * vertices[:, 0] / -vertices[:, 2], height - focal * vertices[:, 1] / -vertices[:, 2],
                       -1 / vertices[:, 2]]
        box = screen[len(cover):, :2]
        left, top = np.clip(np.floor(box.min(0) / 2) * 2 - 2, 0, (2 * width - 2, 2 * height - 2)).astype(int)
        right, bottom = np.clip(np.ceil(box.max(0) / 2) * 2 + 2, (left + 2, top + 2), (2 * width, 2 * height)).astype(int)
        screen[:, :2] -= (left, top)
        _, hit, weights = native.raster(screen, triangles, right - left, bottom - top, True, 1 / 400)
        weights = np.dstack([weights, 1 - weights.sum(-1)])
        normals = native.normals(vertices, triangles)
        normal = unit(np.einsum('yxk,yxkc->yxc', weights, normals[triangles[hit]]))
        normal *= np.where(normal[..., 2:] < 0, -1, 1)  # whatever is seen faces the camera
        kind = np.where(hit >= 0, what[hit], -1)
        seen = (kind >= 0).astype(np.float32)[..., None]
        colour = self._shade(normal, self.albedo[np.maximum(kind, 0)]).astype(np.float32) * seen
        half = ((right - left) // 2, (bottom - top) // 2)
        colour, seen = (cv2.resize(x, half, interpolation=cv2.INTER_AREA) for x in (colour, seen))
        place = np.s_[top // 2:top // 2 + half[1], left // 2:left // 2 + half[0]]
        grain = 1 + 0.12 * self.grain[:half[1], :half[0], None]
        result = picture.copy()
        # What touches the sheet darkens it a little: light from above.
        shadow = cv2.GaussianBlur(np.roll(seen, (3, 0), (0, 1)), (0, 0), 3.5)[..., None]
        result[place] = colour * grain + result[place] * (1 - 0.3 * shadow) * (1 - seen[..., None])
        return result.astype(np.float32)
