/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which phrase belongs to which advice, reason, step and outcome: tables only. A test checks that no row is missing. */

#include "annae-phrases.h"

typedef struct
{
  AnnaePhraseId wordings[2]; /* to the customer */
  AnnaePhraseId cause;       /* to staff */
  AnnaePhraseId action;
} AdviceRow;

#define ADVICE(id, what_to_do)                                                                                         \
  {                                                                                                                    \
    .wordings = { ANNAE_PHRASE_ADVICE_##id, ANNAE_PHRASE_ADVICE_##id##_2 }, .cause = ANNAE_PHRASE_STAFF_CAUSE_##id,    \
    .action = ANNAE_PHRASE_STAFF_ACTION_##what_to_do                                                                   \
  }

/* clang-format off */
static const AdviceRow advice_rows[ANNAE_N_ADVICE] = {
  [ANNAE_ADVICE_NONE] = { .cause = ANNAE_PHRASE_STAFF_CAUSE_NONE, .action = ANNAE_PHRASE_STAFF_ACTION_NONE },
  [ANNAE_ADVICE_CAMERA_MISSING] = ADVICE (CAMERA_MISSING, CAMERA_MISSING),
  [ANNAE_ADVICE_CAMERA_BUSY] = ADVICE (CAMERA_BUSY, CAMERA_BUSY),
  [ANNAE_ADVICE_CAMERA_REFUSED] = ADVICE (CAMERA_REFUSED, CAMERA_REFUSED),
  [ANNAE_ADVICE_CAMERA_BLACK] = ADVICE (CAMERA_BLACK, CAMERA_BLACK),
  [ANNAE_ADVICE_NO_FACE] = ADVICE (NO_FACE, NO_FACE),
  [ANNAE_ADVICE_MORE_FACES] = ADVICE (MORE_FACES, MORE_FACES),
  [ANNAE_ADVICE_COME_CLOSER] = ADVICE (COME_CLOSER, DISTANCE),
  [ANNAE_ADVICE_MOVE_BACK] = ADVICE (MOVE_BACK, DISTANCE),
  [ANNAE_ADVICE_MOVE_LEFT] = ADVICE (MOVE_LEFT, SIDEWAYS),
  [ANNAE_ADVICE_MOVE_RIGHT] = ADVICE (MOVE_RIGHT, SIDEWAYS),
  [ANNAE_ADVICE_MOVE_UP] = ADVICE (MOVE_UP, HEIGHT),
  [ANNAE_ADVICE_MOVE_DOWN] = ADVICE (MOVE_DOWN, HEIGHT),
  [ANNAE_ADVICE_TURN_LEFT] = ADVICE (TURN_LEFT, POSE),
  [ANNAE_ADVICE_TURN_RIGHT] = ADVICE (TURN_RIGHT, POSE),
  [ANNAE_ADVICE_CHIN_UP] = ADVICE (CHIN_UP, POSE),
  [ANNAE_ADVICE_CHIN_DOWN] = ADVICE (CHIN_DOWN, POSE),
  [ANNAE_ADVICE_TILT_LEFT] = ADVICE (TILT_LEFT, POSE),
  [ANNAE_ADVICE_TILT_RIGHT] = ADVICE (TILT_RIGHT, POSE),
  [ANNAE_ADVICE_MORE_LIGHT] = ADVICE (MORE_LIGHT, MORE_LIGHT),
  [ANNAE_ADVICE_LESS_LIGHT] = ADVICE (LESS_LIGHT, LESS_LIGHT),
  [ANNAE_ADVICE_LIGHT_BEHIND] = ADVICE (LIGHT_BEHIND, LIGHT_BEHIND),
  [ANNAE_ADVICE_LIGHT_LEFT] = ADVICE (LIGHT_LEFT, LIGHT_SIDE),
  [ANNAE_ADVICE_LIGHT_RIGHT] = ADVICE (LIGHT_RIGHT, LIGHT_SIDE),
  [ANNAE_ADVICE_OPEN_EYES] = ADVICE (OPEN_EYES, EYES),
  [ANNAE_ADVICE_EYES_COVERED] = ADVICE (EYES_COVERED, GLASSES),
  [ANNAE_ADVICE_FACE_COVERED] = ADVICE (FACE_COVERED, COVERED),
  [ANNAE_ADVICE_STAY_STILL] = ADVICE (STAY_STILL, STILL),
  [ANNAE_ADVICE_WIPE_LENS] = ADVICE (WIPE_LENS, WIPE_LENS),
  [ANNAE_ADVICE_HOLD] = ADVICE (HOLD, WAIT),
  [ANNAE_ADVICE_DONE] = ADVICE (DONE, NONE),
  [ANNAE_ADVICE_CARD_SHOW] = ADVICE (CARD_SHOW, CARD_HOLD),
  [ANNAE_ADVICE_CARD_CLOSER] = ADVICE (CARD_CLOSER, CARD_HOLD),
  [ANNAE_ADVICE_CARD_BACK] = ADVICE (CARD_BACK, CARD_HOLD),
  [ANNAE_ADVICE_CARD_CENTRE] = ADVICE (CARD_CENTRE, CARD_HOLD),
  [ANNAE_ADVICE_CARD_FLATTER] = ADVICE (CARD_FLATTER, CARD_HOLD),
  [ANNAE_ADVICE_CARD_GLARE] = ADVICE (CARD_GLARE, CARD_GLARE),
  [ANNAE_ADVICE_CARD_LIGHT] = ADVICE (CARD_LIGHT, MORE_LIGHT),
  [ANNAE_ADVICE_CARD_PORTRAIT] = ADVICE (CARD_PORTRAIT, CARD_PORTRAIT),
  [ANNAE_ADVICE_CARD_STILL] = ADVICE (CARD_STILL, CARD_HOLD),
  [ANNAE_ADVICE_CARD_HOLD] = ADVICE (CARD_HOLD, WAIT),
  [ANNAE_ADVICE_CARD_DONE] = ADVICE (CARD_DONE, NONE),
};

typedef struct
{
  AnnaePhraseId customer;
  AnnaePhraseId staff;
} Pair;

static const Pair reason_rows[ANNAE_N_REASONS] = {
  [ANNAE_REASON_NONE] = { ANNAE_PHRASE_NONE, ANNAE_PHRASE_STAFF_REASON_NONE },
  [ANNAE_REASON_FACE_DIFFERENT] = { ANNAE_PHRASE_REASON_FACE_DIFFERENT, ANNAE_PHRASE_STAFF_REASON_FACE_DIFFERENT },
  [ANNAE_REASON_LIGHT] = { ANNAE_PHRASE_REASON_LIGHT, ANNAE_PHRASE_STAFF_REASON_LIGHT },
  [ANNAE_REASON_ANGLE] = { ANNAE_PHRASE_REASON_ANGLE, ANNAE_PHRASE_STAFF_REASON_ANGLE },
  [ANNAE_REASON_DISTANCE] = { ANNAE_PHRASE_REASON_DISTANCE, ANNAE_PHRASE_STAFF_REASON_DISTANCE },
  [ANNAE_REASON_BLUR] = { ANNAE_PHRASE_REASON_BLUR, ANNAE_PHRASE_STAFF_REASON_BLUR },
  [ANNAE_REASON_COVERED] = { ANNAE_PHRASE_REASON_COVERED, ANNAE_PHRASE_STAFF_REASON_COVERED },
  [ANNAE_REASON_CARD_QUALITY] = { ANNAE_PHRASE_REASON_CARD_QUALITY, ANNAE_PHRASE_STAFF_REASON_CARD_QUALITY },
  [ANNAE_REASON_CARD_MISSING] = { ANNAE_PHRASE_REASON_CARD_MISSING, ANNAE_PHRASE_STAFF_REASON_CARD_MISSING },
  [ANNAE_REASON_CANNOT_VERIFY] = { ANNAE_PHRASE_REASON_CANNOT_VERIFY, ANNAE_PHRASE_STAFF_REASON_CANNOT_VERIFY },
  [ANNAE_REASON_NO_CAMERA] = { ANNAE_PHRASE_REASON_NO_CAMERA, ANNAE_PHRASE_STAFF_REASON_NO_CAMERA },
  [ANNAE_REASON_ATTEMPTS_USED] = { ANNAE_PHRASE_REASON_ATTEMPTS_USED, ANNAE_PHRASE_STAFF_REASON_ATTEMPTS_USED },
  [ANNAE_REASON_MACHINE] = { ANNAE_PHRASE_REASON_MACHINE, ANNAE_PHRASE_STAFF_REASON_MACHINE },
};

static const Pair step_rows[ANNAE_N_STEPS] = {
  [ANNAE_STEP_LANGUAGE] = { ANNAE_PHRASE_LANGUAGE_HEADING, ANNAE_PHRASE_STAFF_STEP_LANGUAGE },
  [ANNAE_STEP_CHOICE] = { ANNAE_PHRASE_CHOICE_HEADING, ANNAE_PHRASE_STAFF_STEP_CHOICE },
  [ANNAE_STEP_PRACTICE] = { ANNAE_PHRASE_PRACTICE_HEADING, ANNAE_PHRASE_STAFF_STEP_PRACTICE },
  [ANNAE_STEP_PRACTISED] = { ANNAE_PHRASE_PRACTISED_HEADING, ANNAE_PHRASE_STAFF_STEP_PRACTISED },
  [ANNAE_STEP_DOCUMENT] = { ANNAE_PHRASE_DOCUMENT_HEADING, ANNAE_PHRASE_STAFF_STEP_DOCUMENT },
  [ANNAE_STEP_POSITION] = { ANNAE_PHRASE_POSITION_HEADING, ANNAE_PHRASE_STAFF_STEP_POSITION },
  [ANNAE_STEP_CHECK] = { ANNAE_PHRASE_CHECK_HEADING, ANNAE_PHRASE_STAFF_STEP_CHECK },
  [ANNAE_STEP_RETRY] = { ANNAE_PHRASE_RETRY_HEADING, ANNAE_PHRASE_STAFF_STEP_RETRY },
  [ANNAE_STEP_RESULT] = { ANNAE_PHRASE_NONE, ANNAE_PHRASE_STAFF_STEP_RESULT },
};

static const Pair outcome_rows[ANNAE_N_OUTCOMES] = {
  [ANNAE_OUTCOME_NONE] = { ANNAE_PHRASE_NONE, ANNAE_PHRASE_STAFF_OUTCOME_NONE },
  [ANNAE_OUTCOME_MATCH] = { ANNAE_PHRASE_RESULT_MATCH, ANNAE_PHRASE_STAFF_OUTCOME_MATCH },
  [ANNAE_OUTCOME_NO_MATCH] = { ANNAE_PHRASE_RESULT_NO_MATCH, ANNAE_PHRASE_STAFF_OUTCOME_NO_MATCH },
  [ANNAE_OUTCOME_UNDECIDED] = { ANNAE_PHRASE_RESULT_UNDECIDED, ANNAE_PHRASE_STAFF_OUTCOME_UNDECIDED },
  [ANNAE_OUTCOME_DECLINED] = { ANNAE_PHRASE_RESULT_DECLINED, ANNAE_PHRASE_STAFF_OUTCOME_DECLINED },
  [ANNAE_OUTCOME_CANCELLED] = { ANNAE_PHRASE_RESULT_CANCELLED, ANNAE_PHRASE_STAFF_OUTCOME_CANCELLED },
  [ANNAE_OUTCOME_TIMEOUT] = { ANNAE_PHRASE_RESULT_TIMEOUT, ANNAE_PHRASE_STAFF_OUTCOME_TIMEOUT },
  [ANNAE_OUTCOME_FAILED] = { ANNAE_PHRASE_RESULT_FAILED, ANNAE_PHRASE_STAFF_OUTCOME_FAILED },
};

static const AnnaePhraseId outcome_next[ANNAE_N_OUTCOMES] = {
  [ANNAE_OUTCOME_MATCH] = ANNAE_PHRASE_RESULT_MATCH_NEXT,
  [ANNAE_OUTCOME_NO_MATCH] = ANNAE_PHRASE_RESULT_STAFF_NEXT,
  [ANNAE_OUTCOME_UNDECIDED] = ANNAE_PHRASE_RESULT_STAFF_NEXT,
  [ANNAE_OUTCOME_DECLINED] = ANNAE_PHRASE_OTHER_WAYS_ASK,
  [ANNAE_OUTCOME_CANCELLED] = ANNAE_PHRASE_RESULT_AGAIN_NEXT,
  [ANNAE_OUTCOME_TIMEOUT] = ANNAE_PHRASE_RESULT_AGAIN_NEXT,
  [ANNAE_OUTCOME_FAILED] = ANNAE_PHRASE_RESULT_STAFF_NEXT,
};

static const AnnaePhraseId language_sentences[] = { ANNAE_PHRASE_LANGUAGE_HINT };
static const AnnaePhraseId choice_sentences[] = { ANNAE_PHRASE_CHOICE_CONSENT, ANNAE_PHRASE_CHOICE_1,
                                                  ANNAE_PHRASE_CHOICE_2,       ANNAE_PHRASE_CHOICE_3,
                                                  ANNAE_PHRASE_CHOICE_4,       ANNAE_PHRASE_CHOICE_5,
                                                  ANNAE_PHRASE_CHOICE_FREE };
static const AnnaePhraseId practice_sentences[] = { ANNAE_PHRASE_PRACTICE_BODY };
static const AnnaePhraseId practised_sentences[] = { ANNAE_PHRASE_PRACTISED_BODY };
static const AnnaePhraseId document_sentences[] = { ANNAE_PHRASE_DOCUMENT_BODY, ANNAE_PHRASE_DOCUMENT_PRIVACY };
static const AnnaePhraseId position_sentences[] = { ANNAE_PHRASE_POSITION_BODY };
static const AnnaePhraseId check_sentences[] = { ANNAE_PHRASE_CHECK_BODY };
static const AnnaePhraseId retry_sentences[] = { ANNAE_PHRASE_RETRY_QUESTION };
static const AnnaePhraseId result_sentences[] = { ANNAE_PHRASE_WIPED_HEADING };

#define SENTENCES(array) { array, G_N_ELEMENTS (array) }

static const struct
{
  const AnnaePhraseId *ids;
  gsize n;
} step_sentences[ANNAE_N_STEPS] = {
  [ANNAE_STEP_LANGUAGE] = SENTENCES (language_sentences),
  [ANNAE_STEP_CHOICE] = SENTENCES (choice_sentences),
  [ANNAE_STEP_PRACTICE] = SENTENCES (practice_sentences),
  [ANNAE_STEP_PRACTISED] = SENTENCES (practised_sentences),
  [ANNAE_STEP_DOCUMENT] = SENTENCES (document_sentences),
  [ANNAE_STEP_POSITION] = SENTENCES (position_sentences),
  [ANNAE_STEP_CHECK] = SENTENCES (check_sentences),
  [ANNAE_STEP_RETRY] = SENTENCES (retry_sentences),
  [ANNAE_STEP_RESULT] = SENTENCES (result_sentences),
};
/* clang-format on */

AnnaePhraseId
annae_phrase_for_advice (AnnaeAdviceId id, guint wording)
{
  return (guint) id < ANNAE_N_ADVICE ? advice_rows[id].wordings[wording == 0 ? 0 : 1] : ANNAE_PHRASE_NONE;
}

AnnaePhraseId
annae_phrase_for_advice_cause (AnnaeAdviceId id)
{
  return (guint) id < ANNAE_N_ADVICE ? advice_rows[id].cause : ANNAE_PHRASE_NONE;
}

AnnaePhraseId
annae_phrase_for_advice_action (AnnaeAdviceId id)
{
  return (guint) id < ANNAE_N_ADVICE ? advice_rows[id].action : ANNAE_PHRASE_NONE;
}

AnnaePhraseId
annae_phrase_for_reason (AnnaeReason reason)
{
  return (guint) reason < ANNAE_N_REASONS ? reason_rows[reason].customer : ANNAE_PHRASE_NONE;
}

AnnaePhraseId
annae_phrase_for_reason_at_end (AnnaeReason reason)
{
  switch (reason)
    {
    case ANNAE_REASON_CARD_QUALITY:
    case ANNAE_REASON_CANNOT_VERIFY:
    case ANNAE_REASON_NO_CAMERA:
      return annae_phrase_for_reason (reason);
    default:
      return ANNAE_PHRASE_NONE;
    }
}

AnnaePhraseId
annae_phrase_for_reason_staff (AnnaeReason reason)
{
  return (guint) reason < ANNAE_N_REASONS ? reason_rows[reason].staff : ANNAE_PHRASE_NONE;
}

AnnaePhraseId
annae_phrase_for_step (AnnaeStep step)
{
  return (guint) step < ANNAE_N_STEPS ? step_rows[step].customer : ANNAE_PHRASE_NONE;
}

AnnaePhraseId
annae_phrase_for_step_staff (AnnaeStep step)
{
  return (guint) step < ANNAE_N_STEPS ? step_rows[step].staff : ANNAE_PHRASE_NONE;
}

const AnnaePhraseId *
annae_phrase_get_step_sentences (AnnaeStep step, gsize *n_sentences)
{
  static const AnnaePhraseId nothing[] = { ANNAE_PHRASE_NONE };
  gboolean known = (guint) step < ANNAE_N_STEPS;

  if (n_sentences != NULL)
    *n_sentences = known ? step_sentences[step].n : 0;
  return known ? step_sentences[step].ids : nothing;
}

AnnaePhraseId
annae_phrase_for_outcome (AnnaeOutcome outcome)
{
  return (guint) outcome < ANNAE_N_OUTCOMES ? outcome_rows[outcome].customer : ANNAE_PHRASE_NONE;
}

AnnaePhraseId
annae_phrase_for_outcome_staff (AnnaeOutcome outcome)
{
  return (guint) outcome < ANNAE_N_OUTCOMES ? outcome_rows[outcome].staff : ANNAE_PHRASE_NONE;
}

AnnaePhraseId
annae_phrase_for_outcome_next (AnnaeOutcome outcome)
{
  return (guint) outcome < ANNAE_N_OUTCOMES ? outcome_next[outcome] : ANNAE_PHRASE_NONE;
}
