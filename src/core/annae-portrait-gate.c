/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bounds of the gate. What each costs a comparison is in doc/matching-figures.md, how often each is found in
 * doc/documents.md. */

#include "annae-portrait-gate.h"

#include <math.h>

/* px between the eyes. Photographs of 20 px compare as whole ones do; below 18 refusals double. */
#define SMALL_REFUSED 18.0
#define SMALL_WEAK 20.0
/* Blurred by 0.08 of the distance between the eyes (half of the pairs refused) photographs have 0.48 to 1.06 (1 to 99
 * %); sharp ones of 20 px behind a soft lens 0.91 and more. By 0.13, where nine in ten are refused, the median is 0.48. */
#define BLUR_REFUSED 0.50
#define BLUR_WEAK 0.85
#define GLARE_REFUSED 0.15
#define GLARE_WEAK 0.06
/* 1 in 80 photographs of people in every light has more; nine in ten with a third of a hologram's light. */
#define HOLOGRAM_WEAK 0.20
/* Grey pictures under coloured light have up to 0.025 (99 %), photographs in colour 0.07 and more, the palest rendered
 * portraits 0.026. */
#define GREY_NOTED 0.025

AnnaeGate
annae_portrait_gate_judge (const AnnaePortraitMeasures *measures, AnnaePortraitFault *fault)
{
  /* Comparisons with NAN are false: what could not be measured is no fault. */
  const AnnaePortraitMeasures *m = measures;
  AnnaeGate found[ANNAE_N_PORTRAIT_FAULTS] = { ANNAE_GATE_PASSES };
  AnnaeGate worst = ANNAE_GATE_PASSES;

  g_return_val_if_fail (measures != NULL && fault != NULL, ANNAE_GATE_REFUSED);

  found[ANNAE_PORTRAIT_FAULT_SMALL] = m->inter_eye < SMALL_REFUSED ? ANNAE_GATE_REFUSED
                                      : m->inter_eye < SMALL_WEAK  ? ANNAE_GATE_WEAK
                                                                   : ANNAE_GATE_PASSES;
  found[ANNAE_PORTRAIT_FAULT_BLURRED] = m->sharpness < BLUR_REFUSED ? ANNAE_GATE_REFUSED
                                        : m->sharpness < BLUR_WEAK  ? ANNAE_GATE_WEAK
                                                                    : ANNAE_GATE_PASSES;
  found[ANNAE_PORTRAIT_FAULT_GLARE] = m->overexposed > GLARE_REFUSED ? ANNAE_GATE_REFUSED
                                      : m->overexposed > GLARE_WEAK  ? ANNAE_GATE_WEAK
                                                                     : ANNAE_GATE_PASSES;
  found[ANNAE_PORTRAIT_FAULT_HOLOGRAM] = m->eye_colours > HOLOGRAM_WEAK ? ANNAE_GATE_WEAK : ANNAE_GATE_PASSES;
  found[ANNAE_PORTRAIT_FAULT_GREY] = m->colour < GREY_NOTED ? ANNAE_GATE_NOTED : ANNAE_GATE_PASSES;

  *fault = ANNAE_PORTRAIT_FAULT_NONE;
  for (guint i = 0; i < ANNAE_N_PORTRAIT_FAULTS; i++)
    if (found[i] > worst)
      {
        worst = found[i];
        *fault = i;
      }
  return worst;
}

char *
annae_portrait_gate_explain (const AnnaePortraitMeasures *measures, AnnaePortraitFault fault, const char *path)
{
  g_return_val_if_fail (measures != NULL && path != NULL, NULL);

  switch (fault)
    {
    case ANNAE_PORTRAIT_FAULT_SMALL:
      return g_strdup_printf ("The portrait in %s is too small: %.0f pixels between the eyes, %.0f are needed.", path,
                              floor (measures->inter_eye), SMALL_REFUSED);
    case ANNAE_PORTRAIT_FAULT_BLURRED:
      return g_strdup_printf ("The portrait in %s is blurred: sharpness %.2f, at least %.2f is needed.", path,
                              measures->sharpness, BLUR_REFUSED);
    case ANNAE_PORTRAIT_FAULT_GLARE:
      return g_strdup_printf ("Glare covers %.0f %% of the face in %s; at most %.0f %% can be compared.",
                              100.0 * measures->overexposed, path, 100.0 * GLARE_REFUSED);
    case ANNAE_PORTRAIT_FAULT_HOLOGRAM:
      return g_strdup_printf ("A hologram shines over the eyes of the portrait in %s.", path);
    case ANNAE_PORTRAIT_FAULT_GREY:
      return g_strdup_printf ("The portrait in %s is grey: engraved by laser, or a copy.", path);
    default:
      return g_strdup_printf ("The portrait in %s can be compared.", path);
    }
}

const char *
annae_portrait_fault_name (AnnaePortraitFault fault)
{
  static const char *const names[ANNAE_N_PORTRAIT_FAULTS] = {
    [ANNAE_PORTRAIT_FAULT_NONE] = "none",         [ANNAE_PORTRAIT_FAULT_SMALL] = "small",
    [ANNAE_PORTRAIT_FAULT_BLURRED] = "blurred",   [ANNAE_PORTRAIT_FAULT_GLARE] = "glare",
    [ANNAE_PORTRAIT_FAULT_HOLOGRAM] = "hologram", [ANNAE_PORTRAIT_FAULT_GREY] = "grey",
  };

  g_return_val_if_fail ((guint) fault < ANNAE_N_PORTRAIT_FAULTS, NULL);
  return names[fault];
}
