/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Annae's guide and two others' rules behind one interface.
 *
 * The others' are re-implemented from what they publish, with their thresholds. Neither speaks, so every new text is
 * read out as a screen reader would. What they do about flicker is not published: both are given the least that Annae
 * has, a dwell of 0.2 s, none for the first words, and 0.5 s of good frames, in which 0.3 s of bad ones are forgiven.
 *
 * - oval: Amazon's Face Liveness for the web (amplify-ui, getFaceMatchStateInLivenessOval). The face's box, reckoned
 * from the landmarks, must fit an oval of 0.8 x 3/4 of the picture's height, 1.618 high, by intersection over union and
 * by its edges; off to one side: "centre your face"; else, the default: "move closer". The thresholds come from the
 * service: its recordings and tests show 0.55 to 0.7 for the former, of which the kindest is taken, and 0.25.
 *
 * - oval-far: the same rules with an oval for a face at 55 cm, for a counter. Not published: to be fair to the rule.
 *
 * - irlume: no face, several faces, face width 0.12 to 0.55 of the picture, centre within 0.18, in this order. It has
 * no rule for where the head is turned. Its thresholds are those in this project's notes; its source was not read.
 *
 * And the least time that anybody could need (loop-limit.h): with this program's bounds, one thing at a time and all
 * together; with irlume's; and with those of a picture that serves. */

#include "loop-programs.h"

#include <math.h>
#include <string.h>

#include "annae-guide.h"
#include "loop-camera.h"
#include "loop-limit.h"

#define SETTLE_S 0.2
/* Width of the box that the oval's rule makes of a face: 0.5 x (2.0 x 6.3 + 1.8 x 7.0) cm. */
#define OVAL_CM 12.6

/* ---- Annae ---- */

static gpointer
annae_start (void)
{
  AnnaeGuideConfig config;

  annae_guide_config_init (&config);
  annae_guide_config_set_true_pitch (&config);
  return annae_guide_new (&config);
}

static gpointer
landmarks_start (void)
{
  AnnaeGuideConfig config;

  annae_guide_config_init (&config);
  return annae_guide_new (&config);
}

/* The pace alone: this guide with irlume's bounds. Its width of 0.12 is 36 px between the eyes. */
static gpointer
lax_start (void)
{
  AnnaeGuideConfig config;

  annae_guide_config_init (&config);
  annae_guide_config_set_true_pitch (&config);
  config.inter_eye_min = 36.0;
  config.face_width_max = 0.55;
  config.offset_tolerance = 0.18;
  config.yaw_tolerance = config.pitch_tolerance = config.roll_tolerance = 60.0;
  return annae_guide_new (&config);
}

static void
landmarks_restart (gpointer self, gint64 now_us)
{
  AnnaeGuideConfig config;

  annae_guide_config_init (&config);
  config.again = TRUE;
  annae_guide_set_config (self, &config);
  annae_guide_reset (self, now_us);
}

static void
annae_restart (gpointer self, gint64 now_us)
{
  annae_guide_reset (self, now_us);
}

static void
annae_observe (gpointer self, const AnnaeObservation *observation, LoopScreen *screen)
{
  AnnaeAdvice advice;

  annae_guide_observe (self, observation, &advice);
  *screen = (LoopScreen){
    .id = advice.id,
    .toward_x = advice.toward_x,
    .toward_y = advice.toward_y,
    .target = TRUE,
    .target_z = 55.0,
    .speak = advice.speak,
    .staff = advice.offer_staff,
  };
}

static void
annae_free (gpointer self)
{
  annae_guide_free (self);
}

/* ---- the others ---- */

typedef struct
{
  double oval_width; /* px */
  LoopHold hold;
  LoopScreen shown;
  LoopScreen next;   /* has been due ... */
  gint64 next_since; /* ... since then */
} Other;

static gpointer
other_start (void)
{
  return g_new0 (Other, 1);
}

static gpointer
oval_start (void)
{
  Other *self = g_new0 (Other, 1);

  self->oval_width = 0.8 * 0.75 * LOOP_HEIGHT;
  return self;
}

static gpointer
oval_far_start (void)
{
  Other *self = g_new0 (Other, 1);

  /* What its box measures of a face at 55 cm. */
  self->oval_width = OVAL_CM * LOOP_FOCAL / 55.0;
  return self;
}

