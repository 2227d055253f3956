/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding a card by its outline and by the portrait in it. */

#include "document.h"

#include "align.h"
#include "pose.h"
#include "quad.h"
#include "quality.h"

#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace annae
{

namespace
{

/* ID-1 cards are 85.60 x 53.98 mm; a passport's data page (ID-3) is 125 x 88 mm, an ID-2 card 105 x 74 mm. */
constexpr double ASPECT_CARD = 85.60 / 53.98;
constexpr double ASPECT_PASSPORT = 125.0 / 88.0;
/* The same, tilted by up to 40 degrees about either axis. */
constexpr double ASPECT_LEAST = ASPECT_PASSPORT * 0.76;
constexpr double ASPECT_MOST = ASPECT_CARD / 0.76;
constexpr double LEAST_SUPPORT = 0.55;
/* A card whose portrait is not seen needs a better outline, for nothing else speaks for it. */
constexpr double LEAST_SUPPORT_BARE = 0.85;
constexpr double LEAST_AREA_BARE = 0.08;
/* Portraits stand beside the middle of a document: an outline about a face in its middle is a window behind a person.
 */
constexpr double PORTRAIT_OFF_MIDDLE = 0.10;
constexpr double PORTRAIT_HEIGHT_LEAST = 0.15;
constexpr double PORTRAIT_HEIGHT_MOST = 0.62;
constexpr double FOCAL_SHARE = 0.866; /* of a usual webcam, 60 degrees across */
constexpr float SURE_SCORE = 0.8f;

double
degrees (double radians)
{
  return radians * 180.0 / CV_PI;
}

cv::Point2f
up_of (const AnnaeFace &face)
{
  const AnnaePoint *l = face.landmarks;
  return { (l[ANNAE_LANDMARK_RIGHT_EYE].x + l[ANNAE_LANDMARK_LEFT_EYE].x - l[ANNAE_LANDMARK_RIGHT_MOUTH].x
            - l[ANNAE_LANDMARK_LEFT_MOUTH].x)
               / 2,
           (l[ANNAE_LANDMARK_RIGHT_EYE].y + l[ANNAE_LANDMARK_LEFT_EYE].y - l[ANNAE_LANDMARK_RIGHT_MOUTH].y
            - l[ANNAE_LANDMARK_LEFT_MOUTH].y)
               / 2 };
}

/* Turns the corners so that the first is the card's top left as it should be read; returns the degrees that are left
 * between the card's top and up. */
double
turn_upright (Quad &quad, cv::Point2f up)
{
  double best = 360;
  size_t best_turn = 0;

  for (size_t turn = 0; turn < 4; turn++)
    {
      const auto &c = quad.corners;
      cv::Point2f card_up = (c[turn] + c[(turn + 1) % 4] - c[(turn + 2) % 4] - c[(turn + 3) % 4]) / 2;
      double off = std::fabs (degrees (std::atan2 (card_up.x * up.y - card_up.y * up.x, card_up.dot (up))));
      if (off < best)
        {
          best = off;
          best_turn = turn;
        }
    }
  std::rotate (quad.corners.begin (), quad.corners.begin () + static_cast<std::ptrdiff_t> (best_turn),
               quad.corners.end ());
  return best;
}

bool
has_card_aspect (const Quad &quad)
{
  const auto &c = quad.corners;
  double width = (cv::norm (c[1] - c[0]) + cv::norm (c[2] - c[3])) / 2;
  double height = (cv::norm (c[3] - c[0]) + cv::norm (c[2] - c[1])) / 2;

  return width > ASPECT_LEAST * height && width < ASPECT_MOST * height;
}

/* TRUE where face is in quad as portraits are in documents; turns the corners upright by it. */
bool
is_portrait_of (const AnnaeFace &face, Quad &quad)
{
  if (turn_upright (quad, up_of (face)) > 30 || !has_card_aspect (quad))
    return false;

  const cv::Point2f flat[4] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
  cv::Mat to_card = cv::getPerspectiveTransform (quad.corners.data (), flat);
  const AnnaeBox &box = face.box;
  std::vector<cv::Point2f> points = { { box.x, box.y },
                                      { box.x + box.width, box.y },
                                      { box.x + box.width, box.y + box.height },
                                      { box.x, box.y + box.height },
                                      { box.x + box.width / 2, box.y + box.height / 2 } };
  cv::perspectiveTransform (points, points, to_card);
  for (const cv::Point2f &point : points)
    if (!(point.x > -0.02 && point.x < 1.02 && point.y > -0.02 && point.y < 1.02))
      return false;
  double height = (points[2].y + points[3].y - points[0].y - points[1].y) / 2.0;
  return std::fabs (points[4].x - 0.5) >= PORTRAIT_OFF_MIDDLE && height >= PORTRAIT_HEIGHT_LEAST
         && height <= PORTRAIT_HEIGHT_MOST;
}

/* Degrees between the card's normal and the line to the camera, for the aspect that explains the corners better. */
double
tilt_of (const Quad &quad, cv::Size size)
{
  double focal = FOCAL_SHARE * std::max (size.width, size.height);
  cv::Matx33d camera (focal, 0, size.width / 2.0, 0, focal, size.height / 2.0, 0, 0, 1);
  std::vector<cv::Point2f> seen (quad.corners.begin (), quad.corners.end ());
  double best_error = INFINITY;
  double tilt = 0;

  for (double aspect : { ASPECT_CARD, ASPECT_PASSPORT })
    {
      auto half = static_cast<float> (aspect / 2);
      std::vector<cv::Point3f> card
          = { { -half, -0.5f, 0 }, { half, -0.5f, 0 }, { half, 0.5f, 0 }, { -half, 0.5f, 0 } };
      std::vector<cv::Mat> turns;
      std::vector<cv::Mat> shifts;
      std::vector<double> errors;
      if (cv::solvePnPGeneric (card, seen, camera, cv::noArray (), turns, shifts, false, cv::SOLVEPNP_IPPE,
                               cv::noArray (), cv::noArray (), errors)
              == 0
          || !(errors[0] < best_error))
        continue;
      cv::Mat rotation;
      cv::Rodrigues (turns[0], rotation);
      cv::Mat normal = rotation.col (2);
      double cosine = normal.dot (shifts[0]) / std::max (cv::norm (shifts[0]), 1e-9);
      best_error = errors[0];
      tilt = degrees (std::acos (std::clamp (std::fabs (cosine), 0.0, 1.0)));
    }
  return tilt;
}

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
take_corners (const cv::Mat &picture, const Quad &quad, AnnaeDocumentView &view)
{
  cv::Point2f centre;

  view.found = TRUE;
  view.has_corners = TRUE;
  for (size_t i = 0; i < 4; i++)
    {
      view.corners[i] = { quad.corners[i].x, quad.corners[i].y };
      centre += quad.corners[i] / 4;
    }
  view.tilt = tilt_of (quad, picture.size ());
  view.width_share = (cv::norm (quad.corners[1] - quad.corners[0]) + cv::norm (quad.corners[2] - quad.corners[3])) / 2
                     / picture.cols;
  view.offset_x = centre.x / picture.cols - 0.5;
  view.offset_y = centre.y / picture.rows - 0.5;
}

/* The best outline about the largest face that is a portrait in one. */
bool
take_card (const cv::Mat &picture,
           const std::vector<AnnaeFace> &faces,
           const std::vector<Quad> &quads,
           AnnaeDocumentView &view)
{
  for (const AnnaeFace &face : faces)
    {
      Quad best = {};
      bool found = find_quad_about (
          picture, face, [&] (Quad &quad) { return is_portrait_of (face, quad); }, best);
      for (Quad quad : quads)
        if (quad.support >= LEAST_SUPPORT && is_portrait_of (face, quad)
            && (!found || worth_of (quad, picture.cols) > worth_of (best, picture.cols)))
          {
            best = quad;
            found = true;
          }
      if (!found)
        continue;
      take_corners (picture, best, view);
      take_portrait (picture, face, view);
      return true;
    }
  return false;
}

/* A card that shows no portrait: its other side, or one covered by a finger. */
bool
take_bare_card (const cv::Mat &picture,
                const std::vector<AnnaeFace> &faces,
                std::vector<Quad> &quads,
                AnnaeDocumentView &view)
{
  for (Quad &quad : quads)
    {
      std::vector<cv::Point2f> outline (quad.corners.begin (), quad.corners.end ());
      bool about_a_face = std::any_of (faces.begin (), faces.end (), [&] (const AnnaeFace &face) {
        cv::Point2f centre (face.box.x + face.box.width / 2, face.box.y + face.box.height / 2);
        return cv::pointPolygonTest (outline, centre, false) >= 0;
      });
      turn_upright (quad, cv::Point2f (0, -1));
      if (quad.support < LEAST_SUPPORT_BARE || about_a_face || !has_card_aspect (quad)
          || std::fabs (cv::contourArea (outline)) < LEAST_AREA_BARE * static_cast<double> (picture.total ()))
        continue;
      take_corners (picture, quad, view);
      cv::Scalar mean = cv::mean (picture (cv::boundingRect (outline) & cv::Rect (0, 0, picture.cols, picture.rows)));
      view.brightness = (0.114 * mean[0] + 0.587 * mean[1] + 0.299 * mean[2]) / 255;
      return true;
    }
  return false;
}

} // namespace

void
view_document (Detector &detector, const cv::Mat &picture, AnnaeDocumentView &view)
{
  std::vector<AnnaeFace> faces = detector.find (picture, Effort::EVERY_FACE);
  std::vector<Quad> quads = find_quads (picture);

  view = {};
  if (!take_card (picture, faces, quads, view))
    take_bare_card (picture, faces, quads, view);
}

cv::Mat
read_document (Detector &detector, const cv::Mat &picture, AnnaeDocumentView &view)
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
          std::vector<AnnaeFace> faces = detector.find (turned, effort);
          if (faces.empty ())
            continue;
          /* A face lying on its side is found as well, only less surely. */
          double upright = std::cos (roll_of_eyes (faces[0]) * CV_PI / 180);
          double worth = faces[0].score * upright;
          if (up_of (faces[0]).y < 0 && worth > best)
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

  std::vector<Quad> quads = find_quads (best_picture);
  if (!take_card (best_picture, { best_faces[0] }, quads, view))
    {
      view.found = TRUE;
      take_portrait (best_picture, best_faces[0], view);
      view.width_share = 1;
    }
  return best_picture;
}

} // namespace annae
