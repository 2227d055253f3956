/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Frames, templates, the matcher, and the names that JSON and prompts rely on. */

#include "annae-advice.h"
#include "annae-errors.h"
#include "annae-frame.h"
#include "annae-matcher.h"
#include "annae-template.h"

#include <math.h>
#include <string.h>

static void
test_frame (void)
{
  AnnaeVaultReport report;
  AnnaeFrame *frame = annae_frame_new (ANNAE_VAULT_FRAME, ANNAE_PIXELS_BGR, 641, 3, 42);

  g_assert_cmpuint (annae_frame_get_width (frame), ==, 641);
  g_assert_cmpuint (annae_frame_get_height (frame), ==, 3);
  g_assert_cmpuint (annae_frame_get_stride (frame), ==, 1923);
  g_assert_cmpuint (annae_frame_get_size (frame), ==, 5769);
  g_assert_cmpint (annae_frame_get_time (frame), ==, 42);
  g_assert_cmpint (annae_frame_get_pixels (frame), ==, ANNAE_PIXELS_BGR);
  g_assert_true (annae_frame_get_writable (frame) == annae_frame_peek (frame));
  annae_frame_get_writable (frame)[5768] = 7;
  g_assert_true (annae_frame_ref (frame) == frame);
  annae_frame_unref (frame);
  g_assert_cmpuint (annae_frame_peek (frame)[5768], ==, 7);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 5769);
  annae_frame_unref (frame);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);

  g_autoptr (AnnaeFrame) chip = annae_frame_new (ANNAE_VAULT_CHIP, ANNAE_PIXELS_GREY, 112, 112, 0);
  annae_vault_get_report (&report);
  g_assert_cmpuint (report.kinds[ANNAE_VAULT_CHIP].held_bytes, ==, annae_frame_get_size (chip));
}

