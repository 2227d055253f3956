/* SPDX-License-Identifier: GPL-3.0-or-later */

/* DET curves as a picture that any viewer shows: SVG, both axes logarithmic. */

#pragma once

#include "annae-evaluation.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  const AnnaeTally *tally;
} AnnaeDetCurve;

/* The first curve is drawn strongest; curves without both kinds of comparisons are left out. */
char *annae_det_plot_svg (const char *title, const AnnaeDetCurve *curves, guint n_curves);

G_END_DECLS
