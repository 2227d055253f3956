/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From findings in each frame to one advice at a human pace. */

#include "annae-advice-pacer.h"

#include <math.h>
#include <string.h>

/* [loop]: halved and doubled in the loop, "Constants" in doc/guidance-figures.md. */

/* guidance.md, "Rules": changes at most once in 1.2 s, repetition after 5 s, other words after 15 s, staff after 30 s.
 */
#define CHANGE_US ANNAE_SECONDS (1.2)
#define REPEAT_US ANNAE_SECONDS (5)
#define STALL_US ANNAE_SECONDS (15)
#define OFFER_US ANNAE_SECONDS (30)

/* Bounds are relaxed before other words are tried: who has done what they can should not be asked again.
 * Measured in the loop (doc/guidance-figures.md). */
#define RELAX_US ANNAE_SECONDS (8)

/* A sentence of eight words, some 12 syllables at 4 a second, takes 3 s: the same one is not begun again within it. */
#define SENTENCE_US ANNAE_SECONDS (3)

/* A detector that loses the face for some frames (a blink of the network, a hand passing: 0.3 s) keeps what was known.
 * [loop]: nothing. */
#define MEMORY_US ANNAE_SECONDS (0.6)
/* Frames further apart than this do not continue each other: five of the slowest that count fully, below. */
#define GAP_US ANNAE_SECONDS (1)
/* At most this much time counts for one frame: at 5 frames/s and slower each frame counts fully, a pause does not. */
#define FRAME_US ANNAE_SECONDS (0.2)
/* Nobody there for as long: whoever comes next starts afresh. Longer than to bend for a bag, shorter than to change
 * seats; an assumption. [loop]: nothing. */
#define LEFT_US ANNAE_SECONDS (3)

/* What counts as nearer and as further: 0.05 of the way is above the detector's noise after smoothing (2.5 degrees of
 * yaw are 0.055 of 45, averaged over some six frames 0.02); further is twice that and more, 5 degrees of yaw. [loop]:
 * under 0.1 s. */
#define NEARER 0.05
#define FURTHER 0.12
/* The error "a moment ago" is a low-pass of this time constant; on the way means that the error is this much below it:
 * less than NEARER, since only a repetition hangs on it. [loop]: nothing. */
#define SLOW_US ANNAE_SECONDS (0.8)
#define ON_THE_WAY 0.03

/* Passing for as long means that the row has been met: some 15 frames, after which smoothing leaves a quarter of the
 * noise. [loop]: doubled, one contradiction in 4,400. */
#define MET_US ANNAE_SECONDS (0.5)

#define NO_GROUP 0
#define GOOD_GROUP G_MAXUINT

void
annae_advice_pacer_reset (AnnaeAdvicePacer *self, gint64 now_us)
{
  memset (self, 0, sizeof *self);
  self->row = -1;
  self->shown.measure = -1;
  self->shown.since_us = now_us;
  self->last_us = now_us;
  self->progress_us = now_us;
  self->best_error = 1.0;
}

const AnnaeFinding *
annae_advice_pacer_get_row (const AnnaeAdvicePacer *self, guint row)
{
  return &self->rows[row].finding;
}

gboolean
annae_advice_pacer_is_relaxed (const AnnaeAdvicePacer *self, guint row)
{
  return self->rows[row].relaxed;
}

static void
remember (AnnaePacerRow *row, const AnnaeFinding *finding, gint64 now_us, gboolean continues, gint64 elapsed_us)
{
  const gboolean failed = row->finding.state == ANNAE_FINDING_FAIL;

  if (finding->state == ANNAE_FINDING_UNKNOWN)
    {
      if (row->finding.state != ANNAE_FINDING_UNKNOWN && now_us - row->known_us > MEMORY_US)
        row->finding.state = ANNAE_FINDING_UNKNOWN;
      return;
    }
  if (finding->state == ANNAE_FINDING_FAIL && (!failed || !continues || row->finding.id != finding->id))
    row->since_us = now_us;
  row->met_us = finding->state == ANNAE_FINDING_PASS ? MIN (row->met_us + elapsed_us, GAP_US) : 0;
  if (row->met_us >= MET_US)
    row->met = TRUE;
  row->finding = *finding;
  row->known_us = now_us;
}

/* The dwell is doubled for what has been met before (a glance aside, an overshoot: people come back by themselves) and
 * for what would interrupt another advice that is being followed; not for a camera or a face that is not there. The
 * first words to somebody who sits still wait for nothing: there is no movement that may pass. */
