# SPDX-License-Identifier: GPL-3.0-or-later
"""A teacher's ONNX file as a torch module whose inner values can be watched.

Knows what the two teachers of this folder are made of: Conv, Relu, Clip, Add, MaxPool, nearest Resize by two, and a
Reshape, Transpose or Sigmoid at the end, which is left out (the maps before it are what a student learns from).
"""

import numpy as np
import onnx
from onnx import numpy_helper
import torch
from torch import nn
import torch.nn.functional as functional


class Network(nn.Module):
    """Runs the graph; `forward` returns {name of a value: tensor} for the names in `watched`."""

    def __init__(self, path):
        super().__init__()
        graph = onnx.load(str(path)).graph
        self.tensors = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
        self.nodes = [node for node in graph.node]
        self.source = next(i.name for i in graph.input if i.name not in self.tensors)

    def to_device(self, device):
        self.tensors = {name: tensor.to(device) for name, tensor in self.tensors.items()}
        return self

    def convolutions(self):
        """Names of the outputs of all convolutions, in the order of the graph."""
        return [node.output[0] for node in self.nodes if node.op_type == "Conv"]

    def outputs_of(self, kind):
        return [node.output[0] for node in self.nodes if node.op_type == kind]

    @torch.no_grad()
    def forward(self, x, watched):
        values, missing = {self.source: x}, set(watched)
        for node in self.nodes:
            attributes = {a.name: (list(a.ints) or a.i) for a in node.attribute}
            inputs = [values.get(name) for name in node.input]
            if node.op_type == "Conv":
                weights = [self.tensors[name] for name in node.input[1:]]
                y = functional.conv2d(inputs[0], *weights, stride=attributes["strides"],
                                      padding=attributes.get("pads", [0])[0], groups=attributes.get("group", 1))
            elif node.op_type == "Relu":
                y = inputs[0].relu()
            elif node.op_type == "Clip":
                y = inputs[0].clamp(0, 6)
            elif node.op_type == "Add":
                y = inputs[0] + inputs[1]
            elif node.op_type == "MaxPool":
                y = functional.max_pool2d(inputs[0], 2)
            elif node.op_type == "Resize":
                y = functional.interpolate(inputs[0], scale_factor=2, mode="nearest")
            else:
                continue  # the reshaping at the end
            values[node.output[0]] = y
            missing.discard(node.output[0])
            if not missing:
                break
        return {name: values[name] for name in watched}
