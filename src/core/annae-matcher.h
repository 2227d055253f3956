/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a comparison score to a verdict, by thresholds calibrated for the pack in use. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ANNAE_VERDICT_UNDECIDED, /* between the thresholds, or nothing to decide with: staff compares */
  ANNAE_VERDICT_MATCH,
  ANNAE_VERDICT_NO_MATCH
} AnnaeVerdict;

typedef struct
{
  double match;    /* score at or above: match; stated at match_fmr */
  double no_match; /* score below: no match; no_match <= match */
  double match_fmr; /* the false match rate that `match` was calibrated for, e.g. 1e-3; 0 where not stated */
} AnnaeThresholds;

/* A score or thresholds that are not finite, or thresholds in the wrong order, are UNDECIDED. */
AnnaeVerdict annae_matcher_decide (const AnnaeThresholds *thresholds, double score);

const char *annae_verdict_name (AnnaeVerdict verdict);

G_END_DECLS
