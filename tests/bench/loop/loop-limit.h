/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The least time in which any guidance could bring a person there: it knows the truth, tells in the first frame, and
 * only looks for as long as all have to. Nobody can be given such a program; it says how much of the others' time is
 * the people's own. */

#pragma once

#include "loop-person.h"

/* What is asked for, of the truth. */
typedef struct
{
  double inter_eye_min;  /* px */
  double face_width_max; /* share of the picture */
  double offset;         /* share of the picture, each way */
  double margin;         /* so much of the face's box beside its middle has to be in the picture as well */
  double yaw;            /* degrees, each way */
  double pitch;
  double roll;
} LoopBounds;

extern const LoopBounds loop_bounds_annae;  /* src/core/annae-guide-rules.c, with a reader */
extern const LoopBounds loop_bounds_serves; /* loop_is_usable () */
extern const LoopBounds loop_bounds_irlume;

/* How many times as far out as is allowed; up to 1 all is well. */
double
loop_bounds_excess (const LoopBounds *bounds, const double truth[LOOP_AXES], LoopAxis axis);
gboolean
loop_bounds_hold (const LoopBounds *bounds, const double truth[LOOP_AXES]);

/* The good frames that the other programs and this one have to see: 0.5 s, in which 0.3 s of bad ones are forgiven. */
typedef struct
{
  gint64 last_us;
  gint64 good_us;
  gint64 bad_us;
} LoopHold;

/* TRUE once there were enough. */
gboolean
loop_hold_add (LoopHold *self, gboolean good, gint64 now_us);

/* together: everything that is out is told at once, as one advice, and done in one movement; else what is farthest out.
 */
gpointer
loop_limit_new (const LoopBounds *bounds, gboolean together);
void
loop_limit_restart (gpointer self, gint64 now_us);
void
loop_limit_know (gpointer self, const LoopPerson *person, const double truth[LOOP_AXES], double t, LoopScreen *screen);
