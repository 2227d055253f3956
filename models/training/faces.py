# SPDX-License-Identifier: GPL-3.0-or-later
"""The training pictures: aligned crops of 128x128, of which the central 112x112 is the template."""

import cv2
import numpy as np

FOLDERS = ("gen_train", "open_train", "aaf_train", "utk_train", "scut_train", "celeba_train")
# Generated people, public domain and Creative Commons only.
OPEN_FOLDERS = ("gen_train", "open_train")


def load_faces(root, folders):
    """Every training crop as one uint8 array, in a fixed order."""
    files = [file for folder in folders for file in sorted((root / folder).glob("*.jpg"))]
    if not files:
        raise SystemExit(f"no training pictures under {root}")
    return np.stack([cv2.imread(str(file)) for file in files])