static void
other_restart (gpointer data, gint64 now_us)
{
  Other *self = data;

  self->hold = (LoopHold){ .last_us = now_us };
  self->shown = self->next = (LoopScreen){ 0 };
}

static gboolean
says_the_same (const LoopScreen *a, const LoopScreen *b)
{
  return a->id == b->id;
}

/* Shows what has been due for a moment, has it read out where it is new, and counts the good time. */
static void
other_show (Other *self, const AnnaeObservation *observation, LoopScreen *screen)
{
  const gint64 now = observation->time_us;

  if (loop_hold_add (&self->hold, screen->id == ANNAE_ADVICE_HOLD, now))
    {
      screen->id = ANNAE_ADVICE_DONE;
      screen->speak = TRUE;
      return;
    }

  if (!says_the_same (screen, &self->next))
    {
      self->next = *screen;
      self->next_since = now;
    }
  LoopScreen show = self->shown;
  if (self->shown.id == ANNAE_ADVICE_NONE
      || (!says_the_same (screen, &self->shown) && now - self->next_since >= ANNAE_SECONDS (SETTLE_S)))
    show = *screen;
  show.target = screen->target;
  show.target_z = screen->target_z;
  show.speak = !says_the_same (&show, &self->shown);
  self->shown = *screen = show;
}

static void
oval_observe (gpointer data, const AnnaeObservation *observation, LoopScreen *screen)
{
  Other *self = data;
  double eyes = 0.0, x = 0.0, y = 0.0;

  *screen = (LoopScreen){ .id = ANNAE_ADVICE_NO_FACE, .target = TRUE };
  screen->target_z = OVAL_CM * LOOP_FOCAL / self->oval_width;
  if (observation->n_faces > 1)
    screen->id = ANNAE_ADVICE_MORE_FACES;
  else if (annae_observation_get (observation, ANNAE_MEASURE_INTER_EYE, &eyes)
           && annae_observation_get (observation, ANNAE_MEASURE_OFFSET_X, &x)
           && annae_observation_get (observation, ANNAE_MEASURE_OFFSET_Y, &y))
    {
      /* Its box: the mean of 2.0 times the distance of the pupils and 1.8 times that from eyes to mouth, which is about
       * as long again as a ninth. */
      const double width = 0.5 * (2.0 * eyes + 1.8 * 1.11 * eyes);
      const double height = 1.618 * width;
      const double ow = self->oval_width, oh = 1.618 * self->oval_width;
      const double left = x * LOOP_WIDTH - width / 2 + ow / 2, right = x * LOOP_WIDTH + width / 2 - ow / 2;
      const double top = y * LOOP_HEIGHT - height / 2 + oh / 2, bottom = y * LOOP_HEIGHT + height / 2 - oh / 2;
      const double iw = MIN (x * LOOP_WIDTH + width / 2, ow / 2) - MAX (x * LOOP_WIDTH - width / 2, -ow / 2);
      const double ih = MIN (y * LOOP_HEIGHT + height / 2, oh / 2) - MAX (y * LOOP_HEIGHT - height / 2, -oh / 2);
      const double both = MAX (iw, 0.0) * MAX (ih, 0.0);
      const double overlap = both / (width * height + ow * oh - both);

      if (overlap > 0.55 && fabs (left) < 0.25 * ow && fabs (right) < 0.25 * ow && fabs (bottom) < 0.25 * oh)
        screen->id = ANNAE_ADVICE_HOLD;
      else if ((left < 0.0 && right < 0.0) || (left > 0.0 && right > 0.0))
        screen->id = LOOP_CENTRE;
      else if (-top > 0.15 * oh || bottom > 0.15 * oh || (-left > 0.15 * ow && right > 0.15 * ow))
        screen->id = ANNAE_ADVICE_HOLD; /* "matched closely" */
      else
        screen->id = ANNAE_ADVICE_COME_CLOSER;
    }
  other_show (self, observation, screen);
}

