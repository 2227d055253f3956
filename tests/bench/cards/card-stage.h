/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Specimens held before a camera: a plane in perspective, lamp, fingers, a lens and a sensor, with the truth of every
 * picture. */

#pragma once

#include "annae-document-view.h"

#include <opencv2/core.hpp>

#include <string>
#include <vector>

/* A specimen as tests/bench/cards/make-specimens drew it. */
struct Specimen
{
  std::string layout;
  std::string person;
  cv::Mat print; /* BGR */
  cv::Mat mask;
  double width_cm;
  double height_cm;
  cv::Point2f corners[4]; /* of the document, px of the print */
  cv::Point2f landmarks[5];
};

enum class Hold
{
  RIGHT_CORNER, /* a thumb on the lower right corner */
  LEFT_CORNER,
  BOTH_SIDES,
  BELOW,
  PORTRAIT,     /* a finger on the photograph */
  PINCHED_RIGHT, /* the lower right corner between thumb and forefinger: the thumb over all of it */
  PINCHED_LEFT,
  N_WAYS
};

struct CardPose
{
  double x = 0; /* cm from the camera's axis, to the right of the picture */
  double y = 0; /* down */
  double z = 30;
  double yaw = 0; /* degrees */
  double pitch = 0;
  double roll = 0;
};

struct CardScene
{
  cv::Size size;
  CardPose pose;
  Hold hold = Hold::RIGHT_CORNER;
  bool has_lamp = false;
  cv::Point3d lamp; /* cm, camera at the origin, z towards the card */
  double light = 1;
  double blur = 0.8;  /* deviation of the lens, px of a picture 1280 wide */
  double noise = 3;   /* grey levels */
  cv::Point2d motion; /* px of this picture during the exposure */
};

struct CardTruth
{
  cv::Point2f corners[4];
  cv::Point2f landmarks[5];
  double tilt = 0;           /* degrees between the document's normal and the line to the camera */
  double portrait_glare = 0; /* share of the highlight at its centre that reaches the nose: 0 to 1 */
};

std::vector<Specimen>
load_specimens (const char *folder, std::vector<cv::Mat> &rooms);

/* Where a document of this size is seen; TRUE where it is whole in the picture. */
bool
project_card (const Specimen &specimen, const CardScene &scene, CardTruth &truth);

/* A lamp that shows as a highlight at a point of the document (shares of it from its top left) in this pose. */
cv::Point3d
lamp_for (const Specimen &specimen, const CardPose &pose, cv::Point2d at, double away_cm);

/* Where on the document the lamp shows (cm from its middle), and how much of it reaches the portrait; FALSE where it does not show. */
bool
find_glare (const Specimen &specimen, const CardScene &scene, cv::Point2d &spot, CardTruth &truth);

cv::Mat
show_card (const Specimen &specimen, const cv::Mat &room, const CardScene &scene, cv::RNG &random, CardTruth &truth);

/* The room alone, through the same sensor. */
cv::Mat
show_room (const cv::Mat &room, const CardScene &scene, cv::RNG &random);

/* What a finder without faults would tell: a portrait of 13 px and more that is not covered or burnt out, with the noise of a good one. */
AnnaeDocumentView
see_truth (const Specimen &specimen, const CardScene &scene, CardTruth &truth, cv::RNG &random);
