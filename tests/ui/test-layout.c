/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What GTK asks of widgets that are laid out, at every text size. What breaks it is not seen as a wrong page: the
 * window grows, or measures for ever. */

#include "annae-phrases.h"
#include "ui-stage.h"

/* GTK's boxes look for the width that makes things as high as there is room, by halving, and halve for ever where
 * something is higher in more width than in less. */
static void
check_height_falls (GtkWidget *widget, gpointer scene)
{
  int narrowest, before = G_MAXINT, before_width = 0;

  if (GTK_IS_WINDOW (widget))
    return;
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &narrowest, NULL, NULL, NULL);
  for (int width = narrowest; width < 2000; width += 7)
    {
      int height;

      gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
      if (height > before)
        g_test_fail_printf ("%s: %s is %d high in %d, and %d high in %d", (const char *) scene,
                            G_OBJECT_TYPE_NAME (widget), before, before_width, height, width);
      before = height;
      before_width = width;
    }
}

static void
test_height_falls (void)
{
  static const double scales[] = { 1.0, 1.25, 1.5, 2.0 };
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  for (gsize j = 0; j < G_N_ELEMENTS (scales); j++)
    for (gsize scene = 0; scene < ui_n_scenes; scene++)
      {
        g_autofree char *name = g_strdup_printf ("%s at %.0f", ui_scenes[scene].name, 100 * scales[j]);
        ui_stage_show (&stage, &ui_scenes[scene], "en", scales[j], ANNAE_CONTRAST_NORMAL);
        ui_for_each_mapped (GTK_WIDGET (stage.window), check_height_falls, name);
      }
  ui_stage_clear (&stage);
}

/* At every text size, on a wide screen and on a high one, the first pages stay inside the window. */
static void
test_all_text_sizes (void)
{
  static const int sizes[][2] = { { 1280, 800 }, { 1080, 1920 } };
  static const double scales[] = { 1.0, 1.25, 1.5, 2.0 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      UiStage stage;

      ui_stage_init (&stage, sizes[i][0], sizes[i][1]);
      int width = gtk_widget_get_width (GTK_WIDGET (stage.window));
      for (gsize j = 0; j < G_N_ELEMENTS (scales); j++)
        for (gsize scene = 0; scene < 2; scene++)
          {
            ui_stage_show (&stage, &ui_scenes[scene], "en", scales[j], ANNAE_CONTRAST_NORMAL);
            ui_stage_settle (&stage);
            ui_stage_settle (&stage);
            g_test_message ("%s at %.0f %% in %d: %d", ui_scenes[scene].name, 100 * scales[j], width,
                            gtk_widget_get_width (GTK_WIDGET (stage.window)));
            g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (stage.window)), <=, sizes[i][0]);
          }
      ui_stage_clear (&stage);
    }
}

/* From one customer who reads large words to the next who does not: the second page was away while its words became small,
 * and must not ask for room by its old ones. */
static void
test_styled_while_away (void)
{
  static const struct
  {
    const char *language;
    double scale;
  } customers[] = { { "en", 1.0 }, { "en", 2.0 }, { "zh_CN", 1.0 }, { "zh_CN", 2.0 }, { "uz", 1.0 } };
  UiStage stage;

  ui_stage_init (&stage, 1280, 800);
  for (gsize i = 0; i < G_N_ELEMENTS (customers); i++)
    for (gsize scene = 0; scene < 2; scene++)
      {
        ui_stage_show (&stage, &ui_scenes[scene], customers[i].language, customers[i].scale, ANNAE_CONTRAST_NORMAL);
        ui_stage_settle (&stage);
        g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (stage.window)), ==, 1280);
        g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (stage.window)), ==, 800);
      }
  ui_stage_clear (&stage);
}

int
main (int argc, char **argv)
{
  gtk_disable_setlocale ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/layout/height-falls", test_height_falls);
  g_test_add_func ("/layout/all-text-sizes", test_all_text_sizes);
  g_test_add_func ("/layout/styled-while-away", test_styled_while_away);
  return g_test_run ();
}
