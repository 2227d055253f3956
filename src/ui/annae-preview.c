/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the streaming thread to the screen. */

#define G_LOG_DOMAIN "annae"

#include "annae-preview.h"

/* Measurements read this often how many pictures came and were shown. */
#define REPORT_US G_USEC_PER_SEC

struct _AnnaePreview
{
  AnnaeSession *session;
  GtkWidget *widget;

  GMutex lock;
  AnnaeFrame *newest;
  gboolean shown; /* the newest one was drawn */
  guint idle;
  guint n_came;
  guint n_shown;
  gint64 reported_us;
};

static gboolean
redraw (gpointer user_data)
{
  AnnaePreview *self = user_data;

  g_mutex_lock (&self->lock);
  self->idle = 0;
  g_mutex_unlock (&self->lock);
  gtk_widget_queue_draw (self->widget);
  return G_SOURCE_REMOVE;
}

/* On the streaming thread; with NULL on the main thread, when the source is closed. */
static void
on_frame (AnnaeFrame *frame, gpointer user_data)
{
  AnnaePreview *self = user_data;
  AnnaeFrame *older;

  g_mutex_lock (&self->lock);
  older = self->newest;
  self->newest = frame != NULL ? annae_frame_ref (frame) : NULL;
  self->shown = FALSE;
  self->n_came += frame != NULL;
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, redraw, self, NULL);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&older, annae_frame_unref);
}

/* Called with the lock held, when the newest frame is being drawn, perhaps again. */
static void
count_shown (AnnaePreview *self)
{
  gint64 now_us = g_get_monotonic_time ();

  if (self->newest == NULL || self->shown)
    return;
  self->shown = TRUE;
  self->n_shown++;
  if (now_us - self->reported_us < REPORT_US)
    return;
  self->reported_us = now_us;
  g_debug ("preview at %" G_GINT64_FORMAT " us: %u came, %u shown", now_us, self->n_came, self->n_shown);
}

GdkTexture *
annae_preview_make_texture (AnnaePreview *self)
{
  AnnaeFrame *frame;

  g_mutex_lock (&self->lock);
  count_shown (self);
  frame = self->newest != NULL ? annae_frame_ref (self->newest) : NULL;
  g_mutex_unlock (&self->lock);
  if (frame == NULL)
    return NULL;

  g_autoptr (GBytes) bytes = g_bytes_new_with_free_func (annae_frame_peek (frame), annae_frame_get_size (frame),
                                                         (GDestroyNotify) annae_frame_unref, frame);
  return gdk_memory_texture_new (annae_frame_get_width (frame), annae_frame_get_height (frame), GDK_MEMORY_B8G8R8,
                                 bytes, annae_frame_get_stride (frame));
}

guint
annae_preview_count (AnnaePreview *self)
{
  g_mutex_lock (&self->lock);
  guint count = self->n_shown;
  g_mutex_unlock (&self->lock);
  return count;
}

AnnaePreview *
annae_preview_new (AnnaeSession *session, GtkWidget *widget)
{
  AnnaePreview *self = g_new0 (AnnaePreview, 1);

  g_mutex_init (&self->lock);
  self->session = g_object_ref (session);
  self->widget = widget;
  annae_session_set_preview_func (session, on_frame, self);
  return self;
}

void
annae_preview_free (AnnaePreview *self)
{
  annae_session_set_preview_func (self->session, NULL, NULL);
  if (self->idle != 0)
    g_source_remove (self->idle);
  g_clear_pointer (&self->newest, annae_frame_unref);
  g_object_unref (self->session);
  g_mutex_clear (&self->lock);
  g_free (self);
}
