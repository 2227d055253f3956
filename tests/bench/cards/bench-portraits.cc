/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the portrait gate says of portraits that were spoilt by a known amount.
 *
 *   bench-portraits [--pack NAME] PICTURE...
 *
 * Pictures are photographs or scans with a face. Each is made as a camera would see it, with 22 and with 40 px between the eyes,
 * behind a soft lens, with noise of 4 levels, under white, warm or cold light: as it is, as a grey copy, with a hologram over the
 * eyes (coloured light in stripes or rings; strength 1 is as bright as white paper), with glare, blurred. Prints Markdown. */

#include "annae-vision.h"

#include <opencv2/imgproc.hpp>

#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace
{

const double EYES[] = { 22, 40 }; /* px apart */
constexpr double LENS = 0.8;      /* px */
constexpr double NOISE = 4;

enum class Spoilt
{
  NOT,
  GREY,
  HOLOGRAM,
  GLARE, /* share of the face */
  BLUR   /* deviation, in distances between the eyes */
};

struct Condition
{
  const char *name;
  Spoilt how;
  double amount;
};

const Condition CONDITIONS[] = {
  { "as it is", Spoilt::NOT, 0 },
  { "grey copy", Spoilt::GREY, 0 },
  { "hologram 0.15", Spoilt::HOLOGRAM, 0.15 },
  { "hologram 0.3", Spoilt::HOLOGRAM, 0.3 },
  { "hologram 0.5", Spoilt::HOLOGRAM, 0.5 },
  { "hologram 0.8", Spoilt::HOLOGRAM, 0.8 },
  { "glare 0.1", Spoilt::GLARE, 0.1 },
  { "glare 0.2", Spoilt::GLARE, 0.2 },
  { "blur 0.05", Spoilt::BLUR, 0.05 },
  { "blur 0.08", Spoilt::BLUR, 0.08 },
  { "blur 0.13", Spoilt::BLUR, 0.13 },
};

struct Portrait
{
  cv::Mat picture;
  AnnaeFace face;
};

double
eyes_apart (const AnnaeFace &face)
{
  return std::hypot (face.landmarks[1].x - face.landmarks[0].x, face.landmarks[1].y - face.landmarks[0].y);
}

/* Coloured light about the eyes, with the print shining through. */
void
add_hologram (cv::Mat &picture, const AnnaeFace &face, double strength, cv::RNG &random)
{
  double eyes = eyes_apart (face);
  double x0 = (face.landmarks[0].x + face.landmarks[1].x) / 2;
  double y0 = (face.landmarks[0].y + face.landmarks[1].y) / 2;
  double angle = random.uniform (0.0, CV_PI);
  double rate = random.uniform (60.0, 150.0);
  double start = random.uniform (0.0, 180.0);
  double stripes = random.uniform (4.0, 9.0);
  double ring = random.uniform (0.3, 0.6);
  bool rings = random.uniform (0, 2) != 0;
  cv::Mat hues (picture.size (), CV_8UC3);
  cv::Mat share (picture.size (), CV_32F);

  for (int y = 0; y < picture.rows; y++)
    for (int x = 0; x < picture.cols; x++)
      {
        double u = (x - x0) / eyes;
        double v = (y - y0) / eyes;
        double t = u * std::cos (angle) + v * std::sin (angle);
        double hue = std::fmod (t * rate + start + 3600, 180.0);
        double r = std::hypot (std::fmod (u / ring + 100, 1.0) - 0.5, std::fmod (v / ring + 100, 1.0) - 0.5);
        bool shines = rings ? r > 0.18 && r < 0.42 : std::fabs (std::sin (t * stripes)) > 0.5;
        double away = (u / 1.1) * (u / 1.1) + (v / 0.5) * (v / 0.5);
        hues.at<cv::Vec3b> (y, x) = { cv::saturate_cast<uchar> (hue), 200, 255 };
        share.at<float> (y, x) = static_cast<float> (shines ? strength * std::exp (-away * away) : 0);
      }
  cv::cvtColor (hues, hues, cv::COLOR_HSV2BGR);
  cv::GaussianBlur (share, share, {}, std::max (0.3, 0.02 * eyes));
  for (int y = 0; y < picture.rows; y++)
    for (int x = 0; x < picture.cols; x++)
      for (int c = 0; c < 3; c++)
        {
          float a = share.at<float> (y, x);
          auto &value = picture.at<cv::Vec3b> (y, x)[c];
          value = cv::saturate_cast<uchar> (static_cast<float> (value) * (1 - 0.5f * a)
                                            + static_cast<float> (hues.at<cv::Vec3b> (y, x)[c]) * a);
        }
}

cv::Mat
spoil (const Portrait &portrait, const Condition &condition, cv::RNG &random)
{
  cv::Mat picture = portrait.picture.clone ();
  double eyes = eyes_apart (portrait.face);

  switch (condition.how)
    {
    case Spoilt::GREY:
      cv::cvtColor (picture, picture, cv::COLOR_BGR2GRAY);
      cv::cvtColor (picture, picture, cv::COLOR_GRAY2BGR);
      break;
    case Spoilt::HOLOGRAM:
      add_hologram (picture, portrait.face, condition.amount, random);
      break;
    case Spoilt::GLARE:
      {
        /* Of a circle of 1.3 eye distances, as in portraits.py. */
        double radius = 1.3 * eyes * std::sqrt (condition.amount);
        double away = (1.3 * eyes - radius) * std::sqrt (random.uniform (0.0, 1.0));
        double angle = random.uniform (0.0, 2 * CV_PI);
        cv::Point at (cvRound (portrait.face.landmarks[2].x + away * std::cos (angle)),
                      cvRound (portrait.face.landmarks[2].y + away * std::sin (angle)));
        cv::circle (picture, at, cvRound (radius), cv::Scalar (600, 600, 600), cv::FILLED, cv::LINE_AA);
        break;
      }
    case Spoilt::BLUR:
      cv::GaussianBlur (picture, picture, {}, condition.amount * eyes);
      break;
    default:
      break;
    }
  return picture;
}

/* Through lens and sensor (what is burnt out is white whatever the light), at a size at which the eyes are as far apart as that. */
cv::Mat
see (const cv::Mat &picture, AnnaeFace &face, double eyes, bool is_white, cv::RNG &random)
{
  static const cv::Scalar lamps[] = { { 1, 1, 1 }, { 0.75, 0.95, 1 }, { 1, 0.95, 0.8 } };
  double factor = eyes / eyes_apart (face);
  cv::Mat seen;

  cv::resize (picture, seen, {}, factor, factor, factor < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  cv::GaussianBlur (seen, seen, {}, LENS);
  cv::multiply (seen, lamps[is_white ? 0 : random.uniform (0, 3)], seen);
  cv::Mat noise (seen.size (), CV_16SC3);
  random.fill (noise, cv::RNG::NORMAL, 0, NOISE);
  cv::add (seen, noise, seen, cv::noArray (), CV_8U);
  auto scale = static_cast<float> (factor);
  for (AnnaePoint &point : face.landmarks)
    point = { point.x * scale, point.y * scale };
  face.box = { face.box.x * scale, face.box.y * scale, face.box.width * scale, face.box.height * scale };
  return seen;
}

AnnaePortraitFault
judge (AnnaeVision *vision, const cv::Mat &picture, const AnnaeFace &face)
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (AnnaeFrame) frame
      = annae_frame_new (ANNAE_VAULT_FRAME, ANNAE_PIXELS_BGR, static_cast<guint> (picture.cols),
                         static_cast<guint> (picture.rows), 0);
  AnnaePortraitMeasures measures;
  AnnaePortraitFault fault;

  for (int y = 0; y < picture.rows; y++)
    std::memcpy (annae_frame_get_writable (frame) + annae_frame_get_stride (frame) * static_cast<gsize> (y),
                 picture.ptr (y), static_cast<size_t> (picture.cols) * 3);
  if (!annae_vision_check_portrait (vision, frame, &face, &measures, &error))
    g_error ("%s", error->message);
  annae_portrait_gate_judge (&measures, &fault);
  return fault;
}

std::vector<Portrait>
load (AnnaeVision *vision, const std::vector<const char *> &paths)
{
  std::vector<Portrait> portraits;

  for (const char *path : paths)
    {
      g_autoptr (GError) error = nullptr;
      g_autoptr (AnnaeFrame) file = annae_picture_load (path, &error);
      AnnaeDocumentView view;
      g_autoptr (AnnaeFrame) frame
          = file != nullptr ? annae_vision_read_document (vision, file, &view, &error) : nullptr;
      if (frame == nullptr)
        {
          std::fprintf (stderr, "%s\n", error->message);
          continue;
        }
      cv::Mat whole (static_cast<int> (annae_frame_get_height (frame)), static_cast<int> (annae_frame_get_width (frame)),
                     CV_8UC3, const_cast<guint8 *> (annae_frame_peek (frame)), annae_frame_get_stride (frame));
      /* What is far from the face is not looked at. */
      auto eyes = static_cast<float> (eyes_apart (view.portrait));
      cv::Rect area (cvRound (view.portrait.landmarks[2].x - 3 * eyes), cvRound (view.portrait.landmarks[2].y - 3 * eyes),
                     cvRound (6 * eyes), cvRound (6 * eyes));
      area &= cv::Rect (0, 0, whole.cols, whole.rows);
      for (AnnaePoint &point : view.portrait.landmarks)
        point = { point.x - static_cast<float> (area.x), point.y - static_cast<float> (area.y) };
      portraits.push_back ({ whole (area).clone (), view.portrait });
    }
  return portraits;
}

} // namespace

