/* SPDX-License-Identifier: GPL-3.0-or-later */

/* OCR-B as data. */

#include "mrz-glyphs.h"

#include <cstring>

namespace annae
{

namespace
{

const char *const rows[] = {
#include "mrz-glyphs.inc"
};

static_assert (sizeof rows / sizeof rows[0] == MRZ_N_CHARACTERS * MRZ_HEIGHT, "one glyph a character");

constexpr char SHADES[] = " .:-=+*#%@";

} // namespace

cv::Mat
draw_mrz_glyph (int character)
{
  cv::Mat glyph (MRZ_HEIGHT, MRZ_PITCH, CV_32F);

  for (int y = 0; y < MRZ_HEIGHT; y++)
    for (int x = 0; x < MRZ_PITCH; x++)
      glyph.at<float> (y, x) = static_cast<float> (std::strchr (SHADES, rows[character * MRZ_HEIGHT + y][x]) - SHADES)
                               / (sizeof SHADES - 2);
  return glyph;
}

} // namespace annae
