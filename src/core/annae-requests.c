/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests in random order, each judged from the observations. Two phases take turns: the guide brings the face to rest
 * before the camera, where it becomes the pose to compare with; then one request is made and watched. */

#include "annae-requests.h"

#include "annae-requests-private.h"
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

/* More often is no longer this person before this camera. */
#define BREAKS_MOST 2

/* So often both turns are asked for once more, to see more of the nose. */
#define LOOKS_MOST 3

/* Whom the guide cannot bring to rest in this time is not asked any more: staff has been offered by then. */
#define REST_US ANNAE_SECONDS (30)

/* Before the camera again, at rest, whoever it is. */
static void
begin_rest (AnnaeRequests *self, gint64 now_us)
{
  self->phase = ANNAE_REQUESTS_REST;
  self->phase_us = now_us;
  self->request = ANNAE_REQUEST_NONE;
  memset (&self->movement, 0, sizeof self->movement);
  self->movement.true_pitch = self->config.guide.true_pitch;
  annae_guide_reset (self->guide, now_us);
}

void
annae_requests_finish (AnnaeRequests *self, AnnaeLiveness liveness, gint64 now_us)
{
  self->phase = ANNAE_REQUESTS_OVER;
  self->phase_us = now_us;
  self->request = ANNAE_REQUEST_NONE;
  self->liveness = liveness;
}

/* Points that have to be reached: one more for whatever strayed. */
static guint
points_needed (const AnnaeRequests *self)
{
  return self->config.points + self->evidence.strayed;
}

static guint
useful (const AnnaeRequests *self)
{
  return annae_requests_useful (&self->evidence, &self->plan, points_needed (self));
}

static void
begin_request (AnnaeRequests *self, gint64 now_us)
{
  self->phase = ANNAE_REQUESTS_ASK;
  self->phase_us = now_us;
  self->request = annae_request_plan_take (&self->plan, useful (self));
  /* A side that was followed already is asked for again only where the other side cannot be had. */
  self->far = annae_request_is_sideways (self->request) && (self->sides & annae_requests_side_of (self->request)) != 0;
  if (self->request == ANNAE_REQUEST_FOLLOW_DOT)
    annae_dot_draw (&self->dot, self->config.hears_only, self->random, self->random_data);
  self->depth = (AnnaeSmooth){ 0 };
  annae_eyes_begin (&self->eyes);
  self->leg = G_MAXUINT;
  self->evidence.asked++;
  self->spoken_us = ANNAE_NEVER;
  self->done_us = self->small_us = self->stray_us = self->flat_us = ANNAE_NEVER;
  annae_movement_begin (&self->movement);
  self->moment = TRUE;
}

/* All of it was done. Where the edges of a sheet or a screen were about the face meanwhile it was a recording, or a
 * print that is not flat: somebody looks. */
static void
finish_followed (AnnaeRequests *self, gint64 now_us)
{
  self->evidence.passive = annae_passive_get_finding (&self->passive);
  annae_requests_finish (self, self->evidence.passive == ANNAE_PASSIVE_NOTHING ? ANNAE_LIVENESS_LIVE : ANNAE_LIVENESS_UNDECIDED,
          now_us);
}

/* Too little was seen of the nose to say that it is none of paper's, which further turns may show. */
static gboolean
may_be_clear (const AnnaeRequests *self)
{
  return self->evidence.reader && self->config.can_turn && self->looks < LOOKS_MOST && !annae_requests_nose_is_clear (&self->evidence)
         && annae_relief_get_most (&self->relief) >= annae_requests_nose_needed (&self->evidence);
}

static void
look_again (AnnaeRequests *self)
{
  AnnaeRequest turns[2] = { ANNAE_REQUEST_TURN_LEFT, ANNAE_REQUEST_TURN_RIGHT };

  self->looks++;
  annae_request_shuffle (turns, G_N_ELEMENTS (turns), self->random, self->random_data);
  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    annae_request_plan_add (&self->plan, turns[i]);
}

