/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests by name, and in random order. */

#include "annae-request.h"

#include <sodium.h>

guint32
annae_request_draw (guint32 bound, AnnaeRandomFunc random, gpointer user_data)
{
  if (random == NULL && sodium_init () < 0)
    g_error ("libsodium has no random numbers");
  const guint32 drawn = random != NULL ? random (bound, user_data) : randombytes_uniform (bound);

  return MIN (drawn, bound - 1);
}

void
annae_request_shuffle (AnnaeRequest *requests, guint n, AnnaeRandomFunc random, gpointer user_data)
{
  /* Fisher and Yates: every order as likely. */
  for (guint i = n; i > 1; i--)
    {
      const guint j = annae_request_draw (i, random, user_data);
      const AnnaeRequest swapped = requests[i - 1];

      requests[i - 1] = requests[j];
      requests[j] = swapped;
    }
}

gboolean
annae_request_is_sideways (AnnaeRequest request)
{
  return request == ANNAE_REQUEST_TURN_LEFT || request == ANNAE_REQUEST_TURN_RIGHT;
}

const char *
annae_request_name (AnnaeRequest request)
{
  static const char *const names[ANNAE_N_REQUESTS] = {
    [ANNAE_REQUEST_NONE] = "none",
    [ANNAE_REQUEST_TURN_LEFT] = "turn-left",
    [ANNAE_REQUEST_TURN_RIGHT] = "turn-right",
    [ANNAE_REQUEST_LOOK_UP] = "look-up",
    [ANNAE_REQUEST_LOOK_DOWN] = "look-down",
    [ANNAE_REQUEST_COME_CLOSER] = "come-closer",
    [ANNAE_REQUEST_FOLLOW_DOT] = "follow-dot",
    [ANNAE_REQUEST_CLOSE_EYES] = "close-eyes",
    [ANNAE_REQUEST_HOLD_STILL] = "hold-still",
  };
  g_return_val_if_fail ((guint) request < ANNAE_N_REQUESTS, NULL);
  return names[request];
}

AnnaeAdviceId
annae_request_advice (AnnaeRequest request)
{
  static const AnnaeAdviceId advice[ANNAE_N_REQUESTS] = {
    [ANNAE_REQUEST_NONE] = ANNAE_ADVICE_NONE,
    [ANNAE_REQUEST_TURN_LEFT] = ANNAE_ADVICE_TURN_LEFT,
    [ANNAE_REQUEST_TURN_RIGHT] = ANNAE_ADVICE_TURN_RIGHT,
    [ANNAE_REQUEST_LOOK_UP] = ANNAE_ADVICE_CHIN_UP,
    [ANNAE_REQUEST_LOOK_DOWN] = ANNAE_ADVICE_CHIN_DOWN,
    [ANNAE_REQUEST_COME_CLOSER] = ANNAE_ADVICE_COME_CLOSER,
    [ANNAE_REQUEST_FOLLOW_DOT] = ANNAE_ADVICE_FOLLOW_DOT,
    [ANNAE_REQUEST_CLOSE_EYES] = ANNAE_ADVICE_CLOSE_EYES,
    [ANNAE_REQUEST_HOLD_STILL] = ANNAE_ADVICE_STAY_STILL,
  };
  g_return_val_if_fail ((guint) request < ANNAE_N_REQUESTS, ANNAE_ADVICE_NONE);
  return advice[request];
}
