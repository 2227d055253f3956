/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a picture shows of being a picture of a picture: evidence among others, never enough by itself. */

#pragma once

#include "annae-observation.h"

#include <opencv2/core.hpp>

namespace annae
{

/* Share of a four-sided outline about the face that shows an edge, 0 to 1: that of a sheet or of a screen's border. A window or a
 * picture behind a person is none, for its lower side would have to be seen through their neck. 0 where there is none. */
double outline_about (const cv::Mat &picture, const AnnaeFace &face);

/* How far the strongest regular pattern on and about the face stands out of its neighbourhood in the spectrum, decades of power: a
 * screen's pixels or a print's dots against those of the camera (moiré). Negative where the face is too small to tell. */
double pattern_about (const cv::Mat &picture, const AnnaeFace &face);

} // namespace annae
