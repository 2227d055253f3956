/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A card about a portrait, from straight edges: where fingers hide a corner, or one side is as bright as the wall
 * behind it, there is no closed outline, but there are lines above, below and on both sides of the portrait that a
 * card's aspect ties together. */

#include "edge-line.h"
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

/* Share of the stretch from a to b that lies within most of 0. */
double
share_within (double a, double b, double most)
{
  double low = std::min (a, b);
  double high = std::max (a, b);

  return std::max (0.0, std::min (high, most) - std::max (low, -most)) / std::max (high - low, 1e-6);
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

  std::vector<Rough> rough;
  for (const EdgeLine &top : sides[0])
    for (const EdgeLine &bottom : sides[2])
      for (const EdgeLine &left : sides[3])
        for (const EdgeLine &far : sides[1])
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
