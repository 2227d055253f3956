/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Straight edges anywhere in the picture, two level and two upright ones that cross as a document's sides do. */

#include "card-bare.h"

#include "card-find.h"
#include "rough-quads.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace annae
{

namespace
{

constexpr int LINE_SIDE = 640;       /* the picture's longer side, px */
constexpr double LEAST_LENGTH = 18;  /* px of it */
constexpr double MOST_LEAN = 32;     /* degrees that a side may be off level or upright */
constexpr size_t MOST_LINES = 30;    /* of either kind */
constexpr double LEAST_APART = 0.05; /* of the picture's longer side */
constexpr double MOST_APART = 0.9;
constexpr double LEAST_BESIDE = 0.3;   /* share of the shorter one that lies beside the other */
constexpr double MOST_CONVERGING = 20; /* degrees */
constexpr double LEAST_SUPPORT = 0.7;
constexpr double MOST_TILT = 40;
/* Where nothing else speaks for an outline it needs to be a better one: nobody holds a card farther off or more
 * obliquely, but a card's own lines and those of the room are mostly seen so. */
constexpr double SURE_SUPPORT = 0.9;
constexpr double SURE_TILT = 36;
constexpr double SURE_AREA = 0.015; /* of the picture */
constexpr double LEAST_PRINT
    = 0.06; /* a picture's frame on the wall has 0.00, of 191 cards two in a hundred less than 0.20 */
constexpr double PRINT_STEP = 6;     /* grey levels from px to px */
constexpr double PRINT_MARGIN = 0.1; /* of each side */
constexpr double LARGEST_PORTRAIT
    = 0.62;                         /* of an outline's height: a larger face is somebody's in a window or on a screen */
constexpr double FACE_INSIDE = 0.7; /* the share of it that is seen there; behind a card it is less */
constexpr double ALIKE = 0.04;      /* of the width */
constexpr double CLOSE_SUPPORT = 0.8; /* of outlines that are looked at from near */
constexpr size_t MOST_CLOSE = 2;
constexpr float CLOSE_OVERLAP = 0.3f;
constexpr int CLOSE_COLS = 416; /* of an outline seen from near, px: multiples of 32, as networks like them */
constexpr int CLOSE_ROWS = 288;

struct Pair
{
  const EdgeLine *first; /* above or left */
  const EdgeLine *last;
};

/* First and last place along a line on which an edge is seen. */
std::pair<double, double>
ends_of (const EdgeLine &line)
{
  std::pair<double, double> ends = line.covered[0];

  for (const auto &part : line.covered)
    ends = { std::min (ends.first, part.first), std::max (ends.second, part.second) };
  return ends;
}

/* TRUE where two lines stand as a document's opposite sides do. */
bool
are_opposite (const EdgeLine &one, const EdgeLine &other, double longest)
{
  auto a = ends_of (one);
  auto b = ends_of (other);
  cv::Point2d from = other.at + other.along * b.first - one.at;
  cv::Point2d to = other.at + other.along * b.second - one.at;
  cv::Point2d middle = (from + to) / 2 - one.along * ((a.first + a.second) / 2);
  double apart = std::fabs (one.along.x * middle.y - one.along.y * middle.x);
  double low = std::max (a.first, std::min (from.dot (one.along), to.dot (one.along)));
  double high = std::min (a.second, std::max (from.dot (one.along), to.dot (one.along)));
  double shorter = std::min (a.second - a.first, b.second - b.first);

  return apart > LEAST_APART * longest && apart < MOST_APART * longest && high - low > LEAST_BESIDE * shorter
         && std::fabs (one.along.dot (other.along)) > std::cos (MOST_CONVERGING * CV_PI / 180);
}

std::vector<Pair>
opposite_pairs (const std::vector<EdgeLine> &lines, cv::Point2d across, double longest)
{
  std::vector<Pair> pairs;

  for (size_t i = 0; i < lines.size (); i++)
    for (size_t k = i + 1; k < lines.size (); k++)
      {
        if (!are_opposite (lines[i], lines[k], longest))
          continue;
        bool turned = (lines[i].at - lines[k].at).dot (across) > 0;
        pairs.push_back (turned ? Pair{ &lines[k], &lines[i] } : Pair{ &lines[i], &lines[k] });
      }
  return pairs;
}

void
find_quads_alone (const cv::Mat &picture, std::vector<Quad> &quads)
{
  double longest = std::max (picture.cols, picture.rows);
  double factor = std::min (1.0, LINE_SIDE / longest);
  double straight = std::cos (MOST_LEAN * CV_PI / 180);
  cv::Mat small;
  std::vector<cv::Vec4f> segments;
  std::vector<EdgeLine> level;
  std::vector<EdgeLine> upright;
  RoughQuads rough;

  /* Of a picture of 3000 by 1 nothing would be left. */
  if (factor * std::min (picture.cols, picture.rows) < 40)
    return;
  cv::resize (picture, small, cv::Size (), factor, factor, cv::INTER_AREA);
  find_segments (small, segments);
  /* The longest first: they know best where a line goes. */
  auto length_of = [] (const cv::Vec4f &s) { return std::hypot (s[2] - s[0], s[3] - s[1]); };
  std::stable_sort (segments.begin (), segments.end (),
                    [&] (const cv::Vec4f &a, const cv::Vec4f &b) { return length_of (a) > length_of (b); });
  for (const cv::Vec4f &segment : segments)
    {
      cv::Point2d a (segment[0], segment[1]);
      cv::Point2d b (segment[2], segment[3]);
      double length = cv::norm (b - a);
      if (length < LEAST_LENGTH)
        break;
      if (std::fabs (b.x - a.x) > straight * length)
        add_piece (level, a, b, SAME_LINE);
      else if (std::fabs (b.y - a.y) > straight * length)
        add_piece (upright, a, b, SAME_LINE);
    }
  keep_longest (level, MOST_LINES);
  keep_longest (upright, MOST_LINES);
  std::vector<Pair> across = opposite_pairs (level, { 0, 1 }, factor * longest);
  std::vector<Pair> down = opposite_pairs (upright, { 1, 0 }, factor * longest);
  for (const Pair &sides : across)
    for (const Pair &ends : down)
      rough.try_sides (*sides.first, *ends.last, *sides.last, *ends.first);
  std::vector<Quad> found = rough.best (factor);
  polish_quads (picture, found, 0.012);
  quads.insert (quads.end (), found.begin (), found.end ());
}

bool
frames_somebody (const std::vector<cv::Point2f> &outline, const std::vector<AnnaeFace> &faces)
{
  double most = LARGEST_PORTRAIT * cv::boundingRect (outline).height;

  return std::any_of (faces.begin (), faces.end (), [&] (const AnnaeFace &face) {
    const AnnaeBox &box = face.box;
    if (box.height < most)
      return false;
    std::vector<cv::Point2f> seen = { { box.x, box.y },
                                      { box.x + box.width, box.y },
                                      { box.x + box.width, box.y + box.height },
                                      { box.x, box.y + box.height } };
    std::vector<cv::Point2f> common;
    return cv::intersectConvexConvex (outline, seen, common) > FACE_INSIDE * box.width * box.height;
  });
}

bool
alike (const Quad &a, const Quad &b)
{
  double most = ALIKE * cv::norm (a.corners[1] - a.corners[0]);

  for (size_t i = 0; i < 4; i++)
    if (cv::norm (a.corners[i] - b.corners[i]) > most)
      return false;
  return true;
}

double
area_of (const Quad &quad)
{
  return std::fabs (cv::contourArea (std::vector<cv::Point2f> (quad.corners.begin (), quad.corners.end ())));
}

/* Share of an outline's inside in which brightness changes as it does about letters and lines. */
double
measure_print (const cv::Mat &picture, const Quad &quad)
{
  constexpr int COLS = 192;
  constexpr int ROWS = 128;
  const cv::Point2f flat[4] = { { 0, 0 }, { COLS, 0 }, { COLS, ROWS }, { 0, ROWS } };
  cv::Rect inside (cvRound (PRINT_MARGIN * COLS), cvRound (PRINT_MARGIN * ROWS),
                   cvRound ((1 - 2 * PRINT_MARGIN) * COLS), cvRound ((1 - 2 * PRINT_MARGIN) * ROWS));
  cv::Mat grey;
  cv::Mat across;
  cv::Mat down;
  cv::Mat steps;

  cv::warpPerspective (picture, grey, cv::getPerspectiveTransform (quad.corners.data (), flat), cv::Size (COLS, ROWS),
                       cv::INTER_LINEAR);
  cv::cvtColor (grey, grey, cv::COLOR_BGR2GRAY);
  cv::GaussianBlur (grey, grey, {}, 0.7);
  cv::Sobel (grey, across, CV_32F, 1, 0, 3, 1.0 / 8);
  cv::Sobel (grey, down, CV_32F, 0, 1, 3, 1.0 / 8);
  cv::magnitude (across, down, steps);
  return static_cast<double> (cv::countNonZero (steps (inside) > PRINT_STEP)) / inside.area ();
}

/* Adds the faces on an outline, seen flat, upright and as large as all others. */
void
find_on (Detector &detector, const cv::Mat &picture, const Quad &quad, std::vector<AnnaeFace> &faces)
{
  const auto &c = quad.corners;
  double width = (cv::norm (c[1] - c[0]) + cv::norm (c[2] - c[3])) / 2;
  double height = (cv::norm (c[3] - c[0]) + cv::norm (c[2] - c[1])) / 2;
  auto cols = static_cast<float> (CLOSE_COLS);
  auto rows = static_cast<float> (std::min<double> (CLOSE_ROWS, CLOSE_COLS * height / std::max (width, 1.0)));
  const cv::Point2f flat[4] = { { 0, 0 }, { cols, 0 }, { cols, rows }, { 0, rows } };
  cv::Mat to_flat = cv::getPerspectiveTransform (c.data (), flat);
  cv::Mat near;

  cv::Matx33d back (cv::Mat (to_flat.inv ()));

  cv::warpPerspective (picture, near, to_flat, cv::Size (CLOSE_COLS, CLOSE_ROWS), cv::INTER_CUBIC);
  auto at = [&] (float x, float y) {
    cv::Vec3d there = back * cv::Vec3d (x, y, 1);
    return cv::Point2f (static_cast<float> (there[0] / there[2]), static_cast<float> (there[1] / there[2]));
  };
  for (AnnaeFace face : detector.find (near, Effort::SMALL))
    {
      const AnnaeBox box = face.box;
      float x = box.x + box.width / 2;
      float y = box.y + box.height / 2;
      cv::Point2f middle = at (x, y);
      auto across = static_cast<float> (cv::norm (at (x + box.width / 2, y) - at (x - box.width / 2, y)));
      auto down = static_cast<float> (cv::norm (at (x, y + box.height / 2) - at (x, y - box.height / 2)));
      face.box = { middle.x - across / 2, middle.y - down / 2, across, down };
      for (AnnaePoint &point : face.landmarks)
        {
          cv::Point2f there = at (point.x, point.y);
          point = { there.x, there.y };
        }
      faces.push_back (face);
    }
}

} // namespace

std::vector<BareCard>
find_bare_cards (const cv::Mat &picture, const std::vector<AnnaeFace> &faces, const GPtrArray *layouts)
{
  std::vector<BareCard> judged;
  std::vector<BareCard> cards;
  std::vector<Quad> quads = find_quads (picture);

  find_quads_alone (picture, quads);
  for (Quad &quad : quads)
    {
      if (quad.support < LEAST_SUPPORT
          || frames_somebody (std::vector<cv::Point2f> (quad.corners.begin (), quad.corners.end ()), faces))
        continue;
      turn_upright (quad, cv::Point2f (0, -1));
      double tilt = tilt_of_quad (quad, picture.size (), layouts, nullptr);
      if (tilt > MOST_TILT)
        continue;
      double share = area_of (quad) / static_cast<double> (picture.total ());
      judged.push_back ({ quad, tilt, quad.support + 0.3 * std::log (share) - 0.4 * (tilt / 45) * (tilt / 45) });
    }
  std::stable_sort (judged.begin (), judged.end (),
                    [] (const BareCard &a, const BareCard &b) { return a.worth > b.worth; });
  for (const BareCard &one : judged)
    if (std::none_of (cards.begin (), cards.end (), [&] (const BareCard &card) { return alike (card.quad, one.quad); }))
      cards.push_back (one);
  return cards;
}

bool
is_surely_card (const cv::Mat &picture, const BareCard &card)
{
  return card.quad.support >= SURE_SUPPORT && card.tilt <= SURE_TILT
         && area_of (card.quad) >= SURE_AREA * static_cast<double> (picture.total ())
         && measure_print (picture, card.quad) >= LEAST_PRINT;
}

std::vector<AnnaeFace>
look_closer (Detector &detector, const cv::Mat &picture, const std::vector<BareCard> &cards)
{
  std::vector<AnnaeFace> faces;
  size_t n = 0;

  for (const BareCard &card : cards)
    if (card.quad.support >= CLOSE_SUPPORT && n++ < MOST_CLOSE)
      find_on (detector, picture, card.quad, faces);
  suppress_overlaps (faces, CLOSE_OVERLAP);
  return faces;
}

} // namespace annae
