/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws every page in every state, language, text size and contrast asked for into PNG files: the sheets that are
 * looked at before a release. It shows a drawn person, so the pictures may be shown to anybody.
 *
 *   screenshots --out DIR [--action annae.profiles] [--language ko,en] [--scale 1,2] [--contrast 0,2] [--scene choice]
 * [--staff en] [--width 1280 --height 800] */

#include <stdlib.h>

#include "annae-phrases.h"
#include "ui-stage.h"

static char *out;
static char *only_languages;
static char *scales = NULL;
static char *contrasts = NULL;
static char *only_scenes;
static char *action;
static char *staff_language;
static int width = 1280;
static int height = 800;

static const GOptionEntry entries[] = {
  { "out", 'o', 0, G_OPTION_ARG_FILENAME, &out, "Folder to write to", "DIR" },
  { "language", 'l', 0, G_OPTION_ARG_STRING, &only_languages, "Languages, default all", "CODES" },
  { "scale", 0, 0, G_OPTION_ARG_STRING, &scales, "Text scales, default 1,2", "NUMBERS" },
  { "contrast", 0, 0, G_OPTION_ARG_STRING, &contrasts, "0 normal, 1 dark, 2 high; default 0", "NUMBERS" },
  { "scene", 0, 0, G_OPTION_ARG_STRING, &only_scenes, "Scenes, default all", "NAMES" },
  { "action", 0, 0, G_OPTION_ARG_STRING, &action, "Of the window, first; what pops up is drawn", "NAME" },
  { "staff", 0, 0, G_OPTION_ARG_STRING, &staff_language, "Language of the staff strip, default ko", "CODE" },
  { "width", 0, 0, G_OPTION_ARG_INT, &width, "Of the window", "PX" },
  { "height", 0, 0, G_OPTION_ARG_INT, &height, "Of the window", "PX" },
  { NULL },
};

static GskRenderNode *
draw (GtkWidget *window)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (window), gtk_widget_get_height (window));
  return gtk_snapshot_free_to_node (snapshot);
}

static void
look_for_popover (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_POPOVER (widget))
    *(GtkWidget **) user_data = widget;
}

static gboolean
save (UiStage *stage, const char *path)
{
  GtkWidget *window = GTK_WIDGET (stage->window);

  ui_for_each_mapped (GTK_WIDGET (stage->window), look_for_popover, &window);
  g_autoptr (GskRenderNode) node = draw (window);
  g_autoptr (GdkTexture) texture = NULL;

  /* A window that has just changed its size has nothing to show until its next frame. */
  for (guint i = 0; i < 20 && node == NULL; i++)
    {
      ui_stage_settle (stage);
      node = draw (window);
    }
  if (node == NULL)
    return FALSE;
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  return gdk_texture_save_to_png (texture, path);
}

static gboolean
wanted (const char *list, const char *name)
{
  g_auto (GStrv) names = list != NULL ? g_strsplit (list, ",", -1) : NULL;

  return names == NULL || g_strv_contains ((const char *const *) names, name);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  UiStage stage;
  gsize n_languages;
  const AnnaeLanguage *languages;
  guint n = 0;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || out == NULL)
    {
      g_printerr ("screenshots: %s\n", error != NULL ? error->message : "--out is missing");
      return EXIT_FAILURE;
    }
  g_mkdir_with_parents (out, 0755);
  gtk_disable_setlocale ();
  adw_init ();
  languages = annae_languages_get (&n_languages);
  g_auto (GStrv) scale_list = g_strsplit (scales != NULL ? scales : "1,2", ",", -1);
  g_auto (GStrv) contrast_list = g_strsplit (contrasts != NULL ? contrasts : "0", ",", -1);

  ui_stage_init (&stage, width, height);
  if (staff_language != NULL)
    g_object_set (stage.session, "staff-language", staff_language, NULL);
  for (gsize l = 0; l < n_languages; l++)
    for (gsize s = 0; wanted (only_languages, languages[l].code) && scale_list[s] != NULL; s++)
      for (gsize c = 0; contrast_list[c] != NULL; c++)
        for (gsize i = 0; i < ui_n_scenes; i++)
          {
            double scale = g_ascii_strtod (scale_list[s], NULL);
            g_autofree char *name = g_strdup_printf ("%s-%s-%.0f-%s.png", languages[l].code, ui_scenes[i].name,
                                                     100 * scale, contrast_list[c]);
            g_autofree char *path = g_build_filename (out, name, NULL);

            if (!wanted (only_scenes, ui_scenes[i].name))
              continue;
            ui_stage_show (&stage, &ui_scenes[i], languages[l].code, scale, atoi (contrast_list[c]));
            if (action != NULL)
              {
                gtk_widget_activate_action (GTK_WIDGET (stage.window), action, NULL);
                ui_stage_settle (&stage);
              }
            if (!save (&stage, path))
              {
                g_printerr ("screenshots: cannot write “%s”\n", path);
                return EXIT_FAILURE;
              }
            n++;
          }
  ui_stage_clear (&stage);
  g_print ("%u pictures in %s\n", n, out);
  return EXIT_SUCCESS;
}
