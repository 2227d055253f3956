/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding a card by its outline and by the portrait in it. */

#include "document.h"

#include "align.h"
#include "annae-vault.h"
#include "card-bare.h"
#include "card-find.h"
#include "card-ghosts.h"
#include "pose.h"
#include "quality.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace annae
{

namespace
{

constexpr float SURE_SCORE = 0.8f;

/* Burnt-out share of the portrait, somewhat beyond the face's box, for glare does not keep to the face. */
double
glare_of (const cv::Mat &picture, const AnnaeFace &face)
{
  const AnnaeBox &box = face.box;
  cv::Rect area (cvRound (box.x - 0.15f * box.width), cvRound (box.y - 0.15f * box.height), cvRound (1.3f * box.width),
                 cvRound (1.3f * box.height));
  cv::Mat grey;

  area &= cv::Rect (0, 0, picture.cols, picture.rows);
  if (area.empty ())
    return 0;
  cv::cvtColor (picture (area), grey, cv::COLOR_BGR2GRAY);
  return static_cast<double> (cv::countNonZero (grey >= 250)) / static_cast<double> (grey.total ());
}

void
take_portrait (const cv::Mat &picture, const AnnaeFace &face, AnnaeDocumentView &view)
{
  const AnnaePoint &right = face.landmarks[ANNAE_LANDMARK_RIGHT_EYE];
  const AnnaePoint &left = face.landmarks[ANNAE_LANDMARK_LEFT_EYE];
  cv::Mat aligned = align_face (picture, face);

  view.has_portrait = TRUE;
  view.portrait = face;
  view.inter_eye = std::hypot (left.x - right.x, left.y - right.y);
  view.glare = glare_of (picture, face);
  if (aligned.empty ())
    return;
  FaceLight light = measure_light (aligned, face, picture.size ());
  view.sharpness = light.sharpness;
  view.brightness = light.brightness;
}

void
take_corners (const cv::Mat &picture, const Quad &quad, double tilt, AnnaeDocumentView &view)
{
  cv::Point2f centre;

  view.found = TRUE;
  view.has_corners = TRUE;
  for (size_t i = 0; i < 4; i++)
    {
      view.corners[i] = { quad.corners[i].x, quad.corners[i].y };
      centre += quad.corners[i] / 4;
    }
  view.tilt = tilt;
  view.width_share = (cv::norm (quad.corners[1] - quad.corners[0]) + cv::norm (quad.corners[2] - quad.corners[3])) / 2
                     / picture.cols;
  view.offset_x = centre.x / picture.cols - 0.5;
  view.offset_y = centre.y / picture.rows - 0.5;
}

/* Makes a face that a detector found exact; FALSE where a reader sees none there. The reader's points of the eyes are some six times as
 * exact as a detector's (doc/documents.md). */
bool
confirm_face (Detector &detector, Reader *reader, const cv::Mat &picture, AnnaeFace &face)
{
  Reading reading;

  detector.refine (picture, face);
  if (reader == nullptr)
    return true;
  bool seen = reader->read (picture, face, reading);
  if (seen)
    Reader::replace_landmarks (reading, face);
  annae_vault_wipe (&reading, sizeof reading);
  return seen;
}

/* TRUE with what is to be known of a card and its portrait; without a reader none is doubtful. */
bool
take_card (const cv::Mat &picture,
           const std::vector<AnnaeFace> &faces,
           const GPtrArray *layouts,
           const Confirm &confirm,
           AnnaeDocumentView &view)
{
  Card card = {};

  if (!find_card (picture, faces, layouts, confirm, card))
    return false;
  take_corners (picture, card.quad, card.tilt, view);
  take_portrait (picture, card.portrait, view);
  view.doubtful = card.doubtful;
  view.place = card.place;
  view.layout = card.layout;
  return true;
}

/* What a file shows is not seen a second time, as before the camera: what the reader does not see as a face is none, nor is the ghost of a
 * portrait that is covered. */
std::vector<AnnaeFace>
find_confirmed (Detector &detector, Reader *reader, const cv::Mat &picture, Effort effort)
{
  std::vector<AnnaeFace> faces = detector.find (picture, effort);

  faces.erase (std::remove_if (faces.begin (), faces.end (),
                               [&] (AnnaeFace &face) {
                                 return is_ghost_alone (picture, face)
                                        || !confirm_face (detector, reader, picture, face);
                               }),
               faces.end ());
  return faces;
}

/* A card that shows no portrait: its light, and how much of it a lamp has burnt out, with the portrait perhaps. */
void
measure_bare_card (const cv::Mat &picture, const Quad &quad, AnnaeDocumentView &view)
{
  std::vector<cv::Point2f> outline (quad.corners.begin (), quad.corners.end ());
  cv::Rect about = cv::boundingRect (outline) & cv::Rect (0, 0, picture.cols, picture.rows);
  cv::Mat grey;
  cv::Mat inside = cv::Mat::zeros (about.size (), CV_8U);
  std::vector<cv::Point> corners;

  if (about.empty ())
    return;
  for (const cv::Point2f &corner : outline)
    corners.emplace_back (cvRound (corner.x) - about.x, cvRound (corner.y) - about.y);
  cv::fillConvexPoly (inside, corners, cv::Scalar::all (255));
  cv::cvtColor (picture (about), grey, cv::COLOR_BGR2GRAY);
  view.brightness = cv::mean (grey, inside)[0] / 255;
  view.glare = static_cast<double> (cv::countNonZero (inside & (grey >= 250))) / std::max (1, cv::countNonZero (inside));
}

} // namespace

void
view_document (
    Detector &detector, Reader *reader, const GPtrArray *layouts, const cv::Mat &picture, AnnaeDocumentView &view)
{
  auto confirm = [&] (AnnaeFace &face) { return confirm_face (detector, reader, picture, face); };
  auto take = [&] (const std::vector<AnnaeFace> &faces) {
    AnnaeDocumentView seen = {};
    if (take_card (picture, faces, layouts, confirm, seen) && (!seen.doubtful || !view.found))
      view = seen;
    return view.found && !view.doubtful;
  };

  view = {};
  std::vector<AnnaeFace> faces = detector.find (picture, Effort::SMALL);
  if (take (faces))
    return;
  std::vector<BareCard> bare;
  const BareCard *sure = nullptr;
  if (!view.found)
    {
      bare = find_bare_cards (picture, faces, layouts);
      if (take (look_closer (detector, picture, bare)))
        return;
      auto found = std::find_if (bare.begin (), bare.end (),
                                 [&] (const BareCard &card) { return is_surely_card (picture, card); });
      if (found != bare.end ())
        sure = &*found;
    }
  /* What is seen of a portrait in the whole picture is seen from near as well. */
  if (sure == nullptr && take (detector.find (picture, Effort::SMALLEST)))
    return;
  if (!view.found && sure != nullptr)
    {
      take_corners (picture, sure->quad, sure->tilt, view);
      measure_bare_card (picture, sure->quad, view);
    }
}

cv::Mat
read_document (
    Detector &detector, Reader *reader, const GPtrArray *layouts, const cv::Mat &picture, AnnaeDocumentView &view)
{
  static const int turns[] = { -1, cv::ROTATE_90_CLOCKWISE, cv::ROTATE_90_COUNTERCLOCKWISE, cv::ROTATE_180 };
  cv::Mat best_picture;
  std::vector<AnnaeFace> best_faces;
  double best = 0;

  view = {};
  for (Effort effort : { Effort::EVERY_FACE, Effort::THOROUGH })
    {
      for (int turn : turns)
        {
          cv::Mat turned = picture;
          if (turn >= 0)
            cv::rotate (picture, turned, turn);
          std::vector<AnnaeFace> faces = find_confirmed (detector, reader, turned, effort);
          if (faces.empty ())
            continue;
          /* A face lying on its side is found as well, only less surely. */
          double upright = std::cos (roll_of_eyes (faces[0]) * CV_PI / 180);
          double worth = faces[0].score * upright;
          if (up_of_face (faces[0]).y < 0 && worth > best)
            {
              best = worth;
              best_picture = turned;
              best_faces = faces;
            }
          if (best >= SURE_SCORE)
            break;
        }
      if (best > 0)
        break;
    }
  if (best_faces.empty ())
    return best_picture;

  /* They have been asked about already. */
  if (!take_card (best_picture, best_faces, layouts, [] (AnnaeFace &) { return true; }, view))
    {
      int portrait = find_portrait_in_scan (best_faces, best_picture.size (), layouts, &view.layout);
      view.found = TRUE;
      take_portrait (best_picture, best_faces[portrait >= 0 ? static_cast<size_t> (portrait) : 0], view);
      view.width_share = 1;
    }
  return best_picture;
}

} // namespace annae
