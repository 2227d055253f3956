/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sounds, tones and the mixer: levels, sides, ducking, fades. Nothing here plays. */

#include <math.h>

#include "annae-mixer.h"
#include "annae-tones.h"

static double
to_db (double ratio)
{
  return 20.0 * log10 (ratio);
}

static void
rms_of (const float *stereo, gsize n_frames, double *left, double *right)
{
  double sum[2] = { 0.0, 0.0 };

  for (gsize i = 0; i < 2 * n_frames; i++)
    sum[i % 2] += (double) stereo[i] * stereo[i];
  *left = sqrt (sum[0] / (double) n_frames);
  *right = sqrt (sum[1] / (double) n_frames);
}

/* A sound of constant value, so that gains can be read off the output. */
static AnnaeSound *
constant (gsize n_frames, float value)
{
  AnnaeSound *sound = annae_sound_new (n_frames);

  for (gsize i = 0; i < n_frames; i++)
    sound->frames[i] = value;
  return sound;
}

static void
test_normalize (void)
{
  g_autoptr (AnnaeSound) flat = constant (1000, 0.5f);
  g_autoptr (AnnaeSound) peaky = annae_sound_new (1000);
  g_autoptr (AnnaeSound) silent = annae_sound_new (1000);
  g_autoptr (AnnaeSound) empty = annae_sound_new (0);

  g_assert_cmpfloat_with_epsilon (annae_sound_rms (flat), 0.5, 1e-6);
  annae_sound_normalize (flat, 0.1, 0.9);
  g_assert_cmpfloat_with_epsilon (annae_sound_rms (flat), 0.1, 1e-6);

  peaky->frames[500] = 0.5f;
  annae_sound_normalize (peaky, 0.1, 0.9);
  g_assert_cmpfloat_with_epsilon (annae_sound_peak (peaky), 0.9, 1e-6);

  annae_sound_normalize (silent, 0.1, 0.9);
  g_assert_cmpfloat (annae_sound_peak (silent), ==, 0.0);
  annae_sound_normalize (empty, 0.1, 0.9);
  g_assert_cmpfloat (annae_sound_rms (empty), ==, 0.0);
}

static void
test_tones (void)
{
  for (guint i = 0; i <= ANNAE_N_TONES; i++)
    {
      g_autoptr (AnnaeSound) tone = i < ANNAE_N_TONES ? annae_tone_make (i) : annae_tone_make_chime ();
      double rms = to_db (annae_sound_rms (tone));
      double peak = to_db (annae_sound_peak (tone));

      g_test_message ("tone %u: %.2f s, rms %.2f dBFS, peak %.2f dBFS", i, (double) tone->n_frames / ANNAE_SOUND_RATE,
                      rms, peak);
      g_assert_cmpfloat_with_epsilon (rms, to_db (ANNAE_TONE_RMS), 0.5);
      g_assert_cmpfloat (peak, <, -3.0);
      /* neither clicks on nor off, and is short */
      g_assert_cmpfloat (fabs (tone->frames[0]), <, 1e-3);
      g_assert_cmpfloat (fabs (tone->frames[tone->n_frames - 1]), <, 1e-3);
      g_assert_cmpuint (tone->n_frames, <=, ANNAE_SOUND_RATE * 8 / 10);
    }
}

/* No two tones are the same sound. */
static void
test_tones_differ (void)
{
  AnnaeSound *tones[ANNAE_N_TONES];

  for (guint i = 0; i < ANNAE_N_TONES; i++)
    tones[i] = annae_tone_make (i);
  for (guint i = 0; i < ANNAE_N_TONES; i++)
    for (guint j = 0; j < i; j++)
      {
        gsize n = MIN (tones[i]->n_frames, tones[j]->n_frames);
        double difference = 0.0;

        for (gsize k = 0; k < n; k++)
          difference += pow (tones[i]->frames[k] - tones[j]->frames[k], 2);
        g_assert_cmpfloat (sqrt (difference / (double) n), >, ANNAE_TONE_RMS / 2);
      }
  for (guint i = 0; i < ANNAE_N_TONES; i++)
    annae_sound_unref (tones[i]);
}

