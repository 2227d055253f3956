/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The flow: every cell of (step, event), the verdicts, the clock with made-up time, and what must hold after any
 * sequence of events whatever. */

#include <string.h>

#include "annae-machine.h"

static AnnaePolicy policy;

static AnnaeMachineState
at (AnnaeStep step)
{
  AnnaeMachineState state;

  annae_machine_state_init (&state, 0);
  state.step = step;
  state.have_document = step == ANNAE_STEP_POSITION || step == ANNAE_STEP_CHECK || step == ANNAE_STEP_RETRY;
  return state;
}

static AnnaeEffects
send_at (AnnaeMachineState *state, AnnaeEventId id, gint64 time_us)
{
  AnnaeEvent event = { .id = id, .time_us = time_us };

  return annae_machine_step (&policy, state, &event);
}

static AnnaeEffects
compared (AnnaeMachineState *state, AnnaeVerdict verdict, AnnaeReason reason)
{
  AnnaeEvent event = { .id = ANNAE_EVENT_COMPARED, .verdict = verdict, .reason = reason };

  return annae_machine_step (&policy, state, &event);
}

/* One letter a step: Language cHoice pRactice practiseD docUment Position Check retrY rEsult; "." is "stays". */
static AnnaeStep
step_of_letter (char letter)
{
  const char *letters = "LHRDUPCYE";
  const char *found = strchr (letters, letter);

  g_assert_nonnull (found);
  return (AnnaeStep) (found - letters);
}

/* clang-format off */
static const char *const expected[ANNAE_N_EVENTS] = {
  /*                                   L H R D U P C Y E */
  [ANNAE_EVENT_LANGUAGE_CHOSEN]    =  "H........",
  [ANNAE_EVENT_START]              =  ".UUU.....",
  [ANNAE_EVENT_OTHER_WAY]          =  ".EEEEEEE.",
  [ANNAE_EVENT_PRACTISE]           =  ".R.R.....",
  [ANNAE_EVENT_BACK]               =  ".LHHHUPU.",
  [ANNAE_EVENT_CANCEL]             =  ".EEEEEEE.",
  [ANNAE_EVENT_TRY_AGAIN]          =  ".......P.",
  [ANNAE_EVENT_CALL_STAFF]         =  ".........",
  [ANNAE_EVENT_STAFF_CAME]         =  ".........",
  [ANNAE_EVENT_STAFF_TAKES_OVER]   =  ".EEEEEEE.",
  [ANNAE_EVENT_ACTIVITY]           =  ".........",
  [ANNAE_EVENT_EXTEND]             =  ".........",
  [ANNAE_EVENT_CANNOT_DO]          =  ".........",
  [ANNAE_EVENT_FINISH]             =  "........L",
  [ANNAE_EVENT_DOCUMENT_TAKEN]     =  "....P....",
  [ANNAE_EVENT_POSITION_REACHED]   =  "..D..C...",
  [ANNAE_EVENT_COMPARED]           =  "......Y..", /* undecided, attempts left */
  [ANNAE_EVENT_SOURCE_ENDED]       =  "..D.EE...",
  [ANNAE_EVENT_FAILURE]            =  ".EEEEEEE.",
  [ANNAE_EVENT_TICK]               =  ".........", /* no time has passed */
};
/* clang-format on */

static void
test_every_cell (void)
{
  for (guint event = 0; event < ANNAE_N_EVENTS; event++)
    for (guint step = 0; step < ANNAE_N_STEPS; step++)
      {
        AnnaeMachineState state = at ((AnnaeStep) step);
        char letter = expected[event][step];
        AnnaeStep to = letter == '.' ? (AnnaeStep) step : step_of_letter (letter);
        AnnaeEffects effects = send_at (&state, (AnnaeEventId) event, 0);

        if (state.step != to)
          g_error ("%s at %s: expected %s, got %s", annae_event_name (event), annae_step_name (step),
                   annae_step_name (to), annae_step_name (state.step));
        if (letter == '.' && event != ANNAE_EVENT_CALL_STAFF)
          g_assert_cmpuint (effects, ==, 0);
        else if (letter != '.')
          g_assert_true (effects & ANNAE_EFFECT_SAY_PAGE);
      }
}

