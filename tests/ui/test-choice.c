/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The choice: what is agreed to is on the page, the shop's other ways as well, and refusing is as easy as agreeing. */

#include "annae-consent.h"
#include "annae-phrases.h"
#include "ui-stage.h"

static const UiScene choice = { "choice", ANNAE_STEP_CHOICE };
static const UiScene choice_expiry = { "choice-expiry", ANNAE_STEP_CHOICE, .asks_expiry = TRUE };

static GtkWidget *
find_button (UiStage *stage, const char *language, AnnaePhraseId id)
{
  GtkWidget *button = ui_stage_find (stage, "AnnaeChoiceButton", annae_phrase_get (language, id, ANNAE_FORM_SHOWN));

  g_assert_nonnull (button);
  return button;
}

/* A sentence that is not on the page is not agreed to: all of the consent text is, in every language, at both ends of
 * the text's size. */
static void
test_all_that_is_agreed_to (gconstpointer data)
{
  gsize n = 0;
  const AnnaeLanguage *languages = annae_languages_get (&n);
  const UiScene *scene = data;
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  for (gsize i = 0; i < n; i++)
    for (double scale = 1.0; scale <= 2.0; scale += 1.0)
      {
        g_autofree char *shown = annae_consent_shown (languages[i].code, scene->asks_expiry);
        g_auto (GStrv) sentences = g_strsplit (shown, "\n", -1);

        g_test_message ("%s at %.0f %%", languages[i].code, 100 * scale);
        ui_stage_show (&stage, scene, languages[i].code, scale, ANNAE_CONTRAST_NORMAL);
        for (guint k = 0; sentences[k] != NULL && *sentences[k] != '\0'; k++)
          if (ui_stage_find (&stage, "GtkLabel", sentences[k]) == NULL)
            g_error ("%s at %.0f %%: “%s” is agreed to, but not on the page", languages[i].code, 100 * scale,
                     sentences[k]);

        /* what pressing it means stands on the button itself */
        const char *detail = annae_phrase_get (languages[i].code, ANNAE_PHRASE_CHOICE_START_DETAIL, ANNAE_FORM_SHOWN);
        g_assert_true (gtk_widget_is_ancestor (ui_stage_find (&stage, "GtkLabel", detail),
                                               find_button (&stage, languages[i].code, ANNAE_PHRASE_CHOICE_START)));
      }
  ui_stage_clear (&stage);
}

/* The shop's policy says which other ways there are; the customer reads them before deciding. */
static void
test_other_ways (void)
{
  static const AnnaePhraseId phrases[]
      = { ANNAE_PHRASE_OTHER_WAY_MOBILE_ID, ANNAE_PHRASE_OTHER_WAY_ABSTRACT, ANNAE_PHRASE_OTHER_WAY_STAFF };
  gsize n = 0;
  const AnnaeLanguage *languages = annae_languages_get (&n);
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  for (gsize i = 0; i < n; i++)
    {
      guint ways = 1 + i % 7; /* a bit each; never none */
      AnnaePolicy policy;

      annae_policy_init (&policy);
      policy.other_mobile_id = ways & 1;
      policy.other_abstract = ways >> 1 & 1;
      policy.other_staff = ways >> 2 & 1;
      annae_fake_session_set_policy (stage.session, &policy);
      ui_stage_show (&stage, &ui_scenes[0], languages[i].code, 1.0, ANNAE_CONTRAST_NORMAL);
      ui_stage_show (&stage, &choice, languages[i].code, 1.0, ANNAE_CONTRAST_NORMAL);
      g_assert_nonnull (ui_stage_find (
          &stage, "GtkLabel", annae_phrase_get (languages[i].code, ANNAE_PHRASE_CHOICE_WAYS, ANNAE_FORM_SHOWN)));
      for (guint way = 0; way < G_N_ELEMENTS (phrases); way++)
        {
          const char *text = annae_phrase_get (languages[i].code, phrases[way], ANNAE_FORM_SHOWN);

          g_assert_cmpint (ui_stage_find (&stage, "GtkLabel", text) != NULL, ==, ways >> way & 1);
        }
    }
  ui_stage_clear (&stage);
}

