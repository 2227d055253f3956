/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is asked for what. [figures]: doc/liveness-figures.md */

#include "annae-requests-config.h"

#include <math.h>

/* A turn reads as a nod as well, by up to 8 degrees (doc/liveness-figures.md): a nod that was not asked for counts from
 * twice as much. */
#define STRAY_NOD 2.0

void
annae_requests_config_init (AnnaeRequestsConfig *config)
{
  *config = (AnnaeRequestsConfig){
    .can_turn = TRUE,
    .can_nod = TRUE,
    .can_approach = TRUE,
    .can_follow = TRUE,
    /* Three movements, or a dot and one: by luck a recording has that in one of twenty [figures]. */
    .points = 3,
    /* Reaction to 2.5 s, a sentence of 3 s, a movement that begins the wrong way and is mended, and
     * some for the slow: 15 s [figures]. */
    .time_us = ANNAE_SECONDS (15),
  };
  annae_guide_config_init (&config->guide);
}

void
annae_requests_config_for_profile (AnnaeRequestsConfig *config, const AnnaeGuideConfig *guide, gboolean hears_only)
{
  annae_requests_config_init (config);
  config->guide = *guide;
  config->hears_only = hears_only;
  if (guide->small_movements)
    config->can_turn = config->can_nod = config->can_follow = FALSE;
}

/* Only a turn shows depth: whoever cannot turn is asked for nothing in vain. */
void
annae_requests_plan (const AnnaeRequestsConfig *config,
                     AnnaeRequestPlan *plan,
                     AnnaeRandomFunc random,
                     gpointer user_data)
{
  *plan = (AnnaeRequestPlan){ 0 };
  if (!config->can_turn)
    {
      annae_request_plan_add (plan, ANNAE_REQUEST_HOLD_STILL);
      return;
    }
  annae_request_plan_add (plan, ANNAE_REQUEST_TURN_LEFT);
  annae_request_plan_add (plan, ANNAE_REQUEST_TURN_RIGHT);
  if (config->can_nod)
    {
      annae_request_plan_add (plan, ANNAE_REQUEST_LOOK_UP);
      annae_request_plan_add (plan, ANNAE_REQUEST_LOOK_DOWN);
    }
  if (config->can_approach)
    annae_request_plan_add (plan, ANNAE_REQUEST_COME_CLOSER);
  if (config->can_follow)
    annae_request_plan_add (plan, ANNAE_REQUEST_FOLLOW_DOT);
  annae_request_plan_shuffle (plan, random, user_data);
}

gboolean
annae_requests_evidence_has_depth (const AnnaeRequestsEvidence *evidence)
{
  return evidence->both_sides || MAX (evidence->left, evidence->right) >= ANNAE_REQUESTS_ONE_SIDE;
}

/* What was asked, and the largest movement that was not. */
void
annae_requests_measure (AnnaeRequest request, const AnnaeMovementNow *now, double asked, double *done, double *other)
{
  switch (request)
    {
    case ANNAE_REQUEST_TURN_LEFT:
    case ANNAE_REQUEST_TURN_RIGHT:
      *done = (request == ANNAE_REQUEST_TURN_LEFT ? now->turn : -now->turn) / asked;
      *other = MAX (fabs (now->nod) / STRAY_NOD, now->approach);
      break;
    case ANNAE_REQUEST_LOOK_UP:
    case ANNAE_REQUEST_LOOK_DOWN:
      *done = request == ANNAE_REQUEST_LOOK_UP ? now->nod : -now->nod;
      *other = MAX (fabs (now->turn), now->approach);
      break;
    case ANNAE_REQUEST_COME_CLOSER:
      *done = now->approach;
      *other = MAX (fabs (now->turn), fabs (now->nod) / STRAY_NOD);
      break;
    default:
      *done = *other = 0.0;
      break;
    }
}
