/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The guide for the face: turns an observation into what each row of the table finds, and lets the pacer speak. What is
 * relative to this person (opening of the eyes, sharpness, motion) is remembered here. */

#include "annae-guide.h"

#include "annae-advice-pacer.h"
#include "annae-filters.h"
#include "annae-guide-rules.h"

#include <math.h>
#include <string.h>

/* Sharpest frame "of late": half of it is forgotten in 5 s, so that a frame from another distance does not count for
 * ever. */
#define SHARPEST_US ANNAE_SECONDS (7)
/* Share of sharp frames: over half a second, three strokes of a 6 Hz tremor. */
static const AnnaeSmoothing sharp_share = { ANNAE_SECONDS (0.5), ANNAE_SECONDS (0.5), 0.0 };
/* The median of the eyes is over 10 s, one sample every 0.25 s: a blink (0.1 to 0.4 s) is one or two of 40. With fewer
 * than 8 (2 s) it says nothing: one blink could be a quarter of them. */
#define EYE_SPACING_US ANNAE_SECONDS (0.25)
#define EYE_SAMPLES 8
/* Surroundings this bright are burnt out or nearly so; in good light they have 0.65 to 0.7 (annae-guide-rules.c). */
#define BURNT_OUT 0.8
/* Where a face that was lost at the edge went is worth pointing at for some seconds: until the advice is due again
 * (5 s). At the edge is beyond 0.2, where the offset is about to be asked for. [loop], both: nothing. */
#define TRAIL_US ANNAE_SECONDS (5)
#define TRAIL_OFFSET 0.2
/* The face must stay whole: this share of its box may leave the picture before its offset counts as too far. Boxes of
 * detectors are wider than the face by some 5 % a side. */
#define BOX_MARGIN 0.05
/* A face as large as the picture could be nowhere: some room is always left, four times the noise of the place in
 * the picture (0.02). [loop]: nothing. */
#define OFFSET_LEAST 0.08
/* Inter-eye distances a second, from one frame to the next: 13 cm/s. Of a face at rest a reader's noise makes 1 at 30
 * frames/s (0.022 of one a frame), a trunk that moves at 18 cm/s makes 3. Who is told their first advice without a
 * dwell below it needs 0.1 s less in the median, with the same 0 contradictions and 0.9 prompts in 33,000 sessions
 * [loop]. */
#define AT_REST 2.0

struct _AnnaeGuide
{
  AnnaeGuideConfig config;
  AnnaeAdviceRule rules[ANNAE_GUIDE_N_ROWS];
  AnnaeAdvicePacer pacer;

  AnnaeSmooth smooth[ANNAE_GUIDE_N_ROWS];
  AnnaeMedian eyes;
  AnnaePeak sharpest;
  AnnaeSmooth sharp_share;
  AnnaeSmooth speed;

  gint64 last_us;
  gboolean started;
  double trail_x;
  double trail_y;
  gint64 trail_us;

  AnnaeAdvice advice;
  gboolean sure; /* place and pose of this frame are measured and well within their bounds */
  gboolean candidate;
  double quality;
};

static double
sane (double value, double low, double high, double otherwise)
{
  return isfinite (value) ? CLAMP (value, low, high) : otherwise;
}

/* Whatever comes from a settings file or a pack: the guide works on. */
static void
take_config (AnnaeGuide *self, const AnnaeGuideConfig *config)
{
  AnnaeGuideConfig usual;

  annae_guide_config_init (&usual);
  if (config == NULL)
    config = &usual;
  const gint64 hold_us = CLAMP (config->hold_us, ANNAE_SECONDS (0.1), ANNAE_SECONDS (5));

  self->config = (AnnaeGuideConfig){
    .inter_eye_min = sane (config->inter_eye_min, 10.0, 400.0, usual.inter_eye_min),
    .face_width_max = sane (config->face_width_max, 0.1, 1.0, usual.face_width_max),
    .offset_tolerance = sane (config->offset_tolerance, 0.05, 0.45, usual.offset_tolerance),
    .yaw_tolerance = sane (config->yaw_tolerance, 3.0, 60.0, usual.yaw_tolerance),
    .pitch_tolerance = sane (config->pitch_tolerance, 3.0, 60.0, usual.pitch_tolerance),
    .pitch_centre = sane (config->pitch_centre, -45.0, 45.0, 0.0),
    .true_pitch = config->true_pitch,
    .roll_tolerance = sane (config->roll_tolerance, 3.0, 60.0, usual.roll_tolerance),
    .motion_max = sane (config->motion_max, 0.5, 100.0, usual.motion_max),
    .sharpness_share = sane (config->sharpness_share, 0.0, 0.95, usual.sharpness_share),
    .hold_us = hold_us,
    .hold_sure_us = CLAMP (config->hold_sure_us, ANNAE_SECONDS (0.1), hold_us),
    .patience = sane (config->patience, 0.5, 4.0, usual.patience),
    .small_movements = config->small_movements,
    .again = config->again,
  };
  annae_guide_rules_init (self->rules, &self->config);
}

