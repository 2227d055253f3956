/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Private to vision: what a picture file says of itself, read before anything is decoded. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *format; /* "JPEG", ... */
  guint64 width;      /* 0 of a PDF: its pages say */
  guint64 height;
  guint8 orientation; /* EXIF's, 1 to 8, where the decoder does not heed it by itself; 0 where it does or there is none */
  gboolean complete; /* FALSE: it ends before the picture does, as far as the format shows that without decoding */
} AnnaePictureHeader;

/* FALSE where bytes are no JPEG, PNG, TIFF, WebP, BMP, HEIC or PDF, or name no size. Reads nothing outside of bytes. */
gboolean annae_picture_header_parse (const guint8 *bytes, gsize length, AnnaePictureHeader *header);

G_END_DECLS
