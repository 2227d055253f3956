/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How one request goes: what is said, and whether it is followed, swapped or strayed from. [figures]: doc/liveness-figures.md */

#include "annae-requests-private.h"

#include <math.h>

/* What is asked has to stand for as long: longer than one wrong frame, shorter than anybody notices. */
#define DWELL_US ANNAE_SECONDS (0.3)
/* A turn that only has to be done: of recordings of every movement in turn fewer have it by luck. */
#define TURN_DWELL_US ANNAE_SECONDS (0.6)
#define HOLD_STILL_US ANNAE_SECONDS (2)
#define FLAT_US ANNAE_SECONDS (0.5)

/* Less of it is enough where it is asked for and held, and the other side has shown nearly what a turn has to: a face
 * that shows far less to one side than to the other is bent paper as a rule. */
#define FURTHER 1.25
#define OTHER_SIDE 0.85

/* Before the dot moves: it is found, and a sentence of six words read or heard. */
#define DOT_WAITS_US ANNAE_SECONDS (2.5)

#define REPEAT_US ANNAE_SECONDS (5)
/* A sentence of eight words, heard out. */
#define SENTENCE_US ANNAE_SECONDS (3)

static const AnnaeSmoothing smooth_depth = { ANNAE_SECONDS (0.2), ANNAE_SECONDS (0.2), 0.0 };

guint
annae_requests_side_of (AnnaeRequest request)
{
  return request == ANNAE_REQUEST_TURN_LEFT ? 1 : 2;
}

static double
depth_asked (const AnnaeRequests *self)
{
  if (annae_requests_nose_is_clear (&self->evidence))
    return 0.0;
  if (!self->far)
    return 1.0;
  return MIN (self->evidence.left, self->evidence.right) >= OTHER_SIDE ? FURTHER : ANNAE_REQUESTS_ONE_SIDE;
}

static gint64
time_allowed (const AnnaeRequests *self)
{
  return (gint64) (self->config.time_us * self->config.guide.patience) + (self->config.hears_only ? SENTENCE_US : 0);
}

