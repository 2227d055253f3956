/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A frame source on a file: whatever GStreamer decodes, turned upright by its own orientation tag. */

#include "annae-file-source.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <gst/video/video.h>
#include <string.h>
#include <unistd.h>

#include "annae-errors.h"
#include "annae-frame-sink.h"
#include "annae-main-source.h"

/* A file that has shown nothing after this long is not going to. */
#define FIRST_FRAME_MS 15000

struct _AnnaeFileSource
{
  GObject parent_instance;

  char *path;
  GstElement *pipeline;
  AnnaeFrameSink *sink;
  GSource *bus_watch;
  GSource *patience;

  AnnaeFrameFunc func;
  gpointer user_data;

  AnnaePace pace;
  gboolean loop;
};

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_LIVE
};

static void
annae_file_source_iface_init (AnnaeFrameSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnaeFileSource,
                               annae_file_source,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ANNAE_TYPE_FRAME_SOURCE, annae_file_source_iface_init))

static gboolean
check_file (const char *path, GError **error)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s cannot be opened: %s.", path, g_strerror (errno));
  else if (!S_ISREG (info.st_mode))
    g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s is not a file.", path);
  else if (info.st_size == 0)
    g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s is empty.", path);
  else if (g_access (path, R_OK) != 0)
    g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s may not be read: %s.", path, g_strerror (errno));
  else
    return TRUE;
  return FALSE;
}

static void
give_up (AnnaeFileSource *self, GError *error /* taken */)
{
  g_autoptr (AnnaeFileSource) keep = g_object_ref (self);

  annae_frame_source_stop (ANNAE_FRAME_SOURCE (self));
  g_signal_emit_by_name (self, "trouble", error);
  g_error_free (error);
}

static GError *
explain (AnnaeFileSource *self, const GError *cause)
{
  guint count = annae_frame_sink_count (self->sink);
  guint64 refused = annae_frame_sink_refused_pixels (self->sink);

  if (refused > 0)
    return g_error_new (ANNAE_FAILURE_ERROR, ANNAE_FAILURE_TOO_LARGE,
                        "%s is too large: %.0f megapixels, %d are accepted.", self->path, refused / 1e6,
                        ANNAE_FRAME_MAX_PIXELS / 1000000);
  if (count > 0)
    return g_error_new (ANNAE_RETRY_ERROR, ANNAE_RETRY_ENDED, "%s breaks off after %u pictures.", self->path, count);
  if (g_error_matches (cause, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN)
      || g_error_matches (cause, GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND))
    return g_error_new (ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE,
                        "%s cannot be decoded: a GStreamer plugin for it is not installed.", self->path);
  return g_error_new (ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s is not a picture or video that can be read (%s).",
                      self->path, cause != NULL ? cause->message : "it holds no picture");
}

