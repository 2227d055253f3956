/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Geometry and light with exact numbers: alignment, pose, outlines, measures of drawn pictures, and pictures in which
 * there is nothing to find. */

#include "align.h"
#include "annae-errors.h"
#include "annae-vision.h"
#include "detector.h"
#include "pose.h"
#include "quad.h"
#include "quality.h"
#include "wipe-allocator.h"

#include <opencv2/imgproc.hpp>

#include <cmath>
#include <cstring>

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

AnnaeFace
face_from_template (double scale, double degrees, double x, double y)
{
  AnnaeFace face = {};
  double cosine = scale * std::cos (degrees * CV_PI / 180);
  double sine = scale * std::sin (degrees * CV_PI / 180);

  for (int i = 0; i < ANNAE_N_LANDMARKS; i++)
    {
      double u = ALIGNED_LANDMARKS[i].x - 56;
      double v = ALIGNED_LANDMARKS[i].y - 56;
      face.landmarks[i]
          = { static_cast<float> (cosine * u - sine * v + x), static_cast<float> (sine * u + cosine * v + y) };
    }
  face.has_landmarks = TRUE;
  face.score = 1;
  face.box = { static_cast<float> (x - 40 * scale), static_cast<float> (y - 45 * scale),
               static_cast<float> (80 * scale), static_cast<float> (100 * scale) };
  return face;
}

void
test_similarity ()
{
  cv::Matx23d transform;
  /* By hand: turned by 90 degrees, doubled, shifted by (3, -1). */
  const AnnaePoint from[] = { { 0, 0 }, { 1, 0 }, { 0, 1 }, { 2, 2 } };
  const AnnaePoint to[] = { { 3, -1 }, { 3, 1 }, { 1, -1 }, { -1, 3 } };

  g_assert_true (find_similarity (from, to, 4, transform));
  assert_near (transform (0, 0), 0, 1e-9);
  assert_near (transform (0, 1), -2, 1e-9);
  assert_near (transform (1, 0), 2, 1e-9);
  assert_near (transform (0, 2), 3, 1e-9);
  assert_near (transform (1, 2), -1, 1e-9);

  /* Not exact: a square onto the same square with one corner moved by (4, 0). By hand: mean shift (1, 0); with p the
   * corners about their middle, a = (sum |p|^2 + 4 conj p3) / sum |p|^2 = (2 + 4 (0.5 - 0.5 i)) / 2 = 2 - i. */
  const AnnaePoint square[] = { { 0, 0 }, { 1, 0 }, { 0, 1 }, { 1, 1 } };
  const AnnaePoint moved[] = { { 0, 0 }, { 1, 0 }, { 0, 1 }, { 5, 1 } };
  g_assert_true (find_similarity (square, moved, 4, transform));
  assert_near (transform (0, 0), 2, 1e-9);
  assert_near (transform (1, 0), -1, 1e-9);
  assert_near (transform (0, 2), 0.0, 1e-9);
  assert_near (transform (1, 2), 0.0, 1e-9);

  const AnnaePoint same[] = { { 5, 5 }, { 5, 5 }, { 5, 5 }, { 5, 5 } };
  g_assert_false (find_similarity (same, to, 4, transform));
  const AnnaePoint wrong[] = { { 0, 0 }, { NAN, 0 }, { 0, 1 }, { 2, 2 } };
  g_assert_false (find_similarity (wrong, to, 4, transform));
  g_assert_false (find_similarity (from, wrong, 4, transform));
}

