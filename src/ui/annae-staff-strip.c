/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The staff strip. */

#include "annae-staff-strip.h"

#include "annae-choice-button.h"
#include "annae-text.h"

#include <math.h>

struct _AnnaeStaffStrip
{
  GtkWidget parent_instance;

  AnnaeText *step;
  AnnaeText *cause;
  AnnaeText *portrait; /* another cause: what is to be known of the document that was taken */
  AnnaeText *action;
  AnnaeText *second_action;
  AnnaeText *told;
  AnnaeText *attempts;
  AnnaeText *offer;
  AnnaeText *pack;
  AnnaeText *camera;
  AnnaeText *voice;
  AnnaeText *liveness;
  GtkWidget *came;
  GtkWidget *take_over;
  GtkWidget *audit;

  AnnaeSession *session;
  char *pack_title;
  char *pack_note;
  char *document_message;
};

G_DEFINE_FINAL_TYPE (AnnaeStaffStrip, annae_staff_strip, GTK_TYPE_WIDGET)

static const char *
say (AnnaeStaffStrip *self, AnnaePhraseId id)
{
  g_autofree char *language = NULL;

  g_object_get (self->session, "staff-language", &language, NULL);
  return annae_phrase_get (language, id, ANNAE_FORM_SHOWN);
}

/* Small numbers need their decimals, large ones do not. What was not measured is no zero. */
static char *
format_value (const AnnaeAdvice *advice)
{
  const double size = fabs (advice->raw);

  if (advice->measure < 0 && size == 0.0)
    return g_strdup ("–");
  return g_strdup_printf (size >= 20 ? "%.0f" : size >= 2 ? "%.1f" : "%.2f", size);
}

static char *
make_cause (AnnaeStaffStrip *self)
{
  const AnnaeMachineState *state = annae_session_get_state (self->session);
  const AnnaePortraitFault fault = annae_session_get_portrait_fault (self->session);
  const AnnaeAdvice *advice = annae_session_get_advice (self->session);
  g_autofree char *language = NULL;
  g_autofree char *value = format_value (advice);

  if (self->document_message != NULL)
    return g_strdup_printf ("%s: %s", say (self, ANNAE_PHRASE_STAFF_DOCUMENT_TROUBLE), self->document_message);
  if (annae_session_is_asking (self->session))
    return g_strdup (say (self, ANNAE_PHRASE_STAFF_LIVENESS_ASKED));
  if (annae_step_uses_camera (state->step))
    {
      g_object_get (self->session, "staff-language", &language, NULL);
      return annae_phrase_format (language, annae_phrase_for_advice_cause (advice->id), ANNAE_FORM_SHOWN, "value",
                                  value, NULL);
    }
  if (state->reason == ANNAE_REASON_CARD_QUALITY && fault != ANNAE_PORTRAIT_FAULT_NONE)
    return g_strdup (say (self, annae_phrase_for_portrait_fault (fault)));
  if (state->reason != ANNAE_REASON_NONE)
    return g_strdup (say (self, annae_phrase_for_reason_staff (state->reason)));
  return g_strdup (say (self, annae_phrase_for_outcome_cause (state->outcome)));
}

/* What is not said takes no room. */
static void
say_if_any (AnnaeText *text, AnnaePhraseId id)
{
  annae_text_set_phrase (text, id);
  gtk_widget_set_visible (GTK_WIDGET (text), id != ANNAE_PHRASE_NONE);
}

