/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody is asked for, in the order that chance drew, and how much each says about whether it was done on request. */

#pragma once

#include "annae-request.h"

G_BEGIN_DECLS

/* Each once, each turn once more where it was not done in time, and one turn further than before. */
#define ANNAE_REQUEST_PLAN_MOST (ANNAE_N_REQUESTS + 3)

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

/* The next one, or NONE; turn: the next turn, before what stands in front of it. */
AnnaeRequest annae_request_plan_take (AnnaeRequestPlan *self, gboolean turn);

/* Once more, after all others; only the first time. */
void annae_request_plan_repeat (AnnaeRequestPlan *self, AnnaeRequest request);

gboolean annae_request_plan_has_turn (const AnnaeRequestPlan *self);
/* All that is left, if all of it is followed. */
guint annae_request_plan_points (const AnnaeRequestPlan *self);

/* Against luck: a movement that a recording makes by itself is the one asked for in one of four, a dot's path hardly ever. */
guint annae_request_points (AnnaeRequest request);

G_END_DECLS
