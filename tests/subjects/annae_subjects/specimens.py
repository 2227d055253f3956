# SPDX-License-Identifier: GPL-3.0-or-later
"""Specimens of documents, drawn from the layout files in data/layouts: a portrait, a ghost and made-up text where the
layout says, on our own paper. No emblem, no official artwork; SPECIMEN is printed across each of them.

As Python has no layout of its own, a new file in data/layouts is a new specimen here.
"""

import configparser
import dataclasses
import pathlib

import cv2
import numpy as np
from PIL import Image, ImageDraw

from .card import INK, LABEL, _font

LAYOUTS = pathlib.Path(__file__).resolve().parents[3] / 'data' / 'layouts'
PX_PER_MM = 300 / 25.4
CORNER_MM = 3.18  # ISO/IEC 7810
FACING_MM = 26.0  # how much is drawn of the page that faces a passport's data page
# Of each person's paper: three tints (BGR 0-255) and the colour of the title.
_TINTS = (((246, 238, 222), (124, 74, 46)), ((232, 240, 246), (64, 84, 120)), ((228, 244, 230), (60, 110, 70)),
          ((240, 228, 244), (110, 60, 110)), ((238, 242, 240), (90, 90, 84)))
_LETTERS = 'ABCDEFGHIJKLMNOPRSTUVWYZ'


@dataclasses.dataclass
class Layout:
    name: str
    size: tuple      # mm: width, height
    portrait: tuple  # mm: left, top, width, height
    ghost: tuple     # or None
    texts: dict      # name: the same


def _numbers(text):
    return tuple(float(part) for part in text.split(';'))


def read_layout(name):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(LAYOUTS / f'{name}.ini', encoding='utf-8')
    main = parser['layout']
    return Layout(name, _numbers(main['size']), _numbers(main['portrait']),
                  _numbers(main['ghost']) if 'ghost' in main else None,
                  {key: _numbers(value) for key, value in parser['text'].items()} if parser.has_section('text') else {})


def _px(*mm):
    return [round(value * PX_PER_MM) for value in mm]


def _paper(width, height, tint, random):
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    phase = random.uniform(0, 6)
    paper = np.stack([tint[c] + (4 + c) * np.sin((x * (1 + 0.2 * c) + y) / 190 + phase) for c in range(3)], -1)
    for k in range(4):
        wave = np.sin((y + 26 * np.sin(x / (60 + 9 * k) + 1.7 * k + phase)) / (6.5 + 0.6 * k))
        paper -= (np.abs(wave) < 0.09)[..., None] * np.array([9, 10, 11])
    return np.clip(paper, 0, 255).astype(np.uint8)


def cut(portrait, width, height):
    """The middle of a portrait in another aspect, as large as asked for; and the way from its points to the cut's."""
    h, w = portrait.shape[:2]
    scale = max(width / w, height / h)
    left, top = (w - width / scale) / 2, (h - height / scale) / 2
    move = np.float32([[scale, 0, -left * scale], [0, scale, -top * scale]])
    soft = cv2.GaussianBlur(portrait, (0, 0), max(0.4 / scale, 0.3)) if scale < 1 else portrait
    return cv2.warpAffine(soft, move, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), move


