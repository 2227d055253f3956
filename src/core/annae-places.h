/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where on a card its portrait was seen, look for look: one look alone, in which hair, letters or the holder passed for
 * the portrait, must not decide whose face is taken. Pure and without allocation; lives inside the document guide. */

#pragma once

#include "annae-types.h"

G_BEGIN_DECLS

#define ANNAE_PLACES_MAX 4

typedef struct
{
  AnnaePoint at;
  double votes; /* looks, older ones counting less */
} AnnaePlace;

typedef struct
{
  AnnaePlace places[ANNAE_PLACES_MAX];
  gint64 last_us;
} AnnaePlaces;

/* A look with the portrait at this place (shares of the card). TRUE where it is agreed: the place was seen at least
 * twice, and clearly more often of late than any other. Times do not go back. */
gboolean
annae_places_add (AnnaePlaces *self, const AnnaePoint *at, gint64 now_us);

/* TRUE where two looks mean the same place, as exactly as outlines are found. */
gboolean
annae_places_same (const AnnaePoint *one, const AnnaePoint *other);

G_END_DECLS
