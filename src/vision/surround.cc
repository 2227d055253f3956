/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The outline of a sheet or a screen about a face, and the regular pattern that a screen's pixels leave. Bounds:
 * doc/liveness-figures.md. */

#include "surround.h"

#include "edge-faint.h"
#include "wipe-allocator.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace annae
{

namespace
{

/* ---- the outline ---- */

constexpr int SIDE = 400;          /* the picture's longer side, px */
constexpr double LEAST_LENGTH = 9; /* px of a piece of an edge */
constexpr double MOST_LEAN = 25.0; /* degrees between an upright side and the face's own axis */
constexpr double SAME_LINE = 3.0;  /* px: paper is never quite flat */
/* Above and below: a sheet bent around the face has its edges in arcs. */
constexpr double MOST_ARC_LEAN = 30.0;
constexpr double SAME_ARC = 4.5;
constexpr size_t MOST_LINES = 8; /* of each side */
/* Where an edge may be, in halves of the face's box: around a cylinder there is less of a face than its detector
 * thinks. */
constexpr double BESIDE = 0.6;
constexpr double ABOVE = 0.8;
constexpr double MOST_WIDTH = 6.0;   /* of the outline, in widths of the face's box */
constexpr double LEAST_COVER = 0.35; /* of a side */
constexpr double LEAST_NECK = 0.5;   /* of the stretch below the face */
constexpr double MOST_SLOPE = 0.12;  /* tangent of 7 degrees */
constexpr double END = 0.2;          /* of a side, where it meets the next */
constexpr int LEAST_CLOSED = 3;      /* corners: a thumb may be on one */
/* Where one of the lower corners is open there has to be more of the stretch below the face, or of the upper side. */
constexpr double LEAST_OPEN_NECK = 0.9;
constexpr double LEAST_OPEN_TOP = 0.8;
/* Where it is only faintly seen there has to be more of it, and of all sides. */
constexpr double LEAST_FAINT_NECK = 0.8;
constexpr double LEAST_FAINT_COVER = 0.7;
constexpr int FAINT_SHIFT = 4;       /* px: as SAME_ARC, of the clear pieces to both sides of a faint one */
constexpr double LEAST_INSIDE = 0.7; /* of a side that is nearer than the face's box is wide */

FacePlace
place_of (const AnnaeFace &face, double factor, cv::Size size)
{
  cv::Point2d eyes ((face.landmarks[0].x + face.landmarks[1].x) / 2.0,
                    (face.landmarks[0].y + face.landmarks[1].y) / 2.0);
  cv::Point2d mouth ((face.landmarks[3].x + face.landmarks[4].x) / 2.0,
                     (face.landmarks[3].y + face.landmarks[4].y) / 2.0);
  /* The eyes' own line: the mouth of a turned head is beside them. */
  cv::Point2d across (face.landmarks[1].x - face.landmarks[0].x, face.landmarks[1].y - face.landmarks[0].y);
  double length = std::max (cv::norm (across), 1e-6);
  cv::Point2d right = across / length;
  cv::Point2d down (-right.y, right.x);

  if (down.dot (mouth - eyes) < 0)
    down = -down;
  return { { (face.box.x + face.box.width / 2) * factor, (face.box.y + face.box.height / 2) * factor },
           right,
           down,
           face.box.width * factor / 2,
           face.box.height * factor / 2,
           size };
}

/* Edges above, right of, below and left of the face, the longest of each. */
void
sort_edges (const cv::Mat &grey, const FacePlace &place, std::vector<EdgeLine> (&sides)[4])
{
  std::vector<cv::Vec4f> pieces;
  double upright = std::cos (MOST_LEAN * CV_PI / 180);
  double level = std::cos (MOST_ARC_LEAN * CV_PI / 180);

  cv::createLineSegmentDetector (cv::LSD_REFINE_NONE)->detect (grey, pieces);
  for (const cv::Vec4f &piece : pieces)
    {
      cv::Point2d a (piece[0], piece[1]);
      cv::Point2d b (piece[2], piece[3]);
      double length = cv::norm (b - a);
      if (length < LEAST_LENGTH)
        continue;
      cv::Point2d along = (b - a) / length;
      cv::Point2d middle = (a + b) / 2 - place.centre;
      double across = middle.dot (place.right);
      double below = middle.dot (place.down);
      if (std::fabs (along.dot (place.right)) > level && std::fabs (below) > ABOVE * place.half_height)
        add_piece (sides[below < 0 ? 0 : 2], a, b, SAME_ARC);
      else if (std::fabs (along.dot (place.down)) > upright && std::fabs (across) > BESIDE * place.half_width)
        add_piece (sides[across > 0 ? 1 : 3], a, b, SAME_LINE);
    }
  for (std::vector<EdgeLine> &edges : sides)
    keep_longest (edges, MOST_LINES);
}

/* A lower side, and the same where it goes on faintly before dark clothes or a dark wall: seldom asked for. */
struct Lower
{
  EdgeLine clear;
  std::optional<EdgeLine> bridged;

  const EdgeLine &
  with_faint (const cv::Mat &picture)
  {
    if (!bridged)
      {
        bridged = clear;
        bridge_faint (*bridged, picture, FAINT_SHIFT);
      }
    return *bridged;
  }
};

/* The least share of a side, and of the stretch below the face, where a person's neck and clothes would be. */
double
worth_of (const FacePlace &place,
          const cv::Mat &picture,
          const EdgeLine &top,
          const EdgeLine &right,
          Lower &lower,
          const EdgeLine &left)
{
  const EdgeLine &bottom = lower.clear;
  cv::Point2d c[4];

  if (!cross_at (top, left, c[0]) || !cross_at (top, right, c[1]) || !cross_at (bottom, right, c[2])
      || !cross_at (bottom, left, c[3]))
    return 0;
  double width = (cv::norm (c[1] - c[0]) + cv::norm (c[2] - c[3])) / 2;
  double height = (cv::norm (c[3] - c[0]) + cv::norm (c[2] - c[1])) / 2;
  if (width > 2 * MOST_WIDTH * place.half_width || width < 0.4 * height || width > 2.5 * height)
    return 0;
  for (size_t i = 0; i < 4; i++)
    {
      cv::Point2d a = c[(i + 1) % 4] - c[i];
      cv::Point2d b = c[(i + 2) % 4] - c[(i + 1) % 4];
      if (a.x * b.y - a.y * b.x <= 0 || c[i].y > place.size.height + 2)
        return 0;
    }
  /* What turns away leans to both sides alike, about the face's own level. */
  cv::Point2d level
      = (c[1] - c[0]) / std::max (cv::norm (c[1] - c[0]), 1.0) + (c[2] - c[3]) / std::max (cv::norm (c[2] - c[3]), 1.0);
  if (std::fabs (level.dot (place.down)) > MOST_SLOPE * std::fabs (level.dot (place.right)))
    return 0;
  double covers[] = { cover_of (top, c[0], c[1]), cover_of (right, c[1], c[2]), cover_of (bottom, c[2], c[3]),
                      cover_of (left, c[3], c[0]) };
  /* Shoulders are a lower side too, before a window; but they do not meet its sides. */
  const EdgeLine *edges[] = { &top, &right, &bottom, &left };
  bool is_closed[4];
  for (size_t i = 0; i < 4; i++)
    is_closed[i] = cover_of (*edges[(i + 3) % 4], c[i], c[i] + (c[(i + 3) % 4] - c[i]) * END) >= LEAST_COVER
                   && cover_of (*edges[i], c[i], c[i] + (c[(i + 1) % 4] - c[i]) * END) >= LEAST_COVER;
  auto closed = std::count (is_closed, is_closed + 4, true);
  if (closed < LEAST_CLOSED)
    return 0;
  cv::Point2d below = place.centre + place.down * (bottom.at - place.centre).dot (place.down);
  cv::Point2d half = place.right * place.half_width;
  double neck = cover_of (bottom, below - half, below + half);
  /* What is behind a person has no edge there at all; before dark things there may be a faint one, and all four corners
   * are clear. */
  bool faint = neck < LEAST_NECK && closed == 4;
  if (faint)
    {
      neck = cover_of (lower.with_faint (picture), below - half, below + half);
      covers[2] = cover_of (*lower.bridged, c[2], c[3]);
    }
  if (*std::min_element (covers, covers + 4) < (faint ? LEAST_FAINT_COVER : LEAST_COVER)
      || neck < (faint ? LEAST_FAINT_NECK : LEAST_NECK))
    return 0;
  /* Cheeks and hair have upright edges too, in pieces. */
  for (const EdgeLine *side : { &right, &left })
    if (std::fabs ((side->at - place.centre).dot (place.right)) < place.half_width
        && covers[side == &right ? 1 : 3] < LEAST_INSIDE)
      return 0;
  /* A collar before pictures on a wall meets the edge of one of them by chance. The head hides some of their tops. */
  bool open_below = !is_closed[2] || !is_closed[3];
  if (open_below && neck < LEAST_OPEN_NECK && covers[0] < LEAST_OPEN_TOP)
    return 0;
  return (covers[0] + covers[1] + covers[2] + covers[3] + neck) / 5;
}

/* ---- the pattern ---- */

constexpr int PATCH = 128;
constexpr int NEAR = 6;          /* bins: what a peak is compared with lies in a square of so many either way */
constexpr int LOWEST = 10;       /* bins: coarser than 13 px are things, not patterns */
constexpr double LEAST_BOX = 48; /* px of the face's width */

cv::Mat
power_of (const cv::Mat &grey)
{
  static const cv::Mat window = [] {
    VaultPause pause; /* it belongs to nobody and stays */
    cv::Mat made;
    cv::createHanningWindow (made, cv::Size (PATCH, PATCH), CV_32F);
    return made;
  }();
  cv::Mat values;
  cv::Mat blurred;
  cv::Mat spectrum;
  cv::Mat parts[2];

  grey.convertTo (values, CV_32F);
  cv::GaussianBlur (values, blurred, cv::Size (13, 13), 3.0);
  cv::dft ((values - blurred).mul (window), spectrum, cv::DFT_COMPLEX_OUTPUT);
  cv::split (spectrum, parts);
  return parts[0].mul (parts[0]) + parts[1].mul (parts[1]);
}

/* JPEG's blocks of 8 make peaks of their own, on the axes; the window makes each three bins wide. */
bool
is_of_blocks (int u, int v)
{
  constexpr int STEP = PATCH / 8;

  return (std::abs (v) <= 1 && (u + PATCH + 1) % STEP <= 2) || (std::abs (u) <= 1 && (v + PATCH + 1) % STEP <= 2);
}

} // namespace

double
outline_about (const cv::Mat &picture, const AnnaeFace &face, FaceEdges *found)
{
  double factor = std::min (1.0, static_cast<double> (SIDE) / std::max (picture.cols, picture.rows));
  std::vector<EdgeLine> sides[4];
  cv::Mat colour;
  cv::Mat grey;
  double best = 0;

  if (!face.has_landmarks || factor * std::min (picture.cols, picture.rows) < 40)
    return 0;
  cv::resize (picture, colour, cv::Size (), factor, factor, cv::INTER_AREA);
  cv::cvtColor (colour, grey, cv::COLOR_BGR2GRAY);
  FacePlace place = place_of (face, factor, grey.size ());
  sort_edges (grey, place, sides);
  std::vector<Lower> lowers;
  for (const EdgeLine &line : sides[2])
    lowers.push_back ({ line, std::nullopt });
  for (const EdgeLine &top : sides[0])
    for (Lower &bottom : lowers)
      for (const EdgeLine &left : sides[3])
        for (const EdgeLine &right : sides[1])
          best = std::max (best, worth_of (place, colour, top, right, bottom, left));
  if (found != nullptr)
    {
      found->colour = colour;
      found->place = place;
      std::move (std::begin (sides), std::end (sides), std::begin (found->sides));
    }
  return best;
}

double
pattern_about (const cv::Mat &picture, const AnnaeFace &face)
{
  cv::Rect patch (cvRound (face.box.x + face.box.width / 2 - PATCH / 2.0f),
                  cvRound (face.box.y + face.box.height / 2 - PATCH / 2.0f), PATCH, PATCH);
  cv::Mat grey;
  double best = -1;

  if (face.box.width < LEAST_BOX || picture.cols < PATCH || picture.rows < PATCH)
    return -1;
  patch.x = std::clamp (patch.x, 0, picture.cols - PATCH);
  patch.y = std::clamp (patch.y, 0, picture.rows - PATCH);
  cv::cvtColor (picture (patch), grey, cv::COLOR_BGR2GRAY);
  cv::Mat power = power_of (grey);
  cv::Mat around;
  cv::log (power + 1e-3, power);
  /* The spectrum goes round, and so does the neighbourhood. */
  cv::copyMakeBorder (power, around, NEAR, NEAR, NEAR, NEAR, cv::BORDER_WRAP);
  cv::blur (around, around, cv::Size (2 * NEAR + 1, 2 * NEAR + 1));
  around = around (cv::Rect (NEAR, NEAR, PATCH, PATCH));
  for (int v = 0; v <= PATCH / 2; v++)
    for (int u = -PATCH / 2; u < PATCH / 2; u++)
      if (u * u + v * v >= LOWEST * LOWEST && (v > 0 || u > 0) && !is_of_blocks (u, v))
        {
          int column = (u + PATCH) % PATCH;
          best = std::max (best, (power.at<float> (v, column) - around.at<float> (v, column)) / std::log (10.0));
        }
  return best;
}

} // namespace annae
