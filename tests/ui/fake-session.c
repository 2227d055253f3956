/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The test double of the session. */

#include "fake-session.h"

#include "annae-session-properties.h"

struct _AnnaeSession
{
  GObject parent_instance;

  AnnaeMachineState state;
  AnnaeAdvice advice;
  AnnaeObservation observation;
  AnnaeDocumentView document;
  AnnaeVaultReport wiped;
  AnnaePolicy policy;
  AnnaeVoiceState voice;
  AnnaePortraitFault portrait_fault;
  char *language;
  char *staff_language;
  double warning_progress;
  double speech_rate;
  double patience;
  int volume;
  gboolean positioning_tone;
  gboolean small_movements;
  guint attempts_left;
  guint sent[ANNAE_N_EVENTS];
  guint repeats;
  guint audits_said;
  gboolean muted;
  gboolean can_verify;
  AnnaeDemonstration demonstration;
  GListStore *cameras;

  AnnaeFrameFunc preview_func;
  gpointer preview_data;
};

G_DEFINE_FINAL_TYPE (AnnaeSession, annae_session, G_TYPE_OBJECT)

static guint signals[ANNAE_SESSION_N_SIGNALS];

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
      g_value_set_uint (value, self->attempts_left);
      break;
    case ANNAE_SESSION_PROP_PROGRESS:
      g_value_set_double (value, self->advice.progress);
      break;
    case ANNAE_SESSION_PROP_WARNING:
      g_value_set_boolean (value, self->state.warning);
      break;
    case ANNAE_SESSION_PROP_WARNING_PROGRESS:
      g_value_set_double (value, self->warning_progress);
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
      g_value_set_string (value, NULL);
      break;
    case ANNAE_SESSION_PROP_CAMERA_LABEL:
      g_value_set_string (value, annae_step_uses_camera (self->state.step) ? "Integrated Camera" : NULL);
      break;
    case ANNAE_SESSION_PROP_CAN_VERIFY:
      g_value_set_boolean (value, self->can_verify);
      break;
    case ANNAE_SESSION_PROP_VOICE_STATE:
      g_value_set_int (value, self->muted ? ANNAE_VOICE_OFF : self->voice);
      break;
    case ANNAE_SESSION_PROP_MUTED:
      g_value_set_boolean (value, self->muted);
      break;
    case ANNAE_SESSION_PROP_SPEECH_RATE:
      g_value_set_double (value, self->speech_rate);
      break;
    case ANNAE_SESSION_PROP_VOLUME:
      g_value_set_int (value, self->volume);
      break;
    case ANNAE_SESSION_PROP_PATIENCE:
      g_value_set_double (value, self->patience);
      break;
    case ANNAE_SESSION_PROP_SMALL_MOVEMENTS:
      g_value_set_boolean (value, self->small_movements);
      break;
    case ANNAE_SESSION_PROP_POSITIONING_TONE:
      g_value_set_boolean (value, self->positioning_tone);
      break;
    case ANNAE_SESSION_PROP_DEMONSTRATION:
      g_value_set_int (value, self->demonstration);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
