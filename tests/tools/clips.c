/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For whoever records clips: which prompts have no recording, the recording itself with the text to read, and whether
 * the clips that are there have a sensible length and loudness.
 *
 *   clips list [LANGUAGE…]      prompts without a recording, with the text to read; every language where none is named
 *   clips check [LANGUAGE…]     the recordings that are there, and what to do about each; exits 1 where one is not fit
 *   clips record LANGUAGE [PROMPT…]   shows each text and records it into the user's folder; without prompts, those
 * that have no recording
 *     --source DESCRIPTION      a GStreamer source instead of the microphone, for example "audiotestsrc is-live=true"
 *     --seconds N               stops by itself instead of at Enter */

#include <glib/gstdio.h>
#include <gst/gst.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "annae-clips.h"
#include "annae-prompts.h"
#include "clips-recorder.h"

static char *source;
static double seconds;

/* The texts are UTF-8, whatever the locale of the terminal claims: GLib would print question marks in "C". */
static void
print_as_it_is (const char *text)
{
  fputs (text, stdout);
}

/* --- reading what is typed; byte by byte, so that nothing waits in a buffer where poll () does not see it --- */

/* The first letter of a line; '\n' for an empty one, 'q' at the end of input. */
static char
read_answer (void)
{
  char first = '\0', c;

  fflush (stdout);
  while (read (STDIN_FILENO, &c, 1) == 1)
    {
      if (first == '\0')
        first = c;
      if (c == '\n')
        return first;
    }
  return 'q';
}

static gboolean
is_over (gpointer began)
{
  struct pollfd typed = { .fd = STDIN_FILENO, .events = POLLIN };

  if (seconds > 0.0)
    return (double) (g_get_monotonic_time () - *(gint64 *) began) >= seconds * G_USEC_PER_SEC;
  if (poll (&typed, 1, 0) <= 0)
    return FALSE;
  read_answer ();
  return TRUE;
}

/* --- one clip --- */

/* Prints a line about a clip; TRUE where it is fit. */
static gboolean
judge (const char *path, const char *language, const AnnaePrompt *prompt)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeSound) sound = annae_clips_load (path, 1.0, NULL, &error);
  ClipsMeasure measure;
  const char *advice;

  if (sound == NULL)
    {
      g_print ("bad      %-6s %-34s %s Record it again.\n", language, prompt->name, error->message);
      return FALSE;
    }
  clips_measure (sound, &measure);
  advice = clips_advise (&measure, prompt->text);
  g_print ("%-8s %-6s %-34s %.1f s, %.1f LUFS, peak %.1f dBFS%s%s\n", advice != NULL ? "bad" : "ok", language,
           prompt->name, measure.seconds, measure.loudness, measure.peak, advice != NULL ? ": " : "",
           advice != NULL ? advice : "");
  return advice == NULL;
}

/* FALSE where the reader wants to stop or nothing can be recorded. */
static gboolean
record (const char *language, const AnnaePrompt *prompt)
{
  g_autofree char *path = annae_clips_user_path (language, prompt->name);
  char answer;

  do
    {
      g_autoptr (GError) error = NULL;
      gint64 began;

      g_print ("\n%s\n\n    %s\n\nEnter: record. s: skip. q: stop here. ", prompt->name, prompt->text);
      answer = read_answer ();
      if (answer == 's' || answer == 'q')
        return answer != 'q';
      g_print (seconds > 0.0 ? "Recording %.1f s: read it now.\n" : "Recording: read it now, then press Enter.\n",
               seconds);
      began = g_get_monotonic_time ();
      if (!clips_record (source, path, is_over, &began, &error))
        {
          g_printerr ("%s\n", error->message);
          return FALSE;
        }
      if (judge (path, language, prompt))
        return TRUE;
      g_print ("Enter: record it again. k: keep it all the same. d: delete it. ");
      answer = read_answer ();
      if (answer == 'd' || answer == 'q')
        g_remove (path);
    }
  while (answer == '\n');
  return answer != 'q';
}

/* --- all of a language --- */

typedef gboolean (*Job) (const char *language, const AnnaePrompt *prompt, const char *path);

static gboolean
list_one (const char *language, const AnnaePrompt *prompt, const char *path)
{
  if (path == NULL)
    g_print ("missing  %-6s %-34s %s\n", language, prompt->name, prompt->text);
  return TRUE;
}

static gboolean
check_one (const char *language, const AnnaePrompt *prompt, const char *path)
{
  return path == NULL || judge (path, language, prompt);
}

static gboolean
for_each (const char *language, Job job)
{
  g_autoptr (GPtrArray) prompts = annae_prompts_list (language);
  guint n_missing = 0;
  gboolean fit = TRUE;

  for (guint i = 0; i < prompts->len; i++)
    {
      const AnnaePrompt *prompt = g_ptr_array_index (prompts, i);
      g_autofree char *path = annae_clips_find (language, prompt->name);

      n_missing += path == NULL;
      fit = job (language, prompt, path) && fit;
    }
  g_print ("# %s: %u of %u prompts have no recording\n", language, n_missing, prompts->len);
  return fit;
}

static gboolean
record_some (const char *language, char **names)
{
  g_autoptr (GPtrArray) prompts = annae_prompts_list (language);
  guint n_done = 0;

  for (guint i = 0; i < prompts->len; i++)
    {
      const AnnaePrompt *prompt = g_ptr_array_index (prompts, i);
      g_autofree char *path = annae_clips_find (language, prompt->name);

      if (*names != NULL ? !g_strv_contains ((const char *const *) names, prompt->name) : path != NULL)
        continue;
      n_done++;
      if (!record (language, prompt))
        return FALSE;
    }
  if (*names != NULL && n_done < g_strv_length (names))
    g_printerr ("Some of these are no prompts of %s: \"clips list %s\" shows them.\n", language, language);
  return *names == NULL || n_done == g_strv_length (names);
}

int
main (int argc, char **argv)
{
  const GOptionEntry entries[]
      = { { "source", 0, 0, G_OPTION_ARG_STRING, &source, "Instead of the microphone", "DESCRIPTION" },
          { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds, "Stop by itself", "N" },
          { 0 } };
  g_autoptr (GOptionContext) context = g_option_context_new ("list|check|record [LANGUAGE…] [PROMPT…]");
  g_autoptr (GError) error = NULL;
  gboolean fit = TRUE;
  const char *verb;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  g_set_print_handler (print_as_it_is);
  verb = argc > 1 ? argv[1] : "";
  gst_init (NULL, NULL);
  for (int i = 2; i < (g_str_equal (verb, "record") ? MIN (argc, 3) : argc); i++)
    if (annae_language_find (argv[i]) == NULL)
      {
        g_printerr ("%s is no language of Annae: ko, en, zh_CN …\n", argv[i]);
        return 2;
      }
  if (g_str_equal (verb, "record") && argc > 2)
    return record_some (argv[2], argv + 3) ? 0 : 1;
  if (g_str_equal (verb, "list") || g_str_equal (verb, "check"))
    {
      gsize n;
      const AnnaeLanguage *all = annae_languages_get (&n);
      Job job = *verb == 'l' ? list_one : check_one;

      for (int i = 2; i < argc; i++)
        fit = for_each (argv[i], job) && fit;
      for (gsize i = 0; argc == 2 && i < n; i++)
        fit = for_each (all[i].code, job) && fit;
      return fit ? 0 : 1;
    }
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
  g_printerr ("%s", help);
  return 2;
}
