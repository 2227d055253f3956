/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A frame source on a camera that may not be there yet, may be taken by another program, may be pulled out and put back. It
 * says what is wrong and goes on trying; nothing blocks the main loop. */

#include "annae-camera-private.h"

#include "annae-errors.h"
#include "annae-frame-sink.h"
#include "annae-main-source.h"
#include "annae-pipeline-thread.h"

#define CHECK_MS 250
#define FIRST_RETRY_US (G_USEC_PER_SEC / 2)
#define LAST_RETRY_US (4 * G_USEC_PER_SEC)

/* A camera that was plugged in this moment is announced before it is ready: device rights and formats come a little later. */
#define SETTLE_US (G_USEC_PER_SEC / 2)

/* A camera that has shown nothing for this long is stuck; some take two seconds to wake up. */
#define SILENCE_US (5 * G_USEC_PER_SEC)

/* Longer than any camera takes to close that is not stuck, and short enough for whoever waits for the next page. */
#define CLOSING_US (G_USEC_PER_SEC / 2)

/* Darker than this for a second: a cover before the lens. A dark room still shows sensor noise well above it. */
#define BLACK_BRIGHTNESS 0.012
#define BLACK_US G_USEC_PER_SEC

struct _AnnaeCameraSource
{
  GObject parent_instance;

  AnnaeCameraList *list;
  AnnaeCamera *camera; /* the one that is open */
  char *id;            /* the one that is wanted; NULL for the first */
  GstElement *pipeline;
  AnnaePipelineThread *thread; /* plays it */
  AnnaeFrameSink *sink;
  GSource *bus_watch;
  GSource *check;
  gulong list_handler;

  AnnaeFrameFunc func;
  gpointer user_data;
  AnnaeCapturePurpose purpose;

  gint64 opened_us;
  gint64 retry_at_us;
  gint64 retry_delay_us;
  gint64 black_since_us;
  int trouble; /* AnnaeRetryError that was told last, or -1 */
  gboolean had_frames; /* ever: what is missing now was there before */
  gboolean started;
};

#define ANNAE_TYPE_CAMERA_SOURCE (annae_camera_source_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeCameraSource, annae_camera_source, ANNAE, CAMERA_SOURCE, GObject)

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_LIVE
};

static void annae_camera_source_iface_init (AnnaeFrameSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnaeCameraSource, annae_camera_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ANNAE_TYPE_FRAME_SOURCE, annae_camera_source_iface_init))

/* Tells a trouble once; the same again is no news. */
static void
tell (AnnaeCameraSource *self, AnnaeRetryError trouble, const char *message)
{
  g_autoptr (GError) error = NULL;

  if (self->trouble == (int) trouble)
    return;
  self->trouble = trouble;
  error = g_error_new_literal (ANNAE_RETRY_ERROR, trouble, message);
  g_signal_emit_by_name (self, "trouble", error);
}

static void
close_camera (AnnaeCameraSource *self)
{
  annae_main_source_clear (&self->bus_watch);
  if (self->thread != NULL)
    {
      annae_frame_sink_detach (self->sink);
      annae_pipeline_thread_close (g_steal_pointer (&self->thread), CLOSING_US, (GDestroyNotify) annae_frame_sink_free,
                                   g_steal_pointer (&self->sink));
    }
  g_clear_object (&self->pipeline);
  g_clear_pointer (&self->sink, annae_frame_sink_free);
  g_clear_object (&self->camera);
  self->black_since_us = 0;
}

static void
try_later (AnnaeCameraSource *self, AnnaeRetryError trouble, const char *message)
{
  close_camera (self);
  self->retry_at_us = g_get_monotonic_time () + self->retry_delay_us;
  self->retry_delay_us = MIN (self->retry_delay_us * 2, LAST_RETRY_US);
  tell (self, trouble, message);
}

