/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How documents before the camera are found and taken, on specimens that make-specimens has drawn.
 *
 *   bench-cards [--stills N] [--loop N] [--none N] [--seconds S] [--seed S] [--pack NAME] [--only I] [--list] [--trace]
 * [--ideal] [--dump FOLDER] [SPECIMENS]
 *
 * --stills: single pictures; --loop: sessions in which a simulated hand follows the guide; --none: sessions in which
 * there is no portrait to take (no document, a finger on the photograph throughout, the back of a card). --seconds: of a session at most, 30
 * by itself. --list: a line
 * for each; --trace: one for each look; --only: that one alone; --ideal: sessions of --loop in which the program sees what there is (some
 * noise put on), which take a millisecond each and tell what the guide alone makes of a hand;
 * --dump: the pictures in which something went wrong, with what was found drawn in. */

#include "annae-document-guide.h"
#include "annae-vault.h"
#include "annae-vision.h"
#include "card-hand.h"
#include "card-stage.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <functional>
#include <map>
#include <memory>

namespace
{

constexpr double CORNERS_NEAR = 0.02; /* of the document's width, the worst corner */
constexpr double PORTRAIT_NEAR
    = 0.3; /* of the inter-eye distance, either eye: the detector's own points lie 0.15 off these people's */
constexpr double PORTRAIT_WRONG = 0.5; /* the midpoint of the eyes: another face */
/* Stills that no program could use, told from what was drawn: the lamp burns the portrait out, or its eyes are nearer to
 * each other than the portrait gate takes (annae-portrait-gate.c). */
constexpr double BURNT_OUT = 0.5;
constexpr double SMALLEST = 18;        /* px */
constexpr double FRAME = 0.1;          /* s from look to look */
constexpr double EXPOSURE = 1 / 60.0;

struct Bench
{
  AnnaeVision *vision;
  std::vector<Specimen> specimens;
  std::vector<cv::Mat> rooms;
  guint64 seed = 1;
  double gives_up = 30; /* s */
  bool list = false;
  bool trace = false;
  bool ideal = false;
  AnnaeDocumentView ideal_view; /* of the last picture, where ideal */
  int only = -1;
  const char *dump = nullptr;
  std::vector<double> times[2]; /* ms of this thread, 720p and 1080p */
};

struct Count
{
  int n = 0;
  int good = 0;

