/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ghosts are told by how little they have of contrast, of colour and of anything dark. */

#include "card-ghosts.h"

#include "portrait-check.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace annae
{

namespace
{

constexpr double PALE
    = 0.055; /* rendered ghosts have 0.03 to 0.07, portraits 0.08 and more: a lone one this pale is none */
/* Beside a larger face a paler one may be a ghost of it up to this; of 152 rendered portraits five in a hundred are as
 * pale, and the holder's face is often the larger one. */
constexpr double PALE_BESIDE = 0.08;
/* Printed thinly on the paper, a ghost has its colour and hardly anything dark: drawn ones have 0.00 to 0.04 and 0.81
 * to 0.87, portraits without colours of their own 0.02 and more, but 0.74 at most. */
constexpr double GHOST_COLOUR = 0.045;
constexpr double GHOST_DARKEST = 0.77;
constexpr double GHOST_CONTRAST = 0.7;
/* A ghost is printed thinly and so never much darker than what is about it: of 375 rendered ones the darkest has 0.58
 * of the brightness of its surroundings (five in a hundred up to 0.66), of portraits of people with very dark skin,
 * whose faces have hardly any contrast, 0.31 to 0.38. */
constexpr double INK = 0.48;
/* By itself, and whatever its colour: 152 portraits have 0.82 at most, five ghosts 0.85 and more. */
constexpr double GHOST_LIGHT = 0.85;

/* The middle of a face, grey; empty where that lies outside the picture. */
cv::Mat
grey_of (const cv::Mat &picture, const AnnaeFace &face)
{
  const AnnaeBox &box = face.box;
  cv::Rect area (cvRound (box.x + 0.1f * box.width), cvRound (box.y + 0.1f * box.height), cvRound (0.8f * box.width),
                 cvRound (0.8f * box.height));
  cv::Mat grey;

  area &= cv::Rect (0, 0, picture.cols, picture.rows);
  if (!area.empty ())
    cv::cvtColor (picture (area), grey, cv::COLOR_BGR2GRAY);
  return grey;
}

/* Spread of a face's brightness over its mean: a ghost has about half of what its portrait has. */
double
contrast_of (const cv::Mat &grey)
{
  cv::Scalar mean;
  cv::Scalar spread;

  if (grey.empty ())
    return 0;
  cv::meanStdDev (grey, mean, spread);
  return spread[0] / std::max (mean[0], 1.0);
}

/* The darkest twentieth of a face over its brightest, in cells that average a camera's noise away. */
double
darkest_of (const cv::Mat &grey)
{
  cv::Mat cells;

  if (grey.empty ())
    return 1;
  cv::resize (grey, cells, cv::Size (10, 12), 0, 0, cv::INTER_AREA);
  std::vector<uchar> values (cells.begin<uchar> (), cells.end<uchar> ());
  std::sort (values.begin (), values.end ());
  return static_cast<double> (values[values.size () / 20]) / std::max<double> (values[values.size () * 19 / 20], 1);
}

/* TRUE where a face is much darker than the brighter part of what it is printed on. */
bool
is_dark_on_light (const cv::Mat &picture, const cv::Mat &middle, const AnnaeFace &face)
{
  const AnnaeBox &box = face.box;
  cv::Rect about (cvRound (box.x - 0.5f * box.width), cvRound (box.y - 0.4f * box.height), cvRound (2 * box.width),
                  cvRound (1.8f * box.height));
  cv::Mat cells;

  about &= cv::Rect (0, 0, picture.cols, picture.rows);
  if (middle.empty () || about.empty ())
    return false;
  cv::resize (picture (about), cells, cv::Size (16, 16), 0, 0, cv::INTER_AREA);
  cv::cvtColor (cells, cells, cv::COLOR_BGR2GRAY);
  std::vector<uchar> values (cells.begin<uchar> (), cells.end<uchar> ());
  std::sort (values.begin (), values.end ());
  return cv::mean (middle)[0] < INK * values[values.size () * 3 / 4];
}

} // namespace

bool
is_ghost_of_another (const cv::Mat &picture, const std::vector<AnnaeFace> &faces, const AnnaeFace &face)
{
  cv::Mat grey = grey_of (picture, face);
  double contrast = contrast_of (grey);

  bool pale = contrast < PALE || (darkest_of (grey) > GHOST_DARKEST && measure_colour (picture, face) < GHOST_COLOUR);
  if ((!pale && contrast >= PALE_BESIDE) || is_dark_on_light (picture, grey, face))
    return false;
  return pale || std::any_of (faces.begin (), faces.end (), [&] (const AnnaeFace &other) {
           double larger = other.box.width / face.box.width;
           double aside
               = std::fabs (other.box.x + other.box.width / 2 - face.box.x - face.box.width / 2) / face.box.width;
           double above
               = std::fabs (other.box.y + other.box.height / 2 - face.box.y - face.box.height / 2) / face.box.width;
           return larger > 1.3 && larger < 2.8 && aside < 10 && above < 4
                  && contrast < GHOST_CONTRAST * contrast_of (grey_of (picture, other));
         });
}

bool
is_ghost_alone (const cv::Mat &picture, const AnnaeFace &face)
{
  cv::Mat grey = grey_of (picture, face);

  return contrast_of (grey) < PALE && darkest_of (grey) > GHOST_LIGHT && !is_dark_on_light (picture, grey, face);
}

} // namespace annae
