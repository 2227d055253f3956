/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the portrait gate measures, on a face drawn here: in colour, as a grey copy under lamps of two colours, with a rainbow over
 * its eyes, with glare, blurred. Nobody is shown. */

#include "annae-portrait-gate.h"
#include "annae-vault.h"
#include "portrait-check.h"

#include <opencv2/imgproc.hpp>

#include <cmath>

namespace
{

using annae::check_portrait;

constexpr double EYES = 60; /* px apart */
const cv::Point MIDDLE (150, 140);

AnnaeFace
drawn_face ()
{
  AnnaeFace face = {};
  const float points[5][2] = { { 120, 140 }, { 180, 140 }, { 150, 175 }, { 125, 210 }, { 175, 210 } };

  for (int i = 0; i < 5; i++)
    face.landmarks[i] = { points[i][0], points[i][1] };
  face.box = { 90, 90, 120, 150 };
  face.has_landmarks = TRUE;
  return face;
}

cv::Mat
draw_face ()
{
  cv::Mat picture (320, 300, CV_8UC3, cv::Scalar (205, 190, 175));

  cv::ellipse (picture, { 150, 150 }, { 82, 112 }, 0, 0, 360, cv::Scalar (30, 32, 38), cv::FILLED, cv::LINE_AA);
  cv::ellipse (picture, { 150, 165 }, { 66, 90 }, 0, 0, 360, cv::Scalar (120, 150, 200), cv::FILLED, cv::LINE_AA);
  for (int side : { -1, 1 })
    {
      cv::Point eye (150 + side * 30, 140);
      cv::ellipse (picture, eye, { 14, 7 }, 0, 0, 360, cv::Scalar (215, 220, 225), cv::FILLED, cv::LINE_AA);
      cv::circle (picture, eye, 6, cv::Scalar (25, 30, 40), cv::FILLED, cv::LINE_AA);
      cv::line (picture, eye + cv::Point (-16, -18), eye + cv::Point (16, -18), cv::Scalar (35, 40, 50), 6, cv::LINE_AA);
    }
  cv::ellipse (picture, { 150, 210 }, { 25, 8 }, 0, 0, 360, cv::Scalar (90, 90, 170), cv::FILLED, cv::LINE_AA);
  cv::line (picture, { 150, 150 }, { 145, 178 }, cv::Scalar (95, 120, 165), 4, cv::LINE_AA);
  cv::GaussianBlur (picture, picture, {}, 1.0);
  cv::RNG random (3);
  cv::Mat noise (picture.size (), CV_16SC3);
  random.fill (noise, cv::RNG::NORMAL, 0, 3);
  cv::add (picture, noise, picture, cv::noArray (), CV_8U);
  return picture;
}

cv::Mat
under_lamp (const cv::Mat &picture, const cv::Scalar &lamp)
{
  cv::Mat lit;

  cv::multiply (picture, lamp, lit);
  return lit;
}

AnnaePortraitFault
fault_of (const cv::Mat &picture, AnnaeGate expected)
{
  AnnaePortraitMeasures measures = check_portrait (picture, drawn_face ());
  AnnaePortraitFault fault;
  AnnaeGate gate = annae_portrait_gate_judge (&measures, &fault);

  g_test_message ("%.0f px, sharpness %.2f, burnt out %.3f, colours about the eyes %.3f, colour %.3f",
                  measures.inter_eye, measures.sharpness, measures.overexposed, measures.eye_colours, measures.colour);
  g_assert_cmpint (gate, ==, expected);
  return fault;
}

void
test_sound ()
{
  AnnaePortraitMeasures measures = check_portrait (draw_face (), drawn_face ());

  g_assert_cmpfloat_with_epsilon (measures.inter_eye, EYES, 1e-3);
  g_assert_cmpfloat (measures.overexposed, ==, 0);
  for (const cv::Scalar &lamp : { cv::Scalar (1, 1, 1), cv::Scalar (0.75, 0.95, 1), cv::Scalar (1, 0.95, 0.8) })
    g_assert_cmpint (fault_of (under_lamp (draw_face (), lamp), ANNAE_GATE_PASSES), ==, ANNAE_PORTRAIT_FAULT_NONE);
}

/* Brown under a warm lamp and blue under a cold one, a grey print has no colours of its own. */
void
test_grey ()
{
  cv::Mat grey;

  cv::cvtColor (draw_face (), grey, cv::COLOR_BGR2GRAY);
  cv::cvtColor (grey, grey, cv::COLOR_GRAY2BGR);
  for (const cv::Scalar &lamp : { cv::Scalar (1, 1, 1), cv::Scalar (0.75, 0.95, 1), cv::Scalar (1, 0.95, 0.8) })
    g_assert_cmpint (fault_of (under_lamp (grey, lamp), ANNAE_GATE_NOTED), ==, ANNAE_PORTRAIT_FAULT_GREY);
}

void
test_hologram ()
{
  cv::Mat picture = draw_face ();
  cv::Mat rainbow (picture.size (), CV_8UC3);

  for (int y = 0; y < rainbow.rows; y++)
    for (int x = 0; x < rainbow.cols; x++)
      rainbow.at<cv::Vec3b> (y, x) = { static_cast<uchar> (cvRound (x * 1.3 + y) % 180), 200, 255 };
  cv::cvtColor (rainbow, rainbow, cv::COLOR_HSV2BGR);
  cv::Rect over_eyes (MIDDLE.x - 60, MIDDLE.y - 25, 120, 45);
  cv::Mat part = picture (over_eyes);
  cv::addWeighted (part, 0.7, rainbow (over_eyes), 0.5, 0, part);
  g_assert_cmpint (fault_of (picture, ANNAE_GATE_WEAK), ==, ANNAE_PORTRAIT_FAULT_HOLOGRAM);
}

void
test_glare_and_blur ()
{
  cv::Mat burnt = draw_face ();
  cv::Mat blurred;
  cv::Mat small;
  AnnaeFace face = drawn_face ();

  cv::circle (burnt, { 150, 170 }, 40, cv::Scalar (255, 255, 255), cv::FILLED);
  g_assert_cmpint (fault_of (burnt, ANNAE_GATE_REFUSED), ==, ANNAE_PORTRAIT_FAULT_GLARE);
  cv::GaussianBlur (draw_face (), blurred, {}, 0.3 * EYES);
  g_assert_cmpint (fault_of (blurred, ANNAE_GATE_REFUSED), ==, ANNAE_PORTRAIT_FAULT_BLURRED);

  cv::resize (draw_face (), small, {}, 0.28, 0.28, cv::INTER_AREA);
  for (AnnaePoint &point : face.landmarks)
    point = { point.x * 0.28f, point.y * 0.28f };
  AnnaePortraitMeasures measures = check_portrait (small, face);
  AnnaePortraitFault fault;
  g_assert_cmpint (annae_portrait_gate_judge (&measures, &fault), ==, ANNAE_GATE_REFUSED);
  g_assert_cmpint (fault, ==, ANNAE_PORTRAIT_FAULT_SMALL);
}

/* Landmarks in one point, or outside of the picture: nothing is measured, nothing breaks. */
void
test_impossible ()
{
  AnnaeFace face = {};
  AnnaePortraitMeasures measures = check_portrait (draw_face (), face);

  g_assert_true (std::isnan (measures.sharpness) && std::isnan (measures.colour));
  face = drawn_face ();
  for (AnnaePoint &point : face.landmarks)
    point.x += 5000;
  measures = check_portrait (draw_face (), face);
  g_assert_true (std::isnan (measures.colour));
}

} // namespace

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  annae_vault_init ();
  g_test_add_func ("/portrait-check/sound", test_sound);
  g_test_add_func ("/portrait-check/grey", test_grey);
  g_test_add_func ("/portrait-check/hologram", test_hologram);
  g_test_add_func ("/portrait-check/glare-and-blur", test_glare_and_blur);
  g_test_add_func ("/portrait-check/impossible", test_impossible);
  return g_test_run ();
}
