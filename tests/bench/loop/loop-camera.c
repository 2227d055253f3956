/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A camera of 640x480 px and 60 degrees, and a detector whose errors were measured: YuNet and the vision floor's pose
 * on the 360 frames of the rendered demonstration clip against its truth, and on 150 portraits of LFW for what differs
 * between faces. See doc/guidance-figures.md. */

#include "loop-camera.h"

#include <math.h>

#define EYES_CM 6.3
/* The box is 2.13 times as wide as the eyes are apart, and 1.35 times as high as wide. */
#define FACE_CM (2.13 * EYES_CM)
#define FACE_HEIGHT_CM (1.35 * FACE_CM)

/* Deviation from frame to frame: degrees, and shares of the inter-eye distance. */
#define YAW_FRAME 2.0
#define PITCH_FRAME 1.5
#define ROLL_FRAME 1.2
#define EYES_FRAME 0.027
#define PLACE_FRAME 0.026
#define BOX_FRAME 0.04
/* Deviation from face to face, the same in every frame: yaw is 2.5 degrees off in the mean, both parts together; pitch
 * is the spread over LFW, people's own included; the rest is the spread over the clip. */
#define YAW_FACE 2.4
#define PITCH_FACE 2.7
#define ROLL_FACE 2.0
#define EYES_FACE 0.08
#define PLACE_FACE 0.1
#define BOX_FACE 0.04

/* Not found: one frame in 100, and one drop-out of up to 0.3 s every 10 s. */
#define MISSED 0.01
#define DROP_OUT_EVERY 10.0
/* Exposure of a webcam in a lit room under lamps of 60 Hz. A face that moves by n px meanwhile is blurred as by a
 * deviation of n / sqrt (12). */
#define EXPOSURE (1.0 / 60.0)
/* Blur, in inter-eye distances, at which half of the sharpness is left: fitted to vision's measure on rendered people
 * blurred by 1 to 4 px (0.95, 0.88, 0.81, 0.74, 0.67 and 0.57 at 1, 1.5, 2, 2.5, 3 and 4 px of 77). */
#define HALF_SHARP 0.06

enum
{
  BIAS_X,
  BIAS_Y,
  BIAS_EYES,
  BIAS_BOX,
  BIAS_YAW,
  BIAS_PITCH,
  BIAS_ROLL
};

void
loop_camera_init (LoopCamera *self, double noise, GRand *rand)
{
  *self = (LoopCamera){ .noise = noise };
  self->bias[BIAS_X] = noise * PLACE_FACE * loop_normal (rand);
  self->bias[BIAS_Y] = noise * PLACE_FACE * loop_normal (rand);
  self->bias[BIAS_EYES] = CLAMP (noise * EYES_FACE * loop_normal (rand), -0.5, 0.5);
  self->bias[BIAS_BOX] = CLAMP (noise * BOX_FACE * loop_normal (rand), -0.5, 0.5);
  self->bias[BIAS_YAW] = noise * YAW_FACE * loop_normal (rand);
  self->bias[BIAS_PITCH] = noise * PITCH_FACE * loop_normal (rand);
  self->bias[BIAS_ROLL] = noise * ROLL_FACE * loop_normal (rand);
}

double
loop_inter_eye (const double truth[LOOP_AXES])
{
  return EYES_CM * LOOP_FOCAL / truth[LOOP_Z];
}

double
loop_face_width (const double truth[LOOP_AXES])
{
  return FACE_CM * LOOP_FOCAL / truth[LOOP_Z] / LOOP_WIDTH;
}

double
loop_offset_x (const double truth[LOOP_AXES])
{
  return truth[LOOP_X] * LOOP_FOCAL / truth[LOOP_Z] / LOOP_WIDTH;
}

double
loop_offset_y (const double truth[LOOP_AXES])
{
  return -truth[LOOP_Y] * LOOP_FOCAL / truth[LOOP_Z] / LOOP_HEIGHT;
}

static double
face_height (const double truth[LOOP_AXES])
{
  return FACE_HEIGHT_CM * LOOP_FOCAL / truth[LOOP_Z] / LOOP_HEIGHT;
}

/* Between measured points straight; beyond the last one level. */
static double
read_curve (const double (*points)[2], guint n, double x)
{
  if (x <= points[0][0])
    return points[0][1];
  for (guint i = 1; i < n; i++)
    if (x <= points[i][0])
      return points[i - 1][1]
             + (points[i][1] - points[i - 1][1]) * (x - points[i - 1][0]) / (points[i][0] - points[i - 1][0]);
  return points[n - 1][1];
}

