/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts scores and reads error rates from the counts. */

#include "annae-evaluation.h"

#include <math.h>

/* A score this little below a step is on it: templates are single precision numbers. */
#define ROUNDING 0.01

AnnaeTally *
annae_tally_new (void)
{
  AnnaeTally *self = g_new0 (AnnaeTally, 1);

  self->genuine = g_new0 (guint32, ANNAE_TALLY_STEPS);
  self->impostor = g_new0 (guint32, ANNAE_TALLY_STEPS);
  return self;
}

void
annae_tally_free (AnnaeTally *self)
{
  if (self == NULL)
    return;
  g_free (self->genuine);
  g_free (self->impostor);
  g_free (self);
}

guint
annae_tally_step (double score)
{
  double step = floor ((score + 1.0) / ANNAE_TALLY_STEP + ROUNDING);

  return (guint) CLAMP (step, 0.0, (double) (ANNAE_TALLY_STEPS - 1));
}

double
annae_tally_threshold (guint step)
{
  return ((double) step - (ANNAE_TALLY_STEPS - 1) / 2) / ((ANNAE_TALLY_STEPS - 1) / 2);
}

gboolean
annae_tally_add (AnnaeTally *self, gboolean same, double score)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!isfinite (score))
    return FALSE;
  guint step = annae_tally_step (score);
  if (same)
    {
      self->genuine[step]++;
      self->n_genuine++;
    }
  else
    {
      self->impostor[step]++;
      self->n_impostor++;
    }
  return TRUE;
}

void
annae_rate_init (AnnaeRate *rate, guint64 k, guint64 n)
{
  const double z = 1.959963984540054; /* 97.5 % of the normal distribution */

  g_return_if_fail (rate != NULL && k <= n);

  *rate = (AnnaeRate){ k, n, NAN, NAN, NAN };
  if (n == 0)
    return;
  double size = (double) n;
  double p = (double) k / size;
  double centre = p + z * z / (2.0 * size);
  double spread = z * sqrt (p * (1.0 - p) / size + z * z / (4.0 * size * size));
  double whole = 1.0 + z * z / size;
  rate->rate = p;
  rate->low = k == 0 ? 0.0 : (centre - spread) / whole;
  rate->high = k == n ? 1.0 : (centre + spread) / whole;
}

/* missed: genuine scores below the threshold; matched: impostor scores at or above it. */
static void
fill_point (const AnnaeTally *self, guint step, guint64 missed, guint64 matched, AnnaeOperatingPoint *point)
{
  point->threshold = annae_tally_threshold (step);
  annae_rate_init (&point->fmr, matched, self->n_impostor);
  annae_rate_init (&point->fnmr, missed, self->n_genuine);
}

void
annae_tally_at (const AnnaeTally *self, double threshold, AnnaeOperatingPoint *point)
{
  guint64 missed = 0, matched = self->n_impostor;
  guint step = threshold > 1.0 + ROUNDING * ANNAE_TALLY_STEP ? ANNAE_TALLY_STEPS : annae_tally_step (threshold);

  /* Between two steps the one above: what a threshold refuses must stay refused. */
  if (step < ANNAE_TALLY_STEPS && annae_tally_threshold (step) + ROUNDING * ANNAE_TALLY_STEP < threshold)
    step++;
  for (guint i = 0; i < step; i++)
    {
      missed += self->genuine[i];
      matched -= self->impostor[i];
    }
  fill_point (self, step, missed, matched, point);
}

AnnaeSupport
annae_support_for (guint64 n_impostor, double fmr)
{
  double expected = (double) n_impostor * fmr * (1.0 + 1e-9);

  return expected >= 30.0 ? ANNAE_SUPPORT_GOOD : expected >= 3.0 ? ANNAE_SUPPORT_WEAK : ANNAE_SUPPORT_NONE;
}

const char *
annae_support_name (AnnaeSupport support)
{
  static const char *const names[] = { "none", "weak", "good" };

  g_return_val_if_fail ((guint) support < G_N_ELEMENTS (names), NULL);
  return names[support];
}