static void
test_outcomes_of_the_ways_out (void)
{
  static const struct
  {
    AnnaeEventId event;
    AnnaeOutcome outcome;
    gboolean calls_staff;
  } ways[] = {
    { ANNAE_EVENT_OTHER_WAY, ANNAE_OUTCOME_DECLINED, FALSE },
    { ANNAE_EVENT_CANCEL, ANNAE_OUTCOME_CANCELLED, FALSE },
    { ANNAE_EVENT_STAFF_TAKES_OVER, ANNAE_OUTCOME_UNDECIDED, FALSE },
    { ANNAE_EVENT_FAILURE, ANNAE_OUTCOME_FAILED, TRUE },
  };

  for (gsize w = 0; w < G_N_ELEMENTS (ways); w++)
    for (AnnaeStep step = ANNAE_STEP_CHOICE; step < ANNAE_STEP_RESULT; step++)
      {
        AnnaeMachineState state = at (step);
        AnnaeEffects effects = send_at (&state, ways[w].event, 5);

        g_assert_cmpint (state.outcome, ==, ways[w].outcome);
        g_assert_true (effects & ANNAE_EFFECT_WIPE_ALL);
        g_assert_true (effects & ANNAE_EFFECT_REPORT_OUTCOME);
        g_assert_cmpint (!!(effects & ANNAE_EFFECT_NOTIFY_STAFF), ==, ways[w].calls_staff);
        g_assert_cmpint (!!(effects & ANNAE_EFFECT_CLOSE_SOURCE), ==, annae_step_uses_camera (step));
        g_assert_cmpint (!!(effects & ANNAE_EFFECT_CANCEL_COMPARISON), ==, step == ANNAE_STEP_CHECK);
        g_assert_false (state.have_document);
      }
}

static void
test_whole_way (void)
{
  AnnaeMachineState state = at (ANNAE_STEP_LANGUAGE);

  send_at (&state, ANNAE_EVENT_LANGUAGE_CHOSEN, 1);
  g_assert_cmpuint (send_at (&state, ANNAE_EVENT_START, 2), ==,
                    ANNAE_EFFECT_WIPE_ALL | ANNAE_EFFECT_OPEN_DOCUMENT | ANNAE_EFFECT_SAY_PAGE);
  g_assert_cmpuint (send_at (&state, ANNAE_EVENT_DOCUMENT_TAKEN, 3), ==,
                    ANNAE_EFFECT_CLOSE_SOURCE | ANNAE_EFFECT_OPEN_LIVE | ANNAE_EFFECT_SAY_PAGE);
  g_assert_true (state.have_document);
  g_assert_cmpuint (send_at (&state, ANNAE_EVENT_POSITION_REACHED, 4), ==,
                    ANNAE_EFFECT_CLOSE_SOURCE | ANNAE_EFFECT_COMPARE | ANNAE_EFFECT_SAY_PAGE);
  g_assert_true (compared (&state, ANNAE_VERDICT_MATCH, ANNAE_REASON_NONE) & ANNAE_EFFECT_REPORT_OUTCOME);
  g_assert_cmpint (state.outcome, ==, ANNAE_OUTCOME_MATCH);
  g_assert_false (state.staff_called);
  g_assert_true (send_at (&state, ANNAE_EVENT_FINISH, 6) & ANNAE_EFFECT_FORGET_PERSON);
  g_assert_cmpint (state.outcome, ==, ANNAE_OUTCOME_NONE);
}

