/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The eyes of a simulated person: how far they are open, blinks of their own, closings on request, and what the reader makes of it. */

#pragma once

#include "annae-observation.h"

/* Hooded lids open less than this. */
#define LOOP_LIDS_HOODED 0.16

typedef struct
{
  double usual;  /* gap between the lids over the eye's width */
  gboolean seen; /* FALSE: dark glasses, glare, closed for good */
  gboolean can_close;
  gboolean winks_first; /* understands a blink, and closes them for longer when told again */
  gboolean waits;       /* until they are told to open */
  double moment;        /* s that they are closed otherwise */
  double bias;          /* of the reader, about this face */

  double blink_from; /* a blink of their own */
  double blink_until;
  double shut_from; /* closed on request */
  double shut_until;
  guint closings;
} LoopLids;

/* Who only hears often has eyes that show little. */
void loop_lids_init (LoopLids *self, gboolean sees, double noise, GRand *rand);
/* A photograph's. */
void loop_lids_init_still (LoopLids *self, double noise, GRand *rand);

void loop_lids_close (LoopLids *self, double t);
void loop_lids_open (LoopLids *self, double t);
gboolean loop_lids_are_shut (const LoopLids *self, double t);

/* How far they are closed at t, 0 to 1, of their own or on request. */
double loop_lids_shut (const LoopLids *self, double t);

/* Goes on to t, and puts what the reader says into an observation with a face. */
void loop_lids_see (LoopLids *self, double t, double noise, GRand *rand, AnnaeObservation *observation);
