/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "What happened to my picture": reached from a result, from the first page and by staff, left again by the same way;
 * it shows the vault's figures and what the cage really is, in the customer's language. */

#include "annae-phrases.h"
#include "annae-vault.h"
#include "ui-stage.h"

static const UiScene result = { "match", ANNAE_STEP_RESULT, ANNAE_OUTCOME_MATCH };
static const UiScene first = { "language", ANNAE_STEP_LANGUAGE };

static const char *
words (const char *language, AnnaePhraseId id)
{
  return annae_phrase_get (language, id, ANNAE_FORM_SHOWN);
}

static gboolean
shows (UiStage *stage, const char *text)
{
  return ui_stage_find (stage, "GtkLabel", text) != NULL;
}

static GtkWidget *
button (UiStage *stage, const char *language, AnnaePhraseId id)
{
  g_test_message ("“%s”", words (language, id));
  return ui_stage_find (stage, "AnnaeChoiceButton", words (language, id));
}

static void
show (UiStage *stage, const UiScene *scene, const char *language)
{
  ui_stage_show (stage, scene, language, 1.0, ANNAE_CONTRAST_NORMAL);
}

/* The first page speaks the language that the focus is on; here it is on the wanted one already. */
static void
show_first (UiStage *stage, const char *language)
{
  show (stage, &first, language);
  g_object_set (stage->session, "language", language, NULL);
  ui_stage_settle (stage);
}

static void
press (UiStage *stage, GtkWidget *pressed)
{
  g_assert_nonnull (pressed);
  g_signal_emit_by_name (pressed, "clicked");
  ui_stage_settle (stage);
}

static gboolean
is_open (UiStage *stage)
{
  return ui_stage_find (stage, "AnnaePageAudit", NULL) != NULL;
}

/* One press there and one back, to the button that was pressed; the result is not ended by it. */
static void
test_from_result (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  show (&stage, &result, "en");
  GtkWidget *way = button (&stage, "en", ANNAE_PHRASE_AUDIT_HEADING);
  g_assert_nonnull (way);
  gtk_widget_grab_focus (way);
  press (&stage, way);
  g_assert_true (is_open (&stage));
  g_assert_true (shows (&stage, words ("en", ANNAE_PHRASE_AUDIT_HEADING)));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (stage.window)), ==, words ("en", ANNAE_PHRASE_AUDIT_HEADING));
  gtk_test_accessible_assert_property (ui_stage_find (&stage, "AnnaePageAudit", NULL), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       words ("en", ANNAE_PHRASE_AUDIT_HEADING));
  GtkWidget *back = button (&stage, "en", ANNAE_PHRASE_BUTTON_BACK);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage.window)) == back);
  gtk_test_accessible_assert_relation (back, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                       ui_stage_find (&stage, "GtkLabel", words ("en", ANNAE_PHRASE_AUDIT_LEFT_NONE)),
                                       NULL);
  press (&stage, back);
  g_assert_false (is_open (&stage));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (stage.window)) == way);
  g_assert_cmpuint (annae_fake_session_count_sent (stage.session, ANNAE_EVENT_FINISH), ==, 0);
  g_assert_cmpuint (annae_fake_session_count_sent (stage.session, ANNAE_EVENT_BACK), ==, 0);
  g_assert_cmpuint (annae_fake_session_count_sent (stage.session, ANNAE_EVENT_ACTIVITY), >=, 1);
  ui_stage_clear (&stage);
}

