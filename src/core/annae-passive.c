/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counting frames. Bounds: doc/liveness-figures.md, "Passive evidence". */

#include "annae-passive.h"

/* In single frames of living people, rendered and photographed, the outline reaches this in less than one of a hundred, and the
 * pattern never. */
#define OUTLINE 0.62
#define PATTERN 1.75
/* Of less than four sides there has to be more: so have nineteen of twenty that a hand holds. */
#define HANDS 0.8
/* Of the frames: a person who passes a door frame has it for a moment. */
#define SHARE 0.2
#define LEAST 3
/* A network's answer counts from the bound of its pack, at which the measure is 0.5. What it errs about one person it errs about in
 * frame after frame, so half of them have to agree: then the share of people is at most twice that of single pictures. */
#define SPOOF 0.5
#define SPOOF_SHARE 0.5

void
annae_passive_add (AnnaePassive *self, const AnnaeObservation *observation)
{
  double outline = 0.0, hands = 0.0, pattern = 0.0, spoof = 0.0;

  if (observation->n_faces > 0 && annae_observation_get (observation, ANNAE_MEASURE_SPOOF, &spoof))
    {
      self->asked++;
      self->spoofed += spoof >= SPOOF;
    }
  if (observation->n_faces == 0 || !annae_observation_get (observation, ANNAE_MEASURE_OUTLINE, &outline))
    return;
  self->frames++;
  self->outlined += outline >= OUTLINE;
  self->held += annae_observation_get (observation, ANNAE_MEASURE_HANDS, &hands) && hands >= HANDS;
  /* A face too small for it has none. */
  self->patterned += annae_observation_get (observation, ANNAE_MEASURE_PATTERN, &pattern) && pattern >= PATTERN;
}

static gboolean
is_enough (guint seen, guint frames)
{
  return seen >= LEAST && seen >= SHARE * frames;
}

AnnaePassiveFinding
annae_passive_get_finding (const AnnaePassive *self)
{
  if (is_enough (self->outlined, self->frames))
    return ANNAE_PASSIVE_OUTLINE;
  if (is_enough (self->held, self->frames))
    return ANNAE_PASSIVE_HANDS;
  if (is_enough (self->patterned, self->frames))
    return ANNAE_PASSIVE_PATTERN;
  return self->spoofed >= LEAST && self->spoofed >= SPOOF_SHARE * self->asked ? ANNAE_PASSIVE_NETWORK : ANNAE_PASSIVE_NOTHING;
}
