# SPDX-License-Identifier: GPL-3.0-or-later
"""A renderer of people who do not exist, with the truth of every frame. tests/subjects/README.md says how to use it.

Everywhere: lengths in cm, angles in degrees unless a name says radians, colours linear RGB unless a name says sRGB,
pictures BGR as OpenCV has them. Axes: x to the right of the picture, y up, z towards the camera.
"""
