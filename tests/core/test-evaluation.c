/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Error rates against figures worked out by hand, and all pairs against pair by pair. */

#include "annae-all-pairs.h"

#include <math.h>
#include <string.h>

#include "annae-vault.h"

static AnnaeTally *
ten_and_ten (void)
{
  /* genuine 0.35 0.45 .. 0.95 and three of 0.99; impostor 0.00 0.05 .. 0.40 and one of 0.60 */
  AnnaeTally *tally = annae_tally_new ();

  for (guint i = 0; i < 7; i++)
    g_assert_true (annae_tally_add (tally, TRUE, 0.35 + 0.1 * i));
  for (guint i = 0; i < 3; i++)
    g_assert_true (annae_tally_add (tally, TRUE, 0.99));
  for (guint i = 0; i < 9; i++)
    g_assert_true (annae_tally_add (tally, FALSE, 0.05 * i));
  g_assert_true (annae_tally_add (tally, FALSE, 0.60));
  return tally;
}

static void
test_wilson (void)
{
  AnnaeRate rate;

  /* 8 of 10 in closed form: (0.8 + z²/20 ± z sqrt (0.016 + z²/400)) / (1 + z²/10), z² = 3.841459 */
  annae_rate_init (&rate, 8, 10);
  g_assert_cmpfloat_with_epsilon (rate.rate, 0.8, 1e-12);
  g_assert_cmpfloat_with_epsilon (rate.low, 0.490162, 2e-6);
  g_assert_cmpfloat_with_epsilon (rate.high, 0.943318, 2e-6);
  /* none of n: upper end is z² / (n + z²) */
  annae_rate_init (&rate, 0, 1000);
  g_assert_cmpfloat (rate.low, ==, 0.0);
  g_assert_cmpfloat_with_epsilon (rate.high, 3.841459 / 1003.841459, 1e-8);
  annae_rate_init (&rate, 5, 5);
  g_assert_cmpfloat (rate.high, ==, 1.0);
  g_assert_cmpfloat_with_epsilon (rate.low, 5.0 / 8.841459, 1e-6);
  annae_rate_init (&rate, 0, 0);
  g_assert_true (isnan (rate.rate) && isnan (rate.low) && isnan (rate.high));
}

