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
constexpr double LEAST_SIDE = 40;   /* px of the small picture's shorter side */
constexpr int N_LEVELS = 7;
constexpr int N_SAMPLES = 32;         /* along each side */
constexpr float EDGE_CONTRAST = 8.0f; /* grey levels across an edge, the least that counts */
constexpr double PARTING = 12.0;      /* between the colours on either side */

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

/* The largest step of any channel: a coloured card is often as bright as the wall behind it. */
double
step_between (const cv::Mat &picture, cv::Point2f a, cv::Point2f b)
{
  const auto &one = picture.at<cv::Vec3b> (cv::Point (a));
  const auto &other = picture.at<cv::Vec3b> (cv::Point (b));

  return std::max ({ std::abs (one[0] - other[0]), std::abs (one[1] - other[1]), std::abs (one[2] - other[2]) });
}

/* Where across a side the picture changes, at one place along it. */
struct Peak
{
  float offset;
  float weight;
};

struct Side
{
  cv::Vec4f line;
  double on_line; /* share of it on which an edge is seen */
  double apart;   /* share of it that parts two colours, farther off than print is wide: text and ruled lines do not */
};

/* The most telling changes at one place; FALSE where all of it lies outside of the picture. */
bool
find_peaks (const cv::Mat &picture, cv::Point2f at, cv::Point2f across, float reach, std::vector<Peak> &peaks)
{
  cv::Rect bounds (1, 1, picture.cols - 2, picture.rows - 2);
  int n = 2 * static_cast<int> (std::ceil (reach)) + 1;
  std::vector<float> steps (static_cast<size_t> (n), -1.0f);
  bool inside = false;

  peaks.clear ();
  for (int i = 0; i < n; i++)
    {
      auto offset = static_cast<float> (i - n / 2);
      cv::Point2f out = at + across * (offset - 1.5f);
      cv::Point2f in = at + across * (offset + 1.5f);
      if (!bounds.contains (cv::Point (out)) || !bounds.contains (cv::Point (in)))
        continue;
      inside = true;
      steps[static_cast<size_t> (i)] = static_cast<float> (step_between (picture, out, in));
    }
  for (size_t i = 0; i < steps.size (); i++)
    {
      float before = i > 0 ? steps[i - 1] : -1;
      float after = i + 1 < steps.size () ? steps[i + 1] : -1;
      if (steps[i] < EDGE_CONTRAST || steps[i] < before || steps[i] <= after)
        continue;
      float bend = before >= 0 && after >= 0 ? before + after - 2 * steps[i] : 0;
      float shift = bend < -1e-3f ? std::clamp (0.5f * (before - after) / bend, -0.5f, 0.5f) : 0.0f;
      peaks.push_back ({ static_cast<float> (i) - static_cast<float> (n / 2) + shift, std::min (steps[i], 40.0f) });
    }
  return inside;
}

/* Of all lines near a side, from a to b, the one on which most changes lie: a finger's rim is as strong as a card's,
 * but not straight for as long. FALSE where there is hardly any. */
