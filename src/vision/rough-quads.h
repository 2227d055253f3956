/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Outlines of documents made of four straight edges each: tried one by one, of which the best are kept. */

#pragma once

#include "edge-line.h"
#include "quad.h"

#include <array>
#include <vector>

namespace annae
{

constexpr double SAME_LINE = 3.0; /* px: edges no farther apart are one */

class RoughQuads
{
public:
  /* Where the four cross as a document's sides do, and enough of each is seen. */
  void
  try_sides (const EdgeLine &top, const EdgeLine &right, const EdgeLine &bottom, const EdgeLine &left);

  /* Those that differ, in px of the picture of which factor was looked at. */
  std::vector<Quad>
  best (double factor);

private:
  struct Rough
  {
    std::array<cv::Point2d, 4> corners;
    double support;
    double worth;
  };
  std::vector<Rough> rough;
};

} // namespace annae