AnnaeSupport
annae_tally_find_fmr (const AnnaeTally *self, double fmr, AnnaeOperatingPoint *point)
{
  AnnaeSupport support = annae_support_for (self->n_impostor, fmr);
  guint64 allowed = (guint64) floor ((double) self->n_impostor * fmr * (1.0 + 1e-12));
  guint64 matched = 0, missed = self->n_genuine;
  guint step = ANNAE_TALLY_STEPS;

  if (support == ANNAE_SUPPORT_NONE)
    return support;
  while (step > 0 && matched + self->impostor[step - 1] <= allowed)
    {
      step--;
      matched += self->impostor[step];
      missed -= self->genuine[step];
    }
  fill_point (self, step, missed, matched, point);
  return support;
}

gboolean
annae_tally_find_eer (const AnnaeTally *self, AnnaeEqualError *eer)
{
  guint64 missed = 0, matched = self->n_impostor;
  double fmr = 1.0, fnmr = 0.0;
  AnnaeRate interval;

  if (self->n_genuine == 0 || self->n_impostor == 0)
    return FALSE;
  for (guint step = 0; step < ANNAE_TALLY_STEPS; step++)
    {
      double old_fmr = fmr, old_fnmr = fnmr;

      missed += self->genuine[step];
      matched -= self->impostor[step];
      fmr = (double) matched / (double) self->n_impostor;
      fnmr = (double) missed / (double) self->n_genuine;
      if (fnmr < fmr)
        continue;
      double before = old_fmr - old_fnmr, after = fnmr - fmr;
      double share = before / (before + after);
      eer->rate = old_fmr + share * (fmr - old_fmr);
      /* The rates after this step are those of a threshold just above it. */
      eer->threshold = annae_tally_threshold (step + 1);
      break;
    }
  guint64 n = MIN (self->n_genuine, self->n_impostor);
  annae_rate_init (&interval, MIN ((guint64) llround (eer->rate * (double) n), n), n);
  eer->low = MIN (interval.low, eer->rate);
  eer->high = MAX (interval.high, eer->rate);
  return TRUE;
}

/* A place on logarithmic axes; none is nearer to zero than half of one comparison. */
static double
log_rate (guint64 k, guint64 n)
{
  return log10 (MAX ((double) k, 0.5) / (double) n);
}

GArray *
annae_tally_det (const AnnaeTally *self, guint max_points)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (AnnaeOperatingPoint));
  guint64 missed = 0, matched = self->n_impostor;
  double way = 0.0, x = 0.0, y = 0.0;
  AnnaeOperatingPoint point;

  g_return_val_if_fail (max_points >= 2, points);
  if (self->n_genuine == 0 || self->n_impostor == 0)
    return points;
  /* As long as the longest possible curve, cut into equal parts. */
  double part = (log10 (2.0 * (double) self->n_genuine) + log10 (2.0 * (double) self->n_impostor)) / (max_points - 1);
  x = log_rate (self->n_impostor, self->n_impostor);
  y = log_rate (0, self->n_genuine);
  fill_point (self, 0, 0, matched, &point);
  g_array_append_val (points, point);
  for (guint step = 0; step < ANNAE_TALLY_STEPS; step++)
    {
      if (self->genuine[step] == 0 && self->impostor[step] == 0)
        continue;
      missed += self->genuine[step];
      matched -= self->impostor[step];
      double new_x = log_rate (matched, self->n_impostor), new_y = log_rate (missed, self->n_genuine);
      way += fabs (new_x - x) + fabs (new_y - y);
      x = new_x;
      y = new_y;
      if (way < part && !(matched == 0 && missed == self->n_genuine))
        continue;
      way = 0.0;
      fill_point (self, step + 1, missed, matched, &point);
      if (points->len < max_points)
        g_array_append_val (points, point);
      else
        g_array_index (points, AnnaeOperatingPoint, points->len - 1) = point;
    }
  return points;
}

void
annae_tally_histogram (const AnnaeTally *self, guint n_bins, guint64 *genuine, guint64 *impostor)
{
  g_return_if_fail (n_bins > 0 && n_bins < ANNAE_TALLY_STEPS);

  for (guint i = 0; i < n_bins; i++)
    genuine[i] = impostor[i] = 0;
  for (guint step = 0; step < ANNAE_TALLY_STEPS; step++)
    {
      guint bin = MIN ((guint) ((guint64) step * n_bins / (ANNAE_TALLY_STEPS - 1)), n_bins - 1);

      genuine[bin] += self->genuine[step];
      impostor[bin] += self->impostor[step];
    }
}