static void
count_events (AnnaeMixerEvent event, guint voice_id, gpointer user_data)
{
  guint *counts = user_data;

  g_assert_cmpuint (voice_id, ==, 7);
  counts[event]++;
}

static void
test_voice (void)
{
  g_autoptr (AnnaeMixer) mixer = annae_mixer_new ();
  g_autoptr (AnnaeSound) sound = constant (100, 0.5f);
  float out[2 * 150];
  guint counts[2] = { 0, 0 };

  annae_mixer_set_func (mixer, count_events, counts, NULL);
  annae_mixer_read (mixer, out, 150);
  for (guint i = 0; i < 300; i++)
    g_assert_cmpfloat (out[i], ==, 0.0f);

  annae_mixer_set_voice (mixer, sound, 7);
  annae_mixer_read (mixer, out, 40);
  g_assert_cmpuint (counts[ANNAE_MIXER_STARTED], ==, 1);
  g_assert_cmpuint (counts[ANNAE_MIXER_COMPLETED], ==, 0);
  annae_mixer_read (mixer, out, 150);
  g_assert_cmpuint (counts[ANNAE_MIXER_STARTED], ==, 1);
  g_assert_cmpuint (counts[ANNAE_MIXER_COMPLETED], ==, 1);
  for (guint i = 0; i < 300; i++)
    g_assert_cmpfloat (out[i], ==, i < 120 ? 0.5f : 0.0f);
}

/* A voice that is cut fades within 3 ms: no step greater than a fade makes, and then nothing. */
static void
test_cut (void)
{
  g_autoptr (AnnaeMixer) mixer = annae_mixer_new ();
  g_autoptr (AnnaeSound) sound = constant (4800, 0.5f);
  float out[2 * 480];
  float before = 0.5f;

  annae_mixer_set_voice (mixer, sound, 7);
  annae_mixer_read (mixer, out, 480);
  annae_mixer_set_voice (mixer, NULL, 0);
  annae_mixer_read (mixer, out, 480);
  for (guint i = 0; i < 480; i++)
    {
      g_assert_cmpfloat (fabsf (out[2 * i] - before), <, 0.006f);
      g_assert_cmpfloat (out[2 * i], ==, out[2 * i + 1]);
      before = out[2 * i];
      if (i >= 144)
        g_assert_cmpfloat (before, ==, 0.0f);
    }
}

static void
test_ducking (void)
{
  g_autoptr (AnnaeMixer) mixer = annae_mixer_new ();
  g_autoptr (AnnaeSound) tone = constant (48000, 0.4f);
  g_autoptr (AnnaeSound) voice = annae_sound_new (4800);
  g_autofree float *out = g_new0 (float, 2 * 9600);

  annae_mixer_add_tone (mixer, tone, FALSE);
  annae_mixer_read (mixer, out, 480);
  g_assert_cmpfloat_with_epsilon (out[2 * 479], 0.4f, 1e-6);
  annae_mixer_set_voice (mixer, voice, 7);
  annae_mixer_read (mixer, out, 4800);
  g_assert_cmpfloat_with_epsilon (to_db (out[2 * 4799] / 0.4), -12.04, 0.01);
  annae_mixer_read (mixer, out, 4800);
  g_assert_cmpfloat_with_epsilon (out[2 * 4799], 0.4f, 1e-6);
}

static void
test_volume (void)
{
  g_autoptr (AnnaeMixer) mixer = annae_mixer_new ();
  g_autoptr (AnnaeSound) soft = constant (48000, 0.4f);
  g_autoptr (AnnaeSound) loud = constant (48000, 0.2f);
  float out[2 * 960];

  annae_mixer_add_tone (mixer, soft, FALSE);
  annae_mixer_set_volume (mixer, 0.5, FALSE);
  annae_mixer_read (mixer, out, 960);
  g_assert_cmpfloat_with_epsilon (out[2 * 959], 0.2f, 1e-6);
  annae_mixer_add_tone (mixer, loud, TRUE);
  annae_mixer_set_volume (mixer, 0.5, TRUE);
  annae_mixer_read (mixer, out, 960);
  g_assert_cmpfloat_with_epsilon (out[2 * 959], 0.1f, 1e-6);

  /* five at once: four remain, and nothing passes full scale */
  annae_mixer_set_volume (mixer, 1.0, FALSE);
  for (guint i = 0; i < 5; i++)
    annae_mixer_add_tone (mixer, soft, FALSE);
  annae_mixer_read (mixer, out, 960);
  g_assert_cmpfloat (out[2 * 959], ==, 1.0f);
}

