/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prompts: a name stands for the same words always, can be the name of a clip, and nothing that can be said is missing
 * from the list. */

#include "annae-prompts.h"

#include <string.h>

static GHashTable *
list_by_name (const char *language)
{
  g_autoptr (GPtrArray) all = annae_prompts_list (language);
  GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < all->len; i++)
    {
      AnnaePrompt *prompt = g_ptr_array_index (all, i);

      g_assert_cmpuint (strspn (prompt->name, "abcdefghijklmnopqrstuvwxyz0123456789-/"), ==, strlen (prompt->name));
      g_assert_cmpuint (strlen (prompt->text), >, 0);
      g_assert_true (g_utf8_validate (prompt->text, -1, NULL));
      g_assert_true (g_hash_table_insert (texts, g_strdup (prompt->name), g_strdup (prompt->text)));
    }
  return texts;
}

static void
assert_listed (GHashTable *texts, AnnaePrompt *taken)
{
  g_autoptr (AnnaePrompt) prompt = taken;

  if (*prompt->text == '\0')
    return;
  g_test_message ("%s", prompt->name);
  g_assert_cmpstr (g_hash_table_lookup (texts, prompt->name), ==, prompt->text);
}

/* A clip is played for its name: were two causes one name, the person would hear the wrong one. */
static void
test_names (void)
{
  gsize n;
  const AnnaeLanguage *languages = annae_languages_get (&n);

  for (gsize l = 0; l < n; l++)
    {
      const char *code = languages[l].code;
      g_autoptr (GHashTable) texts = list_by_name (code);

      for (int step = 0; step < ANNAE_STEP_RESULT; step++)
        for (int reason = 0; reason < ANNAE_N_REASONS; reason++)
          assert_listed (texts, annae_prompt_for_page (code, step, ANNAE_OUTCOME_NONE, reason));
      for (int outcome = ANNAE_OUTCOME_NONE + 1; outcome < ANNAE_N_OUTCOMES; outcome++)
        for (int reason = 0; reason < ANNAE_N_REASONS; reason++)
          if (reason == ANNAE_REASON_NONE || outcome == ANNAE_OUTCOME_MATCH || outcome == ANNAE_OUTCOME_UNDECIDED
              || outcome == ANNAE_OUTCOME_NO_MATCH || outcome == ANNAE_OUTCOME_FAILED)
            assert_listed (texts, annae_prompt_for_page (code, ANNAE_STEP_RESULT, outcome, reason));
      for (int id = 0; id < ANNAE_N_ADVICE; id++)
        for (guint wording = 0; wording < 2; wording++)
          assert_listed (texts, annae_prompt_for_advice (code, id, wording));
      assert_listed (texts, annae_prompt_for_warning (code));
      assert_listed (texts, annae_prompt_for_audit (code));

      /* what is agreed to is heard as well as read */
      const char *choice = g_hash_table_lookup (texts, "page/choice-mobile-id-abstract-staff");
      g_assert_nonnull (choice);
      g_assert_nonnull (strstr (choice, annae_phrase_get (code, ANNAE_PHRASE_CHOICE_CONSENT, ANNAE_FORM_SPOKEN)));
      g_assert_nonnull (strstr (choice, annae_phrase_get (code, ANNAE_PHRASE_CHOICE_FREE, ANNAE_FORM_SPOKEN)));
    }
}

static void
test_words (void)
{
  g_autoptr (AnnaePrompt) light
      = annae_prompt_for_page ("en", ANNAE_STEP_RETRY, ANNAE_OUTCOME_NONE, ANNAE_REASON_LIGHT);
  g_autoptr (AnnaePrompt) blur = annae_prompt_for_page ("en", ANNAE_STEP_RETRY, ANNAE_OUTCOME_NONE, ANNAE_REASON_BLUR);
  g_autoptr (AnnaePrompt) match
      = annae_prompt_for_page ("en", ANNAE_STEP_RESULT, ANNAE_OUTCOME_MATCH, ANNAE_REASON_NO_CAMERA);
  const char *heading = annae_phrase_get ("en", annae_phrase_for_step (ANNAE_STEP_RETRY), ANNAE_FORM_SPOKEN);

  g_assert_cmpstr (light->name, ==, "page/retry-light");
  g_assert_cmpstr (blur->name, ==, "page/retry-blur");
  g_assert_cmpstr (light->text, !=, blur->text);
  g_assert_true (g_str_has_prefix (light->text, heading));
  g_assert_cmpstr (match->name, ==, "result/match");
}

