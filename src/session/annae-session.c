/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The session object: what the window and the command line see of it. The work is done in the files beside this one. */

#include "annae-phrases.h"
#include "annae-session-private.h"

/* Long enough to read a page over and to decide; three times before the warning comes. */
#define SILENCE_US ANNAE_SECONDS (20)

G_DEFINE_FINAL_TYPE (AnnaeSession, annae_session, G_TYPE_OBJECT)

guint annae_session_signals[ANNAE_SESSION_N_SIGNALS];

/* --- properties --- */

/* Twice the time for reading, for deciding and for looking at the result; the matching is not touched. */
AnnaePolicy
annae_session_paced_policy (AnnaeSession *self)
{
  const double patience = self->guide_config.patience;
  AnnaePolicy policy = self->policy;

  policy.idle_us = (gint64) ((double) policy.idle_us * patience);
  policy.warning_us = (gint64) ((double) policy.warning_us * patience);
  policy.result_us = (gint64) ((double) policy.result_us * patience);
  return policy;
}

static double
get_warning_progress (AnnaeSession *self)
{
  gint64 warning_us = annae_session_paced_policy (self).warning_us;

  if (!self->state.warning || warning_us <= 0)
    return 0.0;
  return CLAMP ((double) (annae_session_now (self) - self->state.warning_since_us) / (double) warning_us, 0.0, 1.0);
}

static int
get_volume (AnnaeSession *self)
{
  double volume = 1.0;

  if (self->speaker != NULL)
    g_object_get (self->speaker, "volume", &volume, NULL);
  return (int) (100 * volume + 0.5);
}