static void
say (AnnaeRequests *self, AnnaeAdviceId id, double done, gint64 now_us)
{
  const gint64 repeat = (gint64) (REPEAT_US * self->config.guide.patience);
  const gboolean first = self->spoken_us == ANNAE_NEVER || self->advice.id != id;

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
say_request (AnnaeRequests *self, double done, gint64 now_us)
{
  say (self, annae_request_advice (self->request), done, now_us);
}

/* That it was done on request; what it shows besides is another matter. */
static void
count (AnnaeRequestsEvidence *evidence, AnnaeRequest request, guint points)
{
  const guint bit = ANNAE_REQUEST_BIT (request);

  evidence->followed++;
  evidence->points += points;
  if ((bit & ANNAE_REQUEST_OTHERS) != 0)
    evidence->other += points;
  evidence->nod = evidence->nod || (evidence->reader && (bit & ANNAE_REQUEST_NODS) != 0);
  evidence->eyes = evidence->eyes || request == ANNAE_REQUEST_CLOSE_EYES;
}

static void
count_followed (AnnaeRequests *self, guint points, const AnnaeParallax *parallax)
{
  AnnaeRequestsEvidence *evidence = &self->evidence;
  const double moved = fabs (parallax->left);

  count (evidence, self->request, points);
  evidence->small &= ~ANNAE_REQUEST_BIT (self->request);
  self->moment = TRUE;
  /* By the angle alone a side has not been shown. */
  if (!annae_request_is_sideways (self->request) || depth_asked (self) <= 0.0)
    return;
  evidence->parallax = evidence->with_depth == 0 ? moved : MIN (evidence->parallax, moved);
  evidence->with_depth++;
  self->sides |= annae_requests_side_of (self->request);
  evidence->both_sides = self->sides == 3;
  if (self->far && self->request == ANNAE_REQUEST_TURN_LEFT)
    evidence->left = MAX (evidence->left, ANNAE_REQUESTS_ONE_SIDE);
  else if (self->far)
    evidence->right = MAX (evidence->right, ANNAE_REQUESTS_ONE_SIDE);
}

/* Nobody is asked again for what they have done. */
void
annae_requests_count_small (AnnaeRequests *self)
{
  if (!annae_requests_nose_is_clear (&self->evidence))
    return;
  for (AnnaeRequest request = ANNAE_REQUEST_NONE; request < ANNAE_N_REQUESTS; request++)
    if ((self->evidence.small & ANNAE_REQUEST_BIT (request)) != 0 && request != self->request)
      {
        count (&self->evidence, request, annae_request_points (request));
        annae_request_plan_drop (&self->plan, request);
        self->evidence.small &= ~ANNAE_REQUEST_BIT (request);
      }
}

/* The request was not done: it may be tried once more at the end. Whoever glanced aside when a nod was asked for has another chance, and a
 * recording, whose next movement is as much a matter of luck as the one before, has hardly more [figures]. */
static void
go_past (AnnaeRequests *self, guint *counter, gint64 now_us)
{
  (*counter)++;
  if (!self->far)
    annae_request_plan_repeat (&self->plan, self->request);
  annae_requests_go_on (self, now_us);
}

/* As much as a stiff neck can: enough of whoever's nose is clearly seen, be it later. */
static void
remember_small (AnnaeRequests *self)
{
  const guint bit = ANNAE_REQUEST_BIT (self->request);

  if (!self->evidence.reader || self->far || (self->evidence.small & bit) != 0)
    return;
  self->evidence.small |= bit;
  self->moment = TRUE;
}

/* Left for right is how people mistake themselves: they have the rest of the time to mend it. Up for down, or another
 * movement altogether, is what a recording does that knows nothing of the request. */
static void
judge_movement (AnnaeRequests *self, const AnnaeMovementNow *moved, gint64 now_us)
{
  const double asked = depth_asked (self);
  double done, other, small;

  annae_requests_measure (self->request, moved, 0.0, &small, &other);
  annae_requests_measure (self->request, moved, asked, &done, &other);
  const gboolean strays = other >= 1.0 || (done <= -1.0 && !annae_request_is_sideways (self->request));

  if (annae_stands (&self->small_us, small >= 1.0 && !strays, now_us, TURN_DWELL_US))
    remember_small (self);
  if (annae_stands (&self->done_us, done >= 1.0 && !strays, now_us, asked > 0.0 ? DWELL_US : TURN_DWELL_US))
    {
      count_followed (self, annae_request_points (self->request), &moved->parallax);
      annae_requests_go_on (self, now_us);
    }
  else if (annae_stands (&self->stray_us, strays, now_us, DWELL_US))
    {
      self->evidence.small &= ~ANNAE_REQUEST_BIT (self->request);
      go_past (self, &self->evidence.strayed, now_us);
    }
  else if (now_us - self->phase_us >= time_allowed (self))
    go_past (self, &self->evidence.swapped, now_us);
  else
    say_request (self, done, now_us);
}

/* Whoever has closed their eyes sees no picture: when to open them again is said. */
static void
judge_eyes (AnnaeRequests *self, const AnnaeObservation *observation, const AnnaeMovementNow *moved)
{
  const gint64 now_us = observation->time_us;
  const AnnaeEyesStage stage = annae_eyes_add (&self->eyes, observation);
  double done, other;

  annae_requests_measure (self->request, moved, 1.0, &done, &other);
  if (stage == ANNAE_EYES_OPENED)
    {
      count_followed (self, annae_request_points (self->request), &moved->parallax);
      annae_requests_go_on (self, now_us);
    }
  else if (annae_stands (&self->stray_us, other >= 1.0, now_us, DWELL_US))
    go_past (self, &self->evidence.strayed, now_us);
  else if (now_us - self->phase_us >= time_allowed (self))
    go_past (self, &self->evidence.swapped, now_us);
  else if (stage == ANNAE_EYES_CLOSED)
    say (self, ANNAE_ADVICE_OPEN_EYES, 1.0, now_us);
  else
    say_request (self, annae_eyes_shut (&self->eyes), now_us);
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

  annae_dot_add (&self->dot, at, moved->degrees, &moved->moment);
  if (at >= self->dot.length_us)
    annae_dot_match (&self->dot, &self->evidence.dot);
  const gboolean followed = at >= self->dot.length_us && annae_dot_followed (&self->evidence.dot) >= 1.0;
  const gboolean ended = at >= annae_dot_end (&self->dot);

  if (followed || (ended && annae_dot_nearly_followed (&self->evidence.dot)))
    {
      count_followed (self, followed ? annae_request_points (self->request) : 1, &moved->parallax);
      annae_requests_go_on (self, now_us);
    }
  else if (ended)
    go_past (self, &self->evidence.swapped, now_us);
  else
    say_dot (self, now_us);
}

/* The most depth to each side, where the angle that is read says the same side. */
static void
watch_depth (AnnaeRequests *self, const AnnaeMovementNow *moved, gint64 now_us)
{
  const double raw = moved->turn != 0.0 ? moved->depth : 0.0;
  const double depth = annae_smooth_add (&self->depth, raw, now_us, &smooth_depth);

  self->evidence.left = MAX (self->evidence.left, depth);
  self->evidence.right = MAX (self->evidence.right, -depth);
}

void
annae_requests_watch_asked (AnnaeRequests *self, const AnnaeObservation *observation)
{
  const gboolean to_sides = annae_request_is_sideways (self->request) || self->request == ANNAE_REQUEST_FOLLOW_DOT;
  const gint64 now = observation->time_us;
  const double held = (double) (now - self->phase_us) / (double) HOLD_STILL_US;
  AnnaeMovementNow moved;

  annae_movement_add (&self->movement, observation, &moved);
  if (to_sides)
    watch_depth (self, &moved, now);
  if (annae_stands (&self->flat_us, moved.flat && to_sides, now, FLAT_US))
    annae_requests_finish (self, ANNAE_LIVENESS_FLAT, now);
  else if (self->request == ANNAE_REQUEST_FOLLOW_DOT)
    judge_dot (self, &moved, now);
  else if (self->request == ANNAE_REQUEST_CLOSE_EYES)
    judge_eyes (self, observation, &moved);
  else if (self->request != ANNAE_REQUEST_HOLD_STILL)
    judge_movement (self, &moved, now);
  else if (held >= 1.0)
    annae_requests_finish (self, ANNAE_LIVENESS_UNDECIDED, now);
  else
    say_request (self, held, now);
}

void
annae_requests_say_asked (AnnaeRequests *self, gint64 now_us)
{
  if (self->request == ANNAE_REQUEST_FOLLOW_DOT)
    say_dot (self, now_us);
  else
    say_request (self, 0.0, now_us);
}