/* The shop's other ways are said after the sentence that both are equally good, and no others. */
static void
test_choice (void)
{
  static const AnnaePhraseId phrases[]
      = { ANNAE_PHRASE_OTHER_WAY_MOBILE_ID, ANNAE_PHRASE_OTHER_WAY_ABSTRACT, ANNAE_PHRASE_OTHER_WAY_STAFF };
  static const char *const names[] = { "page/choice",
                                       "page/choice-mobile-id",
                                       "page/choice-abstract",
                                       "page/choice-mobile-id-abstract",
                                       "page/choice-staff",
                                       "page/choice-mobile-id-staff",
                                       "page/choice-abstract-staff",
                                       "page/choice-mobile-id-abstract-staff" };
  gsize n;
  const AnnaeLanguage *languages = annae_languages_get (&n);

  for (gsize l = 0; l < n; l++)
    {
      const char *code = languages[l].code;
      g_autoptr (GHashTable) texts = list_by_name (code);

      for (guint ways = 0; ways < G_N_ELEMENTS (names); ways++)
        {
          const AnnaePolicy policy
              = { .other_mobile_id = ways & 1, .other_abstract = ways >> 1 & 1, .other_staff = ways >> 2 & 1 };
          g_autoptr (AnnaePrompt) prompt = annae_prompt_for_choice (code, &policy);
          const char *at = strstr (prompt->text, annae_phrase_get (code, ANNAE_PHRASE_CHOICE_FREE, ANNAE_FORM_SPOKEN));

          g_test_message ("%s: %s", code, prompt->text);
          g_assert_cmpstr (prompt->name, ==, names[ways]);
          /* no policy leaves none, so nobody need record that */
          g_assert_cmpstr (g_hash_table_lookup (texts, prompt->name), ==, ways == 0 ? NULL : prompt->text);
          g_assert_nonnull (at);
          g_assert_cmpint (strstr (at, annae_phrase_get (code, ANNAE_PHRASE_CHOICE_WAYS, ANNAE_FORM_SPOKEN)) != NULL,
                           ==, ways != 0);
          for (guint way = 0; way < G_N_ELEMENTS (phrases); way++)
            {
              const char *found = strstr (at, annae_phrase_get (code, phrases[way], ANNAE_FORM_SPOKEN));

              g_assert_cmpint (found != NULL, ==, ways >> way & 1);
              at = found != NULL ? found : at; /* in the page's order */
            }
        }
    }
}

/* Where the policy asks for the date, the customer hears so before deciding. */
static void
test_choice_expiry (void)
{
  const AnnaePolicy policy = { .other_staff = TRUE, .document_expiry = TRUE };
  gsize n;
  const AnnaeLanguage *languages = annae_languages_get (&n);

  for (gsize l = 0; l < n; l++)
    {
      const char *code = languages[l].code;
      const char *sentence = annae_phrase_get (code, ANNAE_PHRASE_DOCUMENT_PRIVACY_EXPIRY, ANNAE_FORM_SPOKEN);
      g_autoptr (GHashTable) texts = list_by_name (code);
      g_autoptr (AnnaePrompt) prompt = annae_prompt_for_choice (code, &policy);

      g_assert_cmpstr (prompt->name, ==, "page/choice-expiry-staff");
      g_assert_cmpstr (g_hash_table_lookup (texts, prompt->name), ==, prompt->text);
      g_assert_nonnull (strstr (prompt->text, sentence));
      g_assert_null (strstr (g_hash_table_lookup (texts, "page/choice-staff"), sentence));
    }
}

static void
test_choice_words (void)
{
  const AnnaePolicy policy = { .other_abstract = TRUE, .other_staff = TRUE };
  g_autoptr (AnnaePrompt) prompt = annae_prompt_for_choice ("en", &policy);

  g_assert_true (g_str_has_suffix (prompt->text,
                                   " Both ways are equally good. Other ways here: Resident abstract issued "
                                   "today. A member of staff compares."));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prompts/names", test_names);
  g_test_add_func ("/prompts/words", test_words);
  g_test_add_func ("/prompts/choice", test_choice);
  g_test_add_func ("/prompts/choice-expiry", test_choice_expiry);
  g_test_add_func ("/prompts/choice-words", test_choice_words);
  return g_test_run ();
}
