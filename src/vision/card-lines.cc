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
constexpr double MOST_ASIDE = 6.5; /* widths of the face, that a card reaches to a side of its portrait */
constexpr double MOST_ABOVE = 2.6; /* and above or below it */
constexpr size_t MOST_LINES = 11;  /* of each side */
constexpr double LEAST_COVER = 0.25;
constexpr double LEAST_MEAN_COVER = 0.5;
constexpr double MOST_ASPECT_ERROR = 0.34; /* a factor's logarithm: tilted by 40 degrees, and a little */
constexpr size_t MOST_QUADS = 24;

struct Line
{
  cv::Point2d at;
  cv::Point2d along; /* of length 1 */
  std::vector<std::pair<double, double>> covered;
  double length; /* covered in all, where it counts */
};

double
off_line (const Line &line, cv::Point2d point)
{
  cv::Point2d apart = point - line.at;
  return line.along.x * apart.y - line.along.y * apart.x;
}

/* Share of the stretch from a to b that lies within most of 0. */
double
share_within (double a, double b, double most)
{
  double low = std::min (a, b);
  double high = std::max (a, b);

  return std::max (0.0, std::min (high, most) - std::max (low, -most)) / std::max (high - low, 1e-6);
}

void
add_segment (std::vector<Line> &lines, cv::Point2d a, cv::Point2d b, double share)
{
  double length = cv::norm (b - a);

  if (share <= 0)
    return;
  for (Line &line : lines)
    if (std::fabs (off_line (line, a)) < SAME_LINE && std::fabs (off_line (line, b)) < SAME_LINE)
      {
        double from = (a - line.at).dot (line.along);
        double to = (b - line.at).dot (line.along);
        line.covered.emplace_back (std::min (from, to), std::max (from, to));
        line.length += share * length;
        return;
      }
  lines.push_back ({ a, (b - a) / length, { { 0, length } }, share * length });
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

struct Rough
{
  std::array<cv::Point2d, 4> corners;
  double support;
  double worth;
};

/* The best of those that differ. */
void
keep_best (std::vector<Rough> &rough)
{
  std::vector<Rough> kept;

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
  rough = kept;
}

/* Straight edges of brightness, and those of colour alone: a coloured header is often as bright as the wall behind it.
 */
void
find_segments (const cv::Mat &picture, std::vector<cv::Vec4f> &segments)
{
  cv::Ptr<cv::LineSegmentDetector> detector = cv::createLineSegmentDetector (cv::LSD_REFINE_STD);
  std::vector<cv::Mat> channels;
  std::vector<cv::Vec4f> more;
  cv::Mat grey;
  cv::Mat colour;

  cv::cvtColor (picture, grey, cv::COLOR_BGR2GRAY);
  detector->detect (grey, segments);
  cv::split (picture, channels);
  cv::addWeighted (channels[0], 1, channels[2], -1, 128, colour);
  cv::GaussianBlur (colour, colour, cv::Size (3, 3), 0.8);
  detector->detect (colour, more);
  segments.insert (segments.end (), more.begin (), more.end ());
}

} // namespace

void
find_quads_about (const cv::Mat &picture, const AnnaeFace &face, std::vector<Quad> &quads)
{
  double factor = std::min (1.0, static_cast<double> (LINE_SIDE) / std::max (picture.cols, picture.rows));
  cv::Mat small;
  std::vector<cv::Vec4f> segments;
  std::vector<Line> sides[4]; /* above, right, below, left of the portrait, as it stands */

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
        add_segment (sides[below < 0 ? 0 : 2], a, b,
                     share_within ((a - centre).dot (right), (b - centre).dot (right), MOST_ASIDE * reach));
      else if (std::fabs (along.dot (down)) > straight && std::fabs (across) > half_width)
        add_segment (sides[across > 0 ? 1 : 3], a, b,
                     share_within ((a - centre).dot (down), (b - centre).dot (down), MOST_ABOVE * reach));
    }
  for (std::vector<Line> &lines : sides)
    keep_longest (lines);

  std::vector<Rough> rough;
  for (const Line &top : sides[0])
    for (const Line &bottom : sides[2])
      for (const Line &left : sides[3])
        for (const Line &far : sides[1])
          {
            std::array<cv::Point2d, 4> c;
            if (!cross_at (top, left, c[0]) || !cross_at (top, far, c[1]) || !cross_at (bottom, far, c[2])
                || !cross_at (bottom, left, c[3]) || !is_convex (c) || aspect_error (c) > MOST_ASPECT_ERROR)
              continue;
            double covers[] = { cover_of (top, c[0], c[1]), cover_of (far, c[1], c[2]), cover_of (bottom, c[2], c[3]),
                                cover_of (left, c[3], c[0]) };
            double mean = (covers[0] + covers[1] + covers[2] + covers[3]) / 4;
            if (*std::min_element (covers, covers + 4) < LEAST_COVER || mean < LEAST_MEAN_COVER)
              continue;
            rough.push_back ({ c, mean, mean + 0.3 * std::log (cv::norm (c[1] - c[0])) });
          }
  keep_best (rough);
  std::vector<Quad> found;
  for (const Rough &one : rough)
    {
      Quad quad = {};
      for (size_t i = 0; i < 4; i++)
        quad.corners[i] = cv::Point2f (one.corners[i] / factor);
      quad.support = one.support;
      found.push_back (quad);
    }
  polish_quads (picture, found, 0.012);
  quads.insert (quads.end (), found.begin (), found.end ());
}

} // namespace annae
