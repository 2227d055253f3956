/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The allow-list against the espeak-ng that is installed: every allowed voice exists and speaks, no other language
 * does. */

#include <gst/gst.h>
#include <math.h>
#include <string.h>

#include "annae-errors.h"
#include "annae-synthesizer.h"
#include "annae-voices.h"

typedef struct
{
  gboolean done;
  AnnaeSound *sound;
  GError *error;
} Answer;

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->sound = annae_synthesizer_render_finish (result, &answer->error);
  answer->done = TRUE;
}

static AnnaeSound *
render (const char *language, const char *text, double rate, double pitch, GCancellable *cancellable, GError **error)
{
  Answer answer = { FALSE, NULL, NULL };

  annae_synthesizer_render_async (language, NULL, text, rate, pitch, cancellable, on_answer, &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  if (answer.error != NULL)
    g_propagate_error (error, answer.error);
  return answer.sound;
}

/* clang-format off */
static const struct { const char *language; const char *text; } greetings[] = {
  { "ko", "조금 더 가까이 오세요." },
  { "en", "Please come a little closer." },
  { "zh_CN", "请靠近一点。" },
  { "vi", "Xin đến gần hơn một chút." },
  { "uz", "Iltimos, biroz yaqinroq keling." },
  { "ru", "Подойдите, пожалуйста, ближе." },
  { "id", "Silakan mendekat sedikit." },
  { "ne", "कृपया अलि नजिक आउनुहोस्।" },
  { "si", "කරුණාකර ටිකක් ළං වන්න." },
  { "bn", "দয়া করে একটু কাছে আসুন।" },
  { "ur", "براہ کرم تھوڑا قریب آئیں۔" },
  { "ja", "もう すこし ちかづいて ください。" },
};
/* clang-format on */

static void
test_allowed (void)
{
  gsize n_voices;
  const AnnaeVoice *voices = annae_voices_get (&n_voices);
  guint n_spoken = 0;

  g_assert_cmpuint (n_voices, ==, 17);
  for (gsize i = 0; i < n_voices; i++)
    if (voices[i].espeak != NULL)
      n_spoken++;
  g_assert_cmpuint (n_spoken, ==, G_N_ELEMENTS (greetings));

  for (gsize i = 0; i < G_N_ELEMENTS (greetings); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnaeSound) sound = NULL;
      gint64 before = g_get_monotonic_time ();
      double seconds;

      g_assert_nonnull (annae_voice_find (greetings[i].language));
      sound = render (greetings[i].language, greetings[i].text, 1.0, 1.0, NULL, &error);
      g_assert_no_error (error);
      seconds = (double) sound->n_frames / ANNAE_SOUND_RATE;
      g_test_message ("%s: %.2f s of speech in %.1f ms, rms %.3f", greetings[i].language, seconds,
                      (double) (g_get_monotonic_time () - before) / 1000.0, annae_sound_rms (sound));
      g_assert_cmpfloat (seconds, >, 0.8);
      g_assert_cmpfloat (seconds, <, 8.0);
      g_assert_cmpfloat (fabs (20.0 * log10 (annae_sound_rms (sound) / 0.113)), <, 0.5);
      g_assert_cmpfloat (annae_sound_peak (sound), <=, 0.95);
    }
}

static void
test_none (void)
{
  static const char *const silent[] = { "th", "my", "km", "mn", "fil", "de", "zh", "cmn", "zh_TW", "", "../ko", "KO" };

  for (gsize i = 0; i < G_N_ELEMENTS (silent); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (annae_voice_find (silent[i]));
      g_assert_null (render (silent[i], "Hello", 1.0, 1.0, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
    }
  g_assert_null (annae_voice_find (NULL));
}

/* 200 % is twice as fast, near enough; pitch does not change the length. */
static void
test_rate (void)
{
  const char *text = "안녕하세요. 화면의 화살표를 따라 천천히 움직여 주세요.";
  g_autoptr (AnnaeSound) normal = render ("ko", text, 1.0, 1.0, NULL, NULL);
  g_autoptr (AnnaeSound) fast = render ("ko", text, 2.0, 1.0, NULL, NULL);
  g_autoptr (AnnaeSound) high = render ("ko", text, 1.0, 2.0, NULL, NULL);
  double ratio = (double) normal->n_frames / (double) fast->n_frames;

  g_test_message ("rate 200 %% is %.2f times as fast", ratio);
  g_assert_cmpfloat (ratio, >, 1.5);
  g_assert_cmpfloat (ratio, <, 2.5);
  g_assert_cmpfloat ((double) high->n_frames / (double) normal->n_frames, >, 0.9);
  g_assert_cmpfloat ((double) high->n_frames / (double) normal->n_frames, <, 1.1);
}

/* Decomposed Hangul, as some systems type it, sounds like composed Hangul. */
static void
test_decomposed (void)
{
  g_autofree char *decomposed = g_utf8_normalize ("가까이 오세요", -1, G_NORMALIZE_NFD);
  g_autoptr (AnnaeSound) one = render ("ko", "가까이 오세요", 1.0, 1.0, NULL, NULL);
  g_autoptr (AnnaeSound) other = render ("ko", decomposed, 1.0, 1.0, NULL, NULL);

  /* espeak-ng itself varies by some samples from one time to the next */
  g_assert_cmpfloat_with_epsilon ((double) one->n_frames / (double) other->n_frames, 1.0, 0.01);
}

static void
test_bad_text (void)
{
  g_autofree char *endless = g_strnfill (1000000, 'a');
  static const char *const texts[]
      = { "", " ", "\xff\xfe\x80", "<speak><audio src='/etc/passwd'/></speak>", "[[ko]]", "\x01\x02" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnaeSound) sound = render ("en", texts[i], 1.0, 1.0, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (sound);
    }
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();

    g_cancellable_cancel (cancellable);
    g_assert_null (render ("en", endless, 1.0, 1.0, cancellable, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  g_test_add_func ("/voices/allowed", test_allowed);
  g_test_add_func ("/voices/none", test_none);
  g_test_add_func ("/voices/rate", test_rate);
  g_test_add_func ("/voices/decomposed", test_decomposed);
  g_test_add_func ("/voices/bad-text", test_bad_text);
  return g_test_run ();
}
