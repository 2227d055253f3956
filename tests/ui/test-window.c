/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window in every state: every control has a name, the focus is on an action, keys do what the keyboard map says,
 * the page speaks the customer's language and the strip the staff's, and every pair of colours can be read. */

#include <math.h>

#include "annae-phrases.h"
#include "annae-scroller.h"
#include "annae-text.h"
#include "ui-stage.h"

static void
assert_named (GtkWidget *widget, gpointer user_data)
{
  guint *n = user_data;

  if (!GTK_IS_BUTTON (widget))
    return;
  g_autofree char *trouble
      = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, "");

  /* The check answers NULL where the name is the empty one that was asked for: that must not be. */
  g_assert_nonnull (trouble);
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL));
  g_assert_true (gtk_test_accessible_has_role (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_ROLE_BUTTON));
  (*n)++;
}

static void
test_names_and_focus (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  for (gsize i = 0; i < ui_n_scenes; i++)
    {
      guint n = 0;

      ui_stage_show (&stage, &ui_scenes[i], "en", 1.0, ANNAE_CONTRAST_NORMAL);
      g_test_message ("%s", ui_scenes[i].name);
      ui_for_each_mapped (GTK_WIDGET (stage.window), assert_named, &n);
      g_assert_cmpuint (n, >=, 6); /* the footer's five and an action */
      GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (stage.window));
      g_assert_true (GTK_IS_BUTTON (focus));
      g_assert_true (gtk_widget_get_mapped (focus));
      g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (stage.window)), !=, "");
    }
  ui_stage_clear (&stage);
}

static void
test_keys (void)
{
  UiStage stage;
  gboolean muted = FALSE;
  double scale = 0;
  int contrast = 0;

  ui_stage_init (&stage, 1280, 800);
  ui_stage_show (&stage, &ui_scenes[1], "en", 1.0, ANNAE_CONTRAST_NORMAL);
  GtkWidget *window = GTK_WIDGET (stage.window);
  g_assert_true (gtk_widget_activate_action (window, "annae.help", NULL));
  g_assert_cmpuint (annae_fake_session_count_sent (stage.session, ANNAE_EVENT_CALL_STAFF), ==, 1);
  g_assert_true (gtk_widget_activate_action (window, "annae.text-size", NULL));
  g_object_get (stage.style, "text-scale", &scale, NULL);
  g_assert_cmpfloat (scale, ==, 1.25);
  g_assert_true (gtk_widget_activate_action (window, "annae.contrast", NULL));
  g_object_get (stage.style, "contrast", &contrast, NULL);
  g_assert_cmpint (contrast, ==, ANNAE_CONTRAST_DARK);
  g_assert_true (gtk_widget_activate_action (window, "annae.voice", NULL));
  g_object_get (stage.session, "muted", &muted, NULL);
  g_assert_true (muted);
  g_assert_true (gtk_widget_activate_action (window, "annae.repeat", NULL));
  g_assert_cmpuint (annae_fake_session_count_repeats (stage.session), ==, 1);
  g_assert_true (gtk_widget_activate_action (window, "annae.back", NULL));
  g_assert_cmpuint (annae_fake_session_count_sent (stage.session, ANNAE_EVENT_BACK), ==, 1);
  ui_stage_clear (&stage);
}

static void
look_for_mirror (GtkWidget *widget, gpointer user_data)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "AnnaeMirror"))
    *(GtkWidget **) user_data = widget;
}

/* The person moves by what is seen: a mirror that changed its side with the language would not be one. */
static void
assert_mirror_is_left (UiStage *stage, const char *language)
{
  GtkWidget *mirror = NULL;
  graphene_rect_t area;

  ui_stage_show (stage, &(UiScene){ "position", ANNAE_STEP_POSITION, .advice = { .measure = -1 } }, language, 1.0,
                 ANNAE_CONTRAST_NORMAL);
  ui_for_each_mapped (GTK_WIDGET (stage->window), look_for_mirror, &mirror);
  g_assert_nonnull (mirror);
  g_assert_true (gtk_widget_compute_bounds (mirror, GTK_WIDGET (stage->window), &area));
  g_assert_cmpfloat (area.origin.x, <, 100);
}

