# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the bundled finder (faces with five landmarks) on drawn scenes, and exports it as ONNX that OpenCV 4.6 reads.

    python3 models/training/finder.py --faces ../shared/data/faces --work models/training/work --samples 200000 \\
            --output models/annae/finder.onnx

Twelve outputs like YuNet's, so one decoder reads both: for S = 8, 16, 32 cls_S, obj_S, bbox_S (dx dy log w log h) and
kps_S, in cells of S pixels; obj is a copy of cls. Plain convolutions. About 12 ms a sample on one core, scenes included.
Resumes from the newest checkpoint; fixed seeds.
"""

import argparse
import pathlib
import time

import numpy as np
import torch
from torch import nn
import torch.nn.functional as functional

from pool import FOLDERS, load_faces
from scenes import HEIGHT, WIDTH, scene_of

STRIDES = (8, 16, 32)
# Height of the box, px, that a level is responsible for; neighbours overlap so that no size falls between two.
RANGES = ((0, 44), (36, 110), (90, 1e9))
BATCH = 32
CHECKPOINT_EVERY = 8000  # samples


def conv(inputs, outputs, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


class Finder(nn.Module):
    """Input N×3×H×W, BGR 0 to 255, H and W multiples of 32."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(conv(3, 16, 2), conv(16, 24, 2))
        self.at8 = nn.Sequential(conv(24, 48, 2), conv(48, 48))
        self.at16 = nn.Sequential(conv(48, 64, 2), conv(64, 64))
        self.at32 = nn.Sequential(conv(64, 64, 2), conv(64, 64))
        self.from32, self.from16 = nn.Conv2d(64, 64, 1), nn.Conv2d(64, 48, 1)
        self.mix16, self.mix8 = conv(64, 64), conv(48, 48)
        self.heads = nn.ModuleList(nn.Conv2d(width, 15, 1) for width in (48, 64, 64))
        for head in self.heads:
            nn.init.constant_(head.bias[:1], -4.0)

    def maps(self, x):
        c8 = self.at8(self.stem(x / 128 - 1))
        c16 = self.at16(c8)
        c32 = self.at32(c16)
        p16 = self.mix16(c16 + functional.interpolate(self.from32(c32), scale_factor=2, mode="nearest"))
        p8 = self.mix8(c8 + functional.interpolate(self.from16(p16), scale_factor=2, mode="nearest"))
        return [head(p) for head, p in zip(self.heads, (p8, p16, c32))]

    def forward(self, x):
        """The twelve outputs, each 1×cells×channels."""
        outputs = []
        flat = [m.permute(0, 2, 3, 1).reshape(1, -1, 15) for m in self.maps(x)]
        for first, last in ((0, 1), (0, 1), (1, 5), (5, 15)):
            part = [f[:, :, first:last] for f in flat]
            outputs += [torch.sigmoid(p) for p in part] if first == 0 else part
        return tuple(outputs)


def targets_of(found):
    """For each level: 15 target channels, and a weight map: 1 positive, 0 ignored, -1 negative."""
    result = []
    for stride, (least, most) in zip(STRIDES, RANGES):
        rows, columns = HEIGHT // stride, WIDTH // stride
        target = np.zeros((15, rows, columns), np.float32)
        weight = -np.ones((rows, columns), np.float32)
        row, column = np.mgrid[0:rows, 0:columns].astype(np.float32)
        for box, points in found:
            centre, size = (box[:2] + box[2:]) / 2 / stride, (box[2:] - box[:2]) / stride
            distance = np.maximum(abs(column - centre[0]), abs(row - centre[1]))
            mine = least <= box[3] - box[1] < most
            near = distance < max(1.0, 0.18 * size[1])
            weight[(distance < max(1.6, 0.4 * size[1])) & (weight < 0)] = 0
            if not mine:
                continue
            weight[near] = 1
            target[0][near] = 1
            values = [centre[0] - column, centre[1] - row, np.log(size[0]) + 0 * row, np.log(size[1]) + 0 * row]
            values += [p[axis] / stride - (column, row)[axis] for p in points for axis in (0, 1)]
            for channel, value in enumerate(values, 1):
                target[channel][near] = value[near]
        result.append((target, weight))
    return result