/* By its key as well; Escape leads back. A result that ends takes the page with it. */
static void
test_keys (void)
{
  UiStage stage;
  GtkWidget *window;

  ui_stage_init (&stage, 1280, 800);
  window = GTK_WIDGET (stage.window);
  show (&stage, &result, "en");
  g_assert_true (gtk_widget_activate_action (window, "annae.audit", NULL));
  ui_stage_settle (&stage);
  g_assert_true (is_open (&stage));
  g_assert_true (gtk_widget_activate_action (window, "annae.audit", NULL)); /* no second one */
  g_assert_cmpuint (annae_fake_session_count_audits_said (stage.session), ==, 1);
  g_assert_true (gtk_widget_activate_action (window, "annae.repeat", NULL)); /* this page, not the result below it */
  g_assert_cmpuint (annae_fake_session_count_audits_said (stage.session), ==, 2);
  g_assert_cmpuint (annae_fake_session_count_repeats (stage.session), ==, 0);
  g_assert_true (gtk_widget_activate_action (window, "annae.back", NULL));
  ui_stage_settle (&stage);
  g_assert_false (is_open (&stage));
  g_assert_true (gtk_widget_activate_action (window, "annae.audit", NULL));
  show (&stage, &first, "en");
  g_assert_false (is_open (&stage));
  show (&stage, &ui_scenes[1], "en");
  g_assert_true (gtk_widget_activate_action (window, "annae.audit", NULL));
  ui_stage_settle (&stage);
  g_assert_false (is_open (&stage)); /* a customer who decides decides */
  ui_stage_clear (&stage);
}

/* There is something to see only after somebody was here; staff may look at any time between two customers. */
static void
test_from_first_page (void)
{
  const AnnaeVaultReport nobody = { 0 };
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  show (&stage, &result, "vi");
  show_first (&stage, "vi");
  press (&stage, button (&stage, "vi", ANNAE_PHRASE_AUDIT_HEADING));
  g_assert_true (is_open (&stage));
  g_assert_true (shows (&stage, words ("vi", ANNAE_PHRASE_AUDIT_HELD)));
  press (&stage, button (&stage, "vi", ANNAE_PHRASE_BUTTON_BACK));

  annae_fake_session_set_wiped (stage.session, &nobody);
  show (&stage, &ui_scenes[1], "vi");
  g_assert_null (button (&stage, "ko", ANNAE_PHRASE_STAFF_BUTTON_AUDIT));
  show_first (&stage, "vi");
  g_assert_null (button (&stage, "vi", ANNAE_PHRASE_AUDIT_HEADING));
  press (&stage, button (&stage, "ko", ANNAE_PHRASE_STAFF_BUTTON_AUDIT));
  g_assert_true (shows (&stage, words ("vi", ANNAE_PHRASE_AUDIT_NONE)));
  g_assert_false (shows (&stage, words ("vi", ANNAE_PHRASE_AUDIT_HELD)));
  ui_stage_clear (&stage);
}

static void
assert_figures (UiStage *stage, const char *language, AnnaePhraseId duration, gulong count)
{
  g_autofree char *how_long = annae_phrase_format_n (language, duration, ANNAE_FORM_SHOWN, count, NULL);
  g_autofree char *size = g_format_size (195 * 1000 * 1000);
  g_autofree char *total
      = annae_phrase_format (language, ANNAE_PHRASE_WIPED_TOTAL, ANNAE_FORM_SHOWN, "size", size, NULL);
  g_autofree char *frames = annae_phrase_format_n (language, ANNAE_PHRASE_WIPED_FRAMES, ANNAE_FORM_SHOWN, 212, NULL);
  g_autofree char *portrait = annae_phrase_format_n (language, ANNAE_PHRASE_WIPED_PORTRAITS, ANNAE_FORM_SHOWN, 1, NULL);
  g_autofree char *templates
      = annae_phrase_format_n (language, ANNAE_PHRASE_WIPED_TEMPLATES, ANNAE_FORM_SHOWN, 2, NULL);
  g_autofree char *lines = g_strjoin ("\n", frames, portrait, templates, NULL);

  g_assert_true (shows (stage, how_long));
  g_assert_true (shows (stage, total));
  g_assert_true (shows (stage, lines)); /* and no line for what was not held */
}

