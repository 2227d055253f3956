/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The profiles: each sets all that belongs to it at once, takes it back when pressed again, adds up with the others,
 * keeps what the person has set by hand, is named for a screen reader, and is forgotten with the session. */

#include "annae-phrases.h"
#include "annae-profiles.h"
#include "annae-steady.h"
#include "ui-stage.h"

#define SEE (1u << ANNAE_PROFILES_SEE)
#define HEAR (1u << ANNAE_PROFILES_HEAR)
#define MOVE (1u << ANNAE_PROFILES_MOVE)
#define SLOW (1u << ANNAE_PROFILES_SLOW)

static void
find_profiles (GtkWidget *widget, gpointer user_data)
{
  if (ANNAE_IS_PROFILES (widget))
    *(AnnaeProfiles **) user_data = ANNAE_PROFILES (widget);
}

static AnnaeProfiles *
open_profiles (UiStage *stage)
{
  AnnaeProfiles *profiles = NULL;

  ui_stage_show (stage, &ui_scenes[1], "en", 1.0, ANNAE_CONTRAST_NORMAL);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (stage->window), "annae.profiles", NULL));
  ui_stage_settle (stage);
  ui_for_each_mapped (GTK_WIDGET (stage->window), find_profiles, &profiles);
  g_assert_nonnull (profiles);
  return profiles;
}

static void
press (AnnaeProfiles *profiles, guint pressed)
{
  for (guint i = 0; i < ANNAE_N_PROFILES; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (annae_profiles_get_button (profiles, i)), pressed >> i & 1);
}

static void
assert_settings (UiStage *stage, double text_scale, int contrast, gboolean muted, gboolean tone)
{
  double scale_now = 0;
  gboolean muted_now = FALSE, tone_now = FALSE;
  int contrast_now = -1;

  g_object_get (stage->style, "text-scale", &scale_now, "contrast", &contrast_now, NULL);
  g_object_get (stage->session, "muted", &muted_now, "positioning-tone", &tone_now, NULL);
  g_assert_cmpfloat (scale_now, ==, text_scale);
  g_assert_cmpint (contrast_now, ==, contrast);
  g_assert_cmpint (muted_now, ==, muted);
  g_assert_cmpint (tone_now, ==, tone);
}

/* What moving badly and being in no hurry change: nothing in common. */
static void
assert_pace (UiStage *stage, gboolean move, gboolean slow, double usual_rate)
{
  double patience = 0, rate = 0;
  gboolean small = FALSE, large = FALSE;

  g_object_get (stage->session, "patience", &patience, "speech-rate", &rate, "small-movements", &small, NULL);
  g_object_get (stage->style, "large-targets", &large, NULL);
  g_assert_cmpint (small, ==, move);
  g_assert_cmpint (large, ==, move);
  g_assert_cmpfloat (patience, ==, slow ? 2.0 : 1.0);
  g_assert_cmpfloat (rate, ==, slow ? 1.0 : usual_rate);
}

static void
assert_volume (UiStage *stage, int percent)
{
  int volume = 0;

  g_object_get (stage->session, "volume", &volume, NULL);
  g_assert_cmpint (volume, ==, percent);
}

/* Every combination from every other, from a session whose voice is off. */
static void
test_combinations (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  AnnaeProfiles *profiles = open_profiles (&stage);
  g_object_set (stage.session, "muted", TRUE, "speech-rate", 1.5, NULL);
  for (guint from = 0; from < 16; from++)
    for (guint to = 0; to < 16; to++)
      {
        gboolean see = (to & SEE) != 0, hear = (to & HEAR) != 0;

        press (profiles, from);
        press (profiles, to);
        assert_settings (&stage,
                         see    ? 2.0
                         : hear ? 1.5
                                : 1.0,
                         see ? ANNAE_CONTRAST_HIGH : ANNAE_CONTRAST_NORMAL, !see && !hear, see);
        assert_pace (&stage, (to & MOVE) != 0, (to & SLOW) != 0, 1.5);
        assert_volume (&stage, hear ? 100 : 60);
      }
  g_assert_cmpuint (annae_fake_session_count_sent (stage.session, ANNAE_EVENT_ACTIVITY), >, 16);
  ui_stage_clear (&stage);
}

