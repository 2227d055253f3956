/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From observations to how far each small movement is done. [figures]: doc/liveness-figures.md */

#include "annae-movement.h"

#include <math.h>
#include <string.h>

/* Degrees that the program reads. A turn is decided by the parallax. Of a nod the program's landmarks show a quarter
 * upwards and half downwards [figures]: these are some 14 true degrees, and a quarter of the noise of one frame is left
 * after smoothing. */
#define TURN_LEAST 10.0
#define UP_LEAST 3.5
#define DOWN_LEAST 6.0
/* Where a network reads the pitch itself, which it does of a nod either way alike. */
#define TRUE_NOD_LEAST 12.0
/* Nearer by so much: 60 cm to 52. Four times the noise of the inter-eye distance after smoothing. */
#define CLOSER_LEAST 1.15

/* Inter-eye distances that the nose has to move against the plane of eyes and mouth [figures]. */
#define DEPTH 0.18
/* A picture that stands out less than a face, bent or folded, has to turn further for that, and its plane gets
 * narrower: beyond what noise and an open mouth make of a plane, the nose has to move by this much of the tangent of
 * the angle that the plane shows. A face has 0.57 [figures]. */
#define DEPTH_SHARE 0.45
#define NARROWER_NOISE 0.05
/* Nor may it move by less than this much of the tangent of the angle that a network reads, of faces whose nose has 0.5 and of bent prints whose
 * it is 0.3 to 0.45 [figures]. */
#define READ_SHARE 0.36

/* A plane turned aside by 37 degrees is a fifth narrower; an open mouth makes a face narrower for its height by a
 * tenth. The nose of a head turned that far has moved by 0.4 [figures]. */
#define FLAT_NARROWER 0.2
#define FLAT_MOST 0.06

/* Twice what is read wrong of an angle from frame to frame. */
#define TURN_STEP 5.0
/* Longer than one wrong frame, shorter than somebody notices. */
#define SHAPE_US ANNAE_SECONDS (0.2)
#define REST_US ANNAE_SECONDS (0.5)
/* What is wrong at rest is wrong in everything that is measured against it. */
#define REST_SHAPE_US ANNAE_SECONDS (1.0)
static const AnnaeSmoothing smooth_angle = { ANNAE_SECONDS (0.25), ANNAE_SECONDS (0.12), 5.0 };
static const AnnaeSmoothing smooth_eyes = { ANNAE_SECONDS (0.25), ANNAE_SECONDS (0.12), 4.0 };
static const AnnaeSmoothing smooth_rest = { REST_US, REST_US, 0.0 };

/* A detector that loses the face for some frames keeps what was known (annae-advice-pacer.c); longer is a break. */
#define GONE_US ANNAE_SECONDS (0.6)
/* A cut: the face is elsewhere, or another size, from one frame to the next. A tremor of 3 cm never moves a face of 13
 * cm further than 6 cm, and in the 0.6 s that it may be gone somebody who leans moves 11 cm. */
#define JUMP_PLACE 1.0
#define JUMP_SIZE 1.5
/* As the guide's row for others. */
#define OTHERS 0.4

static gboolean
get (const AnnaeObservation *observation, AnnaeMeasureId id, double *raw)
{
  return annae_observation_get (observation, id, raw) && isfinite (*raw);
}

static void
smooth (AnnaeSmooth *smooth, const AnnaeObservation *observation, AnnaeMeasureId id, const AnnaeSmoothing *smoothing)
{
  double raw;

  if (get (observation, id, &raw))
    annae_smooth_add (smooth, raw, observation->time_us, smoothing);
}

void
annae_movement_add_rest (AnnaeMovement *self, const AnnaeObservation *observation)
{
  if (!annae_face_shape_add (&self->rest_shape, &observation->faces[0], observation->time_us, REST_SHAPE_US))
    return;
  smooth (&self->rest_yaw, observation, ANNAE_MEASURE_YAW, &smooth_rest);
  smooth (&self->rest_pitch, observation, ANNAE_MEASURE_PITCH, &smooth_rest);
  smooth (&self->rest_eyes, observation, ANNAE_MEASURE_INTER_EYE, &smooth_rest);
}

guint
annae_movement_rest_frames (const AnnaeMovement *self)
{
  return self->rest_shape.n;
}

void
annae_movement_begin (AnnaeMovement *self)
{
  memset (&self->shape, 0, sizeof self->shape);
  memset (self->turned, 0, sizeof self->turned);
  memset (&self->yaw, 0, sizeof self->yaw);
  memset (&self->pitch, 0, sizeof self->pitch);
  memset (&self->eyes, 0, sizeof self->eyes);
}

double
annae_movement_depth (const AnnaeParallax *parallax, double degrees)
{
  /* For a plane that has become so much narrower the nose has to move so far. */
  const double plane = acos (1.0 - CLAMP (parallax->narrower - NARROWER_NOISE, 0.0, 0.9));

  const double read = MIN (fabs (degrees), 60.0) * G_PI / 180.0;

  return parallax->left / MAX (MAX (DEPTH, DEPTH_SHARE * tan (plane)), READ_SHARE * tan (read));
}