void
annae_requests_go_on (AnnaeRequests *self, gint64 now_us)
{
  self->request = ANNAE_REQUEST_NONE;
  annae_requests_count_small (self);
  if (annae_requests_evidence_is_enough (&self->evidence, points_needed (self)))
    {
      finish_followed (self, now_us);
      return;
    }
  /* To one side, and to the other it cannot be: further to the one. */
  if (useful (self) == 0 && !annae_requests_evidence_has_depth (&self->evidence) && self->sides != 0 && !self->far_asked)
    {
      self->far_asked = TRUE;
      annae_request_plan_add (&self->plan, self->sides == 1 ? ANNAE_REQUEST_TURN_LEFT : ANNAE_REQUEST_TURN_RIGHT);
    }
  if (useful (self) == 0 && may_be_clear (self))
    look_again (self);
  if (useful (self) == 0)
    annae_requests_finish (self, ANNAE_LIVENESS_UNDECIDED, now_us);
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
  guide.hold_us = guide.hold_sure_us = config->hears_only ? REST_HOLD_HEARING_US : REST_HOLD_US;
  annae_guide_set_config (self->guide, &guide);

  self->advice = (AnnaeAdvice){ .measure = -1, .since_us = now_us };
  self->liveness = ANNAE_LIVENESS_NOT_TESTED;
  self->evidence = (AnnaeRequestsEvidence){ .reader = config->guide.true_pitch };
  self->broken = self->moment = FALSE;
  self->started = FALSE;
  self->last_us = now_us;
  self->track = (AnnaeTrack){ 0 };
  self->passive = (AnnaePassive){ 0 };
  self->relief = (AnnaeRelief){ 0 };
  self->eyes = (AnnaeEyes){ 0 };
  self->sides = 0;
  self->looks = 0;
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

/* ---- the two phases ---- */

static void
interrupt (AnnaeRequests *self, gint64 now_us)
{
  /* All is drawn anew, but what strayed stays counted, and after the second time no more: nobody draws until it suits
   * them. */
  self->evidence.followed = self->evidence.points = self->evidence.other = self->evidence.with_depth = 0;
  self->evidence.small = 0;
  self->evidence.eyes = self->evidence.nod = FALSE;
  self->eyes = (AnnaeEyes){ 0 };
  self->evidence.parallax = self->evidence.left = self->evidence.right = 0.0;
  self->evidence.both_sides = FALSE;
  self->evidence.dot = (AnnaeDotMatch){ 0 };
  self->sides = 0;
  self->looks = 0;
  self->far_asked = FALSE;
  self->evidence.breaks++;
  self->broken = TRUE;
  self->moment = FALSE;
  self->passive = (AnnaePassive){ 0 };
  self->relief = (AnnaeRelief){ 0 };
  self->evidence.relief = 0.0;
  annae_requests_plan (&self->config, &self->plan, self->random, self->random_data);
  if (self->evidence.breaks > BREAKS_MOST)
    annae_requests_finish (self, ANNAE_LIVENESS_UNDECIDED, now_us);
  else
    annae_requests_go_on (self, now_us);
}

/* Eyes that cannot be read are not asked about. */
static void
ask (AnnaeRequests *self, gint64 now_us)
{
  if (!annae_eyes_can_be_read (&self->eyes))
    annae_request_plan_drop (&self->plan, ANNAE_REQUEST_CLOSE_EYES);
  if (useful (self) != 0)
    begin_request (self, now_us);
  else
    annae_requests_go_on (self, now_us);
}

static void
watch_rest (AnnaeRequests *self, const AnnaeObservation *observation)
{
  const gint64 now = observation->time_us;
  AnnaeAdvice guided;

  annae_guide_observe (self->guide, observation, &guided);
  if (annae_observation_shows_one_face (observation) && annae_guide_get_candidate (self->guide, NULL))
    {
      annae_movement_add_rest (&self->movement, observation);
      annae_eyes_add_rest (&self->eyes, observation);
    }
  if (guided.id != ANNAE_ADVICE_DONE)
    self->advice = guided;
  if (guided.id == ANNAE_ADVICE_DONE && annae_movement_rest_frames (&self->movement) >= REST_FRAMES)
    ask (self, now);
  else if (guided.id == ANNAE_ADVICE_DONE /* without landmarks: there is nothing to judge a request by */
           || now - self->phase_us > (gint64) (REST_US * self->config.guide.patience))
    annae_requests_finish (self, ANNAE_LIVENESS_UNDECIDED, now);
}

static void
watch (AnnaeRequests *self, const AnnaeObservation *observation)
{
  const gint64 now = observation->time_us;

  if (!annae_track_continues (&self->track, observation))
    interrupt (self, now);
  if (annae_observation_shows_one_face (observation))
    {
      annae_passive_add (&self->passive, observation);
      annae_relief_add (&self->relief, observation);
      self->evidence.relief = annae_relief_get (&self->relief);
    }
  annae_requests_count_small (self);
  if (annae_observation_shows_one_face (observation) && annae_requests_evidence_is_enough (&self->evidence, points_needed (self)))
    {
      /* Whose nose it was that made it enough is whoever is in this picture. */
      self->moment = TRUE;
      finish_followed (self, now);
    }
  else if (self->phase == ANNAE_REQUESTS_ASK && annae_observation_shows_one_face (observation))
    annae_requests_watch_asked (self, observation);
  else if (self->phase == ANNAE_REQUESTS_REST)
    watch_rest (self, observation);
  if (self->phase == ANNAE_REQUESTS_ASK && self->spoken_us == ANNAE_NEVER)
    annae_requests_say_asked (self, now);
}

static void
take_frame (AnnaeRequests *self, const AnnaeObservation *observation)
{
  const gint64 now = observation->time_us;

  if (!self->started)
    self->phase_us = now;
  self->started = TRUE;
  self->last_us = now;
  if (self->phase != ANNAE_REQUESTS_OVER)
    watch (self, observation);
  if (self->phase == ANNAE_REQUESTS_OVER && self->advice.id != ANNAE_ADVICE_DONE)
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

  if (self->phase != ANNAE_REQUESTS_ASK)
    return FALSE;
  self->evidence.swapped++;
  self->evidence.declined++;
  annae_requests_go_on (self, MAX (now_us, self->last_us));
  return TRUE;
}

gboolean
annae_requests_is_over (const AnnaeRequests *self)
{
  return self->phase == ANNAE_REQUESTS_OVER;
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
  return annae_guide_get_candidate (self->guide, quality) && self->phase == ANNAE_REQUESTS_REST;
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
