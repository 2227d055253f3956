/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A session with a voice: what it says where a screen reader speaks too. The sound goes nowhere. */

#include <string.h>

#include "../speech/annae-speech-testing.h"
#include "annae-model-pack.h"
#include "annae-paths.h"
#include "annae-session.h"
#include "annae-testing.h"

/* with all the other ways that a policy can name, as it does where nothing is set */
#define CHOICE "page/choice-mobile-id-abstract-staff"

typedef struct
{
  AnnaeSpeaker *speaker;
  AnnaeSession *session;
  GString *log; /* "+a" begun, ".a" said to its end, "/a" cut */
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("annae", &error);
  AnnaePolicy policy;

  g_assert_no_error (error);
  annae_policy_init (&policy);
  f->log = g_string_new (NULL);
  f->speaker = test_speaker_new (data != NULL ? data : FAST_SINK, f->log);
  f->session = annae_session_new (pack, &policy, NULL, f->speaker, &error);
  g_assert_no_error (error);
  g_object_set (f->session, "language", "en", NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  annae_session_send (f->session, ANNAE_EVENT_CANCEL);
  annae_test_wait_until_let_go (f->session);
  g_assert_finalize_object (f->session);
  g_assert_finalize_object (f->speaker);
  g_string_free (f->log, TRUE);
  g_assert_true (annae_player_drain ());
}

static void
expect (Fixture *f, const char *log)
{
  WAIT_UNTIL (!test_is_speaking (f->speaker));
  g_assert_cmpstr (f->log->str, ==, log);
  g_string_truncate (f->log, 0);
}

/* Without one, everything is said; with one, nothing of what it reads is, but whoever asks is answered. */
static void
test_pages (Fixture *f, gconstpointer data)
{
  annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  expect (f, "+" CHOICE " ." CHOICE " ");
  annae_session_send (f->session, ANNAE_EVENT_CANCEL);
  expect (f, "+result/cancelled .result/cancelled ");
  annae_session_send (f->session, ANNAE_EVENT_FINISH);
  expect (f, "+page/language .page/language ");

  g_object_set (f->session, "screen-reader", TRUE, NULL);
  annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  g_assert_cmpint (annae_session_get_state (f->session)->step, ==, ANNAE_STEP_CHOICE);
  expect (f, "");
  annae_session_repeat (f->session);
  expect (f, "+" CHOICE " ." CHOICE " ");
  annae_session_send (f->session, ANNAE_EVENT_CANCEL);
  g_assert_cmpint (annae_session_get_state (f->session)->step, ==, ANNAE_STEP_RESULT);
  expect (f, "");

  /* the customer's own switch is another thing: it turns nothing on that the reader says already */
  g_object_set (f->session, "muted", TRUE, NULL);
  g_object_set (f->session, "muted", FALSE, NULL);
  annae_session_send (f->session, ANNAE_EVENT_FINISH);
  expect (f, "");
  g_object_set (f->session, "screen-reader", FALSE, NULL);
  annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  expect (f, "+" CHOICE " ." CHOICE " ");
}

static void
on_said (AnnaeSession *session, const char *text, GString *said)
{
  g_string_assign (said, text);
}

/* Whoever cannot read hears which other ways this shop has, before deciding: these and no others. */
static void
test_other_ways (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) said = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  AnnaePolicy policy;
  AnnaeSession *shop;

  annae_policy_init (&policy);
  policy.other_mobile_id = FALSE;
  shop = annae_session_new (annae_session_get_pack (f->session), &policy, NULL, f->speaker, &error);
  g_assert_no_error (error);
  g_object_set (shop, "language", "en", NULL);
  g_signal_connect (shop, "said", G_CALLBACK (on_said), said);
  annae_session_send (shop, ANNAE_EVENT_LANGUAGE_CHOSEN);
  expect (f, "+page/choice-abstract-staff .page/choice-abstract-staff ");
  g_assert_true (
      g_str_has_suffix (said->str, " Other ways here: Resident abstract issued today. A member of staff compares."));
  annae_session_repeat (shop);
  expect (f, "+page/choice-abstract-staff .page/choice-abstract-staff ");
  annae_session_send (shop, ANNAE_EVENT_CANCEL);
  expect (f, "+result/cancelled .result/cancelled ");
  annae_test_wait_until_let_go (shop);
  g_assert_finalize_object (shop);
}

