/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A big sign, drawn in the colour of the text around it. */

#include "annae-sign.h"

struct _AnnaeSign
{
  GtkWidget parent_instance;

  AnnaeSignKind kind;
  double progress;
};

G_DEFINE_FINAL_TYPE (AnnaeSign, annae_sign, GTK_TYPE_WIDGET)

/* All in a square of 100 by 100. */
static void
draw_good (cairo_t *cr)
{
  cairo_arc (cr, 50, 50, 44, 0, 2 * G_PI);
  cairo_new_sub_path (cr);
  cairo_move_to (cr, 28, 52);
  cairo_line_to (cr, 44, 68);
  cairo_line_to (cr, 73, 34);
  cairo_stroke (cr);
}

static void
draw_care (cairo_t *cr)
{
  static const double fingers[][2] = { { 33, 26 }, { 45, 16 }, { 57, 18 }, { 69, 28 } };

  for (gsize i = 0; i < G_N_ELEMENTS (fingers); i++)
    {
      cairo_move_to (cr, fingers[i][0], 56);
      cairo_line_to (cr, fingers[i][0], fingers[i][1]);
    }
  cairo_move_to (cr, 33, 62);
  cairo_line_to (cr, 19, 50);
  cairo_move_to (cr, 33, 54);
  cairo_curve_to (cr, 33, 74, 34, 90, 50, 92);
  cairo_curve_to (cr, 68, 92, 69, 74, 69, 54);
  cairo_stroke (cr);
}

static void
draw_empty_ring (cairo_t *cr)
{
  cairo_push_group (cr);
  cairo_arc (cr, 50, 50, 42, 0, 2 * G_PI);
  cairo_stroke (cr);
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, 0.25);
}

static void
annae_sign_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnaeSign *self = ANNAE_SIGN (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), side = MIN (width, height);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_translate (cr, (width - side) / 2.0, (height - side) / 2.0);
  cairo_scale (cr, side / 100.0, side / 100.0);
  cairo_set_line_width (cr, 8);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  switch (self->kind)
    {
    case ANNAE_SIGN_GOOD:
      draw_good (cr);
      break;
    case ANNAE_SIGN_CARE:
      draw_care (cr);
      break;
    case ANNAE_SIGN_RING:
      draw_empty_ring (cr);
      gdk_cairo_set_source_rgba (cr, &colour);
      cairo_new_path (cr);
      cairo_arc (cr, 50, 50, 42, -G_PI / 2, -G_PI / 2 + 2 * G_PI * self->progress);
      cairo_stroke (cr);
      break;
    }
  cairo_destroy (cr);
}

void
annae_sign_set_kind (AnnaeSign *self, AnnaeSignKind kind)
{
  self->kind = kind;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
annae_sign_set_progress (AnnaeSign *self, double progress)
{
  self->progress = CLAMP (progress, 0.0, 1.0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
annae_sign_class_init (AnnaeSignClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = annae_sign_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "annae-sign");
}

static void
annae_sign_init (AnnaeSign *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "sign");
}
