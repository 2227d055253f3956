# SPDX-License-Identifier: GPL-3.0-or-later
"""Specimen cards: ISO/IEC 7810 ID-1, drawn by us, like no state's document, with the portrait of a person who does not
exist.

A card is a BGR picture (300 dpi: 1012 x 638 px) and an alpha mask with round corners. card_in_hand() puts it before a
camera: a plane in perspective, held by a hand, with exact corners as truth.
"""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .person import rotation

WIDTH, HEIGHT = 1012, 638  # 85.60 x 53.98 mm at 300 dpi
CORNER_RADIUS = 38         # 3.18 mm
WIDTH_CM, HEIGHT_CM = 8.560, 5.398

# x, y, width, height in px of the card.
PORTRAIT_ZONE = (52, 138, 318, 409)
GHOST_ZONE = (846, 420, 120, 154)
TEXT_ZONE = (404, 138, 420, 440)

INK = (38, 44, 52)
LABEL = (104, 92, 76)
BAND = (124, 74, 46)
FONT_FOLDER = '/usr/share/fonts/truetype/dejavu/'


def _font(size, bold=False):
    return ImageFont.truetype(FONT_FOLDER + ('DejaVuSans-Bold.ttf' if bold else 'DejaVuSans.ttf'), size)


def _paper():
    """Warm paper with fine interlaced waves; no emblem, no flag, nothing that a state uses."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    paper = np.stack([246 + 5 * np.sin(x / 190), 238 + 6 * np.sin(y / 150 + 1), 222 + 8 * np.sin((x + y) / 230)], -1)
    for k in range(6):
        wave = np.sin((y + 26 * np.sin(x / (60 + 9 * k) + 1.7 * k)) / (6.5 + 0.6 * k))
        paper -= (np.abs(wave) < 0.09)[..., None] * np.array([7, 10, 12]) * (1 - 0.1 * k)
    return np.clip(paper, 0, 255).astype(np.uint8)


def draw_card(portrait, given_name, born, number):
    """A card with this portrait (BGR, 35:45). Returns (BGR picture, alpha 0-255)."""
    card = Image.fromarray(_paper())
    draw = ImageDraw.Draw(card)
    draw.rectangle([0, 0, WIDTH, 92], fill=BAND)
    draw.text((52, 22), 'SPECIMEN CARD', font=_font(40, True), fill=(252, 246, 236))
    draw.text((470, 34), 'not a document of any state', font=_font(25), fill=(244, 224, 204))
    draw.rectangle([0, 96, WIDTH, 100], fill=(214, 160, 96))

    # A printed portrait: less contrast than the eye saw, and the softness of the print.
    print_ = cv2.addWeighted(portrait, 0.92, np.full_like(portrait, 210), 0.08, 0)
    print_ = Image.fromarray(cv2.GaussianBlur(print_, (0, 0), 0.6)[..., ::-1])
    x, y, w, h = PORTRAIT_ZONE
    card.paste(print_.resize((w, h), Image.LANCZOS), (x, y))
    draw.rectangle([x - 2, y - 2, x + w + 1, y + h + 1], outline=(150, 126, 100), width=2)

    x, y, w, h = GHOST_ZONE
    ghost = np.asarray(print_.resize((w, h), Image.LANCZOS).convert('L'), np.float32)[..., None] / 255
    under = np.asarray(card.crop((x, y, x + w, y + h)), np.float32)
    card.paste(Image.fromarray((under * (0.62 + 0.38 * ghost)).astype(np.uint8)), (x, y))

    x, y = TEXT_ZONE[:2]
    for label, value in (('Surname', 'SPECIMEN'), ('Given name', given_name), ('Born', born),
                         ('Number', 'SPC %07d' % number), ('Valid until', '31 DEC 2099')):
        draw.text((x, y), label, font=_font(19), fill=LABEL)
        draw.text((x, y + 24), value, font=_font(31, True), fill=INK)
        y += 88

    stamp = Image.new('RGBA', (WIDTH, HEIGHT), (0, 0, 0, 0))
    ImageDraw.Draw(stamp).text((452, 300), 'SPECIMEN', font=_font(88, True), fill=(186, 60, 40, 52))
    card = Image.alpha_composite(card.convert('RGBA'), stamp.rotate(11, center=(700, 340))).convert('RGB')

    mask = Image.new('L', (WIDTH, HEIGHT), 0)
    ImageDraw.Draw(mask).rounded_rectangle([0, 0, WIDTH - 1, HEIGHT - 1], CORNER_RADIUS, fill=255)
    scan = Image.new('RGB', (WIDTH, HEIGHT), (255, 255, 255))
    scan.paste(card, mask=mask)
    return np.ascontiguousarray(np.asarray(scan)[..., ::-1]), np.asarray(mask)


def _project(points, pose, centre_cm, focal, size):
    p = points @ rotation(*pose).T + np.asarray(centre_cm, float)
    return np.float32(np.c_[size[0] / 2 + focal * p[:, 0] / -p[:, 2], size[1] / 2 - focal * p[:, 1] / -p[:, 2]])


def card_corners(pose, centre_cm, focal, size):
    """Corners in the picture (top left, top right, bottom right, bottom left of the card), px."""
    w, h = WIDTH_CM / 2, HEIGHT_CM / 2
    return _project(np.array([[-w, h, 0], [w, h, 0], [w, -h, 0], [-w, -h, 0]]), pose, centre_cm, focal, size)


def _finger(picture, joints, radii, colour):
    """A shaded limb along a polyline: colour falls off towards the rim, as round flesh does under a lamp in front."""
    size = picture.shape[:2]
    near = np.full(size, 9.0, np.float32)
    for i in range(len(joints) - 1):
        for t in np.linspace(0, 1, 24):
            x, y = joints[i] * (1 - t) + joints[i + 1] * t
            r = radii[i] * (1 - t) + radii[i + 1] * t
            x0, x1 = int(max(x - r - 2, 0)), int(min(x + r + 3, size[1]))
            y0, y1 = int(max(y - r - 2, 0)), int(min(y + r + 3, size[0]))
            if x0 >= x1 or y0 >= y1:
                continue
            yy, xx = np.mgrid[y0:y1, x0:x1].astype(np.float32)
            distance = np.hypot(xx - x, yy - y) / r
            near[y0:y1, x0:x1] = np.minimum(near[y0:y1, x0:x1], distance)
    alpha = cv2.GaussianBlur(np.clip((1.0 - near) * 12, 0, 1), (0, 0), 0.8)[..., None]
    height = np.sqrt(np.clip(1 - near ** 2, 0, 1))[..., None]
    shade = 0.42 + 0.58 * height ** 0.8
    return picture * (1 - alpha) + alpha * shade * np.asarray(colour, np.float32)


def card_in_hand(card, mask, behind, pose, centre_cm, focal, skin=(128, 158, 208), sharp=0.7, gain=0.94, light=(-0.3, 0.4, 0.86)):
    """The card before the camera, over a BGR picture `behind`; centre_cm has z < 0. Returns (BGR float, corners)."""
    size = (behind.shape[1], behind.shape[0])
    corners = card_corners(pose, centre_cm, focal, size)
    plane = np.array([[-WIDTH_CM / 2, HEIGHT_CM / 2], [WIDTH_CM / 2, HEIGHT_CM / 2],
                      [WIDTH_CM / 2, -HEIGHT_CM / 2], [-WIDTH_CM / 2, -HEIGHT_CM / 2]])
    to_picture = cv2.getPerspectiveTransform(np.float32(plane), corners)

    def at(points):
        return cv2.perspectiveTransform(np.float32(points)[None], to_picture)[0]

    scale = np.linalg.norm(corners[1] - corners[0]) / WIDTH_CM  # px a cm at the card
    picture = behind.astype(np.float32)
    right, bottom = WIDTH_CM / 2, -HEIGHT_CM / 2
    # Fingers behind the card first, then the card, then the thumb that lies on its lower right corner.
    for k in range(3):
        joints = at([[right + 4.5 + 0.3 * k, bottom - 5.5 + 0.6 * k], [right + 1.3, bottom - 0.6 + 1.15 * k],
                     [right - 1.2, bottom + 0.9 + 1.2 * k]])
        picture = _finger(picture, joints, [1.15 * scale, 0.85 * scale, 0.7 * scale], np.array(skin) * (0.82 - 0.05 * k))

    source = np.float32([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]])
    warp = cv2.getPerspectiveTransform(source, corners)
    shrink = WIDTH / max(np.linalg.norm(corners[1] - corners[0]), 1)
    soft = cv2.GaussianBlur(card, (0, 0), max(0.35 * shrink, 0.3))
    printed = cv2.warpPerspective(soft, warp, size, flags=cv2.INTER_AREA).astype(np.float32)
    alpha = cv2.warpPerspective(mask, warp, size, flags=cv2.INTER_AREA)[..., None].astype(np.float32) / 255
    towards = np.array(light) / np.linalg.norm(light)
    lit = gain * (0.45 + 0.62 * max(0.0, float(rotation(*pose)[:, 2] @ towards)))
    picture = picture * (1 - alpha) + printed * min(lit, 1.1) * alpha

    thumb = at([[right + 3.6, bottom - 6.2], [right + 1.4, bottom - 1.9], [right - 0.35, bottom + 0.35]])
    shadow = _finger(np.zeros_like(picture), thumb + 0.16 * scale, [1.3 * scale, 1.0 * scale, 0.8 * scale], (1, 1, 1))
    picture *= 1 - 0.35 * cv2.GaussianBlur(shadow, (0, 0), 0.14 * scale)
    picture = _finger(picture, thumb, [1.35 * scale, 1.0 * scale, 0.8 * scale], skin)
    nail = at([[right - 0.52, bottom + 0.52], [right - 0.72, bottom + 0.72]])
    picture = _finger(picture, nail, [0.42 * scale, 0.40 * scale], np.array(skin) * 0.45 + np.array([205, 212, 240]) * 0.6)
    return cv2.GaussianBlur(picture, (0, 0), sharp), corners
