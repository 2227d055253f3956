/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The face at the moments that liveness was judged by, kept until the comparison: whoever followed the requests has to
 * be whoever is compared, or a picture could take the place of a living helper. Only the face is kept, not the whole
 * frame, but for the last one that was hardly turned. */

#include "annae-session-private.h"

#include <math.h>
#include <string.h>

/* Degrees. Two pictures of one face are the less alike the further apart they are turned, so a face that is turned
 * further than this is followed there by way of one that is not [doc/liveness-figures.md]. */
#define AHEAD 15.0

/* The face's box and half of it on either side: what the alignment reaches for. */
#define MARGIN 0.5f

void
annae_session_clear_moment (AnnaeSessionMoment *moment)
{
  g_clear_pointer (&moment->frame, annae_frame_unref);
  g_clear_pointer (&moment->way, annae_frame_unref);
  annae_vault_wipe (moment, sizeof *moment);
}

void
annae_session_forget_moments (AnnaeSession *self)
{
  for (guint i = 0; i < self->n_moments; i++)
    annae_session_clear_moment (&self->moments[i]);
  self->n_moments = 0;
  annae_session_clear_candidate (&self->ahead);
}

static guint
bound (float value, guint most)
{
  return value > 0.0f ? MIN ((guint) value, most) : 0;
}

/* NULL where the face is outside of the picture, or memory is short. */
static AnnaeFrame *
cut_out (AnnaeFrame *frame, AnnaeFace *face)
{
  const AnnaeBox *box = &face->box;
  const guint width = annae_frame_get_width (frame), height = annae_frame_get_height (frame);
  const guint left = bound (box->x - MARGIN * box->width, width);
  const guint right = bound (box->x + (1.0f + MARGIN) * box->width, width);
  const guint top = bound (box->y - MARGIN * box->height, height);
  const guint bottom = bound (box->y + (1.0f + MARGIN) * box->height, height);

  if (annae_frame_get_pixels (frame) != ANNAE_PIXELS_BGR || right <= left || bottom <= top)
    return NULL;
  AnnaeFrame *cut
      = annae_frame_new (ANNAE_VAULT_CHIP, ANNAE_PIXELS_BGR, right - left, bottom - top, annae_frame_get_time (frame));
  if (cut == NULL)
    return NULL;
  for (guint y = top; y < bottom; y++)
    memcpy (annae_frame_get_writable (cut) + (y - top) * annae_frame_get_stride (cut),
            annae_frame_peek (frame) + y * annae_frame_get_stride (frame) + 3 * left, 3 * (right - left));
  face->box.x -= (float) left;
  face->box.y -= (float) top;
  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    {
      face->landmarks[i].x -= (float) left;
      face->landmarks[i].y -= (float) top;
    }
  return cut;
}

static gboolean
is_ahead (const AnnaeObservation *observation)
{
  double yaw = 0.0, pitch = 0.0;

  annae_observation_get (observation, ANNAE_MEASURE_YAW, &yaw);
  annae_observation_get (observation, ANNAE_MEASURE_PITCH, &pitch);
  return hypot (yaw, pitch) <= AHEAD;
}

static void
keep_moment (AnnaeSession *self, AnnaeFrame *frame)
{
  AnnaeSessionMoment *moment = &self->moments[self->n_moments];

  if (self->n_moments == ANNAE_SESSION_MOST_MOMENTS || !annae_model_pack_can_verify (self->pack))
    return;
  moment->face = self->observation.faces[0];
  moment->frame = cut_out (frame, &moment->face);
  if (moment->frame == NULL)
    return;
  self->n_moments++;
  if (self->ahead.frame == NULL || is_ahead (&self->observation))
    return;
  moment->way_face = self->ahead.face;
  moment->way = cut_out (self->ahead.frame, &moment->way_face);
}

void
annae_session_watch_moments (AnnaeSession *self, AnnaeFrame *frame, gboolean is_moment)
{
  if (self->observation.n_faces == 0)
    return;
  if (is_ahead (&self->observation))
    {
      annae_session_clear_candidate (&self->ahead);
      self->ahead.frame = annae_frame_ref (frame);
      self->ahead.face = self->observation.faces[0];
    }
  if (is_moment)
    keep_moment (self, frame);
}
