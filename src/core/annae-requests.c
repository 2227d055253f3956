/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests in random order, each judged from the observations. Two phases take turns: the guide brings the face to rest
 * before the camera, where it becomes the pose to compare with; then one request is made and watched. */

#include "annae-requests.h"

#include "annae-movement.h"
#include "annae-passive.h"
#include "annae-vault.h"

#include <math.h>
#include <string.h>

/* [figures]: doc/liveness-figures.md. Before a request the head is nearer to straight ahead than a comparison needs, or
 * there is no room left to turn. */
#define REST_YAW 12.0
#define REST_PITCH 11.0
#define REST_HOLD_US ANNAE_SECONDS (0.6)
/* Who only hears acts on the last sentence when it is over, and moves once more after the guide is content [figures].
 */
#define REST_HOLD_HEARING_US ANNAE_SECONDS (1.5)
/* Frames of rest to compare with: at 5 frames a second the 0.6 s have three. */
#define REST_FRAMES 3

/* What is asked has to stand for as long: longer than one wrong frame, shorter than anybody notices. */
#define DWELL_US ANNAE_SECONDS (0.3)
#define HOLD_STILL_US ANNAE_SECONDS (2)
#define FLAT_US ANNAE_SECONDS (0.5)

/* A turn reads as a nod as well, by up to 8 degrees (doc/liveness-figures.md): a nod that was not asked for counts from
 * twice as much. */
#define STRAY_NOD 2.0

/* More often is no longer this person before this camera. */
#define BREAKS_MOST 2

/* Whom the guide cannot bring to rest in this time is not asked any more: staff has been offered by then. */
#define REST_US ANNAE_SECONDS (30)
#define REPEAT_US ANNAE_SECONDS (5)
/* A sentence of eight words, heard out. */
#define SENTENCE_US ANNAE_SECONDS (3)

#define NEVER G_MININT64

typedef enum
{
  PHASE_REST,
  PHASE_ASK,
  PHASE_OVER
} Phase;

struct _AnnaeRequests
{
  AnnaeRequestsConfig config;
  AnnaeRandomFunc random;
  gpointer random_data;
  AnnaeGuide *guide;

  AnnaeRequest order[ANNAE_N_REQUESTS];
  guint n_order;
  guint next;

  Phase phase;
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

  /* since when each has stood without a gap, or NEVER */
  gint64 done_us;
  gint64 stray_us;
  gint64 flat_us;

  gboolean started;
  gint64 last_us;
};

