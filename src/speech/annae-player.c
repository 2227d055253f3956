/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Plays a mixer on the default sound device: appsrc ! audioconvert ! audioresample ! sink. */

#include "annae-player.h"

#include <gst/app/app.h>

#include "annae-errors.h"

/* 5 ms a block, 30 ms in the device: what has been handed over cannot be called back, so this bounds both the delay
 * before a sentence begins and the time until silence. */
#define BLOCK_FRAMES (ANNAE_SOUND_RATE / 200)
#define DEVICE_BUFFER_US 30000
#define DEVICE_LATENCY_US 10000

#define OPEN_PATIENCE (3 * GST_SECOND)
#define RETRY_MS 5000
#define LOST_RETRY_MS 1000
#define WATCH_MS 2000

/* One opened, or opening, device. Shared by the player and the threads that open, feed and close it. */
typedef struct
{
  gatomicrefcount ref_count;
  AnnaeMixer *mixer;
  char *sink_description;
  char *device; /* or NULL */
  GMainContext *context;
  GWeakRef player;

  GMutex lock;
  gboolean abandoned; /* the player is not interested any more: whoever sees it last closes */
  gboolean opened;    /* the opening thread is done */

  GstElement *pipeline;
  GError *error;
  guint64 n_frames;
} Stream;

struct _AnnaePlayer
{
  GObject parent_instance;

  /* owned references */
  AnnaeMixer *mixer;
  char *sink_description;
  char *device; /* or NULL */
  Stream *stream;
  GSource *bus_watch;
  char *trouble;

  AnnaePlayerState state;
  guint retry_id;
  guint retry_ms;
  guint watch_id;
};

G_DEFINE_FINAL_TYPE (AnnaePlayer, annae_player, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static GMutex open_lock;
static GCond open_cond;
static guint n_open;

static void
player_open (AnnaePlayer *self);

/* --- the stream, on its threads --- */

static Stream *
stream_ref (Stream *stream)
{
  g_atomic_ref_count_inc (&stream->ref_count);
  return stream;
}

static void
stream_unref (Stream *stream)
{
  if (!g_atomic_ref_count_dec (&stream->ref_count))
    return;
  g_assert (stream->pipeline == NULL);
  annae_mixer_unref (stream->mixer);
  g_free (stream->sink_description);
  g_free (stream->device);
  g_main_context_unref (stream->context);
  g_weak_ref_clear (&stream->player);
  g_clear_error (&stream->error);
  g_mutex_clear (&stream->lock);
  g_free (stream);

  g_mutex_lock (&open_lock);
  n_open--;
  g_cond_broadcast (&open_cond);
  g_mutex_unlock (&open_lock);
}

static void
stream_close (Stream *stream)
{
  if (stream->pipeline == NULL)
    return;
  gst_element_set_state (stream->pipeline, GST_STATE_NULL);
  gst_clear_object (&stream->pipeline);
}

static gpointer
close_thread (gpointer data)
{
  Stream *stream = data;

  stream_close (stream);
  stream_unref (stream);
  return NULL;
}

static void
on_need_data (GstAppSrc *source, guint length, gpointer user_data)
{
  Stream *stream = user_data;
  gsize size = BLOCK_FRAMES * 2 * sizeof (float);
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, size, NULL);
  GstMapInfo map;

  if (gst_buffer_map (buffer, &map, GST_MAP_WRITE))
    {
      annae_mixer_read (stream->mixer, (float *) (gpointer) map.data, BLOCK_FRAMES);
      gst_buffer_unmap (buffer, &map);
    }
  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (stream->n_frames, GST_SECOND, ANNAE_SOUND_RATE);
  GST_BUFFER_DURATION (buffer) = gst_util_uint64_scale (BLOCK_FRAMES, GST_SECOND, ANNAE_SOUND_RATE);
  stream->n_frames += BLOCK_FRAMES;
  gst_app_src_push_buffer (source, buffer);
}

