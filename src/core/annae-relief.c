/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The mean of what frames show of the nose. [figures]: doc/liveness-figures.md */

#include "annae-relief.h"

#include <math.h>

/* What is left of the errors of single frames, which a second of them has in common as a rule [figures]: two deviations are taken off, so that few frames
 * have to show more. There are ten measured a second. */
#define MOMENT_ERROR 0.03
#define MOMENT_FRAMES 10.0
/* One frame in which something else was followed must not outweigh the others. */
#define FRAME_MOST 0.5

void
annae_relief_add (AnnaeRelief *self, const AnnaeObservation *observation)
{
  double relief;

  if (!annae_observation_get (observation, ANNAE_MEASURE_RELIEF, &relief))
    return;
  self->sum += CLAMP (relief, -FRAME_MOST, FRAME_MOST);
  self->n++;
}

/* Two deviations of the error of the mean. */
static double
margin (const AnnaeRelief *self)
{
  return 2.0 * MOMENT_ERROR * sqrt (MOMENT_FRAMES / self->n);
}

double
annae_relief_get (const AnnaeRelief *self)
{
  return self->n < MOMENT_FRAMES ? 0.0 : MAX (self->sum / self->n - margin (self), 0.0);
}

double
annae_relief_get_most (const AnnaeRelief *self)
{
  return self->n < MOMENT_FRAMES ? INFINITY : self->sum / self->n + margin (self);
}

gboolean
annae_relief_get_mean (const AnnaeRelief *self, double *mean)
{
  if (self->n == 0)
    return FALSE;
  *mean = self->sum / self->n;
  return TRUE;
}
