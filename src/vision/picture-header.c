/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Size and kind of a picture from its first bytes, so that a small file that claims a huge picture is refused before a
 * decoder believes it. Only formats that are decoded from memory: for others OpenCV would write a temporary file. */

#include "picture-header.h"

#include <string.h>

/* A tile larger than this in a TIFF file makes its decoder ask for memory that no document needs. */
#define TIFF_MAX_TILE 16384

typedef struct
{
  const guint8 *bytes;
  gsize length;
  gboolean big_endian;
} Input;

static gboolean
has (const Input *in, gsize at, gsize n)
{
  return at <= in->length && n <= in->length - at;
}

/* An unsigned number of n bytes; 0 where it lies outside. */
static guint64
number (const Input *in, gsize at, gsize n)
{
  guint64 value = 0;

  if (!has (in, at, n))
    return 0;
  for (gsize i = 0; i < n; i++)
    value = value << 8 | in->bytes[in->big_endian ? at + i : at + n - 1 - i];
  return value;
}

static gboolean
begins (const Input *in, gsize at, const void *with, gsize n)
{
  return has (in, at, n) && memcmp (in->bytes + at, with, n) == 0;
}

/* After the start of the scan FF D9 can only be the end: in coded data FF is followed by 00 or a restart mark. */
static gboolean
jpeg_has_end (const Input *in, gsize from)
{
  for (gsize i = from; has (in, i, 2); i++)
    if (in->bytes[i] == 0xff && in->bytes[i + 1] == 0xd9)
      return TRUE;
  return FALSE;
}

static gboolean
parse_jpeg (Input *in, AnnaePictureHeader *header)
{
  gsize at = 2;

  in->big_endian = TRUE;
  header->format = "JPEG";
  while (has (in, at, 4))
    {
      if (in->bytes[at] != 0xff)
        return FALSE;
      guint8 marker = in->bytes[at + 1];
      if (marker == 0xff)
        {
          at++;
          continue;
        }
      if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8))
        {
          at += 2;
          continue;
        }
      gsize length = number (in, at + 2, 2);
      if (length < 2)
        return FALSE;
      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
        {
          header->height = number (in, at + 5, 2);
          header->width = number (in, at + 7, 2);
        }
      if (marker == 0xda)
        {
          header->complete = jpeg_has_end (in, at + 2 + length);
          return TRUE;
        }
      at += 2 + length;
    }
  return header->width > 0;
}

static gboolean
parse_png (Input *in, AnnaePictureHeader *header)
{
  static const guint8 end[] = { 'I', 'E', 'N', 'D' };
  gsize at = 8;

  in->big_endian = TRUE;
  header->format = "PNG";
  if (!begins (in, 12, "IHDR", 4))
    return FALSE;
  header->width = number (in, 16, 4);
  header->height = number (in, 20, 4);
  while (has (in, at, 12) && !header->complete)
    {
      guint64 length = number (in, at, 4);
      header->complete = begins (in, at + 4, end, sizeof end);
      if (length > in->length)
        break;
      at += 12 + length;
    }
  return TRUE;
}

static gboolean
parse_bmp (Input *in, AnnaePictureHeader *header)
{
  header->format = "BMP";
  if (number (in, 14, 4) == 12)
    {
      header->width = number (in, 18, 2);
      header->height = number (in, 20, 2);
    }
  else
    {
      gint64 height = (gint32) number (in, 22, 4);
      header->width = number (in, 18, 4);
      header->height = (guint64) ABS (height); /* negative: stored from the top down */
    }
  /* The size in the header is often wrong; the pixels must at least begin inside of the file. */
  header->complete = number (in, 10, 4) < in->length;
  return TRUE;
}

static gboolean
parse_tiff (Input *in, AnnaePictureHeader *header)
{
  header->format = "TIFF";
  header->complete = TRUE;
  in->big_endian = in->bytes[0] == 'M';
  gsize at = number (in, 4, 4);
  guint64 n = number (in, at, 2);
  for (guint64 i = 0; i < n && has (in, at + 2 + 12 * i, 12); i++)
    {
      gsize entry = at + 2 + 12 * i;
      guint64 tag = number (in, entry, 2);
      guint64 value = number (in, entry + 2, 2) == 3 ? number (in, entry + 8, 2) : number (in, entry + 8, 4);
      if (tag == 256)
        header->width = value;
      else if (tag == 257)
        header->height = value;
      else if ((tag == 322 || tag == 323) && value > TIFF_MAX_TILE)
        return FALSE;
    }
  return TRUE;
}

/* EXIF's orientation in the block at, which is built as a TIFF file is; 0 where there is none. */
static guint8
find_orientation (const Input *in, gsize at, gsize length)
{
  if (!has (in, at, length) || length < 8)
    return 0;
  if (begins (in, at, "Exif\0\0", 6))
    return find_orientation (in, at + 6, length - 6);
  Input block = { in->bytes + at, length, in->bytes[at] == 'M' };
  gsize list = number (&block, 4, 4);
  guint64 n = number (&block, list, 2);
  for (guint64 i = 0; i < n && has (&block, list + 2 + 12 * i, 12); i++)
    {
      gsize entry = list + 2 + 12 * i;
      guint64 value = number (&block, entry + 8, 2);
      if (number (&block, entry, 2) == 0x112)
        return value >= 1 && value <= 8 ? (guint8) value : 0;
    }
  return 0;
}

