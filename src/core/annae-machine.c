/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The flow of one session: one table of transitions, and what entering and leaving a step always brings with it.
 * So "the camera is closed" and "the person is wiped" cannot be forgotten by a transition: they hang on the steps. */

#include "annae-machine.h"

typedef struct
{
  AnnaeStep from;
  AnnaeEventId event;
  AnnaeStep to;
  AnnaeOutcome outcome; /* where `to` is RESULT */
} Transition;

/* clang-format off */
static const Transition transitions[] = {
  { ANNAE_STEP_LANGUAGE,  ANNAE_EVENT_LANGUAGE_CHOSEN,  ANNAE_STEP_CHOICE,    ANNAE_OUTCOME_NONE },

  { ANNAE_STEP_CHOICE,    ANNAE_EVENT_START,            ANNAE_STEP_DOCUMENT,  ANNAE_OUTCOME_NONE },
  { ANNAE_STEP_CHOICE,    ANNAE_EVENT_PRACTISE,         ANNAE_STEP_PRACTICE,  ANNAE_OUTCOME_NONE },
  { ANNAE_STEP_CHOICE,    ANNAE_EVENT_BACK,             ANNAE_STEP_LANGUAGE,  ANNAE_OUTCOME_NONE },

  { ANNAE_STEP_PRACTICE,  ANNAE_EVENT_POSITION_REACHED, ANNAE_STEP_PRACTISED, ANNAE_OUTCOME_NONE },
  { ANNAE_STEP_PRACTICE,  ANNAE_EVENT_SOURCE_ENDED,     ANNAE_STEP_PRACTISED, ANNAE_OUTCOME_NONE },
  { ANNAE_STEP_PRACTICE,  ANNAE_EVENT_START,            ANNAE_STEP_DOCUMENT,  ANNAE_OUTCOME_NONE },
  { ANNAE_STEP_PRACTICE,  ANNAE_EVENT_BACK,             ANNAE_STEP_CHOICE,    ANNAE_OUTCOME_NONE },

  { ANNAE_STEP_PRACTISED, ANNAE_EVENT_START,            ANNAE_STEP_DOCUMENT,  ANNAE_OUTCOME_NONE },
  { ANNAE_STEP_PRACTISED, ANNAE_EVENT_PRACTISE,         ANNAE_STEP_PRACTICE,  ANNAE_OUTCOME_NONE },
  { ANNAE_STEP_PRACTISED, ANNAE_EVENT_BACK,             ANNAE_STEP_CHOICE,    ANNAE_OUTCOME_NONE },

  /* DOCUMENT_TAKEN goes on to POSITION, unless the document has expired: see after_document (). */
  { ANNAE_STEP_DOCUMENT,  ANNAE_EVENT_BACK,             ANNAE_STEP_CHOICE,    ANNAE_OUTCOME_NONE },
  { ANNAE_STEP_DOCUMENT,  ANNAE_EVENT_SOURCE_ENDED,     ANNAE_STEP_RESULT,    ANNAE_OUTCOME_UNDECIDED },

  { ANNAE_STEP_POSITION,  ANNAE_EVENT_POSITION_REACHED, ANNAE_STEP_CHECK,     ANNAE_OUTCOME_NONE },
  { ANNAE_STEP_POSITION,  ANNAE_EVENT_BACK,             ANNAE_STEP_DOCUMENT,  ANNAE_OUTCOME_NONE },
  { ANNAE_STEP_POSITION,  ANNAE_EVENT_SOURCE_ENDED,     ANNAE_STEP_RESULT,    ANNAE_OUTCOME_UNDECIDED },

  /* COMPARED leaves the check by its verdict: see after_comparison (). Going back costs no attempt. */
  { ANNAE_STEP_CHECK,     ANNAE_EVENT_BACK,             ANNAE_STEP_POSITION,  ANNAE_OUTCOME_NONE },

  { ANNAE_STEP_RETRY,     ANNAE_EVENT_TRY_AGAIN,        ANNAE_STEP_POSITION,  ANNAE_OUTCOME_NONE },
  { ANNAE_STEP_RETRY,     ANNAE_EVENT_BACK,             ANNAE_STEP_DOCUMENT,  ANNAE_OUTCOME_NONE },

  { ANNAE_STEP_RESULT,    ANNAE_EVENT_FINISH,           ANNAE_STEP_LANGUAGE,  ANNAE_OUTCOME_NONE },
};

