/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A pipeline's thread: plays, waits until it is no longer wanted, stops. One after the other in one thread, so that a
 * pipeline which is closed before it has begun never plays. */

#include "annae-pipeline-thread.h"

struct _AnnaePipelineThread
{
  gatomicrefcount refs; /* the owner's and the thread's */
  GMutex lock;
  GCond changed;
  GstElement *pipeline;
  GDestroyNotify destroy;
  gpointer data;
  gboolean unwanted;
  gboolean closed;
};

static void
unref (AnnaePipelineThread *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

static gpointer
run (gpointer user_data)
{
  AnnaePipelineThread *self = user_data;

  g_mutex_lock (&self->lock);
  if (!self->unwanted)
    {
      g_mutex_unlock (&self->lock);
      gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
      g_mutex_lock (&self->lock);
    }
  while (!self->unwanted)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);

  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_object_unref (self->pipeline);
  self->destroy (self->data);

  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  unref (self);
  return NULL;
}

AnnaePipelineThread *
annae_pipeline_thread_new (GstElement *pipeline)
{
  AnnaePipelineThread *self = g_new0 (AnnaePipelineThread, 1);

  g_atomic_ref_count_init (&self->refs);
  g_atomic_ref_count_inc (&self->refs);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->pipeline = gst_object_ref (pipeline);
  g_thread_unref (g_thread_new ("annae-camera", run, self));
  return self;
}

void
annae_pipeline_thread_close (AnnaePipelineThread *self, gint64 patience_us, GDestroyNotify destroy, gpointer data)
{
  gint64 until = g_get_monotonic_time () + patience_us;

  g_mutex_lock (&self->lock);
  self->destroy = destroy;
  self->data = data;
  self->unwanted = TRUE;
  g_cond_signal (&self->changed);
  while (!self->closed && g_cond_wait_until (&self->changed, &self->lock, until))
    ;
  g_mutex_unlock (&self->lock);
  unref (self);
}
