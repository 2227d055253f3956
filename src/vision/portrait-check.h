/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the portrait gate wants to know of a document's portrait. */

#pragma once

#include "annae-observation.h"
#include "annae-portrait-gate.h"

#include <opencv2/core.hpp>

namespace annae
{

/* The colour measure alone; NAN where the face is too small or outside of picture. */
double measure_colour (const cv::Mat &picture, const AnnaeFace &face);

AnnaePortraitMeasures check_portrait (const cv::Mat &picture, const AnnaeFace &face);

} // namespace annae
