/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every page in every language at the smallest and the largest text on the smallest screen: nothing asks for more room
 * than the window has, no word is cut off, and 200 % is twice as large. */

#include <string.h>

#include "annae-phrases.h"
#include "ui-stage.h"

#define WIDTH 1280
#define HEIGHT 800
#define ZERO_WIDTH_SPACE 0x200b
#define LARGE_TARGETS 1000 /* on top of the per cent */

typedef struct
{
  const char *where;
  guint faults;
} Fit;

static gboolean
is_scrolled (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW) != NULL;
}

/* Whether some line of a script with spaces begins in the middle of a word. */
static gboolean
breaks_a_word (PangoLayout *layout)
{
  const char *text = pango_layout_get_text (layout);

  for (GSList *at = pango_layout_get_lines_readonly (layout); at != NULL; at = at->next)
    {
      const char *start = text + ((PangoLayoutLine *) at->data)->start_index;
      GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (start));

      if (start > text && strchr (" \n-/", start[-1]) == NULL
          && g_utf8_get_char (g_utf8_prev_char (start)) != ZERO_WIDTH_SPACE
          && (script == G_UNICODE_SCRIPT_LATIN || script == G_UNICODE_SCRIPT_CYRILLIC
              || script == G_UNICODE_SCRIPT_HANGUL))
        return TRUE;
    }
  return FALSE;
}

static void
look_at_label (GtkWidget *widget, gpointer user_data)
{
  Fit *fit = user_data;
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  graphene_rect_t area;

  if (!GTK_IS_LABEL (widget) || gtk_widget_get_native (widget) != GTK_NATIVE (root))
    return;
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (widget));
  PangoRectangle ink;

  pango_layout_get_pixel_extents (layout, NULL, &ink);
  g_assert_true (gtk_widget_compute_bounds (widget, root, &area));
  if (gtk_label_get_ellipsize (GTK_LABEL (widget)) != PANGO_ELLIPSIZE_NONE || pango_layout_is_ellipsized (layout)
      || ink.width > gtk_widget_get_width (widget) + 1 || ink.height > gtk_widget_get_height (widget) + 1
      || breaks_a_word (layout) || area.origin.x < 0 || area.origin.x + area.size.width > WIDTH
      || (!is_scrolled (widget) && (area.origin.y < 0 || area.origin.y + area.size.height > HEIGHT)))
    {
      g_test_message ("%s: “%s” is cut off or broken: %dx%d in %.0fx%.0f at %.0f,%.0f", fit->where,
                      gtk_label_get_label (GTK_LABEL (widget)), ink.width, ink.height, area.size.width,
                      area.size.height, area.origin.x, area.origin.y);
      fit->faults++;
    }
}

/* At least a line of what is scrolled is seen without scrolling. */
static void
look_at_scroller (GtkWidget *widget, gpointer user_data)
{
  Fit *fit = user_data;

  if (!GTK_IS_SCROLLED_WINDOW (widget) || gtk_widget_get_height (widget) >= 80)
    return;
  g_test_message ("%s: only %d pixels are left for the text", fit->where, gtk_widget_get_height (widget));
  fit->faults++;
}

static void
look_at_page (UiStage *stage, const char *where, gboolean drawn, guint *faults)
{
  GtkWidget *content = adw_application_window_get_content (ADW_APPLICATION_WINDOW (stage->window));
  Fit fit = { where, 0 };
  int width = 0, height = 0;

  gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (content, GTK_ORIENTATION_VERTICAL, MAX (width, WIDTH), &height, NULL, NULL, NULL);
  if (width > WIDTH || height > HEIGHT)
    {
      g_test_message ("%s: wants %dx%d", where, width, height);
      fit.faults++;
    }
  if (drawn)
    {
      width = gtk_widget_get_width (GTK_WIDGET (stage->window));
      height = gtk_widget_get_height (GTK_WIDGET (stage->window));
      if (width != WIDTH || height != HEIGHT)
        {
          g_test_message ("%s: has grown to %dx%d", where, width, height);
          fit.faults++;
        }
      ui_for_each_mapped (GTK_WIDGET (stage->window), look_at_label, &fit);
      ui_for_each_mapped (GTK_WIDGET (stage->window), look_at_scroller, &fit);
    }
  *faults += fit.faults;
}