static void
assert_equal (UiStage *stage, const char *language)
{
  GtkWidget *other = find_button (stage, language, ANNAE_PHRASE_CHOICE_OTHER_WAY);
  GtkWidget *start = find_button (stage, language, ANNAE_PHRASE_CHOICE_START);
  GtkWidget *window = GTK_WIDGET (stage->window);
  g_auto (GStrv) other_classes = gtk_widget_get_css_classes (other);
  g_auto (GStrv) start_classes = gtk_widget_get_css_classes (start);
  graphene_rect_t other_area, start_area;

  g_assert_cmpint (gtk_widget_get_width (other), ==, gtk_widget_get_width (start));
  g_assert_cmpint (gtk_widget_get_height (other), ==, gtk_widget_get_height (start));
  g_assert_true (gtk_widget_compute_bounds (other, window, &other_area));
  g_assert_true (gtk_widget_compute_bounds (start, window, &start_area));
  g_assert_cmpfloat (other_area.origin.y + other_area.size.height, <=, gtk_widget_get_height (window));
  g_assert_cmpfloat (start_area.origin.y + start_area.size.height, <=, gtk_widget_get_height (window));
  g_assert_null (gtk_widget_get_ancestor (other, GTK_TYPE_SCROLLED_WINDOW));
  g_assert_null (gtk_widget_get_ancestor (start, GTK_TYPE_SCROLLED_WINDOW));
  g_assert_cmpstrv (other_classes, start_classes);
  /* refusing is where one is already, agreeing is one step on */
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == other);
  g_assert_true (gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == start);
}

static void
test_refusing_is_as_easy (void)
{
  static const char *const languages[] = { "ko", "en", "ur", "my", "uz", "fil" };
  static const int sizes[][2] = { { 1280, 800 }, { 1080, 1920 } };

  for (gsize size = 0; size < G_N_ELEMENTS (sizes); size++)
    {
      UiStage stage;

      ui_stage_init (&stage, sizes[size][0], sizes[size][1]);
      for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
        for (double scale = 1.0; scale <= 2.0; scale += 1.0)
          {
            ui_stage_show (&stage, &ui_scenes[0], languages[i], scale, ANNAE_CONTRAST_NORMAL);
            ui_stage_show (&stage, &choice, languages[i], scale, ANNAE_CONTRAST_NORMAL);
            g_test_message ("%s at %.0f %%", languages[i], 100 * scale);
            assert_equal (&stage, languages[i]);
          }
      ui_stage_clear (&stage);
    }
}

static void
test_one_press_each (void)
{
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  ui_stage_show (&stage, &choice, "en", 1.0, ANNAE_CONTRAST_NORMAL);
  g_signal_emit_by_name (find_button (&stage, "en", ANNAE_PHRASE_CHOICE_OTHER_WAY), "clicked");
  g_assert_cmpuint (annae_fake_session_count_sent (stage.session, ANNAE_EVENT_OTHER_WAY), ==, 1);
  g_assert_cmpuint (annae_fake_session_count_sent (stage.session, ANNAE_EVENT_START), ==, 0);
  g_signal_emit_by_name (find_button (&stage, "en", ANNAE_PHRASE_CHOICE_START), "clicked");
  g_assert_cmpuint (annae_fake_session_count_sent (stage.session, ANNAE_EVENT_OTHER_WAY), ==, 1);
  g_assert_cmpuint (annae_fake_session_count_sent (stage.session, ANNAE_EVENT_START), ==, 1);
  ui_stage_clear (&stage);
}

/* What is used of the card is said as it is, whether the policy asks for its date or not. */
static void
test_what_is_used (void)
{
  static const AnnaePhraseId phrases[] = { ANNAE_PHRASE_DOCUMENT_PRIVACY, ANNAE_PHRASE_DOCUMENT_PRIVACY_EXPIRY };
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  for (int asks = 0; asks < 2; asks++)
    {
      const UiScene scene = { "document", ANNAE_STEP_DOCUMENT, .asks_expiry = asks, .advice = { .measure = -1 } };

      ui_stage_show (&stage, &choice, "ko", 1.0, ANNAE_CONTRAST_NORMAL);
      ui_stage_show (&stage, &scene, "ko", 1.0, ANNAE_CONTRAST_NORMAL);
      for (int i = 0; i < 2; i++)
        g_assert_cmpint (ui_stage_find (&stage, "GtkLabel", annae_phrase_get ("ko", phrases[i], ANNAE_FORM_SHOWN))
                             != NULL,
                         ==, i == asks);
    }
  ui_stage_clear (&stage);
}

int
main (int argc, char **argv)
{
  gtk_disable_setlocale ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_data_func ("/choice/all-that-is-agreed-to", &choice, test_all_that_is_agreed_to);
  g_test_add_data_func ("/choice/all-that-is-agreed-to-with-the-date", &choice_expiry, test_all_that_is_agreed_to);
  g_test_add_func ("/choice/other-ways", test_other_ways);
  g_test_add_func ("/choice/refusing-is-as-easy", test_refusing_is_as_easy);
  g_test_add_func ("/choice/one-press-each", test_one_press_each);
  g_test_add_func ("/choice/what-is-used", test_what_is_used);
  return g_test_run ();
}