  void
  add (bool is_good)
  {
    n++;
    good += is_good;
  }
};

/* Wilson's interval of 95 %, in per cent. */
std::string
with_interval (const Count &count)
{
  if (count.n == 0)
    return "-";
  double n = count.n;
  double p = count.good / n;
  double z = 1.959964;
  double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
  double half = z * std::sqrt (p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);

  return cv::format ("%d of %d, %.1f %% (%.1f to %.1f)", count.good, count.n, 100 * p,
                     100 * std::max (0.0, middle - half), 100 * std::min (1.0, middle + half));
}

double
busy_ms ()
{
  timespec now = {};

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double> (now.tv_sec) * 1e3 + static_cast<double> (now.tv_nsec) / 1e6;
}

AnnaeDocumentView
look (Bench &bench, const cv::Mat &picture)
{
  AnnaeDocumentView view;
  g_autoptr (GError) error = nullptr;
  g_autoptr (AnnaeFrame) frame = annae_frame_new (
      ANNAE_VAULT_FRAME, ANNAE_PIXELS_BGR, static_cast<guint> (picture.cols), static_cast<guint> (picture.rows), 0);

  std::memcpy (annae_frame_get_writable (frame), picture.data, annae_frame_get_size (frame));
  double began = busy_ms ();
  if (!annae_vision_view_document (bench.vision, frame, &view, &error))
    g_error ("%s", error->message);
  bench.times[picture.rows > 720].push_back (busy_ms () - began);
  return view;
}

double
apart (const AnnaePoint &a, cv::Point2f b)
{
  return std::hypot (a.x - b.x, a.y - b.y);
}

/* The worst corner, as a share of the document's width. */
double
corner_error (const AnnaeDocumentView &view, const CardTruth &truth)
{
  double worst = 0;

  for (int i = 0; i < 4; i++)
    worst = std::max (worst, apart (view.corners[i], truth.corners[i]));
  return worst / cv::norm (truth.corners[1] - truth.corners[0]);
}

double
eye_error (const AnnaeFace &face, const CardTruth &truth, double *midpoint)
{
  double between = cv::norm (truth.landmarks[1] - truth.landmarks[0]);
  AnnaePoint middle
      = { (face.landmarks[0].x + face.landmarks[1].x) / 2, (face.landmarks[0].y + face.landmarks[1].y) / 2 };

  *midpoint = apart (middle, (truth.landmarks[0] + truth.landmarks[1]) / 2) / between;
  return std::max (apart (face.landmarks[0], truth.landmarks[0]), apart (face.landmarks[1], truth.landmarks[1]))
         / between;
}

void
dump (Bench &bench, const std::string &name, const cv::Mat &picture, const AnnaeDocumentView &view)
{
  cv::Mat drawn = picture.clone ();

  if (bench.dump == nullptr)
    return;
  for (int i = 0; i < 4 && view.has_corners; i++)
    cv::line (drawn, cv::Point2f (view.corners[i].x, view.corners[i].y),
              cv::Point2f (view.corners[(i + 1) % 4].x, view.corners[(i + 1) % 4].y),
              i == 0 ? CV_RGB (255, 0, 0) : CV_RGB (0, 255, 0), 2, cv::LINE_AA);
  if (view.has_portrait)
    cv::rectangle (
        drawn, cv::Rect2f (view.portrait.box.x, view.portrait.box.y, view.portrait.box.width, view.portrait.box.height),
        CV_RGB (255, 255, 0), 2);
  cv::imwrite (std::string (bench.dump) + "/" + name + ".jpg", drawn);
}

/* What a look saw, what there was to see (in brackets), and what was said. */
void
trace (double time, const AnnaeDocumentView &view, const CardTruth &truth, const AnnaeAdvice &advice, bool candidate)
{
  std::printf ("%5.1f s %s%s%s eyes %.1f (%.1f) px, tilt %.0f (%.0f), glare %.2f (%.2f), sharp %.2f, light %.2f, place "
               "%.2f %.2f: %s %.2f%s\n",
               time, view.has_corners ? "card" : view.found ? "portrait only" : "nothing",
               view.has_portrait ? "" : ", no portrait", view.doubtful ? ", doubtful" : "", view.inter_eye,
               cv::norm (truth.landmarks[1] - truth.landmarks[0]), view.tilt, truth.tilt, view.glare,
               truth.portrait_glare, view.sharpness, view.brightness, view.place.x, view.place.y,
               annae_advice_name (advice.id), advice.progress, candidate ? ", candidate" : "");
}

void
print_table (const char *title,
             const std::vector<std::pair<std::string, std::vector<Count>>> &rows,
             const std::vector<const char *> &heads)
{
  std::printf ("\n| %s |", title);
  for (const char *head : heads)
    std::printf (" %s |", head);
  std::printf ("\n|---|");
  for (size_t i = 0; i < heads.size (); i++)
    std::printf ("---|");
  std::printf ("\n");
  for (const auto &row : rows)
    {
      std::printf ("| %s |", row.first.c_str ());
      for (const Count &count : row.second)
        std::printf (" %s |", with_interval (count).c_str ());
      std::printf ("\n");
    }
  std::fflush (stdout);
}

/* Counts by several groupings at once. */
struct Groups
{
  std::map<std::string, std::vector<Count>> by;
  std::vector<std::string> order;

  void
  add (const std::string &name, const std::vector<int> &results) /* 1 good, 0 not, -1 does not count */
  {
    if (by.find (name) == by.end ())
      {
        by[name].resize (results.size ());
        order.push_back (name);
      }
    for (size_t i = 0; i < results.size (); i++)
      if (results[i] >= 0)
        by[name][i].add (results[i] == 1);
  }

