/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Mixes the voice, the tones and the positioning tone. One stream to one device, always running: a sentence then starts
 * with the next block instead of with the opening of a device, and nothing competes for hardware that takes one stream
 * only. */

#include "annae-mixer.h"

#include <math.h>
#include <string.h>

#include "annae-tones.h"

#define MAX_TONES 4
#define FADE_FRAMES (ANNAE_SOUND_RATE * 3 / 1000)
#define DUCKED 0.25f /* -12 dB */

/* The positioning tone: struck every 0.28 s, an octave and a half from far to there. */
#define STROKE_FRAMES (ANNAE_SOUND_RATE * 28 / 100)
#define FAR_HZ 330.0
#define THERE_HZ 990.0
#define STROKE_STRENGTH 0.22

typedef struct
{
  AnnaeSound *sound;
  gsize at;
  gboolean even_muted;
} Playing;

struct _AnnaeMixer
{
  gatomicrefcount ref_count;
  GMutex lock;

  AnnaeMixerFunc func;
  gpointer user_data;
  GDestroyNotify destroy;

  Playing voice;
  guint voice_id;
  Playing fading; /* the voice before, on its way out */
  gsize fade_left;

  Playing tones[MAX_TONES];
  guint next_tone;

  gboolean positioning;
  double pan;
  double error;
  float stroke[STROKE_FRAMES];
  gsize stroke_at;
  float left, right; /* of the present stroke */

  float target_volume;
  float volume;      /* of what falls silent when muted */
  float loud_volume; /* of what does not */
  float target_loud_volume;
  float duck;
};

