/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a face has a nose, from its pixels: how far the tip moves, as the face turns, against the line from between
 * the eyes to the lips.
 *
 * Paper that is bent around an upright cylinder or folded along the nose keeps that line straight, in every pose and by
 * any amount of either: all of it lies on one line in space. So does flat paper. Of a head the tip moves on by a share
 * of the tangent of the angle. Landmarks cannot tell: a network that has learnt faces puts them where a head's would be
 * that turns as far as the paper seems to. So the pixels themselves are followed, from a picture of the face looking
 * ahead: Lucas and Kanade, IJCAI 1981, over a pyramid (Bouguet 2001), and back again. */

#pragma once

#include "reader.h"

#include <opencv2/core.hpp>

#include <vector>

namespace annae
{

class Relief
{
public:
  /* Of picture (BGR) the nose's way against that line, over the tangent of the angle by which the face has turned since
   * it looked ahead, as it is read or as the plane of eyes and mouth shows, whichever is more; inter-eye distances: 0.1
   * to 0.3 of heads. FALSE where the face looks ahead or has turned too far,
   * a picture of it looking ahead is still to be had, this is not due yet, or the pixels could not be followed. Time
   * only goes on. */
  bool
  measure (const cv::Mat &picture, const Reading &reading, gint64 time_us, double &relief);

  /* No face was seen at this time; after a while it may be another that comes. */
  void
  miss (gint64 time_us);
  void
  forget ();

private:
  using Pyramid = std::vector<cv::Mat>;

  /* The middle of how far the points about a place move along the eyes, px; only of those that come back when they are
   * followed back. */
  static bool
  follow (const Pyramid &from, const Pyramid &to, cv::Point2f middle, cv::Size2f half, double &moved);
  static void
  build (const cv::Mat &picture, const cv::Matx33d &transform, Pyramid &pyramid);
  bool
  is_key (const Reading &reading, gint64 time_us) const;
  bool
  take_key (const cv::Mat &picture, const Reading &reading, gint64 time_us);
  bool
  compare (const cv::Mat &picture, const Reading &reading, double &moved, double &plane) const;

  Pyramid key;
  bool has_key = false;
  double key_yaw = 0;
  gint64 key_time = 0;
  gint64 seen_time = 0;
  gint64 measured_time = 0;
  cv::Point2f corners[4]; /* of the eyes and the mouth, in the key */
  cv::Point2f between_eyes;
  cv::Point2f tip;
  cv::Point2f lips;
};

} // namespace annae
