/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A thumb before an edge, or fingers around it: for a stretch as wide as they are the edge is gone, and there is one
 * colour on both of its sides, that of skin, which is neither the sheet's nor that of the wall. Bounds:
 * doc/liveness-figures.md. */

#include "hands.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace annae
{

namespace
{

/* As FaceEdges has them; ABOVE is 0. */
constexpr int RIGHT = 1;
constexpr int BELOW = 2;
constexpr int LEFT = 3;

/* In widths of the face's box. */
constexpr double LEAST_WIDTH = 0.1; /* a thumb on a sheet in life size */
constexpr double MOST_WIDTH = 0.9;  /* four fingers beside a small picture of a face */
constexpr double BETWEEN = 0.12;    /* so much of the edge may be seen between fingers */
constexpr double BESIDE = 0.5;      /* so far it is looked for beside them */
constexpr double LEAST_INSIDE = 0.06;
constexpr double MOST_INSIDE = 0.5; /* what goes farther is a board, or the neck */
constexpr double LEAST_OUTSIDE = 0.1;
constexpr double LEAST_LENGTH = 0.8; /* of the edge */
/* In halves of its height, from its middle. */
constexpr double LEAST_BELOW = 1.15;
constexpr double MOST_ABOVE = 0.8;

constexpr double MOST_RED = 0.45;       /* of skin, red over its light (Cr over Y) */
constexpr double LEAST_EDGE = 0.3;      /* share of the edge beside them */
constexpr double LEAST_DIFFERENCE = 20; /* grey levels from what is beside them */
constexpr int NEAR = 3;                 /* px from the edge, where its sides are looked at */
constexpr int FAR = 5;

/* Of three sides; as of the whole outline (surround.cc). */
constexpr double LEAST_COVER = 0.35;
constexpr double LEAST_NECK = 0.5;
constexpr double MOST_SLOPE = 0.12; /* tangent of 7 degrees */
constexpr double MOST_OUTLINE = 6.0;
constexpr double END = 0.2;

bool
colour_at (const cv::Mat &picture, cv::Point2d at, cv::Vec3f &colour)
{
  cv::Point pixel (cvRound (at.x), cvRound (at.y));

  if (pixel.x < 0 || pixel.y < 0 || pixel.x >= picture.cols || pixel.y >= picture.rows)
    return false;
  colour = picture.at<cv::Vec3b> (pixel);
  return true;
}

double
luminance_of (const cv::Vec3f &colour)
{
  return 0.114 * colour[0] + 0.587 * colour[1] + 0.299 * colour[2];
}

/* Of any tone and in most lights: red before green before blue, by a share of the light; a red cloth has more of it. */
bool
is_skin (const cv::Vec3f &colour)
{
  double y = luminance_of (colour);
  double red = 0.713 * (colour[2] - y);
  double blue = 0.564 * (colour[0] - y);

  return y > 25 && red > 4 && red > 0.07 * y && red < MOST_RED * y && blue < 0.3 * red && blue > -2.2 * red - 4 && colour[2] > colour[1];
}

/* Where skin crosses an edge. */
struct Grip
{
  double from; /* along the edge, px */
  double to;
};

/* Sums of a stretch's colours, inside and outside of the edge. */
struct Colours
{
  cv::Vec3f inside{ 0, 0, 0 };
  cv::Vec3f outside{ 0, 0, 0 };
  int n = 0;

  void
  add (const cv::Vec3f &in, const cv::Vec3f &out)
  {
    inside += in;
    outside += out;
    n++;
  }
};

struct Scan
{
  const cv::Mat &picture;
  const EdgeLine &line;
  cv::Point2d inward;

  cv::Point2d
  at (double along, double in) const
  {
    return line.at + line.along * along + inward * in;
  }

  bool
  look (double along, cv::Vec3f &in, cv::Vec3f &out) const
  {
    cv::Vec3f c[4];

    if (!colour_at (picture, at (along, NEAR), c[0]) || !colour_at (picture, at (along, FAR), c[1])
        || !colour_at (picture, at (along, -NEAR), c[2]) || !colour_at (picture, at (along, -FAR), c[3]))
      return false;
    in = (c[0] + c[1]) * 0.5;
    out = (c[2] + c[3]) * 0.5;
    return true;
  }

  /* A finger has one colour across the edge. */
  bool
  is_held (double along) const
  {
    cv::Vec3f in;
    cv::Vec3f out;

    return look (along, in, out) && is_skin (in) && is_skin (out)
           && cv::norm (in - out) < 0.25 * luminance_of ((in + out) * 0.5) + 10;
  }

  /* How far inwards (way 1) or outwards (-1) a quarter of the stretch is of this colour. */
  double
  reach (const Grip &grip, double way, double most, const cv::Vec3f &colour) const
  {
    double bound = 0.35 * luminance_of (colour) + 10;

    for (double off = NEAR; off < most; off++)
      {
        int same = 0;
        int all = 0;
        for (double along = grip.from; along <= grip.to; along += 2, all++)
          {
            cv::Vec3f c;
            same += colour_at (picture, at (along, way * off), c) && is_skin (c) && cv::norm (c - colour) < bound;
          }
        if (same * 4 < all)
          return off;
      }
    return most;
  }
};

/* Whether a stretch is a thumb's or that of fingers: the edge goes on at both of its ends, and its colour ends soon. */
bool
is_grip (const Scan &scan, double width, const Grip &grip)
{
  double beside = BESIDE * width;
  double length = grip.to - grip.from;
  Colours held;
  Colours about;

  if (length < LEAST_WIDTH * width || length > MOST_WIDTH * width
      || cover_of (scan.line, scan.at (grip.from - beside, 0), scan.at (grip.from, 0)) < LEAST_EDGE
      || cover_of (scan.line, scan.at (grip.to, 0), scan.at (grip.to + beside, 0)) < LEAST_EDGE)
    return false;
  for (double along = grip.from - beside; along < grip.to + beside; along++)
    {
      cv::Vec3f in;
      cv::Vec3f out;
      bool within = along >= grip.from && along < grip.to;
      if ((within || along < grip.from - 2 || along >= grip.to + 2) && scan.look (along, in, out))
        (within ? held : about).add (in, out);
    }
  if (held.n == 0 || about.n == 0)
    return false;
  cv::Vec3f colour = (held.inside + held.outside) * (0.5f / static_cast<float> (held.n));
  float share = 1.0f / static_cast<float> (about.n);
  if (cv::norm (colour - about.inside * share) < LEAST_DIFFERENCE
      || cv::norm (colour - about.outside * share) < LEAST_DIFFERENCE)
    return false;
  double inside = scan.reach (grip, 1, width, colour);
  return inside >= LEAST_INSIDE * width && inside <= MOST_INSIDE * width
         && scan.reach (grip, -1, width, colour) >= LEAST_OUTSIDE * width;
}

bool
is_closed (const EdgeLine &a, const EdgeLine &b, cv::Point2d corner, cv::Point2d end_a, cv::Point2d end_b)
{
  return cover_of (a, corner, corner + (end_a - corner) * END) >= LEAST_COVER
         && cover_of (b, corner, corner + (end_b - corner) * END) >= LEAST_COVER;
}

/* The share of three sides in a row that shows an edge: the one in the middle whole, the others as far as the face
 * goes. */
double
worth_of (const FacePlace &place, int middle, const EdgeLine &first, const EdgeLine &second, const EdgeLine &third)
{
  const cv::Point2d ways[] = { -place.down, place.right, place.down, -place.right };
  cv::Point2d away = ways[middle];
  cv::Point2d across = ways[(middle + 1) % 4];
  double reach = middle % 2 == 0 ? place.half_height : place.half_width;
  cv::Point2d a;
  cv::Point2d b;

  if (!cross_at (first, second, a) || !cross_at (second, third, b))
    return 0;
  cv::Point2d along = b - a;
  double length = cv::norm (along);
  double width = 2 * place.half_width;
  if (along.dot (across) <= 0 || length > MOST_OUTLINE * width || length < width
      || std::fabs (along.dot (away)) > MOST_SLOPE * along.dot (across))
    return 0;
  cv::Point2d target = place.centre - away * reach;
  cv::Point2d end_a = first.at + first.along * (target - first.at).dot (first.along);
  cv::Point2d end_b = third.at + third.along * (target - third.at).dot (third.along);
  if (!is_closed (first, second, a, end_a, b) || !is_closed (third, second, b, end_b, a))
    return 0;
  double covers[] = { cover_of (first, a, end_a), cover_of (second, a, b), cover_of (third, b, end_b) };
  const EdgeLine *bottom = middle == BELOW ? &second : middle == RIGHT ? &third : middle == LEFT ? &first : nullptr;
  if (bottom != nullptr)
    {
      cv::Point2d below = place.centre + place.down * (bottom->at - place.centre).dot (place.down);
      if (cover_of (*bottom, below - place.right * place.half_width, below + place.right * place.half_width)
          < LEAST_NECK)
        return 0;
    }
  if (*std::min_element (covers, covers + 3) < LEAST_COVER)
    return 0;
  return (covers[0] + covers[1] + covers[2]) / 3;
}

/* With the two others beside it that are best: the side opposite of the one in the middle is left out. */
double
best_with (const FaceEdges &edges, int side, const EdgeLine &line)
{
  const std::vector<EdgeLine> held = { line };
  double best = 0;

  for (int middle = 0; middle < 4; middle++)
    {
      const std::vector<EdgeLine> *choices[3];
      if (middle == (side + 2) % 4)
        continue;
      for (int i = 0; i < 3; i++)
        {
          int place = (middle + 3 + i) % 4;
          choices[i] = place == side ? &held : &edges.sides[place];
        }
      for (const EdgeLine &first : *choices[0])
        for (const EdgeLine &second : *choices[1])
          for (const EdgeLine &third : *choices[2])
            best = std::max (best, worth_of (edges.place, middle, first, second, third));
    }
  return best;
}

/* Beside the face, or below it; above the eyes nobody holds anything. */
bool
is_outside (const FacePlace &place, int side, cv::Point2d at)
{
  double across = (at - place.centre).dot (place.right) / place.half_width;
  double below = (at - place.centre).dot (place.down) / place.half_height;

  return side == BELOW ? below > LEAST_BELOW : std::fabs (across) > 1 && below > -MOST_ABOVE;
}

std::vector<Grip>
grips_at (const cv::Mat &soft, const FacePlace &place, int side, const EdgeLine &line)
{
  double width = 2 * place.half_width;
  cv::Point2d inward (-line.along.y, line.along.x);
  std::vector<Grip> grips;
  double from = line.covered[0].first;
  double to = line.covered[0].second;

  for (const auto &part : line.covered)
    {
      from = std::min (from, part.first);
      to = std::max (to, part.second);
    }
  if (to - from < LEAST_LENGTH * width)
    return grips;
  if (inward.dot (place.centre - line.at) < 0)
    inward = -inward;
  Scan scan = { soft, line, inward };
  for (double along = from; along < to; along++)
    {
      if (!scan.is_held (along))
        continue;
      Grip grip = { along, along + 1 };
      for (double next = along; next < to && next - grip.to < std::max (2.0, BETWEEN * width); next++)
        if (scan.is_held (next))
          grip.to = next + 1;
      if (is_outside (place, side, scan.at ((grip.from + grip.to) / 2, 0)) && is_grip (scan, width, grip))
        grips.push_back (grip);
      along = grip.to;
    }
  return grips;
}

} // namespace

double
held_about (const FaceEdges &edges)
{
  cv::Mat soft;
  double best = 0;

  if (edges.colour.empty ())
    return 0;
  cv::blur (edges.colour, soft, cv::Size (3, 3));
  for (int side : { RIGHT, BELOW, LEFT })
    for (const EdgeLine &line : edges.sides[side])
      for (const Grip &grip : grips_at (soft, edges.place, side, line))
        {
          EdgeLine whole = line; /* behind the hand the edge goes on */
          whole.covered.emplace_back (grip.from, grip.to);
          best = std::max (best, best_with (edges, side, whole));
        }
  return best;
}

} // namespace annae
