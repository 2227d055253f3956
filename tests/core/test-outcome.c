/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Document, liveness and comparison: every cell of the table written out a second time, and the rules it must keep. */

#include "annae-outcome.h"

#include <string.h>

/* One letter a cell: u undecided, m match, n no match; for each liveness (not tested, undecided, flat, live) the comparison's
 * undecided, match, no match. */
static const struct
{
  gboolean required;
  AnnaePortrait portrait;
  const char *cells;
} expected[] = {
  /*                                  not tested  undecided  flat  live */
  { TRUE, ANNAE_PORTRAIT_MISSING, "uuu uuu uuu uuu" },  { FALSE, ANNAE_PORTRAIT_MISSING, "uuu uuu uuu uuu" },
  { TRUE, ANNAE_PORTRAIT_WEAK, "uun uun uun umn" },     { FALSE, ANNAE_PORTRAIT_WEAK, "umn uun uun umn" },
  { TRUE, ANNAE_PORTRAIT_SOUND, "uun uun uun umn" },    { FALSE, ANNAE_PORTRAIT_SOUND, "umn umn uun umn" },
};

static void
test_every_cell (void)
{
  guint n = 0;

  for (gsize row = 0; row < G_N_ELEMENTS (expected); row++)
    for (guint liveness = 0; liveness < ANNAE_N_LIVENESS; liveness++)
      for (guint comparison = 0; comparison < ANNAE_N_VERDICTS; comparison++)
        {
          const char letter = expected[row].cells[4 * liveness + comparison];
          const AnnaeVerdict verdict = annae_outcome_combine (expected[row].required, expected[row].portrait,
                                                              (AnnaeLiveness) liveness, (AnnaeVerdict) comparison);

          g_assert_cmpint (annae_verdict_name (verdict)[0], ==, letter);
          n++;
        }
  g_assert_cmpuint (n, ==, 2 * ANNAE_N_PORTRAITS * ANNAE_N_LIVENESS * ANNAE_N_VERDICTS);
}

static void
test_rules (void)
{
  for (int required = 0; required <= 1; required++)
    for (guint p = 0; p < ANNAE_N_PORTRAITS; p++)
      for (guint l = 0; l < ANNAE_N_LIVENESS; l++)
        for (guint c = 0; c < ANNAE_N_VERDICTS; c++)
          {
            const AnnaeVerdict verdict = annae_outcome_combine (required, p, l, c);

            if (verdict == ANNAE_VERDICT_MATCH)
              {
                g_assert_cmpuint (c, ==, ANNAE_VERDICT_MATCH);
                g_assert_cmpuint (p, !=, ANNAE_PORTRAIT_MISSING);
                g_assert_cmpuint (l, !=, ANNAE_LIVENESS_FLAT);
                if (required)
                  g_assert_cmpuint (l, ==, ANNAE_LIVENESS_LIVE);
                /* two weak pieces */
                g_assert_false (p == ANNAE_PORTRAIT_WEAK && l == ANNAE_LIVENESS_UNDECIDED);
                /* a better portrait, or liveness that was shown, never loses it */
                for (guint better = p; better < ANNAE_N_PORTRAITS; better++)
                  g_assert_cmpint (annae_outcome_combine (required, better, l, c), ==, ANNAE_VERDICT_MATCH);
                g_assert_cmpint (annae_outcome_combine (required, p, ANNAE_LIVENESS_LIVE, c), ==, ANNAE_VERDICT_MATCH);
              }
            /* Nothing but the comparison says no; and what requires more never allows more. */
            if (verdict == ANNAE_VERDICT_NO_MATCH)
              g_assert_cmpuint (c, ==, ANNAE_VERDICT_NO_MATCH);
            if (required && verdict == ANNAE_VERDICT_MATCH)
              g_assert_cmpint (annae_outcome_combine (FALSE, p, l, c), ==, ANNAE_VERDICT_MATCH);
          }
}

static void
test_out_of_range (void)
{
  if (g_test_subprocess ())
    {
      annae_outcome_combine (TRUE, ANNAE_N_PORTRAITS, ANNAE_LIVENESS_LIVE, ANNAE_VERDICT_MATCH);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*portrait*");
}

static void
test_names (void)
{
  for (guint i = 0; i < ANNAE_N_LIVENESS; i++)
    {
      g_assert_nonnull (annae_liveness_name (i));
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (annae_liveness_name (i), !=, annae_liveness_name (j));
    }
  g_assert_cmpstr (annae_liveness_name (ANNAE_LIVENESS_NOT_TESTED), ==, "not tested");
  g_assert_cmpstr (annae_portrait_name (ANNAE_PORTRAIT_MISSING), ==, "missing");
  g_assert_cmpstr (annae_portrait_name (ANNAE_PORTRAIT_WEAK), ==, "weak");
  g_assert_cmpstr (annae_portrait_name (ANNAE_PORTRAIT_SOUND), ==, "sound");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outcome/every-cell", test_every_cell);
  g_test_add_func ("/outcome/rules", test_rules);
  g_test_add_func ("/outcome/out-of-range", test_out_of_range);
  g_test_add_func ("/outcome/names", test_names);
  return g_test_run ();
}
