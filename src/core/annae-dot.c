/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dot's path and its likeness to the head's. [figures]: doc/liveness-figures.md */

#include "annae-dot.h"

#include <math.h>
#include <string.h>

/* From the middle to a side in so long: 15 degrees at a screen's distance, half as fast as a head turns unhurried. */
#define GLIDE_US ANNAE_SECONDS (1.0)
#define WAIT_LEAST_US ANNAE_SECONDS (0.4)
#define WAIT_MORE_US ANNAE_SECONDS (0.8)
/* A sentence of nine syllables, and a reaction. */
#define SPOKEN_WAIT_LEAST_US ANNAE_SECONDS (3.6)
#define SPOKEN_WAIT_MORE_US ANNAE_SECONDS (1.2)
#define LAG_US ANNAE_SECONDS (1.3)
#define SPOKEN_LAG_US ANNAE_SECONDS (3.0)

/* Ten a second: slower than any camera that can be used, faster than the dot. */
#define SAMPLE_US ANNAE_SECONDS (0.1)
/* Of the samples, the share that has to be seen. */
#define SEEN 0.7

/* [figures] */
#define LIKENESS 0.88
#define NEARLY 0.8
#define DEGREES 2.5
/* Inter-eye distances that the nose has to move for the dot's way to a side, and the share of the tangent of the angle that the plane's
 * narrowing shows, as for a turn (annae-movement.c), but of the mean of all frames [figures]. */
#define DEPTH 0.033
#define DEPTH_SHARE 0.45
#define NARROWER_NOISE 0.012
#define READ_SHARE 0.36
/* The dot is at a side. */
#define SIDE 0.7

/* From each place it goes to one of the other two, each as likely, and comes to both sides. */
static void
draw_places (AnnaeDot *self, AnnaeRandomFunc random, gpointer user_data)
{
  static const double others[3][2] = { { 0, 1 }, { -1, 1 }, { -1, 0 } };
  int at = 0;
  gboolean left = FALSE, right = FALSE;

  for (guint i = 0; i < ANNAE_DOT_LEGS; i++)
    {
      double to = others[at + 1][annae_request_draw (2, random, user_data)];

      /* The last may have to be the side that it has not been to. */
      if (i == ANNAE_DOT_LEGS - 1 && !(left && right))
        to = left ? 1 : -1;
      self->legs[i].to = to;
      left = left || to < 0;
      right = right || to > 0;
      at = (int) to;
    }
}

void
annae_dot_draw (AnnaeDot *self, gboolean spoken, AnnaeRandomFunc random, gpointer user_data)
{
  const gint64 least = spoken ? SPOKEN_WAIT_LEAST_US : WAIT_LEAST_US;
  const gint64 more = spoken ? SPOKEN_WAIT_MORE_US : WAIT_MORE_US;
  gint64 now = 0;
  double at = 0.0;

  memset (self, 0, sizeof *self);
  draw_places (self, random, user_data);
  for (guint i = 0; i < ANNAE_DOT_LEGS; i++)
    {
      AnnaeDotLeg *leg = &self->legs[i];

      leg->from_us = now;
      leg->until_us = now + (gint64) (fabs (leg->to - at) * GLIDE_US);
      now = leg->until_us + least + more * annae_request_draw (64, random, user_data) / 63;
      at = leg->to;
    }
  self->length_us = now;
  self->lag_us = spoken ? SPOKEN_LAG_US : LAG_US;
}

guint
annae_dot_leg (const AnnaeDot *self, gint64 since_us)
{
  guint leg = 0;

  while (leg + 1 < ANNAE_DOT_LEGS && since_us >= self->legs[leg + 1].from_us)
    leg++;
  return leg;
}

double
annae_dot_at (const AnnaeDot *self, gint64 since_us)
{
  const guint number = annae_dot_leg (self, since_us);
  const AnnaeDotLeg *leg = &self->legs[number];
  const double from = number > 0 ? self->legs[number - 1].to : 0.0;
  const double way = (double) MAX (leg->until_us - leg->from_us, 1);
  const double s = CLAMP ((double) (since_us - leg->from_us) / way, 0.0, 1.0);

  return from + (leg->to - from) * s * s * (3.0 - 2.0 * s);
}

gint64
annae_dot_end (const AnnaeDot *self)
{
  return self->length_us + self->lag_us;
}

