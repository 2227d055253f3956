/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The observation and the curves that map each raw measure to 0-100.
 *
 * Where OFIQ (ISO/IEC 29794-5's reference implementation, version 1) has the measure, its curve is taken: a score then
 * means the same here as in its public report. Where it has none, or measures differently, the curve is ours; the
 * reasoning is beside it. Scores are not rounded, so that they stay strictly monotone for the guide. */

#include "annae-observation.h"

#include <math.h>

static const struct
{
  const char *name;
  const char *unit;
} measures[ANNAE_N_MEASURES] = {
  [ANNAE_MEASURE_SECOND_FACE] = { "second-face", "ratio" },
  [ANNAE_MEASURE_INTER_EYE] = { "inter-eye-distance", "px" },
  [ANNAE_MEASURE_FACE_WIDTH] = { "face-width", "share" },
  [ANNAE_MEASURE_OFFSET_X] = { "offset-x", "share" },
  [ANNAE_MEASURE_OFFSET_Y] = { "offset-y", "share" },
  [ANNAE_MEASURE_YAW] = { "yaw", "deg" },
  [ANNAE_MEASURE_PITCH] = { "pitch", "deg" },
  [ANNAE_MEASURE_ROLL] = { "roll", "deg" },
  [ANNAE_MEASURE_BRIGHTNESS] = { "brightness", "share" },
  [ANNAE_MEASURE_CONTRAST] = { "contrast", "share" },
  [ANNAE_MEASURE_OVEREXPOSED] = { "overexposed", "share" },
  [ANNAE_MEASURE_SIDE_LIGHT] = { "side-light", "log2" },
  [ANNAE_MEASURE_BACK_LIGHT] = { "back-light", "ratio" },
  [ANNAE_MEASURE_SHARPNESS] = { "sharpness", "1" },
  [ANNAE_MEASURE_MOTION] = { "motion", "ied/s" },
  [ANNAE_MEASURE_EYES_OPEN] = { "eyes-open", "ratio" },
  [ANNAE_MEASURE_EYES_COVERED] = { "eyes-covered", "probability" },
  [ANNAE_MEASURE_FACE_COVERED] = { "face-covered", "probability" },
  [ANNAE_MEASURE_PICTURE] = { "picture-brightness", "share" },
  [ANNAE_MEASURE_OUTLINE] = { "outline", "share" },
  [ANNAE_MEASURE_HANDS] = { "hands", "share" },
  [ANNAE_MEASURE_PATTERN] = { "pattern", "decades" },
  [ANNAE_MEASURE_RELIEF] = { "relief", "ied" },
  [ANNAE_MEASURE_SPOOF] = { "spoof", "probability" },
};

void
annae_observation_init (AnnaeObservation *self, gint64 time_us, guint width, guint height)
{
  g_return_if_fail (self != NULL);

  *self = (AnnaeObservation){ .time_us = time_us, .width = width, .height = height };
  for (guint i = 0; i < ANNAE_N_MEASURES; i++)
    self->measures[i].status = ANNAE_MEASURE_NO_FACE;
}

void
annae_observation_set (AnnaeObservation *self, AnnaeMeasureId id, double raw)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail ((guint) id < ANNAE_N_MEASURES);

  if (isfinite (raw))
    self->measures[id] = (AnnaeMeasure){ raw, annae_measure_score (id, raw), ANNAE_MEASURE_OK };
  else
    self->measures[id] = (AnnaeMeasure){ 0.0, 0.0, ANNAE_MEASURE_NOT_POSSIBLE };
}

gboolean
annae_observation_get (const AnnaeObservation *self, AnnaeMeasureId id, double *raw)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail ((guint) id < ANNAE_N_MEASURES, FALSE);

  if (self->measures[id].status != ANNAE_MEASURE_OK)
    return FALSE;
  if (raw != NULL)
    *raw = self->measures[id].raw;
  return TRUE;
}

/* OFIQ's sigmoid: 0.5 at centre; width is the distance over which it goes on to 0.73. */
static double
sigmoid (double x, double centre, double width)
{
  return 1.0 / (1.0 + exp ((centre - x) / width));
}

/* 1 at 0, 0.5 at half_at either way; flat near 0, so that what is nearly right costs nearly nothing. */
static double
bell (double x, double half_at)
{
  double ratio = x / half_at;
  return 1.0 / (1.0 + ratio * ratio);
}

static double
cosine_squared (double degrees)
{
  if (fabs (degrees) >= 90.0)
    return 0.0;
  double cosine = cos (degrees * G_PI / 180.0);
  return cosine * cosine;
}

