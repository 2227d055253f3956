/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long all pairs of N random templates take: bench-pairs [N], with cosines and normalised against a cohort. Time of
 * the processor, one thread. Goal: 10,000 (50 million pairs) in under 10 s. */

#include <stdlib.h>
#include <time.h>

#include "annae-all-pairs.h"
#include "annae-vault.h"

#define LENGTH 128
#define PICTURES_A_PERSON 4
#define GROUPS 8

/* A thousand short rows, as a real one has them. */
static AnnaeCohort *
random_cohort (GRand *rand)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  static const char head[] = "annae-cohort 1 bench 1000 128 30 8\n";
  g_autoptr (GError) error = NULL;

  g_byte_array_append (file, (const guint8 *) head, sizeof head - 1);
  for (guint i = 0; i < 1000 * LENGTH; i++)
    {
      guint16 number = (guint16) g_rand_int_range (rand, -2000, 2000);

      g_byte_array_append (file, (const guint8[]){ number & 0xff, number >> 8 }, 2);
    }
  AnnaeCohort *cohort = annae_cohort_parse (file->data, file->len, "bench", "bench", &error);
  g_assert_no_error (error);
  return cohort;
}

int
main (int argc, char **argv)
{
  guint n = argc > 1 ? (guint) CLAMP (atoi (argv[1]), 2, 50000) : 10000;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GPtrArray) templates = g_ptr_array_new_with_free_func ((GDestroyNotify) annae_template_unref);
  g_autofree guint *people = g_new (guint, n), *groups = g_new (guint, n);
  g_autoptr (AnnaeTally) total = annae_tally_new ();
  AnnaeTally *tallies[GROUPS];
  float values[LENGTH];

  annae_vault_init ();
  for (guint i = 0; i < GROUPS; i++)
    tallies[i] = annae_tally_new ();
  for (guint i = 0; i < n; i++)
    {
      for (guint k = 0; k < LENGTH; k++)
        values[k] = (float) g_rand_double_range (rand, -1.0, 1.0);
      AnnaeTemplate *one = annae_template_new ("bench", values, LENGTH);
      g_assert_nonnull (one);
      g_ptr_array_add (templates, one);
      people[i] = i / PICTURES_A_PERSON;
      groups[i] = i % GROUPS;
    }
  g_autoptr (AnnaeCohort) cohort = random_cohort (rand);
  double took[2];
  for (guint kind = 0; kind < 2; kind++)
    {
      gint64 begin = g_get_monotonic_time ();
      clock_t began = clock ();
      g_assert_true (annae_all_pairs_compare ((AnnaeTemplate **) templates->pdata, n, kind == 0 ? NULL : cohort, people,
                                              groups, total, tallies));
      took[kind] = (double) (clock () - began) / CLOCKS_PER_SEC;
      g_print ("%u templates, %u pairs, %d groups, %s: %.2f s of the processor, %.2f s by the clock\n", n,
               n / 2 * (n - 1) + n % 2 * (n - 1) / 2, GROUPS, kind == 0 ? "cosine" : "normalised", took[kind],
               (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC);
    }
  for (guint i = 0; i < GROUPS; i++)
    annae_tally_free (tallies[i]);
  return n == 10000 && MAX (took[0], took[1]) > 10.0 ? 1 : 0;
}
