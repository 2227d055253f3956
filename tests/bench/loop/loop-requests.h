/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests in a closed loop: people who do what they are asked as they understand it, and pictures of people that are held before the
 * camera by somebody who knows how it works. */

#pragma once

#include "annae-requests.h"
#include "loop-face.h"
#include "loop-person.h"
#include "loop-session.h"

typedef enum
{
  LOOP_ATTACK_HELD,     /* a flat print, held as still as hands do */
  LOOP_ATTACK_WAVED,    /* turned, shifted, tilted, brought near at random, with pauses */
  LOOP_ATTACK_OBEYS,    /* does with a flat print what is asked, by 20 to 50 degrees */
  LOOP_ATTACK_BENT_6,   /* the same with a print around a cylinder of 6 cm */
  LOOP_ATTACK_BENT_4,   /* of 4 cm */
  LOOP_ATTACK_FOLDED,   /* folded along the nose */
  LOOP_ATTACK_HOLES,    /* flat, with holes for the eyes of whoever obeys behind it */
  LOOP_ATTACK_HOLES_6,  /* and bent */
  LOOP_ATTACK_HOLES_4,
  LOOP_ATTACK_HOLES_FOLDED,
  LOOP_ATTACK_RECORDED, /* a head that turns and nods by a plan of its own: what a recording on a screen shows */
  LOOP_ATTACK_QUICK,    /* the same, but every movement there is, one a second, between rests */
  LOOP_ATTACK_SIDES,    /* the same, to one side and the other in turn, which left for right does no harm, between rests */
  LOOP_ATTACK_SIDES_EYES, /* the same, and the eyes are closed for a moment after each turn */
  LOOP_ATTACK_DOT,      /* a head that follows a dot, another one, between rests */
  LOOP_ATTACKS
} LoopAttack;

/* What is about the eyes of somebody, of any kind. */
typedef enum
{
  LOOP_LOOK_BARE,       /* no spectacles */
  LOOP_LOOK_SPECTACLES,
  LOOP_LOOK_HOODED,     /* lids, with spectacles or without */
  LOOP_LOOK_UNREAD,     /* eyes that cannot be read, or that their owner cannot close when asked to; likewise */
  LOOP_LOOKS
} LoopLook;

typedef struct
{
  LoopKind kind;
  gboolean looks[LOOP_LOOKS];
  AnnaeLiveness liveness;
  AnnaeRequestsEvidence evidence;
  double seconds;
  char course[256]; /* what was asked, and what became of each: "close-eyes followed, look-up swapped" */
} LoopLiveness;

typedef struct
{
  double noise;    /* errors of the detector, over those measured */
  double button;   /* the share of people who press "I cannot do this" where they have come to the end of what they can do and stood there for 3 s */
  gboolean reader; /* the pack reads eyes and angles */
  const LoopEyes *eyes; /* that see pictures; NULL: what they would see is reckoned */
} LoopRequestsOptions;

/* The person that this seed makes, with the profile that such a person chooses, after the guide has had them at rest once. */
void loop_requests_person (guint32 seed, const LoopRequestsOptions *options, LoopLiveness *result);
void loop_requests_attack (LoopAttack attack, guint32 seed, const LoopRequestsOptions *options, LoopLiveness *result);

const char *loop_attack_name (LoopAttack attack);
const char *loop_look_name (LoopLook look);

/* The interval of Clopper and Pearson (Biometrika 1934) for k of n: holds the true share in at least 95 %. */
void loop_interval (guint k, guint n, double *low, double *high);

/* Wilson's (JASA 1927), as in the other tables. */
void loop_wilson (guint k, guint n, double *low, double *high);
