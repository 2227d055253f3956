/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Networks: from a pack's file to cv::dnn, and from pixels to its input. */

#include "network.h"

#include "annae-pack-file.h"
#include "guard.h"
#include "wipe-allocator.h"

#include <cmath>

namespace annae
{

std::string
read_checked_file (const char *path, const char *sha256)
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (GBytes) bytes = annae_pack_file_read (path, ANNAE_PACK_FILE_MAX_BYTES, sha256, &error);

  if (bytes == nullptr)
    throw Failure (error->domain, error->code, error->message);
  gsize size = 0;
  auto *data = static_cast<const char *> (g_bytes_get_data (bytes, &size));
  return std::string (data, size);
}

NetworkFiles
read_network_files (const AnnaePackPart &part)
{
  NetworkFiles files;

  files.text = read_checked_file (part.path, part.sha256);
  if (part.weights_path != nullptr)
    files.weights = read_checked_file (part.weights_path, part.weights_sha256);
  return files;
}

cv::dnn::Net
make_network (const AnnaePackPart &part, const NetworkFiles &files)
{
  VaultPause pause;
  cv::dnn::Net net;

  try
    {
      if (part.weights_path != nullptr)
        net = cv::dnn::readNetFromCaffe (files.text.data (), files.text.size (), files.weights.data (),
                                         files.weights.size ());
      else
        net = cv::dnn::readNetFromONNX (files.text.data (), files.text.size ());
    }
  catch (const cv::Exception &exception)
    {
      fail (ANNAE_FAILURE_NETWORK, std::string ("The network ") + part.path + " cannot be read: " + exception.err);
    }
  if (net.empty () || net.getUnconnectedOutLayersNames ().empty ())
    fail (ANNAE_FAILURE_NETWORK, std::string ("The network ") + part.path + " is empty");
  net.setPreferableBackend (cv::dnn::DNN_BACKEND_OPENCV);
  net.setPreferableTarget (cv::dnn::DNN_TARGET_CPU);
  return net;
}

cv::dnn::Net
load_network (const AnnaePackPart &part)
{
  return make_network (part, read_network_files (part));
}

void
fill_blob (const std::vector<cv::Mat> &pictures, const AnnaePackPart &part, cv::Mat &blob)
{
  int rows = pictures.at (0).rows;
  int cols = pictures.at (0).cols;
  int shape[4] = { static_cast<int> (pictures.size ()), 3, rows, cols };

  blob.create (4, shape, CV_32F);
  for (int n = 0; n < shape[0]; n++)
    {
      CV_Assert (pictures[n].type () == CV_8UC3 && pictures[n].rows == rows && pictures[n].cols == cols);
      for (int channel = 0; channel < 3; channel++)
        {
          /* A table of 256 is exact and quicker than three operations a pixel. */
          float table[256];
          int source = part.rgb ? 2 - channel : channel;
          for (int value = 0; value < 256; value++)
            table[value] = static_cast<float> ((value - part.mean[channel]) * part.scale[channel]);
          for (int y = 0; y < rows; y++)
            {
              const uchar *from = pictures[n].ptr<uchar> (y) + source;
              auto *to = blob.ptr<float> (n, channel) + static_cast<size_t> (y) * cols;
              for (int x = 0; x < cols; x++)
                to[x] = table[from[3 * x]];
            }
        }
    }
}

bool
all_finite (const cv::Mat &values)
{
  return !values.empty () && cv::checkRange (values.reshape (1, 1));
}

} // namespace annae
