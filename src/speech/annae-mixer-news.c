/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the playing thread to the main context. */

#include "annae-mixer-news.h"

/* Lives as long as the mixer; may outlive the listener. */
typedef struct
{
  GWeakRef listener;
  GMainContext *context;
  AnnaeMixerNewsFunc func;
} Poster;

typedef struct
{
  GObject *listener;
  AnnaeMixerNewsFunc func;
  AnnaeMixerEvent event;
  guint id;
} News;

static void
poster_free (Poster *poster)
{
  g_weak_ref_clear (&poster->listener);
  g_main_context_unref (poster->context);
  g_free (poster);
}

static void
news_free (News *news)
{
  g_object_unref (news->listener);
  g_free (news);
}

static gboolean
on_news (gpointer user_data)
{
  News *news = user_data;

  news->func (news->listener, news->event, news->id);
  return G_SOURCE_REMOVE;
}

/* On the playing thread. */
static void
on_mixer_event (AnnaeMixerEvent event, guint voice_id, gpointer user_data)
{
  Poster *poster = user_data;
  GObject *listener = g_weak_ref_get (&poster->listener);
  g_autoptr (GSource) source = NULL;
  News *news;

  if (listener == NULL)
    return;
  news = g_new0 (News, 1);
  news->listener = listener;
  news->func = poster->func;
  news->event = event;
  news->id = voice_id;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_news, news, (GDestroyNotify) news_free);
  g_source_attach (source, poster->context);
}

void
annae_mixer_news_listen (AnnaeMixer *mixer, gpointer listener, AnnaeMixerNewsFunc func)
{
  Poster *poster = g_new0 (Poster, 1);

  g_weak_ref_init (&poster->listener, listener);
  poster->context = g_main_context_ref_thread_default ();
  poster->func = func;
  annae_mixer_set_func (mixer, on_mixer_event, poster, (GDestroyNotify) poster_free);
}
