/* SPDX-License-Identifier: GPL-3.0-or-later */

/* No sound device: noticed, said, never waited for, and taken up again when one appears. */

#include <glib/gstdio.h>

#include "annae-speech-testing.h"

static AnnaePlayerState
player_state (AnnaeSpeaker *speaker)
{
  return annae_player_get_state (annae_speaker_get_player (speaker));
}

static void
expect_no_sound (const char *sink)
{
  GString *log = g_string_new (NULL);
  gint64 before = g_get_monotonic_time ();
  AnnaeSpeaker *speaker = annae_speaker_new (sink);

  /* does not wait for the device */
  g_assert_cmpint (g_get_monotonic_time () - before, <, 500000);
  g_signal_connect (speaker, "started", G_CALLBACK (log_started), log);
  g_signal_connect (speaker, "finished", G_CALLBACK (log_finished), log);
  annae_speaker_say (speaker, "ko", "early", "안녕하세요", ANNAE_SAY_PAGE);
  WAIT_UNTIL (player_state (speaker) != ANNAE_PLAYER_OPENING);
  WAIT_UNTIL (!test_is_speaking (speaker));

  g_assert_cmpint (player_state (speaker), ==, ANNAE_PLAYER_MISSING);
  g_assert_nonnull (annae_player_get_trouble (annae_speaker_get_player (speaker)));
  g_assert_cmpint (test_get_state (speaker), ==, ANNAE_VOICE_NO_SOUND);
  g_assert_cmpint (annae_speaker_query_voice (speaker, "ko"), ==, ANNAE_VOICE_NO_SOUND);

  /* the queue goes on, silently */
  annae_speaker_say (speaker, "ko", "a", "안녕하세요", ANNAE_SAY_ADVICE);
  annae_speaker_say (speaker, "ko", "b", "안녕하세요", ANNAE_SAY_ADVICE);
  annae_speaker_play_tone (speaker, ANNAE_TONE_HELP);
  WAIT_UNTIL (!test_is_speaking (speaker));
  /* a device that refuses only when it shall play has asked for the first samples by then */
  g_assert_cmpstr (log->str + (g_str_has_prefix (log->str, "+early ") ? strlen ("+early ") : 0), ==, "/early /a /b ");

  g_assert_finalize_object (speaker);
  g_string_free (log, TRUE);
  g_assert_true (annae_player_drain ());
}

static void
test_unknown_element (void)
{
  expect_no_sound ("there-is-no-such-sink");
}

static void
test_refuses_ready (void)
{
  expect_no_sound ("fakesink state-error=null-to-ready");
}

static void
test_refuses_playing (void)
{
  expect_no_sound ("fakesink state-error=paused-to-playing");
}

/* Where this machine itself has no device, autoaudiosink falls back to a sink that swallows everything without an
 * error. */
static void
test_automatic (void)
{
  AnnaeSpeaker *speaker;

  g_setenv ("PULSE_SERVER", "unix:/nonexistent/annae", TRUE);
  g_setenv ("PIPEWIRE_REMOTE", "/nonexistent/annae", TRUE);
  speaker = annae_speaker_new (NULL);
  WAIT_UNTIL (player_state (speaker) != ANNAE_PLAYER_OPENING);
  if (player_state (speaker) == ANNAE_PLAYER_PLAYING)
    g_test_skip ("this machine has a sound device");
  else
    g_assert_cmpint (test_get_state (speaker), ==, ANNAE_VOICE_NO_SOUND);
  g_assert_finalize_object (speaker);
  g_assert_true (annae_player_drain ());
}

/* A device that dies while it plays, and comes back. */
static void
test_recovers (void)
{
  GString *log = g_string_new (NULL);
  AnnaeSpeaker *speaker;
  AnnaePlayer *player;
  GstElement *pipeline;

  speaker = test_speaker_new ("fakesink name=heard sync=true", log);
  player = annae_speaker_get_player (speaker);
  annae_player_set_retry (player, 20);
  annae_speaker_say (speaker, "en", "a", "Please come a little closer.", ANNAE_SAY_PAGE);
  WAIT_UNTIL (log->len > 0);

  pipeline = annae_player_dup_pipeline (player);
  GST_ELEMENT_ERROR (pipeline, RESOURCE, WRITE, ("unplugged"), (NULL));
  gst_object_unref (pipeline);
  WAIT_UNTIL (test_get_state (speaker) == ANNAE_VOICE_NO_SOUND);
  g_assert_cmpstr (log->str, ==, "+a /a ");
  g_assert_nonnull (strstr (annae_player_get_trouble (player), "unplugged"));

  WAIT_UNTIL (test_get_state (speaker) == ANNAE_VOICE_READY);
  annae_speaker_repeat (speaker);
  WAIT_UNTIL (strcmp (log->str, "+a /a +a ") == 0);

  g_assert_finalize_object (speaker);
  g_string_free (log, TRUE);
  g_assert_true (annae_player_drain ());
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  g_test_add_func ("/no-sound/unknown-element", test_unknown_element);
  g_test_add_func ("/no-sound/refuses-ready", test_refuses_ready);
  g_test_add_func ("/no-sound/refuses-playing", test_refuses_playing);
  g_test_add_func ("/no-sound/automatic", test_automatic);
  g_test_add_func ("/no-sound/recovers", test_recovers);
  return g_test_run ();
}
