/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A simulated person before a camera. The figures below are assumptions about people, not measurements: they are the
 * issue's (reaction 0.4 to 2.5 s, one movement in five the wrong way, tremor to 3 cm at 4 to 8 Hz, memory of 10 s)
 * where it gives them. */

#include "loop-person.h"

#include <math.h>
#include <string.h>

/* Camera, network and screen: what is shown was true so long ago. */
#define LATENCY 0.1
/* Speed of a trunk that leans and of a head that turns, unhurried. */
#define TRUNK_CM_S 18.0
#define HEAD_DEG_S 45.0
/* A sentence is understood when most of it has been heard. */
#define UNDERSTOOD 0.8
/* Who only hears waits for more words for so long before trying a further step. */
#define WAITS_FOR_WORDS 2.5
/* Glances aside: one in 40 s, for 1 to 2 s. */
#define GLANCE_EVERY 40.0
/* A dot at the side of the mirror, 20 cm wide on a screen of 24 inches, is 10 degrees from the middle; noses are turned by less and by more
 * than that. */
#define DOT_DEGREES 10.0
/* One in so many follows it with the eyes. */
#define EYES_ONLY 10

static const char *const kind_names[LOOP_KINDS] = {
  "usual",       "slow",       "overshoots", "mirror-confused", "tremor",  "stiff neck",
  "cannot lean", "reads only", "hears only", "forgets",         "several",
};

const char *
loop_kind_name (LoopKind kind)
{
  return kind_names[kind];
}

double
loop_normal (GRand *rand)
{
  double a = 1.0 - g_rand_double (rand);
  return sqrt (-2.0 * log (a)) * cos (2.0 * G_PI * g_rand_double (rand));
}

static double
between (GRand *rand, double low, double high)
{
  return low + (high - low) * g_rand_double (rand);
}

/* Around 1, never negative: exp of a normal. */
static double
about (GRand *rand, double spread)
{
  return exp (spread * loop_normal (rand));
}

double
loop_sentence_seconds (const LoopScreen *screen)
{
  /* Syllables of plain English sentences of at most eight words. */
  switch (screen->id)
    {
    case ANNAE_ADVICE_HOLD:
    case ANNAE_ADVICE_DONE:
      return 5 / 4.0;
    case ANNAE_ADVICE_COME_CLOSER:
    case ANNAE_ADVICE_MOVE_BACK:
      return 7 / 4.0;
    case ANNAE_ADVICE_NO_FACE:
      return 10 / 4.0;
    default:
      return 9 / 4.0;
    }
}

static void
make (LoopPerson *self, LoopKind kind, GRand *rand)
{
  switch (kind)
    {
    case LOOP_SLOW:
      self->reaction = between (rand, 1.6, 2.5);
      break;
    case LOOP_OVERSHOOTS:
      self->gain = between (rand, 1.3, 1.7);
      break;
    case LOOP_MIRROR:
      self->wrong_way = 0.5;
      break;
    case LOOP_TREMOR:
      self->tremor = between (rand, 1.0, 3.0);
      self->tremor_hz = between (rand, 4.0, 8.0);
      break;
    case LOOP_STIFF_NECK:
      for (LoopAxis a = LOOP_YAW; a <= LOOP_ROLL; a++)
        {
          double posture = CLAMP (self->habit[a], -16.0, 16.0);
          self->low[a] = posture - 8.0;
          self->high[a] = posture + 8.0;
        }
      break;
    case LOOP_CANNOT_LEAN:
      self->low[LOOP_Z] = self->habit[LOOP_Z] - 4.0;
      break;
    case LOOP_DEAF:
      self->hears = FALSE;
      self->sees = TRUE;
      break;
    case LOOP_BLIND:
      self->sees = FALSE;
      self->hears = TRUE;
      /* No picture, no mirror. */
      self->wrong_way = 0.05;
      break;
    case LOOP_FORGETS:
      self->memory = 10.0;
      break;
    default:
      break;
    }
}

