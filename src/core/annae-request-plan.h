/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody is asked for, in the order that chance drew, and how much each says about whether it was done on request. */

#pragma once

#include "annae-request.h"

G_BEGIN_DECLS

/* Each once, each once more where it was not done, one turn further than before, and both again to see more of the nose. */
#define ANNAE_REQUEST_PLAN_MOST (2 * ANNAE_N_REQUESTS + 7)

/* Zeroed: nothing is left to ask for. */
typedef struct
{
  AnnaeRequest order[ANNAE_REQUEST_PLAN_MOST];
  guint n;
  guint next;
  gboolean again[ANNAE_N_REQUESTS];
} AnnaeRequestPlan;

/* Adds one, at the end. */
void annae_request_plan_add (AnnaeRequestPlan *self, AnnaeRequest request);
void annae_request_plan_shuffle (AnnaeRequestPlan *self, AnnaeRandomFunc random, gpointer user_data);

/* A set of requests. */
#define ANNAE_REQUEST_BIT(request) (1u << (request))
#define ANNAE_REQUEST_TURNS (ANNAE_REQUEST_BIT (ANNAE_REQUEST_TURN_LEFT) | ANNAE_REQUEST_BIT (ANNAE_REQUEST_TURN_RIGHT))
#define ANNAE_REQUEST_NODS (ANNAE_REQUEST_BIT (ANNAE_REQUEST_LOOK_UP) | ANNAE_REQUEST_BIT (ANNAE_REQUEST_LOOK_DOWN))
/* What neither turns to a side alone nor is done with the eyes alone. */
#define ANNAE_REQUEST_OTHERS                                                                                                               \
  (ANNAE_REQUEST_NODS | ANNAE_REQUEST_BIT (ANNAE_REQUEST_COME_CLOSER) | ANNAE_REQUEST_BIT (ANNAE_REQUEST_FOLLOW_DOT))

/* The next one of these, before what stands in front of it; or NONE. */
AnnaeRequest annae_request_plan_take (AnnaeRequestPlan *self, guint set);

/* It is not asked for any more. */
void annae_request_plan_drop (AnnaeRequestPlan *self, AnnaeRequest request);

/* Once more, after all others; only the first time. */
void annae_request_plan_repeat (AnnaeRequestPlan *self, AnnaeRequest request);

/* Whether any of these is left. */
gboolean annae_request_plan_has (const AnnaeRequestPlan *self, guint set);
/* All that is left and of this set, each once, if all of it is followed. */
guint annae_request_plan_points (const AnnaeRequestPlan *self, guint set);

/* Against luck: a movement that a recording makes by itself is the one asked for in one of four, a dot's path hardly ever. */
guint annae_request_points (AnnaeRequest request);

G_END_DECLS
