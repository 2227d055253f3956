/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Mixes the voice, the tones and the positioning tone into one stereo stream. It knows no sound device: whoever plays
 * it reads blocks from it, on any one thread, while the owner changes what sounds from another. */

#pragma once

#include "annae-sound.h"

G_BEGIN_DECLS

typedef struct _AnnaeMixer AnnaeMixer;

typedef enum
{
  ANNAE_MIXER_STARTED,  /* the first frame of the voice has been read */
  ANNAE_MIXER_COMPLETED /* the last one has */
} AnnaeMixerEvent;

/* Called on the reader's thread with the mixer locked: it may post to a main loop, and must not call the mixer. */
typedef void (*AnnaeMixerFunc) (AnnaeMixerEvent event, guint voice_id, gpointer user_data);

AnnaeMixer *
annae_mixer_new (void);
AnnaeMixer *
annae_mixer_ref (AnnaeMixer *self);
void
annae_mixer_unref (AnnaeMixer *self);

/* The function is not called any more once this has returned with NULL. destroy frees the former user_data. */
void
annae_mixer_set_func (AnnaeMixer *self, AnnaeMixerFunc func, gpointer user_data, GDestroyNotify destroy);

/* Replaces the voice; NULL fades the present one out within 3 ms and says nothing. Tones are 12 dB lower meanwhile. */
void
annae_mixer_set_voice (AnnaeMixer *self, AnnaeSound *sound, guint voice_id);

/* Adds a tone beside what sounds; with four at once the oldest one goes. even_muted: also heard while muted. */
void
annae_mixer_add_tone (AnnaeMixer *self, AnnaeSound *sound, gboolean even_muted);

/* 0 to 1, and silence for all but tones that are heard even then; changes glide over 10 ms. */
void
annae_mixer_set_volume (AnnaeMixer *self, double volume, gboolean muted);

/* See annae_speaker_set_positioning (). */
void
annae_mixer_set_positioning (AnnaeMixer *self, gboolean enabled, double pan, double error);

/* Fills n_frames interleaved left/right frames. Always fills: silence where nothing sounds. */
void
annae_mixer_read (AnnaeMixer *self, float *stereo, gsize n_frames);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeMixer, annae_mixer_unref)

G_END_DECLS
