# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the bundled reader on rendered people and real crops, and exports it as ONNX that OpenCV 4.6 reads.

    nice -n 5 python3 models/training/reader.py --crops ~/.cache/annae-reader/train --real ~/.cache/annae-reader/real.npz \\
            --work ~/.cache/annae-reader --samples 600000 --output models/annae/reader.onnx

About 2.2 ms a sample on one free core, so 600,000 take 22 minutes; rendering 28,800 crops takes as long. Resumes from the newest
checkpoint; fixed seeds. The last two fifths see real crops as well: their weak labels are a detector's five landmarks, up to a shift of each that is learned along, and
that two views of one face must agree. What is shipped is the mean of the weights over the last thousand or so steps.
"""

import argparse
import copy
import pathlib
import time

import cv2
import numpy as np
import torch
from torch import nn
import torch.nn.functional as functional

from reader_data import Real, Rendered, to_tensor
from reader_net import (ANGLES, ANGLES_LOG, COVERED, LANDMARKS, OPENINGS, OPENINGS_LOG, OUTPUTS, POINTS, POINTS_LOG,
                        Reader)
from reader_views import MIRROR, SIDE

BATCH, REAL_PAIRS = 64, 6
REAL_FROM = 0.6  # of the samples
RATE = 1.5e-3
CHECKPOINT_EVERY = 8000  # samples
# Size of an error that is worth one, by group: px, degrees, ratio.
POINT_UNIT, ANGLE_UNIT, OPENING_UNIT = 1.0, 2.0, 0.03
# What 136 places drown otherwise: after 48,000 samples at 1 and 1, half of the covered mouths were still missed.
OPENING_WEIGHT, COVERED_WEIGHT = 2.0, 4.0


def gaussian(error_squared, log_deviation, dimensions, unit):
    """Negative logarithm of the likelihood, weighted by the deviation itself (Seitzer et al. 2022, beta 0.5): without that, what
    is hard is soon given up."""
    log_deviation = (log_deviation - np.log(unit)).clamp(-3, 4)
    likelihood = 0.5 * error_squared / unit**2 * torch.exp(-2 * log_deviation) + dimensions * log_deviation
    return (likelihood * torch.exp(log_deviation.detach())).mean()


def places(answer):
    return answer[:, POINTS].reshape(-1, LANDMARKS, 2)


def loss_of(answer, target):
    points = (places(answer) - target[:, :136].reshape(-1, LANDMARKS, 2)).square().sum(2)
    angles = (answer[:, ANGLES] - target[:, 136:139]).square()
    openings = (answer[:, OPENINGS] - target[:, 139:142]).square()
    return (gaussian(points, answer[:, POINTS_LOG], 2, POINT_UNIT)
            + gaussian(angles, answer[:, ANGLES_LOG], 1, ANGLE_UNIT)
            + gaussian(openings, answer[:, OPENINGS_LOG], 1, OPENING_UNIT) * OPENING_WEIGHT
            + functional.binary_cross_entropy_with_logits(answer[:, COVERED], target[:, 142:145]) * COVERED_WEIGHT)


def five_of(points):
    return torch.stack([points[:, 36:42].mean(1), points[:, 42:48].mean(1), points[:, 30], points[:, 48], points[:, 54]], 1)


def real_loss(answer, pairs, shifts):
    """Of answers to the two views of each pair, one after the other."""
    points, total = places(answer), 0
    found = torch.from_numpy(np.float32([view[4] for pair, _ in pairs for view in pair]))
    total = total + functional.smooth_l1_loss(five_of(points) + shifts, found, beta=1.0) * 0.4

    # Back to the canvas, unmirrored: both views must say the same of it.
    back, angles = [], []
    for i, view in enumerate(view for pair, _ in pairs for view in pair):
        _, factor, shift, flipped, _ = view
        x, y = points[i, :, 0] - shift.real, points[i, :, 1] - shift.imag
        inverse = 1 / factor
        there = torch.stack([x * inverse.real - y * inverse.imag, x * inverse.imag + y * inverse.real], 1)
        roll = answer[i, 206] + float(np.degrees(np.angle(factor)))
        if flipped:
            there = torch.stack([SIDE + 32 - there[:, 0], there[:, 1]], 1)[torch.from_numpy(MIRROR)]
        sign = -1 if flipped else 1
        back.append(there)
        angles.append(torch.stack([answer[i, 204] * sign, answer[i, 205], roll * sign]))
    back, angles = torch.stack(back), torch.stack(angles)
    total = total + functional.smooth_l1_loss(back[0::2], back[1::2], beta=1.0) * 0.4
    total = total + functional.smooth_l1_loss(angles[0::2] / ANGLE_UNIT, angles[1::2] / ANGLE_UNIT) * 0.1
    # Nothing is known of what real people wear besides what was pasted: smoothed.
    worn = torch.from_numpy(np.stack([labels for _, labels in pairs for _ in (0, 1)])) * 0.95 + 0.02
    return total + functional.binary_cross_entropy_with_logits(answer[:, COVERED], worn) * COVERED_WEIGHT * 0.5


def usual_answer(crops):
    """The mean of all targets: training begins there."""
    rng = np.random.default_rng(3)
    targets = np.stack([crops.sample(rng)[1] for _ in range(400)])
    usual = np.zeros(OUTPUTS, np.float32)
    usual[POINTS], usual[ANGLES], usual[OPENINGS] = targets[:, :136].mean(0), targets[:, 136:139].mean(0), targets[:, 139:142].mean(0)
    usual[POINTS_LOG], usual[ANGLES_LOG], usual[OPENINGS_LOG], usual[COVERED] = 1.5, 2.5, -2.5, -1.5
    return torch.from_numpy(usual)


class Training:
    def __init__(self, arguments):
        self.arguments = arguments
        torch.manual_seed(1)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.crops, self.real = Rendered(arguments.crops), Real(arguments.real)
        self.model = Reader(usual_answer(self.crops)).to(memory_format=torch.channels_last)
        self.shifts = nn.Parameter(torch.zeros(5, 2))
        self.mean = copy.deepcopy(self.model)
        decayed = [p for p in self.model.parameters() if p.ndim > 1]
        rest = [p for p in self.model.parameters() if p.ndim <= 1] + [self.shifts]
        self.optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.02},
                                            {"params": rest, "weight_decay": 0.0}], lr=RATE)
        self.seen = 0
        self.checkpoint = arguments.work / "reader.pt"
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint)
            self.model.load_state_dict(state["model"])
            self.mean.load_state_dict(state["mean"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.shifts.data.copy_(state["shifts"])
            self.seen = state["seen"]
            print(f"resumed after {self.seen} samples", flush=True)

    def save(self):
        partial = self.checkpoint.with_suffix(".part")
        torch.save({"model": self.model.state_dict(), "mean": self.mean.state_dict(), "shifts": self.shifts.data,
                    "optimiser": self.optimiser.state_dict(), "seen": self.seen}, partial)
        partial.rename(self.checkpoint)

    def step(self, rng):
        done = self.seen / self.arguments.samples
        for group in self.optimiser.param_groups:
            group["lr"] = RATE * min(1, (self.seen + BATCH) / 8000) * (0.5 + 0.5 * np.cos(np.pi * done)) + 1e-6
        samples = [self.crops.sample(rng) for _ in range(BATCH)]
        pairs = [self.real.pair(rng) for _ in range(REAL_PAIRS)] if done >= REAL_FROM else []
        views = [view for view, _ in samples] + [view[0] for pair, _ in pairs for view in pair]
        with torch.cpu.amp.autocast(enabled=self.arguments.half, dtype=torch.bfloat16):
            features = torch.flatten(self.model.body(to_tensor(views)), 1)
        answer = self.model.head(features.float())
        synthetic = loss_of(answer[:BATCH], torch.from_numpy(np.stack([target for _, target in samples])))
        real = real_loss(answer[BATCH:], pairs, self.shifts) if pairs else torch.zeros(())
        self.optimiser.zero_grad(set_to_none=True)
        (synthetic + real).backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 5)
        self.optimiser.step()
        self.seen += BATCH
        keep = min(0.998, 1 - 1 / (1 + self.seen / BATCH / 10))
        with torch.no_grad():
            for own, now in zip(self.mean.state_dict().values(), self.model.state_dict().values()):
                own.lerp_(now, 1 - keep) if own.is_floating_point() else own.copy_(now)
        error = (places(answer[:BATCH].detach()) - torch.from_numpy(np.stack([t[:136] for _, t in samples])).reshape(
            -1, LANDMARKS, 2)).norm(dim=2).median()
        return float(synthetic), float(real), float(error)

    def run(self):
        rng, began, first, saved = np.random.default_rng(self.seen + 7), time.monotonic(), self.seen, self.seen
        running = None
        while self.seen < self.arguments.samples:
            now = np.array(self.step(rng))
            running = now if running is None else running + 0.02 * (now - running)
            if self.seen - saved >= CHECKPOINT_EVERY or self.seen >= self.arguments.samples:
                self.save()
                saved = self.seen
                self.crops.refresh()
                rate = (time.monotonic() - began) / (self.seen - first)
                print(f"{self.seen} of {self.arguments.samples} samples, {len(self.crops)} pictures: loss {running[0]:.3f}, "
                      f"real {running[1]:.3f}, landmarks {running[2]:.2f} px, {rate * 1e3:.1f} ms a sample, "
                      f"{(self.arguments.samples - self.seen) * rate / 60:.0f} min to go", flush=True)


def export(model, output):
    model = model.eval().to(memory_format=torch.contiguous_format)
    output.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(model, torch.zeros(1, 3, SIDE, SIDE), str(output), input_names=["input"], output_names=["read"],
                      opset_version=11)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--crops", type=pathlib.Path, required=True)
    parser.add_argument("--real", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--samples", type=int, default=600000)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--half", action="store_true", help="convolutions in bfloat16, where the processor has it")
    parser.add_argument("--export-only", action="store_true", help="export the newest checkpoint as it is")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    cv2.setNumThreads(1)
    if arguments.export_only:
        model = Reader()
        model.load_state_dict(torch.load(arguments.work / "reader.pt")["mean"])
    else:
        training = Training(arguments)
        training.run()
        model = training.mean
    export(model, arguments.output)


if __name__ == "__main__":
    main()
