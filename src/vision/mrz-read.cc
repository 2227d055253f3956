/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cells of a zone to characters: each is laid over every shape, a little shifted each way, and the one that correlates
 * best it is. */

#include "mrz.h"

#include "annae-vault.h"
#include "mrz-glyphs.h"
#include "wipe-allocator.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>

namespace annae
{

namespace
{

/* px of a cell; the line is found to about a tenth of a character. */
constexpr int SHIFT_X = 2;
constexpr int SHIFT_Y = 3;
/* Shapes as sharp as they are drawn, and as blurred as they may be seen (standard deviations in px of a cell). */
constexpr double BLURS[] = { 0.7, 1.6, 2.6 };
constexpr int N_BLURS = sizeof BLURS / sizeof BLURS[0];
/* The height of a tilted card is not known, nor then that of its characters. */
constexpr double STRETCHES[] = { 1, 0.87, 1.15 };
/* What looks like a zone is read so often at most, 70 ms each: whoever stops the check waits for it. */
constexpr int MOST_TRIALS = 12;
/* So much worse a digit may fit than a letter, in correlation, to be what stands where only digits do. */
constexpr double DIGIT_MARGIN = 0.06;
/* How much wider than the characters that were seen a line may be, and less wide. */
constexpr int MOST_MISSING = 3;

/* Mean 0, length 1. */
void
normalise (cv::Mat row)
{
  row -= cv::mean (row)[0];
  double length = cv::norm (row);
  if (length > 1e-6)
    row /= length;
}

/* A column each. */
cv::Mat
blur_shapes (double blur)
{
  cv::Mat shapes;

  for (int i = 0; i < MRZ_N_CHARACTERS; i++)
    {
      cv::Mat glyph = draw_mrz_glyph (i);
      cv::GaussianBlur (glyph, glyph, { 0, 0 }, blur);
      cv::Mat row = glyph.reshape (1, 1);
      normalise (row);
      shapes.push_back (row);
    }
  return shapes.t ();
}

/* They are nobody's, and stay: not in the vault, which counts what is held of a person. */
struct Shapes
{
  Shapes ()
  {
    VaultPause pause;
    for (int i = 0; i < N_BLURS; i++)
      of[i] = blur_shapes (BLURS[i]);
  }

