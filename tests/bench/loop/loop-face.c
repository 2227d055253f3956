/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Five points in space, through the loop's camera, with what YuNet makes of them: see loop-face.h. */

#include "loop-face.h"

#include <math.h>

#include "loop-camera.h"

/* Heads: mean and deviation over 4,000 draws of the synthetic people's shapes (tests/subjects), scaled to 6.3 cm
 * between the eyes; cm. */
#define HALF_EYES 3.15
#define MOUTH_DOWN 6.75
#define MOUTH_DOWN_SPREAD 0.45
#define MOUTH_FORWARD 0.94
#define MOUTH_FORWARD_SPREAD 0.40
#define HALF_MOUTH 2.46
#define HALF_MOUTH_SPREAD 0.19
#define NOSE_SHARE 0.436 /* of the way from the eyes to the mouth */
#define NOSE_SHARE_SPREAD 0.031
#define DEPTH 3.33 /* of the nose before the plane of eyes and mouth */
#define DEPTH_SPREAD 0.57

/* A mean, and a deviation from face to face. */
typedef struct
{
  double mean;
  double spread;
} Spread;

/* What the landmarks make of the nose's depth in a turn, from face to face and from side to side, over the true one; what they add to that of
 * prints, cm at 6.3 cm between the eyes: a flat one has none. What is read of the angles, over the true ones: from five landmarks, or by a
 * network. Both measured with bench-liveness on rendered people: YuNet's with 3000 to 3011, the bundled pack's with 3000 to 3007
 * (doc/liveness-figures.md). */
typedef struct
{
  Spread turn[LOOP_FACES];
  Spread yaw[LOOP_FACES];
  Spread up;
  Spread down;
  Spread print_up[LOOP_FACES];
  Spread print_down[LOOP_FACES];
} Seen;

static const Seen by_landmarks = {
  .turn = { [LOOP_FACE_HEAD] = { 1.08, 0.10 },
            [LOOP_FACE_FLAT] = { 0.24, 0.20 },
            [LOOP_FACE_BENT_6] = { 0.29, 0.48 },
            [LOOP_FACE_BENT_4] = { -0.03, 0.48 },
            [LOOP_FACE_FOLDED] = { -0.54, 0.48 } },
  .yaw = { [LOOP_FACE_HEAD] = { 1.12, 0.08 },
           [LOOP_FACE_FLAT] = { 0.15, 0.10 },
           [LOOP_FACE_BENT_6] = { 0.66, 0.10 },
           [LOOP_FACE_BENT_4] = { 0.66, 0.10 },
           [LOOP_FACE_FOLDED] = { 0.66, 0.10 } },
  .up = { 0.25, 0.06 },
  .down = { 0.55, 0.06 },
  .print_up = { [LOOP_FACE_FLAT] = { 0.11, 0.09 },
                [LOOP_FACE_BENT_6] = { 0.11, 0.09 },
                [LOOP_FACE_BENT_4] = { 0.11, 0.09 },
                [LOOP_FACE_FOLDED] = { 0.11, 0.09 } },
  .print_down = { [LOOP_FACE_FLAT] = { 0.11, 0.09 },
                  [LOOP_FACE_BENT_6] = { 0.11, 0.09 },
                  [LOOP_FACE_BENT_4] = { 0.11, 0.09 },
                  [LOOP_FACE_FOLDED] = { 0.11, 0.09 } },
};

