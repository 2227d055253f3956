/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The guide for a document held before the camera. Table and pacing as in the guide for the face. */

#include "annae-document-guide.h"

#include "annae-advice-pacer.h"
#include "annae-filters.h"
#include "annae-places.h"

#include <math.h>
#include <string.h>

typedef enum
{
  ROW_SHOW,
  ROW_CLOSER,
  ROW_BACK,
  ROW_SIDEWAYS,
  ROW_HEIGHT,
  ROW_FLATTER,
  ROW_GLARE,
  ROW_LIGHT,
  ROW_PORTRAIT,
  ROW_STILL,
  N_ROWS
} Row;

#define NO_LOW -INFINITY, -INFINITY
#define NO_HIGH INFINITY, INFINITY

/* A card in the hand swings: values are smoothed over some four frames. */
static const AnnaeSmoothing smoothing = { ANNAE_SECONDS (0.12), ANNAE_SECONDS (0.12), 0.0 };
#define SHARPEST_US ANNAE_SECONDS (7)
static const AnnaeSmoothing sharp_share = { ANNAE_SECONDS (0.5), ANNAE_SECONDS (0.5), 0.0 };
/* As for the face (annae-guide-rules.c). */
#define SHARPNESS_SHARE 0.6
/* One portrait is enough, the sharpest is taken, and what looks must agree on is counted by annae-places.h: at ten looks a second these
 * are the best of four. Half of it to twice it: doc/documents.md. */
#define HOLD_US ANNAE_SECONDS (0.4)
/* A printed portrait does not blink or turn: good looks may lie further apart than a face's. Where a lamp flashes over a card in a trembling
 * hand, every third one is good. */
#define FORGIVEN_US ANNAE_SECONDS (2)
#define FORGIVEN_LONG_US ANNAE_SECONDS (3)
/* As long as until an advice is repeated (annae-advice-pacer.c). */
#define TURN_US ANNAE_SECONDS (5)
/* What has been confirmed for as long is not overruled by what is doubtful. */
#define CONFIRMED_US ANNAE_SECONDS (1)
/* How much of the card may leave the picture: nothing; the offset that leaves it whole, less a finger's breadth (2 % of
 * the picture). */
#define EDGE 0.02
#define OFFSET_LEAST 0.05

/* clang-format off */
static const AnnaeAdviceRule rules_usual[N_ROWS] = {
  /*               group, measure, below, above,
   *               low, low_lift, high, high_lift, target, full, relax, toward_x, toward_y, dwell */

  /* Value 1: a card, or at least a portrait, is there. The page has asked for it already, and people need this long to lift it into
   * the picture: who is told to show a card that is on its way waits for the next advice. */
  [ROW_SHOW] =     { 1, -1, ANNAE_ADVICE_CARD_SHOW, ANNAE_ADVICE_NONE,
                     0.5, 0.5, NO_HIGH, 1.0, 1.0, 1.0, 0, 0, ANNAE_SECONDS (1.5) },
  /* Inter-eye distance of the portrait, px. At 20 as many pairs are refused as at 30 (doc/matching-figures.md), below it the gate calls the
   * portrait weak. At 20 a card of 85.6 mm whose portrait has 6.7 mm between the eyes (the specimen card) fills 0.4 of 640 px, at 19 cm.
   * Relaxed to 17. */
  [ROW_CLOSER] =   { 2, ANNAE_MEASURE_INTER_EYE, ANNAE_ADVICE_CARD_CLOSER, ANNAE_ADVICE_NONE,
                     20.0, 20.5, NO_HIGH, 25.0, 25.0, 1.5, 0, 0, ANNAE_SECONDS (0.4) },
  /* Share of the picture's width: nearer, the edges leave it and most webcams lose focus (85.6 mm fill 0.95 of 60 degrees at 8 cm). */
  [ROW_BACK] =     { 2, -1, ANNAE_ADVICE_NONE, ANNAE_ADVICE_CARD_BACK,
                     NO_LOW, 0.95, 0.9, 0.8, 0.6, 1.0, 0, 0, ANNAE_SECONDS (0.4) },
  /* As for the face; narrowed below so that the card is whole. */
  [ROW_SIDEWAYS] = { 3, -1, ANNAE_ADVICE_CARD_CENTRE, ANNAE_ADVICE_CARD_CENTRE,
                     -0.22, -0.17, 0.22, 0.17, 0.0, 0.5, 1.2, 1, 0, ANNAE_SECONDS (0.4) },
  [ROW_HEIGHT] =   { 3, -1, ANNAE_ADVICE_CARD_CENTRE, ANNAE_ADVICE_CARD_CENTRE,
                     -0.22, -0.17, 0.22, 0.17, 0.0, 0.5, 1.2, 0, 1, ANNAE_SECONDS (0.4) },
  /* Degrees off the axis: at 25 the portrait is a tenth narrower (cos 25 = 0.91), which the alignment cannot undo. */
  [ROW_FLATTER] =  { 4, -1, ANNAE_ADVICE_NONE, ANNAE_ADVICE_CARD_FLATTER,
                     NO_LOW, 25.0, 23.0, 0.0, 60.0, 1.4, 0, 0, ANNAE_SECONDS (0.6) },
  /* Share of the portrait burnt out: 0.06 is an eye and its brow. */
  [ROW_GLARE] =    { 5, -1, ANNAE_ADVICE_NONE, ANNAE_ADVICE_CARD_GLARE,
                     NO_LOW, 0.06, 0.04, 0.0, 0.4, 1.5, 0, 0, ANNAE_SECONDS (0.5) },
  /* As for the face, of the portrait; too bright is glare's business. */
  [ROW_LIGHT] =    { 6, ANNAE_MEASURE_BRIGHTNESS, ANNAE_ADVICE_CARD_LIGHT, ANNAE_ADVICE_NONE,
                     0.12, 0.14, NO_HIGH, 0.5, 0.5, 1.07, 0, 0, ANNAE_SECONDS (1.0) },
  /* Value 1: there is a portrait. Late in the table: a card too far or too dark shows none either. */
  [ROW_PORTRAIT] = { 7, -1, ANNAE_ADVICE_CARD_PORTRAIT, ANNAE_ADVICE_NONE,
                     0.5, 0.5, NO_HIGH, 1.0, 1.0, 1.0, 0, 0, ANNAE_SECONDS (1.0) },
  /* Share of recent views that are not sharp, as for the face. */
  [ROW_STILL] =    { 8, ANNAE_MEASURE_SHARPNESS, ANNAE_ADVICE_NONE, ANNAE_ADVICE_CARD_STILL,
                     NO_LOW, 0.7, 0.5, 0.0, 1.0, 1.2, 0, 0, ANNAE_SECONDS (0.7) },
};
/* clang-format on */

