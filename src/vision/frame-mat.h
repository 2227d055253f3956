/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Between frames of the vault and OpenCV's matrices. */

#pragma once

#include "annae-frame.h"

#include <opencv2/core.hpp>

namespace annae
{

/* The frame's own pixels as a BGR matrix, not copied; a grey frame is copied into colour. Only to be read, and only while
 * the frame is held. */
cv::Mat wrap_frame (AnnaeFrame *frame);

/* A BGR matrix as a new frame; throws where memory is short. */
AnnaeFrame *copy_to_frame (const cv::Mat &picture, AnnaeVaultKind kind, gint64 time_us);

} // namespace annae
