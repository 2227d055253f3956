/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Openings of the eyes over time. [figures]: doc/liveness-figures.md */

#include "annae-eyes.h"

#include <math.h>
#include <string.h>

/* What the reader makes of closed eyes. */
#define CLOSED_OPENING 0.05
/* Open eyes have 0.2 to 0.35. Below this the reader's error, 0.034, is more than two fifths of what there is between
 * open and closed. */
#define LEAST_USUAL 0.13
#define LEAST_SAMPLES 3
#define SPACING_US ANNAE_SECONDS (0.1)

/* Shares of the way from usual to closed, and how long they have to stand [figures]. */
#define SHUT 0.6
#define OPEN 0.4
#define CLOSED_US ANNAE_SECONDS (0.4)
#define OPEN_US ANNAE_SECONDS (0.15)
/* Lids move in a tenth of a second. */
static const AnnaeSmoothing smooth_opening = { ANNAE_SECONDS (0.1), ANNAE_SECONDS (0.05), 0.08 };

static gboolean
get (const AnnaeObservation *observation, double *opening)
{
  return annae_observation_get (observation, ANNAE_MEASURE_EYES_OPEN, opening) && isfinite (*opening);
}

void
annae_eyes_add_rest (AnnaeEyes *self, const AnnaeObservation *observation)
{
  double opening;

  if (get (observation, &opening))
    annae_median_add (&self->usual, opening, observation->time_us, SPACING_US);
}

static gboolean
get_usual (const AnnaeEyes *self, double *usual)
{
  return annae_median_get (&self->usual, LEAST_SAMPLES, usual) && *usual >= LEAST_USUAL;
}

gboolean
annae_eyes_can_be_read (const AnnaeEyes *self)
{
  double usual;

  return get_usual (self, &usual);
}

void
annae_eyes_begin (AnnaeEyes *self)
{
  memset (&self->opening, 0, sizeof self->opening);
  self->closed_us = self->open_us = ANNAE_NEVER;
  self->were_open = FALSE;
  self->stage = ANNAE_EYES_ASKED;
}

double
annae_eyes_shut (const AnnaeEyes *self)
{
  double usual;

  if (!self->opening.known || !get_usual (self, &usual))
    return 0.0;
  return (usual - self->opening.value) / (usual - CLOSED_OPENING);
}

AnnaeEyesStage
annae_eyes_add (AnnaeEyes *self, const AnnaeObservation *observation)
{
  const gint64 now_us = observation->time_us;
  double opening;

  if (!get (observation, &opening) || !annae_eyes_can_be_read (self))
    return self->stage;
  annae_smooth_add (&self->opening, opening, now_us, &smooth_opening);
  const double shut = annae_eyes_shut (self);
  const gboolean closed = annae_stands (&self->closed_us, shut >= SHUT, now_us, CLOSED_US);
  const gboolean open = annae_stands (&self->open_us, shut <= OPEN, now_us, OPEN_US);

  if (self->stage == ANNAE_EYES_ASKED && closed && self->were_open)
    self->stage = ANNAE_EYES_CLOSED;
  else if (self->stage == ANNAE_EYES_CLOSED && open)
    self->stage = ANNAE_EYES_OPENED;
  self->were_open = self->were_open || open;
  return self->stage;
}
