/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is asked for what. [figures]: doc/liveness-figures.md */

#include "annae-requests-config.h"

#include "annae-relief.h"

#include <math.h>

/* A turn reads as a nod as well, by up to 8 degrees (doc/liveness-figures.md): a nod that was not asked for counts from
 * twice as much. */
#define STRAY_NOD 2.0
/* Of a nod, where it only has to be done [figures]. */
#define SMALL_NOD 0.5

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
  /* One network reads both. */
  config->can_close_eyes = guide->true_pitch;
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
  AnnaeRequest turns[2] = { ANNAE_REQUEST_TURN_LEFT, ANNAE_REQUEST_TURN_RIGHT };
  AnnaeRequest others[4] = { ANNAE_REQUEST_LOOK_UP, ANNAE_REQUEST_LOOK_DOWN };
  guint n = config->can_nod ? 2 : 0;
  const gboolean nod = config->can_nod && config->guide.true_pitch;

  if (config->can_approach)
    others[n++] = ANNAE_REQUEST_COME_CLOSER;
  if (config->can_follow)
    others[n++] = ANNAE_REQUEST_FOLLOW_DOT;
  annae_request_shuffle (turns, G_N_ELEMENTS (turns), random, user_data);
  /* Where it is read, a nod says more than the others. */
  annae_request_shuffle (others, nod ? 2 : n, random, user_data);

  /* First those that can be enough together, in an order of chance; then what is left. Without eyes that would be both turns and one more, and
   * who knows that needs luck only once: all in one order. */
  if (config->can_close_eyes)
    annae_request_plan_add (plan, ANNAE_REQUEST_CLOSE_EYES);
  annae_request_plan_add (plan, turns[0]);
  if (!config->can_close_eyes)
    annae_request_plan_add (plan, turns[1]);
  if (n > 0)
    annae_request_plan_add (plan, others[0]);
  const guint first = config->can_close_eyes ? plan->n : 0;
  annae_request_shuffle (plan->order, first, random, user_data);

  if (config->can_close_eyes)
    annae_request_plan_add (plan, turns[1]);
  for (guint i = 1; i < n; i++)
    annae_request_plan_add (plan, others[i]);
  annae_request_shuffle (plan->order + first, plan->n - first, random, user_data);
}

double
annae_requests_nose_needed (const AnnaeRequestsEvidence *evidence)
{
  return evidence->eyes ? ANNAE_RELIEF_CLEAR_WITH_EYES : ANNAE_RELIEF_CLEAR;
}

gboolean
annae_requests_nose_is_clear (const AnnaeRequestsEvidence *evidence)
{
  return evidence->reader && evidence->relief >= annae_requests_nose_needed (evidence);
}

gboolean
annae_requests_evidence_has_depth (const AnnaeRequestsEvidence *evidence)
{
  /* Where the pixels can be followed, they tell paper of any bend; by landmarks one in twenty that has holes for the eyes was a head [figures]. */
  if (evidence->reader && (evidence->relief < ANNAE_RELIEF_LEAST || !(evidence->eyes || evidence->nod)))
    return FALSE;
  if (annae_requests_nose_is_clear (evidence) || (evidence->reader && evidence->eyes && annae_dot_depth (&evidence->dot) >= 1.0))
    return TRUE;
  return evidence->both_sides || MAX (evidence->left, evidence->right) >= ANNAE_REQUESTS_ONE_SIDE;
}

/* Who turns to both sides in turn, and closes their eyes now and then, may be a recording: left for right is no mistake, and eyes close
 * by themselves. Something else has to have been asked for as well. */
gboolean
annae_requests_evidence_is_enough (const AnnaeRequestsEvidence *evidence, guint needed)
{
  return evidence->points >= needed && evidence->other > 0 && annae_requests_evidence_has_depth (evidence);
}

