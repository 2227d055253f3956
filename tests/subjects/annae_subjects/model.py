# SPDX-License-Identifier: GPL-3.0-or-later
"""The head model: its file, which triangles are what, and its texture maps baked to points in space.

The file is ICT-FaceKit's generic head (MIT), packed into ict.npz: neutral mesh `n` (cm), triangles `F` and `FT`, texture
coordinates `vt`, materials `M`/`mats`, 100 modes of identity `idm_q` and 53 expressions `ex_q` in 16 bits with a scale
each, and the 68 usual landmarks `lm`. It is not part of this repository.
"""

import functools
import hashlib
import os
import pathlib

import numpy as np
from scipy.ndimage import distance_transform_edt

from . import native

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]
FACE, HEAD, GUMS, TEETH, EYE, MOUTH, SHIRT, SPECTACLES, MASK, SCARF, HAND = range(11)  # as in core.h

# First and last vertex of each part. What is not named here (lashes, the fluid of the eye, blends) is left out: lashes
# are strands, and the rest needs a renderer that knows transparency.
_PARTS = ((0, 9408, FACE), (9409, 11247, HEAD), (11248, 13293, MOUTH), (13294, 14061, HEAD), (14062, 17038, GUMS),
          (17039, 21450, TEETH), (21451, 22220, EYE), (23021, 23790, EYE))
LAST_FACE_VERTEX = 9408
LAST_OUTER_VERTEX = 11247            # face, scalp, ears and neck
EYEBALLS = (np.arange(21451, 23021), np.arange(23021, 24591))  # the person's left, right
EYEBALL_SURFACE = 770                # leading vertices of each that are the ball itself
# Texels. Crops of a face for training need fewer, and a person is ready four times as fast.
FACE_MAP_SIZE = int(os.environ.get('ANNAE_SUBJECTS_TEXELS') or 1024)
HEAD_MAP_SIZE = FACE_MAP_SIZE // 2


class MissingModel(Exception):
    """The head model is not where it should be."""


def model_path():
    """$ANNAE_SUBJECTS_MODEL, or shared/subjects/ict.npz beside the repository."""
    return pathlib.Path(os.environ.get('ANNAE_SUBJECTS_MODEL') or REPOSITORY.parent / 'shared' / 'subjects' / 'ict.npz')


def smoothstep(start, end, x):
    """0 before start, 1 after end, smooth between; start may be larger than end."""
    t = np.clip((x - start) / (end - start), 0, 1)
    return t * t * (3 - 2 * t)


def unit(vectors):
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


_LATTICES = [native.floats(lattice) for lattice in
             (lambda draw: [draw.rand(32, 32, 32) for _ in range(4)])(np.random.RandomState(7))]


def noise(points, scale, layer=0, octaves=1):
    """Solid noise around 0.5 at points (cm); scale in 1/cm. Layers are independent of one another."""
    points = native.floats(points)
    out = np.zeros(len(points), np.float32)
    amplitude, total = 1.0, 0.0
    for octave in range(octaves):
        native.add_noise(_LATTICES[(layer + octave) % 4], points, scale * 2 ** octave, 17.3 * layer + 5.1 * octave,
                         amplitude, out)
        total += amplitude
        amplitude *= 0.55
    return out / total


