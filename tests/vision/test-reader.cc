/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bundled reader: on a portrait of a person who does not exist (the demonstration's card), the same turned,
 * mirrored and covered; on pictures of nothing; with landmarks of nothing. */

#include "align.h"
#include "annae-errors.h"
#include "annae-vision.h"
#include "frame-mat.h"
#include "reader.h"
#include "vision-testing.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <memory>
#include <string>

using namespace annae;

namespace
{

#define assert_near(a, b, tolerance)                                                                                   \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    double a_ = (a), b_ = (b);                                                                                         \
    if (!(std::fabs (a_ - b_) <= (tolerance)))                                                                         \
      g_error ("%s:%d: %s is %g, not %g", __FILE__, __LINE__, #a, a_, b_);                                             \
  }                                                                                                                    \
  G_STMT_END

/* Of data/demo/card-same.jpg, found by eye: right eye, left eye, nose, right and left corner of the mouth. */
const AnnaePoint PORTRAIT[ANNAE_N_LANDMARKS] = { { 163, 372 }, { 259, 373 }, { 212, 418 }, { 174, 474 }, { 252, 474 } };

cv::Mat
portrait ()
{
  g_autofree char *path = g_build_filename (g_getenv ("ANNAE_DATA_DIR"), "demo", "card-same.jpg", nullptr);
  cv::Mat picture = cv::imread (path);

  g_assert_false (picture.empty ());
  return picture;
}

AnnaeFace
face_at (const AnnaePoint *points)
{
  AnnaeFace face = {};

  std::copy (points, points + ANNAE_N_LANDMARKS, face.landmarks);
  face.has_landmarks = TRUE;
  return face;
}

AnnaeFace
portrait_face ()
{
  return face_at (PORTRAIT);
}

double
eye_distance (const AnnaeFace &face)
{
  return std::hypot (face.landmarks[0].x - face.landmarks[1].x, face.landmarks[0].y - face.landmarks[1].y);
}

void
test_portrait ()
{
  std::unique_ptr<Reader> reader = bundled_reader ();
  cv::Mat picture = portrait ();
  AnnaeFace face = portrait_face ();
  AnnaeFace read = {};
  Reading reading;

  g_assert_true (reader->read (picture, face, reading));
  assert_near (reading.pose.yaw, 0, 8);
  assert_near (reading.pose.pitch, 0, 9);
  assert_near (reading.pose.roll, 0, 5);
  g_assert_cmpfloat (reading.mouth_covered, <, 0.3);
  g_assert_cmpfloat (std::max (reading.eyes_covered[0], reading.eyes_covered[1]), <, 0.3);
  g_assert_cmpfloat (opening_of_eyes (reading), >, 0.15);
  g_assert_cmpfloat (reading.mouth, <, 0.25);
  Reader::replace_landmarks (reading, read);
  for (int i = 0; i < ANNAE_N_LANDMARKS; i++)
    g_assert_cmpfloat (
        std::hypot (read.landmarks[i].x - face.landmarks[i].x, read.landmarks[i].y - face.landmarks[i].y), <,
        0.16 * eye_distance (face));
  /* The outline runs from the person's right ear over the chin to the left. */
  g_assert_cmpfloat (reading.landmarks[0].x, <, face.landmarks[0].x);
  g_assert_cmpfloat (reading.landmarks[16].x, >, face.landmarks[1].x);
  g_assert_cmpfloat (reading.landmarks[8].y, >, face.landmarks[3].y);
}

/* The portrait turned about its nose, degrees anticlockwise to the eye, and where its landmarks are then. */
cv::Mat
turned_portrait (double degrees, AnnaePoint points[ANNAE_N_LANDMARKS])
{
  cv::Mat picture = portrait ();
  cv::Mat turned;
  cv::Matx23d matrix (cv::getRotationMatrix2D (cv::Point2f (PORTRAIT[2].x, PORTRAIT[2].y), degrees, 1));

  cv::warpAffine (picture, turned, matrix, picture.size (), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  for (int i = 0; i < ANNAE_N_LANDMARKS; i++)
    {
      cv::Vec2d at = matrix * cv::Vec3d (PORTRAIT[i].x, PORTRAIT[i].y, 1);
      points[i] = { static_cast<float> (at[0]), static_cast<float> (at[1]) };
    }
  return turned;
}

/* The crop is turned upright first, so the network sees the same; what it says of the pose is turned back. */
void
test_turned ()
{
  std::unique_ptr<Reader> reader = bundled_reader ();
  Reading upright;
  Reading reading;

  g_assert_true (reader->read (portrait (), portrait_face (), upright));
  for (double degrees : { 30.0, -30.0, 90.0 })
    {
      AnnaePoint points[ANNAE_N_LANDMARKS];
      cv::Mat turned = turned_portrait (degrees, points);
      g_assert_true (reader->read (turned, face_at (points), reading));
      /* Anticlockwise to the eye: the top of the head goes to the picture's left. */
      assert_near (reading.pose.roll, upright.pose.roll + degrees, 5);
      assert_near (reading.eyes[0], upright.eyes[0], 0.05);
      assert_near (std::hypot (reading.pose.yaw, reading.pose.pitch), std::hypot (upright.pose.yaw, upright.pose.pitch),
                   4);
    }
}

void
test_mirrored ()
{
  std::unique_ptr<Reader> reader = bundled_reader ();
  cv::Mat picture = portrait ();
  cv::Mat mirrored;
  AnnaePoint points[ANNAE_N_LANDMARKS];
  Reading one;
  Reading other;

  cv::flip (picture, mirrored, 1);
  const int opposite[] = { 1, 0, 2, 4, 3 };
  for (int i = 0; i < ANNAE_N_LANDMARKS; i++)
    points[i] = { picture.cols - PORTRAIT[opposite[i]].x, PORTRAIT[opposite[i]].y };
  g_assert_true (reader->read (picture, portrait_face (), one));
  g_assert_true (reader->read (mirrored, face_at (points), other));
  assert_near (other.pose.yaw, -one.pose.yaw, 5);
  assert_near (other.pose.pitch, one.pose.pitch, 5);
  assert_near (other.pose.roll, -one.pose.roll, 4);
  /* The right jaw of one is the left of the other, and so are corners of eyes, brows and lips. */
  for (const auto &[here, there] : { std::pair (0, 16), std::pair (8, 8), std::pair (17, 26), std::pair (31, 35),
                                     std::pair (36, 45), std::pair (41, 46), std::pair (48, 54), std::pair (60, 64) })
    {
      assert_near (other.landmarks[there].x, picture.cols - one.landmarks[here].x,
                   0.07 * eye_distance (portrait_face ()));
      assert_near (other.landmarks[there].y, one.landmarks[here].y, 0.07 * eye_distance (portrait_face ()));
    }
}

/* Whose head lies upside down has a roll about 180 or -180: the mean of two looks must not make 0 of them. */
void
test_upside_down ()
{
  std::unique_ptr<Reader> reader = bundled_reader ();
  Reading upright;
  Reading reading;

  g_assert_true (reader->read (portrait (), portrait_face (), upright));
  for (double degrees : { 174.0, 177.0, 180.0, 183.0, 186.0 })
    {
      AnnaePoint points[ANNAE_N_LANDMARKS];
      cv::Mat over = turned_portrait (degrees, points);
      g_assert_true (reader->read (over, face_at (points), reading));
      assert_near (std::remainder (reading.pose.roll - upright.pose.roll - degrees, 360), 0, 5);
    }
}

void
test_covered ()
{
  std::unique_ptr<Reader> reader = bundled_reader ();
  AnnaeFace face = portrait_face ();
  const double eyes = eye_distance (face);
  cv::Mat masked = portrait ();
  cv::Mat shaded = portrait ();
  Reading reading;

  const cv::Point cloth[]
      = { cv::Point (cvRound (face.landmarks[2].x - eyes), cvRound (face.landmarks[2].y - 0.1 * eyes)),
          cv::Point (cvRound (face.landmarks[2].x + eyes), cvRound (face.landmarks[2].y - 0.1 * eyes)),
          cv::Point (cvRound (face.landmarks[4].x + 0.4 * eyes), cvRound (face.landmarks[4].y + 0.8 * eyes)),
          cv::Point (cvRound (face.landmarks[3].x - 0.4 * eyes), cvRound (face.landmarks[3].y + 0.8 * eyes)) };
  cv::fillConvexPoly (masked, cloth, 4, cv::Scalar (215, 205, 195), cv::LINE_AA);
  g_assert_true (reader->read (masked, face, reading));
  g_assert_cmpfloat (reading.mouth_covered, >, 0.6);
  g_assert_cmpfloat (std::max (reading.eyes_covered[0], reading.eyes_covered[1]), <, 0.5);

  for (int eye = 0; eye < 2; eye++)
    cv::ellipse (shaded, cv::Point (cvRound (face.landmarks[eye].x), cvRound (face.landmarks[eye].y)),
                 cv::Size (cvRound (0.42 * eyes), cvRound (0.3 * eyes)), 0, 0, 360, cv::Scalar (14, 12, 12), cv::FILLED,
                 cv::LINE_AA);
  g_assert_true (reader->read (shaded, face, reading));
  g_assert_cmpfloat (std::min (reading.eyes_covered[0], reading.eyes_covered[1]), >, 0.6);
  g_assert_cmpfloat (reading.mouth_covered, <, 0.5);
}

/* How far the picture's face comes to lie from where the other landmarks put it, px of the aligned face, in the mean.
 */
double
apart (const AnnaeFace &one, const AnnaeFace &other)
{
  cv::Matx23d first;
  cv::Matx23d second;
  cv::Matx23d back;
  double sum = 0;

  g_assert_true (find_similarity (one.landmarks, ALIGNED_LANDMARKS, ANNAE_N_LANDMARKS, first));
  g_assert_true (find_similarity (other.landmarks, ALIGNED_LANDMARKS, ANNAE_N_LANDMARKS, second));
  cv::invertAffineTransform (first, back);
  for (const AnnaePoint &place : ALIGNED_LANDMARKS)
    {
      cv::Vec2d there = back * cv::Vec3d (place.x, place.y, 1);
      cv::Vec2d again = second * cv::Vec3d (there[0], there[1], 1);
      sum += std::hypot (again[0] - place.x, again[1] - place.y);
    }
  return sum / ANNAE_N_LANDMARKS;
}

/* What a detector took for less of a tilt than it is, or for larger, smaller or elsewhere, comes back to where it
 * belongs. */
void
test_aligned ()
{
  std::unique_ptr<Reader> reader = bundled_reader ();
  cv::Mat picture = portrait ();
  const AnnaeFace right = portrait_face ();
  const double eyes = eye_distance (right);
  AnnaeFace best = right;

  g_assert_true (reader->align (picture, best));
  g_assert_cmpfloat (apart (best, right), <, 4);
  for (double degrees : { -15.0, 0.0, 15.0 })
    for (double scale : { 0.9, 1.15 })
      {
        cv::Point2f middle (PORTRAIT[2].x, PORTRAIT[2].y);
        cv::Matx23d m (cv::getRotationMatrix2D (middle, degrees, scale));
        AnnaeFace found = right;
        for (int i = 0; i < ANNAE_N_LANDMARKS; i++)
          {
            cv::Vec2d at = m * cv::Vec3d (PORTRAIT[i].x, PORTRAIT[i].y, 1);
            found.landmarks[i] = { static_cast<float> (at[0] + 0.05 * eyes), static_cast<float> (at[1] - 0.05 * eyes) };
          }
        const double before = apart (found, best);
        g_assert_true (reader->align (picture, found));
        g_assert_cmpfloat (apart (found, best), <, 2.5);
        g_assert_cmpfloat (apart (found, best), <, before / 2);
      }
}

/* Where nothing can be read the detector's landmarks stay. */
void
test_not_aligned ()
{
  std::unique_ptr<Reader> reader = bundled_reader ();
  cv::Mat grey (600, 600, CV_8UC3, cv::Scalar::all (120));
  AnnaeFace face = portrait_face ();
  AnnaeFace same = face;

  g_assert_false (reader->align (grey, face));
  g_assert_cmpmem (&face, sizeof face, &same, sizeof same);
  for (AnnaePoint &point : face.landmarks)
    point = { 7, 7 };
  same = face;
  g_assert_false (reader->align (portrait (), face));
  g_assert_cmpmem (&face, sizeof face, &same, sizeof same);
}

/* Through the C interface the aligned face is the reader's, for any landmarks about the face. */
void
test_aligned_frame ()
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("annae", &error);
  g_autoptr (AnnaeVision) vision = annae_vision_new (pack, &error);
  g_assert_no_error (error);
  g_autoptr (AnnaeFrame) card = copy_to_frame (portrait (), ANNAE_VAULT_FRAME, 0);
  AnnaeFace face = portrait_face ();
  AnnaeFace best = face;
  AnnaeFace level = face;

  g_assert_true (bundled_reader ()->align (portrait (), best));
  level.landmarks[ANNAE_LANDMARK_RIGHT_EYE].y += 14;
  level.landmarks[ANNAE_LANDMARK_RIGHT_MOUTH].y += 12;
  g_autoptr (AnnaeFrame) aligned = annae_vision_align (vision, card, &level, &error);
  g_assert_no_error (error);
  cv::Mat expected = align_face (portrait (), best);
  g_assert_cmpfloat (
      cv::norm (wrap_frame (aligned), expected, cv::NORM_L1) / static_cast<double> (expected.total ()), <,
      cv::norm (align_face (portrait (), level), expected, cv::NORM_L1) / static_cast<double> (expected.total ()) / 2);
  for (AnnaePoint &point : level.landmarks)
    point = { 7, 7 };
  g_assert_null (annae_vision_align (vision, card, &level, &error));
  g_assert_error (error, ANNAE_RETRY_ERROR, ANNAE_RETRY_NO_FACE);
  annae_vision_reset (vision);
}

void
assert_finite (const Reading &reading)
{
  for (const AnnaePoint &point : reading.landmarks)
    g_assert_true (std::isfinite (point.x) && std::isfinite (point.y));
  for (double value : { reading.landmarks_deviation, reading.pose.yaw, reading.pose.pitch, reading.pose.roll,
                        reading.pose_deviation.yaw, reading.eyes[0], reading.eyes[1], reading.mouth,
                        reading.mouth_deviation, reading.mouth_covered, reading.eyes_covered[0] })
    g_assert_true (std::isfinite (value));
}

/* A detector may be wrong: where there is no face the network says so itself, and no number is NaN. */
void
test_nothing ()
{
  std::unique_ptr<Reader> reader = bundled_reader ();
  cv::RNG random (5);

  for (cv::Size size : { cv::Size (1, 1), cv::Size (3, 200), cv::Size (200, 2), cv::Size (17, 13), cv::Size (640, 480),
                         cv::Size (6000, 4000) })
    for (int value : { 0, 255, 128, -1 })
      {
        cv::Mat picture (size, CV_8UC3, cv::Scalar::all (std::max (0, value)));
        Reading reading;
        AnnaePoint points[ANNAE_N_LANDMARKS];

        if (value < 0)
          random.fill (picture, cv::RNG::UNIFORM, 0, 256);
        for (int i = 0; i < ANNAE_N_LANDMARKS; i++)
          points[i] = { ALIGNED_LANDMARKS[i].x * size.width / 112.0f, ALIGNED_LANDMARKS[i].y * size.width / 112.0f };
        bool read = reader->read (picture, face_at (points), reading);
        assert_finite (reading);
        if (size.width >= 100 && size.height >= 100)
          g_assert_false (read);
      }
}

void
test_wrong_landmarks ()
{
  std::unique_ptr<Reader> reader = bundled_reader ();
  cv::Mat picture = portrait ();
  const AnnaePoint same[ANNAE_N_LANDMARKS] = { { 9, 9 }, { 9, 9 }, { 9, 9 }, { 9, 9 }, { 9, 9 } };
  AnnaePoint wrong[ANNAE_N_LANDMARKS];
  AnnaePoint outside[ANNAE_N_LANDMARKS];
  Reading reading;

  std::copy (PORTRAIT, PORTRAIT + ANNAE_N_LANDMARKS, wrong);
  wrong[3].x = NAN;
  for (int i = 0; i < ANNAE_N_LANDMARKS; i++)
    outside[i] = { PORTRAIT[i].x + 1e6f, PORTRAIT[i].y };
  g_assert_false (reader->read (picture, face_at (same), reading));
  g_assert_false (reader->read (picture, face_at (wrong), reading));
  g_assert_false (reader->read (picture, face_at (outside), reading));
  assert_finite (reading);
  wrong[3].x = INFINITY;
  g_assert_false (reader->read (picture, face_at (wrong), reading));
}

/* Through the C interface: the measures that need a reader are there, and go when there is nobody. */
void
test_observed ()
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("annae", &error);
  g_autoptr (AnnaeVision) vision = annae_vision_new (pack, &error);
  AnnaeObservation seen;
  double value = 0;

  g_assert_no_error (error);
  cv::Mat card = portrait ();
  const float eyes = PORTRAIT[1].x - PORTRAIT[0].x;
  cv::Mat enlarged;
  cv::Rect around (cvRound (PORTRAIT[2].x - 2.2 * eyes), cvRound (PORTRAIT[2].y - 2.2 * eyes), cvRound (4.4 * eyes),
                   cvRound (4.4 * eyes));
  cv::resize (card (around & cv::Rect (0, 0, card.cols, card.rows)), enlarged, cv::Size (480, 480));
  g_autoptr (AnnaeFrame) frame = copy_to_frame (enlarged, ANNAE_VAULT_FRAME, 0);
  g_assert_true (annae_vision_observe (vision, frame, &seen, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (seen.n_faces, ==, 1);
  for (AnnaeMeasureId id : { ANNAE_MEASURE_YAW, ANNAE_MEASURE_PITCH, ANNAE_MEASURE_ROLL })
    {
      g_assert_true (annae_observation_get (&seen, id, &value));
      assert_near (value, 0, 12);
    }
  g_assert_true (annae_observation_get (&seen, ANNAE_MEASURE_EYES_OPEN, &value));
  g_assert_cmpfloat (value, >, 0.12);
  g_assert_true (annae_observation_get (&seen, ANNAE_MEASURE_FACE_COVERED, &value));
  g_assert_cmpfloat (value, <, 0.5);

  g_autoptr (AnnaeFrame) empty = annae_frame_new (ANNAE_VAULT_FRAME, ANNAE_PIXELS_BGR, 320, 240, 0);
  g_assert_true (annae_vision_observe (vision, empty, &seen, &error));
  for (AnnaeMeasureId id : { ANNAE_MEASURE_YAW, ANNAE_MEASURE_EYES_OPEN, ANNAE_MEASURE_EYES_COVERED })
    g_assert_cmpint (seen.measures[id].status, ==, ANNAE_MEASURE_NO_FACE);
  annae_vision_reset (vision);
}

} // namespace

int
main (int argc, char **argv)
{
  begin_vision_test (&argc, &argv);

  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("annae", nullptr);
  if (pack == nullptr || annae_model_pack_get_part (pack, ANNAE_ROLE_READ) == nullptr)
    return g_print ("1..0 # SKIP the bundled pack has no reader\n"), 0;
  g_test_add_func ("/reader/portrait", test_portrait);
  g_test_add_func ("/reader/turned", test_turned);
  g_test_add_func ("/reader/mirrored", test_mirrored);
  g_test_add_func ("/reader/upside-down", test_upside_down);
  g_test_add_func ("/reader/covered", test_covered);
  g_test_add_func ("/reader/aligned", test_aligned);
  g_test_add_func ("/reader/not-aligned", test_not_aligned);
  g_test_add_func ("/reader/aligned-frame", test_aligned_frame);
  g_test_add_func ("/reader/nothing", test_nothing);
  g_test_add_func ("/reader/wrong-landmarks", test_wrong_landmarks);
  g_test_add_func ("/reader/observed", test_observed);
  return g_test_run ();
}
