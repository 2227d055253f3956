/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Frames as matrices and back. */

#include "frame-mat.h"

#include "guard.h"

#include <opencv2/imgproc.hpp>

#include <cstring>

namespace annae
{

cv::Mat
wrap_frame (AnnaeFrame *frame)
{
  bool grey = annae_frame_get_pixels (frame) == ANNAE_PIXELS_GREY;
  /* OpenCV knows no constant matrix; nobody writes to this one. */
  auto *data = const_cast<guint8 *> (annae_frame_peek (frame));
  cv::Mat wrapped (static_cast<int> (annae_frame_get_height (frame)), static_cast<int> (annae_frame_get_width (frame)),
                   grey ? CV_8UC1 : CV_8UC3, data, annae_frame_get_stride (frame));

  if (!grey)
    return wrapped;
  cv::Mat coloured;
  cv::cvtColor (wrapped, coloured, cv::COLOR_GRAY2BGR);
  return coloured;
}

AnnaeFrame *
copy_to_frame (const cv::Mat &picture, AnnaeVaultKind kind, gint64 time_us)
{
  CV_Assert (picture.type () == CV_8UC3);
  AnnaeFrame *frame = annae_frame_new (kind, ANNAE_PIXELS_BGR, static_cast<guint> (picture.cols),
                                       static_cast<guint> (picture.rows), time_us);

  if (frame == nullptr)
    fail (ANNAE_FAILURE_MEMORY, "There is no memory for a picture");
  guint8 *to = annae_frame_get_writable (frame);
  for (int y = 0; y < picture.rows; y++)
    std::memcpy (to + annae_frame_get_stride (frame) * static_cast<gsize> (y), picture.ptr (y),
                 static_cast<size_t> (picture.cols) * 3);
  return frame;
}

} // namespace annae
