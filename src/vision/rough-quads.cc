/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "rough-quads.h"

#include <algorithm>
#include <cmath>

namespace annae
{

namespace
{

constexpr double LEAST_COVER = 0.25;
constexpr double LEAST_MEAN_COVER = 0.5;
constexpr double MOST_ASPECT_ERROR = 0.34; /* a factor's logarithm: tilted by 40 degrees, and a little */
constexpr size_t MOST_QUADS = 24;

/* How far an aspect is from that of a card or a passport page, as a factor's logarithm. */
template <typename Point>
double
aspect_error (const std::array<Point, 4> &c)
{
  double width = (cv::norm (c[1] - c[0]) + cv::norm (c[2] - c[3])) / 2;
  double height = (cv::norm (c[3] - c[0]) + cv::norm (c[2] - c[1])) / 2;
  double aspect = width / std::max (height, 1.0);

  return std::min (std::fabs (std::log (aspect / (85.60 / 53.98))), std::fabs (std::log (aspect / (125.0 / 88.0))));
}

bool
is_convex (const std::array<cv::Point2d, 4> &c)
{
  for (size_t i = 0; i < 4; i++)
    {
      cv::Point2d a = c[(i + 1) % 4] - c[i];
      cv::Point2d b = c[(i + 2) % 4] - c[(i + 1) % 4];
      if (a.x * b.y - a.y * b.x <= 0)
        return false;
    }
  return true;
}

} // namespace

void
RoughQuads::try_sides (const EdgeLine &top, const EdgeLine &right, const EdgeLine &bottom, const EdgeLine &left)
{
  std::array<cv::Point2d, 4> c;

  if (!cross_at (top, left, c[0]) || !cross_at (top, right, c[1]) || !cross_at (bottom, right, c[2])
      || !cross_at (bottom, left, c[3]) || !is_convex (c) || aspect_error (c) > MOST_ASPECT_ERROR)
    return;
  double covers[] = { cover_of (top, c[0], c[1]), cover_of (right, c[1], c[2]), cover_of (bottom, c[2], c[3]),
                      cover_of (left, c[3], c[0]) };
  double mean = (covers[0] + covers[1] + covers[2] + covers[3]) / 4;
  if (*std::min_element (covers, covers + 4) < LEAST_COVER || mean < LEAST_MEAN_COVER)
    return;
  rough.push_back ({ c, mean, mean + 0.3 * std::log (cv::norm (c[1] - c[0])) });
}

std::vector<Quad>
RoughQuads::best (double factor)
{
  std::vector<Rough> kept;
  std::vector<Quad> found;

  std::stable_sort (rough.begin (), rough.end (), [] (const Rough &a, const Rough &b) { return a.worth > b.worth; });
  for (const Rough &one : rough)
    {
      bool known = std::any_of (kept.begin (), kept.end (), [&] (const Rough &other) {
        double apart = 0;
        for (size_t i = 0; i < 4; i++)
          apart = std::max (apart, cv::norm (one.corners[i] - other.corners[i]));
        return apart < 2 * SAME_LINE;
      });
      if (!known)
        kept.push_back (one);
      if (kept.size () == MOST_QUADS)
        break;
    }
  for (const Rough &one : kept)
    {
      Quad quad = {};
      for (size_t i = 0; i < 4; i++)
        quad.corners[i] = cv::Point2f (one.corners[i] / factor);
      quad.support = one.support;
      found.push_back (quad);
    }
  return found;
}

} // namespace annae
