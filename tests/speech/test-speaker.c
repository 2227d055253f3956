/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who may speak when: priorities, replacing, cutting, repeating, and nothing that outlives the speaker. */

#include <string.h>

#include "annae-speech-testing.h"

typedef struct
{
  AnnaeSpeaker *speaker;
  GString *log;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->log = g_string_new (NULL);
  f->speaker = test_speaker_new (FAST_SINK, f->log);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->speaker);
  g_string_free (f->log, TRUE);
  g_assert_true (annae_player_drain ());
}

static void
say (Fixture *f, const char *prompt, AnnaeSayPriority priority)
{
  annae_speaker_say (f->speaker, "en", prompt, "Closer.", priority);
}

static void
expect (Fixture *f, const char *log)
{
  WAIT_UNTIL (!test_is_speaking (f->speaker));
  g_assert_cmpstr (f->log->str, ==, log);
  g_string_truncate (f->log, 0);
}

static void
test_one (Fixture *f, gconstpointer data)
{
  g_assert_false (test_is_speaking (f->speaker));
  say (f, "a", ANNAE_SAY_PAGE);
  g_assert_true (test_is_speaking (f->speaker));
  expect (f, "+a .a ");
  g_assert_cmpint (test_get_state (f->speaker), ==, ANNAE_VOICE_READY);
}

typedef struct
{
  const char *what;
  const char *said; /* one after the other, in one go: the priority's letter and the prompt */
  const char *log;
} Script;

static const Script scripts[] = {
  { "a hint alone is said", "h:hint", "+hint .hint " },
  { "but dropped where something is being said", "p:page h:hint", "+page .page " },
  { "and cut by what matters", "h:hint p:page", "/hint +page .page " },
  { "not by another hint", "h:hint h:other", "+hint .hint " },

  { "a page that has been left is not read to its end", "p:one p:two", "/one +two .two " },
  { "but waits for what is more important, and only the newest one", "a:advice p:one p:two",
    "+advice .advice +two .two " },

  { "advice cuts a page", "p:page a:advice", "/page +advice .advice " },
  { "the present advice is heard out, the newest of those that wait replaces the others", "a:a a:b a:c",
    "+a .a +c .c " },
  { "back to what is being said: what came between is not true any more", "a:a a:b a:a", "+a .a " },
  { "advice comes before a page that waits", "a:a p:page a:b", "+a .a +b .b +page .page " },

  { "what is important cuts the rest, comes in order and once", "a:advice i:result i:warning i:warning p:page",
    "/advice +result .result +warning .warning +page .page " },
  { "of five important things that wait the oldest is dropped", "i:1 i:2 i:3 i:4 i:5 i:6",
    "+1 .1 +3 .3 +4 .4 +5 .5 +6 .6 " },

  { "nothing is cut by itself, whatever it is now", "p:same h:same", "+same .same " },
  { "nothing is cut by itself, whatever it is now", "p:same p:same", "+same .same " },
  { "nothing is cut by itself, whatever it is now", "p:same a:same", "+same .same " },
  { "nothing is cut by itself, whatever it is now", "p:same i:same", "+same .same " },
};

static void
test_scripts (Fixture *f, gconstpointer data)
{
  static const char letters[] = "hpai";

  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_auto (GStrv) said = g_strsplit (scripts[i].said, " ", 0);

      g_test_message ("%s", scripts[i].what);
      for (gsize k = 0; said[k] != NULL; k++)
        say (f, said[k] + 2, (AnnaeSayPriority) (strchr (letters, said[k][0]) - letters));
      expect (f, scripts[i].log);
    }
}

static void
test_other_language (Fixture *f, gconstpointer data)
{
  /* in another language it is not itself */
  say (f, "same", ANNAE_SAY_PAGE);
  annae_speaker_say (f->speaker, "ko", "same", "가까이 오세요", ANNAE_SAY_PAGE);
  expect (f, "/same +same .same ");
}

static void
test_stop (Fixture *f, gconstpointer data)
{
  annae_speaker_stop (f->speaker);
  say (f, "a", ANNAE_SAY_IMPORTANT);
  say (f, "b", ANNAE_SAY_IMPORTANT);
  say (f, "c", ANNAE_SAY_ADVICE);
  say (f, "d", ANNAE_SAY_PAGE);
  annae_speaker_stop (f->speaker);
  g_assert_false (test_is_speaking (f->speaker));
  expect (f, "/a ");

  /* also once it sounds */
  say (f, "a", ANNAE_SAY_PAGE);
  WAIT_UNTIL (f->log->len > 0);
  annae_speaker_stop (f->speaker);
  expect (f, "+a /a ");
}

static void
test_repeat (Fixture *f, gconstpointer data)
{
  annae_speaker_repeat (f->speaker);
  g_assert_false (test_is_speaking (f->speaker));

  say (f, "a", ANNAE_SAY_HINT);
  annae_speaker_repeat (f->speaker);
  expect (f, "+a .a ");
  annae_speaker_repeat (f->speaker);
  say (f, "hint", ANNAE_SAY_HINT);
  expect (f, "+a .a ");

  say (f, "b", ANNAE_SAY_PAGE);
  annae_speaker_stop (f->speaker);
  annae_speaker_repeat (f->speaker);
  expect (f, "/b +b .b ");
}

