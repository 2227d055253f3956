/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Straight edges put together from the pieces that a line segment detector finds. */

#pragma once

#include <opencv2/core.hpp>

#include <utility>
#include <vector>

namespace annae
{

struct EdgeLine
{
  cv::Point2d at;
  cv::Point2d along; /* of length 1 */
  std::vector<std::pair<double, double>> covered;
  double length; /* covered in all, where it counts */
};

/* Straight edges of brightness, and those of colour alone: a coloured header is often as bright as the wall behind it. */
void
find_segments (const cv::Mat &picture, std::vector<cv::Vec4f> &segments);

/* Adds the piece from a to b, of which share counts: to the first line no farther away than tolerance (px), or as a new
 * one. */
void
add_piece (std::vector<EdgeLine> &lines, cv::Point2d a, cv::Point2d b, double tolerance, double share = 1.0);

/* The longest come first, and no more than most. */
void
keep_longest (std::vector<EdgeLine> &lines, size_t most);

/* Share (0 to 1) of the stretch from a to b on which the line shows an edge. */
double
cover_of (const EdgeLine &line, cv::Point2d a, cv::Point2d b);

/* Where two lines cross; FALSE where they are within 17 degrees of parallel. */
bool
cross_at (const EdgeLine &a, const EdgeLine &b, cv::Point2d &at);

} // namespace annae