static void
test_attempts (void)
{
  AnnaeMachineState state = at (ANNAE_STEP_CHECK);

  compared (&state, ANNAE_VERDICT_NO_MATCH, ANNAE_REASON_LIGHT);
  g_assert_cmpint (state.step, ==, ANNAE_STEP_RETRY);
  g_assert_cmpint (state.reason, ==, ANNAE_REASON_LIGHT);
  g_assert_cmpuint (annae_machine_attempts_left (&policy, &state), ==, 2);
  g_assert_true (state.have_document);

  send_at (&state, ANNAE_EVENT_TRY_AGAIN, 0);
  send_at (&state, ANNAE_EVENT_POSITION_REACHED, 0);
  compared (&state, ANNAE_VERDICT_UNDECIDED, ANNAE_REASON_ANGLE);
  send_at (&state, ANNAE_EVENT_TRY_AGAIN, 0);
  send_at (&state, ANNAE_EVENT_POSITION_REACHED, 0);
  AnnaeEffects effects = compared (&state, ANNAE_VERDICT_NO_MATCH, ANNAE_REASON_NONE);
  g_assert_cmpint (state.outcome, ==, ANNAE_OUTCOME_NO_MATCH);
  g_assert_cmpint (state.reason, ==, ANNAE_REASON_ATTEMPTS_USED);
  g_assert_true (effects & ANNAE_EFFECT_NOTIFY_STAFF);
  g_assert_cmpuint (annae_machine_attempts_left (&policy, &state), ==, 0);
}

/* Stopping a comparison costs no attempt, and what would come of it is cancelled. */
static void
test_escape_costs_no_attempt (void)
{
  AnnaeMachineState state = at (ANNAE_STEP_CHECK);
  AnnaeEffects effects = send_at (&state, ANNAE_EVENT_BACK, 0);

  g_assert_true (effects & ANNAE_EFFECT_CANCEL_COMPARISON);
  g_assert_true (effects & ANNAE_EFFECT_WIPE_PROBE);
  g_assert_true (effects & ANNAE_EFFECT_OPEN_LIVE);
  g_assert_false (effects & ANNAE_EFFECT_WIPE_ALL);
  g_assert_true (state.have_document);
  g_assert_cmpuint (state.attempts_used, ==, 0);
  g_assert_cmpuint (compared (&state, ANNAE_VERDICT_MATCH, ANNAE_REASON_NONE), ==, 0);
  g_assert_cmpint (state.step, ==, ANNAE_STEP_POSITION);
}

static void
test_no_retry_where_it_cannot_help (void)
{
  AnnaeMachineState state = at (ANNAE_STEP_CHECK);

  compared (&state, ANNAE_VERDICT_UNDECIDED, ANNAE_REASON_CANNOT_VERIFY);
  g_assert_cmpint (state.step, ==, ANNAE_STEP_RESULT);
  g_assert_cmpint (state.outcome, ==, ANNAE_OUTCOME_UNDECIDED);
  g_assert_cmpint (state.reason, ==, ANNAE_REASON_CANNOT_VERIFY);
  g_assert_true (state.staff_called);
}

static void
test_bad_card_is_shown_again (void)
{
  AnnaeMachineState state = at (ANNAE_STEP_CHECK);

  compared (&state, ANNAE_VERDICT_UNDECIDED, ANNAE_REASON_CARD_QUALITY);
  AnnaeEffects effects = send_at (&state, ANNAE_EVENT_TRY_AGAIN, 0);
  g_assert_cmpint (state.step, ==, ANNAE_STEP_DOCUMENT);
  g_assert_true (effects & ANNAE_EFFECT_WIPE_ALL);
  g_assert_false (state.have_document);
}

static AnnaeEffects
document_taken (AnnaeMachineState *state, AnnaeExpiry expiry)
{
  AnnaeEvent event = { .id = ANNAE_EVENT_DOCUMENT_TAKEN, .expiry = expiry };

  return annae_machine_step (&policy, state, &event);
}

/* Whatever was or was not read, where nobody asks it changes nothing. */
static void
test_expiry_not_asked (void)
{
  for (guint expiry = 0; expiry < ANNAE_N_EXPIRIES; expiry++)
    {
      AnnaeMachineState state = at (ANNAE_STEP_DOCUMENT);

      document_taken (&state, (AnnaeExpiry) expiry);
      g_assert_cmpint (state.step, ==, ANNAE_STEP_POSITION);
      g_assert_true (state.have_document);
      send_at (&state, ANNAE_EVENT_POSITION_REACHED, 0);
      compared (&state, ANNAE_VERDICT_MATCH, ANNAE_REASON_NONE);
      g_assert_cmpint (state.outcome, ==, ANNAE_OUTCOME_MATCH);
    }
}