  cv::Mat of[N_BLURS];
};

/* The line as cells of MRZ_PITCH x MRZ_HEIGHT px with ink bright, and a margin of the shifts all round. */
cv::Mat
lay_flat (const cv::Mat &grey, const MrzLine &line, double stretch, int from, int n)
{
  cv::Mat map_x (MRZ_HEIGHT + 2 * SHIFT_Y, n * MRZ_PITCH + 2 * SHIFT_X, CV_32F);
  cv::Mat map_y (map_x.size (), CV_32F);
  cv::Mat flat;

  for (int u = 0; u < map_x.cols; u++)
    {
      double cell = from + (u - SHIFT_X + 0.5) / MRZ_PITCH - 0.5;
      cv::Point2d at = line.at (cell);
      cv::Point2d along = line.at (cell + 0.5) - line.at (cell - 0.5);
      for (int v = 0; v < map_x.rows; v++)
        {
          double down = stretch * (v - SHIFT_Y + 0.5 - MRZ_HEIGHT / 2.0) / MRZ_PITCH;
          map_x.at<float> (v, u) = static_cast<float> (at.x + (along.x * line.lean - along.y) * down);
          map_y.at<float> (v, u) = static_cast<float> (at.y + (along.y * line.lean + along.x) * down);
        }
    }
  cv::remap (grey, flat, map_x, map_y, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  flat.convertTo (flat, CV_32F, -1.0 / 255, 1);
  return flat;
}

/* The cell under every shift, a row each. */
void
take_windows (const cv::Mat &flat, int cell, cv::Mat &windows)
{
  for (int dy = 0, i = 0; dy <= 2 * SHIFT_Y; dy++)
    for (int dx = 0; dx <= 2 * SHIFT_X; dx++, i++)
      {
        cv::Mat row = windows.row (i).reshape (1, MRZ_HEIGHT);
        flat ({ cell * MRZ_PITCH + dx, dy, MRZ_PITCH, MRZ_HEIGHT }).copyTo (row);
        normalise (windows.row (i));
      }
}

/* Text in the vault. */
struct Wiped
{
  void
  operator() (char *text) const
  {
    annae_vault_free (text);
  }
};
using Text = std::unique_ptr<char, Wiped>;

Text
new_text (gsize size)
{
  Text text (static_cast<char *> (annae_vault_alloc (ANNAE_VAULT_SCRATCH, size)));

  if (text == nullptr)
    throw std::bad_alloc ();
  return text;
}

/* The zone's lines, read with some cells to spare on either side, and the date from those of them that make a zone. */
bool
read_zone (const cv::Mat &grey, const MrzZone &zone, double stretch, const GDate &today, int &trials, AnnaeMrz &mrz)
{
  int seen = zone.last - zone.first + 1;
  auto n_lines = static_cast<int> (zone.lines.size ());

  for (int width : { 30, 36, 44 })
    {
      if ((width == 30) != (n_lines == 3) || std::abs (seen - width) > MOST_MISSING || trials-- <= 0)
        continue;
      int from = std::min (zone.first, zone.last - width + 1);
      int shifts = std::abs (seen - width) + 1;
      int stride = width + shifts - 1;
      Text any = new_text (static_cast<gsize> (n_lines) * static_cast<gsize> (stride));
      Text digits = new_text (static_cast<gsize> (n_lines) * static_cast<gsize> (stride));
      for (int line = 0; line < n_lines; line++)
        read_mrz_cells (grey, zone.lines[static_cast<size_t> (line)], stretch, from, stride, any.get () + line * stride,
                        digits.get () + line * stride);
      for (int shift = 0; shift < shifts; shift++)
        {
          gsize length = static_cast<gsize> (n_lines) * static_cast<gsize> (width + 1);
          Text text = new_text (length);
          for (int line = 0; line < n_lines; line++)
            {
              char *to = text.get () + line * (width + 1);
              for (int i = 0; i < width; i++)
                {
                  bool digit = annae_mrz_is_digit (static_cast<guint> (n_lines), static_cast<guint> (width),
                                                   static_cast<guint> (line), static_cast<guint> (i));
                  to[i] = (digit ? digits : any).get ()[line * stride + shift + i];
                }
              to[width] = '\n';
            }
          if (annae_mrz_take (text.get (), length, &today, &mrz))
            return true;
        }
    }
  return false;
}

/* The card as it lies, somewhat wider than its corners, for they are not exact. */
cv::Mat
flatten_card (const cv::Mat &picture, const AnnaeDocumentView &view)
{
  constexpr float MARGIN = 0.03f;
  const AnnaePoint *c = view.corners;
  cv::Point2f corners[4];
  cv::Mat flat;

  for (int i = 0; i < 4; i++)
    corners[i] = { c[i].x, c[i].y };
  double width = std::max (cv::norm (corners[1] - corners[0]), cv::norm (corners[2] - corners[3]));
  double height = std::max (cv::norm (corners[3] - corners[0]), cv::norm (corners[2] - corners[1]));
  if (!(width >= 64 && height >= 32 && width < 20000 && height < 20000))
    return flat;
  /* Characters of at least about 20 px, and no more pixels than that needs. */
  double scale = std::clamp (1100 / width, 0.25, 2.5);
  auto w = static_cast<float> (width * scale);
  auto h = static_cast<float> (height * scale);
  const cv::Point2f to[4] = { { MARGIN * w, MARGIN * w },
                              { w + MARGIN * w, MARGIN * w },
                              { w + MARGIN * w, h + MARGIN * w },
                              { MARGIN * w, h + MARGIN * w } };
  cv::warpPerspective (picture, flat, cv::getPerspectiveTransform (corners, to),
                       { cvRound (w + 2 * MARGIN * w), cvRound (h + 2 * MARGIN * w) }, cv::INTER_LINEAR,
                       cv::BORDER_REPLICATE);
  return flat;
}

bool
read_in (const cv::Mat &picture, const GDate &today, int &trials, AnnaeMrz &mrz)
{
  cv::Mat grey;

  if (picture.empty ())
    return false;
  cv::cvtColor (picture, grey, cv::COLOR_BGR2GRAY);
  for (bool fine : { false, true })
    for (const MrzZone &zone : find_mrz_zones (grey, fine))
      for (double stretch : STRETCHES)
        if (read_zone (grey, zone, stretch, today, trials, mrz))
          return true;
  return false;
}

} // namespace

void
read_mrz_cells (const cv::Mat &grey, const MrzLine &line, double stretch, int from, int n, char *text, char *digits)
{
  static const Shapes shapes;
  cv::Mat flat = lay_flat (grey, line, stretch, from, n);
  cv::Mat windows ((2 * SHIFT_X + 1) * (2 * SHIFT_Y + 1), MRZ_PITCH * MRZ_HEIGHT, CV_32F);
  cv::Mat correlations;
  Text read = new_text (static_cast<gsize> (2 * N_BLURS * n));
  double fits[N_BLURS] = {};

  for (int cell = 0; cell < n; cell++)
    {
      take_windows (flat, cell, windows);
      for (int blur = 0; blur < N_BLURS; blur++)
        {
          cv::gemm (windows, shapes.of[blur], 1, cv::noArray (), 0, correlations);
          char *here = read.get () + 2 * blur * n + cell;
          double fit = 0;
          double digit_fit = 0;
          cv::Point best;
          cv::Point digit;
          cv::minMaxLoc (correlations, nullptr, &fit, nullptr, &best);
          cv::minMaxLoc (correlations.colRange (0, MRZ_N_DIGITS), nullptr, &digit_fit, nullptr, &digit);
          here[0] = MRZ_CHARACTERS[best.x];
          here[n] = digit_fit >= fit - DIGIT_MARGIN ? MRZ_CHARACTERS[digit.x] : here[0];
          fits[blur] += fit;
        }
    }
  const char *sharpest = read.get () + 2 * n * (std::max_element (fits, fits + N_BLURS) - fits);
  std::copy_n (sharpest, n, text);
  std::copy_n (sharpest + n, n, digits);
}

bool
read_mrz (const cv::Mat &picture, const AnnaeDocumentView &view, const GDate &today, AnnaeMrz &mrz)
{
  int trials = MOST_TRIALS;

  if (view.has_corners && read_in (flatten_card (picture, view), today, trials, mrz))
    return true;
  /* A page that fills the picture, or a scan of both sides of a card: coarse first, for all of it is looked through. */
  for (int most : { 1600, 3200 })
    {
      int side = std::max (picture.cols, picture.rows);
      cv::Mat smaller = picture;
      if (side > most)
        cv::resize (picture, smaller, {}, static_cast<double> (most) / side, static_cast<double> (most) / side,
                    cv::INTER_AREA);
      if (read_in (smaller, today, trials, mrz))
        return true;
      if (side <= most)
        break;
    }
  return false;
}

} // namespace annae