guint
annae_requests_useful (const AnnaeRequestsEvidence *evidence, const AnnaeRequestPlan *plan, guint needed)
{
  const guint still = ANNAE_REQUEST_BIT (ANNAE_REQUEST_HOLD_STILL);
  const guint eyes = ANNAE_REQUEST_BIT (ANNAE_REQUEST_CLOSE_EYES), dot = ANNAE_REQUEST_BIT (ANNAE_REQUEST_FOLLOW_DOT);
  const guint turning = ANNAE_REQUEST_TURNS | dot; /* the nose is seen to stand out while the face turns, for whatever */
  const gboolean may_close = evidence->eyes || annae_request_plan_has (plan, eyes);
  const gboolean lacks_other = evidence->other == 0;
  const guint lacks_points = needed > evidence->points ? needed - evidence->points : 0;
  /* Done, and seen as soon as the nose is. */
  const guint small = annae_request_plan_has (plan, turning) ? evidence->small : 0;
  AnnaeRequestsEvidence most = *evidence;
  guint deepens = 0;

  /* Of whom nothing else is asked. */
  if (annae_request_plan_has (plan, still))
    return still;
  /* What cannot be had any more. */
  most.eyes = may_close;
  most.nod = evidence->nod || (small & ANNAE_REQUEST_NODS) != 0
             || (evidence->reader && annae_request_plan_has (plan, ANNAE_REQUEST_NODS));
  most.both_sides = evidence->both_sides || annae_request_plan_has (plan, ANNAE_REQUEST_TURNS);
  most.relief = annae_request_plan_has (plan, turning) ? ANNAE_RELIEF_CLEAR : evidence->relief;
  if (!annae_requests_evidence_has_depth (&most))
    return 0;
  if (lacks_points > annae_request_plan_points (plan, small)
      || (lacks_other && !annae_request_plan_has (plan, ANNAE_REQUEST_OTHERS) && (small & ANNAE_REQUEST_OTHERS) == 0))
    return 0;

  if (!annae_requests_evidence_has_depth (evidence))
    deepens = (evidence->reader ? turning | ANNAE_REQUEST_NODS : ANNAE_REQUEST_TURNS) | (may_close ? eyes : 0);
  if (lacks_points > 1 || (lacks_points == 1 && !lacks_other))
    return ~0u;
  return deepens | (lacks_other ? ANNAE_REQUEST_OTHERS : 0) | (small != 0 ? turning : 0);
}

/* What was asked, and the largest movement that was not. */
void
annae_requests_measure (AnnaeRequest request, const AnnaeMovementNow *now, double asked, double *done, double *other)
{
  switch (request)
    {
    case ANNAE_REQUEST_TURN_LEFT:
    case ANNAE_REQUEST_TURN_RIGHT:
      *done = asked > 0.0 ? now->turn / asked : now->degrees / ANNAE_REQUESTS_SMALL_TURN;
      *done = request == ANNAE_REQUEST_TURN_LEFT ? *done : -*done;
      *other = MAX (fabs (now->nod) / STRAY_NOD, now->approach);
      break;
    case ANNAE_REQUEST_LOOK_UP:
    case ANNAE_REQUEST_LOOK_DOWN:
      *done = request == ANNAE_REQUEST_LOOK_UP ? now->nod : -now->nod;
      /* Whose nose is clearly seen only has to do it, a stiff neck too; the other way it is as much as ever. */
      if (asked <= 0.0 && *done > 0.0)
        *done /= SMALL_NOD;
      *other = MAX (fabs (now->turn), now->approach);
      break;
    case ANNAE_REQUEST_COME_CLOSER:
      *done = now->approach;
      *other = MAX (fabs (now->turn), fabs (now->nod) / STRAY_NOD);
      break;
    case ANNAE_REQUEST_CLOSE_EYES: /* annae-eyes.h knows how far it is done */
      *done = 0.0;
      *other = MAX (MAX (fabs (now->turn), fabs (now->nod) / STRAY_NOD), now->approach);
      break;
    default:
      *done = *other = 0.0;
      break;
    }
}