/* A picture in which each pixel says where it is: after alignment it must say where the transform puts it. */
void
test_align_pixels ()
{
  cv::Mat picture (480, 640, CV_8UC3);
  for (int y = 0; y < picture.rows; y++)
    for (int x = 0; x < picture.cols; x++)
      picture.at<cv::Vec3b> (y, x) = cv::Vec3b (static_cast<uchar> (x * 0.4), static_cast<uchar> (y * 0.5), 128);

  for (double scale : { 0.5, 1.0, 1.7, 2.6 })
    for (double degrees : { 0.0, 25.0, -40.0 })
      {
        AnnaeFace face = face_from_template (scale, degrees, 320, 240);
        cv::Mat aligned = align_face (picture, face);
        g_assert_cmpint (aligned.cols, ==, 112);
        g_assert_cmpint (aligned.rows, ==, 112);
        double cosine = scale * std::cos (degrees * CV_PI / 180);
        double sine = scale * std::sin (degrees * CV_PI / 180);
        for (int y = 20; y < 100; y += 20)
          for (int x = 20; x < 100; x += 20)
            {
              double u = x + 0.5 - 56;
              double v = y + 0.5 - 56;
              double from_x = cosine * u - sine * v + 320;
              double from_y = sine * u + cosine * v + 240;
              assert_near (aligned.at<cv::Vec3b> (y, x)[0], from_x * 0.4, 1.5);
              assert_near (aligned.at<cv::Vec3b> (y, x)[1], from_y * 0.5, 1.5);
            }
      }

  AnnaeFace far_out = face_from_template (1, 0, -5000, 240);
  g_assert_true (align_face (picture, far_out).empty ());
  AnnaeFace tiny = face_from_template (0.001, 0, 320, 240);
  g_assert_true (align_face (picture, tiny).empty ());
}

/* Points of a head turned by known angles, projected: the angles must come back, with their signs. */
void
test_pose ()
{
  static const double head[5][3]
      = { { -31.5, 0, 0 }, { 31.5, 0, 0 }, { 0, 37, -28 }, { -27, 64.5, -4 }, { 27, 64.5, -4 } };

  for (double yaw : { -35.0, -10.0, 0.0, 10.0, 35.0 })
    for (double pitch : { -20.0, 0.0, 20.0 })
      for (double roll : { -25.0, 0.0, 25.0 })
        {
          double radians = CV_PI / 180;
          double cy = std::cos (yaw * radians), sy = std::sin (yaw * radians);
          double cp = std::cos (pitch * radians), sp = std::sin (pitch * radians);
          double cr = std::cos (roll * radians), sr = std::sin (roll * radians);
          /* x right, y down, z away: yaw > 0 brings the nose to the right of the picture (the person's left), pitch > 0
           * up, roll > 0 the top of the head to the left of the picture. */
          cv::Matx33d turn_yaw (cy, 0, -sy, 0, 1, 0, sy, 0, cy);
          cv::Matx33d turn_pitch (1, 0, 0, 0, cp, sp, 0, -sp, cp);
          cv::Matx33d turn_roll (cr, sr, 0, -sr, cr, 0, 0, 0, 1);
          cv::Matx33d turn = turn_yaw * turn_pitch * turn_roll;
          AnnaeFace face = {};
          for (int i = 0; i < 5; i++)
            {
              cv::Vec3d at = turn * cv::Vec3d (head[i][0], head[i][1], head[i][2]);
              double z = at[2] + 600;
              face.landmarks[i] = { static_cast<float> (320 + 554.24 * at[0] / z),
                                    static_cast<float> (240 + 554.24 * (at[1] - 30) / z) };
            }
          Pose pose;
          g_assert_true (find_pose (face, cv::Size (640, 480), pose));
          assert_near (pose.yaw, yaw, 2.5);
          assert_near (pose.pitch, pitch, 2.5);
          assert_near (pose.roll, roll, 2.5);
          if (yaw > 5 && roll == 0)
            g_assert_cmpfloat (face.landmarks[ANNAE_LANDMARK_NOSE].x, >, 320);
        }

  AnnaeFace level = face_from_template (1, 0, 100, 100);
  AnnaeFace tilted = face_from_template (1, 10, 100, 100); /* clockwise as seen: the top to the right of the picture */
  assert_near (roll_of_eyes (level), 0.3, 0.1);
  assert_near (roll_of_eyes (tilted), -9.7, 0.1);

  AnnaeFace nothing = {};
  Pose pose;
  g_assert_false (find_pose (nothing, cv::Size (640, 480), pose));
  AnnaeFace broken = face_from_template (1, 0, 100, 100);
  broken.landmarks[0].x = NAN;
  g_assert_false (find_pose (broken, cv::Size (640, 480), pose));
}