AnnaeGuide *
annae_guide_new (const AnnaeGuideConfig *config)
{
  AnnaeGuide *self = g_new0 (AnnaeGuide, 1);

  take_config (self, config);
  annae_guide_reset (self, 0);
  return self;
}

void
annae_guide_free (AnnaeGuide *self)
{
  g_free (self);
}

void
annae_guide_set_config (AnnaeGuide *self, const AnnaeGuideConfig *config)
{
  take_config (self, config);
}

void
annae_guide_reset (AnnaeGuide *self, gint64 now_us)
{
  memset (self->smooth, 0, sizeof self->smooth);
  memset (&self->sharp_share, 0, sizeof self->sharp_share);
  memset (&self->speed, 0, sizeof self->speed);
  memset (&self->eyes, 0, sizeof self->eyes);
  memset (&self->sharpest, 0, sizeof self->sharpest);
  self->trail_x = self->trail_y = 0.0;
  self->started = FALSE;
  self->last_us = now_us;
  self->candidate = FALSE;
  self->quality = 0.0;
  annae_advice_pacer_reset (&self->pacer, now_us);
  self->advice = self->pacer.shown;
}

static gboolean
get (const AnnaeObservation *observation, AnnaeMeasureId id, double *raw)
{
  return annae_observation_get (observation, id, raw) && isfinite (*raw);
}

/* The offset that still leaves this face whole: narrows the row's bounds. */
static void
narrow (AnnaeAdviceRule *rule, double face, double picture)
{
  if (!(face > 0.0) || !(picture > 0.0))
    return;

  const double room = MAX (OFFSET_LEAST, 0.5 - (0.5 - BOX_MARGIN) * face / picture);
  if (room >= rule->high)
    return;
  const double lift = rule->high_lift / rule->high;
  rule->high = room;
  rule->high_lift = lift * room;
  rule->low = -rule->high;
  rule->low_lift = -rule->high_lift;
  rule->relax = 1.0;
}

static gboolean
is_place_or_pose (AnnaeGuideRow row)
{
  return row >= ANNAE_GUIDE_ROW_FAR && row <= ANNAE_GUIDE_ROW_ROLL;
}

/* Who moves badly is not asked in vain first. Light and what covers the face are another matter. */
static gboolean
is_relaxed (AnnaeGuide *self, AnnaeGuideRow row)
{
  return annae_advice_pacer_is_relaxed (&self->pacer, row)
         || (self->config.small_movements && is_place_or_pose (row));
}

static void
judge (AnnaeGuide *self, AnnaeGuideRow row, double value, AnnaeFinding *findings)
{
  annae_advice_rule_judge (&self->rules[row], value, annae_advice_pacer_get_row (&self->pacer, row),
                           is_relaxed (self, row), &findings[row]);
}

