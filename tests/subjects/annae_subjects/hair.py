# SPDX-License-Identifier: GPL-3.0-or-later
"""Hair, brows, lashes and beard as strands. Roots are points of the mesh's triangles, so they follow every expression;
the rest of a strand is stiff and turns with the head.

All draws come from one RandomState in this order: brows, lashes, beard, scalp."""

import dataclasses

import numpy as np
from scipy.spatial import cKDTree

from . import model
from .model import LAST_FACE_VERTEX, noise, smoothstep, unit
from .native import floats, ints
from .regions import Brow, beard_density, scalp_density, spline
from .traits import HAIR_COLOURS

LASH_COLOUR = np.array([0.012, 0.01, 0.009])
# An ellipsoid a little larger than the skull: hair lies on it.
SKULL_CENTRE, SKULL_RADII = np.array([0, 4.2, 0.3]), np.array([7.75, 10.2, 8.7])


@dataclasses.dataclass
class Group:
    """Strands of one kind. offsets are from the root, in the head's frame (n, points, 3)."""
    triangles: np.ndarray  # vertices of the root's triangle (n, 3)
    weights: np.ndarray    # the root in it (n, 3)
    offsets: np.ndarray
    colour: np.ndarray     # (n, 3)
    alpha: np.ndarray      # (n,)
    occlusion: np.ndarray  # (n, points)
    thick: bool            # tufts of scalp hair; they throw shadows, single hairs do not
    lash_side: int = 0     # 1 the person's left, -1 the right, 0 is not a lash
    upper_lash: bool = False


@dataclasses.dataclass(frozen=True)
class Style:
    strands: int
    points: int
    length_cm: float
    volume: float = 0.0        # how far the hair's surface is off the skull, as a share of its radius
    slack: float = 0.0         # how far single strands may be off that surface
    slack_by_puff: float = 0.0
    alpha: float = 0.8


STYLES = {
    'buzz': Style(9000, 3, 0.35, alpha=0.45),
    'short': Style(12000, 9, 3.2, slack=0.05, slack_by_puff=0.13, alpha=0.75),
    'sidepart': Style(13000, 11, 5.5, volume=0.02, slack=0.05, slack_by_puff=0.06),
    'bob': Style(14000, 16, 15.0, volume=0.055, slack=0.10, slack_by_puff=0.06),
    'long': Style(15000, 24, 30.0, volume=0.05, slack=0.10, slack_by_puff=0.06),
    'bun': Style(11000, 12, 11.0, slack=0.03),
}


def _columns(x, y, z):
    return np.hstack(np.broadcast_arrays(x, y, z))


def _roots(draw, density, wanted):
    """At most `wanted` points of the skin at random: triangles' vertices, weights, points and normals."""
    head = model.load()
    corners = head.rest[head.skin_triangles]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    candidates = np.where(density(corners.mean(1)) > 0)[0]
    if len(candidates) == 0:
        return np.zeros((0, 3), int), np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3))
    chosen = draw.choice(candidates, size=wanted * 2, p=area[candidates] / area[candidates].sum())
    u = draw.rand(len(chosen), 2)
    root = np.sqrt(u[:, :1])
    weights = np.c_[1 - root, root * (1 - u[:, 1:]), root * u[:, 1:]]
    points = (corners[chosen] * weights[..., None]).sum(1)
    kept = draw.rand(len(chosen)) < density(points)
    triangles, weights, points = (a[kept][:wanted] for a in (head.skin_triangles[chosen], weights, points))
    return triangles, weights, points, unit((head.normals[triangles] * weights[..., None]).sum(1))


