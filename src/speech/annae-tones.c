/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tones. A stroke on a wooden bar is three partials at 1, 3.93 and 9.24 times the pitch (a marimba's bar is
 * undercut so that its second partial lies near the double octave), the higher ones dying away sooner. Rising notes
 * mean "go on", falling ones "done", and nothing buzzes. */

#include "annae-tones.h"

#include <math.h>

typedef struct
{
  double hz;
  double at;       /* s after the tone begins */
  double strength; /* relative to the other strokes */
} Stroke;

#define MAX_STROKES 3

/* clang-format off */
static const struct
{
  double seconds;
  Stroke strokes[MAX_STROKES];
} tones[ANNAE_N_TONES] = {
  [ANNAE_TONE_START]    = { 0.40, { { 523.25, 0.00, 0.8 }, { 659.26, 0.12, 1.0 } } },
  [ANNAE_TONE_GOOD]     = { 0.30, { { 783.99, 0.00, 1.0 } } },
  [ANNAE_TONE_HOLD]     = { 0.30, { { 523.25, 0.00, 1.0 } } },
  [ANNAE_TONE_CAPTURED] = { 0.40, { { 659.26, 0.00, 0.8 }, { 783.99, 0.09, 1.0 } } },
  [ANNAE_TONE_RESULT]   = { 0.60, { { 523.25, 0.00, 0.8 }, { 659.26, 0.12, 0.9 }, { 783.99, 0.24, 1.0 } } },
  [ANNAE_TONE_HELP]     = { 0.70, { { 659.26, 0.00, 1.0 }, { 523.25, 0.22, 1.0 }, { 659.26, 0.44, 1.0 } } },
};
static const Stroke chime[] = { { 659.26, 0.00, 1.0 }, { 493.88, 0.18, 0.9 } };
/* clang-format on */

#define CHIME_SECONDS 0.60

void
annae_tone_add_stroke (float *frames, gsize n_frames, gsize start, double hz, double strength)
{
  static const double ratio[] = { 1.0, 3.93, 9.24 };
  static const double level[] = { 1.0, 0.22, 0.06 };
  static const double decay[] = { 0.110, 0.035, 0.012 }; /* s until 1/e */
  const double attack = 0.003 * ANNAE_SOUND_RATE;

  for (gsize partial = 0; partial < G_N_ELEMENTS (ratio); partial++)
    {
      double step = 2.0 * G_PI * hz * ratio[partial] / ANNAE_SOUND_RATE;

      /* what the sampling rate cannot carry would come back as another pitch */
      if (hz * ratio[partial] > ANNAE_SOUND_RATE * 0.45)
        break;
      for (gsize i = start; i < n_frames; i++)
        {
          double t = (double) (i - start);
          double envelope = exp (-t / (decay[partial] * ANNAE_SOUND_RATE));

          if (envelope < 1e-5)
            break;
          if (t < attack)
            envelope *= 0.5 - 0.5 * cos (G_PI * t / attack);
          frames[i] += (float) (strength * level[partial] * envelope * sin (step * t));
        }
    }
}

static AnnaeSound *
make (double seconds, const Stroke *strokes, gsize n_strokes)
{
  gsize n_frames = (gsize) (seconds * ANNAE_SOUND_RATE);
  AnnaeSound *sound = annae_sound_new (n_frames);
  gsize fade = n_frames / 10;

  for (gsize i = 0; i < n_strokes; i++)
    if (strokes[i].hz > 0)
      annae_tone_add_stroke (sound->frames, n_frames, (gsize) (strokes[i].at * ANNAE_SOUND_RATE), strokes[i].hz,
                             strokes[i].strength);
  for (gsize i = 0; i < fade; i++)
    sound->frames[n_frames - 1 - i] *= (float) i / (float) fade;
  annae_sound_normalize (sound, ANNAE_TONE_RMS, 0.7);
  return sound;
}

AnnaeSound *
annae_tone_make (AnnaeTone tone)
{
  g_return_val_if_fail ((guint) tone < ANNAE_N_TONES, NULL);

  return make (tones[tone].seconds, tones[tone].strokes, MAX_STROKES);
}

AnnaeSound *
annae_tone_make_chime (void)
{
  return make (CHIME_SECONDS, chime, G_N_ELEMENTS (chime));
}
