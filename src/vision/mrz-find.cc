/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of dark pieces that stand at even steps, and two or three such rows that belong together. */

#include "mrz.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <climits>
#include <cmath>
#include <complex>

namespace annae
{

namespace
{

/* Of the picture's width. The zone of a card is 76 of 86 mm, that of a passport 112 of 125; on a scanner's sheet it is
 * less. */
constexpr double PIECE_LEAST = 0.006;
constexpr double PIECE_MOST = 0.05;
constexpr double PIECE_LEAST_PX = 6;
constexpr size_t MOST_PIECES = 1200;
/* So many of them are enough to find which way the rows run. */
constexpr size_t MOST_SEEDS = 200;
constexpr int LEAST_IN_ROW = 20;
constexpr size_t MOST_ROWS = 12;
constexpr double MOST_TILT = 5; /* degrees */
/* Steps are of an even length to this share of one. */
constexpr double EVEN = 0.22;
/* Lines are 4.2 to 6.4 mm apart, characters 2.54 mm; a tilted card has less of one or the other. */
constexpr double LINES_LEAST = 1.2;
constexpr double LINES_MOST = 2.9;

struct Piece
{
  double x; /* its middle, px */
  double y;
  double height;
};

struct Row
{
  std::vector<Piece> pieces; /* from left to right */
  double step;               /* px between characters */
  double even;               /* how well the pieces keep to it, 0 to 1 */
  double middle;             /* y in the middle of the picture */
};

/* Dark on light, whatever the light: each pixel by its surroundings. */
cv::Mat
find_ink (const cv::Mat &grey, bool fine)
{
  cv::Mat paper;
  cv::Mat even;
  cv::Mat ink;
  int side = std::max (15, cvRound (0.04 * grey.cols)) | 1;

  cv::morphologyEx (grey, paper, cv::MORPH_CLOSE, cv::getStructuringElement (cv::MORPH_RECT, { side, side }));
  cv::blur (paper, paper, { side, side });
  cv::divide (grey, paper, even, 255);
  int around = fine ? std::max (9, side / 2) | 1 : side;
  cv::adaptiveThreshold (even, ink, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY_INV, around, fine ? 12 : 22);
  return ink;
}

std::vector<Piece>
find_pieces (const cv::Mat &grey, bool fine)
{
  cv::Mat labels;
  cv::Mat stats;
  cv::Mat middles;
  std::vector<Piece> pieces;
  double least = std::max (PIECE_LEAST_PX, PIECE_LEAST * grey.cols);
  int n = cv::connectedComponentsWithStats (find_ink (grey, fine), labels, stats, middles, 8, CV_32S);

  for (int i = 1; i < n; i++)
    {
      const int *s = stats.ptr<int> (i);
      double width = s[cv::CC_STAT_WIDTH];
      double height = s[cv::CC_STAT_HEIGHT];

      if (height < least || height > PIECE_MOST * grey.cols || width > 1.6 * height || width < 0.1 * height)
        continue;
      pieces.push_back ({ s[cv::CC_STAT_LEFT] + (width - 1) / 2, s[cv::CC_STAT_TOP] + (height - 1) / 2, height });
    }
  /* The lower part of a document first. */
  if (pieces.size () > MOST_PIECES)
    {
      std::nth_element (pieces.begin (), pieces.begin () + MOST_PIECES, pieces.end (),
                        [] (const Piece &a, const Piece &b) { return a.y > b.y; });
      pieces.resize (MOST_PIECES);
    }
  return pieces;
}

bool
in_row (const Piece &seed, const Piece &piece, double slope)
{
  double off = piece.y - seed.y - slope * (piece.x - seed.x);

  return std::fabs (off) < 0.35 * seed.height && piece.height > 0.55 * seed.height && piece.height < 1.8 * seed.height;
}

/* The length of step that most pieces keep to. A multiple of the right one is kept to by few, its half by all: the
 * longest of the good ones it is. */
void
find_step (Row &row)
{
  std::vector<double> heights;
  std::vector<double> steps;
  std::vector<double> evenness;

  for (const Piece &piece : row.pieces)
    heights.push_back (piece.height);
  std::nth_element (heights.begin (), heights.begin () + static_cast<std::ptrdiff_t> (heights.size () / 2),
                    heights.end ());
  double height = heights[heights.size () / 2];
  double span = row.pieces.back ().x - row.pieces.front ().x;
  double best = 0;

  for (double step = 0.6 * height; step < 1.9 * height; step += 0.08 * step * step / span)
    {
      std::complex<double> sum;
      for (const Piece &piece : row.pieces)
        sum += std::polar (1.0, 2 * CV_PI * piece.x / step);
      steps.push_back (step);
      evenness.push_back (std::abs (sum) / static_cast<double> (row.pieces.size ()));
      best = std::max (best, evenness.back ());
    }
  row.even = 0;
  for (size_t i = steps.size (); i > 0 && row.even == 0; i--)
    if (evenness[i - 1] >= 0.85 * best)
      {
        size_t top = i - 1;
        while (top > 0 && evenness[top - 1] > evenness[top])
          top--;
        row.step = steps[top];
        row.even = evenness[top];
      }
}

std::vector<Row>
find_rows (std::vector<Piece> pieces, double slope, double middle)
{
  std::vector<Row> rows;

  while (rows.size () < MOST_ROWS && pieces.size () >= LEAST_IN_ROW)
    {
      size_t best = 0;
      long most = 0;
      for (size_t i = 0; i < pieces.size (); i++)
        {
          long n = std::count_if (pieces.begin (), pieces.end (),
                                  [&] (const Piece &piece) { return in_row (pieces[i], piece, slope); });
          if (n > most)
            {
              most = n;
              best = i;
            }
        }
      if (most < LEAST_IN_ROW)
        break;
      const Piece seed = pieces[best];
      auto rest = std::stable_partition (pieces.begin (), pieces.end (),
                                         [&] (const Piece &piece) { return !in_row (seed, piece, slope); });
      Row row = {};
      row.pieces.assign (rest, pieces.end ());
      pieces.erase (rest, pieces.end ());
      std::sort (row.pieces.begin (), row.pieces.end (), [] (const Piece &a, const Piece &b) { return a.x < b.x; });
      find_step (row);
      row.middle = seed.y + slope * (middle - seed.x);
      if (row.even > 0.5)
        rows.push_back (row);
    }
  std::sort (rows.begin (), rows.end (), [] (const Row &a, const Row &b) { return a.middle < b.middle; });
  return rows;
}

/* The slope at which most pieces have company. */
double
find_slope (const std::vector<Piece> &pieces)
{
  double best = 0;
  long most = -1;
  size_t every = pieces.size () / MOST_SEEDS + 1;

  for (int half = 0; half <= 4 * MOST_TILT; half++)
    {
      /* 0, then ever steeper both ways */
      double degrees = (half + 1) / 2 / 2.0 * (half % 2 != 0 ? 1 : -1);
      double slope = std::tan (degrees * CV_PI / 180);
      long in_company = 0;
      for (size_t i = 0; i < pieces.size (); i += every)
        {
          const Piece &seed = pieces[i];
          long n = std::count_if (pieces.begin (), pieces.end (),
                                  [&] (const Piece &piece) { return in_row (seed, piece, slope); });
          if (n >= LEAST_IN_ROW)
            in_company += n;
        }
      if (in_company > most)
        {
          most = in_company;
          best = slope;
        }
    }
  return best;
}

/* The polynomial of this degree closest to the points, least squares. */
template <size_t N>
std::array<double, N>
fit (const std::vector<cv::Point2d> &points)
{
  cv::Mat powers (static_cast<int> (points.size ()), static_cast<int> (N), CV_64F);
  cv::Mat values (static_cast<int> (points.size ()), 1, CV_64F);
  cv::Mat answer;
  std::array<double, N> coefficients = {};

  for (size_t i = 0; i < points.size (); i++)
    {
      for (size_t k = 0; k < N; k++)
        powers.at<double> (static_cast<int> (i), static_cast<int> (k)) = std::pow (points[i].x, k);
      values.at<double> (static_cast<int> (i)) = points[i].y;
    }
  if (points.size () >= N && cv::solve (powers, values, answer, cv::DECOMP_SVD))
    for (size_t k = 0; k < N; k++)
      coefficients[k] = answer.at<double> (static_cast<int> (k));
  return coefficients;
}

/* Numbers the cells of a row, the one at `left` being 0, and fits the line through them. Going from piece to piece
 * keeps the count where steps grow longer from left to right. */
bool
fit_line (const Row &row, double left, MrzLine &line, int &first, int &last)
{
  std::vector<cv::Point2d> across;
  std::vector<cv::Point2d> down;
  double step = row.step;

  line.x = { left, step, 0 };
  for (int round = 0; round < 4; round++)
    {
      across.clear ();
      down.clear ();
      for (const Piece &piece : row.pieces)
        {
          double cell = (piece.x - line.x[0]) / line.x[1];
          for (int i = 0; i < 3 && line.x[2] != 0; i++)
            cell = (piece.x - line.x[0] - line.x[2] * cell * cell) / line.x[1];
          double whole = std::round (cell);
          if (std::fabs (cell - whole) > EVEN)
            continue;
          across.emplace_back (whole, piece.x);
          down.emplace_back (whole, piece.y);
        }
      if (across.size () < LEAST_IN_ROW - 4)
        return false;
      if (round < 2)
        {
          auto straight = fit<2> (across);
          line.x = { straight[0], straight[1], 0 };
        }
      else
        line.x = fit<3> (across);
      if (!(std::fabs (line.x[1] - step) < 0.15 * step) || !(std::fabs (line.x[2]) < 0.002 * step))
        return false;
    }
  /* Letters differ in height, and so do the middles of their pieces: once more without those that are off. */
  line.y = fit<2> (down);
  down.erase (std::remove_if (
                  down.begin (), down.end (),
                  [&] (const cv::Point2d &p) { return std::fabs (p.y - line.y[0] - line.y[1] * p.x) > 0.12 * step; }),
              down.end ());
  if (down.size () >= 8)
    line.y = fit<2> (down);
  first = static_cast<int> (across.front ().x);
  last = static_cast<int> (across.back ().x);
  return true;
}

bool
belong_together (const Row &upper, const Row &lower)
{
  double step = (upper.step + lower.step) / 2;
  double apart = (lower.middle - upper.middle) / step;

  return std::fabs (upper.step - lower.step) < 0.06 * step && apart > LINES_LEAST && apart < LINES_MOST;
}

bool
make_zone (const std::vector<Row> &rows, size_t from, size_t n, double slope, MrzZone &zone)
{
  /* Cell 0 is in the middle of the longest row: a row's own first piece may be missing, or be dirt. */
  size_t best = from;
  for (size_t i = from; i < from + n; i++)
    if (rows[i].pieces.size () > rows[best].pieces.size ())
      best = i;
  double left = rows[best].pieces[rows[best].pieces.size () / 2].x;

  zone.lines.assign (n, {});
  zone.first = INT_MAX;
  zone.last = INT_MIN;
  for (size_t i = 0; i < n; i++)
    {
      const Row &row = rows[from + i];
      MrzLine &line = zone.lines[i];
      int first = 0;
      int last = 0;

      /* Lines stand below each other cell by cell: from the middle of the longest one outwards. */
      if (!fit_line (row, left - slope * (row.middle - rows[best].middle), line, first, last))
        return false;
      zone.first = std::min (zone.first, first);
      zone.last = std::max (zone.last, last);
    }
  cv::Point2d along (zone.lines[0].x[1], zone.lines[0].y[1]);
  cv::Point2d down = zone.lines[n - 1].at (0) - zone.lines[0].at (0);
  double upright = along.cross (down);
  for (MrzLine &line : zone.lines)
    line.lean = upright > 0 ? along.dot (down) / upright : 0;
  return true;
}

} // namespace

std::vector<MrzZone>
find_mrz_zones (const cv::Mat &grey, bool fine)
{
  std::vector<MrzZone> zones;
  std::vector<Piece> pieces = find_pieces (grey, fine);

  if (pieces.size () < LEAST_IN_ROW)
    return zones;
  double slope = find_slope (pieces);
  std::vector<Row> rows = find_rows (pieces, slope, grey.cols / 2.0);
  /* Three lines before two of them, and the lowest first: that is where the zone is. */
  for (size_t n : { 3, 2 })
    for (size_t end = rows.size (); end >= n; end--)
      {
        MrzZone zone;
        bool together = true;
        for (size_t i = end - n; i + 1 < end; i++)
          together = together && belong_together (rows[i], rows[i + 1]);
        if (together && make_zone (rows, end - n, n, slope, zone))
          zones.push_back (zone);
      }
  return zones;
}

} // namespace annae
