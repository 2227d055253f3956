# SPDX-License-Identifier: GPL-3.0-or-later
"""What every training here has in common: options, a GPU where there is one, resuming, the rate's course, progress."""

import argparse
import pathlib
import time

import cv2
import numpy as np
import torch

from faces import FOLDERS


def options(description, samples, rate):
    parser = argparse.ArgumentParser(description=description.split("\n\n")[0])
    parser.add_argument("--faces", type=pathlib.Path, required=True)
    parser.add_argument("--teacher", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="checkpoints; what is there is gone on with")
    parser.add_argument("--samples", type=int, default=samples)
    parser.add_argument("--rate", type=float, default=rate, help="highest learning rate")
    parser.add_argument("--folders", nargs="+", default=FOLDERS)
    parser.add_argument("--threads", type=int, default=1)
    return parser


class Loop:
    """Use as `for done in loop:`, one round a batch, done from 0 to 1; end each round with `loop.step(loss, figures)`."""

    def __init__(self, name, model, arguments, batch, warm_up, seed, decay=1e-4):
        torch.set_num_threads(arguments.threads)
        cv2.setNumThreads(1)
        torch.manual_seed(seed)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model = model().to(self.device, memory_format=torch.channels_last)
        self.arguments, self.batch, self.warm_up, self.running = arguments, batch, warm_up, None
        self.optimiser = torch.optim.AdamW(self.model.parameters(), lr=arguments.rate, weight_decay=decay)
        arguments.work.mkdir(parents=True, exist_ok=True)
        self.checkpoint, self.seen = arguments.work / f"{name}.pt", 0
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint, map_location=self.device)
            self.model.load_state_dict(state["model"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.seen = state["seen"]
            print(f"resumed after {self.seen} samples")
        self.saved = self.first = self.seen
        self.began = time.monotonic()
        self.model.train()

    def __iter__(self):
        while self.seen < self.arguments.samples:
            done = self.seen / self.arguments.samples
            for group in self.optimiser.param_groups:
                group["lr"] = (self.arguments.rate * min(1, (self.seen + self.batch) / self.warm_up)
                               * (0.5 + 0.5 * np.cos(np.pi * done)) + 1e-5)
            yield done

    def half(self, enabled=True):
        return torch.autocast(self.device, dtype=torch.bfloat16, enabled=enabled)

    def step(self, loss, figures, text):
        """figures: floats, averaged over the last fifty rounds; text makes a line of them."""
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.optimiser.step()
        self.seen += self.batch
        latest = np.array([float(value) for value in figures])
        self.running = latest if self.running is None else self.running + 0.02 * (latest - self.running)
        if self.seen - self.saved < 20 * self.batch and self.seen < self.arguments.samples:
            return
        part = self.checkpoint.with_suffix(".part")
        torch.save({"model": self.model.state_dict(), "optimiser": self.optimiser.state_dict(), "seen": self.seen}, part)
        part.rename(self.checkpoint)
        self.saved = self.seen
        spent = (time.monotonic() - self.began) / (self.seen - self.first)
        print(f"{self.seen} of {self.arguments.samples}: {text(self.running)}; {spent * 1e3:.1f} ms a sample, "
              f"{max(0, self.arguments.samples - self.seen) * spent / 60:.0f} min to go", flush=True)
