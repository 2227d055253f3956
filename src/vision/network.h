/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loading a network from exactly the bytes whose checksum was compared, and feeding it. */

#pragma once

#include "annae-model-pack.h"

#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>

#include <string>
#include <vector>

namespace annae
{

/* The file again, checked again: what is loaded is what was checked, even if the disk has changed in between. */
std::string read_checked_file (const char *path, const char *sha256);

/* A part's files, checked: ONNX, or Caffe where the part has weights. */
struct NetworkFiles
{
  std::string text;
  std::string weights;
};

/* Throws a Failure that names the file, as all three do. */
NetworkFiles read_network_files (const AnnaePackPart &part);
cv::dnn::Net make_network (const AnnaePackPart &part, const NetworkFiles &files);
cv::dnn::Net load_network (const AnnaePackPart &part);

/* pictures (BGR, all of one size) as one blob: (value - mean) * scale in the part's channel order. */
void fill_blob (const std::vector<cv::Mat> &pictures, const AnnaePackPart &part, cv::Mat &blob);

/* TRUE where no value is infinite or not a number. */
bool all_finite (const cv::Mat &values);

} // namespace annae
