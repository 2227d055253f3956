/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Perspective, print, lamp, fingers, lens, sensor. The part of a picture in which the document is, is all that is
 * worked on: thousands are made. */

#include "card-stage.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

namespace
{

constexpr double FOCAL_SHARE = 0.866; /* 60 degrees across */
constexpr double HIGHLIGHT_CM = 1.1;  /* of a ceiling lamp on laminate */
const cv::Scalar SKIN (128, 158, 208);

cv::Matx33d
turn_of (const CardPose &pose)
{
  double radians = CV_PI / 180;
  double cy = std::cos (pose.yaw * radians), sy = std::sin (pose.yaw * radians);
  double cp = std::cos (pose.pitch * radians), sp = std::sin (pose.pitch * radians);
  double cr = std::cos (pose.roll * radians), sr = std::sin (pose.roll * radians);
  cv::Matx33d yaw (cy, 0, sy, 0, 1, 0, -sy, 0, cy);
  cv::Matx33d pitch (1, 0, 0, 0, cp, -sp, 0, sp, cp);
  cv::Matx33d roll (cr, -sr, 0, sr, cr, 0, 0, 0, 1);

  return yaw * pitch * roll;
}

/* A point of the document, cm from its middle, before the camera. */
cv::Vec3d
place (const CardPose &pose, double x, double y)
{
  return turn_of (pose) * cv::Vec3d (x, y, 0) + cv::Vec3d (pose.x, pose.y, pose.z);
}

cv::Point2f
project (const CardScene &scene, const cv::Vec3d &at)
{
  double focal = FOCAL_SHARE * scene.size.width;

  return { static_cast<float> (scene.size.width / 2.0 + focal * at[0] / at[2]),
           static_cast<float> (scene.size.height / 2.0 + focal * at[1] / at[2]) };
}

/* From px of the print to px of the picture. */
cv::Mat
print_to_picture (const Specimen &specimen, const CardTruth &truth)
{
  return cv::getPerspectiveTransform (specimen.corners, truth.corners);
}

cv::Point2f
map (const cv::Mat &way, cv::Point2f point)
{
  std::vector<cv::Point2f> points = { point };

  cv::perspectiveTransform (points, points, way);
  return points[0];
}

/* A limb as a few strokes, each thinner and lighter than the last, as round flesh is under a lamp in front. */
void
draw_limb (cv::Mat &picture, const std::vector<cv::Point2f> &joints, double thick, double shade)
{
  constexpr int STROKES = 6;

  for (int k = 0; k < STROKES; k++)
    {
      double share = 1 - 0.85 * k / STROKES;
      cv::Scalar colour = SKIN * (shade * (0.5 + 0.5 * std::sqrt (1 - share * share * 0.95)));
      for (size_t i = 0; i + 1 < joints.size (); i++)
        cv::line (picture, joints[i], joints[i + 1], colour, std::max (1, cvRound (thick * share)), cv::LINE_AA);
    }
}

/* Joints are cm from the document's middle. */
void
draw_finger (cv::Mat &picture,
             const Specimen &specimen,
             const cv::Mat &way,
             const std::vector<cv::Point2d> &joints_cm,
             double thick_cm,
             double shade,
             double px_a_cm)
{
  std::vector<cv::Point2f> joints;
  double print_px = cv::norm (specimen.corners[1] - specimen.corners[0]) / specimen.width_cm;
  cv::Point2f middle = (specimen.corners[0] + specimen.corners[2]) / 2;

  for (const cv::Point2d &joint : joints_cm)
    joints.push_back (map (way, middle + cv::Point2f (joint * print_px)));
  draw_limb (picture, joints, thick_cm * px_a_cm, shade);
}

void
draw_hand (cv::Mat &picture, const Specimen &specimen, const cv::Mat &way, Hold hold, bool before, double px_a_cm)
{
  double right = specimen.width_cm / 2;
  double bottom = specimen.height_cm / 2;

  auto finger = [&] (std::vector<cv::Point2d> joints, double thick, double shade) {
    draw_finger (picture, specimen, way, joints, thick, shade, px_a_cm);
  };
  auto hand = [&] (double side) {
    if (!before)
      for (int k = 0; k < 3; k++)
        finger ({ { side * (right + 4.5 + 0.3 * k), bottom + 5.5 - 0.6 * k },
                  { side * (right + 1.2), bottom + 0.6 - 1.1 * k },
                  { side * (right - 1.0), bottom - 0.8 - 1.1 * k } },
                1.5, 0.8 - 0.05 * k);
    else
      finger ({ { side * (right + 3.2), bottom + 5.8 },
                { side * (right + 1.2), bottom + 1.7 },
                { side * (right - 0.45), bottom - 0.45 } },
              1.8, 1.0);
  };
  /* A thumb that lies across the corner, over 2.6 cm of the lower edge and 1.5 of the side; the forefinger behind it,
   * the others curled up below. */
  auto pinch = [&] (double side) {
    if (!before)
      {
        finger ({ { side * (right + 4.6), bottom + 5.6 },
                  { side * (right + 0.4), bottom + 1.7 },
                  { side * (right - 1.9), bottom + 0.9 } },
                1.6, 0.7);
        finger ({ { side * (right + 4.6), bottom + 3.2 },
                  { side * (right + 1.3), bottom - 0.3 },
                  { side * (right - 0.8), bottom - 1.1 } },
                1.5, 0.8);
      }
    else
      finger ({ { side * (right + 4.8), bottom + 4.6 },
                { side * (right + 0.8), bottom + 0.8 },
                { side * (right - 1.7), bottom - 0.5 } },
              1.9, 1.0);
  };
  switch (hold)
    {
    case Hold::PINCHED_RIGHT:
      pinch (1);
      break;
    case Hold::PINCHED_LEFT:
      pinch (-1);
      break;
    case Hold::RIGHT_CORNER:
      hand (1);
      break;
    case Hold::LEFT_CORNER:
      hand (-1);
      break;
    case Hold::BOTH_SIDES:
      hand (1);
      hand (-1);
      break;
    case Hold::BELOW:
      if (before)
        finger ({ { 1.2, bottom + 6 }, { 0.6, bottom + 2 }, { 0.2, bottom - 0.5 } }, 1.8, 1.0);
      else
        finger ({ { -1.5, bottom + 6 }, { -1.2, bottom + 2 }, { -1, bottom - 2 } }, 2.2, 0.8);
      break;
    default:
      if (before)
        {
          cv::Point2f nose = (specimen.landmarks[2] - (specimen.corners[0] + specimen.corners[2]) / 2)
                             * (specimen.width_cm / cv::norm (specimen.corners[1] - specimen.corners[0]));
          double side = nose.x > 0 ? 1 : -1;
          finger ({ { nose.x + side * 5, bottom + 5 },
                    { nose.x + side * 1.5, nose.y + 2.5 },
                    { nose.x - side * 0.1, nose.y - 0.6 } },
                  2.0, 1.0);
        }
      break;
    }
}

/* The mirror image of the lamp, seen in the document: cm from its middle, FALSE where there is none. */
bool
find_highlight (const CardPose &pose, const cv::Point3d &lamp, cv::Point2d &at)
{
  cv::Matx33d turn = turn_of (pose);
  cv::Vec3d normal (turn (0, 2), turn (1, 2), turn (2, 2));
  cv::Vec3d middle (pose.x, pose.y, pose.z);
  cv::Vec3d to_lamp = cv::Vec3d (lamp.x, lamp.y, lamp.z) - middle;
  cv::Vec3d image = cv::Vec3d (lamp.x, lamp.y, lamp.z) - normal * (2 * to_lamp.dot (normal));
  double side = image.dot (normal);

  if (std::fabs (side) < 1e-6 || to_lamp.dot (normal) * middle.dot (normal) > 0)
    return false; /* the lamp is behind the document */
  double share = middle.dot (normal) / side;
  if (share <= 0)
    return false;
  cv::Vec3d apart = turn.t () * (image * share - middle);
  at = { apart[0], apart[1] };
  return true;
}

void
add_highlight (cv::Mat &part,
               cv::Point origin,
               const cv::Mat &way,
               const Specimen &specimen,
               cv::Point2d centre_cm,
               const cv::Mat &alpha)
{
  cv::Mat back = way.inv ();
  double print_px = cv::norm (specimen.corners[1] - specimen.corners[0]) / specimen.width_cm;
  cv::Point2f middle = (specimen.corners[0] + specimen.corners[2]) / 2;
  cv::Matx33d m (back);

  for (int y = 0; y < part.rows; y++)
    {
      auto *row = part.ptr<cv::Vec3b> (y);
      const auto *shown = alpha.ptr<uchar> (y);
      for (int x = 0; x < part.cols; x++)
        {
          if (shown[x] == 0)
            continue;
          cv::Vec3d at = m * cv::Vec3d (x + origin.x, y + origin.y, 1);
          double dx = (at[0] / at[2] - middle.x) / print_px - centre_cm.x;
          double dy = (at[1] / at[2] - middle.y) / print_px - centre_cm.y;
          double far = (dx * dx + dy * dy) / (HIGHLIGHT_CM * HIGHLIGHT_CM);
          if (far > 16)
            continue;
          double a = (1.6 * std::exp (-far) + 0.25 * std::exp (-far / 4)) * shown[x];
          for (int c = 0; c < 3; c++)
            row[x][c] = cv::saturate_cast<uchar> (row[x][c] + a);
        }
    }
}

void
move_blur (cv::Mat &part, cv::Point2d motion)
{
  double length = std::hypot (motion.x, motion.y);

  if (length < 1.5)
    return;
  int half = std::min (20, static_cast<int> (std::ceil (length / 2)));
  cv::Mat kernel = cv::Mat::zeros (2 * half + 1, 2 * half + 1, CV_32F);
  cv::Point2d step = motion * (std::min (length, 2.0 * half) / length / 2);
  cv::line (kernel, { cvRound (half - step.x), cvRound (half - step.y) },
            { cvRound (half + step.x), cvRound (half + step.y) }, 1.0);
  kernel /= cv::sum (kernel)[0];
  cv::filter2D (part, part, -1, kernel);
}

void
add_noise (cv::Mat &picture, double noise, cv::RNG &random)
{
  /* Drawn once: only where it lies changes from picture to picture. */
  static const cv::Mat grain = [] {
    cv::Mat drawn (1080 + 64, 1920 + 64, CV_16SC3);
    cv::RNG own (5);
    own.fill (drawn, cv::RNG::NORMAL, 0, 100);
    return drawn;
  }();
  cv::Rect part (random.uniform (0, 64), random.uniform (0, 64), picture.cols, picture.rows);
  cv::Mat scaled;

  grain (part).convertTo (scaled, CV_16S, noise / 100);
  cv::add (picture, scaled, picture, cv::noArray (), CV_8U);
}

cv::Mat
set_room (const cv::Mat &room, const CardScene &scene)
{
  cv::Mat picture;

  cv::resize (room, picture, scene.size, 0, 0, cv::INTER_LINEAR);
  if (scene.light != 1)
    picture.convertTo (picture, CV_8U, scene.light);
  return picture;
}

} // namespace

