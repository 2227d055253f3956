/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The nose in the pixels: see loop-relief.h. */

#include "loop-relief.h"

#include <math.h>

/* Mean and deviation from face to face: of heads measured with bench-relief on 297 rendered people, of prints on 100 of them and in 235 rendered films
 * (doc/liveness-figures.md). All are drawn without bounds: the lowest of 284 noses under spectacles is 2.6 deviations below
 * the mean, about where the lowest of so many lies. */
typedef struct
{
  double mean;
  double spread;
  double near[2]; /* least and most share of moments in which it can be followed: turned by less than 12 degrees, and by more */
  double far[2];
} Seen;

static const Seen bare = { 0.235, 0.060, { 0.3, 1.0 }, { 0.0, 0.5 } };
static const Seen spectacled = { 0.198, 0.068, { 0.6, 1.0 }, { 0.0, 0.8 } };
static const Seen prints[LOOP_FACES] = {
  [LOOP_FACE_FLAT] = { -0.011, 0.005, { 0.0, 0.65 }, { 0.0, 0.0 } },
  [LOOP_FACE_BENT_6] = { -0.010, 0.020, { 0.4, 1.0 }, { 0.0, 0.6 } },
  [LOOP_FACE_BENT_4] = { -0.016, 0.020, { 0.3, 1.0 }, { 0.0, 0.5 } },
  [LOOP_FACE_FOLDED] = { -0.054, 0.039, { 0.0, 0.7 }, { 0.0, 0.1 } },
};
/* Half of the people wear them. */
#define SPECTACLES 0.5

/* Of a moment; it is the same while the face stays as it is, here for a second. */
#define MOMENT_ERROR 0.03
#define MOMENT_S 1.0

/* As src/vision/relief.cc. */
#define TURN_LEAST 5.0
#define TURN_FAR 12.0
#define TURN_MOST 25.0
#define AHEAD_MOST 15.0
#define AHEAD_STEP 2.0
#define KEY_S 2.0
#define GONE_S 0.6
#define EVERY_S 0.1

static double
between (GRand *rand, const double bounds[2])
{
  return bounds[0] + (bounds[1] - bounds[0]) * g_rand_double (rand);
}

void
loop_relief_init (LoopRelief *self, LoopFaceKind kind, double noise, GRand *rand)
{
  const gboolean head = kind == LOOP_FACE_HEAD;
  const Seen *seen = !head ? &prints[kind] : g_rand_double (rand) < SPECTACLES ? &spectacled : &bare;

  *self = (LoopRelief){ .spectacled = seen == &spectacled, .noise = noise, .drawn_t = -1e9, .measured_t = -1e9 };
  self->relief = seen->mean + seen->spread * loop_normal (rand);
  self->near = between (rand, seen->near);
  self->far = between (rand, seen->far);
}

static gboolean
is_key (const LoopRelief *self, double t, double yaw)
{
  return fabs (yaw) <= AHEAD_MOST
         && (!self->has_key || fabs (yaw) < fabs (self->key_yaw) - AHEAD_STEP
             || (fabs (yaw - self->key_yaw) <= AHEAD_STEP && t - self->key_t >= KEY_S));
}

static double
measure (LoopRelief *self, double t, double yaw)
{
  const double turned = yaw - self->key_yaw;

  if (is_key (self, t, yaw))
    {
      self->has_key = TRUE;
      self->key_yaw = yaw;
      self->key_t = t;
      return NAN;
    }
  if (!self->has_key || !(fabs (turned) >= TURN_LEAST && fabs (turned) <= TURN_MOST) || t - self->measured_t < EVERY_S)
    return NAN;
  self->measured_t = t;
  return self->luck < (fabs (turned) < TURN_FAR ? self->near : self->far) ? self->relief + self->error : NAN;
}

void
loop_relief_see (LoopRelief *self, double t, GRand *rand, AnnaeObservation *observation)
{
  double yaw;

  if (t - self->drawn_t >= MOMENT_S)
    {
      self->drawn_t = t;
      self->error = self->noise * MOMENT_ERROR * loop_normal (rand);
      self->luck = g_rand_double (rand);
    }
  if (!annae_observation_get (observation, ANNAE_MEASURE_YAW, &yaw))
    return;
  if (t - self->seen_t > GONE_S)
    self->has_key = FALSE;
  self->seen_t = t;
  annae_observation_set (observation, ANNAE_MEASURE_RELIEF, measure (self, t, yaw));
}