static void
test_expiry_asked (void)
{
  AnnaeMachineState state = at (ANNAE_STEP_DOCUMENT);

  policy.document_expiry = TRUE;
  document_taken (&state, ANNAE_EXPIRY_VALID);
  send_at (&state, ANNAE_EVENT_POSITION_REACHED, 0);
  compared (&state, ANNAE_VERDICT_MATCH, ANNAE_REASON_NONE);
  g_assert_cmpint (state.outcome, ==, ANNAE_OUTCOME_MATCH);

  /* past: over at once, nothing held, staff knows */
  state = at (ANNAE_STEP_DOCUMENT);
  AnnaeEffects effects = document_taken (&state, ANNAE_EXPIRY_PAST);
  g_assert_cmpint (state.step, ==, ANNAE_STEP_RESULT);
  g_assert_cmpint (state.outcome, ==, ANNAE_OUTCOME_UNDECIDED);
  g_assert_cmpint (state.reason, ==, ANNAE_REASON_DOCUMENT_EXPIRED);
  g_assert_cmpint (state.expiry, ==, ANNAE_EXPIRY_PAST);
  g_assert_false (state.have_document);
  g_assert_true (state.staff_called);
  g_assert_true ((effects & ANNAE_EFFECT_WIPE_ALL) && (effects & ANNAE_EFFECT_CLOSE_SOURCE)
                 && (effects & ANNAE_EFFECT_NOTIFY_STAFF));
  g_assert_cmpuint (state.attempts_used, ==, 0);

  /* unread: the face is checked, but it alone is no match; attempts left do not matter */
  state = at (ANNAE_STEP_DOCUMENT);
  document_taken (&state, ANNAE_EXPIRY_UNREAD);
  send_at (&state, ANNAE_EVENT_POSITION_REACHED, 0);
  compared (&state, ANNAE_VERDICT_MATCH, ANNAE_REASON_NONE);
  g_assert_cmpint (state.outcome, ==, ANNAE_OUTCOME_UNDECIDED);
  g_assert_cmpint (state.reason, ==, ANNAE_REASON_EXPIRY_UNREAD);
  g_assert_true (state.staff_called);

  /* another face stays another face */
  state = at (ANNAE_STEP_DOCUMENT);
  document_taken (&state, ANNAE_EXPIRY_UNREAD);
  send_at (&state, ANNAE_EVENT_POSITION_REACHED, 0);
  state.attempts_used = policy.attempts - 1;
  compared (&state, ANNAE_VERDICT_NO_MATCH, ANNAE_REASON_FACE_DIFFERENT);
  g_assert_cmpint (state.outcome, ==, ANNAE_OUTCOME_NO_MATCH);
  g_assert_cmpint (state.reason, ==, ANNAE_REASON_FACE_DIFFERENT);

  /* another document begins anew */
  state = at (ANNAE_STEP_DOCUMENT);
  document_taken (&state, ANNAE_EXPIRY_VALID);
  send_at (&state, ANNAE_EVENT_BACK, 0);
  g_assert_cmpint (state.step, ==, ANNAE_STEP_DOCUMENT);
  g_assert_cmpint (state.expiry, ==, ANNAE_EXPIRY_UNREAD);
  policy.document_expiry = FALSE;
}

