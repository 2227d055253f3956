/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A card about a portrait, from straight edges: where fingers hide a corner, or one side is as bright as the wall
 * behind it, there is no closed outline, but there are lines above, below and on both sides of the portrait that a
 * card's aspect ties together. */

#include "quad.h"

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
constexpr double SAME_LINE = 3.0;  /* px */
constexpr size_t MOST_LINES = 9;   /* of each side */
constexpr double LEAST_COVER = 0.25;
constexpr double LEAST_MEAN_COVER = 0.5;

struct Line
{
  cv::Point2d at;
  cv::Point2d along; /* of length 1 */
  std::vector<std::pair<double, double>> covered;
  double length; /* covered in all */
};

double
off_line (const Line &line, cv::Point2d point)
{
  cv::Point2d apart = point - line.at;
  return line.along.x * apart.y - line.along.y * apart.x;
}

void
add_segment (std::vector<Line> &lines, cv::Point2d a, cv::Point2d b)
{
  double length = cv::norm (b - a);

  for (Line &line : lines)
    if (std::fabs (off_line (line, a)) < SAME_LINE && std::fabs (off_line (line, b)) < SAME_LINE)
      {
        double from = (a - line.at).dot (line.along);
        double to = (b - line.at).dot (line.along);
        line.covered.emplace_back (std::min (from, to), std::max (from, to));
        line.length += length;
        return;
      }
  lines.push_back ({ a, (b - a) / length, { { 0, length } }, length });
}

/* Share of the stretch from a to b on which the line shows an edge. */
double
cover_of (const Line &line, cv::Point2d a, cv::Point2d b)
{
  double from = (a - line.at).dot (line.along);
  double to = (b - line.at).dot (line.along);
  double end = std::min (from, to);
  double last = std::max (from, to);
  double covered = 0;
  std::vector<std::pair<double, double>> parts = line.covered;

  if (last - end < 1)
    return 0;
  double whole = last - end;
  std::sort (parts.begin (), parts.end ());
  for (const auto &part : parts)
    {
      double begin = std::max (part.first, end);
      double stop = std::min (part.second, last);
      if (stop > begin)
        {
          covered += stop - begin;
          end = stop;
        }
    }
  return covered / whole;
}

bool
cross_at (const Line &a, const Line &b, cv::Point2d &at)
{
  double spread = a.along.x * b.along.y - a.along.y * b.along.x;
  cv::Point2d apart = b.at - a.at;

  if (std::fabs (spread) < 0.3)
    return false;
  at = a.at + a.along * ((apart.x * b.along.y - apart.y * b.along.x) / spread);
  return true;
}

void
keep_longest (std::vector<Line> &lines)
{
  std::stable_sort (lines.begin (), lines.end (), [] (const Line &a, const Line &b) { return a.length > b.length; });
  if (lines.size () > MOST_LINES)
    lines.resize (MOST_LINES);
}

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

double
worth_of (const Quad &quad, int picture_width)
{
  double size = cv::norm (quad.corners[1] - quad.corners[0]) / picture_width;

  /* Lines inside of a card (a header, a frame about the text) make outlines as well supported as the card's own, but
   * smaller, and of another aspect. */
  return quad.support - 3 * aspect_error (quad.corners) + 0.3 * std::log (std::max (size, 1e-3));
}

bool
find_quad_about (const cv::Mat &picture, const AnnaeFace &face, const QuadCheck &acceptable, Quad &quad)
{
  double factor = std::min (1.0, static_cast<double> (LINE_SIDE) / std::max (picture.cols, picture.rows));
  cv::Mat grey;
  std::vector<cv::Vec4f> segments;
  std::vector<Line> sides[4]; /* above, right, below, left of the portrait, as it stands */

  cv::cvtColor (picture, grey, cv::COLOR_BGR2GRAY);
  cv::resize (grey, grey, cv::Size (), factor, factor, cv::INTER_AREA);
  if (std::min (grey.cols, grey.rows) < 40)
    return false;
  cv::createLineSegmentDetector (cv::LSD_REFINE_STD)->detect (grey, segments);

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
      if (length < LEAST_LENGTH * std::max (grey.cols, grey.rows))
        continue;
      cv::Point2d along = (b - a) / length;
      cv::Point2d middle = (a + b) / 2 - centre;
      double across = middle.dot (right);
      double below = middle.dot (down);
      if (std::fabs (along.dot (right)) > straight && std::fabs (below) > half_height)
        add_segment (sides[below < 0 ? 0 : 2], a, b);
      else if (std::fabs (along.dot (down)) > straight && std::fabs (across) > half_width)
        add_segment (sides[across > 0 ? 1 : 3], a, b);
    }
  for (std::vector<Line> &lines : sides)
    keep_longest (lines);

  double best = -INFINITY;
  for (const Line &top : sides[0])
    for (const Line &bottom : sides[2])
      for (const Line &left : sides[3])
        for (const Line &far : sides[1])
          {
            std::array<cv::Point2d, 4> c;
            if (!cross_at (top, left, c[0]) || !cross_at (top, far, c[1]) || !cross_at (bottom, far, c[2])
                || !cross_at (bottom, left, c[3]) || !is_convex (c))
              continue;
            double error = aspect_error (c);
            if (error > 0.3)
              continue;
            double covers[] = { cover_of (top, c[0], c[1]), cover_of (far, c[1], c[2]), cover_of (bottom, c[2], c[3]),
                                cover_of (left, c[3], c[0]) };
            double mean = (covers[0] + covers[1] + covers[2] + covers[3]) / 4;
            if (*std::min_element (covers, covers + 4) < LEAST_COVER || mean < LEAST_MEAN_COVER)
              continue;
            Quad candidate = {};
            for (size_t i = 0; i < 4; i++)
              candidate.corners[i] = cv::Point2f (c[i] / factor);
            candidate.support = mean;
            double worth = worth_of (candidate, picture.cols);
            if (worth > best && acceptable (candidate))
              {
                best = worth;
                quad = candidate;
              }
          }
  return std::isfinite (best);
}

} // namespace annae
