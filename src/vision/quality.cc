/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Quality components. Those that need a network of their own (eyes open, what covers the face) are not supported where
 * the pack has no reader. */

#include "quality.h"

#include "align.h"
#include "hands.h"
#include "pose.h"
#include "surround.h"
#include "wipe-allocator.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace annae
{

namespace
{

/* Of the aligned face: from the brows to the chin, without hair and background. */
constexpr double CENTRE_X = 56.0;
constexpr double CENTRE_Y = 72.0;
constexpr double RADIUS_X = 32.0;
constexpr double RADIUS_Y = 38.0;

/* Less of the face than this in the picture says nothing about its light. */
constexpr double LEAST_SEEN = 0.7;

/* Older than this, the frame before says nothing about motion. */
constexpr gint64 MOTION_MAX_US = G_USEC_PER_SEC;

/* What is about a face does not change from frame to frame, and takes a quarter of the time of one to look at. */
constexpr gint64 SURROUND_EVERY_US = G_USEC_PER_SEC / 7;

/* Only sets the unit: faces of 863 photographs (Labeled Faces in the Wild) have 1.6 to 3.0 (5 to 95 %), median 2.2. Where blur
 * begins to cost a match has not been measured. */
constexpr double SHARPNESS_SCALE = 12.0;

/* What the reader states of its own deviation: degrees, and of the opening of both eyes. Beyond that nothing is said
 * (models/training/README.md). */
constexpr double MOST_PITCH_DEVIATION = 8.0;
constexpr double MOST_OPENING_DEVIATION = 0.06;

AnnaePoint
eye_midpoint (const AnnaeFace &face)
{
  return { (face.landmarks[ANNAE_LANDMARK_RIGHT_EYE].x + face.landmarks[ANNAE_LANDMARK_LEFT_EYE].x) / 2,
           (face.landmarks[ANNAE_LANDMARK_RIGHT_EYE].y + face.landmarks[ANNAE_LANDMARK_LEFT_EYE].y) / 2 };
}

double
eye_distance (const AnnaeFace &face)
{
  return std::hypot (face.landmarks[ANNAE_LANDMARK_LEFT_EYE].x - face.landmarks[ANNAE_LANDMARK_RIGHT_EYE].x,
                     face.landmarks[ANNAE_LANDMARK_LEFT_EYE].y - face.landmarks[ANNAE_LANDMARK_RIGHT_EYE].y);
}

/* 255 where the aligned face is skin, eyes, nose and mouth. */
const cv::Mat &
oval ()
{
  static const cv::Mat mask = [] {
    VaultPause pause; /* it belongs to nobody and stays */
    cv::Mat drawn = cv::Mat::zeros (ALIGNED_SIDE, ALIGNED_SIDE, CV_8U);
    for (int y = 0; y < ALIGNED_SIDE; y++)
      for (int x = 0; x < ALIGNED_SIDE; x++)
        if (std::hypot ((x + 0.5 - CENTRE_X) / RADIUS_X, (y + 0.5 - CENTRE_Y) / RADIUS_Y) <= 1)
          drawn.at<uchar> (y, x) = 255;
    return drawn;
  }();
  return mask;
}

/* The oval without what lies outside of the picture. */
cv::Mat
visible_oval (const AnnaeFace &face, cv::Size picture)
{
  cv::Matx23d transform;
  cv::Matx23d back;
  cv::Mat mask;

  if (!find_similarity (face.landmarks, ALIGNED_LANDMARKS, ANNAE_N_LANDMARKS, transform))
    return cv::Mat::zeros (ALIGNED_SIDE, ALIGNED_SIDE, CV_8U);
  cv::invertAffineTransform (transform, back);
  bool whole = true;
  for (int i = 0; i < 16 && whole; i++)
    {
      double angle = 2 * CV_PI * i / 16;
      cv::Vec2d at
          = back * cv::Vec3d (CENTRE_X + RADIUS_X * std::cos (angle), CENTRE_Y + RADIUS_Y * std::sin (angle), 1);
      whole = at[0] >= 0 && at[1] >= 0 && at[0] < picture.width && at[1] < picture.height;
    }
  if (whole)
    return oval ();
  mask = oval ().clone ();
  for (int y = 0; y < ALIGNED_SIDE; y++)
    for (int x = 0; x < ALIGNED_SIDE; x++)
      {
        cv::Vec2d at = back * cv::Vec3d (x + 0.5, y + 0.5, 1);
        if (at[0] < 0 || at[1] < 0 || at[0] >= picture.width || at[1] >= picture.height)
          mask.at<uchar> (y, x) = 0;
      }
  return mask;
}

/* Energy of the band between two blurs, over the whole variance of luminance. The finest band is left out: it is where
 * a camera's noise is. */
double
measure_sharpness (const cv::Mat &grey, const cv::Mat &mask, double deviation)
{
  cv::Mat values;
  cv::Mat fine;
  cv::Mat coarse;
  cv::Scalar mean;
  cv::Scalar spread;

  if (deviation < 1e-3)
    return 0;
  grey.convertTo (values, CV_32F, 1.0 / 255);
  cv::GaussianBlur (values, fine, cv::Size (5, 5), 0.8);
  cv::GaussianBlur (values, coarse, cv::Size (11, 11), 1.8);
  cv::Mat band = fine - coarse;
  cv::meanStdDev (band, mean, spread, mask);
  return SHARPNESS_SCALE * spread[0] / deviation;
}

} // namespace

FaceLight
measure_light (const cv::Mat &aligned, const AnnaeFace &face, cv::Size picture)
{
  FaceLight light = {};
  cv::Mat mask = visible_oval (face, picture);
  cv::Mat grey;
  double sum = 0;
  double squares = 0;
  double sides[2] = { 0, 0 };
  int n_sides[2] = { 0, 0 };
  int bright = 0;

  cv::cvtColor (aligned, grey, cv::COLOR_BGR2GRAY);
  for (int y = 0; y < grey.rows; y++)
    for (int x = 0; x < grey.cols; x++)
      {
        if (mask.at<uchar> (y, x) == 0)
          continue;
        int value = grey.at<uchar> (y, x);
        int side = x < ALIGNED_SIDE / 2 ? 0 : 1;
        sum += value / 255.0;
        squares += (value / 255.0) * (value / 255.0);
        sides[side] += value;
        n_sides[side]++;
        bright += value >= 250;
      }
  int n = n_sides[0] + n_sides[1];
  light.seen = static_cast<double> (n) / cv::countNonZero (oval ());
  if (n == 0)
    return light;
  light.brightness = sum / n;
  light.contrast = std::sqrt (std::max (0.0, squares / n - light.brightness * light.brightness));
  light.overexposed = static_cast<double> (bright) / n;
  /* One grey level is added: black over black is not uneven. The picture's right half is the person's left. */
  if (n_sides[0] > 0 && n_sides[1] > 0)
    light.side = std::log2 ((sides[1] / n_sides[1] + 1) / (sides[0] / n_sides[0] + 1));
  light.sharpness = measure_sharpness (grey, mask, light.contrast);
  return light;
}

void
Measurer::forget ()
{
  has_last = false;
  has_surround = false;
  last_eyes = {};
  relief.forget ();
}

void
Measurer::measure (const cv::Mat &picture,
                   const std::vector<AnnaeFace> &faces,
                   const Known &known,
                   AnnaeObservation &observation)
{
  if (!known.has_reader)
    for (AnnaeMeasureId id : { ANNAE_MEASURE_EYES_OPEN, ANNAE_MEASURE_EYES_COVERED, ANNAE_MEASURE_FACE_COVERED,
                               ANNAE_MEASURE_RELIEF })
      observation.measures[id] = { 0, 0, ANNAE_MEASURE_NOT_SUPPORTED };
  if (known.spoof == nullptr)
    observation.measures[ANNAE_MEASURE_SPOOF] = { 0, 0, ANNAE_MEASURE_NOT_SUPPORTED };
  if (!known.landmarks && !known.has_reader)
    for (AnnaeMeasureId id : { ANNAE_MEASURE_YAW, ANNAE_MEASURE_PITCH })
      observation.measures[id] = { 0, 0, ANNAE_MEASURE_NOT_SUPPORTED };

  observation.n_faces = static_cast<guint> (std::min<size_t> (faces.size (), ANNAE_MAX_FACES));
  for (guint i = 0; i < observation.n_faces; i++)
    observation.faces[i] = faces[i];
  if (faces.empty ())
    {
      has_last = false;
      relief.miss (observation.time_us);
      measure_pixels (picture, AnnaeFace{}, observation);
      return;
    }

  const AnnaeFace &face = faces[0];
  double second = faces.size () > 1 ? faces[1].box.width * faces[1].box.height : 0;
  annae_observation_set (&observation, ANNAE_MEASURE_SECOND_FACE, second / (face.box.width * face.box.height));
  measure_pose (face, known, observation);
  if (known.has_reader)
    {
      measure_openings (known, observation);
      measure_relief (picture, known, observation);
    }
  measure_place (face, observation);
  measure_pixels (picture, face, observation);
  measure_motion (face, observation);
  measure_surround (picture, face, known, observation);
}

/* It says something of whoever is asked to turn, and takes some milliseconds: wanted where the surroundings are. */
void
Measurer::measure_relief (const cv::Mat &picture, const Known &known, AnnaeObservation &observation)
{
  double stands_out;
  bool seen = wants_surround && known.reading != nullptr
              && relief.measure (picture, *known.reading, observation.time_us, stands_out);

  annae_observation_set (&observation, ANNAE_MEASURE_RELIEF, seen ? stands_out : NAN);
}

void
Measurer::measure_surround (const cv::Mat &picture, const AnnaeFace &face, const Known &known, AnnaeObservation &observation)
{
  double pattern = -1;
  bool due = wants_surround
             && (!has_surround || observation.time_us - surround_time >= SURROUND_EVERY_US || observation.time_us < surround_time);

  if (!due)
    {
      for (AnnaeMeasureId id : { ANNAE_MEASURE_OUTLINE, ANNAE_MEASURE_HANDS, ANNAE_MEASURE_PATTERN })
        annae_observation_set (&observation, id, NAN);
      if (known.spoof != nullptr)
        annae_observation_set (&observation, ANNAE_MEASURE_SPOOF, NAN);
      return;
    }
  has_surround = true;
  surround_time = observation.time_us;
  pattern = pattern_about (picture, face);
  FaceEdges edges;
  annae_observation_set (&observation, ANNAE_MEASURE_OUTLINE, known.landmarks ? outline_about (picture, face, &edges) : NAN);
  annae_observation_set (&observation, ANNAE_MEASURE_HANDS, known.landmarks ? held_about (edges) : NAN);
  annae_observation_set (&observation, ANNAE_MEASURE_PATTERN, pattern < 0 ? NAN : pattern);
  if (known.spoof != nullptr)
    annae_observation_set (&observation, ANNAE_MEASURE_SPOOF, known.spoof->look (picture, face.box));
}

void
Measurer::measure_place (const AnnaeFace &face, AnnaeObservation &observation)
{
  double yaw = 0;
  annae_observation_get (&observation, ANNAE_MEASURE_YAW, &yaw);
  /* Beyond 60 degrees the far eye is guessed rather than seen; the correction stops there. */
  double shortened = std::cos (std::min (std::fabs (yaw), 60.0) * CV_PI / 180);

  annae_observation_set (&observation, ANNAE_MEASURE_INTER_EYE, eye_distance (face) / shortened);
  annae_observation_set (&observation, ANNAE_MEASURE_FACE_WIDTH, face.box.width / observation.width);
  annae_observation_set (&observation, ANNAE_MEASURE_OFFSET_X,
                         (face.box.x + face.box.width / 2) / observation.width - 0.5);
  annae_observation_set (&observation, ANNAE_MEASURE_OFFSET_Y,
                         (face.box.y + face.box.height / 2) / observation.height - 0.5);
}

void
Measurer::measure_pose (const AnnaeFace &face, const Known &known, AnnaeObservation &observation)
{
  Pose pose;

  if (known.reading != nullptr)
    {
      annae_observation_set (&observation, ANNAE_MEASURE_YAW, known.reading->pose.yaw);
      annae_observation_set (&observation, ANNAE_MEASURE_PITCH,
                             known.reading->pose_deviation.pitch <= MOST_PITCH_DEVIATION ? known.reading->pose.pitch : NAN);
      annae_observation_set (&observation, ANNAE_MEASURE_ROLL, known.reading->pose.roll);
      return;
    }
  if (!known.landmarks)
    {
      annae_observation_set (&observation, ANNAE_MEASURE_ROLL, face.has_landmarks ? roll_of_eyes (face) : NAN);
      if (known.has_reader)
        for (AnnaeMeasureId id : { ANNAE_MEASURE_YAW, ANNAE_MEASURE_PITCH })
          annae_observation_set (&observation, id, NAN);
      return;
    }
  bool found
      = find_pose (face, cv::Size (static_cast<int> (observation.width), static_cast<int> (observation.height)), pose);
  annae_observation_set (&observation, ANNAE_MEASURE_YAW, found ? pose.yaw : NAN);
  /* From five landmarks another pitch is read from the same head than by the network: one source only. */
  annae_observation_set (&observation, ANNAE_MEASURE_PITCH, found && !known.has_reader ? pose.pitch : NAN);
  annae_observation_set (&observation, ANNAE_MEASURE_ROLL, found ? pose.roll : NAN);
}

/* Where an eye is covered nothing is known of how far it is open. */
void
Measurer::measure_openings (const Known &known, AnnaeObservation &observation)
{
  const Reading *reading = known.reading;
  double eyes_covered = reading == nullptr ? NAN : std::max (reading->eyes_covered[0], reading->eyes_covered[1]);
  bool seen = eyes_covered < 0.5 && deviation_of_opening (*reading) <= MOST_OPENING_DEVIATION;

  annae_observation_set (&observation, ANNAE_MEASURE_EYES_OPEN, seen ? opening_of_eyes (*reading) : NAN);
  annae_observation_set (&observation, ANNAE_MEASURE_EYES_COVERED, eyes_covered);
  annae_observation_set (&observation, ANNAE_MEASURE_FACE_COVERED, reading == nullptr ? NAN : reading->mouth_covered);
}

/* Mean luminance of the picture and, where there is a face, of what surrounds it: every fourth pixel is plenty. */
void
Measurer::measure_pixels (const cv::Mat &picture, const AnnaeFace &face, AnnaeObservation &observation)
{
  int step = std::max (1, std::max (picture.cols, picture.rows) / 160);
  double margin = face.box.width * 0.2;
  double left = face.box.x - margin;
  double right = face.box.x + face.box.width + margin;
  double top = face.box.y - 2 * margin;
  guint64 sum = 0;
  guint64 around = 0;
  guint n = 0;
  guint n_around = 0;

  for (int y = step / 2; y < picture.rows; y += step)
    {
      const auto *row = picture.ptr<cv::Vec3b> (y);
      for (int x = step / 2; x < picture.cols; x += step)
        {
          guint value = 29u * row[x][0] + 150u * row[x][1] + 77u * row[x][2];
          sum += value;
          n++;
          /* Below the top of the head are neck and clothes, which are not where light from behind comes from. */
          bool person = x >= left && x <= right && y >= top;
          if (!person)
            {
              around += value;
              n_around++;
            }
        }
    }
  annae_observation_set (&observation, ANNAE_MEASURE_PICTURE, static_cast<double> (sum) / n / (256.0 * 255.0));
  if (observation.n_faces == 0)
    return;

  cv::Mat aligned = align_face (picture, face);
  FaceLight light = {};
  if (!aligned.empty ())
    light = measure_light (aligned, face, picture.size ());
  bool enough = light.seen >= LEAST_SEEN;
  /* A sixteenth of the picture is the least that can be called surroundings. */
  bool background = n_around * 16 >= n;
  double surroundings = n_around > 0 ? static_cast<double> (around) / n_around / (256.0 * 255.0) : 0;
  annae_observation_set (&observation, ANNAE_MEASURE_BRIGHTNESS, enough ? light.brightness : NAN);
  annae_observation_set (&observation, ANNAE_MEASURE_CONTRAST, enough ? light.contrast : NAN);
  annae_observation_set (&observation, ANNAE_MEASURE_OVEREXPOSED, enough ? light.overexposed : NAN);
  annae_observation_set (&observation, ANNAE_MEASURE_SIDE_LIGHT, enough ? light.side : NAN);
  annae_observation_set (&observation, ANNAE_MEASURE_SHARPNESS, enough ? light.sharpness : NAN);
  annae_observation_set (&observation, ANNAE_MEASURE_BACK_LIGHT,
                         enough && background ? surroundings / std::max (light.brightness, 1.0 / 255) : NAN);
}

void
Measurer::measure_motion (const AnnaeFace &face, AnnaeObservation &observation)
{
  AnnaePoint eyes = eye_midpoint (face);
  double distance = eye_distance (face);
  gint64 passed = observation.time_us - last_time;
  double speed = NAN;

  if (has_last && passed > 0 && passed <= MOTION_MAX_US && distance > 0)
    speed = std::hypot (eyes.x - last_eyes.x, eyes.y - last_eyes.y) / distance
            / (static_cast<double> (passed) / G_USEC_PER_SEC);
  annae_observation_set (&observation, ANNAE_MEASURE_MOTION, speed);
  has_last = true;
  last_time = observation.time_us;
  last_eyes = eyes;
}

} // namespace annae
