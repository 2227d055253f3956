/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The voice: decides which sentence is said now, which waits and which is dropped. The synthesizer makes it, the mixer
 * holds it, the player plays it; this object only orders them about, on the main context. */

#include "annae-speaker.h"

#include "annae-clips.h"
#include "annae-mixer-news.h"
#include "annae-sentence.h"
#include "annae-speaker-private.h"
#include "annae-synthesizer.h"
#include "annae-tones.h"
#include "annae-voices.h"

/* An advice that has waited longer tells of a face that has moved on. */
#define ADVICE_STALE_US (4 * G_USEC_PER_SEC)
/* More important things than these at once are not listened to. */
#define MAX_IMPORTANT 4

struct _AnnaeSpeaker
{
  GObject parent_instance;

  /* owned references */
  AnnaeMixer *mixer;
  AnnaePlayer *player;
  AnnaeSound *tones[ANNAE_N_TONES];
  AnnaeSound *chime;
  GCancellable *rendering;
  GHashTable *refused; /* languages that espeak-ng would not read */
  AnnaeSentence *current;
  GQueue important;
  AnnaeSentence *advice;
  AnnaeSentence *page;
  AnnaeSentence *last;
  guint silent_id;

  double rate;
  double volume;
  double pitch;
  guint next_id;
  AnnaeVoiceState state;

  /* flags */
  gboolean muted;
  gboolean speaking;
};

G_DEFINE_FINAL_TYPE (AnnaeSpeaker, annae_speaker, G_TYPE_OBJECT)

enum
{
  PROP_RATE = 1,
  PROP_VOLUME,
  PROP_PITCH,
  PROP_MUTED,
  PROP_DEVICE,
  PROP_STATE,
  PROP_SPEAKING,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_STARTED,
  SIGNAL_FINISHED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
speaker_advance (AnnaeSpeaker *self);

/* --- state --- */

static void
speaker_update_state (AnnaeSpeaker *self)
{
  const char *language = self->last != NULL ? self->last->language : NULL;
  AnnaePlayerState player = annae_player_get_state (self->player);
  AnnaeVoiceState state;

  if (language != NULL)
    state = annae_speaker_query_voice (self, language);
  else if (self->muted)
    state = ANNAE_VOICE_OFF;
  else
    state = player == ANNAE_PLAYER_MISSING || player == ANNAE_PLAYER_DUMMY ? ANNAE_VOICE_NO_SOUND : ANNAE_VOICE_READY;

  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
speaker_set_speaking (AnnaeSpeaker *self, gboolean speaking)
{
  if (self->speaking == speaking)
    return;
  self->speaking = speaking;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPEAKING]);
}

static void
speaker_forget_waiting (AnnaeSpeaker *self)
{
  g_queue_clear_full (&self->important, (GDestroyNotify) annae_sentence_free);
  g_clear_pointer (&self->advice, annae_sentence_free);
  g_clear_pointer (&self->page, annae_sentence_free);
}

/* --- one sentence from beginning to end --- */

/* Ends the present sentence, and tells. Handlers may say or stop something themselves. */
static void
speaker_end_current (AnnaeSpeaker *self, gboolean complete)
{
  g_autoptr (AnnaeSentence) sentence = g_steal_pointer (&self->current);

  if (sentence == NULL)
    return;
  g_clear_handle_id (&self->silent_id, g_source_remove);
  g_cancellable_cancel (self->rendering);
  g_clear_object (&self->rendering);
  if (!complete)
    annae_mixer_set_voice (self->mixer, NULL, 0);
  g_signal_emit (self, signals[SIGNAL_FINISHED], 0, sentence->prompt, complete);
}

static gboolean
on_silent (gpointer user_data)
{
  AnnaeSpeaker *self = user_data;
  g_autoptr (AnnaeSpeaker) keep = g_object_ref (self);

  self->silent_id = 0;
  speaker_end_current (self, FALSE);
  speaker_advance (self);
  return G_SOURCE_REMOVE;
}

/* There is nothing to hear: end it, but not before the caller of say () has returned. */
static void
speaker_end_soon (AnnaeSpeaker *self)
{
  if (self->silent_id == 0)
    self->silent_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_silent, self, NULL);
}