  void
  print (const char *title, const std::vector<const char *> &heads) const
  {
    std::vector<std::pair<std::string, std::vector<Count>>> rows;
    std::vector<std::string> sorted = order;
    std::sort (sorted.begin (), sorted.end ());
    for (const std::string &name : sorted)
      rows.emplace_back (name, by.at (name));
    print_table (title, rows, heads);
  }
};

CardScene
make_still (const Bench &bench, const Specimen &specimen, cv::Size size, cv::RNG &random)
{
  CardScene scene;
  CardTruth truth;

  scene.size = size;
  do
    {
      double towards = random.uniform (0.0, 2 * CV_PI);
      double tilt = random.uniform (0.0, 35.0);
      scene.pose.z = random.uniform (20.0, 60.0);
      scene.pose.x = random.uniform (-0.3, 0.3) * scene.pose.z;
      scene.pose.y = random.uniform (-0.15, 0.15) * scene.pose.z;
      scene.pose.yaw = tilt * std::cos (towards);
      scene.pose.pitch = tilt * std::sin (towards);
      scene.pose.roll = random.uniform (-12.0, 12.0);
    }
  while (!project_card (specimen, scene, truth) || truth.tilt > 35);
  scene.hold = static_cast<Hold> (random.uniform (0, static_cast<int> (Hold::PORTRAIT)));
  scene.blur = random.uniform (0.5, 1.8);
  scene.noise = random.uniform (2.0, 5.0);
  scene.light = random.uniform (0.6, 1.05);
  scene.has_lamp = random.uniform (0, 10) < 3;
  cv::Point2d at (random.uniform (0.0, 1.0), random.uniform (0.0, 1.0));
  if (scene.has_lamp)
    scene.lamp = lamp_for (specimen, scene.pose, at, 150);
  scene.motion = { random.uniform (-4.0, 4.0) * size.width / 1280, random.uniform (-3.0, 3.0) * size.width / 1280 };
  return scene;
}

/* Deviation of what blurs a still, lens and movement together, in its inter-eye distances. */
double
blur_of (const CardScene &scene, double between)
{
  double lens = scene.blur * scene.size.width / 1280;

  return std::sqrt (lens * lens + scene.motion.ddot (scene.motion) / 12) / between;
}

/* By what there was to see, whatever was found. */
void
add_causes (Groups &groups, const CardScene &scene, const CardTruth &truth, const std::vector<int> &result)
{
  static const char *const holds[] = { "thumb right", "thumb left", "both sides", "fingers below" };
  double between = cv::norm (truth.landmarks[1] - truth.landmarks[0]);
  double blur = blur_of (scene, between);
  bool burnt = truth.portrait_glare >= BURNT_OUT;
  bool small = between < SMALLEST;

  if (burnt)
    groups.add ("8 of no use: burnt out", result);
  if (small)
    groups.add ("8 of no use: eyes apart less than 18 px", result);
  groups.add (burnt || small ? "8 of no use, all" : "8 of use, all", result);
  if (burnt || small)
    return;
  groups.add (!scene.has_lamp               ? "9 of use, no lamp"
              : truth.portrait_glare < 0.05 ? "9 of use, lamp beside the portrait"
                                            : "9 of use, lamp on the portrait's edge",
              result);
  groups.add (std::string ("9 of use, ") + holds[static_cast<size_t> (scene.hold)], result);
  groups.add (blur < 0.05   ? "9 of use, blur under 0.05"
              : blur < 0.08 ? "9 of use, blur under 0.08"
                            : "9 of use, blur of 0.08 and more",
              result);
  groups.add (between < 22   ? "9 of use, eyes apart 18 to 22 px"
              : between < 30 ? "9 of use, eyes apart 22 to 30 px"
                             : "9 of use, eyes apart 30 px and more",
              result);
}

void
run_stills (Bench &bench, int n)
{
  Groups groups;
  std::vector<double> errors;

  for (int i = 0; i < n; i++)
    {
      if (bench.only >= 0 && i != bench.only)
        continue;
      cv::RNG random (bench.seed * 7919 + static_cast<guint64> (i) * 104729);
      const Specimen &specimen
          = bench.specimens[(static_cast<size_t> (i) * 7 + static_cast<size_t> (i) / 5) % bench.specimens.size ()];
      cv::Size size = i % 2 != 0 ? cv::Size (1920, 1080) : cv::Size (1280, 720);
      CardScene scene = make_still (bench, specimen, size, random);
      CardTruth truth;
      cv::Mat picture = show_card (
          specimen, bench.rooms[static_cast<size_t> (random.uniform (0, static_cast<int> (bench.rooms.size ())))],
          scene, random, truth);
      AnnaeDocumentView view = look (bench, picture);
      double midpoint = 0;
      double corners = view.has_corners ? corner_error (view, truth) : NAN;
      double eyes = view.has_portrait ? eye_error (view.portrait, truth, &midpoint) : NAN;
      double between = cv::norm (truth.landmarks[1] - truth.landmarks[0]);
      bool portrait_seen = truth.portrait_glare < BURNT_OUT;
      bool wrong = view.has_portrait && midpoint > PORTRAIT_WRONG;
      std::vector<int> result
          = { view.has_corners, corners < CORNERS_NEAR, portrait_seen ? eyes < PORTRAIT_NEAR : -1, wrong };
      if (view.has_corners)
        errors.push_back (corners);
      groups.add ("0 all", result);
      groups.add ("1 " + specimen.layout, result);
      groups.add (size.height > 720 ? "2 1080p" : "2 720p", result);
      groups.add (cv::format ("3 %d to %d cm", static_cast<int> (scene.pose.z / 10) * 10,
                              static_cast<int> (scene.pose.z / 10) * 10 + 10),
                  result);
      groups.add (truth.tilt < 15 ? "4 tilt 0 to 15" : truth.tilt < 25 ? "4 tilt 15 to 25" : "4 tilt 25 to 35", result);
      groups.add (scene.has_lamp ? "5 glare" : "5 no glare", result);
      groups.add (between < 22 ? "6 eyes apart less than 22 px" : "6 eyes apart 22 px and more", result);
      groups.add (cv::format ("7 fingers %d", static_cast<int> (scene.hold)), result);
      add_causes (groups, scene, truth, result);
      if (bench.list)
        std::printf ("still %d %s %dp z %.0f tilt %.0f eyes %.1f px blur %.3f glare %.2f hold %d: corners %.3f eyes %.3f middle "
                     "%.2f worth %s\n",
                     i, specimen.layout.c_str (), size.height, scene.pose.z, truth.tilt, between,
                     blur_of (scene, between), truth.portrait_glare, static_cast<int> (scene.hold), corners, eyes, midpoint, wrong ? "WRONG" : "");
      if (!(corners < CORNERS_NEAR) || (portrait_seen && !(eyes < PORTRAIT_NEAR)))
        dump (bench, cv::format ("still-%03d", i), picture, view);
    }
  groups.print ("stills", { "found", "corners within 2 %", "portrait taken", "another face taken" });
  std::sort (errors.begin (), errors.end ());
  if (!errors.empty ())
    std::printf ("corners, of those found: median %.2f %%, 95 %% %.2f %% of the width\n",
                 100 * errors[errors.size () / 2], 100 * errors[errors.size () * 95 / 100]);
}

/* One session; TRUE where something was taken, with the best frame's face and truth. */
struct Session
{
  bool taken = false;
  double seconds = 0;
  AnnaeFace face = {};
  CardTruth truth;
  cv::Mat picture;
  AnnaeDocumentView view = {};
  std::map<AnnaeAdviceId, double> told; /* s */
  std::vector<std::vector<int>> looks;  /* whether an outline was seen, and whether it was the document's */
};

using Show = std::function<cv::Mat (double time, CardTruth &truth)>;

Session
run_session (Bench &bench,
             const Show &show,
             const std::function<void (const AnnaeAdvice &, double)> &follow,
             bool small_movements)
{
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
  Session session;
  double best = -1;

  annae_document_guide_set_pace (guide, 1.0, small_movements);
  for (double time = 0; time < bench.gives_up; time += FRAME)
    {
      AnnaeAdvice advice;
      CardTruth truth;
      double quality = 0;
      cv::Mat picture = show (time, truth);
      AnnaeDocumentView view = bench.ideal ? bench.ideal_view : look (bench, picture);
      annae_document_guide_observe (guide, &view, static_cast<gint64> (time * 1e6), &advice);
      session.told[advice.id] += FRAME;
      session.looks.push_back ({ view.has_corners, view.has_corners && corner_error (view, truth) < CORNERS_NEAR });
      bool candidate = annae_document_guide_get_candidate (guide, &quality);
      if (bench.trace)
        trace (time, view, truth, advice, candidate);
      if (candidate && (quality > best || annae_document_guide_is_another (guide)))
        {
          best = quality;
          session.face = view.portrait;
          session.truth = truth;
          session.picture = picture;
          session.view = view;
        }
      else if (best < 0)
        {
          session.picture = picture;
          session.view = view;
        }
      session.seconds = time;
      if (advice.id == ANNAE_ADVICE_CARD_DONE && best >= 0)
        {
          session.taken = true;
          break;
        }
      follow (advice, time);
    }
  annae_vision_reset (bench.vision);
  return session;
}

cv::Point2d
motion_of (const CardHand &hand, const Specimen &specimen, CardScene scene, double time)
{
  CardTruth before;
  CardTruth after;

  scene.pose = hand.pose_at (time);
  project_card (specimen, scene, after);
  scene.pose = hand.pose_at (time - EXPOSURE);
  project_card (specimen, scene, before);
  return (after.landmarks[2] - before.landmarks[2]);
}

std::string
worst_advice (const Session &session)
{
  std::string text;

  for (const auto &told : session.told)
    if (told.second > 0.3)
      text += cv::format (" %s %.1f", annae_advice_name (told.first), told.second);
  return text;
}

double
at_share (std::vector<double> values, double share)
{
  std::sort (values.begin (), values.end ());
  return values.empty () ? NAN : values[static_cast<size_t> (share * static_cast<double> (values.size () - 1))];
}

void
run_loop (Bench &bench, int n)
{
  Groups groups;
  std::map<std::string, std::vector<double>> times;

  for (int i = 0; i < n; i++)
    {
      if (bench.only >= 0 && i != bench.only)
        continue;
      cv::RNG random (bench.seed * 15485863 + static_cast<guint64> (i) * 32452843);
      const Specimen &specimen
          = bench.specimens[(static_cast<size_t> (i) * 7 + static_cast<size_t> (i) / 5) % bench.specimens.size ()];
      const cv::Mat &room
          = bench.rooms[static_cast<size_t> (random.uniform (0, static_cast<int> (bench.rooms.size ())))];
      auto kind = static_cast<HandKind> (i / 2 % static_cast<int> (HandKind::N_KINDS));
      CardHand hand (kind, random);
      CardScene scene;
      scene.size = i % 2 != 0 ? cv::Size (1920, 1080) : cv::Size (1280, 720);
      scene.blur = random.uniform (0.5, 1.5);
      scene.noise = random.uniform (2.0, 5.0);
      hand.light = random.uniform (0.5, 1.05);
      /* Three in ten hold it so that a lamp shows near the photograph. */
      scene.has_lamp = random.uniform (0, 10) < 3;
      cv::Point2d spot (random.uniform (-0.12, 0.12), random.uniform (-0.15, 0.15));
      if (scene.has_lamp)
        {
          cv::Point2f nose = specimen.landmarks[2] - specimen.corners[0];
          cv::Point2f size = specimen.corners[2] - specimen.corners[0];
          scene.lamp
              = lamp_for (specimen, hand.pose_at (1.3), { nose.x / size.x + spot.x, nose.y / size.y + spot.y }, 150);
        }
      Session session = run_session (
          bench,
          [&] (double time, CardTruth &truth) {
            scene.pose = hand.pose_at (time);
            scene.hold = hand.hold;
            scene.light = hand.light;
            scene.motion = motion_of (hand, specimen, scene, time);
            if (bench.ideal)
              {
                bench.ideal_view = see_truth (specimen, scene, truth, random);
                return cv::Mat ();
              }
            return show_card (specimen, room, scene, random, truth);
          },
          [&] (const AnnaeAdvice &advice, double time) { hand.follow (advice, time, random); },
          kind == HandKind::TREMBLING);
      double midpoint = 0;
      double eyes = session.taken ? eye_error (session.face, session.truth, &midpoint) : NAN;
      bool wrong = session.taken && midpoint > PORTRAIT_WRONG;
      bool good = session.taken && eyes < PORTRAIT_NEAR;
      std::vector<int> result = { session.taken, good, wrong };
      for (const std::string &group :
           { std::string ("0 all"), "1 " + specimen.layout, std::string (i % 2 != 0 ? "2 1080p" : "2 720p"),
             std::string ("3 ") + hand_kind_name (kind), std::string (scene.has_lamp ? "4 lamp" : "4 no lamp") })
        {
          groups.add (group, result);
          times[group].push_back (session.taken ? session.seconds : bench.gives_up);
        }
      if (bench.list)
        std::printf ("session %d %s %dp %s: %s %.1f s eyes %.3f%s%s\n", i, specimen.layout.c_str (), scene.size.height,
                     hand_kind_name (kind), session.taken ? "taken" : "NOT", session.seconds, eyes,
                     wrong ? " WRONG" : "", worst_advice (session).c_str ());
      std::fflush (stdout);
      if (!good && !bench.ideal)
        dump (bench, cv::format ("loop-%03d", i), session.picture, session.view);
    }
  groups.print ("closed loop", { "taken in time", "portrait right", "another face taken" });
  std::printf ("\n| time to capture, s | median | 90 %% | 95 %% |\n|---|---|---|---|\n");
  for (const auto &group : times)
    std::printf ("| %s | %.1f | %.1f | %.1f |\n", group.first.c_str (), at_share (group.second, 0.5),
                 at_share (group.second, 0.9), at_share (group.second, 0.95));
}

/* Sessions in which nothing may be taken. */
void
run_none (Bench &bench, int n)
{
  static const char *const kinds[]
      = { "no document, somebody before the camera", "a finger on the photograph throughout",
          "the photograph burnt out throughout", "the back of a card" };
  Groups groups;
  Groups looks;

  for (int i = 0; i < n; i++)
    {
      if (bench.only >= 0 && i != bench.only)
        continue;
      cv::RNG random (bench.seed * 49979687 + static_cast<guint64> (i) * 67867967);
      int which = i % static_cast<int> (G_N_ELEMENTS (kinds));
      Specimen specimen
          = bench.specimens[(static_cast<size_t> (i) * 7 + static_cast<size_t> (i) / 5) % bench.specimens.size ()];
      const cv::Mat &room
          = bench.rooms[static_cast<size_t> (random.uniform (0, static_cast<int> (bench.rooms.size ())))];
      CardHand hand (HandKind::USUAL, random);
      CardScene scene;
      scene.size = i / 4 % 2 != 0 ? cv::Size (1920, 1080) : cv::Size (1280, 720);
      scene.blur = random.uniform (0.5, 1.5);
      if (which == 3)
        cv::flip (specimen.print, specimen.print,
                  0); /* what is on it stands on its head: no photograph of anybody upright */
      if (which == 3)
        cv::GaussianBlur (specimen.print, specimen.print, {}, 25);
      Session session = run_session (
          bench,
          [&] (double time, CardTruth &truth) {
            scene.pose = hand.pose_at (time);
            scene.hold = which == 1 ? Hold::PORTRAIT : hand.hold == Hold::PORTRAIT ? Hold::BELOW : hand.hold;
            scene.motion = motion_of (hand, specimen, scene, time);
            scene.has_lamp = which == 2;
            if (which == 0)
              {
                /* The person moves a little, nearer as well. */
                double zoom = 1 + 0.25 * std::sin (0.35 * time + i);
                cv::Mat way
                    = cv::getRotationMatrix2D ({ room.cols / 2.0f, room.rows / 2.0f }, 3 * std::sin (time), zoom);
                cv::Mat moved;
                cv::warpAffine (room, moved, way, room.size (), cv::INTER_LINEAR, cv::BORDER_REFLECT);
                return show_room (moved, scene, random);
              }
            if (which == 2)
              {
                cv::Point2f nose = specimen.landmarks[2] - specimen.corners[0];
                cv::Point2f size = specimen.corners[2] - specimen.corners[0];
                scene.lamp = lamp_for (specimen, scene.pose, { nose.x / size.x, nose.y / size.y - 0.04 }, 150);
              }
            return show_card (specimen, room, scene, random, truth);
          },
          [&] (const AnnaeAdvice &advice, double time) { hand.follow (advice, time, random); }, false);
      double midpoint = 0;
      double eyes = session.taken && which != 0 ? eye_error (session.face, session.truth, &midpoint) : NAN;
      groups.add (kinds[which], { session.taken });
      for (const std::vector<int> &seen : session.looks)
        looks.add (kinds[which], seen);
      if (bench.list)
        std::printf ("none %d %s, %s: %s %.1f s eyes %.2f middle %.2f%s\n", i, kinds[which], specimen.layout.c_str (),
                     session.taken ? "TAKEN" : "not", session.seconds, eyes, midpoint, worst_advice (session).c_str ());
      std::fflush (stdout);
      if (session.taken)
        dump (bench, cv::format ("none-%03d", i), session.picture, session.view);
    }
  groups.print ("nothing to take", { "taken all the same" });
  looks.print ("looks of these", { "an outline is seen", "the document's" });
}

} // namespace