static void
test_muted (Fixture *f, gconstpointer data)
{
  say (f, "a", ANNAE_SAY_PAGE);
  g_object_set (f->speaker, "muted", TRUE, NULL);
  expect (f, "/a ");
  g_assert_cmpint (test_get_state (f->speaker), ==, ANNAE_VOICE_OFF);
  g_assert_cmpint (annae_speaker_query_voice (f->speaker, "ko"), ==, ANNAE_VOICE_OFF);
  say (f, "b", ANNAE_SAY_IMPORTANT);
  expect (f, "");
  g_object_set (f->speaker, "muted", FALSE, NULL);
  g_assert_cmpint (test_get_state (f->speaker), ==, ANNAE_VOICE_READY);
  say (f, "c", ANNAE_SAY_PAGE);
  expect (f, "+c .c ");
}

/* No voice: the chime, and the state says so. */
static void
test_no_voice (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (annae_speaker_query_voice (f->speaker, "km"), ==, ANNAE_VOICE_NONE);
  g_assert_cmpint (annae_speaker_query_voice (f->speaker, "xx"), ==, ANNAE_VOICE_NONE);
  annae_speaker_say (f->speaker, "km", "a", "សូមចូលមកជិត", ANNAE_SAY_PAGE);
  g_assert_cmpint (test_get_state (f->speaker), ==, ANNAE_VOICE_NONE);
  expect (f, "+a .a ");
  annae_speaker_say (f->speaker, "en", "a", "Come closer", ANNAE_SAY_PAGE);
  g_assert_cmpint (test_get_state (f->speaker), ==, ANNAE_VOICE_READY);
  expect (f, "+a .a ");
}

static void
test_nothing_to_say (Fixture *f, gconstpointer data)
{
  say (f, "first", ANNAE_SAY_PAGE);
  annae_speaker_say (f->speaker, "en", "empty", "", ANNAE_SAY_ADVICE);
  WAIT_UNTIL (!test_is_speaking (f->speaker));
  g_assert_true (g_str_has_prefix (f->log->str, "/first "));
  g_assert_null (strstr (f->log->str, "+first"));
}

static void
on_finished_say (AnnaeSpeaker *speaker, const char *prompt, gboolean complete, gpointer user_data)
{
  if (g_str_equal (prompt, "a"))
    annae_speaker_say (speaker, "en", "reply", "Thank you.", ANNAE_SAY_PAGE);
}

static void
test_handler_says (Fixture *f, gconstpointer data)
{
  g_signal_connect (f->speaker, "finished", G_CALLBACK (on_finished_say), NULL);
  say (f, "a", ANNAE_SAY_PAGE);
  expect (f, "+a .a +reply .reply ");
  say (f, "a", ANNAE_SAY_PAGE);
  say (f, "urgent", ANNAE_SAY_IMPORTANT);
  expect (f, "/a +urgent .urgent +reply .reply ");
}

static void
test_properties (Fixture *f, gconstpointer data)
{
  double rate, volume, pitch;

  g_object_set (f->speaker, "rate", 1.5, "volume", 0.25, "pitch", 0.75, NULL);
  g_object_get (f->speaker, "rate", &rate, "volume", &volume, "pitch", &pitch, NULL);
  g_assert_cmpfloat (rate, ==, 1.5);
  g_assert_cmpfloat (volume, ==, 0.25);
  g_assert_cmpfloat (pitch, ==, 0.75);
  for (guint i = 0; i < ANNAE_N_TONES; i++)
    annae_speaker_play_tone (f->speaker, i);
  annae_speaker_set_positioning (f->speaker, TRUE, -1.0, 0.5);
  say (f, "a", ANNAE_SAY_PAGE);
  expect (f, "+a .a ");
}

/* 200 sentences begun and cut, some before they are rendered, some while they sound. */
static void
test_many (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 200; i++)
    {
      say (f, "a", (AnnaeSayPriority) (i % 4));
      if (i % 3 == 0)
        WAIT_UNTIL (strchr (f->log->str, '+') != NULL || !test_is_speaking (f->speaker));
      annae_speaker_play_tone (f->speaker, i % ANNAE_N_TONES);
      annae_speaker_stop (f->speaker);
      g_assert_false (test_is_speaking (f->speaker));
      g_assert_nonnull (strchr (f->log->str, 'a'));
      g_string_truncate (f->log, 0);
    }
}

/* Let go of at every stage: not yet open, not yet rendered, sounding, cut. */
static void
test_finalize (void)
{
  for (guint stage = 0; stage < 40; stage++)
    {
      AnnaeSpeaker *speaker = annae_speaker_new (FAST_SINK);

      if (stage % 4 > 0)
        annae_speaker_say (speaker, "en", "a", "Please come a little closer.", ANNAE_SAY_PAGE);
      if (stage % 4 > 1)
        for (guint i = 0; i < stage; i++)
          g_main_context_iteration (NULL, FALSE);
      if (stage % 4 > 2)
        annae_speaker_stop (speaker);
      g_object_unref (speaker);
    }
  WAIT_UNTIL (!g_main_context_pending (NULL));
  g_assert_true (annae_player_drain ());
}

#define ADD(name, func) g_test_add ("/speaker/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("one", test_one);
  ADD ("scripts", test_scripts);
  ADD ("other-language", test_other_language);
  ADD ("stop", test_stop);
  ADD ("repeat", test_repeat);
  ADD ("muted", test_muted);
  ADD ("no-voice", test_no_voice);
  ADD ("nothing-to-say", test_nothing_to_say);
  ADD ("handler-says", test_handler_says);
  ADD ("properties", test_properties);
  ADD ("many", test_many);
  g_test_add_func ("/speaker/finalize", test_finalize);
  return g_test_run ();
}
