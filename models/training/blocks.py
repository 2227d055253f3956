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

import numpy as np
import torch.nn.functional as functional

from embedder import Embedder, to_input
from onnx_network import Network
from faces import load_faces
from loop import Loop, options
from views import SIZE, view_of

BATCH = 64


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
    arguments = options(__doc__, samples=44000, rate=4e-3).parse_args()
    faces = load_faces(arguments.faces, arguments.folders)
    loop = Loop("blocks", Embedder, arguments, BATCH, warm_up=3000, seed=1)
    teacher = Network(arguments.teacher).to_device(loop.device)
    watched = values_to_match(teacher)
    for _ in loop:
        x = to_input(draw_views(faces, np.random.default_rng([7, loop.seen]))).to(loop.device)
        with loop.half():
            answers = list(teacher(x, watched).values())
            answers[-1] = answers[-1].flatten(1)
            losses = []
            for k, step in enumerate(loop.model):
                answer = step(answers[k - 1] if k else x)
                losses.append(step_loss(answer, answers[k], answers[k - 1] if k else None))
        alike = functional.cosine_similarity(answer.detach().float(), answers[-1].float()).mean()
        loop.step(sum(losses), [*losses, alike], lambda mean: f"cosine of the last step {mean[-1]:.4f}, errors by step "
                  + " ".join(f"{value:.3f}" for value in mean[:-1]))


if __name__ == "__main__":
    main()