/* Of a card's width (the specimen card): where no portrait is found, its width must do. */
#define EYES_OF_WIDTH (6.7 / 85.6)

struct _AnnaeDocumentGuide
{
  AnnaeAdviceRule rules[N_ROWS];
  AnnaeAdvicePacer pacer;
  AnnaeSmooth smooth[N_ROWS];
  AnnaePeak sharpest;
  AnnaeSmooth sharp_share;
  AnnaePlaces places;
  gboolean by_width; /* distance was judged by the card's width last, not by its portrait */
  AnnaePoint taken_at; /* the place of the last candidate */
  gboolean has_taken;
  gint64 confirmed_us; /* the last portrait that was not doubtful */
  gint64 gone_us;      /* nothing seen since */
  gboolean was_gone;   /* for long enough to be another card now */

  double patience;
  gboolean small_movements;
  gint64 last_us;
  gboolean started;
  AnnaeAdvice advice;
  gboolean candidate;
  gboolean is_another;
  double quality;
};

AnnaeDocumentGuide *
annae_document_guide_new (void)
{
  AnnaeDocumentGuide *self = g_new0 (AnnaeDocumentGuide, 1);

  self->patience = 1.0;
  annae_document_guide_reset (self, 0);
  return self;
}

void
annae_document_guide_free (AnnaeDocumentGuide *self)
{
  g_free (self);
}

void
annae_document_guide_reset (AnnaeDocumentGuide *self, gint64 now_us)
{
  g_return_if_fail (self != NULL);

  *self = (AnnaeDocumentGuide){ .patience = self->patience, .small_movements = self->small_movements };
  self->last_us = now_us;
  self->confirmed_us = self->gone_us = ANNAE_NEVER;
  annae_advice_pacer_reset (&self->pacer, now_us);
  self->advice = self->pacer.shown;
}

void
annae_document_guide_set_pace (AnnaeDocumentGuide *self, double patience, gboolean small_movements)
{
  g_return_if_fail (self != NULL && patience >= 1.0 && patience <= 4.0);

  self->patience = patience;
  self->small_movements = small_movements;
}

/* Who has been asked is to come a little further than the bound; who has not been asked yet may be on the way past it. */
static void
judge (AnnaeDocumentGuide *self, Row row, double value, AnnaeFinding *findings)
{
  const AnnaeFinding *before = self->pacer.row == (int) row ? annae_advice_pacer_get_row (&self->pacer, row) : NULL;

  annae_advice_rule_judge (&self->rules[row], value, before,
                           annae_advice_pacer_is_relaxed (&self->pacer, row), &findings[row]);
}

