/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The consent text: its hash stands in receipts, so no word of it may change unnoticed. */

#include "annae-consent.h"
#include "annae-phrases.h"

/* Where this differs, the words have changed. A change of meaning raises ANNAE_CONSENT_VERSION; then put the new hash
 * here. */
#define HASH_EXPIRY "4486be0e6e85ea34c17bfdf4386073d8809f14b68fd2d421b423b95af642e692"
#define HASH "e426278f9a8e14fde82fef4e8fc764192bc6f03a2d55bfa489347f53a789f288"

static void
test_hash (void)
{
  g_autofree char *hash = annae_consent_hash (FALSE);
  g_autofree char *text = annae_consent_text (FALSE);
  g_autofree char *again = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  g_assert_true (g_str_has_prefix (text, "annae-consent-2\n"));
  g_assert_true (g_str_has_suffix (text, "I agree to the face check.\n"));
  g_assert_cmpint (ANNAE_CONSENT_VERSION, ==, 2);
  g_assert_cmpstr (hash, ==, again);
  g_assert_cmpstr (hash, ==, HASH);
}

/* Where the date is read, it is agreed to: one sentence more, and another hash. */
static void
test_expiry (void)
{
  g_autofree char *plain = annae_consent_text (FALSE);
  g_autofree char *expiry = annae_consent_text (TRUE);
  g_autofree char *hash = annae_consent_hash (TRUE);
  g_auto (GStrv) without = g_strsplit (plain, "\n", -1);
  g_auto (GStrv) with = g_strsplit (expiry, "\n", -1);
  const char *sentence = annae_phrase_get ("en", ANNAE_PHRASE_DOCUMENT_PRIVACY_EXPIRY, ANNAE_FORM_SHOWN);

  g_assert_cmpstr (hash, ==, HASH_EXPIRY);
  g_assert_cmpstr (with[0], ==, "annae-consent-2-expiry");
  g_assert_cmpuint (g_strv_length (with), ==, g_strv_length (without) + 1);
  g_assert_true (g_strv_contains ((const char *const *) with, sentence));
  g_assert_false (g_strv_contains ((const char *const *) without, sentence));
}

/* Everybody reads all of it in their own language. */
static void
test_every_language (void)
{
  gsize n = 0;
  const AnnaeLanguage *languages = annae_languages_get (&n);
  g_autofree char *english = annae_consent_shown ("en", TRUE);
  g_auto (GStrv) source = g_strsplit (english, "\n", -1);

  g_assert_cmpuint (n, >=, 17);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *shown = annae_consent_shown (languages[i].code, TRUE);
      g_auto (GStrv) lines = g_strsplit (shown, "\n", -1);

      g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (source));
      for (guint k = 0; source[k] != NULL && *source[k] != '\0'; k++)
        {
          g_assert_cmpstr (lines[k], !=, "");
          if (!g_str_equal (languages[i].code, "en"))
            g_assert_cmpstr (lines[k], !=, source[k]);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/consent/hash", test_hash);
  g_test_add_func ("/consent/expiry", test_expiry);
  g_test_add_func ("/consent/every-language", test_every_language);
  return g_test_run ();
}
