# SPDX-License-Identifier: GPL-3.0-or-later
"""Second half of the embedding's training: the whole network, until its answer to a view is the teacher's answer.

    python3 models/training/distil.py --faces ../shared/data/faces --work WORK --samples 560000 --rate 1e-3 \\
            --teacher ../shared/data/models/mobilefacenet_b.onnx --output models/annae/embedder.onnx

Function matching (Beyer et al. 2022): teacher and student see the very same view, varied as far as the teacher has an
opinion (views.py). Starts from the blocks that blocks.py trained, and slowly: a high rate undoes what they have learnt.
Resumes from the newest checkpoint; prints progress; fixed seeds.
"""

import pathlib

import numpy as np
import torch
import torch.nn.functional as functional

from blocks import draw_views, step_loss, values_to_match
from embedder import Embedder, export, to_input
from onnx_network import Network
from faces import load_faces
from loop import Loop, options

BATCH = 64


def from_blocks(path):
    model = Embedder()
    model.load_state_dict(torch.load(path, map_location="cpu")["model"])
    return model


def loss_of(output, target):
    """One minus the cosine, and the difference of all similarities within the batch; and the mean cosine."""
    unit = functional.normalize(output.float())
    alike = (unit * target).sum(1).mean()
    return 1 - alike + 2 * (unit @ unit.T - target @ target.T).pow(2).mean(), float(alike)


def main():
    parser = options(__doc__, samples=560000, rate=1e-3)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--export-only", action="store_true", help="export the newest checkpoint as it is")
    arguments = parser.parse_args()
    loop = Loop("distil", lambda: from_blocks(arguments.work / "blocks.pt"), arguments, BATCH, warm_up=4000, seed=2)
    if arguments.export_only:
        export(loop.model, arguments.output)
        return
    teacher = Network(arguments.teacher).to_device(loop.device)
    watched = values_to_match(teacher)
    faces = load_faces(arguments.faces, arguments.folders)
    for done in loop:
        x = to_input(draw_views(faces, np.random.default_rng([13, loop.seen]))).to(loop.device)
        guided = max(0, 1 - 8 * done) * 0.1  # the teacher's inner maps guide at first; they double the time
        with loop.half():
            maps = list(teacher(x, watched).values())
            inner, value = [], x
            for step in loop.model:
                value = step(value)
                inner.append(value)
            loss, alike = loss_of(value, functional.normalize(maps[-1].float().flatten(1)))
            if guided > 0:
                loss = loss + guided * sum(step_loss(inner[k], maps[k], maps[k - 1] if k else None)
                                           for k in range(len(inner) - 1))
        loop.step(loss, [alike], lambda mean: f"cosine to the teacher {mean[0]:.4f}")
    export(loop.model, arguments.output)


if __name__ == "__main__":
    main()
