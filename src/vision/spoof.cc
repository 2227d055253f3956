/* SPDX-License-Identifier: GPL-3.0-or-later */

/* MiniFASNet and networks like it: a crop of the face and what is about it, three numbers, of which the second is for a living
 * person. */

#include "spoof.h"

#include "guard.h"
#include "wipe-allocator.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace annae
{

namespace
{

constexpr size_t N_CLASSES = 3;
constexpr size_t LIVING = 1;

/* A network is never surer than that: odds of certainty have no number. */
constexpr double LEAST_PROBABILITY = 1e-6;

double
log_odds (double probability)
{
  double p = std::clamp (probability, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY);

  return std::log (p / (1 - p));
}

/* 1 less the softmax of the living class; the largest is taken off first, so that nothing overflows. */
double
not_living (const float *values)
{
  double largest = *std::max_element (values, values + N_CLASSES);
  double sum = 0;

  for (size_t i = 0; i < N_CLASSES; i++)
    sum += std::exp (values[i] - largest);
  return 1 - std::exp (values[LIVING] - largest) / sum;
}

/* A side of the crop: so long about middle, shifted to lie within 0 and most. */
void
place (double middle, double length, int most, int &begin, int &end)
{
  double from = std::clamp (middle - length / 2, 0.0, std::max (0.0, most - length));

  begin = std::clamp (static_cast<int> (from), 0, most);
  end = std::clamp (static_cast<int> (from + length), begin, most);
}

} // namespace

cv::Rect
spoof_crop (cv::Size picture, const AnnaeBox &box, double times)
{
  int left, top, right, bottom;
  double x = box.x, y = box.y, width = box.width, height = box.height;

  if (picture.width < 1 || picture.height < 1 || !std::isfinite (x) || !std::isfinite (y) || !std::isfinite (width)
      || !std::isfinite (height) || width <= 0 || height <= 0)
    return {};
  double scale = std::min ({ (picture.height - 1) / height, (picture.width - 1) / width, times });
  place (x + width / 2, width * scale, picture.width - 1, left, right);
  place (y + height / 2, height * scale, picture.height - 1, top, bottom);
  return { left, top, right - left + 1, bottom - top + 1 };
}

SpoofNetworks::SpoofNetworks (const AnnaePackPart &part)
    : size (static_cast<int> (part.width), static_cast<int> (part.height)), shift (log_odds (part.bound))
{
  networks.push_back ({ part, read_network_files (part), part.crop[0], {} });
  if (part.second_path != nullptr)
    {
      AnnaePackPart second = part;
      second.path = part.second_path;
      second.sha256 = part.second_sha256;
      second.weights_path = nullptr;
      second.weights_sha256 = nullptr;
      networks.push_back ({ second, read_network_files (second), part.crop[1], {} });
    }
  for (One &one : networks)
    try_out (one);
  forget ();
}

/* Another network in this role, or one with broken weights, is found out before the first customer. */
void
SpoofNetworks::try_out (One &one)
{
  const std::string name = std::string ("The network ") + one.part.path;
  cv::RNG random (1);
  cv::Mat noise (size, CV_8UC3);

  try
    {
      random.fill (noise, cv::RNG::UNIFORM, 0, 256);
      double first = ask (one, noise);
      if (first == ask (one, cv::Mat (size, CV_8UC3, cv::Scalar::all (90))))
        fail (ANNAE_FAILURE_NETWORK, name + " answers the same to different pictures");
    }
  catch (const cv::Exception &exception)
    {
      fail (ANNAE_FAILURE_NETWORK, name + " does not take a picture of " + std::to_string (size.width) + " x "
                                       + std::to_string (size.height) + " pixels: " + exception.err);
    }
}

double
SpoofNetworks::ask (One &one, const cv::Mat &crop)
{
  const std::string name = std::string ("The network ") + one.part.path;

  {
    VaultPause pause;
    fill_blob ({ crop }, one.part, input);
    if (one.net.empty ())
      one.net = make_network (one.part, one.files);
    one.net.setInput (input);
    output = one.net.forward ();
  }
  if (output.type () != CV_32F || output.total () != N_CLASSES)
    fail (ANNAE_FAILURE_NETWORK, name + " does not answer with " + std::to_string (N_CLASSES) + " numbers");
  if (!all_finite (output))
    fail (ANNAE_FAILURE_NETWORK, name + " answers with values that are not finite");
  return not_living (output.ptr<float> ());
}

double
SpoofNetworks::look (const cv::Mat &picture, const AnnaeBox &box)
{
  double sum = 0;

  for (One &one : networks)
    {
      cv::Rect part = spoof_crop (picture.size (), box, one.crop);
      cv::Mat crop;
      if (part.empty ())
        return NAN;
      /* Linear, whatever the size, as these networks were taught. */
      cv::resize (picture (part), crop, size, 0, 0, cv::INTER_LINEAR);
      sum += ask (one, crop);
    }
  return 1 / (1 + std::exp (shift - log_odds (sum / static_cast<double> (networks.size ()))));
}

void
SpoofNetworks::forget ()
{
  for (One &one : networks)
    one.net = {};
  input.release ();
  output.release ();
}

} // namespace annae