static void
test_languages (void)
{
  UiStage stage;
  gsize n;
  const AnnaeLanguage *languages = annae_languages_get (&n);

  ui_stage_init (&stage, 1280, 800);
  for (gsize i = 0; i < n; i++)
    {
      ui_stage_show (&stage, &ui_scenes[1], languages[i].code, 1.0, ANNAE_CONTRAST_NORMAL);
      ui_stage_assert_shows (&stage, languages[i].code, ANNAE_PHRASE_CHOICE_HEADING);
      ui_stage_assert_shows (&stage, languages[i].code, ANNAE_PHRASE_BUTTON_CALL_STAFF);
      ui_stage_assert_shows (&stage, "ko", ANNAE_PHRASE_STAFF_STEP_LABEL);
    }
  /* Without another step: the page that is shown changes its language by itself. */
  g_object_set (stage.session, "language", "ur", NULL);
  ui_stage_settle (&stage);
  ui_stage_assert_shows (&stage, "ur", ANNAE_PHRASE_CHOICE_HEADING);
  /* The page turns round: "Another way" stands first, which is now at the right. */
  g_assert_cmpint (gtk_widget_get_direction (gtk_root_get_focus (GTK_ROOT (stage.window))), ==, GTK_TEXT_DIR_RTL);
  assert_mirror_is_left (&stage, "ur");
  assert_mirror_is_left (&stage, "en");
  ui_stage_show (&stage, &ui_scenes[1], "ur", 1.0, ANNAE_CONTRAST_NORMAL);
  g_object_set (stage.session, "language", "en", NULL);
  g_assert_cmpint (gtk_widget_get_direction (gtk_root_get_focus (GTK_ROOT (stage.window))), ==, GTK_TEXT_DIR_LTR);
  ui_stage_clear (&stage);
}

typedef struct
{
  const char *type;
  const char *label;
  const char *description;
  gboolean found;
  GtkWidget *widget;
} Described;

static void
look_for_described (GtkWidget *widget, gpointer user_data)
{
  Described *wanted = user_data;

  if (!g_str_equal (G_OBJECT_TYPE_NAME (widget), wanted->type))
    return;
  char *label
      = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, wanted->label);
  char *description = wanted->description != NULL ? gtk_test_accessible_check_property (
                          GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, wanted->description)
                                                  : NULL;
  if (label == NULL && description == NULL)
    {
      wanted->found = TRUE;
      wanted->widget = widget;
    }
  g_free (label);
  g_free (description);
}

static void
assert_described (
    UiStage *stage, const char *type, const char *language, AnnaePhraseId label, AnnaePhraseId description)
{
  Described wanted = { .type = type, .label = annae_phrase_get (language, label, ANNAE_FORM_SHOWN) };

  if (description != ANNAE_PHRASE_NONE)
    wanted.description = annae_phrase_get (language, description, ANNAE_FORM_SHOWN);
  ui_for_each_mapped (GTK_WIDGET (stage->window), look_for_described, &wanted);
  if (!wanted.found)
    g_error ("There is no %s “%s”", type, wanted.label);
}

/* What a screen reader says beyond the words on the page: in the language of whoever it is for. */
static void
test_descriptions (void)
{
  static const AnnaePhraseId footer[][2] = {
    { ANNAE_PHRASE_BUTTON_LANGUAGE, ANNAE_PHRASE_A11Y_LANGUAGE },
    { ANNAE_PHRASE_BUTTON_TEXT_SIZE, ANNAE_PHRASE_A11Y_TEXT_SIZE },
    { ANNAE_PHRASE_BUTTON_CONTRAST, ANNAE_PHRASE_A11Y_CONTRAST },
    { ANNAE_PHRASE_BUTTON_VOICE, ANNAE_PHRASE_A11Y_VOICE },
    { ANNAE_PHRASE_BUTTON_CALL_STAFF, ANNAE_PHRASE_A11Y_CALL_STAFF },
  };
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  ui_stage_show (&stage, &ui_scenes[1], "vi", 1.0, ANNAE_CONTRAST_NORMAL);
  for (gsize i = 0; i < G_N_ELEMENTS (footer); i++)
    assert_described (&stage, "AnnaeChoiceButton", "vi", footer[i][0], footer[i][1]);
  assert_described (&stage, "AnnaeChoiceButton", "vi", ANNAE_PHRASE_CHOICE_START, ANNAE_PHRASE_CHOICE_START_DETAIL);
  assert_described (&stage, "AnnaeFooter", "vi", ANNAE_PHRASE_A11Y_FOOTER, ANNAE_PHRASE_NONE);
  assert_described (&stage, "AnnaeStaffStrip", "ko", ANNAE_PHRASE_STAFF_STRIP, ANNAE_PHRASE_NONE);
  /* the details have left the buttons at 200 %, but not what a screen reader says of them */
  ui_stage_show (&stage, &ui_scenes[1], "en", 2.0, ANNAE_CONTRAST_NORMAL);
  assert_described (&stage, "AnnaeChoiceButton", "en", ANNAE_PHRASE_CHOICE_START, ANNAE_PHRASE_CHOICE_START_DETAIL);
  ui_stage_assert_shows (&stage, "en", ANNAE_PHRASE_CHOICE_START_DETAIL);
  ui_stage_clear (&stage);
}

