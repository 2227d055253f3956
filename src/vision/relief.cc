/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The nose against the line from between the eyes to the lips. [figures]: doc/liveness-figures.md */

#include "relief.h"

#include "align.h"
#include "angles.h"
#include "annae-vault.h"

#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace annae
{

namespace
{

/* The face is looked at in this many pixels, upright; at 60 cm a webcam of 640 pixels has as many between the eyes. */
constexpr int SIDE = 192;
constexpr float INTER_EYE = 64;
constexpr float EYES_Y = 64;

/* degrees. Less is hardly a turn; further the far half is hidden by the nose. */
constexpr double TURN_LEAST = 5;
constexpr double TURN_MOST = 25;
/* As far aside a face may look at most to be compared with. */
constexpr double AHEAD_MOST = 15;
/* Further ahead by so much is better to compare with; nearer to the same, it is renewed after a while, for light and
 * distance change. */
constexpr double AHEAD_STEP = 2;
constexpr gint64 KEY_US = 2 * G_USEC_PER_SEC;
/* As in annae-movement.c: longer than a detector loses a face. */
constexpr gint64 GONE_US = 6 * G_USEC_PER_SEC / 10;
/* It takes some milliseconds, and frames that follow each other say the same. */
constexpr gint64 EVERY_US = G_USEC_PER_SEC / 10;

constexpr int LEVELS = 3;
constexpr int WINDOW = 21;
constexpr int ITERATIONS = 20;
constexpr double STILL = 0.01; /* px */
/* What has no structure cannot be followed: 1024 times this, (grey levels a px) squared. OpenCV's own. */
constexpr double LEAST_STRUCTURE = 1e-4;
/* A point that does not come back to within this, px, was lost; so was a region of which fewer than this share came
 * back. */
constexpr double RETURN_MOST = 0.5;
constexpr double RETURN_SHARE = 0.6;
constexpr int GRID = 4;
/* A nose moves by no more than its own length. */
constexpr double MOVED_MOST = 0.3;
/* Of a plane that gets narrower this much is noise [figures]. */
constexpr double NARROWER_NOISE = 0.05;

cv::Point2f
middle_of (const Reading &reading, std::initializer_list<int> landmarks)
{
  cv::Point2f sum;

  for (int i : landmarks)
    sum += cv::Point2f (reading.landmarks[i].x, reading.landmarks[i].y);
  return sum / static_cast<float> (landmarks.size ());
}

/* Eyes and corners of the mouth. */
void
find_corners (const Reading &reading, cv::Point2f corners[4])
{
  AnnaeFace face = {};

  Reader::replace_landmarks (reading, face);
  for (int i = 0; i < 4; i++)
    {
      const AnnaePoint &at = face.landmarks[i < 2 ? i : i + 1];
      corners[i] = { at.x, at.y };
    }
  annae_vault_wipe (&face, sizeof face);
}

/* Width over height of the plane of eyes and mouth. */
double
aspect (const cv::Point2f corners[4])
{
  const cv::Point2f across = corners[1] - corners[0];
  const cv::Point2f down = (corners[2] + corners[3] - corners[0] - corners[1]) / 2;

  return std::hypot (across.x, across.y) / std::hypot (down.x, down.y);
}

/* From the picture to an upright face of that size. */
bool
upright (const cv::Point2f corners[4], cv::Matx33d &transform)
{
  const AnnaePoint from[] = { { corners[0].x, corners[0].y }, { corners[1].x, corners[1].y } };
  const AnnaePoint to[] = { { (SIDE - INTER_EYE) / 2, EYES_Y }, { (SIDE + INTER_EYE) / 2, EYES_Y } };
  cv::Matx23d similar;

  if (!find_similarity (from, to, 2, similar))
    return false;
  transform
      = { similar (0, 0), similar (0, 1), similar (0, 2), similar (1, 0), similar (1, 1), similar (1, 2), 0, 0, 1 };
  return true;
}

cv::Point2f
moved_by (const cv::Matx33d &transform, cv::Point2f at)
{
  const cv::Vec3d there = transform * cv::Vec3d (at.x, at.y, 1);

  return { static_cast<float> (there[0] / there[2]), static_cast<float> (there[1] / there[2]) };
}

} // namespace

void
Relief::build (const cv::Mat &picture, const cv::Matx33d &transform, Pyramid &pyramid)
{
  cv::Mat face;
  cv::Mat grey;

  cv::warpPerspective (picture, face, transform, cv::Size (SIDE, SIDE), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::cvtColor (face, grey, cv::COLOR_BGR2GRAY);
  /* A head that turns is lit anew. */
  cv::createCLAHE (2.0, cv::Size (4, 4))->apply (grey, grey);
  cv::buildOpticalFlowPyramid (grey, pyramid, cv::Size (WINDOW, WINDOW), LEVELS - 1);
}

bool
Relief::follow (const Pyramid &from, const Pyramid &to, cv::Point2f middle, cv::Size2f half, double &moved)
{
  const cv::Size window (WINDOW, WINDOW);
  const cv::TermCriteria until (cv::TermCriteria::COUNT | cv::TermCriteria::EPS, ITERATIONS, STILL);
  std::vector<cv::Point2f> places;
  std::vector<cv::Point2f> there;
  std::vector<cv::Point2f> back;
  std::vector<unsigned char> followed;
  std::vector<unsigned char> returned;
  std::vector<float> ways;

  for (int row = 0; row < GRID; row++)
    for (int column = 0; column < GRID; column++)
      places.push_back (middle
                        + cv::Point2f (half.width * (2.0f * static_cast<float> (column) / (GRID - 1) - 1),
                                       half.height * (2.0f * static_cast<float> (row) / (GRID - 1) - 1)));
  cv::calcOpticalFlowPyrLK (from, to, places, there, followed, cv::noArray (), window, LEVELS - 1, until, 0,
                            LEAST_STRUCTURE);
  cv::calcOpticalFlowPyrLK (to, from, there, back, returned, cv::noArray (), window, LEVELS - 1, until, 0,
                            LEAST_STRUCTURE);
  for (size_t i = 0; i < places.size (); i++)
    if (followed[i] && returned[i] && std::hypot (back[i].x - places[i].x, back[i].y - places[i].y) <= RETURN_MOST)
      ways.push_back (there[i].x - places[i].x);
  if (static_cast<double> (ways.size ()) < RETURN_SHARE * GRID * GRID)
    return false;
  std::nth_element (ways.begin (), ways.begin () + static_cast<long> (ways.size () / 2), ways.end ());
  moved = ways[ways.size () / 2];
  return true;
}

bool
Relief::is_key (const Reading &reading, gint64 time_us) const
{
  const double ahead = std::fabs (reading.pose.yaw), before = std::fabs (key_yaw);

  if (ahead > AHEAD_MOST)
    return false;
  return !has_key || ahead < before - AHEAD_STEP
         || (std::fabs (reading.pose.yaw - key_yaw) <= AHEAD_STEP && time_us - key_time >= KEY_US);
}

bool
Relief::take_key (const cv::Mat &picture, const Reading &reading, gint64 time_us)
{
  cv::Point2f places[4];
  cv::Matx33d transform;

  find_corners (reading, places);
  has_key = upright (places, transform);
  if (!has_key)
    return false;
  build (picture, transform, key);
  for (int i = 0; i < 4; i++)
    corners[i] = moved_by (transform, places[i]);
  between_eyes = moved_by (transform, middle_of (reading, { 27, 28 }));
  tip = moved_by (transform, middle_of (reading, { 30 }));
  lips = moved_by (transform, middle_of (reading, { 51, 57, 62, 66 }));
  key_yaw = reading.pose.yaw;
  key_time = time_us;
  return true;
}

/* In inter-eye distances, to the person's left, and the tangent of the angle that the plane of eyes and mouth shows by
 * having become narrower. The picture is brought to the key by that plane, so what is left to move is little, and a
 * plane's tip moves with it. */
bool
Relief::compare (const cv::Mat &picture, const Reading &reading, double &moved, double &plane) const
{
  cv::Point2f places[4];
  Pyramid now;
  double eyes, nose, mouth;

  if (!(lips.y - between_eyes.y > 1))
    return false;
  find_corners (reading, places);
  const cv::Mat transform = cv::getPerspectiveTransform (places, corners);
  if (transform.empty () || !cv::checkRange (transform))
    return false;
  build (picture, cv::Matx33d (transform), now);
  if (!follow (key, now, between_eyes, { 7, 5 }, eyes) || !follow (key, now, tip, { 6, 5 }, nose)
      || !follow (key, now, lips, { 8, 5 }, mouth))
    return false;
  const double share = (tip.y - between_eyes.y) / (lips.y - between_eyes.y);
  const double narrower = 1 - aspect (places) / aspect (corners);
  moved = (nose - (1 - share) * eyes - share * mouth) / INTER_EYE;
  plane = std::tan (std::acos (1 - std::clamp (narrower - NARROWER_NOISE, 0.0, 0.9)));
  return std::fabs (moved) <= MOVED_MOST && std::isfinite (plane);
}

bool
Relief::measure (const cv::Mat &picture, const Reading &reading, gint64 time_us, double &relief)
{
  double moved, plane;

  miss (time_us);
  seen_time = time_us;
  if (is_key (reading, time_us))
    {
      take_key (picture, reading, time_us);
      return false;
    }
  const double turned = reading.pose.yaw - key_yaw;
  if (!has_key || !(std::fabs (turned) >= TURN_LEAST && std::fabs (turned) <= TURN_MOST)
      || time_us - measured_time < EVERY_US)
    return false;
  measured_time = time_us;
  if (!compare (picture, reading, moved, plane))
    return false;
  /* Of a sheet that is turned far aside little is read: of what its sagging shows that would make five times as much. */
  relief = (turned < 0 ? -moved : moved) / std::max (std::tan (radians (std::fabs (turned))), plane);
  return true;
}

void
Relief::miss (gint64 time_us)
{
  if (has_key && time_us - seen_time > GONE_US)
    forget ();
}

void
Relief::forget ()
{
  *this = Relief ();
}

} // namespace annae
