/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The policy file: defaults, every key, and that whatever is wrong with it names the key. */

#include "annae-errors.h"
#include "annae-policy.h"

#include <glib/gstdio.h>
#include <string.h>

static void
assert_defaults (const AnnaePolicy *policy)
{
  g_assert_cmpuint (policy->attempts, ==, 3);
  g_assert_cmpint (policy->idle_us, ==, 90 * G_USEC_PER_SEC);
  g_assert_cmpint (policy->warning_us, ==, 20 * G_USEC_PER_SEC);
  g_assert_cmpuint (policy->extensions, ==, 10);
  g_assert_cmpint (policy->result_us, ==, 60 * G_USEC_PER_SEC);
  g_assert_true (policy->document_camera);
  g_assert_true (policy->document_file);
  g_assert_false (policy->document_expiry);
  g_assert_cmpfloat (policy->match_fmr, ==, 1e-4);
  g_assert_false (policy->liveness);
  g_assert_cmpint (policy->receipt_time, ==, ANNAE_RECEIPT_TIME_HOUR);
}

static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;
  AnnaePolicy policy;

  memset (&policy, 0xa5, sizeof policy);
  annae_policy_init (&policy);
  assert_defaults (&policy);

  static const char *const empty[]
      = { "", "\n\n", "# nothing\n", "[check]\n", "[check]\n[time]\n\n[document]\n[receipt]\n" };
  for (gsize i = 0; i < G_N_ELEMENTS (empty); i++)
    {
      memset (&policy, 0xa5, sizeof policy);
      g_assert_true (annae_policy_parse (&policy, empty[i], strlen (empty[i]), "p", &error));
      g_assert_no_error (error);
      assert_defaults (&policy);
    }
}

