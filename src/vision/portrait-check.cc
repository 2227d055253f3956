/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Coloured light over the eyes, and pictures without colours, seen in what lamps and cameras make of them: a grey print
 * under a warm lamp is brown all over, so that colours count only where brightness does not explain them. */

#include "portrait-check.h"

#include "align.h"
#include "quality.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace annae
{

namespace
{

const cv::Vec3d LUMINANCE (0.114, 0.587, 0.299);

/* Head, hair and a little of the wall, in distances between the eyes about the middle of eyes and nose. So few cells
 * that a camera's noise is averaged away. */
constexpr double COLOUR_ASIDE = 1.6;
constexpr double COLOUR_ABOVE = 1.7;
const cv::Size COLOUR_CELLS (12, 13);

/* Cells of 4 x 4 of the aligned face's 112 x 112 pixels: brows and eyes from temple to temple; cheeks, nose and mouth. */
constexpr int CELLS = ALIGNED_SIDE / 4;
const cv::Rect EYES (6, 10, 16, 6);
const cv::Rect SKIN (8, 14, 12, 11);
/* Added to brightness, so that the noise of dark pupils and hair is no colour. */
constexpr double DARKNESS = 24;

/* Values are changed. share is 0 to 1. */
double
quantile (std::vector<double> &values, double share)
{
  auto at = values.begin () + static_cast<std::ptrdiff_t> (share * static_cast<double> (values.size () - 1) + 0.5);

  std::nth_element (values.begin (), at, values.end ());
  return *at;
}

/* The spread (15 to 85 %) of the colours about the eyes, across the line from grey to the colour of the skin: eyes,
 * brows, glasses and shadows lie along it, a hologram's colours to both sides of it. */
double
measure_eye_colours (const cv::Mat &aligned)
{
  cv::Mat cells;
  cv::Mat_<cv::Vec2d> hues (CELLS, CELLS);

  cv::resize (aligned, cells, cv::Size (CELLS, CELLS), 0, 0, cv::INTER_AREA);
  for (int y = 0; y < CELLS; y++)
    for (int x = 0; x < CELLS; x++)
      {
        const auto &cell = cells.at<cv::Vec3b> (y, x);
        double light = LUMINANCE.dot (cell) + DARKNESS;
        hues (y, x) = { (cell[0] - cell[1]) / light, (cell[2] - cell[1]) / light };
      }
  std::array<double, 2> skin;
  for (int which = 0; which < 2; which++)
    {
      std::vector<double> values;
      for (const cv::Vec2d &hue : cv::Mat_<cv::Vec2d> (hues (SKIN)))
        values.push_back (hue[which]);
      skin[static_cast<size_t> (which)] = quantile (values, 0.5);
    }
  double length = std::hypot (skin[0], skin[1]) + 1e-6;
  std::vector<double> across;
  for (const cv::Vec2d &hue : cv::Mat_<cv::Vec2d> (hues (EYES)))
    across.push_back ((skin[0] * hue[1] - skin[1] * hue[0]) / length);
  double high = quantile (across, 0.85);
  return high - quantile (across, 0.15);
}

} // namespace

/* The root of what remains of two differences of channels once brightness has explained what it can, over the mean brightness. */
double
measure_colour (const cv::Mat &picture, const AnnaeFace &face)
{
  const AnnaePoint *points = face.landmarks;
  double eyes = std::hypot (points[1].x - points[0].x, points[1].y - points[0].y);
  double x = (points[0].x + points[1].x + points[2].x) / 3;
  double y = (points[0].y + points[1].y + points[2].y) / 3;
  cv::Rect area (cvRound (x - COLOUR_ASIDE * eyes), cvRound (y - COLOUR_ABOVE * eyes), cvRound (2 * COLOUR_ASIDE * eyes),
                 cvRound (2 * COLOUR_ABOVE * eyes));
  cv::Mat cells;

  area &= cv::Rect (0, 0, picture.cols, picture.rows);
  if (area.width < COLOUR_CELLS.width || area.height < COLOUR_CELLS.height)
    return NAN;
  cv::resize (picture (area), cells, COLOUR_CELLS, 0, 0, cv::INTER_AREA);
  auto n = static_cast<double> (cells.total ());
  double light = 0;
  for (const cv::Vec3b &cell : cv::Mat_<cv::Vec3b> (cells))
    light += LUMINANCE.dot (cell) / n;

  double unexplained = 0;
  for (int channel : { 0, 2 })
    {
      double mean = 0;
      for (const cv::Vec3b &cell : cv::Mat_<cv::Vec3b> (cells))
        mean += (cell[channel] - cell[1]) / n;
      double along = 0;
      double across = 0;
      double both = 0;
      for (const cv::Vec3b &cell : cv::Mat_<cv::Vec3b> (cells))
        {
          double brighter = LUMINANCE.dot (cell) - light;
          double bluer = cell[channel] - cell[1] - mean;
          along += brighter * brighter / n;
          across += bluer * bluer / n;
          both += brighter * bluer / n;
        }
      unexplained += across - (along > 0 ? both * both / along : 0);
    }
  return std::sqrt (std::max (0.0, unexplained)) / (light + 1);
}

AnnaePortraitMeasures
check_portrait (const cv::Mat &picture, const AnnaeFace &face)
{
  const AnnaePoint &right = face.landmarks[ANNAE_LANDMARK_RIGHT_EYE];
  const AnnaePoint &left = face.landmarks[ANNAE_LANDMARK_LEFT_EYE];
  AnnaePortraitMeasures measures
      = { std::hypot (left.x - right.x, left.y - right.y), NAN, NAN, NAN, measure_colour (picture, face) };
  cv::Mat aligned = align_face (picture, face);

  if (aligned.empty ())
    return measures;
  FaceLight light = measure_light (aligned, face, picture.size ());
  measures.sharpness = light.sharpness;
  measures.overexposed = light.overexposed;
  measures.eye_colours = measure_eye_colours (aligned);
  return measures;
}

} // namespace annae
