/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The nose against the plane of eyes and mouth: see the header for what it means and where it comes from. */

#include "annae-parallax.h"

#include <math.h>

/* px; less is no face but a point. As in src/vision/pose.cc. */
#define LEAST_SPREAD 2.0
/* How far outside of the quadrangle of eyes and mouth the nose may be, in shares of its sides: at 50 degrees of yaw it
 * is outside. */
#define OUTSIDE 1.5

/* Corners in order around the quadrangle. */
static const AnnaeLandmark corners[4]
    = { ANNAE_LANDMARK_RIGHT_EYE, ANNAE_LANDMARK_LEFT_EYE, ANNAE_LANDMARK_LEFT_MOUTH, ANNAE_LANDMARK_RIGHT_MOUTH };

gboolean
annae_face_shape_add (AnnaeFaceShape *self, const AnnaeFace *face, gint64 now_us, gint64 tau_us)
{
  double x[ANNAE_N_LANDMARKS], y[ANNAE_N_LANDMARKS];
  double middle_x = 0.0, middle_y = 0.0, spread = 0.0;

  if (!face->has_landmarks || (self->n > 0 && now_us < self->time_us))
    return FALSE;
  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    {
      middle_x += face->landmarks[i].x / (double) ANNAE_N_LANDMARKS;
      middle_y += face->landmarks[i].y / (double) ANNAE_N_LANDMARKS;
    }
  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    {
      x[i] = face->landmarks[i].x - middle_x;
      y[i] = face->landmarks[i].y - middle_y;
      spread += (x[i] * x[i] + y[i] * y[i]) / ANNAE_N_LANDMARKS;
    }
  spread = sqrt (spread);
  if (!isfinite (spread) || spread < LEAST_SPREAD)
    return FALSE;

  double share = 1.0 / (self->n + 1);
  if (tau_us > 0 && self->n > 0)
    share = MAX (share, 1.0 - exp (-(double) (now_us - self->time_us) / (double) tau_us));
  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    {
      self->x[i] += share * (x[i] / spread - self->x[i]);
      self->y[i] += share * (y[i] / spread - self->y[i]);
    }
  self->time_us = now_us;
  self->n++;
  return TRUE;
}

static gboolean
is_convex (const AnnaeFaceShape *shape)
{
  for (guint i = 0; i < 4; i++)
    {
      const AnnaeLandmark a = corners[i], b = corners[(i + 1) % 4], c = corners[(i + 2) % 4];
      const double cross = (shape->x[b] - shape->x[a]) * (shape->y[c] - shape->y[b])
                           - (shape->y[b] - shape->y[a]) * (shape->x[c] - shape->x[b]);

      /* Against a square's 1 in these units: a quadrangle that has nearly fallen to a line says nothing. */
      if (!(cross > 0.01))
        return FALSE;
    }
  return TRUE;
}

/* From the unit square to the shape's quadrangle, row by row; Heckbert 1989. */
static void
square_to_shape (const AnnaeFaceShape *shape, double h[3][3])
{
  const double x0 = shape->x[corners[0]], y0 = shape->y[corners[0]];
  const double x1 = shape->x[corners[1]], y1 = shape->y[corners[1]];
  const double x2 = shape->x[corners[2]], y2 = shape->y[corners[2]];
  const double x3 = shape->x[corners[3]], y3 = shape->y[corners[3]];
  const double sum_x = x0 - x1 + x2 - x3, sum_y = y0 - y1 + y2 - y3;
  const double area = (x1 - x2) * (y3 - y2) - (x3 - x2) * (y1 - y2);
  const double g = (sum_x * (y3 - y2) - (x3 - x2) * sum_y) / area;
  const double k = ((x1 - x2) * sum_y - sum_x * (y1 - y2)) / area;

  h[0][0] = x1 - x0 + g * x1;
  h[0][1] = x3 - x0 + k * x3;
  h[0][2] = x0;
  h[1][0] = y1 - y0 + g * y1;
  h[1][1] = y3 - y0 + k * y3;
  h[1][2] = y0;
  h[2][0] = g;
  h[2][1] = k;
  h[2][2] = 1.0;
}

static gboolean
project (double h[3][3], double u, double v, double *x, double *y)
{
  const double w = h[2][0] * u + h[2][1] * v + h[2][2];

  if (!(fabs (w) > 1e-9))
    return FALSE;
  *x = (h[0][0] * u + h[0][1] * v + h[0][2]) / w;
  *y = (h[1][0] * u + h[1][1] * v + h[1][2]) / w;
  return isfinite (*x) && isfinite (*y);
}

/* The inverse up to a factor, which does not matter here. */
static void
adjugate (double h[3][3], double a[3][3])
{
  for (guint r = 0; r < 3; r++)
    for (guint c = 0; c < 3; c++)
      {
        const guint r1 = (c + 1) % 3, r2 = (c + 2) % 3, c1 = (r + 1) % 3, c2 = (r + 2) % 3;

        a[r][c] = h[r1][c1] * h[r2][c2] - h[r1][c2] * h[r2][c1];
      }
}

/* Width over height of the plane. */
static double
aspect (const AnnaeFaceShape *s)
{
  const AnnaeLandmark right = ANNAE_LANDMARK_RIGHT_EYE, left = ANNAE_LANDMARK_LEFT_EYE;
  const AnnaeLandmark right_mouth = ANNAE_LANDMARK_RIGHT_MOUTH, left_mouth = ANNAE_LANDMARK_LEFT_MOUTH;
  const double down_x = 0.5 * (s->x[right_mouth] + s->x[left_mouth] - s->x[right] - s->x[left]);
  const double down_y = 0.5 * (s->y[right_mouth] + s->y[left_mouth] - s->y[right] - s->y[left]);

  return hypot (s->x[left] - s->x[right], s->y[left] - s->y[right]) / hypot (down_x, down_y);
}

gboolean
annae_parallax_measure (const AnnaeFaceShape *from, const AnnaeFaceShape *to, AnnaeParallax *parallax)
{
  double from_square[3][3], to_square[3][3], back[3][3];
  double u, v, x, y;

  *parallax = (AnnaeParallax){ 0 };
  if (from->n == 0 || to->n == 0 || !is_convex (from) || !is_convex (to))
    return FALSE;

  square_to_shape (to, to_square);
  adjugate (to_square, back);
  if (!project (back, to->x[ANNAE_LANDMARK_NOSE], to->y[ANNAE_LANDMARK_NOSE], &u, &v) || u < -OUTSIDE
      || u > 1.0 + OUTSIDE || v < -OUTSIDE || v > 1.0 + OUTSIDE)
    return FALSE;
  square_to_shape (from, from_square);
  if (!project (from_square, u, v, &x, &y))
    return FALSE;

  const double axis_x = from->x[ANNAE_LANDMARK_LEFT_EYE] - from->x[ANNAE_LANDMARK_RIGHT_EYE];
  const double axis_y = from->y[ANNAE_LANDMARK_LEFT_EYE] - from->y[ANNAE_LANDMARK_RIGHT_EYE];
  const double squared = axis_x * axis_x + axis_y * axis_y;
  const double dx = x - from->x[ANNAE_LANDMARK_NOSE], dy = y - from->y[ANNAE_LANDMARK_NOSE];

  /* Along the eyes to the person's left, and across them upwards (y points down in the picture). */
  parallax->left = (dx * axis_x + dy * axis_y) / squared;
  parallax->up = (dx * axis_y - dy * axis_x) / squared;
  parallax->narrower = 1.0 - aspect (to) / aspect (from);
  return isfinite (parallax->left) && isfinite (parallax->up) && isfinite (parallax->narrower);
}
