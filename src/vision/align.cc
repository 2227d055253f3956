/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Alignment by a similarity transform over the landmarks. */

#include "align.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <complex>

namespace annae
{

const AnnaePoint ALIGNED_LANDMARKS[ANNAE_N_LANDMARKS] = {
  { 38.2946f, 51.6963f }, { 73.5318f, 51.5014f }, { 56.0252f, 71.7366f },
  { 41.5493f, 92.3655f }, { 70.7299f, 92.2041f },
};

/* In the plane Umeyama's solution without reflection is one division: with the points as complex numbers about their
 * means, the factor a that minimises sum |a p - q|^2 is sum (conj (p) q) / sum |p|^2. */
bool
find_similarity (const AnnaePoint *from, const AnnaePoint *to, int n, cv::Matx23d &transform)
{
  std::complex<double> mean_from;
  std::complex<double> mean_to;
  std::complex<double> product;
  double spread = 0;

  for (int i = 0; i < n; i++)
    {
      mean_from += std::complex<double> (from[i].x, from[i].y) / static_cast<double> (n);
      mean_to += std::complex<double> (to[i].x, to[i].y) / static_cast<double> (n);
    }
  for (int i = 0; i < n; i++)
    {
      std::complex<double> p = std::complex<double> (from[i].x, from[i].y) - mean_from;
      std::complex<double> q = std::complex<double> (to[i].x, to[i].y) - mean_to;
      product += std::conj (p) * q;
      spread += std::norm (p);
    }
  if (!(spread > 1e-12) || !std::isfinite (spread))
    return false;
  std::complex<double> factor = product / spread;
  std::complex<double> shift = mean_to - factor * mean_from;
  transform = { factor.real (), -factor.imag (), shift.real (), factor.imag (), factor.real (), shift.imag () };
  return std::abs (factor) > 1e-6 && std::isfinite (std::abs (factor)) && std::isfinite (std::abs (shift));
}

cv::Mat
warp_part (const cv::Mat &picture, const cv::Matx23d &transform, cv::Size size)
{
  cv::Mat warped;
  double scale = std::hypot (transform (0, 0), transform (1, 0));

  /* Only the part of the picture that can be seen: the corners, taken back. */
  cv::Matx23d back;
  cv::invertAffineTransform (transform, back);
  double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
  for (int corner = 0; corner < 4; corner++)
    {
      cv::Vec2d there = back * cv::Vec3d ((corner & 1) * size.width, (corner >> 1) * size.height, 1);
      left = std::min (left, there[0]);
      right = std::max (right, there[0]);
      top = std::min (top, there[1]);
      bottom = std::max (bottom, there[1]);
    }
  if (!(right > 0 && bottom > 0 && left < picture.cols && top < picture.rows))
    return warped;
  cv::Rect around (cv::Point (static_cast<int> (std::max (0.0, left - 2)), static_cast<int> (std::max (0.0, top - 2))),
                   cv::Point (static_cast<int> (std::min<double> (picture.cols, right + 3)),
                              static_cast<int> (std::min<double> (picture.rows, bottom + 3))));
  if (around.empty ())
    return warped;

  cv::Mat source = picture (around);
  if (scale < 0.6)
    cv::resize (picture (around), source,
                cv::Size (std::max (1, cvRound (around.width * scale)), std::max (1, cvRound (around.height * scale))),
                0, 0, cv::INTER_AREA);
  double step_x = static_cast<double> (around.width) / source.cols;
  double step_y = static_cast<double> (around.height) / source.rows;
  /* warpAffine () counts positions from the pixels' centres. */
  cv::Matx33d to_picture (step_x, 0, around.x + 0.5 * step_x, 0, step_y, around.y + 0.5 * step_y, 0, 0, 1);
  cv::Matx23d whole = transform * to_picture;
  whole (0, 2) -= 0.5;
  whole (1, 2) -= 0.5;
  cv::warpAffine (source, warped, whole, size, cv::INTER_LINEAR, cv::BORDER_CONSTANT);
  return warped;
}

cv::Mat
align_face (const cv::Mat &picture, const AnnaeFace &face)
{
  cv::Matx23d transform;

  /* Larger than a hundredfold there is no face left, only a few pixels of one. */
  if (!find_similarity (face.landmarks, ALIGNED_LANDMARKS, ANNAE_N_LANDMARKS, transform)
      || std::hypot (transform (0, 0), transform (1, 0)) > 100)
    return cv::Mat ();
  return warp_part (picture, transform, cv::Size (ALIGNED_SIDE, ALIGNED_SIDE));
}

void
complete_landmarks (AnnaeFace &face)
{
  cv::Matx23d transform;

  if (!find_similarity (ALIGNED_LANDMARKS, face.landmarks, 2, transform))
    return;
  for (int i = ANNAE_LANDMARK_NOSE; i < ANNAE_N_LANDMARKS; i++)
    {
      cv::Vec2d at = transform * cv::Vec3d (ALIGNED_LANDMARKS[i].x, ALIGNED_LANDMARKS[i].y, 1);
      face.landmarks[i] = { static_cast<float> (at[0]), static_cast<float> (at[1]) };
    }
}

} // namespace annae
