/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A webcam that is not there: offers a clip (over and over), a test pattern or darkness to PipeWire as a camera.
 * SIGUSR1 puts a cover before its lens or takes it away; SIGTERM pulls it out. Started by virtual-camera.sh. */

#include <errno.h>
#include <glib-unix.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "annae-file-source.h"
#include "annae-frame-sink.h"

#define NODE_NAME "annae-virtual-camera"

typedef struct
{
  GMainLoop *loop;
  GstElement *pipeline;
  GstElement *pattern; /* NULL for a clip */
  GstAppSrc *clip;     /* NULL for a pattern */
  AnnaeFrameSource *source;
  gint covered; /* atomic */
  int status;
} VirtualCamera;

static char *clip_path;
static char *label;
static gboolean black;
static int width = 640, height = 480, rate = 30;

static const GOptionEntry options[]
    = { { "clip", 0, 0, G_OPTION_ARG_FILENAME, &clip_path, "Show this video, over and over", "FILE" },
        { "black", 0, 0, G_OPTION_ARG_NONE, &black, "Show darkness", NULL },
        { "label", 0, 0, G_OPTION_ARG_STRING, &label, "The camera's name", "NAME" },
        { "width", 0, 0, G_OPTION_ARG_INT, &width, "Pixels", "N" },
        { "height", 0, 0, G_OPTION_ARG_INT, &height, "Pixels", "N" },
        { "rate", 0, 0, G_OPTION_ARG_INT, &rate, "Frames a second", "N" },
        { NULL } };

static gboolean
on_quit (gpointer user_data)
{
  g_main_loop_quit (((VirtualCamera *) user_data)->loop);
  return G_SOURCE_CONTINUE;
}

static void
show_cover (VirtualCamera *self)
{
  if (self->pattern != NULL)
    gst_util_set_object_arg (G_OBJECT (self->pattern), "pattern",
                             g_atomic_int_get (&self->covered) ? "black" : "smpte");
}

static gboolean
on_cover (gpointer user_data)
{
  VirtualCamera *self = user_data;

  g_atomic_int_set (&self->covered, !g_atomic_int_get (&self->covered));
  show_cover (self);
  return G_SOURCE_CONTINUE;
}

static void
fail (VirtualCamera *self, const char *message)
{
  g_printerr ("virtual-camera: %s\n", message);
  self->status = 1;
  g_main_loop_quit (self->loop);
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    {
      g_autoptr (GError) error = NULL;

      gst_message_parse_error (message, &error, NULL);
      fail (user_data, error->message);
    }
  return G_SOURCE_CONTINUE;
}

static void
on_trouble (AnnaeFrameSource *source, GError *error, VirtualCamera *self)
{
  fail (self, error->message);
}

static void
on_frame (AnnaeFrame *frame, gpointer user_data)
{
  VirtualCamera *self = user_data;
  gsize size = annae_frame_get_size (frame);
  guint w = annae_frame_get_width (frame);
  gsize row = 3 * (gsize) w, stride = (row + 3) & ~(gsize) 3;
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, stride * annae_frame_get_height (frame), NULL);
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GstSample) sample = NULL;

  gst_buffer_memset (buffer, 0, 0, gst_buffer_get_size (buffer));
  if (!g_atomic_int_get (&self->covered))
    for (gsize y = 0; y * row < size; y++)
      gst_buffer_fill (buffer, y * stride, annae_frame_peek (frame) + y * annae_frame_get_stride (frame), row);
  caps
      = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "BGR", "width", G_TYPE_INT, w, "height",
                             G_TYPE_INT, annae_frame_get_height (frame), "framerate", GST_TYPE_FRACTION, rate, 1, NULL);
  sample = gst_sample_new (buffer, caps, NULL, NULL);
  gst_app_src_push_sample (self->clip, sample);
  gst_buffer_unref (buffer);
}