int
main (int argc, char **argv)
{
  Bench bench = {};
  int n_stills = 0;
  int n_loop = 0;
  int n_none = 0;
  const char *pack_name = "reference";
  g_autoptr (GError) error = nullptr;
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "annae-subjects", "specimens", nullptr);

  annae_vault_init ();
  bench.seed = 1;
  for (int i = 1; i < argc; i++)
    {
      auto number = [&] { return i + 1 < argc ? std::max (0, std::atoi (argv[++i])) : 0; };
      if (g_str_equal (argv[i], "--stills"))
        n_stills = number ();
      else if (g_str_equal (argv[i], "--loop"))
        n_loop = number ();
      else if (g_str_equal (argv[i], "--none"))
        n_none = number ();
      else if (g_str_equal (argv[i], "--seed"))
        bench.seed = static_cast<guint64> (number ());
      else if (g_str_equal (argv[i], "--pack") && i + 1 < argc)
        pack_name = argv[++i];
      else if (g_str_equal (argv[i], "--seconds"))
        bench.gives_up = number ();
      else if (g_str_equal (argv[i], "--only"))
        bench.only = number ();
      else if (g_str_equal (argv[i], "--list"))
        bench.list = true;
      else if (g_str_equal (argv[i], "--ideal"))
        bench.ideal = true;
      else if (g_str_equal (argv[i], "--trace"))
        bench.trace = true;
      else if (g_str_equal (argv[i], "--dump") && i + 1 < argc)
        bench.dump = argv[++i];
      else if (argv[i][0] != '-')
        {
          g_free (folder);
          folder = g_strdup (argv[i]);
        }
      else
        {
          std::fprintf (stderr, "bench-cards: what is %s?\n", argv[i]);
          return 1;
        }
    }
  bench.specimens = load_specimens (folder, bench.rooms);
  if (bench.specimens.empty () || bench.rooms.empty ())
    {
      std::fprintf (stderr, "bench-cards: no specimens in %s; tests/bench/cards/make-specimens draws them\n", folder);
      return 77;
    }
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find (pack_name, &error);
  g_autoptr (AnnaeVision) vision = pack != nullptr ? annae_vision_new (pack, &error) : nullptr;
  if (vision == nullptr)
    {
      std::fprintf (stderr, "bench-cards: %s\n", error->message);
      return 1;
    }
  bench.vision = vision;
  if (n_stills > 0)
    run_stills (bench, n_stills);
  if (n_loop > 0)
    run_loop (bench, n_loop);
  if (n_none > 0)
    run_none (bench, n_none);
  for (int i = 0; i < 2; i++)
    if (!bench.times[i].empty ())
      std::printf ("%s: %.0f ms a look (median of %zu), 95 %% %.0f ms\n", i == 0 ? "720p" : "1080p",
                   at_share (bench.times[i], 0.5), bench.times[i].size (), at_share (bench.times[i], 0.95));
  return 0;
}
