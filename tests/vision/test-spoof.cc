/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The passive network: which part of a picture it looks at, and that it answers to anything with a number. */

#include "annae-errors.h"
#include "annae-vision.h"
#include "spoof.h"

#include "annae-testing.h"
#include "vision-testing.h"

#include <opencv2/imgcodecs.hpp>

#include <cmath>
#include <memory>

using namespace annae;

namespace
{

#define NETWORK "models/2.7_80x80_MiniFASNetV2.onnx"
#define SECOND "models/4_0_0_80x80_MiniFASNetV1SE.onnx"

/* The part of the development pack, or NULL where its files are not here. */
AnnaeModelPack *
pack_with_network ()
{
  g_autoptr (GError) error = nullptr;
  g_autofree char *one = annae_test_shared_data (NETWORK);
  g_autofree char *two = one == nullptr ? nullptr : annae_test_shared_data (SECOND);

  if (two == nullptr)
    return nullptr;
  AnnaeModelPack *pack = annae_model_pack_find ("reference", &error);
  g_assert_no_error (error);
  return pack;
}

void
assert_rect (const cv::Rect &rect, int x, int y, int width, int height)
{
  if (rect != cv::Rect (x, y, width, height))
    g_error ("%d,%d %dx%d is not %d,%d %dx%d", rect.x, rect.y, rect.width, rect.height, x, y, width, height);
}

void
test_crop ()
{
  const cv::Size picture (641, 481);

  assert_rect (spoof_crop (picture, { 300, 200, 40, 60 }, 2), 280, 170, 81, 121);
  /* Shifted at the borders, as large as ever. */
  assert_rect (spoof_crop (picture, { 0, 0, 40, 60 }, 2), 0, 0, 81, 121);
  assert_rect (spoof_crop (picture, { 600, 420, 40, 60 }, 2), 560, 360, 81, 121);
  assert_rect (spoof_crop (picture, { -500, 2000, 40, 60 }, 2), 0, 360, 81, 121);
  /* Smaller only where the picture is: both sides by the same. */
  assert_rect (spoof_crop (picture, { 300, 200, 120, 160 }, 4), 180, 0, 361, 481);
  assert_rect (spoof_crop (cv::Size (1, 1), { 0, 0, 40, 60 }, 2.7), 0, 0, 1, 1);
}

void
test_crop_of_nothing ()
{
  const float odd[] = { 0, -1, NAN, INFINITY, -INFINITY };

  for (float size : odd)
    g_assert_true (spoof_crop (cv::Size (640, 480), { 10, 10, size, 20 }, 2.7).empty ());
  g_assert_true (spoof_crop (cv::Size (640, 480), { NAN, 10, 20, 20 }, 2.7).empty ());
  g_assert_true (spoof_crop (cv::Size (0, 0), { 10, 10, 20, 20 }, 2.7).empty ());
}

/* Whatever the box, what is cut out lies in the picture. */
void
test_crop_anywhere ()
{
  cv::RNG random (7);

  for (int i = 0; i < 20000; i++)
    {
      cv::Size picture (random.uniform (1, 900), random.uniform (1, 900));
      AnnaeBox box = { random.uniform (-2000.f, 2000.f), random.uniform (-2000.f, 2000.f), random.uniform (0.01f, 1500.f),
                       random.uniform (0.01f, 1500.f) };
      cv::Rect part = spoof_crop (picture, box, random.uniform (1.0, 10.0));
      g_assert_false (part.empty ());
      g_assert_true ((part & cv::Rect (cv::Point (), picture)) == part);
    }
}

void
test_any_picture ()
{
  g_autoptr (AnnaeModelPack) pack = pack_with_network ();

  if (pack == nullptr)
    return;
  SpoofNetworks networks (*annae_model_pack_get_part (pack, ANNAE_ROLE_SPOOF));
  cv::Mat noise (480, 640, CV_8UC3);
  cv::RNG (3).fill (noise, cv::RNG::UNIFORM, 0, 256);
  const cv::Mat pictures[] = { cv::Mat (480, 640, CV_8UC3, cv::Scalar::all (0)),
                               cv::Mat (480, 640, CV_8UC3, cv::Scalar::all (255)),
                               noise,
                               noise (cv::Rect (5, 5, 1, 1)),
                               noise (cv::Rect (0, 0, 1, 480)),
                               noise (cv::Rect (0, 0, 640, 2)),
                               cv::Mat (5000, 6000, CV_8UC3, cv::Scalar (40, 90, 160)) };

  for (const cv::Mat &picture : pictures)
    for (const AnnaeBox &box : { AnnaeBox{ 250, 150, 120, 150 }, AnnaeBox{ -40, -60, 120, 150 }, AnnaeBox{ 600, 440, 120, 150 },
                                 AnnaeBox{ 0, 0, 0.5, 0.5 }, AnnaeBox{ 0, 0, 6000, 5000 } })
      {
        double spoof = networks.look (picture, box);
        g_assert_true (spoof >= 0 && spoof <= 1);
      }
  g_assert_true (std::isnan (networks.look (noise, { 10, 10, 0, 20 })));
  g_assert_true (std::isnan (networks.look (noise, { NAN, 10, 20, 20 })));
}

/* The pack's bound only moves the answer, and forgetting changes nothing. */
void
test_bound ()
{
  g_autoptr (AnnaeModelPack) pack = pack_with_network ();

  if (pack == nullptr)
    return;
  cv::Mat noise (480, 640, CV_8UC3);
  cv::RNG (3).fill (noise, cv::RNG::UNIFORM, 0, 256);
  const AnnaeBox box = { 250, 150, 120, 150 };
  AnnaePackPart part = *annae_model_pack_get_part (pack, ANNAE_ROLE_SPOOF);

  part.bound = 0.5;
  SpoofNetworks plain (part);
  const double answer = plain.look (noise, box);
  plain.forget ();
  g_assert_cmpfloat (plain.look (noise, box), ==, answer);
  part.bound = answer;
  g_assert_cmpfloat_with_epsilon (SpoofNetworks (part).look (noise, box), 0.5, 1e-6);

  /* One network alone is half of the mean. */
  part.bound = 0.5;
  char *second = part.second_path;
  part.second_path = nullptr;
  const double first = SpoofNetworks (part).look (noise, box);
  part.path = second;
  part.sha256 = part.second_sha256;
  part.crop[0] = part.crop[1];
  g_assert_cmpfloat_with_epsilon ((first + SpoofNetworks (part).look (noise, box)) / 2, answer, 1e-6);
}

/* Seven times a second; not at all where it is not wanted, or the pack has none. */
void
test_observed ()
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (AnnaeModelPack) bundled = bundled_pack ();
  g_autofree char *path = g_build_filename (g_getenv ("ANNAE_DATA_DIR"), "demo", "card-same.jpg", nullptr);
  g_autoptr (AnnaeFrame) picture = annae_picture_load (path, &error);
  AnnaeObservation seen;
  double spoof;

