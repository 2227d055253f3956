/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Quadrilaterals that could be the outline of a card. */

#pragma once

#include "annae-observation.h"

#include <opencv2/core.hpp>

#include <array>
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

/* Adds outlines about a portrait from straight edges alone: where fingers hide a corner, or one side is as bright as the wall behind it,
 * there is no closed outline. Their corners are in the order of the portrait: top left first. */
void find_quads_about (const cv::Mat &picture, const AnnaeFace &face, std::vector<Quad> &quads);

/* Lays the sides of outlines, right within a share of their width, along the strongest edges there; leaves those without edges. */
void polish_quads (const cv::Mat &picture, std::vector<Quad> &quads, double share);

} // namespace annae