void
test_suppress ()
{
  std::vector<AnnaeFace> faces (3);

  faces[0].box = { 0, 0, 10, 10 };
  faces[0].score = 0.7f;
  faces[1].box = { 1, 1, 10, 10 };
  faces[1].score = 0.9f;
  faces[2].box = { 50, 50, 20, 20 };
  faces[2].score = 0.6f;
  suppress_overlaps (faces, 0.3f);
  g_assert_cmpuint (faces.size (), ==, 2);
  g_assert_cmpfloat (faces[0].box.width, ==, 20); /* the largest first */
  assert_near (faces[1].score, 0.9, 1e-6);        /* the better of the two */
}

/* Light on a plane grey face, half of it darker. */
void
test_light ()
{
  AnnaeFace face = face_from_template (1, 0, 320, 240);
  cv::Mat picture (480, 640, CV_8UC3, cv::Scalar::all (100));
  cv::Mat aligned = align_face (picture, face);
  FaceLight light = measure_light (aligned, face, picture.size ());

  assert_near (light.brightness, 100 / 255.0, 0.005);
  assert_near (light.contrast, 0, 0.005);
  assert_near (light.side, 0, 0.01);
  assert_near (light.overexposed, 0, 1e-9);
  assert_near (light.sharpness, 0, 1e-6);
  assert_near (light.seen, 1, 1e-9);

  /* The right half of the picture, the person's left, twice as bright: light from the person's left is positive. */
  picture.colRange (320, 640).setTo (cv::Scalar::all (200));
  light = measure_light (align_face (picture, face), face, picture.size ());
  assert_near (light.side, 1, 0.05);
  assert_near (light.brightness, 150 / 255.0, 0.01);
  assert_near (light.contrast, 50 / 255.0, 0.01);

  picture.setTo (cv::Scalar::all (255));
  light = measure_light (align_face (picture, face), face, picture.size ());
  assert_near (light.overexposed, 1, 1e-9);

  /* Half of the face out of the picture. */
  AnnaeFace at_edge = face_from_template (1, 0, 0, 240);
  light = measure_light (align_face (picture, at_edge), at_edge, picture.size ());
  assert_near (light.seen, 0.5, 0.05);
  assert_near (light.brightness, 1, 0.01);

  /* The more blur, the less sharp; contrast does not matter. */
  cv::Mat pattern (480, 640, CV_8UC3);
  cv::RNG random (3);
  random.fill (pattern, cv::RNG::UNIFORM, 40, 200);
  cv::GaussianBlur (pattern, pattern, cv::Size (0, 0), 1.0);
  double last = INFINITY;
  for (double blur : { 0.5, 1.5, 3.0, 6.0 })
    {
      cv::Mat blurred;
      cv::GaussianBlur (pattern, blurred, cv::Size (0, 0), blur);
      light = measure_light (align_face (blurred, face), face, picture.size ());
      g_assert_cmpfloat (light.sharpness, <, last);
      g_assert_cmpfloat (light.sharpness, >, 0);
      last = light.sharpness;
    }
  light = measure_light (align_face (pattern, face), face, picture.size ());
  cv::Mat pale = pattern * 0.5 + cv::Scalar::all (60);
  FaceLight pale_light = measure_light (align_face (pale, face), face, picture.size ());
  assert_near (pale_light.sharpness, light.sharpness, 0.05 * light.sharpness);
}

AnnaeObservation
measure_drawn (Measurer &measurer, const cv::Mat &picture, const std::vector<AnnaeFace> &faces, gint64 time)
{
  AnnaeObservation observation;

  annae_observation_init (&observation, time, static_cast<guint> (picture.cols), static_cast<guint> (picture.rows));
  measurer.measure (picture, faces, { true, false, nullptr }, observation);
  return observation;
}

double
raw (const AnnaeObservation &observation, AnnaeMeasureId id)
{
  double value = 0;

  if (!annae_observation_get (&observation, id, &value))
    g_error ("%s: %s", annae_measure_name (id), annae_measure_status_name (observation.measures[id].status));
  return value;
}

