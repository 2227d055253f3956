/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The second picture of the holder that documents have printed thinly somewhere: never the portrait. */

#pragma once

#include "annae-observation.h"

#include <opencv2/core.hpp>

#include <vector>

namespace annae
{

/* The small pale picture of a face that is there a second time: however well an outline fits about it, it is a ghost.
 */
bool
is_ghost_of_another (const cv::Mat &picture, const std::vector<AnnaeFace> &faces, const AnnaeFace &face);

/* So pale that it is no portrait, though no other face and no outline speak against it. */
bool
is_ghost_alone (const cv::Mat &picture, const AnnaeFace &face);

} // namespace annae
