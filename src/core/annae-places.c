/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Votes for places. */

#include "annae-places.h"

#include <math.h>

/* Shares of the card's width and height. Outlines are off by 0.02 mostly, but a header is taken for the edge now and
 * then, and that moves the place by up to 0.15 of the height; faces taken for the portrait were 0.3 of the width and
 * half of the height away, ghosts more. */
#define SAME_X 0.15
#define SAME_Y 0.25
/* A vote is worth a third after so long. */
#define VOTE_LASTS_US ANNAE_SECONDS (1.5)
/* Two looks up to three quarters of a second apart; more than any other place has by so many. */
#define LEAST_VOTES 1.6
#define CLEARLY 1.5

gboolean
annae_places_same (const AnnaePoint *one, const AnnaePoint *other)
{
  return fabsf (one->x - other->x) < SAME_X && fabsf (one->y - other->y) < SAME_Y;
}

/* The place a look belongs to: a known one, a free one, or that of the fewest votes. */
static AnnaePlace *
find_place (AnnaePlaces *self, const AnnaePoint *at)
{
  AnnaePlace *fewest = &self->places[0];

  for (guint i = 0; i < ANNAE_PLACES_MAX; i++)
    {
      AnnaePlace *place = &self->places[i];

      if (place->votes > 0.0 && annae_places_same (&place->at, at))
        return place;
      if (place->votes < fewest->votes)
        fewest = place;
    }
  *fewest = (AnnaePlace){ .at = *at };
  return fewest;
}

gboolean
annae_places_add (AnnaePlaces *self, const AnnaePoint *at, gint64 now_us)
{
  const double fade = exp (-(double) MAX (0, now_us - self->last_us) / (double) VOTE_LASTS_US);
  AnnaePlace *place;
  double others = 0.0;

  if (!isfinite (at->x) || !isfinite (at->y))
    return FALSE;
  for (guint i = 0; i < ANNAE_PLACES_MAX; i++)
    self->places[i].votes *= fade;
  self->last_us = now_us;

  place = find_place (self, at);
  place->votes += 1.0;
  /* The place wanders along with the looks that belong to it, for the first of them may have been the least exact. */
  place->at.x += (at->x - place->at.x) / (float) place->votes;
  place->at.y += (at->y - place->at.y) / (float) place->votes;
  for (guint i = 0; i < ANNAE_PLACES_MAX; i++)
    if (&self->places[i] != place)
      others = MAX (others, self->places[i].votes);
  return place->votes >= LEAST_VOTES + others && place->votes >= CLEARLY * others;
}
