/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prompts, put together from phrases. */

#include "annae-prompts.h"

/* clang-format off */
static const AnnaePhraseId page_phrases[ANNAE_N_STEPS][2] = {
  [ANNAE_STEP_LANGUAGE]  = { ANNAE_PHRASE_LANGUAGE_HEADING },
  [ANNAE_STEP_PRACTICE]  = { ANNAE_PHRASE_PRACTICE_HEADING, ANNAE_PHRASE_PRACTICE_BODY },
  [ANNAE_STEP_PRACTISED] = { ANNAE_PHRASE_PRACTISED_HEADING, ANNAE_PHRASE_PRACTISED_BODY },
  [ANNAE_STEP_DOCUMENT]  = { ANNAE_PHRASE_DOCUMENT_HEADING, ANNAE_PHRASE_DOCUMENT_BODY },
  [ANNAE_STEP_POSITION]  = { ANNAE_PHRASE_POSITION_HEADING, ANNAE_PHRASE_POSITION_BODY },
  [ANNAE_STEP_CHECK]     = { ANNAE_PHRASE_CHECK_HEADING, ANNAE_PHRASE_CHECK_BODY },
};
/* clang-format on */

/* Joins sentences into one prompt, each ended so that the voice breathes before the next. */
static AnnaePrompt *
prompt_new (char *name, const char *language, const AnnaePhraseId *ids, gsize n)
{
  AnnaePrompt *self = g_new (AnnaePrompt, 1);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    {
      const char *sentence = ids[i] != ANNAE_PHRASE_NONE ? annae_phrase_get (language, ids[i], ANNAE_FORM_SPOKEN) : "";

      if (*sentence == '\0')
        continue;
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, sentence);
      if (n > 1 && !g_unichar_ispunct (g_utf8_get_char (g_utf8_prev_char (text->str + text->len))))
        g_string_append_c (text, '.');
    }
  self->name = name;
  self->text = g_string_free (text, FALSE);
  return self;
}

/* The reason is part of the name where it is part of the words. */
static AnnaePrompt *
prompt_with_reason (
    const char *kind, const char *language, AnnaePhraseId first, AnnaePhraseId second, AnnaeReason reason)
{
  const AnnaePhraseId ids[] = { first, second };
  char *name
      = second == ANNAE_PHRASE_NONE ? g_strdup (kind) : g_strconcat (kind, "-", annae_reason_name (reason), NULL);

  return prompt_new (name, language, ids, G_N_ELEMENTS (ids));
}

AnnaePrompt *
annae_prompt_for_page (const char *language, AnnaeStep step, AnnaeOutcome outcome, AnnaeReason reason)
{
  g_autofree char *kind = NULL;

  if (step == ANNAE_STEP_RESULT)
    {
      kind = g_strconcat ("result/", annae_outcome_name (outcome), NULL);
      return prompt_with_reason (
          kind, language, annae_phrase_for_outcome (outcome),
          outcome == ANNAE_OUTCOME_MATCH ? ANNAE_PHRASE_NONE : annae_phrase_for_reason_at_end (reason), reason);
    }
  kind = g_strconcat ("page/", annae_step_name (step), NULL);
  if (step == ANNAE_STEP_RETRY)
    return prompt_with_reason (kind, language, annae_phrase_for_step (step), annae_phrase_for_reason (reason), reason);
  return prompt_new (g_steal_pointer (&kind), language, page_phrases[step], G_N_ELEMENTS (page_phrases[step]));
}

/* Sentences before the shop's other ways, the one that introduces these being the last. */
#define N_CHOICE 10

AnnaePrompt *
annae_prompt_for_choice (const char *language, const AnnaePolicy *policy)
{
  const struct
  {
    gboolean there;
    const char *name;
    AnnaePhraseId phrase;
  } ways[] = {
    { policy->other_mobile_id, "-mobile-id", ANNAE_PHRASE_OTHER_WAY_MOBILE_ID },
    { policy->other_abstract, "-abstract", ANNAE_PHRASE_OTHER_WAY_ABSTRACT },
    { policy->other_staff, "-staff", ANNAE_PHRASE_OTHER_WAY_STAFF },
  };
  /* what is missing at the end stays ANNAE_PHRASE_NONE */
  AnnaePhraseId ids[N_CHOICE + G_N_ELEMENTS (ways)] = {
    ANNAE_PHRASE_CHOICE_HEADING, ANNAE_PHRASE_CHOICE_CONSENT,
    ANNAE_PHRASE_CHOICE_1,       policy->document_expiry ? ANNAE_PHRASE_DOCUMENT_PRIVACY_EXPIRY : ANNAE_PHRASE_NONE,
    ANNAE_PHRASE_CHOICE_2,       ANNAE_PHRASE_CHOICE_3,
    ANNAE_PHRASE_CHOICE_4,       ANNAE_PHRASE_CHOICE_5,
    ANNAE_PHRASE_CHOICE_FREE
  };
  GString *name = g_string_new (policy->document_expiry ? "page/choice-expiry" : "page/choice");
  gsize n = N_CHOICE;

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    if (ways[i].there)
      {
        g_string_append (name, ways[i].name);
        ids[n++] = ways[i].phrase;
      }
  if (n > N_CHOICE)
    ids[N_CHOICE - 1] = ANNAE_PHRASE_CHOICE_WAYS;
  return prompt_new (g_string_free (name, FALSE), language, ids, n);
}

