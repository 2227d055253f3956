/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The phrases as the rest of the program sees them: real catalogues, placeholders, names, maps, threads. */

#include "annae-phrases.h"

#include <string.h>

static void
test_languages (void)
{
  static const char *const codes[]
      = { "ko", "en", "zh_CN", "vi", "uz", "ru", "id", "ne", "si", "bn", "ur", "ja", "th", "my", "km", "mn", "fil" };
  gsize n;
  const AnnaeLanguage *languages = annae_languages_get (&n);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (codes));
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpstr (languages[i].code, ==, codes[i]);
      g_assert_true (annae_language_find (codes[i]) == &languages[i]);
      g_assert_true (g_utf8_validate (languages[i].own_name, -1, NULL));
      g_assert_cmpint (languages[i].right_to_left, ==, g_str_equal (codes[i], "ur"));
      g_assert_cmpint (languages[i].keep_words, ==, g_str_equal (codes[i], "ko"));
    }
  g_assert_null (annae_language_find ("xx"));
  g_assert_null (annae_language_find (""));
  g_assert_null (annae_language_find (NULL));
}

static void
test_lookup (void)
{
  g_assert_cmpstr (annae_phrase_get ("en", ANNAE_PHRASE_RESULT_MATCH, ANNAE_FORM_SHOWN), ==, "It is you. Thank you.");
  g_assert_cmpstr (annae_phrase_get ("ko", ANNAE_PHRASE_BUTTON_LANGUAGE, ANNAE_FORM_SHOWN), ==, "언어");
  g_assert_cmpstr (annae_phrase_get ("xx", ANNAE_PHRASE_BUTTON_LANGUAGE, ANNAE_FORM_SHOWN), ==, "Language");
  g_assert_cmpstr (annae_phrase_get ("ko", ANNAE_PHRASE_NONE, ANNAE_FORM_SHOWN), ==, "");
  g_assert_cmpstr (annae_phrase_get ("ko", ANNAE_N_PHRASES, ANNAE_FORM_SPOKEN), ==, "");
  g_assert_true (annae_phrase_is_translated ("ko", ANNAE_PHRASE_STAFF_STRIP));
  g_assert_true (annae_phrase_is_translated ("en", ANNAE_PHRASE_STAFF_STRIP));
  g_assert_false (annae_phrase_is_translated ("xx", ANNAE_PHRASE_STAFF_STRIP));
  g_assert_false (annae_phrase_is_translated ("ko", ANNAE_PHRASE_NONE));
  /* staff's words in a language that has none are English */
  g_assert_cmpstr (annae_phrase_get ("vi", ANNAE_PHRASE_STAFF_CAUSE_NO_FACE, ANNAE_FORM_SHOWN), ==,
                   "No face in the picture");
}

static void
test_complete (void)
{
  gsize n;
  const AnnaeLanguage *languages = annae_languages_get (&n);

  for (gsize i = 0; i < n; i++)
    for (guint id = ANNAE_PHRASE_NONE + 1; id < ANNAE_N_PHRASES; id++)
      {
        gboolean needed = annae_phrase_is_for_customer (id) || g_str_equal (languages[i].code, "ko");

        if (needed && !annae_phrase_is_translated (languages[i].code, id))
          {
            g_test_message ("%s: %s is not translated", languages[i].code, annae_phrase_name (id));
            g_test_fail ();
          }
        g_assert_cmpstr (annae_phrase_get (languages[i].code, id, ANNAE_FORM_SPOKEN), !=, "");
      }
}

