/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of the guide for the face: order, bounds, hysteresis, dwell, each with its source. */

#pragma once

#include "annae-advice-rule.h"
#include "annae-filters.h"
#include "annae-guide.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_GUIDE_ROW_CAMERA,
  ANNAE_GUIDE_ROW_FACE,
  ANNAE_GUIDE_ROW_OTHERS,
  ANNAE_GUIDE_ROW_FAR,
  ANNAE_GUIDE_ROW_NEAR,
  ANNAE_GUIDE_ROW_SIDEWAYS,
  ANNAE_GUIDE_ROW_HEIGHT,
  ANNAE_GUIDE_ROW_YAW,
  ANNAE_GUIDE_ROW_PITCH,
  ANNAE_GUIDE_ROW_ROLL,
  ANNAE_GUIDE_ROW_BACK_LIGHT,
  ANNAE_GUIDE_ROW_LIGHT,
  ANNAE_GUIDE_ROW_OVEREXPOSED,
  ANNAE_GUIDE_ROW_SIDE_LIGHT,
  ANNAE_GUIDE_ROW_EYES_COVERED,
  ANNAE_GUIDE_ROW_EYES_OPEN,
  ANNAE_GUIDE_ROW_FACE_COVERED,
  ANNAE_GUIDE_ROW_MOTION,
  ANNAE_GUIDE_ROW_LENS,
  ANNAE_GUIDE_N_ROWS
} AnnaeGuideRow;

/* The rows for this counter, customer and pack. */
void annae_guide_rules_init (AnnaeAdviceRule rules[ANNAE_GUIDE_N_ROWS], const AnnaeGuideConfig *config);

/* How a row's value is smoothed before it is judged. */
const AnnaeSmoothing *annae_guide_rules_smoothing (AnnaeGuideRow row, const AnnaeGuideConfig *config);

G_END_DECLS
