/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The state of requests, for annae-requests.c (which is asked next, and when it is over) and annae-requests-asked.c (how one request goes). */

#pragma once

#include "annae-movement.h"
#include "annae-passive.h"
#include "annae-relief.h"
#include "annae-requests-config.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_REQUESTS_REST,
  ANNAE_REQUESTS_ASK,
  ANNAE_REQUESTS_OVER
} AnnaeRequestsPhase;

struct _AnnaeRequests
{
  AnnaeRequestsConfig config;
  AnnaeRandomFunc random;
  gpointer random_data;
  AnnaeGuide *guide;

  AnnaeRequestPlan plan;
  AnnaeRequestsPhase phase;
  AnnaeRequest request;
  gint64 phase_us; /* since when */
  gint64 spoken_us;
  AnnaeAdvice advice;
  AnnaeLiveness liveness;
  AnnaeRequestsEvidence evidence;
  gboolean broken;
  gboolean moment;

  AnnaeMovement movement;
  AnnaeTrack track;
  AnnaePassive passive;
  AnnaeRelief relief;
  AnnaeSmooth depth; /* to the person's left, of this request */
  AnnaeDot dot;
  AnnaeEyes eyes;
  guint sides;  /* that turns were followed to: 1 the left, 2 the right */
  gboolean far; /* this turn has to go further than one that was followed */
  gboolean far_asked;
  guint looks; /* how often turns were asked for once more, to see more of the nose */
  guint leg; /* of the dot's path that words were last said for */

  /* since when each has stood without a gap, or ANNAE_NEVER */
  gint64 done_us;
  gint64 small_us;
  gint64 stray_us;
  gint64 flat_us;

  gboolean started;
  gint64 last_us;
};

/* 1 for the left, 2 for the right. */
guint annae_requests_side_of (AnnaeRequest request);

void annae_requests_finish (AnnaeRequests *self, AnnaeLiveness liveness, gint64 now_us);
/* After a request: enough, or another one, or nothing that could still be enough. */
void annae_requests_go_on (AnnaeRequests *self, gint64 now_us);
/* What was done by as much as a stiff neck can, where the nose is clearly seen by now. */
void annae_requests_count_small (AnnaeRequests *self);

/* One frame of a request. */
void annae_requests_watch_asked (AnnaeRequests *self, const AnnaeObservation *observation);
/* What has just been asked for, in its first words. */
void annae_requests_say_asked (AnnaeRequests *self, gint64 now_us);

G_END_DECLS
