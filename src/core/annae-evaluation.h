/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Error rates of comparisons, as ISO/IEC 19795-1 counts them: false match rate (FMR), false non-match rate (FNMR), equal error
 * rate (EER), detection error trade-off (DET), thresholds for wanted false match rates. Scores only: nothing biometric is held.
 *
 * Scores are counted in steps of 1e-5, so that fifty million of them take no more room than ten. A threshold is always such a
 * step; for it every count is exact. A score at or above the threshold is a match. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ANNAE_TALLY_STEP 1e-5
#define ANNAE_TALLY_STEPS 200001 /* -1 to 1 */

/* Counts of the scores of genuine comparisons (same person) and of impostor ones (different persons). */
typedef struct
{
  guint64 n_genuine;
  guint64 n_impostor;
  guint32 *genuine; /* ANNAE_TALLY_STEPS counts each */
  guint32 *impostor;
} AnnaeTally;

AnnaeTally *annae_tally_new (void);
void annae_tally_free (AnnaeTally *self);

/* FALSE, and nothing is counted, for a score that is not finite. Scores beyond -1 and 1 (rounding) count as -1 and 1. */
gboolean annae_tally_add (AnnaeTally *self, gboolean same, double score);

double annae_tally_threshold (guint step); /* of a step, -1 to 1 */
guint annae_tally_step (double score);     /* the step that counts the score */

/* A rate k of n with its Wilson score interval of 95 % (Wilson 1927). All three are NaN where n is 0. The interval supposes
 * independent comparisons; those that share a picture are not, so that it is then too narrow. */
typedef struct
{
  guint64 k;
  guint64 n;
  double rate;
  double low;
  double high;
} AnnaeRate;

void annae_rate_init (AnnaeRate *rate, guint64 k, guint64 n);

/* What one threshold gives. */
typedef struct
{
  double threshold; /* -1 to 1; 1 + ANNAE_TALLY_STEP: nothing matches */
  AnnaeRate fmr;
  AnnaeRate fnmr;
} AnnaeOperatingPoint;

void annae_tally_at (const AnnaeTally *self, double threshold, AnnaeOperatingPoint *point);

/* How far a threshold for a false match rate can be trusted. */
typedef enum
{
  ANNAE_SUPPORT_NONE, /* fewer than 3 / rate comparisons: not even no false match at all would show that the rate is held */
  ANNAE_SUPPORT_WEAK, /* fewer than 30 / rate */
  ANNAE_SUPPORT_GOOD  /* at least 30 / rate (Doddington's rule of 30: within 30 % of the truth, 9 times of 10) */
} AnnaeSupport;

AnnaeSupport annae_support_for (guint64 n_impostor, double fmr);
const char *annae_support_name (AnnaeSupport support);

/* The lowest threshold with at most the false match rate. With ANNAE_SUPPORT_NONE the point is not filled in. */
AnnaeSupport annae_tally_find_fmr (const AnnaeTally *self, double fmr, AnnaeOperatingPoint *point);

/* Equal error rate, on the straight line between the two points around the crossing. The interval is that of the smaller of the
 * two counts. FALSE where there are no genuine or no impostor comparisons. */
typedef struct
{
  double threshold;
  double rate;
  double low;
  double high;
} AnnaeEqualError;

gboolean annae_tally_find_eer (const AnnaeTally *self, AnnaeEqualError *eer);

/* The DET curve from the lowest threshold to the highest: at most max_points (at least 2) corners, those that differ most on
 * logarithmic axes. (transfer full) GArray of AnnaeOperatingPoint; empty where one kind of comparison is missing. */
GArray *annae_tally_det (const AnnaeTally *self, guint max_points);

/* Counts in n_bins equal parts of -1 to 1 (the last one holds 1 as well). */
void annae_tally_histogram (const AnnaeTally *self, guint n_bins, guint64 *genuine, guint64 *impostor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeTally, annae_tally_free)

G_END_DECLS