double
loop_score_cost (const double truth[LOOP_AXES])
{
  /* Measured, doc/guidance-figures.md: medians, both directions together; roll with exact landmarks. */
  static const double yaw[][2]
      = { { 0, 0 }, { 10, 0.023 }, { 15, 0.042 }, { 20, 0.058 }, { 25, 0.08 }, { 30, 0.105 }, { 40, 0.147 } };
  static const double pitch[][2]
      = { { 0, 0 }, { 10, 0.043 }, { 15, 0.081 }, { 20, 0.126 }, { 25, 0.17 }, { 30, 0.22 } };
  static const double roll[][2] = { { 0, 0 }, { 15, 0.015 }, { 30, 0.035 } };
  static const double distance[][2] = { { 25, 0.086 },  { 30, 0.043 },  { 40, 0.021 },  { 60, 0 },     { 80, 0.015 },
                                        { 100, 0.023 }, { 120, 0.026 }, { 150, 0.039 }, { 200, 0.079 } };

  return read_curve (yaw, G_N_ELEMENTS (yaw), fabs (truth[LOOP_YAW]))
         + read_curve (pitch, G_N_ELEMENTS (pitch), fabs (truth[LOOP_PITCH]))
         + read_curve (roll, G_N_ELEMENTS (roll), fabs (truth[LOOP_ROLL]))
         + read_curve (distance, G_N_ELEMENTS (distance), truth[LOOP_Z]);
}

/* What the detector makes of an angle, apart from noise and from what differs between faces: medians over 35 rendered
 * people (tests/bench/matching, doc/guidance-figures.md). Of a raised or lowered chin YuNet's landmarks follow a third.
 */
static double
seen_yaw (double yaw)
{
  static const double curve[][2]
      = { { 0, 0 }, { 10, 12 }, { 15, 18 }, { 20, 23.5 }, { 25, 28 }, { 30, 33 }, { 40, 41.5 }, { 75, 75 } };

  return copysign (read_curve (curve, G_N_ELEMENTS (curve), fabs (yaw)), yaw);
}

static double
seen_pitch (double pitch)
{
  static const double curve[][2]
      = { { -45, -30 }, { -30, -16 }, { -25, -11 }, { -20, -7 }, { -15, -4.5 }, { -10, -4 }, { 0, 0 },
          { 10, 1.7 },  { 15, 3 },    { 20, 4.7 },  { 25, 5.9 }, { 30, 8 },     { 45, 13 } };

  return read_curve (curve, G_N_ELEMENTS (curve), pitch);
}

gboolean
loop_is_usable (const double truth[LOOP_AXES])
{
  /* Each bound is where synthetic people lose some 0.12 of the comparison score (doc/guidance-figures.md), or where a
   * tenth of the face is out of the picture. Fewer pixels than 24 between the eyes serve a rendered face, but not every
   * webcam's. */
  return loop_inter_eye (truth) >= 24.0 && loop_face_width (truth) <= 0.6 && fabs (truth[LOOP_YAW]) <= 28.0
         && fabs (truth[LOOP_PITCH]) <= 20.0 && fabs (truth[LOOP_ROLL]) <= 40.0
         && fabs (loop_offset_x (truth)) + 0.4 * loop_face_width (truth) <= 0.5
         && fabs (loop_offset_y (truth)) + 0.4 * face_height (truth) <= 0.5;
}

gboolean
loop_is_good (const double truth[LOOP_AXES])
{
  return loop_is_usable (truth) && loop_inter_eye (truth) >= 40.0 && loop_face_width (truth) <= 0.4
         && fabs (truth[LOOP_YAW]) <= 14.0 && fabs (truth[LOOP_PITCH]) <= 11.0 && fabs (truth[LOOP_ROLL]) <= 19.0
         && fabs (loop_offset_x (truth)) <= 0.17 && fabs (loop_offset_y (truth)) <= 0.17;
}

/* Whether a detector like YuNet finds it: most of the face in the picture, yaw to 75, pitch to 45. */
static gboolean
is_found (LoopCamera *self, const double truth[LOOP_AXES], double t, double dt, GRand *rand)
{
  if (fabs (loop_offset_x (truth)) + 0.2 * loop_face_width (truth) > 0.5
      || fabs (loop_offset_y (truth)) + 0.2 * face_height (truth) > 0.5 || fabs (truth[LOOP_YAW]) > 75.0
      || fabs (truth[LOOP_PITCH]) > 45.0)
    return FALSE;
  if (t >= self->lost_until && g_rand_double (rand) < dt / DROP_OUT_EVERY)
    self->lost_until = t + 0.3 * g_rand_double (rand);
  return t >= self->lost_until && g_rand_double (rand) >= MISSED;
}