static double
measure_angle (const AnnaeSmooth *now, const AnnaeSmooth *before, double least, double least_below)
{
  const double moved = now->known && before->known ? now->value - before->value : 0.0;

  return moved / (moved < 0.0 ? least_below : least);
}

static double
measure_turn (AnnaeMovement *self, double moved)
{
  const double turned = measure_angle (&self->yaw, &self->rest_yaw, TURN_LEAST, TURN_LEAST);

  return turned > 0.0 && moved > 0.0 ? MIN (turned, moved) : turned < 0.0 && moved < 0.0 ? MAX (turned, moved) : 0.0;
}

static double
measure_approach (AnnaeMovement *self)
{
  if (!self->eyes.known || !self->rest_eyes.known || !(self->eyes.value > 0.0) || !(self->rest_eyes.value > 0.0))
    return 0.0;
  return log (self->eyes.value / self->rest_eyes.value) / log (CLOSER_LEAST);
}

/* All frames that were turned about as far: whoever holds a pose is looked at once, longer and longer, and not anew in every frame until one
 * of them errs. */
static const AnnaeFaceShape *
add_turned (AnnaeMovement *self, const AnnaeObservation *observation)
{
  double yaw = self->yaw.value;

  get (observation, ANNAE_MEASURE_YAW, &yaw);
  const double step = round ((yaw - self->rest_yaw.value) / TURN_STEP) + ANNAE_MOVEMENT_TURNS / 2;
  AnnaeFaceShape *shape = &self->turned[(guint) CLAMP (step, 0.0, ANNAE_MOVEMENT_TURNS - 1.0)];

  annae_face_shape_add (shape, &observation->faces[0], observation->time_us, 0);
  return shape;
}

void
annae_movement_add (AnnaeMovement *self, const AnnaeObservation *observation, AnnaeMovementNow *now)
{
  *now = (AnnaeMovementNow){ 0 };
  smooth (&self->yaw, observation, ANNAE_MEASURE_YAW, &smooth_angle);
  smooth (&self->pitch, observation, ANNAE_MEASURE_PITCH, &smooth_angle);
  now->degrees = measure_angle (&self->yaw, &self->rest_yaw, 1.0, 1.0);
  smooth (&self->eyes, observation, ANNAE_MEASURE_INTER_EYE, &smooth_eyes);
  annae_face_shape_add (&self->shape, &observation->faces[0], observation->time_us, SHAPE_US);
  annae_parallax_measure (&self->rest_shape, &self->shape, &now->moment);
  if (!annae_parallax_measure (&self->rest_shape, add_turned (self, observation), &now->parallax))
    return;
  now->depth = annae_movement_depth (&now->parallax, self->true_pitch ? now->degrees : 0.0);
  now->turn = measure_turn (self, now->depth);
  now->nod = measure_angle (&self->pitch, &self->rest_pitch, self->true_pitch ? TRUE_NOD_LEAST : UP_LEAST,
                            self->true_pitch ? TRUE_NOD_LEAST : DOWN_LEAST);
  now->approach = measure_approach (self);
  now->flat = now->parallax.narrower >= FLAT_NARROWER && hypot (now->parallax.left, now->parallax.up) <= FLAT_MOST;
}

gboolean
annae_observation_shows_one_face (const AnnaeObservation *observation)
{
  const AnnaeFace *face = &observation->faces[0];
  double others;

  if (observation->n_faces == 0 || !face->has_landmarks
      || (get (observation, ANNAE_MEASURE_SECOND_FACE, &others) && others > OTHERS))
    return FALSE;
  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    if (!isfinite (face->landmarks[i].x) || !isfinite (face->landmarks[i].y))
      return FALSE;
  return TRUE;
}

static AnnaePoint
eye_middle (const AnnaeFace *face)
{
  const AnnaePoint *right = &face->landmarks[ANNAE_LANDMARK_RIGHT_EYE];
  const AnnaePoint *left = &face->landmarks[ANNAE_LANDMARK_LEFT_EYE];

  return (AnnaePoint){ 0.5f * (right->x + left->x), 0.5f * (right->y + left->y) };
}

gboolean
annae_track_continues (AnnaeTrack *self, const AnnaeObservation *observation)
{
  const AnnaeTrack before = *self;
  const gboolean gone = before.known && observation->time_us - before.time_us > GONE_US;

  if (!annae_observation_shows_one_face (observation))
    {
      if (gone)
        self->known = FALSE;
      return !gone;
    }
  self->time_us = observation->time_us;
  self->at = eye_middle (&observation->faces[0]);
  self->width = observation->faces[0].box.width;
  self->known = TRUE;
  return !before.known
         || (!gone
             && hypot (self->at.x - before.at.x, self->at.y - before.at.y)
                    <= JUMP_PLACE * MAX (self->width, before.width)
             && MAX (self->width, before.width) <= JUMP_SIZE * MIN (self->width, before.width));
}