static void
on_camera_error (AnnaeCameraSource *self, const GError *cause)
{
  const char *name = annae_camera_get_label (self->camera);
  g_autofree char *message = NULL;
  AnnaeRetryError trouble;

  /* It may have shown something since we last looked. */
  self->had_frames |= annae_frame_sink_last_arrival (self->sink) > 0;
  if (g_error_matches (cause, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_BUSY))
    {
      trouble = ANNAE_RETRY_CAMERA_BUSY;
      message = g_strdup_printf ("Another program uses the camera %s.", name);
    }
  else if (g_error_matches (cause, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED)
           || g_error_matches (cause, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_READ_WRITE))
    {
      trouble = ANNAE_RETRY_CAMERA_REFUSED;
      message = g_strdup_printf ("The system does not let Annae use the camera %s.", name);
    }
  else if (self->had_frames)
    {
      trouble = ANNAE_RETRY_CAMERA_LOST;
      message = g_strdup_printf ("The camera %s was unplugged.", name);
    }
  else
    {
      trouble = ANNAE_RETRY_CAMERA_MISSING;
      message = g_strdup_printf ("The camera %s cannot be opened: %s", name, cause->message);
    }
  try_later (self, trouble, message);
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  AnnaeCameraSource *self = user_data;
  g_autoptr (AnnaeCameraSource) keep = g_object_ref (self);

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    {
      g_autoptr (GError) cause = NULL;

      gst_message_parse_error (message, &cause, NULL);
      on_camera_error (self, cause);
      return G_SOURCE_REMOVE;
    }
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    {
      try_later (self, ANNAE_RETRY_CAMERA_LOST, "The camera stopped sending.");
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static GstCaps *
caps_of_mode (const AnnaeCameraMode *mode)
{
  gboolean jpeg = g_str_equal (mode->format, "MJPG");
  GstCaps *caps = gst_caps_new_simple (jpeg ? "image/jpeg" : "video/x-raw", "width", G_TYPE_INT, (int) mode->width,
                                       "height", G_TYPE_INT, (int) mode->height, NULL);

  if (!jpeg && !g_str_equal (mode->format, "raw"))
    gst_caps_set_simple (caps, "format", G_TYPE_STRING, mode->format, NULL);
  return caps;
}

static gboolean
build_pipeline (AnnaeCameraSource *self)
{
  GstElement *source = gst_device_create_element (annae_camera_get_device (self->camera), NULL);
  GstElement *filter = gst_element_factory_make ("capsfilter", NULL);
  GstElement *convert = gst_element_factory_make ("videoconvert", NULL);
  const AnnaeCameraMode *mode = annae_camera_choose_mode (self->camera, self->purpose);
  gboolean jpeg = mode != NULL && g_str_equal (mode->format, "MJPG");
  GstElement *decode = gst_element_factory_make (jpeg ? "jpegdec" : "identity", NULL);
  GstElement *last;

  self->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  self->sink = annae_frame_sink_new (self->func, self->user_data, TRUE, TRUE);
  last = annae_frame_sink_get_element (self->sink);
  if (source == NULL || filter == NULL || convert == NULL || decode == NULL)
    {
      g_clear_object (&source);
      g_clear_object (&filter);
      g_clear_object (&convert);
      g_clear_object (&decode);
      return FALSE;
    }
  /* pipewiresrc lends out memory that is shared with the camera and unmaps it when that is pulled out, while we may still
   * be reading. Its copy is made under its lock. */
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (source), "always-copy") != NULL)
    g_object_set (source, "always-copy", TRUE, NULL);
  if (mode != NULL)
    {
      g_autoptr (GstCaps) caps = caps_of_mode (mode);

      g_object_set (filter, "caps", caps, NULL);
    }
  gst_bin_add_many (GST_BIN (self->pipeline), source, filter, decode, convert, last, NULL);
  return gst_element_link_many (source, filter, decode, convert, last, NULL);
}

static void
wait_for_camera (AnnaeCameraSource *self)
{
  g_autofree char *forbidden = annae_camera_list_find_forbidden (self->list);
  const char *problem = annae_camera_list_get_problem (self->list);
  g_autofree char *message = NULL;

  if (self->had_frames)
    try_later (self, ANNAE_RETRY_CAMERA_LOST, "The camera was unplugged.");
  else if (problem == NULL && forbidden != NULL)
    {
      message = g_strdup_printf ("The system does not let Annae use the camera at %s.", forbidden);
      try_later (self, ANNAE_RETRY_CAMERA_REFUSED, message);
    }
  else
    try_later (self, ANNAE_RETRY_CAMERA_MISSING, problem != NULL ? problem : "No camera was found.");
}

static void
open_camera (AnnaeCameraSource *self)
{
  g_autoptr (GstBus) bus = NULL;

  self->camera = annae_camera_list_find (self->list, self->id, TRUE);
  if (self->camera == NULL)
    {
      wait_for_camera (self);
      return;
    }
  if (!build_pipeline (self))
    {
      try_later (self, ANNAE_RETRY_CAMERA_MISSING, "A GStreamer plugin that the camera needs is not installed.");
      return;
    }
  bus = gst_element_get_bus (self->pipeline);
  self->bus_watch = annae_main_source_attach (gst_bus_create_watch (bus), G_SOURCE_FUNC (on_message), self);
  self->opened_us = g_get_monotonic_time ();
  self->thread = annae_pipeline_thread_new (self->pipeline);
  g_object_notify (G_OBJECT (self), "label");
}

static void
on_frames_flow (AnnaeCameraSource *self, gint64 now_us)
{
  gboolean black = annae_frame_sink_brightness (self->sink) < BLACK_BRIGHTNESS;

  self->had_frames = TRUE;
  self->retry_delay_us = FIRST_RETRY_US;
  if (black)
    {
      if (self->black_since_us == 0)
        self->black_since_us = now_us;
      else if (now_us - self->black_since_us >= BLACK_US)
        tell (self, ANNAE_RETRY_CAMERA_BLACK, "The camera's picture is black: its cover may be closed.");
      return;
    }
  self->black_since_us = 0;
  if (self->trouble >= 0)
    {
      self->trouble = -1;
      g_signal_emit_by_name (self, "recovered");
    }
}

