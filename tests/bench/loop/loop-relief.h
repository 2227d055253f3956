/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What src/vision/relief.h makes of a simulated person's nose, or of a print's. */

#pragma once

#include "annae-observation.h"
#include "loop-face.h"

typedef struct
{
  gboolean spectacled;
  double relief;
  double near; /* share of the moments in which the pixels can be followed: of a small turn, and of a larger one */
  double far;
  double noise;

  gboolean has_key; /* a picture of it looking ahead */
  double key_yaw;
  double key_t;
  double seen_t;
  double measured_t;
  double drawn_t; /* since when the next two hold */
  double error;
  double luck;
} LoopRelief;

void loop_relief_init (LoopRelief *self, LoopFaceKind kind, double noise, GRand *rand);

/* After the landmarks and angles have been put into an observation. */
void loop_relief_see (LoopRelief *self, double t, GRand *rand, AnnaeObservation *observation);