void
test_observation ()
{
  Measurer measurer;
  cv::Mat picture (480, 640, CV_8UC3, cv::Scalar::all (120));
  AnnaeFace face = face_from_template (1, 0, 400, 300);
  AnnaeFace other = face_from_template (0.5, 0, 100, 100);

  picture (cv::Rect (360, 250, 80, 110)).setTo (cv::Scalar::all (60));
  AnnaeObservation one = measure_drawn (measurer, picture, { face, other }, 1000000);
  g_assert_cmpuint (one.n_faces, ==, 2);
  assert_near (raw (one, ANNAE_MEASURE_SECOND_FACE), 0.25, 1e-6);
  assert_near (raw (one, ANNAE_MEASURE_FACE_WIDTH), 80 / 640.0, 1e-6);
  assert_near (raw (one, ANNAE_MEASURE_OFFSET_X), 80 / 640.0, 1e-6); /* right of the middle: at the person's left */
  g_assert_cmpfloat (raw (one, ANNAE_MEASURE_OFFSET_Y), >, 0.12);    /* too low */
  assert_near (raw (one, ANNAE_MEASURE_INTER_EYE), 35.24, 0.3);
  assert_near (raw (one, ANNAE_MEASURE_BRIGHTNESS), 60 / 255.0, 0.02);
  assert_near (raw (one, ANNAE_MEASURE_BACK_LIGHT), 2, 0.1);
  assert_near (raw (one, ANNAE_MEASURE_PICTURE), 119 / 255.0, 0.02);
  g_assert_cmpint (one.measures[ANNAE_MEASURE_MOTION].status, ==, ANNAE_MEASURE_NOT_POSSIBLE);
  g_assert_cmpint (one.measures[ANNAE_MEASURE_EYES_OPEN].status, ==, ANNAE_MEASURE_NOT_SUPPORTED);

  /* A tenth of a second later 7.05 px to the right: 2 inter-eye distances a second. */
  AnnaeFace moved = face_from_template (1, 0, 407.05, 300);
  AnnaeObservation two = measure_drawn (measurer, picture, { moved }, 1100000);
  assert_near (raw (two, ANNAE_MEASURE_MOTION), 2, 0.02);
  assert_near (raw (two, ANNAE_MEASURE_SECOND_FACE), 0, 1e-9);

  /* The same time again, time that runs backwards, and after a long pause: not possible. */
  AnnaeObservation three = measure_drawn (measurer, picture, { moved }, 1100000);
  g_assert_cmpint (three.measures[ANNAE_MEASURE_MOTION].status, ==, ANNAE_MEASURE_NOT_POSSIBLE);
  AnnaeObservation four = measure_drawn (measurer, picture, { moved }, 9000000);
  g_assert_cmpint (four.measures[ANNAE_MEASURE_MOTION].status, ==, ANNAE_MEASURE_NOT_POSSIBLE);
  measurer.forget ();
  AnnaeObservation five = measure_drawn (measurer, picture, { moved }, 9100000);
  g_assert_cmpint (five.measures[ANNAE_MEASURE_MOTION].status, ==, ANNAE_MEASURE_NOT_POSSIBLE);

  AnnaeObservation none = measure_drawn (measurer, picture, {}, 9200000);
  g_assert_cmpint (none.measures[ANNAE_MEASURE_YAW].status, ==, ANNAE_MEASURE_NO_FACE);
  g_assert_cmpint (none.measures[ANNAE_MEASURE_PICTURE].status, ==, ANNAE_MEASURE_OK);

  std::vector<AnnaeFace> crowd (12, face);
  AnnaeObservation many = measure_drawn (measurer, picture, crowd, 9300000);
  g_assert_cmpuint (many.n_faces, ==, ANNAE_MAX_FACES);
}