static double
curve (AnnaeMeasureId id, double raw)
{
  switch (id)
    {
    case ANNAE_MEASURE_SECOND_FACE:
      /* OFIQ, SingleFacePresent: 1 - a2 / a1. */
      return 1.0 - raw;

    case ANNAE_MEASURE_INTER_EYE:
      /* OFIQ, InterEyeDistance: sigmoid with its middle at 70 px. */
      return sigmoid (raw, 70.0, 20.0);

    case ANNAE_MEASURE_FACE_WIDTH:
      /* Ours: the usable span of other programs, 0.12 to 0.55 of the picture, with soft shoulders: below it pixels are
       * few, above it the face is cut off by the next movement and the lens distorts it. */
      return sigmoid (raw, 0.12, 0.02) * (1.0 - sigmoid (raw, 0.55, 0.04));

    case ANNAE_MEASURE_OFFSET_X:
    case ANNAE_MEASURE_OFFSET_Y:
      /* Ours: half at 0.18 of the picture, where other programs begin to call a face off centre. */
      return bell (raw, 0.18);

    case ANNAE_MEASURE_YAW:
    case ANNAE_MEASURE_PITCH:
    case ANNAE_MEASURE_ROLL:
      /* OFIQ, HeadPose: the squared cosine; beyond 90 degrees there is no face to compare. */
      return cosine_squared (raw);

    case ANNAE_MEASURE_BRIGHTNESS:
      /* OFIQ, LuminanceMean. */
      return sigmoid (raw, 0.2, 0.05) * (1.0 - sigmoid (raw, 0.8, 0.05));

    case ANNAE_MEASURE_CONTRAST:
      {
        /* OFIQ, LuminanceVariance, from the standard deviation: best at 0.13, worse for flat and for harsh faces. */
        double spread = 60.0 * raw * raw;
        return raw <= 0.0 ? 0.0 : sin ((1.0 - 1.0 / (spread + 1.0)) * G_PI);
      }

    case ANNAE_MEASURE_OVEREXPOSED:
      /* OFIQ, OverExposurePrevention (its range begins at 247 rather than 250): 1 / (p + 0.01), in hundredths. */
      return 0.01 / (MAX (raw, 0.0) + 0.01);

    case ANNAE_MEASURE_SIDE_LIGHT:
      /* Ours, in place of OFIQ's overlap of two histograms, which has no sign: half where one side of the face is twice
       * as bright as the other (1 stop). */
      return bell (raw, 1.0);

    case ANNAE_MEASURE_BACK_LIGHT:
      /* Ours: surroundings as bright as the face or darker cost little; half at 2.5 to 1, where automatic exposure
       * begins to sacrifice the face. */
      return 1.0 - sigmoid (raw, 2.5, 0.4);

    case ANNAE_MEASURE_SHARPNESS:
      /* Ours: OFIQ asks a random forest. Energy normalised by contrast has no known scale before it is calibrated, so
       * the curve saturates: half at 1. The guide compares with the same person's sharpest frame instead of this score.
       */
      return raw <= 0.0 ? 0.0 : raw / (raw + 1.0);

    case ANNAE_MEASURE_MOTION:
      /* Ours: a tremor of 1 cm at 6 Hz moves at most 0.19 m/s, 3 inter-eye distances of 6.3 cm a second: it keeps half.
       */
      return bell (raw, 3.0);

    case ANNAE_MEASURE_EYES_OPEN:
      /* Ours: OFIQ's is an absolute opening, which hooded eyes fail. Half of one's own median gives half; OFIQ's slope.
       */
      return sigmoid (raw, 0.5, 0.1);

    case ANNAE_MEASURE_EYES_COVERED:
    case ANNAE_MEASURE_FACE_COVERED:
      /* OFIQ, EyesVisible and MouthOcclusionPrevention: 1 less the covered share; here the probability of it. */
      return 1.0 - raw;

    case ANNAE_MEASURE_PICTURE:
      /* Ours: a covered or dead camera delivers 0 to 0.03; an evening room is at 0.1 or more. */
      return sigmoid (raw, 0.05, 0.01);

    case ANNAE_MEASURE_OUTLINE:
      /* Ours: half at the bound of annae-passive.c. */
      return 1.0 - sigmoid (raw, 0.62, 0.05);

    case ANNAE_MEASURE_HANDS:
      return 1.0 - sigmoid (raw, 0.8, 0.05);

    case ANNAE_MEASURE_PATTERN:
      return 1.0 - sigmoid (raw, 1.75, 0.1);

    case ANNAE_MEASURE_RELIEF:
      /* Ours: half between paper and heads (annae-relief.h). */
      return sigmoid (raw, 0.07, 0.01);

    case ANNAE_MEASURE_SPOOF:
      /* As the other probabilities. */
      return 1.0 - raw;

    case ANNAE_N_MEASURES:
      break;
    }
  return 0.0;
}

double
annae_measure_score (AnnaeMeasureId id, double raw)
{
  g_return_val_if_fail ((guint) id < ANNAE_N_MEASURES, 0.0);

  return isfinite (raw) ? 100.0 * CLAMP (curve (id, raw), 0.0, 1.0) : 0.0;
}

const char *
annae_measure_name (AnnaeMeasureId id)
{
  g_return_val_if_fail ((guint) id < ANNAE_N_MEASURES, NULL);
  return measures[id].name;
}

const char *
annae_measure_unit (AnnaeMeasureId id)
{
  g_return_val_if_fail ((guint) id < ANNAE_N_MEASURES, NULL);
  return measures[id].unit;
}

const char *
annae_measure_status_name (AnnaeMeasureStatus status)
{
  switch (status)
    {
    case ANNAE_MEASURE_OK:
      return "ok";
    case ANNAE_MEASURE_NO_FACE:
      return "no-face";
    case ANNAE_MEASURE_NOT_POSSIBLE:
      return "not-possible";
    case ANNAE_MEASURE_NOT_SUPPORTED:
      return "not-supported";
    }
  g_return_val_if_reached (NULL);
}
