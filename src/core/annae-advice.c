/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The stable names of advice: prompts, recorded clips, pictograms and JSON are found by them. */

#include "annae-advice.h"

/* clang-format off */
static const char *const names[ANNAE_N_ADVICE] = {
  [ANNAE_ADVICE_NONE] = "none",
  [ANNAE_ADVICE_CAMERA_MISSING] = "camera-missing",
  [ANNAE_ADVICE_CAMERA_BUSY] = "camera-busy",
  [ANNAE_ADVICE_CAMERA_REFUSED] = "camera-refused",
  [ANNAE_ADVICE_CAMERA_BLACK] = "camera-black",
  [ANNAE_ADVICE_NO_FACE] = "no-face",
  [ANNAE_ADVICE_MORE_FACES] = "more-faces",
  [ANNAE_ADVICE_COME_CLOSER] = "come-closer",
  [ANNAE_ADVICE_MOVE_BACK] = "move-back",
  [ANNAE_ADVICE_MOVE_LEFT] = "move-left",
  [ANNAE_ADVICE_MOVE_RIGHT] = "move-right",
  [ANNAE_ADVICE_MOVE_UP] = "move-up",
  [ANNAE_ADVICE_MOVE_DOWN] = "move-down",
  [ANNAE_ADVICE_TURN_LEFT] = "turn-left",
  [ANNAE_ADVICE_TURN_RIGHT] = "turn-right",
  [ANNAE_ADVICE_CHIN_UP] = "chin-up",
  [ANNAE_ADVICE_CHIN_DOWN] = "chin-down",
  [ANNAE_ADVICE_TILT_LEFT] = "tilt-left",
  [ANNAE_ADVICE_TILT_RIGHT] = "tilt-right",
  [ANNAE_ADVICE_MORE_LIGHT] = "more-light",
  [ANNAE_ADVICE_LESS_LIGHT] = "less-light",
  [ANNAE_ADVICE_LIGHT_BEHIND] = "light-behind",
  [ANNAE_ADVICE_LIGHT_LEFT] = "light-left",
  [ANNAE_ADVICE_LIGHT_RIGHT] = "light-right",
  [ANNAE_ADVICE_OPEN_EYES] = "open-eyes",
  [ANNAE_ADVICE_EYES_COVERED] = "eyes-covered",
  [ANNAE_ADVICE_FACE_COVERED] = "face-covered",
  [ANNAE_ADVICE_STAY_STILL] = "stay-still",
  [ANNAE_ADVICE_WIPE_LENS] = "wipe-lens",
  [ANNAE_ADVICE_FOLLOW_DOT] = "follow-dot",
  [ANNAE_ADVICE_LOOK_AHEAD] = "look-ahead",
  [ANNAE_ADVICE_CLOSE_EYES] = "close-eyes",
  [ANNAE_ADVICE_HOLD] = "hold",
  [ANNAE_ADVICE_DONE] = "done",
  [ANNAE_ADVICE_CARD_SHOW] = "card-show",
  [ANNAE_ADVICE_CARD_CLOSER] = "card-closer",
  [ANNAE_ADVICE_CARD_BACK] = "card-back",
  [ANNAE_ADVICE_CARD_CENTRE] = "card-centre",
  [ANNAE_ADVICE_CARD_FLATTER] = "card-flatter",
  [ANNAE_ADVICE_CARD_GLARE] = "card-glare",
  [ANNAE_ADVICE_CARD_LIGHT] = "card-light",
  [ANNAE_ADVICE_CARD_PORTRAIT] = "card-portrait",
  [ANNAE_ADVICE_CARD_STILL] = "card-still",
  [ANNAE_ADVICE_CARD_HOLD] = "card-hold",
  [ANNAE_ADVICE_CARD_DONE] = "card-done",
};
/* clang-format on */

const char *
annae_advice_name (AnnaeAdviceId id)
{
  g_return_val_if_fail ((guint) id < ANNAE_N_ADVICE, NULL);
  return names[id];
}

gboolean
annae_advice_is_good (AnnaeAdviceId id)
{
  switch (id)
    {
    case ANNAE_ADVICE_HOLD:
    case ANNAE_ADVICE_DONE:
    case ANNAE_ADVICE_CARD_HOLD:
    case ANNAE_ADVICE_CARD_DONE:
      return TRUE;
    default:
      return FALSE;
    }
}