/* From every step between the language and the result. */
static const struct
{
  AnnaeEventId event;
  AnnaeOutcome outcome;
} ways_out[] = {
  { ANNAE_EVENT_OTHER_WAY,        ANNAE_OUTCOME_DECLINED },
  { ANNAE_EVENT_CANCEL,           ANNAE_OUTCOME_CANCELLED },
  { ANNAE_EVENT_STAFF_TAKES_OVER, ANNAE_OUTCOME_UNDECIDED },
  { ANNAE_EVENT_FAILURE,          ANNAE_OUTCOME_FAILED },
};

/* What entering a step always does. A portrait is held from the end of DOCUMENT on; whoever goes back before it, or reaches
 * the end, no longer has one. */
static const AnnaeEffects on_enter[ANNAE_N_STEPS] = {
  [ANNAE_STEP_LANGUAGE]  = ANNAE_EFFECT_WIPE_ALL | ANNAE_EFFECT_FORGET_PERSON | ANNAE_EFFECT_WITHDRAW_NOTICE
                           | ANNAE_EFFECT_SAY_PAGE,
  [ANNAE_STEP_CHOICE]    = ANNAE_EFFECT_WIPE_ALL | ANNAE_EFFECT_SAY_PAGE,
  [ANNAE_STEP_PRACTICE]  = ANNAE_EFFECT_OPEN_LIVE | ANNAE_EFFECT_SAY_PAGE,
  [ANNAE_STEP_PRACTISED] = ANNAE_EFFECT_WIPE_ALL | ANNAE_EFFECT_SAY_PAGE,
  [ANNAE_STEP_DOCUMENT]  = ANNAE_EFFECT_WIPE_ALL | ANNAE_EFFECT_OPEN_DOCUMENT | ANNAE_EFFECT_SAY_PAGE,
  [ANNAE_STEP_POSITION]  = ANNAE_EFFECT_OPEN_LIVE | ANNAE_EFFECT_SAY_PAGE,
  [ANNAE_STEP_CHECK]     = ANNAE_EFFECT_COMPARE | ANNAE_EFFECT_SAY_PAGE,
  [ANNAE_STEP_RETRY]     = ANNAE_EFFECT_SAY_PAGE,
  [ANNAE_STEP_RESULT]    = ANNAE_EFFECT_WIPE_ALL | ANNAE_EFFECT_SAY_PAGE | ANNAE_EFFECT_REPORT_OUTCOME,
};

static const AnnaeEffects on_leave[ANNAE_N_STEPS] = {
  [ANNAE_STEP_PRACTICE]  = ANNAE_EFFECT_CLOSE_SOURCE | ANNAE_EFFECT_WIPE_PROBE,
  [ANNAE_STEP_DOCUMENT]  = ANNAE_EFFECT_CLOSE_SOURCE,
  [ANNAE_STEP_POSITION]  = ANNAE_EFFECT_CLOSE_SOURCE,
  [ANNAE_STEP_CHECK]     = ANNAE_EFFECT_CANCEL_COMPARISON | ANNAE_EFFECT_WIPE_PROBE,
};
/* clang-format on */

void
annae_machine_state_init (AnnaeMachineState *state, gint64 now_us)
{
  *state = (AnnaeMachineState) {
    .step = ANNAE_STEP_LANGUAGE,
    .step_since_us = now_us,
    .last_activity_us = now_us,
  };
}

/* Someone is being served: between the language page and the result. */
static gboolean
is_underway (AnnaeStep step)
{
  return step != ANNAE_STEP_LANGUAGE && step != ANNAE_STEP_RESULT;
}

static gboolean
shows_that_someone_is_there (AnnaeEventId event)
{
  switch (event)
    {
    case ANNAE_EVENT_TICK:
    case ANNAE_EVENT_FAILURE:
    case ANNAE_EVENT_SOURCE_ENDED:
    case ANNAE_EVENT_COMPARED:
    case ANNAE_N_EVENTS:
      return FALSE;
    default:
      return TRUE;
    }
}

