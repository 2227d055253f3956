# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills a pool of views with the teacher's embedding of each: computed once, used for many epochs.

    python3 models/training/pool.py --faces ../shared/data/faces --teacher ../shared/data/models/mobilefacenet_a \\
            --work models/training/work --views 160000

About 14 ms a view on one core. Resumes: finished chunks are kept. The evaluation folders are never read.
"""

import argparse
import pathlib
import time

import cv2
import numpy as np

from views import SIZE, view_of

CHUNK = 4000
FOLDERS = ("gen_train", "open_train", "aaf_train", "utk_train", "scut_train", "celeba_train")


def load_faces(root, folders):
    """Every training crop as one uint8 array, in a fixed order."""
    files = [file for folder in folders for file in sorted((root / folder).glob("*.jpg"))]
    if not files:
        raise SystemExit(f"no training pictures under {root}")
    return np.stack([cv2.imread(str(file)) for file in files])


def fill_chunk(faces, teacher, seed):
    rng = np.random.default_rng(seed)
    views = np.empty((CHUNK, SIZE, SIZE, 3), np.uint8)
    embeddings = np.empty((CHUNK, 128), np.float16)
    for i in range(CHUNK):
        a, b = rng.integers(len(faces), size=2)
        views[i] = view_of(faces[a], faces[b], rng)
        teacher.setInput(cv2.dnn.blobFromImage(views[i], 1 / 128, (SIZE, SIZE), (127.5,) * 3, swapRB=True))
        e = teacher.forward().ravel()
        embeddings[i] = e / np.linalg.norm(e)
    return views, embeddings


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--faces", type=pathlib.Path, required=True)
    parser.add_argument("--teacher", required=True, help="path without .prototxt and .caffemodel")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--views", type=int, default=160000)
    parser.add_argument("--folders", nargs="+", default=FOLDERS)
    arguments = parser.parse_args()

    cv2.setNumThreads(1)
    arguments.work.mkdir(parents=True, exist_ok=True)
    faces = load_faces(arguments.faces, arguments.folders)
    teacher = cv2.dnn.readNetFromCaffe(arguments.teacher + ".prototxt", arguments.teacher + ".caffemodel")
    chunks = (arguments.views + CHUNK - 1) // CHUNK
    for chunk in range(chunks):
        target = arguments.work / f"pool-{chunk:04}.npz"
        if target.exists():
            continue
        began = time.monotonic()
        views, embeddings = fill_chunk(faces, teacher, 1000 + chunk)
        partial = target.with_suffix(".part.npz")
        np.savez(partial, views=views, embeddings=embeddings)
        partial.rename(target)
        print(f"chunk {chunk + 1} of {chunks}: {(time.monotonic() - began) / CHUNK * 1e3:.1f} ms a view", flush=True)


if __name__ == "__main__":
    main()