/* What one customer has chosen is not what the next is greeted in: the page of languages comes back with the counter's,
 * and no button that had the focus before chooses another. */
static void
test_language_is_forgotten (void)
{
  UiStage stage;
  g_autofree char *code = NULL;

  ui_stage_init (&stage, 1280, 800);
  ui_stage_show (&stage, &ui_scenes[0], "vi", 1.0, ANNAE_CONTRAST_NORMAL);
  ui_stage_show (&stage, &ui_scenes[1], "vi", 1.0, ANNAE_CONTRAST_NORMAL);
  ui_stage_show (&stage, &ui_scenes[0], "ko", 1.0, ANNAE_CONTRAST_NORMAL);
  g_object_get (stage.session, "language", &code, NULL);
  g_assert_cmpstr (code, ==, "ko");
  ui_stage_clear (&stage);
}

static void
test_cannot_verify (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  ui_stage_show (&stage, &ui_scenes[1], "en", 1.0, ANNAE_CONTRAST_NORMAL);
  g_assert_false (ui_stage_shows (&stage, "en", ANNAE_PHRASE_CANNOT_VERIFY));
  annae_fake_session_set_can_verify (stage.session, FALSE);
  ui_stage_settle (&stage);
  ui_stage_assert_shows (&stage, "en", ANNAE_PHRASE_CANNOT_VERIFY);
  ui_stage_assert_shows (&stage, "en", ANNAE_PHRASE_CANNOT_VERIFY_NEXT);
  ui_stage_clear (&stage);
}

static GtkWidget *
find_described (UiStage *stage, AnnaePhraseId label)
{
  Described wanted = { .type = "AnnaeChoiceButton", .label = annae_phrase_get ("en", label, ANNAE_FORM_SHOWN) };

  ui_for_each_mapped (GTK_WIDGET (stage->window), look_for_described, &wanted);
  return wanted.widget;
}

static void
assert_demonstration (UiStage *stage, AnnaeDemonstration demonstration)
{
  ui_stage_settle (stage);
  g_assert_cmpint (annae_session_get_demonstration (stage->session), ==, demonstration);
  g_assert_cmpint (ui_stage_shows (stage, "en", ANNAE_PHRASE_DEMONSTRATION), ==,
                   demonstration != ANNAE_DEMONSTRATION_NONE);
}

/* Offered while there is no camera, and only then; begun and ended by the same button. */
static void
test_demonstration_is_offered (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  ui_stage_show (&stage, &ui_scenes[0], "en", 1.0, ANNAE_CONTRAST_NORMAL);
  g_assert_null (find_described (&stage, ANNAE_PHRASE_DEMONSTRATION_SHOW));
  annae_fake_session_set_cameras (stage.session, 0);
  assert_demonstration (&stage, ANNAE_DEMONSTRATION_NONE);
  g_signal_emit_by_name (find_described (&stage, ANNAE_PHRASE_DEMONSTRATION_SHOW), "clicked");
  assert_demonstration (&stage, ANNAE_DEMONSTRATION_ONCE);
  g_assert_null (find_described (&stage, ANNAE_PHRASE_DEMONSTRATION_SHOW));
  g_signal_emit_by_name (find_described (&stage, ANNAE_PHRASE_DEMONSTRATION_END), "clicked");
  assert_demonstration (&stage, ANNAE_DEMONSTRATION_NONE);
  annae_fake_session_set_cameras (stage.session, 2);
  ui_stage_settle (&stage);
  g_assert_null (find_described (&stage, ANNAE_PHRASE_DEMONSTRATION_SHOW));
  g_assert_null (find_described (&stage, ANNAE_PHRASE_DEMONSTRATION_END));
  /* whoever started the program for it is not offered to leave it */
  annae_session_set_demonstration (stage.session, ANNAE_DEMONSTRATION_STAYS);
  assert_demonstration (&stage, ANNAE_DEMONSTRATION_STAYS);
  g_assert_null (find_described (&stage, ANNAE_PHRASE_DEMONSTRATION_END));
  ui_stage_clear (&stage);
}

