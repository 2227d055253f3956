/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Small memories of a number over time, for the guides. */

#include "annae-filters.h"

#include <math.h>
#include <string.h>

double
annae_smooth_add (AnnaeSmooth *self, double value, gint64 now_us, const AnnaeSmoothing *smoothing)
{
  if (!isfinite (value))
    return self->value;

  const gint64 tau = fabs (value - self->value) > smoothing->noise ? smoothing->move_us : smoothing->rest_us;

  if (!self->known || now_us < self->time_us || tau <= 0)
    self->value = value;
  else
    self->value += (1.0 - exp (-(double) (now_us - self->time_us) / (double) tau)) * (value - self->value);
  self->known = TRUE;
  self->time_us = now_us;
  return self->value;
}

double
annae_peak_add (AnnaePeak *self, double value, gint64 now_us, gint64 tau_us)
{
  if (!isfinite (value))
    return self->value;
  if (!self->known || now_us < self->time_us || tau_us <= 0)
    self->value = value;
  else
    {
      self->value *= exp (-(double) (now_us - self->time_us) / (double) tau_us);
      if (value > self->value)
        self->value += 0.5 * (value - self->value);
    }
  self->known = TRUE;
  self->time_us = now_us;
  return self->value;
}

void
annae_median_add (AnnaeMedian *self, double value, gint64 now_us, gint64 spacing_us)
{
  if (!isfinite (value) || (self->n > 0 && now_us >= self->time_us && now_us - self->time_us < spacing_us))
    return;
  self->values[self->next] = value;
  self->next = (self->next + 1) % ANNAE_MEDIAN_SIZE;
  self->n = MIN (self->n + 1, ANNAE_MEDIAN_SIZE);
  self->time_us = now_us;
}

gboolean
annae_median_get (const AnnaeMedian *self, guint at_least, double *median)
{
  double sorted[ANNAE_MEDIAN_SIZE];

  if (self->n == 0 || self->n < at_least)
    return FALSE;
  for (guint i = 0; i < self->n; i++)
    {
      guint j = i;
      for (; j > 0 && sorted[j - 1] > self->values[i]; j--)
        sorted[j] = sorted[j - 1];
      sorted[j] = self->values[i];
    }
  *median = sorted[self->n / 2];
  return TRUE;
}

gboolean
annae_stands (gint64 *since_us, gboolean now, gint64 now_us, gint64 dwell_us)
{
  if (!now)
    *since_us = ANNAE_NEVER;
  else if (*since_us == ANNAE_NEVER)
    *since_us = now_us;
  return now && now_us - *since_us >= dwell_us;
}