class _Barber:
    def __init__(self, traits):
        self.traits = traits
        self.draw = np.random.RandomState(traits['texture_seed'])
        self.colour = HAIR_COLOURS[traits['hair']]
        self.groups = []

    def add(self, triangles, weights, offsets, alpha, occlusion, spread, colour=None, **rest):
        n = len(offsets)
        colour = (self.colour if colour is None else colour) * np.exp(self.draw.randn(n, 1) * spread)
        colour = colour * (1 + 0.06 * self.draw.randn(n, 3))
        alpha = np.full(n, alpha) * (0.7 + 0.6 * self.draw.rand(n)).clip(0, 1)
        rest.setdefault('thick', False)
        self.groups.append(Group(ints(triangles), floats(weights), floats(offsets), floats(np.clip(colour, 0.003, 1)),
                                 floats(alpha), floats(occlusion), **rest))

    def brows(self):
        for side in (-1, 1):
            brow = Brow(side, self.traits)
            tangent = unit(np.gradient(brow.curve, axis=0))
            wanted = int(640 * self.traits['brow_density'] * (self.traits['brow_width'] / 0.35))
            triangles, weights, points, normals = _roots(self.draw, brow.density, wanted)
            if len(points) == 0:
                continue
            _, along, index, _ = brow.nearest(points)
            along = along[:, None]
            above = np.sign(points[:, 1] - brow.curve[index, 1])[:, None]
            # Upright at the inner end, then towards the middle line from above and below.
            direction = (tangent[index] + np.array([0, 1, 0]) * (1.1 * (1 - along) ** 2)
                         + np.array([0, -1, 0]) * above * 0.35 * along)
            direction += self.draw.randn(*direction.shape) * 0.12
            direction -= normals * (direction * normals).sum(1, keepdims=True)
            direction = unit(direction)
            length = (0.55 + 0.3 * self.draw.rand(len(points), 1)) * (1 - 0.35 * along)
            offsets = [normals * 0.05 + direction * length * u + normals * (0.10 * np.sin(np.pi * u * 0.8))
                       - normals * 0.05 * u * u for u in np.linspace(0, 1, 5)]
            self.add(triangles, weights, np.stack(offsets, 1), 0.55,
                     np.tile(np.linspace(0.8, 1, 5), (len(points), 1)), 0.12, self.colour * 0.8)

    def lashes(self):
        head = model.load()
        nearest = cKDTree(head.rest[:LAST_FACE_VERTEX + 1])
        # Along the lids from the outer to the inner corner of the eye.
        lids = ((-1, (36, 37, 38, 39), (36, 41, 40, 39)), (1, (45, 44, 43, 42), (45, 46, 47, 42)))
        for side, upper_lid, lower_lid in lids:
            for upper in (True, False):
                edge = spline(head.rest[head.landmarks[list(upper_lid if upper else lower_lid)]], 200)
                n = 95 if upper else 45
                u = self.draw.rand(n) * 0.93 + 0.02
                edge = edge[(u * 199).astype(int)]
                vertex = nearest.query(edge)[1]
                to_edge = edge - head.rest[vertex]
                direction = np.c_[side * (0.75 * (0.5 - u) + 0.12), np.full(n, 0.25 if upper else -0.35),
                                  np.full(n, 0.9)] + self.draw.randn(n, 3) * 0.10
                direction = unit(direction)
                length = (0.72 if upper else 0.34) * (0.7 + 0.5 * self.draw.rand(n))
                length = (length * (0.7 + 0.5 * np.sin(np.pi * (1 - u))) * self.traits['lashes'] * 0.8)[:, None]
                curl = np.array([0, 0.55 if upper else -0.2, 0])
                offsets = [to_edge + direction * length * t + curl * length * t * t for t in np.linspace(0, 1, 5)]
                self.add(np.c_[vertex, vertex, vertex], np.tile([1.0, 0, 0], (n, 1)), np.stack(offsets, 1),
                         0.65 if upper else 0.35, np.tile(np.linspace(1, 0.9, 5), (n, 1)), 0.05,
                         LASH_COLOUR + self.colour * 0.1, lash_side=side, upper_lash=upper)

    def beard(self):
        kind = self.traits['beard']
        if kind == 'none':
            return
        wanted, length_cm = {'stubble': (2600, 0.14), 'full': (5200, 0.8), 'moustache': (900, 0.75),
                             'goatee': (1600, 0.8)}[kind]
        triangles, weights, points, normals = _roots(self.draw, lambda p: beard_density(p, kind), wanted)
        n = len(points)
        moustache = (points[:, 1] > -3.6) * (np.abs(points[:, 0]) > 0.3)
        direction = (np.c_[np.sign(points[:, 0]) * 0.35 * moustache, np.full(n, -1), np.zeros(n)] + normals * 0.35
                     + self.draw.randn(n, 3) * 0.22)
        direction = unit(direction)
        length = length_cm * (0.6 + 0.7 * self.draw.rand(n, 1))
        offsets = np.stack([normals * 0.03 + direction * length * u for u in np.linspace(0, 1, 5)], 1)
        self.add(triangles, weights, offsets, 0.5, np.tile(np.linspace(0.45, 1, 5), (n, 1)), 0.22)

    def scalp(self):
        if self.traits['hair_style'] == 'bald':
            return
        style = STYLES[self.traits['hair_style']]
        triangles, weights, points, normals = _roots(self.draw, lambda p: scalp_density(p, self.traits),
                                                     style.strands)
        hair = _Comb(self.traits, self.draw, points, normals)
        offsets = hair.grow(style)
        self.draw.rand(len(points), 1)  # an older version drew here: seeds keep their people
        lighter = np.exp(0.6 * (hair.lock_x + hair.lock_z))
        occlusion = (0.35 + 0.65 * np.linspace(0, 1, style.points)[None] ** 0.6) * lighter
        self.add(triangles, weights, offsets, style.alpha, occlusion, 0.16,
                 thick=self.traits['hair_style'] != 'buzz')


