/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The choice of frames: numbers in, a place out. */

#include "annae-burst.h"

#include <math.h>

/* A pose is measured to about a degree; what is nearer than that is the same. */
#define SAME_POSE 1.0

static double
apart (const AnnaeBurstFrame *a, const AnnaeBurstFrame *b)
{
  return MAX (hypot (a->yaw - b->yaw, a->pitch - b->pitch), SAME_POSE);
}

int
annae_burst_place (const AnnaeBurstFrame *frames, guint n, const AnnaeBurstFrame *newcomer)
{
  const AnnaeBurstFrame *all[ANNAE_BURST_FRAMES + 1];
  double least = INFINITY, lowest = INFINITY;
  guint goes = n;

  g_return_val_if_fail (newcomer != NULL && n <= ANNAE_BURST_FRAMES && (frames != NULL || n == 0), -1);

  if (n < ANNAE_BURST_FRAMES)
    return (int) n;
  for (guint i = 0; i < n; i++)
    all[i] = &frames[i];
  all[n] = newcomer;
  for (guint i = 0; i <= n; i++)
    for (guint j = i + 1; j <= n; j++)
      {
        double distance = apart (all[i], all[j]);
        /* Of equals the later one: what is there stays. */
        guint worse = all[i]->quality < all[j]->quality ? i : j;

        if (distance > least || (distance == least && all[worse]->quality >= lowest))
          continue;
        least = distance;
        lowest = all[worse]->quality;
        goes = worse;
      }
  return goes == n ? -1 : (int) goes;
}
