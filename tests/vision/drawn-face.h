/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A face that is drawn, for tests of what is about one. */

#pragma once

#include "align.h"

#include <opencv2/imgproc.hpp>

constexpr int WIDTH = 640;
constexpr int HEIGHT = 480;

/* In the middle of the picture, 120 px wide. */
inline AnnaeFace
middle_face ()
{
  AnnaeFace face = {};

  for (int i = 0; i < ANNAE_N_LANDMARKS; i++)
    face.landmarks[i] = { 1.5f * (annae::ALIGNED_LANDMARKS[i].x - 56) + 320, 1.5f * (annae::ALIGNED_LANDMARKS[i].y - 56) + 220 };
  face.has_landmarks = TRUE;
  face.score = 1;
  face.box = { 260, 150, 120, 150 };
  return face;
}

inline void
draw_face (cv::Mat &picture)
{
  cv::ellipse (picture, cv::Point (320, 225), cv::Size (58, 78), 0, 0, 360, cv::Scalar (120, 150, 190), -1,
               cv::LINE_AA);
}