static void
test_rates (void)
{
  g_autoptr (AnnaeTally) tally = ten_and_ten ();
  static const struct
  {
    double threshold;
    guint false_matches;
    guint false_non_matches;
  } rows[] = {
    { -1.0, 10, 0 }, { 0.0, 10, 0 }, { 0.00001, 9, 0 }, { 0.35, 3, 0 }, { 0.350004, 2, 1 }, { 0.36, 2, 1 },
    { 0.40, 2, 1 },  { 0.45, 1, 1 }, { 0.60, 1, 3 },    { 0.61, 0, 3 }, { 0.99, 0, 7 },     { 1.0, 0, 10 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AnnaeOperatingPoint point;

      annae_tally_at (tally, rows[i].threshold, &point);
      g_assert_cmpuint (point.fmr.k, ==, rows[i].false_matches);
      g_assert_cmpuint (point.fnmr.k, ==, rows[i].false_non_matches);
      g_assert_cmpuint (point.fmr.n, ==, 10);
    }
}

static void
test_bad_scores (void)
{
  g_autoptr (AnnaeTally) tally = annae_tally_new ();
  AnnaeOperatingPoint point;
  AnnaeEqualError eer;

  g_assert_false (annae_tally_add (tally, TRUE, NAN));
  g_assert_false (annae_tally_add (tally, FALSE, INFINITY));
  g_assert_cmpuint (tally->n_genuine + tally->n_impostor, ==, 0);
  g_assert_false (annae_tally_find_eer (tally, &eer));
  g_assert_cmpint (annae_tally_find_fmr (tally, 1e-2, &point), ==, ANNAE_SUPPORT_NONE);
  g_autoptr (GArray) none = annae_tally_det (tally, 10);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (annae_tally_add (tally, TRUE, 1.0000001));
  g_assert_true (annae_tally_add (tally, TRUE, -1.5));
  g_assert_cmpuint (tally->genuine[ANNAE_TALLY_STEPS - 1], ==, 1);
  g_assert_cmpuint (tally->genuine[0], ==, 1);
  g_assert_false (annae_tally_find_eer (tally, &eer));
}

static void
test_equal_error (void)
{
  g_autoptr (AnnaeTally) tally = ten_and_ten ();
  g_autoptr (AnnaeTally) apart = annae_tally_new ();
  AnnaeEqualError eer;

  /* Above 0.40 one of ten is wrong on either side. */
  g_assert_true (annae_tally_find_eer (tally, &eer));
  g_assert_cmpfloat_with_epsilon (eer.rate, 0.1, 1e-9);
  g_assert_cmpfloat_with_epsilon (eer.threshold, 0.40001, 1e-9);
  g_assert_true (eer.low < 0.1 && eer.high > 0.1);

  annae_tally_add (apart, FALSE, 0.1);
  annae_tally_add (apart, TRUE, 0.9);
  g_assert_true (annae_tally_find_eer (apart, &eer));
  g_assert_cmpfloat (eer.rate, ==, 0.0);
  g_assert_true (eer.threshold > 0.1 && eer.threshold <= 0.9);

  /* The other way round everything is wrong. */
  g_autoptr (AnnaeTally) crossed = annae_tally_new ();
  annae_tally_add (crossed, FALSE, 0.9);
  annae_tally_add (crossed, TRUE, 0.1);
  g_assert_true (annae_tally_find_eer (crossed, &eer));
  g_assert_cmpfloat (eer.rate, ==, 1.0);
}

static void
test_thresholds (void)
{
  g_autoptr (AnnaeTally) tally = annae_tally_new ();
  AnnaeOperatingPoint point;

  /* 3,000 impostors at 0.0000, 0.0001 … 0.2999: at most 30 of them are at 0.2970 and above. */
  for (guint i = 0; i < 3000; i++)
    annae_tally_add (tally, FALSE, i * 1e-4);
  for (guint i = 0; i < 100; i++)
    annae_tally_add (tally, TRUE, i < 7 ? 0.1 : 0.8);
  g_assert_cmpint (annae_tally_find_fmr (tally, 1e-2, &point), ==, ANNAE_SUPPORT_GOOD);
  g_assert_cmpuint (point.fmr.k, ==, 30);
  g_assert_cmpuint (point.fnmr.k, ==, 7);
  g_assert_cmpfloat_with_epsilon (point.threshold, 0.29691, 1e-9);
  g_assert_cmpint (annae_tally_find_fmr (tally, 1e-3, &point), ==, ANNAE_SUPPORT_WEAK);
  g_assert_cmpuint (point.fmr.k, ==, 3);
  g_assert_cmpint (annae_tally_find_fmr (tally, 1e-4, &point), ==, ANNAE_SUPPORT_NONE);

  /* Scores at the very top leave no threshold but the one that nothing reaches. */
  g_autoptr (AnnaeTally) top = annae_tally_new ();
  for (guint i = 0; i < 3000; i++)
    annae_tally_add (top, FALSE, 1.0);
  g_assert_cmpint (annae_tally_find_fmr (top, 1e-2, &point), ==, ANNAE_SUPPORT_GOOD);
  g_assert_cmpfloat (point.threshold, >, 1.0);
  g_assert_cmpuint (point.fmr.k, ==, 0);
}

static void
test_curve (void)
{
  g_autoptr (AnnaeTally) tally = ten_and_ten ();
  g_autoptr (GArray) all = annae_tally_det (tally, 1000);
  g_autoptr (GArray) few = annae_tally_det (tally, 4);
  guint64 genuine[4], impostor[4];

  /* 17 different scores, of which 0.35 is one of both kinds, and the start. */
  g_assert_cmpuint (all->len, ==, 18);
  g_assert_cmpuint (few->len, <=, 4);
  for (guint i = 1; i < all->len; i++)
    {
      const AnnaeOperatingPoint *a = &g_array_index (all, AnnaeOperatingPoint, i - 1);
      const AnnaeOperatingPoint *b = &g_array_index (all, AnnaeOperatingPoint, i);
      AnnaeOperatingPoint again;

      g_assert_true (b->threshold > a->threshold && b->fmr.k <= a->fmr.k && b->fnmr.k >= a->fnmr.k);
      annae_tally_at (tally, b->threshold, &again);
      g_assert_cmpuint (again.fmr.k, ==, b->fmr.k);
      g_assert_cmpuint (again.fnmr.k, ==, b->fnmr.k);
    }
  const AnnaeOperatingPoint *last = &g_array_index (few, AnnaeOperatingPoint, few->len - 1);
  g_assert_cmpuint (last->fnmr.k, ==, 10);
  g_assert_cmpuint (last->fmr.k, ==, 0);

  annae_tally_histogram (tally, 4, genuine, impostor);
  g_assert_cmpuint (genuine[2], ==, 2); /* 0.35 and 0.45 */
  g_assert_cmpuint (genuine[3], ==, 8);
  g_assert_cmpuint (impostor[2], ==, 9);
  g_assert_cmpuint (impostor[3], ==, 1);
  g_assert_cmpuint (genuine[0] + genuine[1] + impostor[0] + impostor[1], ==, 0);
}

static AnnaeTemplate *
random_template (GRand *rand, const char *model, guint length)
{
  float values[256];

  for (guint i = 0; i < length; i++)
    values[i] = (float) g_rand_double_range (rand, -1.0, 1.0);
  return annae_template_new (model, values, length);
}

/* n and lengths that do not fill a tile or a lane, counted pair by pair as well. */
static void
test_all_pairs (void)
{
  static const guint sizes[][2] = { { 2, 1 }, { 3, 7 }, { 64, 8 }, { 65, 128 }, { 131, 13 } };
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      guint n = sizes[s][0], people[131], groups[131];
      g_autoptr (GPtrArray) templates = g_ptr_array_new_with_free_func ((GDestroyNotify) annae_template_unref);
      AnnaeTally *tallies[2][3];

      for (guint i = 0; i < n; i++)
        {
          g_ptr_array_add (templates, random_template (rand, "m", sizes[s][1]));
          people[i] = i / 2;
          groups[i] = i % 5 == 0 ? ANNAE_ALL_PAIRS_NO_GROUP : i % 2;
        }
      for (guint i = 0; i < 6; i++)
        tallies[i / 3][i % 3] = annae_tally_new ();
      g_assert_true (annae_all_pairs_compare ((AnnaeTemplate **) templates->pdata, n, NULL, people, groups,
                                              tallies[0][2], tallies[0]));
      for (guint i = 0; i < n; i++)
        for (guint j = i + 1; j < n; j++)
          {
            double score;

            g_assert_true (annae_template_compare (templates->pdata[i], templates->pdata[j], &score));
            annae_tally_add (tallies[1][2], people[i] == people[j], score);
            if (groups[i] == groups[j] && groups[i] != ANNAE_ALL_PAIRS_NO_GROUP)
              annae_tally_add (tallies[1][groups[i]], people[i] == people[j], score);
          }
      for (guint t = 0; t < 3; t++)
        {
          g_assert_cmpuint (tallies[0][t]->n_genuine, ==, tallies[1][t]->n_genuine);
          g_assert_cmpuint (tallies[0][t]->n_impostor, ==, tallies[1][t]->n_impostor);
          for (double at = -0.95; at < 1.0; at += 0.1)
            {
              AnnaeOperatingPoint fast, slow;

              annae_tally_at (tallies[0][t], at, &fast);
              annae_tally_at (tallies[1][t], at, &slow);
              /* A score within rounding of the threshold may fall on either side. */
              g_assert_cmpint (labs ((long) fast.fmr.k - (long) slow.fmr.k), <=, 1);
              g_assert_cmpint (labs ((long) fast.fnmr.k - (long) slow.fnmr.k), <=, 1);
            }
        }
      for (guint i = 0; i < 6; i++)
        annae_tally_free (tallies[i / 3][i % 3]);
    }
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

static void
test_all_pairs_networks (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (AnnaeTemplate) a = random_template (rand, "one", 16);
  g_autoptr (AnnaeTemplate) b = random_template (rand, "two", 16);
  g_autoptr (AnnaeTemplate) c = random_template (rand, "one", 15);
  g_autoptr (AnnaeTally) tally = annae_tally_new ();
  const guint people[] = { 0, 1 };

  g_assert_false (annae_all_pairs_compare ((AnnaeTemplate *[]){ a, b }, 2, NULL, people, NULL, tally, NULL));
  g_assert_false (annae_all_pairs_compare ((AnnaeTemplate *[]){ a, c }, 2, NULL, people, NULL, tally, NULL));
  g_assert_true (annae_all_pairs_compare ((AnnaeTemplate *[]){ a }, 1, NULL, people, NULL, tally, NULL));
  g_assert_cmpuint (tally->n_genuine + tally->n_impostor, ==, 0);
}

int
main (int argc, char **argv)
{
  annae_vault_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/evaluation/wilson", test_wilson);
  g_test_add_func ("/evaluation/rates", test_rates);
  g_test_add_func ("/evaluation/bad-scores", test_bad_scores);
  g_test_add_func ("/evaluation/equal-error", test_equal_error);
  g_test_add_func ("/evaluation/thresholds", test_thresholds);
  g_test_add_func ("/evaluation/curve", test_curve);
  g_test_add_func ("/all-pairs/same-as-pair-by-pair", test_all_pairs);
  g_test_add_func ("/all-pairs/other-networks", test_all_pairs_networks);
  return g_test_run ();
}
