/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The small movements that somebody may be asked for, to show that they are alive.
 *
 * Eyes are to be closed for a moment rather than to blink: that is understood at once and seen at five frames a second, and nobody does it
 * by themselves fifteen times a minute. Not asked for: following a dot with the eyes alone, which needs a network that no pack has; smiling,
 * speed and flashing light, which Annae never asks for. */

#pragma once

#include "annae-advice.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_REQUEST_NONE,
  ANNAE_REQUEST_TURN_LEFT, /* the head a little, to the person's own left */
  ANNAE_REQUEST_TURN_RIGHT,
  ANNAE_REQUEST_LOOK_UP,
  ANNAE_REQUEST_LOOK_DOWN,
  ANNAE_REQUEST_COME_CLOSER,
  ANNAE_REQUEST_FOLLOW_DOT,  /* a slowly moving dot, with the nose (annae-dot.h) */
  ANNAE_REQUEST_CLOSE_EYES,  /* for a moment, and open them again (annae-eyes.h) */
  ANNAE_REQUEST_HOLD_STILL,  /* passive only: proves nothing, where nothing else can be asked */
  ANNAE_N_REQUESTS
} AnnaeRequest;

/* A number from 0 to below bound, each as likely. */
typedef guint32 (*AnnaeRandomFunc) (guint32 bound, gpointer user_data);

/* random NULL: the kernel's random numbers. bound from 1. */
guint32 annae_request_draw (guint32 bound, AnnaeRandomFunc random, gpointer user_data);

/* Puts requests into an order that chance draws, each order as likely. random NULL: the kernel's random numbers. */
void annae_request_shuffle (AnnaeRequest *requests, guint n, AnnaeRandomFunc random, gpointer user_data);

/* Stable kebab-case name: "turn-left". */
const char *annae_request_name (AnnaeRequest request);
/* Whose words, picture and arrow it has. */
AnnaeAdviceId annae_request_advice (AnnaeRequest request);

/* Between left and right people mistake themselves. */
gboolean annae_request_is_sideways (AnnaeRequest request);

G_END_DECLS