void
loop_person_init (LoopPerson *self, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  *self = (LoopPerson){
    .kind = (LoopKind) (seed % LOOP_KINDS),
    .sees = TRUE,
    .hears = TRUE,
    .reaction = CLAMP (0.9 * about (rand, 0.35), 0.4, 1.6),
    .gain = CLAMP (about (rand, 0.12), 0.7, 1.3),
    .wrong_way = 0.2,
    .tremor = between (rand, 0.0, 0.3),
    .tremor_hz = between (rand, 4.0, 8.0),
    .tremor_phase = between (rand, 0.0, 2.0 * G_PI),
    .memory = 60.0,
    /* Anywhere in a seat before a counter: 38 to 100 cm, 22 cm to either side, 18 below to 14 above the camera's axis;
     * the face towards the screen, more or less. */
    .habit = { between (rand, -22.0, 22.0), between (rand, -18.0, 14.0), between (rand, 38.0, 100.0),
               CLAMP (12.0 * loop_normal (rand), -40.0, 40.0), CLAMP (-4.0 + 9.0 * loop_normal (rand), -30.0, 25.0),
               CLAMP (6.0 * loop_normal (rand), -25.0, 25.0) },
    .low = { -45.0, -30.0, 22.0, -70.0, -40.0, -40.0 },
    .high = { 45.0, 30.0, 130.0, 70.0, 40.0, 40.0 },
  };
  self->nose = DOT_DEGREES * between (rand, 0.6, 1.1) * (g_rand_int_range (rand, 0, EYES_ONLY) == 0 ? 0.2 : 1.0);
  self->nose_lag = between (rand, 0.2, 0.6);
  if (self->kind == LOOP_SEVERAL)
    {
      make (self, (LoopKind) g_rand_int_range (rand, LOOP_SLOW, LOOP_DEAF), rand);
      make (self, (LoopKind) g_rand_int_range (rand, LOOP_SLOW, LOOP_SEVERAL), rand);
    }
  else
    make (self, self->kind, rand);

  self->nose *= self->gain;
  self->nose_lag = MAX (self->nose_lag, 0.4 * self->reaction);
  memcpy (self->at, self->habit, sizeof self->at);
  memcpy (self->to, self->habit, sizeof self->to);
  memcpy (self->from, self->habit, sizeof self->from);
  self->next_glance = between (rand, 0.0, 2.0 * GLANCE_EVERY);
}

void
loop_person_get (const LoopPerson *self, double t, double truth[LOOP_AXES])
{
  const double phase = 2.0 * G_PI * self->tremor_hz * t + self->tremor_phase;

  memcpy (truth, self->at, LOOP_AXES * sizeof *truth);
  truth[LOOP_X] += self->tremor * sin (phase);
  truth[LOOP_Y] += 0.5 * self->tremor * cos (phase);
  /* Nobody glances further than they can turn. */
  if (t < self->glance_until)
    truth[LOOP_YAW] = CLAMP (truth[LOOP_YAW] + self->glance_yaw, self->low[LOOP_YAW], self->high[LOOP_YAW]);
}

static gboolean
same (const LoopScreen *a, const LoopScreen *b)
{
  return a->id == b->id;
}

static void
begin_move (LoopPerson *self, double t, double seconds)
{
  memcpy (self->from, self->at, sizeof self->from);
  for (guint a = 0; a < LOOP_AXES; a++)
    self->to[a] = CLAMP (self->to[a], self->low[a], self->high[a]);
  self->move_from = t;
  self->move_until = t + seconds;
}

static void
stop (LoopPerson *self, double t)
{
  /* A trunk in motion takes a moment to halt. */
  if (t < self->move_until)
    {
      double left = (self->move_until - t) / (self->move_until - self->move_from);
      for (guint a = 0; a < LOOP_AXES; a++)
        self->to[a] = self->at[a] + 0.15 * left * (self->to[a] - self->at[a]);
      begin_move (self, t, 0.2);
    }
  self->wrong = FALSE;
}

/* Which axis an advice is about, where it lies when all is well, and the step of someone who does not see how far it
 * is. */