static void
on_render_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (AnnaeSpeaker) self = g_weak_ref_get (weak);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeSound) sound = annae_synthesizer_render_finish (result, &error);

  g_weak_ref_clear (weak);
  g_free (weak);
  /* cut short meanwhile: another sentence may be on its way already */
  if (self == NULL || self->current == NULL || g_task_get_cancellable (G_TASK (result)) != self->rendering)
    return;
  g_clear_object (&self->rendering);

  if (sound == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED)
          && g_hash_table_add (self->refused, g_strdup (self->current->language)))
        g_message ("%s", error->message);
      sound = annae_sound_ref (self->chime);
      speaker_update_state (self);
      if (self->current == NULL || self->rendering != NULL)
        return; /* a handler of the notification has ended it */
    }

  if (sound->n_frames == 0)
    speaker_end_soon (self);
  else
    annae_mixer_set_voice (self->mixer, sound, self->current->id);
}

static void
speaker_begin (AnnaeSpeaker *self, AnnaeSentence *sentence)
{
  sentence->id = ++self->next_id;
  g_clear_pointer (&self->last, annae_sentence_free);
  self->last = annae_sentence_new (sentence->language, sentence->prompt, sentence->text, sentence->priority);
  self->current = sentence;

  if (annae_player_get_state (self->player) == ANNAE_PLAYER_MISSING)
    speaker_end_soon (self);
  else
    {
      GWeakRef *weak = g_new0 (GWeakRef, 1);

      /* not a reference: whoever lets go of the speaker wants silence */
      g_weak_ref_init (weak, self);
      self->rendering = g_cancellable_new ();
      annae_synthesizer_render_async (sentence->language, sentence->prompt, sentence->text, self->rate, self->pitch,
                                      self->rendering, on_render_ready, weak);
    }
  /* last: handlers may do anything */
  speaker_set_speaking (self, TRUE);
  speaker_update_state (self);
}

/* Says what waits, the most important first; what has become stale is dropped. */
static void
speaker_advance (AnnaeSpeaker *self)
{
  AnnaeSentence *next;

  if (self->current != NULL)
    return;
  if (self->advice != NULL && g_get_monotonic_time () - self->advice->asked_us > ADVICE_STALE_US)
    g_clear_pointer (&self->advice, annae_sentence_free);

  next = g_queue_pop_head (&self->important);
  if (next == NULL)
    next = g_steal_pointer (&self->advice);
  if (next == NULL)
    next = g_steal_pointer (&self->page);
  if (next != NULL)
    speaker_begin (self, next);
  else
    speaker_set_speaking (self, FALSE);
}

/* --- news from the other threads --- */

static void
on_news (GObject *listener, AnnaeMixerEvent event, guint voice_id)
{
  AnnaeSpeaker *self = ANNAE_SPEAKER (listener);

  if (self->current == NULL || self->current->id != voice_id)
    return;
  if (event == ANNAE_MIXER_STARTED)
    {
      g_autofree char *prompt = g_strdup (self->current->prompt);

      g_signal_emit (self, signals[SIGNAL_STARTED], 0, prompt);
      return;
    }
  speaker_end_current (self, TRUE);
  speaker_advance (self);
}

static void
on_player_changed (AnnaePlayer *player, AnnaeSpeaker *self)
{
  g_autoptr (AnnaeSpeaker) keep = g_object_ref (self);
  const char *trouble = annae_player_get_trouble (player);

  if (trouble != NULL)
    g_message ("%s", trouble);
  speaker_update_state (self);
  if (annae_player_get_state (player) == ANNAE_PLAYER_MISSING)
    {
      speaker_end_current (self, FALSE);
      speaker_advance (self);
    }
}

/* --- properties --- */

static void
speaker_update_volume (AnnaeSpeaker *self)
{
  annae_mixer_set_volume (self->mixer, self->volume, self->muted);
}

static void
speaker_set_muted (AnnaeSpeaker *self, gboolean muted)
{
  if (self->muted == muted)
    return;
  self->muted = muted;
  speaker_update_volume (self);
  if (muted)
    annae_speaker_stop (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MUTED]);
  speaker_update_state (self);
}

