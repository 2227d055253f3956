/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Events into the machine and its effects carried out, in the order the machine promises. An event that comes up while
 * another is being applied waits its turn, so that nobody ever sees half a step. */

#include "annae-session-private.h"

#define STEADY_TICK_MS 200

gint64
annae_session_now (AnnaeSession *self)
{
  /* A recording that is not paced makes the time itself: how long it takes to look at it must not matter. */
  if (self->source != NULL && !self->source_is_live)
    return self->recording_now_us;
  return g_get_monotonic_time () + self->clock_offset;
}

void
annae_session_notify (AnnaeSession *self, const char *property)
{
  g_object_notify (G_OBJECT (self), property);
}

static void
wipe_probe (AnnaeSession *self)
{
  annae_session_forget_candidate (self);
  annae_session_forget_moments (self);
  annae_guide_reset (self->guide, annae_session_now (self));
  annae_requests_reset (self->requests, NULL, annae_session_now (self));
  self->liveness = ANNAE_LIVENESS_NOT_TESTED;
  self->asking = self->in_place = FALSE;
  annae_vault_wipe (&self->recording, sizeof self->recording);
  annae_recording_init (&self->recording, self->guide_config.true_pitch);
  annae_vault_wipe (&self->observation, sizeof self->observation);
  annae_observation_init (&self->observation, annae_session_now (self), 0, 0);
  annae_vault_wipe (&self->comparison, sizeof self->comparison);
}

/* What the vault has wiped since this customer began, counted after everything of them is gone. */
static void
count_wiped (AnnaeSession *self)
{
  AnnaeVaultReport now;

  annae_vault_get_report (&now);
  self->wiped = now;
  for (guint kind = 0; kind < ANNAE_VAULT_N_KINDS; kind++)
    {
      self->wiped.kinds[kind].wiped_blocks -= self->at_start.kinds[kind].wiped_blocks;
      self->wiped.kinds[kind].wiped_bytes -= self->at_start.kinds[kind].wiped_bytes;
    }
  self->wiped.total.wiped_blocks -= self->at_start.total.wiped_blocks;
  self->wiped.total.wiped_bytes -= self->at_start.total.wiped_bytes;
}

static void
wipe_all (AnnaeSession *self)
{
  annae_session_cancel_work (self);
  wipe_probe (self);
  annae_document_guide_reset (self->document_guide, annae_session_now (self));
  annae_vault_wipe (&self->document_view, sizeof self->document_view);
  g_clear_pointer (&self->reference, annae_template_unref);
  self->reference_gate = ANNAE_GATE_PASSES;
  annae_analyzer_clear (self->analyzer);
  annae_session_wipe_work (self);
  annae_vault_trim ();
}

/* The next customer finds nothing of this one. What a counter is set to (language, sound, look) its owner puts back
 * when the step is LANGUAGE: here nobody knows whether a counter is to be silent. */
static void
forget_person (AnnaeSession *self)
{
  AnnaeVaultReport now;

  /* Whoever practised and went away had no result. */
  annae_vault_get_report (&now);
  if (now.total.wiped_blocks != self->at_start.total.wiped_blocks)
    count_wiped (self);
  self->at_start = now;
  annae_vault_begin_person ();
  g_clear_error (&self->failure);
  self->reference_fault = ANNAE_PORTRAIT_FAULT_NONE;
  g_object_set (self, "patience", 1.0, "small-movements", FALSE, NULL);
  if (self->demonstration == ANNAE_DEMONSTRATION_ONCE)
    annae_session_change_demonstration (self, ANNAE_DEMONSTRATION_NONE);
}

static void
carry_out (AnnaeSession *self, AnnaeEffects effects)
{
  if (effects & ANNAE_EFFECT_CANCEL_COMPARISON)
    annae_session_cancel_work (self);
  if (effects & ANNAE_EFFECT_CLOSE_SOURCE)
    annae_session_close_source (self);
  if (effects & ANNAE_EFFECT_WIPE_PROBE)
    wipe_probe (self);
  if (effects & ANNAE_EFFECT_WIPE_ALL)
    wipe_all (self);
  if (effects & ANNAE_EFFECT_REPORT_OUTCOME)
    count_wiped (self);
  if (effects & ANNAE_EFFECT_FORGET_PERSON)
    forget_person (self);
  if (effects & ANNAE_EFFECT_OPEN_DOCUMENT)
    annae_session_open_document (self);
  if (effects & ANNAE_EFFECT_OPEN_LIVE)
    {
      self->guide_config.again = self->state.attempts_used > 0;
      annae_guide_set_config (self->guide, &self->guide_config);
      annae_session_open_live (self);
    }
  if (effects & ANNAE_EFFECT_COMPARE)
    annae_session_compare (self);
  if (effects & ANNAE_EFFECT_SAY_WARNING)
    annae_session_say_warning (self);
}

