/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a head points, from five landmarks. */

#pragma once

#include "annae-observation.h"

#include <opencv2/core.hpp>

namespace annae
{

/* Degrees, by the conventions of annae-types.h, against the line from the camera to the face: a head at the edge of the
 * picture that looks into the camera has yaw 0. */
struct Pose
{
  double yaw;
  double pitch;
  double roll;
};

/* FALSE where the landmarks fit no head. size is that of the picture, which stands for the camera's angle of view. */
bool find_pose (const AnnaeFace &face, cv::Size size, Pose &pose);

/* Roll alone, from the line between the eyes. */
double roll_of_eyes (const AnnaeFace &face);

} // namespace annae
