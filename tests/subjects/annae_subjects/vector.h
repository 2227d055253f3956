/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Vectors of three floats. */

#pragma once

#include <math.h>

static inline float
clamp (float x, float low, float high)
{
  return x < low ? low : x > high ? high : x;
}

static inline float
dot (const float *a, const float *b)
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static inline void
cross (const float *a, const float *b, float *out)
{
  out[0] = a[1] * b[2] - a[2] * b[1];
  out[1] = a[2] * b[0] - a[0] * b[2];
  out[2] = a[0] * b[1] - a[1] * b[0];
}

static inline void
normalize (float *a)
{
  float inverse = 1.0f / sqrtf (dot (a, a) + 1e-20f);

  for (int k = 0; k < 3; k++)
    a[k] *= inverse;
}