/* A drawn card on a drawn table, tilted: all four corners within half a per cent of the width. */
void
test_quad ()
{
  cv::Mat picture (720, 1280, CV_8UC3, cv::Scalar (70, 90, 110));
  cv::Mat card (400, 634, CV_8UC3, cv::Scalar (220, 225, 215));
  const cv::Point2f flat[] = { { 0, 0 }, { 634, 0 }, { 634, 400 }, { 0, 400 } };
  const cv::Point2f seen[] = { { 380, 180 }, { 900, 230 }, { 870, 560 }, { 350, 500 } };

  cv::rectangle (card, cv::Rect (30, 80, 180, 240), cv::Scalar (120, 130, 160), cv::FILLED);
  for (int y = 90; y < 320; y += 40)
    cv::line (card, cv::Point (260, y), cv::Point (580, y), cv::Scalar (40, 40, 40), 8);
  cv::Mat mask (card.size (), CV_8U, cv::Scalar (255));
  cv::Mat warped;
  cv::Mat warped_mask;
  cv::Mat to_seen = cv::getPerspectiveTransform (flat, seen);
  cv::warpPerspective (card, warped, to_seen, picture.size ());
  cv::warpPerspective (mask, warped_mask, to_seen, picture.size ());
  warped.copyTo (picture, warped_mask);
  cv::GaussianBlur (picture, picture, cv::Size (0, 0), 1.0);
  cv::RNG random (2);
  cv::Mat noise (picture.size (), CV_8UC3);
  random.fill (noise, cv::RNG::UNIFORM, 0, 8);
  picture += noise;

  std::vector<Quad> quads = find_quads (picture);
  g_assert_cmpuint (quads.size (), >=, 1);
  double best = INFINITY;
  for (const Quad &quad : quads)
    for (size_t turn = 0; turn < 4; turn++)
      {
        double worst = 0;
        for (size_t i = 0; i < 4; i++)
          worst = std::max (worst, cv::norm (quad.corners[(i + turn) % 4] - seen[i]));
        best = std::min (best, worst);
      }
  g_assert_cmpfloat (best, <, 0.005 * 520);

  /* The same through the front door: a card, but no portrait on it. */
  g_autoptr (GError) error = nullptr;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("annae", &error);
  g_assert_no_error (error);
  g_autoptr (AnnaeVision) vision = annae_vision_new (pack, &error);
  g_assert_no_error (error);
  g_autoptr (AnnaeFrame) frame = annae_frame_new (ANNAE_VAULT_FRAME, ANNAE_PIXELS_BGR, 1280, 720, 0);
  std::memcpy (annae_frame_get_writable (frame), picture.data, annae_frame_get_size (frame));
  AnnaeDocumentView view;
  g_assert_true (annae_vision_view_document (vision, frame, &view, &error));
  g_assert_true (view.found);
  g_assert_true (view.has_corners);
  g_assert_false (view.has_portrait);
  assert_near (view.corners[0].x, 380, 3);
  assert_near (view.corners[2].y, 560, 3);
  assert_near (view.width_share, 521 / 1280.0, 0.01);
  g_assert_cmpfloat (view.tilt, >, 2);
  g_assert_cmpfloat (view.tilt, <, 50);

  g_autoptr (AnnaeFrame) none = annae_vision_read_document (vision, frame, &view, &error);
  g_assert_null (none);
  g_assert_error (error, ANNAE_RETRY_ERROR, ANNAE_RETRY_NO_FACE);
}

