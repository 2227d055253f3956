/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Eyes: see loop-lids.h. What is said about people is an assumption, but for the rate and length of blinks, which are textbook values. */

#include "loop-lids.h"

#include <math.h>

#include "loop-person.h"

/* Of the reader, over the openings of unseen rendered people: 0.034 in all (models/training/README.md), here the larger part anew in every
 * frame. */
#define FRAME_ERROR 0.03
#define FACE_ERROR 0.016
#define CLOSED 0.05

/* Blinks of one's own: 15 a minute, 0.1 to 0.4 s; one in fifty of somebody tired lasts to 1 s. */
#define BLINK_EVERY 4.0
#define LONG_BLINK 0.02
#define LID_S 0.08

static double
between (GRand *rand, double low, double high)
{
  return low + (high - low) * g_rand_double (rand);
}

void
loop_lids_init_still (LoopLids *self, double noise, GRand *rand)
{
  *self = (LoopLids){
    .usual = CLAMP (0.27 + 0.05 * loop_normal (rand), LOOP_LIDS_HOODED, 0.4),
    .seen = TRUE,
    .bias = noise * FACE_ERROR * loop_normal (rand),
    .blink_from = 1e9,
  };
}

void
loop_lids_init (LoopLids *self, gboolean sees, double noise, GRand *rand)
{
  loop_lids_init_still (self, noise, rand);
  self->blink_from = -BLINK_EVERY * log (1.0 - g_rand_double (rand));
  /* Hooded lids: one in eight. */
  if (g_rand_double (rand) < 0.125)
    self->usual = between (rand, 0.09, LOOP_LIDS_HOODED);
  self->seen = g_rand_double (rand) >= (sees ? 0.05 : 0.4);
  self->can_close = g_rand_double (rand) >= 0.03;
  self->winks_first = g_rand_double (rand) < 0.125;
  self->waits = g_rand_double (rand) < 0.3;
  self->moment = CLAMP (1.2 * exp (0.4 * loop_normal (rand)), 0.5, 3.0);
}

void
loop_lids_close (LoopLids *self, double t)
{
  if (!self->can_close || t < self->shut_until)
    return;
  self->shut_from = t;
  self->shut_until = t + (self->closings == 0 && self->winks_first ? 0.3 : self->waits ? 5.0 : self->moment);
  self->closings++;
}

void
loop_lids_open (LoopLids *self, double t)
{
  if (t < self->shut_until)
    self->shut_until = t;
}

gboolean
loop_lids_are_shut (const LoopLids *self, double t)
{
  return t >= self->shut_from && t < self->shut_until;
}

/* 0 open, 1 closed: lids that take their time at either end. */
static double
shut_between (double from, double until, double t)
{
  return t < from ? 0.0 : t <= until ? MIN ((t - from) / LID_S, 1.0) : MAX (1.0 - (t - until) / LID_S, 0.0);
}

double
loop_lids_shut (const LoopLids *self, double t)
{
  return MAX (self->blink_until > self->blink_from ? shut_between (self->blink_from, self->blink_until, t) : 0.0,
              self->closings > 0 ? shut_between (self->shut_from, self->shut_until, t) : 0.0);
}

void
loop_lids_see (LoopLids *self, double t, double noise, GRand *rand, AnnaeObservation *observation)
{
  const double error = self->bias + noise * FRAME_ERROR * loop_normal (rand);

  if (t > self->blink_until + LID_S && self->blink_until > self->blink_from)
    {
      self->blink_from = t + 0.5 - (BLINK_EVERY - 0.5) * log (1.0 - g_rand_double (rand));
      self->blink_until = 0.0;
    }
  if (t >= self->blink_from && self->blink_until <= self->blink_from)
    self->blink_until = self->blink_from + (g_rand_double (rand) < LONG_BLINK ? between (rand, 0.4, 1.0) : between (rand, 0.1, 0.32));
  const double shut = loop_lids_shut (self, t);

  if (observation->n_faces > 0)
    annae_observation_set (observation, ANNAE_MEASURE_EYES_OPEN,
                           self->seen ? MAX (self->usual + shut * (CLOSED - self->usual) + error, 0.0) : NAN);
}