static gboolean
axis_of (const LoopScreen *screen, LoopAxis *axis, double *target, int *sign, double *step)
{
  *target = 0.0;
  switch (screen->id)
    {
    case ANNAE_ADVICE_COME_CLOSER:
    case ANNAE_ADVICE_MOVE_BACK:
      *axis = LOOP_Z;
      *target = screen->target_z;
      *sign = screen->id == ANNAE_ADVICE_COME_CLOSER ? -1 : 1;
      *step = 12.0;
      return TRUE;
    case ANNAE_ADVICE_MOVE_LEFT:
    case ANNAE_ADVICE_MOVE_RIGHT:
      *axis = LOOP_X;
      *sign = screen->id == ANNAE_ADVICE_MOVE_LEFT ? 1 : -1;
      *step = 8.0;
      return TRUE;
    case ANNAE_ADVICE_MOVE_UP:
    case ANNAE_ADVICE_MOVE_DOWN:
      *axis = LOOP_Y;
      *sign = screen->id == ANNAE_ADVICE_MOVE_UP ? 1 : -1;
      *step = 6.0;
      return TRUE;
    case ANNAE_ADVICE_TURN_LEFT:
    case ANNAE_ADVICE_TURN_RIGHT:
      *axis = LOOP_YAW;
      *sign = screen->id == ANNAE_ADVICE_TURN_LEFT ? 1 : -1;
      *step = 12.0;
      return TRUE;
    case ANNAE_ADVICE_CHIN_UP:
    case ANNAE_ADVICE_CHIN_DOWN:
      *axis = LOOP_PITCH;
      *sign = screen->id == ANNAE_ADVICE_CHIN_UP ? 1 : -1;
      *step = 10.0;
      return TRUE;
    case ANNAE_ADVICE_TILT_LEFT:
    case ANNAE_ADVICE_TILT_RIGHT:
      *axis = LOOP_ROLL;
      *sign = screen->id == ANNAE_ADVICE_TILT_RIGHT ? 1 : -1;
      *step = 10.0;
      return TRUE;
    default:
      return FALSE;
    }
}

/* Nobody in the picture: the person places themselves before the screen as well as they can tell where that is. */
static void
sit_before (LoopPerson *self, double t, GRand *rand)
{
  const double spread = self->sees ? 4.0 : 9.0;

  self->to[LOOP_X] = spread * loop_normal (rand);
  self->to[LOOP_Y] = 0.5 * self->at[LOOP_Y] + 0.5 * spread * loop_normal (rand);
  self->to[LOOP_Z] = CLAMP (self->at[LOOP_Z], 45.0, 75.0);
  self->to[LOOP_YAW] = 0.3 * self->at[LOOP_YAW] + 4.0 * loop_normal (rand);
  self->to[LOOP_PITCH] = 0.5 * self->at[LOOP_PITCH];
  begin_move (self, t, 1.5);
}

/* Who sees the picture corrects both ways at once, and may mistake left and right as ever; who does not can only try.
 */
static void
centre (LoopPerson *self, double t, GRand *rand)
{
  double gain = self->sees ? -self->gain * about (rand, 0.15) : between (rand, -1.0, 1.0);

  self->wrong = self->sees && g_rand_double (rand) < self->wrong_way / (1 + self->tries);
  self->notices_at = t + 0.5 + self->reaction * about (rand, 0.3);
  self->to[LOOP_X] = self->at[LOOP_X] * (self->wrong ? 2.0 : 1.0 + gain);
  self->to[LOOP_Y] = self->at[LOOP_Y] * (1.0 + gain);
  begin_move (self, t,
              0.35 + hypot (self->to[LOOP_X] - self->at[LOOP_X], self->to[LOOP_Y] - self->at[LOOP_Y]) / TRUNK_CM_S);
  self->tries++;
}

/* All that is told in one movement, which takes as long as the longest of them. Left and right are mistaken as ever. */
static void
do_together (LoopPerson *self, const LoopScreen *screen, double t, GRand *rand)
{
  double seconds = 0.0;

  self->wrong = FALSE;
  for (LoopAxis axis = 0; axis < LOOP_AXES; axis++)
    if ((screen->axes & 1u << axis) != 0)
      {
        const gboolean sideways = axis == LOOP_X || axis == LOOP_YAW || axis == LOOP_ROLL;
        const gboolean wrong = sideways && g_rand_double (rand) < self->wrong_way / (1 + self->tries);
        const double way = ((axis == LOOP_Z ? screen->target_z : 0.0) - self->at[axis]) * self->gain
                           * about (rand, self->sees ? 0.15 : 0.35);

        self->wrong = self->wrong || wrong;
        self->to[axis] = self->at[axis] + (wrong ? -way : way);
        seconds = MAX (seconds, 0.35 + fabs (way) / (axis <= LOOP_Z ? TRUNK_CM_S : HEAD_DEG_S));
      }
  self->notices_at = self->sees ? t + 0.5 + self->reaction * about (rand, 0.3) : t + 60.0;
  begin_move (self, t, seconds);
  self->tries++;
}

