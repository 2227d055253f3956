/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prints every sentence that a customer may hear, in each language that has a voice, as the voice reads it: code,
 * phrase, words, phonemes (IPA) and seconds, tab-separated; then the shares of short ones. For whoever listens to the
 * voices or writes spoken forms. The table is output, not a document: it is not kept in the tree.
 *
 *   prompt-table              every language
 *   prompt-table ko ja        these
 *   prompt-table --summary    the shares alone
 *
 * espeak-ng is used directly, at 100 % speed: the numbers are those of its synthesis, before any sound device. */

#include <espeak-ng/speak_lib.h>
#include <glib.h>
#include <locale.h>
#include <string.h>

#include "annae-phrases.h"
#include "annae-voices.h"

#define SHORT_WORDS 8
#define SHORT_SECONDS 3.0
#define AUDIBLE 100 /* of 32767 */

typedef struct
{
  guint prompts;
  guint few_words;
  guint quick;
  double longest;
  const char *longest_name;
} Tally;

static guint64 n_samples; /* rendered so far */
static guint64 n_audible; /* up to the last one that can be heard: espeak-ng ends in a pause */

static int
on_samples (short *samples, int count, espeak_EVENT *events)
{
  for (int i = 0; samples != NULL && i < count; i++)
    {
      n_samples++;
      if (ABS ((int) samples[i]) > AUDIBLE)
        n_audible = n_samples;
    }
  return 0;
}

/* The prompt as it would be said, with ordinary values in its placeholders. */
static char *
speak_form (const char *language, AnnaePhraseId id)
{
  return annae_phrase_format_n (language, id, ANNAE_FORM_SPOKEN, 2, "percent", "150", "size", "12 MB", NULL);
}

static char *
get_phonemes (const char *text)
{
  g_autoptr (GString) all = g_string_new (NULL);
  const void *at = text;

  while (at != NULL)
    {
      const char *clause = espeak_TextToPhonemes (&at, espeakCHARS_UTF8, 0x02);

      if (all->len > 0 && clause != NULL && *clause != '\0')
        g_string_append (all, " | ");
      g_string_append (all, clause != NULL ? clause : "");
    }
  return g_strdup (all->str);
}

static double
get_seconds (const char *text, int rate)
{
  n_samples = n_audible = 0;
  if (espeak_Synth (text, strlen (text) + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, NULL) != EE_OK)
    return 0;
  espeak_Synchronize ();
  return (double) n_audible / rate;
}

/* Words of the longest sentence in a prompt: a prompt of two sentences is two breaths. */
static guint
count_words (const char *text)
{
  g_auto (GStrv) sentences = g_regex_split_simple ("(?<=[.?!:।۔؟])\\s+", text, 0, 0);
  guint most = 0;

  for (guint i = 0; sentences[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_regex_split_simple ("\\s+", sentences[i], 0, 0);
      guint n = 0;

      for (guint j = 0; words[j] != NULL; j++)
        n += *words[j] != '\0';
      most = MAX (most, n);
    }
  return most;
}

static gboolean
is_spoken (AnnaePhraseId id)
{
  const char *name = annae_phrase_name (id);

  return annae_phrase_is_for_customer (id) && !g_str_has_prefix (name, "a11y-") && !g_str_has_prefix (name, "number-");
}

static gboolean
print_language (const char *language, int rate, gboolean summary_only)
{
  const AnnaeVoice *voice = annae_voice_find (language);
  /* Chinese and Japanese write no spaces: their words cannot be counted. */
  gboolean countable = !g_str_equal (language, "zh_CN") && !g_str_equal (language, "ja");
  Tally tally = { 0 };

  if (voice == NULL)
    {
      g_print ("# %s: no voice\n", language);
      return TRUE;
    }
  if (espeak_SetVoiceByName (voice->espeak) != EE_OK)
    {
      g_printerr ("%s: espeak-ng has no voice \"%s\"\n", language, voice->espeak);
      return FALSE;
    }
  espeak_SetParameter (espeakRATE, voice->rate, 0);
  espeak_SetParameter (espeakPITCH, voice->pitch, 0);

  for (guint id = ANNAE_PHRASE_NONE + 1; id < ANNAE_N_PHRASES; id++)
    {
      g_autofree char *text = NULL;
      g_autofree char *phonemes = NULL;
      double seconds;
      guint words;

      if (!is_spoken (id))
        continue;
      text = speak_form (language, id);
      seconds = get_seconds (text, rate);
      words = count_words (text);
      tally.prompts++;
      tally.few_words += words <= SHORT_WORDS;
      tally.quick += seconds < SHORT_SECONDS;
      if (seconds > tally.longest)
        {
          tally.longest = seconds;
          tally.longest_name = annae_phrase_name (id);
        }
      if (summary_only)
        continue;
      phonemes = get_phonemes (text);
      g_print ("%s\t%s\t%s\t%s\t%.2f\n", language, annae_phrase_name (id), text, phonemes, seconds);
    }
  g_print ("# %s: %u prompts", language, tally.prompts);
  if (countable)
    g_print (", %.1f %% with sentences of at most %d words", 100.0 * tally.few_words / tally.prompts, SHORT_WORDS);
  g_print (", %.1f %% under %.0f s; longest %s, %.2f s\n", 100.0 * tally.quick / tally.prompts, SHORT_SECONDS,
           tally.longest_name, tally.longest);
  return TRUE;
}

int
main (int argc, char **argv)
{
  gboolean summary_only = argc > 1 && g_str_equal (argv[1], "--summary");
  int first = summary_only ? 2 : 1;
  gboolean ok = TRUE;
  int rate;

  setlocale (LC_ALL, "C.UTF-8");
  rate = espeak_Initialize (AUDIO_OUTPUT_SYNCHRONOUS, 0, NULL, espeakINITIALIZE_DONT_EXIT);
  if (rate <= 0)
    {
      g_printerr ("espeak-ng does not start\n");
      return 1;
    }
  espeak_SetSynthCallback (on_samples);

  if (argc > first)
    {
      for (int i = first; i < argc; i++)
        ok = print_language (argv[i], rate, summary_only) && ok;
    }
  else
    {
      gsize n;
      const AnnaeLanguage *languages = annae_languages_get (&n);

      for (gsize i = 0; i < n; i++)
        ok = print_language (languages[i].code, rate, summary_only) && ok;
    }
  espeak_Terminate ();
  return ok ? 0 : 1;
}