static void
irlume_observe (gpointer data, const AnnaeObservation *observation, LoopScreen *screen)
{
  Other *self = data;
  double width = 0.0, x = 0.0, y = 0.0;

  *screen = (LoopScreen){ .id = ANNAE_ADVICE_NO_FACE, .target_z = 55.0 };
  if (observation->n_faces > 1)
    screen->id = ANNAE_ADVICE_MORE_FACES;
  else if (annae_observation_get (observation, ANNAE_MEASURE_FACE_WIDTH, &width)
           && annae_observation_get (observation, ANNAE_MEASURE_OFFSET_X, &x)
           && annae_observation_get (observation, ANNAE_MEASURE_OFFSET_Y, &y))
    {
      if (width < 0.12)
        screen->id = ANNAE_ADVICE_COME_CLOSER;
      else if (width > 0.55)
        screen->id = ANNAE_ADVICE_MOVE_BACK;
      else if (fabs (x) > 0.18)
        screen->id = x > 0.0 ? ANNAE_ADVICE_MOVE_RIGHT : ANNAE_ADVICE_MOVE_LEFT;
      else if (fabs (y) > 0.18)
        screen->id = y > 0.0 ? ANNAE_ADVICE_MOVE_UP : ANNAE_ADVICE_MOVE_DOWN;
      else
        screen->id = ANNAE_ADVICE_HOLD;
    }
  other_show (self, observation, screen);
}

static gpointer
limit_start (void)
{
  return loop_limit_new (&loop_bounds_annae, FALSE);
}

static gpointer
limit_together_start (void)
{
  return loop_limit_new (&loop_bounds_annae, TRUE);
}

static gpointer
limit_irlume_start (void)
{
  return loop_limit_new (&loop_bounds_irlume, FALSE);
}

static gpointer
limit_serves_start (void)
{
  return loop_limit_new (&loop_bounds_serves, FALSE);
}

#define ANNAE .restart = annae_restart, .observe = annae_observe, .free = annae_free
#define OTHER .restart = other_restart, .free = g_free
#define LIMIT .restart = loop_limit_restart, .know = loop_limit_know, .free = g_free

const LoopProgram loop_programs[] = {
  { .name = "annae",
    .about = "this program's guide and the bundled pack",
    .start = annae_start,
    ANNAE,
    .nearest = 31.0,
    .furthest = 106.0 },
  { .name = "limit",
    .about = "told at once from the truth, with this program's bounds",
    .start = limit_start,
    LIMIT,
    .nearest = 31.0,
    .furthest = 106.0 },
  { .name = "limit-together",
    .about = "the same, all in one advice",
    .start = limit_together_start,
    LIMIT,
    .nearest = 31.0,
    .furthest = 106.0 },
  { .name = "limit-irlume",
    .about = "the same as limit, with irlume's bounds",
    .start = limit_irlume_start,
    LIMIT,
    .nearest = 24.0,
    .furthest = 97.0 },
  { .name = "limit-serves",
    .about = "the same, with the bounds of a picture that serves",
    .start = limit_serves_start,
    LIMIT,
    .nearest = 22.0,
    .furthest = 145.0 },
  { .name = "oval",
    .about = "fit of an oval, \"move closer\" by default",
    .start = oval_start,
    OTHER,
    .observe = oval_observe,
    .nearest = 20.0,
    .furthest = 24.5 },
  { .name = "oval-far",
    .about = "the same, oval made for 55 cm",
    .start = oval_far_start,
    OTHER,
    .observe = oval_observe,
    .nearest = 46.0,
    .furthest = 55.0 },
  { .name = "irlume",
    .about = "width, then place",
    .start = other_start,
    OTHER,
    .observe = irlume_observe,
    .nearest = 24.0,
    .furthest = 108.0 },
  { .name = "annae-lax",
    .about = "this program's guide with irlume's bounds",
    .start = lax_start,
    ANNAE,
    .nearest = 24.0,
    .furthest = 108.0 },
  { .name = "annae-landmarks",
    .about = "this program's guide, with a pack that does not read faces",
    .start = landmarks_start,
    .restart = landmarks_restart,
    .observe = annae_observe,
    .free = annae_free,
    .nearest = 31.0,
    .furthest = 106.0,
    .landmarks = TRUE },
};
const LoopProgram *const loop_limit = &loop_programs[1];
const LoopProgram *const loop_with_landmarks = &loop_programs[G_N_ELEMENTS (loop_programs) - 1];
const guint loop_n_programs = G_N_ELEMENTS (loop_programs);
