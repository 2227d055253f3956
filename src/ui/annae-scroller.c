/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scrolling that shows itself. */

#include "annae-scroller.h"

#include "annae-words.h"

#define SPACE 12
#define SHARE_OF_PAGE 0.85 /* the last line read stays in sight */

struct _AnnaeScroller
{
  GtkWidget parent_instance;

  GtkWidget *view; /* GtkScrolledWindow */
  GtkWidget *button;
  GtkWidget *icon;
  AnnaeWords *words; /* while rooted; borrowed */
  gboolean at_end;
};

enum
{
  PROP_0,
  PROP_CHILD,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AnnaeScroller, annae_scroller, GTK_TYPE_WIDGET)

static GtkAdjustment *
get_adjustment (AnnaeScroller *self)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->view));
}

gboolean
annae_scroller_page (AnnaeScroller *self, gboolean down)
{
  GtkAdjustment *at = get_adjustment (self);
  double before = gtk_adjustment_get_value (at), page = SHARE_OF_PAGE * gtk_adjustment_get_page_size (at);

  gtk_adjustment_set_value (at, down ? before + page : before - page);
  return gtk_adjustment_get_value (at) != before;
}

static void
refresh (AnnaeScroller *self)
{
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), self->at_end ? "go-up-symbolic" : "go-down-symbolic");
  if (self->words != NULL)
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
        annae_words_get (self->words, ANNAE_READER_CUSTOMER,
                         self->at_end ? ANNAE_PHRASE_A11Y_TO_THE_TOP : ANNAE_PHRASE_A11Y_FURTHER_DOWN),
        -1);
}

static void
on_moved (AnnaeScroller *self)
{
  GtkAdjustment *at = get_adjustment (self);
  double end = gtk_adjustment_get_upper (at) - gtk_adjustment_get_page_size (at);
  gboolean at_end = end > 0 && gtk_adjustment_get_value (at) >= end - 1;

  if (self->at_end == at_end)
    return;
  self->at_end = at_end;
  refresh (self);
}

static void
on_clicked (AnnaeScroller *self)
{
  AnnaeWords *words = annae_words_of (GTK_WIDGET (self));

  if (words != NULL)
    annae_session_send (annae_words_get_session (words), ANNAE_EVENT_ACTIVITY);
  if (self->at_end)
    gtk_adjustment_set_value (get_adjustment (self), 0);
  else
    annae_scroller_page (self, TRUE);
}

/* Another page, another language: what is there is read from the beginning. */
static void
annae_scroller_map (GtkWidget *widget)
{
  gtk_adjustment_set_value (get_adjustment (ANNAE_SCROLLER (widget)), 0);
  GTK_WIDGET_CLASS (annae_scroller_parent_class)->map (widget);
}

static void
on_words (GtkWidget *widget, AnnaeWords *words)
{
  AnnaeScroller *self = ANNAE_SCROLLER (widget);

  self->words = words;
  refresh (self);
}

static GtkSizeRequestMode
annae_scroller_get_request_mode (GtkWidget *widget)
{
  return gtk_widget_get_request_mode (ANNAE_SCROLLER (widget)->view);
}

static int
width_of_button (AnnaeScroller *self)
{
  int minimum = 0;

  gtk_widget_measure (self->button, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum + SPACE;
}

/* Wide enough for the button as well, so that no word is cut when it comes; not higher: it only comes where there is
 * not enough room. */
static void
annae_scroller_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  AnnaeScroller *self = ANNAE_SCROLLER (widget);

  gtk_widget_measure (self->view, orientation, for_size, minimum, natural, NULL, NULL);
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum += width_of_button (self);
      *natural = MAX (*minimum, *natural);
    }
}

static void
annae_scroller_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  AnnaeScroller *self = ANNAE_SCROLLER (widget);
  GtkWidget *child = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (self->view));
  gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int beside = width_of_button (self), needed = 0, high = 0;

  if (child != NULL)
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &needed, NULL, NULL, NULL);
  gboolean more = needed > height;
  GtkAllocation view = { more && right_to_left ? beside : 0, 0, more ? width - beside : width, height };

  gtk_widget_set_child_visible (self->button, more);
  gtk_widget_size_allocate (self->view, &view, -1);
  if (!more)
    return;
  gtk_widget_measure (self->button, GTK_ORIENTATION_VERTICAL, beside - SPACE, &high, NULL, NULL, NULL);
  high = MIN (high, height);
  gtk_widget_size_allocate (
      self->button, &(GtkAllocation){ right_to_left ? 0 : width - beside + SPACE, height - high, beside - SPACE, high },
      -1);
}

static void
annae_scroller_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AnnaeScroller *self = ANNAE_SCROLLER (object);

  if (id == PROP_CHILD)
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->view), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
annae_scroller_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (annae_scroller_parent_class)->dispose (object);
}

static void
annae_scroller_class_init (AnnaeScrollerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = annae_scroller_set_property;
  object_class->dispose = annae_scroller_dispose;
  widget_class->map = annae_scroller_map;
  widget_class->get_request_mode = annae_scroller_get_request_mode;
  widget_class->measure = annae_scroller_measure;
  widget_class->size_allocate = annae_scroller_size_allocate;
  props[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                           G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
  gtk_widget_class_set_css_name (widget_class, "annae-scroller");
}

static void
annae_scroller_init (AnnaeScroller *self)
{
  self->view = gtk_scrolled_window_new ();
  /* The button takes the bar's place, which is too thin to see and to hit. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->view), GTK_POLICY_NEVER, GTK_POLICY_EXTERNAL);
  gtk_widget_set_parent (self->view, GTK_WIDGET (self));
  self->icon = gtk_image_new_from_icon_name ("go-down-symbolic");
  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), self->icon);
  gtk_widget_add_css_class (self->button, "choice");
  gtk_widget_add_css_class (self->button, "further");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_clicked), self);
  g_signal_connect_object (get_adjustment (self), "value-changed", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_adjustment (self), "changed", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  annae_words_follow (GTK_WIDGET (self), on_words);
}
