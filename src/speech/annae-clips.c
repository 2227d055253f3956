/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Recorded clips, decoded by GStreamer. */

#include "annae-clips.h"

#include <gst/app/app.h>
#include <gst/gst.h>
#include <string.h>

#include "annae-errors.h"
#include "annae-paths.h"

#define STEP (50 * GST_MSECOND)
#define PATIENCE G_USEC_PER_SEC /* without a single sample: a damaged file can leave the decoder waiting for ever */

static gboolean
name_is_plain (const char *name)
{
  if (name == NULL || *name == '\0' || *name == '/')
    return FALSE;
  for (const char *c = name; *c != '\0'; c++)
    if (!(g_ascii_isalnum (*c) || *c == '_' || *c == '-' || (*c == '/' && c[1] != '/' && c[1] != '\0')))
      return FALSE;
  return TRUE;
}

/* The folders in which a language's clips may be, the user's first. */
static void
clip_folders (const char *language, char *folders[2])
{
  g_autofree char *relative = g_build_filename ("speech", language, NULL);

  folders[0] = g_build_filename (g_get_user_data_dir (), "annae", relative, NULL);
  folders[1] = annae_paths_data_file (relative);
}

static gboolean
can_have_clip (const char *language, const char *prompt)
{
  return name_is_plain (language) && strchr (language, '/') == NULL && name_is_plain (prompt);
}

static char *
clip_path (const char *folder, const char *prompt)
{
  g_autofree char *file = g_strconcat (prompt, ".opus", NULL);

  return g_build_filename (folder, file, NULL);
}

char *
annae_clips_find (const char *language, const char *prompt)
{
  char *folders[2];
  char *found = NULL;

  if (!can_have_clip (language, prompt))
    return NULL;

  clip_folders (language, folders);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = folders[i];
      g_autofree char *path = clip_path (folder, prompt);

      if (found == NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        found = g_steal_pointer (&path);
    }
  return found;
}

char *
annae_clips_user_path (const char *language, const char *prompt)
{
  char *folders[2];
  char *path;

  if (!can_have_clip (language, prompt))
    return NULL;

  clip_folders (language, folders);
  path = clip_path (folders[0], prompt);
  g_free (folders[0]);
  g_free (folders[1]);
  return path;
}

/* Prompts lie at most one folder deep: "advice/come-closer". */
static gboolean
folder_has_clip (const char *folder, guint depth)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_suffix (name, ".opus") || (depth > 0 && folder_has_clip (path, depth - 1)))
        return TRUE;
    }
  return FALSE;
}

gboolean
annae_clips_exist (const char *language)
{
  char *folders[2];
  gboolean found = FALSE;

  if (!name_is_plain (language) || strchr (language, '/') != NULL)
    return FALSE;

  clip_folders (language, folders);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      found = found || folder_has_clip (folders[i], 1);
      g_free (folders[i]);
    }
  return found;
}

/* The rate of a clip can be changed only where the soundtouch plugin is; else it plays as it was read. */
static GstElement *
make_pipeline (const char *path, double tempo, GError **error)
{
  g_autoptr (GstElementFactory) stretcher = tempo > 1.001 ? gst_element_factory_find ("pitch") : NULL;
  g_autofree char *description
      = g_strdup_printf ("filesrc name=file ! decodebin ! audioconvert ! audioresample ! %s ! audioconvert ! "
                         "appsink name=out sync=false max-buffers=8 "
                         "caps=audio/x-raw,format=F32LE,channels=1,layout=interleaved,rate=%d",
                         stretcher != NULL ? "pitch name=stretch" : "identity", ANNAE_SOUND_RATE);
  GstElement *pipeline = gst_parse_launch (description, error);
  g_autoptr (GstElement) file = NULL;
  g_autoptr (GstElement) stretch = NULL;

  if (pipeline == NULL)
    return NULL;
  file = gst_bin_get_by_name (GST_BIN (pipeline), "file");
  stretch = gst_bin_get_by_name (GST_BIN (pipeline), "stretch");
  g_object_set (file, "location", path, NULL);
  if (stretch != NULL)
    g_object_set (stretch, "tempo", (float) tempo, NULL);
  return gst_object_ref_sink (pipeline);
}

/* Collects decoded samples until the end, the limit, an error or the caller's loss of interest. */
static gboolean
drain (GstElement *pipeline, GByteArray *bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GstElement) out = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  gsize limit = sizeof (float) * ANNAE_SOUND_RATE * ANNAE_CLIP_MAX_SECONDS;
  gint64 deadline = g_get_monotonic_time () + PATIENCE;

  while (bytes->len < limit && !gst_app_sink_is_eos (GST_APP_SINK (out)))
    {
      g_autoptr (GstSample) sample = gst_app_sink_try_pull_sample (GST_APP_SINK (out), STEP);
      g_autoptr (GstMessage) message = NULL;
      GstMapInfo map;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (sample != NULL)
        {
          GstBuffer *buffer = gst_sample_get_buffer (sample);

          if (buffer != NULL && gst_buffer_map (buffer, &map, GST_MAP_READ))
            {
              g_byte_array_append (bytes, map.data, (guint) MIN (map.size, limit - bytes->len));
              gst_buffer_unmap (buffer, &map);
            }
          deadline = g_get_monotonic_time () + PATIENCE;
          continue;
        }
      message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
      if (message != NULL)
        {
          gst_message_parse_error (message, error, NULL);
          return FALSE;
        }
      if (g_get_monotonic_time () > deadline)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "it does not decode");
          return FALSE;
        }
    }
  return TRUE;
}

AnnaeSound *
annae_clips_load (const char *path, double tempo, GCancellable *cancellable, GError **error)
{
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GError) local_error = NULL;
  AnnaeSound *sound;
  gboolean ok = FALSE;

  g_return_val_if_fail (path != NULL, NULL);

  pipeline = make_pipeline (path, CLAMP (tempo, 1.0, 2.0), &local_error);
  if (pipeline != NULL)
    {
      gst_element_set_state (pipeline, GST_STATE_PLAYING);
      ok = drain (pipeline, bytes, cancellable, &local_error);
      gst_element_set_state (pipeline, GST_STATE_NULL);
    }

  if (!ok || bytes->len < sizeof (float))
    {
      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SOUND, "The recorded clip %s cannot be played: %s.",
                     path, local_error != NULL ? local_error->message : "it is empty");
      return NULL;
    }

  sound = annae_sound_new (bytes->len / sizeof (float));
  memcpy (sound->frames, bytes->data, sound->n_frames * sizeof (float));
  return sound;
}