static void
act (LoopPerson *self, double t, GRand *rand)
{
  const LoopScreen *screen = &self->follows;
  LoopAxis axis;
  double target, step, amount;
  int sign;

  memcpy (self->to, self->at, sizeof self->to);
  self->wrong = FALSE;
  if (screen->id == ANNAE_ADVICE_NO_FACE)
    {
      sit_before (self, t, rand);
      self->tries++;
      return;
    }
  if (screen->id == ANNAE_ADVICE_CLOSE_EYES)
    {
      stop (self, t);
      loop_lids_close (&self->lids, t);
      return;
    }
  if (screen->id == ANNAE_ADVICE_OPEN_EYES)
    {
      loop_lids_open (&self->lids, t);
      return;
    }
  if (screen->id == ANNAE_ADVICE_LOOK_AHEAD)
    {
      self->to[LOOP_YAW] = 4.0 * loop_normal (rand);
      begin_move (self, t, 0.35 + fabs (self->at[LOOP_YAW]) / HEAD_DEG_S);
      self->tries++;
      return;
    }
  if (screen->id == LOOP_CENTRE)
    {
      centre (self, t, rand);
      return;
    }
  if (screen->id == LOOP_TOGETHER)
    {
      do_together (self, screen, t, rand);
      return;
    }
  if (!axis_of (screen, &axis, &target, &sign, &step))
    {
      stop (self, t);
      return;
    }

  if (self->sees && screen->target)
    amount = MAX (fabs (self->at[axis] - target), 0.25 * step) * self->gain * about (rand, 0.15);
  else
    amount = step * self->gain * about (rand, 0.35);

  /* Left and right are mistaken; up, down, nearer and further are not. Less often at each further try. */
  if (axis == LOOP_X || axis == LOOP_YAW || axis == LOOP_ROLL)
    {
      double chance = self->wrong_way / (1 + self->tries);
      if (g_rand_double (rand) < chance)
        {
          self->wrong = TRUE;
          sign = -sign;
          /* Who sees the picture notices after a while that it gets worse. */
          self->notices_at = self->sees ? t + 0.5 + self->reaction * about (rand, 0.3) : t + 60.0;
        }
    }

  self->to[axis] = self->at[axis] + sign * amount;
  /* Leaning forward lowers the head a little. */
  if (axis == LOOP_Z)
    self->to[LOOP_Y] += 0.15 * (CLAMP (self->to[LOOP_Z], self->low[LOOP_Z], self->high[LOOP_Z]) - self->at[LOOP_Z]);

  double speed = axis <= LOOP_Z ? TRUNK_CM_S : HEAD_DEG_S;
  begin_move (self, t, 0.35 + amount / speed);
  self->tries++;
}

/* Something has reached the person: they will act on it after their reaction. A repetition only reminds. */
static void
perceive (LoopPerson *self, const LoopScreen *screen, double t, double delay)
{
  if (self->acts_at > 0.0 && same (screen, &self->coming))
    {
      self->acts_at = MIN (self->acts_at, t + delay);
      return;
    }
  if (self->acts_at <= 0.0 && same (screen, &self->follows))
    {
      self->told_at = t;
      /* Told again while idle or while going the wrong way: a new try. */
      if (t >= self->move_until || self->wrong)
        {
          self->coming = *screen;
          self->acts_at = t + delay;
        }
      return;
    }
  self->coming = *screen;
  self->acts_at = t + delay;
}

static void
look_and_listen (LoopPerson *self, const LoopScreen *screen, double t, GRand *rand)
{
  const gboolean good = annae_advice_is_good (screen->id);
  const double reaction = self->reaction * about (rand, 0.2) * (good ? 0.5 : 1.0);

  if (self->sees && !loop_lids_are_shut (&self->lids, t))
    {
      if (!same (screen, &self->seen) && screen->id != ANNAE_ADVICE_NONE)
        perceive (self, screen, t, LATENCY + reaction);
      self->seen = *screen;
    }
  if (self->hears)
    {
      if (screen->speak)
        {
          self->heard = *screen;
          self->sentence_ends = t + UNDERSTOOD * loop_sentence_seconds (screen);
        }
      else if (self->sentence_ends > 0.0 && t >= self->sentence_ends)
        {
          perceive (self, &self->heard, t, 0.5 * reaction);
          self->sentence_ends = 0.0;
        }
    }
}

