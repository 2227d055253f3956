/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The mirror. */

#include "annae-mirror.h"

#include <math.h>

#include "annae-cover.h"
#include "annae-preview.h"

/* The target: share of the picture's height that the head takes at a good distance, and where its centre is. */
#define HEAD_HEIGHT 0.56
#define HEAD_CENTRE 0.46
/* The card's outline: ISO/IEC 7810 ID-1. */
#define CARD_ASPECT (85.6 / 53.98)
#define CARD_WIDTH 0.62
/* A head, chin to crown, is so much higher than the box of its face, and its centre lies so much of the box above the
 * box's. */
#define HEAD_OF_FACE 1.3
#define HEAD_ABOVE_FACE 0.1
/* How much of a new place counts: the outline follows calmly. */
#define FOLLOW 0.3
#define STAYS_COVERED_US ANNAE_SECONDS (0.7)
#define LINE 6.0
#define ARROW_MIN 0.25
#define DOT_RADIUS 0.05

struct _AnnaeMirror
{
  GtkWidget parent_instance;

  AnnaeSession *session;
  AnnaePreview *preview;

  /* where the head is in the picture, smoothed, in its pixels; height 0: not known */
  double head_x;
  double head_y;
  double head_height;

  /* what is hidden of the card, and since when it has been known */
  AnnaeCover cover;
  gint64 covered_us;
};

G_DEFINE_FINAL_TYPE (AnnaeMirror, annae_mirror, GTK_TYPE_WIDGET)

/* The picture fills the widget and is cut at the sides rather than squeezed. */
static graphene_rect_t
cover (int width, int height, double picture_width, double picture_height)
{
  double scale = MAX (width / picture_width, height / picture_height);
  double w = picture_width * scale, h = picture_height * scale;

  return GRAPHENE_RECT_INIT ((width - w) / 2, (height - h) / 2, w, h);
}

/* One picture in which the card is not found must not show what is written on it. */
static void
follow_card (AnnaeMirror *self)
{
  const gint64 now_us = g_get_monotonic_time ();
  AnnaeCover cover;

  annae_cover_from_view (&cover, annae_session_get_document_view (self->session));
  if (!cover.has_card && now_us - self->covered_us < STAYS_COVERED_US)
    return;
  self->cover = cover;
  self->covered_us = now_us;
}

static void
on_observed (AnnaeMirror *self)
{
  const AnnaeObservation *seen = annae_session_get_observation (self->session);
  gboolean good = annae_advice_is_good (annae_session_get_advice (self->session)->id);
  const AnnaeBox *box = &seen->faces[0].box;
  double follow = self->head_height > 0 ? FOLLOW : 1.0;

  if (annae_session_get_state (self->session)->step == ANNAE_STEP_DOCUMENT)
    follow_card (self);
  else
    self->cover.has_card = FALSE;
  if (!good || seen->n_faces == 0 || box->height <= 0)
    {
      if (!good)
        self->head_height = 0;
      return;
    }
  self->head_x += follow * (box->x + box->width / 2 - self->head_x);
  self->head_y += follow * (box->y + box->height * (0.5 - HEAD_ABOVE_FACE) - self->head_y);
  self->head_height += follow * (box->height * HEAD_OF_FACE - self->head_height);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* While all is well the outline is around the person, wherever they are: "stay" must not point at another place. */
static void
move_to_head (AnnaeMirror *self, cairo_t *cr, double width, double height)
{
  const AnnaeObservation *seen = annae_session_get_observation (self->session);

  if (self->head_height <= 0 || seen->width == 0 || seen->height == 0
      || !annae_advice_is_good (annae_session_get_advice (self->session)->id))
    return;
  graphene_rect_t area = cover (width, height, seen->width, seen->height);
  double scale = area.size.width / seen->width, size = scale * self->head_height / (height * HEAD_HEIGHT);

  cairo_translate (cr, width - area.origin.x - scale * self->head_x, area.origin.y + scale * self->head_y);
  cairo_scale (cr, size, size);
  cairo_translate (cr, -width / 2, -height * HEAD_CENTRE);
}

static void
draw_picture (AnnaeMirror *self, GtkSnapshot *snapshot, int width, int height)
{
  g_autoptr (GdkTexture) texture = self->preview != NULL ? annae_preview_make_texture (self->preview) : NULL;

  if (texture == NULL)
    return;
  graphene_rect_t area = cover (width, height, gdk_texture_get_width (texture), gdk_texture_get_height (texture));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (width, 0));
  gtk_snapshot_scale (snapshot, -1, 1);
  gtk_snapshot_append_texture (snapshot, texture, &area);
  gtk_snapshot_restore (snapshot);
}

