# SPDX-License-Identifier: GPL-3.0-or-later
"""A pack's embedding as Annae runs it: what pack.ini says, aligned by the pack's reader where it has one, the face and its mirror
image, templates kept between runs."""

import configparser
import os
import pathlib

import cv2
import numpy as np

from evaluate import TEMPLATE, umeyama
from reader_views import five_of

CHUNK = 1000
# READ_IN_ALIGNED of src/vision/reader.cc.
READ_IN_ALIGNED = np.float32([[37.7, 54.5], [74.1, 54.3], [55.9, 73.8], [40.7, 90.8], [71.8, 90.6]])
MOST_DEVIATION = np.log(2.6)  # as there: beyond that the detector's landmarks stay
POINTS_LOG = slice(136, 204)  # as in reader_net.py


class Pack:
    def __init__(self, folder, text=None, lent=None):
        """text: what would be in pack.ini. lent: the Pack whose reader serves where this one has none, as the program does it."""
        self.folder = pathlib.Path(folder)
        self.ini = configparser.ConfigParser(interpolation=None)
        self.ini.read_string(text or (self.folder / "pack.ini").read_text(encoding="utf-8"))
        part = self.ini["embed"]
        files = self.folder / self.ini["pack"].get("files", ".")
        self.network = part.get("weights-sha256") or part["sha256"]
        self._net = cv2.dnn.readNetFromCaffe(str(files / part["file"]), str(files / part["weights"])) if "weights" in part \
            else cv2.dnn.readNetFromONNX(str(files / part["file"]))
        self._reader, self.read_by = None, ""
        if "read" in self.ini:
            from evaluate_reader import Reader  # needs torch
            self._reader, self.read_by = Reader(files / self.ini["read"]["file"], looks=2), "-" + self.ini["read"]["sha256"][:8]
        elif lent:
            self._reader, self.read_by = lent._reader, lent.read_by
        self._rgb = part.get("channels", "bgr") == "rgb"
        self._mean, self._scale = self._numbers(part.get("mean", "0")), self._numbers(part.get("scale", "1"))

    @staticmethod
    def _numbers(text):
        return np.float32([float(number) for number in text.split(";") if number.strip()]).reshape(-1, 1, 1)

    def align(self, image, points):
        """The aligned face by five landmarks (px from the pixels' edges), or by what the reader sees there."""
        places = TEMPLATE
        if self._reader:
            answer, read, _ = self._reader.on(image, points.astype(float), cv2.BORDER_REPLICATE)
            if np.median(answer[POINTS_LOG]) <= MOST_DEVIATION:
                points, places = five_of(read), READ_IN_ALIGNED
        matrix = umeyama(points, places)
        matrix[:, 2] += matrix[:, :2] @ [0.5, 0.5] - 0.5
        return cv2.warpAffine(image, matrix, (112, 112), borderMode=cv2.BORDER_REPLICATE)

    def crop(self, path):
        """The aligned face of a crop of the development data, which YuNet aligned: its middle, or aligned again by the reader."""
        return self.align(cv2.imread(str(path)), TEMPLATE + 8) if self._reader else middle(path)

    def template(self, face):
        """Of an aligned face (BGR, 112x112): the sum of the two answers, at unit length."""
        total = self.one(face) + self.one(face[:, ::-1])
        return total / np.linalg.norm(total)

    def one(self, face):
        """The network's answer as it is."""
        planes = (face[:, :, ::-1] if self._rgb else face).transpose(2, 0, 1).astype(np.float32)
        self._net.setInput(np.ascontiguousarray((planes - self._mean) * self._scale)[None])
        return self._net.forward().ravel().copy()


def middle(path):
    """The 112x112 template of a crop of the development data."""
    return np.ascontiguousarray(cv2.imread(str(path))[8:120, 8:120])


def templates(name, pack, files, face_of, work):
    """Templates of all files, rows of NaN where face_of() finds no face; what is in work already is not computed again."""
    work.mkdir(parents=True, exist_ok=True)
    found = []
    for first in range(0, len(files), CHUNK):
        kept = work / f"{pack.network[:16]}-{name}-{first}.npy"
        part = files[first:first + CHUNK]
        rows = np.load(kept) if kept.exists() else None
        if rows is None or len(rows) != len(part):
            faces = (face_of(file) for file in part)
            rows = [pack.template(face) if face is not None else None for face in faces]
            length = max(len(row) for row in rows if row is not None)
            rows = np.stack([row if row is not None else np.full(length, np.nan) for row in rows]).astype(np.float32)
            np.save(work / "part.npy", rows)
            os.replace(work / "part.npy", kept)
            print(f"{name}: {first + len(part)} of {len(files)}", flush=True)
        found.append(rows)
    return np.concatenate(found)
