/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Degrees, as everything is said in, and radians, as it is computed in. */

#pragma once

#include <opencv2/core.hpp>

namespace annae
{

inline double
radians (double degrees)
{
  return degrees * CV_PI / 180;
}

inline double
degrees (double radians)
{
  return radians * 180 / CV_PI;
}

} // namespace annae