AnnaePrompt *
annae_prompt_for_advice (const char *language, AnnaeAdviceId id, guint wording)
{
  AnnaePhraseId phrase = annae_phrase_for_advice (id, wording);

  return prompt_new (g_strdup_printf ("advice/%s%s", annae_advice_name (id), wording > 0 ? "-again" : ""), language,
                     &phrase, 1);
}

AnnaePrompt *
annae_prompt_for_warning (const char *language)
{
  static const AnnaePhraseId ids[] = { ANNAE_PHRASE_IDLE_HEADING, ANNAE_PHRASE_IDLE_BODY };

  return prompt_new (g_strdup ("warning/idle"), language, ids, G_N_ELEMENTS (ids));
}

AnnaePrompt *
annae_prompt_for_demonstration (const char *language)
{
  static const AnnaePhraseId id = ANNAE_PHRASE_DEMONSTRATION;

  return prompt_new (g_strdup ("notice/demonstration"), language, &id, 1);
}

AnnaePrompt *
annae_prompt_for_audit (const char *language)
{
  static const AnnaePhraseId ids[]
      = { ANNAE_PHRASE_AUDIT_HEADING, ANNAE_PHRASE_AUDIT_LEFT_NONE, ANNAE_PHRASE_WIPED_NOTHING_SENT,
          ANNAE_PHRASE_AUDIT_NO_NETWORK, ANNAE_PHRASE_AUDIT_NO_FILE };

  return prompt_new (g_strdup ("page/audit"), language, ids, G_N_ELEMENTS (ids));
}

/* What has words, once. */
static void
add (GPtrArray *all, GHashTable *seen, AnnaePrompt *prompt)
{
  if (*prompt->text == '\0' || g_hash_table_contains (seen, prompt->name))
    {
      annae_prompt_free (prompt);
      return;
    }
  g_hash_table_add (seen, prompt->name);
  g_ptr_array_add (all, prompt);
}

GPtrArray *
annae_prompts_list (const char *language)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) annae_prompt_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  /* a policy leaves at least one other way */
  for (guint ways = 1; ways < 8; ways++)
    for (guint expiry = 0; expiry < 2; expiry++)
      {
        const AnnaePolicy policy = { .other_mobile_id = ways & 1,
                                     .other_abstract = ways >> 1 & 1,
                                     .other_staff = ways >> 2 & 1,
                                     .document_expiry = expiry };

        add (all, seen, annae_prompt_for_choice (language, &policy));
      }
  for (int step = 0; step < ANNAE_STEP_RESULT; step++)
    for (int reason = 0; reason < (step == ANNAE_STEP_RETRY ? (int) ANNAE_N_REASONS : 1); reason++)
      add (all, seen, annae_prompt_for_page (language, step, ANNAE_OUTCOME_NONE, reason));
  for (int outcome = ANNAE_OUTCOME_NONE + 1; outcome < ANNAE_N_OUTCOMES; outcome++)
    {
      /* who declines, stops or leaves is told no cause */
      gboolean has_cause
          = outcome == ANNAE_OUTCOME_NO_MATCH || outcome == ANNAE_OUTCOME_UNDECIDED || outcome == ANNAE_OUTCOME_FAILED;

      for (int reason = 0; reason < (has_cause ? (int) ANNAE_N_REASONS : 1); reason++)
        add (all, seen, annae_prompt_for_page (language, ANNAE_STEP_RESULT, outcome, reason));
    }
  for (int id = ANNAE_ADVICE_NONE + 1; id < ANNAE_N_ADVICE; id++)
    for (guint wording = 0; wording < 2; wording++)
      add (all, seen, annae_prompt_for_advice (language, id, wording));
  add (all, seen, annae_prompt_for_warning (language));
  add (all, seen, annae_prompt_for_demonstration (language));
  add (all, seen, annae_prompt_for_audit (language));
  return all;
}

void
annae_prompt_free (AnnaePrompt *self)
{
  g_free (self->name);
  g_free (self->text);
  g_free (self);
}