static gint64
get_dwell (const AnnaeAdvicePacer *self, guint i, guint gone_row, double patience)
{
  const AnnaePacerRow *row = &self->rows[i];
  const gboolean interrupts = i > gone_row && self->row >= 0 && self->row != (int) i
                              && self->rows[self->row].finding.state == ANNAE_FINDING_FAIL;

  if (row->finding.at_rest && !row->met && self->shown.id == ANNAE_ADVICE_NONE)
    return 0;
  return (gint64) (row->finding.dwell_us * patience * (row->met || interrupts ? 2.0 : 1.0));
}

/* The row to speak of: the first group with a row that has failed for its dwell; in it the one that is already being
 * spoken of, else the worst. */
static int
choose (AnnaeAdvicePacer *self,
        const AnnaeAdviceRule *rules,
        guint n_rows,
        guint gone_row,
        double patience,
        gint64 now_us,
        gboolean *any_fails)
{
  int chosen = -1;

  *any_fails = FALSE;
  for (guint i = 0; i < n_rows; i++)
    {
      const AnnaePacerRow *row = &self->rows[i];

      if (row->finding.state != ANNAE_FINDING_FAIL)
        continue;
      *any_fails = TRUE;
      if (now_us - row->since_us < get_dwell (self, i, gone_row, patience))
        continue;
      if (chosen < 0)
        chosen = (int) i;
      else if (rules[i].group == rules[chosen].group && chosen != self->row
               && ((int) i == self->row || row->finding.excess > self->rows[chosen].finding.excess))
        chosen = (int) i;
    }
  return chosen;
}

static void
gather (AnnaeAdvicePacer *self, const AnnaePacerConfig *config, gboolean good, gboolean gone, gint64 elapsed_us)
{
  if (gone)
    self->good_us = 0;
  else if (good)
    {
      self->good_us += (gint64) (config->weight * elapsed_us);
      self->bad_us = 0;
    }
  else
    {
      self->bad_us += elapsed_us;
      if (self->bad_us > config->forgiven_us)
        self->good_us = MAX (0, self->good_us - elapsed_us);
    }
  if (self->good_us >= config->hold_us)
    self->done = TRUE;
}

/* Progress is coming further down the table, or nearer in the same row, than ever before. */
static void
note_progress (AnnaeAdvicePacer *self, guint group, double error, gboolean left, gint64 now_us)
{
  if (left)
    {
      self->best_group = NO_GROUP;
      self->best_error = 1.0;
      self->best_good_us = 0;
      for (guint i = 0; i < ANNAE_PACER_MAX_ROWS; i++)
        {
          self->rows[i].relaxed = FALSE;
          self->rows[i].asked_us = 0;
        }
    }
  if (group == NO_GROUP || group < self->best_group)
    return;
  if (group > self->best_group || error < self->best_error - NEARER)
    self->best_error = error;
  else
    return;
  self->best_group = group;
  self->progress_us = now_us;
  self->wrong_way = FALSE;
}

static void
change (AnnaeAdvicePacer *self, AnnaeAdviceId id, int row, double error, gint64 now_us)
{
  self->shown.id = id;
  self->shown.since_us = now_us;
  self->shown.speak = TRUE;
  self->row = row;
  self->changed_us = now_us;
  self->slow_error = error;
  self->slow_us = now_us;
  self->wrong_way = FALSE;
}

/* Whether what is shown is to be said again: due after 5 s, but not while the person is on the way; sooner where they
 * have gone the wrong way, then in the other words. */
static gboolean
is_due (AnnaeAdvicePacer *self, const AnnaePacerConfig *config, double error, gint64 now_us)
{
  const gint64 silent = now_us - self->spoken_us;
  const gint64 repeat = (gint64) (REPEAT_US * config->patience);

  if (self->shown.id == ANNAE_ADVICE_NONE || annae_advice_is_good (self->shown.id))
    return FALSE;
  if (self->row >= 0 && error > self->spoken_error + FURTHER && silent >= SENTENCE_US)
    {
      self->wrong_way = TRUE;
      return TRUE;
    }
  if (silent < repeat)
    return FALSE;
  return silent >= 2 * repeat || error >= self->slow_error - ON_THE_WAY;
}