static void
on_eos (AnnaeFileSource *self)
{
  g_autoptr (AnnaeFileSource) keep = g_object_ref (self);

  if (annae_frame_sink_count (self->sink) == 0)
    {
      give_up (self, explain (self, NULL));
      return;
    }
  if (self->loop
      && gst_element_seek_simple (self->pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_KEY_UNIT, 0))
    return;
  g_signal_emit_by_name (self, "ended");
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  AnnaeFileSource *self = user_data;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    on_eos (self);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    {
      g_autoptr (GError) cause = NULL;
      g_autofree char *debug = NULL;

      gst_message_parse_error (message, &cause, &debug);
      g_debug ("%s: %s (%s)", self->path, cause->message, debug);
      give_up (self, explain (self, cause));
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

/* GStreamer's GstAutoplugSelectResult, which has no public header. */
enum
{
  AUTOPLUG_TRY = 0,
  AUTOPLUG_SKIP = 2
};

/* Play lists and session descriptions are text that makes GStreamer fetch the film from elsewhere: to us, such a file
 * is no film. */
static int
on_autoplug_select (GstElement *decode, GstPad *pad, GstCaps *caps, GstElementFactory *factory, gpointer user_data)
{
  const char *klass = gst_element_factory_get_metadata (factory, GST_ELEMENT_METADATA_KLASS);

  return klass == NULL || strstr (klass, "Adaptive") != NULL || strstr (klass, "Network") != NULL ? AUTOPLUG_SKIP
                                                                                                  : AUTOPLUG_TRY;
}

/* On a decoder's thread, when it has read the size and before it makes room for the pixels. */
static GstPadProbeReturn
on_decoded_event (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  GstVideoInfo video;
  GstCaps *caps;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return GST_PAD_PROBE_OK;
  gst_event_parse_caps (event, &caps);
  if (gst_video_info_from_caps (&video, caps))
    annae_frame_sink_check_size (user_data, video.width, video.height);
  return GST_PAD_PROBE_OK;
}

static gboolean
on_patience_over (gpointer user_data)
{
  AnnaeFileSource *self = user_data;

  g_clear_pointer (&self->patience, g_source_unref);
  if (annae_frame_sink_count (self->sink) == 0)
    give_up (self, g_error_new (ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s shows no picture.", self->path));
  return G_SOURCE_REMOVE;
}

/* decodebin gives a JPEG to its decoder without the parser that knows on which side the telephone was held. */
static const char *
choose_decoder (const char *path)
{
  g_autoptr (GstElementFactory) parser = gst_element_factory_find ("jpegparse");
  g_autoptr (GstElementFactory) decoder = gst_element_factory_find ("jpegdec");
  FILE *file = g_fopen (path, "rbe");
  guint8 magic[3] = { 0 };
  size_t n = file != NULL ? fread (magic, 1, sizeof magic, file) : 0;

  if (file != NULL)
    fclose (file);
  if (parser != NULL && decoder != NULL && n == sizeof magic && memcmp (magic, "\xff\xd8\xff", 3) == 0)
    return "jpegparse ! jpegdec";
  return "decodebin name=decode";
}

static gboolean
annae_file_source_start (AnnaeFrameSource *source, AnnaeCapturePurpose purpose, GError **error)
{
  AnnaeFileSource *self = ANNAE_FILE_SOURCE (source);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstElement) file = NULL;
  g_autoptr (GstElement) decode = NULL;
  g_autoptr (GstElement) convert = NULL;
  g_autoptr (GstElement) last = NULL;
  g_autoptr (GstPad) decoded = NULL;
  g_autofree char *description = NULL;

  g_return_val_if_fail (self->pipeline == NULL, FALSE);
  if (!check_file (self->path, error))
    return FALSE;
  annae_capture_init ();
  description = g_strdup_printf ("filesrc name=file ! %s ! videoconvert name=convert "
                                 "! videoflip video-direction=auto name=last",
                                 choose_decoder (self->path));
  self->pipeline = gst_parse_launch (description, &cause);
  if (self->pipeline == NULL || cause != NULL)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_PIPELINE,
                   "Pictures cannot be decoded on this computer: %s.", cause->message);
      g_clear_object (&self->pipeline);
      return FALSE;
    }
  gst_object_ref_sink (self->pipeline);
  self->sink = annae_frame_sink_new (self->func, self->user_data, self->pace == ANNAE_PACE_REAL_TIME, FALSE);
  file = gst_bin_get_by_name (GST_BIN (self->pipeline), "file");
  decode = gst_bin_get_by_name (GST_BIN (self->pipeline), "decode");
  convert = gst_bin_get_by_name (GST_BIN (self->pipeline), "convert");
  last = gst_bin_get_by_name (GST_BIN (self->pipeline), "last");
  if (decode != NULL)
    g_signal_connect (decode, "autoplug-select", G_CALLBACK (on_autoplug_select), NULL);
  decoded = gst_element_get_static_pad (convert, "sink");
  gst_pad_add_probe (decoded, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_decoded_event, self->sink, NULL);
  g_object_set (file, "location", self->path, NULL);
  gst_bin_add (GST_BIN (self->pipeline), annae_frame_sink_get_element (self->sink));
  gst_element_link (last, annae_frame_sink_get_element (self->sink));

  bus = gst_element_get_bus (self->pipeline);
  self->bus_watch = annae_main_source_attach (gst_bus_create_watch (bus), G_SOURCE_FUNC (on_message), self);
  self->patience = annae_main_source_attach (g_timeout_source_new (FIRST_FRAME_MS), on_patience_over, self);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  return TRUE;
}

static void
annae_file_source_stop (AnnaeFrameSource *source)
{
  AnnaeFileSource *self = ANNAE_FILE_SOURCE (source);

  annae_main_source_clear (&self->bus_watch);
  annae_main_source_clear (&self->patience);
  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_clear_object (&self->pipeline);
  g_clear_pointer (&self->sink, annae_frame_sink_free);
}

static void
annae_file_source_set_frame_func (AnnaeFrameSource *source, AnnaeFrameFunc func, gpointer user_data)
{
  AnnaeFileSource *self = ANNAE_FILE_SOURCE (source);

  g_return_if_fail (self->pipeline == NULL);
  self->func = func;
  self->user_data = user_data;
}

static void
annae_file_source_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AnnaeFileSource *self = ANNAE_FILE_SOURCE (object);

  switch (id)
    {
    case PROP_LABEL:
      g_value_take_string (value, g_path_get_basename (self->path));
      break;
    case PROP_LIVE:
      g_value_set_boolean (value, self->pace == ANNAE_PACE_REAL_TIME);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
annae_file_source_dispose (GObject *object)
{
  annae_file_source_stop (ANNAE_FRAME_SOURCE (object));
  G_OBJECT_CLASS (annae_file_source_parent_class)->dispose (object);
}

static void
annae_file_source_finalize (GObject *object)
{
  g_free (ANNAE_FILE_SOURCE (object)->path);
  G_OBJECT_CLASS (annae_file_source_parent_class)->finalize (object);
}

static void
annae_file_source_class_init (AnnaeFileSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = annae_file_source_get_property;
  object_class->dispose = annae_file_source_dispose;
  object_class->finalize = annae_file_source_finalize;
  g_object_class_override_property (object_class, PROP_LABEL, "label");
  g_object_class_override_property (object_class, PROP_LIVE, "live");
}

static void
annae_file_source_iface_init (AnnaeFrameSourceInterface *iface)
{
  iface->start = annae_file_source_start;
  iface->stop = annae_file_source_stop;
  iface->set_frame_func = annae_file_source_set_frame_func;
}

static void
annae_file_source_init (AnnaeFileSource *self)
{
}

AnnaeFrameSource *
annae_file_source_new (const char *path, AnnaePace pace, gboolean loop)
{
  AnnaeFileSource *self = g_object_new (ANNAE_TYPE_FILE_SOURCE, NULL);

  self->path = g_strdup (path);
  self->pace = pace;
  self->loop = loop;
  return ANNAE_FRAME_SOURCE (self);
}
