/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Private to vision: what a picture file says of itself, read before anything is decoded. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *format; /* "JPEG", ... */
  guint64 width;
  guint64 height;
  gboolean complete; /* FALSE: it ends before the picture does, as far as the format shows that without decoding */
} AnnaePictureHeader;

/* FALSE where bytes are no JPEG, PNG, TIFF, WebP or BMP, or name no size. Reads nothing outside of bytes. */
gboolean annae_picture_header_parse (const guint8 *bytes, gsize length, AnnaePictureHeader *header);

G_END_DECLS
