/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tones: short, soft, wooden, made here from decaying sine partials and brought to the same RMS. */

#pragma once

#include "annae-sound.h"
#include "annae-speaker.h"

G_BEGIN_DECLS

/* RMS of every tone and of the chime, over its whole length; their peaks stay below 0.7 (-3 dBFS). */
#define ANNAE_TONE_RMS 0.08

AnnaeSound *
annae_tone_make (AnnaeTone tone);

/* Played in place of a sentence in a language without a voice. */
AnnaeSound *
annae_tone_make_chime (void);

/* One stroke on a wooden bar at a pitch, added to frames from start on; strength 1 is full scale. Exposed for the
 * positioning tone, which is struck again and again while it sounds. */
void
annae_tone_add_stroke (float *frames, gsize n_frames, gsize start, double hz, double strength);

G_END_DECLS
