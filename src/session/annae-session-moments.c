/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The face at the moments that liveness was judged by, kept until the comparison: whoever followed the requests has to be whoever is
 * compared, or a picture could take the place of a living helper. Only the face is kept, not the whole frame. */

#include "annae-session-private.h"

#include <string.h>

/* The face's box and half of it on either side: what the alignment reaches for. */
#define MARGIN 0.5f

void
annae_session_forget_moments (AnnaeSession *self)
{
  for (guint i = 0; i < self->n_moments; i++)
    annae_frame_unref (self->moments[i].frame);
  annae_vault_wipe (self->moments, sizeof self->moments);
  self->n_moments = 0;
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

void
annae_session_keep_moment (AnnaeSession *self, AnnaeFrame *frame)
{
  AnnaeSessionMoment *moment = &self->moments[self->n_moments];

  if (self->n_moments == ANNAE_SESSION_MOST_MOMENTS || self->observation.n_faces == 0
      || !annae_model_pack_can_verify (self->pack))
    return;
  moment->face = self->observation.faces[0];
  moment->frame = cut_out (frame, &moment->face);
  self->n_moments += moment->frame != NULL;
}
