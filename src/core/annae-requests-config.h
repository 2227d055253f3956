/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The inside of requests that needs nobody before the camera: who is asked for what, and when depth was shown. For annae-requests.c only. */

#pragma once

#include "annae-movement.h"
#include "annae-request-plan.h"
#include "annae-requests.h"

G_BEGIN_DECLS

/* A turn to one side alone has to show half as much depth again as one that is followed: a bent or folded print shows to one side what a
 * turn has to in one of ten, to both in one of 250, and half as much again hardly ever [figures]. */
#define ANNAE_REQUESTS_ONE_SIDE 1.5
/* Degrees of a turn of whoever's nose stands out by far more than any paper's: what it shows besides is not needed, only that it was done. A stiff neck
 * turns by 8. */
#define ANNAE_REQUESTS_SMALL_TURN 8.0

/* How far it has to stand out for that: less of whoever has closed their eyes. */
double annae_requests_nose_needed (const AnnaeRequestsEvidence *evidence);
/* The nose alone says that it is a head, and whatever is asked for only has to be done. */
gboolean annae_requests_nose_is_clear (const AnnaeRequestsEvidence *evidence);

/* What this customer is asked for, in an order that chance draws. */
void annae_requests_plan (const AnnaeRequestsConfig *config, AnnaeRequestPlan *plan, AnnaeRandomFunc random, gpointer user_data);

/* How far what was asked is done, 1 where it is, and the largest movement that was not asked for. asked: how much of the depth that a turn has
 * to show; 0: none, the angle is enough. */
void annae_requests_measure (AnnaeRequest request, const AnnaeMovementNow *now, double asked, double *done, double *other);

/* Which requests still help, as a set: those that are left and bring what is missing. 0: nothing that is left can be enough. */
guint annae_requests_useful (const AnnaeRequestsEvidence *evidence, const AnnaeRequestPlan *plan, guint needed);

G_END_DECLS
