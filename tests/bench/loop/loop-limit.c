/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The least time: told at once from the truth. */

#include "loop-limit.h"

#include <math.h>

#include "loop-camera.h"

#define HOLD_S 0.5
#define FORGIVEN_S 0.3
/* Height of a face's box over its width. */
#define FACE_HEIGHT 1.35

const LoopBounds loop_bounds_annae = { 33.0, 0.42, 0.22, 0.45, 20.0, 15.0, 25.0 };
const LoopBounds loop_bounds_serves = { 24.0, 0.6, 0.5, 0.4, 28.0, 20.0, 40.0 };
/* Its least width of 0.12 is 36 px between the eyes. */
const LoopBounds loop_bounds_irlume = { 36.0, 0.55, 0.18, 0.0, 180.0, 180.0, 180.0 };

typedef struct
{
  const LoopBounds *bounds;
  gboolean together;
  LoopHold hold;
  LoopScreen shown;
  double spoken_at;
} Limit;

/* Of the least room that Annae leaves as well. */
static double
room (const LoopBounds *bounds, double size)
{
  return MIN (bounds->offset, MAX (0.08, 0.5 - bounds->margin * size));
}

double
loop_bounds_excess (const LoopBounds *bounds, const double truth[LOOP_AXES], LoopAxis axis)
{
  const double width = loop_face_width (truth);

  switch (axis)
    {
    case LOOP_X:
      return fabs (loop_offset_x (truth)) / room (bounds, width);
    case LOOP_Y:
      return fabs (loop_offset_y (truth)) / room (bounds, width * FACE_HEIGHT * LOOP_WIDTH / LOOP_HEIGHT);
    case LOOP_Z:
      return MAX (bounds->inter_eye_min / loop_inter_eye (truth), width / bounds->face_width_max);
    case LOOP_YAW:
      return fabs (truth[LOOP_YAW]) / bounds->yaw;
    case LOOP_PITCH:
      return fabs (truth[LOOP_PITCH]) / bounds->pitch;
    case LOOP_ROLL:
      return fabs (truth[LOOP_ROLL]) / bounds->roll;
    default:
      return 0.0;
    }
}

gboolean
loop_bounds_hold (const LoopBounds *bounds, const double truth[LOOP_AXES])
{
  for (LoopAxis axis = 0; axis < LOOP_AXES; axis++)
    if (loop_bounds_excess (bounds, truth, axis) > 1.0)
      return FALSE;
  return TRUE;
}

gboolean
loop_hold_add (LoopHold *self, gboolean good, gint64 now_us)
{
  const gint64 elapsed = CLAMP (now_us - self->last_us, 0, G_USEC_PER_SEC / 5);

  self->last_us = now_us;
  self->bad_us = good ? 0 : self->bad_us + elapsed;
  if (self->bad_us == 0)
    self->good_us += elapsed;
  else if (self->bad_us > (gint64) (FORGIVEN_S * G_USEC_PER_SEC))
    self->good_us = 0;
  return self->good_us >= (gint64) (HOLD_S * G_USEC_PER_SEC);
}

static int
advice_for (const double at[LOOP_AXES], LoopAxis axis)
{
  switch (axis)
    {
    case LOOP_X:
      return at[LOOP_X] > 0.0 ? ANNAE_ADVICE_MOVE_RIGHT : ANNAE_ADVICE_MOVE_LEFT;
    case LOOP_Y:
      return at[LOOP_Y] > 0.0 ? ANNAE_ADVICE_MOVE_DOWN : ANNAE_ADVICE_MOVE_UP;
    case LOOP_Z:
      return at[LOOP_Z] > 55.0 ? ANNAE_ADVICE_COME_CLOSER : ANNAE_ADVICE_MOVE_BACK;
    case LOOP_YAW:
      return at[LOOP_YAW] > 0.0 ? ANNAE_ADVICE_TURN_RIGHT : ANNAE_ADVICE_TURN_LEFT;
    case LOOP_PITCH:
      return at[LOOP_PITCH] > 0.0 ? ANNAE_ADVICE_CHIN_DOWN : ANNAE_ADVICE_CHIN_UP;
    default:
      return at[LOOP_ROLL] > 0.0 ? ANNAE_ADVICE_TILT_LEFT : ANNAE_ADVICE_TILT_RIGHT;
    }
}

/* What is shown stays until it is met: who is sent elsewhere halfway has done nothing. */
static int
choose (const Limit *self, const double at[LOOP_AXES])
{
  int id = ANNAE_ADVICE_HOLD;
  double worst = 1.0;

  for (LoopAxis axis = 0; axis < LOOP_AXES; axis++)
    {
      const double excess = loop_bounds_excess (self->bounds, at, axis);

      if (excess > 1.0 && advice_for (at, axis) == self->shown.id)
        return self->shown.id;
      if (excess > worst)
        {
          worst = excess;
          id = advice_for (at, axis);
        }
    }
  return id;
}

gpointer
loop_limit_new (const LoopBounds *bounds, gboolean together)
{
  Limit *self = g_new0 (Limit, 1);

  self->bounds = bounds;
  self->together = together;
  return self;
}

void
loop_limit_restart (gpointer data, gint64 now_us)
{
  Limit *self = data;

  self->hold = (LoopHold){ .last_us = now_us };
  self->shown = (LoopScreen){ .id = ANNAE_ADVICE_NONE };
}

void
loop_limit_know (gpointer data, const LoopPerson *person, const double truth[LOOP_AXES], double t, LoopScreen *screen)
{
  Limit *self = data;
  LoopScreen next = { .target = TRUE, .target_z = 55.0 };

  /* Told by how they hold themselves, without tremor and glances; taken as it is at this moment. */
  next.id = choose (self, person->at);
  if (loop_hold_add (&self->hold, loop_bounds_hold (self->bounds, truth), (gint64) (t * 1e6)))
    next.id = ANNAE_ADVICE_DONE;
  else if (self->together && next.id != ANNAE_ADVICE_HOLD)
    {
      next.id = LOOP_TOGETHER;
      for (LoopAxis axis = 0; axis < LOOP_AXES; axis++)
        if (loop_bounds_excess (self->bounds, person->at, axis) > 1.0)
          next.axes |= 1u << axis;
    }

  /* Said again as soon as whoever hears has stopped short of it, or goes the wrong way. */
  const gboolean again = next.id != ANNAE_ADVICE_HOLD && next.id != ANNAE_ADVICE_DONE && person->acts_at <= 0.0
                         && (person->wrong || t >= person->move_until)
                         && t - self->spoken_at >= loop_sentence_seconds (&next);
  next.speak = next.id != self->shown.id || again;
  if (next.speak)
    self->spoken_at = t;
  self->shown = *screen = next;
}
