/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a picture shows of being a picture of a picture: evidence among others, never enough by itself. */

#pragma once

#include "annae-observation.h"

#include "edge-line.h"

#include <opencv2/core.hpp>

#include <vector>

namespace annae
{

/* A face among the edges that are looked for about it, px. */
struct FacePlace
{
  cv::Point2d centre;
  cv::Point2d right; /* of length 1, as the face leans */
  cv::Point2d down;
  double half_width;
  double half_height;
  cv::Size size;
};

/* What the outline was looked for in: the picture, made smaller, and the edges above, right of, below and left of the face. */
struct FaceEdges
{
  cv::Mat colour;
  FacePlace place;
  std::vector<EdgeLine> sides[4];
};

/* Share of a four-sided outline about the face that shows an edge, 0 to 1: that of a sheet or of a screen's border. A window or a
 * picture behind a person is none, for its lower side would have to be seen through their neck. 0 where there is none. found: what it was
 * looked for in, left as it is where the picture is too small. */
double outline_about (const cv::Mat &picture, const AnnaeFace &face, FaceEdges *found = nullptr);

/* How far the strongest regular pattern on and about the face stands out of its neighbourhood in the spectrum, decades of power: a
 * screen's pixels or a print's dots against those of the camera (moiré). Negative where the face is too small to tell. */
double pattern_about (const cv::Mat &picture, const AnnaeFace &face);

} // namespace annae