/* The two most useful things that staff can do. */
static void
show_actions (AnnaeStaffStrip *self)
{
  const AnnaeMachineState *state = annae_session_get_state (self->session);
  const AnnaeAdvice *advice = annae_session_get_advice (self->session);
  const AnnaePortraitFault fault = annae_session_get_portrait_fault (self->session);
  AnnaePhraseId first, second;

  if (annae_session_is_asking (self->session))
    {
      first = ANNAE_PHRASE_STAFF_ACTION_NONE;
      second = ANNAE_PHRASE_NONE;
    }
  else if (annae_step_uses_camera (state->step))
    {
      first = annae_phrase_for_advice_action (advice->id);
      second = annae_phrase_for_advice_second_action (advice->id);
    }
  else if (state->step == ANNAE_STEP_RESULT)
    {
      first = annae_phrase_for_outcome_action (state->outcome);
      /* Only a machine is put right after the customer is done. */
      second = state->reason == ANNAE_REASON_NO_CAMERA ? annae_phrase_for_reason_action (state->reason, 0)
                                                       : ANNAE_PHRASE_NONE;
    }
  else
    {
      first = state->warning ? ANNAE_PHRASE_STAFF_ACTION_ASK : annae_phrase_for_reason_action (state->reason, 0);
      second = annae_phrase_for_reason_action (state->reason, 1);
      if (state->reason == ANNAE_REASON_CARD_QUALITY && fault != ANNAE_PORTRAIT_FAULT_NONE && !state->warning)
        first = annae_phrase_for_portrait_action (fault);
    }
  annae_text_set_phrase (self->action, first);
  say_if_any (self->second_action, second);
}

/* While the face is looked at, what is to be known of the document that was taken. */
static AnnaePhraseId
phrase_for_document (AnnaeStaffStrip *self)
{
  const AnnaeStep step = annae_session_get_state (self->session)->step;

  return step == ANNAE_STEP_POSITION || step == ANNAE_STEP_CHECK
             ? annae_phrase_for_portrait_fault (annae_session_get_portrait_fault (self->session))
             : ANNAE_PHRASE_NONE;
}

static void
show_cause (AnnaeStaffStrip *self)
{
  const AnnaeMachineState *state = annae_session_get_state (self->session);
  const AnnaeAdvice *advice = annae_session_get_advice (self->session);
  gboolean looking = annae_step_uses_camera (state->step);
  g_autofree char *cause = make_cause (self);
  AnnaePhraseId told = looking && advice->id != ANNAE_ADVICE_NONE
                           ? annae_phrase_for_advice (advice->id, advice->wording)
                       : state->step == ANNAE_STEP_RESULT ? annae_phrase_for_outcome (state->outcome)
                                                          : annae_phrase_for_step (state->step);

  annae_text_set_made (self->cause, cause);
  show_actions (self);
  annae_text_set_made (self->told, say (self, told));
  say_if_any (self->portrait, phrase_for_document (self));
  say_if_any (self->offer, looking && advice->offer_staff ? ANNAE_PHRASE_STAFF_OFFER
                           : state->warning               ? ANNAE_PHRASE_STAFF_WARNING
                                                          : ANNAE_PHRASE_NONE);
}

