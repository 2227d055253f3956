/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The guide: observations in, one advice out. Order, hysteresis and dwell are in one table (annae-guide-rules).
 * Pure: no clock, no thread, no allocation after creation. */

#pragma once

#include "annae-advice.h"
#include "annae-observation.h"

G_BEGIN_DECLS

/* What this counter and this customer need; every field has a source or a measurement beside it in annae-guide-rules.c.
 */
typedef struct
{
  double inter_eye_min;    /* px; below: come closer */
  double face_width_max;   /* share of the picture; above: move back */
  double offset_tolerance; /* share of the picture, each way */
  double yaw_tolerance;    /* degrees, each way */
  double pitch_tolerance;
  double pitch_centre; /* degrees: what the pack reads for a head that looks straight ahead */
  gboolean true_pitch; /* a network reads the pitch as it is; five landmarks show a third of it */
  double roll_tolerance;
  double motion_max;      /* inter-eye distances a second; a tremor of 1 cm at 6 Hz must pass */
  double sharpness_share; /* of the sharpest recent frame of the same person, 0 to 1 */
  gint64 hold_us;         /* good frames needed: 0.5 to 1 s */
  gint64 hold_sure_us;    /* where place and pose are well within their bounds in all of them; counts up to hold_us */
  double patience;        /* 1: usual; 2: "I am in no hurry" doubles dwell, repeat and stall times */
  gboolean small_movements; /* "I move badly": where the body is and how the head is held are judged by the relaxed bounds
                               from the start, and longer lapses cost nothing */
  gboolean again; /* an earlier picture of this person did not do: the chin is looked at more closely, unless true_pitch */
} AnnaeGuideConfig;

typedef struct _AnnaeGuide AnnaeGuide;

void
annae_guide_config_init (AnnaeGuideConfig *config);

/* For a pack that reads faces: bounds of pitch for what it is instead of for what five landmarks show of it. */
void
annae_guide_config_set_true_pitch (AnnaeGuideConfig *config);

AnnaeGuide *
annae_guide_new (const AnnaeGuideConfig *config);
void
annae_guide_free (AnnaeGuide *self);

/* Takes effect with the next observation; nothing that was learnt of the person is lost. */
void
annae_guide_set_config (AnnaeGuide *self, const AnnaeGuideConfig *config);

/* Forgets the person: dwell, medians, sharpest frame. */
void
annae_guide_reset (AnnaeGuide *self, gint64 now_us);

/* One observation; advice is filled completely. DONE is given once, when the good second is over, and then stays
 * until reset. Time must not run backwards; an observation older than the last is ignored (the last advice again). */
void
annae_guide_observe (AnnaeGuide *self, const AnnaeObservation *observation, AnnaeAdvice *advice);

/* No observation comes: the camera is missing, busy, refused or black (one of ANNAE_ADVICE_CAMERA_*). */
void
annae_guide_camera_trouble (AnnaeGuide *self, AnnaeAdviceId trouble, gint64 now_us, AnnaeAdvice *advice);

/* TRUE while the current observation is good enough to be kept as a candidate for the probe, with its quality 0-100
 * (the geometric mean of the scores of the components that affect a match). For choosing among frames of one person. */
gboolean
annae_guide_get_candidate (AnnaeGuide *self, double *quality);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeGuide, annae_guide_free)

G_END_DECLS
