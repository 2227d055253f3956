/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How documents before the camera are found and taken, on specimens that make-specimens has drawn.
 *
 *   bench-cards [--stills N] [--pinched N] [--loop N] [--none N] [--seconds S] [--seed S] [--pack NAME] [--only I]
 * [--list] [--trace] [--ideal] [--dump FOLDER] [SPECIMENS]
 *
 * --stills: single pictures; --pinched: the same, but each held at a lower corner between thumb and forefinger; --loop:
 * sessions in which a simulated hand follows the guide; --none: sessions in which there is no portrait to take (no
 * document, a finger on the photograph throughout, the back of a card). --seconds: of a session at most, 30 by itself.
 * --list: a line for each; --trace: one for each look; --only: that one alone; --ideal: sessions of --loop in which the
 * program sees what there is (some noise put on), which take a millisecond each and tell what the guide alone makes of
 * a hand; --dump: the pictures in which something went wrong, with what was found drawn in. */

#include "annae-vault.h"
#include "card-bench.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace
{

/* Stills that no program could use, told from what was drawn: the lamp burns the portrait out, or its eyes are nearer
 * to each other than the portrait gate takes (annae-portrait-gate.c). */
constexpr double BURNT_OUT = 0.5;
constexpr double SMALLEST = 18; /* px */

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
  static const char *const holds[]
      = { "thumb right", "thumb left", "both sides", "fingers below", "", "pinched right", "pinched left" };
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

/* Where pinched, the same pictures, but each held at a lower corner between thumb and forefinger. */
void
run_stills (Bench &bench, int n, bool pinched)
{
  Groups groups;
  std::vector<double> errors;

  for (int i = 0; i < n; i++)
    {
      if (bench.only >= 0 && i != bench.only)
        continue;
      cv::RNG random (bench.seed * 7919 + static_cast<guint64> (i) * 104729);
      const Specimen &specimen = specimen_of (bench, i);
      cv::Size size = i % 2 != 0 ? cv::Size (1920, 1080) : cv::Size (1280, 720);
      CardScene scene = make_still (bench, specimen, size, random);
      CardTruth truth;
      if (pinched)
        scene.hold = i / 2 % 2 != 0 ? Hold::PINCHED_LEFT : Hold::PINCHED_RIGHT;
      cv::Mat picture = show_card (specimen, any_room (bench, random), scene, random, truth);
      AnnaeDocumentView view = look (bench, picture);
      double midpoint = 0;
      double corners = view.has_corners ? corner_error (view, truth) : NAN;
      double eyes = view.has_portrait ? eye_error (view.portrait, truth, &midpoint) : NAN;
      double between = cv::norm (truth.landmarks[1] - truth.landmarks[0]);
      bool portrait_seen = truth.portrait_glare < BURNT_OUT;
      /* What is doubtful is never taken. */
      bool takeable = view.has_portrait && !view.doubtful;
      bool wrong = takeable && midpoint > PORTRAIT_WRONG;
      std::vector<int> result
          = { view.has_corners, corners < CORNERS_NEAR, portrait_seen ? takeable && eyes < PORTRAIT_NEAR : -1, wrong };
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
        std::printf (
            "still %d %s %dp z %.0f tilt %.0f eyes %.1f px blur %.3f glare %.2f hold %d: corners %.3f eyes %.3f middle "
            "%.2f worth %s\n",
            i, specimen.layout.c_str (), size.height, scene.pose.z, truth.tilt, between, blur_of (scene, between),
            truth.portrait_glare, static_cast<int> (scene.hold), corners, eyes, midpoint,
            wrong           ? "WRONG"
            : view.doubtful ? "doubtful"
                            : "");
      if (!(corners < CORNERS_NEAR) || (portrait_seen && !(eyes < PORTRAIT_NEAR)))
        dump (bench, cv::format (pinched ? "pinched-%03d" : "still-%03d", i), picture, view);
    }
  groups.print (pinched ? "stills, held at a corner" : "stills",
                { "found", "corners within 2 %", "portrait taken", "another face taken" });
  std::sort (errors.begin (), errors.end ());
  if (!errors.empty ())
    std::printf ("corners, of those found: median %.2f %%, 95 %% %.2f %% of the width\n",
                 100 * errors[errors.size () / 2], 100 * errors[errors.size () * 95 / 100]);
}

} // namespace

int
main (int argc, char **argv)
{
  Bench bench = {};
  int n_stills = 0;
  int n_pinched = 0;
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
      else if (g_str_equal (argv[i], "--pinched"))
        n_pinched = number ();
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
    run_stills (bench, n_stills, false);
  if (n_pinched > 0)
    run_stills (bench, n_pinched, true);
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
