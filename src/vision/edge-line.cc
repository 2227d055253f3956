/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "edge-line.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace annae
{

static double
off_line (const EdgeLine &line, cv::Point2d point)
{
  cv::Point2d apart = point - line.at;
  return line.along.x * apart.y - line.along.y * apart.x;
}

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

void
add_piece (std::vector<EdgeLine> &lines, cv::Point2d a, cv::Point2d b, double tolerance, double share)
{
  double length = cv::norm (b - a);

  if (share <= 0 || length <= 0)
    return;
  for (EdgeLine &line : lines)
    if (std::fabs (off_line (line, a)) < tolerance && std::fabs (off_line (line, b)) < tolerance)
      {
        double from = (a - line.at).dot (line.along);
        double to = (b - line.at).dot (line.along);
        line.covered.emplace_back (std::min (from, to), std::max (from, to));
        line.length += share * length;
        return;
      }
  lines.push_back ({ a, (b - a) / length, { { 0, length } }, share * length });
}

void
keep_longest (std::vector<EdgeLine> &lines, size_t most)
{
  std::stable_sort (lines.begin (), lines.end (),
                    [] (const EdgeLine &a, const EdgeLine &b) { return a.length > b.length; });
  if (lines.size () > most)
    lines.resize (most);
}

double
cover_of (const EdgeLine &line, cv::Point2d a, cv::Point2d b)
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
cross_at (const EdgeLine &a, const EdgeLine &b, cv::Point2d &at)
{
  double spread = a.along.x * b.along.y - a.along.y * b.along.x;
  cv::Point2d apart = b.at - a.at;

  if (std::fabs (spread) < 0.3)
    return false;
  at = a.at + a.along * ((apart.x * b.along.y - apart.y * b.along.x) / spread);
  return true;
}

} // namespace annae
