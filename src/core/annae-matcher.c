/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The verdict: what is not clearly one or the other is left to a person. */

#include "annae-matcher.h"

#include <math.h>

AnnaeVerdict
annae_matcher_decide (const AnnaeThresholds *thresholds, double score)
{
  g_return_val_if_fail (thresholds != NULL, ANNAE_VERDICT_UNDECIDED);

  if (!isfinite (score) || !isfinite (thresholds->match) || !isfinite (thresholds->no_match)
      || thresholds->no_match > thresholds->match)
    return ANNAE_VERDICT_UNDECIDED;
  if (score >= thresholds->match)
    return ANNAE_VERDICT_MATCH;
  if (score < thresholds->no_match)
    return ANNAE_VERDICT_NO_MATCH;
  return ANNAE_VERDICT_UNDECIDED;
}

const char *
annae_verdict_name (AnnaeVerdict verdict)
{
  switch (verdict)
    {
    case ANNAE_VERDICT_UNDECIDED:
      return "undecided";
    case ANNAE_VERDICT_MATCH:
      return "match";
    case ANNAE_VERDICT_NO_MATCH:
      return "no-match";
    }
  g_return_val_if_reached (NULL);
}
