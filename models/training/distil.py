# SPDX-License-Identifier: GPL-3.0-or-later
"""Second half of the embedding's training: the whole network, until its answer to a view is the teacher's answer.

    python3 models/training/distil.py --faces ../shared/data/faces --work WORK --samples 116000 \\
            --teacher ../shared/data/models/mobilefacenet_b.onnx --output models/annae/embedder.onnx

Function matching (Beyer et al. 2022): teacher and student see the very same view, varied as far as the teacher has an
opinion (views.py). Starts from the blocks that blocks.py trained, and slowly: a high rate undoes what they have learnt.
Resumes from the newest checkpoint; prints progress; fixed seeds.
"""

import argparse
import pathlib
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as functional

from blocks import draw_views, step_loss, values_to_match
from embedder import Embedder, export, to_input
from onnx_network import Network
from faces import FOLDERS, load_faces

BATCH, CHECKPOINT_EVERY = 64, 1280


def from_blocks(path):
    model = Embedder()
    model.load_state_dict(torch.load(path)["model"])
    return model


def loss_of(output, target):
    """One minus the cosine, and the difference of all similarities within the batch; and the mean cosine."""
    unit = functional.normalize(output.float())
    alike = (unit * target).sum(1).mean()
    return 1 - alike + 2 * (unit @ unit.T - target @ target.T).pow(2).mean(), float(alike)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--faces", type=pathlib.Path, required=True)
    parser.add_argument("--teacher", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--samples", type=int, default=116000)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--folders", nargs="+", default=FOLDERS)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--export-only", action="store_true", help="export the newest checkpoint as it is")
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    cv2.setNumThreads(1)
    torch.manual_seed(2)
    checkpoint, seen = arguments.work / "distil.pt", 0
    model = from_blocks(arguments.work / "blocks.pt").to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=arguments.rate, weight_decay=1e-4)
    if checkpoint.exists():
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        seen = state["seen"]
        print(f"resumed after {seen} samples")
    if arguments.export_only:
        export(model, arguments.output)
        return
    teacher = Network(arguments.teacher)
    watched = values_to_match(teacher)
    faces = load_faces(arguments.faces, arguments.folders)
    began, first, saved, running = time.monotonic(), seen, seen, None
    model.train()
    while seen < arguments.samples:
        rate = arguments.rate * min(1, (seen + BATCH) / 4000) * (0.5 + 0.5 * np.cos(np.pi * seen / arguments.samples)) + 1e-5
        for group in optimiser.param_groups:
            group["lr"] = rate
        x = to_input(draw_views(faces, np.random.default_rng([13, seen])))
        guided = max(0, 1 - 2 * seen / arguments.samples) * 0.1  # the teacher's inner maps guide at first
        with torch.autocast("cpu", dtype=torch.bfloat16):
            maps = list(teacher(x, watched).values())
            inner, value = [], x
            for step in model:
                value = step(value)
                inner.append(value)
            loss, alike = loss_of(value, functional.normalize(maps[-1].float().flatten(1)))
            if guided > 0:
                loss = loss + guided * sum(step_loss(inner[k], maps[k], maps[k - 1] if k else None)
                                           for k in range(len(inner) - 1))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        seen += BATCH
        running = alike if running is None else running + 0.02 * (alike - running)
        if seen - saved >= CHECKPOINT_EVERY or seen >= arguments.samples:
            torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "seen": seen},
                       checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").rename(checkpoint)
            saved = seen
            spent = (time.monotonic() - began) / (seen - first)
            print(f"{seen} of {arguments.samples}: cosine to the teacher {running:.4f}; "
                  f"{spent * 1e3:.1f} ms a sample, {(arguments.samples - seen) * spent / 60:.0f} min to go", flush=True)
    export(model, arguments.output)


if __name__ == "__main__":
    main()
