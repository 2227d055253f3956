/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The flow of one customer's session as a pure function: (policy, state, event) to (state, effects).
 * It never reads a clock, allocates nothing and knows no device; annae-session carries its effects out. */

#pragma once

#include "annae-errors.h"
#include "annae-matcher.h"
#include "annae-mrz.h"
#include "annae-outcome.h"
#include "annae-policy.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_STEP_LANGUAGE,   /* waiting for a customer: nothing is held */
  ANNAE_STEP_CHOICE,     /* what will happen; another way, start, practise first */
  ANNAE_STEP_PRACTICE,   /* guidance that verifies nothing */
  ANNAE_STEP_PRACTISED,  /* practice is over: start, again, another way */
  ANNAE_STEP_DOCUMENT,   /* the card before the camera, or a file */
  ANNAE_STEP_POSITION,   /* guidance until the face is right and still */
  ANNAE_STEP_CHECK,      /* comparing; Escape stops it */
  ANNAE_STEP_RETRY,      /* could not be sure: what to change, attempts left */
  ANNAE_STEP_RESULT,     /* the end: outcome, and what was wiped */
  ANNAE_N_STEPS
} AnnaeStep;

typedef enum
{
  ANNAE_OUTCOME_NONE,
  ANNAE_OUTCOME_MATCH,
  ANNAE_OUTCOME_NO_MATCH,
  ANNAE_OUTCOME_UNDECIDED,
  ANNAE_OUTCOME_DECLINED,
  ANNAE_OUTCOME_CANCELLED,
  ANNAE_OUTCOME_TIMEOUT,
  ANNAE_OUTCOME_FAILED,
  ANNAE_N_OUTCOMES
} AnnaeOutcome;

typedef enum
{
  /* from the customer */
  ANNAE_EVENT_LANGUAGE_CHOSEN,
  ANNAE_EVENT_START,       /* agrees and starts */
  ANNAE_EVENT_OTHER_WAY,   /* refuses: as easy as agreeing, on every page */
  ANNAE_EVENT_PRACTISE,
  ANNAE_EVENT_BACK,
  ANNAE_EVENT_CANCEL,      /* stop altogether */
  ANNAE_EVENT_TRY_AGAIN,
  ANNAE_EVENT_CALL_STAFF,
  ANNAE_EVENT_STAFF_CAME,  /* the call is answered */
  ANNAE_EVENT_STAFF_TAKES_OVER, /* staff ends the check: undecided */
  ANNAE_EVENT_ACTIVITY,    /* a key, a touch, a face that moves: someone is there */
  ANNAE_EVENT_EXTEND,      /* "I need more time" */
  ANNAE_EVENT_CANNOT_DO,   /* "I cannot do this": another movement is asked for, and nothing is held against them */
  ANNAE_EVENT_FINISH,      /* next customer */
  /* from the floors below */
  ANNAE_EVENT_DOCUMENT_TAKEN,
  ANNAE_EVENT_POSITION_REACHED,
  ANNAE_EVENT_COMPARED,    /* verdict, reason */
  ANNAE_EVENT_SOURCE_ENDED, /* the recording is over */
  ANNAE_EVENT_FAILURE,     /* the machine cannot go on: reason */
  ANNAE_EVENT_TICK,        /* time has passed */
  ANNAE_N_EVENTS
} AnnaeEventId;

typedef struct
{
  AnnaeEventId id;
  gint64 time_us;
  AnnaeVerdict verdict; /* COMPARED: of the two templates alone */
  AnnaeLiveness liveness; /* COMPARED */
  gboolean weak_portrait; /* COMPARED: the document's portrait is small or there is glare on it */
  AnnaeReason reason;   /* COMPARED, FAILURE, SOURCE_ENDED */
  AnnaeExpiry expiry;   /* DOCUMENT_TAKEN */
} AnnaeEvent;

typedef struct
{
  AnnaeStep step;
  AnnaeOutcome outcome;
  AnnaeReason reason;
  guint attempts_used;
  guint extensions_used;
  gboolean have_document;
  AnnaeExpiry expiry;      /* of the document that was taken; a result keeps it */
  AnnaeLiveness liveness;  /* shown at the last attempt; a result keeps it */
  gboolean staff_called;
  gboolean warning;        /* "are you still there?" is shown */
  gint64 step_since_us;
  gint64 last_activity_us;
  gint64 warning_since_us;
} AnnaeMachineState;

/* What annae-session is to do, in this order. */
typedef enum
{
  ANNAE_EFFECT_NONE = 0,
  ANNAE_EFFECT_CANCEL_COMPARISON = 1 << 0,
  ANNAE_EFFECT_CLOSE_SOURCE = 1 << 1,
  ANNAE_EFFECT_WIPE_PROBE = 1 << 2,   /* what was taken of the live face */
  ANNAE_EFFECT_WIPE_ALL = 1 << 3,     /* everything of this person, the document's portrait too */
  ANNAE_EFFECT_FORGET_PERSON = 1 << 4, /* language, text size, profile: back to the counter's own */
  ANNAE_EFFECT_OPEN_DOCUMENT = 1 << 5, /* camera at its largest mode, or the file */
  ANNAE_EFFECT_OPEN_LIVE = 1 << 6,
  ANNAE_EFFECT_COMPARE = 1 << 7,
  ANNAE_EFFECT_NOTIFY_STAFF = 1 << 8,
  ANNAE_EFFECT_WITHDRAW_NOTICE = 1 << 9,
  ANNAE_EFFECT_SAY_PAGE = 1 << 10,    /* the step has changed: say what is on the page */
  ANNAE_EFFECT_SAY_WARNING = 1 << 11,
  ANNAE_EFFECT_REPORT_OUTCOME = 1 << 12 /* to the shop's system: exactly once a session */
} AnnaeEffects;

void annae_machine_state_init (AnnaeMachineState *state, gint64 now_us);

/* Applies one event. An event that means nothing in this step changes nothing (activity excepted) and has no effects.
 * Returns the effects. */
AnnaeEffects annae_machine_step (const AnnaePolicy *policy, AnnaeMachineState *state, const AnnaeEvent *event);

/* When TICK is next of interest, or G_MAXINT64. */
gint64 annae_machine_next_deadline (const AnnaePolicy *policy, const AnnaeMachineState *state);

guint annae_machine_attempts_left (const AnnaePolicy *policy, const AnnaeMachineState *state);

const char *annae_step_name (AnnaeStep step);
const char *annae_outcome_name (AnnaeOutcome outcome);
const char *annae_event_name (AnnaeEventId event);

/* TRUE where the step holds the customer's picture or may: the page shows that the camera is looking. */
gboolean annae_step_uses_camera (AnnaeStep step);

G_END_DECLS