static void
test_counts (void)
{
  static const struct
  {
    const char *language;
    AnnaePhraseForm form;
    gulong count;
    const char *text;
  } cases[] = {
    { "en", ANNAE_FORM_SHOWN, 1, "You can try 1 more time." },
    { "en", ANNAE_FORM_SHOWN, 2, "You can try 2 more times." },
    { "en", ANNAE_FORM_SPOKEN, 1, "You can try one more time." },
    { "en", ANNAE_FORM_SPOKEN, 2, "You can try two more times." },
    { "en", ANNAE_FORM_SPOKEN, 7, "You can try 7 more times." },
    { "ko", ANNAE_FORM_SHOWN, 2, "2번 더 하실 수 있어요." },
    { "ko", ANNAE_FORM_SPOKEN, 2, "두 번 더 하실 수 있어요." },
    { "xx", ANNAE_FORM_SHOWN, 2, "You can try 2 more times." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = annae_phrase_format_n (cases[i].language, ANNAE_PHRASE_RETRY_ATTEMPTS_LEFT, cases[i].form,
                                                     cases[i].count, NULL);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static char *
note (const char *language, const char *name, const char *value)
{
  return annae_phrase_format (language, ANNAE_PHRASE_STAFF_PACK_NOTE, ANNAE_FORM_SHOWN, "name", name, "note", value,
                              NULL);
}

static void
assert_note (const char *name, const char *value, const char *expected)
{
  g_autofree char *text = note ("en", name, value);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_placeholders (void)
{
  g_autofree char *unknown
      = annae_phrase_format ("en", ANNAE_PHRASE_STAFF_PACK_NOTE, ANNAE_FORM_SHOWN, "nam", "x", "", "y", NULL);
  g_autofree char *none = annae_phrase_format ("en", ANNAE_PHRASE_CHOICE_START, ANNAE_FORM_SHOWN, "name", "x", NULL);
  g_autofree char *own_count
      = annae_phrase_format_n ("en", ANNAE_PHRASE_STAFF_ATTEMPTS_LEFT, ANNAE_FORM_SHOWN, 3, "count", "999", NULL);

  assert_note ("a", "b", "a: b");
  assert_note ("", "", ": ");
  /* values that look like placeholders or like formats stay what they are */
  assert_note ("{note}", "{name}", "{note}: {name}");
  assert_note ("{name}{note}{", "}", "{name}{note}{: }");
  assert_note ("%s%n%d", "100 %", "%s%n%d: 100 %");
  /* no second line, no turned line, no broken text */
  assert_note ("a\nb\tc", "d\x7f", "a b c: d ");
  assert_note ("a\u202e b\u2066", "c\u2028d", "a b: c d");
  assert_note ("a\xff", "b", "a\ufffd: b");
  assert_note ("카메라", "नेपाली", "카메라: नेपाली");
  g_assert_cmpstr (unknown, ==, "{name}: {note}");
  g_assert_cmpstr (none, ==, "Start");
  g_assert_cmpstr (own_count, ==, "3 attempts left");
}

static void
test_many_and_long_values (void)
{
  g_autofree char *long_value = g_strnfill (200000, '{');
  g_autofree char *text = note ("en", long_value, "end");
  g_autofree char *missing
      = annae_phrase_format ("en", ANNAE_PHRASE_STAFF_PACK_NOTE, ANNAE_FORM_SHOWN, "name", NULL, "note", "n", NULL);
  g_autofree char *many
      = annae_phrase_format ("en", ANNAE_PHRASE_STAFF_PACK_NOTE, ANNAE_FORM_SHOWN, "a", "", "b", "", "c", "", "d", "",
                             "e", "", "f", "", "g", "", "h", "", "i", "", "j", "", "k", "", "l", "", "m", "", "n", "",
                             "o", "", "p", "", "q", "", "name", "late", NULL);

  g_assert_cmpuint (strlen (text), ==, 200000 + strlen (": end"));
  g_assert_cmpstr (missing, ==, "{name}: n");
  g_assert_cmpstr (many, ==, "{name}: {note}"); /* sixteen pairs are kept, more are left out: never out of bounds */
}

static void
test_right_to_left (void)
{
  g_autofree char *shown
      = annae_phrase_format ("ur", ANNAE_PHRASE_TEXT_SIZE_NOW, ANNAE_FORM_SHOWN, "percent", "150", NULL);
  g_autofree char *spoken
      = annae_phrase_format ("ur", ANNAE_PHRASE_TEXT_SIZE_NOW, ANNAE_FORM_SPOKEN, "percent", "150", NULL);

  g_assert_nonnull (strstr (shown, "\u2068150\u2069"));
  g_assert_null (strstr (spoken, "\u2068"));
  g_assert_nonnull (strstr (spoken, "150"));
}

static void
test_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpstr (annae_phrase_name (ANNAE_PHRASE_CHOICE_START), ==, "choice-start");
  g_assert_cmpstr (annae_phrase_name (ANNAE_PHRASE_ADVICE_CARD_DONE_2), ==, "advice-card-done-2");
  g_assert_cmpstr (annae_phrase_name (ANNAE_N_PHRASES), ==, "none");
  for (guint id = 0; id < ANNAE_N_PHRASES; id++)
    g_assert_true (g_hash_table_add (seen, (gpointer) annae_phrase_name (id)));
}

static void
assert_customer (AnnaePhraseId id)
{
  g_assert_cmpint (id, !=, ANNAE_PHRASE_NONE);
  g_assert_true (annae_phrase_is_for_customer (id));
}

static void
assert_staff (AnnaePhraseId id)
{
  g_assert_cmpint (id, !=, ANNAE_PHRASE_NONE);
  g_assert_false (annae_phrase_is_for_customer (id));
}

static void
test_maps (void)
{
  for (guint id = ANNAE_ADVICE_NONE + 1; id < ANNAE_N_ADVICE; id++)
    {
      g_autofree char *name = g_strconcat ("advice-", annae_advice_name (id), NULL);

      assert_customer (annae_phrase_for_advice (id, 0));
      assert_customer (annae_phrase_for_advice (id, 1));
      g_assert_cmpstr (annae_phrase_get ("en", annae_phrase_for_advice (id, 0), ANNAE_FORM_SHOWN), !=,
                       annae_phrase_get ("en", annae_phrase_for_advice (id, 1), ANNAE_FORM_SHOWN));
      g_assert_cmpstr (annae_phrase_name (annae_phrase_for_advice (id, 0)), ==, name);
      assert_staff (annae_phrase_for_advice_cause (id));
      assert_staff (annae_phrase_for_advice_action (id));
      if (annae_phrase_for_advice_second_action (id) != ANNAE_PHRASE_NONE)
        assert_staff (annae_phrase_for_advice_second_action (id));
      g_assert_cmpint (annae_phrase_for_advice_second_action (id), !=, annae_phrase_for_advice_action (id));
    }
  g_assert_cmpint (annae_phrase_for_advice (ANNAE_ADVICE_NONE, 0), ==, ANNAE_PHRASE_NONE);
  g_assert_cmpint (annae_phrase_for_advice (ANNAE_N_ADVICE, 9), ==, ANNAE_PHRASE_NONE);

  for (guint reason = 0; reason < ANNAE_N_REASONS; reason++)
    {
      if (reason != ANNAE_REASON_NONE)
        assert_customer (annae_phrase_for_reason (reason));
      assert_staff (annae_phrase_for_reason_staff (reason));
      assert_staff (annae_phrase_for_reason_action (reason, 0));
      g_assert_cmpint (annae_phrase_for_reason_action (reason, 0), !=, annae_phrase_for_reason_action (reason, 1));
      g_assert_true (annae_phrase_for_reason_at_end (reason) == ANNAE_PHRASE_NONE
                     || annae_phrase_for_reason_at_end (reason) == annae_phrase_for_reason (reason));
    }
  /* what can no longer be done is not asked for */
  g_assert_cmpint (annae_phrase_for_reason_at_end (ANNAE_REASON_LIGHT), ==, ANNAE_PHRASE_NONE);
  g_assert_cmpint (annae_phrase_for_reason_at_end (ANNAE_REASON_CARD_QUALITY), ==,
                   ANNAE_PHRASE_REASON_CARD_QUALITY);
  g_assert_cmpint (annae_phrase_for_reason_at_end (ANNAE_REASON_DOCUMENT_EXPIRED), ==,
                   ANNAE_PHRASE_REASON_DOCUMENT_EXPIRED);
  for (guint outcome = 0; outcome < ANNAE_N_OUTCOMES; outcome++)
    {
      assert_staff (annae_phrase_for_outcome_action (outcome));
      assert_staff (annae_phrase_for_outcome_cause (outcome));
    }
  g_assert_cmpint (annae_phrase_for_outcome_cause (ANNAE_OUTCOME_DECLINED), !=, ANNAE_PHRASE_STAFF_CAUSE_NONE);
  for (guint step = 0; step < ANNAE_N_STEPS; step++)
    {
      gsize n;
      const AnnaePhraseId *sentences = annae_phrase_get_step_sentences (step, &n);

      if (step != ANNAE_STEP_RESULT)
        assert_customer (annae_phrase_for_step (step));
      assert_staff (annae_phrase_for_step_staff (step));
      g_assert_cmpuint (n, >, 0);
      for (gsize i = 0; i < n; i++)
        assert_customer (sentences[i]);
    }
  g_assert_cmpint (annae_phrase_for_step (ANNAE_N_STEPS), ==, ANNAE_PHRASE_NONE);
  for (guint outcome = 0; outcome < ANNAE_N_OUTCOMES; outcome++)
    {
      if (outcome != ANNAE_OUTCOME_NONE)
        {
          assert_customer (annae_phrase_for_outcome (outcome));
          assert_customer (annae_phrase_for_outcome_next (outcome));
        }
      assert_staff (annae_phrase_for_outcome_staff (outcome));
    }
}

/* Threads: every language at once, each answer compared with the one that the main thread got. */

#define N_THREADS 8
#define N_LOOKUPS 50000

static const char *expected[17][ANNAE_N_PHRASES];
static gint mismatches;
static gint waiting;

static gpointer
look_up_much (gpointer data)
{
  guint32 state = GPOINTER_TO_UINT (data) * 2654435761u + 1;
  const AnnaeLanguage *languages = annae_languages_get (NULL);

  g_atomic_int_inc (&waiting);
  while (g_atomic_int_get (&waiting) < N_THREADS)
    g_thread_yield ();
  for (guint i = 0; i < N_LOOKUPS; i++)
    {
      guint language, id;

      state = state * 1664525u + 1013904223u;
      language = (state >> 16) % 17;
      id = (state >> 4) % ANNAE_N_PHRASES;
      if (strcmp (annae_phrase_get (languages[language].code, id, ANNAE_FORM_SHOWN), expected[language][id]) != 0)
        g_atomic_int_inc (&mismatches);
    }
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[N_THREADS];
  const AnnaeLanguage *languages = annae_languages_get (NULL);
  gint64 begin;

  for (guint i = 0; i < 17; i++)
    for (guint id = 0; id < ANNAE_N_PHRASES; id++)
      expected[i][id] = annae_phrase_get (languages[i].code, id, ANNAE_FORM_SHOWN);
  begin = g_get_monotonic_time ();
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("look-up", look_up_much, GUINT_TO_POINTER (i));
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  g_test_message ("%d look-ups in %d threads: %.1f ms", N_THREADS * N_LOOKUPS, N_THREADS,
                  (double) (g_get_monotonic_time () - begin) / 1000.0);
  g_assert_cmpint (mismatches, ==, 0);
}

/* The first call of all comes from eight threads at the same moment. */
static void
test_first_call (void)
{
  if (g_test_subprocess ())
    {
      GThread *threads[N_THREADS];

      memset (expected, 0, sizeof expected);
      for (guint i = 0; i < 17; i++)
        for (guint id = 0; id < ANNAE_N_PHRASES; id++)
          expected[i][id] = "";
      for (guint i = 0; i < N_THREADS; i++)
        threads[i] = g_thread_new ("first", look_up_much, GUINT_TO_POINTER (i));
      for (guint i = 0; i < N_THREADS; i++)
        g_thread_join (threads[i]);
      g_assert_cmpint (mismatches, >, 0); /* real words came back */
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phrases/first-call", test_first_call);
  g_test_add_func ("/phrases/languages", test_languages);
  g_test_add_func ("/phrases/lookup", test_lookup);
  g_test_add_func ("/phrases/complete", test_complete);
  g_test_add_func ("/phrases/counts", test_counts);
  g_test_add_func ("/phrases/placeholders", test_placeholders);
  g_test_add_func ("/phrases/many-and-long-values", test_many_and_long_values);
  g_test_add_func ("/phrases/right-to-left", test_right_to_left);
  g_test_add_func ("/phrases/names", test_names);
  g_test_add_func ("/phrases/maps", test_maps);
  g_test_add_func ("/phrases/threads", test_threads);
  return g_test_run ();
}
