# SPDX-License-Identifier: GPL-3.0-or-later
"""One frame: a posed person, lit, before a background, through a camera; and the truth of it."""

import numpy as np

from . import camera, glass, model, native, scene, truth
from .model import unit
from .native import fill, floats, ints
from .person import EYE_CENTRES
from .traits import IRIS_COLOURS, MASKS, SCARVES, SHIRTS, skin_tone, to_linear

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
                  spectacles=SPECTACLE_FRAMES,
                  mask=MASKS[traits['mask_colour']], scarf=SCARVES[traits['scarf_colour']],
                  hand=skin_tone(traits['tone']) * (0.95, 0.85, 0.85), jaw_open=jaw_open)
    for name in ('key', 'fill', 'rim'):
        fill(getattr(result, name), towards=lights[name + '_towards'], colour=lights[name])
    return result


class _Shadow:
    """What the key light sees of head, shoulders and tufts of hair."""

    def __init__(self, person, posed, vertices, triangles, towards, size=SHADOW_MAP_SIZE):
        u = unit(np.cross([0, 1, 0] if abs(towards[1]) < 0.95 else [1, 0, 0], towards))
        v = np.cross(towards, u)
        origin = posed.vertices[model.load().landmarks[27]] + np.array([0, -5, 0], np.float32)
        scale = size / SHADOW_MAP_CM
        self.frame = {'shadow_u': u, 'shadow_v': v, 'shadow_origin': origin, 'shadow_scale': scale}

        def seen(points, behind_cm=0.0):
            p = points - origin
            middle = size / 2
            return floats(np.c_[middle + p @ u * scale, middle + p @ v * scale, p @ towards - behind_cm])

        depth = native.depth_map(seen(vertices), triangles, size)
        for group, points in zip(person.groups, posed.strands):
            if group.thick:
                # A little behind, so that hair does not lie in its own shadow.
                native.splat(seen(points[:, 1:].reshape(-1, 3), 0.25), 1, depth)
        self.map = fill(native.ShadowMap(), size=size, depth=depth)


def _draw_hair(scene_, person, posed, shadow, focal, picture, quick):
    px_per_cm = focal / -posed.vertices[model.load().landmarks[27]][2]
    for group, points in zip(person.groups, posed.strands):
        wanted = (TUFT if group.thick else FINE_STRAND) * px_per_cm
        width = 1 if wanted < 1.5 else min(int(round(wanted)), 4)
        # Thinner than its pixels: let it be seen through.
        alpha = np.clip(group.alpha * min(1, wanted / width), 0.05, 1) if wanted < width else group.alpha
        colour, occlusion = group.colour, group.occlusion
        if quick and group.thick:
            # As many fewer as each may be denser; they come in no order.
            every = int(np.clip(0.8 / max(float(np.mean(alpha)), 0.1), 1, 5))
            points, colour, occlusion = (floats(a[::every]) for a in (points, colour, occlusion))
            alpha = np.clip(alpha[::every] * every, 0, 1)
        strands = fill(native.Strands(), n_strands=len(points), n_points=points.shape[1], points=points,
                       colour=colour, alpha=floats(alpha), occlusion=occlusion, width_px=width)
        native.draw_strands(scene_, strands, shadow.map, STRAND_BIAS_CM, STRAND_GLOSS, picture)


def layer(person, pose, width, height, lights, field_of_view=camera.FIELD_OF_VIEW, oversampling=OVERSAMPLING,
          quick=False):
    """The person alone: linear RGBA (colours already multiplied by alpha) and the truth. lights is of scene.light().
    Without oversampling (1 instead of 2) edges are jagged, and a frame takes half as long; quick
    is for small crops: a coarser shadow and fewer strands of hair."""
    posed = person.posed(pose)
    triangles, materials, uv, rest, occlusion = person.mesh(pose)
    vertices = posed.vertices if posed.hand is None else floats(np.vstack([posed.vertices, posed.hand]))
    w, h = width * oversampling, height * oversampling
    focal = camera.focal_length(width, field_of_view)
    scene_ = _make_scene(person, posed, lights, w, h, focal * oversampling, pose.expressions.get('jawOpen', 0))
    shadow = _Shadow(person, posed, vertices, triangles, lights['key_towards'],
                     SHADOW_MAP_SIZE // 2 if quick else SHADOW_MAP_SIZE)
    fill(scene_, **shadow.frame)

    def on_screen(points):
        nearness = -1 / points[:, 2]
        return np.c_[w / 2 + focal * oversampling * points[:, 0] * nearness,
                     h / 2 - focal * oversampling * points[:, 1] * nearness, nearness]

    depth, number, weights = native.raster(on_screen(vertices), triangles, w, h, True, 1 / FARTHEST_CM)
    rgba = np.zeros((h, w, 4), np.float32)
    picture = fill(native.Picture(), width=w, height=h, depth=depth, triangle=number, barycentric=weights, rgba=rgba)
    mesh = fill(native.Mesh(), n_vertices=len(vertices), n_triangles=len(triangles), positions=vertices,
                normals=native.normals(vertices, triangles), rest=rest, occlusion=occlusion, triangles=triangles,
                materials=materials, uv=uv)
    maps = fill(native.Skin(), size=model.FACE_MAP_SIZE, face=person.face_map, relief=person.relief_map,
                head_size=model.HEAD_MAP_SIZE, head=person.head_map)
    native.shade(scene_, mesh, maps, shadow.map, picture)
    _draw_hair(scene_, person, posed, shadow, focal * oversampling, picture, quick)
    facts = truth.of_frame(vertices, focal, width, height)
    before = np.where(number >= 0, np.isin(materials[number], (model.MASK, model.SCARF, model.HAND)), False)
    if posed.lenses is not None:
        glazed = glass.draw(person, posed, lights, on_screen(posed.lenses), rgba, depth, 1 / FARTHEST_CM)
        before |= glazed & (person.traits['lenses'] == 'dark')
    facts.covered = truth.covered(facts.landmarks68 * oversampling, before)
    return native.halve(rgba) if oversampling == 2 else rgba, facts


def frame(person, pose, behind, seed, light='soft', field_of_view=camera.FIELD_OF_VIEW, oversampling=OVERSAMPLING,
          quick=False, **exposure):
    """A BGR picture as large as `behind` (linear RGB) and its truth. seed is that of the sensor's noise; exposure goes
    to camera.expose()."""
    height, width = behind.shape[:2]
    rgba, facts = layer(person, pose, width, height, scene.light(light), field_of_view, oversampling, quick)
    return camera.expose(rgba[..., :3] + behind * (1 - rgba[..., 3:]), seed, **exposure), facts


def group(people, behind, seed, light='soft', field_of_view=camera.FIELD_OF_VIEW, oversampling=OVERSAMPLING, **exposure):
    """Several people, (person, pose) each: a picture as frame() makes it, and each one's truth in the order given."""
    height, width = behind.shape[:2]
    picture, facts = behind, [None] * len(people)
    for i in sorted(range(len(people)), key=lambda i: -people[i][1].distance):
        rgba, facts[i] = layer(*people[i], width, height, scene.light(light), field_of_view, oversampling)
        picture = rgba[..., :3] + picture * (1 - rgba[..., 3:])
    return camera.expose(picture, seed, **exposure), facts