static void
annae_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AnnaeSession *self = ANNAE_SESSION (object);

  switch (id)
    {
    case ANNAE_SESSION_PROP_STEP:
      g_value_set_int (value, self->state.step);
      break;
    case ANNAE_SESSION_PROP_OUTCOME:
      g_value_set_int (value, self->state.outcome);
      break;
    case ANNAE_SESSION_PROP_REASON:
      g_value_set_int (value, self->state.reason);
      break;
    case ANNAE_SESSION_PROP_ATTEMPTS_LEFT:
      g_value_set_uint (value, annae_machine_attempts_left (&self->policy, &self->state));
      break;
    case ANNAE_SESSION_PROP_PROGRESS:
      g_value_set_double (value, self->advice.progress);
      break;
    case ANNAE_SESSION_PROP_WARNING:
      g_value_set_boolean (value, self->state.warning);
      break;
    case ANNAE_SESSION_PROP_WARNING_PROGRESS:
      g_value_set_double (value, get_warning_progress (self));
      break;
    case ANNAE_SESSION_PROP_STAFF_CALLED:
      g_value_set_boolean (value, self->state.staff_called);
      break;
    case ANNAE_SESSION_PROP_LANGUAGE:
      g_value_set_string (value, self->language);
      break;
    case ANNAE_SESSION_PROP_STAFF_LANGUAGE:
      g_value_set_string (value, self->staff_language);
      break;
    case ANNAE_SESSION_PROP_SOURCE_TROUBLE:
      g_value_set_string (value, self->trouble);
      break;
    case ANNAE_SESSION_PROP_CAMERA_LABEL:
      g_value_take_string (value, self->source != NULL ? annae_frame_source_dup_label (self->source) : NULL);
      break;
    case ANNAE_SESSION_PROP_CAN_VERIFY:
      g_value_set_boolean (value, annae_model_pack_can_verify (self->pack));
      break;
    case ANNAE_SESSION_PROP_VOICE_STATE:
      g_value_set_int (value, self->speaker != NULL ? annae_speaker_query_voice (self->speaker, self->language)
                                                    : ANNAE_VOICE_OFF);
      break;
    case ANNAE_SESSION_PROP_MUTED:
    case ANNAE_SESSION_PROP_SPEECH_RATE:
      if (self->speaker != NULL)
        g_object_get_property (G_OBJECT (self->speaker), id == ANNAE_SESSION_PROP_MUTED ? "muted" : "rate", value);
      else
        g_param_value_set_default (pspec, value);
      break;
    case ANNAE_SESSION_PROP_VOLUME:
      g_value_set_int (value, get_volume (self));
      break;
    case ANNAE_SESSION_PROP_PATIENCE:
      g_value_set_double (value, self->guide_config.patience);
      break;
    case ANNAE_SESSION_PROP_SMALL_MOVEMENTS:
      g_value_set_boolean (value, self->guide_config.small_movements);
      break;
    case ANNAE_SESSION_PROP_POSITIONING_TONE:
      g_value_set_boolean (value, self->positioning_tone);
      break;
    case ANNAE_SESSION_PROP_SCREEN_READER:
      g_value_set_boolean (value, self->screen_reader);
      break;
    case ANNAE_SESSION_PROP_DEMONSTRATION:
      g_value_set_int (value, (int) self->demonstration);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_language (AnnaeSession *self, const char *code)
{
  if (annae_language_find (code) == NULL || g_strcmp0 (self->language, code) == 0)
    return;
  g_free (self->language);
  self->language = g_strdup (code);
  annae_session_notify (self, "language");
  annae_session_notify (self, "voice-state");
}

static void
set_staff_language (AnnaeSession *self, const char *code)
{
  if (annae_language_find (code) == NULL || g_strcmp0 (self->staff_language, code) == 0)
    return;
  g_free (self->staff_language);
  self->staff_language = g_strdup (code);
  annae_session_notify (self, "staff-language");
}

static void
set_volume (AnnaeSession *self, int percent)
{
  if (self->speaker == NULL || get_volume (self) == percent)
    return;
  g_object_set (self->speaker, "volume", percent / 100.0, NULL);
  annae_session_notify (self, "volume");
}

static void
set_pace (AnnaeSession *self, double patience, gboolean small_movements)
{
  gboolean other_patience = self->guide_config.patience != patience;
  gboolean other_movements = self->guide_config.small_movements != small_movements;

  if (!other_patience && !other_movements)
    return;
  self->guide_config.patience = patience;
  self->guide_config.small_movements = small_movements;
  annae_guide_set_config (self->guide, &self->guide_config);
  annae_document_guide_set_pace (self->document_guide, patience, small_movements);
  if (!self->applying)
    annae_session_arm_deadline (self);
  if (other_patience)
    annae_session_notify (self, "patience");
  if (other_movements)
    annae_session_notify (self, "small-movements");
}

static void
annae_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AnnaeSession *self = ANNAE_SESSION (object);

  switch (id)
    {
    case ANNAE_SESSION_PROP_LANGUAGE:
      set_language (self, g_value_get_string (value));
      break;
    case ANNAE_SESSION_PROP_STAFF_LANGUAGE:
      set_staff_language (self, g_value_get_string (value));
      break;
    case ANNAE_SESSION_PROP_MUTED:
    case ANNAE_SESSION_PROP_SPEECH_RATE:
      if (self->speaker != NULL)
        g_object_set_property (G_OBJECT (self->speaker), id == ANNAE_SESSION_PROP_MUTED ? "muted" : "rate", value);
      break;
    case ANNAE_SESSION_PROP_VOLUME:
      set_volume (self, g_value_get_int (value));
      break;
    case ANNAE_SESSION_PROP_PATIENCE:
      set_pace (self, g_value_get_double (value), self->guide_config.small_movements);
      break;
    case ANNAE_SESSION_PROP_SMALL_MOVEMENTS:
      set_pace (self, self->guide_config.patience, g_value_get_boolean (value));
      break;
    case ANNAE_SESSION_PROP_POSITIONING_TONE:
      if (self->positioning_tone == g_value_get_boolean (value))
        break;
      self->positioning_tone = g_value_get_boolean (value);
      annae_session_sound_position (self);
      g_object_notify_by_pspec (object, pspec);
      break;
    case ANNAE_SESSION_PROP_SCREEN_READER:
      annae_session_set_screen_reader (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* --- life --- */

static void
annae_session_dispose (GObject *object)
{
  AnnaeSession *self = ANNAE_SESSION (object);

  if (self->deadline != NULL)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  annae_session_set_preview_func (self, NULL, NULL);
  if (self->analyzer != NULL)
    {
      annae_session_close_source (self);
      annae_session_cancel_work (self);
      annae_analyzer_clear (self->analyzer);
      annae_session_wipe_work (self);
    }
  annae_session_forget_candidate (self);
  annae_session_forget_moments (self);
  g_clear_pointer (&self->reference, annae_template_unref);
  if (self->speaker != NULL)
    g_signal_handlers_disconnect_by_data (self->speaker, self);
  g_clear_object (&self->speaker);
  if (self->cameras != NULL)
    g_signal_handlers_disconnect_by_data (self->cameras, self);
  g_clear_object (&self->cameras);
  g_clear_object (&self->analyzer);
  g_clear_object (&self->pack);
  G_OBJECT_CLASS (annae_session_parent_class)->dispose (object);
}

static void
annae_session_finalize (GObject *object)
{
  AnnaeSession *self = ANNAE_SESSION (object);

  g_queue_clear_full (&self->events, g_free);
  g_clear_pointer (&self->guide, annae_guide_free);
  g_clear_pointer (&self->document_guide, annae_document_guide_free);
  g_clear_pointer (&self->requests, annae_requests_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->live_file);
  g_free (self->document_file);
  g_free (self->camera_id);
  g_free (self->language);
  g_free (self->staff_language);
  g_free (self->trouble);
  g_clear_error (&self->failure);
  g_mutex_clear (&self->preview_lock);
  annae_vault_wipe (&self->observation, sizeof self->observation);
  annae_vault_wipe (&self->document_view, sizeof self->document_view);
  annae_vault_wipe (&self->comparison, sizeof self->comparison);
  annae_vault_wipe (&self->recording, sizeof self->recording);
  G_OBJECT_CLASS (annae_session_parent_class)->finalize (object);
}

static void
annae_session_class_init (AnnaeSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = annae_session_get_property;
  object_class->set_property = annae_session_set_property;
  object_class->dispose = annae_session_dispose;
  object_class->finalize = annae_session_finalize;

  annae_session_install (object_class, annae_session_signals);
}

static void
annae_session_init (AnnaeSession *self)
{
  g_mutex_init (&self->preview_lock);
  g_queue_init (&self->events);
  self->context = g_main_context_ref_thread_default ();
  self->language = g_strdup ("ko");
  self->staff_language = g_strdup ("ko");
  self->live_real_time = TRUE;
  self->silence_us = SILENCE_US;
  self->advice.measure = -1;
  annae_guide_config_init (&self->guide_config);
  self->guide = annae_guide_new (&self->guide_config);
  self->document_guide = annae_document_guide_new ();
  self->requests = annae_requests_new (NULL, NULL, NULL);
  annae_machine_state_init (&self->state, annae_session_now (self));
  annae_observation_init (&self->observation, annae_session_now (self), 0, 0);
  annae_recording_init (&self->recording, self->guide_config.true_pitch);
}

static void
on_speaker_state (AnnaeSession *self)
{
  annae_session_notify (self, "voice-state");
}

static void
on_speaker_muted (AnnaeSession *self)
{
  annae_session_notify (self, "muted");
  annae_session_notify (self, "voice-state");
}

static void
on_speaker_rate (AnnaeSession *self)
{
  annae_session_notify (self, "speech-rate");
}

/* Somebody looked at the offer and left; whoever comes now comes to be checked. */
static void
on_cameras (AnnaeSession *self)
{
  if (self->demonstration == ANNAE_DEMONSTRATION_ONCE && self->state.step == ANNAE_STEP_LANGUAGE
      && g_list_model_get_n_items (G_LIST_MODEL (self->cameras)) > 0)
    annae_session_change_demonstration (self, ANNAE_DEMONSTRATION_NONE);
}

AnnaeSession *
annae_session_new (
    AnnaeModelPack *pack, const AnnaePolicy *policy, AnnaeCameraList *cameras, AnnaeSpeaker *speaker, GError **error)
{
  g_autoptr (AnnaeSession) self = g_object_new (ANNAE_TYPE_SESSION, NULL);
  AnnaeVision *vision = annae_vision_new (pack, error);

  if (vision == NULL)
    return NULL;
  self->pack = g_object_ref (pack);
  self->policy = *policy;
  self->analyzer = annae_analyzer_new (vision, annae_session_on_analysis, self);
  if (annae_model_pack_get_part (pack, ANNAE_ROLE_READ) != NULL)
    {
      annae_guide_config_set_true_pitch (&self->guide_config);
      annae_guide_set_config (self->guide, &self->guide_config);
    }
  if (cameras != NULL)
    {
      self->cameras = g_object_ref (cameras);
      g_signal_connect_swapped (cameras, "items-changed", G_CALLBACK (on_cameras), self);
    }
  if (speaker != NULL)
    {
      self->speaker = g_object_ref (speaker);
      g_signal_connect_swapped (speaker, "notify::state", G_CALLBACK (on_speaker_state), self);
      g_signal_connect_swapped (speaker, "notify::muted", G_CALLBACK (on_speaker_muted), self);
      g_signal_connect_swapped (speaker, "notify::rate", G_CALLBACK (on_speaker_rate), self);
    }
  annae_vault_begin_person ();
  annae_vault_get_report (&self->at_start);
  return g_steal_pointer (&self);
}

/* --- what others call --- */

void
annae_session_set_live_file (AnnaeSession *self, const char *path, gboolean real_time)
{
  g_free (self->live_file);
  self->live_file = g_strdup (path);
  self->live_real_time = real_time;
}

void
annae_session_set_judge_recording (AnnaeSession *self, gboolean judge)
{
  self->judge_recording = judge;
}

void
annae_session_set_document_file (AnnaeSession *self, const char *path)
{
  g_free (self->document_file);
  self->document_file = g_strdup (path);
}

void
annae_session_change_demonstration (AnnaeSession *self, AnnaeDemonstration demonstration)
{
  if (self->demonstration == demonstration)
    return;
  self->demonstration = demonstration;
  annae_session_notify (self, "demonstration");
}

AnnaeDemonstration
annae_session_get_demonstration (AnnaeSession *self)
{
  g_return_val_if_fail (ANNAE_IS_SESSION (self), ANNAE_DEMONSTRATION_NONE);
  return self->demonstration;
}

void
annae_session_set_demonstration (AnnaeSession *self, AnnaeDemonstration demonstration)
{
  if (self->state.step != ANNAE_STEP_LANGUAGE || self->demonstration == demonstration)
    return;
  annae_session_change_demonstration (self, demonstration);
  if (demonstration != ANNAE_DEMONSTRATION_NONE)
    annae_session_say_demonstration (self);
}

void
annae_session_set_camera_id (AnnaeSession *self, const char *id)
{
  g_free (self->camera_id);
  self->camera_id = g_strdup (id);
}

void
annae_session_send (AnnaeSession *self, AnnaeEventId event)
{
  /* What only the floors below can know is not for callers to claim. */
  g_return_if_fail (event <= ANNAE_EVENT_FINISH);
  if (event == ANNAE_EVENT_CANNOT_DO && self->asking)
    annae_requests_decline (self->requests, annae_session_now (self));
  annae_session_apply_simple (self, event, ANNAE_REASON_NONE);
}

void
annae_session_take_document_file (AnnaeSession *self, const char *path)
{
  if (self->state.step != ANNAE_STEP_DOCUMENT || !self->policy.document_file)
    return;
  annae_session_apply_simple (self, ANNAE_EVENT_ACTIVITY, ANNAE_REASON_NONE);
  annae_session_read_document_file (self, path);
}

void
annae_session_repeat (AnnaeSession *self)
{
  annae_session_apply_simple (self, ANNAE_EVENT_ACTIVITY, ANNAE_REASON_NONE);
  if (annae_step_uses_camera (self->state.step) && self->advice.id != ANNAE_ADVICE_NONE)
    annae_session_say_advice (self);
  else
    annae_session_say_page (self, TRUE);
}

void
annae_session_set_silence (AnnaeSession *self, guint milliseconds)
{
  self->silence_us = milliseconds * ANNAE_USEC_PER_MSEC;
}

const AnnaeAdvice *
annae_session_get_advice (AnnaeSession *self)
{
  return &self->advice;
}

const AnnaeObservation *
annae_session_get_observation (AnnaeSession *self)
{
  return &self->observation;
}

const AnnaeDocumentView *
annae_session_get_document_view (AnnaeSession *self)
{
  return &self->document_view;
}

AnnaePortraitFault
annae_session_get_portrait_fault (AnnaeSession *self)
{
  return self->reference_fault;
}

const AnnaeMachineState *
annae_session_get_state (AnnaeSession *self)
{
  return &self->state;
}

const AnnaePolicy *
annae_session_get_policy (AnnaeSession *self)
{
  return &self->policy;
}

gboolean
annae_session_asks_for_movements (AnnaeSession *self)
{
  g_return_val_if_fail (ANNAE_IS_SESSION (self), FALSE);
  return self->policy.liveness && self->cameras != NULL && self->live_file == NULL
         && self->demonstration == ANNAE_DEMONSTRATION_NONE && annae_model_pack_can_verify (self->pack);
}

gboolean
annae_session_is_asking (AnnaeSession *self)
{
  g_return_val_if_fail (ANNAE_IS_SESSION (self), FALSE);
  return self->asking;
}

AnnaeModelPack *
annae_session_get_pack (AnnaeSession *self)
{
  return self->pack;
}

GListModel *
annae_session_get_cameras (AnnaeSession *self)
{
  return self->cameras != NULL ? G_LIST_MODEL (self->cameras) : NULL;
}

const AnnaeComparison *
annae_session_get_comparison (AnnaeSession *self)
{
  return &self->comparison;
}

const AnnaeVaultReport *
annae_session_get_wiped (AnnaeSession *self)
{
  return &self->wiped;
}

gint64
annae_session_get_time (AnnaeSession *self)
{
  return annae_session_now (self);
}

const GError *
annae_session_get_failure (AnnaeSession *self)
{
  return self->failure;
}

void
annae_session_set_preview_func (AnnaeSession *self, AnnaeFrameFunc func, gpointer user_data)
{
  g_mutex_lock (&self->preview_lock);
  self->preview_func = func;
  self->preview_data = user_data;
  g_mutex_unlock (&self->preview_lock);
}
