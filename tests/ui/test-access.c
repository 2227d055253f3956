/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody without eyes or without a mouse needs: which text names or describes which control, and every key of
 * the keyboard map with what it does. */

#include "annae-phrases.h"
#include "annae-text.h"
#include "ui-stage.h"

typedef struct
{
  const char *type;
  const char *text; /* of a label inside, or NULL for any */
  GtkWidget *found;
} Search;

static void
look (GtkWidget *widget, gpointer user_data)
{
  Search *search = user_data;

  if (search->found == NULL && g_str_equal (G_OBJECT_TYPE_NAME (widget), search->type)
      && (search->text == NULL || g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), search->text)))
    search->found = widget;
}

static GtkWidget *
find (UiStage *stage, const char *type, const char *text)
{
  Search search = { type, text, NULL };

  ui_for_each_mapped (GTK_WIDGET (stage->window), look, &search);
  if (search.found == NULL)
    g_error ("There is no %s “%s”", type, text != NULL ? text : "");
  return search.found;
}

static GtkWidget *
find_label (UiStage *stage, AnnaePhraseId id)
{
  return find (stage, "GtkLabel", annae_phrase_get ("en", id, ANNAE_FORM_SHOWN));
}

static void
show (UiStage *stage, UiScene scene)
{
  ui_stage_show (stage, &scene, "en", 1.0, ANNAE_CONTRAST_NORMAL);
}

static void
test_relations (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  show (&stage, (UiScene){ "retry", ANNAE_STEP_RETRY, .reason = ANNAE_REASON_LIGHT, .attempts_left = 2 });
  gtk_test_accessible_assert_relation (find (&stage, "AnnaeSign", NULL), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                       find_label (&stage, ANNAE_PHRASE_RETRY_HEADING), NULL);
  gtk_test_accessible_assert_relation (gtk_root_get_focus (GTK_ROOT (stage.window)),
                                       GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                       find_label (&stage, ANNAE_PHRASE_RETRY_QUESTION), NULL);
  show (&stage, (UiScene){ "practised", ANNAE_STEP_PRACTISED });
  gtk_test_accessible_assert_relation (find (&stage, "AnnaeSign", NULL), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                       find_label (&stage, ANNAE_PHRASE_PRACTISED_HEADING), NULL);
  show (&stage,
        (UiScene){ "position", ANNAE_STEP_POSITION, .advice = { .measure = -1, .id = ANNAE_ADVICE_MOVE_LEFT } });
  gtk_test_accessible_assert_relation (find (&stage, "AnnaeMirror", NULL), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                       find_label (&stage, ANNAE_PHRASE_ADVICE_MOVE_LEFT), NULL);
  show (&stage, (UiScene){ "match", ANNAE_STEP_RESULT, ANNAE_OUTCOME_MATCH });
  gtk_test_accessible_assert_relation (gtk_root_get_focus (GTK_ROOT (stage.window)),
                                       GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                       find_label (&stage, ANNAE_PHRASE_RESULT_MATCH), NULL);
  ui_stage_clear (&stage);
}

static void
test_warning (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  show (&stage, (UiScene){ "warning", ANNAE_STEP_CHOICE, .warning = TRUE });
  GtkWidget *warning = find (&stage, "AnnaeWarning", NULL);
  GtkWidget *extend = gtk_root_get_focus (GTK_ROOT (stage.window));
  GtkWidget *body = find_label (&stage, ANNAE_PHRASE_IDLE_WHAT_HAPPENS);
  GtkWidget *ring = find (&stage, "AnnaeSign", NULL);
  g_assert_true (gtk_widget_is_ancestor (ring, warning));
  gtk_test_accessible_assert_role (warning, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_test_accessible_assert_relation (warning, GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                       find_label (&stage, ANNAE_PHRASE_IDLE_HEADING), NULL);
  gtk_test_accessible_assert_relation (warning, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, body, NULL);
  gtk_test_accessible_assert_relation (extend, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, body, NULL);
  gtk_test_accessible_assert_property (ring, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       annae_phrase_get ("en", ANNAE_PHRASE_A11Y_TIME_LEFT, ANNAE_FORM_SHOWN));
  g_object_set (stage.session, "language", "ko", NULL);
  gtk_test_accessible_assert_property (ring, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       annae_phrase_get ("ko", ANNAE_PHRASE_A11Y_TIME_LEFT, ANNAE_FORM_SHOWN));
  ui_stage_clear (&stage);
}

/* Opens with the key's action; what opens says what it is, and its first choice can be reached. */
static void
test_popovers (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  show (&stage, (UiScene){ "choice", ANNAE_STEP_CHOICE });
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (stage.window), "annae.language", NULL));
  ui_stage_settle (&stage);
  GtkWidget *popover = find (&stage, "GtkPopover", NULL);
  gtk_test_accessible_assert_property (gtk_popover_get_child (GTK_POPOVER (popover)), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       annae_phrase_get ("en", ANNAE_PHRASE_A11Y_LANGUAGES, ANNAE_FORM_SHOWN));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (stage.window)), popover));
  gtk_popover_popdown (GTK_POPOVER (popover));
  ui_stage_settle (&stage);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (stage.window), "annae.profiles", NULL));
  ui_stage_settle (&stage);
  /* The button on the page has the same words: the name is the one above the profiles. */
  GtkWidget *profiles = find (&stage, "AnnaeProfiles", NULL);
  Search heading = { "GtkLabel", annae_phrase_get ("en", ANNAE_PHRASE_PROFILES_HEADING, ANNAE_FORM_SHOWN) };
  ui_for_each_mapped (profiles, look, &heading);
  gtk_test_accessible_assert_relation (profiles, GTK_ACCESSIBLE_RELATION_LABELLED_BY, heading.found, NULL);
  ui_stage_clear (&stage);
}

