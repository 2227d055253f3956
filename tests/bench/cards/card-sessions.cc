/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sessions before the camera: a simulated hand that follows the guide, and people who show nothing that could be taken.
 */

#include "annae-document-guide.h"
#include "card-bench.h"
#include "card-hand.h"

#include <opencv2/imgproc.hpp>

#include <cmath>
#include <cstdio>
#include <functional>

namespace
{

constexpr double FRAME = 0.1; /* s from look to look */
constexpr double EXPOSURE = 1 / 60.0;

/* What a look saw, what there was to see (in brackets), and what was said. */
void
trace (double time, const AnnaeDocumentView &view, const CardTruth &truth, const AnnaeAdvice &advice, bool candidate)
{
  std::printf ("%5.1f s %s%s%s eyes %.1f (%.1f) px, tilt %.0f (%.0f), glare %.2f (%.2f), sharp %.2f, light %.2f, place "
               "%.2f %.2f: %s %.2f%s\n",
               time,
               view.has_corners ? "card"
               : view.found     ? "portrait only"
                                : "nothing",
               view.has_portrait ? "" : ", no portrait", view.doubtful ? ", doubtful" : "", view.inter_eye,
               cv::norm (truth.landmarks[1] - truth.landmarks[0]), view.tilt, truth.tilt, view.glare,
               truth.portrait_glare, view.sharpness, view.brightness, view.place.x, view.place.y,
               annae_advice_name (advice.id), advice.progress, candidate ? ", candidate" : "");
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

/* The other side: a ruled table with a few lines of text, on what is left of the front's colours when all that was on
 * it is blurred and stands on its head. */
void
print_back (Specimen &specimen)
{
  cv::Point2f corner = specimen.corners[0];
  cv::Point2f size = specimen.corners[2] - specimen.corners[0];
  auto at = [&] (double x, double y) {
    return cv::Point (cvRound (corner.x + x * size.x), cvRound (corner.y + y * size.y));
  };
  const cv::Scalar ink (60, 50, 50);

  cv::flip (specimen.print, specimen.print, 0);
  cv::GaussianBlur (specimen.print, specimen.print, {}, 25);
  for (int row = 0; row < 5; row++)
    {
      double y = 0.3 + 0.14 * row;
      cv::line (specimen.print, at (0.06, y), at (0.94, y), ink, std::max (1, cvRound (size.x / 400)), cv::LINE_AA);
      if (row < 4)
        cv::putText (specimen.print, row % 2 != 0 ? "SPECIMEN 2026.11.29" : "1-2-3 NOWHERE STREET, NO TOWN",
                     at (0.08, y + 0.1), cv::FONT_HERSHEY_SIMPLEX, size.x / 900, ink,
                     std::max (1, cvRound (size.x / 450)), cv::LINE_AA);
    }
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

} // namespace

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
      const Specimen &specimen = specimen_of (bench, i);
      const cv::Mat &room = any_room (bench, random);
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
      Specimen specimen = specimen_of (bench, i);
      const cv::Mat &room = any_room (bench, random);
      CardHand hand (HandKind::USUAL, random);
      CardScene scene;
      scene.size = i / 4 % 2 != 0 ? cv::Size (1920, 1080) : cv::Size (1280, 720);
      scene.blur = random.uniform (0.5, 1.5);
      if (which == 3)
        print_back (specimen);
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
