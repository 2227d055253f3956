/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A dot that glides slowly from side to side, by a path that chance draws, and how well a face follows it with the nose.
 *
 * What it is for: of the movements that are asked for singly a recording has the right one by luck in one of four. A path has
 * fourteen courses and its own times, so a recording does not have it. How far the nose moves against the plane of eyes and mouth while it
 * is followed, over a hundred frames and both sides, shows depth where the head turns by a few degrees only.
 *
 * Pure: no clock; chance comes from the kernel unless a test brings its own. */

#pragma once

#include "annae-parallax.h"
#include "annae-request.h"

G_BEGIN_DECLS

#define ANNAE_DOT_LEGS 4
#define ANNAE_DOT_SAMPLES 400

/* One stretch: it glides, and then it waits. */
typedef struct
{
  double to; /* -1 the person's left, 0 the middle, 1 the right: as AnnaeAdvice.toward_x */
  gint64 from_us; /* since the path began */
  gint64 until_us;
} AnnaeDotLeg;

typedef struct
{
  AnnaeDotLeg legs[ANNAE_DOT_LEGS];
  gint64 length_us;
  gint64 lag_us;   /* at most, between the dot and whoever follows */
  /* where the head was, in degrees to the person's right of rest */
  double turned[ANNAE_DOT_SAMPLES];
  guint8 seen[ANNAE_DOT_SAMPLES]; /* frames in it; a face that is lost for a moment leaves a gap */
  double moved[ANNAE_DOT_SAMPLES]; /* the nose, to the person's right, as AnnaeParallax */
  double narrower[ANNAE_DOT_SAMPLES];
} AnnaeDot;

/* A new path, and nothing seen yet. spoken: for whoever hears where to turn: there is time for a sentence at each place. */
void annae_dot_draw (AnnaeDot *self, gboolean spoken, AnnaeRandomFunc random, gpointer user_data);

/* Where the dot is. */
double annae_dot_at (const AnnaeDot *self, gint64 since_us);
/* The leg that it is on. */
guint annae_dot_leg (const AnnaeDot *self, gint64 since_us);
/* When everything is seen that is needed. */
gint64 annae_dot_end (const AnnaeDot *self);

/* How far the head is turned, in degrees to the person's left of rest, and how the nose has moved against its plane. */
void annae_dot_add (AnnaeDot *self, gint64 since_us, double left, const AnnaeParallax *parallax);

typedef struct
{
  double likeness; /* correlation with the dot's path, at the delay at which it is greatest; 0 where too little was seen */
  double degrees;  /* that the head turns for the dot's way from the middle to a side */
  gint64 delay_us;
  double moved; /* the nose for that way, inter-eye distances */
  double narrower; /* the plane at the sides, against rest */
} AnnaeDotMatch;

void annae_dot_match (const AnnaeDot *self, AnnaeDotMatch *match);
/* 1 or more: it was followed. */
double annae_dot_followed (const AnnaeDotMatch *match);
/* It was followed so far that it says as much as a single movement does. */
gboolean annae_dot_nearly_followed (const AnnaeDotMatch *match);
/* 1 or more: and what followed it has depth. */
double annae_dot_depth (const AnnaeDotMatch *match);

G_END_DECLS