static void
test_fit (gconstpointer data)
{
  double scale = GPOINTER_TO_UINT (data) % LARGE_TARGETS / 100.0;
  gboolean large_targets = GPOINTER_TO_UINT (data) >= LARGE_TARGETS;
  UiStage stage;
  gsize n;
  const AnnaeLanguage *languages = annae_languages_get (&n);
  guint faults = 0;

  ui_stage_init (&stage, WIDTH, HEIGHT);
  ui_stage_show (&stage, &ui_scenes[0], "en", scale, ANNAE_CONTRAST_NORMAL);
  g_object_set (stage.style, "large-targets", large_targets, NULL);
  ui_stage_settle (&stage);
  for (gsize scene = 0; scene < ui_n_scenes; scene++)
    {
      ui_stage_show (&stage, &ui_scenes[scene], "en", scale, ANNAE_CONTRAST_NORMAL);
      for (gsize i = 0; i < n; i++)
        {
          g_autofree char *where
              = g_strdup_printf ("%s %s %.0f %%", languages[i].code, ui_scenes[scene].name, 100 * scale);

          /* Without waiting for a frame: what a page asks for is known at once. */
          g_object_set (stage.session, "language", languages[i].code, NULL);
          look_at_page (&stage, where, FALSE, &faults);
        }
    }
  /* Drawn: the languages with the longest words and the highest letters. */
  for (gsize scene = 0; faults == 0 && !large_targets && scene < ui_n_scenes; scene++)
    for (const char **code = (const char *[]){ "ko", "my", "fil", "ru", NULL }; *code != NULL; code++)
      {
        g_autofree char *where = g_strdup_printf ("%s %s %.0f %%", *code, ui_scenes[scene].name, 100 * scale);

        ui_stage_show (&stage, &ui_scenes[scene], *code, scale, ANNAE_CONTRAST_NORMAL);
        look_at_page (&stage, where, TRUE, &faults);
      }
  g_assert_cmpuint (faults, ==, 0);
  ui_stage_clear (&stage);
}

static void
test_enlarged (void)
{
  g_autoptr (AnnaeStyle) style = annae_style_new (gdk_display_get_default ());
  static const struct
  {
    int width, height;
    double body, instruction;
  } screens[] = { { 1280, 800, 2.0, 1.6 }, { 1920, 1080, 2.0, 2.0 }, { 1080, 1920, 2.0, 2.0 } };

  for (gsize i = 0; i < G_N_ELEMENTS (screens); i++)
    {
      annae_style_set_surface (style, 96 / 25.4, screens[i].width, screens[i].height);
      g_object_set (style, "text-scale", 1.0, NULL);
      double body = annae_style_body_px (style), instruction = annae_style_instruction_px (style);
      /* 7.5 mm and 12 mm at 96 pixels an inch */
      g_assert_cmpfloat_with_epsilon (body, 28.35, 0.01);
      g_assert_cmpfloat_with_epsilon (instruction, 45.35, 0.01);
      g_object_set (style, "text-scale", 2.0, NULL);
      g_assert_cmpfloat (annae_style_body_px (style) / body, >=, screens[i].body - 0.01);
      g_assert_cmpfloat (annae_style_instruction_px (style) / instruction, >=, screens[i].instruction - 0.01);
    }
}

int
main (int argc, char **argv)
{
  gtk_disable_setlocale ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/fit/enlarged", test_enlarged);
  g_test_add_data_func ("/fit/100", GUINT_TO_POINTER (100), test_fit);
  g_test_add_data_func ("/fit/200", GUINT_TO_POINTER (200), test_fit);
  g_test_add_data_func ("/fit/200-large-targets", GUINT_TO_POINTER (200 + LARGE_TARGETS), test_fit);
  return g_test_run ();
}
