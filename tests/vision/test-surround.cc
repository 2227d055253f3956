/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The outline of a sheet and a screen's pattern on drawn pictures. */

#include "annae-errors.h"
#include "surround.h"

#include "drawn-face.h"

#include <glib.h>
#include <opencv2/imgproc.hpp>

#include <cmath>

using namespace annae;

namespace
{

cv::Mat
noisy (int grey)
{
  cv::Mat picture (HEIGHT, WIDTH, CV_8UC3, cv::Scalar::all (grey));
  cv::Mat grain (HEIGHT, WIDTH, CV_8UC3);
  cv::RNG random (5);

  random.fill (grain, cv::RNG::NORMAL, 10, 3);
  return picture + grain;
}

void
fill (cv::Mat &picture, double degrees, double width, double height)
{
  cv::Point2f corners[4];
  cv::Point points[4];

  cv::RotatedRect (cv::Point2f (320, 225), cv::Size2f (static_cast<float> (width), static_cast<float> (height)),
                   static_cast<float> (degrees))
      .points (corners);
  for (int i = 0; i < 4; i++)
    points[i] = corners[i];
  cv::fillConvexPoly (picture, points, 4, cv::Scalar (210, 210, 205), cv::LINE_AA);
}

void
test_sheet ()
{
  for (double degrees : { -5.0, 0.0, 4.0 })
    {
      cv::Mat picture = noisy (80);
      fill (picture, degrees, 190, 250);
      draw_face (picture);
      g_assert_cmpfloat (outline_about (picture, middle_face ()), >, 0.8);
    }
}

/* What is behind a person ends at their neck. */
void
test_window ()
{
  cv::Mat picture = noisy (80);

  g_assert_cmpfloat (outline_about (picture, middle_face ()), ==, 0.0);
  fill (picture, 0, 260, 400);
  cv::rectangle (picture, cv::Rect (288, 290, 64, 90), cv::Scalar (110, 140, 180), -1);
  cv::ellipse (picture, cv::Point (320, 480), cv::Size (170, 130), 0, 0, 360, cv::Scalar (90, 60, 40), -1, cv::LINE_AA);
  draw_face (picture);
  g_assert_cmpfloat (outline_about (picture, middle_face ()), <, 0.3);

  /* One that is cut off by the picture's lower border is no outline either. */
  picture = noisy (80);
  fill (picture, 0, 260, 620);
  draw_face (picture);
  g_assert_cmpfloat (outline_about (picture, middle_face ()), <, 0.3);
}

/* A screen whose border is drawn around the middle of the picture, as wide and as high as given. */
void
draw_screen (cv::Mat &picture, int width, int height, int border, const cv::Scalar &bezel, const cv::Scalar &wall)
{
  cv::Rect inner (320 - width / 2, 330 - height, width, height);

  cv::rectangle (picture, cv::Rect (inner.x - border, inner.y - border, width + 2 * border, height + 2 * border), bezel,
                 -1);
  cv::rectangle (picture, inner, wall, -1);
}

void
draw_person (cv::Mat &picture, int lowest, const cv::Scalar &clothes)
{
  cv::Mat above = picture.rowRange (0, lowest);

  cv::rectangle (above, cv::Rect (292, 270, 56, 60), cv::Scalar (110, 140, 180), -1);
  cv::ellipse (above, cv::Point (320, 480), cv::Size (150, 215), 0, 0, 360, clothes, -1, cv::LINE_AA);
  draw_face (picture);
}

/* Around a small face far from its sides; the lower edge goes on in front of dark things that differ in colour alone.
 */
void
test_thin_frame ()
{
  cv::Mat picture = noisy (150);

  cv::rectangle (picture, cv::Rect (200, 300, 240, 180), cv::Scalar (60, 34, 34), -1);
  draw_screen (picture, 400, 270, 9, cv::Scalar (38, 37, 36), cv::Scalar (120, 110, 105));
  draw_person (picture, 330, cv::Scalar (38, 37, 35));
  g_assert_cmpfloat (outline_about (picture, middle_face ()), >, 0.8);

  /* The same in grey: nothing is to be seen of it there. */
  cv::Mat grey;
  cv::cvtColor (picture, grey, cv::COLOR_BGR2GRAY);
  cv::cvtColor (grey, picture, cv::COLOR_GRAY2BGR);
  g_assert_cmpfloat (outline_about (picture, middle_face ()), <, 0.62);
}

void
test_dark_bezel ()
{
  cv::Mat picture = noisy (50);

  cv::rectangle (picture, cv::Rect (200, 330, 240, 150), cv::Scalar (13, 34, 45), -1);
  draw_screen (picture, 440, 280, 24, cv::Scalar (36, 36, 36), cv::Scalar (52, 50, 50));
  draw_person (picture, 330, cv::Scalar (30, 34, 42));
  g_assert_cmpfloat (outline_about (picture, middle_face ()), >, 0.8);
}

/* It ends at the neck of who sits before it; a collar on its lower edge meets one of its corners at most. */
void
test_picture_frame ()
{
  cv::Mat picture = noisy (80);

  draw_screen (picture, 300, 270, 8, cv::Scalar (30, 40, 60), cv::Scalar (180, 190, 185));
  draw_person (picture, HEIGHT, cv::Scalar (90, 60, 40));
  g_assert_cmpfloat (outline_about (picture, middle_face ()), <, 0.62);
  picture = noisy (80);
  draw_screen (picture, 300, 270, 8, cv::Scalar (30, 40, 60), cv::Scalar (30, 40, 60));
  draw_person (picture, HEIGHT, cv::Scalar (30, 40, 60));
  g_assert_cmpfloat (outline_about (picture, middle_face ()), <, 0.62);

  /* Two of them, left and right of the head, and a light collar between. */
  picture = noisy (80);
  cv::rectangle (picture, cv::Rect (222, 120, 60, 232), cv::Scalar (200, 190, 190), -1);
  cv::rectangle (picture, cv::Rect (380, 120, 60, 175), cv::Scalar (140, 180, 160), -1);
  cv::rectangle (picture, cv::Rect (292, 270, 56, 170), cv::Scalar (110, 140, 180), -1);
  cv::fillConvexPoly (picture, std::vector<cv::Point>{ { 222, 352 }, { 300, 361 }, { 320, 480 }, { 190, 480 } },
                      cv::Scalar (215, 220, 220), cv::LINE_AA);
  cv::fillConvexPoly (picture, std::vector<cv::Point>{ { 330, 364 }, { 395, 371 }, { 440, 480 }, { 320, 480 } },
                      cv::Scalar (215, 220, 220), cv::LINE_AA);
  draw_face (picture);
  g_assert_cmpfloat (outline_about (picture, middle_face ()), <, 0.62);
}

void
test_no_landmarks ()
{
  cv::Mat picture = noisy (80);
  cv::Mat tiny (20, 20, CV_8UC3, cv::Scalar::all (9));
  AnnaeFace face = middle_face ();

  fill (picture, 0, 190, 250);
  g_assert_cmpfloat (outline_about (tiny, face), ==, 0.0);
  g_assert_cmpfloat (pattern_about (tiny, face), <, 0.0);
  face.has_landmarks = FALSE;
  g_assert_cmpfloat (outline_about (picture, face), ==, 0.0);
  face = middle_face ();
  face.box = { -500, -500, 120, 150 };
  g_assert_cmpfloat (pattern_about (picture, face), <, 1.75);
  face.box.width = 20;
  g_assert_cmpfloat (pattern_about (picture, face), <, 0.0);
}

void
test_pattern ()
{
  cv::Mat picture = noisy (80);

  draw_face (picture);
  g_assert_cmpfloat (pattern_about (picture, middle_face ()), <, 1.75);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      picture.at<cv::Vec3b> (y, x) += cv::Vec3b::all (static_cast<uchar> (5 + 5 * std::cos (1.7 * x + 0.6 * y)));
  g_assert_cmpfloat (pattern_about (picture, middle_face ()), >, 2.0);

  /* The blocks of a JPEG are on the axes. */
  picture = noisy (80);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x += 8)
      picture.at<cv::Vec3b> (y, x) += cv::Vec3b::all (8);
  g_assert_cmpfloat (pattern_about (picture, middle_face ()), <, 1.75);
}

} // namespace

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  g_test_add_func ("/surround/sheet", test_sheet);
  g_test_add_func ("/surround/window", test_window);
  g_test_add_func ("/surround/thin-frame", test_thin_frame);
  g_test_add_func ("/surround/dark-bezel", test_dark_bezel);
  g_test_add_func ("/surround/picture-frame", test_picture_frame);
  g_test_add_func ("/surround/no-landmarks", test_no_landmarks);
  g_test_add_func ("/surround/pattern", test_pattern);
  return g_test_run ();
}
