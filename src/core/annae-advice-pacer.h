/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From what fails in each frame to one advice at a human pace: the first row that has failed for its dwell, not changed
 * more often than every 1.2 s, repeated after 5 s unless the person is on the way, worded otherwise after 15 s without
 * progress, staff offered after 30 s; and the good second at the end. Shared by the guides for the face and for the
 * document. Pure and without allocation; lives inside its guide. */

#pragma once

#include "annae-advice-rule.h"

G_BEGIN_DECLS

#define ANNAE_PACER_MAX_ROWS 24

/* A blink takes 0.1 to 0.4 s. A head that nods or shakes without its owner's will, at 1 Hz and faster, is back within a
 * second. */
#define ANNAE_PACER_FORGIVEN_US ANNAE_SECONDS (0.4)
#define ANNAE_PACER_FORGIVEN_LONG_US ANNAE_SECONDS (1)

typedef struct
{
  AnnaeAdviceId hold; /* what is said while the good second runs */
  AnnaeAdviceId done;
  gint64 hold_us;
  double weight;      /* a good frame's time counts so often towards it: 1, more for one that is beyond doubt */
  gint64 forgiven_us; /* bad frames in a row that cost nothing; then the good second runs backwards as fast as it came */
  double patience; /* multiplies dwell, repetition and stall times */
} AnnaePacerConfig;

typedef struct
{
  AnnaeFinding finding; /* the last that was known; state is what holds now */
  gint64 since_us;      /* failing since */
  gint64 known_us;      /* last seen to pass or fail */
  gint64 met_us;        /* how long it has passed without a break, up to a second */
  gboolean met;         /* has been met before: given longer before it is asked for again */
  gint64 asked_us;      /* how long it was asked for without coming nearer */
  gboolean relaxed;     /* that was long enough: rule->relax applies from now on */
} AnnaePacerRow;

typedef struct
{
  AnnaePacerRow rows[ANNAE_PACER_MAX_ROWS];
  AnnaeAdvice shown;
  int row; /* the row shown, or -1 */
  gboolean started;
  gboolean done;
  gboolean blocked; /* some row fails now, spoken of or not */
  gboolean offered; /* staff has been offered: an offer is not taken back */
  gint64 last_us;
  gint64 changed_us; /* the advice shown began */
  gint64 spoken_us;  /* it was last said */
  AnnaeAdviceId spoken;
  double spoken_error; /* the error then */
  double slow_error;   /* the error as it was a moment ago */
  gint64 slow_us;
  gint64 good_us;     /* good time gathered */
  gint64 best_good_us;
  gint64 bad_us;      /* bad time in a row */
  gint64 progress_us; /* last progress */
  guint best_group;   /* furthest that this person has come */
  double best_error;
  gboolean wrong_way; /* the error grew after the advice: other words */
} AnnaeAdvicePacer;

void annae_advice_pacer_reset (AnnaeAdvicePacer *self, gint64 now_us);

/* What a row holds of the frames before, for the hysteresis. */
const AnnaeFinding *annae_advice_pacer_get_row (const AnnaeAdvicePacer *self, guint row);

/* Whether the row's bounds are relaxed, because it was asked for in vain for long enough. It stays so for this person:
 * who has done what they can is not asked again. */
gboolean annae_advice_pacer_is_relaxed (const AnnaeAdvicePacer *self, guint row);

/* One frame: rules and findings in the order of the table. frame_good is FALSE for a frame that must not count towards
 * the good second although no row fails (a blink, a single blurred frame). gone: nobody is there; what was gathered is
 * lost once that row is said. Time must not run backwards. */
void annae_advice_pacer_step (AnnaeAdvicePacer *self,
                              const AnnaePacerConfig *config,
                              const AnnaeAdviceRule *rules,
                              const AnnaeFinding *findings,
                              guint n_rows,
                              guint gone_row,
                              gboolean frame_good,
                              gint64 now_us,
                              AnnaeAdvice *advice);

G_END_DECLS