def _print_text(draw, zone, name, random):
    x, y, w, h = _px(*zone)
    if name == 'machine-readable':
        size = round(3.1 * PX_PER_MM)
        for line in range(2):
            text = ('P<UTOSPECIMEN<<' if line == 0 else '') + ''.join(
                random.choice(list(_LETTERS + '0123456789<<<')) for _ in range(29 if line == 0 else 44))
            for i, letter in enumerate(text):
                draw.text((round((6.6 + 2.54 * i) * PX_PER_MM), y + round((7 + 6.35 * line) * PX_PER_MM)), letter,
                          font=_font(size), fill=INK)
        return
    if name == 'title':
        draw.text((x, y), 'SPECIMEN', font=_font(max(16, round(h * 0.5)), True), fill=INK)
        draw.text((x + w // 2, y + h // 8), 'not a document of any state', font=_font(max(12, round(h * 0.25))), fill=LABEL)
        return
    lines = max(1, round(h / (5.0 * PX_PER_MM)))
    for i in range(lines):
        top = y + i * h // lines
        draw.text((x, top), random.choice(['Name', 'Number', 'Given name', 'Place', 'Issued', 'Valid until']),
                  font=_font(round(1.5 * PX_PER_MM)), fill=LABEL)
        length = max(3, min(18, int(w / (2.4 * PX_PER_MM))))
        text = ''.join(random.choice(list(_LETTERS + '0123456789 ')) for _ in range(random.randint(max(2, length // 2), length + 1)))
        draw.text((x, top + round(1.6 * PX_PER_MM)), text, font=_font(round(2.6 * PX_PER_MM), True), fill=INK)


def draw(layout, portrait, landmarks, seed):
    """A specimen with this portrait (BGR) and its landmarks (px of the portrait).

    Returns BGRA, the document's corners in it (a passport has the facing page above its data page) and the landmarks on it, all
    in px."""
    random = np.random.RandomState(seed)
    width, height = _px(*layout.size)
    tint, colour = _TINTS[seed % len(_TINTS)]
    page = Image.fromarray(_paper(width, height, tint, random))
    pen = ImageDraw.Draw(page)
    if seed % 3 != 0 and 'title' in layout.texts:
        x, y, w, h = _px(*layout.texts['title'])
        if seed % 3 == 1:
            pen.rectangle([0, 0, width, y + h + 4], fill=colour)
        else:
            pen.rectangle([0, y + h + 2, width, y + h + 6], fill=colour)
    # A printed portrait: less contrast than the eye saw, and the softness of the print.
    printed = cv2.addWeighted(portrait, 0.92, np.full_like(portrait, 210), 0.08, 0)
    x, y, w, h = _px(*layout.portrait)
    picture, move = cut(printed, w, h)
    picture = cv2.GaussianBlur(picture, (0, 0), 0.6)
    page.paste(Image.fromarray(picture), (x, y))
    on_card = landmarks @ move[:, :2].T + move[:, 2] + (x, y)
    if layout.ghost is not None:
        x, y, w, h = _px(*layout.ghost)
        ghost = cv2.cvtColor(cut(printed, w, h)[0], cv2.COLOR_BGR2GRAY)[..., None].astype(np.float32) / 255
        under = np.asarray(page.crop((x, y, x + w, y + h)), np.float32)
        page.paste(Image.fromarray((under * (0.5 + 0.5 * ghost)).astype(np.uint8)), (x, y))
    for name, zone in layout.texts.items():
        _print_text(pen, zone, name, random)
    stamp = Image.new('RGBA', page.size, (0, 0, 0, 0))
    ImageDraw.Draw(stamp).text((width * 0.42, height * 0.45), 'SPECIMEN', font=_font(round(height * 0.12), True),
                               fill=(60, 60, 186, 52))
    page = Image.alpha_composite(page.convert('RGBA'), stamp.rotate(11, center=(width * 0.6, height * 0.5))).convert('RGB')

    is_page = layout.size[0] > 110
    facing = round(FACING_MM * PX_PER_MM) if is_page else 0
    whole = np.zeros((height + facing, width, 4), np.uint8)
    whole[facing:, :, :3] = np.asarray(page)
    if facing:
        whole[:facing, :, :3] = _paper(width, facing, tuple(0.93 * t for t in tint), random)
        # The fold lies in shadow.
        fall = np.exp(-np.abs(np.arange(height + facing) - facing) / (1.2 * PX_PER_MM))[:, None, None]
        whole[..., :3] = (whole[..., :3] * (1 - 0.35 * fall)).astype(np.uint8)
    mask = Image.new('L', (width, height + facing), 0)
    ImageDraw.Draw(mask).rounded_rectangle([0, 0, width - 1, height + facing - 1], round(CORNER_MM * PX_PER_MM), fill=255)
    whole[..., 3] = np.asarray(mask)
    corners = np.array([[0, facing], [width, facing], [width, height + facing], [0, height + facing]], float)
    return whole, corners, on_card + (0, facing)
