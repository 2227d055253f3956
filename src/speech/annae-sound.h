/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A short piece of sound, whole in memory: mono, 48 kHz, 32-bit float. Immutable once shared, reference-counted, any
 * thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ANNAE_SOUND_RATE 48000

typedef struct
{
  gatomicrefcount ref_count;
  gsize n_frames;
  float frames[];
} AnnaeSound;

/* Silence of the given length, to be filled by its maker before anyone else sees it. */
AnnaeSound *
annae_sound_new (gsize n_frames);
AnnaeSound *
annae_sound_ref (AnnaeSound *self);
void
annae_sound_unref (AnnaeSound *self);

/* Root mean square and largest magnitude over the whole sound, 0 for an empty one. */
double
annae_sound_rms (const AnnaeSound *self);
double
annae_sound_peak (const AnnaeSound *self);

/* Scales to an RMS, less where the peak would pass max_peak. Silence stays silence. */
void
annae_sound_normalize (AnnaeSound *self, double rms, double max_peak);

/* Scales speech to an RMS within half a decibel, whatever its peaks: those above 0.5 are bent so that none passes 0.95. One
 * language's voice is then as loud as another's. */
void annae_sound_level (AnnaeSound *self, double rms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeSound, annae_sound_unref)

G_END_DECLS