  g_assert_no_error (error);
  AnnaeVision *without = annae_vision_new (bundled, &error);
  g_assert_no_error (error);
  g_assert_true (annae_vision_observe (without, picture, &seen, &error));
  g_assert_cmpint (seen.measures[ANNAE_MEASURE_SPOOF].status, ==, ANNAE_MEASURE_NOT_SUPPORTED);
  annae_vision_free (without);

  g_autoptr (AnnaeModelPack) pack = pack_with_network ();
  if (pack == nullptr)
    return;
  AnnaeVision *vision = annae_vision_new (pack, &error);
  g_assert_no_error (error);
  g_assert_true (annae_vision_observe (vision, picture, &seen, &error));
  g_assert_true (annae_observation_get (&seen, ANNAE_MEASURE_SPOOF, &spoof));
  g_assert_true (spoof >= 0 && spoof <= 1);
  g_assert_true (annae_vision_observe (vision, picture, &seen, &error));
  g_assert_cmpint (seen.measures[ANNAE_MEASURE_SPOOF].status, ==, ANNAE_MEASURE_NOT_POSSIBLE);
  annae_vision_reset (vision);
  annae_vision_set_surround (vision, FALSE);
  g_assert_true (annae_vision_observe (vision, picture, &seen, &error));
  g_assert_cmpint (seen.measures[ANNAE_MEASURE_SPOOF].status, ==, ANNAE_MEASURE_NOT_POSSIBLE);
  annae_vision_free (vision);
}

} // namespace

int
main (int argc, char **argv)
{
  begin_vision_test (&argc, &argv);
  g_test_add_func ("/spoof/crop", test_crop);
  g_test_add_func ("/spoof/crop-of-nothing", test_crop_of_nothing);
  g_test_add_func ("/spoof/crop-anywhere", test_crop_anywhere);
  g_test_add_func ("/spoof/any-picture", test_any_picture);
  g_test_add_func ("/spoof/bound", test_bound);
  g_test_add_func ("/spoof/observed", test_observed);
  return g_test_run ();
}