static AnnaeEffects
go (AnnaeMachineState *state, AnnaeStep to, gint64 now_us)
{
  AnnaeEffects effects = on_leave[state->step] | on_enter[to];

  if (state->step == ANNAE_STEP_POSITION && to != ANNAE_STEP_CHECK)
    effects |= ANNAE_EFFECT_WIPE_PROBE;
  /* One kind of wiping is enough to name. */
  if (effects & ANNAE_EFFECT_WIPE_ALL)
    {
      effects &= ~ANNAE_EFFECT_WIPE_PROBE;
      state->have_document = FALSE;
      if (to != ANNAE_STEP_RESULT)
        state->expiry = ANNAE_EXPIRY_UNREAD;
    }
  if (to == ANNAE_STEP_LANGUAGE)
    {
      annae_machine_state_init (state, now_us);
      return effects;
    }
  state->step = to;
  state->step_since_us = now_us;
  state->last_activity_us = MAX (state->last_activity_us, now_us);
  state->warning = FALSE;
  return effects;
}

static AnnaeEffects
finish (AnnaeMachineState *state, AnnaeOutcome outcome, AnnaeReason reason, gint64 now_us)
{
  AnnaeEffects effects;

  state->outcome = outcome;
  state->reason = reason;
  effects = go (state, ANNAE_STEP_RESULT, now_us);

  /* Where the person needs somebody next, somebody is called: no dead ends. */
  if (outcome == ANNAE_OUTCOME_NO_MATCH || outcome == ANNAE_OUTCOME_UNDECIDED || outcome == ANNAE_OUTCOME_FAILED)
    {
      state->staff_called = TRUE;
      effects |= ANNAE_EFFECT_NOTIFY_STAFF;
    }
  return effects;
}

/* Document, liveness and comparison together: the table of annae-outcome.c. */
static AnnaeVerdict
verdict_of (const AnnaePolicy *policy, const AnnaeMachineState *state, const AnnaeEvent *event)
{
  AnnaePortrait portrait = ANNAE_PORTRAIT_MISSING;

  if (state->have_document)
    portrait = event->weak_portrait ? ANNAE_PORTRAIT_WEAK : ANNAE_PORTRAIT_SOUND;
  return annae_outcome_combine (policy->liveness, portrait, event->liveness, event->verdict);
}

static AnnaeEffects
after_comparison (const AnnaePolicy *policy, AnnaeMachineState *state, const AnnaeEvent *event)
{
  AnnaeVerdict verdict = verdict_of (policy, state, event);
  /* Whose faces agree lacks nothing else. */
  AnnaeReason reason = event->verdict == ANNAE_VERDICT_MATCH && verdict != ANNAE_VERDICT_MATCH && state->have_document
                           ? ANNAE_REASON_LIVENESS
                           : event->reason;
  /* Whoever held up a picture is not given another two tries to hold it better: staff looks. */
  gboolean may_help = event->reason != ANNAE_REASON_CANNOT_VERIFY && event->reason != ANNAE_REASON_MACHINE
                      && event->liveness != ANNAE_LIVENESS_FLAT;

  state->attempts_used++;
  state->liveness = event->liveness;
  state->reason = reason;
  if (verdict == ANNAE_VERDICT_MATCH)
    {
      /* The face is right, and no further attempt at it reads the date: staff looks at the document. */
      if (policy->document_expiry && state->expiry != ANNAE_EXPIRY_VALID)
        return finish (state, ANNAE_OUTCOME_UNDECIDED, ANNAE_REASON_EXPIRY_UNREAD, event->time_us);
      return finish (state, ANNAE_OUTCOME_MATCH, ANNAE_REASON_NONE, event->time_us);
    }
  if (may_help && annae_machine_attempts_left (policy, state) > 0)
    return go (state, ANNAE_STEP_RETRY, event->time_us);
  return finish (state,
                 verdict == ANNAE_VERDICT_NO_MATCH ? ANNAE_OUTCOME_NO_MATCH : ANNAE_OUTCOME_UNDECIDED,
                 reason != ANNAE_REASON_NONE ? reason : ANNAE_REASON_ATTEMPTS_USED, event->time_us);
}

/* Nobody is asked for their face where the document already decides. */
static AnnaeEffects
after_document (const AnnaePolicy *policy, AnnaeMachineState *state, const AnnaeEvent *event)
{
  AnnaeEffects effects;

  state->expiry = event->expiry;
  if (policy->document_expiry && event->expiry == ANNAE_EXPIRY_PAST)
    return finish (state, ANNAE_OUTCOME_UNDECIDED, ANNAE_REASON_DOCUMENT_EXPIRED, event->time_us);
  effects = go (state, ANNAE_STEP_POSITION, event->time_us);
  state->have_document = TRUE;
  return effects;
}

/* Whoever still does something with a result, reads on or makes it larger, keeps it. Nothing of them is held any more. */
static gint64
result_ends_us (const AnnaePolicy *policy, const AnnaeMachineState *state)
{
  return MAX (state->step_since_us, state->last_activity_us) + policy->result_us;
}

