# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains the bundled embedding on the pool of views, and exports it as ONNX that OpenCV 4.6 reads.

    python3 models/training/embedder.py --work models/training/work --samples 700000 --output models/annae/embedder.onnx

Plain 3x3 convolutions with PReLU: fast in OpenCV, fast to train without a GPU (8 ms a sample on one core; a GPU is used
where there is one). The loss is one minus the cosine to the teacher's embedding of the very same view, plus the
difference of all similarities within the batch. Resumes from the newest checkpoint; fixed seeds. New chunks of the pool
are taken up while it grows.
"""

import argparse
import pathlib
import time

import numpy as np
import torch
from torch import nn
import torch.nn.functional as functional

WIDTHS = (24, 48, 96, 160)
BATCH = 64
CHECKPOINT_EVERY = 20000  # samples


def down(inputs, outputs):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, 2, 1, bias=False), nn.BatchNorm2d(outputs), nn.PReLU(outputs))


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.PReLU(width),
            nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))
        self.after = nn.PReLU(width)

    def forward(self, x):
        return self.after(x + self.body(x))


class Embedder(nn.Sequential):
    """Input N×3×112×112, RGB, (x - 127.5) / 128; output N×128, not normalised."""

    def __init__(self, widths=WIDTHS):
        a, b, c, d = widths
        super().__init__(
            down(3, a), down(a, b), Residual(b), down(b, c), Residual(c), down(c, d), Residual(d),
            nn.Conv2d(d, d, 7, groups=d, bias=False), nn.BatchNorm2d(d), nn.Flatten(), nn.Linear(d, 128))


def to_input(views, device):
    """uint8 BGR N×112×112×3 to the network's input."""
    rgb = torch.from_numpy(np.ascontiguousarray(views[..., ::-1].transpose(0, 3, 1, 2))).to(device)
    return ((rgb.float() - 127.5) / 128).contiguous(memory_format=torch.channels_last)


class Pool:
    """The chunks that are there, read anew at each epoch; a chunk is held in memory while it is used."""

    def __init__(self, work, seed):
        self.work, self.rng, self.queue = work, np.random.default_rng(seed), []

    def chunks(self):
        return sorted(self.work.glob("pool-????.npz"))

    def next_chunk(self):
        if not self.queue:
            self.queue = list(self.rng.permutation(self.chunks()))
            if not self.queue:
                raise SystemExit("the pool is empty: run pool.py first")
        data = np.load(self.queue.pop())
        order = self.rng.permutation(len(data["views"]))
        return data["views"][order], data["embeddings"][order].astype(np.float32)


def loss_of(output, target):
    output = functional.normalize(output)
    alike = (1 - (output * target).sum(1)).mean()
    relations = (output @ output.T - target @ target.T).pow(2).mean()
    return alike + 2 * relations, alike


def train(arguments, device):
    torch.manual_seed(1)
    model = Embedder().to(device, memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=arguments.rate, weight_decay=0.02)
    checkpoint, seen = arguments.work / "embedder.pt", 0
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        seen = state["seen"]
        print(f"resumed after {seen} samples")
    pool, began, first = Pool(arguments.work, seen), time.monotonic(), seen
    saved, running = seen, 1.0
    while seen < arguments.samples:
        views, embeddings = pool.next_chunk()
        for at in range(0, len(views) - BATCH + 1, BATCH):
            done = seen / arguments.samples
            warm = min(1, (seen + BATCH) / 10000)
            for group in optimiser.param_groups:
                group["lr"] = arguments.rate * warm * (0.5 + 0.5 * np.cos(np.pi * min(1, done))) + 1e-6
            model.train()
            loss, alike = loss_of(model(to_input(views[at:at + BATCH], device)),
                                  torch.from_numpy(embeddings[at:at + BATCH]).to(device))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            running += 0.01 * (float(alike) - running)
            seen += BATCH
        if seen - saved >= CHECKPOINT_EVERY or seen >= arguments.samples:
            partial = checkpoint.with_suffix(".part")
            torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "seen": seen}, partial)
            partial.rename(checkpoint)
            saved = seen
            rate = (time.monotonic() - began) / max(1, seen - first)
            print(f"{seen} of {arguments.samples} samples, cosine to the teacher {1 - running:.4f}, "
                  f"{rate * 1e3:.1f} ms a sample, {(arguments.samples - seen) * rate / 60:.0f} min to go", flush=True)
    return model


def export(model, output):
    model = model.cpu().eval().to(memory_format=torch.contiguous_format)
    output.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(model, torch.zeros(1, 3, 112, 112), str(output), input_names=["face"],
                      output_names=["embedding"], opset_version=11)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--samples", type=int, default=700000)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--export-only", action="store_true", help="export the newest checkpoint as it is")
    arguments = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if arguments.export_only:
        model = Embedder()
        model.load_state_dict(torch.load(arguments.work / "embedder.pt", map_location="cpu")["model"])
    else:
        model = train(arguments, device)
    export(model, arguments.output)


if __name__ == "__main__":
    main()