void
annae_dot_add (AnnaeDot *self, gint64 since_us, double left, const AnnaeParallax *parallax)
{
  const gint64 at = since_us / SAMPLE_US;

  if (since_us < 0 || at >= ANNAE_DOT_SAMPLES || !isfinite (left) || !isfinite (parallax->left)
      || !isfinite (parallax->narrower) || self->seen[at] == G_MAXUINT8)
    return;
  self->seen[at]++;
  self->turned[at] += (-left - self->turned[at]) / self->seen[at];
  self->moved[at] += (-parallax->left - self->moved[at]) / self->seen[at];
  self->narrower[at] += (parallax->narrower - self->narrower[at]) / self->seen[at];
}

/* Pearson's correlation of the dot so long before with the head, over all of the path. */
static gboolean
correlate (const AnnaeDot *self, gint64 delay_us, double *likeness, double *degrees)
{
  const gint64 last = MIN (self->length_us + delay_us, (gint64) ANNAE_DOT_SAMPLES * SAMPLE_US);
  double n = 0.0, all = 0.0, x = 0.0, y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;

  for (gint64 at = 0; at < last / SAMPLE_US; at++)
    {
      const double dot = annae_dot_at (self, MAX (at * SAMPLE_US + SAMPLE_US / 2 - delay_us, 0));

      all++;
      if (self->seen[at] == 0)
        continue;
      n++;
      x += dot;
      y += self->turned[at];
      xx += dot * dot;
      yy += self->turned[at] * self->turned[at];
      xy += dot * self->turned[at];
    }
  const double vx = xx - x * x / MAX (n, 1.0), vy = yy - y * y / MAX (n, 1.0), both = xy - x * y / MAX (n, 1.0);

  if (n < SEEN * all || !(vx > 1e-6) || !(vy > 1e-6))
    return FALSE;
  *likeness = both / sqrt (vx * vy);
  *degrees = both / vx;
  return TRUE;
}

/* The slope of the nose's way over the dot's, as correlate () has the head's; and the plane where the dot is at a side. */
static void
measure_depth (const AnnaeDot *self, AnnaeDotMatch *match)
{
  const gint64 last = MIN (self->length_us + match->delay_us, (gint64) ANNAE_DOT_SAMPLES * SAMPLE_US);
  double n = 0.0, x = 0.0, y = 0.0, xx = 0.0, xy = 0.0, sides = 0.0, narrower = 0.0;

  for (gint64 at = 0; at < last / SAMPLE_US; at++)
    {
      const double dot = annae_dot_at (self, MAX (at * SAMPLE_US + SAMPLE_US / 2 - match->delay_us, 0));

      if (self->seen[at] == 0)
        continue;
      n++;
      x += dot;
      y += self->moved[at];
      xx += dot * dot;
      xy += dot * self->moved[at];
      if (fabs (dot) < SIDE)
        continue;
      sides++;
      narrower += self->narrower[at];
    }
  match->moved = (xy - x * y / n) / (xx - x * x / n);
  match->narrower = sides > 0.0 ? narrower / sides : 0.0;
}

void
annae_dot_match (const AnnaeDot *self, AnnaeDotMatch *match)
{
  double likeness, degrees;

  *match = (AnnaeDotMatch){ 0 };
  for (gint64 delay = 0; delay <= self->lag_us; delay += SAMPLE_US)
    if (correlate (self, delay, &likeness, &degrees) && likeness > match->likeness)
      *match = (AnnaeDotMatch){ likeness, degrees, delay, 0.0, 0.0 };
  if (match->likeness > 0.0)
    measure_depth (self, match);
}

double
annae_dot_followed (const AnnaeDotMatch *match)
{
  return MIN (match->likeness / LIKENESS, match->degrees / DEGREES);
}

gboolean
annae_dot_nearly_followed (const AnnaeDotMatch *match)
{
  return match->likeness >= NEARLY && match->degrees >= DEGREES;
}

double
annae_dot_depth (const AnnaeDotMatch *match)
{
  const double plane = acos (1.0 - CLAMP (match->narrower - NARROWER_NOISE, 0.0, 0.9));
  const double read = CLAMP (match->degrees, 0.0, 60.0) * G_PI / 180.0;

  return match->moved / MAX (MAX (DEPTH, DEPTH_SHARE * tan (plane)), READ_SHARE * tan (read));
}
