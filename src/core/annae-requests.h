/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Liveness by requests: small movements, drawn at random from those that the customer can do, and whether the stream of
 * observations shows them done, in time, in the direction asked, by a face that has depth. Between requests the guide brings the face
 * back. What is asked is an advice like the guide's, so it is shown, spoken and pointed at in the same way.
 *
 * Pure: no clock, no thread; chance comes from the kernel unless a test brings its own. */

#pragma once

#include "annae-dot.h"
#include "annae-eyes.h"
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
  gboolean can_follow;   /* a dot on the screen with the nose; who hears only follows words instead */
  gboolean can_close_eyes; /* where a pack reads them; not asked for where they turn out to be hard to read */
  gboolean hears_only;   /* has to hear a sentence out before acting: more time */
  guint points;          /* that the requests followed have to come to (annae-request-plan.h), 1 to 4 */
  gint64 time_us;        /* for each before it is swapped for another one */
  AnnaeGuideConfig guide; /* of this counter and customer; patience stretches the time for requests too */
} AnnaeRequestsConfig;

/* What is known about how it went, for staff and measurements. */
typedef struct
{
  guint asked;
  guint followed;
  guint points;     /* of those followed */
  guint other;      /* of those points: by neither turns nor eyes */
  gboolean eyes;    /* closed on request, and opened again: no print without holes */
  gboolean reader;  /* the pack reads nods as they are, and eyes */
  gboolean nod;     /* with it, a nod was followed: of paper it reads a fifth */
  guint small;      /* a set of requests that were done by as much as a stiff neck can: they count once the nose is clearly seen */
  guint with_depth; /* of those followed: turns, by a face that stands out. Nods and approaches show none */
  guint swapped;    /* not done in time, or declined: never held against the person */
  guint declined;   /* "I cannot do this" */
  guint strayed;    /* another movement than the one asked for: one more has to be followed */
  guint breaks;     /* the face was gone or jumped: what was shown before no longer counts */
  AnnaePassiveFinding passive; /* what was seen about the face when all was done */
  double parallax;  /* the least among those followed with depth, inter-eye distances; 0 while there is none */
  double left;      /* the most depth that a turn to that side has shown, 1 where a turn is followed */
  double right;
  gboolean both_sides; /* a turn to either side was followed */
  double relief; /* the nose before the line from between the eyes to the lips, annae-relief.h; 0 until enough was seen */
  AnnaeDotMatch dot; /* how well a dot was followed; zeroes where there was none */
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

/* The table of doc/liveness-figures.md, "What has to come together". Depth: a turn to either side, or one that goes further, for bent paper
 * shows to one side what a turn has to in one of ten. Where a pack has a reader the nose has to stand out in the pixels as well, clearly and then the
 * landmarks need not; and eyes that closed, or a nod, which flat paper has not. */
gboolean annae_requests_evidence_has_depth (const AnnaeRequestsEvidence *evidence);
/* needed: points, with what strayed. */
gboolean annae_requests_evidence_is_enough (const AnnaeRequestsEvidence *evidence, guint needed);

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