/* The audit page speaks like every other, and never of "nothing is left" where something is. */
static void
test_audit (Fixture *f, gconstpointer data)
{
  annae_session_say_audit (f->session, FALSE);
  expect (f, "+page/audit .page/audit ");
  g_object_set (f->session, "screen-reader", TRUE, NULL);
  annae_session_say_audit (f->session, FALSE);
  expect (f, "");
  annae_session_say_audit (f->session, TRUE);
  expect (f, "+page/audit .page/audit ");

  gpointer block = annae_vault_alloc (ANNAE_VAULT_TEMPLATE, 100);
  annae_session_say_audit (f->session, TRUE);
  expect (f, "");
  annae_vault_free (block);
}

/* It starts in the middle of a sentence: from there on there is one voice. */
static void
test_begins (Fixture *f, gconstpointer data)
{
  annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  WAIT_UNTIL (f->log->len > 0);
  g_object_set (f->session, "screen-reader", TRUE, NULL);
  g_assert_false (test_is_speaking (f->speaker));
  expect (f, "+" CHOICE " /" CHOICE " ");
}

/* Of the advice a screen reader learns nothing: it is said. */
static void
test_advice (Fixture *f, gconstpointer data)
{
  g_autofree char *live = annae_paths_data_file ("demo/live.webm");

  g_object_set (f->session, "screen-reader", TRUE, NULL);
  annae_session_set_live_file (f->session, live, FALSE);
  annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  annae_session_send (f->session, ANNAE_EVENT_PRACTISE);
  WAIT_UNTIL (strstr (f->log->str, "+advice/") != NULL);
  g_assert_null (strstr (f->log->str, "page/"));
}

/* Left in silence, the page is said again; also a second time, but not to an empty counter. */
static void
test_silence (Fixture *f, gconstpointer data)
{
  annae_session_set_silence (f->session, 50);
  annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  WAIT_UNTIL (g_str_has_prefix (f->log->str, "+" CHOICE " ." CHOICE " +" CHOICE " ." CHOICE " +" CHOICE " "));
  annae_session_send (f->session, ANNAE_EVENT_CANCEL);
  WAIT_UNTIL (g_str_has_suffix (f->log->str, "+result/cancelled .result/cancelled "));
  annae_session_send (f->session, ANNAE_EVENT_FINISH);
  WAIT_UNTIL (g_str_has_suffix (f->log->str, "+page/language .page/language "));
  g_string_truncate (f->log, 0);
  test_run_for (300);
  expect (f, "");

  /* whom a screen reader reads to hears it from that; whoever wants silence has it */
  g_object_set (f->session, "screen-reader", TRUE, NULL);
  annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  test_run_for (300);
  expect (f, "");
  g_object_set (f->session, "screen-reader", FALSE, "muted", TRUE, NULL);
  test_run_for (300);
  expect (f, "");
}

static guint n_loud; /* blocks with sound in them; written by the streaming thread */

static void
on_handoff (GstElement *sink, GstBuffer *buffer, GstPad *pad, gpointer user_data)
{
  GstMapInfo map;
  gboolean sounds = FALSE;

  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
  for (gsize i = 0; i < map.size / sizeof (float); i++)
    sounds = sounds || ((const float *) (gpointer) map.data)[i] != 0.0f;
  gst_buffer_unmap (buffer, &map);
  g_atomic_int_set ((gint *) user_data, sounds ? 0 : g_atomic_int_get ((gint *) user_data) + 1);
  if (sounds)
    g_atomic_int_inc (&n_loud);
  g_main_context_wakeup (NULL);
}

