/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From GStreamer's samples to frames in the vault: one copy, in which the stride goes. */

#include "annae-frame-sink.h"

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>
#include <string.h>

#include "annae-wipe-allocator.h"

/* One pixel in this many, each way, is enough to tell a dark room from a covered lens. */
#define BRIGHTNESS_GRID 16

/* A frame of a film in real time that is shown this late is old. */
#define LATE_NS (50 * GST_MSECOND)

struct _AnnaeFrameSink
{
  GstElement *element;
  AnnaeFrameFunc func;
  gpointer user_data;
  gboolean arrival_time;

  GMutex delivering; /* held while a frame is in hand */
  gboolean detached;

  GMutex lock;
  guint count;
  gint64 last_arrival_us;
  double brightness;
  guint64 refused_pixels;
};

void
annae_capture_init (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      gst_init (NULL, NULL);
      annae_wipe_allocator_install ();
      g_once_init_leave (&once, 1);
    }
}

static double
measure_brightness (const guint8 *bytes, guint width, guint height, gsize stride)
{
  guint64 sum = 0, n = 0;

  for (guint y = BRIGHTNESS_GRID / 2; y < height; y += BRIGHTNESS_GRID)
    for (guint x = BRIGHTNESS_GRID / 2; x < width; x += BRIGHTNESS_GRID)
      {
        const guint8 *bgr = bytes + y * stride + 3 * x;

        sum += bgr[0] + 2 * bgr[1] + bgr[2];
        n++;
      }
  return n > 0 ? sum / (n * 4.0 * 255.0) : 1.0;
}

static AnnaeFrame *
frame_from_sample (AnnaeFrameSink *self, GstSample *sample)
{
  GstVideoInfo info;
  GstVideoFrame mapped;
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  AnnaeFrame *frame;
  gint64 time_us = g_get_monotonic_time ();

  if (buffer == NULL || !gst_video_info_from_caps (&info, gst_sample_get_caps (sample))
      || !gst_video_frame_map (&mapped, &info, buffer, GST_MAP_READ))
    return NULL;
  if (!self->arrival_time)
    {
      GstClockTime at
          = gst_segment_to_running_time (gst_sample_get_segment (sample), GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));

      time_us = GST_CLOCK_TIME_IS_VALID (at) ? (gint64) GST_TIME_AS_USECONDS (at) : 0;
    }
  frame = annae_frame_new (ANNAE_VAULT_FRAME, ANNAE_PIXELS_BGR, info.width, info.height, time_us);
  if (frame != NULL)
    {
      const guint8 *from = GST_VIDEO_FRAME_PLANE_DATA (&mapped, 0);
      gsize from_stride = GST_VIDEO_FRAME_PLANE_STRIDE (&mapped, 0);
      gsize stride = annae_frame_get_stride (frame);
      guint8 *to = annae_frame_get_writable (frame);

      for (int y = 0; y < info.height; y++)
        memcpy (to + y * stride, from + y * from_stride, stride);
    }
  else
    annae_frame_sink_check_size (self, info.width, info.height);
  gst_video_frame_unmap (&mapped);
  return frame;
}

static GstFlowReturn
deliver (AnnaeFrameSink *self, GstSample *sample /* taken */)
{
  g_autoptr (AnnaeFrame) frame = frame_from_sample (self, sample);
  double brightness;

  /* The buffer goes back to its pool before the frame function, which may block. */
  gst_sample_unref (sample);
  if (frame == NULL)
    return GST_FLOW_ERROR;
  brightness = measure_brightness (annae_frame_peek (frame), annae_frame_get_width (frame),
                                   annae_frame_get_height (frame), annae_frame_get_stride (frame));
  g_mutex_lock (&self->lock);
  self->count++;
  self->last_arrival_us = g_get_monotonic_time ();
  self->brightness = brightness;
  g_mutex_unlock (&self->lock);
  if (self->func != NULL)
    self->func (frame, self->user_data);
  return GST_FLOW_OK;
}

static GstFlowReturn
on_sample (GstAppSink *appsink, gpointer user_data)
{
  AnnaeFrameSink *self = user_data;
  GstSample *sample = gst_app_sink_pull_sample (appsink);
  GstFlowReturn result = GST_FLOW_EOS;

  if (sample == NULL)
    return GST_FLOW_EOS;
  g_mutex_lock (&self->delivering);
  if (self->detached)
    gst_sample_unref (sample);
  else
    result = deliver (self, sample);
  g_mutex_unlock (&self->delivering);
  return result;
}

AnnaeFrameSink *
annae_frame_sink_new (AnnaeFrameFunc func, gpointer user_data, gboolean real_time, gboolean arrival_time)
{
  AnnaeFrameSink *self = g_new0 (AnnaeFrameSink, 1);
  GstAppSinkCallbacks callbacks = { .new_sample = on_sample };
  g_autoptr (GstCaps) caps = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "BGR", NULL);

  annae_capture_init ();
  g_mutex_init (&self->lock);
  g_mutex_init (&self->delivering);
  self->func = func;
  self->user_data = user_data;
  self->arrival_time = arrival_time;
  self->brightness = 1.0;
  self->element = gst_object_ref_sink (gst_element_factory_make ("appsink", NULL));
  /* The last sample would be a picture that nobody wipes. */
  g_object_set (self->element, "caps", caps, "max-buffers", 1, "drop", real_time, "sync", real_time && !arrival_time,
                "enable-last-sample", FALSE, NULL);
  /* The frame function runs inside the sink, so that the queue of one never fills: what waited for it is dropped by its
   * age. */
  if (real_time && !arrival_time)
    g_object_set (self->element, "max-lateness", (gint64) LATE_NS, "qos", TRUE, NULL);
  gst_app_sink_set_callbacks (GST_APP_SINK (self->element), &callbacks, self, NULL);
  return self;
}

void
annae_frame_sink_free (AnnaeFrameSink *self)
{
  gst_object_unref (self->element);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->delivering);
  g_free (self);
}

void
annae_frame_sink_detach (AnnaeFrameSink *self)
{
  g_mutex_lock (&self->delivering);
  self->detached = TRUE;
  g_mutex_unlock (&self->delivering);
}

GstElement *
annae_frame_sink_get_element (AnnaeFrameSink *self)
{
  return self->element;
}

guint
annae_frame_sink_count (AnnaeFrameSink *self)
{
  g_mutex_lock (&self->lock);
  guint count = self->count;
  g_mutex_unlock (&self->lock);
  return count;
}

gint64
annae_frame_sink_last_arrival (AnnaeFrameSink *self)
{
  g_mutex_lock (&self->lock);
  gint64 at = self->last_arrival_us;
  g_mutex_unlock (&self->lock);
  return at;
}

double
annae_frame_sink_brightness (AnnaeFrameSink *self)
{
  g_mutex_lock (&self->lock);
  double brightness = self->brightness;
  g_mutex_unlock (&self->lock);
  return brightness;
}

void
annae_frame_sink_check_size (AnnaeFrameSink *self, guint width, guint height)
{
  guint64 pixels = (guint64) width * height;

  if (pixels <= ANNAE_FRAME_MAX_PIXELS)
    return;
  g_mutex_lock (&self->lock);
  self->refused_pixels = pixels;
  g_mutex_unlock (&self->lock);
}

guint64
annae_frame_sink_refused_pixels (AnnaeFrameSink *self)
{
  g_mutex_lock (&self->lock);
  guint64 pixels = self->refused_pixels;
  g_mutex_unlock (&self->lock);
  return pixels;
}