annae_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AnnaeSession *self = ANNAE_SESSION (object);

  switch (id)
    {
    case ANNAE_SESSION_PROP_LANGUAGE:
      if (g_strcmp0 (self->language, g_value_get_string (value)) == 0)
        return;
      g_free (self->language);
      self->language = g_value_dup_string (value);
      break;
    case ANNAE_SESSION_PROP_STAFF_LANGUAGE:
      if (g_strcmp0 (self->staff_language, g_value_get_string (value)) == 0)
        return;
      g_free (self->staff_language);
      self->staff_language = g_value_dup_string (value);
      break;
    case ANNAE_SESSION_PROP_MUTED:
      self->muted = g_value_get_boolean (value);
      g_object_notify (object, "voice-state");
      break;
    case ANNAE_SESSION_PROP_SPEECH_RATE:
      self->speech_rate = g_value_get_double (value);
      break;
    case ANNAE_SESSION_PROP_VOLUME:
      self->volume = g_value_get_int (value);
      break;
    case ANNAE_SESSION_PROP_PATIENCE:
      self->patience = g_value_get_double (value);
      break;
    case ANNAE_SESSION_PROP_SMALL_MOVEMENTS:
      self->small_movements = g_value_get_boolean (value);
      break;
    case ANNAE_SESSION_PROP_POSITIONING_TONE:
      self->positioning_tone = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
annae_session_finalize (GObject *object)
{
  g_free (ANNAE_SESSION (object)->language);
  g_free (ANNAE_SESSION (object)->staff_language);
  g_clear_object (&ANNAE_SESSION (object)->cameras);
  G_OBJECT_CLASS (annae_session_parent_class)->finalize (object);
}

static void
annae_session_class_init (AnnaeSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = annae_session_get_property;
  object_class->set_property = annae_session_set_property;
  object_class->finalize = annae_session_finalize;
  annae_session_install (object_class, signals);
}

static void
annae_session_init (AnnaeSession *self)
{
  self->language = g_strdup ("en");
  self->staff_language = g_strdup ("ko");
  self->speech_rate = 1.0;
  self->patience = 1.0;
  self->volume = 60;
  self->attempts_left = 3;
  self->can_verify = TRUE;
  self->advice.measure = -1;
  self->cameras = g_list_store_new (G_TYPE_OBJECT);
  annae_fake_session_set_cameras (self, 1);
  annae_policy_init (&self->policy);
  annae_machine_state_init (&self->state, 0);
  annae_observation_init (&self->observation, 0, 640, 480);
}

/* --- what the tests set --- */

AnnaeSession *
annae_fake_session_new (void)
{
  return g_object_new (ANNAE_TYPE_SESSION, NULL);
}

void
annae_fake_session_go (AnnaeSession *self, AnnaeStep step, AnnaeOutcome outcome, AnnaeReason reason)
{
  gboolean other_step = self->state.step != step;

  self->state.step = step;
  self->state.outcome = outcome;
  self->state.reason = reason;
  self->advice = (AnnaeAdvice){ .measure = -1 };
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify (G_OBJECT (self), "outcome");
  g_object_notify (G_OBJECT (self), "reason");
  g_object_notify (G_OBJECT (self), "camera-label");
  if (other_step || step == ANNAE_STEP_RESULT)
    g_object_notify (G_OBJECT (self), "step");
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, signals[ANNAE_SESSION_SIGNAL_ADVICE], 0);
  if (step == ANNAE_STEP_RESULT)
    {
      g_signal_emit (self, signals[ANNAE_SESSION_SIGNAL_WIPED], 0);
      g_signal_emit (self, signals[ANNAE_SESSION_SIGNAL_FINISHED], 0, (int) outcome);
    }
}

void
annae_fake_session_set_attempts_left (AnnaeSession *self, guint left)
{
  self->attempts_left = left;
  g_object_notify (G_OBJECT (self), "attempts-left");
}

void
annae_fake_session_advise (AnnaeSession *self, const AnnaeAdvice *advice)
{
  self->advice = *advice;
  g_signal_emit (self, signals[ANNAE_SESSION_SIGNAL_ADVICE], 0);
}

void
annae_fake_session_observe (AnnaeSession *self, const AnnaeBox *box)
{
  self->observation.n_faces = box != NULL ? 1 : 0;
  if (box != NULL)
    self->observation.faces[0].box = *box;
  g_signal_emit (self, signals[ANNAE_SESSION_SIGNAL_OBSERVED], 0);
}

void
annae_fake_session_warn (AnnaeSession *self, gboolean warning, double progress)
{
  self->state.warning = warning;
  self->warning_progress = progress;
  g_object_notify (G_OBJECT (self), "warning");
  g_object_notify (G_OBJECT (self), "warning-progress");
}