static void
show_state (AnnaeStaffStrip *self)
{
  const AnnaeMachineState *state = annae_session_get_state (self->session);
  g_autofree char *language = NULL;
  g_autofree char *attempts = NULL;
  g_autofree char *camera = NULL;
  g_autofree char *trouble = NULL;
  gboolean can_verify = FALSE;
  guint left = 0;
  int voice = 0;

  g_object_get (self->session, "staff-language", &language, "attempts-left", &left, "camera-label", &camera,
                "source-trouble", &trouble, "can-verify", &can_verify, "voice-state", &voice, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  say (self, ANNAE_PHRASE_STAFF_STRIP), -1);
  annae_text_set_phrase (self->step, state->step == ANNAE_STEP_RESULT ? annae_phrase_for_outcome_staff (state->outcome)
                                                                      : annae_phrase_for_step_staff (state->step));
  attempts = annae_phrase_format_n (language, ANNAE_PHRASE_STAFF_ATTEMPTS_LEFT, ANNAE_FORM_SHOWN, left, NULL);
  annae_text_set_made (self->attempts, attempts);
  if (can_verify)
    annae_text_set_made (self->pack, self->pack_title);
  else
    annae_text_set_phrase (self->pack, ANNAE_PHRASE_STAFF_PACK_CANNOT_VERIFY);
  if (trouble != NULL || camera != NULL)
    annae_text_set_made (self->camera, trouble != NULL ? trouble : camera);
  else
    annae_text_set_phrase (self->camera, ANNAE_PHRASE_CAMERA_NOT_LOOKING);
  annae_text_set_phrase (self->voice, voice == ANNAE_VOICE_READY      ? ANNAE_PHRASE_STAFF_VOICE_READY
                                      : voice == ANNAE_VOICE_NONE     ? ANNAE_PHRASE_STAFF_VOICE_NONE
                                      : voice == ANNAE_VOICE_NO_SOUND ? ANNAE_PHRASE_STAFF_SOUND_NONE
                                                                      : ANNAE_PHRASE_STAFF_VOICE_OFF);
  annae_text_set_phrase (self->liveness, annae_session_asks_for_movements (self->session)
                                             ? ANNAE_PHRASE_STAFF_LIVENESS_ASKED
                                             : ANNAE_PHRASE_STAFF_LIVENESS_NOT_TESTED);
  gtk_widget_set_visible (self->came, state->staff_called);
  gtk_widget_set_visible (self->audit, state->step == ANNAE_STEP_LANGUAGE || state->step == ANNAE_STEP_RESULT);
  gtk_widget_set_visible (self->take_over, state->step != ANNAE_STEP_LANGUAGE && state->step != ANNAE_STEP_RESULT);
}

static void
refresh (AnnaeStaffStrip *self)
{
  show_state (self);
  show_cause (self);
}

static void
on_notify (AnnaeSession *session, GParamSpec *pspec, AnnaeStaffStrip *self)
{
  if (g_str_equal (pspec->name, "progress") || g_str_equal (pspec->name, "warning-progress"))
    return;
  if (g_str_equal (pspec->name, "step"))
    g_clear_pointer (&self->document_message, g_free);
  refresh (self);
}

static void
on_document_trouble (AnnaeSession *session, int reason, const char *message, AnnaeStaffStrip *self)
{
  g_free (self->document_message);
  self->document_message = g_strdup (message);
  refresh (self);
}

void
annae_staff_strip_set_session (AnnaeStaffStrip *self,
                               AnnaeSession *session,
                               const char *pack_title,
                               const char *pack_note)
{
  g_assert (self->session == NULL);
  self->session = g_object_ref (session);
  self->pack_title = g_strdup (pack_title);
  self->pack_note = g_strdup (pack_note);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pack), pack_note);
  g_signal_connect_object (session, "notify", G_CALLBACK (on_notify), self, 0);
  g_signal_connect_object (session, "advice", G_CALLBACK (show_cause), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "document-trouble", G_CALLBACK (on_document_trouble), self, 0);
  refresh (self);
}

static void
annae_staff_strip_dispose (GObject *object)
{
  AnnaeStaffStrip *self = ANNAE_STAFF_STRIP (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->session);
  g_clear_pointer (&self->pack_title, g_free);
  g_clear_pointer (&self->pack_note, g_free);
  g_clear_pointer (&self->document_message, g_free);
  G_OBJECT_CLASS (annae_staff_strip_parent_class)->dispose (object);
}

static void
annae_staff_strip_class_init (AnnaeStaffStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annae_staff_strip_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_set_template_from_resource (widget_class, "/kr/annae/Annae/ui/staff-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, step);
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, cause);
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, portrait);
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, action);
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, second_action);
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, told);
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, attempts);
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, offer);
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, pack);
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, camera);
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, voice);
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, liveness);
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, came);
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, take_over);
  gtk_widget_class_bind_template_child (widget_class, AnnaeStaffStrip, audit);
}

static void
annae_staff_strip_init (AnnaeStaffStrip *self)
{
  g_type_ensure (ANNAE_TYPE_TEXT);
  g_type_ensure (ANNAE_TYPE_CHOICE_BUTTON);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "staff");
}
