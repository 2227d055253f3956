# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundled embedding: its layers, and how it becomes an ONNX file that OpenCV 4.6 reads.

A network of MobileFaceNet's class (Chen et al. 2018): inverted residuals, and a depthwise 7x7 convolution instead of an
average at the end. 1.0 M parameters, 4 MB. Its blocks have the widths of the teacher's, so that each can learn from what
the teacher has before and after its own block (see distil.py).
"""

import numpy as np
import torch
from torch import nn

MEAN, DEVIATION = (123.675, 116.28, 103.53), (58.395, 57.12, 57.375)  # RGB, of ImageNet
# expansion's width, output's width, stride
BLOCKS = ((128, 64, 2), (128, 64, 1), (128, 64, 1), (128, 64, 1), (128, 64, 1),
          (256, 128, 2), (256, 128, 1), (256, 128, 1), (256, 128, 1), (256, 128, 1), (256, 128, 1), (256, 128, 1),
          (512, 128, 2), (256, 128, 1), (256, 128, 1))
DIMENSIONS = 128


def convolution(inputs, outputs, size, stride=1, groups=1, padding=None):
    padding = size // 2 if padding is None else padding
    return nn.Sequential(nn.Conv2d(inputs, outputs, size, stride, padding, groups=groups, bias=False),
                         nn.BatchNorm2d(outputs))


class FastClip(torch.autograd.Function):
    """ReLU6. Torch 1.13 lacks its gradient in bfloat16, and clamp's takes half of the whole training's time there."""

    @staticmethod
    def forward(context, x):
        y = x.clamp(0, 6)
        context.save_for_backward(y)
        return y

    @staticmethod
    def backward(context, gradient):
        y, = context.saved_tensors
        above_zero = torch.ops.aten.threshold_backward(gradient, y, 0)
        return torch.ops.aten.threshold_backward(above_zero, 6 - y, 0)


class Clip(nn.Module):
    def forward(self, x):
        return FastClip.apply(x) if self.training else x.clamp(0, 6)


class Bottleneck(nn.Module):
    def __init__(self, inputs, middle, outputs, stride):
        super().__init__()
        self.residual = stride == 1 and inputs == outputs
        self.body = nn.Sequential(convolution(inputs, middle, 1), Clip(),
                                  convolution(middle, middle, 3, stride, middle), Clip(),
                                  convolution(middle, outputs, 1))

    def forward(self, x):
        return x + self.body(x) if self.residual else self.body(x)


class Embedder(nn.Sequential):
    """Input N x 3 x 112 x 112, RGB, (x - MEAN) / DEVIATION; output N x 128, not normalised. `self[k]` is one step."""

    def __init__(self):
        stem = nn.Sequential(convolution(3, 64, 3, 2), Clip(), convolution(64, 64, 3, groups=64), nn.ReLU(),
                             convolution(64, 64, 1), nn.ReLU())
        steps, width = [stem], 64
        for middle, outputs, stride in BLOCKS:
            steps.append(Bottleneck(width, middle, outputs, stride))
            width = outputs
        steps.append(nn.Sequential(convolution(width, 512, 1), Clip(), convolution(512, 512, 7, groups=512, padding=0),
                                   nn.Conv2d(512, DIMENSIONS, 1), nn.Flatten()))
        super().__init__(*steps)


def to_input(views):
    """uint8 BGR N x 112 x 112 x 3 to the network's input."""
    rgb = torch.from_numpy(np.ascontiguousarray(views[..., ::-1])).permute(0, 3, 1, 2).float()
    return ((rgb - torch.tensor(MEAN).view(1, 3, 1, 1)) / torch.tensor(DEVIATION).view(1, 3, 1, 1)).contiguous(
        memory_format=torch.channels_last)


def export(model, output):
    model = model.cpu().float().eval().to(memory_format=torch.contiguous_format)
    output.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(model, torch.zeros(1, 3, 112, 112), str(output), input_names=["face"],
                      output_names=["embedding"], opset_version=10)