std::vector<Specimen>
load_specimens (const char *folder, std::vector<cv::Mat> &rooms)
{
  std::vector<Specimen> specimens;
  std::ifstream list (std::string (folder) + "/specimens.txt");
  std::string line;

  while (std::getline (list, line))
    {
      std::istringstream words (line);
      std::string kind;
      std::string file;
      Specimen specimen;
      words >> kind;
      if (kind == "room")
        {
          words >> specimen.person >> file;
          rooms.push_back (cv::imread (std::string (folder) + "/" + file));
          continue;
        }
      words >> specimen.layout >> specimen.person >> file >> specimen.width_cm >> specimen.height_cm;
      specimen.width_cm /= 10;
      specimen.height_cm /= 10;
      for (cv::Point2f &corner : specimen.corners)
        words >> corner.x >> corner.y;
      for (cv::Point2f &landmark : specimen.landmarks)
        words >> landmark.x >> landmark.y;
      cv::Mat picture = cv::imread (std::string (folder) + "/" + file, cv::IMREAD_UNCHANGED);
      if (!words || picture.channels () != 4)
        g_error ("%s/specimens.txt: “%s” cannot be used", folder, line.c_str ());
      cv::extractChannel (picture, specimen.mask, 3);
      cv::cvtColor (picture, specimen.print, cv::COLOR_BGRA2BGR);
      specimens.push_back (specimen);
    }
  return specimens;
}

