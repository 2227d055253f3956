/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests in random order, each judged from the observations. Two phases take turns: the guide brings the face to rest
 * before the camera, where it becomes the pose to compare with; then one request is made and watched. */

#include "annae-requests.h"

#include "annae-movement.h"
#include "annae-passive.h"
#include "annae-requests-config.h"
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

/* Less of it is enough where it is asked for and held, and the other side has shown nearly what a turn has to: a face
 * that shows far less to one side than to the other is bent paper as a rule. */
#define FURTHER 1.25
#define OTHER_SIDE 0.85

/* Before the dot moves: it is found, and a sentence of six words read or heard. */
#define DOT_WAITS_US ANNAE_SECONDS (2.5)

/* More often is no longer this person before this camera. */
#define BREAKS_MOST 2

/* Whom the guide cannot bring to rest in this time is not asked any more: staff has been offered by then. */
#define REST_US ANNAE_SECONDS (30)
#define REPEAT_US ANNAE_SECONDS (5)
/* A sentence of eight words, heard out. */
#define SENTENCE_US ANNAE_SECONDS (3)

static const AnnaeSmoothing smooth_depth = { ANNAE_SECONDS (0.2), ANNAE_SECONDS (0.2), 0.0 };

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

  AnnaeRequestPlan plan;
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
  AnnaeSmooth depth; /* to the person's left, of this request */
  AnnaeDot dot;
  guint sides;  /* that turns were followed to: 1 the left, 2 the right */
  gboolean far; /* this turn has to go further than one that was followed */
  gboolean far_asked;
  guint leg; /* of the dot's path that words were last said for */

  /* since when each has stood without a gap, or NEVER */
  gint64 done_us;
  gint64 stray_us;
  gint64 flat_us;

  gboolean started;
  gint64 last_us;
};

