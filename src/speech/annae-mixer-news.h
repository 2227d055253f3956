/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Carries the mixer's news from the playing thread to the main context of whoever listens, who may be gone by then. */

#pragma once

#include <gio/gio.h>

#include "annae-mixer.h"

G_BEGIN_DECLS

/* On the main context that called annae_mixer_news_listen (); listener is alive for the whole call. */
typedef void (*AnnaeMixerNewsFunc) (GObject *listener, AnnaeMixerEvent event, guint voice_id);

void annae_mixer_news_listen (AnnaeMixer *mixer, gpointer listener, AnnaeMixerNewsFunc func);

G_END_DECLS