static void
glance (LoopPerson *self, double t, GRand *rand)
{
  if (t < self->next_glance)
    return;
  self->glance_until = t + between (rand, 1.0, 2.0);
  self->glance_yaw = g_rand_boolean (rand) ? 35.0 : -35.0;
  self->next_glance = t - GLANCE_EVERY * log (1.0 - g_rand_double (rand)) + 2.0;
}

static void
go_on (LoopPerson *self, const LoopScreen *screen, double t, GRand *rand)
{
  const gboolean idle = t >= self->move_until;

  if (self->wrong && t >= self->notices_at)
    {
      act (self, t, rand);
      return;
    }
  if (self->follows.id == ANNAE_ADVICE_NONE || self->acts_at > 0.0 || annae_advice_is_good (self->follows.id)
      || self->follows.id == ANNAE_ADVICE_FOLLOW_DOT || self->follows.id == ANNAE_ADVICE_LOOK_AHEAD
      || self->follows.id == ANNAE_ADVICE_CLOSE_EYES || self->follows.id == ANNAE_ADVICE_OPEN_EYES)
    return;
  if (t - self->told_at > self->memory)
    {
      /* Forgotten: back towards where they sat. */
      for (guint a = 0; a < LOOP_AXES; a++)
        self->to[a] = self->at[a] + 0.3 * (self->habit[a] - self->at[a]);
      begin_move (self, t, 3.0);
      self->follows = (LoopScreen){ .id = ANNAE_ADVICE_NONE };
      return;
    }
  if (!idle)
    return;
  if (self->sees ? same (screen, &self->follows) && t >= self->move_until + 0.6 * self->reaction
                 : t >= self->move_until + WAITS_FOR_WORDS)
    {
      if (self->sees)
        self->follows = *screen;
      act (self, t, rand);
    }
}

/* The head goes after the dot, a little behind it, and sways meanwhile. */
static void
follow_dot (LoopPerson *self, const LoopScreen *screen, double t, GRand *rand)
{
  if (!self->sees || self->follows.id != ANNAE_ADVICE_FOLLOW_DOT || screen->id != ANNAE_ADVICE_FOLLOW_DOT)
    {
      self->dot_t = 0.0;
      return;
    }
  if (self->dot_t <= 0.0)
    {
      self->dot_base = self->at[LOOP_YAW];
      self->dot_behind = self->dot_sway = 0.0;
      self->dot_t = t;
    }
  const double dt = t - self->dot_t;
  self->dot_t = t;
  self->dot_behind += (screen->toward_x - self->dot_behind) * (1.0 - exp (-dt / self->nose_lag));
  self->dot_sway += -self->dot_sway * MIN (dt, 1.0) + 1.5 * sqrt (2.0 * dt) * loop_normal (rand);
  /* Towards the person's right is a yaw below 0. */
  const double wants = CLAMP (self->dot_base - self->nose * self->dot_behind + self->dot_sway, self->low[LOOP_YAW], self->high[LOOP_YAW]);
  self->at[LOOP_YAW] += CLAMP (wants - self->at[LOOP_YAW], -HEAD_DEG_S * dt, HEAD_DEG_S * dt);
  self->to[LOOP_YAW] = self->from[LOOP_YAW] = self->at[LOOP_YAW];
}

void
loop_person_step (LoopPerson *self, const LoopScreen *screen, double t, GRand *rand)
{
  look_and_listen (self, screen, t, rand);
  glance (self, t, rand);

  if (self->acts_at > 0.0 && t >= self->acts_at)
    {
      gboolean again = same (&self->coming, &self->follows);

      self->acts_at = 0.0;
      self->follows = self->coming;
      self->told_at = t;
      if (!again)
        self->tries = 0;
      act (self, t, rand);
    }
  else
    go_on (self, screen, t, rand);

  if (t < self->move_until)
    {
      /* Minimum jerk. */
      double s = CLAMP ((t - self->move_from) / (self->move_until - self->move_from), 0.0, 1.0);
      double w = s * s * s * (10.0 - 15.0 * s + 6.0 * s * s);
      for (guint a = 0; a < LOOP_AXES; a++)
        self->at[a] = self->from[a] + w * (self->to[a] - self->from[a]);
    }
  else
    for (guint a = 0; a < LOOP_AXES; a++)
      self->at[a] = self->to[a];
  follow_dot (self, screen, t, rand);
}