bool
project_card (const Specimen &specimen, const CardScene &scene, CardTruth &truth)
{
  double w = specimen.width_cm / 2;
  double h = specimen.height_cm / 2;
  const double corners[4][2] = { { -w, -h }, { w, -h }, { w, h }, { -w, h } };
  bool whole = true;

  for (int i = 0; i < 4; i++)
    {
      truth.corners[i] = project (scene, place (scene.pose, corners[i][0], corners[i][1]));
      whole = whole && truth.corners[i].x > 2 && truth.corners[i].y > 2 && truth.corners[i].x < scene.size.width - 2
              && truth.corners[i].y < scene.size.height - 2;
    }
  cv::Mat way = print_to_picture (specimen, truth);
  for (int i = 0; i < 5; i++)
    truth.landmarks[i] = map (way, specimen.landmarks[i]);
  cv::Matx33d turn = turn_of (scene.pose);
  cv::Vec3d middle (scene.pose.x, scene.pose.y, scene.pose.z);
  double cosine = (turn (0, 2) * middle[0] + turn (1, 2) * middle[1] + turn (2, 2) * middle[2]) / cv::norm (middle);
  truth.tilt = std::acos (std::clamp (cosine, -1.0, 1.0)) * 180 / CV_PI;
  return whole;
}