static void
test_own_choice_stays (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  AnnaeProfiles *profiles = open_profiles (&stage);
  press (profiles, HEAR);
  g_object_set (stage.style, "text-scale", 1.25, NULL);
  press (profiles, HEAR | SLOW);
  assert_settings (&stage, 1.25, ANNAE_CONTRAST_NORMAL, FALSE, FALSE);
  assert_pace (&stage, FALSE, TRUE, 1.0);
  ui_stage_clear (&stage);
}

/* What the owners of sound, pace and look put back when the next customer comes, stays so: in particular a customer who
 * had switched the voice off leaves no silent counter behind. */
static void
test_forgotten (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  AnnaeProfiles *profiles = open_profiles (&stage);
  g_object_set (stage.session, "muted", TRUE, "volume", 30, "speech-rate", 1.8, NULL);
  press (profiles, SEE | HEAR | MOVE | SLOW);
  assert_settings (&stage, 2.0, ANNAE_CONTRAST_HIGH, FALSE, TRUE);
  assert_pace (&stage, TRUE, TRUE, 1.0);
  g_object_set (stage.session, "muted", FALSE, "volume", 60, "positioning-tone", FALSE, "speech-rate", 1.2, "patience",
                1.0, "small-movements", FALSE, NULL);
  g_object_set (stage.style, "text-scale", 1.0, "contrast", ANNAE_CONTRAST_NORMAL, "large-targets", FALSE, NULL);
  annae_fake_session_go (stage.session, ANNAE_STEP_LANGUAGE, ANNAE_OUTCOME_NONE, ANNAE_REASON_NONE);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (profiles)));
  for (guint i = 0; i < ANNAE_N_PROFILES; i++)
    g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (annae_profiles_get_button (profiles, i))));
  assert_settings (&stage, 1.0, ANNAE_CONTRAST_NORMAL, FALSE, FALSE);
  assert_pace (&stage, FALSE, FALSE, 1.2);
  assert_volume (&stage, 60);
  /* and the next customer's profile starts from there */
  press (profiles, HEAR);
  press (profiles, 0);
  assert_settings (&stage, 1.0, ANNAE_CONTRAST_NORMAL, FALSE, FALSE);
  assert_volume (&stage, 60);
  ui_stage_clear (&stage);
}

/* A finger that strikes six times in a second, a second one beside it, a key that is held, a release that is lost. */
static void
test_steady (void)
{
  AnnaeSteady steady = { 0 };
  static const char a[] = "a", b[] = "b";

  g_assert_true (annae_steady_press (&steady, a, 1000));
  g_assert_true (annae_steady_release (&steady, a, 1080));
  for (guint32 at = 1160; at < 2000; at += 160)
    {
      g_assert_false (annae_steady_press (&steady, a, at));
      g_assert_false (annae_steady_press (&steady, b, at + 20));
      g_assert_false (annae_steady_release (&steady, b, at + 60));
      g_assert_false (annae_steady_release (&steady, a, at + 80));
    }
  g_assert_true (annae_steady_press (&steady, a, 2600));
  for (guint32 at = 2600 + 660; at < 6000; at += 40)
    g_assert_false (annae_steady_press (&steady, a, at));
  /* another finger, while the first lies on the screen */
  g_assert_true (annae_steady_press (&steady, b, 7000));
  g_assert_true (annae_steady_release (&steady, b, 7010));
  g_assert_false (annae_steady_release (&steady, a, 7020));
  g_assert_true (annae_steady_press (&steady, a, 7600));
  g_assert_true (annae_steady_press (&steady, a, 9700));
  /* past the end of 32 bits */
  steady = (AnnaeSteady){ 0 };
  g_assert_true (annae_steady_press (&steady, a, 0xffffff00));
  g_assert_true (annae_steady_release (&steady, a, 0xfffffff0));
  g_assert_false (annae_steady_press (&steady, a, 100));
  g_assert_true (annae_steady_press (&steady, a, 100 + ANNAE_STEADY_HELD_MS));
}

