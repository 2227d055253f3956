/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One picture in the vault: immutable once shared, reference-counted, safe to hand between threads. */

#pragma once

#include "annae-types.h"
#include "annae-vault.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_PIXELS_BGR, /* 3 bytes a pixel, blue first; what cameras deliver to vision and to the preview */
  ANNAE_PIXELS_GREY /* 1 byte a pixel */
} AnnaePixels;

typedef struct _AnnaeFrame AnnaeFrame;

/* The largest picture Annae accepts, in pixels: 50 megapixels, so that a 30-megapixel photograph passes and a
 * decompression bomb does not. */
#define ANNAE_FRAME_MAX_PIXELS (50 * 1000 * 1000)

/* A new zeroed frame of kind FRAME, CHIP or PORTRAIT with a stride of width times bytes a pixel.
 * Returns NULL where memory is short or a size is 0 or the picture too large. */
AnnaeFrame *annae_frame_new (AnnaeVaultKind kind, AnnaePixels pixels, guint width, guint height, gint64 time_us);

AnnaeFrame *annae_frame_ref (AnnaeFrame *self);
void annae_frame_unref (AnnaeFrame *self);

guint annae_frame_get_width (const AnnaeFrame *self);
guint annae_frame_get_height (const AnnaeFrame *self);
gsize annae_frame_get_stride (const AnnaeFrame *self);
gsize annae_frame_get_size (const AnnaeFrame *self);
AnnaePixels annae_frame_get_pixels (const AnnaeFrame *self);

/* When the picture was taken, on the time line of its source. */
gint64 annae_frame_get_time (const AnnaeFrame *self);

const guint8 *annae_frame_peek (const AnnaeFrame *self);

/* For the maker of the frame only, before anyone else holds a reference. */
guint8 *annae_frame_get_writable (AnnaeFrame *self);

/* Called with a borrowed frame, on whichever thread the frame arrives; must be quick and take a reference to keep it. */
typedef void (*AnnaeFrameFunc) (AnnaeFrame *frame, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeFrame, annae_frame_unref)

G_END_DECLS