cv::Point3d
lamp_for (const Specimen &specimen, const CardPose &pose, cv::Point2d at, double away_cm)
{
  cv::Vec3d spot = place (pose, (at.x - 0.5) * specimen.width_cm, (at.y - 0.5) * specimen.height_cm);
  cv::Matx33d turn = turn_of (pose);
  cv::Vec3d normal (turn (0, 2), turn (1, 2), turn (2, 2));
  cv::Vec3d back = spot / cv::norm (spot);

  back = back - normal * (2 * back.dot (normal));
  return { spot[0] + back[0] * away_cm, spot[1] + back[1] * away_cm, spot[2] + back[2] * away_cm };
}

bool
find_glare (const Specimen &specimen, const CardScene &scene, cv::Point2d &spot, CardTruth &truth)
{
  if (!scene.has_lamp || !find_highlight (scene.pose, scene.lamp, spot))
    return false;
  cv::Point2f nose = (specimen.landmarks[2] - (specimen.corners[0] + specimen.corners[2]) / 2)
                     * (specimen.width_cm / cv::norm (specimen.corners[1] - specimen.corners[0]));
  truth.portrait_glare
      = std::exp (-((nose.x - spot.x) * (nose.x - spot.x) + (nose.y - spot.y) * (nose.y - spot.y))
                  / (HIGHLIGHT_CM * HIGHLIGHT_CM));
  return true;
}

