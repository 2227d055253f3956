/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One row of a guide's table, and the small memories of a number over time. */

#include <math.h>

#include "annae-advice-rule.h"
#include "annae-filters.h"

static const AnnaeAdviceRule rule = {
  .below = ANNAE_ADVICE_TURN_LEFT,
  .above = ANNAE_ADVICE_TURN_RIGHT,
  .low = -10.0,
  .low_lift = -8.0,
  .high = 10.0,
  .high_lift = 8.0,
  .target = 0.0,
  .full = 40.0,
  .relax = 1.5,
  .toward_x = 1.0,
  .dwell_us = 7,
};

static AnnaeFinding
judge (double value, const AnnaeFinding *before, gboolean relaxed)
{
  AnnaeFinding finding;

  annae_advice_rule_judge (&rule, value, before, relaxed, &finding);
  return finding;
}

static void
test_rule (void)
{
  AnnaeFinding f = judge (10.0, NULL, FALSE);
  g_assert_cmpint (f.state, ==, ANNAE_FINDING_PASS);

  f = judge (10.5, NULL, FALSE);
  g_assert_cmpint (f.state, ==, ANNAE_FINDING_FAIL);
  g_assert_cmpint (f.id, ==, ANNAE_ADVICE_TURN_RIGHT);
  g_assert_cmpfloat (f.toward_x, ==, 1.0);
  g_assert_cmpfloat_with_epsilon (f.error, 10.5 / 40.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (f.excess, 1.05, 1e-12);
  g_assert_cmpint (f.dwell_us, ==, 7);

  /* Having failed: lifted at 8, on the same side only. */
  AnnaeFinding again = judge (8.5, &f, FALSE);
  g_assert_cmpint (again.state, ==, ANNAE_FINDING_FAIL);
  g_assert_cmpint (judge (8.0, &f, FALSE).state, ==, ANNAE_FINDING_PASS);
  g_assert_cmpint (judge (-9.0, &f, FALSE).state, ==, ANNAE_FINDING_PASS);
  f = judge (-11.0, &f, FALSE);
  g_assert_cmpint (f.id, ==, ANNAE_ADVICE_TURN_LEFT);
  g_assert_cmpfloat (f.toward_x, ==, -1.0);

  /* Relaxed: 15, without hysteresis. */
  g_assert_cmpint (judge (-15.0, &f, TRUE).state, ==, ANNAE_FINDING_PASS);
  g_assert_cmpint (judge (-15.1, &f, TRUE).state, ==, ANNAE_FINDING_FAIL);

  g_assert_cmpfloat (judge (1e12, NULL, FALSE).error, ==, 1.0);
  g_assert_cmpint (judge (NAN, &f, FALSE).state, ==, ANNAE_FINDING_UNKNOWN);
  g_assert_cmpint (judge (INFINITY, &f, FALSE).state, ==, ANNAE_FINDING_UNKNOWN);
}

static void
test_smooth (void)
{
  const AnnaeSmoothing smoothing = { ANNAE_SECONDS (1), ANNAE_SECONDS (0.1), 5.0 };
  AnnaeSmooth calm = { 0 };
  AnnaeSmooth moved = { 0 };

  /* The first value is taken as it is. */
  g_assert_cmpfloat (annae_smooth_add (&calm, 100.0, 0, &smoothing), ==, 100.0);
  /* Within the noise: 1 - exp (-0.1 / 1) of the way. */
  g_assert_cmpfloat_with_epsilon (annae_smooth_add (&calm, 104.0, ANNAE_SECONDS (0.1), &smoothing), 100.381, 0.001);
  /* Beyond it: 1 - exp (-0.1 / 0.1). */
  annae_smooth_add (&moved, 100.0, 0, &smoothing);
  g_assert_cmpfloat_with_epsilon (annae_smooth_add (&moved, 110.0, ANNAE_SECONDS (0.1), &smoothing), 106.321, 0.001);
  /* What is not finite changes nothing. */
  g_assert_cmpfloat_with_epsilon (annae_smooth_add (&moved, NAN, ANNAE_SECONDS (0.2), &smoothing), 106.321, 0.001);
}

static void
test_peak (void)
{
  AnnaePeak peak = { 0 };

  g_assert_cmpfloat (annae_peak_add (&peak, 1.0, 0, ANNAE_SECONDS (7)), ==, 1.0);
  /* One noisy frame of 3 takes it half way; it fades with its time constant. */
  g_assert_cmpfloat_with_epsilon (annae_peak_add (&peak, 3.0, 1, ANNAE_SECONDS (7)), 2.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (annae_peak_add (&peak, 0.0, ANNAE_SECONDS (7), ANNAE_SECONDS (7)), 2.0 / G_E, 1e-6);
}

static void
test_median (void)
{
  AnnaeMedian median = { 0 };
  double value = -1.0;

  g_assert_false (annae_median_get (&median, 0, &value));
  for (guint i = 0; i < 5; i++)
    annae_median_add (&median, (double[]){ 5, 1, 4, 2, 3 }[i], ANNAE_SECONDS (i), ANNAE_SECONDS (1));
  g_assert_false (annae_median_get (&median, 6, &value));
  g_assert_true (annae_median_get (&median, 5, &value));
  g_assert_cmpfloat (value, ==, 3.0);
  /* Too soon after the last, or not finite: not taken. */
  annae_median_add (&median, 100.0, ANNAE_SECONDS (4.5), ANNAE_SECONDS (1));
  annae_median_add (&median, NAN, ANNAE_SECONDS (9), ANNAE_SECONDS (1));
  g_assert_cmpuint (median.n, ==, 5);
  /* The oldest go. */
  for (guint i = 0; i < ANNAE_MEDIAN_SIZE; i++)
    annae_median_add (&median, 7.0, ANNAE_SECONDS (10 + i), ANNAE_SECONDS (1));
  g_assert_true (annae_median_get (&median, ANNAE_MEDIAN_SIZE, &value));
  g_assert_cmpfloat (value, ==, 7.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/advice-rule/rule", test_rule);
  g_test_add_func ("/filters/smooth", test_smooth);
  g_test_add_func ("/filters/peak", test_peak);
  g_test_add_func ("/filters/median", test_median);
  return g_test_run ();
}