static void
judge_smoothed (AnnaeDocumentGuide *self, Row row, double value, gint64 now_us, AnnaeFinding *findings)
{
  if (isfinite (value))
    judge (self, row, annae_smooth_add (&self->smooth[row], value, now_us, &smoothing), findings);
}

/* The offset at which a card of this size is still whole. */
static void
narrow (AnnaeAdviceRule *rule, double share)
{
  const double room = MAX (OFFSET_LEAST, 0.5 - 0.5 * share - EDGE);

  if (!isfinite (share) || share <= 0.0 || room >= rule->high)
    return;
  rule->high_lift *= room / rule->high;
  rule->high = room;
  rule->low = -rule->high;
  rule->low_lift = -rule->high_lift;
  rule->relax = 1.0;
}

/* How high the card stands in the picture, over how wide: from the corners, in pixels. */
static double
card_aspect (const AnnaeDocumentView *view)
{
  double left = view->corners[0].x, right = left, top = view->corners[0].y, bottom = top;

  for (guint i = 1; i < 4; i++)
    {
      left = MIN (left, view->corners[i].x);
      right = MAX (right, view->corners[i].x);
      top = MIN (top, view->corners[i].y);
      bottom = MAX (bottom, view->corners[i].y);
    }
  return right > left ? (bottom - top) / (right - left) : 0.0;
}

static double
card_width (const AnnaeDocumentView *view)
{
  const AnnaePoint *c = view->corners;

  return (hypot (c[1].x - c[0].x, c[1].y - c[0].y) + hypot (c[2].x - c[3].x, c[2].y - c[3].y)) / 2;
}

/* Pictures of webcams are 4:3 or wider: a card's height takes at least 4/3 of the share of its width. */
#define PICTURE_ASPECT (4.0 / 3.0)

static void
judge_place (AnnaeDocumentGuide *self, const AnnaeDocumentView *view, gint64 now_us, AnnaeFinding *findings)
{
  if (view->has_corners)
    {
      narrow (&self->rules[ROW_SIDEWAYS], view->width_share);
      narrow (&self->rules[ROW_HEIGHT], view->width_share * card_aspect (view) * PICTURE_ASPECT);
      judge_smoothed (self, ROW_BACK, view->width_share, now_us, findings);
      judge_smoothed (self, ROW_FLATTER, view->tilt, now_us, findings);
    }
  judge_smoothed (self, ROW_SIDEWAYS, view->offset_x, now_us, findings);
  judge_smoothed (self, ROW_HEIGHT, view->offset_y, now_us, findings);

  /* A mean of both would let a portrait pass that is too small, or a ghost beside one that is burnt out. */
  const gboolean by_width = !(view->has_portrait && view->inter_eye > 0.0);
  if (by_width != self->by_width)
    self->smooth[ROW_CLOSER] = (AnnaeSmooth){ 0 };
  self->by_width = by_width;
  if (!by_width)
    judge_smoothed (self, ROW_CLOSER, view->inter_eye, now_us, findings);
  else if (view->has_corners)
    judge_smoothed (self, ROW_CLOSER, card_width (view) * EYES_OF_WIDTH, now_us, findings);
}

static double
judge_portrait (AnnaeDocumentGuide *self, const AnnaeDocumentView *view, gint64 now_us, AnnaeFinding *findings)
{
  judge (self, ROW_PORTRAIT, view->has_portrait && !view->doubtful ? 1.0 : 0.0, findings);
  judge_smoothed (self, ROW_LIGHT, view->brightness, now_us, findings);
  if (!view->has_portrait || view->doubtful || !isfinite (view->sharpness))
    return 0.0;

  const double best = annae_peak_add (&self->sharpest, view->sharpness, now_us, SHARPEST_US);
  const double relative = best > 0.0 ? CLAMP (view->sharpness / best, 0.0, 1.0) : 1.0;
  const double sharp = relative >= SHARPNESS_SHARE ? 1.0 : 0.0;

  judge (self, ROW_STILL, 1.0 - annae_smooth_add (&self->sharp_share, sharp, now_us, &sharp_share), findings);
  if (findings[ROW_STILL].state != ANNAE_FINDING_UNKNOWN)
    findings[ROW_STILL].raw = view->sharpness;
  return relative;
}

/* The lowest of what decides how well the portrait compares. */
static double
measure_quality (const AnnaeDocumentView *view, double relative_sharpness)
{
  double quality = 100.0 * relative_sharpness;

  quality = MIN (quality, annae_measure_score (ANNAE_MEASURE_INTER_EYE, view->inter_eye));
  quality = MIN (quality, annae_measure_score (ANNAE_MEASURE_BRIGHTNESS, view->brightness));
  quality = MIN (quality, annae_measure_score (ANNAE_MEASURE_OVEREXPOSED, view->glare));
  if (view->has_corners)
    quality = MIN (quality, annae_measure_score (ANNAE_MEASURE_YAW, view->tilt));
  return quality;
}