static AnnaeEffects
after_time (const AnnaePolicy *policy, AnnaeMachineState *state, gint64 now_us)
{
  if (state->step == ANNAE_STEP_RESULT)
    return now_us >= result_ends_us (policy, state) ? go (state, ANNAE_STEP_LANGUAGE, now_us) : ANNAE_EFFECT_NONE;
  if (!is_underway (state->step))
    return ANNAE_EFFECT_NONE;
  if (state->warning)
    {
      /* The warning time counts from when the warning was really shown, so that a sleeping machine that wakes up late
       * warns before it wipes. */
      if (now_us - state->warning_since_us >= policy->warning_us)
        return finish (state, ANNAE_OUTCOME_TIMEOUT, ANNAE_REASON_NONE, now_us);
      return ANNAE_EFFECT_NONE;
    }
  if (now_us - state->last_activity_us >= policy->idle_us - policy->warning_us)
    {
      state->warning = TRUE;
      state->warning_since_us = now_us;
      return ANNAE_EFFECT_SAY_WARNING;
    }
  return ANNAE_EFFECT_NONE;
}

/* Events that mean the same on every page; TRUE where this was one. */
static gboolean
apply_everywhere (const AnnaePolicy *policy, AnnaeMachineState *state, const AnnaeEvent *event, AnnaeEffects *effects)
{
  switch (event->id)
    {
    case ANNAE_EVENT_TICK:
      *effects = after_time (policy, state, event->time_us);
      return TRUE;
    case ANNAE_EVENT_ACTIVITY:
    case ANNAE_EVENT_EXTEND:
    case ANNAE_EVENT_CANNOT_DO: /* the session swaps the request */
      return TRUE;
    case ANNAE_EVENT_CALL_STAFF:
      state->staff_called = TRUE;
      *effects = ANNAE_EFFECT_NOTIFY_STAFF;
      return TRUE;
    case ANNAE_EVENT_STAFF_CAME:
      *effects = state->staff_called ? ANNAE_EFFECT_WITHDRAW_NOTICE : ANNAE_EFFECT_NONE;
      state->staff_called = FALSE;
      return TRUE;
    default:
      return FALSE;
    }
}

/* A sign of life ends the warning. Asking for more time in words is counted and limited by policy, because a key that is
 * jammed must not hold a session open for ever. */
static void
note_activity (const AnnaePolicy *policy, AnnaeMachineState *state, const AnnaeEvent *event)
{
  if (event->id == ANNAE_EVENT_EXTEND)
    {
      if (!is_underway (state->step) || state->extensions_used >= policy->extensions)
        return;
      state->extensions_used++;
    }
  state->last_activity_us = MAX (state->last_activity_us, event->time_us);
  state->warning = FALSE;
}

AnnaeEffects
annae_machine_step (const AnnaePolicy *policy, AnnaeMachineState *state, const AnnaeEvent *event)
{
  AnnaeEffects effects = ANNAE_EFFECT_NONE;

  if (shows_that_someone_is_there (event->id))
    note_activity (policy, state, event);
  if (apply_everywhere (policy, state, event, &effects))
    return effects;

  if (state->step == ANNAE_STEP_CHECK && event->id == ANNAE_EVENT_COMPARED)
    return after_comparison (policy, state, event);
  if (state->step == ANNAE_STEP_DOCUMENT && event->id == ANNAE_EVENT_DOCUMENT_TAKEN)
    return after_document (policy, state, event);

  if (is_underway (state->step))
    for (gsize i = 0; i < G_N_ELEMENTS (ways_out); i++)
      if (ways_out[i].event == event->id)
        {
          effects = finish (state, ways_out[i].outcome, event->reason, event->time_us);
          if (event->id == ANNAE_EVENT_STAFF_TAKES_OVER) /* they are here already */
            {
              state->staff_called = FALSE;
              effects = (effects & ~ANNAE_EFFECT_NOTIFY_STAFF) | ANNAE_EFFECT_WITHDRAW_NOTICE;
            }
          return effects;
        }

  for (gsize i = 0; i < G_N_ELEMENTS (transitions); i++)
    {
      const Transition *t = &transitions[i];

      if (t->from != state->step || t->event != event->id)
        continue;
      if (t->to == ANNAE_STEP_RESULT)
        return finish (state, t->outcome, event->reason, event->time_us);
      /* A card that was the cause is shown again before the face is tried again. */
      if (t->event == ANNAE_EVENT_TRY_AGAIN && state->reason == ANNAE_REASON_CARD_QUALITY)
        return go (state, ANNAE_STEP_DOCUMENT, event->time_us);
      return go (state, t->to, event->time_us);
    }
  return ANNAE_EFFECT_NONE;
}

