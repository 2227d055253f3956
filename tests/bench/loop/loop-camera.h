/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the exact truth about a person to what a detector would have made of it: an observation with measured errors. */

#pragma once

#include "annae-observation.h"
#include "loop-person.h"

#define LOOP_WIDTH 640
#define LOOP_HEIGHT 480
#define LOOP_FOCAL (LOOP_WIDTH / 2 / 0.57735026919) /* px; 60 degrees across: tan 30 */

typedef struct
{
  double noise;   /* 1: as measured; 2: twice that */
  gboolean reader; /* the bundled pack's errors, else those of five landmarks */
  gboolean even;   /* angles are read as they are: by a reader, or for who misreads them afterwards */
  double face[8];  /* what is wrong about this face in every frame */
  double pose[8];  /* ... in this pose, in deviations */
  double at[LOOP_AXES];
  gboolean has_moved;
  double last[LOOP_AXES];
  double last_x;
  double last_y;
  double last_t;
  gboolean has_last;
  double lost_until; /* a drop-out of some frames */
} LoopCamera;

/* With the errors of five landmarks, or with those of the bundled pack, whose reader sees angles as they are. */
void loop_camera_init (LoopCamera *self, double noise, GRand *rand);
void loop_camera_init_with_reader (LoopCamera *self, double noise, GRand *rand);
void loop_camera_observe (
    LoopCamera *self, const double truth[LOOP_AXES], double t, GRand *rand, AnnaeObservation *observation);

/* The truth about one person in this camera's picture. */
double loop_inter_eye (const double truth[LOOP_AXES]);  /* px */
double loop_face_width (const double truth[LOOP_AXES]); /* share of the picture */
double loop_offset_x (const double truth[LOOP_AXES]);
double loop_offset_y (const double truth[LOOP_AXES]);

/* Whether a picture of this would serve a comparison: the same question for every program. */
gboolean loop_is_usable (const double truth[LOOP_AXES]);

/* Whether nothing is left to improve: half of that loss at most. */
gboolean loop_is_good (const double truth[LOOP_AXES]);

/* What this pose and distance take from the comparison score (cosine; 0 frontal at 60 cm). */
double loop_score_cost (const double truth[LOOP_AXES]);