static void
test_every_key (void)
{
  static const char text[] = "# a counter\n[check]\nattempts = 1\nfalse-match-rate=1e-6\nliveness=true\n[time]\nidle=120\nwarning=30\n"
                             "extensions=25\nresult=15\n[document]\ncamera=false\nfile=true\nexpiry=true\n[receipt]\ntime=day \nkeep=true\n"
                             "[other-ways]\nabstract=false\n";
  g_autoptr (GError) error = NULL;
  AnnaePolicy policy;

  g_assert_true (annae_policy_parse (&policy, text, strlen (text), "p", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (policy.attempts, ==, 1);
  g_assert_cmpfloat (policy.match_fmr, ==, 1e-6);
  g_assert_true (policy.liveness);
  g_assert_cmpint (policy.idle_us, ==, 120 * G_USEC_PER_SEC);
  g_assert_cmpint (policy.warning_us, ==, 30 * G_USEC_PER_SEC);
  g_assert_cmpuint (policy.extensions, ==, 25);
  g_assert_cmpint (policy.result_us, ==, 15 * G_USEC_PER_SEC);
  g_assert_false (policy.document_camera);
  g_assert_true (policy.document_file);
  g_assert_true (policy.document_expiry);
  g_assert_cmpint (policy.receipt_time, ==, ANNAE_RECEIPT_TIME_DAY);

  g_autofree char *values = annae_policy_to_text (&policy);
  g_assert_cmpstr (values, ==,
                   "check.attempts=1\ncheck.false-match-rate=1e-06\ncheck.liveness=true\ntime.idle=120\ntime.warning=30\n"
                   "time.extensions=25\ntime.result=15\ndocument.camera=false\ndocument.file=true\ndocument.expiry=true\nreceipt.time=day\n"
                   "receipt.keep=true\nother-ways.mobile-id=true\nother-ways.abstract=false\nother-ways.staff=true\n");
}

static void
test_refused (void)
{
  /* text, and what the message must name */
  static const char *const table[][2] = {
    { "[check]\nattempts=0\n", "attempts" },
    { "[check]\nattempts=4\n", "attempts" },
    { "[check]\nattempts=\n", "attempts" },
    { "[check]\nattempts=-1\n", "attempts" },
    { "[check]\nattempts=2.5\n", "attempts" },
    { "[check]\nattempts=2 3\n", "attempts" },
    { "[check]\nattempts=0x2\n", "attempts" },
    { "[check]\nattempts=three\n", "attempts" },
    { "[check]\nattempts=99999999999999999999999\n", "attempts" },
    { "[check]\nfalse-match-rate=0\n", "false-match-rate" },
    { "[check]\nfalse-match-rate=0.5\n", "false-match-rate" },
    { "[check]\nfalse-match-rate=nan\n", "false-match-rate" },
    { "[check]\nfalse-match-rate=inf\n", "false-match-rate" },
    { "[check]\nfalse-match-rate=1e-9999\n", "false-match-rate" },
    { "[check]\nfalse-match-rate=0,001\n", "false-match-rate" },
    { "[check]\nliveness=1\n", "liveness" },
    { "[check]\nliveness=\n", "liveness" },
    { "[time]\nidle=29\n", "idle" },
    { "[time]\nidle=3601\n", "idle" },
    { "[time]\nwarning=19\n", "warning" },
    { "[time]\nwarning=90\n", "warning" },
    { "[time]\nextensions=9\n", "extensions" },
    { "[time]\nresult=9\n", "result" },
    { "[document]\ncamera=maybe\n", "camera" },
    { "[document]\ncamera=1\n", "camera" },
    { "[document]\nfile=TRUE\n", "file" },
    { "[document]\nexpiry=yes\n", "expiry" },
    { "[check]\nexpiry=true\n", "expiry" },
    { "[document]\ncamera=false\nfile=false\n", "camera" },
    { "[receipt]\ntime=minute\n", "time" },
    { "[check]\natempts=2\n", "atempts" },
    { "[check]\nattempts[ko]=2\n", "attempts[ko]" },
    { "[time]\nattempts=2\n", "attempts" },
    { "[chekc]\nattempts=2\n", "chekc" },
    { "[]\nattempts=2\n", "p.ini" },
    { "attempts=2\n", "group" },
    { "[check\nattempts=2\n", "[check" },
    { "[check]\nattempts\n", "attempts" },
    { "\xff\xfe[check]\n", "p.ini" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      AnnaePolicy policy;

      g_test_message ("%" G_GSIZE_FORMAT ": %s", i, table[i][1]);
      g_assert_false (annae_policy_parse (&policy, table[i][0], strlen (table[i][0]), "p.ini", &error));
      g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS);
      g_assert_nonnull (strstr (error->message, table[i][1]));
      g_assert_nonnull (strstr (error->message, "p.ini"));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      assert_defaults (&policy);
    }
}

static void
test_zero_bytes_and_size (void)
{
  static const char zero[] = "[check]\nattempts=1\0loose\n";
  g_autofree char *large = g_strnfill (70000, '#');
  g_autoptr (GError) error = NULL;
  AnnaePolicy policy;

  g_assert_false (annae_policy_parse (&policy, zero, sizeof zero - 1, "p", &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS);
  g_clear_error (&error);
  g_assert_false (annae_policy_parse (&policy, large, 70000, "p", &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS);
}

static void
test_files (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("annae-policy-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "policy.ini", NULL);
  AnnaePolicy policy;

  g_assert_false (annae_policy_load (&policy, path, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  g_assert_nonnull (strstr (error->message, path));
  assert_defaults (&policy);
  g_clear_error (&error);

  g_assert_false (annae_policy_load (&policy, folder, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (path, "[check]\nattempts=2\n", -1, NULL));
  g_assert_true (annae_policy_load (&policy, path, &error));
  g_assert_cmpuint (policy.attempts, ==, 2);

  g_assert_true (g_file_set_contents (path, "[check]\nattempts=7\n", -1, NULL));
  g_assert_false (annae_policy_load (&policy, path, &error));
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, "1 to 3"));
  assert_defaults (&policy);

  g_unlink (path);
  g_rmdir (folder);
}

static void
test_other_ways (void)
{
  static const char one[] = "[other-ways]\nmobile-id=false\nabstract=false\n[receipt]\nkeep=true\n";
  static const char none[] = "[other-ways]\nmobile-id=false\nabstract=false\nstaff=false\n";
  g_autoptr (GError) error = NULL;
  AnnaePolicy policy;

  annae_policy_init (&policy);
  g_assert_true (policy.other_mobile_id && policy.other_abstract && policy.other_staff);
  g_assert_false (policy.receipt_keep);
  g_assert_true (annae_policy_parse (&policy, one, strlen (one), "p", &error));
  g_assert_true (!policy.other_mobile_id && !policy.other_abstract && policy.other_staff && policy.receipt_keep);

  g_assert_false (annae_policy_parse (&policy, none, strlen (none), "p", &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS);
  g_assert_nonnull (strstr (error->message, "at least one other way"));
  g_assert_true (policy.other_mobile_id && policy.other_abstract && policy.other_staff);
}

static void
test_hash (void)
{
  static const char one[] = "[time]\nidle=60\n[check]\nattempts=2\n";
  static const char same[] = "# other words\n[check]\nattempts=2\nfalse-match-rate=0.0001\n[time]\nidle=60\n";
  AnnaePolicy a, b, usual;

  annae_policy_init (&usual);
  g_assert_true (annae_policy_parse (&a, one, strlen (one), "a", NULL));
  g_assert_true (annae_policy_parse (&b, same, strlen (same), "b", NULL));
  g_autofree char *hash_a = annae_policy_hash (&a);
  g_autofree char *hash_b = annae_policy_hash (&b);
  g_autofree char *hash_usual = annae_policy_hash (&usual);
  g_assert_cmpuint (strlen (hash_a), ==, 64);
  g_assert_cmpstr (hash_a, ==, hash_b);
  g_assert_cmpstr (hash_a, !=, hash_usual);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/defaults", test_defaults);
  g_test_add_func ("/policy/every-key", test_every_key);
  g_test_add_func ("/policy/refused", test_refused);
  g_test_add_func ("/policy/zero-bytes-and-size", test_zero_bytes_and_size);
  g_test_add_func ("/policy/files", test_files);
  g_test_add_func ("/policy/other-ways", test_other_ways);
  g_test_add_func ("/policy/hash", test_hash);
  return g_test_run ();
}
