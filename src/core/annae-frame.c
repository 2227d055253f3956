/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A picture: a small description on the heap, its pixels in the vault. */

#include "annae-frame.h"

struct _AnnaeFrame
{
  gatomicrefcount references;
  guint8 *data;
  gsize stride;
  guint width;
  guint height;
  AnnaePixels pixels;
  gint64 time_us;
};

AnnaeFrame *
annae_frame_new (AnnaeVaultKind kind, AnnaePixels pixels, guint width, guint height, gint64 time_us)
{
  g_return_val_if_fail (kind == ANNAE_VAULT_FRAME || kind == ANNAE_VAULT_CHIP || kind == ANNAE_VAULT_PORTRAIT, NULL);
  g_return_val_if_fail (pixels == ANNAE_PIXELS_BGR || pixels == ANNAE_PIXELS_GREY, NULL);

  if (width == 0 || height == 0 || (guint64) width * height > ANNAE_FRAME_MAX_PIXELS)
    return NULL;

  gsize stride = (gsize) width * (pixels == ANNAE_PIXELS_BGR ? 3 : 1);
  guint8 *data = annae_vault_alloc (kind, stride * height);
  if (data == NULL)
    return NULL;

  AnnaeFrame *self = g_new0 (AnnaeFrame, 1);
  g_atomic_ref_count_init (&self->references);
  self->data = data;
  self->stride = stride;
  self->width = width;
  self->height = height;
  self->pixels = pixels;
  self->time_us = time_us;
  return self;
}

AnnaeFrame *
annae_frame_ref (AnnaeFrame *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
annae_frame_unref (AnnaeFrame *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  annae_vault_free (self->data);
  g_free (self);
}

guint
annae_frame_get_width (const AnnaeFrame *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->width;
}

guint
annae_frame_get_height (const AnnaeFrame *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->height;
}

gsize
annae_frame_get_stride (const AnnaeFrame *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->stride;
}

gsize
annae_frame_get_size (const AnnaeFrame *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->stride * self->height;
}

AnnaePixels
annae_frame_get_pixels (const AnnaeFrame *self)
{
  g_return_val_if_fail (self != NULL, ANNAE_PIXELS_BGR);
  return self->pixels;
}

gint64
annae_frame_get_time (const AnnaeFrame *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->time_us;
}

const guint8 *
annae_frame_peek (const AnnaeFrame *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->data;
}

guint8 *
annae_frame_get_writable (AnnaeFrame *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (g_atomic_ref_count_compare (&self->references, 1), NULL);
  return self->data;
}
