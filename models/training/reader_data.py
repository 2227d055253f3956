# SPDX-License-Identifier: GPL-3.0-or-later
"""Samples for the reader: rendered people with exact truth, and real aligned crops with a detector's five landmarks.

Rendered people are read as reader_crops.py finishes them. What covers a real face is pasted: masks and dark glasses of
random colour, so that the network does not learn cloth as this renderer draws it.
"""

import cv2
import numpy as np
import torch

from reader_views import (CANVAS, EYES, MARGIN, SIDE, TEMPLATE, angles_of, cut, mirrored, moved, noisy_five, similarity,
                          spoil, turned)

# Of lips or the nose's tip, or of an eye: covered from here on, and free below the other; between them a share.
COVERED, FREE = 0.4, 0.1
NOTHING = 0.03  # share of views without a face
ROUGH = 0.2  # share of views that a weak detector aligned
TURNED, TURNED_FROM, TURNED_TO = 0.35, 25, 55  # share of samples taken from faces turned that far, degrees of yaw


def soft_label(share):
    return np.where(share >= COVERED, 1.0, np.where(share <= FREE, 0.0, share))


class Rendered:
    """Everything under a folder of reader_crops.py; refresh() takes up what is new."""

    def __init__(self, folder):
        self.folder, self.known, self.people, self.turned = folder, set(), [], []
        self.refresh()
        if not self.people:
            raise SystemExit(f"no rendered people under {folder}")

    def refresh(self):
        for file in sorted(self.folder.glob("[0-9]*.npz")):
            if file.name not in self.known and not file.name.endswith(".part.npz"):
                with np.load(file) as data:
                    self.people.append({name: data[name] for name in data.files})
                self.known.add(file.name)
                yaw = np.abs(self.people[-1]["about"][:, 0])
                here = np.flatnonzero((yaw >= TURNED_FROM) & (yaw <= TURNED_TO))
                self.turned += [(len(self.people) - 1, i) for i in here]

    def __len__(self):
        return sum(len(person["pictures"]) for person in self.people)

    def _draw(self, rng):
        if self.turned and rng.random() < TURNED:
            who, i = self.turned[rng.integers(len(self.turned))]
            return self.people[who], i
        person = self.people[rng.integers(len(self.people))]
        return person, rng.integers(len(person["pictures"]))

    def sample(self, rng):
        """(view, target): 136 places, 3 angles, 3 openings, 3 covered."""
        person, i = self._draw(rng)
        canvas, landmarks, five, rotation, values = (person[name][i] for name in (
            "pictures", "landmarks", "five", "rotations", "values"))
        if rng.random() < 0.5:
            canvas, landmarks, five, rotation, values = mirrored(canvas, landmarks, five, rotation, values)
        if rng.random() < NOTHING:  # nobody there: the network is to say that it does not know
            return nothing(rng, canvas), target_of(landmarks - MARGIN, rotation, values)
        border = cv2.BORDER_REPLICATE if rng.random() < 0.5 else cv2.BORDER_CONSTANT
        view, factor, shift = cut(np.ascontiguousarray(canvas), noisy_five(five, rng, rough=ROUGH), border)
        target = target_of(moved(landmarks, factor, shift), turned(rotation, factor), values)
        return spoil(view, rng), target


def target_of(landmarks, rotation, values):
    angles = angles_of(rotation[None])[0]
    return np.concatenate([landmarks.ravel(), angles, values[:3], soft_label(values[3:6])]).astype(np.float32)


def nothing(rng, canvas=None):
    """Noise of any grain, or one grey, or a picture in 28 px pieces that lie where they do not belong."""
    if canvas is not None and rng.random() < 0.5:
        pieces = canvas[:SIDE, :SIDE].reshape(4, 28, 4, 28, 3).swapaxes(1, 2).reshape(16, 28, 28, 3)[rng.permutation(16)]
        return spoil(np.ascontiguousarray(pieces.reshape(4, 4, 28, 28, 3).swapaxes(1, 2).reshape(SIDE, SIDE, 3)), rng)
    size = int(rng.choice([1, 3, 7, 28, 112]))
    noise = rng.integers(0, 256, (size, size, 3)).astype(np.float32)
    noise = (noise - 128) * rng.uniform(0, 1) + rng.uniform(0, 255)
    return cv2.resize(np.clip(noise, 0, 255).astype(np.uint8), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)