/* The last attempt comes to what the table of annae-outcome.c says, for every cell of it. */
static void
test_outcome_is_the_tables (void)
{
  static const AnnaeOutcome outcomes[ANNAE_N_VERDICTS] = {
    [ANNAE_VERDICT_UNDECIDED] = ANNAE_OUTCOME_UNDECIDED,
    [ANNAE_VERDICT_MATCH] = ANNAE_OUTCOME_MATCH,
    [ANNAE_VERDICT_NO_MATCH] = ANNAE_OUTCOME_NO_MATCH,
  };
  AnnaePolicy once = policy;

  once.attempts = 1;
  for (int required = 0; required <= 1; required++)
    for (guint portrait = 0; portrait < ANNAE_N_PORTRAITS; portrait++)
      for (guint liveness = 0; liveness < ANNAE_N_LIVENESS; liveness++)
        for (guint verdict = 0; verdict < ANNAE_N_VERDICTS; verdict++)
          {
            AnnaeMachineState state = at (ANNAE_STEP_CHECK);
            const AnnaeEvent event = { .id = ANNAE_EVENT_COMPARED,
                                       .verdict = (AnnaeVerdict) verdict,
                                       .liveness = (AnnaeLiveness) liveness,
                                       .weak_portrait = portrait == ANNAE_PORTRAIT_WEAK };
            const AnnaeVerdict comes_to = annae_outcome_combine (required, (AnnaePortrait) portrait, event.liveness,
                                                                 event.verdict);

            once.liveness = required;
            state.have_document = portrait != ANNAE_PORTRAIT_MISSING;
            AnnaeEffects effects = annae_machine_step (&once, &state, &event);
            g_assert_cmpint (state.step, ==, ANNAE_STEP_RESULT);
            g_assert_cmpint (state.outcome, ==, outcomes[comes_to]);
            g_assert_cmpint (state.liveness, ==, event.liveness); /* the receipt says it */
            g_assert_cmpint (!!(effects & ANNAE_EFFECT_NOTIFY_STAFF), ==, comes_to != ANNAE_VERDICT_MATCH);
          }
}

/* A counter that asks for liveness: without it the same face may be tried again; a flat picture goes to staff at once. */
static void
test_liveness_required (void)
{
  AnnaePolicy strict = policy;
  AnnaeEvent event = { .id = ANNAE_EVENT_COMPARED, .verdict = ANNAE_VERDICT_MATCH };
  AnnaeMachineState state = at (ANNAE_STEP_CHECK);

  strict.liveness = TRUE;
  annae_machine_step (&strict, &state, &event);
  g_assert_cmpint (state.step, ==, ANNAE_STEP_RETRY);
  g_assert_cmpint (state.reason, ==, ANNAE_REASON_LIVENESS);
  g_assert_cmpuint (state.attempts_used, ==, 1);

  state = at (ANNAE_STEP_CHECK);
  event.liveness = ANNAE_LIVENESS_FLAT;
  annae_machine_step (&strict, &state, &event);
  g_assert_cmpint (state.step, ==, ANNAE_STEP_RESULT);
  g_assert_cmpint (state.outcome, ==, ANNAE_OUTCOME_UNDECIDED);
  g_assert_cmpint (state.reason, ==, ANNAE_REASON_LIVENESS);
  g_assert_true (state.staff_called);

  state = at (ANNAE_STEP_CHECK);
  event.liveness = ANNAE_LIVENESS_LIVE;
  annae_machine_step (&strict, &state, &event);
  g_assert_cmpint (state.outcome, ==, ANNAE_OUTCOME_MATCH);
  g_assert_cmpint (state.reason, ==, ANNAE_REASON_NONE);
  /* Of the next customer nothing is known. */
  event = (AnnaeEvent){ .id = ANNAE_EVENT_FINISH };
  annae_machine_step (&strict, &state, &event);
  g_assert_cmpint (state.step, ==, ANNAE_STEP_LANGUAGE);
  g_assert_cmpint (state.liveness, ==, ANNAE_LIVENESS_NOT_TESTED);

  /* Another face keeps its own reason. */
  state = at (ANNAE_STEP_CHECK);
  event = (AnnaeEvent){ .id = ANNAE_EVENT_COMPARED, .verdict = ANNAE_VERDICT_NO_MATCH, .reason = ANNAE_REASON_LIGHT };
  annae_machine_step (&strict, &state, &event);
  g_assert_cmpint (state.reason, ==, ANNAE_REASON_LIGHT);
}

