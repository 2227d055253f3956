/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the guide tells the person next: exactly one thing at a time. Words for it live in phrases/. */

#pragma once

#include "annae-types.h"

G_BEGIN_DECLS

/* Directions are what the person should do, by their own left and right. */
typedef enum
{
  ANNAE_ADVICE_NONE,
  /* camera */
  ANNAE_ADVICE_CAMERA_MISSING,
  ANNAE_ADVICE_CAMERA_BUSY,
  ANNAE_ADVICE_CAMERA_REFUSED,
  ANNAE_ADVICE_CAMERA_BLACK,
  /* person before the camera */
  ANNAE_ADVICE_NO_FACE,
  ANNAE_ADVICE_MORE_FACES,
  ANNAE_ADVICE_COME_CLOSER,
  ANNAE_ADVICE_MOVE_BACK,
  ANNAE_ADVICE_MOVE_LEFT,
  ANNAE_ADVICE_MOVE_RIGHT,
  ANNAE_ADVICE_MOVE_UP,
  ANNAE_ADVICE_MOVE_DOWN,
  ANNAE_ADVICE_TURN_LEFT,
  ANNAE_ADVICE_TURN_RIGHT,
  ANNAE_ADVICE_CHIN_UP,
  ANNAE_ADVICE_CHIN_DOWN,
  ANNAE_ADVICE_TILT_LEFT,
  ANNAE_ADVICE_TILT_RIGHT,
  ANNAE_ADVICE_MORE_LIGHT,
  ANNAE_ADVICE_LESS_LIGHT,
  ANNAE_ADVICE_LIGHT_BEHIND,
  ANNAE_ADVICE_LIGHT_LEFT,  /* light comes from the person's left: turn towards it */
  ANNAE_ADVICE_LIGHT_RIGHT,
  ANNAE_ADVICE_OPEN_EYES,
  ANNAE_ADVICE_EYES_COVERED,
  ANNAE_ADVICE_FACE_COVERED,
  ANNAE_ADVICE_STAY_STILL,
  ANNAE_ADVICE_WIPE_LENS,
  ANNAE_ADVICE_FOLLOW_DOT,   /* with the nose; it is at toward_x */
  ANNAE_ADVICE_LOOK_AHEAD,   /* again, after a turn: for whoever hears where to turn */
  ANNAE_ADVICE_CLOSE_EYES,   /* for a moment; OPEN_EYES follows, for whoever cannot tell how long */
  ANNAE_ADVICE_HOLD, /* all is well: hold still while the ring fills */
  ANNAE_ADVICE_DONE,
  /* document before the camera */
  ANNAE_ADVICE_CARD_SHOW,
  ANNAE_ADVICE_CARD_CLOSER,
  ANNAE_ADVICE_CARD_BACK,
  ANNAE_ADVICE_CARD_CENTRE,
  ANNAE_ADVICE_CARD_FLATTER,
  ANNAE_ADVICE_CARD_GLARE,
  ANNAE_ADVICE_CARD_LIGHT,
  ANNAE_ADVICE_CARD_PORTRAIT, /* no portrait to be seen: other side, or a finger on it */
  ANNAE_ADVICE_CARD_STILL,
  ANNAE_ADVICE_CARD_HOLD,
  ANNAE_ADVICE_CARD_DONE,
  ANNAE_N_ADVICE
} AnnaeAdviceId;

typedef struct
{
  AnnaeAdviceId id;
  /* Where to move, by the person's own left and right, for the arrow: x > 0 to the person's right, y > 0 up,
   * both -1 to 1; zero where the advice has no direction. */
  double toward_x;
  double toward_y;
  double error;    /* how far off, 0 (there) to 1 (as far as it gets): the arrow's length */
  double progress; /* share of the good second that is over, 0 to 1 */
  double raw;      /* the measure that decided, in its own unit, for the staff strip */
  int measure;     /* AnnaeMeasureId of it, or -1 */
  guint wording;   /* 0: the usual words; 1: other words, after 15 s without progress or a step the wrong way */
  gboolean speak;  /* say it now: it has just changed or is due again */
  gboolean offer_staff; /* 30 s without progress: offer a member of staff */
  gint64 since_us; /* when this advice began */
} AnnaeAdvice;

/* Stable kebab-case name for JSON, prompts of recorded clips and pictograms: "come-closer". */
const char *annae_advice_name (AnnaeAdviceId id);

/* TRUE for the advice that says all is well. */
gboolean annae_advice_is_good (AnnaeAdviceId id);

G_END_DECLS