/* Whatever sink autoaudiosink tries: a short buffer, and the device that was asked for. */
static void
on_sink_added (GstBin *bin, GstBin *sub_bin, GstElement *element, gpointer user_data)
{
  GObjectClass *class = G_OBJECT_GET_CLASS (element);
  const char *device = user_data;
  GParamSpec *property = g_object_class_find_property (class, "device");

  if (device != NULL && property != NULL && G_IS_PARAM_SPEC_STRING (property))
    g_object_set (element, "device", device, NULL);
  if (g_object_class_find_property (class, "buffer-time") != NULL
      && g_object_class_find_property (class, "latency-time") != NULL)
    g_object_set (element, "buffer-time", (gint64) DEVICE_BUFFER_US, "latency-time", (gint64) DEVICE_LATENCY_US, NULL);
}

/* The element that really plays; autoaudiosink holds a fakesink when it has found nothing, and says so only in a
 * warning. */
static GstElement *
find_real_sink (GstElement *pipeline)
{
  g_autoptr (GstIterator) sinks = gst_bin_iterate_sinks (GST_BIN (pipeline));
  g_auto (GValue) value = G_VALUE_INIT;
  GstElement *sink = NULL;

  if (gst_iterator_next (sinks, &value) == GST_ITERATOR_OK)
    sink = GST_ELEMENT (g_value_dup_object (&value));
  while (sink != NULL && GST_IS_BIN (sink))
    {
      GstElement *child = NULL;
      g_autoptr (GstIterator) inner = gst_bin_iterate_sinks (GST_BIN (sink));
      g_auto (GValue) inner_value = G_VALUE_INIT;

      if (gst_iterator_next (inner, &inner_value) == GST_ITERATOR_OK)
        child = GST_ELEMENT (g_value_dup_object (&inner_value));
      gst_object_unref (sink);
      sink = child;
    }
  return sink;
}

static gboolean
sink_is_fake (GstElement *sink)
{
  GstElementFactory *factory = sink != NULL ? gst_element_get_factory (sink) : NULL;

  return factory == NULL || g_str_equal (GST_OBJECT_NAME (factory), "fakesink");
}

/* openalsink opens the very devices that alsasink does, and its library writes to the terminal when there are none. */
static void
leave_out_openal (void)
{
  g_autoptr (GstPluginFeature) feature = gst_registry_lookup_feature (gst_registry_get (), "openalsink");

  if (feature != NULL)
    gst_plugin_feature_set_rank (feature, GST_RANK_NONE);
}

static gboolean
stream_open (Stream *stream, GError **error)
{
  static const GstAppSrcCallbacks callbacks = { .need_data = on_need_data };
  gboolean automatic = stream->sink_description == NULL;
  g_autofree char *description = g_strdup_printf (
      "appsrc name=source format=time max-bytes=%" G_GSIZE_FORMAT
      " caps=audio/x-raw,format=F32LE,channels=2,layout=interleaved,rate=%d,channel-mask=(bitmask)0x3 "
      "! audioconvert ! audioresample ! %s",
      BLOCK_FRAMES * 2 * sizeof (float), ANNAE_SOUND_RATE,
      automatic ? "autoaudiosink sync=false" : stream->sink_description);
  g_autoptr (GstElement) source = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;

  leave_out_openal ();
  stream->pipeline = gst_parse_launch (description, error);
  if (stream->pipeline == NULL)
    return FALSE;
  gst_object_ref_sink (stream->pipeline);
  /* gst_parse_launch() may return a pipeline and an error at once: an unknown property, say */
  if (error != NULL && *error != NULL)
    return FALSE;

  source = gst_bin_get_by_name (GST_BIN (stream->pipeline), "source");
  gst_app_src_set_callbacks (GST_APP_SRC (source), (GstAppSrcCallbacks *) &callbacks, stream_ref (stream),
                             (GDestroyNotify) stream_unref);
  g_signal_connect (stream->pipeline, "deep-element-added", G_CALLBACK (on_sink_added), stream->device);
  bus = gst_element_get_bus (stream->pipeline);

  /* READY is where devices are looked for; were the fake one to run, it would swallow what has been said */
  if (gst_element_set_state (stream->pipeline, GST_STATE_READY) != GST_STATE_CHANGE_FAILURE)
    {
      sink = find_real_sink (stream->pipeline);
      if (automatic && sink_is_fake (sink))
        {
          g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SOUND, "This computer has no sound device.");
          return FALSE;
        }
      if (gst_element_set_state (stream->pipeline, GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE
          && gst_element_get_state (stream->pipeline, NULL, NULL, OPEN_PATIENCE) == GST_STATE_CHANGE_SUCCESS)
        return TRUE;
    }

  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  if (message != NULL)
    {
      g_autoptr (GError) cause = NULL;

      gst_message_parse_error (message, &cause, NULL);
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SOUND, "The sound device does not open: %s",
                   cause->message);
    }
  else
    g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SOUND, "The sound device does not answer.");
  return FALSE;
}