void
annae_advice_pacer_step (AnnaeAdvicePacer *self,
                         const AnnaePacerConfig *config,
                         const AnnaeAdviceRule *rules,
                         const AnnaeFinding *findings,
                         guint n_rows,
                         guint gone_row,
                         gboolean frame_good,
                         gint64 now_us,
                         AnnaeAdvice *advice)
{
  g_return_if_fail (n_rows <= ANNAE_PACER_MAX_ROWS && gone_row < n_rows);

  const gboolean continues = self->started && now_us - self->last_us <= GAP_US;
  const gint64 elapsed = continues ? MIN (now_us - self->last_us, FRAME_US) : 0;
  gboolean any_fails;

  if (!self->started)
    self->progress_us = now_us;
  self->started = TRUE;
  self->last_us = now_us;

  for (guint i = 0; i < n_rows; i++)
    remember (&self->rows[i], &findings[i], now_us, continues, elapsed);

  const int chosen = choose (self, rules, n_rows, gone_row, config->patience, now_us, &any_fails);
  const AnnaePacerRow *gone = &self->rows[gone_row];
  const gboolean is_gone = gone->finding.state == ANNAE_FINDING_FAIL;

  if (!self->done)
    gather (self, config, !any_fails && frame_good, is_gone && chosen >= 0 && chosen <= (int) gone_row, elapsed);

  guint group = chosen >= 0 ? rules[chosen].group : any_fails ? NO_GROUP : GOOD_GROUP;
  if (self->good_us >= self->best_good_us + MET_US / 2)
    {
      self->best_good_us = self->good_us;
      self->progress_us = now_us;
    }
  note_progress (self, group, chosen >= 0 ? self->rows[chosen].finding.error : 0.0,
                 is_gone && now_us - gone->since_us >= LEFT_US, now_us);

  const double stalled = (double) (now_us - self->progress_us) / config->patience;
  if (chosen >= 0 && chosen == self->row && self->shown.error >= self->slow_error - ON_THE_WAY)
    {
      self->rows[chosen].asked_us += elapsed;
      if (self->rows[chosen].asked_us >= RELAX_US * config->patience)
        self->rows[chosen].relaxed = TRUE;
    }
  self->blocked = any_fails;

  AnnaeAdviceId wanted = self->shown.id;
  int wanted_row = self->row;
  if (self->done)
    wanted = config->done, wanted_row = -1;
  else if (chosen >= 0)
    wanted = self->rows[chosen].finding.id, wanted_row = chosen;
  else if (!any_fails)
    wanted = config->hold, wanted_row = -1;

  const gboolean doubt = wanted_row >= 0 && self->rows[wanted_row].finding.doubt;

  /* Good news is not held back: it tells the person to stop where they are. What follows it waits its time. */
  self->shown.speak = FALSE;
  if (wanted != self->shown.id && !doubt
      && (self->shown.id == ANNAE_ADVICE_NONE || annae_advice_is_good (wanted)
          || now_us - self->changed_us >= CHANGE_US))
    change (self, wanted, wanted_row, wanted_row >= 0 ? self->rows[wanted_row].finding.error : 0.0, now_us);
  else if (wanted == self->shown.id)
    self->row = wanted_row; /* two rows may say the same */

  /* The arrow and the figures are those of this moment. Words that have been overtaken keep no arrow. */
  const AnnaeFinding *finding = self->row >= 0 ? &self->rows[self->row].finding : NULL;
  const gboolean holds = finding != NULL && finding->state == ANNAE_FINDING_FAIL && finding->id == self->shown.id;
  const double error = holds ? finding->error : 0.0;

  self->shown.toward_x = holds ? finding->toward_x + 0.0 : 0.0; /* -0 becomes 0 */
  self->shown.toward_y = holds ? finding->toward_y + 0.0 : 0.0;
  self->shown.error = error;
  self->shown.raw = finding != NULL ? finding->raw : 0.0;
  self->shown.measure = self->row >= 0 ? rules[self->row].measure : -1;
  self->shown.progress = self->done ? 1.0 : CLAMP ((double) self->good_us / (double) config->hold_us, 0.0, 1.0);

  /* A sentence is not cut by the same sentence: it waits until the first is over. */
  gboolean again = self->shown.id == self->spoken && now_us - self->spoken_us < SENTENCE_US;
  self->shown.speak = self->shown.speak ? !again : holds && !finding->doubt && is_due (self, config, error, now_us);
  if (self->shown.speak)
    {
      self->spoken = self->shown.id;
      self->spoken_us = now_us;
      self->spoken_error = error;
    }

  self->slow_error += (1.0 - exp (-(double) (now_us - self->slow_us) / SLOW_US)) * (error - self->slow_error);
  self->slow_us = now_us;

  if (stalled >= OFFER_US && !self->done)
    self->offered = TRUE;
  self->shown.wording = !self->done && (stalled >= STALL_US || self->wrong_way) ? 1 : 0;
  self->shown.offer_staff = self->offered && !self->done;
  *advice = self->shown;
}
