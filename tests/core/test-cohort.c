/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cohorts: what is read, what is refused, and the normalised score against numbers worked out by hand. */

#include "annae-all-pairs.h"
#include "annae-errors.h"
#include "annae-vault.h"

#include <math.h>
#include <string.h>

#define N_MEANS 6
#define LENGTH 4

/* In parts of 32767; the last mean is far from everything that is looked at. */
static const gint16 means[N_MEANS][LENGTH] = {
  { 16384, 0, 0, 0 },    { 0, 16384, 0, 0 },    { 9830, 9830, 0, 0 },
  { 3277, 19660, 0, 0 }, { 19660, 3277, 0, 0 }, { 0, 0, -16384, 0 },
};

static GBytes *
make_file (const char *head, gsize n_rows)
{
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *) head, (guint) strlen (head));
  for (gsize i = 0; i < n_rows * LENGTH; i++)
    {
      guint16 number = (guint16) ((const gint16 *) means)[i % (N_MEANS * LENGTH)];
      const guint8 bytes[2] = { number & 0xff, number >> 8 };

      g_byte_array_append (file, bytes, 2);
    }
  return g_byte_array_free_to_bytes (file);
}

static AnnaeCohort *
parse (GBytes *bytes, GError **error)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  return annae_cohort_parse (data, size, "net", "c.bin", error);
}

static AnnaeCohort *
make_cohort (void)
{
  g_autoptr (GBytes) bytes = make_file ("annae-cohort 1 net 6 4 5 8\n", N_MEANS);
  g_autoptr (GError) error = NULL;
  AnnaeCohort *cohort = parse (bytes, &error);

  g_assert_no_error (error);
  return cohort;
}

/* The five nearest of six, by hand. */
static void
stand (const float *unit, double *mean, double *deviation)
{
  double values[5], squares = 0.0;

  *mean = 0.0;
  for (guint row = 0; row < 5; row++)
    {
      values[row] = 0.0;
      for (guint i = 0; i < LENGTH; i++)
        values[row] += unit[i] * (means[row][i] / 32767.0);
      *mean += values[row] / 5.0;
    }
  for (guint row = 0; row < 5; row++)
    squares += (values[row] - *mean) * (values[row] - *mean);
  *deviation = sqrt (squares / 5.0);
}

static void
test_score (void)
{
  static const float one[] = { 0.6f, 0.8f, 0.0f, 0.0f };
  static const float two[] = { 0.8f, 0.6f, 0.0f, 0.0f };
  static const float opposite[] = { -0.6f, -0.8f, 0.0f, 0.0f };
  g_autoptr (AnnaeCohort) cohort = make_cohort ();
  g_autoptr (AnnaeTemplate) a = annae_template_new ("net", one, LENGTH);
  g_autoptr (AnnaeTemplate) b = annae_template_new ("net", two, LENGTH);
  g_autoptr (AnnaeTemplate) c = annae_template_new ("net", opposite, LENGTH);
  double score = 0.0, back = 0.0, most = 0.0, mean[2], deviation[2];

  g_assert_cmpuint (annae_cohort_get_n_means (cohort), ==, N_MEANS);
  g_assert_cmpuint (annae_cohort_get_n_people (cohort), ==, 8);
  stand (one, &mean[0], &deviation[0]);
  stand (two, &mean[1], &deviation[1]);
  g_assert_true (annae_cohort_compare (cohort, a, b, &score));
  g_assert_true (annae_cohort_compare (cohort, b, a, &back));
  double expected = ((0.96 - mean[0]) / deviation[0] + (0.96 - mean[1]) / deviation[1]) / 2 / ANNAE_COHORT_DEVIATIONS;
  g_assert_cmpfloat_with_epsilon (score, expected, 1e-6);
  g_assert_cmpfloat (score, ==, back);
  /* However far apart: within what a score may be. */
  g_assert_true (annae_cohort_compare (cohort, a, c, &score));
  g_assert_cmpfloat (score, >=, -1.0);
  /* As alike as the two could be: halfway between each with itself. */
  g_assert_true (annae_cohort_compare_and_most (cohort, a, b, &score, &most));
  g_assert_cmpfloat (score, ==, back);
  g_assert_cmpfloat_with_epsilon (
      most, expected + 0.04 * (1 / deviation[0] + 1 / deviation[1]) / 2 / ANNAE_COHORT_DEVIATIONS, 1e-6);
  g_assert_true (annae_cohort_compare_and_most (cohort, a, a, &score, &most));
  g_assert_cmpfloat_with_epsilon (score, most, 1e-6);
  /* Without a cohort it is the cosine. */
  g_assert_true (annae_cohort_compare_and_most (NULL, a, b, &score, &most));
  g_assert_cmpfloat_with_epsilon (score, 0.96, 1e-6);
  g_assert_cmpfloat (most, ==, 1.0);
}

