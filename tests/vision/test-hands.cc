/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hands at the edges of a sheet on drawn pictures, and hands that hold nothing. */

#include "hands.h"

#include "drawn-face.h"

#include <glib.h>
#include <opencv2/imgproc.hpp>

using namespace annae;

namespace
{

constexpr double BOUND = 0.8; /* annae-passive.c */
const cv::Scalar SKIN (110, 145, 205);
const cv::Scalar DARK_SKIN (35, 50, 85);
const cv::Scalar GLOVE (150, 110, 40);
const cv::Scalar RED_CLOTH (45, 40, 175);

cv::Mat
room ()
{
  cv::Mat picture (HEIGHT, WIDTH, CV_8UC3, cv::Scalar (95, 90, 80));
  cv::Mat grain (HEIGHT, WIDTH, CV_8UC3);
  cv::RNG random (5);

  random.fill (grain, cv::RNG::NORMAL, 10, 3);
  return picture + grain;
}

/* With its lower edge out of the picture, so that there is no whole outline. */
cv::Mat
sheet ()
{
  cv::Mat picture = room ();

  cv::rectangle (picture, cv::Rect (210, 100, 220, 400), cv::Scalar (210, 210, 205), -1);
  draw_face (picture);
  return picture;
}

void
draw_finger (cv::Mat &picture, cv::Point from, cv::Point to, const cv::Scalar &colour)
{
  cv::line (picture, from, to, colour, 26, cv::LINE_AA);
}

double
held (const cv::Mat &picture, const AnnaeFace &face)
{
  FaceEdges edges;

  outline_about (picture, face, &edges);
  return held_about (edges);
}

void
test_thumb ()
{
  for (const cv::Scalar &skin : { SKIN, DARK_SKIN })
    {
      cv::Mat picture = sheet ();
      draw_finger (picture, cv::Point (500, 330), cv::Point (410, 290), skin);
      g_assert_cmpfloat (outline_about (picture, middle_face ()), <, 0.62);
      g_assert_cmpfloat (held (picture, middle_face ()), >, BOUND);

      picture = sheet ();
      draw_finger (picture, cv::Point (140, 330), cv::Point (232, 300), skin);
      g_assert_cmpfloat (held (picture, middle_face ()), >, BOUND);
    }
}

void
test_fingers ()
{
  cv::Mat picture = sheet ();

  for (int y : { 240, 270, 300 })
    draw_finger (picture, cv::Point (480, y + 10), cv::Point (415, y), SKIN);
  g_assert_cmpfloat (held (picture, middle_face ()), >, BOUND);
}

void
test_below ()
{
  cv::Mat picture = room ();

  cv::rectangle (picture, cv::Rect (190, 60, 260, 320), cv::Scalar (210, 210, 205), -1);
  draw_face (picture);
  draw_finger (picture, cv::Point (260, 440), cv::Point (240, 360), SKIN);
  g_assert_cmpfloat (held (picture, middle_face ()), >, BOUND);
}

/* No hand, or none of skin: three sides alone may be a window's. */
void
test_not_held ()
{
  cv::Mat picture = sheet ();

  g_assert_cmpfloat (held (picture, middle_face ()), ==, 0.0);
  for (const cv::Scalar &colour : { GLOVE, RED_CLOTH })
    {
      picture = sheet ();
      draw_finger (picture, cv::Point (500, 330), cv::Point (410, 290), colour);
      g_assert_cmpfloat (held (picture, middle_face ()), ==, 0.0);
    }
  /* Skin that ends at the edge is behind the sheet, and says nothing by itself. */
  picture = sheet ();
  cv::rectangle (picture, cv::Rect (431, 260, 80, 30), SKIN, -1);
  g_assert_cmpfloat (held (picture, middle_face ()), ==, 0.0);
}

void
test_hand_of_a_person ()
{
  cv::Mat picture = room ();

  /* At the cheek. */
  cv::rectangle (picture, cv::Rect (288, 290, 64, 90), cv::Scalar (110, 140, 180), -1);
  cv::ellipse (picture, cv::Point (320, 480), cv::Size (170, 130), 0, 0, 360, cv::Scalar (90, 60, 40), -1, cv::LINE_AA);
  draw_face (picture);
  for (int y : { 220, 248, 276 })
    draw_finger (picture, cv::Point (450, y + 20), cv::Point (385, y), SKIN);
  g_assert_cmpfloat (held (picture, middle_face ()), ==, 0.0);

  /* Lifted before the edge of a door, which has no second side. */
  picture = room ();
  cv::rectangle (picture, cv::Rect (440, 0, 200, 480), cv::Scalar (200, 200, 190), -1);
  draw_face (picture);
  draw_finger (picture, cv::Point (430, 330), cv::Point (470, 260), SKIN);
  g_assert_cmpfloat (held (picture, middle_face ()), ==, 0.0);

  /* A letter below the chin. */
  picture = room ();
  draw_face (picture);
  cv::rectangle (picture, cv::Rect (230, 330, 180, 200), cv::Scalar (210, 210, 205), -1);
  draw_finger (picture, cv::Point (480, 420), cv::Point (395, 400), SKIN);
  g_assert_cmpfloat (held (picture, middle_face ()), ==, 0.0);
}

void
test_hardly_anything ()
{
  const AnnaeFace odd[] = { {}, middle_face () };

  for (const AnnaeFace &face : odd)
    {
      g_assert_cmpfloat (held (cv::Mat (), face), ==, 0.0);
      g_assert_cmpfloat (held (cv::Mat (1, 1, CV_8UC3, SKIN), face), ==, 0.0);
      g_assert_cmpfloat (held (cv::Mat (1, 640, CV_8UC3, SKIN), face), ==, 0.0);
      g_assert_cmpfloat (held (cv::Mat (HEIGHT, WIDTH, CV_8UC3, SKIN), face), ==, 0.0);
      g_assert_cmpfloat (held (cv::Mat (HEIGHT, WIDTH, CV_8UC3, cv::Scalar::all (0)), face), ==, 0.0);
    }
  g_assert_cmpfloat (held_about (FaceEdges{}), ==, 0.0);

  AnnaeFace away = middle_face ();
  away.box = { -500, -500, 120, 150 };
  g_assert_cmpfloat (held (sheet (), away), ==, 0.0);
  away.box = { 320, 220, 0, 0 };
  g_assert_cmpfloat (held (sheet (), away), <, BOUND);
}

} // namespace

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  g_test_add_func ("/hands/thumb", test_thumb);
  g_test_add_func ("/hands/fingers", test_fingers);
  g_test_add_func ("/hands/below", test_below);
  g_test_add_func ("/hands/not-held", test_not_held);
  g_test_add_func ("/hands/hand-of-a-person", test_hand_of_a_person);
  g_test_add_func ("/hands/hardly-anything", test_hardly_anything);
  return g_test_run ();
}
