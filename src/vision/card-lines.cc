/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A card about a portrait, from straight edges: where fingers hide a corner, or one side is as bright as the wall
 * behind it, there is no closed outline, but there are lines above, below and on both sides of the portrait that a
 * card's aspect ties together. */

#include "quad.h"
#include "rough-quads.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace annae
{

namespace
{

constexpr int LINE_SIDE = 640; /* the picture's longer side, px */
constexpr double LEAST_LENGTH = 0.03;
constexpr double MOST_LEAN = 22.0; /* degrees between a side and the portrait's own axes */
constexpr double MOST_ASIDE = 6.5; /* widths of the face, that a card reaches to a side of its portrait */
constexpr double MOST_ABOVE = 2.6; /* and above or below it */
constexpr size_t MOST_LINES = 11;  /* of each side */

/* Share of the stretch from a to b that lies within most of 0. */
double
share_within (double a, double b, double most)
{
  double low = std::min (a, b);
  double high = std::max (a, b);

  return std::max (0.0, std::min (high, most) - std::max (low, -most)) / std::max (high - low, 1e-6);
}

} // namespace

void
find_quads_about (const cv::Mat &picture, const AnnaeFace &face, std::vector<Quad> &quads)
{
  double factor = std::min (1.0, static_cast<double> (LINE_SIDE) / std::max (picture.cols, picture.rows));
  cv::Mat small;
  std::vector<cv::Vec4f> segments;
  std::vector<EdgeLine> sides[4]; /* above, right, below, left of the portrait, as it stands */

  cv::resize (picture, small, cv::Size (), factor, factor, cv::INTER_AREA);
  if (std::min (small.cols, small.rows) < 40)
    return;
  find_segments (small, segments);

  cv::Point2d eyes ((face.landmarks[0].x + face.landmarks[1].x) / 2.0,
                    (face.landmarks[0].y + face.landmarks[1].y) / 2.0);
  cv::Point2d mouth ((face.landmarks[3].x + face.landmarks[4].x) / 2.0,
                     (face.landmarks[3].y + face.landmarks[4].y) / 2.0);
  cv::Point2d down = (mouth - eyes) / std::max (cv::norm (mouth - eyes), 1e-6);
  cv::Point2d right (down.y, -down.x);
  cv::Point2d centre ((face.box.x + face.box.width / 2) * factor, (face.box.y + face.box.height / 2) * factor);
  double half_width = face.box.width * factor / 2;
  double half_height = face.box.height * factor / 2;
  double straight = std::cos (MOST_LEAN * CV_PI / 180);
  for (const cv::Vec4f &segment : segments)
    {
      cv::Point2d a (segment[0], segment[1]);
      cv::Point2d b (segment[2], segment[3]);
      double length = cv::norm (b - a);
      if (length < LEAST_LENGTH * std::max (small.cols, small.rows))
        continue;
      cv::Point2d along = (b - a) / length;
      cv::Point2d middle = (a + b) / 2 - centre;
      double across = middle.dot (right);
      double below = middle.dot (down);
      /* Only what is beside the portrait, or above and below the card that it is on: arms are longer than cards. */
      double reach = face.box.width * factor;
      if (std::fabs (along.dot (right)) > straight && std::fabs (below) > half_height)
        add_piece (sides[below < 0 ? 0 : 2], a, b, SAME_LINE,
                   share_within ((a - centre).dot (right), (b - centre).dot (right), MOST_ASIDE * reach));
      else if (std::fabs (along.dot (down)) > straight && std::fabs (across) > half_width)
        add_piece (sides[across > 0 ? 1 : 3], a, b, SAME_LINE,
                   share_within ((a - centre).dot (down), (b - centre).dot (down), MOST_ABOVE * reach));
    }
  for (std::vector<EdgeLine> &lines : sides)
    keep_longest (lines, MOST_LINES);

  RoughQuads rough;
  for (const EdgeLine &top : sides[0])
    for (const EdgeLine &bottom : sides[2])
      for (const EdgeLine &left : sides[3])
        for (const EdgeLine &far : sides[1])
          rough.try_sides (top, far, bottom, left);
  std::vector<Quad> found = rough.best (factor);
  polish_quads (picture, found, 0.012);
  quads.insert (quads.end (), found.begin (), found.end ());
}

} // namespace annae
