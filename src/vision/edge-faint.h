/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Gaps of straight edges in which they are faint, or in which the colour alone changes. */

#pragma once

#include "edge-line.h"

namespace annae
{

/* Adds to covered the stretches between two clear pieces of the line (no farther from it than tolerance, px) on which
 * one side of the straight way from one to the other differs from the other side in any of the three channels, and
 * sharply. Length stays that of the clear pieces. */
void
bridge_faint (EdgeLine &line, const cv::Mat &picture, int tolerance);

} // namespace annae
