/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Documents drawn by us with a machine-readable zone, and what a camera makes of them. "Utopia" is no state, and nobody is on them. */

#pragma once

#include "annae-document-view.h"

#include <opencv2/core.hpp>

#include <functional>
#include <string>
#include <vector>

/* The ink of a character, 0 to 1, in a cell of any size with the proportions of MRZ_PITCH and MRZ_HEIGHT. */
using MrzGlyph = std::function<cv::Mat (char)>;

/* The shapes that the reader knows. */
cv::Mat mrz_own_glyph (char character);

enum MrzSize
{
  MRZ_TD1, /* ID-1, 85.60 x 53.98 mm */
  MRZ_TD2, /* ID-2, 105 x 74 mm */
  MRZ_TD3  /* a passport's page, 125 x 88 mm */
};

/* Made-up lines with right check digits, by a seed; expiry has six digits. */
std::vector<std::string> mrz_make_lines (MrzSize size, cv::RNG &random, const std::string &expiry);

/* The document with other text, waves in its paper, an ellipse for a portrait and its zone, 16 px a mm. */
cv::Mat mrz_draw_document (MrzSize size, const std::vector<std::string> &lines, const MrzGlyph &glyph, cv::RNG &random);

struct MrzView
{
  cv::Size size = { 1280, 720 };
  double width_share = 0.6; /* of the document, of the picture's width */
  double tilt = 0;          /* degrees off the camera's axis, in a direction by chance */
  double roll = 0;          /* degrees */
  double blur = 0.7;        /* standard deviation of the lens's blur, px */
  double noise = 3;         /* of 255 */
  double light = 0.9;
  double corner_error = 0;  /* of the width, standard deviation, in the corners that are told */
};

cv::Mat mrz_show (const cv::Mat &document, const MrzView &view, cv::RNG &random, AnnaeDocumentView &told);
