/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One sentence that is to be said. */

#include "annae-sentence.h"

void
annae_sentence_free (AnnaeSentence *sentence)
{
  g_free (sentence->language);
  g_free (sentence->prompt);
  g_free (sentence->text);
  g_free (sentence);
}

AnnaeSentence *
annae_sentence_new (const char *language, const char *prompt, const char *text, AnnaeSayPriority priority)
{
  AnnaeSentence *sentence = g_new0 (AnnaeSentence, 1);

  sentence->language = g_strdup (language);
  sentence->prompt = g_strdup (prompt);
  sentence->text = g_strdup (text);
  sentence->priority = priority;
  sentence->asked_us = g_get_monotonic_time ();
  return sentence;
}

/* The same words in another language are another sentence: whoever has just changed the language wants to hear it. */
gboolean
annae_sentence_is (const AnnaeSentence *sentence, const char *language, const char *prompt)
{
  return sentence != NULL && g_str_equal (sentence->prompt, prompt) && g_str_equal (sentence->language, language);
}