static void
speaker_set_number (AnnaeSpeaker *self, double *field, double value, guint prop)
{
  if (*field == value)
    return;
  *field = value;
  if (prop == PROP_VOLUME)
    speaker_update_volume (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
annae_speaker_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  AnnaeSpeaker *self = ANNAE_SPEAKER (object);

  switch (prop_id)
    {
    case PROP_RATE:
      speaker_set_number (self, &self->rate, g_value_get_double (value), prop_id);
      break;
    case PROP_VOLUME:
      speaker_set_number (self, &self->volume, g_value_get_double (value), prop_id);
      break;
    case PROP_PITCH:
      speaker_set_number (self, &self->pitch, g_value_get_double (value), prop_id);
      break;
    case PROP_MUTED:
      speaker_set_muted (self, g_value_get_boolean (value));
      break;
    case PROP_DEVICE:
      annae_player_set_device (self->player, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
annae_speaker_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  AnnaeSpeaker *self = ANNAE_SPEAKER (object);

  switch (prop_id)
    {
    case PROP_RATE:
      g_value_set_double (value, self->rate);
      break;
    case PROP_VOLUME:
      g_value_set_double (value, self->volume);
      break;
    case PROP_PITCH:
      g_value_set_double (value, self->pitch);
      break;
    case PROP_MUTED:
      g_value_set_boolean (value, self->muted);
      break;
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_SPEAKING:
      g_value_set_boolean (value, self->speaking);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* --- life --- */

static void
annae_speaker_dispose (GObject *object)
{
  AnnaeSpeaker *self = ANNAE_SPEAKER (object);

  annae_mixer_set_func (self->mixer, NULL, NULL, NULL);
  annae_mixer_set_voice (self->mixer, NULL, 0);
  if (self->player != NULL)
    g_signal_handlers_disconnect_by_data (self->player, self);
  g_clear_object (&self->player);
  g_clear_handle_id (&self->silent_id, g_source_remove);
  g_cancellable_cancel (self->rendering);
  g_clear_object (&self->rendering);
  g_clear_pointer (&self->current, annae_sentence_free);
  speaker_forget_waiting (self);

  G_OBJECT_CLASS (annae_speaker_parent_class)->dispose (object);
}

static void
annae_speaker_finalize (GObject *object)
{
  AnnaeSpeaker *self = ANNAE_SPEAKER (object);

  annae_mixer_unref (self->mixer);
  for (guint i = 0; i < ANNAE_N_TONES; i++)
    annae_sound_unref (self->tones[i]);
  annae_sound_unref (self->chime);
  g_hash_table_unref (self->refused);
  g_clear_pointer (&self->last, annae_sentence_free);

  G_OBJECT_CLASS (annae_speaker_parent_class)->finalize (object);
}

static void
annae_speaker_class_init (AnnaeSpeakerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = annae_speaker_dispose;
  object_class->finalize = annae_speaker_finalize;
  object_class->set_property = annae_speaker_set_property;
  object_class->get_property = annae_speaker_get_property;

  props[PROP_RATE] = g_param_spec_double ("rate", NULL, NULL, 1.0, 2.0, 1.0, writable);
  props[PROP_VOLUME] = g_param_spec_double ("volume", NULL, NULL, 0.0, 1.0, 1.0, writable);
  props[PROP_PITCH] = g_param_spec_double ("pitch", NULL, NULL, 0.5, 2.0, 1.0, writable);
  props[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, writable);
  props[PROP_DEVICE] = g_param_spec_string ("device", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_STATE]
      = g_param_spec_int ("state", NULL, NULL, ANNAE_VOICE_READY, ANNAE_VOICE_OFF, ANNAE_VOICE_READY, readable);
  props[PROP_SPEAKING] = g_param_spec_boolean ("speaking", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_STARTED] = g_signal_new ("started", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                           NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
annae_speaker_init (AnnaeSpeaker *self)
{
  self->rate = self->volume = self->pitch = 1.0;
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->important);
  for (guint i = 0; i < ANNAE_N_TONES; i++)
    self->tones[i] = annae_tone_make ((AnnaeTone) i);
  self->chime = annae_tone_make_chime ();

  self->mixer = annae_mixer_new ();
  annae_mixer_news_listen (self->mixer, self, on_news);
}

AnnaeSpeaker *
annae_speaker_new (const char *sink_description)
{
  AnnaeSpeaker *self = g_object_new (ANNAE_TYPE_SPEAKER, NULL);

  gst_init (NULL, NULL);
  self->player = annae_player_new (self->mixer, sink_description);
  g_signal_connect (self->player, "changed", G_CALLBACK (on_player_changed), self);
  return self;
}

/* --- what may be asked of it --- */

/* Whether a sentence of this priority ends the present one. A page ends the page before it: that one has been left. */
static gboolean
interrupts (AnnaeSayPriority fresh, AnnaeSayPriority present)
{
  return fresh > present || (fresh == ANNAE_SAY_PAGE && present == ANNAE_SAY_PAGE);
}

void
annae_speaker_say (
    AnnaeSpeaker *self, const char *language, const char *prompt, const char *text, AnnaeSayPriority priority)
{
  g_autoptr (AnnaeSpeaker) keep = NULL;
  AnnaeSentence *sentence;

  g_return_if_fail (ANNAE_IS_SPEAKER (self));
  g_return_if_fail (language != NULL && prompt != NULL && text != NULL);
  g_return_if_fail ((guint) priority <= ANNAE_SAY_IMPORTANT);

  if (self->muted)
    return;
  keep = g_object_ref (self);

  if (annae_sentence_is (self->current, language, prompt))
    {
      /* it is being said; another advice that came between is not true any more */
      if (priority == ANNAE_SAY_ADVICE)
        g_clear_pointer (&self->advice, annae_sentence_free);
      return;
    }
  if (priority == ANNAE_SAY_HINT && self->current != NULL)
    return;

  sentence = annae_sentence_new (language, prompt, text, priority);
  switch (priority)
    {
    case ANNAE_SAY_IMPORTANT:
      for (GList *l = self->important.head; l != NULL; l = l->next)
        if (annae_sentence_is (l->data, language, prompt))
          {
            annae_sentence_free (sentence);
            return;
          }
      g_queue_push_tail (&self->important, sentence);
      if (self->important.length > MAX_IMPORTANT)
        annae_sentence_free (g_queue_pop_head (&self->important));
      break;
    case ANNAE_SAY_ADVICE:
      g_clear_pointer (&self->advice, annae_sentence_free);
      self->advice = sentence;
      break;
    case ANNAE_SAY_PAGE:
    case ANNAE_SAY_HINT:
    default:
      g_clear_pointer (&self->page, annae_sentence_free);
      self->page = sentence;
      break;
    }

  if (self->current != NULL && interrupts (priority, self->current->priority))
    speaker_end_current (self, FALSE);
  speaker_advance (self);
}

void
annae_speaker_stop (AnnaeSpeaker *self)
{
  g_autoptr (AnnaeSpeaker) keep = NULL;

  g_return_if_fail (ANNAE_IS_SPEAKER (self));

  keep = g_object_ref (self);
  speaker_forget_waiting (self);
  speaker_end_current (self, FALSE);
  speaker_advance (self);
}

void
annae_speaker_repeat (AnnaeSpeaker *self)
{
  g_autoptr (AnnaeSentence) last = NULL;

  g_return_if_fail (ANNAE_IS_SPEAKER (self));

  if (self->last == NULL || annae_sentence_is (self->current, self->last->language, self->last->prompt))
    return;
  last = annae_sentence_new (self->last->language, self->last->prompt, self->last->text, self->last->priority);
  /* it was asked for: not to be dropped like a hint */
  annae_speaker_say (self, last->language, last->prompt, last->text, MAX (last->priority, ANNAE_SAY_ADVICE));
}

AnnaeVoiceState
annae_speaker_query_voice (AnnaeSpeaker *self, const char *language)
{
  AnnaePlayerState player;

  g_return_val_if_fail (ANNAE_IS_SPEAKER (self), ANNAE_VOICE_NONE);

  player = annae_player_get_state (self->player);
  if (self->muted)
    return ANNAE_VOICE_OFF;
  if (player == ANNAE_PLAYER_MISSING || player == ANNAE_PLAYER_DUMMY)
    return ANNAE_VOICE_NO_SOUND;
  if (annae_voice_find (language) != NULL && !g_hash_table_contains (self->refused, language))
    return ANNAE_VOICE_READY;
  return annae_clips_exist (language) ? ANNAE_VOICE_READY : ANNAE_VOICE_NONE;
}

void
annae_speaker_play_tone (AnnaeSpeaker *self, AnnaeTone tone)
{
  g_return_if_fail (ANNAE_IS_SPEAKER (self));
  g_return_if_fail ((guint) tone < ANNAE_N_TONES);

  /* a tone without a device would sound when one appears, long after its reason */
  if (annae_player_get_state (self->player) == ANNAE_PLAYER_MISSING)
    return;
  /* the call for staff is not for the customer to silence */
  annae_mixer_add_tone (self->mixer, self->tones[tone], tone == ANNAE_TONE_HELP);
}

void
annae_speaker_set_positioning (AnnaeSpeaker *self, gboolean enabled, double pan, double error)
{
  g_return_if_fail (ANNAE_IS_SPEAKER (self));

  annae_mixer_set_positioning (self->mixer, enabled, pan, error);
}

AnnaePlayer *
annae_speaker_get_player (AnnaeSpeaker *self)
{
  return self->player;
}

AnnaeMixer *
annae_speaker_get_mixer (AnnaeSpeaker *self)
{
  return self->mixer;
}
