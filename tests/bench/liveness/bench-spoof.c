/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-spoof PACK PICTURE-OR-CLIP...: what a pack's passive network makes of each, seven frames a second of clips as in a check. A line a
 * file: frames with a face, the mean, the quantiles, and the share of frames from a few bounds on. With the pack's bound at 0.5 the
 * numbers are the networks' own. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench-play.h"
#include "annae-vision.h"

#define EVERY_US (G_USEC_PER_SEC / 7)

typedef struct
{
  AnnaeVision *vision;
  GArray *spoofs;
  gint64 last_us;
  guint frames;
  double ms;
} Bench;

static const double bounds[] = { 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999 };

static void
look (Bench *bench, AnnaeFrame *frame)
{
  g_autoptr (GError) error = NULL;
  AnnaeObservation seen;
  double spoof;
  gint64 began = g_get_monotonic_time ();

  if (!annae_vision_observe (bench->vision, frame, &seen, &error))
    g_error ("bench-spoof: %s", error->message);
  bench->frames++;
  bench->ms += (double) (g_get_monotonic_time () - began) / 1e3;
  if (annae_observation_get (&seen, ANNAE_MEASURE_SPOOF, &spoof))
    g_array_append_val (bench->spoofs, spoof);
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

static int
compare (gconstpointer a, gconstpointer b)
{
  const double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

static void
print (const Bench *bench, const char *path)
{
  const guint n = bench->spoofs->len;
  const double *values = (const double *) (gpointer) bench->spoofs->data;
  double sum = 0.0;

  g_array_sort (bench->spoofs, compare);
  for (guint i = 0; i < n; i++)
    sum += values[i];
  printf ("%s frames %u faces %u mean %.3f", path, bench->frames, n, n > 0 ? sum / n : 0.0);
  for (guint q = 0; q <= 4; q++)
    printf (" %.4f", n > 0 ? values[(n - 1) * q / 4] : 0.0);
  for (guint b = 0; b < G_N_ELEMENTS (bounds); b++)
    {
      guint above = 0;

      for (guint i = 0; i < n; i++)
        above += values[i] >= bounds[b];
      printf (" %g:%.3f", bounds[b], n > 0 ? (double) above / n : 0.0);
    }
  printf (" ms %.1f\n", bench->frames > 0 ? bench->ms / bench->frames : 0.0);
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeModelPack) pack = argc > 2 ? annae_model_pack_find (argv[1], &error) : NULL;
  Bench bench = { .vision = pack != NULL ? annae_vision_new (pack, &error) : NULL };

  if (bench.vision == NULL)
    {
      g_printerr ("bench-spoof: %s\n", error != NULL ? error->message : "PACK PICTURE-OR-CLIP...");
      return 3;
    }
  for (int i = 2; i < argc; i++)
    {
      g_autoptr (AnnaeFrame) picture = g_str_has_suffix (argv[i], ".jpg") ? annae_picture_load (argv[i], &error) : NULL;

      bench.spoofs = g_array_new (FALSE, FALSE, sizeof (double));
      bench.last_us = -EVERY_US;
      bench.frames = 0;
      bench.ms = 0.0;
      annae_vision_reset (bench.vision);
      if (picture != NULL)
        look (&bench, picture);
      else if (error != NULL)
        g_error ("bench-spoof: %s", error->message);
      else
        bench_play (argv[i], on_frame, &bench);
      print (&bench, argv[i]);
      g_array_unref (bench.spoofs);
    }
  annae_vision_free (bench.vision);
  return 0;
}