def loss_of(maps, targets):
    total, positives = 0, 0
    for (m, (target, weight)) in zip(maps, targets):
        score, aim = m[:, 0], target[:, 0]
        probability = torch.sigmoid(score)
        focus = torch.where(aim > 0, (1 - probability) ** 2, probability**2).detach()
        entropy = functional.binary_cross_entropy_with_logits(score, aim, reduction="none")
        total = total + (entropy * focus * (weight != 0)).sum() * 2
        at = weight > 0
        positives += int(at.sum())
        if at.any():
            got, wanted = m[:, 1:].permute(0, 2, 3, 1)[at], target[:, 1:].permute(0, 2, 3, 1)[at]
            height = torch.exp(wanted[:, 3:4]).clamp(min=1)
            total = total + functional.smooth_l1_loss(got[:, 2:4], wanted[:, 2:4], reduction="sum", beta=0.1)
            place = torch.cat([got[:, :2] - wanted[:, :2], got[:, 4:] - wanted[:, 4:]], 1) / height
            total = total + functional.smooth_l1_loss(place, torch.zeros_like(place), reduction="sum", beta=0.02) * 4
    return total / max(1, positives)


def make_batch(faces, rng, device):
    images, targets = [], [[] for _ in STRIDES]
    for _ in range(BATCH):
        scene, found = scene_of(faces, rng)
        images.append(scene)
        for level, one in zip(targets, targets_of(found)):
            level.append(one)
    x = torch.from_numpy(np.stack(images).transpose(0, 3, 1, 2).copy()).float().to(device)
    stacked = [(torch.from_numpy(np.stack([t for t, _ in level])).to(device),
                torch.from_numpy(np.stack([w for _, w in level])).to(device)) for level in targets]
    return x.contiguous(memory_format=torch.channels_last), stacked


def train(arguments, device):
    torch.manual_seed(1)
    model = Finder().to(device, memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.01)
    checkpoint, seen = arguments.work / "finder.pt", 0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        seen = state["seen"]
        print(f"resumed after {seen} samples")
    faces = load_faces(arguments.faces, FOLDERS)
    rng, began, first, saved, running = np.random.default_rng(seen + 7), time.monotonic(), seen, seen, 5.0
    while seen < arguments.samples:
        done = seen / arguments.samples
        for group in optimiser.param_groups:
            group["lr"] = 2e-3 * min(1, (seen + BATCH) / 3000) * (0.5 + 0.5 * np.cos(np.pi * done)) + 1e-6
        x, targets = make_batch(faces, rng, device)
        loss = loss_of(model.maps(x), targets)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5)
        optimiser.step()
        running += 0.01 * (float(loss) - running)
        seen += BATCH
        if seen - saved >= CHECKPOINT_EVERY or seen >= arguments.samples:
            partial = checkpoint.with_suffix(".part")
            torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "seen": seen}, partial)
            partial.rename(checkpoint)
            saved = seen
            rate = (time.monotonic() - began) / (seen - first)
            print(f"{seen} of {arguments.samples} samples, loss {running:.3f}, {rate * 1e3:.1f} ms a sample, "
                  f"{(arguments.samples - seen) * rate / 60:.0f} min to go", flush=True)
    return model


def export(model, output):
    model = model.cpu().eval().to(memory_format=torch.contiguous_format)
    output.parent.mkdir(parents=True, exist_ok=True)
    names = [f"{part}_{stride}" for part in ("cls", "obj", "bbox", "kps") for stride in STRIDES]
    torch.onnx.export(model, torch.zeros(1, 3, HEIGHT, WIDTH), str(output), input_names=["input"],
                      output_names=names, opset_version=11)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--faces", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--samples", type=int, default=200000)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--export-only", action="store_true", help="export the newest checkpoint as it is")
    arguments = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if arguments.export_only:
        model = Finder()
        model.load_state_dict(torch.load(arguments.work / "finder.pt", map_location="cpu")["model"])
    else:
        model = train(arguments, device)
    export(model, arguments.output)


if __name__ == "__main__":
    main()
