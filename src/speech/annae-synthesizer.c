/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns a prompt into sound, on one thread of its own. */

#include "annae-synthesizer.h"

#include <espeak-ng/speak_lib.h>
#include <gst/audio/audio.h>
#include <math.h>
#include <string.h>

#include "annae-clips.h"
#include "annae-errors.h"
#include "annae-voices.h"

/* 3 dB above the tones, pauses included. */
#define SPEECH_RMS 0.113
#define AUDIBLE 0.002f

typedef struct
{
  char *language;
  char *prompt;
  char *text;
  double rate;
  double pitch;
} Request;

static void
request_free (Request *request)
{
  g_free (request->language);
  g_free (request->prompt);
  g_free (request->text);
  g_free (request);
}

/* What the callback of espeak-ng fills; only ever touched on the speech thread. */
typedef struct
{
  GArray *samples; /* gint16 at the rate of espeak_Initialize() */
  GCancellable *cancellable;
} Rendering;

static int
on_samples (short *samples, int n_samples, espeak_EVENT *events)
{
  Rendering *rendering = events != NULL ? events->user_data : NULL;

  if (rendering == NULL)
    return 0;
  if (samples != NULL && n_samples > 0)
    g_array_append_vals (rendering->samples, samples, (guint) n_samples);
  return g_cancellable_is_cancelled (rendering->cancellable) ? 1 : 0;
}

/* Sampling rate of espeak-ng, or -1 when it cannot be used at all (its data is not installed). */
static int
espeak_start (void)
{
  static int rate;

  if (rate == 0)
    {
      rate = espeak_Initialize (AUDIO_OUTPUT_SYNCHRONOUS, 0, NULL, espeakINITIALIZE_DONT_EXIT);
      if (rate > 0)
        espeak_SetSynthCallback (on_samples);
      else
        rate = -1;
    }
  return rate;
}

/* The prompt at our rate and format; the silence that espeak-ng puts before it is left out, since it would be heard as
 * delay. */
static AnnaeSound *
convert (const gint16 *samples, gsize n_samples, int rate)
{
  GstAudioConverter *converter;
  g_autoptr (AnnaeSound) sound = NULL;
  AnnaeSound *trimmed;
  GstAudioInfo in_info, out_info;
  gsize n_out, first = 0;
  gboolean ok;
  gpointer in[1] = { (gpointer) samples };
  gpointer out[1];

  gst_audio_info_set_format (&in_info, GST_AUDIO_FORMAT_S16, rate, 1, NULL);
  gst_audio_info_set_format (&out_info, GST_AUDIO_FORMAT_F32, ANNAE_SOUND_RATE, 1, NULL);
  converter = gst_audio_converter_new (GST_AUDIO_CONVERTER_FLAG_NONE, &in_info, &out_info, NULL);
  if (converter == NULL)
    return NULL;

  n_out = gst_audio_converter_get_out_frames (converter, n_samples);
  sound = annae_sound_new (n_out);
  out[0] = sound->frames;
  ok = gst_audio_converter_samples (converter, GST_AUDIO_CONVERTER_FLAG_NONE, in, n_samples, out, n_out);
  gst_audio_converter_free (converter);
  if (!ok)
    return NULL;

  while (first < n_out && fabsf (sound->frames[first]) < AUDIBLE)
    first++;
  trimmed = annae_sound_new (n_out - first);
  memcpy (trimmed->frames, sound->frames + first, (n_out - first) * sizeof (float));
  return trimmed;
}