static const Seen by_reader = {
  .turn = { [LOOP_FACE_HEAD] = { 0.95, 0.10 },
            [LOOP_FACE_FLAT] = { 0.25, 0.20 },
            [LOOP_FACE_BENT_6] = { 0.45, 0.30 },
            [LOOP_FACE_BENT_4] = { 0.25, 0.38 },
            [LOOP_FACE_FOLDED] = { -0.20, 0.40 } },
  .yaw = { [LOOP_FACE_HEAD] = { 0.99, 0.06 },
           [LOOP_FACE_FLAT] = { 0.11, 0.03 },
           [LOOP_FACE_BENT_6] = { 0.57, 0.07 },
           [LOOP_FACE_BENT_4] = { 0.73, 0.06 },
           [LOOP_FACE_FOLDED] = { 0.60, 0.08 } },
  .up = { 0.93, 0.08 },
  .down = { 1.02, 0.08 },
  .print_up = { [LOOP_FACE_FLAT] = { 0.10, 0.05 },
                [LOOP_FACE_BENT_6] = { 0.30, 0.05 },
                [LOOP_FACE_BENT_4] = { 0.30, 0.05 },
                [LOOP_FACE_FOLDED] = { 0.43, 0.08 } },
  .print_down = { [LOOP_FACE_FLAT] = { 0.17, 0.07 },
                  [LOOP_FACE_BENT_6] = { 0.50, 0.05 },
                  [LOOP_FACE_BENT_4] = { 0.52, 0.05 },
                  [LOOP_FACE_FOLDED] = { 0.53, 0.08 } },
};

#define NOD_GAIN 0.25
#define NOD_GAIN_SPREAD 0.05
#define PRINT_NOD 0.17
#define PRINT_NOD_SPREAD 0.15
/* Deviation of each landmark from frame to frame, inter-eye distances: that of the eyes' middle on the demonstration
 * clip. */
#define LANDMARK_FRAME 0.026

static double
draw (GRand *rand, double mean, double spread)
{
  /* Nobody is further than two deviations from the mean: so are the synthetic people drawn. */
  return mean + spread * CLAMP (loop_normal (rand), -2.0, 2.0);
}

static double
draw_of (GRand *rand, const Spread *spread)
{
  return draw (rand, spread->mean, spread->spread);
}

static void
set (double point[3], double x, double y, double z)
{
  point[0] = x;
  point[1] = y;
  point[2] = z;
}

/* Puts a flat photograph around a cylinder or folds it; distances along the paper stay as they are. */
static void
shape_paper (LoopFaceKind kind, double point[3])
{
  const double x = point[0];
  const double radius = kind == LOOP_FACE_BENT_6 ? 6.0 : 4.0;

  if (kind == LOOP_FACE_BENT_6 || kind == LOOP_FACE_BENT_4)
    set (point, radius * sin (x / radius), point[1], radius * (cos (x / radius) - 1.0));
  else if (kind == LOOP_FACE_FOLDED)
    set (point, x * cos (G_PI / 6.0), point[1], -fabs (x) * sin (G_PI / 6.0));
}

void
loop_face_init (LoopFace *self, LoopFaceKind kind, gboolean reader, double noise, GRand *rand)
{
  const Seen *seen = reader ? &by_reader : &by_landmarks;
  const double mouth = draw (rand, MOUTH_DOWN, MOUTH_DOWN_SPREAD);
  const double forward = draw (rand, MOUTH_FORWARD, MOUTH_FORWARD_SPREAD);
  const double half_mouth = draw (rand, HALF_MOUTH, HALF_MOUTH_SPREAD);
  const double share = draw (rand, NOSE_SHARE, NOSE_SHARE_SPREAD);
  const double depth = draw (rand, DEPTH, DEPTH_SPREAD);

  *self = (LoopFace){ .kind = kind, .noise = noise };
  set (self->points[ANNAE_LANDMARK_RIGHT_EYE], -HALF_EYES, 0, 0);
  set (self->points[ANNAE_LANDMARK_LEFT_EYE], HALF_EYES, 0, 0);
  set (self->points[ANNAE_LANDMARK_NOSE], 0, -share * mouth, share * forward);
  set (self->points[ANNAE_LANDMARK_RIGHT_MOUTH], -half_mouth, -mouth, forward);
  set (self->points[ANNAE_LANDMARK_LEFT_MOUTH], half_mouth, -mouth, forward);
  if (kind == LOOP_FACE_HEAD)
    {
      for (guint side = 0; side < 2; side++)
        self->depth_turn[side] = depth * draw_of (rand, &seen->turn[kind]);
      self->depth_nod = depth * draw (rand, NOD_GAIN, NOD_GAIN_SPREAD);
      self->read_yaw = draw_of (rand, &seen->yaw[kind]);
      self->read_up = draw_of (rand, &seen->up);
      self->read_down = draw_of (rand, &seen->down);
      return;
    }
  for (guint side = 0; side < 2; side++)
    self->depth_turn[side] = draw_of (rand, &seen->turn[kind]);
  self->depth_nod = draw (rand, PRINT_NOD, PRINT_NOD_SPREAD);
  self->read_yaw = draw_of (rand, &seen->yaw[kind]);
  self->read_up = draw_of (rand, &seen->print_up[kind]);
  self->read_down = draw_of (rand, &seen->print_down[kind]);
  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    {
      self->points[i][2] = 0.0;
      shape_paper (kind, self->points[i]);
    }
}

