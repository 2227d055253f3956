/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The order of requests, and their points. */

#include "annae-request-plan.h"

#include <string.h>

void
annae_request_plan_add (AnnaeRequestPlan *self, AnnaeRequest request)
{
  if (self->n < G_N_ELEMENTS (self->order))
    self->order[self->n++] = request;
}

void
annae_request_plan_shuffle (AnnaeRequestPlan *self, AnnaeRandomFunc random, gpointer user_data)
{
  annae_request_shuffle (self->order + self->next, self->n - self->next, random, user_data);
}

AnnaeRequest
annae_request_plan_take (AnnaeRequestPlan *self, guint set)
{
  guint at = self->next;

  while (at < self->n && (ANNAE_REQUEST_BIT (self->order[at]) & set) == 0)
    at++;
  if (at >= self->n)
    return ANNAE_REQUEST_NONE;
  const AnnaeRequest taken = self->order[at];

  memmove (self->order + self->next + 1, self->order + self->next, (at - self->next) * sizeof *self->order);
  self->next++;
  return taken;
}

void
annae_request_plan_repeat (AnnaeRequestPlan *self, AnnaeRequest request)
{
  if (self->again[request])
    return;
  self->again[request] = TRUE;
  annae_request_plan_add (self, request);
}

void
annae_request_plan_drop (AnnaeRequestPlan *self, AnnaeRequest request)
{
  guint kept = self->next;

  for (guint i = self->next; i < self->n; i++)
    if (self->order[i] != request)
      self->order[kept++] = self->order[i];
  self->n = kept;
}

gboolean
annae_request_plan_has (const AnnaeRequestPlan *self, guint set)
{
  for (guint i = self->next; i < self->n; i++)
    if ((ANNAE_REQUEST_BIT (self->order[i]) & set) != 0)
      return TRUE;
  return FALSE;
}

guint
annae_request_plan_points (const AnnaeRequestPlan *self, guint set)
{
  guint points = 0;

  for (guint i = self->next; i < self->n; i++)
    set |= ANNAE_REQUEST_BIT (self->order[i]);
  for (AnnaeRequest request = ANNAE_REQUEST_NONE; request < ANNAE_N_REQUESTS; request++)
    points += (set & ANNAE_REQUEST_BIT (request)) != 0 ? annae_request_points (request) : 0;
  return points;
}

guint
annae_request_points (AnnaeRequest request)
{
  return request == ANNAE_REQUEST_NONE || request == ANNAE_REQUEST_HOLD_STILL ? 0
         : request == ANNAE_REQUEST_FOLLOW_DOT                                ? 2
                                                                              : 1;
}
