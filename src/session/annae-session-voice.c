/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said: pages, advice and warnings in the customer's language, each under a stable name, so that a recorded clip can
 * take its place and a sentence is never cut by itself. Whoever listens to "said" reads along (command line, tests). */

/* For whoever looks for why something was or was not said: G_MESSAGES_DEBUG=annae-voice. */
#define G_LOG_DOMAIN "annae-voice"

#include "annae-prompts.h"
#include "annae-session-private.h"

/* Takes the prompt. is_read: a screen reader comes upon these words by itself, because the focus moves to them. */
static void
say (AnnaeSession *self, AnnaePrompt *taken, AnnaeSayPriority priority, gboolean is_read)
{
  g_autoptr (AnnaePrompt) prompt = taken;
  gboolean left = self->screen_reader && is_read;

  if (*prompt->text == '\0')
    return;
  self->said_us = annae_session_now (self);
  g_debug ("%s %s", left ? "Left to the screen reader:" : "Said:", prompt->name);
  if (left)
    return;
  g_signal_emit (self, annae_session_signals[ANNAE_SESSION_SIGNAL_SAID], 0, prompt->text);
  if (self->speaker != NULL)
    annae_speaker_say (self->speaker, self->language, prompt->name, prompt->text, priority);
}

/* Whoever has switched the sound off hears nothing, the call for staff included: staff sees it on the strip and in a
 * notification. */
static void
play_tone (AnnaeSession *self, AnnaeTone tone)
{
  gboolean muted = FALSE;

  g_object_get (self, "muted", &muted, NULL);
  if (self->speaker != NULL && !muted)
    annae_speaker_play_tone (self->speaker, tone);
}

void
annae_session_say_page (AnnaeSession *self, gboolean asked)
{
  const AnnaeMachineState *state = &self->state;
  gboolean important = FALSE;

  switch (state->step)
    {
    case ANNAE_STEP_RESULT:
      important = TRUE;
      play_tone (self, ANNAE_TONE_RESULT);
      break;
    case ANNAE_STEP_RETRY:
      important = TRUE;
      break;
    case ANNAE_STEP_CHECK:
      play_tone (self, ANNAE_TONE_CAPTURED);
      break;
    case ANNAE_STEP_POSITION:
      play_tone (self, ANNAE_TONE_START);
      break;
    default:
      break;
    }
  say (self,
       state->step == ANNAE_STEP_CHOICE
           ? annae_prompt_for_choice (self->language, &self->policy)
           : annae_prompt_for_page (self->language, state->step, state->outcome, state->reason),
       important ? ANNAE_SAY_IMPORTANT : ANNAE_SAY_PAGE, !asked);
}

void
annae_session_say_audit (AnnaeSession *self, gboolean asked)
{
  if (annae_vault_held_bytes () == 0)
    say (self, annae_prompt_for_audit (self->language), ANNAE_SAY_PAGE, !asked);
}

/* Before the camera the advice repeats itself; to an empty counter and to whoever has a result nothing is repeated. */
static gboolean
waits_for_an_answer (AnnaeSession *self)
{
  AnnaeStep step = self->state.step;

  return (step == ANNAE_STEP_CHOICE || step == ANNAE_STEP_PRACTISED || step == ANNAE_STEP_RETRY) && !self->state.warning
         && self->speaker != NULL && annae_speaker_query_voice (self->speaker, self->language) == ANNAE_VOICE_READY;
}

gint64
annae_session_silence_deadline (AnnaeSession *self)
{
  if (!waits_for_an_answer (self))
    return G_MAXINT64;
  return MAX (self->said_us, self->state.last_activity_us)
         + (gint64) ((double) self->silence_us * self->guide_config.patience);
}

void
annae_session_break_silence (AnnaeSession *self)
{
  gint64 now_us = annae_session_now (self);
  gboolean speaking = FALSE;

  if (now_us < annae_session_silence_deadline (self))
    return;
  g_object_get (self->speaker, "speaking", &speaking, NULL);
  if (speaking)
    self->said_us = now_us; /* the silence has not begun */
  else
    annae_session_say_page (self, FALSE);
}

void
annae_session_say_advice (AnnaeSession *self)
{
  const AnnaeAdvice *advice = &self->advice;

  if (advice->id == ANNAE_ADVICE_HOLD || advice->id == ANNAE_ADVICE_CARD_HOLD)
    play_tone (self, ANNAE_TONE_HOLD);
  /* Whoever has closed their eyes sees nothing of the page, and some languages have no voice. */
  if (advice->id == ANNAE_ADVICE_OPEN_EYES && annae_requests_get_request (self->requests) == ANNAE_REQUEST_CLOSE_EYES)
    play_tone (self, ANNAE_TONE_GOOD);
  say (self, annae_prompt_for_advice (self->language, advice->id, advice->wording), ANNAE_SAY_ADVICE, FALSE);
}

/* Who does not see the notice hears it. */
void
annae_session_say_demonstration (AnnaeSession *self)
{
  say (self, annae_prompt_for_demonstration (self->language), ANNAE_SAY_PAGE, FALSE);
}

void
annae_session_say_warning (AnnaeSession *self)
{
  play_tone (self, ANNAE_TONE_HELP);
  say (self, annae_prompt_for_warning (self->language), ANNAE_SAY_IMPORTANT, TRUE);
}

/* It begins to read where it stands: whatever we are saying would be said twice from here on. */
void
annae_session_set_screen_reader (AnnaeSession *self, gboolean screen_reader)
{
  if (self->screen_reader == screen_reader)
    return;
  self->screen_reader = screen_reader;
  g_debug ("Screen reader: %s", screen_reader ? "yes" : "no");
  if (screen_reader && self->speaker != NULL)
    annae_speaker_stop (self->speaker);
  annae_session_notify (self, "screen-reader");
}

void
annae_session_sound_help (AnnaeSession *self)
{
  play_tone (self, ANNAE_TONE_HELP);
}

void
annae_session_sound_position (AnnaeSession *self)
{
  const AnnaeAdvice *advice = &self->advice;
  gboolean directed = advice->toward_x != 0.0 || advice->toward_y != 0.0 || advice->error > 0.0;
  gboolean sounds = self->positioning_tone && self->source != NULL && (directed || annae_advice_is_good (advice->id));

  if (self->speaker == NULL)
    return;
  if (self->positioning != sounds)
    g_debug ("Positioning tone: %s", sounds ? "on" : "off");
  self->positioning = sounds;
  annae_speaker_set_positioning (self->speaker, sounds, advice->toward_x, advice->error);
}