gint64
annae_machine_next_deadline (const AnnaePolicy *policy, const AnnaeMachineState *state)
{
  if (state->step == ANNAE_STEP_RESULT)
    return result_ends_us (policy, state);
  if (!is_underway (state->step))
    return G_MAXINT64;
  if (state->warning)
    return state->warning_since_us + policy->warning_us;
  return state->last_activity_us + policy->idle_us - policy->warning_us;
}

guint
annae_machine_attempts_left (const AnnaePolicy *policy, const AnnaeMachineState *state)
{
  return policy->attempts > state->attempts_used ? policy->attempts - state->attempts_used : 0;
}

gboolean
annae_step_uses_camera (AnnaeStep step)
{
  return step == ANNAE_STEP_PRACTICE || step == ANNAE_STEP_DOCUMENT || step == ANNAE_STEP_POSITION;
}

const char *
annae_step_name (AnnaeStep step)
{
  static const char *const names[ANNAE_N_STEPS] = {
    [ANNAE_STEP_LANGUAGE] = "language", [ANNAE_STEP_CHOICE] = "choice",     [ANNAE_STEP_PRACTICE] = "practice",
    [ANNAE_STEP_PRACTISED] = "practised", [ANNAE_STEP_DOCUMENT] = "document", [ANNAE_STEP_POSITION] = "position",
    [ANNAE_STEP_CHECK] = "check",       [ANNAE_STEP_RETRY] = "retry",       [ANNAE_STEP_RESULT] = "result",
  };
  g_return_val_if_fail (step < ANNAE_N_STEPS, NULL);
  return names[step];
}

const char *
annae_outcome_name (AnnaeOutcome outcome)
{
  static const char *const names[ANNAE_N_OUTCOMES] = {
    [ANNAE_OUTCOME_NONE] = "none",           [ANNAE_OUTCOME_MATCH] = "match",
    [ANNAE_OUTCOME_NO_MATCH] = "no-match",   [ANNAE_OUTCOME_UNDECIDED] = "undecided",
    [ANNAE_OUTCOME_DECLINED] = "declined",   [ANNAE_OUTCOME_CANCELLED] = "cancelled",
    [ANNAE_OUTCOME_TIMEOUT] = "timeout",     [ANNAE_OUTCOME_FAILED] = "failed",
  };
  g_return_val_if_fail (outcome < ANNAE_N_OUTCOMES, NULL);
  return names[outcome];
}

const char *
annae_event_name (AnnaeEventId event)
{
  static const char *const names[ANNAE_N_EVENTS] = {
    [ANNAE_EVENT_LANGUAGE_CHOSEN] = "language-chosen",
    [ANNAE_EVENT_START] = "start",
    [ANNAE_EVENT_OTHER_WAY] = "other-way",
    [ANNAE_EVENT_PRACTISE] = "practise",
    [ANNAE_EVENT_BACK] = "back",
    [ANNAE_EVENT_CANCEL] = "cancel",
    [ANNAE_EVENT_TRY_AGAIN] = "try-again",
    [ANNAE_EVENT_CALL_STAFF] = "call-staff",
    [ANNAE_EVENT_STAFF_CAME] = "staff-came",
    [ANNAE_EVENT_STAFF_TAKES_OVER] = "staff-takes-over",
    [ANNAE_EVENT_ACTIVITY] = "activity",
    [ANNAE_EVENT_EXTEND] = "extend",
    [ANNAE_EVENT_CANNOT_DO] = "cannot-do",
    [ANNAE_EVENT_FINISH] = "finish",
    [ANNAE_EVENT_DOCUMENT_TAKEN] = "document-taken",
    [ANNAE_EVENT_POSITION_REACHED] = "position-reached",
    [ANNAE_EVENT_COMPARED] = "compared",
    [ANNAE_EVENT_SOURCE_ENDED] = "source-ended",
    [ANNAE_EVENT_FAILURE] = "failure",
    [ANNAE_EVENT_TICK] = "tick",
  };
  g_return_val_if_fail (event < ANNAE_N_EVENTS, NULL);
  return names[event];
}
