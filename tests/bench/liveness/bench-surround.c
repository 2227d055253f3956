/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-surround PICTURE...: what each picture shows of being a picture of a picture, and how long it takes to look at. */

#include <stdio.h>

#include "annae-vision.h"

static double
raw_of (const AnnaeObservation *seen, AnnaeMeasureId id)
{
  double raw = 0.0;

  return annae_observation_get (seen, id, &raw) ? raw : -1.0;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("reference", &error);
  g_autoptr (AnnaeVision) vision = pack != NULL ? annae_vision_new (pack, &error) : NULL;

  if (vision == NULL)
    {
      g_printerr ("bench-surround: %s\n", error->message);
      return 3;
    }
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (AnnaeFrame) picture = annae_picture_load (argv[i], &error);
      AnnaeObservation seen;
      gint64 began = g_get_monotonic_time ();

      annae_vision_reset (vision);
      if (picture == NULL || !annae_vision_observe (vision, picture, &seen, &error))
        {
          g_printerr ("bench-surround: %s\n", error->message);
          return 3;
        }
      printf ("%s faces %u width %.0f outline %.2f pattern %.2f yaw %.0f ms %.1f\n", argv[i], seen.n_faces,
              (double) seen.faces[0].box.width, raw_of (&seen, ANNAE_MEASURE_OUTLINE),
              raw_of (&seen, ANNAE_MEASURE_PATTERN), raw_of (&seen, ANNAE_MEASURE_YAW),
              (double) (g_get_monotonic_time () - began) / 1e3);
    }
  return 0;
}