static gboolean
parse_webp (Input *in, AnnaePictureHeader *header)
{
  header->format = "WebP";
  header->complete = number (in, 4, 4) + 8 <= in->length;
  if (begins (in, 12, "VP8 ", 4) && begins (in, 23, "\x9d\x01\x2a", 3))
    {
      header->width = number (in, 26, 2) & 0x3fff;
      header->height = number (in, 28, 2) & 0x3fff;
    }
  else if (begins (in, 12, "VP8L", 4) && begins (in, 20, "\x2f", 1))
    {
      guint64 bits = number (in, 21, 4);
      header->width = (bits & 0x3fff) + 1;
      header->height = (bits >> 14 & 0x3fff) + 1;
    }
  else if (begins (in, 12, "VP8X", 4) && has (in, 24, 6))
    {
      header->width = number (in, 24, 3) + 1;
      header->height = number (in, 27, 3) + 1;
    }
  for (gsize at = 12; has (in, at, 8); at += 8 + (number (in, at + 4, 4) + 1) / 2 * 2)
    if (begins (in, at, "EXIF", 4))
      header->orientation = find_orientation (in, at + 8, number (in, at + 4, 4));
  return TRUE;
}

/* The largest of the pictures that boxes from at to end describe: what is shown is put together of tiles. FALSE where a box
 * reaches beyond the end. */
static gboolean
find_heif_size (const Input *in, gsize at, gsize end, guint depth, AnnaePictureHeader *header)
{
  while (at < end && has (in, at, 8))
    {
      guint64 size = number (in, at, 4);
      gsize head = 8;

      if (size == 1)
        size = number (in, at + 8, 8), head = 16;
      else if (size == 0)
        size = end - at;
      if (size < head || size > end - at)
        return FALSE;
      if (begins (in, at + 4, "ispe", 4) && size >= head + 12)
        {
          guint64 width = number (in, at + head + 4, 4);
          guint64 height = number (in, at + head + 8, 4);
          if (width * height > header->width * header->height)
            header->width = width, header->height = height;
        }
      /* meta has a version and flags before its boxes. */
      gboolean is_meta = begins (in, at + 4, "meta", 4);
      if (depth < 4 && (is_meta || begins (in, at + 4, "iprp", 4) || begins (in, at + 4, "ipco", 4))
          && !find_heif_size (in, at + head + (is_meta ? 4 : 0), at + size, depth + 1, header))
        return FALSE;
      at += size;
    }
  return at == end;
}

static gboolean
is_heic (const Input *in)
{
  static const char *const brands[] = { "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1" };

  for (guint i = 0; i < G_N_ELEMENTS (brands); i++)
    if (begins (in, 4, "ftyp", 4) && begins (in, 8, brands[i], 4))
      return TRUE;
  return FALSE;
}

static gboolean
parse_heic (Input *in, AnnaePictureHeader *header)
{
  in->big_endian = TRUE;
  header->format = "HEIC";
  header->complete = find_heif_size (in, 0, in->length, 0, header);
  return TRUE;
}

/* Its end is marked; scanners append a few bytes to that. */
static gboolean
parse_pdf (Input *in, AnnaePictureHeader *header)
{
  header->format = "PDF";
  for (gsize i = in->length > 1024 ? in->length - 1024 : 0; has (in, i, 5) && !header->complete; i++)
    header->complete = begins (in, i, "%%EOF", 5);
  return TRUE;
}

gboolean
annae_picture_header_parse (const guint8 *bytes, gsize length, AnnaePictureHeader *header)
{
  Input in = { bytes, length, FALSE };
  gboolean known = FALSE;

  g_return_val_if_fail (header != NULL, FALSE);
  *header = (AnnaePictureHeader){ 0 };
  if (bytes == NULL)
    return FALSE;

  if (begins (&in, 0, "\xff\xd8\xff", 3))
    known = parse_jpeg (&in, header);
  else if (begins (&in, 0, "\x89PNG\r\n\x1a\n", 8))
    known = parse_png (&in, header);
  else if (begins (&in, 0, "II*\0", 4) || begins (&in, 0, "MM\0*", 4))
    known = parse_tiff (&in, header);
  else if (begins (&in, 0, "RIFF", 4) && begins (&in, 8, "WEBP", 4))
    known = parse_webp (&in, header);
  else if (is_heic (&in))
    known = parse_heic (&in, header);
  else if (begins (&in, 0, "%PDF-", 5))
    return parse_pdf (&in, header);
  else if (begins (&in, 0, "BM", 2))
    known = parse_bmp (&in, header);
  return known && header->width > 0 && header->height > 0;
}