static void
test_idle (void)
{
  for (AnnaeStep step = ANNAE_STEP_CHOICE; step < ANNAE_STEP_RESULT; step++)
    {
      AnnaeMachineState state = at (step);
      gint64 warn = policy.idle_us - policy.warning_us;

      g_assert_cmpint (annae_machine_next_deadline (&policy, &state), ==, warn);
      g_assert_cmpuint (send_at (&state, ANNAE_EVENT_TICK, warn - 1), ==, 0);
      g_assert_cmpuint (send_at (&state, ANNAE_EVENT_TICK, warn), ==, ANNAE_EFFECT_SAY_WARNING);
      g_assert_true (state.warning);
      g_assert_cmpint (annae_machine_next_deadline (&policy, &state), ==, policy.idle_us);
      g_assert_cmpuint (send_at (&state, ANNAE_EVENT_TICK, policy.idle_us - 1), ==, 0);
      g_assert_true (send_at (&state, ANNAE_EVENT_TICK, policy.idle_us) & ANNAE_EFFECT_WIPE_ALL);
      g_assert_cmpint (state.outcome, ==, ANNAE_OUTCOME_TIMEOUT);
    }
}

static void
test_nobody_waits_on_the_first_page (void)
{
  AnnaeMachineState state = at (ANNAE_STEP_LANGUAGE);

  g_assert_cmpint (annae_machine_next_deadline (&policy, &state), ==, G_MAXINT64);
  g_assert_cmpuint (send_at (&state, ANNAE_EVENT_TICK, ANNAE_SECONDS (86400)), ==, 0);
}

static void
test_extensions (void)
{
  AnnaeMachineState state = at (ANNAE_STEP_POSITION);
  gint64 now = 0;

  g_assert_cmpuint (policy.extensions, >=, 10);
  for (guint i = 0; i < policy.extensions; i++)
    {
      now += policy.idle_us - policy.warning_us;
      g_assert_cmpuint (send_at (&state, ANNAE_EVENT_TICK, now), ==, ANNAE_EFFECT_SAY_WARNING);
      now += policy.warning_us - 1;
      send_at (&state, ANNAE_EVENT_EXTEND, now);
      g_assert_false (state.warning);
    }
  /* A jammed key extends no further; a person who touches the screen is still heard. */
  now += policy.idle_us - policy.warning_us;
  send_at (&state, ANNAE_EVENT_TICK, now);
  send_at (&state, ANNAE_EVENT_EXTEND, now + 1);
  g_assert_true (state.warning);
  send_at (&state, ANNAE_EVENT_ACTIVITY, now + 2);
  g_assert_false (state.warning);
}

/* A laptop that slept for an hour warns first. */
static void
test_warns_after_a_sleep (void)
{
  AnnaeMachineState state = at (ANNAE_STEP_POSITION);
  gint64 late = ANNAE_SECONDS (3600);

  g_assert_cmpuint (send_at (&state, ANNAE_EVENT_TICK, late), ==, ANNAE_EFFECT_SAY_WARNING);
  g_assert_cmpuint (send_at (&state, ANNAE_EVENT_TICK, late + policy.warning_us - 1), ==, 0);
  send_at (&state, ANNAE_EVENT_TICK, late + policy.warning_us);
  g_assert_cmpint (state.outcome, ==, ANNAE_OUTCOME_TIMEOUT);
}

static void
test_result_is_left_by_itself (void)
{
  AnnaeMachineState state = at (ANNAE_STEP_POSITION);

  send_at (&state, ANNAE_EVENT_OTHER_WAY, 100);
  g_assert_cmpuint (send_at (&state, ANNAE_EVENT_TICK, 99 + policy.result_us), ==, 0);
  AnnaeEffects effects = send_at (&state, ANNAE_EVENT_TICK, 100 + policy.result_us);
  g_assert_true (effects & ANNAE_EFFECT_FORGET_PERSON);
  g_assert_false (effects & ANNAE_EFFECT_REPORT_OUTCOME);
  g_assert_cmpint (state.step, ==, ANNAE_STEP_LANGUAGE);
}

