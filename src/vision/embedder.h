/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From an aligned face to the numbers of a template. */

#pragma once

#include "network.h"

#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>

#include <vector>

namespace annae
{

class Embedder
{
public:
  explicit Embedder (const AnnaePackPart &part);

  /* Mean of the face and its mirror image, not scaled: values of the network that are not finite throw. The caller wipes. */
  std::vector<float> embed (const cv::Mat &aligned);

  /* Lets the network go, and with it what it holds of the last face: memory of cv::Mat is wiped. It is made again with the
   * next face, of the same bytes. */
  void forget ();

private:
  void run ();

  const AnnaePackPart &part;
  NetworkFiles files;
  cv::dnn::Net net; /* often none: a customer is compared twice, and looked at for minutes */
  cv::Mat input;
  cv::Mat output;
};

} // namespace annae
