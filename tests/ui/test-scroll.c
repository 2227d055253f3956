/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which instructions at 200 % go on below the edge of the smallest screen, so that the button "further down" has to be
 * pressed while the camera waits. None may be added; what is left is in doc/translations.md. */

#include "annae-phrases.h"
#include "ui-stage.h"

#define WIDTH 1280
#define HEIGHT 800

/* How many of its instructions each language may have of these, until somebody finds shorter words. */
static const struct
{
  const char *language;
  guint n;
} allowed[] = { { "ko", 1 }, { "ja", 5 }, { "ru", 9 }, { "mn", 7 }, { "fil", 5 }, { "si", 76 } };

static const UiScene scenes[] = {
  { "practice", ANNAE_STEP_PRACTICE },
  { "document", ANNAE_STEP_DOCUMENT },
  { "position", ANNAE_STEP_POSITION },
};

/* Whether its words are higher than it is, by the rule of annae-scroller.c; known without another frame. */
static gboolean
is_cut (GtkWidget *scroller, int *missing)
{
  GtkWidget *view = gtk_widget_get_first_child (scroller);
  int needed = 0;

  gtk_widget_measure (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (view)), GTK_ORIENTATION_VERTICAL,
                      gtk_widget_get_width (scroller), &needed, NULL, NULL, NULL);
  *missing = needed - gtk_widget_get_height (scroller);
  return *missing > 0;
}

static gboolean
can_come_at (AnnaeAdviceId id, AnnaeStep step)
{
  const char *name = annae_advice_name (id);

  /* Only asked for to show life, which is not practised. */
  if ((id == ANNAE_ADVICE_FOLLOW_DOT || id == ANNAE_ADVICE_LOOK_AHEAD || id == ANNAE_ADVICE_CLOSE_EYES)
      && step == ANNAE_STEP_PRACTICE)
    return FALSE;
  return g_str_has_prefix (name, "camera-") || g_str_has_prefix (name, "card-") == (step == ANNAE_STEP_DOCUMENT);
}

static void
look (UiStage *stage, const UiScene *scene, const char *language, guint *n_cut)
{
  GtkWidget *scroller;
  int missing;

  ui_stage_show (stage, scene, language, 2.0, ANNAE_CONTRAST_NORMAL);
  scroller = ui_stage_find (stage, "AnnaeScroller", NULL);
  g_assert_nonnull (scroller);
  for (guint id = ANNAE_ADVICE_NONE; id < ANNAE_N_ADVICE; id++)
    for (guint wording = 0; wording < (id == ANNAE_ADVICE_NONE ? 1 : 2); wording++)
      {
        const AnnaeAdvice advice = { .id = id, .wording = wording, .measure = -1 };

        if (id != ANNAE_ADVICE_NONE && !can_come_at (id, scene->step))
          continue;
        annae_fake_session_advise (stage->session, &advice);
        if (!is_cut (scroller, &missing))
          continue;
        g_test_message ("%s %s: %d pixels too high: %s%s", language, scene->name, missing,
                        id == ANNAE_ADVICE_NONE ? "heading" : annae_advice_name (id), wording > 0 ? "-again" : "");
        (*n_cut)++;
      }
}

static void
test_instructions (void)
{
  gsize n = 0;
  const AnnaeLanguage *languages = annae_languages_get (&n);
  guint faults = 0;
  UiStage stage;

  ui_stage_init (&stage, WIDTH, HEIGHT);
  for (gsize i = 0; i < n; i++)
    {
      guint cut = 0, may_be = 0;

      for (gsize scene = 0; scene < G_N_ELEMENTS (scenes); scene++)
        look (&stage, &scenes[scene], languages[i].code, &cut);
      for (gsize k = 0; k < G_N_ELEMENTS (allowed); k++)
        if (g_str_equal (allowed[k].language, languages[i].code))
          may_be = allowed[k].n;
      g_test_message ("%s: %u", languages[i].code, cut);
      if (cut > may_be)
        faults++;
    }
  g_assert_cmpuint (faults, ==, 0);
  ui_stage_clear (&stage);
}

int
main (int argc, char **argv)
{
  gtk_disable_setlocale ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/scroll/instructions", test_instructions);
  return g_test_run ();
}