void
loop_camera_observe (
    LoopCamera *self, const double truth[LOOP_AXES], double t, GRand *rand, AnnaeObservation *observation)
{
  const double dt = self->has_last ? t - self->last_t : 1.0 / 30.0;
  const double eyes = loop_inter_eye (truth);
  double noise[7];

  annae_observation_init (observation, (gint64) (t * 1e6), LOOP_WIDTH, LOOP_HEIGHT);
  annae_observation_set (observation, ANNAE_MEASURE_PICTURE, 0.4);
  const gboolean found = is_found (self, truth, t, dt, rand);
  for (guint i = 0; i < G_N_ELEMENTS (noise); i++)
    noise[i] = self->noise * loop_normal (rand);

  /* Blur comes from the speed of the face itself, not from the detector's noise. */
  double blur = 0.0;
  if (self->has_last && dt > 0.0)
    blur = hypot (truth[LOOP_X] - self->last[LOOP_X], truth[LOOP_Y] - self->last[LOOP_Y]) / dt * EXPOSURE / EYES_CM
           / sqrt (12.0);
  for (guint a = 0; a < LOOP_AXES; a++)
    self->last[a] = truth[a];

  if (!found)
    {
      self->has_last = FALSE;
      self->last_t = t;
      return;
    }

  const double eye_x = LOOP_WIDTH * loop_offset_x (truth) + eyes * (self->bias[BIAS_X] + PLACE_FRAME * noise[BIAS_X]);
  const double eye_y = LOOP_HEIGHT * loop_offset_y (truth) + eyes * (self->bias[BIAS_Y] + PLACE_FRAME * noise[BIAS_Y]);
  const double size = 1.0 + self->bias[BIAS_BOX] + BOX_FRAME * noise[BIAS_BOX];
  const double width = loop_face_width (truth) * LOOP_WIDTH * size;
  const double height = face_height (truth) * LOOP_HEIGHT * size;
  const double measured_eyes = eyes * (1.0 + self->bias[BIAS_EYES] + EYES_FRAME * noise[BIAS_EYES]);

  observation->n_faces = 1;
  observation->faces[0].score = 0.9f;
  observation->faces[0].box
      = (AnnaeBox){ (float) (LOOP_WIDTH / 2 + eye_x - width / 2), (float) (LOOP_HEIGHT / 2 + eye_y - height / 2),
                    (float) width, (float) height };
  annae_observation_set (observation, ANNAE_MEASURE_SECOND_FACE, 0.0);
  annae_observation_set (observation, ANNAE_MEASURE_INTER_EYE, measured_eyes);
  annae_observation_set (observation, ANNAE_MEASURE_FACE_WIDTH, width / LOOP_WIDTH);
  annae_observation_set (observation, ANNAE_MEASURE_OFFSET_X, eye_x / LOOP_WIDTH);
  annae_observation_set (observation, ANNAE_MEASURE_OFFSET_Y, eye_y / LOOP_HEIGHT);
  annae_observation_set (observation, ANNAE_MEASURE_YAW,
                         (self->even ? truth[LOOP_YAW] : seen_yaw (truth[LOOP_YAW])) + self->bias[BIAS_YAW]
                             + YAW_FRAME * noise[BIAS_YAW]);
  annae_observation_set (observation, ANNAE_MEASURE_PITCH,
                         (self->even ? truth[LOOP_PITCH] : seen_pitch (truth[LOOP_PITCH])) + self->bias[BIAS_PITCH]
                             + PITCH_FRAME * noise[BIAS_PITCH]);
  annae_observation_set (observation, ANNAE_MEASURE_ROLL,
                         truth[LOOP_ROLL] + self->bias[BIAS_ROLL] + ROLL_FRAME * noise[BIAS_ROLL]);
  annae_observation_set (observation, ANNAE_MEASURE_BRIGHTNESS, 0.5);
  annae_observation_set (observation, ANNAE_MEASURE_SIDE_LIGHT, 0.0);
  annae_observation_set (observation, ANNAE_MEASURE_BACK_LIGHT, 1.0);
  annae_observation_set (observation, ANNAE_MEASURE_SHARPNESS,
                         exp (0.05 * noise[BIAS_BOX]) / (1.0 + blur * blur / (HALF_SHARP * HALF_SHARP)));
  if (self->has_last && dt > 0.0)
    annae_observation_set (observation, ANNAE_MEASURE_MOTION,
                           hypot (eye_x - self->last_x, eye_y - self->last_y) / measured_eyes / dt);
  self->last_x = eye_x;
  self->last_y = eye_y;
  self->last_t = t;
  self->has_last = TRUE;
}