void
annae_requests_config_init (AnnaeRequestsConfig *config)
{
  *config = (AnnaeRequestsConfig){
    .can_turn = TRUE,
    .can_nod = TRUE,
    .can_approach = TRUE,
    /* Reaction to 2.5 s, a sentence of 3 s, a movement that begins the wrong way and is mended, and
     * some for the slow: 12 s [figures]. */
    .needed = 2,
    .time_us = ANNAE_SECONDS (12),
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
    config->can_turn = config->can_nod = FALSE;
}

/* Only a turn shows depth: whoever cannot turn is asked for nothing in vain. */
static void
draw (AnnaeRequests *self)
{
  self->n_order = 0;
  self->next = 0;
  if (!self->config.can_turn)
    {
      self->order[self->n_order++] = ANNAE_REQUEST_HOLD_STILL;
      return;
    }
  self->order[self->n_order++] = ANNAE_REQUEST_TURN_LEFT;
  self->order[self->n_order++] = ANNAE_REQUEST_TURN_RIGHT;
  if (self->config.can_nod)
    {
      self->order[self->n_order++] = ANNAE_REQUEST_LOOK_UP;
      self->order[self->n_order++] = ANNAE_REQUEST_LOOK_DOWN;
    }
  if (self->config.can_approach)
    self->order[self->n_order++] = ANNAE_REQUEST_COME_CLOSER;
  annae_request_shuffle (self->order, self->n_order, self->random, self->random_data);
}

/* Before the camera again, at rest, whoever it is. */
static void
begin_rest (AnnaeRequests *self, gint64 now_us)
{
  self->phase = PHASE_REST;
  self->phase_us = now_us;
  self->request = ANNAE_REQUEST_NONE;
  memset (&self->movement, 0, sizeof self->movement);
  annae_guide_reset (self->guide, now_us);
}

static void
finish (AnnaeRequests *self, AnnaeLiveness liveness, gint64 now_us)
{
  self->phase = PHASE_OVER;
  self->phase_us = now_us;
  self->request = ANNAE_REQUEST_NONE;
  self->liveness = liveness;
}

static void
begin_request (AnnaeRequests *self, gint64 now_us)
{
  self->phase = PHASE_ASK;
  self->phase_us = now_us;
  self->request = self->order[self->next++];
  self->evidence.asked++;
  self->spoken_us = NEVER;
  self->done_us = self->stray_us = self->flat_us = NEVER;
  annae_movement_begin (&self->movement);
  self->moment = TRUE;
}

/* Requests that have to be followed, in all. */
static guint
needed (const AnnaeRequests *self)
{
  return self->config.needed + self->evidence.strayed;
}

/* All of it was done. Where the edges of a sheet or a screen were about the face meanwhile it was a recording, or a print that is not flat:
 * somebody looks. */
static void
finish_followed (AnnaeRequests *self, gint64 now_us)
{
  self->evidence.passive = annae_passive_get_finding (&self->passive);
  finish (self, self->evidence.passive == ANNAE_PASSIVE_NOTHING ? ANNAE_LIVENESS_LIVE : ANNAE_LIVENESS_UNDECIDED, now_us);
}

/* After a request: enough, or another one, or nothing that could still be enough. */
static void
go_on (AnnaeRequests *self, gint64 now_us)
{
  const AnnaeRequestsEvidence *evidence = &self->evidence;
  gboolean may_turn = evidence->with_depth > 0;

  for (guint i = self->next; i < self->n_order; i++)
    may_turn = may_turn || annae_request_is_sideways (self->order[i]);
  if (evidence->followed >= needed (self) && evidence->with_depth > 0)
    finish_followed (self, now_us);
  else if (!may_turn || evidence->followed + (self->n_order - self->next) < needed (self))
    finish (self, ANNAE_LIVENESS_UNDECIDED, now_us);
  else
    begin_rest (self, now_us);
}

void
annae_requests_reset (AnnaeRequests *self, const AnnaeRequestsConfig *config, gint64 now_us)
{
  AnnaeRequestsConfig usual;
  AnnaeGuideConfig guide;

  g_return_if_fail (self != NULL);
  if (config == NULL)
    {
      annae_requests_config_init (&usual);
      config = &usual;
    }
  self->config = *config;
  self->config.needed = CLAMP (config->needed, 1, 2);
  self->config.time_us = CLAMP (config->time_us, ANNAE_SECONDS (3), ANNAE_SECONDS (60));
  if (!isfinite (config->guide.patience))
    self->config.guide.patience = 1.0;
  self->config.guide.patience = CLAMP (self->config.guide.patience, 0.5, 4.0);

  guide = self->config.guide;
  guide.yaw_tolerance = MIN (guide.yaw_tolerance, REST_YAW);
  guide.pitch_tolerance = MIN (guide.pitch_tolerance, REST_PITCH);
  guide.again = FALSE; /* where to start from, not a picture */
  guide.hold_us = config->hears_only ? REST_HOLD_HEARING_US : REST_HOLD_US;
  annae_guide_set_config (self->guide, &guide);

  self->advice = (AnnaeAdvice){ .measure = -1, .since_us = now_us };
  self->liveness = ANNAE_LIVENESS_NOT_TESTED;
  self->evidence = (AnnaeRequestsEvidence){ 0 };
  self->broken = self->moment = FALSE;
  self->started = FALSE;
  self->last_us = now_us;
  self->track = (AnnaeTrack){ 0 };
  self->passive = (AnnaePassive){ 0 };
  begin_rest (self, now_us);
  draw (self);
}

AnnaeRequests *
annae_requests_new (const AnnaeRequestsConfig *config, AnnaeRandomFunc random, gpointer user_data)
{
  AnnaeRequests *self = g_new0 (AnnaeRequests, 1);

  self->random = random;
  self->random_data = user_data;
  self->guide = annae_guide_new (NULL);
  annae_requests_reset (self, config, 0);
  return self;
}

void
annae_requests_free (AnnaeRequests *self)
{
  annae_guide_free (self->guide);
  annae_vault_wipe (self, sizeof *self);
  g_free (self);
}

/* What was asked, and the largest movement that was not. */
static void
measure_request (const AnnaeRequests *self, const AnnaeMovementNow *now, double *done, double *other)
{
  switch (self->request)
    {
    case ANNAE_REQUEST_TURN_LEFT:
    case ANNAE_REQUEST_TURN_RIGHT:
      *done = self->request == ANNAE_REQUEST_TURN_LEFT ? now->turn : -now->turn;
      *other = MAX (fabs (now->nod) / STRAY_NOD, now->approach);
      break;
    case ANNAE_REQUEST_LOOK_UP:
    case ANNAE_REQUEST_LOOK_DOWN:
      *done = self->request == ANNAE_REQUEST_LOOK_UP ? now->nod : -now->nod;
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

static gboolean
stands (gint64 *since_us, gboolean now, gint64 now_us, gint64 dwell_us)
{
  if (!now)
    *since_us = NEVER;
  else if (*since_us == NEVER)
    *since_us = now_us;
  return now && now_us - *since_us >= dwell_us;
}

/* ---- the two phases ---- */

static void
interrupt (AnnaeRequests *self, gint64 now_us)
{
  /* What was asked stays asked, and what strayed stays counted: nobody draws again until it suits them. */
  self->evidence.followed = self->evidence.with_depth = 0;
  self->evidence.parallax = 0.0;
  self->evidence.breaks++;
  self->broken = TRUE;
  self->moment = FALSE;
  self->passive = (AnnaePassive){ 0 };
  if (self->evidence.breaks > BREAKS_MOST)
    finish (self, ANNAE_LIVENESS_UNDECIDED, now_us);
  else
    go_on (self, now_us);
}

static void
watch_rest (AnnaeRequests *self, const AnnaeObservation *observation)
{
  const gint64 now = observation->time_us;
  AnnaeAdvice guided;

  annae_guide_observe (self->guide, observation, &guided);
  if (annae_observation_shows_one_face (observation) && annae_guide_get_candidate (self->guide, NULL))
    annae_movement_add_rest (&self->movement, observation);
  if (guided.id != ANNAE_ADVICE_DONE)
    self->advice = guided;
  if (guided.id == ANNAE_ADVICE_DONE && annae_movement_rest_frames (&self->movement) >= REST_FRAMES)
    begin_request (self, now);
  else if (guided.id == ANNAE_ADVICE_DONE /* without landmarks: there is nothing to judge a request by */
           || now - self->phase_us > (gint64) (REST_US * self->config.guide.patience))
    finish (self, ANNAE_LIVENESS_UNDECIDED, now);
}

static gint64
time_allowed (const AnnaeRequests *self)
{
  return (gint64) (self->config.time_us * self->config.guide.patience) + (self->config.hears_only ? SENTENCE_US : 0);
}

static void
say_request (AnnaeRequests *self, double done, gint64 now_us)
{
  const AnnaeAdviceId id = annae_request_advice (self->request);
  const gint64 repeat = (gint64) (REPEAT_US * self->config.guide.patience);
  const gboolean first = self->spoken_us == NEVER;

  if (first)
    self->advice = (AnnaeAdvice){ .id = id, .measure = -1, .since_us = now_us };
  self->advice.speak = first || now_us - self->spoken_us >= repeat;
  if (self->advice.speak && !first)
    self->advice.wording = 1;
  if (self->advice.speak)
    self->spoken_us = now_us;
  self->advice.error = CLAMP (1.0 - done, 0.0, 1.0);
  self->advice.progress = CLAMP (done, 0.0, 1.0);
  self->advice.toward_x = self->request == ANNAE_REQUEST_TURN_LEFT    ? -1.0
                          : self->request == ANNAE_REQUEST_TURN_RIGHT ? 1.0
                                                                      : 0.0;
  self->advice.toward_y = self->request == ANNAE_REQUEST_LOOK_UP     ? 1.0
                          : self->request == ANNAE_REQUEST_LOOK_DOWN ? -1.0
                                                                     : 0.0;
}

static void
count_followed (AnnaeRequests *self, const AnnaeParallax *parallax)
{
  AnnaeRequestsEvidence *evidence = &self->evidence;
  const double moved = fabs (parallax->left);

  evidence->followed++;
  self->moment = TRUE;
  if (!annae_request_is_sideways (self->request))
    return;
  evidence->parallax = evidence->with_depth == 0 ? moved : MIN (evidence->parallax, moved);
  evidence->with_depth++;
}

/* Left for right is how people mistake themselves: they have the rest of the time to mend it. Up for down, or another
 * movement altogether, is what a recording does that knows nothing of the request. */
static void
judge_movement (AnnaeRequests *self, const AnnaeMovementNow *moved, gint64 now_us)
{
  double done, other;

  measure_request (self, moved, &done, &other);
  const gboolean strays = other >= 1.0 || (done <= -1.0 && !annae_request_is_sideways (self->request));

  if (stands (&self->done_us, done >= 1.0 && !strays, now_us, DWELL_US))
    {
      count_followed (self, &moved->parallax);
      go_on (self, now_us);
    }
  else if (stands (&self->stray_us, strays, now_us, DWELL_US))
    {
      self->evidence.strayed++;
      go_on (self, now_us);
    }
  else if (now_us - self->phase_us >= time_allowed (self))
    {
      self->evidence.swapped++;
      go_on (self, now_us);
    }
  else
    say_request (self, done, now_us);
}

static void
watch_request (AnnaeRequests *self, const AnnaeObservation *observation)
{
  const gint64 now = observation->time_us;
  const double held = (double) (now - self->phase_us) / (double) HOLD_STILL_US;
  AnnaeMovementNow moved;

  annae_movement_add (&self->movement, observation, &moved);
  if (stands (&self->flat_us, moved.flat && annae_request_is_sideways (self->request), now, FLAT_US))
    finish (self, ANNAE_LIVENESS_FLAT, now);
  else if (self->request != ANNAE_REQUEST_HOLD_STILL)
    judge_movement (self, &moved, now);
  else if (held >= 1.0)
    finish (self, ANNAE_LIVENESS_UNDECIDED, now);
  else
    say_request (self, held, now);
}

static void
watch (AnnaeRequests *self, const AnnaeObservation *observation)
{
  const gint64 now = observation->time_us;

  if (!annae_track_continues (&self->track, observation))
    interrupt (self, now);
  if (annae_observation_shows_one_face (observation))
    annae_passive_add (&self->passive, observation);
  if (self->phase == PHASE_ASK && annae_observation_shows_one_face (observation))
    watch_request (self, observation);
  else if (self->phase == PHASE_REST)
    watch_rest (self, observation);
  if (self->phase == PHASE_ASK && self->spoken_us == NEVER)
    say_request (self, 0.0, now);
}

static void
take_frame (AnnaeRequests *self, const AnnaeObservation *observation)
{
  const gint64 now = observation->time_us;

  if (!self->started)
    self->phase_us = now;
  self->started = TRUE;
  self->last_us = now;
  if (self->phase != PHASE_OVER)
    watch (self, observation);
  if (self->phase == PHASE_OVER && self->advice.id != ANNAE_ADVICE_DONE)
    self->advice
        = (AnnaeAdvice){ .id = ANNAE_ADVICE_DONE, .measure = -1, .progress = 1.0, .speak = TRUE, .since_us = now };
}

void
annae_requests_observe (AnnaeRequests *self, const AnnaeObservation *observation, AnnaeAdvice *advice)
{
  g_return_if_fail (self != NULL && observation != NULL && advice != NULL);

  self->advice.speak = FALSE;
  if (!self->started || observation->time_us >= self->last_us)
    take_frame (self, observation);
  *advice = self->advice;
}

gboolean
annae_requests_decline (AnnaeRequests *self, gint64 now_us)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->phase != PHASE_ASK)
    return FALSE;
  self->evidence.swapped++;
  self->evidence.declined++;
  go_on (self, MAX (now_us, self->last_us));
  return TRUE;
}

gboolean
annae_requests_is_over (const AnnaeRequests *self)
{
  return self->phase == PHASE_OVER;
}

AnnaeLiveness
annae_requests_get_liveness (const AnnaeRequests *self)
{
  return self->liveness;
}

AnnaeRequest
annae_requests_get_request (const AnnaeRequests *self)
{
  return self->request;
}

gboolean
annae_requests_get_candidate (const AnnaeRequests *self, double *quality)
{
  return annae_guide_get_candidate (self->guide, quality) && self->phase == PHASE_REST;
}

gboolean
annae_requests_take_break (AnnaeRequests *self)
{
  const gboolean broken = self->broken;

  self->broken = FALSE;
  return broken;
}

gboolean
annae_requests_take_moment (AnnaeRequests *self)
{
  const gboolean moment = self->moment;

  self->moment = FALSE;
  return moment;
}

const AnnaeRequestsEvidence *
annae_requests_get_evidence (const AnnaeRequests *self)
{
  return &self->evidence;
}