/* Before the camera again, at rest, whoever it is. */
static void
begin_rest (AnnaeRequests *self, gint64 now_us)
{
  self->phase = PHASE_REST;
  self->phase_us = now_us;
  self->request = ANNAE_REQUEST_NONE;
  memset (&self->movement, 0, sizeof self->movement);
  self->movement.true_pitch = self->config.guide.true_pitch;
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

static guint
side_of (AnnaeRequest request)
{
  return request == ANNAE_REQUEST_TURN_LEFT ? 1 : 2;
}

/* Points that have to be reached: one more for whatever strayed. */
static guint
points_needed (const AnnaeRequests *self)
{
  return self->config.points + self->evidence.strayed;
}

static void
begin_request (AnnaeRequests *self, gint64 now_us)
{
  self->phase = PHASE_ASK;
  self->phase_us = now_us;
  /* Where only depth is missing, only a turn helps. */
  self->request = annae_request_plan_take (&self->plan, self->evidence.points >= points_needed (self));
  /* A side that was followed already is asked for again only where the other side cannot be had. */
  self->far = annae_request_is_sideways (self->request) && (self->sides & side_of (self->request)) != 0;
  if (self->request == ANNAE_REQUEST_FOLLOW_DOT)
    annae_dot_draw (&self->dot, self->config.hears_only, self->random, self->random_data);
  self->depth = (AnnaeSmooth){ 0 };
  self->leg = G_MAXUINT;
  self->evidence.asked++;
  self->spoken_us = NEVER;
  self->done_us = self->stray_us = self->flat_us = NEVER;
  annae_movement_begin (&self->movement);
  self->moment = TRUE;
}

/* All of it was done. Where the edges of a sheet or a screen were about the face meanwhile it was a recording, or a
 * print that is not flat: somebody looks. */
static void
finish_followed (AnnaeRequests *self, gint64 now_us)
{
  self->evidence.passive = annae_passive_get_finding (&self->passive);
  finish (self, self->evidence.passive == ANNAE_PASSIVE_NOTHING ? ANNAE_LIVENESS_LIVE : ANNAE_LIVENESS_UNDECIDED,
          now_us);
}

/* After a request: enough, or another one, or nothing that could still be enough. */
static void
go_on (AnnaeRequests *self, gint64 now_us)
{
  const AnnaeRequestsEvidence *evidence = &self->evidence;
  const gboolean has_depth = annae_requests_evidence_has_depth (evidence);
  const guint needed = points_needed (self);

  /* To one side, and to the other it cannot be: further to the one. */
  if (!has_depth && self->sides != 0 && !self->far_asked && !annae_request_plan_has_turn (&self->plan))
    {
      self->far_asked = TRUE;
      annae_request_plan_add (&self->plan, self->sides == 1 ? ANNAE_REQUEST_TURN_LEFT : ANNAE_REQUEST_TURN_RIGHT);
    }
  if (evidence->points >= needed && has_depth)
    finish_followed (self, now_us);
  else if ((!has_depth && !annae_request_plan_has_turn (&self->plan))
           || evidence->points + annae_request_plan_points (&self->plan) < needed)
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
  self->config.points = CLAMP (config->points, 1, 4);
  self->config.time_us = CLAMP (config->time_us, ANNAE_SECONDS (3), ANNAE_SECONDS (60));
  if (!isfinite (config->guide.patience))
    self->config.guide.patience = 1.0;
  self->config.guide.patience = CLAMP (self->config.guide.patience, 0.5, 4.0);

  guide = self->config.guide;
  guide.yaw_tolerance = MIN (guide.yaw_tolerance, REST_YAW);
  if (!guide.true_pitch)
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
  self->sides = 0;
  self->far_asked = FALSE;
  begin_rest (self, now_us);
  annae_requests_plan (&self->config, &self->plan, self->random, self->random_data);
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

static double
depth_asked (const AnnaeRequests *self)
{
  if (!self->far)
    return 1.0;
  return MIN (self->evidence.left, self->evidence.right) >= OTHER_SIDE ? FURTHER : ANNAE_REQUESTS_ONE_SIDE;
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
  /* All is drawn anew, but what strayed stays counted, and after the second time no more: nobody draws until it suits
   * them. */
  self->evidence.followed = self->evidence.points = self->evidence.with_depth = 0;
  self->evidence.parallax = self->evidence.left = self->evidence.right = 0.0;
  self->evidence.both_sides = FALSE;
  self->evidence.dot = (AnnaeDotMatch){ 0 };
  self->sides = 0;
  self->far_asked = FALSE;
  self->evidence.breaks++;
  self->broken = TRUE;
  self->moment = FALSE;
  self->passive = (AnnaePassive){ 0 };
  annae_requests_plan (&self->config, &self->plan, self->random, self->random_data);
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
  evidence->points += annae_request_points (self->request);
  self->moment = TRUE;
  if (!annae_request_is_sideways (self->request))
    return;
  evidence->parallax = evidence->with_depth == 0 ? moved : MIN (evidence->parallax, moved);
  evidence->with_depth++;
  self->sides |= side_of (self->request);
  evidence->both_sides = self->sides == 3;
  if (self->far && self->request == ANNAE_REQUEST_TURN_LEFT)
    evidence->left = MAX (evidence->left, ANNAE_REQUESTS_ONE_SIDE);
  else if (self->far)
    evidence->right = MAX (evidence->right, ANNAE_REQUESTS_ONE_SIDE);
}

/* The request was not done in time; a turn may be tried once more at the end, because nothing else shows depth. */
static void
swap (AnnaeRequests *self, gint64 now_us)
{
  self->evidence.swapped++;
  if (annae_request_is_sideways (self->request) && !self->far)
    annae_request_plan_repeat (&self->plan, self->request);
  go_on (self, now_us);
}

/* Left for right is how people mistake themselves: they have the rest of the time to mend it. Up for down, or another
 * movement altogether, is what a recording does that knows nothing of the request. */
static void
judge_movement (AnnaeRequests *self, const AnnaeMovementNow *moved, gint64 now_us)
{
  double done, other;

  annae_requests_measure (self->request, moved, depth_asked (self), &done, &other);
  const gboolean strays = other >= 1.0 || (done <= -1.0 && !annae_request_is_sideways (self->request));

  if (stands (&self->done_us, done >= 1.0 && !strays, now_us, DWELL_US))
    {
      count_followed (self, &moved->parallax);
      go_on (self, now_us);
    }
  else if (stands (&self->stray_us, strays, now_us, DWELL_US))
    {
      self->evidence.strayed++;
      if (annae_request_is_sideways (self->request) && !self->far)
        annae_request_plan_repeat (&self->plan, self->request);
      go_on (self, now_us);
    }
  else if (now_us - self->phase_us >= time_allowed (self))
    swap (self, now_us);
  else
    say_request (self, done, now_us);
}

/* Since the dot began to move, slower for whoever is in no hurry; below 0 before. */
static gint64
dot_time (const AnnaeRequests *self, gint64 now_us)
{
  const gint64 waits = self->config.hears_only ? 0 : DOT_WAITS_US;

  return (gint64) ((double) (now_us - self->phase_us) / self->config.guide.patience) - waits;
}

static void
say_dot (AnnaeRequests *self, gint64 now_us)
{
  static const AnnaeAdviceId words[] = { ANNAE_ADVICE_TURN_LEFT, ANNAE_ADVICE_LOOK_AHEAD, ANNAE_ADVICE_TURN_RIGHT };
  const gint64 at = dot_time (self, now_us);
  const guint leg = annae_dot_leg (&self->dot, at);

  if (!self->config.hears_only)
    {
      say_request (self, CLAMP ((double) at / (double) self->dot.length_us, 0.0, 1.0), now_us);
      self->advice.toward_x = annae_dot_at (&self->dot, at);
      return;
    }
  /* Each place of the path is a sentence. */
  if (self->leg != leg)
    self->advice = (AnnaeAdvice){
      .id = words[(int) self->dot.legs[leg].to + 1], .measure = -1, .speak = TRUE, .since_us = now_us
    };
  self->leg = leg;
  self->spoken_us = now_us;
  self->advice.toward_x = self->dot.legs[leg].to;
  self->advice.progress = CLAMP ((double) at / (double) self->dot.length_us, 0.0, 1.0);
}

static void
judge_dot (AnnaeRequests *self, const AnnaeMovementNow *moved, gint64 now_us)
{
  const gint64 at = dot_time (self, now_us);

  annae_dot_add (&self->dot, at, moved->degrees);
  if (at >= self->dot.length_us)
    annae_dot_match (&self->dot, &self->evidence.dot);
  if (at >= self->dot.length_us && annae_dot_followed (&self->evidence.dot) >= 1.0)
    {
      count_followed (self, &moved->parallax);
      go_on (self, now_us);
    }
  else if (at >= annae_dot_end (&self->dot))
    swap (self, now_us);
  else
    say_dot (self, now_us);
}

/* The most depth to each side, where the angle that is read says the same side. */
static void
watch_depth (AnnaeRequests *self, const AnnaeMovementNow *moved, gint64 now_us)
{
  const double raw = moved->turn != 0.0 ? annae_movement_depth (&moved->parallax) : 0.0;
  const double depth = annae_smooth_add (&self->depth, raw, now_us, &smooth_depth);

  self->evidence.left = MAX (self->evidence.left, depth);
  self->evidence.right = MAX (self->evidence.right, -depth);
}

static void
watch_request (AnnaeRequests *self, const AnnaeObservation *observation)
{
  const gboolean to_sides = annae_request_is_sideways (self->request) || self->request == ANNAE_REQUEST_FOLLOW_DOT;
  const gint64 now = observation->time_us;
  const double held = (double) (now - self->phase_us) / (double) HOLD_STILL_US;
  AnnaeMovementNow moved;

  annae_movement_add (&self->movement, observation, &moved);
  if (to_sides)
    watch_depth (self, &moved, now);
  if (stands (&self->flat_us, moved.flat && to_sides, now, FLAT_US))
    finish (self, ANNAE_LIVENESS_FLAT, now);
  else if (self->request == ANNAE_REQUEST_FOLLOW_DOT)
    judge_dot (self, &moved, now);
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
    {
      if (self->request == ANNAE_REQUEST_FOLLOW_DOT)
        say_dot (self, now);
      else
        say_request (self, 0.0, now);
    }
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
