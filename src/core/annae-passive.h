/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the frames of a stretch show of being pictures of a picture: the outline of a sheet or a screen about the face, the regular
 * pattern of a screen. Evidence among others: it takes back a LIVE and never says anything else by itself. */

#pragma once

#include "annae-observation.h"

G_BEGIN_DECLS

/* Zeroed: nothing seen. */
typedef struct
{
  guint frames;   /* with a face that both could be measured on */
  guint outlined;
  guint patterned;
} AnnaePassive;

typedef enum
{
  ANNAE_PASSIVE_NOTHING,
  ANNAE_PASSIVE_OUTLINE, /* a sheet's or a screen's edges are about the face */
  ANNAE_PASSIVE_PATTERN  /* a screen's pixels, a print's dots */
} AnnaePassiveFinding;

void annae_passive_add (AnnaePassive *self, const AnnaeObservation *observation);

/* What stands out of enough frames. */
AnnaePassiveFinding annae_passive_get_finding (const AnnaePassive *self);

G_END_DECLS