/* Frequency by zero crossings; the fundamental dominates once the upper partials have died away. */
static double
pitch_of (const float *stereo, gsize n_frames)
{
  guint crossings = 0;

  for (gsize i = 1; i < n_frames; i++)
    crossings += stereo[2 * (i - 1)] <= 0.0f && stereo[2 * i] > 0.0f;
  return crossings * (double) ANNAE_SOUND_RATE / (double) n_frames;
}

static void
read_stroke (double pan, double error, double *left, double *right, double *hz)
{
  g_autoptr (AnnaeMixer) mixer = annae_mixer_new ();
  gsize n_frames = ANNAE_SOUND_RATE * 28 / 100;
  g_autofree float *out = g_new0 (float, 2 * n_frames);

  annae_mixer_set_positioning (mixer, TRUE, pan, error);
  annae_mixer_read (mixer, out, n_frames);
  rms_of (out, n_frames, left, right);
  *hz = pitch_of (out + 2 * 7200, n_frames - 7200);
}

static void
test_positioning (void)
{
  double left, right, hz, far_hz, nearer_hz, there_hz;

  read_stroke (-1.0, 1.0, &left, &right, &hz);
  g_assert_cmpfloat (left, >, 0.01);
  g_assert_cmpfloat (right, <, left / 1000.0);
  read_stroke (1.0, 1.0, &left, &right, &hz);
  g_assert_cmpfloat (right, >, 0.01);
  g_assert_cmpfloat (left, <, right / 1000.0);
  read_stroke (0.5, 1.0, &left, &right, &hz);
  g_assert_cmpfloat (right, >, 1.5 * left);

  read_stroke (0.0, 1.0, &left, &right, &far_hz);
  g_assert_cmpfloat_with_epsilon (left, right, 1e-6);
  read_stroke (0.0, 0.5, &left, &right, &nearer_hz);
  read_stroke (0.0, 0.0, &left, &right, &there_hz);
  g_test_message ("positioning tone: %.0f Hz far, %.0f Hz half way, %.0f Hz there", far_hz, nearer_hz, there_hz);
  g_assert_cmpfloat (nearer_hz, >, far_hz * 1.5);
  g_assert_cmpfloat (there_hz, >, nearer_hz * 1.5);

  /* nonsense is tamed */
  read_stroke (NAN, NAN, &left, &right, &hz);
  g_assert_cmpfloat_with_epsilon (left, right, 1e-6);
  g_assert_cmpfloat_with_epsilon (hz, far_hz, 10.0);
  read_stroke (-INFINITY, -5.0, &left, &right, &hz);
  g_assert_cmpfloat_with_epsilon (hz, there_hz, 10.0);
  g_assert_cmpfloat (right, <, left / 1000.0);
}

static void
test_positioning_off (void)
{
  g_autoptr (AnnaeMixer) mixer = annae_mixer_new ();
  float out[2 * 480];

  annae_mixer_set_positioning (mixer, TRUE, 0.0, 0.5);
  annae_mixer_read (mixer, out, 480);
  annae_mixer_set_positioning (mixer, FALSE, 0.0, 0.5);
  annae_mixer_read (mixer, out, 480);
  for (guint i = 2 * 150; i < 2 * 480; i++)
    g_assert_cmpfloat (out[i], ==, 0.0f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sound/normalize", test_normalize);
  g_test_add_func ("/tones/level", test_tones);
  g_test_add_func ("/tones/differ", test_tones_differ);
  g_test_add_func ("/mixer/voice", test_voice);
  g_test_add_func ("/mixer/cut", test_cut);
  g_test_add_func ("/mixer/ducking", test_ducking);
  g_test_add_func ("/mixer/volume", test_volume);
  g_test_add_func ("/mixer/positioning", test_positioning);
  g_test_add_func ("/mixer/positioning-off", test_positioning_off);
  return g_test_run ();
}
