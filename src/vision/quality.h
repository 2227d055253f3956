/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The measures of annae-observation.h, taken from the pixels and the landmarks of one frame. Luminance is that of the
 * picture as the camera codes it (ITU-R BT.601, 0 to 1), not linear light. */

#pragma once

#include "annae-observation.h"
#include "reader.h"
#include "relief.h"
#include "spoof.h"

#include <opencv2/core.hpp>

#include <vector>

namespace annae
{

/* What an aligned face shows by itself: for live faces and for portraits on a card. */
struct FaceLight
{
  double brightness;  /* mean luminance */
  double contrast;    /* its standard deviation */
  double overexposed; /* share at or above 250 */
  double side;        /* log2 of the person's left over the right half */
  double sharpness;
  double seen; /* share of the face that lies inside of the picture; the rest was left out */
};

/* aligned as align_face () gives it; transform to it from the picture of this size is repeated for what is cut off. */
FaceLight measure_light (const cv::Mat &aligned, const AnnaeFace &face, cv::Size picture);

/* Remembers what motion is measured against. */
class Measurer
{
public:
  /* What is known of faces besides where they are. */
  struct Known
  {
    bool landmarks;         /* nose and mouth were seen, not guessed */
    bool has_reader;        /* the pack can read a face */
    const Reading *reading; /* of faces[0]; NULL where it could not be read */
    SpoofNetworks *spoof;   /* NULL where the pack has none */
  };

  /* Fills everything that can be had of faces (largest first) in picture. */
  void measure (const cv::Mat &picture, const std::vector<AnnaeFace> &faces, const Known &known,
                AnnaeObservation &observation);
  void forget ();

  bool wants_surround = true;

private:
  void measure_place (const AnnaeFace &face, AnnaeObservation &observation);
  void measure_pose (const AnnaeFace &face, const Known &known, AnnaeObservation &observation);
  void measure_openings (const Known &known, AnnaeObservation &observation);
  void measure_pixels (const cv::Mat &picture, const AnnaeFace &face, AnnaeObservation &observation);
  void measure_motion (const AnnaeFace &face, AnnaeObservation &observation);
  void measure_relief (const cv::Mat &picture, const Known &known, AnnaeObservation &observation);
  void measure_surround (const cv::Mat &picture, const AnnaeFace &face, const Known &known, AnnaeObservation &observation);

  bool has_last = false;
  gint64 last_time = 0;
  AnnaePoint last_eyes = {};
  bool has_surround = false;
  gint64 surround_time = 0;
  Relief relief;
};

} // namespace annae
