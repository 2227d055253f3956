/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding faces: one interface, two kinds of detector behind it. */

#pragma once

#include "annae-model-pack.h"
#include "annae-observation.h"

#include <opencv2/core.hpp>

#include <memory>
#include <vector>

namespace annae
{

/* How hard to look. */
enum class Effort
{
  LIVE,       /* one of many frames: quick; a small face far away is looked for where there is no other */
  EVERY_FACE, /* the same, but exact for every face, not for the largest only */
  SMALL,      /* one of a few frames a second: portraits on cards beside their holder; refine () makes one exact */
  SMALLEST,   /* the same, four times as dear: cards at arm's length */
  THOROUGH    /* one picture only: faces that are small or hard to see are worth the time */
};

class Detector
{
public:
  virtual ~Detector () = default;

  /* Faces in picture (BGR), largest first, in its coordinates. */
  virtual std::vector<AnnaeFace> find (const cv::Mat &picture, Effort effort) = 0;

  /* Makes the landmarks of a face that find () gave as exact as they can be. */
  virtual void refine (const cv::Mat &picture, AnnaeFace &face) = 0;

  /* TRUE where nose and mouth are measured, so that yaw and pitch can be had. */
  virtual bool sees_landmarks () const = 0;

  /* Overwrites what the networks still hold of the last picture. */
  virtual void forget () = 0;
};

std::unique_ptr<Detector> make_detector (const AnnaePackPart &part);
std::unique_ptr<Detector> make_yunet (const AnnaePackPart &part);
std::unique_ptr<Detector> make_cascade (const AnnaePackPart &part);

/* Drops each face that overlaps a better one by more than share (intersection over union), then sorts by size. */
void suppress_overlaps (std::vector<AnnaeFace> &faces, float share);

} // namespace annae
