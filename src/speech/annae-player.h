/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Plays a mixer on the default sound device, and notices when there is none. The pipeline runs all the time, so that a
 * sentence begins with the next block of a few milliseconds. Opening and closing a device can block for seconds; both
 * happen on threads of their own, and this object only ever hears of the result. */

#pragma once

#include <gst/gst.h>

#include "annae-mixer.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_PLAYER_OPENING,
  ANNAE_PLAYER_PLAYING,
  ANNAE_PLAYER_DUMMY,  /* the sound server plays, but into nothing: it has no device */
  ANNAE_PLAYER_MISSING /* no device; tried again every few seconds */
} AnnaePlayerState;

#define ANNAE_TYPE_PLAYER (annae_player_get_type ())
G_DECLARE_FINAL_TYPE (AnnaePlayer, annae_player, ANNAE, PLAYER, GObject)

/* Signal: "changed" (): the state has. sink_description: see annae_speaker_new (). Begins to open at once. */
AnnaePlayer *
annae_player_new (AnnaeMixer *mixer, const char *sink_description);

/* Plays on this device of the sound server, or of ALSA where there is no server, from now on; NULL or "": the default
 * one. One that is not there is missing, and waited for: what a headset was to say is not for a loudspeaker. */
void
annae_player_set_device (AnnaePlayer *self, const char *device);

AnnaePlayerState
annae_player_get_state (AnnaePlayer *self);

/* English words for staff and log: why there is no sound, or NULL. */
const char *
annae_player_get_trouble (AnnaePlayer *self);

/* For tests: how long to wait before a missing device is tried again (default 5 s). */
void
annae_player_set_retry (AnnaePlayer *self, guint milliseconds);

/* For tests: (transfer full) (nullable) the open pipeline. */
GstElement *
annae_player_dup_pipeline (AnnaePlayer *self);

/* For tests: blocks until every device that any player let go of is closed. FALSE after 5 s. */
gboolean
annae_player_drain (void);

G_END_DECLS
