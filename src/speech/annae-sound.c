/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A short piece of sound, whole in memory. */

#include "annae-sound.h"

#include <math.h>

AnnaeSound *
annae_sound_new (gsize n_frames)
{
  AnnaeSound *self;

  g_return_val_if_fail (n_frames <= (G_MAXSIZE - sizeof (AnnaeSound)) / sizeof (float), NULL);

  self = g_malloc0 (sizeof (AnnaeSound) + n_frames * sizeof (float));
  g_atomic_ref_count_init (&self->ref_count);
  self->n_frames = n_frames;
  return self;
}

AnnaeSound *
annae_sound_ref (AnnaeSound *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
annae_sound_unref (AnnaeSound *self)
{
  g_return_if_fail (self != NULL);

  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

double
annae_sound_rms (const AnnaeSound *self)
{
  double sum = 0.0;

  for (gsize i = 0; i < self->n_frames; i++)
    sum += (double) self->frames[i] * self->frames[i];
  return self->n_frames > 0 ? sqrt (sum / (double) self->n_frames) : 0.0;
}

double
annae_sound_peak (const AnnaeSound *self)
{
  double peak = 0.0;

  for (gsize i = 0; i < self->n_frames; i++)
    peak = MAX (peak, fabs ((double) self->frames[i]));
  return peak;
}

void
annae_sound_normalize (AnnaeSound *self, double rms, double max_peak)
{
  double now = annae_sound_rms (self);
  double peak = annae_sound_peak (self);
  double gain;

  if (now < 1e-6)
    return;
  gain = MIN (rms / now, max_peak / peak);
  for (gsize i = 0; i < self->n_frames; i++)
    self->frames[i] *= (float) gain;
}

#define KNEE 0.5f
#define CEILING 0.95f

static inline float
bend (float value)
{
  float magnitude = fabsf (value);

  if (magnitude > KNEE)
    magnitude = KNEE + (CEILING - KNEE) * tanhf ((magnitude - KNEE) / (CEILING - KNEE));
  return copysignf (magnitude, value);
}

void
annae_sound_level (AnnaeSound *self, double rms)
{
  /* bending takes away a little of what scaling has given: a few rounds settle it */
  for (guint round = 0; round < 4; round++)
    {
      double now = annae_sound_rms (self);
      float gain;

      if (now < 1e-6 || (round > 0 && fabs (now / rms - 1.0) < 0.02))
        return;
      gain = (float) (rms / now);
      for (gsize i = 0; i < self->n_frames; i++)
        self->frames[i] = bend (self->frames[i] * gain);
    }
}
