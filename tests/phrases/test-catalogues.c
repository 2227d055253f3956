/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a phrase falls back, with made-up catalogues: language, then English, for shown and spoken forms and plurals. */

#include "annae-catalogues.h"

#include "mo-builder.h"

#define RULE_3 "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;"

static const MoEntry russian[] = {
  MO_ENTRY ("", MO_HEADER (RULE_3)),
  MO_ENTRY ("Start", "Начать"),
  /* one form is missing: the whole phrase is */
  MO_ENTRY ("You can try {count} more time.\0You can try {count} more times.", "раз\0\0много"),
  MO_ENTRY ("speech\4Back", "нaзaд голосом"),
  MO_ENTRY ("{count} camera picture\0{count} camera pictures", "одна\0две\0много"),
};

static const MoEntry vietnamese[] = {
  MO_ENTRY ("", MO_HEADER ("nplurals=1; plural=0;")),
  MO_ENTRY ("Start", "Bắt đầu"),
  MO_ENTRY ("speech\4Start", "bắt đầu nhé"),
  MO_ENTRY ("speech\4You can try {number} more time.\0You can try {number} more times.", "{number} lần"),
};

static GBytes *
load (const char *code, gpointer user_data)
{
  if (g_str_equal (code, "ru"))
    return mo_builder_build (russian, G_N_ELEMENTS (russian), FALSE);
  if (g_str_equal (code, "vi"))
    return mo_builder_build (vietnamese, G_N_ELEMENTS (vietnamese), TRUE);
  if (g_str_equal (code, "th"))
    return g_bytes_new_static ("not a catalogue", 15);
  if (g_str_equal (code, "en")) /* must not be asked: English is the list itself */
    return mo_builder_build (vietnamese, G_N_ELEMENTS (vietnamese), FALSE);
  return NULL;
}

static const AnnaePhraseText *
get (const AnnaeCatalogues *self, const char *code, AnnaePhraseId id, AnnaePhraseForm form)
{
  return annae_catalogues_get_text (self, annae_catalogues_language_index (code), id, form);
}

static void
test_chain (void)
{
  g_autoptr (AnnaeCatalogues) all = annae_catalogues_new (load, NULL);
  const guint english = annae_catalogues_language_index ("en");
  const AnnaePhraseText *text;

  text = get (all, "ru", ANNAE_PHRASE_CHOICE_START, ANNAE_FORM_SHOWN);
  g_assert_cmpstr (text->texts[0], ==, "Начать");
  g_assert_cmpuint (text->origin, ==, annae_catalogues_language_index ("ru"));

  text = get (all, "ru", ANNAE_PHRASE_BUTTON_BACK, ANNAE_FORM_SHOWN);
  g_assert_cmpstr (text->texts[0], ==, "Back");
  g_assert_cmpuint (text->origin, ==, english);

  /* broken file, no file, English, unknown language */
  g_assert_cmpstr (get (all, "th", ANNAE_PHRASE_CHOICE_START, ANNAE_FORM_SHOWN)->texts[0], ==, "Start");
  g_assert_cmpstr (get (all, "ko", ANNAE_PHRASE_CHOICE_START, ANNAE_FORM_SHOWN)->texts[0], ==, "Start");
  g_assert_cmpstr (get (all, "en", ANNAE_PHRASE_CHOICE_START, ANNAE_FORM_SPOKEN)->texts[0], ==, "Start");
  g_assert_cmpstr (get (all, "tlh", ANNAE_PHRASE_CHOICE_START, ANNAE_FORM_SHOWN)->texts[0], ==, "Start");
  g_assert_cmpstr (get (all, NULL, ANNAE_PHRASE_CHOICE_START, ANNAE_FORM_SHOWN)->texts[0], ==, "Start");
}

static void
test_spoken (void)
{
  g_autoptr (AnnaeCatalogues) all = annae_catalogues_new (load, NULL);

  /* a spoken form of its own; none, so the shown one; a spoken one alone */
  g_assert_cmpstr (get (all, "vi", ANNAE_PHRASE_CHOICE_START, ANNAE_FORM_SHOWN)->texts[0], ==, "Bắt đầu");
  g_assert_cmpstr (get (all, "vi", ANNAE_PHRASE_CHOICE_START, ANNAE_FORM_SPOKEN)->texts[0], ==, "bắt đầu nhé");
  g_assert_cmpstr (get (all, "ru", ANNAE_PHRASE_CHOICE_START, ANNAE_FORM_SPOKEN)->texts[0], ==, "Начать");
  g_assert_cmpstr (get (all, "ru", ANNAE_PHRASE_BUTTON_BACK, ANNAE_FORM_SPOKEN)->texts[0], ==, "нaзaд голосом");
  /* English has its own spoken form of this one */
  g_assert_cmpstr (get (all, "en", ANNAE_PHRASE_RETRY_ATTEMPTS_LEFT, ANNAE_FORM_SPOKEN)->texts[0], ==,
                   "You can try {number} more time.");
  g_assert_cmpstr (get (all, "vi", ANNAE_PHRASE_RETRY_ATTEMPTS_LEFT, ANNAE_FORM_SPOKEN)->texts[0], ==, "{number} lần");
}

static void
test_plurals (void)
{
  g_autoptr (AnnaeCatalogues) all = annae_catalogues_new (load, NULL);
  const AnnaePhraseText *text = get (all, "ru", ANNAE_PHRASE_WIPED_FRAMES, ANNAE_FORM_SHOWN);
  const AnnaePlural *rule;

  g_assert_cmpuint (text->n_texts, ==, 3);
  rule = annae_catalogues_get_plural (all, text->origin);
  g_assert_cmpstr (text->texts[annae_plural_select (rule, 2)], ==, "две");

  /* a form is missing: English words by the English rule, not English words by the Russian rule */
  text = get (all, "ru", ANNAE_PHRASE_RETRY_ATTEMPTS_LEFT, ANNAE_FORM_SHOWN);
  rule = annae_catalogues_get_plural (all, text->origin);
  g_assert_cmpuint (text->n_texts, ==, 2);
  g_assert_cmpstr (text->texts[annae_plural_select (rule, 2)], ==, "You can try {count} more times.");
  g_assert_cmpstr (text->texts[annae_plural_select (rule, 1)], ==, "You can try {count} more time.");
}

static void
test_out_of_range (void)
{
  g_autoptr (AnnaeCatalogues) all = annae_catalogues_new (load, NULL);

  g_assert_cmpstr (annae_catalogues_get_text (all, 4711, ANNAE_PHRASE_CHOICE_START, ANNAE_FORM_SHOWN)->texts[0], ==,
                   "Start");
  g_assert_cmpstr (annae_catalogues_get_text (all, 0, ANNAE_PHRASE_NONE, ANNAE_FORM_SHOWN)->texts[0], ==, "");
  g_assert_cmpstr (annae_catalogues_get_text (all, 0, (AnnaePhraseId) 99999, ANNAE_FORM_SHOWN)->texts[0], ==, "");
  g_assert_cmpstr (annae_catalogues_get_text (all, 0, (AnnaePhraseId) -1, (AnnaePhraseForm) 77)->texts[0], ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogues/chain", test_chain);
  g_test_add_func ("/catalogues/spoken", test_spoken);
  g_test_add_func ("/catalogues/plurals", test_plurals);
  g_test_add_func ("/catalogues/out-of-range", test_out_of_range);
  return g_test_run ();
}
