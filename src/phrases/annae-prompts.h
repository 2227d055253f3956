/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prompts: what is said at one go, under a stable name. Two prompts with different words never share a name, so that a
 * recorded clip of a name always says what is meant. */

#pragma once

#include "annae-phrases.h"
#include "annae-policy.h"

G_BEGIN_DECLS

typedef struct
{
  char *name; /* "page/choice", "result/undecided-no-camera", "advice/come-closer-again" */
  char *text; /* as the voice reads it; empty where there is nothing to say */
} AnnaePrompt;

/* (transfer full): what is said when a page opens. Only RESULT looks at the outcome, only RETRY and RESULT at the
 * reason. CHOICE is annae_prompt_for_choice ()'s. */
AnnaePrompt *
annae_prompt_for_page (const char *language, AnnaeStep step, AnnaeOutcome outcome, AnnaeReason reason);
/* (transfer full): the page on which the customer decides, with the shop's other ways by its policy. Each set of ways
 * has a name of its own: "page/choice-mobile-id-staff"; "page/choice" where there is none. */
AnnaePrompt *
annae_prompt_for_choice (const char *language, const AnnaePolicy *policy);
/* (transfer full): wording 1 is the other words for the same advice. */
AnnaePrompt *
annae_prompt_for_advice (const char *language, AnnaeAdviceId id, guint wording);
/* (transfer full): "Are you still there?" */
AnnaePrompt *
annae_prompt_for_warning (const char *language);

/* (transfer full): "This is a demonstration." */
AnnaePrompt *
annae_prompt_for_demonstration (const char *language);

/* (transfer full): "What happened to my picture", where nothing is left of it. The folders that the page lists are
 * not said: read aloud, a path is a string of letters and strokes, which no language's voice makes understood. */
AnnaePrompt *
annae_prompt_for_audit (const char *language);

/* (transfer container): every prompt that can be said in a language, each once; frees its elements. */
GPtrArray *
annae_prompts_list (const char *language);

void
annae_prompt_free (AnnaePrompt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaePrompt, annae_prompt_free)

G_END_DECLS
