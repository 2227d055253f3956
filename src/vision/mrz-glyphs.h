/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shapes of the characters of machine-readable zones. */

#pragma once

#include <opencv2/core.hpp>

namespace annae
{

/* Digits first. */
constexpr char MRZ_CHARACTERS[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
constexpr int MRZ_N_CHARACTERS = 37;
constexpr int MRZ_N_DIGITS = 10;

/* A cell of a line: characters are MRZ_PITCH px apart. */
constexpr int MRZ_PITCH = 20;
constexpr int MRZ_HEIGHT = 26;

/* The ink of a character in its cell, 0 to 1. */
cv::Mat draw_mrz_glyph (int character);

} // namespace annae
