# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the compiled part (core.c, shade.c, strands.c) when its source is newer than its copy in the cache, and binds
it. The structures mirror core.h field by field."""

import ctypes
import hashlib
import os
import pathlib
import subprocess
import tempfile

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
SOURCES = ('core.c', 'shade.c', 'strands.c')
HEADERS = ('core.h', 'light.h', 'vector.h')
FLAGS = ('-std=c17', '-O3', '-fno-math-errno', '-fno-trapping-math', '-shared', '-fPIC')
NOTHING_YET = -1e30  # depth of a pixel that nothing covers

_float_p = ctypes.POINTER(ctypes.c_float)
_int_p = ctypes.POINTER(ctypes.c_int)


def cache_folder():
    """Where built and baked files are kept: $ANNAE_SUBJECTS_CACHE, or annae-subjects in the user's cache."""
    folder = os.environ.get('ANNAE_SUBJECTS_CACHE')
    if not folder:
        base = os.environ.get('XDG_CACHE_HOME') or pathlib.Path.home() / '.cache'
        folder = pathlib.Path(base) / 'annae-subjects'
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _build():
    # Named after its source, so that two checkouts can share the cache.
    digest = hashlib.sha256(' '.join(FLAGS).encode())
    for name in SOURCES + HEADERS:
        digest.update((FOLDER / name).read_bytes())
    library = cache_folder() / f'core-{digest.hexdigest()[:16]}.so'
    if not library.exists():
        with tempfile.TemporaryDirectory(dir=cache_folder()) as work:
            built = pathlib.Path(work) / 'core.so'
            subprocess.run([os.environ.get('CC', 'cc'), *FLAGS, '-o', str(built),
                            *(str(FOLDER / name) for name in SOURCES), '-lm'], check=True)
            built.rename(library)  # whole or not at all, also when two tests build at once
    return ctypes.CDLL(str(library))


def _vector(name, length):
    return name, ctypes.c_float * length


class Light(ctypes.Structure):
    _fields_ = [_vector('towards', 3), _vector('colour', 3)]


class Scene(ctypes.Structure):
    _fields_ = [('key', Light), ('fill', Light), ('rim', Light),
                _vector('sky', 3), _vector('ground', 3), _vector('front', 3),
                _vector('shadow_u', 3), _vector('shadow_v', 3), _vector('shadow_origin', 3),
                ('shadow_scale', ctypes.c_float), _vector('head', 9), ('focal', ctypes.c_float), _vector('centre', 2),
                _vector('iris', 3), _vector('sclera', 3), ('pupil_radius', ctypes.c_float),
                ('iris_radius', ctypes.c_float), _vector('eye_centres', 6), ('eye_gloss', ctypes.c_float),
                ('skin_roughness', ctypes.c_float), _vector('teeth', 3), _vector('shirt', 3),
                _vector('spectacles', 3), _vector('mask', 3), _vector('scarf', 3), _vector('hand', 3),
                ('jaw_open', ctypes.c_float)]


class Mesh(ctypes.Structure):
    _fields_ = [('n_vertices', ctypes.c_int), ('n_triangles', ctypes.c_int), ('positions', _float_p),
                ('normals', _float_p), ('rest', _float_p), ('occlusion', _float_p), ('triangles', _int_p),
                ('materials', _int_p), ('uv', _float_p)]


class Picture(ctypes.Structure):
    _fields_ = [('width', ctypes.c_int), ('height', ctypes.c_int), ('depth', _float_p), ('triangle', _int_p),
                ('barycentric', _float_p), ('rgba', _float_p)]


class Skin(ctypes.Structure):
    _fields_ = [('size', ctypes.c_int), ('face', _float_p), ('relief', _float_p), ('head_size', ctypes.c_int),
                ('head', _float_p)]


class ShadowMap(ctypes.Structure):
    _fields_ = [('size', ctypes.c_int), ('depth', _float_p)]


class Strands(ctypes.Structure):
    _fields_ = [('n_strands', ctypes.c_int), ('n_points', ctypes.c_int), ('points', _float_p), ('colour', _float_p),
                ('alpha', _float_p), ('occlusion', _float_p), ('width_px', ctypes.c_int)]


def floats(values):
    return np.ascontiguousarray(values, np.float32)


def ints(values):
    return np.ascontiguousarray(values, np.int32)