bool
fit_side (const cv::Mat &picture, cv::Point2f a, cv::Point2f b, float reach, double width, Side &side)
{
  cv::Point2f along = b - a;
  auto length = static_cast<float> (cv::norm (along));
  cv::Point2f across (-along.y / length, along.x / length);
  std::array<std::vector<Peak>, N_SAMPLES> peaks;
  std::array<float, N_SAMPLES> places;
  int n = 0;

  for (size_t i = 0; i < N_SAMPLES; i++)
    {
      places[i] = 0.06f + 0.88f * (static_cast<float> (i) + 0.5f) / N_SAMPLES;
      n += find_peaks (picture, a + along * places[i], across, reach, peaks[i]);
    }
  float best = 0;
  float best_ends[2] = { 0, 0 };
  float grid = std::max (0.75f, reach / 8);
  for (float first = -reach; first <= reach; first += grid)
    for (float last = -reach; last <= reach; last += grid)
      {
        /* A little against leaning away: of two lines alike, the one that was expected. */
        float sum = -0.3f * std::fabs (first - last) - 0.1f * (std::fabs (first) + std::fabs (last));
        for (size_t i = 0; i < N_SAMPLES; i++)
          {
            float wanted = first + (last - first) * places[i];
            float most = 0;
            for (const Peak &peak : peaks[i])
              if (std::fabs (peak.offset - wanted) < 0.6f * grid + 0.6f)
                most = std::max (most, 8 + peak.weight);
            sum += most;
          }
        if (sum > best)
          {
            best = sum;
            best_ends[0] = first;
            best_ends[1] = last;
          }
      }
  std::vector<cv::Point2f> edge;
  for (size_t i = 0; i < N_SAMPLES; i++)
    {
      float wanted = best_ends[0] + (best_ends[1] - best_ends[0]) * places[i];
      const Peak *nearest = nullptr;
      for (const Peak &peak : peaks[i])
        if (std::fabs (peak.offset - wanted) < grid + 0.8f
            && (nearest == nullptr || std::fabs (peak.offset - wanted) < std::fabs (nearest->offset - wanted)))
          nearest = &peak;
      if (nearest != nullptr)
        edge.push_back (a + along * places[i] + across * nearest->offset);
    }
  if (edge.size () < N_SAMPLES / 4)
    return false;
  cv::fitLine (edge, side.line, cv::DIST_HUBER, 0, 0.01, 0.01);

  cv::Point2f direction (side.line[0], side.line[1]);
  cv::Point2f on (side.line[2], side.line[3]);
  int on_line = 0;
  for (const cv::Point2f &point : edge)
    on_line += std::fabs (cross (direction, point - on)) < 1.5;
  side.on_line = std::min (1.0, static_cast<double> (on_line) / std::max (n, N_SAMPLES / 2));

  if (direction.dot (along) < 0)
    direction = -direction;
  cv::Point2f aside = cv::Point2f (-direction.y, direction.x) * static_cast<float> (std::max (3.0, 0.016 * width));
  cv::Rect bounds (1, 1, picture.cols - 2, picture.rows - 2);
  int parted = 0;
  for (float place : places)
    {
      cv::Point2f at = a + along * place;
      at = on + direction * (at - on).dot (direction);
      cv::Point out (at - aside);
      cv::Point in (at + aside);
      parted += bounds.contains (out) && bounds.contains (in) && step_between (picture, out, in) > PARTING;
    }
  side.apart = static_cast<double> (parted) / std::max (n, N_SAMPLES / 2);
  return true;
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
refine (const cv::Mat &picture, Quad &quad, float reach)
{
  std::array<Side, 4> sides;
  std::array<cv::Point2f, 4> corners;
  double width = std::max (cv::norm (quad.corners[1] - quad.corners[0]), cv::norm (quad.corners[2] - quad.corners[1]));
  double support = 0;
  double least = 1;

  for (size_t i = 0; i < 4; i++)
    {
      if (cv::norm (quad.corners[i] - quad.corners[(i + 1) % 4]) < 16
          || !fit_side (picture, quad.corners[i], quad.corners[(i + 1) % 4], reach, width, sides[i]))
        return false;
      support += (0.5 * sides[i].on_line + 0.5 * std::min (sides[i].apart, 1.0)) / 4;
      least = std::min (least, sides[i].on_line);
    }
  for (size_t i = 0; i < 4; i++)
    if (!intersect (sides[(i + 3) % 4].line, sides[i].line, corners[i])
        || cv::norm (corners[i] - quad.corners[i]) > 4 * reach)
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
  cv::GaussianBlur (fine, fine, cv::Size (3, 3), 0.8);
  auto ratio = static_cast<float> (to_fine / to_small);
  float reach = std::max (4.0f, 3.0f * ratio);
  for (Quad quad : rough)
    {
      for (cv::Point2f &corner : quad.corners)
        corner *= ratio;
      /* Twice: the first time the sides still lean with the corners that were cut off. */
      if (!refine (fine, quad, reach) || !refine (fine, quad, 3))
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

void
polish_quads (const cv::Mat &picture, std::vector<Quad> &quads, double share)
{
  int longest = std::max (picture.cols, picture.rows);
  double to_fine = std::min (1.0, static_cast<double> (FINE_SIDE) / longest);
  cv::Mat fine;

  if (quads.empty ())
    return;
  cv::resize (picture, fine, cv::Size (), to_fine, to_fine, cv::INTER_AREA);
  cv::GaussianBlur (fine, fine, cv::Size (3, 3), 0.8);
  for (Quad &quad : quads)
    {
      Quad better = quad;
      for (cv::Point2f &corner : better.corners)
        corner *= static_cast<float> (to_fine);
      auto reach = static_cast<float> (share * cv::norm (better.corners[1] - better.corners[0]));
      if (!refine (fine, better, std::max (3.0f, reach)) || (reach > 4 && !refine (fine, better, 3)))
        continue;
      for (size_t i = 0; i < 4; i++)
        quad.corners[i] = better.corners[i] / static_cast<float> (to_fine);
      quad.support = better.support;
    }
}

} // namespace annae