static gboolean
stop_waiting (gpointer timed_out)
{
  *(gboolean *) timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

/* Keys as they come from a keyboard. Two presses of the space bar in a row turn a profile on and off again, but for
 * whoever moves badly they are one; also in the popover, which is a surface of its own. */
static void
test_presses (void)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");
  UiStage stage;

  if (xdotool == NULL)
    {
      g_test_skip ("xdotool is not installed");
      return;
    }
  ui_stage_init (&stage, 1280, 800);
  AnnaeProfiles *profiles = open_profiles (&stage);
  GtkWidget *see = annae_profiles_get_button (profiles, ANNAE_PROFILES_SEE);

  for (guint steady = 0; steady < 2; steady++)
    {
      g_autoptr (GSubprocess) keys = NULL;
      g_autoptr (GError) error = NULL;
      guint n_before = annae_fake_session_count_sent (stage.session, ANNAE_EVENT_ACTIVITY);
      gboolean over = FALSE;

      g_object_set (stage.style, "large-targets", steady, NULL);
      gtk_widget_grab_focus (see);
      ui_stage_settle (&stage);
      keys
          = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, xdotool, "key", "--delay", "60", "space", "space", NULL);
      g_assert_no_error (error);
      /* every press that counts is an activity */
      guint wanted = n_before + (steady ? 1 : 2);
      guint limit = g_timeout_add_seconds (60, stop_waiting, &over);
      while (!over && annae_fake_session_count_sent (stage.session, ANNAE_EVENT_ACTIVITY) < wanted)
        g_main_context_iteration (NULL, TRUE);
      g_assert_false (over);
      g_source_remove (limit);
      g_assert_true (g_subprocess_wait_check (keys, NULL, NULL));
      limit = g_timeout_add (400, stop_waiting, &over);
      while (!over)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (annae_fake_session_count_sent (stage.session, ANNAE_EVENT_ACTIVITY), ==, wanted);
      g_assert_cmpint (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (see)), ==, steady);
    }
  ui_stage_clear (&stage);
}

static void
test_names (void)
{
  static const AnnaePhraseId phrases[][2] = { { ANNAE_PHRASE_PROFILE_SEE, ANNAE_PHRASE_PROFILE_SEE_DETAIL },
                                              { ANNAE_PHRASE_PROFILE_HEAR, ANNAE_PHRASE_PROFILE_HEAR_DETAIL },
                                              { ANNAE_PHRASE_PROFILE_MOVE, ANNAE_PHRASE_PROFILE_MOVE_DETAIL },
                                              { ANNAE_PHRASE_PROFILE_SLOW, ANNAE_PHRASE_PROFILE_SLOW_DETAIL } };
  static const char *const languages[] = { "en", "ko", "ur" };
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  AnnaeProfiles *profiles = open_profiles (&stage);
  for (gsize l = 0; l < G_N_ELEMENTS (languages); l++)
    {
      g_object_set (stage.session, "language", languages[l], NULL);
      for (guint i = 0; i < ANNAE_N_PROFILES; i++)
        {
          GtkWidget *button = annae_profiles_get_button (profiles, i);

          gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                               annae_phrase_get (languages[l], phrases[i][0], ANNAE_FORM_SHOWN));
          gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                               annae_phrase_get (languages[l], phrases[i][1], ANNAE_FORM_SHOWN));
          gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
          gtk_test_accessible_assert_state (button, GTK_ACCESSIBLE_STATE_PRESSED, GTK_ACCESSIBLE_TRISTATE_TRUE);
          gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), FALSE);
          gtk_test_accessible_assert_state (button, GTK_ACCESSIBLE_STATE_PRESSED, GTK_ACCESSIBLE_TRISTATE_FALSE);
        }
    }
  ui_stage_clear (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_disable_setlocale ();
  adw_init ();
  g_test_add_func ("/profiles/combinations", test_combinations);
  g_test_add_func ("/profiles/own-choice-stays", test_own_choice_stays);
  g_test_add_func ("/profiles/forgotten", test_forgotten);
  g_test_add_func ("/profiles/names", test_names);
  g_test_add_func ("/profiles/steady", test_steady);
  g_test_add_func ("/profiles/presses", test_presses);
  return g_test_run ();
}
