/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Liveness by requests: small movements, drawn at random from those that the customer can do, and whether the stream of
 * observations shows them done, in time, in the direction asked, by a face that has depth. Between requests the guide brings the face
 * back. What is asked is an advice like the guide's, so it is shown, spoken and pointed at in the same way.
 *
 * Pure: no clock, no thread; chance comes from the kernel unless a test brings its own. */

#pragma once

#include "annae-guide.h"
#include "annae-observation.h"
#include "annae-outcome.h"
#include "annae-passive.h"
#include "annae-request.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean can_turn;     /* the head to a side */
  gboolean can_nod;      /* up and down */
  gboolean can_approach; /* lean towards the camera */
  gboolean hears_only;   /* has to hear a sentence out before acting: more time */
  guint needed;          /* requests to be followed, one of them a turn that shows depth; 1 or 2 */
  gint64 time_us;        /* for each before it is swapped for another one */
  AnnaeGuideConfig guide; /* of this counter and customer; patience stretches the time for requests too */
} AnnaeRequestsConfig;

/* What is known about how it went, for staff and measurements. */
typedef struct
{
  guint asked;
  guint followed;
  guint with_depth; /* of those followed: turns, by a face that stands out. Nods and approaches show none */
  guint swapped;    /* not done in time, or declined: never held against the person */
  guint declined;   /* "I cannot do this" */
  guint strayed;    /* another movement than the one asked for: one more has to be followed */
  guint breaks;     /* the face was gone or jumped: what was shown before no longer counts */
  AnnaePassiveFinding passive; /* what was seen about the face when all was done */
  double parallax;  /* the least among those followed with depth, inter-eye distances; 0 while there is none */
} AnnaeRequestsEvidence;

typedef struct _AnnaeRequests AnnaeRequests;

/* Who can do everything, at the guide's usual bounds. */
void annae_requests_config_init (AnnaeRequestsConfig *config);

/* By the customer's profile: small movements means that nothing is asked for but to hold still, which decides nothing. */
void annae_requests_config_for_profile (AnnaeRequestsConfig *config, const AnnaeGuideConfig *guide, gboolean hears_only);

/* random NULL: the kernel's random numbers (libsodium's randombytes_uniform). */
AnnaeRequests *annae_requests_new (const AnnaeRequestsConfig *config, AnnaeRandomFunc random, gpointer user_data);
void annae_requests_free (AnnaeRequests *self);

/* Forgets the person and draws anew. */
void annae_requests_reset (AnnaeRequests *self, const AnnaeRequestsConfig *config, gint64 now_us);

/* One observation; advice is filled completely: a request, or what brings the face back before the next one. DONE is given once it
 * is over and then stays until reset. Older than the last: ignored. */
void annae_requests_observe (AnnaeRequests *self, const AnnaeObservation *observation, AnnaeAdvice *advice);

/* "I cannot do this": another movement is asked for, at once and without penalty; where no turn is left, which alone shows depth, it is
 * over undecided, and a member of staff compares. FALSE where nothing is asked for. */
gboolean annae_requests_decline (AnnaeRequests *self, gint64 now_us);

gboolean annae_requests_is_over (const AnnaeRequests *self);
/* NOT_TESTED until it is over. */
AnnaeLiveness annae_requests_get_liveness (const AnnaeRequests *self);
/* NONE between requests. */
AnnaeRequest annae_requests_get_request (const AnnaeRequests *self);
/* As the guide's, while the face is brought to rest between requests; FALSE while one is made. */
gboolean annae_requests_get_candidate (const AnnaeRequests *self, double *quality);
/* TRUE once after a break: a picture taken before it may show somebody else. */
gboolean annae_requests_take_break (AnnaeRequests *self);
/* TRUE once where what was just observed began or followed a request: whoever is compared has to be whoever is in this picture. */
gboolean annae_requests_take_moment (AnnaeRequests *self);
const AnnaeRequestsEvidence *annae_requests_get_evidence (const AnnaeRequests *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeRequests, annae_requests_free)

G_END_DECLS
