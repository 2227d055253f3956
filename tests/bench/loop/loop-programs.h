/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What guides the person: Annae's guide, and for comparison the published rules of two others. */

#pragma once

#include "annae-observation.h"
#include "loop-person.h"

typedef struct
{
  const char *name;
  const char *about;
  gpointer (*start) (void);
  void (*restart) (gpointer self, gint64 now_us);
  void (*observe) (gpointer self, const AnnaeObservation *observation, LoopScreen *screen);
  /* Instead of observe: told from the truth, which no program is (loop-limit.h). */
  void (*know) (gpointer self, const LoopPerson *person, const double truth[LOOP_AXES], double t, LoopScreen *screen);
  void (*free) (gpointer self);
  /* Its own target, for what contradicts it: distance in cm that it asks for, from and to. */
  double nearest;
  double furthest;
  gboolean landmarks; /* its eyes read angles from five landmarks; else a reader does */
} LoopProgram;

extern const LoopProgram loop_programs[];
extern const guint loop_n_programs;
/* Told at once, from the truth, what this program asks for, one thing at a time. */
extern const LoopProgram *const loop_limit;
/* The first of them with a pack that does not read faces. */
extern const LoopProgram *const loop_with_landmarks;
