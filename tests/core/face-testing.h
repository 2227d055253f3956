/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For the tests of liveness: a head or a flat picture of one in a pose, as five points through a camera of 640x480 and 60 degrees. */

#pragma once

#include "annae-observation.h"

#include <math.h>

typedef enum
{
  FACE_HEAD,
  FACE_PRINT, /* a frontal photograph in life size, flat */
  FACE_BENT   /* the same around a cylinder of 6 cm */
} FaceKind;

typedef struct
{
  double yaw; /* degrees, signs as in annae-types.h */
  double pitch;
  double roll;
  double x; /* mm, > 0: to the person's left */
  double y; /* > 0: down */
  double distance;
} FacePose;

#define FACE_FOCAL (320.0 / 0.57735026919)
#define FACE_EYES 63.0
#define FACE_DEPTH 26.0 /* of the nose before the plane of eyes and mouth */
#define BEND_RADIUS 60.0

/* mm; x to the left of the person, y down, z away from the camera; the middle of the eyes is the origin. */
static const double face_head[ANNAE_N_LANDMARKS][3]
    = { { -31.5, 0, 0 }, { 31.5, 0, 0 }, { 0, 37, -FACE_DEPTH }, { -27, 64.5, 0 }, { 27, 64.5, 0 } };

static inline AnnaeFace
face_in (FaceKind kind, const FacePose *pose)
{
  const double a = pose->yaw * G_PI / 180, b = pose->pitch * G_PI / 180, c = pose->roll * G_PI / 180;
  AnnaeFace face = { .score = 0.9f, .has_landmarks = TRUE };

  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    {
      double x = face_head[i][0], y = face_head[i][1], z = face_head[i][2];

      if (kind == FACE_PRINT)
        z = 0.0;
      else if (kind == FACE_BENT)
        {
          z = BEND_RADIUS * (1.0 - cos (x / BEND_RADIUS));
          x = BEND_RADIUS * sin (x / BEND_RADIUS);
        }

      /* roll, pitch, yaw; positive as in annae-types.h */
      const double x1 = x * cos (c) + y * sin (c), y1 = y * cos (c) - x * sin (c);
      const double y2 = y1 * cos (b) + z * sin (b), z2 = z * cos (b) - y1 * sin (b);
      const double x3 = x1 * cos (a) - z2 * sin (a), z3 = x1 * sin (a) + z2 * cos (a);
      const double w = FACE_FOCAL / (pose->distance + z3);

      face.landmarks[i] = (AnnaePoint){ (float) (320 + w * (x3 + pose->x)), (float) (240 + w * (y2 + pose->y)) };
    }
  const double width = 2.13 * FACE_EYES * FACE_FOCAL / pose->distance;
  const double x = 320 + pose->x * FACE_FOCAL / pose->distance, y = 240 + pose->y * FACE_FOCAL / pose->distance;
  face.box = (AnnaeBox){ (float) (x - width / 2), (float) (y - width / 2), (float) width, (float) (1.35 * width) };
  return face;
}

/* Everything a good frame has; yaw and pitch are read as they are, of a print as well: as if it could deceive whoever reads them. */
static inline AnnaeObservation
face_seen (FaceKind kind, const FacePose *pose, gint64 time_us)
{
  AnnaeObservation o;

  annae_observation_init (&o, time_us, 640, 480);
  o.n_faces = 1;
  o.faces[0] = face_in (kind, pose);
  annae_observation_set (&o, ANNAE_MEASURE_SECOND_FACE, 0.0);
  annae_observation_set (&o, ANNAE_MEASURE_INTER_EYE, FACE_EYES * FACE_FOCAL / pose->distance);
  annae_observation_set (&o, ANNAE_MEASURE_FACE_WIDTH, o.faces[0].box.width / 640);
  annae_observation_set (&o, ANNAE_MEASURE_OFFSET_X, (o.faces[0].box.x + o.faces[0].box.width / 2) / 640 - 0.5);
  annae_observation_set (&o, ANNAE_MEASURE_OFFSET_Y, 0.0);
  annae_observation_set (&o, ANNAE_MEASURE_YAW, pose->yaw);
  annae_observation_set (&o, ANNAE_MEASURE_PITCH, pose->pitch);
  annae_observation_set (&o, ANNAE_MEASURE_ROLL, pose->roll);
  annae_observation_set (&o, ANNAE_MEASURE_BRIGHTNESS, 0.5);
  annae_observation_set (&o, ANNAE_MEASURE_SIDE_LIGHT, 0.0);
  annae_observation_set (&o, ANNAE_MEASURE_BACK_LIGHT, 1.0);
  annae_observation_set (&o, ANNAE_MEASURE_SHARPNESS, 1.0);
  annae_observation_set (&o, ANNAE_MEASURE_MOTION, 0.2);
  annae_observation_set (&o, ANNAE_MEASURE_PICTURE, 0.4);
  return o;
}