/* The positioning tone falls silent when it is switched off, not only when the camera closes. */
static void
test_positioning (Fixture *f, gconstpointer data)
{
  g_autofree char *live = annae_paths_data_file ("demo/live.webm");
  g_autoptr (GstElement) pipeline = annae_player_dup_pipeline (annae_speaker_get_player (f->speaker));
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "heard");
  static gint n_silent;

  g_object_set (f->session, "positioning-tone", TRUE, NULL);
  annae_session_set_live_file (f->session, live, TRUE);
  annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  annae_session_send (f->session, ANNAE_EVENT_PRACTISE);
  WAIT_UNTIL (annae_session_get_advice (f->session)->error > 0.0);
  g_signal_connect (sink, "handoff", G_CALLBACK (on_handoff), &n_silent);
  g_atomic_int_set (&n_loud, 0);
  WAIT_UNTIL (g_atomic_int_get (&n_loud) > 0);
  /* only the tone is left to be heard: two strokes' time without one */
  g_object_set (f->session, "positioning-tone", FALSE, NULL);
  annae_speaker_stop (f->speaker);
  WAIT_UNTIL (g_atomic_int_get (&n_silent) > 112);
}

/* Whoever has switched the sound off hears no tone either: not of the page, not of the position, not the call for
 * staff. A counter that is set to silence stays so for the next customer. */
static void
test_muted (Fixture *f, gconstpointer data)
{
  g_autofree char *live = annae_paths_data_file ("demo/live.webm");
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) sink = NULL;
  static gint n_silent;
  gboolean muted = FALSE;

  WAIT_UNTIL (annae_player_get_state (annae_speaker_get_player (f->speaker)) == ANNAE_PLAYER_PLAYING);
  pipeline = annae_player_dup_pipeline (annae_speaker_get_player (f->speaker));
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "heard");
  g_object_set (f->session, "muted", TRUE, "positioning-tone", TRUE, NULL);
  annae_session_set_live_file (f->session, live, TRUE);
  g_signal_connect (sink, "handoff", G_CALLBACK (on_handoff), &n_silent);
  g_atomic_int_set (&n_loud, 0);
  annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  annae_session_send (f->session, ANNAE_EVENT_PRACTISE);
  WAIT_UNTIL (annae_session_get_advice (f->session)->error > 0.0);
  annae_session_send (f->session, ANNAE_EVENT_CALL_STAFF);
  g_atomic_int_set (&n_silent, 0);
  WAIT_UNTIL (g_atomic_int_get (&n_silent) > 60);
  annae_session_send (f->session, ANNAE_EVENT_CANCEL);
  g_assert_cmpint (annae_session_get_state (f->session)->step, ==, ANNAE_STEP_RESULT);
  annae_session_send (f->session, ANNAE_EVENT_FINISH);
  g_assert_cmpint (annae_session_get_state (f->session)->step, ==, ANNAE_STEP_LANGUAGE);
  g_object_get (f->session, "muted", &muted, NULL);
  g_assert_true (muted);
  annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  annae_session_send (f->session, ANNAE_EVENT_CALL_STAFF);
  g_atomic_int_set (&n_silent, 0);
  WAIT_UNTIL (g_atomic_int_get (&n_silent) > 60);
  g_assert_cmpuint (g_atomic_int_get (&n_loud), ==, 0);
  g_assert_cmpstr (f->log->str, ==, "");

  /* the same call is heard where the sound is on */
  g_object_set (f->session, "muted", FALSE, NULL);
  annae_session_send (f->session, ANNAE_EVENT_STAFF_CAME);
  annae_session_send (f->session, ANNAE_EVENT_CALL_STAFF);
  WAIT_UNTIL (g_atomic_int_get (&n_loud) > 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/session-voice/pages", Fixture, NULL, set_up, test_pages, tear_down);
  g_test_add ("/session-voice/other-ways", Fixture, NULL, set_up, test_other_ways, tear_down);
  g_test_add ("/session-voice/audit", Fixture, NULL, set_up, test_audit, tear_down);
  g_test_add ("/session-voice/begins", Fixture, REAL_SINK, set_up, test_begins, tear_down);
  g_test_add ("/session-voice/advice", Fixture, NULL, set_up, test_advice, tear_down);
  g_test_add ("/session-voice/silence", Fixture, NULL, set_up, test_silence, tear_down);
  g_test_add ("/session-voice/muted", Fixture, REAL_SINK, set_up, test_muted, tear_down);
  g_test_add ("/session-voice/positioning", Fixture, REAL_SINK, set_up, test_positioning, tear_down);
  return g_test_run ();
}