int
main (int argc, char **argv)
{
  const char *pack_name = nullptr;
  std::vector<const char *> paths;
  g_autoptr (GError) error = nullptr;

  annae_vault_init ();
  for (int i = 1; i < argc; i++)
    if (g_str_equal (argv[i], "--pack") && i + 1 < argc)
      pack_name = argv[++i];
    else
      paths.push_back (argv[i]);
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find (pack_name, &error);
  g_autoptr (AnnaeVision) vision = pack != nullptr ? annae_vision_new (pack, &error) : nullptr;
  if (vision == nullptr)
    {
      std::fprintf (stderr, "bench-portraits: %s\n", error->message);
      return 1;
    }
  std::vector<Portrait> portraits = load (vision, paths);
  std::printf ("%zu portraits\n\n| portrait | px |", portraits.size ());
  for (guint fault = 0; fault < ANNAE_N_PORTRAIT_FAULTS; fault++)
    std::printf (" %s |", annae_portrait_fault_name (static_cast<AnnaePortraitFault> (fault)));
  std::printf ("\n|---|---|---|---|---|---|---|---|\n");
  for (const Condition &condition : CONDITIONS)
    for (double eyes : EYES)
      {
        guint counts[ANNAE_N_PORTRAIT_FAULTS] = { 0 };
        cv::RNG random (11);
        for (const Portrait &portrait : portraits)
          {
            AnnaeFace face = portrait.face;
            cv::Mat seen = see (spoil (portrait, condition, random), face, eyes, condition.how == Spoilt::GLARE, random);
            counts[judge (vision, seen, face)]++;
          }
        std::printf ("| %s | %.0f |", condition.name, eyes);
        for (guint count : counts)
          std::printf (" %u |", count);
        std::printf ("\n");
        std::fflush (stdout);
      }
  return 0;
}