/* Who reads on keeps the result; who has gone away does not. */
static void
test_result_stays_for_a_reader (void)
{
  AnnaeMachineState state = at (ANNAE_STEP_POSITION);

  send_at (&state, ANNAE_EVENT_OTHER_WAY, 100);
  send_at (&state, ANNAE_EVENT_ACTIVITY, 90 + policy.result_us);
  g_assert_cmpint (annae_machine_next_deadline (&policy, &state), ==, 90 + 2 * policy.result_us);
  g_assert_cmpuint (send_at (&state, ANNAE_EVENT_TICK, 89 + 2 * policy.result_us), ==, 0);
  g_assert_cmpint (state.step, ==, ANNAE_STEP_RESULT);
  send_at (&state, ANNAE_EVENT_TICK, 90 + 2 * policy.result_us);
  g_assert_cmpint (state.step, ==, ANNAE_STEP_LANGUAGE);
}

static void
test_staff (void)
{
  for (guint step = 0; step < ANNAE_N_STEPS; step++)
    {
      AnnaeMachineState state = at ((AnnaeStep) step);

      g_assert_cmpuint (send_at (&state, ANNAE_EVENT_CALL_STAFF, 0), ==, ANNAE_EFFECT_NOTIFY_STAFF);
      g_assert_true (state.staff_called);
      g_assert_cmpuint (send_at (&state, ANNAE_EVENT_STAFF_CAME, 0), ==, ANNAE_EFFECT_WITHDRAW_NOTICE);
      g_assert_cmpuint (send_at (&state, ANNAE_EVENT_STAFF_CAME, 0), ==, 0);
    }
}

/* Whatever happens in whatever order: a source is never left open or opened twice, nothing of a person outlives the result,
 * each session reports once, and attempts stay within the policy. */
static void
test_invariants (void)
{
  GRand *rand = g_rand_new_with_seed (20261124);
  AnnaeMachineState state;
  gboolean open = FALSE, comparing = FALSE, holds_probe = FALSE, holds_portrait = FALSE;
  guint reports = 0, sessions = 0;
  gint64 now = 0;

  annae_machine_state_init (&state, 0);
  for (guint i = 0; i < 300000; i++)
    {
      AnnaeEvent event = {
        .id = (AnnaeEventId) g_rand_int_range (rand, 0, ANNAE_N_EVENTS),
        .verdict = (AnnaeVerdict) g_rand_int_range (rand, 0, 3),
        .reason = (AnnaeReason) g_rand_int_range (rand, 0, ANNAE_N_REASONS),
        .expiry = (AnnaeExpiry) g_rand_int_range (rand, 0, ANNAE_N_EXPIRIES),
        .liveness = (AnnaeLiveness) g_rand_int_range (rand, 0, ANNAE_N_LIVENESS),
        .weak_portrait = g_rand_boolean (rand),
      };
      AnnaeStep before = state.step;

      if (before == ANNAE_STEP_LANGUAGE)
        policy.document_expiry = g_rand_boolean (rand);
      /* Mostly small steps in time, now and then a long pause. */
      now += g_rand_int_range (rand, 0, 50) == 0 ? ANNAE_SECONDS (g_rand_int_range (rand, 1, 120)) : 1000;
      event.time_us = now;
      AnnaeEffects effects = annae_machine_step (&policy, &state, &event);

      if (effects & ANNAE_EFFECT_CANCEL_COMPARISON)
        comparing = FALSE;
      if (effects & ANNAE_EFFECT_CLOSE_SOURCE)
        open = FALSE;
      if (effects & (ANNAE_EFFECT_WIPE_PROBE | ANNAE_EFFECT_WIPE_ALL))
        holds_probe = FALSE;
      if (effects & ANNAE_EFFECT_WIPE_ALL)
        holds_portrait = FALSE;
      if (effects & (ANNAE_EFFECT_OPEN_DOCUMENT | ANNAE_EFFECT_OPEN_LIVE))
        {
          g_assert_false (open);
          open = TRUE;
        }
      if (effects & ANNAE_EFFECT_COMPARE)
        {
          g_assert_false (comparing);
          comparing = TRUE;
        }
      if (state.step == ANNAE_STEP_POSITION || state.step == ANNAE_STEP_PRACTICE)
        holds_probe = TRUE;
      if (state.have_document)
        holds_portrait = TRUE;
      if (effects & ANNAE_EFFECT_REPORT_OUTCOME)
        reports++;
      if (before == ANNAE_STEP_RESULT && state.step == ANNAE_STEP_LANGUAGE)
        sessions++;

      if (policy.document_expiry && state.outcome == ANNAE_OUTCOME_MATCH)
        g_assert_cmpint (state.expiry, ==, ANNAE_EXPIRY_VALID);
      g_assert_cmpint (open, ==, annae_step_uses_camera (state.step));
      g_assert_cmpint (comparing, ==, state.step == ANNAE_STEP_CHECK);
      g_assert_cmpuint (state.attempts_used, <=, policy.attempts);
      if (state.step == ANNAE_STEP_LANGUAGE || state.step == ANNAE_STEP_CHOICE || state.step == ANNAE_STEP_RESULT)
        g_assert_true (!holds_probe && !holds_portrait);
      if (state.step == ANNAE_STEP_RETRY)
        g_assert_false (holds_probe);
      g_assert_cmpint (state.step == ANNAE_STEP_RESULT, ==, state.outcome != ANNAE_OUTCOME_NONE);
    }
  policy.document_expiry = FALSE;
  g_assert_cmpuint (sessions, >, 1000);
  g_assert_cmpuint (reports - sessions, <=, 1);
  g_rand_free (rand);
}

