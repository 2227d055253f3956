/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader: one crop, aligned by the detector's five landmarks, through a small network (models/training/reader.py
 * says how it was made). It answers in px and degrees of its own crop; here that is taken back to the picture. */

#include "reader.h"

#include "align.h"
#include "angles.h"
#include "annae-vault.h"
#include "guard.h"
#include "wipe-allocator.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace annae
{

namespace
{

constexpr int SIDE = 112;
constexpr double INTER_EYE = 32; /* px of the crop */

/* Columns of the answer, as models/training/reader_net.py has them. */
enum
{
  POINTS = 0,
  POINTS_LOG = 136,
  ANGLES = 204,
  ANGLES_LOG = 207,
  OPENINGS = 210, /* right eye, left eye, mouth */
  OPENINGS_LOG = 213,
  COVERED = 216, /* mouth or nose, right eye, left eye */
  N_VALUES = 219
};

/* px of the crop: beyond that no landmark is where it is said to be, for there is no face. The bundled network
 * states 3.1 in the middle of 1,500 pictures of nothing, less than 2.6 in one of 300, and less than 1.7 of 99 in 100
 * photographs of faces (models/training/README.md). */
constexpr double MOST_DEVIATION = 2.6;

/* px of an aligned face: where the five landmarks of a reading lie in the median of 900 training pictures that YuNet's
 * landmarks had aligned, which is how the embedding learnt to see faces. The corners of a rendered mouth and the
 * middles of rendered eyes are not quite where a detector puts them. Across they are symmetric.
 * `models/training/evaluate_reader.py --aligned` measures them. */
constexpr AnnaePoint READ_IN_ALIGNED[ANNAE_N_LANDMARKS] = {
  { 37.7f, 54.5f }, { 74.1f, 54.3f }, { 55.9f, 73.8f }, { 40.7f, 90.8f }, { 71.8f, 90.6f },
};

/* Where the five landmarks lie in the crop: the usual template, smaller and higher, so that chin and brows are seen. */
void
crop_landmarks (AnnaePoint points[ANNAE_N_LANDMARKS])
{
  const AnnaePoint &right = ALIGNED_LANDMARKS[ANNAE_LANDMARK_RIGHT_EYE];
  const AnnaePoint &left = ALIGNED_LANDMARKS[ANNAE_LANDMARK_LEFT_EYE];
  const float scale = static_cast<float> (INTER_EYE / std::hypot (left.x - right.x, left.y - right.y));

  for (int i = 0; i < ANNAE_N_LANDMARKS; i++)
    points[i] = { (ALIGNED_LANDMARKS[i].x - (right.x + left.x) / 2) * scale + 56,
                  (ALIGNED_LANDMARKS[i].y - (right.y + left.y) / 2) * scale + 42 };
}

/* Ry (yaw) Rx (-pitch) Rz (roll), y up: the conventions of annae-types.h. */
cv::Matx33d
rotation_of (const Pose &pose)
{
  double a = radians (pose.yaw), b = radians (-pose.pitch), c = radians (pose.roll);
  cv::Matx33d turn (std::cos (a), 0, std::sin (a), 0, 1, 0, -std::sin (a), 0, std::cos (a));
  cv::Matx33d nod (1, 0, 0, 0, std::cos (b), -std::sin (b), 0, std::sin (b), std::cos (b));
  cv::Matx33d tilt (std::cos (c), -std::sin (c), 0, std::sin (c), std::cos (c), 0, 0, 0, 1);

  return turn * nod * tilt;
}

Pose
pose_of (const cv::Matx33d &r)
{
  return { degrees (std::atan2 (r (0, 2), r (2, 2))), degrees (std::asin (std::clamp (r (1, 2), -1.0, 1.0))),
           degrees (std::atan2 (r (1, 0), r (1, 1))) };
}

/* The pose before the crop was turned by angle (radians, as the picture's axes go, y down). */
Pose
turned_back (const Pose &pose, double angle)
{
  cv::Matx33d back (std::cos (angle), -std::sin (angle), 0, std::sin (angle), std::cos (angle), 0, 0, 0, 1);

  return pose_of (back * rotation_of (pose));
}

double
probability (float logit)
{
  return 1 / (1 + std::exp (-static_cast<double> (logit)));
}

/* The other side's landmark of the usual 68: what a mirror makes of each. */
constexpr int MIRRORED[READ_LANDMARKS] = {
  16, 15, 14, 13, 12, 11, 10, 9,  8,  7,  6,  5,  4,  3,  2,  1,  0,  26, 25, 24, 23, 22, 21,
  20, 19, 18, 17, 27, 28, 29, 30, 35, 34, 33, 32, 31, 45, 44, 43, 42, 47, 46, 39, 38, 37, 36,
  41, 40, 54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65,
};

/* The answer to a mirrored crop as it would be of the crop itself. */
void
unmirror (std::vector<float> &values)
{
  std::vector<float> seen = values;

  for (int i = 0; i < READ_LANDMARKS; i++)
    {
      values[POINTS + 2 * i] = SIDE - seen[POINTS + 2 * MIRRORED[i]];
      values[POINTS + 2 * i + 1] = seen[POINTS + 2 * MIRRORED[i] + 1];
      values[POINTS_LOG + i] = seen[POINTS_LOG + MIRRORED[i]];
    }
  values[ANGLES] = -values[ANGLES];
  values[ANGLES + 2] = -values[ANGLES + 2];
  std::swap (values[OPENINGS], values[OPENINGS + 1]);
  std::swap (values[OPENINGS_LOG], values[OPENINGS_LOG + 1]);
  std::swap (values[COVERED + 1], values[COVERED + 2]);
  annae_vault_wipe (seen.data (), seen.size () * sizeof (float));
}

/* Both looks count the same: weights by what each says of itself won a hundredth of the error. */
void
average (const Reading &first, Reading &reading)
{
  auto middle = [] (double one, double &other) { other = (one + other) / 2; };

  for (int i = 0; i < READ_LANDMARKS; i++)
    reading.landmarks[i]
        = { (first.landmarks[i].x + reading.landmarks[i].x) / 2, (first.landmarks[i].y + reading.landmarks[i].y) / 2 };
  middle (first.landmarks_deviation, reading.landmarks_deviation);
  middle (first.pose.yaw, reading.pose.yaw);
  middle (first.pose.pitch, reading.pose.pitch);
  reading.pose.roll += std::remainder (first.pose.roll - reading.pose.roll, 360) / 2; /* -179 and 179 are neighbours */
  middle (first.pose_deviation.yaw, reading.pose_deviation.yaw);
  middle (first.pose_deviation.pitch, reading.pose_deviation.pitch);
  middle (first.pose_deviation.roll, reading.pose_deviation.roll);
  for (int eye = 0; eye < 2; eye++)
    {
      middle (first.eyes[eye], reading.eyes[eye]);
      middle (first.eyes_deviation[eye], reading.eyes_deviation[eye]);
      middle (first.eyes_covered[eye], reading.eyes_covered[eye]);
    }
  middle (first.mouth, reading.mouth);
  middle (first.mouth_deviation, reading.mouth_deviation);
  middle (first.mouth_covered, reading.mouth_covered);
}

} // namespace

Reader::Reader (const AnnaePackPart &pack_part) : part (pack_part), files (read_network_files (pack_part))
{
  std::vector<float> one;
  std::vector<float> other;
  cv::RNG random (1);
  cv::Mat noise (SIDE, SIDE, CV_8UC3);

  /* Another network in this role, or one with broken weights, is found out before the first customer. */
  try
    {
      random.fill (noise, cv::RNG::UNIFORM, 0, 256);
      answer (noise, one);
      answer (cv::Mat (SIDE, SIDE, CV_8UC3, cv::Scalar::all (90)), other);
    }
  catch (const cv::Exception &exception)
    {
      fail (ANNAE_FAILURE_NETWORK,
            std::string ("The network ") + part.path + " does not take a face of 112 x 112 pixels: " + exception.err);
    }
  if (one == other)
    fail (ANNAE_FAILURE_NETWORK, std::string ("The network ") + part.path + " answers the same to different pictures");
  forget ();
}

void
Reader::answer (const cv::Mat &crop, std::vector<float> &values)
{
  {
    VaultPause pause;
    fill_blob ({ crop }, part, input);
    if (net.empty ())
      net = make_network (part, files);
    net.setInput (input);
    output = net.forward ();
  }
  if (output.type () != CV_32F || output.total () != N_VALUES)
    fail (ANNAE_FAILURE_NETWORK,
          std::string ("The network ") + part.path + " does not answer with " + std::to_string (N_VALUES) + " numbers");
  if (!all_finite (output))
    fail (ANNAE_FAILURE_NETWORK, std::string ("The network ") + part.path + " answers with values that are not finite");
  values.assign (output.ptr<float> (), output.ptr<float> () + N_VALUES);
}

/* The second look is aligned by what the first saw and sees the face in a mirror: what the network gets wrong about one
 * side it then gets wrong about the other, so that the mean of both is nearer to the truth than three plain looks
 * (models/training/README.md). */
bool
Reader::read (const cv::Mat &picture, const AnnaeFace &face, Reading &reading)
{
  AnnaeFace again = face;
  Reading first;

  reading = {};
  bool read = look (picture, face, false, first);
  if (read)
    {
      replace_landmarks (first, again);
      read = look (picture, again, true, reading);
    }
  if (read)
    average (first, reading);
  annae_vault_wipe (&again, sizeof again);
  annae_vault_wipe (&first, sizeof first);
  return read;
}

bool
Reader::look (const cv::Mat &picture, const AnnaeFace &face, bool mirrored, Reading &reading)
{
  cv::Matx23d transform;
  AnnaePoint places[ANNAE_N_LANDMARKS];
  cv::Matx23d back;
  std::vector<float> values;

  reading = {};
  crop_landmarks (places);
  /* Larger than a hundredfold there is no face left, only a few pixels of one. */
  if (!find_similarity (face.landmarks, places, ANNAE_N_LANDMARKS, transform)
      || std::hypot (transform (0, 0), transform (1, 0)) > 100)
    return false;
  cv::Mat crop = warp_part (picture, transform, cv::Size (SIDE, SIDE));
  if (crop.empty ())
    return false;
  if (mirrored)
    cv::flip (crop, crop, 1);
  answer (crop, values);
  if (mirrored)
    unmirror (values);

  std::vector<float> deviations (values.begin () + POINTS_LOG, values.begin () + ANGLES);
  std::nth_element (deviations.begin (), deviations.begin () + READ_LANDMARKS / 2, deviations.end ());
  double deviation = std::exp (std::min (deviations[READ_LANDMARKS / 2], 20.0f));
  reading.landmarks_deviation = deviation / INTER_EYE;

  cv::invertAffineTransform (transform, back);
  for (int i = 0; i < READ_LANDMARKS; i++)
    {
      cv::Vec2d at = back * cv::Vec3d (values[POINTS + 2 * i], values[POINTS + 2 * i + 1], 1);
      reading.landmarks[i] = { static_cast<float> (at[0]), static_cast<float> (at[1]) };
    }
  reading.pose = turned_back ({ values[ANGLES], values[ANGLES + 1], values[ANGLES + 2] },
                              std::atan2 (transform (1, 0), transform (0, 0)));
  auto spread = [&values] (int column) { return std::exp (std::min (values[column], 20.0f)); };
  reading.pose_deviation = { spread (ANGLES_LOG), spread (ANGLES_LOG + 1), spread (ANGLES_LOG + 2) };
  for (int eye = 0; eye < 2; eye++)
    {
      reading.eyes[eye] = std::max (0.0f, values[OPENINGS + eye]);
      reading.eyes_deviation[eye] = spread (OPENINGS_LOG + eye);
      reading.eyes_covered[eye] = probability (values[COVERED + 1 + eye]);
    }
  reading.mouth = std::max (0.0f, values[OPENINGS + 2]);
  reading.mouth_deviation = spread (OPENINGS_LOG + 2);
  reading.mouth_covered = probability (values[COVERED]);
  annae_vault_wipe (values.data (), values.size () * sizeof (float));
  return deviation <= MOST_DEVIATION && std::fabs (reading.pose.yaw) < 90;
}

void
Reader::replace_landmarks (const Reading &reading, AnnaeFace &face)
{
  for (int eye = 0; eye < 2; eye++)
    {
      AnnaePoint sum = {};
      for (int i = 36 + 6 * eye; i < 42 + 6 * eye; i++)
        sum = { sum.x + reading.landmarks[i].x / 6, sum.y + reading.landmarks[i].y / 6 };
      face.landmarks[eye == 0 ? ANNAE_LANDMARK_RIGHT_EYE : ANNAE_LANDMARK_LEFT_EYE] = sum;
    }
  face.landmarks[ANNAE_LANDMARK_NOSE] = reading.landmarks[30];
  face.landmarks[ANNAE_LANDMARK_RIGHT_MOUTH] = reading.landmarks[48];
  face.landmarks[ANNAE_LANDMARK_LEFT_MOUTH] = reading.landmarks[54];
}

bool
Reader::align (const cv::Mat &picture, AnnaeFace &face)
{
  Reading reading;
  AnnaeFace seen = face;
  cv::Matx23d back;

  bool aligned = read (picture, face, reading);
  if (aligned)
    {
      replace_landmarks (reading, seen);
      aligned = find_similarity (READ_IN_ALIGNED, seen.landmarks, ANNAE_N_LANDMARKS, back);
    }
  for (int i = 0; aligned && i < ANNAE_N_LANDMARKS; i++)
    {
      cv::Vec2d at = back * cv::Vec3d (ALIGNED_LANDMARKS[i].x, ALIGNED_LANDMARKS[i].y, 1);
      face.landmarks[i] = { static_cast<float> (at[0]), static_cast<float> (at[1]) };
    }
  annae_vault_wipe (&reading, sizeof reading);
  annae_vault_wipe (&seen, sizeof seen);
  return aligned;
}

void
Reader::forget ()
{
  net = {};
  input.release ();
  output.release ();
}

double
opening_of_eyes (const Reading &reading)
{
  double sum = 0;
  double weights = 0;

  for (int eye = 0; eye < 2; eye++)
    {
      double weight = 1 / std::max (1e-6, reading.eyes_deviation[eye] * reading.eyes_deviation[eye]);
      sum += weight * reading.eyes[eye];
      weights += weight;
    }
  return sum / weights;
}

double
deviation_of_opening (const Reading &reading)
{
  return 1
         / std::hypot (1 / std::max (1e-3, reading.eyes_deviation[0]), 1 / std::max (1e-3, reading.eyes_deviation[1]));
}

} // namespace annae
