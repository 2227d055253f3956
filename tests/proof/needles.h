/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the maker of needles and the searcher agree on: a file is a list of records without a header, all of them of
 * this machine's byte order, for both run within one test. */

#pragma once

#include <stdint.h>

/* Long enough that chance never makes one: what has fewer than 12 different bytes in it is no needle. */
#define NEEDLE_BYTES 32
#define NEEDLE_MIN_DIFFERENT 12

/* Index into needle_kinds. */
typedef struct
{
  uint8_t bytes[NEEDLE_BYTES];
  uint32_t kind;
} Needle;

typedef enum
{
  NEEDLE_FRAME_BGR,
  NEEDLE_FRAME_RGB,
  NEEDLE_FRAME_BGRX,
  NEEDLE_FRAME_RGBX,
  NEEDLE_FRAME_GREY,
  NEEDLE_FRAME_LUMA,   /* of I420, NV12, YV12: what decoders and cameras give */
  NEEDLE_FRAME_CHROMA, /* of I420, and of NV12 interleaved */
  NEEDLE_FRAME_YUY2,   /* what the tests' camera gives */
  NEEDLE_CARD_BGR,
  NEEDLE_CARD_RGB,
  NEEDLE_CARD_BGRX,
  NEEDLE_CARD_RGBX,
  NEEDLE_CARD_GREY,
  NEEDLE_CARD_FILE, /* the file's own bytes */
  NEEDLE_LIVE_FILE,
  NEEDLE_CHIP,           /* the aligned faces, BGR and planar float as the network's input */
  NEEDLE_TEMPLATE_FLOAT, /* the reference's and every probe's, of unit length and as the network gave it */
  NEEDLE_TEMPLATE_HALF,
  NEEDLE_SCREEN, /* rows of the picture as it was on the screen: mirrored, scaled, with 0 or 255 as the fourth byte */
  NEEDLE_N_KINDS
} NeedleKind;

static const char *const needle_kinds[NEEDLE_N_KINDS] = {
  "frame-bgr",    "frame-rgb", "frame-bgrx", "frame-rgbx",     "frame-grey",    "frame-luma",
  "frame-chroma", "frame-yuy2", "card-bgr",  "card-rgb",   "card-bgrx",      "card-rgbx",     "card-grey",
  "card-file",    "live-file", "chip",       "template-float", "template-half",
  "screen",
};