class Model:
    """The generic head. Triangles carry materials; maps carry the point of the neutral head under each texel."""

    def __init__(self, path):
        try:
            with np.load(path) as file:
                data = {name: file[name] for name in file.files}
        except FileNotFoundError:
            raise MissingModel(f'{path} is missing: the head model of ICT-FaceKit, which is not part of this '
                               'repository. Set ANNAE_SUBJECTS_MODEL to where it is.') from None
        self.rest = data['n']
        self.landmarks = data['lm']
        self.identity = data['idm_q'].astype(np.float32) * data['idm_s'][:, None, None]
        self.expressions = data['ex_q'].astype(np.float32) * data['ex_s'][:, None, None]
        self.expression_number = {str(name): i for i, name in enumerate(data['exn'])}

        materials = np.full(len(data['F']), -1)
        first = data['F'][:, 0]
        for start, end, material in _PARTS:
            materials[(first >= start) & (first <= end)] = material
        names = [str(name) for name in data['mats']]
        materials[(materials == HEAD) & (data['M'] == names.index('M_Face'))] = FACE
        kept = materials >= 0
        self.triangles = native.ints(data['F'][kept])
        self.materials = materials[kept]
        corner_uv = data['vt'][data['FT'][kept]]
        self.uv = corner_uv.reshape(-1, 6)
        self.normals = native.normals(self.rest, self.triangles)
        outer = (self.materials == FACE) | ((self.materials == HEAD) & (self.triangles[:, 0] <= LAST_OUTER_VERTEX))
        self.skin_triangles = self.triangles[outer]

        self._vertex_uv = np.zeros((len(self.rest), 2))
        face = self.materials == FACE
        self._vertex_uv[self.triangles[face].ravel()] = corner_uv[face].reshape(-1, 2)

        # Below the collar's line the neck is cloth: it stands off 4 mm, and further down it hides in the torso.
        below_collar = self.rest[:, 1] + 11.9 + 0.28 * (self.rest[:, 2] + 3)
        neck = (np.arange(len(self.rest)) <= LAST_OUTER_VERTEX) & (self.rest[:, 1] < -8)
        cloth = np.where(neck, np.clip(0.3 - below_collar, 0, 0.8) / 0.8, 0).astype(np.float32)
        hidden = np.where(neck, np.clip((-1.9 - below_collar) / 1.6, 0, 1), 0).astype(np.float32)
        self.collar_cm = 0.4 * cloth - 2.6 * hidden

        self._bake(path, corner_uv, data['M'][kept] == names.index('M_BackHead'))

    def face_uv(self, vertices):
        """Texture coordinates (v up) of vertices of the face."""
        return self._vertex_uv[vertices]

    def _bake(self, path, corner_uv, back_of_head):
        """face_points, face_normals, head_points: (texels, 3), row by row. Slow, so kept in the cache."""
        digest = hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()[:16]
        kept = native.cache_folder() / f'maps-{digest}-{FACE_MAP_SIZE}-{HEAD_MAP_SIZE}.npz'
        if not kept.exists():
            face = self._bake_map(corner_uv, self.materials == FACE, FACE_MAP_SIZE, 0)
            # The back of the head has the second tile of the texture plane.
            head = self._bake_map(corner_uv, back_of_head, HEAD_MAP_SIZE, 1)
            unfinished = kept.with_name(f'{kept.stem}-{os.getpid()}.npz')
            np.savez(unfinished, face_points=face[0], face_normals=face[1], head_points=head[0])
            unfinished.rename(kept)
        with np.load(kept) as maps:
            self.face_points = maps['face_points']
            self.face_normals = maps['face_normals']
            self.head_points = maps['head_points']

    def _bake_map(self, corner_uv, chosen, size, tile):
        uv = corner_uv[chosen].reshape(-1, 2)
        screen = np.c_[(uv[:, 0] - tile) * size, (1 - uv[:, 1]) * size, np.zeros(len(uv))]
        _, number, weights = native.raster(screen, native.ints(np.arange(len(uv)).reshape(-1, 3)), size, size)
        weights = np.dstack([weights, 1 - weights.sum(-1)])
        corners = self.triangles[chosen][number]
        # Texels outside of the islands take the nearest inside, so that no seam shows.
        row, column = distance_transform_edt(number < 0, return_distances=False, return_indices=True)
        baked = []
        for values in (self.rest, self.normals):
            texels = (values[corners] * weights[..., None]).sum(2)
            baked.append(texels[row, column].astype(np.float32).reshape(-1, 3))
        return baked


@functools.lru_cache(maxsize=None)
def load():
    """The model, read once. Raises MissingModel."""
    return Model(model_path())