static void
test_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < ANNAE_N_STEPS; i++)
    g_assert_true (g_hash_table_add (seen, (gpointer) annae_step_name (i)));
  g_hash_table_remove_all (seen);
  for (guint i = 0; i < ANNAE_N_OUTCOMES; i++)
    g_assert_true (g_hash_table_add (seen, (gpointer) annae_outcome_name (i)));
  g_hash_table_remove_all (seen);
  for (guint i = 0; i < ANNAE_N_EVENTS; i++)
    g_assert_true (g_hash_table_add (seen, (gpointer) annae_event_name (i)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  annae_policy_init (&policy);
  g_test_add_func ("/machine/every-cell", test_every_cell);
  g_test_add_func ("/machine/ways-out", test_outcomes_of_the_ways_out);
  g_test_add_func ("/machine/whole-way", test_whole_way);
  g_test_add_func ("/machine/attempts", test_attempts);
  g_test_add_func ("/machine/escape-costs-no-attempt", test_escape_costs_no_attempt);
  g_test_add_func ("/machine/no-retry-where-it-cannot-help", test_no_retry_where_it_cannot_help);
  g_test_add_func ("/machine/bad-card-is-shown-again", test_bad_card_is_shown_again);
  g_test_add_func ("/machine/expiry-not-asked", test_expiry_not_asked);
  g_test_add_func ("/machine/expiry-asked", test_expiry_asked);
  g_test_add_func ("/machine/outcome-is-the-tables", test_outcome_is_the_tables);
  g_test_add_func ("/machine/liveness-required", test_liveness_required);
  g_test_add_func ("/machine/idle", test_idle);
  g_test_add_func ("/machine/nobody-waits", test_nobody_waits_on_the_first_page);
  g_test_add_func ("/machine/extensions", test_extensions);
  g_test_add_func ("/machine/warns-after-a-sleep", test_warns_after_a_sleep);
  g_test_add_func ("/machine/result-is-left", test_result_is_left_by_itself);
  g_test_add_func ("/machine/result-stays-for-a-reader", test_result_stays_for_a_reader);
  g_test_add_func ("/machine/staff", test_staff);
  g_test_add_func ("/machine/invariants", test_invariants);
  g_test_add_func ("/machine/names", test_names);
  return g_test_run ();
}
