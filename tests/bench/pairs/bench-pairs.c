/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long all pairs of N random templates take: bench-pairs [N]. Goal: 10,000 (50 million pairs) in under 10 s. */

#include <stdlib.h>

#include "annae-all-pairs.h"
#include "annae-vault.h"

#define LENGTH 128
#define PICTURES_A_PERSON 4
#define GROUPS 8

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
  gint64 begin = g_get_monotonic_time ();
  g_assert_true (
      annae_all_pairs_compare ((AnnaeTemplate **) templates->pdata, n, NULL, people, groups, total, tallies));
  double took = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  g_print ("%u templates, %" G_GUINT64_FORMAT " pairs, %d groups: %.2f s\n", n, total->n_genuine + total->n_impostor,
           GROUPS, took);
  for (guint i = 0; i < GROUPS; i++)
    annae_tally_free (tallies[i]);
  return n == 10000 && took > 10.0 ? 1 : 0;
}
