/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How far the nose stands out, over all frames of somebody who turns now and then: what tells a head from paper, flat, bent or folded.
 * src/vision/relief.h measures it in a frame.
 *
 * Pure: no clock. */

#pragma once

#include "annae-observation.h"

G_BEGIN_DECLS

/* Zeroed: nothing seen yet. */
typedef struct
{
  double sum;
  guint n;
} AnnaeRelief;

/* One frame; nothing changes where it was not measured. */
void annae_relief_add (AnnaeRelief *self, const AnnaeObservation *observation);

/* What it is at least, inter-eye distances over the tangent of the turn: the mean less two deviations of its error; 0 while too few frames have shown it. */
double annae_relief_get (const AnnaeRelief *self);

/* What it may be at most: the mean and two deviations of its error; INFINITY while too few frames have shown it. */
double annae_relief_get_most (const AnnaeRelief *self);

/* The plain mean, of however few frames; FALSE where none has shown it. */
gboolean annae_relief_get_mean (const AnnaeRelief *self, double *mean);

/* A head's, where its landmarks show depth too (doc/liveness-figures.md): in rendered pictures, prints bent or folded have -0.17 to 0.028, in films one of 235
 * 0.059, the next 0.042; heads 0.08 to 0.45, with spectacles all but one of 284 0.044 to 0.39. */
#define ANNAE_RELIEF_LEAST 0.03
/* A head's by itself: 3.7 deviations above the mean of folded prints, which err the most, 5 above that of bent ones. */
#define ANNAE_RELIEF_CLEAR 0.09
/* The same, of whoever has closed their eyes when asked, which paper without holes cannot [doc/liveness-figures.md]. */
#define ANNAE_RELIEF_CLEAR_WITH_EYES 0.075

G_END_DECLS