/* Black, white, noise, one line, 30 megapixels: nothing found, no NaN, no crash, with every pack there is. */
void
test_nothing_to_find ()
{
  for (const char *name : { "annae", "reference" })
    {
      g_autoptr (GError) error = nullptr;
      g_autoptr (AnnaeModelPack) pack = annae_model_pack_find (name, &error);
      if (pack == nullptr)
        {
          g_test_message ("the pack %s is not complete here", name);
          continue;
        }
      g_autoptr (AnnaeVision) vision = annae_vision_new (pack, &error);
      g_assert_no_error (error);
      static const struct
      {
        guint width, height;
        int value; /* -1: noise */
        AnnaePixels pixels;
      } pictures[] = {
        { 640, 480, 0, ANNAE_PIXELS_BGR },   { 640, 480, 255, ANNAE_PIXELS_BGR }, { 640, 480, -1, ANNAE_PIXELS_BGR },
        { 640, 480, -1, ANNAE_PIXELS_GREY }, { 1, 1, 128, ANNAE_PIXELS_BGR },     { 3000, 1, 128, ANNAE_PIXELS_BGR },
        { 1, 3000, -1, ANNAE_PIXELS_GREY },  { 17, 13, -1, ANNAE_PIXELS_BGR },    { 6000, 5000, 90, ANNAE_PIXELS_BGR },
      };
      for (const auto &picture : pictures)
        {
          AnnaeObservation observation;
          AnnaeDocumentView view;
          g_autoptr (AnnaeFrame) frame
              = annae_frame_new (ANNAE_VAULT_FRAME, picture.pixels, picture.width, picture.height, 0);
          guint8 *bytes = annae_frame_get_writable (frame);
          guint32 state = 1;
          for (gsize i = 0; i < annae_frame_get_size (frame); i++)
            bytes[i] = picture.value >= 0 ? static_cast<guint8> (picture.value)
                                          : static_cast<guint8> ((state = state * 1664525u + 1013904223u) >> 24);
          g_assert_true (annae_vision_observe (vision, frame, &observation, &error));
          g_assert_no_error (error);
          g_assert_cmpuint (observation.n_faces, ==, 0);
          for (const AnnaeMeasure &measure : observation.measures)
            g_assert_true (std::isfinite (measure.raw) && std::isfinite (measure.score));
          g_assert_true (annae_vision_view_document (vision, frame, &view, &error));
          g_assert_no_error (error);
          g_assert_false (view.has_portrait);
          g_assert_true (std::isfinite (view.tilt) && std::isfinite (view.width_share));
        }

      /* The embedding of nothing, of white and of noise is a template like any other, and not one number of it is NaN.
       */
      for (int value : { 0, 255, -1 })
        {
          g_autoptr (AnnaeFrame) chip = annae_frame_new (ANNAE_VAULT_CHIP, ANNAE_PIXELS_BGR, 112, 112, 0);
          guint8 *bytes = annae_frame_get_writable (chip);
          for (gsize i = 0; i < annae_frame_get_size (chip); i++)
            bytes[i] = value >= 0 ? static_cast<guint8> (value) : static_cast<guint8> (i * 2654435761u >> 24);
          g_autoptr (AnnaeTemplate) numbers = annae_vision_embed (vision, chip, &error);
          if (annae_model_pack_get_part (pack, ANNAE_ROLE_EMBED) == nullptr)
            {
              g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_UNSUPPORTED);
              g_clear_error (&error);
              continue;
            }
          g_assert_no_error (error);
          for (gsize i = 0; i < annae_template_get_length (numbers); i++)
            g_assert_true (std::isfinite (annae_template_peek (numbers)[i]));
        }
      g_autoptr (AnnaeFrame) wrong = annae_frame_new (ANNAE_VAULT_CHIP, ANNAE_PIXELS_BGR, 64, 64, 0);
      g_assert_null (annae_vision_embed (vision, wrong, &error));
      g_assert_nonnull (error);
    }
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

/* OpenCV's matrices: wiped when freed, in the vault while a scope says so. */
void
test_allocator ()
{
  AnnaeVaultReport before;
  AnnaeVaultReport after;

  prepare_opencv ();
  annae_vault_get_report (&before);
  {
    VaultScope scope;
    cv::Mat picture (100, 100, CV_8UC3, cv::Scalar::all (7));
    cv::Mat part = picture (cv::Rect (10, 10, 20, 20)).clone ();
    g_assert_cmpuint (annae_vault_held_bytes (), ==, 100 * 100 * 3 + 20 * 20 * 3);
    {
      VaultPause pause;
      cv::Mat elsewhere (100, 100, CV_8UC3);
      g_assert_cmpuint (annae_vault_held_bytes (), ==, 100 * 100 * 3 + 20 * 20 * 3);
      picture.copyTo (elsewhere);
    }
    picture.create (50, 50, CV_32F);
    g_assert_cmpuint (annae_vault_held_bytes (), ==, 50 * 50 * 4 + 20 * 20 * 3);
  }
  annae_vault_get_report (&after);
  g_assert_cmpuint (after.total.held_bytes, ==, 0);
  g_assert_cmpuint (after.kinds[ANNAE_VAULT_SCRATCH].wiped_blocks, >=,
                    before.kinds[ANNAE_VAULT_SCRATCH].wiped_blocks + 3);
}

} // namespace

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);

  g_test_add_func ("/measures/allocator", test_allocator);
  g_test_add_func ("/measures/similarity", test_similarity);
  g_test_add_func ("/measures/align-pixels", test_align_pixels);
  g_test_add_func ("/measures/pose", test_pose);
  g_test_add_func ("/measures/suppress", test_suppress);
  g_test_add_func ("/measures/light", test_light);
  g_test_add_func ("/measures/observation", test_observation);
  g_test_add_func ("/measures/quad", test_quad);
  g_test_add_func ("/measures/nothing-to-find", test_nothing_to_find);
  return g_test_run ();
}
