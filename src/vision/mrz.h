/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The machine-readable zone in a picture: found by rows of characters that stand at even steps, read by comparison with the shapes
 * of OCR-B. What is read goes to annae_mrz_take () at once, and only its answer comes back. */

#pragma once

#include "annae-document-view.h"
#include "annae-mrz.h"

#include <opencv2/core.hpp>

#include <array>
#include <vector>

namespace annae
{

/* Cells of one line: the middle of cell i is at x (i), y (i). */
struct MrzLine
{
  std::array<double, 3> x; /* px: x[0] + x[1] i + x[2] i^2, for a card that is not quite flat to the camera */
  std::array<double, 2> y;
  double lean; /* px to the right for every px down: cells stand below each other, if not upright */

  cv::Point2d
  at (double cell) const
  {
    return { x[0] + cell * (x[1] + cell * x[2]), y[0] + cell * y[1] };
  }
};

/* Two or three lines, one below the other. */
struct MrzZone
{
  std::vector<MrzLine> lines;
  int first; /* the cells that were seen, which may be one or two more or less than there are */
  int last;
};

/* In a grey picture in which text runs from left to right, up to 5 degrees off; likeliest first, for all may be something else. fine
 * takes characters apart that blur has joined, and in turn finds more that is none. */
std::vector<MrzZone> find_mrz_zones (const cv::Mat &grey, bool fine);

/* The character in each of n cells from cell `from` on, into text, which has room for n; and into digits the same, but a digit where one
 * looks nearly as much like it. stretch is how high characters are, of what they should be. */
void read_mrz_cells (const cv::Mat &grey, const MrzLine &line, double stretch, int from, int n, char *text, char *digits);

/* The zone of a document: FALSE where there is none that can be read without doubt. */
bool read_mrz (const cv::Mat &picture, const AnnaeDocumentView &view, const GDate &today, AnnaeMrz &mrz);

} // namespace annae