static gboolean
on_opened (gpointer user_data);

static gpointer
open_thread (gpointer data)
{
  Stream *stream = data;
  gboolean abandoned;

  if (!stream_open (stream, &stream->error))
    stream_close (stream);

  g_mutex_lock (&stream->lock);
  stream->opened = TRUE;
  abandoned = stream->abandoned;
  g_mutex_unlock (&stream->lock);

  if (abandoned)
    stream_close (stream);
  else
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, on_opened, stream_ref (stream), (GDestroyNotify) stream_unref);
      g_source_attach (source, stream->context);
    }
  stream_unref (stream);
  return NULL;
}

/* --- the player, on the main context --- */

static void
player_set_state (AnnaePlayer *self, AnnaePlayerState state, const char *trouble)
{
  if (self->state == state && g_strcmp0 (self->trouble, trouble) == 0)
    return;
  g_free (self->trouble);
  self->trouble = g_strdup (trouble);
  self->state = state;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Lets go of the device without waiting for it. */
static void
player_abandon (AnnaePlayer *self)
{
  Stream *stream = g_steal_pointer (&self->stream);
  gboolean opened;

  if (self->bus_watch != NULL)
    {
      g_source_destroy (self->bus_watch);
      g_clear_pointer (&self->bus_watch, g_source_unref);
    }
  g_clear_handle_id (&self->watch_id, g_source_remove);
  if (stream == NULL)
    return;

  g_mutex_lock (&stream->lock);
  stream->abandoned = TRUE;
  opened = stream->opened;
  g_mutex_unlock (&stream->lock);

  /* while it is still being opened, the opening thread closes it */
  if (opened)
    g_thread_unref (g_thread_new ("annae-sound-close", close_thread, stream));
  else
    stream_unref (stream);
}

static gboolean
on_retry (gpointer user_data)
{
  AnnaePlayer *self = user_data;

  self->retry_id = 0;
  player_open (self);
  return G_SOURCE_REMOVE;
}

static void
player_lost (AnnaePlayer *self, const char *trouble, guint retry_ms)
{
  player_abandon (self);
  if (self->retry_id == 0)
    self->retry_id = g_timeout_add (MIN (retry_ms, self->retry_ms), on_retry, self);
  player_set_state (self, ANNAE_PLAYER_MISSING, trouble);
}

static gboolean
on_bus_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  AnnaePlayer *self = user_data;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *trouble = NULL;

      gst_message_parse_error (message, &error, NULL);
      trouble = g_strdup_printf ("The sound device is gone: %s", error->message);
      player_lost (self, trouble, LOST_RETRY_MS);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

/* A sound server without a device offers one that swallows everything, and moves us to a real one when it is plugged
 * in. */
static gboolean
on_watch (gpointer user_data)
{
  AnnaePlayer *self = user_data;
  g_autoptr (GstElement) sink = find_real_sink (self->stream->pipeline);
  g_autofree char *device = NULL;

  if (sink != NULL && g_object_class_find_property (G_OBJECT_GET_CLASS (sink), "current-device") != NULL)
    g_object_get (sink, "current-device", &device, NULL);
  if (g_strcmp0 (device, "auto_null") == 0)
    player_set_state (self, ANNAE_PLAYER_DUMMY, "This computer has no sound device.");
  else
    player_set_state (self, ANNAE_PLAYER_PLAYING, NULL);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_opened (gpointer user_data)
{
  Stream *stream = user_data;
  g_autoptr (AnnaePlayer) self = g_weak_ref_get (&stream->player);
  g_autoptr (GstBus) bus = NULL;

  /* abandoned since: closing it is on its way */
  if (self == NULL || self->stream != stream)
    return G_SOURCE_REMOVE;

  if (stream->pipeline == NULL)
    {
      g_autofree char *trouble = g_strdup (stream->error->message);

      player_lost (self, trouble, self->retry_ms);
      return G_SOURCE_REMOVE;
    }

  bus = gst_element_get_bus (stream->pipeline);
  self->bus_watch = gst_bus_create_watch (bus);
  g_source_set_callback (self->bus_watch, G_SOURCE_FUNC (on_bus_message), self, NULL);
  g_source_attach (self->bus_watch, stream->context);
  self->watch_id = g_timeout_add (WATCH_MS, on_watch, self);
  on_watch (self);
  return G_SOURCE_REMOVE;
}

static void
player_open (AnnaePlayer *self)
{
  Stream *stream = g_new0 (Stream, 1);

  g_mutex_lock (&open_lock);
  n_open++;
  g_mutex_unlock (&open_lock);

  g_atomic_ref_count_init (&stream->ref_count);
  g_mutex_init (&stream->lock);
  stream->mixer = annae_mixer_ref (self->mixer);
  stream->sink_description = g_strdup (self->sink_description);
  stream->device = g_strdup (self->device);
  stream->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&stream->player, self);

  player_abandon (self);
  self->stream = stream;
  g_thread_unref (g_thread_new ("annae-sound-open", open_thread, stream_ref (stream)));
}

static void
annae_player_dispose (GObject *object)
{
  AnnaePlayer *self = ANNAE_PLAYER (object);

  g_clear_handle_id (&self->retry_id, g_source_remove);
  player_abandon (self);

  G_OBJECT_CLASS (annae_player_parent_class)->dispose (object);
}

static void
annae_player_finalize (GObject *object)
{
  AnnaePlayer *self = ANNAE_PLAYER (object);

  g_clear_pointer (&self->mixer, annae_mixer_unref);
  g_free (self->sink_description);
  g_free (self->device);
  g_free (self->trouble);

  G_OBJECT_CLASS (annae_player_parent_class)->finalize (object);
}

static void
annae_player_class_init (AnnaePlayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = annae_player_dispose;
  object_class->finalize = annae_player_finalize;

  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annae_player_init (AnnaePlayer *self)
{
  self->state = ANNAE_PLAYER_OPENING;
  self->retry_ms = RETRY_MS;
}

AnnaePlayer *
annae_player_new (AnnaeMixer *mixer, const char *sink_description)
{
  AnnaePlayer *self = g_object_new (ANNAE_TYPE_PLAYER, NULL);

  self->mixer = annae_mixer_ref (mixer);
  self->sink_description = g_strdup (sink_description);
  player_open (self);
  return self;
}

void
annae_player_set_device (AnnaePlayer *self, const char *device)
{
  const char *wanted = device != NULL && *device != '\0' ? device : NULL;

  g_return_if_fail (ANNAE_IS_PLAYER (self));

  if (g_strcmp0 (self->device, wanted) == 0)
    return;
  g_free (self->device);
  self->device = g_strdup (wanted);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  player_open (self);
  player_set_state (self, ANNAE_PLAYER_OPENING, NULL);
}

AnnaePlayerState
annae_player_get_state (AnnaePlayer *self)
{
  g_return_val_if_fail (ANNAE_IS_PLAYER (self), ANNAE_PLAYER_MISSING);

  return self->state;
}

const char *
annae_player_get_trouble (AnnaePlayer *self)
{
  g_return_val_if_fail (ANNAE_IS_PLAYER (self), NULL);

  return self->trouble;
}

void
annae_player_set_retry (AnnaePlayer *self, guint milliseconds)
{
  g_return_if_fail (ANNAE_IS_PLAYER (self));

  self->retry_ms = milliseconds;
  if (self->retry_id != 0)
    {
      g_clear_handle_id (&self->retry_id, g_source_remove);
      self->retry_id = g_timeout_add (milliseconds, on_retry, self);
    }
}

GstElement *
annae_player_dup_pipeline (AnnaePlayer *self)
{
  g_return_val_if_fail (ANNAE_IS_PLAYER (self), NULL);

  return self->state != ANNAE_PLAYER_OPENING && self->stream != NULL && self->stream->pipeline != NULL
             ? gst_object_ref (self->stream->pipeline)
             : NULL;
}

gboolean
annae_player_drain (void)
{
  gint64 deadline = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  gboolean drained;

  g_mutex_lock (&open_lock);
  while (n_open > 0 && g_cond_wait_until (&open_cond, &open_lock, deadline))
    ;
  drained = n_open == 0;
  g_mutex_unlock (&open_lock);
  return drained;
}