/* On every page; the last one leads out of it, and no camera looks. */
static void
test_demonstration_is_named (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  for (gsize i = 0; i < ui_n_scenes; i++)
    {
      UiScene scene = ui_scenes[i];

      scene.demonstration = ANNAE_DEMONSTRATION_ONCE;
      ui_stage_show (&stage, &scene, "en", 1.0, ANNAE_CONTRAST_NORMAL);
      assert_demonstration (&stage, ANNAE_DEMONSTRATION_ONCE);
      g_assert_false (ui_stage_shows (&stage, "en", ANNAE_PHRASE_CAMERA_LOOKING));
      if (scene.step != ANNAE_STEP_RESULT || scene.audit != UI_AUDIT_NONE) /* behind the audit page it is the same */
        continue;
      guint before = annae_fake_session_count_sent (stage.session, ANNAE_EVENT_FINISH);
      g_signal_emit_by_name (find_described (&stage, ANNAE_PHRASE_DEMONSTRATION_END), "clicked");
      g_assert_cmpuint (annae_fake_session_count_sent (stage.session, ANNAE_EVENT_FINISH), ==, before + 1);
      g_assert_null (find_described (&stage, ANNAE_PHRASE_BUTTON_FINISH));
    }
  ui_stage_show (&stage, &(UiScene){ "match", ANNAE_STEP_RESULT, ANNAE_OUTCOME_MATCH }, "en", 1.0,
                 ANNAE_CONTRAST_NORMAL);
  assert_demonstration (&stage, ANNAE_DEMONSTRATION_NONE);
  g_assert_nonnull (find_described (&stage, ANNAE_PHRASE_BUTTON_FINISH));
  ui_stage_clear (&stage);
}

static void
look_for_scroller (GtkWidget *widget, gpointer user_data)
{
  if (ANNAE_IS_SCROLLER (widget))
    *(GtkWidget **) user_data = widget;
}

static void
assert_further (GtkWidget *button, AnnaePhraseId id)
{
  gtk_test_accessible_assert_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       annae_phrase_get ("en", id, ANNAE_FORM_SHOWN));
}

/* What is below the fold shows itself: a button that leads down and at the end up again, and keys that do the same. */
static void
test_further_down (void)
{
  UiStage stage;
  GtkWidget *scroller = NULL;

  ui_stage_init (&stage, 1280, 800);
  ui_stage_show (&stage, &ui_scenes[1], "en", 1.0, ANNAE_CONTRAST_NORMAL);
  ui_for_each_mapped (GTK_WIDGET (stage.window), look_for_scroller, &scroller);
  GtkWidget *button = gtk_widget_get_last_child (scroller);
  g_assert_true (GTK_IS_BUTTON (button));
  g_assert_false (gtk_widget_get_mapped (button));
  ui_stage_show (&stage, &ui_scenes[1], "en", 2.0, ANNAE_CONTRAST_NORMAL);
  g_assert_true (gtk_widget_get_mapped (button));
  assert_further (button, ANNAE_PHRASE_A11Y_FURTHER_DOWN);
  for (guint i = 0; i < 10 && annae_scroller_page (ANNAE_SCROLLER (scroller), TRUE); i++)
    ;
  assert_further (button, ANNAE_PHRASE_A11Y_TO_THE_TOP);
  g_signal_emit_by_name (button, "clicked");
  assert_further (button, ANNAE_PHRASE_A11Y_FURTHER_DOWN);
  g_assert_false (annae_scroller_page (ANNAE_SCROLLER (scroller), FALSE));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (stage.window), "annae.page-down", NULL));
  g_assert_true (annae_scroller_page (ANNAE_SCROLLER (scroller), FALSE));
  ui_stage_clear (&stage);
}

/* GTK complains, and a complaint ends a test. */
static void
test_ends_with_popover (gconstpointer action)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  ui_stage_show (&stage, &ui_scenes[1], "en", 1.0, ANNAE_CONTRAST_NORMAL);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (stage.window), action, NULL));
  ui_stage_settle (&stage);
  ui_stage_clear (&stage);
}

/* WCAG 2.2, "relative luminance". */
static double
luminance (const GdkRGBA *c)
{
  double v[] = { c->red, c->green, c->blue };

  for (guint i = 0; i < 3; i++)
    v[i] = v[i] <= 0.04045 ? v[i] / 12.92 : pow ((v[i] + 0.055) / 1.055, 2.4);
  return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2];
}