/* The loop's camera was told to read angles as they are; the detector does not. */
static void
misread (AnnaeObservation *observation, AnnaeMeasureId id, double truth, double gain)
{
  double raw;

  if (annae_observation_get (observation, id, &raw))
    annae_observation_set (observation, id, raw + (gain - 1.0) * truth);
}

/* Yaw, pitch, roll as in annae-types.h, of the loop's axes: to the person's left, up, towards the camera. */
static void
turn (const double truth[LOOP_AXES], const double point[3], double out[3])
{
  const double a = truth[LOOP_YAW] * G_PI / 180, b = truth[LOOP_PITCH] * G_PI / 180, c = truth[LOOP_ROLL] * G_PI / 180;
  const double x1 = point[0] * cos (c) - point[1] * sin (c), y1 = point[0] * sin (c) + point[1] * cos (c);
  const double y2 = y1 * cos (b) + point[2] * sin (b), z2 = point[2] * cos (b) - y1 * sin (b);

  set (out, x1 * cos (a) + z2 * sin (a), y2, z2 * cos (a) - x1 * sin (a));
}

void
loop_face_see (const LoopFace *self, const double truth[LOOP_AXES], GRand *rand, AnnaeObservation *observation)
{
  static const double forward[3] = { 0, 0, 1 };
  const double spread = self->noise * LANDMARK_FRAME * loop_inter_eye (truth);
  const double depth = self->depth_turn[truth[LOOP_YAW] > 0.0];
  AnnaeFace *face = &observation->faces[0];
  double normal[3], point[3];

  /* As many draws whether it is found or not, so that a face that is lost does not shift the rest. */
  turn (truth, forward, normal);
  face->has_landmarks = observation->n_faces > 0;
  misread (observation, ANNAE_MEASURE_YAW, truth[LOOP_YAW], self->read_yaw);
  misread (observation, ANNAE_MEASURE_PITCH, truth[LOOP_PITCH],
           truth[LOOP_PITCH] > 0.0 ? self->read_up : self->read_down);
  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    {
      turn (truth, self->points[i], point);
      if (i == ANNAE_LANDMARK_NOSE)
        {
          point[0] += depth * normal[0];
          point[1] += self->depth_nod * normal[1];
          point[2] += depth * normal[2];
        }
      const double scale = LOOP_FOCAL / (truth[LOOP_Z] - point[2]);
      face->landmarks[i] = (AnnaePoint){
        (float) (LOOP_WIDTH / 2 + scale * (truth[LOOP_X] + point[0]) + spread * loop_normal (rand)),
        (float) (LOOP_HEIGHT / 2 - scale * (truth[LOOP_Y] + point[1]) + spread * loop_normal (rand))
      };
    }
}

const char *
loop_face_name (LoopFaceKind kind)
{
  static const char *const names[LOOP_FACES] = {
    [LOOP_FACE_HEAD] = "head",        [LOOP_FACE_FLAT] = "flat",     [LOOP_FACE_BENT_6] = "bent 6 cm",
    [LOOP_FACE_BENT_4] = "bent 4 cm", [LOOP_FACE_FOLDED] = "folded",
  };
  return names[kind];
}
