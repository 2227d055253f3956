/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of capture share: waiting on the main loop with a deadline, counting what a source does, media made on
 * the spot. */

#pragma once

#include <glib/gstdio.h>
#include <gst/gst.h>

#include "annae-errors.h"
#include "annae-frame-sink.h"
#include "annae-frame-source.h"

#define DEADLINE_S 30

static inline gboolean
on_test_deadline (gpointer user_data)
{
  g_error ("%s: nothing happened for %d s", (const char *) user_data, DEADLINE_S);
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until a condition holds, looking again at least every 10 ms; a test that waits in vain aborts. */
#define WAIT_UNTIL(condition)                                                                                          \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    guint deadline_id = g_timeout_add_seconds (DEADLINE_S, on_test_deadline, (gpointer) G_STRLOC);                     \
    guint tick_id = g_timeout_add (10, on_test_tick, NULL);                                                            \
    while (!(condition))                                                                                               \
      g_main_context_iteration (NULL, TRUE);                                                                           \
    g_source_remove (tick_id);                                                                                         \
    g_source_remove (deadline_id);                                                                                     \
  }                                                                                                                    \
  G_STMT_END

static inline gboolean
on_test_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* What a source did so far. The counters of frames are written on the streaming thread. */
typedef struct
{
  gint frames; /* atomic */
  gint inside; /* atomic: in the frame function now */
  guint width, height;
  gint64 first_us, last_us;
  gint64 arrival_us; /* of the last, on the monotonic clock */
  gboolean backwards;
  gulong delay_us; /* the frame function takes this long */
  guint8 first_pixel[3];

  guint ended;
  guint troubles;
  guint recovered;
  GError *error; /* the last trouble */
} Seen;

static inline void
on_seen_frame (AnnaeFrame *frame, gpointer user_data)
{
  Seen *seen = user_data;
  gint64 time_us = annae_frame_get_time (frame);

  g_atomic_int_inc (&seen->inside);
  if (g_atomic_int_get (&seen->frames) == 0)
    seen->first_us = time_us;
  else if (time_us < seen->last_us)
    seen->backwards = TRUE;
  seen->last_us = time_us;
  seen->arrival_us = g_get_monotonic_time ();
  seen->width = annae_frame_get_width (frame);
  seen->height = annae_frame_get_height (frame);
  memcpy (seen->first_pixel, annae_frame_peek (frame), 3);
  if (seen->delay_us > 0)
    g_usleep (seen->delay_us);
  g_atomic_int_inc (&seen->frames);
  g_atomic_int_add (&seen->inside, -1);
}

static inline void
on_seen_ended (AnnaeFrameSource *source, Seen *seen)
{
  seen->ended++;
}

static inline void
on_seen_trouble (AnnaeFrameSource *source, GError *error, Seen *seen)
{
  g_test_message ("trouble: %s", error->message);
  seen->troubles++;
  g_clear_error (&seen->error);
  seen->error = g_error_copy (error);
}

static inline void
on_seen_recovered (AnnaeFrameSource *source, Seen *seen)
{
  seen->recovered++;
}

static inline void
seen_connect (Seen *seen, AnnaeFrameSource *source)
{
  annae_frame_source_set_frame_func (source, on_seen_frame, seen);
  g_signal_connect (source, "ended", G_CALLBACK (on_seen_ended), seen);
  g_signal_connect (source, "trouble", G_CALLBACK (on_seen_trouble), seen);
  g_signal_connect (source, "recovered", G_CALLBACK (on_seen_recovered), seen);
}

static inline int
seen_frames (Seen *seen)
{
  return g_atomic_int_get (&seen->frames);
}

/* Runs a gst-launch line to its end. FALSE after having skipped the test where an element is missing. */
static inline gboolean
make_media (const char *path, const char *line)
{
  g_autofree char *whole = g_strdup_printf ("%s ! filesink location=\"%s\"", line, path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch_full (whole, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &error);
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;

  if (pipeline == NULL)
    {
      g_assert_error (error, GST_PARSE_ERROR, GST_PARSE_ERROR_NO_SUCH_ELEMENT);
      g_autofree char *reason = g_strdup_printf ("no GStreamer element to make this file with: %s", error->message);
      g_test_skip (reason);
      return FALSE;
    }
  bus = gst_element_get_bus (pipeline);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, DEADLINE_S * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_assert_nonnull (message);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  return TRUE;
}

static inline void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}
