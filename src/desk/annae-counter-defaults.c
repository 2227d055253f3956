/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "annae-counter-defaults.h"

typedef struct
{
  AnnaeSettings *settings;
  AnnaeSpeaker *speaker;
  char *language; /* or NULL */
} Defaults;

static void
restore (AnnaeSession *session, Defaults *self)
{
  g_autofree char *language = NULL;
  gboolean muted = FALSE, positioning = FALSE;
  double rate = 1.0, pitch = 1.0, volume = 1.0;

  g_object_get (self->settings, "customer-language", &language, "muted", &muted, "speech-rate", &rate, "speech-pitch",
                &pitch, "volume", &volume, "positioning-tone", &positioning, NULL);
  g_object_set (self->speaker, "volume", volume, "pitch", pitch, NULL);
  g_object_set (session, "language", self->language != NULL ? self->language : language, "muted", muted, "speech-rate",
                rate, "positioning-tone", positioning, NULL);
}

static void
on_step (AnnaeSession *session, GParamSpec *pspec, Defaults *self)
{
  if (annae_session_get_state (session)->step == ANNAE_STEP_LANGUAGE)
    restore (session, self);
}

static void
defaults_free (gpointer data, GClosure *closure)
{
  Defaults *self = data;

  g_object_unref (self->settings);
  g_object_unref (self->speaker);
  g_free (self->language);
  g_free (self);
}

void
annae_counter_defaults_follow (AnnaeSettings *settings,
                               AnnaeSession *session,
                               AnnaeSpeaker *speaker,
                               const char *language)
{
  Defaults *self = g_new (Defaults, 1);

  self->settings = g_object_ref (settings);
  self->speaker = g_object_ref (speaker);
  self->language = g_strdup (language);
  g_signal_connect_data (session, "notify::step", G_CALLBACK (on_step), self, defaults_free, 0);
  restore (session, self);
}
