/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How loud and how long a clip is, and what to do about it. Loudness is that of EBU R 128 (ITU-R BS.1770-4) for one
 * channel: RMS would take a pause for a soft voice. */

#include <math.h>

#include "clips-recorder.h"

#define BLOCK (ANNAE_SOUND_RATE * 4 / 10)
#define HOP (BLOCK / 4)
#define ABSOLUTE_GATE -70.0
#define RELATIVE_GATE -10.0
#define AUDIBLE 0.01f /* -40 dBFS: above a room's noise, below a voice */

/* The player brings clips to one level; these are the limits within which noise and distortion stay out of hearing. */
#define QUIETEST_LUFS -36.0
#define LOUDEST_LUFS -12.0
#define HIGHEST_PEAK -0.5
#define SHORTEST_S 0.4
#define SENTENCE_S 4.0
#define BEFORE_S 0.5
#define AFTER_S 1.0

typedef struct
{
  double b[3], a[2]; /* coefficients at 48 kHz */
  double z[2];
} Biquad;

static double
filter (Biquad *f, double x)
{
  double y = f->b[0] * x + f->z[0];

  f->z[0] = f->b[1] * x - f->a[0] * y + f->z[1];
  f->z[1] = f->b[2] * x - f->a[1] * y;
  return y;
}

static double
to_lufs (double mean_square)
{
  return mean_square > 0.0 ? -0.691 + 10.0 * log10 (mean_square) : -INFINITY;
}

/* Mean square of the blocks louder than the gate; 0 where there are none. */
static double
gated_mean (const double *blocks, gsize n_blocks, double gate)
{
  double sum = 0.0;
  gsize n = 0;

  for (gsize i = 0; i < n_blocks; i++)
    if (to_lufs (blocks[i]) > gate)
      {
        sum += blocks[i];
        n++;
      }
  return n > 0 ? sum / (double) n : 0.0;
}

static double
measure_loudness (const AnnaeSound *sound)
{
  Biquad head
      = { { 1.53512485958697, -2.69169618940638, 1.19839281085285 }, { -1.69065929318241, 0.73248077421585 }, { 0 } };
  Biquad low = { { 1.0, -2.0, 1.0 }, { -1.99004745483398, 0.99007225036621 }, { 0 } };
  gsize n_frames = MAX (sound->n_frames, BLOCK); /* what is shorter than a block counts as one with silence after it */
  gsize n_blocks = (n_frames - BLOCK) / HOP + 1;
  g_autofree double *squares = g_new0 (double, n_frames);
  g_autofree double *blocks = g_new0 (double, n_blocks);
  double above_silence;

  for (gsize i = 0; i < sound->n_frames; i++)
    {
      double y = filter (&low, filter (&head, sound->frames[i]));

      squares[i] = y * y;
    }
  for (gsize k = 0; k < n_blocks; k++)
    for (gsize i = 0; i < BLOCK; i++)
      blocks[k] += squares[k * HOP + i] / BLOCK;
  above_silence = gated_mean (blocks, n_blocks, ABSOLUTE_GATE);
  return to_lufs (gated_mean (blocks, n_blocks, MAX (to_lufs (above_silence) + RELATIVE_GATE, ABSOLUTE_GATE)));
}

void
clips_measure (const AnnaeSound *sound, ClipsMeasure *measure)
{
  gsize first = 0, last = sound->n_frames;
  double peak = annae_sound_peak (sound);

  while (first < last && fabsf (sound->frames[first]) < AUDIBLE)
    first++;
  while (last > first && fabsf (sound->frames[last - 1]) < AUDIBLE)
    last--;
  measure->seconds = (double) (last - first) / ANNAE_SOUND_RATE;
  measure->silent_before = (double) first / ANNAE_SOUND_RATE;
  measure->silent_after = (double) (sound->n_frames - last) / ANNAE_SOUND_RATE;
  measure->loudness = measure_loudness (sound);
  measure->peak = peak > 0.0 ? 20.0 * log10 (peak) : -INFINITY;
}

static guint
count_sentences (const char *text)
{
  static const gunichar ends[] = { '.', '?', '!', 0x3002, 0xFF1F, 0xFF01, 0x0964, 0x06D4, 0x061F, 0x104B, 0x17D4 };
  guint n = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
      n += g_utf8_get_char (c) == ends[i];
  return MAX (n, 1);
}

const char *
clips_advise (const ClipsMeasure *measure, const char *text)
{
  if (measure->seconds <= 0.0)
    return "Nothing is to be heard: switch the microphone on or come closer, and record it again.";
  if (measure->seconds < SHORTEST_S)
    return "It is too short to be the whole text: record it again.";
  if (measure->peak > HIGHEST_PEAK)
    return "It is distorted: turn the microphone down or move away from it, and record it again.";
  if (measure->loudness > LOUDEST_LUFS)
    return "It is too loud: turn the microphone down or move away from it, and record it again.";
  if (measure->loudness < QUIETEST_LUFS)
    return "It is too quiet: turn the microphone up or come closer, and record it again.";
  if (measure->silent_before > BEFORE_S)
    return "The voice begins late: speak as soon as the recording runs.";
  if (measure->silent_after > AFTER_S)
    return "It goes on after the voice: stop the recording sooner.";
  if (measure->seconds > SENTENCE_S * count_sentences (text))
    return "It is too long: read a little faster, about four syllables a second.";
  return NULL;
}
