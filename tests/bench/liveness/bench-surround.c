/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-surround PICTURE-OR-CLIP...: what each shows of being a picture of a picture, seven frames a second of clips as in a check. A line a
 * file: frames with a face; of those, with an outline, with hands, with either, with a pattern, from the bounds on; the highest of each; and
 * how long a frame takes to look at. */

#include <stdio.h>

#include "bench-play.h"
#include "annae-vision.h"

#define EVERY_US (G_USEC_PER_SEC / 7)
/* annae-passive.c */
#define OUTLINE 0.62
#define HANDS 0.8
#define PATTERN 1.75

typedef struct
{
  AnnaeVision *vision;
  gint64 last_us;
  guint frames, faces, outlined, held, either, patterned;
  double outline, hands, pattern; /* the highest */
  double ms;
} Bench;

static double
raw_of (const AnnaeObservation *seen, AnnaeMeasureId id)
{
  double raw = 0.0;

  return annae_observation_get (seen, id, &raw) ? raw : -1.0;
}

static void
look (Bench *bench, AnnaeFrame *frame)
{
  g_autoptr (GError) error = NULL;
  AnnaeObservation seen;
  const gint64 began = g_get_monotonic_time ();

  if (!annae_vision_observe (bench->vision, frame, &seen, &error))
    g_error ("bench-surround: %s", error->message);
  bench->frames++;
  bench->ms += (double) (g_get_monotonic_time () - began) / 1e3;
  if (seen.n_faces == 0)
    return;
  const double outline = raw_of (&seen, ANNAE_MEASURE_OUTLINE);
  const double hands = raw_of (&seen, ANNAE_MEASURE_HANDS);
  const double pattern = raw_of (&seen, ANNAE_MEASURE_PATTERN);

  bench->faces++;
  bench->outlined += outline >= OUTLINE;
  bench->held += hands >= HANDS;
  bench->either += outline >= OUTLINE || hands >= HANDS;
  bench->patterned += pattern >= PATTERN;
  bench->outline = MAX (bench->outline, outline);
  bench->hands = MAX (bench->hands, hands);
  bench->pattern = MAX (bench->pattern, pattern);
}

static void
on_frame (AnnaeFrame *frame, gpointer data)
{
  Bench *bench = data;

  if (annae_frame_get_time (frame) - bench->last_us < EVERY_US)
    return;
  bench->last_us = annae_frame_get_time (frame);
  look (bench, frame);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("reference", &error);
  AnnaeVision *vision = pack != NULL ? annae_vision_new (pack, &error) : NULL;

  if (vision == NULL)
    {
      g_printerr ("bench-surround: %s\n", error->message);
      return 3;
    }
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (AnnaeFrame) picture = g_str_has_suffix (argv[i], ".jpg") ? annae_picture_load (argv[i], &error) : NULL;
      Bench bench = { .vision = vision, .last_us = -EVERY_US };

      annae_vision_reset (vision);
      if (picture != NULL)
        look (&bench, picture);
      else if (error != NULL)
        g_error ("bench-surround: %s", error->message);
      else
        bench_play (argv[i], on_frame, &bench);
      printf ("%s frames %u faces %u outlined %u held %u either %u patterned %u highest %.2f %.2f %.2f ms %.1f\n", argv[i],
              bench.frames, bench.faces, bench.outlined, bench.held, bench.either, bench.patterned, bench.outline, bench.hands,
              bench.pattern, bench.frames > 0 ? bench.ms / bench.frames : 0.0);
      fflush (stdout);
    }
  annae_vision_free (vision);
  return 0;
}
