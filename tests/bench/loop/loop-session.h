/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One session of one person with one program, and figures over many. */

#pragma once

#include "loop-programs.h"

#define LOOP_LIMIT_S 60.0

typedef enum
{
  LOOP_REACHED,  /* a usable picture was held */
  LOOP_STAFF,    /* handed to staff, as offered after 30 s without progress */
  LOOP_PICTURES, /* handed to staff after three pictures that did not serve, as the machine of src/core does */
  LOOP_STUCK,    /* the time is over, and nobody came */
  LOOP_OUTCOMES
} LoopOutcome;

typedef struct
{
  LoopKind kind;
  LoopOutcome outcome;
  double seconds;       /* until it was reached, or until the end */
  guint prompts;        /* advices shown for the first time or said again; not "hold still" */
  guint contradictions; /* prompts that, followed, would have increased the true error */
  guint useless;        /* pictures taken that would not have served */
  double cost;          /* of the comparison score, in the picture that was taken */
  double good_but_told; /* s in which advice stood although all was well */
  double last[LOOP_AXES]; /* where the person was in the end: in the picture that was taken, if any was */
} LoopResult;

/* What looks at the person: the fast loop's camera (loop-camera.h), or one that renders them. */
typedef struct
{
  double rate; /* frames a second; 0: 15 to 30, by the seed */
  gpointer self;
  /* truth is the person's at t; rand is the camera's own stream of chance. */
  void (*observe) (gpointer self,
                   const LoopPerson *person,
                   const double truth[LOOP_AXES],
                   double t,
                   GRand *rand,
                   AnnaeObservation *observation);
} LoopEyes;

/* The seed makes the person; the same seed gives every program the same person, start and luck. */
void
loop_session_run (const LoopProgram *program, guint32 seed, double noise_scale, LoopResult *result);

/* The fast loop at another rate; 0 as above. */
void
loop_session_run_at (const LoopProgram *program, guint32 seed, double noise_scale, double rate, LoopResult *result);

/* The same with other eyes. */
void
loop_session_run_with (const LoopProgram *program, guint32 seed, const LoopEyes *eyes, LoopResult *result);

/* What a picture may cost of the comparison score, for comparing programs at one and the same quality. The first is nearly what
 * loop_is_usable () allows. */
#define LOOP_QUALITIES 4
extern const double loop_qualities[LOOP_QUALITIES];

typedef struct
{
  guint n;
  double reached;  /* shares */
  double staff;    /* offered */
  double pictures; /* handed to staff after three */
  double stuck;
  double median; /* s, of those who reached it */
  double p95;
  double mean; /* s, of all: who did not reach it counts as LOOP_LIMIT_S */
  double told_median; /* s, of those who reached it and were told something on the way */
  double within_10;   /* share that reached it in 10 s */
  double cost_p95;    /* of the comparison score */
  double prompts;     /* mean */
  double prompts_p95;
  guint contradictions;
  double useless;       /* share of sessions with at least one */
  double good_but_told; /* mean, s */
  /* Over all: whose picture costs more, or who has none, counts as LOOP_LIMIT_S. */
  double share_at[LOOP_QUALITIES];
  double median_at[LOOP_QUALITIES];
  double mean_at[LOOP_QUALITIES];
} LoopFigures;

/* kind < 0: all kinds. */
void
loop_figures (const LoopResult *results, guint n, int kind, LoopFigures *figures);
