/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The embedding: face and mirror image go through the network together, and the template is their mean, which does away
 * with part of what light and pose from one side add. */

#include "embedder.h"

#include "align.h"
#include "annae-vault.h"
#include "guard.h"
#include "network.h"
#include "wipe-allocator.h"

#include <cmath>
#include <string>

namespace annae
{

namespace
{

constexpr size_t MAX_LENGTH = 4096; /* of a template */

/* A face-sized picture of nothing in particular, the same on every machine. */
cv::Mat
noise (uint64 seed)
{
  cv::RNG random (seed);
  cv::Mat picture (ALIGNED_SIDE, ALIGNED_SIDE, CV_8UC3);

  random.fill (picture, cv::RNG::UNIFORM, 0, 256);
  return picture;
}

} // namespace

Embedder::Embedder (const AnnaePackPart &pack_part) : part (pack_part), files (read_network_files (pack_part))
{
  std::vector<float> one;
  std::vector<float> other;

  /* Another network in this role, or one with broken weights, is found out before the first customer. */
  try
    {
      one = embed (noise (1));
      other = embed (noise (2));
    }
  catch (const cv::Exception &exception)
    {
      fail (ANNAE_FAILURE_NETWORK,
            std::string ("The network ") + part.path + " does not take a face of 112 x 112 pixels: " + exception.err);
    }
  double difference = 0;
  double size = 0;
  for (size_t i = 0; i < one.size (); i++)
    {
      difference += std::fabs (one[i] - other[i]);
      size += std::fabs (one[i]);
    }
  if (!(difference > 1e-4 * size))
    fail (ANNAE_FAILURE_NETWORK, std::string ("The network ") + part.path + " answers the same to different pictures");
  forget ();
}

void
Embedder::run ()
{
  VaultPause pause;

  if (net.empty ())
    net = make_network (part, files);
  net.setInput (input);
  output = net.forward ();
}

std::vector<float>
Embedder::embed (const cv::Mat &aligned)
{
  cv::Mat mirrored;

  cv::flip (aligned, mirrored, 1);
  {
    VaultPause pause;
    fill_blob ({ aligned, mirrored }, part, input);
  }
  run ();
  if (output.type () != CV_32F || output.dims < 1 || output.size[0] != 2 || output.total () / 2 < 16
      || output.total () / 2 > MAX_LENGTH)
    fail (ANNAE_FAILURE_NETWORK,
          std::string ("The network ") + part.path + " does not answer with one list of 16 to 4096 numbers a face");
  if (!all_finite (output))
    fail (ANNAE_FAILURE_NETWORK, std::string ("The network ") + part.path + " answers with values that are not finite");

  size_t length = output.total () / 2;
  const auto *face = output.ptr<float> ();
  const float *mirror = face + length;
  std::vector<float> values (length);
  for (size_t i = 0; i < length; i++)
    values[i] = (face[i] + mirror[i]) / 2;
  return values;
}

void
Embedder::forget ()
{
  net = {};
  input.release ();
  output.release ();
}

} // namespace annae