class _Comb:
    """Grows scalp hair step by step: a direction from the style, then kept out of the skull, the face, the shoulders."""

    def __init__(self, traits, draw, points, normals):
        self.style = traits['hair_style']
        self.puff = traits['puff']
        self.draw, self.points, self.normals = draw, points, normals
        seed = traits['texture_seed']
        self.part = 2.6 * (1 if seed % 2 else -1) if self.style in ('sidepart', 'bob', 'long') else 0
        if self.style in ('long', 'bob') and seed % 3 == 0:
            self.part = 0.0
        # Neighbours lean the same way: locks.
        self.lock_x = noise(points + seed % 71, 0.9, 2, 2)[:, None] - 0.5
        self.lock_z = noise(points + 31, 1.1, 3, 2)[:, None] - 0.5
        self.side = np.where(points[:, 0] > self.part, 1.0, -1.0)[:, None]

    def grow(self, style):
        """Offsets of the strands' points from their roots."""
        n = len(self.points)
        step = style.length_cm * (0.75 + 0.5 * self.draw.rand(n, 1)) / (style.points - 1)
        self.own = self.draw.randn(n, 3)  # each strand's own lean
        position = self.points + self.normals * 0.05
        offsets = [position - self.points]
        for j in range(1, style.points):
            u = j / (style.points - 1)
            position = position + unit(self._direction(position, u)) * step
            loose = 0.06 * self.draw.rand(n, 1) * (self.style not in ('buzz', 'bun'))
            if self.style != 'buzz':
                surface = 1.012 + loose + style.volume * min(1, u * 3)
                slack = (style.slack + style.slack_by_puff * self.puff) * (0.6 + 0.8 * self.draw.rand(n, 1))
                position = self._lay_on_skull(position, surface, surface + slack)
            if self.style in ('bob', 'long'):
                self._around_face(position)
                self._over_shoulders(position)
            offsets.append(position - self.points)
        return np.stack(offsets, 1)

    def _direction(self, position, u):
        outward = unit((position - SKULL_CENTRE) / SKULL_RADII ** 2)
        lock = _columns(self.lock_x, 0, self.lock_z)
        side, own = self.side, self.own
        if self.style == 'buzz':
            return self.normals + np.array([0, 0.1, 0.3]) + 0.15 * own
        if self.style == 'short':
            forward = _columns(0.25 * np.sign(position[:, :1]), -0.15, 0.9)
            top = smoothstep(8, 12, self.points[:, 1:2])
            return (outward * (1.1 * top * (1 - u) + 0.18) + forward * (0.45 + 0.3 * top)
                    + np.array([0, -0.8, -0.35]) * (1 - top) + 0.22 * own + 1.2 * lock)
        if self.style == 'bun':
            inward = _columns(-0.25 * np.sign(position[:, :1]), 0, 0) * (position[:, 2:3] < -2)
            return np.array([0, 0.15, -1.0]) - 0.05 * outward + 0.06 * own + 0.25 * lock + inward
        if self.style == 'sidepart':
            top = smoothstep(8, 11.5, self.points[:, 1:2])
            return (_columns(side, -0.1, 0) * top + outward * (0.75 * top * (1 - u) ** 1.5 + 0.05)
                    + np.array([0, -0.9, -0.45]) * (1 - top) + np.array([0, -0.4, -0.25]) * u * top + 0.12 * own
                    + 0.6 * lock)
        top = smoothstep(7, 11.5, position[:, 1:2])
        direction = (_columns(side, 0, -0.25) * top + outward * 0.42 * top * (1 - u)
                     + np.array([0, -1.0, -0.05]) * (1.1 - top) + _columns(0.10 * side, 0, 0) + 0.07 * own
                     + 0.45 * lock * (0.4 + u))
        if self.style == 'bob':  # tips turn in
            direction = direction + _columns(-0.25 * side, 0, 0) * smoothstep(0.6, 1, u)
        return direction

    @staticmethod
    def _lay_on_skull(position, surface, farthest):
        from_centre = (position - SKULL_CENTRE) / SKULL_RADII
        radius = np.linalg.norm(from_centre, axis=1, keepdims=True)
        far = (radius > farthest) & (position[:, 1:2] > -3)
        position = np.where(far, SKULL_CENTRE + from_centre / radius * farthest * SKULL_RADII, position)
        inside = (radius < surface) & (position[:, 1:2] > -2.0)
        return np.where(inside, SKULL_CENTRE + from_centre / np.maximum(radius, 1e-3) * surface * SKULL_RADII, position)

    def _around_face(self, position):
        """Beside the cheeks, not before them. Changes position in place."""
        beside = 7.6 + 0.55 * self.draw.rand(len(position), 1) + (0.4 if self.style == 'bob' else 0)
        x = position[:, :1]
        before = (position[:, 1:2] <= 4) & (position[:, 2:3] > -3)
        position[:, :1] = np.where(before & (np.abs(x) < beside),
                                   (np.sign(x) if self.part == 0 else self.side) * beside, x)
        position[:, 2:3] = np.where(before, np.minimum(position[:, 2:3], 3.2), position[:, 2:3])

    def _over_shoulders(self, position):
        """What is longer falls to the front of the chest. Changes position in place."""
        shoulder = -14.5 - 0.35 * np.clip(np.abs(position[:, :1]) - 6, 0, 20)
        below = position[:, 1:2] < shoulder
        chest = 3.0 + 0.35 * (shoulder - position[:, 1:2]).clip(0, 9) + self.draw.rand(len(position), 1) * 0.6
        z = position[:, 2:3]
        position[:, 2:3] = np.where(below & (z > -4), np.maximum(z, chest), z)
        x = position[:, :1]
        position[:, :1] = np.where(below, np.sign(x) * np.clip(np.abs(x), 6.3, 11), x)


def grow(traits):
    """The strands of a person, a list of groups."""
    barber = _Barber(traits)
    barber.brows()
    barber.lashes()
    barber.beard()
    barber.scalp()
    return barber.groups
