/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A simulated person before a camera: sits somewhere, perceives what is shown and said, reacts late, moves by what they
 * believe is needed, sometimes the wrong way. Everything about them is known exactly. */

#pragma once

#include "annae-advice.h"

#include "loop-lids.h"

/* "Centre your face": no direction is given, the person finds it themselves. */
#define LOOP_CENTRE ANNAE_N_ADVICE
/* Everything that is wrong in one advice. Nobody says such things; it is for reckoning the least time. */
#define LOOP_TOGETHER (ANNAE_N_ADVICE + 1)

/* What a program shows and says at one moment. */
typedef struct
{
  int id;          /* AnnaeAdviceId, LOOP_CENTRE or LOOP_TOGETHER */
  guint axes;      /* LOOP_TOGETHER: a bit for each LoopAxis that is to be corrected */
  double toward_x; /* as AnnaeAdvice */
  double toward_y;
  gboolean target; /* the picture shows how far it is (an arrow that shrinks, an outline to fill) */
  double target_z; /* cm from the camera that the outline asks for */
  gboolean speak;
  gboolean staff; /* a member of staff is offered */
} LoopScreen;

typedef enum
{
  LOOP_X,   /* cm, > 0: to the person's left of the camera's axis */
  LOOP_Y,   /* cm, > 0: above it */
  LOOP_Z,   /* cm from the camera */
  LOOP_YAW, /* degrees, signs as in annae-types.h */
  LOOP_PITCH,
  LOOP_ROLL,
  LOOP_AXES
} LoopAxis;

typedef enum
{
  LOOP_USUAL,
  LOOP_SLOW,        /* reacts after 1.6 to 2.5 s */
  LOOP_OVERSHOOTS,  /* moves 1.3 to 1.7 times what is needed */
  LOOP_MIRROR,      /* goes the wrong way every other time */
  LOOP_TREMOR,      /* 1 to 3 cm at 4 to 8 Hz */
  LOOP_STIFF_NECK,  /* turns and nods 8 degrees around a posture of their own */
  LOOP_CANNOT_LEAN, /* 4 cm forward and no further */
  LOOP_DEAF,        /* reads only */
  LOOP_BLIND,       /* hears only */
  LOOP_FORGETS,     /* after 10 s */
  LOOP_SEVERAL,     /* two of the above */
  LOOP_KINDS
} LoopKind;

typedef struct
{
  LoopKind kind;
  gboolean sees;
  gboolean hears;
  double reaction;  /* s, median */
  double gain;      /* of a movement whose length is seen */
  double wrong_way; /* share of sideways movements that begin the wrong way */
  double tremor;    /* cm */
  double tremor_hz;
  double tremor_phase;
  double memory; /* s */
  double nose;   /* degrees that the head turns for a dot at the screen's side; who follows with the eyes hardly turns it */
  double nose_lag; /* s behind the dot */
  double habit[LOOP_AXES];
  double low[LOOP_AXES];
  double high[LOOP_AXES];

  double at[LOOP_AXES]; /* without tremor */
  double from[LOOP_AXES];
  double to[LOOP_AXES];
  double move_from;  /* s; a movement runs from here ... */
  double move_until; /* ... to here */

  LoopScreen seen; /* last thing noticed on the screen */
  LoopScreen heard;
  double sentence_ends; /* a sentence is being listened to until then; 0: none */
  double acts_at;       /* will act on `coming` then; 0: nothing is coming */
  LoopScreen coming;
  LoopScreen follows; /* what they are trying to do */
  double told_at;     /* when they last saw it change or heard it */
  guint tries;        /* movements made for it */
  gboolean wrong;     /* the movement under way goes the wrong way */
  double notices_at;  /* ... and they notice then */
  double glance_until;
  double glance_yaw;
  double next_glance;
  double dot_base;   /* how the head was turned when the dot began to be followed */
  double dot_behind; /* where the dot is for whoever is so far behind it */
  double dot_t;      /* when that was; 0: no dot is followed */
  double dot_sway;
  LoopLids lids; /* loop_lids_init () where they matter; zeroed, they are open and nobody looks at them */
} LoopPerson;

/* The person that this seed makes: the same for every program. */
void loop_person_init (LoopPerson *self, guint32 seed);

/* Moves the person on to t before this screen; chances of the moment come from rand. */
void loop_person_step (LoopPerson *self, const LoopScreen *screen, double t, GRand *rand);

/* Truth at t, tremor and glances included. */
void loop_person_get (const LoopPerson *self, double t, double truth[LOOP_AXES]);

const char *loop_kind_name (LoopKind kind);

/* Seconds that a sentence takes at 4 syllables a second. */
double loop_sentence_seconds (const LoopScreen *screen);

double loop_normal (GRand *rand);
