/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Catalogues of all languages at once. A phrase is an id plus arguments; it has a shown and a spoken form. Immutable after
 * loading, so every function may be called from any thread. Nothing here ever fails: what is missing falls back
 * language → en → ko, and English is compiled in. */

#pragma once

#include <glib.h>

#include "annae-advice.h"
#include "annae-errors.h"
#include "annae-machine.h"
#include "annae-portrait-gate.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_PHRASE_NONE,
#define ANNAE_PHRASE(id, audience, english) ANNAE_PHRASE_##id,
#define ANNAE_PHRASE_N(id, audience, singular, plural) ANNAE_PHRASE_##id,
#define ANNAE_SPOKEN(id, context, english)
#define ANNAE_SPOKEN_N(id, context, singular, plural)
#include "annae-phrase-list.h"
#undef ANNAE_PHRASE
#undef ANNAE_PHRASE_N
#undef ANNAE_SPOKEN
#undef ANNAE_SPOKEN_N
  ANNAE_N_PHRASES
} AnnaePhraseId;

typedef enum
{
  ANNAE_FORM_SHOWN,
  ANNAE_FORM_SPOKEN
} AnnaePhraseForm;

typedef struct
{
  const char *code;      /* "zh_CN": our name of the language, of the .po file and of recorded clips */
  const char *own_name;  /* "简体中文" */
  const char *pango;     /* BCP 47 tag for Pango and accessibility: "zh-cn" */
  const char *font;      /* family list for Pango: "Noto Sans CJK SC" */
  gboolean right_to_left;
  gboolean keep_words;   /* never break inside a word (Korean) */
} AnnaeLanguage;

/* Languages for which a catalogue exists, in the order they are offered. */
const AnnaeLanguage *annae_languages_get (gsize *n_languages);
const AnnaeLanguage *annae_language_find (const char *code); /* NULL where unknown */

/* The text in a language; static, never NULL. A plural phrase gives its plural form. */
const char *annae_phrase_get (const char *language, AnnaePhraseId id, AnnaePhraseForm form);

/* Fills {name} placeholders from name/value pairs of strings ended by NULL; unknown placeholders stay as they are. */
char *annae_phrase_format (const char *language, AnnaePhraseId id, AnnaePhraseForm form, ...) G_GNUC_NULL_TERMINATED;

/* The form for a count by the language's plural rule, with the pairs filled in, {count} as digits and {number} as a word where
 * the count is 1 to 3 (for speech: Korean counts with native numerals, but its voice reads digits as Sino-Korean). */
char *annae_phrase_format_n (const char *language, AnnaePhraseId id, AnnaePhraseForm form, gulong count,
                             ...) G_GNUC_NULL_TERMINATED;

/* TRUE where this language itself has the phrase (no fallback). */
gboolean annae_phrase_is_translated (const char *language, AnnaePhraseId id);

/* Stable kebab-case name, for tests and the list of recorded clips: "choice-start". */
const char *annae_phrase_name (AnnaePhraseId id);
gboolean annae_phrase_is_for_customer (AnnaePhraseId id);

/* The words of an advice for the customer (wording 0 or 1), and its cause in words for staff. */
AnnaePhraseId annae_phrase_for_advice (AnnaeAdviceId id, guint wording);
AnnaePhraseId annae_phrase_for_advice_cause (AnnaeAdviceId id);
/* What staff can do about it. */
AnnaePhraseId annae_phrase_for_advice_action (AnnaeAdviceId id);
/* What else they can do; NONE where there is only one thing. */
AnnaePhraseId annae_phrase_for_advice_second_action (AnnaeAdviceId id);
/* What staff can do before another attempt: which is 0 or 1, and the second may be NONE. */
AnnaePhraseId annae_phrase_for_reason_action (AnnaeReason reason, guint which);
/* What is wrong with the document's portrait, and what staff can do about it; NONE for no fault. */
AnnaePhraseId annae_phrase_for_portrait_fault (AnnaePortraitFault fault);
AnnaePhraseId annae_phrase_for_portrait_action (AnnaePortraitFault fault);
/* What staff does after a result, and why it came where no reason was measured. */
AnnaePhraseId annae_phrase_for_outcome_action (AnnaeOutcome outcome);
AnnaePhraseId annae_phrase_for_outcome_cause (AnnaeOutcome outcome);

/* What follows a step's heading when its page opens: shown below it and said after it, in this order. */
const AnnaePhraseId *annae_phrase_get_step_sentences (AnnaeStep step, gsize *n_sentences);

/* A cause for the customer's result page ("Please face the window."), and for staff. */
AnnaePhraseId annae_phrase_for_reason (AnnaeReason reason);
AnnaePhraseId annae_phrase_for_reason_staff (AnnaeReason reason);
/* The same for the page that ends the check: NONE where the cause would ask for what can no longer be done, or
 * repeat the result. */
AnnaePhraseId annae_phrase_for_reason_at_end (AnnaeReason reason);

/* The heading of a step, said when its page opens (RESULT has none: its heading is the outcome's); staff's name of a step. */
AnnaePhraseId annae_phrase_for_step (AnnaeStep step);
AnnaePhraseId annae_phrase_for_step_staff (AnnaeStep step);
AnnaePhraseId annae_phrase_for_outcome (AnnaeOutcome outcome);
AnnaePhraseId annae_phrase_for_outcome_staff (AnnaeOutcome outcome);
/* What happens next, below the heading of the result page. */
AnnaePhraseId annae_phrase_for_outcome_next (AnnaeOutcome outcome);

G_END_DECLS