def _frame(five):
    """Middle between the eyes, and across and down as vectors."""
    eyes, mouth = five[:2].mean(0), five[3:].mean(0)
    across, down = (five[1] - five[0]) / 2, mouth - eyes
    return eyes, across, down


def _fill(picture, outline, colour, rng, share=1.0):
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.int32(np.round(outline * 16))], 255, cv2.LINE_AA, 4)
    mask = cv2.GaussianBlur(mask, (0, 0), 0.6).astype(np.float32)[..., None] / 255 * share
    down = np.linspace(rng.uniform(0.8, 1.15), rng.uniform(0.7, 1.1), len(picture), dtype=np.float32)[:, None, None]
    cloth = colour * down + rng.normal(0, 3, picture.shape)
    return (picture * (1 - mask) + np.clip(cloth, 0, 255) * mask).astype(np.uint8)


def paste_mask(picture, five, rng):
    eyes, across, down = _frame(five)
    top = rng.uniform(0.35, 0.95)

    def at(x, y):
        return eyes + x * across * 2 + y * down

    wide = rng.uniform(0.8, 1.05)
    outline = np.array([at(-wide, top + 0.15), at(-0.45, top + 0.03), at(0, top - 0.05), at(0.45, top + 0.03),
                        at(wide, top + 0.15), at(wide * 0.85, 1.25), at(0.5, 1.65), at(0, 1.8), at(-0.5, 1.65),
                        at(-wide * 0.85, 1.25)])
    colour = rng.uniform(20, 240) + rng.normal(0, 25, 3)
    return _fill(picture, outline + rng.normal(0, 0.8, outline.shape), colour, rng)


def paste_glasses(picture, five, rng):
    eyes, across, down = _frame(five)
    wide, high = rng.uniform(0.34, 0.48), rng.uniform(0.2, 0.33)
    colour = rng.uniform(4, 50) + rng.normal(0, 6, 3)
    angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    squareness = rng.uniform(0.55, 1)
    x = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** squareness * wide
    y = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** squareness * high
    for eye in five[:2]:
        picture = _fill(picture, eye + x[:, None] * across * 2 + (y[:, None] + 0.03) * down, colour, rng,
                        rng.uniform(0.92, 1.0))
    bridge = np.array([eyes - 0.2 * across + 0.0 * down, eyes + 0.2 * across, eyes + 0.2 * across + 0.06 * down,
                       eyes - 0.2 * across + 0.06 * down])
    return _fill(picture, bridge, colour, rng)


class Real:
    """Real crops on the canvas, their five landmarks by the detector, and which person wears what is pasted."""

    def __init__(self, file):
        with np.load(file) as data:
            self.pictures, self.five = data["pictures"], data["five"].astype(float)

    def pair(self, rng):
        """Two views of one face with the way from canvas to each, its five landmarks, what covers it (2), mirrored (2)."""
        i = rng.integers(len(self.pictures))
        picture, five = self.pictures[i], self.five[i]
        masked, shaded = rng.random() < 0.25, rng.random() < 0.15
        picture = paste_mask(picture, five, rng) if masked else picture
        picture = paste_glasses(picture, five, rng) if shaded else picture
        views = []
        for _ in range(2):
            flipped = rng.random() < 0.5
            canvas, _, found, _, _ = mirrored(picture, None, five, None, None) if flipped else (picture, None, five, None, None)
            border = cv2.BORDER_REPLICATE if rng.random() < 0.5 else cv2.BORDER_CONSTANT
            view, factor, shift = cut(np.ascontiguousarray(canvas), noisy_five(found, rng, rough=ROUGH), border)
            views.append((spoil(view, rng), factor, shift, flipped, moved(found, factor, shift)))
        return views, np.float32([masked, shaded, shaded])


def to_tensor(views):
    x = torch.from_numpy(np.ascontiguousarray(np.stack(views).transpose(0, 3, 1, 2))).float()
    return ((x - 127.5) / 64).contiguous(memory_format=torch.channels_last)


def place_real(picture, five):
    """A 128x128 crop or any picture on the canvas, by its landmarks; black around it is filled from the edge."""
    factor, shift = similarity(five, TEMPLATE + MARGIN)
    matrix = np.array([[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag]])
    matrix[:, 2] += matrix[:, :2] @ [0.5, 0.5] - 0.5
    canvas = cv2.warpAffine(picture, matrix, (CANVAS, CANVAS), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return canvas, moved(five, factor, shift)