/* The vault's figures as it gave them, in words; the language may change while they are read. */
static void
test_figures (void)
{
  UiStage stage;
  AnnaeVaultReport long_ago;

  ui_stage_init (&stage, 1280, 800);
  long_ago = *annae_session_get_wiped (stage.session);
  show (&stage, &(UiScene){ "audit", ANNAE_STEP_RESULT, ANNAE_OUTCOME_MATCH, .audit = UI_AUDIT_LOCKED }, "en");
  assert_figures (&stage, "en", ANNAE_PHRASE_AUDIT_SECONDS, 47); /* 46.2, and never less than it was */
  g_object_set (stage.session, "language", "ur", NULL);
  ui_stage_settle (&stage);
  assert_figures (&stage, "ur", ANNAE_PHRASE_AUDIT_SECONDS, 47);
  long_ago.total.held_us = ANNAE_SECONDS (121);
  annae_fake_session_set_wiped (stage.session, &long_ago);
  show (&stage, &(UiScene){ "audit", ANNAE_STEP_RESULT, ANNAE_OUTCOME_MATCH, .audit = UI_AUDIT_LOCKED }, "ru");
  assert_figures (&stage, "ru", ANNAE_PHRASE_AUDIT_MINUTES, 3);
  ui_stage_clear (&stage);
}

/* Were something left in the vault, the page would say so. */
static void
test_says_what_is_left (void)
{
  g_autofree char *size = g_format_size (5000);
  g_autofree char *left = annae_phrase_format ("en", ANNAE_PHRASE_AUDIT_LEFT, ANNAE_FORM_SHOWN, "size", size, NULL);
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  show (&stage, &result, "en");
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
  gpointer block = annae_vault_alloc (ANNAE_VAULT_TEMPLATE, 5000);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (stage.window), "annae.audit", NULL));
  ui_stage_settle (&stage);
  g_assert_true (shows (&stage, left));
  g_assert_false (shows (&stage, words ("en", ANNAE_PHRASE_AUDIT_LEFT_NONE)));
  annae_vault_free (block);
  ui_stage_clear (&stage);
}

static gboolean
shows_paths (UiStage *stage)
{
  g_autoptr (GString) paths = g_string_new (NULL);

  for (const char *const *place = ui_stage_places; *place != NULL; place++)
    g_string_append_printf (paths, "%s\342\201\246%s\342\201\251", paths->len > 0 ? "\n" : "", *place);
  g_string_replace (paths, "/", "/\342\200\213", 0);
  return shows (stage, paths->str);
}

/* The cage as it is: never more than the kernel gives. */
static void
test_cage (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  show (&stage, &(UiScene){ "audit", ANNAE_STEP_RESULT, ANNAE_OUTCOME_MATCH, .audit = UI_AUDIT_LOCKED }, "en");
  g_assert_true (shows (&stage, words ("en", ANNAE_PHRASE_AUDIT_NO_NETWORK)));
  g_assert_true (shows (&stage, words ("en", ANNAE_PHRASE_AUDIT_LOCK_ON)));
  g_assert_true (shows (&stage, words ("en", ANNAE_PHRASE_AUDIT_PLACES)));
  g_assert_true (shows_paths (&stage));
  show (&stage, &(UiScene){ "audit", ANNAE_STEP_RESULT, ANNAE_OUTCOME_MATCH, .audit = UI_AUDIT_OPEN }, "en");
  g_assert_true (shows (&stage, words ("en", ANNAE_PHRASE_AUDIT_LOCK_OFF)));
  g_assert_true (shows (&stage, words ("en", ANNAE_PHRASE_AUDIT_PLACES_OPEN)));
  g_assert_false (shows (&stage, words ("en", ANNAE_PHRASE_AUDIT_LOCK_ON)));
  g_assert_false (shows (&stage, words ("en", ANNAE_PHRASE_AUDIT_PLACES)));
  g_assert_false (shows_paths (&stage));
  annae_window_set_audit_func (stage.window, NULL, NULL);
  show (&stage, &result, "en");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (stage.window), "annae.audit", NULL));
  ui_stage_settle (&stage);
  g_assert_true (shows (&stage, words ("en", ANNAE_PHRASE_AUDIT_LOCK_OFF)));
  ui_stage_clear (&stage);
}

int
main (int argc, char **argv)
{
  gtk_disable_setlocale ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/audit-page/from-result", test_from_result);
  g_test_add_func ("/audit-page/keys", test_keys);
  g_test_add_func ("/audit-page/from-first-page", test_from_first_page);
  g_test_add_func ("/audit-page/figures", test_figures);
  g_test_add_func ("/audit-page/says-what-is-left", test_says_what_is_left);
  g_test_add_func ("/audit-page/cage", test_cage);
  return g_test_run ();
}
