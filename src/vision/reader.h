/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a face shows beyond where it is: 68 landmarks, where the head points, how far eyes and mouth are open, what is
 * covered; and how sure of it the network is. */

#pragma once

#include "annae-model-pack.h"
#include "annae-observation.h"
#include "network.h"
#include "pose.h"

#include <opencv2/core.hpp>

namespace annae
{

constexpr int READ_LANDMARKS = 68;

/* Each deviation is the standard deviation that the network states, in the unit of its value. */
struct Reading
{
  /* Of the picture, px, in the usual order of 68: outline 0-16, brows 17-26, nose 27-35, right eye 36-41, left eye
   * 42-47, mouth 48-67; "right" is the person's. */
  AnnaePoint landmarks[READ_LANDMARKS];
  double landmarks_deviation; /* the middle one of the 68, inter-eye distances */
  Pose pose;
  Pose pose_deviation;
  double eyes[2]; /* gap between the lids over the eye's width: right, left; about 0.05 when closed */
  double eyes_deviation[2];
  double mouth; /* gap between the lips over the mouth's width */
  double mouth_deviation;
  double mouth_covered;   /* mouth or nose: probability, 0 to 1 */
  double eyes_covered[2]; /* right, left: probability */
};

class Reader
{
public:
  /* Throws a Failure that names the file where it is no network for this role. */
  explicit Reader (const AnnaePackPart &part);

  /* FALSE where face's landmarks allow no crop of picture (BGR), or the network says itself that it sees no face there.
   */
  bool read (const cv::Mat &picture, const AnnaeFace &face, Reading &reading);

  /* Moves face's landmarks so that align_face () cuts out what the reading of the face says, as a detector's landmarks of
   * the photographs that embeddings learn from would. FALSE, and face as it was, where nothing can be read. */
  bool align (const cv::Mat &picture, AnnaeFace &face);

  /* The five landmarks of a detector from the 68. */
  static void replace_landmarks (const Reading &reading, AnnaeFace &face);

  /* Overwrites what the network holds of the last face. */
  void forget ();

private:
  bool look (const cv::Mat &picture, const AnnaeFace &face, bool mirrored, Reading &reading);
  void answer (const cv::Mat &crop, std::vector<float> &values);

  AnnaePackPart part;
  NetworkFiles files;
  cv::dnn::Net net;
  cv::Mat input;
  cv::Mat output;
};

/* Opening of both eyes, the surer one counting more. */
double opening_of_eyes (const Reading &reading);
double deviation_of_opening (const Reading &reading);

} // namespace annae
