/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Outlines by thresholds and edges at a small size, as OpenCV's sample "squares" does it; then each side is laid anew
 * along the strongest edge at a larger size, because a card's corners are round and the first outline cuts them off. */

#include "quad.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace annae
{

namespace
{

constexpr int SMALL_SIDE = 400;
constexpr int FINE_SIDE = 960;
constexpr double LEAST_AREA = 0.02; /* of the picture */
constexpr double MOST_AREA = 0.92;  /* more is the picture's own frame */
constexpr double LEAST_SIDE = 40; /* px of the small picture's shorter side */
constexpr int N_LEVELS = 7;
constexpr int N_SAMPLES = 32;         /* along each side */
constexpr double EDGE_CONTRAST = 8.0; /* grey levels across an edge, the least that counts */

double
cross (cv::Point2f a, cv::Point2f b)
{
  return static_cast<double> (a.x) * b.y - static_cast<double> (a.y) * b.x;
}

bool
similar (const Quad &a, const Quad &b, double distance)
{
  for (int turn = 0; turn < 4; turn++)
    {
      double worst = 0;
      for (size_t i = 0; i < 4; i++)
        worst = std::max (worst, cv::norm (a.corners[i] - b.corners[(i + static_cast<size_t> (turn)) % 4]));
      if (worst < distance)
        return true;
    }
  return false;
}

/* The outline of a contour's hull as four points, where four are enough for it. */
bool
to_quad (const std::vector<cv::Point> &contour, double picture_area, Quad &quad)
{
  std::vector<cv::Point> hull;
  std::vector<cv::Point> corners;

  cv::convexHull (contour, hull, true);
  double area = cv::contourArea (hull);
  if (area < LEAST_AREA * picture_area || area > MOST_AREA * picture_area)
    return false;
  double length = cv::arcLength (hull, true);
  for (double share : { 0.02, 0.035, 0.05 })
    {
      cv::approxPolyDP (hull, corners, share * length, true);
      if (corners.size () <= 4)
        break;
    }
  if (corners.size () != 4 || !cv::isContourConvex (corners))
    return false;
  /* A contour that fills its four corners badly is an oval or a heap of things. */
  if (std::fabs (cv::contourArea (corners)) < 0.88 * area)
    return false;
  for (size_t i = 0; i < 4; i++)
    quad.corners[i] = corners[i];
  if (cross (quad.corners[1] - quad.corners[0], quad.corners[2] - quad.corners[1]) < 0)
    std::reverse (quad.corners.begin (), quad.corners.end ());
  return true;
}

void
collect (const cv::Mat &binary, std::vector<Quad> &quads)
{
  std::vector<std::vector<cv::Point>> contours;
  double area = static_cast<double> (binary.total ());

  cv::findContours (binary, contours, cv::RETR_LIST, cv::CHAIN_APPROX_SIMPLE);
  for (const std::vector<cv::Point> &contour : contours)
    {
      Quad quad = {};
      cv::Rect bounds = cv::boundingRect (contour);
      if (bounds.area () < LEAST_AREA * area || !to_quad (contour, area, quad))
        continue;
      if (std::none_of (quads.begin (), quads.end (), [&] (const Quad &other) { return similar (quad, other, 4); }))
        quads.push_back (quad);
    }
}

/* Lays a line along the strongest edge near the side from a to b; returns how much of it shows an edge. */
double
fit_side (const cv::Mat &grey, cv::Point2f a, cv::Point2f b, float reach, cv::Vec4f &line)
{
  cv::Point2f along = b - a;
  auto length = static_cast<float> (cv::norm (along));
  cv::Point2f across (-along.y / length, along.x / length);
  std::vector<cv::Point2f> edge;
  int n = 0;

  for (int i = 0; i < N_SAMPLES; i++)
    {
      cv::Point2f at = a + along * (0.08f + 0.84f * (static_cast<float> (i) + 0.5f) / N_SAMPLES);
      double best = EDGE_CONTRAST;
      float best_offset = 0;
      bool found = false;
      bool inside = true;
      for (float offset = -reach; offset <= reach; offset += 1.0f)
        {
          cv::Point2f out = at + across * (offset - 1.5f);
          cv::Point2f in = at + across * (offset + 1.5f);
          cv::Rect bounds (1, 1, grey.cols - 2, grey.rows - 2);
          if (!bounds.contains (cv::Point (out)) || !bounds.contains (cv::Point (in)))
            {
              inside = false;
              continue;
            }
          double step = std::abs (grey.at<uchar> (cv::Point (out)) - grey.at<uchar> (cv::Point (in)));
          if (step > best)
            {
              best = step;
              best_offset = offset;
              found = true;
            }
        }
      n += inside || found;
      if (found)
        edge.push_back (at + across * best_offset);
    }
  if (edge.size () < N_SAMPLES / 4)
    return 0;
  cv::fitLine (edge, line, cv::DIST_HUBER, 0, 0.01, 0.01);
  int on_line = 0;
  for (const cv::Point2f &point : edge)
    on_line += std::fabs (cross (cv::Point2f (line[0], line[1]), point - cv::Point2f (line[2], line[3]))) < 2.0;
  return n > 0 ? static_cast<double> (on_line) / std::max (n, N_SAMPLES / 2) : 0;
}

bool
intersect (const cv::Vec4f &a, const cv::Vec4f &b, cv::Point2f &at)
{
  cv::Point2f direction (a[0], a[1]);
  cv::Point2f other (b[0], b[1]);
  double spread = cross (direction, other);

  if (std::fabs (spread) < 0.2)
    return false;
  double t = cross (cv::Point2f (b[2] - a[2], b[3] - a[3]), other) / spread;
  at = cv::Point2f (a[2], a[3]) + direction * static_cast<float> (t);
  return true;
}

bool
refine (const cv::Mat &grey, Quad &quad, float reach)
{
  std::array<cv::Vec4f, 4> lines;
  std::array<cv::Point2f, 4> corners;
  double support = 0;
  double least = 1;

  for (size_t i = 0; i < 4; i++)
    {
      if (cv::norm (quad.corners[i] - quad.corners[(i + 1) % 4]) < 16)
        return false;
      double share = fit_side (grey, quad.corners[i], quad.corners[(i + 1) % 4], reach, lines[i]);
      if (share <= 0)
        return false;
      support += std::min (share, 1.0) / 4;
      least = std::min (least, share);
    }
  for (size_t i = 0; i < 4; i++)
    if (!intersect (lines[(i + 3) % 4], lines[i], corners[i]) || cv::norm (corners[i] - quad.corners[i]) > 4 * reach)
      return false;
  quad.corners = corners;
  /* One side without any edge is a gap in the outline, however good the others are. */
  quad.support = least < 0.3 ? 0 : support;
  return true;
}

} // namespace

std::vector<Quad>
find_quads (const cv::Mat &picture)
{
  int longest = std::max (picture.cols, picture.rows);
  double to_small = std::min (1.0, static_cast<double> (SMALL_SIDE) / longest);
  double to_fine = std::min (1.0, static_cast<double> (FINE_SIDE) / longest);
  std::vector<Quad> rough;
  std::vector<Quad> quads;
  cv::Mat small;
  cv::Mat fine;
  cv::Mat grey;
  cv::Mat binary;

  if (std::min (picture.cols, picture.rows) * to_small < LEAST_SIDE)
    return quads;
  cv::resize (picture, small, cv::Size (), to_small, to_small, cv::INTER_AREA);
  cv::GaussianBlur (small, small, cv::Size (5, 5), 1.0);
  std::vector<cv::Mat> planes;
  cv::split (small, planes);
  cv::Mat mixed;
  cv::cvtColor (small, mixed, cv::COLOR_BGR2GRAY);
  planes.push_back (mixed);
  for (const cv::Mat &plane : planes)
    {
      cv::Canny (plane, binary, 20, 60);
      cv::dilate (binary, binary, cv::Mat ());
      collect (binary, rough);
    }
  double low = 0;
  double high = 0;
  cv::minMaxLoc (mixed, &low, &high);
  for (int level = 1; level <= N_LEVELS; level++)
    {
      cv::threshold (mixed, binary, low + (high - low) * level / (N_LEVELS + 1), 255, cv::THRESH_BINARY);
      collect (binary, rough);
    }

  cv::resize (picture, fine, cv::Size (), to_fine, to_fine, cv::INTER_AREA);
  cv::cvtColor (fine, grey, cv::COLOR_BGR2GRAY);
  cv::GaussianBlur (grey, grey, cv::Size (3, 3), 0.8);
  auto ratio = static_cast<float> (to_fine / to_small);
  float reach = std::max (4.0f, 3.0f * ratio);
  for (Quad quad : rough)
    {
      for (cv::Point2f &corner : quad.corners)
        corner *= ratio;
      /* Twice: the first time the sides still lean with the corners that were cut off. */
      if (!refine (grey, quad, reach) || !refine (grey, quad, 3))
        continue;
      for (cv::Point2f &corner : quad.corners)
        corner *= static_cast<float> (1 / to_fine);
      if (std::none_of (quads.begin (), quads.end (),
                        [&] (const Quad &other) { return similar (quad, other, 0.01 * longest); }))
        quads.push_back (quad);
    }
  std::stable_sort (quads.begin (), quads.end (), [] (const Quad &a, const Quad &b) { return a.support > b.support; });
  return quads;
}

} // namespace annae
