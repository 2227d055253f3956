/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The consent text: source and translations come from the same list of phrases, so they cannot drift apart. */

#include "annae-consent.h"

#include "annae-phrases.h"

/* What the choice page shows of the matter, in its order: a sentence that is not on the page is not agreed to.
 * The list of other ways there is the shop's, and its policy's hash stands in the receipt beside this one. */
static const AnnaePhraseId sentences[] = {
  ANNAE_PHRASE_CHOICE_HEADING,
  ANNAE_PHRASE_CHOICE_CONSENT,
  ANNAE_PHRASE_CHOICE_1,
  ANNAE_PHRASE_DOCUMENT_PRIVACY_EXPIRY,
  ANNAE_PHRASE_CHOICE_2,
  ANNAE_PHRASE_CHOICE_3,
  ANNAE_PHRASE_CHOICE_4,
  ANNAE_PHRASE_CHOICE_5,
  ANNAE_PHRASE_CHOICE_FREE,
  ANNAE_PHRASE_CHOICE_OTHER_WAY,
  ANNAE_PHRASE_CHOICE_OTHER_WAY_DETAIL,
  ANNAE_PHRASE_CHOICE_START,
  ANNAE_PHRASE_CHOICE_START_DETAIL,
};

static void
append_sentences (GString *text, const char *language, gboolean expiry)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (expiry || sentences[i] != ANNAE_PHRASE_DOCUMENT_PRIVACY_EXPIRY)
      g_string_append_printf (text, "%s\n", annae_phrase_get (language, sentences[i], ANNAE_FORM_SHOWN));
}

char *
annae_consent_text (gboolean expiry)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "annae-consent-%d%s\n", ANNAE_CONSENT_VERSION, expiry ? "-expiry" : "");
  append_sentences (text, "en", expiry);
  return g_string_free (text, FALSE);
}

char *
annae_consent_hash (gboolean expiry)
{
  g_autofree char *text = annae_consent_text (expiry);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

char *
annae_consent_shown (const char *language, gboolean expiry)
{
  GString *text = g_string_new (NULL);

  append_sentences (text, language, expiry);
  return g_string_free (text, FALSE);
}
