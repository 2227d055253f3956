# SPDX-License-Identifier: GPL-3.0-or-later
"""The stills that tests/vision looks at: a fixed list (stills.csv beside this folder), rendered where they are missing.

They lie in the cache, in a folder that is named after the list and the renderer, so that a change of either makes them anew;
some five minutes on one core. A row's `group` says what it is there for:

| group | what |
| --- | --- |
| `front` | 45 to 75 cm, turned by up to 3 degrees |
| `yaw`, `pitch`, `roll` | one angle, the others up to 3 degrees |
| `far`, `near` | 80 to 150 cm, 28 to 38 cm |
| `left`, `right`, `back`, `dark` | light of scene.py, from the left of the picture and so on |
| `blur` | out of focus |
| `empty` | the room alone |
"""

import csv
import hashlib
import json
import os
import pathlib

import cv2

from . import camera, native, render, scene, truth
from .person import Person, Pose

WIDTH, HEIGHT = 640, 480
LIST = pathlib.Path(__file__).resolve().parents[1] / 'stills.csv'
LIGHTS = {'left': 'left', 'right': 'right', 'back': 'back', 'dark': 'dark'}
# The brightness of a window, over that of a wall.
WINDOW = 2.5
OUT_OF_FOCUS = 4.0  # px


def rows():
    with LIST.open(newline='', encoding='utf-8') as table:
        return list(csv.DictReader(table))


def folder():
    """Where the stills of this list and this renderer lie."""
    digest = hashlib.sha256(LIST.read_bytes())
    for source in sorted(pathlib.Path(__file__).parent.glob('*.[pch]*')):
        if source.suffix in ('.py', '.c', '.h'):
            digest.update(source.read_bytes())
    return native.cache_folder() / f'stills-{digest.hexdigest()[:16]}'


def _render(row, person):
    number, group = int(row['still']), row['group']
    room = scene.background(number, WIDTH, HEIGHT, 'room') * (WINDOW if group == 'back' else 1)
    if group == 'dark':
        room = room * 0.06
    if group == 'empty':
        return camera.expose(room, number), None
    pose = Pose(**{name: float(row[name]) for name in ('distance', 'x', 'y', 'yaw', 'pitch', 'roll')})
    picture, facts = render.frame(person, pose, room, number, light=LIGHTS.get(group, 'soft'), oversampling=1,
                                  blur=OUT_OF_FOCUS if group == 'blur' else 0.45)
    return picture, truth.row(number, 0, pose, facts, person=int(row['person']))


def make(tell=None):
    """Renders what is missing. The folder, with a file for each still and stills.json."""
    place, person, facts = folder(), None, []
    place.mkdir(parents=True, exist_ok=True)
    table = place / 'stills.json'
    if table.exists():
        return place
    for row in rows():
        name = f'{int(row["still"]):03}'
        picture_file, facts_file = place / f'{name}.png', place / f'{name}.json'
        if not facts_file.exists():
            if row['group'] != 'empty' and (person is None or person.seed != int(row['person'])):
                person = Person(int(row['person']))
            picture, fact = _render(row, person)
            if not cv2.imwrite(str(picture_file), picture):
                raise OSError(f'{picture_file} was not written')
            facts_file.write_text(json.dumps({'file': picture_file.name, 'group': row['group'], **(fact or {})}))
            if tell and len(facts) % 20 == 0:
                tell(f'{name} of {len(rows())}')
        facts.append(json.loads(facts_file.read_text()))
    # Written last, and whole: who finds it finds all stills.
    started = table.with_suffix(f'.{os.getpid()}')
    started.write_text(json.dumps({'width': WIDTH, 'height': HEIGHT, 'stills': facts}, separators=(',', ':')))
    started.replace(table)
    return place
