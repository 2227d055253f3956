/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Haar cascades (Viola and Jones, 2001; the files are Debian's opencv-data): a box for each frontal face, and the eyes
 * where a second cascade sees them. Nose and mouth are not measured but placed by the usual proportions, enough to cut
 * the face out, not to say where it turns. */

#include "detector.h"

#include "align.h"
#include "guard.h"
#include "network.h"
#include "wipe-allocator.h"

#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace annae
{

namespace
{

constexpr int SIDE_LIVE = 320;
constexpr int SIDE_THOROUGH = 640;
constexpr int LEAST_FACE = 24;
constexpr int LEAST_FACE_THOROUGH = 20;
constexpr float OVERLAP = 0.3f;
/* Widths of the box that lie between the eyes, and where the eyes usually are in it: means over rendered frontal faces.
 */
constexpr float EYES_IN_BOX = 0.40f;
constexpr float EYE_LINE_IN_BOX = 0.40f;

std::unique_ptr<cv::CascadeClassifier>
load_cascade (const char *path, const char *sha256)
{
  std::string text = read_checked_file (path, sha256);
  auto cascade = std::make_unique<cv::CascadeClassifier> ();
  bool loaded = false;

  try
    {
      cv::FileStorage storage (text, cv::FileStorage::READ | cv::FileStorage::MEMORY);
      loaded = storage.isOpened () && cascade->read (storage.getFirstTopLevelNode ()) && !cascade->empty ();
    }
  catch (const cv::Exception &exception)
    {
      fail (ANNAE_FAILURE_NETWORK, std::string ("The cascade ") + path + " cannot be read: " + exception.err);
    }
  if (!loaded)
    fail (ANNAE_FAILURE_NETWORK, std::string ("The file ") + path + " is not a cascade");
  return cascade;
}

class Cascade : public Detector
{
public:
  explicit Cascade (const AnnaePackPart &part) : faces (load_cascade (part.path, part.sha256))
  {
    if (part.weights_path != nullptr)
      eyes = load_cascade (part.weights_path, part.weights_sha256);
  }

  std::vector<AnnaeFace>
  find (const cv::Mat &picture, Effort effort) override
  {
    cv::Mat grey;

    cv::cvtColor (picture, grey, cv::COLOR_BGR2GRAY);
    /* Of a face smaller still the eyes cannot be placed, and looking would take longer than a frame. */
    if (effort == Effort::SMALLEST)
      return {};
    std::vector<AnnaeFace> found = effort == Effort::SMALL ? look (grey, SIDE_THOROUGH, LEAST_FACE_THOROUGH)
                                                           : look (grey, SIDE_LIVE, LEAST_FACE);
    if (found.empty () && effort == Effort::THOROUGH)
      found = look (grey, SIDE_THOROUGH, LEAST_FACE_THOROUGH);
    for (AnnaeFace &face : found)
      place_landmarks (face, grey);
    return found;
  }

  void
  refine (const cv::Mat &, AnnaeFace &) override
  {
    /* find () has looked for the eyes as well as it can. */
  }

  bool
  sees_landmarks () const override
  {
    return false;
  }

  /* The cascade keeps its integral images; a plain picture of the same size overwrites them. */
  void
  forget () override
  {
    for (cv::CascadeClassifier *cascade : { faces.get (), eyes.get () })
      {
        std::vector<cv::Rect> none;
        if (cascade != nullptr && !last_size.empty ())
          cascade->detectMultiScale (cv::Mat::zeros (last_size, CV_8U), none, 1.2, 3, 0,
                                     cv::Size (LEAST_FACE, LEAST_FACE));
      }
  }

private:
  std::vector<AnnaeFace>
  look (const cv::Mat &grey, int longest, int least)
  {
    double factor = std::min (1.0, static_cast<double> (longest) / std::max (grey.cols, grey.rows));
    cv::Size size (std::max (1, cvRound (grey.cols * factor)), std::max (1, cvRound (grey.rows * factor)));
    cv::Mat small;
    std::vector<cv::Rect> boxes;
    std::vector<int> levels;
    std::vector<double> weights;
    std::vector<AnnaeFace> found;

    if (std::min (size.width, size.height) < least)
      return found;
    cv::resize (grey, small, size, 0, 0, cv::INTER_AREA);
    cv::equalizeHist (small, small);
    {
      VaultPause pause;
      last_size = size;
      faces->detectMultiScale (small, boxes, levels, weights, 1.15, 4, 0, cv::Size (least, least), cv::Size (), true);
    }
    auto scale_x = static_cast<float> (grey.cols) / static_cast<float> (size.width);
    auto scale_y = static_cast<float> (grey.rows) / static_cast<float> (size.height);
    for (size_t i = 0; i < boxes.size (); i++)
      {
        AnnaeFace face = {};
        face.box = { static_cast<float> (boxes[i].x) * scale_x, static_cast<float> (boxes[i].y) * scale_y,
                     static_cast<float> (boxes[i].width) * scale_x, static_cast<float> (boxes[i].height) * scale_y };
        /* A cascade has margins, not probabilities: squeezed to 0 to 1 so that a stronger find stays a stronger one. */
        face.score = weights[i] > 0 ? static_cast<float> (weights[i] / (weights[i] + 2.0)) : 0.0f;
        found.push_back (face);
      }
    suppress_overlaps (found, OVERLAP);
    return found;
  }

  /* Eyes as the second cascade sees them, one on each side; else where they usually are. */
  void
  place_landmarks (AnnaeFace &face, const cv::Mat &grey)
  {
    AnnaePoint middle = { face.box.x + face.box.width / 2, face.box.y + face.box.height * EYE_LINE_IN_BOX };
    float half = face.box.width * EYES_IN_BOX / 2;

    face.landmarks[ANNAE_LANDMARK_RIGHT_EYE] = { middle.x - half, middle.y };
    face.landmarks[ANNAE_LANDMARK_LEFT_EYE] = { middle.x + half, middle.y };
    face.has_landmarks = eyes != nullptr && find_eyes (face, grey);
    complete_landmarks (face);
  }

  bool
  find_eyes (AnnaeFace &face, const cv::Mat &grey)
  {
    cv::Rect upper (cvRound (face.box.x), cvRound (face.box.y + face.box.height * 0.15f), cvRound (face.box.width),
                    cvRound (face.box.height * 0.5f));
    upper &= cv::Rect (0, 0, grey.cols, grey.rows);
    if (upper.width < 24 || upper.height < 12)
      return false;

    cv::Mat part = grey (upper);
    double factor = std::min (1.0, 120.0 / upper.width);
    cv::Mat small;
    std::vector<cv::Rect> boxes;
    cv::resize (part, small, cv::Size (), factor, factor, cv::INTER_AREA);
    cv::equalizeHist (small, small);
    {
      VaultPause pause;
      int least = std::max (8, cvRound (small.cols * 0.16));
      int most = cvRound (small.cols * 0.42);
      eyes->detectMultiScale (small, boxes, 1.1, 3, 0, cv::Size (least, least), cv::Size (most, most));
    }
    AnnaePoint best[2] = {};
    float best_distance[2] = { INFINITY, INFINITY };
    for (const cv::Rect &box : boxes)
      {
        AnnaePoint eye = {
          static_cast<float> (upper.x) + static_cast<float> (box.x + box.width / 2.0) / static_cast<float> (factor),
          static_cast<float> (upper.y) + static_cast<float> (box.y + box.height / 2.0) / static_cast<float> (factor)
        };
        int side = eye.x < face.box.x + face.box.width / 2 ? 0 : 1;
        float distance = std::hypot (eye.x - face.landmarks[side].x, eye.y - face.landmarks[side].y);
        if (distance < best_distance[side] && distance < face.box.width * 0.15f)
          {
            best_distance[side] = distance;
            best[side] = eye;
          }
      }
    if (!std::isfinite (best_distance[0]) || !std::isfinite (best_distance[1]))
      return false;
    face.landmarks[ANNAE_LANDMARK_RIGHT_EYE] = best[0];
    face.landmarks[ANNAE_LANDMARK_LEFT_EYE] = best[1];
    return true;
  }

  std::unique_ptr<cv::CascadeClassifier> faces;
  std::unique_ptr<cv::CascadeClassifier> eyes;
  cv::Size last_size;
};

} // namespace

std::unique_ptr<Detector>
make_cascade (const AnnaePackPart &part)
{
  return std::make_unique<Cascade> (part);
}

} // namespace annae
