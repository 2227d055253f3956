/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The passive network of a pack that has one: what a face with its surroundings looks like, a person or a picture of one. Evidence
 * among others, never enough by itself. */

#pragma once

#include "annae-model-pack.h"
#include "annae-observation.h"
#include "network.h"

#include <opencv2/core.hpp>

#include <vector>

namespace annae
{

/* The part of a picture that a network of this kind looks at: face's box enlarged by times, shifted to lie in the picture, smaller
 * only where the picture is (Minivision, "Silent-Face-Anti-Spoofing", 2020). Empty where the box is none. */
cv::Rect spoof_crop (cv::Size picture, const AnnaeBox &box, double times);

class SpoofNetworks
{
public:
  /* One or two networks, each with a crop of its own. Throws a Failure that names the file where one is none for this role. */
  explicit SpoofNetworks (const AnnaePackPart &part);

  /* The probability that the face in box is a picture of one: the mean of the networks', moved so that 0.5 is the pack's bound.
   * NAN where there is nothing to look at. picture: BGR. */
  double look (const cv::Mat &picture, const AnnaeBox &box);

  /* Overwrites what the networks hold of the last face. */
  void forget ();

private:
  struct One
  {
    AnnaePackPart part;
    NetworkFiles files;
    double crop;
    cv::dnn::Net net; /* none until it is asked */
  };

  double ask (One &one, const cv::Mat &crop);
  void try_out (One &one);

  std::vector<One> networks;
  cv::Size size;
  double shift; /* of the log-odds */
  cv::Mat input;
  cv::Mat output;
};

} // namespace annae