void
annae_fake_session_set_staff_called (AnnaeSession *self, gboolean called)
{
  self->state.staff_called = called;
  g_object_notify (G_OBJECT (self), "staff-called");
}

void
annae_fake_session_set_voice (AnnaeSession *self, AnnaeVoiceState voice)
{
  self->voice = voice;
  g_object_notify (G_OBJECT (self), "voice-state");
}

void
annae_fake_session_set_can_verify (AnnaeSession *self, gboolean can_verify)
{
  self->can_verify = can_verify;
  g_object_notify (G_OBJECT (self), "can-verify");
}

void
annae_fake_session_set_cameras (AnnaeSession *self, guint n)
{
  guint now = g_list_model_get_n_items (G_LIST_MODEL (self->cameras));

  if (now == n)
    return;
  g_list_store_remove_all (self->cameras);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) camera = g_object_new (G_TYPE_OBJECT, NULL);

      g_list_store_append (self->cameras, camera);
    }
}

void
annae_fake_session_set_document (AnnaeSession *self, const AnnaeDocumentView *view)
{
  self->document = *view;
}

void
annae_fake_session_set_wiped (AnnaeSession *self, const AnnaeVaultReport *wiped)
{
  self->wiped = *wiped;
}

void
annae_fake_session_set_policy (AnnaeSession *self, const AnnaePolicy *policy)
{
  self->policy = *policy;
}

void
annae_fake_session_feed (AnnaeSession *self, AnnaeFrame *frame)
{
  if (self->preview_func != NULL)
    self->preview_func (frame, self->preview_data);
}

guint
annae_fake_session_count_sent (AnnaeSession *self, AnnaeEventId event)
{
  return self->sent[event];
}

guint
annae_fake_session_count_repeats (AnnaeSession *self)
{
  return self->repeats;
}

guint
annae_fake_session_count_audits_said (AnnaeSession *self)
{
  return self->audits_said;
}

/* --- what the pages call --- */

void
annae_session_send (AnnaeSession *self, AnnaeEventId event)
{
  self->sent[event]++;
}

AnnaeDemonstration
annae_session_get_demonstration (AnnaeSession *self)
{
  return self->demonstration;
}

void
annae_session_set_demonstration (AnnaeSession *self, AnnaeDemonstration demonstration)
{
  self->demonstration = demonstration;
  g_object_notify (G_OBJECT (self), "demonstration");
}

void
annae_session_take_document_file (AnnaeSession *self, const char *path)
{
}

AnnaePortraitFault
annae_session_get_portrait_fault (AnnaeSession *self)
{
  return self->portrait_fault;
}

void
annae_fake_session_set_portrait_fault (AnnaeSession *self, AnnaePortraitFault fault)
{
  self->portrait_fault = fault;
}

void
annae_session_say_audit (AnnaeSession *self, gboolean asked)
{
  self->audits_said++;
}

void
annae_session_repeat (AnnaeSession *self)
{
  self->repeats++;
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
  return &self->document;
}

const AnnaeMachineState *
annae_session_get_state (AnnaeSession *self)
{
  return &self->state;
}

GListModel *
annae_session_get_cameras (AnnaeSession *self)
{
  return G_LIST_MODEL (self->cameras);
}

gboolean
annae_session_asks_for_movements (AnnaeSession *self)
{
  return self->policy.liveness;
}

gboolean
annae_session_is_asking (AnnaeSession *self)
{
  return self->policy.liveness && self->advice.measure < 0;
}

const AnnaePolicy *
annae_session_get_policy (AnnaeSession *self)
{
  return &self->policy;
}

const AnnaeVaultReport *
annae_session_get_wiped (AnnaeSession *self)
{
  return &self->wiped;
}

void
annae_session_set_preview_func (AnnaeSession *self, AnnaeFrameFunc func, gpointer user_data)
{
  self->preview_func = func;
  self->preview_data = user_data;
}
