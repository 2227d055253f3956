/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loudness against the figures that the recommendation gives for sines, and an advice for every way to be unfit. */

#include <math.h>
#include <string.h>

#include "clips-recorder.h"

/* A sine with silence around it. */
static AnnaeSound *
sine (double hz, double peak, double before, double length, double after)
{
  gsize first = (gsize) (before * ANNAE_SOUND_RATE), n = (gsize) (length * ANNAE_SOUND_RATE);
  AnnaeSound *sound = annae_sound_new (first + n + (gsize) (after * ANNAE_SOUND_RATE));

  for (gsize i = 0; i < n; i++)
    sound->frames[first + i] = (float) (peak * sin (2.0 * G_PI * hz * (double) i / ANNAE_SOUND_RATE));
  return sound;
}

static void
assert_loudness (AnnaeSound *taken, double lufs)
{
  g_autoptr (AnnaeSound) sound = taken;
  ClipsMeasure m;

  clips_measure (sound, &m);
  g_assert_cmpfloat_with_epsilon (m.loudness, lufs, 0.1);
}

static void
test_loudness (void)
{
  ClipsMeasure m;
  g_autoptr (AnnaeSound) silence = annae_sound_new (ANNAE_SOUND_RATE);

  /* BS.1770-4: a 997 Hz sine at full scale in one channel reads -3.01 LKFS */
  assert_loudness (sine (997.0, 1.0, 0, 3, 0), -3.01);
  assert_loudness (sine (997.0, 0.1, 0, 3, 0), -23.01);
  /* pauses are gated away, within what the blocks at their edges count */
  {
    g_autoptr (AnnaeSound) with_pauses = sine (997.0, 0.1, 3, 6, 3);

    clips_measure (with_pauses, &m);
    g_assert_cmpfloat_with_epsilon (m.loudness, -23.01, 0.5);
    g_assert_cmpfloat_with_epsilon (m.silent_before, 3.0, 0.01);
    g_assert_cmpfloat_with_epsilon (m.silent_after, 3.0, 0.01);
    g_assert_cmpfloat_with_epsilon (m.seconds, 6.0, 0.01);
    g_assert_cmpfloat_with_epsilon (m.peak, -20.0, 0.05);
  }
  clips_measure (silence, &m);
  g_assert_true (isinf (m.loudness) && isinf (m.peak));
  g_assert_cmpfloat (m.seconds, ==, 0.0);
}

static void
expect (AnnaeSound *taken, const char *text, const char *word)
{
  g_autoptr (AnnaeSound) sound = taken;
  const char *advice;
  ClipsMeasure m;

  clips_measure (sound, &m);
  advice = clips_advise (&m, text);
  g_test_message ("%s", advice != NULL ? advice : "fit");
  if (word == NULL)
    g_assert_null (advice);
  else
    {
      g_assert_nonnull (advice);
      g_assert_nonnull (strstr (advice, word));
    }
}

static void
test_advice (void)
{
  expect (annae_sound_new (0), "Come closer.", "Nothing");
  expect (annae_sound_new (96000), "Come closer.", "Nothing");
  expect (sine (300, 0.1, 0.1, 0.2, 0), "Come closer.", "too short");
  expect (sine (300, 1.0, 0.1, 2, 0), "Come closer.", "distorted");
  expect (sine (3000, 0.6, 0.1, 2, 0), "Come closer.", "too loud");
  expect (sine (300, 0.012, 0.1, 2, 0), "Come closer.", "too quiet");
  expect (sine (300, 0.1, 0.8, 2, 0), "Come closer.", "late");
  expect (sine (300, 0.1, 0.1, 2, 1.5), "Come closer.", "goes on");
  expect (sine (300, 0.1, 0.1, 5, 0), "Come closer.", "too long");
  expect (sine (300, 0.1, 0.1, 5, 0), "Come closer. Look here.", NULL);
  expect (sine (300, 0.1, 0.1, 5, 0), "请靠近。请看这里。", NULL);
  expect (sine (300, 0.1, 0.1, 2, 0.2), "Come closer", NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clips-measure/loudness", test_loudness);
  g_test_add_func ("/clips-measure/advice", test_advice);
  return g_test_run ();
}