AnnaeMixer *
annae_mixer_new (void)
{
  AnnaeMixer *self = g_new0 (AnnaeMixer, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->stroke_at = STROKE_FRAMES;
  self->target_volume = self->volume = 1.0f;
  self->target_loud_volume = self->loud_volume = 1.0f;
  self->duck = 1.0f;
  return self;
}

AnnaeMixer *
annae_mixer_ref (AnnaeMixer *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
playing_clear (Playing *playing)
{
  g_clear_pointer (&playing->sound, annae_sound_unref);
  playing->at = 0;
}

void
annae_mixer_unref (AnnaeMixer *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  annae_mixer_set_func (self, NULL, NULL, NULL);
  playing_clear (&self->voice);
  playing_clear (&self->fading);
  for (guint i = 0; i < MAX_TONES; i++)
    playing_clear (&self->tones[i]);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
annae_mixer_set_func (AnnaeMixer *self, AnnaeMixerFunc func, gpointer user_data, GDestroyNotify destroy)
{
  gpointer old_data;
  GDestroyNotify old_destroy;

  g_mutex_lock (&self->lock);
  old_data = self->user_data;
  old_destroy = self->destroy;
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  g_mutex_unlock (&self->lock);

  if (old_destroy != NULL)
    old_destroy (old_data);
}

void
annae_mixer_set_voice (AnnaeMixer *self, AnnaeSound *sound, guint voice_id)
{
  g_mutex_lock (&self->lock);
  if (self->voice.sound != NULL)
    {
      playing_clear (&self->fading);
      /* what has not begun need not fade */
      if (self->voice.at > 0)
        {
          self->fading = self->voice;
          self->fade_left = FADE_FRAMES;
          self->voice.sound = NULL;
        }
      playing_clear (&self->voice);
    }
  if (sound != NULL)
    self->voice.sound = annae_sound_ref (sound);
  self->voice_id = voice_id;
  g_mutex_unlock (&self->lock);
}

void
annae_mixer_add_tone (AnnaeMixer *self, AnnaeSound *sound, gboolean even_muted)
{
  Playing *tone;

  g_mutex_lock (&self->lock);
  tone = &self->tones[self->next_tone];
  self->next_tone = (self->next_tone + 1) % MAX_TONES;
  playing_clear (tone);
  tone->sound = annae_sound_ref (sound);
  tone->even_muted = even_muted;
  g_mutex_unlock (&self->lock);
}

void
annae_mixer_set_volume (AnnaeMixer *self, double volume, gboolean muted)
{
  g_mutex_lock (&self->lock);
  self->target_loud_volume = (float) CLAMP (volume, 0.0, 1.0);
  self->target_volume = muted ? 0.0f : self->target_loud_volume;
  g_mutex_unlock (&self->lock);
}

void
annae_mixer_set_positioning (AnnaeMixer *self, gboolean enabled, double pan, double error)
{
  g_mutex_lock (&self->lock);
  self->positioning = enabled;
  /* written so that NaN ends in the middle, far away */
  self->pan = pan >= -1.0 && pan <= 1.0 ? pan : (pan > 1.0 ? 1.0 : (pan < -1.0 ? -1.0 : 0.0));
  self->error = error >= 0.0 && error <= 1.0 ? error : (error < 0.0 ? 0.0 : 1.0);
  g_mutex_unlock (&self->lock);
}

/* Next frame of the positioning tone. Pitch and side are taken up at each stroke, so that nothing glides or clicks. */
static float
next_stroke_frame (AnnaeMixer *self)
{
  if (self->stroke_at >= STROKE_FRAMES)
    {
      double angle;

      if (!self->positioning)
        return 0.0f;
      memset (self->stroke, 0, sizeof self->stroke);
      annae_tone_add_stroke (self->stroke, STROKE_FRAMES, 0, FAR_HZ * pow (THERE_HZ / FAR_HZ, 1.0 - self->error),
                             STROKE_STRENGTH);
      /* constant power: as loud at the side as in the middle */
      angle = (self->pan + 1.0) * G_PI_4;
      self->left = (float) cos (angle);
      self->right = (float) sin (angle);
      self->stroke_at = 0;
    }
  /* fall silent at once when switched off, without a click */
  if (!self->positioning && self->stroke_at + 2 * FADE_FRAMES < STROKE_FRAMES)
    {
      for (gsize i = 0; i < FADE_FRAMES; i++)
        self->stroke[STROKE_FRAMES - FADE_FRAMES + i]
            = self->stroke[self->stroke_at + i] * (1.0f - (float) i / FADE_FRAMES);
      self->stroke_at = STROKE_FRAMES - FADE_FRAMES;
    }
  return self->stroke[self->stroke_at++];
}

static inline float
next_frame (Playing *playing)
{
  return playing->sound != NULL && playing->at < playing->sound->n_frames ? playing->sound->frames[playing->at++]
                                                                          : 0.0f;
}

static inline void
glide (float *value, float target, float step)
{
  *value += CLAMP (target - *value, -step, step);
}

void
annae_mixer_read (AnnaeMixer *self, float *stereo, gsize n_frames)
{
  const float step = 100.0f / ANNAE_SOUND_RATE; /* 10 ms from nothing to all */
  gboolean started = FALSE, completed = FALSE;
  guint voice_id;
  AnnaeMixerFunc func;
  gpointer user_data;

  g_mutex_lock (&self->lock);
  voice_id = self->voice_id;
  started = self->voice.sound != NULL && self->voice.at == 0 && n_frames > 0;

  for (gsize i = 0; i < n_frames; i++)
    {
      float voice = next_frame (&self->voice);
      float tone = 0.0f, loud_tone = 0.0f, stroke, both;

      if (self->fade_left > 0)
        voice += next_frame (&self->fading) * (float) self->fade_left-- / FADE_FRAMES;
      for (guint t = 0; t < MAX_TONES; t++)
        *(self->tones[t].even_muted ? &loud_tone : &tone) += next_frame (&self->tones[t]);
      stroke = next_stroke_frame (self);

      glide (&self->volume, self->target_volume, step);
      glide (&self->loud_volume, self->target_loud_volume, step);
      glide (&self->duck, self->voice.sound != NULL ? DUCKED : 1.0f, step);

      both = (voice + tone * self->duck) * self->volume + loud_tone * self->loud_volume;
      stroke *= self->duck * self->volume;
      stereo[2 * i] = CLAMP (both + stroke * self->left, -1.0f, 1.0f);
      stereo[2 * i + 1] = CLAMP (both + stroke * self->right, -1.0f, 1.0f);
    }

  if (self->fade_left == 0)
    playing_clear (&self->fading);
  for (guint t = 0; t < MAX_TONES; t++)
    if (self->tones[t].sound != NULL && self->tones[t].at >= self->tones[t].sound->n_frames)
      playing_clear (&self->tones[t]);
  if (self->voice.sound != NULL && self->voice.at >= self->voice.sound->n_frames)
    {
      completed = TRUE;
      playing_clear (&self->voice);
    }

  /* the lock is held while the function runs, so that set_func (NULL) can promise that it does not run any more; the
   * function only posts to a main loop */
  func = self->func;
  user_data = self->user_data;
  if (func != NULL && started)
    func (ANNAE_MIXER_STARTED, voice_id, user_data);
  if (func != NULL && completed)
    func (ANNAE_MIXER_COMPLETED, voice_id, user_data);
  g_mutex_unlock (&self->lock);
}