/* A line that is seen on light and on dark pictures: paper beneath, colour above. */
static void
stroke (cairo_t *cr, const GdkRGBA *colour, double line)
{
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, line + 4);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.85);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, line);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_stroke (cr);
}

static void
trace_head (cairo_t *cr, double width, double height)
{
  double h = height * HEAD_HEIGHT / 2, w = h * 0.76, x = width / 2, y = height * HEAD_CENTRE;

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, w, h);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_restore (cr);
  /* shoulders */
  cairo_new_sub_path (cr);
  cairo_move_to (cr, x - w * 2.2, height + LINE);
  cairo_curve_to (cr, x - w * 2.1, y + h * 1.5, x - w * 1.1, y + h * 1.3, x - w * 0.55, y + h * 1.15);
  cairo_move_to (cr, x + w * 2.2, height + LINE);
  cairo_curve_to (cr, x + w * 2.1, y + h * 1.5, x + w * 1.1, y + h * 1.3, x + w * 0.55, y + h * 1.15);
}

/* The card's outline, grown by so many pixels on every side. */
static void
trace_card (cairo_t *cr, double width, double height, double grow)
{
  double w = MIN (width * CARD_WIDTH, height * 0.8 * CARD_ASPECT), h = w / CARD_ASPECT, r = w * 0.04;

  w += 2 * grow;
  h += 2 * grow;
  r += grow;
  double x = (width - w) / 2, y = (height - h) / 2;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + w - r, y + r, r, -G_PI / 2, 0);
  cairo_arc (cr, x + w - r, y + h - r, r, 0, G_PI / 2);
  cairo_arc (cr, x + r, y + h - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}

/* One arrow from the middle of the target towards where to move. In the mirror the person's right is on the right. */
static void
draw_arrow (cairo_t *cr, const AnnaeAdvice *advice, const GdkRGBA *colour, double width, double height)
{
  double strength = hypot (advice->toward_x, advice->toward_y);

  if (strength < 1e-3)
    return;
  double length = height * 0.30 * (ARROW_MIN + (1 - ARROW_MIN) * CLAMP (advice->error, 0, 1));
  double dx = advice->toward_x / strength, dy = -advice->toward_y / strength, head = length * 0.45;
  double x = width / 2 + dx * height * 0.16, y = height * HEAD_CENTRE + dy * height * 0.16;

  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + dx * length, y + dy * length);
  cairo_line_to (cr, x + dx * (length - head) - dy * head, y + dy * (length - head) + dx * head);
  cairo_move_to (cr, x + dx * length, y + dy * length);
  cairo_line_to (cr, x + dx * (length - head) + dy * head, y + dy * (length - head) - dx * head);
  stroke (cr, colour, LINE * 2.2);
}

/* The dot that the nose follows, as far to the sides as the picture goes. In the mirror the person's right is on the right. */
static void
draw_dot (cairo_t *cr, const AnnaeAdvice *advice, const GdkRGBA *colour, double width, double height)
{
  const double radius = height * DOT_RADIUS;

  cairo_new_path (cr);
  cairo_arc (cr, width / 2 + CLAMP (advice->toward_x, -1, 1) * (width / 2 - 2 * radius), height * HEAD_CENTRE, radius, 0,
             2 * G_PI);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_fill_preserve (cr);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.85);
  cairo_set_line_width (cr, LINE);
  cairo_stroke (cr);
}

