/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One row of a guide's table: an interval in which a value may lie, with hysteresis, the advice for either side of it,
 * and the dwell. Both guides judge by such rows; annae-advice-pacer picks one advice from the findings. */

#pragma once

#include "annae-advice.h"

G_BEGIN_DECLS

typedef struct
{
  guint group;         /* rows of one group are of one rank: the worst of them comes first */
  int measure;         /* AnnaeMeasureId, or -1 */
  AnnaeAdviceId below; /* what to say where the value lies below the interval; NONE where there is no lower bound */
  AnnaeAdviceId above;
  double low;       /* blocks below */
  double low_lift;  /* lifted again at or above this; > low */
  double high;      /* blocks above */
  double high_lift; /* lifted again at or below this; < high */
  double target;    /* where to be, between the lifts; the error counts from here */
  double full;      /* distance from the target at which the error is 1 */
  double relax;     /* by how much the bounds move away from the target for a person who makes no progress; 1: never */
  double toward_x;  /* the arrow where the value lies above; the reverse below */
  double toward_y;
  gint64 dwell_us; /* how long it must fail before anything is said */
} AnnaeAdviceRule;

typedef enum
{
  ANNAE_FINDING_UNKNOWN, /* not to be measured in this frame: what was known holds for a moment, then nothing blocks */
  ANNAE_FINDING_PASS,
  ANNAE_FINDING_FAIL
} AnnaeFindingState;

/* What one row makes of one frame. */
typedef struct
{
  AnnaeFindingState state;
  AnnaeAdviceId id; /* where it fails */
  double toward_x;
  double toward_y;
  double error;  /* 0 to 1 */
  double excess; /* how often the tolerance is used up, for ranking within a group */
  double raw;
  gint64 dwell_us;
  gboolean at_rest; /* of a face that does not move: nothing that would pass by itself */
  gboolean doubt; /* this very frame says otherwise: nothing is begun or said on the strength of it */
} AnnaeFinding;

/* Judges value; before is what the row said of the frame before (for the hysteresis; NULL or UNKNOWN: nothing).
 * A value that is not finite is UNKNOWN. */
void annae_advice_rule_judge (
    const AnnaeAdviceRule *rule, double value, const AnnaeFinding *before, gboolean relaxed, AnnaeFinding *finding);

/* Whether value lies so far within the bounds that the row would be lifted there: noise does not lead out of them. */
gboolean annae_advice_rule_is_clear (const AnnaeAdviceRule *rule, double value);

G_END_DECLS
