/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the frames of a stretch show of being pictures of a picture: the outline of a sheet or a screen about the face, a hand
 * that holds it, the regular pattern of a screen, and what a network makes of it where a pack has one. Evidence among others: it takes back a LIVE and never says anything
 * else by itself. */

#pragma once

#include "annae-observation.h"

G_BEGIN_DECLS

/* Zeroed: nothing seen. */
typedef struct
{
  guint frames;   /* with a face that both could be measured on */
  guint outlined;
  guint held;
  guint patterned;
  guint asked;   /* frames that a network was asked about */
  guint spoofed; /* of those, that it took for a picture of a face */
} AnnaePassive;

typedef enum
{
  ANNAE_PASSIVE_NOTHING,
  ANNAE_PASSIVE_OUTLINE, /* a sheet's or a screen's edges are about the face */
  ANNAE_PASSIVE_HANDS,   /* a hand holds one of them */
  ANNAE_PASSIVE_PATTERN, /* a screen's pixels, a print's dots */
  ANNAE_PASSIVE_NETWORK  /* the pack's passive network takes the face for a picture of one */
} AnnaePassiveFinding;

void annae_passive_add (AnnaePassive *self, const AnnaeObservation *observation);

/* What stands out of enough frames. */
AnnaePassiveFinding annae_passive_get_finding (const AnnaePassive *self);

G_END_DECLS
