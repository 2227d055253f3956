/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For the tests of the guide: a good face, nobody, and a run of frames with made-up time. */

#pragma once

#include "annae-guide.h"

#define FRAME (ANNAE_SECONDS (1) / 30)

/* A good face before the camera. */
static inline AnnaeObservation
good_at (gint64 time_us)
{
  AnnaeObservation o;

  annae_observation_init (&o, time_us, 640, 480);
  o.n_faces = 1;
  o.faces[0].box = (AnnaeBox){ 245, 150, 150, 180 };
  o.faces[0].score = 0.9f;
  annae_observation_set (&o, ANNAE_MEASURE_SECOND_FACE, 0.0);
  annae_observation_set (&o, ANNAE_MEASURE_INTER_EYE, 60.0);
  annae_observation_set (&o, ANNAE_MEASURE_FACE_WIDTH, 150.0 / 640.0);
  annae_observation_set (&o, ANNAE_MEASURE_OFFSET_X, 0.0);
  annae_observation_set (&o, ANNAE_MEASURE_OFFSET_Y, 0.0);
  annae_observation_set (&o, ANNAE_MEASURE_YAW, 0.0);
  annae_observation_set (&o, ANNAE_MEASURE_PITCH, 0.0);
  annae_observation_set (&o, ANNAE_MEASURE_ROLL, 0.0);
  annae_observation_set (&o, ANNAE_MEASURE_BRIGHTNESS, 0.5);
  annae_observation_set (&o, ANNAE_MEASURE_CONTRAST, 0.13);
  annae_observation_set (&o, ANNAE_MEASURE_OVEREXPOSED, 0.0);
  annae_observation_set (&o, ANNAE_MEASURE_SIDE_LIGHT, 0.0);
  annae_observation_set (&o, ANNAE_MEASURE_BACK_LIGHT, 1.0);
  annae_observation_set (&o, ANNAE_MEASURE_SHARPNESS, 1.0);
  annae_observation_set (&o, ANNAE_MEASURE_MOTION, 0.2);
  annae_observation_set (&o, ANNAE_MEASURE_EYES_OPEN, 1.0);
  annae_observation_set (&o, ANNAE_MEASURE_EYES_COVERED, 0.02);
  annae_observation_set (&o, ANNAE_MEASURE_FACE_COVERED, 0.02);
  annae_observation_set (&o, ANNAE_MEASURE_PICTURE, 0.4);
  return o;
}

static inline AnnaeObservation
nobody_at (gint64 time_us)
{
  AnnaeObservation o;

  annae_observation_init (&o, time_us, 640, 480);
  annae_observation_set (&o, ANNAE_MEASURE_PICTURE, 0.4);
  return o;
}

typedef struct
{
  AnnaeGuide *guide;
  AnnaeAdvice advice;
  gint64 now;
  guint spoken; /* how often speak was set */
  guint changes;
} Run;

static inline void
run_init (Run *run, const AnnaeGuideConfig *config)
{
  *run = (Run){ .guide = annae_guide_new (config) };
}

static inline void
run_clear (Run *run)
{
  annae_guide_free (run->guide);
}

static inline void
see (Run *run, AnnaeObservation o)
{
  AnnaeAdviceId before = run->advice.id;

  o.time_us = run->now;
  annae_guide_observe (run->guide, &o, &run->advice);
  run->spoken += run->advice.speak;
  run->changes += run->advice.id != before;
  run->now += FRAME;
}

/* Shows the same for a time; gives the time until the advice was first this one, or -1. */
static inline double
see_for (Run *run, const AnnaeObservation *o, double seconds, AnnaeAdviceId until)
{
  const gint64 start = run->now;

  while (run->now - start < ANNAE_SECONDS (seconds))
    {
      see (run, *o);
      if (until != ANNAE_ADVICE_NONE && run->advice.id == until)
        return (double) (run->now - FRAME - start) / 1e6;
    }
  return -1.0;
}

static inline AnnaeObservation
with (AnnaeMeasureId id, double raw)
{
  AnnaeObservation o = good_at (0);

  annae_observation_set (&o, id, raw);
  return o;
}
