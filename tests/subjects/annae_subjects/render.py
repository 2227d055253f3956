# SPDX-License-Identifier: GPL-3.0-or-later
"""One frame: a posed person, lit, before a background, through a camera; and the truth of it."""

import numpy as np

from . import camera, model, native, scene, truth
from .model import unit
from .native import fill, floats, ints
from .person import EYE_CENTRES
from .traits import IRIS_COLOURS, SHIRTS, to_linear

OVERSAMPLING = 2
SHADOW_MAP_SIZE = 512
SHADOW_MAP_CM = 52.0
FARTHEST_CM = 400.0
SPECTACLE_FRAMES = to_linear(np.array([0.09, 0.08, 0.08]))
# Widths that strands should have, cm, and how far they may lie under the skin.
FINE_STRAND, TUFT = 0.028, 0.075
STRAND_BIAS_CM, STRAND_GLOSS = 0.25, 0.9


def _make_scene(person, posed, lights, width, height, focal, jaw_open):
    traits = person.traits
    result = fill(native.Scene(), sky=lights['sky'], ground=lights['ground'], front=lights['front'], head=posed.head,
                  focal=focal, centre=(width / 2, height / 2), iris=IRIS_COLOURS[traits['iris']] * 1.25,
                  sclera=to_linear(np.array([0.86, 0.83, 0.80])), pupil_radius=0.24,
                  iris_radius=traits['iris_radius'], eye_centres=EYE_CENTRES, eye_gloss=1.6,
                  skin_roughness=0.42 - 0.03 * (traits['texture_seed'] % 3),
                  teeth=to_linear(np.array([0.86, 0.82, 0.74])), shirt=SHIRTS[traits['shirt']],
                  spectacles=SPECTACLE_FRAMES, jaw_open=jaw_open)
    for name in ('key', 'fill', 'rim'):
        fill(getattr(result, name), towards=lights[name + '_towards'], colour=lights[name])
    return result


class _Shadow:
    """What the key light sees of head, shoulders and tufts of hair."""

    def __init__(self, person, posed, towards):
        u = unit(np.cross([0, 1, 0] if abs(towards[1]) < 0.95 else [1, 0, 0], towards))
        v = np.cross(towards, u)
        origin = posed.vertices[model.load().landmarks[27]] + np.array([0, -5, 0], np.float32)
        scale = SHADOW_MAP_SIZE / SHADOW_MAP_CM
        self.frame = {'shadow_u': u, 'shadow_v': v, 'shadow_origin': origin, 'shadow_scale': scale}

        def seen(points, behind_cm=0.0):
            p = points - origin
            middle = SHADOW_MAP_SIZE / 2
            return floats(np.c_[middle + p @ u * scale, middle + p @ v * scale, p @ towards - behind_cm])

        depth = native.depth_map(seen(posed.vertices), person.triangles, SHADOW_MAP_SIZE)
        for group, points in zip(person.groups, posed.strands):
            if group.thick:
                # A little behind, so that hair does not lie in its own shadow.
                native.splat(seen(points[:, 1:].reshape(-1, 3), 0.25), 1, depth)
        self.map = fill(native.ShadowMap(), size=SHADOW_MAP_SIZE, depth=depth)


def _draw_hair(scene_, person, posed, shadow, focal, picture):
    px_per_cm = focal / -posed.vertices[model.load().landmarks[27]][2]
    for group, points in zip(person.groups, posed.strands):
        wanted = (TUFT if group.thick else FINE_STRAND) * px_per_cm
        width = 1 if wanted < 1.5 else min(int(round(wanted)), 4)
        # Thinner than its pixels: let it be seen through.
        alpha = np.clip(group.alpha * min(1, wanted / width), 0.05, 1) if wanted < width else group.alpha
        strands = fill(native.Strands(), n_strands=len(points), n_points=points.shape[1], points=points,
                       colour=group.colour, alpha=floats(alpha), occlusion=group.occlusion, width_px=width)
        native.draw_strands(scene_, strands, shadow.map, STRAND_BIAS_CM, STRAND_GLOSS, picture)


def layer(person, pose, width, height, lights, field_of_view=camera.FIELD_OF_VIEW, oversampling=OVERSAMPLING):
    """The person alone: linear RGBA (colours already multiplied by alpha) and the truth. lights is of scene.light().
    Without oversampling (1 instead of 2) edges are jagged, and a frame takes half as long."""
    posed = person.posed(pose)
    w, h = width * oversampling, height * oversampling
    focal = camera.focal_length(width, field_of_view)
    scene_ = _make_scene(person, posed, lights, w, h, focal * oversampling, pose.expressions.get('jawOpen', 0))
    shadow = _Shadow(person, posed, lights['key_towards'])
    fill(scene_, **shadow.frame)

    nearness = -1 / posed.vertices[:, 2]
    screen = np.c_[w / 2 + focal * oversampling * posed.vertices[:, 0] * nearness,
                   h / 2 - focal * oversampling * posed.vertices[:, 1] * nearness, nearness]
    depth, number, weights = native.raster(screen, person.triangles, w, h, True, 1 / FARTHEST_CM)
    rgba = np.zeros((h, w, 4), np.float32)
    picture = fill(native.Picture(), width=w, height=h, depth=depth, triangle=number, barycentric=weights, rgba=rgba)
    mesh = fill(native.Mesh(), n_vertices=len(posed.vertices), n_triangles=len(person.triangles),
                positions=posed.vertices, normals=native.normals(posed.vertices, person.triangles),
                rest=person.rest, occlusion=person.occlusion, triangles=ints(person.triangles),
                materials=person.materials, uv=person.uv)
    maps = fill(native.Skin(), size=model.FACE_MAP_SIZE, face=person.face_map, relief=person.relief_map,
                head_size=model.HEAD_MAP_SIZE, head=person.head_map)
    native.shade(scene_, mesh, maps, shadow.map, picture)
    _draw_hair(scene_, person, posed, shadow, focal * oversampling, picture)
    return native.halve(rgba) if oversampling == 2 else rgba, truth.of_frame(posed.vertices, focal, width, height)


def frame(person, pose, behind, seed, light='soft', field_of_view=camera.FIELD_OF_VIEW, oversampling=OVERSAMPLING,
          **exposure):
    """A BGR picture as large as `behind` (linear RGB) and its truth. seed is that of the sensor's noise; exposure goes
    to camera.expose()."""
    height, width = behind.shape[:2]
    rgba, facts = layer(person, pose, width, height, scene.light(light), field_of_view, oversampling)
    return camera.expose(rgba[..., :3] + behind * (1 - rgba[..., 3:]), seed, **exposure), facts
