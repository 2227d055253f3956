# SPDX-License-Identifier: GPL-3.0-or-later
"""The reader's network: an aligned face in; landmarks, pose, eyes, mouth and what is covered out, each with how sure it is."""

import torch
from torch import nn

LANDMARKS = 68
# Columns of the answer. Places are in px of the 112x112 input; angles in degrees in the input's frame; a sureness is the
# logarithm of a standard deviation in the same unit; covered are logits.
POINTS = slice(0, 136)
POINTS_LOG = slice(136, 204)
ANGLES = slice(204, 207)
ANGLES_LOG = slice(207, 210)
OPENINGS = slice(210, 213)  # right eye, left eye, mouth
OPENINGS_LOG = slice(213, 216)
COVERED = slice(216, 219)  # mouth or nose, right eye, left eye
OUTPUTS = 219

# So that the last layer's numbers are all about 1: px, log, degrees, log, ratio, log, logit.
_SCALES = torch.cat([torch.full((n,), s) for n, s in ((136, 12.0), (68, 1.0), (3, 20.0), (3, 1.0), (3, 0.15), (3, 1.0),
                                                      (3, 2.0))])


def conv(inputs, outputs, stride=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


class Block(nn.Module):
    """Two convolutions beside a way straight through."""

    def __init__(self, width):
        super().__init__()
        self.first = conv(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        return torch.relu(x + self.second(self.first(x)))


class Reader(nn.Module):
    """Input N×3×112×112, BGR, (value - 127.5) / 64."""

    def __init__(self, usual=None):
        super().__init__()
        self.body = nn.Sequential(conv(3, 16, 2), conv(16, 32, 2), Block(32), conv(32, 64, 2), Block(64), Block(64),
                                  conv(64, 128, 2), Block(128), nn.Conv2d(128, 64, 1, bias=False), nn.BatchNorm2d(64),
                                  nn.ReLU())
        self.hidden = nn.Linear(64 * 49, 192)
        self.answer = nn.Linear(192, OUTPUTS)
        usual = torch.zeros(OUTPUTS) if usual is None else usual
        self.register_buffer("scales", _SCALES)
        self.register_buffer("usual", usual)
        nn.init.normal_(self.answer.weight, std=0.02)
        nn.init.zeros_(self.answer.bias)

    def head(self, features):
        return self.answer(torch.relu(self.hidden(features))) * self.scales + self.usual

    def forward(self, x):
        return self.head(torch.flatten(self.body(x), 1))
