/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A speaker without a sound card: it plays into a fakesink, and what arrives there is looked at. */

#pragma once

#include <glib/gstdio.h>
#include <gst/gst.h>

#include "annae-speaker-private.h"

/* Twenty-five times as fast as sound. */
#define FAST_SINK "identity sleep-time=200 ! fakesink sync=false"
/* In real time, block by block. */
#define REAL_SINK "fakesink name=heard sync=true signal-handoffs=true"

#define DEADLINE_S 30

static inline gboolean
on_test_deadline (gpointer user_data)
{
  g_error ("nothing happened for %d s", DEADLINE_S);
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until a condition holds; a test that waits in vain aborts. */
#define WAIT_UNTIL(condition)                                                                                          \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    guint deadline_id = g_timeout_add_seconds (DEADLINE_S, on_test_deadline, NULL);                                    \
    while (!(condition))                                                                                               \
      g_main_context_iteration (NULL, TRUE);                                                                           \
    g_source_remove (deadline_id);                                                                                     \
  }                                                                                                                    \
  G_STMT_END

static inline gboolean
test_set_true (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets everything run on for a while: what is looked at is whether something happens in that time. */
static inline void
test_run_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, test_set_true, &over);
  WAIT_UNTIL (over);
}

static inline void
log_started (AnnaeSpeaker *speaker, const char *prompt, GString *log)
{
  g_string_append_printf (log, "+%s ", prompt);
}

static inline void
log_finished (AnnaeSpeaker *speaker, const char *prompt, gboolean complete, GString *log)
{
  g_string_append_printf (log, "%s%s ", complete ? "." : "/", prompt);
}

/* A speaker that is open and writes what it does into log: "+a" started, ".a" said to the end, "/a" cut short. */
static inline AnnaeSpeaker *
test_speaker_new (const char *sink, GString *log)
{
  AnnaeSpeaker *speaker = annae_speaker_new (sink);

  if (log != NULL)
    {
      g_signal_connect (speaker, "started", G_CALLBACK (log_started), log);
      g_signal_connect (speaker, "finished", G_CALLBACK (log_finished), log);
    }
  WAIT_UNTIL (annae_player_get_state (annae_speaker_get_player (speaker)) == ANNAE_PLAYER_PLAYING);
  return speaker;
}

static inline gboolean
test_is_speaking (AnnaeSpeaker *speaker)
{
  gboolean speaking;

  g_object_get (speaker, "speaking", &speaking, NULL);
  return speaking;
}

static inline AnnaeVoiceState
test_get_state (AnnaeSpeaker *speaker)
{
  int state;

  g_object_get (speaker, "state", &state, NULL);
  return state;
}

static inline void
annae_test_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      annae_test_remove_tree (child);
    }
  g_remove (path);
}
