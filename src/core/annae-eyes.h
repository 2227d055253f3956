/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether somebody closes their eyes and opens them again, against how far they are open as a rule: narrow eyes and hooded lids are normal,
 * and where open can hardly be told from closed nothing is said.
 *
 * A blink of one's own is over in 0.1 to 0.4 s; eyes that are closed on request are told from it by staying closed for longer. It is what
 * paper cannot do; paper with holes for the eyes can, and so does a recording at its own time.
 *
 * Pure: no clock. */

#pragma once

#include "annae-filters.h"
#include "annae-observation.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_EYES_ASKED,  /* not closed for long enough yet, after having been open */
  ANNAE_EYES_CLOSED, /* for longer than a blink of one's own */
  ANNAE_EYES_OPENED  /* and open again: done */
} AnnaeEyesStage;

/* Zeroed: nothing seen yet. */
typedef struct
{
  AnnaeMedian usual; /* of this face, looking ahead: gap between the lids over the eye's width */
  AnnaeSmooth opening;
  gint64 closed_us; /* since when they have been, or 0 */
  gint64 open_us;
  gboolean were_open; /* since it was asked for: eyes that had been closed before answer nothing */
  AnnaeEyesStage stage;
} AnnaeEyes;

/* How far the eyes are open at rest. */
void annae_eyes_add_rest (AnnaeEyes *self, const AnnaeObservation *observation);

/* FALSE where no pack reads them, or where glasses, light or lids leave too little between open and closed. */
gboolean annae_eyes_can_be_read (const AnnaeEyes *self);

/* It is asked for now. What is usual for these eyes is kept. */
void annae_eyes_begin (AnnaeEyes *self);

/* One frame. Where the eyes cannot be seen in it, nothing changes. */
AnnaeEyesStage annae_eyes_add (AnnaeEyes *self, const AnnaeObservation *observation);

/* How far they are shut now: 0 as usual, 1 closed. */
double annae_eyes_shut (const AnnaeEyes *self);

G_END_DECLS
