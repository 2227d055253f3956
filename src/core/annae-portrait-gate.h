/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a document's portrait is good enough to compare, and what is wrong with it, for staff. A bad portrait costs
 * false non-matches, not false matches (doc/matching-figures.md): the gate saves people a vain try. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of the portrait as it was taken. */
typedef struct
{
  double inter_eye;   /* px */
  double sharpness;   /* as ANNAE_MEASURE_SHARPNESS; NAN where it could not be measured, as the following */
  double overexposed; /* share of the face that is burnt out, 0 to 1 */
  double eye_colours; /* how far colours about the eyes part from the face's own, across the line from grey to skin */
  double colour;      /* what brightness does not explain of the colours, over the mean brightness */
} AnnaePortraitMeasures;

typedef enum
{
  ANNAE_PORTRAIT_FAULT_NONE,
  ANNAE_PORTRAIT_FAULT_SMALL,
  ANNAE_PORTRAIT_FAULT_BLURRED,
  ANNAE_PORTRAIT_FAULT_GLARE,
  ANNAE_PORTRAIT_FAULT_HOLOGRAM, /* coloured light over the eyes */
  ANNAE_PORTRAIT_FAULT_GREY,     /* no colours: engraved by laser, or a copy */
  ANNAE_N_PORTRAIT_FAULTS
} AnnaePortraitFault;

typedef enum
{
  ANNAE_GATE_PASSES,
  ANNAE_GATE_NOTED,  /* staff is told; the comparison does not suffer */
  ANNAE_GATE_WEAK,   /* compared, as one of two weak pieces of evidence at most */
  ANNAE_GATE_REFUSED /* not worth a comparison */
} AnnaeGate;

/* The worst that is found; fault says what, the first in the order above where several are as bad. */
AnnaeGate annae_portrait_gate_judge (const AnnaePortraitMeasures *measures, AnnaePortraitFault *fault);

/* An English sentence with the figures, for staff and log; path names the document. (transfer full) */
char *annae_portrait_gate_explain (const AnnaePortraitMeasures *measures, AnnaePortraitFault fault, const char *path);

/* Stable names for JSON: "none", "small", "hologram". */
const char *annae_portrait_fault_name (AnnaePortraitFault fault);

G_END_DECLS