/* Hair or letters beside a portrait that was there a moment ago: where they are says nothing of the card. */
static gboolean
is_overruled (AnnaeDocumentGuide *self, const AnnaeDocumentView *view, gint64 now_us)
{
  if (view->has_portrait && !view->doubtful)
    self->confirmed_us = now_us;
  return view->doubtful && self->confirmed_us != ANNAE_NEVER && now_us - self->confirmed_us < CONFIRMED_US;
}

/* What has shown no portrait for a while is not the card before: its other side, another's, or something on the wall. A card that shows
 * its other side is found less often than one whose portrait is seen, so that nothing may be all that is seen of it: who was asked for a
 * card in vain is asked for its photograph, in turns. */
static void
note_gone (AnnaeDocumentGuide *self, const AnnaeDocumentView *view, gint64 now_us)
{
  if (annae_stands (&self->gone_us, !view->has_portrait, now_us, rules_usual[ROW_SHOW].dwell_us))
    self->was_gone = TRUE;
  if (!view->found && (gint64) ((double) (now_us - self->gone_us) / self->patience) / TURN_US % 2 == 1)
    self->rules[ROW_SHOW].below = ANNAE_ADVICE_CARD_PORTRAIT;
}

/* Whether it is agreed whose face this is. A portrait without a card about it has no place. */
static gboolean
is_agreed (AnnaeDocumentGuide *self, const AnnaeDocumentView *view, gint64 now_us)
{
  if (!view->found || !view->has_portrait || view->doubtful)
    return FALSE;
  return !view->has_corners || annae_places_add (&self->places, &view->place, now_us);
}

/* Another face on the card, or a card after a while without any. */
static gboolean
shows_another (AnnaeDocumentGuide *self, const AnnaeDocumentView *view)
{
  return self->was_gone
         || (view->has_corners && self->has_taken && !annae_places_same (&self->taken_at, &view->place));
}

static void
keep_place (AnnaeDocumentGuide *self, const AnnaeDocumentView *view)
{
  self->is_another = self->candidate && shows_another (self, view);
  if (!self->candidate)
    return;
  self->was_gone = FALSE;
  if (!view->has_corners)
    return;
  self->taken_at = view->place;
  self->has_taken = TRUE;
}

void
annae_document_guide_observe (AnnaeDocumentGuide *self,
                              const AnnaeDocumentView *view,
                              gint64 now_us,
                              AnnaeAdvice *advice)
{
  const AnnaePacerConfig pacing = {
    .hold = ANNAE_ADVICE_CARD_HOLD,
    .done = ANNAE_ADVICE_CARD_DONE,
    .hold_us = HOLD_US,
    .weight = 1.0,
    .forgiven_us = self->small_movements ? FORGIVEN_LONG_US : FORGIVEN_US,
    .patience = self->patience,
  };
  AnnaeFinding findings[N_ROWS] = { 0 };
  double relative_sharpness = 0.0;

  g_return_if_fail (self != NULL && view != NULL && advice != NULL);

  if (self->started && now_us < self->last_us)
    {
      self->advice.speak = FALSE;
      *advice = self->advice;
      return;
    }
  self->started = TRUE;
  self->last_us = now_us;
  memcpy (self->rules, rules_usual, sizeof rules_usual);

  note_gone (self, view, now_us);
  judge (self, ROW_SHOW, view->found ? 1.0 : 0.0, findings);
  if (view->found)
    judge_smoothed (self, ROW_GLARE, view->glare, now_us, findings);
  if (view->found && !is_overruled (self, view, now_us))
    {
      judge_place (self, view, now_us, findings);
      relative_sharpness = judge_portrait (self, view, now_us, findings);
    }

  const gboolean frame_good = is_agreed (self, view, now_us) && relative_sharpness >= SHARPNESS_SHARE;
  if (frame_good && shows_another (self, view))
    self->pacer.good_us = 0;
  annae_advice_pacer_step (&self->pacer, &pacing, self->rules, findings, N_ROWS, ROW_SHOW, frame_good, now_us,
                           &self->advice);
  *advice = self->advice;

  self->candidate = frame_good && !self->pacer.blocked;
  self->quality = self->candidate ? measure_quality (view, relative_sharpness) : 0.0;
  keep_place (self, view);
}

gboolean
annae_document_guide_get_candidate (AnnaeDocumentGuide *self, double *quality)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (quality != NULL)
    *quality = self->quality;
  return self->candidate;
}

gboolean
annae_document_guide_is_another (AnnaeDocumentGuide *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_another;
}
