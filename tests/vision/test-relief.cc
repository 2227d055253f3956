/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The nose before the line from between the eyes to the lips, on surfaces of which the depth is known: a bump, and paper that is bent or folded. */

#include "relief.h"

#include <glib.h>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <functional>

using namespace annae;

namespace
{

constexpr int WIDTH = 640;
constexpr int HEIGHT = 480;
constexpr double MIDDLE_X = 320;
constexpr double EYES_Y = 200;
constexpr double INTER_EYE = 64;

/* Depth towards the camera and place across, px, of a point of the picture that lies on the surface. */
using Surface = std::function<cv::Vec2d (double across, double down)>;

/* Stands out by three tenths of the inter-eye distance where the nose is. */
cv::Vec2d
head (double across, double down)
{
  return { across, 0.3 * INTER_EYE * std::exp (-(across * across + (down - 32) * (down - 32)) / (2.0 * 11 * 11)) };
}

cv::Vec2d
flat (double across, double)
{
  return { across, 0 };
}

cv::Vec2d
bent (double across, double)
{
  const double radius = INTER_EYE * 6.0 / 6.3;

  return { radius * std::sin (across / radius), radius * (std::cos (across / radius) - 1) };
}

cv::Vec2d
folded (double across, double)
{
  return { across * std::cos (CV_PI / 9), -std::fabs (across) * std::sin (CV_PI / 9) };
}

/* A sheet that sags: around a lying cylinder, as far before the line as a quarter of a nose. */
cv::Vec2d
sagging (double across, double down)
{
  return { across, 5 * (1 - (down - 38) * (down - 38) / (32.0 * 32)) };
}

double
turned (const Surface &surface, double degrees, double across, double down)
{
  const cv::Vec2d place = surface (across, down);

  return place[0] * std::cos (degrees * CV_PI / 180) + place[1] * std::sin (degrees * CV_PI / 180);
}

/* What a camera far away sees of it, turned by so much: every column is looked for by halving. */
cv::Mat
photograph (const cv::Mat &skin, const Surface &surface, double degrees)
{
  cv::Mat across (HEIGHT, WIDTH, CV_32F, cv::Scalar (0));
  cv::Mat down (HEIGHT, WIDTH, CV_32F, cv::Scalar (0));
  cv::Mat picture;

  /* The face is in here. */
  for (int y = 140; y < 330; y++)
    for (int x = 250; x < 390; x++)
      {
        double low = -80;
        double high = 80;
        for (int i = 0; i < 16; i++)
          (turned (surface, degrees, (low + high) / 2, y - EYES_Y) < x - MIDDLE_X ? low : high) = (low + high) / 2;
        across.at<float> (y, x) = static_cast<float> (MIDDLE_X + low);
        down.at<float> (y, x) = static_cast<float> (y);
      }
  cv::remap (skin, picture, across, down, cv::INTER_LINEAR);
  return picture;
}

cv::Mat
make_skin (int grey, double spread)
{
  cv::Mat grain (HEIGHT, WIDTH, CV_8UC3);
  cv::RNG random (11);

  random.fill (grain, cv::RNG::NORMAL, grey, spread);
  cv::GaussianBlur (grain, grain, cv::Size (), 2.5);
  return grain;
}

Reading
reading_of (const Surface &surface, double degrees, double read)
{
  Reading reading = {};
  auto put = [&] (int first, int last, double across, double down) {
    for (int i = first; i <= last; i++)
      reading.landmarks[i] = { static_cast<float> (MIDDLE_X + turned (surface, degrees, across, down)),
                               static_cast<float> (EYES_Y + down) };
  };

  put (27, 28, 0, 6);
  put (29, 35, 0, 32);
  put (36, 41, -32, 0);
  put (42, 47, 32, 0);
  put (48, 48, -25, 68);
  put (49, 67, 0, 70);
  put (54, 54, 25, 68);
  reading.pose.yaw = read;
  return reading;
}

/* FALSE where nothing is measured. */
bool
look (const cv::Mat &skin, const Surface &surface, double degrees, double share_read, double &value)
{
  Relief relief;

  g_assert_false (relief.measure (photograph (skin, surface, 0), reading_of (surface, 0, 0), 0, value));
  return relief.measure (photograph (skin, surface, degrees), reading_of (surface, degrees, share_read * degrees), G_USEC_PER_SEC / 5,
                         value);
}

void
test_head ()
{
  const cv::Mat skin = make_skin (128, 60);

  for (double degrees : { -18.0, -12.0, -7.0, 7.0, 12.0, 18.0 })
    {
      double value = 0;
      g_assert_true (look (skin, head, degrees, 1.0, value));
      g_assert_cmpfloat (value, >, 0.12);
      g_assert_cmpfloat (value, <, 0.32);
    }
}

/* Whatever it seems to turn by: all of the line lies on one line in space. */
void
test_paper ()
{
  const cv::Mat skin = make_skin (128, 60);
  const struct
  {
    Surface surface;
    double share;
  } papers[] = { { flat, 0.5 }, { bent, 0.6 }, { folded, 0.6 } };

  for (const auto &paper : papers)
    for (double degrees : { -25.0, -14.0, 14.0, 25.0 })
      {
        double value = 0;
        if (look (skin, paper.surface, degrees, paper.share, value))
          g_assert_cmpfloat_with_epsilon (value, 0.0, 0.04);
      }
  double value;
  g_assert_true (look (skin, bent, 14, 0.6, value));
}

/* Turned far aside, of which a sixth is read as of paper: what it sags by is not enlarged by that. */
void
test_sagging ()
{
  const cv::Mat skin = make_skin (128, 60);
  double value = 0;

  for (double degrees : { -40.0, 40.0 })
    if (look (skin, sagging, degrees, 1.0 / 6, value))
      g_assert_cmpfloat (value, <, 0.15);
  g_assert_cmpfloat (value, >, 0.0);
}

void
test_nothing_to_follow ()
{
  double value;

  g_assert_false (look (make_skin (128, 0), head, 12, 1.0, value));
  /* Hardly turned, and too far. */
  g_assert_false (look (make_skin (128, 60), head, 4, 1.0, value));
  g_assert_false (look (make_skin (128, 60), head, 27, 1.0, value));
}

/* What it is compared with: the face looking ahead, as long as it is there. */
void
test_key ()
{
  const cv::Mat skin = make_skin (128, 60);
  const cv::Mat ahead = photograph (skin, head, 0), aside = photograph (skin, head, 12);
  const Reading at_rest = reading_of (head, 0, 0), away = reading_of (head, 12, 12);
  Relief relief;
  gint64 now = 0;
  double value;

  /* Never ahead. */
  Reading far = away;
  far.pose.yaw = 20;
  g_assert_false (relief.measure (aside, far, now, value));
  g_assert_false (relief.measure (aside, far, now += 200000, value));
  /* Ahead, and aside; not more often than it is due. */
  g_assert_false (relief.measure (ahead, at_rest, now += 200000, value));
  g_assert_true (relief.measure (aside, away, now += 200000, value));
  g_assert_false (relief.measure (aside, away, now += 50000, value));
  g_assert_true (relief.measure (aside, away, now += 100000, value));
  /* A face that is lost for a moment is the same; after longer it may be another. */
  relief.miss (now += 400000);
  g_assert_true (relief.measure (aside, away, now += 100000, value));
  relief.miss (now += 700000);
  g_assert_false (relief.measure (aside, far, now += 100000, value));
  g_assert_false (relief.measure (ahead, at_rest, now += 100000, value));
  g_assert_true (relief.measure (aside, away, now += 200000, value));
  relief.forget ();
  g_assert_false (relief.measure (aside, far, now += 200000, value));
}

/* Landmarks in one point, outside of the picture, or not finite. */
void
test_strange ()
{
  const cv::Mat ahead = photograph (make_skin (128, 60), head, 0);
  Relief relief;
  double value;

  for (float at : { 0.0f, -1e6f, 1e9f, NAN, INFINITY })
    {
      Reading reading = {};
      for (AnnaePoint &point : reading.landmarks)
        point = { at, at };
      g_assert_false (relief.measure (ahead, reading, 0, value));
      reading = reading_of (head, 0, 0);
      g_assert_false (relief.measure (ahead, reading, 200000, value));
      reading.pose.yaw = 12;
      for (int i = 36; i < 48; i++)
        reading.landmarks[i] = { at, at };
      g_assert_false (relief.measure (ahead, reading, 400000, value));
      reading.pose.yaw = NAN;
      g_assert_false (relief.measure (ahead, reading, 600000, value));
      relief.forget ();
    }
}

} // namespace

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  g_test_add_func ("/relief/head", test_head);
  g_test_add_func ("/relief/paper", test_paper);
  g_test_add_func ("/relief/sagging", test_sagging);
  g_test_add_func ("/relief/nothing-to-follow", test_nothing_to_follow);
  g_test_add_func ("/relief/key", test_key);
  g_test_add_func ("/relief/strange", test_strange);
  return g_test_run ();
}
