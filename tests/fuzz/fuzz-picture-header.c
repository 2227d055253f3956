/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a picture file begins with: nothing is read beyond it, and a known format has a size. */

#include "fuzz.h"

#include "picture-header.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  AnnaePictureHeader header;

  if (annae_picture_header_parse (data, size, &header))
    g_assert_true (header.format != NULL
                   && (g_str_equal (header.format, "PDF") || (header.width > 0 && header.height > 0)));
  return 0;
}