/* The same around the card: its frame is drawn as far as the good second is over. */
static void
draw_card_ring (cairo_t *cr, double progress, const GdkRGBA *colour, double width, double height)
{
  double w = MIN (width * CARD_WIDTH, height * 0.8 * CARD_ASPECT) + 6 * LINE, h = w / CARD_ASPECT;
  double length = 2 * (w + h) * MIN (progress, 1);

  if (progress <= 0)
    return;
  cairo_new_path (cr);
  trace_card (cr, width, height, 3 * LINE);
  cairo_set_dash (cr, (double[]){ length, 4 * (w + h) }, 2, 0);
  stroke (cr, colour, LINE * 2);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_ring (cairo_t *cr, double progress, const GdkRGBA *colour, double width, double height)
{
  double h = height * HEAD_HEIGHT / 2 + LINE * 3, w = h * 0.80;

  if (progress <= 0)
    return;
  cairo_new_path (cr);
  cairo_save (cr);
  cairo_translate (cr, width / 2, height * HEAD_CENTRE);
  cairo_scale (cr, w, h);
  cairo_arc (cr, 0, 0, 1, -G_PI / 2, -G_PI / 2 + 2 * G_PI * MIN (progress, 1));
  cairo_restore (cr);
  stroke (cr, colour, LINE * 2);
}

static void
trace_patch (cairo_t *cr, const AnnaePatch *patch)
{
  cairo_move_to (cr, patch->corners[0].x, patch->corners[0].y);
  for (guint i = 1; i < 4; i++)
    cairo_line_to (cr, patch->corners[i].x, patch->corners[i].y);
  cairo_close_path (cr);
}

/* Everything of the card but its portrait is covered: nobody behind the customer reads along. */
static void
cover_card (AnnaeMirror *self, cairo_t *cr, double width, double height)
{
  g_autoptr (GdkTexture) texture = annae_preview_make_texture (self->preview);

  if (!self->cover.has_card || texture == NULL)
    return;
  graphene_rect_t area = cover (width, height, gdk_texture_get_width (texture), gdk_texture_get_height (texture));
  double scale = area.size.width / gdk_texture_get_width (texture);

  cairo_save (cr);
  cairo_translate (cr, width, 0);
  cairo_scale (cr, -1, 1);
  cairo_translate (cr, area.origin.x, area.origin.y);
  cairo_scale (cr, scale, scale);
  cairo_set_source_rgb (cr, 0.55, 0.55, 0.53);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  trace_patch (cr, &self->cover.card);
  if (self->cover.has_window)
    trace_patch (cr, &self->cover.window);
  cairo_fill (cr);
  for (guint i = 0; i < self->cover.n_zones; i++)
    {
      trace_patch (cr, &self->cover.zones[i]);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}

static void
annae_mirror_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnaeMirror *self = ANNAE_MIRROR (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  GskRoundedRect rounded;
  GdkRGBA colour;

  if (self->session == NULL || width == 0 || height == 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  gsk_rounded_rect_init_from_rect (&rounded, &bounds, 16);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  draw_picture (self, snapshot, width, height);

  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  const AnnaeAdvice *advice = annae_session_get_advice (self->session);
  gboolean card = annae_session_get_state (self->session)->step == ANNAE_STEP_DOCUMENT;

  if (card)
    {
      cover_card (self, cr, width, height);
      trace_card (cr, width, height, 0);
    }
  else
    {
      move_to_head (self, cr, width, height);
      trace_head (cr, width, height);
    }
  stroke (cr, &colour, LINE);
  if (advice->id != ANNAE_ADVICE_FOLLOW_DOT)
    draw_arrow (cr, advice, &colour, width, height);
  if (card)
    draw_card_ring (cr, advice->progress, &colour, width, height);
  else
    draw_ring (cr, advice->progress, &colour, width, height);
  if (advice->id == ANNAE_ADVICE_FOLLOW_DOT)
    draw_dot (cr, advice, &colour, width, height);
  cairo_destroy (cr);
  gtk_snapshot_pop (snapshot);
}

static void
annae_mirror_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 240 : 180;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : 480;
  *minimum_baseline = *natural_baseline = -1;
}

void
annae_mirror_set_session (AnnaeMirror *self, AnnaeSession *session)
{
  if (self->session == session)
    return;
  g_clear_pointer (&self->preview, annae_preview_free);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session == NULL)
    return;
  self->preview = annae_preview_new (session, GTK_WIDGET (self));
  self->head_height = 0;
  self->cover.has_card = FALSE;
  g_signal_connect_swapped (session, "advice", G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_connect_swapped (session, "observed", G_CALLBACK (on_observed), self);
}

guint
annae_mirror_get_count (AnnaeMirror *self)
{
  return self->preview != NULL ? annae_preview_count (self->preview) : 0;
}

static void
annae_mirror_dispose (GObject *object)
{
  annae_mirror_set_session (ANNAE_MIRROR (object), NULL);
  G_OBJECT_CLASS (annae_mirror_parent_class)->dispose (object);
}

static void
annae_mirror_class_init (AnnaeMirrorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annae_mirror_dispose;
  widget_class->snapshot = annae_mirror_snapshot;
  widget_class->measure = annae_mirror_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "annae-mirror");
}

static void
annae_mirror_init (AnnaeMirror *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "mirror");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}