static void
judge_measure (
    AnnaeGuide *self, AnnaeGuideRow row, const AnnaeObservation *observation, double minus, AnnaeFinding *findings)
{
  AnnaeFinding *finding = &findings[row];
  const AnnaeSmoothing *smoothing = annae_guide_rules_smoothing (row, &self->config);
  AnnaeFinding now;
  double raw, motion;

  if (!get (observation, (AnnaeMeasureId) self->rules[row].measure, &raw))
    {
      self->sure = self->sure && !is_place_or_pose (row);
      return;
    }
  raw -= minus;
  judge (self, row, annae_smooth_add (&self->smooth[row], raw, observation->time_us, smoothing), findings);
  if (is_place_or_pose (row))
    self->sure = self->sure && annae_advice_rule_is_clear (&self->rules[row], raw)
                 && annae_advice_rule_is_clear (&self->rules[row], self->smooth[row].value);
  if (finding->state != ANNAE_FINDING_FAIL)
    return;

  /* What is smoothed lags. Where the frame itself is back within bounds, or beyond on the other side, an advice would
   * be about what was. */
  annae_advice_rule_judge (&self->rules[row], raw, finding, is_relaxed (self, row), &now);
  finding->doubt = now.state != ANNAE_FINDING_FAIL || now.id != finding->id;
  finding->at_rest = self->config.true_pitch && row >= ANNAE_GUIDE_ROW_FAR && row <= ANNAE_GUIDE_ROW_HEIGHT
                     && !finding->doubt && get (observation, ANNAE_MEASURE_MOTION, &motion) && motion < AT_REST;
}

/* The ratio to the surroundings alone would take a dark skin for back-light: it counts where the surroundings are burnt
 * out. */
static void
judge_back_light (AnnaeGuide *self, const AnnaeObservation *observation, AnnaeFinding *findings)
{
  const AnnaeSmoothing *smoothing = annae_guide_rules_smoothing (ANNAE_GUIDE_ROW_BACK_LIGHT, &self->config);
  AnnaeSmooth *smooth = &self->smooth[ANNAE_GUIDE_ROW_BACK_LIGHT];
  double ratio, brightness;

  if (!get (observation, ANNAE_MEASURE_BACK_LIGHT, &ratio) || !get (observation, ANNAE_MEASURE_BRIGHTNESS, &brightness))
    return;
  if (ratio * brightness < BURNT_OUT)
    ratio = MIN (ratio, self->rules[ANNAE_GUIDE_ROW_BACK_LIGHT].target);
  judge (self, ANNAE_GUIDE_ROW_BACK_LIGHT, annae_smooth_add (smooth, ratio, observation->time_us, smoothing), findings);
}

/* Opening of the eyes over the person's own median: hooded eyes are normal. FALSE in a blink. */
static gboolean
judge_eyes (AnnaeGuide *self, const AnnaeObservation *observation, AnnaeFinding *findings)
{
  double raw, median;

  if (!get (observation, ANNAE_MEASURE_EYES_OPEN, &raw))
    return TRUE;
  annae_median_add (&self->eyes, raw, observation->time_us, EYE_SPACING_US);
  if (!annae_median_get (&self->eyes, EYE_SAMPLES, &median) || !(median > 0.0))
    return TRUE;
  judge (self, ANNAE_GUIDE_ROW_EYES_OPEN, raw / median, findings);
  return findings[ANNAE_GUIDE_ROW_EYES_OPEN].state != ANNAE_FINDING_FAIL;
}

/* Blur against this person's sharpest frame. A tremor passes as long as enough frames between its strokes are sharp.
 * Returns FALSE where this very frame is not. */
static gboolean
judge_sharpness (AnnaeGuide *self, const AnnaeObservation *observation, double *relative, AnnaeFinding *findings)
{
  const gint64 now = observation->time_us;
  double sharpness, motion;
  gboolean moves = FALSE;
  gboolean sharp = TRUE;

  if (get (observation, ANNAE_MEASURE_MOTION, &motion))
    moves = annae_smooth_add (&self->speed, motion, now, &sharp_share) > 0.5 * self->config.motion_max;

  *relative = 1.0;
  if (get (observation, ANNAE_MEASURE_SHARPNESS, &sharpness))
    {
      const double best = annae_peak_add (&self->sharpest, sharpness, now, SHARPEST_US);

      *relative = best > 0.0 ? CLAMP (sharpness / best, 0.0, 1.0) : 1.0;
      sharp = *relative >= self->config.sharpness_share;

      const double blurred = 1.0 - annae_smooth_add (&self->sharp_share, sharp ? 1.0 : 0.0, now, &sharp_share);
      judge (self, ANNAE_GUIDE_ROW_MOTION, moves ? blurred : 0.0, findings);
      judge (self, ANNAE_GUIDE_ROW_LENS, moves ? 0.0 : blurred, findings);
    }
  else if (self->speed.known)
    {
      /* Without sharpness speed must do: at motion_max the row's bound is reached. */
      const double share = self->rules[ANNAE_GUIDE_ROW_MOTION].high * self->speed.value / self->config.motion_max;
      judge (self, ANNAE_GUIDE_ROW_MOTION, share, findings);
    }

  if (findings[ANNAE_GUIDE_ROW_MOTION].state != ANNAE_FINDING_UNKNOWN
      && get (observation, ANNAE_MEASURE_MOTION, &motion))
    findings[ANNAE_GUIDE_ROW_MOTION].raw = motion;
  if (findings[ANNAE_GUIDE_ROW_LENS].state != ANNAE_FINDING_UNKNOWN)
    findings[ANNAE_GUIDE_ROW_LENS].raw = *relative;
  return sharp;
}

