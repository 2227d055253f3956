# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the bundled finder (faces with five landmarks) block by block, and exports it as ONNX that OpenCV 4.6 reads.

    python3 models/training/finder.py --faces ../shared/data/faces --work WORK --samples 144000 \\
            --teacher ../shared/data/models/face_detection_yunet_2023mar.onnx --output models/annae/finder.onnx

A network of YuNet's class (Wu, Peng and Yu 2023), 75 thousand parameters, from random weights. Every unit learns what the
teacher's unit does (block-wise distillation, see blocks.py): on drawn rooms alone, boxes as the only lesson, such a
network takes a hundred things in real pictures for faces; the teacher's inner maps carry what it learnt from real rooms.
The last third corrects the teacher: it takes a head laid to the side for less laid than it is, so there a pasted face's
landmarks are those that the teacher finds in the upright crop, turned with it. The teacher's licence is MIT. Twelve outputs like YuNet's, so one decoder reads both: for S = 8, 16, 32 cls_S, obj_S,
bbox_S (dx dy log w log h) and kps_S, in cells of S pixels. Resumes from the newest checkpoint; prints progress; fixed seeds.
"""

import pathlib

import numpy as np
import torch
from torch import nn
import torch.nn.functional as functional

from mosaics import scene_for_matching
from onnx_network import Network
from faces import load_faces
from loop import Loop, options

STRIDES = (8, 16, 32)
PARTS = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}
# inputs, outputs, where its input comes from: "" the unit before, "pool" the same at half the size
UNITS = ((16, 16, ""), (16, 16, "pool"), (16, 32, ""), (32, 32, ""), (32, 64, ""), (64, 64, "pool"), (64, 64, ""),
         (64, 64, "pool"), (64, 64, ""), (64, 64, "pool"), (64, 64, ""), (64, 64, ""))
BATCH = 8
ALONE = 0.15  # the share of the training in which each unit learns for itself; then the network as a whole
TURNED = 0.65  # from here on landmarks are taught by upright crops


def convolution(inputs, outputs, size, stride=1, groups=1):
    return nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups)


def unit(inputs, outputs):
    return nn.Sequential(convolution(inputs, outputs, 1), convolution(outputs, outputs, 3, groups=outputs),
                         nn.BatchNorm2d(outputs), nn.ReLU())


def head(outputs):
    return nn.Sequential(convolution(64, outputs, 1), convolution(outputs, outputs, 3, groups=outputs))


def double(x):
    return functional.interpolate(x, scale_factor=2, mode="nearest")


class Finder(nn.Module):
    """Input N x 3 x H x W, BGR 0 to 255, H and W multiples of 32."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(convolution(3, 16, 3, 2), nn.BatchNorm2d(16), nn.ReLU())
        self.units = nn.ModuleList(unit(inputs, outputs) for inputs, outputs, _ in UNITS)
        self.mix16, self.mix8 = unit(64, 64), unit(64, 64)
        self.heads = nn.ModuleList(nn.ModuleDict({part: head(n) for part, n in PARTS.items()}) for _ in STRIDES)
        with torch.no_grad():
            self.stem[0].weight /= 64  # grey levels, not numbers about one

    def run(self, x, given=None):
        """Every unit's answer, in the order of the teacher's, then the heads'.

        With `given`, a list of the teacher's answers in that order, each unit is fed from these instead of its own kind,
        and so learns for itself alone.
        """
        answers = [self.stem(x)]

        def at(k):
            return given[k] if given is not None else answers[k]
        for k, (_, _, source) in enumerate(UNITS):
            before = at(k)
            answers.append(self.units[k](functional.max_pool2d(before, 2) if source else before))
        # After the stem and twelve units: 7 is the map of stride 8, 9 of stride 16, 12 of stride 32.
        answers.append(self.mix16(at(9) + double(at(12))))
        answers.append(self.mix8(at(7) + double(at(13))))
        heads = [self.heads[level][part](at(where)) for part in PARTS for level, where in enumerate((14, 13, 12))]
        return answers, heads

    def forward(self, x):
        """The twelve outputs, each 1 x cells x channels, cls and obj from 0 to 1."""
        _, heads = self.run(x)
        outputs = []
        for i, value in enumerate(heads):
            channels = list(PARTS.values())[i // 3]
            value = value.permute(0, 2, 3, 1).reshape(1, -1, channels)
            outputs.append(value.sigmoid() if i < 6 else value)
        return tuple(outputs)


def names():
    return [f"{part}_{stride}" for part in PARTS for stride in STRIDES]


def watched_values(teacher):
    """The teacher's inner values, and its heads' in the order of `names()`."""
    at = {node.input[0]: node.output[0] for node in teacher.nodes if node.op_type in ("Transpose", "Reshape", "Sigmoid")}
    end = {}
    for start in at:
        value = start
        while value in at:
            value = at[value]
        end[value] = start if end.get(value) is None or start in teacher.convolutions() else end[value]
    return teacher.outputs_of("Relu"), [end[name] for name in names()]


def landmarks_of(faces, teacher, inner, ends):
    """N x 5 x 2 in crops of 128x128, as the teacher finds them where heads are upright; NaN where it finds no face."""
    found = np.full((len(faces), 5, 2), np.nan, np.float32)
    for first in range(0, len(faces), 64):
        x = torch.from_numpy(faces[first:first + 64]).permute(0, 3, 1, 2).float()
        with torch.no_grad():
            values = teacher(x, inner + ends)
        heads = [values[name].float().flatten(2) for name in ends]
        scores = [(heads[level].sigmoid() * heads[3 + level].sigmoid()).sqrt()[:, 0] for level in range(3)]
        for i in range(len(x)):
            best, level, cell = max((float(scores[level][i].max()), level, int(scores[level][i].argmax())) for level in range(3))
            if best > 0.6:
                columns = faces.shape[2] // STRIDES[level]
                points = heads[9 + level][i, :, cell].reshape(5, 2).numpy()
                found[first + i] = (points + np.float32([cell % columns, cell // columns])) * STRIDES[level]
    return found


def teach_places(heads, scenes_faces):
    """Puts known landmarks into the teacher's answers, where the middle of a face is; returns where, by level."""
    known = []
    for level, stride in enumerate(STRIDES):
        target = heads[9 + level]
        rows, columns = target.shape[2:]
        where = torch.zeros(len(scenes_faces), 1, rows, columns, dtype=torch.bool)
        cells = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), -1).astype(np.float32)
        for i, faces in enumerate(scenes_faces):
            for box, points in faces:
                middle, size = (box[:2] + box[2:]) / 2, box[2:] - box[:2]
                if not np.isfinite(points).all() or not 2 * stride <= size[1] <= 16 * stride:
                    continue
                inside = (np.abs((cells + 0.5) * stride - middle) < np.maximum(size / 4, stride)).all(2)
                values = (points[None] / stride - cells[inside][:, None]).reshape(-1, 10)
                target[i][:, torch.from_numpy(inside)] = torch.from_numpy(np.float32(values.T)).to(target.device)
                where[i, 0] |= torch.from_numpy(inside)
        known.append(where.to(target.device))
    return known


def losses_of(answers, heads, target_answers, target_heads, known=None):
    units = [(a.float() - t).pow(2).mean() / (t - t.mean((0, 2, 3), keepdim=True)).pow(2).mean()
             for a, t in zip(answers, target_answers)]
    ends = []
    for i, (value, target) in enumerate(zip(heads, target_heads)):
        value = value.float()
        if i < 6:
            # Logits below -7 are "nothing" whatever they are; about a face each must be right.
            target, value = target.clamp(min=-7), functional.softplus(value + 7) - 7
            weight = 0.05 + target.sigmoid().sqrt()
            ends.append(((value - target).pow(2) * weight).mean() / weight.mean() / 4)
        else:
            level = i % 3
            sure = (target_heads[level].sigmoid() * target_heads[3 + level].sigmoid()).sqrt() + 0.003
            if known is not None and i >= 9:
                sure = torch.where(known[level], sure.clamp(min=0.3), sure)
            ends.append(((value - target).pow(2) * sure).mean() / (target.pow(2) * sure).mean())
    return units, ends


def train(arguments):
    loop = Loop("finder", Finder, arguments, BATCH, warm_up=1000, seed=1, decay=1e-5)
    teacher = Network(arguments.teacher).to_device(loop.device)
    inner, ends = watched_values(teacher)
    faces, landmarks = load_faces(arguments.faces, arguments.folders), None
    for done in loop:
        rng = np.random.default_rng([11, loop.seen])
        if done >= TURNED and landmarks is None:
            landmarks = landmarks_of(faces, teacher, inner, ends)
            print(f"landmarks of {np.isfinite(landmarks[:, 0, 0]).sum()} of {len(faces)} upright crops", flush=True)
        scenes, places = zip(*(scene_for_matching(faces, rng, landmarks) for _ in range(BATCH)))
        scenes = np.stack(scenes)
        x = torch.from_numpy(scenes).permute(0, 3, 1, 2).to(loop.device).float().contiguous(memory_format=torch.channels_last)
        with loop.half(done < 0.95):
            values = {name: value.float() for name, value in teacher(x, inner + ends).items()}
            given = [values[name] for name in inner]
            answers, heads = loop.model.run(x, given if done < ALONE else None)
        targets = [values[name] for name in ends]
        known = teach_places(targets, places) if landmarks is not None else None
        unit_losses, end_losses = losses_of(answers, heads, given, targets, known)
        losses = unit_losses + end_losses
        loss = sum(losses) if done < ALONE else 0.3 * sum(unit_losses) + 4 * sum(end_losses)
        loop.step(loss, losses, lambda mean: "units " + " ".join(f"{value:.3f}" for value in mean[:len(inner)]) + " heads "
                  + " ".join(f"{value:.3f}" for value in mean[len(inner):]))
    return loop.model


def export(model, output):
    model = model.cpu().eval().to(memory_format=torch.contiguous_format)
    output.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(model, torch.zeros(1, 3, HEIGHT, WIDTH), str(output), input_names=["picture"],
                      output_names=names(), opset_version=11)


HEIGHT, WIDTH = 256, 320


def main():
    parser = options(__doc__, samples=144000, rate=4e-3)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    export(train(arguments), arguments.output)


if __name__ == "__main__":
    main()