static const struct
{
  const char *key;
  const char *action;
} keys[] = {
  { "Escape", "annae.back" },         { "F1", "annae.help" },
  { "F2", "annae.language" },         { "F3", "annae.text-size" },
  { "F4", "annae.contrast" },         { "F5", "annae.voice" },
  { "F6", "annae.repeat" },           { "F7", "annae.profiles" },
  { "F8", "annae.audit" },
  { "F9", "annae.staff-strip" },      { "F11", "annae.full-screen" },
  { "Page_Down", "annae.page-down" }, { "Page_Up", "annae.page-up" },
};

static gboolean
is_bound (GtkWidget *window, const char *key, const char *action)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (window);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      for (guint j = 0;
           GTK_IS_SHORTCUT_CONTROLLER (controller) && j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          g_autofree char *trigger = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));
          GtkShortcutAction *what = gtk_shortcut_get_action (shortcut);

          if (g_str_equal (trigger, key) && GTK_IS_NAMED_ACTION (what)
              && g_str_equal (gtk_named_action_get_action_name (GTK_NAMED_ACTION (what)), action))
            return TRUE;
        }
    }
  return FALSE;
}

/* Each key leads to its action, and each action does what it is for. */
static void
test_key_map (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  show (&stage, (UiScene){ "choice", ANNAE_STEP_CHOICE });
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_test_message ("%s", keys[i].key);
      g_assert_true (is_bound (GTK_WIDGET (stage.window), keys[i].key, keys[i].action));
    }
  g_assert_false (is_bound (GTK_WIDGET (stage.window), "F8", "annae.staff-strip"));
  GtkWidget *strip = find (&stage, "AnnaeStaffStrip", NULL);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (stage.window), "annae.staff-strip", NULL));
  g_assert_false (gtk_widget_get_visible (strip));
  show (&stage, (UiScene){ "match", ANNAE_STEP_RESULT, ANNAE_OUTCOME_MATCH });
  /* A result is left by finishing it: there is nothing behind it to go back to. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (stage.window), "annae.back", NULL));
  g_assert_cmpuint (annae_fake_session_count_sent (stage.session, ANNAE_EVENT_FINISH), ==, 1);
  g_assert_cmpuint (annae_fake_session_count_sent (stage.session, ANNAE_EVENT_BACK), ==, 0);
  ui_stage_clear (&stage);
}

/* Only a window manager makes a window fill the screen: without one there is nothing to see. */
static void
test_full_screen (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  GtkWindow *window = GTK_WINDOW (stage.window);
  g_assert_false (gtk_window_is_fullscreen (window));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "annae.full-screen", NULL));
  ui_stage_settle (&stage);
  if (!gtk_window_is_fullscreen (window))
    {
      ui_stage_clear (&stage);
      g_test_skip ("there is no window manager");
      return;
    }
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "annae.full-screen", NULL));
  ui_stage_settle (&stage);
  g_assert_false (gtk_window_is_fullscreen (window));
  ui_stage_clear (&stage);
}

int
main (int argc, char **argv)
{
  gtk_disable_setlocale ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/access/relations", test_relations);
  g_test_add_func ("/access/warning", test_warning);
  g_test_add_func ("/access/popovers", test_popovers);
  g_test_add_func ("/access/key-map", test_key_map);
  g_test_add_func ("/access/full-screen", test_full_screen);
  return g_test_run ();
}
