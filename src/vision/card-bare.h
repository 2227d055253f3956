/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents on which no portrait is seen at once: too faint, too small or too dark for a detector that looks at the
 * whole picture, under a lamp's highlight or a finger, or on the other side. */

#pragma once

#include "annae-layout.h"
#include "detector.h"
#include "quad.h"

#include <opencv2/core.hpp>

#include <vector>

namespace annae
{

struct BareCard
{
  Quad quad; /* stands as it is seen: the first corner is the top left one */
  double tilt;
  double worth; /* to be compared only */
};

/* Outlines of a document's shape, best first and no two alike; not those in which all of a face is seen that is larger than a document's
 * portrait. */
std::vector<BareCard>
find_bare_cards (const cv::Mat &picture, const std::vector<AnnaeFace> &faces, const GPtrArray *layouts);

/* TRUE where an outline is a document's, though nothing is known of it but its edges and that something is printed on it. */
bool
is_surely_card (const cv::Mat &picture, const BareCard &card);

/* The faces that are seen on the best of these from near, flat and upright. */
std::vector<AnnaeFace>
look_closer (Detector &detector, const cv::Mat &picture, const std::vector<BareCard> &cards);

} // namespace annae
