/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records a clip through GStreamer. */

#include "clips-recorder.h"

#include <glib/gstdio.h>
#include <gst/gst.h>

#include "annae-clips.h"
#include "annae-errors.h"

#define STEP (50 * GST_MSECOND)
#define OPENING (3 * GST_SECOND)
#define CLOSING (5 * GST_SECOND)

static const char *const microphones[] = { "pulsesrc", "pipewiresrc", "autoaudiosrc", NULL };

static GstElement *
make_pipeline (const char *source, const char *path, GError **error)
{
  g_autofree char *description
      = g_strdup_printf ("%s ! audioconvert ! audioresample ! audio/x-raw,rate=%d,channels=1 ! "
                         "opusenc audio-type=voice bitrate=64000 ! oggmux ! filesink name=file",
                         source, ANNAE_SOUND_RATE);
  g_autoptr (GError) local_error = NULL;
  GstElement *pipeline = gst_parse_launch (description, &local_error);
  g_autoptr (GstElement) file = NULL;

  if (pipeline != NULL && local_error == NULL)
    file = gst_bin_get_by_name (GST_BIN (pipeline), "file");
  if (file == NULL)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SOUND, "%s cannot be recorded from: %s", source,
                   local_error->message);
      gst_clear_object (&pipeline);
      return NULL;
    }
  g_object_set (file, "location", path, NULL);
  return gst_object_ref_sink (pipeline);
}

/* TRUE at the end of the stream, FALSE with an error; *still_running where time ran out. */
static gboolean
wait_for_end (GstElement *pipeline, GstClockTime patience, gboolean *still_running, GError **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (bus, patience, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_autoptr (GError) local_error = NULL;

  *still_running = message == NULL;
  if (message == NULL || GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    return TRUE;
  gst_message_parse_error (message, &local_error, NULL);
  g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SOUND, "Recording stopped: %s", local_error->message);
  return FALSE;
}

static GstElement *
open_source (const char *source, const char *path, GError **error)
{
  g_autoptr (GstElement) pipeline = make_pipeline (source, path, error);

  if (pipeline == NULL)
    return NULL;
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  if (gst_element_get_state (pipeline, NULL, NULL, OPENING) != GST_STATE_CHANGE_FAILURE)
    return g_steal_pointer (&pipeline);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SOUND, "%s does not open: is there a microphone?", source);
  return NULL;
}

static GstElement *
open_microphone (const char *path, GError **error)
{
  GstElement *pipeline = NULL;

  for (guint i = 0; microphones[i] != NULL && pipeline == NULL; i++)
    {
      g_clear_error (error);
      pipeline = open_source (microphones[i], path, error);
    }
  return pipeline;
}

static gboolean
run (GstElement *pipeline, gboolean (*stop) (gpointer), gpointer user_data, GError **error)
{
  gint64 end = g_get_monotonic_time () + ANNAE_CLIP_MAX_SECONDS * G_USEC_PER_SEC;
  gboolean running = TRUE;

  while (running && g_get_monotonic_time () < end && !stop (user_data))
    if (!wait_for_end (pipeline, STEP, &running, error))
      return FALSE;
  if (!running)
    return TRUE;
  gst_element_send_event (pipeline, gst_event_new_eos ());
  if (!wait_for_end (pipeline, CLOSING, &running, error))
    return FALSE;
  if (running)
    g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SOUND, "The microphone does not answer.");
  return !running;
}

gboolean
clips_record (const char *source, const char *path, gboolean (*stop) (gpointer), gpointer user_data, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *unfinished = g_strconcat (path, ".part", NULL);
  g_autoptr (GstElement) pipeline = NULL;
  gboolean done;

  if (g_mkdir_with_parents (folder, 0755) != 0)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "The folder %s cannot be made.", folder);
      return FALSE;
    }
  pipeline = source != NULL ? open_source (source, unfinished, error) : open_microphone (unfinished, error);
  if (pipeline == NULL)
    {
      g_remove (unfinished);
      return FALSE;
    }
  done = run (pipeline, stop, user_data, error);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  if (done && g_rename (unfinished, path) != 0)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s cannot be written.", path);
      done = FALSE;
    }
  if (!done)
    g_remove (unfinished);
  return done;
}