static void
test_frame_limits (void)
{
  static const guint bad[][2] = {
    { 0, 0 },         { 0, 10 }, { 10, 0 }, { 50000001, 1 }, { 1, 50000001 }, { 7072, 7072 }, { G_MAXUINT, G_MAXUINT },
    { 65536, 65536 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (annae_frame_new (ANNAE_VAULT_FRAME, ANNAE_PIXELS_BGR, bad[i][0], bad[i][1], 0));

  /* exactly the limit, and one pixel */
  g_autoptr (AnnaeFrame) large = annae_frame_new (ANNAE_VAULT_FRAME, ANNAE_PIXELS_GREY, 50000, 1000, 0);
  g_assert_nonnull (large);
  g_autoptr (AnnaeFrame) tiny = annae_frame_new (ANNAE_VAULT_PORTRAIT, ANNAE_PIXELS_BGR, 1, 1, -5);
  g_assert_cmpuint (annae_frame_get_size (tiny), ==, 3);
}

static void
test_frame_shared_is_immutable (void)
{
  if (g_test_subprocess ())
    {
      AnnaeFrame *frame = annae_frame_new (ANNAE_VAULT_FRAME, ANNAE_PIXELS_GREY, 2, 2, 0);
      annae_frame_ref (frame);
      annae_frame_get_writable (frame);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
}

static double
compare (AnnaeTemplate *a, AnnaeTemplate *b)
{
  double score = -2.0;

  g_assert_true (annae_template_compare (a, b, &score));
  return score;
}

static void
test_template (void)
{
  static const float right[] = { 3.0f, 0.0f, 0.0f, 4.0f };
  static const float other[] = { 0.0f, 0.0f, 2.0f, 0.0f };
  static const float back[] = { -30.0f, 0.0f, 0.0f, -40.0f };
  static const float half[] = { 1.0f, 1.0f, 1.0f, 1.0f };
  g_autoptr (AnnaeTemplate) a = annae_template_new ("net", right, 4);
  g_autoptr (AnnaeTemplate) b = annae_template_new ("net", other, 4);
  g_autoptr (AnnaeTemplate) c = annae_template_new ("net", back, 4);
  g_autoptr (AnnaeTemplate) d = annae_template_new ("net", half, 4);

  g_assert_cmpuint (annae_template_get_length (a), ==, 4);
  g_assert_cmpstr (annae_template_get_model_id (a), ==, "net");
  g_assert_cmpfloat_with_epsilon (annae_template_peek (a)[0], 0.6, 1e-7);
  g_assert_cmpfloat_with_epsilon (annae_template_peek (a)[3], 0.8, 1e-7);
  g_assert_cmpfloat_with_epsilon (compare (a, a), 1.0, 1e-7);
  g_assert_cmpfloat (compare (a, b), ==, 0.0);
  g_assert_cmpfloat_with_epsilon (compare (a, c), -1.0, 1e-7);
  g_assert_cmpfloat_with_epsilon (compare (a, d), 0.7, 1e-7);
  g_assert_cmpfloat (compare (d, a), ==, compare (a, d));
  g_assert_cmpfloat (compare (a, a), <=, 1.0);
  g_assert_cmpfloat (compare (a, c), >=, -1.0);
}

static void
test_template_refuses (void)
{
  static const float good[] = { 1.0f, 2.0f };
  static const float zero[4096] = { 0.0f };
  static const float nan[] = { 1.0f, NAN };
  static const float infinite[] = { INFINITY, 1.0f };
  static const float huge[] = { 3e38f, 3e38f };
  static const float tiny[] = { 1e-40f, 0.0f };
  g_autofree float *many = g_new (float, 4097);
  double score = 0.5;

  for (guint i = 0; i < 4097; i++)
    many[i] = 1.0f;
  g_assert_null (annae_template_new ("net", good, 0));
  g_assert_null (annae_template_new ("net", many, 4097));
  g_assert_null (annae_template_new ("net", zero, 4096));
  g_assert_null (annae_template_new ("net", nan, 2));
  g_assert_null (annae_template_new ("net", infinite, 2));

  /* as far as a float goes is still a direction */
  g_autoptr (AnnaeTemplate) a = annae_template_new ("net", huge, 2);
  g_assert_cmpfloat_with_epsilon (annae_template_peek (a)[0], sqrt (0.5), 1e-7);
  g_autoptr (AnnaeTemplate) b = annae_template_new ("net", tiny, 2);
  g_assert_cmpfloat_with_epsilon (annae_template_peek (b)[0], 1.0, 1e-7);

  /* another network, another length */
  g_autoptr (AnnaeTemplate) c = annae_template_new ("other", good, 2);
  g_autoptr (AnnaeTemplate) d = annae_template_new ("net", good, 1);
  g_autoptr (AnnaeTemplate) e = annae_template_new ("net", many, 4096);
  g_assert_false (annae_template_compare (a, c, &score));
  g_assert_false (annae_template_compare (a, d, &score));
  g_assert_false (annae_template_compare (e, a, &score));
  g_assert_cmpfloat (score, ==, 0.5);
}

static void
test_template_fuse (void)
{
  static const float x[] = { 1.0f, 0.0f };
  static const float y[] = { 0.0f, 5.0f };
  static const float minus_x[] = { -1.0f, 0.0f };
  static const double weights[] = { 3.0, 4.0 };
  static const double bad[][2] = { { 1.0, 0.0 }, { 1.0, -1.0 }, { NAN, 1.0 }, { INFINITY, 1.0 } };
  g_autoptr (AnnaeTemplate) a = annae_template_new ("net", x, 2);
  g_autoptr (AnnaeTemplate) b = annae_template_new ("net", y, 2);
  g_autoptr (AnnaeTemplate) c = annae_template_new ("net", minus_x, 2);
  g_autoptr (AnnaeTemplate) d = annae_template_new ("other", y, 2);
  AnnaeTemplate *pair[] = { a, b };
  AnnaeTemplate *opposite[] = { a, c };
  AnnaeTemplate *mixed[] = { a, d };

  g_autoptr (AnnaeTemplate) equal = annae_template_fuse (pair, NULL, 2);
  g_assert_cmpfloat_with_epsilon (annae_template_peek (equal)[0], sqrt (0.5), 1e-7);
  g_assert_cmpfloat_with_epsilon (annae_template_peek (equal)[1], sqrt (0.5), 1e-7);
  g_autoptr (AnnaeTemplate) weighted = annae_template_fuse (pair, weights, 2);
  g_assert_cmpfloat_with_epsilon (annae_template_peek (weighted)[0], 0.6, 1e-7);
  g_assert_cmpfloat_with_epsilon (annae_template_peek (weighted)[1], 0.8, 1e-7);
  g_autoptr (AnnaeTemplate) one = annae_template_fuse (pair, NULL, 1);
  g_assert_cmpfloat_with_epsilon (compare (one, a), 1.0, 1e-7);

  g_assert_null (annae_template_fuse (pair, NULL, 0));
  g_assert_null (annae_template_fuse (opposite, NULL, 2));
  g_assert_null (annae_template_fuse (mixed, NULL, 2));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (annae_template_fuse (pair, bad[i], 2));
}

static void
test_template_is_in_the_vault (void)
{
  static const float x[] = { 1.0f, 2.0f, 2.0f };
  AnnaeVaultReport report;
  AnnaeTemplate *template = annae_template_new ("net", x, 3);

  annae_vault_get_report (&report);
  g_assert_cmpuint (report.kinds[ANNAE_VAULT_TEMPLATE].held_bytes, ==, 12);
  annae_template_ref (template);
  annae_template_unref (template);
  annae_template_unref (template);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

static void
test_matcher (void)
{
  static const struct
  {
    double match, no_match, score;
    AnnaeVerdict verdict;
  } table[] = {
    { 0.5, 0.3, 0.5, ANNAE_VERDICT_MATCH },           { 0.5, 0.3, 1.0, ANNAE_VERDICT_MATCH },
    { 0.5, 0.3, 0.4999999, ANNAE_VERDICT_UNDECIDED }, { 0.5, 0.3, 0.3, ANNAE_VERDICT_UNDECIDED },
    { 0.5, 0.3, 0.2999999, ANNAE_VERDICT_NO_MATCH },  { 0.5, 0.3, -1.0, ANNAE_VERDICT_NO_MATCH },
    { 0.5, 0.5, 0.5, ANNAE_VERDICT_MATCH },           { 0.5, 0.5, 0.4999999, ANNAE_VERDICT_NO_MATCH },
    { 0.3, 0.5, 0.9, ANNAE_VERDICT_UNDECIDED },       { 0.3, 0.5, 0.1, ANNAE_VERDICT_UNDECIDED },
    { 0.5, 0.3, NAN, ANNAE_VERDICT_UNDECIDED },       { 0.5, 0.3, INFINITY, ANNAE_VERDICT_UNDECIDED },
    { 0.5, 0.3, -INFINITY, ANNAE_VERDICT_UNDECIDED }, { NAN, 0.3, 0.9, ANNAE_VERDICT_UNDECIDED },
    { 0.5, NAN, 0.1, ANNAE_VERDICT_UNDECIDED },       { -INFINITY, -INFINITY, 0.1, ANNAE_VERDICT_UNDECIDED },
    { 0.5, -INFINITY, 0.9, ANNAE_VERDICT_UNDECIDED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      AnnaeThresholds thresholds = { .match = table[i].match, .no_match = table[i].no_match, .match_fmr = 1e-3 };
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (annae_matcher_decide (&thresholds, table[i].score), ==, table[i].verdict);
    }
  g_assert_cmpstr (annae_verdict_name (ANNAE_VERDICT_NO_MATCH), ==, "no-match");
}

/* Kebab-case, each name once. */
static void
check_name (GHashTable *seen, const char *name)
{
  g_assert_nonnull (name);
  g_assert_cmpuint (strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-"), ==, strlen (name));
  g_assert_true (g_hash_table_add (seen, (gpointer) name));
}

static void
test_names (void)
{
  g_autoptr (GHashTable) advice = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) reasons = g_hash_table_new (g_str_hash, g_str_equal);
  guint good = 0;

  for (guint i = 0; i < ANNAE_N_ADVICE; i++)
    {
      check_name (advice, annae_advice_name (i));
      good += annae_advice_is_good (i) ? 1 : 0;
    }
  g_assert_cmpuint (good, ==, 4);
  g_assert_true (annae_advice_is_good (ANNAE_ADVICE_HOLD));
  g_assert_false (annae_advice_is_good (ANNAE_ADVICE_NONE));
  for (guint i = 0; i < ANNAE_N_REASONS; i++)
    check_name (reasons, annae_reason_name (i));
}

static void
test_error_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (int i = 0; i <= ANNAE_RETRY_ENDED; i++)
    {
      g_autoptr (GError) error = g_error_new_literal (ANNAE_RETRY_ERROR, i, "x");
      check_name (seen, annae_error_name (error));
    }
  for (int i = 0; i <= ANNAE_FAILURE_RECEIPT; i++)
    {
      g_autoptr (GError) error = g_error_new_literal (ANNAE_FAILURE_ERROR, i, "x");
      check_name (seen, annae_error_name (error));
    }
  g_autoptr (GError) beyond = g_error_new_literal (ANNAE_RETRY_ERROR, 999, "x");
  g_assert_null (annae_error_name (beyond));
  g_autoptr (GError) below = g_error_new_literal (ANNAE_FAILURE_ERROR, -1, "x");
  g_assert_null (annae_error_name (below));
  g_autoptr (GError) foreign = g_error_new_literal (G_FILE_ERROR, 0, "x");
  g_assert_null (annae_error_name (foreign));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/frame/basics", test_frame);
  g_test_add_func ("/frame/limits", test_frame_limits);
  g_test_add_func ("/frame/shared-is-immutable", test_frame_shared_is_immutable);
  g_test_add_func ("/template/exact", test_template);
  g_test_add_func ("/template/refuses", test_template_refuses);
  g_test_add_func ("/template/fuse", test_template_fuse);
  g_test_add_func ("/template/in-the-vault", test_template_is_in_the_vault);
  g_test_add_func ("/matcher/table", test_matcher);
  g_test_add_func ("/names/advice-and-reasons", test_names);
  g_test_add_func ("/names/errors", test_error_names);
  return g_test_run ();
}