static AnnaeSound *
speak (const AnnaeVoice *voice, const Request *request, GCancellable *cancellable, GError **error)
{
  int rate = espeak_start ();
  g_autoptr (GArray) samples = NULL;
  g_autofree char *valid = g_utf8_make_valid (request->text, -1);
  /* espeak-ng reads decomposed Hangul letter by letter */
  g_autofree char *text = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  Rendering rendering;
  AnnaeSound *sound;

  if (rate < 0)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SOUND,
                   "The voice cannot start: espeak-ng finds no data (package espeak-ng-data).");
      return NULL;
    }
  /* an unknown name keeps the voice before: check, or someone is spoken to in another language */
  if (espeak_SetVoiceByName (voice->espeak) != EE_OK)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SOUND, "espeak-ng does not have the voice \"%s\".",
                   voice->espeak);
      return NULL;
    }
  espeak_SetParameter (espeakRATE, CLAMP ((int) lround (voice->rate * request->rate), 80, 450), 0);
  espeak_SetParameter (espeakPITCH, CLAMP ((int) lround (voice->pitch * request->pitch), 0, 100), 0);

  samples = g_array_sized_new (FALSE, FALSE, sizeof (gint16), (guint) rate * 4);
  rendering.samples = samples;
  rendering.cancellable = cancellable;
  if (espeak_Synth (text, strlen (text) + 1, 0, POS_CHARACTER, 0, espeakCHARS_UTF8, NULL, &rendering) != EE_OK)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SOUND, "espeak-ng does not read a sentence in \"%s\".",
                   request->language);
      return NULL;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  sound = samples->len > 0 ? convert ((const gint16 *) (gpointer) samples->data, samples->len, rate)
                           : annae_sound_new (0);
  if (sound == NULL)
    g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SOUND, "The voice's sound cannot be converted to %d Hz.",
                 ANNAE_SOUND_RATE);
  return sound;
}

static AnnaeSound *
render (const Request *request, GCancellable *cancellable, GError **error)
{
  const AnnaeVoice *voice = annae_voice_find (request->language);
  g_autofree char *clip = annae_clips_find (request->language, request->prompt);
  AnnaeSound *sound = NULL;

  if (clip != NULL)
    {
      g_autoptr (GError) clip_error = NULL;

      sound = annae_clips_load (clip, request->rate, cancellable, &clip_error);
      if (sound == NULL && g_error_matches (clip_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&clip_error));
          return NULL;
        }
      /* a broken clip is no reason to fall silent */
      if (sound == NULL)
        g_message ("%s", clip_error->message);
    }
  if (sound == NULL && voice != NULL)
    sound = speak (voice, request, cancellable, error);
  else if (sound == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "The language \"%s\" has no voice.", request->language);

  if (sound != NULL)
    annae_sound_level (sound, SPEECH_RMS);
  return sound;
}

static gpointer
speech_thread (gpointer data)
{
  GAsyncQueue *queue = data;

  for (;;)
    {
      g_autoptr (GTask) task = g_async_queue_pop (queue);
      const Request *request = g_task_get_task_data (task);
      GError *error = NULL;
      AnnaeSound *sound;

      if (g_task_return_error_if_cancelled (task))
        continue;
      sound = render (request, g_task_get_cancellable (task), &error);
      if (sound != NULL)
        g_task_return_pointer (task, sound, (GDestroyNotify) annae_sound_unref);
      else
        g_task_return_error (task, error);
    }
  return NULL;
}

/* Lives as long as the process: espeak-ng takes 20 ms to start, and there is nothing to hand back. */
static GAsyncQueue *
get_queue (void)
{
  static gsize queue;

  if (g_once_init_enter (&queue))
    {
      GAsyncQueue *fresh = g_async_queue_new_full (g_object_unref);

      g_thread_unref (g_thread_new ("annae-speech", speech_thread, fresh));
      g_once_init_leave (&queue, (gsize) fresh);
    }
  return (GAsyncQueue *) queue;
}

void
annae_synthesizer_render_async (const char *language,
                                const char *prompt,
                                const char *text,
                                double rate,
                                double pitch,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);
  gsize length = text != NULL ? strlen (text) : 0;
  const char *end;

  request->language = g_strdup (language);
  request->prompt = g_strdup (prompt);
  request->text = g_strndup (text, MIN (length, ANNAE_SYNTHESIZER_MAX_TEXT));
  if (length > ANNAE_SYNTHESIZER_MAX_TEXT && !g_utf8_validate (request->text, -1, &end))
    request->text[end - request->text] = '\0';
  request->rate = rate >= 1.0 ? MIN (rate, 2.0) : 1.0;
  request->pitch = CLAMP (pitch, 0.5, 2.0);

  g_task_set_source_tag (task, annae_synthesizer_render_async);
  g_task_set_priority (task, G_PRIORITY_HIGH);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_async_queue_push (get_queue (), task);
}

AnnaeSound *
annae_synthesizer_render_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, annae_synthesizer_render_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