cv::Mat
show_card (const Specimen &specimen, const cv::Mat &room, const CardScene &scene, cv::RNG &random, CardTruth &truth)
{
  cv::Mat picture = set_room (room, scene);

  project_card (specimen, scene, truth);
  cv::Mat way = print_to_picture (specimen, truth);
  double px_a_cm = FOCAL_SHARE * scene.size.width / scene.pose.z;
  draw_hand (picture, specimen, way, scene.hold, false, px_a_cm);

  /* A lens takes the mean over a pixel: the print is made about as coarse as the picture first. */
  double smaller
      = std::min (1.0, 1.3 * px_a_cm * specimen.width_cm / cv::norm (specimen.corners[1] - specimen.corners[0]));
  cv::Mat print;
  cv::Mat mask;
  cv::resize (specimen.print, print, {}, smaller, smaller, cv::INTER_AREA);
  cv::resize (specimen.mask, mask, print.size (), 0, 0, cv::INTER_AREA);
  std::vector<cv::Point2f> rim
      = { { 0, 0 },
          { static_cast<float> (specimen.print.cols), 0 },
          { static_cast<float> (specimen.print.cols), static_cast<float> (specimen.print.rows) },
          { 0, static_cast<float> (specimen.print.rows) } };
  cv::perspectiveTransform (rim, rim, way);
  cv::Rect area = cv::boundingRect (rim);
  area -= cv::Point (24, 24);
  area += cv::Size (48, 48);
  area &= cv::Rect ({}, scene.size);
  if (!area.empty ())
    {
      cv::Mat part = picture (area);
      cv::Matx33d shrink (1 / smaller, 0, 0, 0, 1 / smaller, 0, 0, 0, 1);
      cv::Matx33d shift (1, 0, -area.x, 0, 1, -area.y, 0, 0, 1);
      cv::Mat local = cv::Mat (shift) * way * cv::Mat (shrink);
      cv::Mat shown;
      cv::Mat alpha;
      cv::warpPerspective (print, shown, local, area.size (), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
      cv::warpPerspective (mask, alpha, local, area.size (), cv::INTER_LINEAR, cv::BORDER_CONSTANT);
      double turned = std::cos (truth.tilt * CV_PI / 180);
      double lit = scene.light * (0.55 + 0.42 * turned);
      for (int y = 0; y < part.rows; y++)
        {
          auto *under = part.ptr<cv::Vec3b> (y);
          const auto *over = shown.ptr<cv::Vec3b> (y);
          const auto *share = alpha.ptr<uchar> (y);
          for (int x = 0; x < part.cols; x++)
            for (int c = 0; c < 3 && share[x] != 0; c++)
              under[x][c]
                  = cv::saturate_cast<uchar> ((under[x][c] * (255 - share[x]) + over[x][c] * lit * share[x]) / 255);
        }
      cv::Point2d spot;
      if (find_glare (specimen, scene, spot, truth))
        add_highlight (part, area.tl (), way, specimen, spot, alpha);
    }
  draw_hand (picture, specimen, way, scene.hold, true, px_a_cm);
  cv::Rect about = (area - cv::Point (120, 120) + cv::Size (240, 240)) & cv::Rect ({}, scene.size);
  if (!about.empty ())
    {
      cv::Mat part = picture (about);
      move_blur (part, scene.motion);
      cv::GaussianBlur (part, part, {}, std::max (0.3, scene.blur * scene.size.width / 1280));
    }
  add_noise (picture, scene.noise, random);
  return picture;
}

cv::Mat
show_room (const cv::Mat &room, const CardScene &scene, cv::RNG &random)
{
  cv::Mat picture = set_room (room, scene);

  add_noise (picture, scene.noise, random);
  return picture;
}

AnnaeDocumentView
see_truth (const Specimen &specimen, const CardScene &scene, CardTruth &truth, cv::RNG &random)
{
  AnnaeDocumentView view = {};
  cv::Point2d spot;
  bool whole = project_card (specimen, scene, truth);
  double between = cv::norm (truth.landmarks[1] - truth.landmarks[0]);
  bool near = between > 13;

  find_glare (specimen, scene, spot, truth);
  bool burnt = truth.portrait_glare > 0.5;
  if (!whole || !near || burnt)
    return view;
  cv::Point2f centre = (truth.corners[0] + truth.corners[1] + truth.corners[2] + truth.corners[3]) / 4;
  view.found = view.has_corners = TRUE;
  for (int i = 0; i < 4; i++)
    view.corners[i] = { truth.corners[i].x, truth.corners[i].y };
  view.tilt = truth.tilt + random.gaussian (1);
  view.width_share = cv::norm (truth.corners[1] - truth.corners[0]) / scene.size.width;
  view.offset_x = centre.x / scene.size.width - 0.5;
  view.offset_y = centre.y / scene.size.height - 0.5;
  view.brightness = 0.55 * scene.light;
  if (scene.hold == Hold::PORTRAIT)
    return view;
  view.has_portrait = TRUE;
  view.place = { 0.2f, 0.5f };
  view.inter_eye = between * (1 + random.gaussian (0.02));
  view.glare = std::max (0.0, 0.4 * truth.portrait_glare - 0.02);
  view.sharpness = (1 + random.gaussian (0.06)) / (1 + std::hypot (scene.motion.x, scene.motion.y) / 4);
  for (int i = 0; i < ANNAE_N_LANDMARKS; i++)
    view.portrait.landmarks[i] = { truth.landmarks[i].x, truth.landmarks[i].y };
  return view;
}
