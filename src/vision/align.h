/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The 112x112 template: where the five landmarks lie in an aligned face, and the way from a picture to it. */

#pragma once

#include "annae-observation.h"

#include <opencv2/core.hpp>

namespace annae
{

constexpr int ALIGNED_SIDE = 112;

/* The usual template of face recognition (Deng et al., "ArcFace", 2019), px. */
extern const AnnaePoint ALIGNED_LANDMARKS[ANNAE_N_LANDMARKS];

/* The similarity transform (turn, one scale, shift) that brings from to to with the least squared error: Umeyama 1991, in
 * two dimensions and without reflection. FALSE where the points of from coincide or a number is not finite. */
bool find_similarity (const AnnaePoint *from, const AnnaePoint *to, int n, cv::Matx23d &transform);

/* Of picture as many pixels as size has, by transform (positions count from the pixels' edges). Shrinks by areas where a
 * linear warp, which looks at four pixels only, would leave pixels out. Empty where nothing of picture would be seen. */
cv::Mat warp_part (const cv::Mat &picture, const cv::Matx23d &transform, cv::Size size);

/* The face cut out of picture and aligned, side pixels square. Empty where the landmarks allow none. */
cv::Mat align_face (const cv::Mat &picture, const AnnaeFace &face);

/* Places nose and mouth by the template's proportions where only the two eyes are known. */
void complete_landmarks (AnnaeFace &face);

} // namespace annae
