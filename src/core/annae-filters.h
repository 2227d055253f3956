/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Small memories over time, for the guides: of a number, smoothed, sharpest recent, own median; and since when something stands.
 * All take time with the value, ignore what is not finite, and are empty after being zeroed. */

#pragma once

#include "annae-types.h"

G_BEGIN_DECLS

/* First-order low-pass. Within noise of where it is the value follows slowly, with time constant rest; further off it
 * follows quickly, with time constant move: calm at rest and prompt in motion (the idea of Casiez, Roussel and Vogel's
 * one-euro filter, CHI 2012, with two steps). */
typedef struct
{
  gint64 rest_us;
  gint64 move_us;
  double noise;
} AnnaeSmoothing;

typedef struct
{
  double value;
  gint64 time_us;
  gboolean known;
} AnnaeSmooth;

double annae_smooth_add (AnnaeSmooth *self, double value, gint64 now_us, const AnnaeSmoothing *smoothing);

/* The highest value of late: goes half of the way up at each higher value, so that one noisy frame does not set it
 * alone, and fades with time constant tau. */
typedef struct
{
  double value;
  gint64 time_us;
  gboolean known;
} AnnaePeak;

double annae_peak_add (AnnaePeak *self, double value, gint64 now_us, gint64 tau_us);

/* Median of up to ANNAE_MEDIAN_SIZE samples at least spacing apart, the oldest forgotten first. */
#define ANNAE_MEDIAN_SIZE 41

typedef struct
{
  double values[ANNAE_MEDIAN_SIZE];
  guint n;
  guint next;
  gint64 time_us;
} AnnaeMedian;

void annae_median_add (AnnaeMedian *self, double value, gint64 now_us, gint64 spacing_us);

/* FALSE while there are fewer than at_least samples. */
gboolean annae_median_get (const AnnaeMedian *self, guint at_least, double *median);

#define ANNAE_NEVER G_MININT64

/* TRUE once it has stood (now) without a gap for as long as dwell_us. since_us: ANNAE_NEVER at first. */
gboolean annae_stands (gint64 *since_us, gboolean now, gint64 now_us, gint64 dwell_us);

G_END_DECLS
