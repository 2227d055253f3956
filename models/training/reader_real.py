# SPDX-License-Identifier: GPL-3.0-or-later
"""Real aligned crops for the reader, with the five landmarks that YuNet finds in them as weak labels.

    python3 models/training/reader_real.py --faces ../shared/data/faces \\
            --yunet ../shared/data/models/face_detection_yunet_2023mar.onnx --output ~/.cache/annae-reader/real.npz

About 6 ms a picture. The evaluation folder is never read.
"""

import argparse
import pathlib

import cv2
import numpy as np

from evaluate_finder import Finder
from faces import FOLDERS
from reader_data import place_real


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--faces", type=pathlib.Path, required=True)
    parser.add_argument("--yunet", required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--each", type=int, default=1200, help="pictures of each folder")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    yunet, pictures, landmarks = Finder(arguments.yunet), [], []
    for folder in FOLDERS:
        files = sorted((arguments.faces / folder).glob("*.jpg"))
        for file in files[::max(1, len(files) // arguments.each)][:arguments.each]:
            picture = cv2.imread(str(file))
            score, _, five = yunet(picture)
            if score >= 0.7:
                canvas, placed = place_real(picture, five.astype(float))
                pictures.append(canvas)
                landmarks.append(placed)
        print(f"{folder}: {len(pictures)} pictures", flush=True)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    partial = arguments.output.with_suffix(".part.npz")
    np.savez(partial, pictures=np.stack(pictures), five=np.float32(landmarks))
    partial.rename(arguments.output)


if __name__ == "__main__":
    main()
