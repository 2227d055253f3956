/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The drawing of what to do. */

#include "annae-pictogram.h"

#include "annae-words.h"

/* Half an inch, where the largest words leave no more. */
#define SMALLEST 48
#define LARGEST 400

struct _AnnaePictogram
{
  GtkWidget parent_instance;

  AnnaeAdviceId advice;
  AnnaeWords *words; /* while rooted; borrowed */
  gulong words_handler;
};

G_DEFINE_FINAL_TYPE (AnnaePictogram, annae_pictogram, GTK_TYPE_WIDGET)

void
annae_pictogram_add_icons (GdkDisplay *display)
{
  GtkIconTheme *icons = gtk_icon_theme_get_for_display (display);
  g_auto (GStrv) paths = gtk_icon_theme_get_resource_path (icons);

  if (paths == NULL || !g_strv_contains ((const char *const *) paths, "/kr/annae/Annae/ui/icons"))
    gtk_icon_theme_add_resource_path (icons, "/kr/annae/Annae/ui/icons");
}

char *
annae_pictogram_icon_name (AnnaeAdviceId id)
{
  return id != ANNAE_ADVICE_NONE ? g_strconcat (annae_advice_name (id), "-symbolic", NULL) : NULL;
}

static void
refresh (AnnaePictogram *self)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (self);

  gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_HIDDEN, self->advice == ANNAE_ADVICE_NONE, -1);
  if (self->words != NULL)
    gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    annae_words_get (self->words, ANNAE_READER_CUSTOMER, ANNAE_PHRASE_A11Y_PICTOGRAM),
                                    -1);
}

static void
annae_pictogram_root (GtkWidget *widget)
{
  AnnaePictogram *self = ANNAE_PICTOGRAM (widget);

  GTK_WIDGET_CLASS (annae_pictogram_parent_class)->root (widget);
  annae_pictogram_add_icons (gtk_widget_get_display (widget));
  self->words = annae_words_of (widget);
  if (self->words != NULL)
    self->words_handler = g_signal_connect_swapped (self->words, "changed", G_CALLBACK (refresh), self);
  refresh (self);
}

static void
annae_pictogram_unroot (GtkWidget *widget)
{
  AnnaePictogram *self = ANNAE_PICTOGRAM (widget);

  if (self->words != NULL)
    g_signal_handler_disconnect (self->words, self->words_handler);
  self->words = NULL;
  GTK_WIDGET_CLASS (annae_pictogram_parent_class)->unroot (widget);
}

static void
annae_pictogram_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  /* No more than the least is asked for, so that the words come first; it grows into what they leave free. */
  *minimum = *natural = SMALLEST;
}

static void
annae_pictogram_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnaePictogram *self = ANNAE_PICTOGRAM (widget);
  GtkIconTheme *icons = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int side = CLAMP (MIN (width, height), 1, LARGEST);
  g_autofree char *name = annae_pictogram_icon_name (self->advice);
  g_autoptr (GtkIconPaintable) icon = NULL;
  GdkRGBA colour;

  if (name == NULL)
    return;
  icon
      = gtk_icon_theme_lookup_icon (icons, name, NULL, side, gtk_widget_get_scale_factor (widget), GTK_TEXT_DIR_LTR, 0);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((width - side) / 2, (height - side) / 2));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, side, side, &colour, 1);
  gtk_snapshot_restore (snapshot);
}

void
annae_pictogram_set_advice (AnnaePictogram *self, AnnaeAdviceId id)
{
  if (self->advice == id)
    return;
  self->advice = id;
  refresh (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
annae_pictogram_class_init (AnnaePictogramClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->root = annae_pictogram_root;
  widget_class->unroot = annae_pictogram_unroot;
  widget_class->measure = annae_pictogram_measure;
  widget_class->snapshot = annae_pictogram_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "annae-pictogram");
}

static void
annae_pictogram_init (AnnaePictogram *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "pictogram");
}