static gboolean
on_check (gpointer user_data)
{
  g_autoptr (AnnaeCameraSource) self = g_object_ref (user_data);
  gint64 now_us = g_get_monotonic_time ();

  if (self->pipeline == NULL)
    {
      if (now_us >= self->retry_at_us)
        open_camera (self);
      return G_SOURCE_CONTINUE;
    }

  gint64 last_us = annae_frame_sink_last_arrival (self->sink);
  if (now_us - MAX (last_us, self->opened_us) > SILENCE_US)
    try_later (self, self->had_frames ? ANNAE_RETRY_CAMERA_LOST : ANNAE_RETRY_CAMERA_MISSING,
               self->had_frames ? "The camera sends no picture any more."
                                : "The camera sends no picture: another program may be using it.");
  else if (last_us > 0)
    on_frames_flow (self, now_us);
  return G_SOURCE_CONTINUE;
}

/* A camera that went is closed at once, one that came is opened as soon as it has settled. */
static void
on_list_changed (GListModel *model, guint position, guint removed, guint added, AnnaeCameraSource *self)
{
  g_autoptr (AnnaeCameraSource) keep = g_object_ref (self);

  if (self->camera != NULL)
    {
      g_autoptr (AnnaeCamera) same = annae_camera_list_find (self->list, annae_camera_get_id (self->camera), FALSE);

      if (same != NULL)
        return;
      self->retry_delay_us = FIRST_RETRY_US;
      try_later (self, ANNAE_RETRY_CAMERA_LOST, "The camera was unplugged.");
    }
  /* Whoever was told may have stopped us. */
  if (self->started && self->camera == NULL && added > 0)
    self->retry_at_us = g_get_monotonic_time () + SETTLE_US;
}

static gboolean
annae_camera_source_start (AnnaeFrameSource *source, AnnaeCapturePurpose purpose, GError **error)
{
  AnnaeCameraSource *self = ANNAE_CAMERA_SOURCE (source);

  g_return_val_if_fail (!self->started, FALSE);
  self->started = TRUE;
  self->purpose = purpose;
  self->retry_delay_us = FIRST_RETRY_US;
  self->trouble = -1;
  self->list_handler = g_signal_connect (self->list, "items-changed", G_CALLBACK (on_list_changed), self);
  self->check = annae_main_source_attach (g_timeout_source_new (CHECK_MS), on_check, self);
  open_camera (self);
  return TRUE;
}

static void
annae_camera_source_stop (AnnaeFrameSource *source)
{
  AnnaeCameraSource *self = ANNAE_CAMERA_SOURCE (source);

  annae_main_source_clear (&self->check);
  if (self->list_handler != 0)
    g_signal_handler_disconnect (self->list, self->list_handler);
  self->list_handler = 0;
  close_camera (self);
  self->started = FALSE;
}

static void
annae_camera_source_set_frame_func (AnnaeFrameSource *source, AnnaeFrameFunc func, gpointer user_data)
{
  AnnaeCameraSource *self = ANNAE_CAMERA_SOURCE (source);

  g_return_if_fail (!self->started);
  self->func = func;
  self->user_data = user_data;
}

static void
annae_camera_source_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AnnaeCameraSource *self = ANNAE_CAMERA_SOURCE (object);

  switch (id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->camera != NULL ? annae_camera_get_label (self->camera) : NULL);
      break;
    case PROP_LIVE:
      g_value_set_boolean (value, TRUE);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
annae_camera_source_dispose (GObject *object)
{
  AnnaeCameraSource *self = ANNAE_CAMERA_SOURCE (object);

  if (self->list != NULL)
    annae_camera_source_stop (ANNAE_FRAME_SOURCE (self));
  g_clear_object (&self->list);
  G_OBJECT_CLASS (annae_camera_source_parent_class)->dispose (object);
}

static void
annae_camera_source_finalize (GObject *object)
{
  g_free (ANNAE_CAMERA_SOURCE (object)->id);
  G_OBJECT_CLASS (annae_camera_source_parent_class)->finalize (object);
}

static void
annae_camera_source_class_init (AnnaeCameraSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = annae_camera_source_get_property;
  object_class->dispose = annae_camera_source_dispose;
  object_class->finalize = annae_camera_source_finalize;
  g_object_class_override_property (object_class, PROP_LABEL, "label");
  g_object_class_override_property (object_class, PROP_LIVE, "live");
}

static void
annae_camera_source_iface_init (AnnaeFrameSourceInterface *iface)
{
  iface->start = annae_camera_source_start;
  iface->stop = annae_camera_source_stop;
  iface->set_frame_func = annae_camera_source_set_frame_func;
}

static void
annae_camera_source_init (AnnaeCameraSource *self)
{
  self->trouble = -1;
}

AnnaeFrameSource *
annae_camera_source_new (AnnaeCameraList *list, const char *id)
{
  AnnaeCameraSource *self = g_object_new (ANNAE_TYPE_CAMERA_SOURCE, NULL);

  self->list = g_object_ref (list);
  self->id = g_strdup (id);
  return ANNAE_FRAME_SOURCE (self);
}
