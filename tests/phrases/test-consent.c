/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The consent text: its hash stands in receipts, so no word of it may change unnoticed. */

#include "annae-consent.h"
#include "annae-phrases.h"

/* Where this differs, the words have changed. A change of meaning raises ANNAE_CONSENT_VERSION; then put the new hash here. */
#define HASH "e426278f9a8e14fde82fef4e8fc764192bc6f03a2d55bfa489347f53a789f288"

static void
test_hash (void)
{
  g_autofree char *hash = annae_consent_hash ();
  g_autofree char *text = annae_consent_text ();
  g_autofree char *again = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  g_assert_true (g_str_has_prefix (text, "annae-consent-2\n"));
  g_assert_true (g_str_has_suffix (text, "I agree to the face check.\n"));
  g_assert_cmpint (ANNAE_CONSENT_VERSION, ==, 2);
  g_assert_cmpstr (hash, ==, again);
  g_assert_cmpstr (hash, ==, HASH);
}

/* Everybody reads all of it in their own language. */
static void
test_every_language (void)
{
  gsize n = 0;
  const AnnaeLanguage *languages = annae_languages_get (&n);
  g_autofree char *english = annae_consent_shown ("en");
  g_auto (GStrv) source = g_strsplit (english, "\n", -1);

  g_assert_cmpuint (n, >=, 17);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *shown = annae_consent_shown (languages[i].code);
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
  g_test_add_func ("/consent/every-language", test_every_language);
  return g_test_run ();
}