def fill(structure, **fields):
    """Sets fields from numbers, sequences and arrays. An array that is pointed to is kept alive by the structure."""
    kinds = dict(structure._fields_)
    for name, value in fields.items():
        kind = kinds[name]
        if kind in (_float_p, _int_p):
            wanted = np.float32 if kind is _float_p else np.int32
            if value.dtype != wanted or not value.flags.c_contiguous:
                raise TypeError(f'{name}: {value.dtype} is not a contiguous array of {np.dtype(wanted).name}')
            structure.__dict__.setdefault('_kept', {})[name] = value
            value = value.ctypes.data_as(kind)
        elif issubclass(kind, ctypes.Array):
            value = kind(*(float(x) for x in np.ravel(value)))
        elif kind is ctypes.c_float:
            value = float(value)
        elif kind is ctypes.c_int:
            value = int(value)
        setattr(structure, name, value)
    return structure


def _pointer(array):
    return array.ctypes.data_as(_float_p if array.dtype == np.float32 else _int_p)


_core = _build()


def normals(positions, triangles):
    """Unit normals of the vertices of a mesh (float32, int32)."""
    out = np.zeros((len(positions), 3), np.float32)
    _core.subjects_normals(len(positions), _pointer(positions), len(triangles), _pointer(triangles), _pointer(out))
    return out


def raster(screen, triangles, width, height, perspective=False, least_depth=0.0):
    """Depth, number of the triangle (-1 is none) and two barycentric weights of each pixel."""
    depth = np.full((height, width), NOTHING_YET, np.float32)
    number = np.full((height, width), -1, np.int32)
    weights = np.zeros((height, width, 2), np.float32)
    picture = fill(Picture(), width=width, height=height, depth=depth, triangle=number, barycentric=weights)
    _core.subjects_raster(_pointer(floats(screen)), len(triangles), _pointer(triangles), ctypes.byref(picture),
                          int(perspective), ctypes.c_float(least_depth))
    return depth, number, weights


def depth_map(screen, triangles, size):
    """Depth alone, for shadows."""
    depth = np.full((size, size), NOTHING_YET, np.float32)
    picture = fill(Picture(), width=size, height=size, depth=depth)
    _core.subjects_raster(_pointer(floats(screen)), len(triangles), _pointer(triangles), ctypes.byref(picture), 0,
                          ctypes.c_float(0))
    return depth


def splat(screen, radius, depth):
    """Adds points to a depth map as squares of 2 radius + 1 texels."""
    screen = floats(screen)
    _core.subjects_splat(_pointer(screen), len(screen), len(depth), radius, _pointer(depth))


def occlusion(positions, mesh_normals, triangles, directions, bias):
    """Ambient occlusion of each vertex, 0 to 1 (open); bias in cm."""
    out = np.zeros(len(positions), np.float32)
    mesh = fill(Mesh(), n_vertices=len(positions), n_triangles=len(triangles), positions=positions,
                normals=mesh_normals, triangles=triangles)
    _core.subjects_occlusion(ctypes.byref(mesh), directions, ctypes.c_float(bias), _pointer(out))
    return out


def add_noise(lattice, points, scale, offset, amplitude, out):
    """Adds one octave of solid noise at points (float32) to out."""
    _core.subjects_noise(_pointer(lattice), len(points), _pointer(points), ctypes.c_float(scale),
                         ctypes.c_float(offset), ctypes.c_float(amplitude), _pointer(out))


def halve(rgba):
    """The picture at half its size."""
    height, width = rgba.shape[:2]
    out = np.zeros((height // 2, width // 2, 4), np.float32)
    _core.subjects_halve(_pointer(rgba), width, height, _pointer(out))
    return out


def shade(scene, mesh, skin, shadow, picture):
    """Fills picture.rgba from its triangles and weights."""
    _core.subjects_shade(*(ctypes.byref(x) for x in (scene, mesh, skin, shadow, picture)))


def draw_strands(scene, strands, shadow, depth_bias, gloss, picture):
    """Draws hair over the shaded picture; depth_bias in cm."""
    _core.subjects_strands(ctypes.byref(scene), ctypes.byref(strands), ctypes.byref(shadow),
                           ctypes.c_float(depth_bias), ctypes.c_float(gloss), ctypes.byref(picture))
