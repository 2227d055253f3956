/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One sentence that is to be said: in which language, under which name, and how important it is. */

#pragma once

#include "annae-speaker.h"

G_BEGIN_DECLS

typedef struct
{
  guint id;
  char *language;
  char *prompt;
  char *text;
  AnnaeSayPriority priority;
  gint64 asked_us;
} AnnaeSentence;

void annae_sentence_free (AnnaeSentence *sentence);
AnnaeSentence *annae_sentence_new (const char *language, const char *prompt, const char *text,
                                   AnnaeSayPriority priority);

/* The same sentence asked for again: it is not cut by itself. sentence may be NULL. */
gboolean annae_sentence_is (const AnnaeSentence *sentence, const char *language, const char *prompt);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeSentence, annae_sentence_free)

G_END_DECLS
