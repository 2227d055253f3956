/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What vision saw of an identity document in one frame, as plain numbers: the observation's counterpart for the card. */

#pragma once

#include "annae-layout.h"
#include "annae-observation.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean found;
  AnnaePoint corners[4]; /* px: top left, top right, bottom right, bottom left of the card as it should be read */
  gboolean has_corners;  /* a bare portrait or a card that fills the picture has none */
  AnnaeFace portrait;
  gboolean has_portrait;
  gboolean doubtful;     /* what is in the portrait's place may be no face: advice is given about it, but it is never taken */
  AnnaePoint place;      /* the middle of the portrait's eyes, in shares of the card; with corners only */
  const AnnaeLayout *layout; /* of the known ones, the vision's own; NULL where none fits */
  double inter_eye;      /* of the portrait, px */
  double sharpness;      /* as ANNAE_MEASURE_SHARPNESS */
  double glare;          /* share of the pixels that are burnt out, 0 to 1: of the portrait, or of the card where none is seen */
  double brightness;     /* 0 to 1 */
  double tilt;           /* degrees off the camera's axis, from the corners; 0 without corners */
  double width_share;    /* card width over picture width */
  double offset_x;       /* card centre off the picture's centre, share of the picture */
  double offset_y;
} AnnaeDocumentView;

G_END_DECLS
