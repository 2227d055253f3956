/* SPDX-License-Identifier: GPL-3.0-or-later */

/* As with Canny's two bounds, a faint edge is one only between clear ones. The detector of segments looks at grey
 * alone, where a dark border before a dark wall or dark clothes is hardly seen; the colours differ, and along all of
 * it. */

#include "edge-faint.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace annae
{

namespace
{

constexpr double CELL = 8; /* px along the line that are looked at together */
constexpr int GUARD = 1;   /* px to either side that belong to the edge itself: JPEG halves the colours' resolution */
constexpr int BAND = 3;    /* px to either side that are compared, and as many beyond that tell a slope from an edge */
constexpr double LEAST = 3.0;   /* of 255: what noise leaves in the mean of 24 px is below 1 */
constexpr double SHARPER = 2.0; /* than what lies beside it */
constexpr int REACH = GUARD + 2 * BAND;
constexpr int OFF = 1;        /* px: from the straight line between two clear pieces */
constexpr int MOST_SHIFT = 5; /* px: a piece is not quite on the line that it was added to */

/* Along the normal of one cell. */
class Profile
{
public:
  Profile (const EdgeLine &line, const cv::Mat &picture, double from, int middle, int most)
  {
    cv::Point2d normal (-line.along.y, line.along.x);

    for (int k = -REACH - most; k <= REACH + most; k++)
      {
        cv::Vec3d sum (0, 0, 0);
        int n = 0;

        for (double t = 0.5; t < CELL; t++)
          {
            cv::Point2d at = line.at + line.along * (from + t) + normal * (middle + k);
            int x = cvRound (at.x);
            int y = cvRound (at.y);
            if (x < 0 || y < 0 || x >= picture.cols || y >= picture.rows)
              continue;
            sum += picture.at<cv::Vec3b> (y, x);
            n++;
          }
        seen[static_cast<size_t> (k + SPAN)] = n >= CELL / 2;
        mean[static_cast<size_t> (k + SPAN)] = n > 0 ? sum / n : sum;
      }
  }

  /* How strong an edge is at this shift from the middle; 0 where there is none. */
  [[nodiscard]] double
  edge_at (int shift) const
  {
    cv::Vec3d far_before;
    cv::Vec3d before;
    cv::Vec3d after;
    cv::Vec3d far_after;
    double best = 0;

    if (!band (shift - REACH, far_before) || !band (shift - GUARD - BAND, before) || !band (shift + GUARD + 1, after)
        || !band (shift + GUARD + BAND + 1, far_after))
      return 0;
    for (int c = 0; c < 3; c++)
      {
        double step = std::fabs (after[c] - before[c]);
        double slope = std::max (std::fabs (before[c] - far_before[c]), std::fabs (far_after[c] - after[c]));
        if (step >= LEAST && step >= SHARPER * slope)
          best = std::max (best, step);
      }
    return best;
  }

private:
  static constexpr int SPAN = REACH + MOST_SHIFT;

  bool
  band (int first, cv::Vec3d &value) const
  {
    cv::Vec3d sum (0, 0, 0);

    for (int k = first; k < first + BAND; k++)
      {
        if (!seen[static_cast<size_t> (k + SPAN)])
          return false;
        sum += mean[static_cast<size_t> (k + SPAN)];
      }
    value = sum / BAND;
    return true;
  }

  std::array<cv::Vec3d, 2 * SPAN + 1> mean{};
  std::array<bool, 2 * SPAN + 1> seen{};
};

/* The shift of the edge in this cell, no farther from the expected one than most. */
std::optional<int>
find_edge (const EdgeLine &line, const cv::Mat &picture, double from, int expected, int most)
{
  Profile profile (line, picture, from, expected, most);
  std::optional<int> found;
  double best = 0;

  for (int shift = -most; shift <= most; shift++)
    {
      double strength = profile.edge_at (shift);
      if (strength > best)
        {
          best = strength;
          found = expected + shift;
        }
    }
  return found;
}

} // namespace

void
bridge_faint (EdgeLine &line, const cv::Mat &picture, int tolerance)
{
  std::vector<std::pair<double, double>> clear = line.covered;

  if (clear.empty ())
    return;
  tolerance = std::min (tolerance, MOST_SHIFT);
  std::sort (clear.begin (), clear.end ());
  double end = clear.front ().second;
  for (const auto &part : clear)
    {
      double gap = part.first - end;
      if (gap >= CELL)
        {
          std::optional<int> before = find_edge (line, picture, end - CELL, 0, tolerance);
          std::optional<int> after = find_edge (line, picture, part.first, 0, tolerance);
          int cells = static_cast<int> (gap / CELL);
          double step = gap / cells;
          for (int i = 0; before && after && i < cells; i++)
            {
              double share = (i + 0.5) / cells;
              int expected = cvRound (*before * (1 - share) + *after * share);
              double from = end + i * step;
              if (find_edge (line, picture, from + (step - CELL) / 2, expected, OFF))
                line.covered.emplace_back (from, from + step);
            }
        }
      end = std::max (end, part.second);
    }
}

} // namespace annae