static gboolean
build (VirtualCamera *self, GError **error)
{
  g_autofree char *description = NULL;
  g_autofree char *name = g_strdup (label != NULL ? label : "Annae virtual camera");
  g_autofree char *properties = NULL;
  g_autoptr (GstElement) from = NULL;
  g_autoptr (GstElement) sink = NULL;

  description = g_strdup_printf (
      "%s name=from ! videoconvert ! videoscale add-borders=true ! videorate drop-only=true "
      "! video/x-raw,format=YUY2,width=%d,height=%d,framerate=%d/1,pixel-aspect-ratio=1/1 ! pipewiresink name=sink "
      "mode=provide",
      clip_path != NULL ? "appsrc is-live=true do-timestamp=true format=time max-buffers=1 leaky-type=downstream"
                        : "videotestsrc is-live=true pattern=smpte",
      width, height, rate);
  self->pipeline = gst_parse_launch (description, error);
  if (self->pipeline == NULL)
    return FALSE;
  gst_object_ref_sink (self->pipeline);
  from = gst_bin_get_by_name (GST_BIN (self->pipeline), "from");
  sink = gst_bin_get_by_name (GST_BIN (self->pipeline), "sink");
  g_strdelimit (name, "\"\\,;", '_');
  properties = g_strdup_printf (
      "props,media.class=Video/Source,media.role=Camera,node.name=" NODE_NAME ",node.description=\"%s\"", name);
  gst_util_set_object_arg (G_OBJECT (sink), "stream-properties", properties);
  if (clip_path != NULL)
    self->clip = GST_APP_SRC (g_object_ref (from));
  else
    self->pattern = g_object_ref (from);
  return TRUE;
}

static volatile sig_atomic_t child_pid;
static volatile sig_atomic_t pulled_out;

static void
pass_on (int number)
{
  if (number != SIGUSR1)
    pulled_out = TRUE;
  if (child_pid > 0)
    kill (child_pid, number);
}

/* pipewiresink of PipeWire 0.3.65 (Debian 12) now and then crashes while someone connects or leaves. A camera would
 * not: the parent starts it again. Returns in the child. */
static void
supervise (void)
{
  const struct sigaction action = { .sa_handler = pass_on };
  int status = 0;

  for (guint i = 0; i < 20 && !pulled_out; i++)
    {
      pid_t pid;

      /* No signal is lost between the fork and the time when the child can be told. */
      sigaction (SIGTERM, &action, NULL);
      sigaction (SIGINT, &action, NULL);
      sigaction (SIGUSR1, &action, NULL);
      pid = fork ();
      if (pid == 0)
        {
          signal (SIGTERM, SIG_DFL);
          signal (SIGINT, SIG_DFL);
          signal (SIGUSR1, SIG_IGN);
          prctl (PR_SET_PDEATHSIG, SIGKILL);
          return;
        }
      child_pid = pid;
      if (pulled_out)
        kill (pid, SIGTERM);
      while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
        ;
      child_pid = 0;
      if (!WIFSIGNALED (status))
        break;
    }
  exit (WIFEXITED (status) ? WEXITSTATUS (status) : pulled_out ? 0 : 1);
}

int
main (int argc, char *argv[])
{
  VirtualCamera self = { .covered = FALSE };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstBus) bus = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("virtual-camera: %s\n", error->message);
      return 2;
    }
  supervise ();
  annae_capture_init ();
  self.covered = black;
  self.loop = g_main_loop_new (NULL, FALSE);
  if (!build (&self, &error))
    {
      g_printerr ("virtual-camera: %s\n", error->message);
      return 1;
    }
  show_cover (&self);
  bus = gst_element_get_bus (self.pipeline);
  gst_bus_add_watch (bus, on_message, &self);
  g_unix_signal_add (SIGTERM, on_quit, &self);
  g_unix_signal_add (SIGINT, on_quit, &self);
  g_unix_signal_add (SIGUSR1, on_cover, &self);
  gst_element_set_state (self.pipeline, GST_STATE_PLAYING);
  if (clip_path != NULL)
    {
      self.source = annae_file_source_new (clip_path, ANNAE_PACE_REAL_TIME, TRUE);
      annae_frame_source_set_frame_func (self.source, on_frame, &self);
      g_signal_connect (self.source, "trouble", G_CALLBACK (on_trouble), &self);
      if (!annae_frame_source_start (self.source, ANNAE_CAPTURE_GUIDANCE, &error))
        {
          g_printerr ("virtual-camera: %s\n", error->message);
          self.status = 1;
        }
    }
  if (self.status == 0)
    g_main_loop_run (self.loop);
  if (self.source != NULL)
    annae_frame_source_stop (self.source);
  g_clear_object (&self.source);
  gst_bus_remove_watch (bus);
  gst_element_set_state (self.pipeline, GST_STATE_NULL);
  g_clear_object (&self.pattern);
  g_clear_object (&self.clip);
  gst_object_unref (self.pipeline);
  g_main_loop_unref (self.loop);
  return self.status;
}
