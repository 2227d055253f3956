/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The five landmarks of a simulated person, or of a picture of one on paper, with the detector's errors. */

#pragma once

#include "annae-observation.h"
#include "loop-person.h"

typedef enum
{
  LOOP_FACE_HEAD,
  LOOP_FACE_FLAT,    /* a print in life size */
  LOOP_FACE_BENT_6,  /* around an upright cylinder of 6 cm */
  LOOP_FACE_BENT_4,
  LOOP_FACE_FOLDED,  /* along the nose, each half turned back by 30 degrees */
  LOOP_FACES
} LoopFaceKind;

typedef struct
{
  LoopFaceKind kind;
  double points[ANNAE_N_LANDMARKS][3]; /* cm; to the person's left, up, towards the camera; the eyes' middle is the origin */
  double depth_turn[2];                /* what the detector makes of the nose's depth when it turns right and left, cm */
  double depth_nod;
  double read_yaw; /* what is read of an angle, over the true one */
  double read_up;
  double read_down;
  double noise; /* 1: as measured */
} LoopFace;

/* reader: angles are read by a network rather than from five landmarks. */
void loop_face_init (LoopFace *self, LoopFaceKind kind, gboolean reader, double noise, GRand *rand);

/* Puts the landmarks into an observation in which the loop's camera has found this face. */
void loop_face_see (const LoopFace *self, const double truth[LOOP_AXES], GRand *rand, AnnaeObservation *observation);

const char *loop_face_name (LoopFaceKind kind);
