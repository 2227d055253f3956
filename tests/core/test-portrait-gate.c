/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The gate of the document's portrait: every bound from both sides, and which of several faults is named. */

#include "annae-portrait-gate.h"

#include <math.h>
#include <string.h>

static const AnnaePortraitMeasures sound
    = { .inter_eye = 40, .sharpness = 2.0, .overexposed = 0.0, .eye_colours = 0.05, .colour = 0.1 };

static void
assert_gate (AnnaePortraitMeasures measures, AnnaeGate gate, AnnaePortraitFault fault)
{
  AnnaePortraitFault found = ANNAE_N_PORTRAIT_FAULTS;

  g_assert_cmpint (annae_portrait_gate_judge (&measures, &found), ==, gate);
  g_assert_cmpstr (annae_portrait_fault_name (found), ==, annae_portrait_fault_name (fault));
}

/* A sound portrait but for one number, which is the double at this place. */
static AnnaePortraitMeasures
with (gsize place, double value)
{
  AnnaePortraitMeasures measures = sound;

  G_STRUCT_MEMBER (double, &measures, place) = value;
  return measures;
}

#define WITH(member, value) with (G_STRUCT_OFFSET (AnnaePortraitMeasures, member), value)

static void
test_bounds (void)
{
  assert_gate (sound, ANNAE_GATE_PASSES, ANNAE_PORTRAIT_FAULT_NONE);
  assert_gate (WITH (inter_eye, 20.0), ANNAE_GATE_PASSES, ANNAE_PORTRAIT_FAULT_NONE);
  assert_gate (WITH (inter_eye, 19.9), ANNAE_GATE_WEAK, ANNAE_PORTRAIT_FAULT_SMALL);
  assert_gate (WITH (inter_eye, 17.9), ANNAE_GATE_REFUSED, ANNAE_PORTRAIT_FAULT_SMALL);
  assert_gate (WITH (sharpness, 0.86), ANNAE_GATE_PASSES, ANNAE_PORTRAIT_FAULT_NONE);
  assert_gate (WITH (sharpness, 0.84), ANNAE_GATE_WEAK, ANNAE_PORTRAIT_FAULT_BLURRED);
  assert_gate (WITH (sharpness, 0.49), ANNAE_GATE_REFUSED, ANNAE_PORTRAIT_FAULT_BLURRED);
  assert_gate (WITH (overexposed, 0.06), ANNAE_GATE_PASSES, ANNAE_PORTRAIT_FAULT_NONE);
  assert_gate (WITH (overexposed, 0.07), ANNAE_GATE_WEAK, ANNAE_PORTRAIT_FAULT_GLARE);
  assert_gate (WITH (overexposed, 0.16), ANNAE_GATE_REFUSED, ANNAE_PORTRAIT_FAULT_GLARE);
  assert_gate (WITH (eye_colours, 0.20), ANNAE_GATE_PASSES, ANNAE_PORTRAIT_FAULT_NONE);
  assert_gate (WITH (eye_colours, 0.21), ANNAE_GATE_WEAK, ANNAE_PORTRAIT_FAULT_HOLOGRAM);
  assert_gate (WITH (colour, 0.026), ANNAE_GATE_PASSES, ANNAE_PORTRAIT_FAULT_NONE);
  assert_gate (WITH (colour, 0.024), ANNAE_GATE_NOTED, ANNAE_PORTRAIT_FAULT_GREY);
}

static void
test_worst_is_named (void)
{
  AnnaePortraitMeasures bad = sound;

  bad.colour = 0;
  bad.eye_colours = 1;
  assert_gate (bad, ANNAE_GATE_WEAK, ANNAE_PORTRAIT_FAULT_HOLOGRAM);
  bad.sharpness = 0.8;
  assert_gate (bad, ANNAE_GATE_WEAK, ANNAE_PORTRAIT_FAULT_BLURRED);
  bad.overexposed = 0.5;
  assert_gate (bad, ANNAE_GATE_REFUSED, ANNAE_PORTRAIT_FAULT_GLARE);
}

/* What could not be measured is no fault. */
static void
test_unmeasured (void)
{
  assert_gate ((AnnaePortraitMeasures){ 40, NAN, NAN, NAN, NAN }, ANNAE_GATE_PASSES, ANNAE_PORTRAIT_FAULT_NONE);
}

static void
test_sentences (void)
{
  for (guint fault = 0; fault < ANNAE_N_PORTRAIT_FAULTS; fault++)
    {
      g_autofree char *sentence = annae_portrait_gate_explain (&sound, fault, "card.jpg");

      g_assert_nonnull (strstr (sentence, "card.jpg"));
      g_assert_true (g_str_has_suffix (sentence, "."));
      for (guint other = 0; other < fault; other++)
        g_assert_cmpstr (annae_portrait_fault_name (fault), !=, annae_portrait_fault_name (other));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portrait-gate/bounds", test_bounds);
  g_test_add_func ("/portrait-gate/worst-is-named", test_worst_is_named);
  g_test_add_func ("/portrait-gate/unmeasured", test_unmeasured);
  g_test_add_func ("/portrait-gate/sentences", test_sentences);
  return g_test_run ();
}
