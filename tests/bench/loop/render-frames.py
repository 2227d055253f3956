#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders people for the closed loop, on request: one line in, one picture out.

    person SEED [hooded|spectacles]                       answers with a byte once the person is made (some 20 s, if new)
    print KIND SEED                                       the same, with a photograph on paper of a KIND of ../liveness/attacks.py
    frame X Y Z YAW PITCH ROLL BLUR_X BLUR_Y SHUT SEED    answers with 640x480 BGR pixels

X, Y, Z are cm from the camera as tests/subjects has them, the angles degrees against the camera's axis, BLUR the way in px
during the exposure, SHUT how far the eyes are closed, 0 to 1. The eyes stay on the camera as far as they go. Ends with its input.
"""

import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'subjects'))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'liveness'))
WIDTH, HEIGHT = 640, 480
CHOSEN = {'hooded': {'lid': 0.3}, 'spectacles': {'spectacles': True}}
LIGHTS = ('soft', 'standard', 'warm')
# No more than the kernel of camera.expose() holds; less than this is no blur.
MOST_BLUR, LEAST_BLUR = 28.0, 2.5


def main():
    try:
        from annae_subjects import camera, model, render, scene
        from annae_subjects.person import Person, Pose
        from attacks import KINDS, photograph, sheet
        import cv2
        import numpy as np
    except ImportError as missing:
        sys.exit(f'render-frames: {missing}; see tests/subjects/README.md')
    if not model.model_path().exists():
        sys.exit('render-frames: no head model (ANNAE_SUBJECTS_MODEL); see tests/subjects/README.md')
    cv2.setNumThreads(1)
    out, person, made, photo, room, light = sys.stdout.buffer, None, None, None, None, None
    for line in sys.stdin:
        words = line.split()
        if words[0] in ('person', 'print'):
            seed = int(words[2] if words[0] == 'print' else words[1])
            look = words[2] if words[0] == 'person' and len(words) > 2 else ''
            if made != (seed, look):
                person, made = Person(seed, **CHOSEN.get(look, {})), (seed, look)
            photo, shape = (photograph(person), KINDS[words[1]]) if words[0] == 'print' else (None, None)
            room = scene.background(seed, WIDTH, HEIGHT, 'room')
            light = LIGHTS[seed % len(LIGHTS)]
            out.write(b'.')
        else:
            x, y, z, yaw, pitch, roll, *blur, shut = map(float, words[1:10])
            if photo is not None:
                linear = sheet(photo, shape, 1.0, (yaw, pitch, roll), (x, y - 1.5, -z), room)
                out.write(camera.expose(linear, int(words[10])).tobytes())
                out.flush()
                continue
            motion = np.clip(blur, -MOST_BLUR, MOST_BLUR)
            towards = np.degrees(np.arctan2([x, y], z))
            gaze = (float(np.clip(-(yaw + towards[0]) * 0.8, -25, 25)), float(np.clip(-(pitch + towards[1]) * 0.8, -15, 15)))
            pose = Pose(distance=z, x=x, y=y, yaw=yaw, pitch=pitch, roll=roll, gaze=gaze, blink=(shut, shut))
            picture, _ = render.frame(person, pose, room, int(words[10]), light=light, oversampling=1,
                                      motion=motion if np.hypot(*motion) > LEAST_BLUR else None)
            out.write(picture.tobytes())
        out.flush()


if __name__ == '__main__':
    main()
