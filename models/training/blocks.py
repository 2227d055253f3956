# SPDX-License-Identifier: GPL-3.0-or-later
"""First half of the embedding's training: every block learns, by itself, what the teacher's block does.

    python3 models/training/blocks.py --faces ../shared/data/faces --work WORK --samples 44000 \\
            --teacher ../shared/data/models/mobilefacenet_b.onnx

Block-wise distillation (Li et al. 2020, "Blockwisely supervised neural architecture search"): a block is given what
the teacher has before its own block, and learns to answer with what the teacher has after it, from random weights. Every
place of a map is an example, so a few ten thousand pictures are many millions of them, and nothing has to find its way
through fifty layers. The whole network, where each block has to live with what the others do differently, is then trained by
distil.py.

The teacher's licence is Apache 2.0. Resumes from the newest checkpoint; prints progress; fixed seeds.
"""

import argparse
import pathlib
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as functional

from embedder import Embedder, to_input
from onnx_network import Network
from faces import FOLDERS, load_faces
from views import SIZE, view_of

BATCH, CHECKPOINT_EVERY = 64, 1280


def values_to_match(teacher):
    """Names of the teacher's values after each of the student's steps."""
    adds, convolutions = teacher.outputs_of("Add"), teacher.convolutions()
    # A block that halves the map, or widens it, has no sum: its last convolution is what it answers.
    linear = [name for name in convolutions if name.endswith("conv/conv.2/Conv_output_0")]
    after = []
    for name in linear:
        added = next((node.output[0] for node in teacher.nodes if node.op_type == "Add" and name in node.input
                      and node.input[-1] == name or node.op_type == "Add" and name == node.input[1]), None)
        after.append(added or name)
    assert len(adds) == sum(name in adds for name in after)
    return [teacher.outputs_of("Relu")[1], *after, convolutions[-1]]


def draw_views(faces, rng):
    views = np.empty((BATCH, SIZE, SIZE, 3), np.uint8)
    for i in range(BATCH):
        a, b = rng.integers(len(faces), size=2)
        views[i] = view_of(faces[a], faces[b], rng)
    return views


def step_loss(answer, target, before):
    """Error of one step over what there is to explain: the change that the teacher's block makes."""
    target, answer = target.float(), answer.float()
    change = target - before.float() if before is not None and before.shape == target.shape else target - target.mean(
        (0, 2, 3) if target.dim() == 4 else 0, keepdim=True)
    return (answer - target).pow(2).mean() / change.pow(2).mean()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--faces", type=pathlib.Path, required=True)
    parser.add_argument("--teacher", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--samples", type=int, default=44000)
    parser.add_argument("--rate", type=float, default=4e-3)
    parser.add_argument("--folders", nargs="+", default=FOLDERS)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    cv2.setNumThreads(1)
    torch.manual_seed(1)
    arguments.work.mkdir(parents=True, exist_ok=True)
    checkpoint, seen = arguments.work / "blocks.pt", 0
    faces = load_faces(arguments.faces, arguments.folders)
    teacher = Network(arguments.teacher)
    watched = values_to_match(teacher)
    model = Embedder().to(memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=arguments.rate, weight_decay=1e-4)
    if checkpoint.exists():
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        seen = state["seen"]
        print(f"resumed after {seen} samples")
    began, first, saved = time.monotonic(), seen, seen
    running = None
    model.train()
    while seen < arguments.samples:
        done = seen / arguments.samples
        for group in optimiser.param_groups:
            group["lr"] = arguments.rate * min(1, (seen + BATCH) / 3000) * (0.5 + 0.5 * np.cos(np.pi * done)) + 1e-5
        x = to_input(draw_views(faces, np.random.default_rng([7, seen])))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            answers = list(teacher(x, watched).values())
            answers[-1] = answers[-1].flatten(1)
            losses = []
            for k, step in enumerate(model):
                answer = step(answers[k - 1] if k else x)
                losses.append(step_loss(answer, answers[k], answers[k - 1] if k else None))
            loss = sum(losses)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        seen += BATCH
        alike = functional.cosine_similarity(answer.detach().float(), answers[-1].float()).mean()
        latest = np.array([float(value) for value in losses] + [float(1 - alike)])
        running = latest if running is None else running + 0.02 * (latest - running)
        if seen - saved >= CHECKPOINT_EVERY or seen >= arguments.samples:
            torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "seen": seen},
                       checkpoint.with_suffix(".part"))
            checkpoint.with_suffix(".part").rename(checkpoint)
            saved = seen
            rate = (time.monotonic() - began) / (seen - first)
            print(f"{seen} of {arguments.samples}: cosine of the last step {1 - running[-1]:.4f}, errors by step "
                  + " ".join(f"{value:.3f}" for value in running[:-1])
                  + f"; {rate * 1e3:.1f} ms a sample, {(arguments.samples - seen) * rate / 60:.0f} min to go", flush=True)


if __name__ == "__main__":
    main()