/* Remembers at which edge the face is, and points back from there once it is lost. */
static void
follow_trail (AnnaeGuide *self, const AnnaeObservation *observation, AnnaeFinding *findings)
{
  AnnaeFinding *lost = &findings[ANNAE_GUIDE_ROW_FACE];
  double x = 0.0, y = 0.0;

  if (lost->state == ANNAE_FINDING_PASS)
    {
      gboolean known = get (observation, ANNAE_MEASURE_OFFSET_X, &x) && get (observation, ANNAE_MEASURE_OFFSET_Y, &y);
      self->trail_x = known && fabs (x) > TRAIL_OFFSET && fabs (x) >= fabs (y) ? copysign (1.0, x) : 0.0;
      self->trail_y = known && fabs (y) > TRAIL_OFFSET && fabs (y) > fabs (x) ? copysign (1.0, y) : 0.0;
      self->trail_us = observation->time_us;
    }
  else if (observation->time_us - self->trail_us <= TRAIL_US)
    {
      lost->toward_x = self->trail_x;
      lost->toward_y = self->trail_y;
    }
}

/* Geometric mean of the scores of what affects a match: one that is bad is not averaged away, and one that is the same
 * in every frame of a person (skin, distance) does not hide the others. Sharpness counts against the person's own best;
 * pitch from what the pack reads for a level head. */
static double
measure_quality (AnnaeGuide *self, const AnnaeObservation *observation, double relative_sharpness)
{
  static const AnnaeMeasureId components[] = {
    ANNAE_MEASURE_INTER_EYE,  ANNAE_MEASURE_YAW,        ANNAE_MEASURE_BRIGHTNESS,   ANNAE_MEASURE_OVEREXPOSED,
    ANNAE_MEASURE_SIDE_LIGHT, ANNAE_MEASURE_BACK_LIGHT, ANNAE_MEASURE_EYES_COVERED, ANNAE_MEASURE_FACE_COVERED,
  };
  double logs = log (relative_sharpness);
  double raw, median;
  guint n = 1;

  for (guint i = 0; i < G_N_ELEMENTS (components); i++)
    if (get (observation, components[i], &raw))
      {
        logs += log (annae_measure_score (components[i], raw) / 100.0);
        n++;
      }
  if (get (observation, ANNAE_MEASURE_PITCH, &raw))
    {
      logs += log (annae_measure_score (ANNAE_MEASURE_PITCH, raw - self->config.pitch_centre) / 100.0);
      n++;
    }
  if (get (observation, ANNAE_MEASURE_EYES_OPEN, &raw) && annae_median_get (&self->eyes, EYE_SAMPLES, &median)
      && median > 0.0)
    {
      logs += log (annae_measure_score (ANNAE_MEASURE_EYES_OPEN, raw / median) / 100.0);
      n++;
    }
  return 100.0 * exp (logs / n);
}

static void
step (AnnaeGuide *self, const AnnaeFinding *findings, gboolean frame_good, gint64 now_us, AnnaeAdvice *advice)
{
  const AnnaePacerConfig pacing = {
    .hold = ANNAE_ADVICE_HOLD,
    .done = ANNAE_ADVICE_DONE,
    .hold_us = self->config.hold_us,
    .weight = self->sure ? (double) self->config.hold_us / (double) self->config.hold_sure_us : 1.0,
    .forgiven_us = self->config.small_movements ? ANNAE_PACER_FORGIVEN_LONG_US : ANNAE_PACER_FORGIVEN_US,
    .patience = self->config.patience,
  };

  annae_advice_pacer_step (&self->pacer, &pacing, self->rules, findings, ANNAE_GUIDE_N_ROWS, ANNAE_GUIDE_ROW_FACE,
                           frame_good, now_us, &self->advice);
  *advice = self->advice;
}

