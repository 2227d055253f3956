/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pose by fitting an average head's five points to the landmarks (perspective from n points).
 *
 * Height and width of the points are the mean of what YuNet finds in 536 looks at frontal photographs (Labeled Faces in
 * the Wild, nose within 3 mm of the middle), scaled to 63 mm between the eyes. So pitch 0 is what such photographs
 * show, and the detector's habit of placing eyes and mouth too high does not read as a raised or lowered chin. Depths
 * are an average head's. */

#include "pose.h"

#include "angles.h"

#include <opencv2/calib3d.hpp>

#include <algorithm>
#include <cmath>

namespace annae
{

namespace
{

/* mm; x to the left of the person, y down, z away from the camera; the eyes in the plane z = 0. */
constexpr double HEAD[ANNAE_N_LANDMARKS][3] = {
  { -31.5, 0, 0 }, { 31.5, 0, 0 }, { 0, 37.0, -28.0 }, { -27.0, 64.5, -4.0 }, { 27.0, 64.5, -4.0 },
};

/* Of a usual webcam: 60 degrees across. Pose depends on it little. */
constexpr double FOCAL_SHARE = 0.866;

/* px from the middle to the outermost landmark; less is no face but a point. */
constexpr double LEAST_SPREAD = 2.0;

} // namespace

double
roll_of_eyes (const AnnaeFace &face)
{
  const AnnaePoint &right = face.landmarks[ANNAE_LANDMARK_RIGHT_EYE];
  const AnnaePoint &left = face.landmarks[ANNAE_LANDMARK_LEFT_EYE];

  return degrees (-std::atan2 (left.y - right.y, left.x - right.x));
}

bool
find_pose (const AnnaeFace &face, cv::Size size, Pose &pose)
{
  cv::Matx<double, ANNAE_N_LANDMARKS, 3> head (&HEAD[0][0]);
  cv::Matx<double, ANNAE_N_LANDMARKS, 2> seen;
  double focal = FOCAL_SHARE * std::max (size.width, size.height);
  cv::Point2d centre;

  for (const AnnaePoint &point : face.landmarks)
    centre += cv::Point2d (point.x, point.y) / ANNAE_N_LANDMARKS;
  for (int i = 0; i < ANNAE_N_LANDMARKS; i++)
    {
      seen (i, 0) = face.landmarks[i].x - centre.x;
      seen (i, 1) = face.landmarks[i].y - centre.y;
    }
  double spread = cv::norm (cv::Mat (seen, false), cv::NORM_INF);
  if (!cv::checkRange (cv::Mat (seen, false)) || spread < LEAST_SPREAD)
    return false;
  /* The camera is taken to point at the face: what is left is the turn against the line of sight. */
  cv::Matx33d camera (focal, 0, 0, 0, focal, 0, 0, 0, 1);
  cv::Vec3d turn;
  cv::Vec3d shift;
  if (!cv::solvePnP (head, seen, camera, cv::noArray (), turn, shift, false, cv::SOLVEPNP_SQPNP))
    return false;
  cv::solvePnPRefineLM (head, seen, camera, cv::noArray (), turn, shift);
  cv::Matx33d rotation;
  cv::Rodrigues (turn, rotation);

  pose.yaw = degrees (std::atan2 (-rotation (0, 2), rotation (2, 2)));
  pose.pitch = degrees (std::atan2 (rotation (1, 2), std::hypot (rotation (0, 2), rotation (2, 2))));
  pose.roll = degrees (std::atan2 (-rotation (1, 0), rotation (1, 1)));
  return std::isfinite (pose.yaw) && std::isfinite (pose.pitch) && std::isfinite (pose.roll) && shift[2] > 0
         && std::fabs (pose.yaw) < 90;
}

} // namespace annae
