/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The strip beside the page, which is the staff's: what it says of why nothing goes on and of what to do, and how it
 * makes room for large text. */

#include "annae-phrases.h"
#include "ui-stage.h"

static void
look_for_strip (GtkWidget *widget, gpointer user_data)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "AnnaeStaffStrip"))
    *(gboolean *) user_data = TRUE;
}

static gboolean
strip_is_shown (UiStage *stage)
{
  gboolean shown = FALSE;

  ui_for_each_mapped (GTK_WIDGET (stage->window), look_for_strip, &shown);
  return shown;
}

/* Large text folds the strip away; its key brings it back, and the page still fits. */
static void
test_strip_folds (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  ui_stage_show (&stage, &ui_scenes[1], "en", 1.0, ANNAE_CONTRAST_NORMAL);
  g_assert_true (strip_is_shown (&stage));
  ui_stage_show (&stage, &ui_scenes[1], "en", 2.0, ANNAE_CONTRAST_NORMAL);
  g_assert_false (strip_is_shown (&stage));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (stage.window), "annae.staff-strip", NULL));
  ui_stage_settle (&stage);
  g_assert_true (strip_is_shown (&stage));
  ui_stage_show (&stage, &ui_scenes[1], "en", 1.0, ANNAE_CONTRAST_NORMAL);
  g_assert_true (strip_is_shown (&stage));
  ui_stage_clear (&stage);
}

/* The strip says why, and the two most useful things to do; a result without a measured cause is not "all is well". */
static void
test_strip_says_what_to_do (void)
{
  UiScene light = { "light", ANNAE_STEP_POSITION, .advice = { .measure = -1, .id = ANNAE_ADVICE_LIGHT_BEHIND } };
  const UiScene retry = { "retry", ANNAE_STEP_RETRY, .reason = ANNAE_REASON_BLUR };
  const UiScene card = { "card", ANNAE_STEP_RETRY, .reason = ANNAE_REASON_CARD_QUALITY,
                         .portrait_fault = ANNAE_PORTRAIT_FAULT_HOLOGRAM };
  const UiScene declined = { "declined", ANNAE_STEP_RESULT, ANNAE_OUTCOME_DECLINED };
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  ui_stage_show (&stage, &light, "en", 1.0, ANNAE_CONTRAST_NORMAL);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_ACTION_LIGHT_BEHIND);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_ACTION_MORE_LIGHT);
  ui_stage_show (&stage, &retry, "en", 1.0, ANNAE_CONTRAST_NORMAL);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_REASON_BLUR);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_ACTION_STILL);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_ACTION_WIPE_LENS);
  ui_stage_show (&stage, &card, "en", 1.0, ANNAE_CONTRAST_NORMAL);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_PORTRAIT_HOLOGRAM);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_ACTION_CARD_HOLOGRAM);
  light.portrait_fault = ANNAE_PORTRAIT_FAULT_HOLOGRAM; /* beside the advice, and beside the offer of help */
  light.advice.offer_staff = TRUE;
  ui_stage_show (&stage, &light, "en", 1.0, ANNAE_CONTRAST_NORMAL);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_OFFER);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_PORTRAIT_HOLOGRAM);
  ui_stage_show (&stage, &declined, "en", 1.0, ANNAE_CONTRAST_NORMAL);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_CAUSE_OWN_CHOICE);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_ACTION_OTHER_WAY);
  ui_stage_clear (&stage);
}

/* Where the policy wants liveness, a movement that is asked for is not told to staff as a fault of the pose. */
static void
test_strip_names_requests (void)
{
  UiScene turn = { "turn", ANNAE_STEP_POSITION, .advice = { .measure = -1, .id = ANNAE_ADVICE_TURN_LEFT } };
  UiScene pose
      = { "pose", ANNAE_STEP_POSITION, .advice = { .measure = ANNAE_MEASURE_YAW, .id = ANNAE_ADVICE_TURN_LEFT } };
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  ui_stage_show (&stage, &turn, "en", 1.0, ANNAE_CONTRAST_NORMAL);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_LIVENESS_NOT_TESTED);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_ACTION_POSE);
  pose.asks_liveness = turn.asks_liveness = TRUE;
  ui_stage_show (&stage, &pose, "en", 1.0, ANNAE_CONTRAST_NORMAL);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_LIVENESS_ASKED);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_ACTION_POSE);
  ui_stage_show (&stage, &turn, "en", 1.0, ANNAE_CONTRAST_NORMAL);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_LIVENESS_ASKED);
  ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_ACTION_NONE);
  ui_stage_assert_shows (&stage, "en", ANNAE_PHRASE_ADVICE_TURN_LEFT);
  ui_stage_clear (&stage);
}

static void
assert_cause (UiStage *stage, const char *value)
{
  g_autofree char *cause
      = annae_phrase_format ("ko", ANNAE_PHRASE_STAFF_CAUSE_COME_CLOSER, ANNAE_FORM_SHOWN, "value", value, NULL);

  g_assert_nonnull (ui_stage_find (stage, "GtkLabel", cause));
}

/* A number that was not measured is none: staff does not read "0.00". */
static void
test_strip_invents_no_value (void)
{
  UiScene far = { "far", ANNAE_STEP_POSITION, .advice = { .measure = -1, .id = ANNAE_ADVICE_COME_CLOSER } };
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  ui_stage_show (&stage, &far, "en", 1.0, ANNAE_CONTRAST_NORMAL);
  assert_cause (&stage, "–");
  far.advice.raw = 27.4;
  ui_stage_show (&stage, &far, "en", 1.0, ANNAE_CONTRAST_NORMAL);
  assert_cause (&stage, "27");
  /* measured, and nothing: no distance at all */
  far.advice = (AnnaeAdvice){ .measure = ANNAE_MEASURE_INTER_EYE, .id = ANNAE_ADVICE_COME_CLOSER };
  ui_stage_show (&stage, &far, "en", 1.0, ANNAE_CONTRAST_NORMAL);
  assert_cause (&stage, "0.00");
  ui_stage_clear (&stage);
}

/* From large words to small ones and to another page at once, as when a customer is forgotten: the window stays as it
 * is. */
static void
test_does_not_grow (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  ui_stage_show (&stage, &ui_scenes[1], "en", 2.0, ANNAE_CONTRAST_NORMAL);
  ui_stage_show (&stage, &ui_scenes[0], "en", 1.0, ANNAE_CONTRAST_NORMAL);
  ui_stage_settle (&stage);
  ui_stage_settle (&stage);
  g_assert_true (strip_is_shown (&stage));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (stage.window)), ==, 1280);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (stage.window)), ==, 800);
  ui_stage_clear (&stage);
}

int
main (int argc, char **argv)
{
  gtk_disable_setlocale ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/strip/folds", test_strip_folds);
  g_test_add_func ("/strip/says-what-to-do", test_strip_says_what_to_do);
  g_test_add_func ("/strip/names-requests", test_strip_names_requests);
  g_test_add_func ("/strip/does-not-grow", test_does_not_grow);
  g_test_add_func ("/strip/invents-no-value", test_strip_invents_no_value);
  return g_test_run ();
}
