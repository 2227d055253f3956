/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Outlines about faces, judged by the pose that explains them and by where the portrait is. */

#include "card-find.h"

#include "angles.h"
#include "card-ghosts.h"

#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace annae
{

namespace
{

constexpr double FOCAL_SHARE = 0.866; /* of a usual webcam, 60 degrees across */

/* A card is six to seven of its portrait's faces wide (the cards in data/layouts: 5.6 to 6.6) and, upright, four high.
 */
constexpr float AROUND_X = 7.0f;
constexpr float AROUND_Y = 5.0f;
/* A face that takes more of the picture has its card outside of it. */
constexpr double LARGEST_FACE = 0.18;
constexpr float LEAST_SHARE = 0.6f; /* of the surest face's score on the same card */
constexpr double HOLDER = 1.8;      /* times as wide as any other: the person behind the card */
constexpr size_t MOST_FACES = 4;
constexpr size_t MOST_COMPLETED = 10;

constexpr double LEAST_SUPPORT = 0.5;
/* Of a document that no layout describes. */
constexpr double LEAST_SUPPORT_UNKNOWN = 0.6;
/* Portraits stand beside the middle of a document: an outline about a face in its middle is a window behind a person.
 */
constexpr double PORTRAIT_OFF_MIDDLE = 0.10;
constexpr double PORTRAIT_HEIGHT_LEAST = 0.15;
constexpr double PORTRAIT_HEIGHT_MOST = 0.62;
constexpr float OVER_EDGE = 0.03f; /* of the card's side: a box is no exact thing */

constexpr double MOST_LEAN = 30; /* degrees between the portrait's up and the card's */
constexpr double MOST_TILT = 50;
constexpr double MOST_RESIDUE = 0.05; /* of the width: corners that no pose explains */
constexpr double SURE_FIT = 0.3;
constexpr double SURE_SUPPORT = 0.75;
constexpr double SURE_RESIDUE = 0.012;

/* The side that lies farther out, where two outlines that share the others are about as good: of a line of print and
 * the edge behind it the line is often the straighter one. */
constexpr double RIVAL_WORTH = 0.1;
constexpr double RIVAL_SUPPORT = 0.03; /* less at most */
constexpr double RIVAL_LEAST = 1.05;   /* of the area */
constexpr double RIVAL_MOST = 1.3;
constexpr double RIVAL_NEAR = 0.015; /* of the width: what is the same line */

struct Pose
{
  double residue; /* px off, over the width in px */
  double tilt;
};

/* The pose of a rectangle of this size (any unit) that shows as quad in a picture of this size. */
bool
find_quad_pose (const Quad &quad, double width, double height, cv::Size size, Pose &pose)
{
  double focal = FOCAL_SHARE * std::max (size.width, size.height);
  cv::Matx33d camera (focal, 0, size.width / 2.0, 0, focal, size.height / 2.0, 0, 0, 1);
  std::vector<cv::Point2f> seen (quad.corners.begin (), quad.corners.end ());
  auto half = static_cast<float> (width / height / 2);
  std::vector<cv::Point3f> card = { { -half, -0.5f, 0 }, { half, -0.5f, 0 }, { half, 0.5f, 0 }, { -half, 0.5f, 0 } };
  std::vector<cv::Mat> turns;
  std::vector<cv::Mat> shifts;
  std::vector<double> errors;

  if (cv::solvePnPGeneric (card, seen, camera, cv::noArray (), turns, shifts, false, cv::SOLVEPNP_IPPE, cv::noArray (),
                           cv::noArray (), errors)
      == 0)
    return false;
  cv::Mat rotation;
  cv::Rodrigues (turns[0], rotation);
  cv::Mat normal = rotation.col (2);
  double cosine = normal.dot (shifts[0]) / std::max (cv::norm (shifts[0]), 1e-9);
  pose.residue = errors[0] / std::max (cv::norm (quad.corners[1] - quad.corners[0]), 1.0);
  pose.tilt = degrees (std::acos (std::clamp (std::fabs (cosine), 0.0, 1.0)));
  return std::isfinite (pose.residue);
}

/* Faces in an outline, as boxes in shares of it. */
void
place_faces (const Quad &quad,
             const std::vector<AnnaeFace> &faces,
             std::vector<AnnaeBox> &boxes,
             std::vector<size_t> &which)
{
  const cv::Point2f flat[4] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
  cv::Matx33d to_card (cv::getPerspectiveTransform (quad.corners.data (), flat));

  boxes.clear ();
  which.clear ();
  auto at = [&] (double x, double y) {
    cv::Vec3d there = to_card * cv::Vec3d (x, y, 1);
    return cv::Point2d (there[0] / there[2], there[1] / there[2]);
  };
  for (size_t i = 0; i < faces.size (); i++)
    {
      const AnnaeBox &box = faces[i].box;
      double x = box.x + box.width / 2;
      double y = box.y + box.height / 2;
      cv::Point2d middle = at (x, y);
      /* What one px along the card's own axes is there. */
      cv::Matx22d local (at (x + 0.5, y).x - at (x - 0.5, y).x, at (x, y + 0.5).x - at (x, y - 0.5).x,
                         at (x + 0.5, y).y - at (x - 0.5, y).y, at (x, y + 0.5).y - at (x, y - 0.5).y);
      auto width = static_cast<float> (box.width * std::hypot (local (0, 0), local (0, 1)));
      auto height = static_cast<float> (box.height * std::hypot (local (1, 0), local (1, 1)));
      AnnaeBox placed
          = { static_cast<float> (middle.x) - width / 2, static_cast<float> (middle.y) - height / 2, width, height };
      if (!(middle.x > 0 && middle.x < 1 && middle.y > 0 && middle.y < 1) || placed.x < -OVER_EDGE
          || placed.y < -OVER_EDGE || placed.x + width > 1 + OVER_EDGE || placed.y + height > 1 + OVER_EDGE)
        continue;
      boxes.push_back (placed);
      which.push_back (i);
    }
}

/* A portrait on a document that no layout describes: the largest face wholly on it, where documents have their
 * portraits, beside the middle and of a portrait's size. */
int
choose_unknown (const std::vector<AnnaeBox> &boxes, const GPtrArray *layouts)
{
  int best = -1;

  for (size_t i = 0; i < boxes.size (); i++)
    {
      const AnnaeBox &box = boxes[i];
      if (std::fabs (box.x + box.width / 2 - 0.5) < PORTRAIT_OFF_MIDDLE || box.height < PORTRAIT_HEIGHT_LEAST
          || box.height > PORTRAIT_HEIGHT_MOST || box.x < 0 || box.y < 0 || box.x + box.width > 1
          || box.y + box.height > 1 || !annae_layouts_is_near (layouts, &box)
          || annae_layouts_is_ghost (layouts, 0, &box))
        continue;
      if (best < 0 || box.height > boxes[static_cast<size_t> (best)].height)
        best = static_cast<int> (i);
    }
  return best;
}

/* The same outlines with one side moved outwards until the aspect is a document's: a header or a line of text is easily
 * taken for the side that nobody sees. */
void
add_completed (std::vector<Quad> &quads, const GPtrArray *layouts)
{
  size_t n = std::min (quads.size (), MOST_COMPLETED);

  std::stable_sort (quads.begin (), quads.end (), [] (const Quad &a, const Quad &b) { return a.support > b.support; });
  for (size_t q = 0; q < n; q++)
    {
      const auto c = quads[q].corners;
      double width = (cv::norm (c[1] - c[0]) + cv::norm (c[2] - c[3])) / 2;
      double height = (cv::norm (c[3] - c[0]) + cv::norm (c[2] - c[1])) / 2;
      double last = 0;
      for (guint i = 0; i < layouts->len; i++)
        {
          const auto *layout = static_cast<const AnnaeLayout *> (g_ptr_array_index (layouts, i));
          double aspect = layout->width_mm / layout->height_mm;
          auto grow = static_cast<float> (width > aspect * height ? width / aspect / height : aspect * height / width);
          if (std::fabs (aspect - last) < 0.01 || grow < 1.04f || grow > 1.5f)
            continue;
          last = aspect;
          /* Upwards or downwards, or to the left or right. */
          bool higher = width > aspect * height;
          for (int side = 0; side < 2; side++)
            {
              Quad moved = quads[q];
              size_t a = higher ? (side == 0 ? 0 : 3) : (side == 0 ? 0 : 1);
              size_t b = higher ? (side == 0 ? 1 : 2) : (side == 0 ? 3 : 2);
              size_t from_a = higher ? (side == 0 ? 3 : 0) : (side == 0 ? 1 : 0);
              size_t from_b = higher ? (side == 0 ? 2 : 1) : (side == 0 ? 2 : 3);
              moved.corners[a] = c[from_a] + (c[a] - c[from_a]) * grow;
              moved.corners[b] = c[from_b] + (c[b] - c[from_b]) * grow;
              moved.support = 0;
              quads.push_back (moved);
            }
        }
    }
}

bool
same_face (const AnnaeFace &a, const AnnaeFace &b)
{
  return a.box.x == b.box.x && a.box.y == b.box.y;
}

/* Faces small enough to have their card in the picture, surest first; but the holder's own last. */
std::vector<AnnaeFace>
likely_portraits (const std::vector<AnnaeFace> &faces, int picture_width)
{
  std::vector<AnnaeFace> likely;

  for (const AnnaeFace &face : faces)
    if (face.box.width < LARGEST_FACE * picture_width)
      likely.push_back (face);
  auto wider = [] (const AnnaeFace &a, const AnnaeFace &b) { return a.box.width > b.box.width; };
  std::stable_sort (likely.begin (), likely.end (), wider);
  bool has_holder = likely.size () > 1 && likely[0].box.width > HOLDER * likely[1].box.width;
  std::stable_sort (likely.begin () + has_holder, likely.end (),
                    [] (const AnnaeFace &a, const AnnaeFace &b) { return a.score > b.score; });
  if (has_holder)
    std::rotate (likely.begin (), likely.begin () + 1, likely.end ());
  if (likely.size () > MOST_FACES)
    likely.resize (MOST_FACES);
  return likely;
}

bool
is_better (const Card &one, const Card &than)
{
  return one.doubtful != than.doubtful ? than.doubtful : one.worth > than.worth;
}

/* TRUE where outer is inner with one side farther out. */
bool
is_rival (const Card &outer, const Card &inner)
{
  const auto &o = outer.quad.corners;
  const auto &i = inner.quad.corners;
  double near = RIVAL_NEAR * cv::norm (i[1] - i[0]);
  int moved = 0;

  if (outer.doubtful != inner.doubtful || outer.layout == nullptr || !same_face (outer.portrait, inner.portrait)
      || outer.worth < inner.worth - RIVAL_WORTH || outer.quad.support < inner.quad.support - RIVAL_SUPPORT)
    return false;
  double larger = cv::contourArea (std::vector<cv::Point2f> (o.begin (), o.end ()))
                  / std::max (cv::contourArea (std::vector<cv::Point2f> (i.begin (), i.end ())), 1.0);
  if (larger < RIVAL_LEAST || larger > RIVAL_MOST)
    return false;
  std::vector<cv::Point2f> outline (o.begin (), o.end ());
  for (size_t k = 0; k < 4; k++)
    {
      if (cv::pointPolygonTest (outline, i[k], true) < -near)
        return false;
      moved += cv::norm (o[k] - i[k]) > near;
    }
  return moved == 2;
}

/* In shares of the card. */
AnnaePoint
place_of_eyes (const Card &card)
{
  const cv::Point2f flat[4] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
  const AnnaePoint &right = card.portrait.landmarks[ANNAE_LANDMARK_RIGHT_EYE];
  const AnnaePoint &left = card.portrait.landmarks[ANNAE_LANDMARK_LEFT_EYE];
  cv::Matx33d to_card (cv::getPerspectiveTransform (card.quad.corners.data (), flat));
  cv::Vec3d there = to_card * cv::Vec3d ((right.x + left.x) / 2, (right.y + left.y) / 2, 1);

  return { static_cast<float> (there[0] / there[2]), static_cast<float> (there[1] / there[2]) };
}

class Judge
{
public:
  Judge (const cv::Mat &whole, const std::vector<AnnaeFace> &all, const GPtrArray *known, const Confirm &asked)
      : size (whole.size ()), faces (all), layouts (known), confirm (asked), exact (all),
        confirmed (all.size (), Answer::NOT_ASKED)
  {
    for (const AnnaeFace &face : faces)
      ghosts.push_back (is_ghost_of_another (whole, faces, face));
  }

  /* Turns quad upright by the face it was found about. FALSE where it is no card's. */
  bool
  judge (Quad quad, const AnnaeFace &about, Card &card)
  {
    if (quad.support < LEAST_SUPPORT || turn_upright (quad, up_of_face (about)) > MOST_LEAN)
      return false;
    place_faces (quad, faces, boxes, which);
    /* Where no face here is one for sure, advice can be given about what a layout has in its portrait's place. */
    card.doubtful
        = std::none_of (which.begin (), which.end (), [this] (size_t face) { return !ghosts[face] && is_face (face); });
    if (!card.doubtful)
      keep ([this] (size_t face) { return ghosts[face] || is_face (face); });
    drop_doubtful ();
    if (boxes.empty ())
      return false;
    card.quad = quad;
    card.worth = -INFINITY;
    sure = false;
    double aspect = aspect_of (quad);
    for (guint i = 0; i < layouts->len; i++)
      {
        const auto *layout = static_cast<const AnnaeLayout *> (g_ptr_array_index (layouts, i));
        guint portrait = 0;
        double fit = 0;
        if (annae_layouts_try (layouts, layout, aspect, boxes.data (), static_cast<guint> (boxes.size ()), &portrait,
                               &fit))
          weigh (layout, which[portrait], fit, layout, card);
      }
    if (std::isfinite (card.worth))
      {
        sure = sure && !card.doubtful && quad.support > SURE_SUPPORT && same_face (card.portrait, about);
        return true;
      }
    int unknown = choose_unknown (boxes, layouts);
    if (unknown < 0 || card.doubtful || quad.support < LEAST_SUPPORT_UNKNOWN)
      return false;
    /* Of an unknown document, the size that explains it best. */
    for (guint i = 0; i < layouts->len; i++)
      weigh (static_cast<const AnnaeLayout *> (g_ptr_array_index (layouts, i)), which[static_cast<size_t> (unknown)], 0,
             nullptr, card);
    return std::isfinite (card.worth);
  }

  bool sure = false;

private:
  enum class Answer
  {
    NOT_ASKED,
    NO,
    YES
  };

  /* A network is asked, so each face only once, and only where it lies on an outline. */
  bool
  is_face (size_t face)
  {
    if (confirmed[face] == Answer::NOT_ASKED)
      confirmed[face] = confirm (exact[face]) ? Answer::YES : Answer::NO;
    return confirmed[face] == Answer::YES;
  }

  /* Of the faces on the outline those that wanted () is TRUE for. */
  template <typename Wanted>
  void
  keep (Wanted wanted)
  {
    size_t n = 0;

    for (size_t i = 0; i < which.size (); i++)
      if (wanted (which[i]))
        {
          which[n] = which[i];
          boxes[n++] = boxes[i];
        }
    which.resize (n);
    boxes.resize (n);
  }

  /* Letters and hair pass for a face now and then: what is much less sure than another face of the document is none. */
  void
  drop_doubtful ()
  {
    float surest = 0;

    for (size_t i : which)
      surest = std::max (surest, faces[i].score);
    keep ([this, surest] (size_t face) { return faces[face].score >= LEAST_SHARE * surest; });
  }

  static double
  aspect_of (const Quad &quad)
  {
    const auto &c = quad.corners;
    double width = (cv::norm (c[1] - c[0]) + cv::norm (c[2] - c[3])) / 2;
    double height = (cv::norm (c[3] - c[0]) + cv::norm (c[2] - c[1])) / 2;

    return width / std::max (height, 1.0);
  }

  /* Lines inside of a card (a header, a frame about the text) make outlines as well supported as the card's own, but
   * smaller, seen from odder sides, and with the portrait at a place where no document has it. */
  void
  weigh (const AnnaeLayout *of_size, size_t portrait, double fit, const AnnaeLayout *layout, Card &card)
  {
    const Quad &quad = card.quad;
    Pose pose = {};

    if (ghosts[portrait])
      return;
    if (!find_quad_pose (quad, of_size->width_mm, of_size->height_mm, size, pose) || pose.tilt > MOST_TILT
        || pose.residue > MOST_RESIDUE)
      return;
    double area = std::fabs (cv::contourArea (std::vector<cv::Point2f> (quad.corners.begin (), quad.corners.end ())))
                  / size.area ();
    double worth = quad.support + 0.6 * fit - 10 * pose.residue - 0.4 * (pose.tilt / 45) * (pose.tilt / 45)
                   + 0.6 * std::log (std::max (area, 1e-6));
    if (worth <= card.worth)
      return;
    card.worth = worth;
    card.portrait = exact[portrait];
    card.layout = layout;
    card.tilt = pose.tilt;
    sure = fit > SURE_FIT && pose.residue < SURE_RESIDUE;
  }

  cv::Size size;
  const std::vector<AnnaeFace> &faces;
  const GPtrArray *layouts;
  const Confirm &confirm;
  std::vector<AnnaeFace> exact;  /* faces as confirm left them */
  std::vector<Answer> confirmed; /* of faces */
  std::vector<bool> ghosts;      /* of faces */
  std::vector<AnnaeBox> boxes;
  std::vector<size_t> which;
};

} // namespace

cv::Point2f
up_of_face (const AnnaeFace &face)
{
  const AnnaePoint *l = face.landmarks;
  return { (l[ANNAE_LANDMARK_RIGHT_EYE].x + l[ANNAE_LANDMARK_LEFT_EYE].x - l[ANNAE_LANDMARK_RIGHT_MOUTH].x
            - l[ANNAE_LANDMARK_LEFT_MOUTH].x)
               / 2,
           (l[ANNAE_LANDMARK_RIGHT_EYE].y + l[ANNAE_LANDMARK_LEFT_EYE].y - l[ANNAE_LANDMARK_RIGHT_MOUTH].y
            - l[ANNAE_LANDMARK_LEFT_MOUTH].y)
               / 2 };
}

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
find_card (const cv::Mat &picture,
           const std::vector<AnnaeFace> &faces,
           const GPtrArray *layouts,
           const Confirm &confirm,
           Card &card)
{
  Judge judge (picture, faces, layouts, confirm);
  std::vector<Card> judged;
  bool found = false;

  for (const AnnaeFace &face : likely_portraits (faces, picture.cols))
    {
      float x = face.box.x + face.box.width / 2;
      float y = face.box.y + face.box.height / 2;
      cv::Rect around (cvRound (x - AROUND_X * face.box.width), cvRound (y - AROUND_Y * face.box.width),
                       cvRound (2 * AROUND_X * face.box.width), cvRound (2 * AROUND_Y * face.box.width));
      around &= cv::Rect (0, 0, picture.cols, picture.rows);
      if (around.empty ())
        continue;
      cv::Point2f shift (around.tl ());
      AnnaeFace inside = face;
      inside.box.x -= shift.x;
      inside.box.y -= shift.y;
      for (AnnaePoint &point : inside.landmarks)
        point = { point.x - shift.x, point.y - shift.y };

      cv::Mat cut = picture (around);
      std::vector<Quad> quads = find_quads (cut);
      find_quads_about (cut, inside, quads);
      for (Quad &quad : quads)
        turn_upright (quad, up_of_face (face));
      std::vector<Quad> completed = quads;
      add_completed (completed, layouts);
      completed.erase (completed.begin (), completed.begin () + static_cast<std::ptrdiff_t> (quads.size ()));
      polish_quads (cut, completed, 0.04);
      quads.insert (quads.end (), completed.begin (), completed.end ());
      bool sure = false;
      for (Quad &quad : quads)
        {
          Card candidate = {};
          for (cv::Point2f &corner : quad.corners)
            corner += shift;
          if (!judge.judge (quad, face, candidate))
            continue;
          judged.push_back (candidate);
          if (found && !is_better (candidate, card))
            continue;
          card = candidate;
          found = true;
          sure = judge.sure;
        }
      if (sure)
        break;
    }
  if (!found)
    return false;
  const Card *outermost = &card;
  for (const Card &rival : judged)
    if (is_rival (rival, card) && (outermost == &card || is_better (rival, *outermost)))
      outermost = &rival;
  if (outermost != &card)
    card = *outermost;
  card.place = place_of_eyes (card);
  return true;
}

double
tilt_of_quad (const Quad &quad, cv::Size picture, const GPtrArray *layouts, const AnnaeLayout *layout)
{
  Pose best = { INFINITY, 0 };

  for (guint i = 0; i < layouts->len; i++)
    {
      const auto *one = static_cast<const AnnaeLayout *> (g_ptr_array_index (layouts, i));
      Pose pose = {};
      if ((layout == nullptr || one == layout) && find_quad_pose (quad, one->width_mm, one->height_mm, picture, pose)
          && pose.residue < best.residue)
        best = pose;
    }
  return best.tilt;
}

int
find_portrait_in_scan (const std::vector<AnnaeFace> &faces,
                       cv::Size picture,
                       const GPtrArray *layouts,
                       const AnnaeLayout **layout)
{
  std::vector<AnnaeBox> boxes;
  guint portrait = 0;
  double fit = 0;

  for (const AnnaeFace &face : faces)
    boxes.push_back (
        { face.box.x / static_cast<float> (picture.width), face.box.y / static_cast<float> (picture.height),
          face.box.width / static_cast<float> (picture.width), face.box.height / static_cast<float> (picture.height) });
  if (!annae_layouts_choose (layouts, static_cast<double> (picture.width) / picture.height, boxes.data (),
                             static_cast<guint> (boxes.size ()), &portrait, layout, &fit))
    return -1;
  return static_cast<int> (portrait);
}

} // namespace annae