static void
notify_changes (AnnaeSession *self, const AnnaeMachineState *before)
{
  const AnnaeMachineState *after = &self->state;

  if (before->outcome != after->outcome)
    annae_session_notify (self, "outcome");
  if (before->reason != after->reason)
    annae_session_notify (self, "reason");
  if (before->attempts_used != after->attempts_used)
    annae_session_notify (self, "attempts-left");
  if (before->staff_called != after->staff_called)
    annae_session_notify (self, "staff-called");
  if (before->warning != after->warning)
    {
      annae_session_notify (self, "warning");
      annae_session_notify (self, "warning-progress");
    }
  if (before->step != after->step)
    annae_session_notify (self, "step");
}

static void
apply_one (AnnaeSession *self, const AnnaeEvent *event)
{
  AnnaeMachineState before = self->state;
  const AnnaePolicy policy = annae_session_paced_policy (self);
  AnnaeEffects effects = annae_machine_step (&policy, &self->state, event);

  carry_out (self, effects);
  g_object_freeze_notify (G_OBJECT (self));
  notify_changes (self, &before);
  g_object_thaw_notify (G_OBJECT (self));

  /* After the properties: who listens to these looks at the properties first. */
  if (effects & ANNAE_EFFECT_SAY_PAGE)
    annae_session_say_page (self, FALSE);
  if (effects & ANNAE_EFFECT_NOTIFY_STAFF)
    annae_session_sound_help (self);
  if ((effects & ANNAE_EFFECT_NOTIFY_STAFF) && before.staff_called)
    annae_session_notify (self, "staff-called"); /* called again: tell them again */
  if (effects & ANNAE_EFFECT_REPORT_OUTCOME)
    {
      g_signal_emit (self, annae_session_signals[ANNAE_SESSION_SIGNAL_WIPED], 0);
      g_signal_emit (self, annae_session_signals[ANNAE_SESSION_SIGNAL_FINISHED], 0, (int) self->state.outcome);
    }
}

void
annae_session_apply (AnnaeSession *self, const AnnaeEvent *event)
{
  g_autoptr (AnnaeSession) keep = g_object_ref (self);

  g_queue_push_tail (&self->events, g_memdup2 (event, sizeof *event));
  if (self->applying)
    return;
  self->applying = TRUE;
  while (!g_queue_is_empty (&self->events))
    {
      g_autofree AnnaeEvent *next = g_queue_pop_head (&self->events);

      apply_one (self, next);
    }
  self->applying = FALSE;
  annae_session_arm_deadline (self);
}

void
annae_session_apply_simple (AnnaeSession *self, AnnaeEventId id, AnnaeReason reason)
{
  AnnaeEvent event = { .id = id, .time_us = annae_session_now (self), .reason = reason };

  annae_session_apply (self, &event);
}

void
annae_session_fail (AnnaeSession *self, AnnaeReason reason, const GError *error)
{
  g_clear_error (&self->failure);
  self->failure = error != NULL ? g_error_copy (error) : NULL;
  annae_session_apply_simple (self, ANNAE_EVENT_FAILURE, reason);
}

static gboolean
on_deadline (gpointer user_data)
{
  AnnaeSession *self = user_data;

  g_clear_pointer (&self->deadline, g_source_unref);
  if (self->state.warning)
    annae_session_notify (self, "warning-progress");
  if (self->camera_trouble != ANNAE_ADVICE_NONE && annae_step_uses_camera (self->state.step))
    annae_session_repeat_trouble (self);
  annae_session_break_silence (self);
  annae_session_apply_simple (self, ANNAE_EVENT_TICK, ANNAE_REASON_NONE);
  return G_SOURCE_REMOVE;
}

/* One timer: at the machine's next deadline, or steadily while a ring fills or a camera is waited for. */
void
annae_session_arm_deadline (AnnaeSession *self)
{
  const AnnaePolicy policy = annae_session_paced_policy (self);
  gint64 at = MIN (annae_machine_next_deadline (&policy, &self->state), annae_session_silence_deadline (self));
  gboolean steady
      = self->state.warning || (self->camera_trouble != ANNAE_ADVICE_NONE && annae_step_uses_camera (self->state.step));

  if (self->deadline != NULL)
    {
      g_source_destroy (self->deadline);
      g_clear_pointer (&self->deadline, g_source_unref);
    }
  if (at == G_MAXINT64 && !steady)
    return;

  gint64 wait_us = at == G_MAXINT64 ? G_MAXINT64 : MAX (at - annae_session_now (self), 0);
  gint64 wait_ms = MIN (wait_us / ANNAE_USEC_PER_MSEC + 1, G_MAXINT);
  self->deadline = g_timeout_source_new (steady ? MIN (wait_ms, STEADY_TICK_MS) : (guint) wait_ms);
  g_source_set_callback (self->deadline, on_deadline, self, NULL);
  g_source_attach (self->deadline, self->context);
}