/* FALSE, with the last advice again, for what is older than the last. */
static gboolean
is_newer (AnnaeGuide *self, gint64 now_us, AnnaeAdvice *advice)
{
  if (self->started && now_us < self->last_us)
    {
      self->advice.speak = FALSE;
      *advice = self->advice;
      return FALSE;
    }
  self->started = TRUE;
  self->last_us = now_us;
  return TRUE;
}

void
annae_guide_observe (AnnaeGuide *self, const AnnaeObservation *observation, AnnaeAdvice *advice)
{
  AnnaeFinding findings[ANNAE_GUIDE_N_ROWS] = { 0 };
  double relative_sharpness = 0.0;
  double raw;

  g_return_if_fail (self != NULL && observation != NULL && advice != NULL);
  if (!is_newer (self, observation->time_us, advice))
    return;

  const gint64 now = observation->time_us;
  const gboolean found = observation->n_faces > 0;
  gboolean frame_good = found;

  self->sure = found;
  annae_guide_rules_init (self->rules, &self->config);

  /* A black picture is only the camera's fault where no face is in it. A new picture ends any other trouble. */
  judge (self, ANNAE_GUIDE_ROW_CAMERA, !found && get (observation, ANNAE_MEASURE_PICTURE, &raw) ? raw : 1.0, findings);
  judge (self, ANNAE_GUIDE_ROW_FACE, found ? 1.0 : 0.0, findings);
  follow_trail (self, observation, findings);

  if (found)
    {
      const AnnaeBox *box = &observation->faces[0].box;
      narrow (&self->rules[ANNAE_GUIDE_ROW_SIDEWAYS], box->width, observation->width);
      narrow (&self->rules[ANNAE_GUIDE_ROW_HEIGHT], box->height, observation->height);

      for (AnnaeGuideRow row = ANNAE_GUIDE_ROW_OTHERS; row <= ANNAE_GUIDE_ROW_FACE_COVERED; row++)
        if (row != ANNAE_GUIDE_ROW_EYES_OPEN && row != ANNAE_GUIDE_ROW_BACK_LIGHT)
          judge_measure (self, row, observation, row == ANNAE_GUIDE_ROW_PITCH ? self->config.pitch_centre : 0.0,
                         findings);
      judge_back_light (self, observation, findings);
      if (!judge_eyes (self, observation, findings))
        frame_good = FALSE;
      if (!judge_sharpness (self, observation, &relative_sharpness, findings))
        frame_good = FALSE;
    }

  step (self, findings, frame_good, now, advice);

  self->candidate = frame_good && !self->pacer.blocked;
  self->quality = self->candidate ? measure_quality (self, observation, relative_sharpness) : 0.0;
}

void
annae_guide_camera_trouble (AnnaeGuide *self, AnnaeAdviceId trouble, gint64 now_us, AnnaeAdvice *advice)
{
  AnnaeFinding findings[ANNAE_GUIDE_N_ROWS] = { 0 };

  g_return_if_fail (self != NULL && advice != NULL);
  g_return_if_fail (trouble >= ANNAE_ADVICE_CAMERA_MISSING && trouble <= ANNAE_ADVICE_CAMERA_BLACK);
  if (!is_newer (self, now_us, advice))
    return;

  /* It is known for certain: nothing to wait for. */
  findings[ANNAE_GUIDE_ROW_CAMERA]
      = (AnnaeFinding){ .state = ANNAE_FINDING_FAIL, .id = trouble, .error = 1.0, .excess = 1.0 };
  step (self, findings, FALSE, now_us, advice);
  self->candidate = FALSE;
  self->quality = 0.0;
}

gboolean
annae_guide_get_candidate (AnnaeGuide *self, double *quality)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (quality != NULL)
    *quality = self->quality;
  return self->candidate;
}