/* A colour of the style, or two mixed as its mix () does. */
static GdkRGBA
colour (const char *name, const char *other, double share)
{
  GdkRGBA a, b;

  g_assert_true (gdk_rgba_parse (&a, name) && gdk_rgba_parse (&b, other));
  return (GdkRGBA){ a.red + (b.red - a.red) * (float) share, a.green + (b.green - a.green) * (float) share,
                    a.blue + (b.blue - a.blue) * (float) share, 1.0f };
}

static void
test_contrast (void)
{
  for (guint mode = 0; mode < ANNAE_N_CONTRASTS; mode++)
    {
      const AnnaeColours *c = annae_style_colours (mode);
      /* clang-format off */
      const struct
      {
        const char *what;
        const char *front;
        const char *back, *mixed_with; /* as style.css mixes it; share 0: not at all */
        double share;
      } pairs[] = {
        { "text", c->ink, c->paper, c->ink, 0 },
        { "text on a button", c->ink, c->card, c->ink, 0 },
        { "text on a button below the pointer", c->ink, c->card, c->accent, 0.12 },
        { "text on a button being pressed", c->ink, c->card, c->accent, 0.25 },
        { "text on the main button", c->on_accent, c->accent, c->ink, 0 },
        { "text on the main button below the pointer", c->on_accent, c->accent, c->ink, 0.15 },
        { "text beside the staff", c->ink, c->paper, c->ink, 0.06 },
        { "numbers, pictograms, rings", c->accent, c->paper, c->ink, 0 },
        { "the ring before a picture comes", c->accent, c->card, c->ink, 0 },
        { "text on a good result", c->on_good, c->good, c->ink, 0 },
        { "text on another result", c->on_care, c->care, c->ink, 0 },
        { "the ring and frame of the warning", c->care, c->paper, c->ink, 0 },
        { "focus", c->focus, c->paper, c->ink, 0 },
        { "focus on a good result", c->paper, c->good, c->ink, 0 },
        { "focus on another result", c->paper, c->care, c->ink, 0 },
      };
      /* clang-format on */

      for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
        {
          GdkRGBA front = colour (pairs[i].front, pairs[i].front, 0);
          GdkRGBA back = colour (pairs[i].back, pairs[i].mixed_with, pairs[i].share);
          double x = luminance (&front), y = luminance (&back);
          double ratio = (MAX (x, y) + 0.05) / (MIN (x, y) + 0.05);

          g_test_message ("contrast %u, %s: %.2f", mode, pairs[i].what, ratio);
          if (ratio < 7.0)
            g_test_fail ();
        }
    }
}

/* A counter may begin in any language: the window stands by its script from its first picture on. */
static void
test_begins_in_its_language (void)
{
  AnnaeSession *session = annae_fake_session_new ();
  AnnaeStyle *style = annae_style_new (gdk_display_get_default ());

  for (const char **code = (const char *[]){ "ur", "ru", "ko", NULL }; *code != NULL; code++)
    {
      g_object_set (session, "language", *code, NULL);
      AnnaeWindow *window = annae_window_new (NULL, session, style, "", "");

      g_assert_cmpint (gtk_widget_get_default_direction (), ==,
                       g_str_equal (*code, "ur") ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
      g_assert_cmpint (gtk_widget_has_css_class (GTK_WIDGET (window), "low-letters"), ==, g_str_equal (*code, "ru"));
      gtk_window_destroy (GTK_WINDOW (window));
    }
  g_object_unref (style);
  g_object_unref (session);
}

int
main (int argc, char **argv)
{
  gtk_disable_setlocale ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/window/names-and-focus", test_names_and_focus);
  g_test_add_func ("/window/keys", test_keys);
  g_test_add_func ("/window/descriptions", test_descriptions);
  g_test_add_func ("/window/language-is-forgotten", test_language_is_forgotten);
  g_test_add_func ("/window/begins-in-its-language", test_begins_in_its_language);
  g_test_add_func ("/window/cannot-verify", test_cannot_verify);
  g_test_add_func ("/window/demonstration-is-offered", test_demonstration_is_offered);
  g_test_add_func ("/window/demonstration-is-named", test_demonstration_is_named);
  g_test_add_func ("/window/further-down", test_further_down);
  g_test_add_data_func ("/window/ends-with-languages", "annae.language", test_ends_with_popover);
  g_test_add_data_func ("/window/ends-with-profiles", "annae.profiles", test_ends_with_popover);
  g_test_add_func ("/window/languages", test_languages);
  g_test_add_func ("/window/contrast", test_contrast);
  return g_test_run ();
}
