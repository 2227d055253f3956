/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a comparison costs beside the bare network, in the same run, one after the other: bench-compare PACK PICTURE
 * PICTURE [RUNS]. Time of the processor, so that what else runs does not count; OpenCV with one thread. And the memory
 * that the loaded pack takes. */

#include "annae-vision.h"
#include "network.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <unistd.h>
#include <vector>

namespace
{

constexpr int SIDE = 112;

double
processor_ms ()
{
  timespec now = {};

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double> (now.tv_sec) * 1e3 + static_cast<double> (now.tv_nsec) / 1e6;
}

double
resident_mb ()
{
  long pages = 0;
  FILE *file = std::fopen ("/proc/self/statm", "r");

  if (file == nullptr)
    return 0;
  if (std::fscanf (file, "%*s %ld", &pages) != 1)
    pages = 0;
  std::fclose (file);
  return static_cast<double> (pages) * static_cast<double> (sysconf (_SC_PAGESIZE)) / 1e6;
}

struct Timed
{
  const char *name;
  std::function<void ()> work;
  std::vector<double> times;
};

double
share (std::vector<double> times, double at)
{
  std::sort (times.begin (), times.end ());
  return times.at (static_cast<size_t> (at * static_cast<double> (times.size () - 1)));
}

void
need (const void *thing, GError *error)
{
  if (thing != nullptr)
    return;
  g_printerr ("bench-compare: %s\n", error != nullptr ? error->message : "there is no face in a picture");
  std::exit (77);
}

AnnaeFrame *
find (AnnaeVision *vision, const char *path)
{
  g_autoptr (GError) error = nullptr;
  AnnaeObservation seen;
  g_autoptr (AnnaeFrame) picture = annae_picture_load (path, &error);

  need (picture, error);
  gboolean looked = annae_vision_observe (vision, picture, &seen, &error);
  AnnaeFrame *aligned
      = looked && seen.n_faces > 0 ? annae_vision_align (vision, picture, &seen.faces[0], &error) : nullptr;
  need (aligned, error);
  return aligned;
}

AnnaeTemplate *
embed (AnnaeVision *vision, AnnaeFrame *aligned)
{
  g_autoptr (GError) error = nullptr;
  AnnaeTemplate *one = annae_vision_embed (vision, aligned, &error);

  need (one, error);
  return one;
}

} // namespace

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = nullptr;
  int runs = argc == 5 ? std::atoi (argv[4]) : 100;

  if ((argc != 4 && argc != 5) || runs < 1)
    {
      g_printerr ("usage: bench-compare PACK PICTURE PICTURE [RUNS]\n");
      return 2;
    }
  annae_vault_init ();
  double before = resident_mb ();
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find (argv[1], &error);
  g_autoptr (AnnaeVision) vision = pack != nullptr ? annae_vision_new (pack, &error) : nullptr;
  need (vision, error);
  double loaded = resident_mb ();
  cv::setNumThreads (1);

  const AnnaePackPart *part = annae_model_pack_get_part (pack, ANNAE_ROLE_EMBED);
  const AnnaeCohort *cohort = annae_model_pack_get_cohort (pack);
  if (part == nullptr)
    {
      g_printerr ("bench-compare: the pack has no part that recognises faces\n");
      return 77;
    }
  g_autoptr (AnnaeFrame) crop = find (vision, argv[2]);
  g_autoptr (AnnaeTemplate) reference = embed (vision, crop);
  g_autoptr (AnnaeFrame) other = find (vision, argv[3]);
  g_autoptr (AnnaeTemplate) probe = embed (vision, other);
  double used = resident_mb ();
  AnnaeObservation seen;
  g_autoptr (AnnaeFrame) whole = annae_picture_load (argv[2], &error);
  need (whole, error);
  need (annae_vision_observe (vision, whole, &seen, &error) ? &seen : nullptr, error);

  /* The bare network: one face, and a face with its mirror image as Annae gives it. */
  cv::dnn::Net single = annae::load_network (*part);
  cv::dnn::Net twice = annae::load_network (*part);
  cv::Mat picture (SIDE, SIDE, CV_8UC3), blob, two;
  cv::randu (picture, 0, 255);
  annae::fill_blob ({ picture }, *part, blob);
  annae::fill_blob ({ picture, picture }, *part, two);

  double score = 0;
  Timed timed[] = {
    { "bare network, one face",
      [&] {
        single.setInput (blob);
        single.forward ();
      },
      {} },
    { "bare network, a face and its mirror image",
      [&] {
        twice.setInput (two);
        twice.forward ();
      },
      {} },
    { "aligned face of one that was found",
      [&] { g_autoptr (AnnaeFrame) aligned = annae_vision_align (vision, whole, &seen.faces[0], nullptr); },
      {} },
    { "template from an aligned face", [&] { annae_template_unref (embed (vision, crop)); }, {} },
    { "comparison of two templates", [&] { annae_cohort_compare (cohort, reference, probe, &score); }, {} },
    { "1:1 comparison of two pictures, files to score",
      [&] {
        g_autoptr (AnnaeFrame) first = find (vision, argv[2]);
        g_autoptr (AnnaeTemplate) a = embed (vision, first);
        g_autoptr (AnnaeFrame) second = find (vision, argv[3]);
        g_autoptr (AnnaeTemplate) b = embed (vision, second);
        annae_cohort_compare (cohort, a, b, &score);
      },
      {} },
    { "the same with networks made anew, as for every customer",
      [&] {
        annae_vision_reset (vision);
        g_autoptr (AnnaeFrame) first = find (vision, argv[2]);
        g_autoptr (AnnaeTemplate) a = embed (vision, first);
        g_autoptr (AnnaeFrame) second = find (vision, argv[3]);
        g_autoptr (AnnaeTemplate) b = embed (vision, second);
        annae_cohort_compare (cohort, a, b, &score);
      },
      {} },
  };
  for (int run = -2; run < runs; run++)
    for (Timed &one : timed)
      {
        double begin = processor_ms ();

        one.work ();
        if (run >= 0)
          one.times.push_back (processor_ms () - begin);
      }
  std::printf ("Pack %s, %d runs each, processor ms on one core: median (5 %% to 95 %%)\n",
               annae_model_pack_get_name (pack), runs);
  for (const Timed &one : timed)
    std::printf ("  %-58s %8.2f (%.2f to %.2f), %.2f times the bare network on one face\n", one.name,
                 share (one.times, 0.5), share (one.times, 0.05), share (one.times, 0.95),
                 share (one.times, 0.5) / share (timed[0].times, 0.5));
  std::printf ("  resident memory: %.1f MB before, +%.1f MB with the pack loaded, +%.1f MB after two faces\n", before,
               loaded - before, used - before);
  return 0;
}
