/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Quadrilaterals that could be the outline of a card. */

#pragma once

#include "annae-observation.h"

#include <opencv2/core.hpp>

#include <array>
#include <functional>
#include <vector>

namespace annae
{

struct Quad
{
  std::array<cv::Point2f, 4> corners; /* px, in turn round the outline, clockwise as seen in the picture */
  double support;                     /* share of the outline on which an edge is seen, 0 to 1 */
};

/* Every convex outline of four sides that is large enough to be a card, best supported first. */
std::vector<Quad> find_quads (const cv::Mat &picture);

/* What speaks for an outline, its top left corner first: the edges seen, a card's aspect, and its size. To be compared only. */
double worth_of (const Quad &quad, int picture_width);

/* The best outline about a portrait that acceptable () takes, from straight edges alone, its corners in the order of the portrait:
 * top left first. FALSE where there is none. */
using QuadCheck = std::function<bool (Quad &)>;
bool find_quad_about (const cv::Mat &picture, const AnnaeFace &face, const QuadCheck &acceptable, Quad &quad);

} // namespace annae
