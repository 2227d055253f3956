/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Judging one value by one row of a guide's table. */

#include "annae-advice-rule.h"

#include <math.h>

void
annae_advice_rule_judge (
    const AnnaeAdviceRule *rule, double value, const AnnaeFinding *before, gboolean relaxed, AnnaeFinding *finding)
{
  *finding = (AnnaeFinding){ .state = ANNAE_FINDING_UNKNOWN, .dwell_us = rule->dwell_us };
  if (!isfinite (value))
    return;

  const double k = relaxed ? rule->relax : 1.0;
  /* Relaxed, a bound is met as soon as it is reached: who can come no further has no margin to give. */
  const gboolean failed = before != NULL && before->state == ANNAE_FINDING_FAIL && !relaxed;
  gboolean below = FALSE;
  gboolean above = FALSE;

  if (rule->below != ANNAE_ADVICE_NONE)
    {
      double bound = failed && before->id == rule->below ? rule->low_lift : rule->low;
      below = value < rule->target + k * (bound - rule->target);
    }
  if (rule->above != ANNAE_ADVICE_NONE)
    {
      double bound = failed && before->id == rule->above ? rule->high_lift : rule->high;
      above = value > rule->target + k * (bound - rule->target);
    }

  finding->raw = value;
  finding->state = below || above ? ANNAE_FINDING_FAIL : ANNAE_FINDING_PASS;
  if (!below && !above)
    return;

  const double off = fabs (value - rule->target);
  const double tolerance = fabs ((below ? rule->low : rule->high) - rule->target);

  finding->id = below ? rule->below : rule->above;
  finding->toward_x = below ? -rule->toward_x : rule->toward_x;
  finding->toward_y = below ? -rule->toward_y : rule->toward_y;
  finding->error = CLAMP (off / rule->full, 0.0, 1.0);
  finding->excess = off / MAX (tolerance, 1e-9);
}

gboolean
annae_advice_rule_is_clear (const AnnaeAdviceRule *rule, double value)
{
  return isfinite (value) && (rule->below == ANNAE_ADVICE_NONE || value >= rule->low_lift)
         && (rule->above == ANNAE_ADVICE_NONE || value <= rule->high_lift);
}