static void
test_does_not_fit (void)
{
  static const float one[] = { 0.6f, 0.8f, 0.0f, 0.0f, 0.0f };
  static const float nowhere[] = { 0.0f, 0.0f, 0.0f, 1.0f }; /* equally near to all */
  g_autoptr (AnnaeCohort) cohort = make_cohort ();
  g_autoptr (AnnaeTemplate) a = annae_template_new ("net", one, 4);
  g_autoptr (AnnaeTemplate) other = annae_template_new ("other", one, 4);
  g_autoptr (AnnaeTemplate) longer = annae_template_new ("net", one, 5);
  g_autoptr (AnnaeTemplate) lost = annae_template_new ("net", nowhere, 4);
  g_autoptr (AnnaeTally) tally = annae_tally_new ();
  const guint people[] = { 0, 1 };
  double score = 0.25, most = 0.5;

  g_assert_false (annae_cohort_compare (cohort, other, other, &score));
  g_assert_false (annae_cohort_compare (cohort, longer, longer, &score));
  g_assert_false (annae_cohort_compare (cohort, a, lost, &score));
  g_assert_false (annae_cohort_compare (cohort, a, other, &score));
  g_assert_false (annae_cohort_compare_and_most (cohort, a, lost, &score, &most));
  g_assert_cmpfloat (score, ==, 0.25);
  g_assert_cmpfloat (most, ==, 0.5);
  g_assert_false (annae_all_pairs_compare ((AnnaeTemplate *[]){ a, lost }, 2, cohort, people, NULL, tally, NULL));
  g_assert_cmpuint (tally->n_impostor, ==, 0);
}

/* The product of everything scores as one comparison does. */
static void
test_all_pairs (void)
{
  g_autoptr (AnnaeCohort) cohort = make_cohort ();
  g_autoptr (AnnaeTally) fast = annae_tally_new (), slow = annae_tally_new ();
  AnnaeTemplate *templates[70];
  guint people[70];

  for (guint i = 0; i < 70; i++)
    {
      const float values[] = { 1.0f, (float) i / 35.0f, (float) (i % 7) / 14.0f, 0.1f };

      templates[i] = annae_template_new ("net", values, LENGTH);
      people[i] = i / 2;
    }
  g_assert_true (annae_all_pairs_compare (templates, 70, cohort, people, NULL, fast, NULL));
  for (guint i = 0; i < 70; i++)
    for (guint j = i + 1; j < 70; j++)
      {
        double score;

        g_assert_true (annae_cohort_compare (cohort, templates[i], templates[j], &score));
        annae_tally_add (slow, people[i] == people[j], score);
      }
  g_assert_cmpuint (fast->n_impostor, ==, slow->n_impostor);
  for (double at = -0.995; at < 1.0; at += 0.01)
    {
      AnnaeOperatingPoint a, b;

      annae_tally_at (fast, at, &a);
      annae_tally_at (slow, at, &b);
      g_assert_cmpint (labs ((long) a.fmr.k - (long) b.fmr.k), <=, 1);
    }
  for (guint i = 0; i < 70; i++)
    annae_template_unref (templates[i]);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

static const struct
{
  const char *head;
  gsize n_rows;
  const char *says;
} wrongs[] = {
  { "", 0, "empty" },
  { "annae-cohort 1 net 6 4 5 8", 0, "line of text" },
  { "annae-cohort 1 net\n", N_MEANS, "first line" },
  { "annae-cohort 2 net 6 4 5 8\n", N_MEANS, "first line" },
  { "annae-cohort 1 net 6 4 5 8 9\n", N_MEANS, "first line" },
  { "annae-cohort 1 other 6 4 5 8\n", N_MEANS, "another network" },
  { "annae-cohort 1 net 6 4 4 8\n", N_MEANS, "nearest" },
  { "annae-cohort 1 net 6 4 201 8\n", N_MEANS, "nearest" },
  { "annae-cohort 1 net 4 4 5 8\n", 4, "number of means" },
  { "annae-cohort 1 net -6 4 5 8\n", N_MEANS, "number of means" },
  { "annae-cohort 1 net 99999999999999999999 4 5 8\n", N_MEANS, "number of means" },
  { "annae-cohort 1 net 6 0 5 8\n", N_MEANS, "length" },
  { "annae-cohort 1 net 6 4 5 4\n", N_MEANS, "5 people" },
  { "annae-cohort 1 net 6 4 5 8\n", N_MEANS - 1, "bytes of means" },
  { "annae-cohort 1 net 6 4 5 8\n", N_MEANS + 1, "bytes of means" },
};

static void
test_wrong (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autoptr (GBytes) bytes = make_file (wrongs[i].head, wrongs[i].n_rows);
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (bytes, &error));
      g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_PACK);
      if (strstr (error->message, wrongs[i].says) == NULL || strstr (error->message, "c.bin") == NULL)
        g_error ("%zu: “%s” does not say “%s”", i, error->message, wrongs[i].says);
    }
}

/* As long as a template: somebody's, and no mean of many. */
static void
test_one_person (void)
{
  g_autoptr (GBytes) good = make_file ("annae-cohort 1 net 6 4 5 8\n", N_MEANS);
  gsize size = 0;
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (good, &size), g_bytes_get_size (good));

  for (guint kind = 0; kind < 2; kind++)
    {
      g_autoptr (GError) error = NULL;

      /* the last row, of four numbers */
      memset (bytes + size - 8, 0, 8);
      if (kind == 0)
        memcpy (bytes + size - 8, (const guint8[]){ 0xff, 0x7f }, 2);
      g_assert_null (annae_cohort_parse (bytes, size, "net", "c.bin", &error));
      g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_PACK);
      g_assert_nonnull (
          strstr (error->message, kind == 0 ? "mean 6 is the template of one person" : "mean 6 is empty"));
    }
}

int
main (int argc, char **argv)
{
  annae_vault_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cohort/score", test_score);
  g_test_add_func ("/cohort/does-not-fit", test_does_not_fit);
  g_test_add_func ("/cohort/all-pairs", test_all_pairs);
  g_test_add_func ("/cohort/wrong", test_wrong);
  g_test_add_func ("/cohort/one-person", test_one_person);
  return g_test_run ();
}
