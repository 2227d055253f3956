/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How it looks: colours and sizes. */

#include "annae-style.h"

#define INSTRUCTION_MM 12.0
#define BODY_MM 7.5
#define STAFF_MM 4.5
#define FOOTER_MM 5.0
#define TARGET_MM 20.0
#define LARGE_TARGET 1.35
/* The page of languages needs this much, with three columns or with two. */
#define NARROWEST_PAGE_EM 29
#define NARROWEST_PORTRAIT_PAGE_EM 23
#define USUAL_PX_PER_MM (96.0 / 25.4)

struct _AnnaeStyle
{
  GObject parent_instance;

  GdkDisplay *display;
  GtkCssProvider *shapes;   /* the fixed sheet of the resource */
  GtkCssProvider *provider; /* colours and sizes, which the fixed sheet names */
  double text_scale;
  double px_per_mm;
  int width;
  int height;
  AnnaeContrast contrast;
  gboolean large_targets;
};

enum
{
  PROP_0,
  PROP_TEXT_SCALE,
  PROP_CONTRAST,
  PROP_LARGE_TARGETS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnaeStyle, annae_style, G_TYPE_OBJECT)

/* clang-format off */
static const AnnaeColours colours[ANNAE_N_CONTRASTS] = {
  /* never pure white beside a camera: it glares in glasses */
  [ANNAE_CONTRAST_NORMAL] = { .paper = "#F8F6F1", .card = "#FFFDF8", .ink = "#1B1B1B", .accent = "#0A5A5C", .on_accent = "#FFFFFF",
                              .good = "#155C34", .on_good = "#FFFFFF", .care = "#6B4200", .on_care = "#FFFFFF", .focus = "#0A5A5C" },
  [ANNAE_CONTRAST_DARK]   = { .paper = "#101214", .card = "#1C1F22", .ink = "#F4F2EC", .accent = "#7FD6D2", .on_accent = "#101214",
                              .good = "#8FE0A8", .on_good = "#101214", .care = "#FFC870", .on_care = "#101214", .focus = "#7FD6D2" },
  [ANNAE_CONTRAST_HIGH]   = { .paper = "#000000", .card = "#000000", .ink = "#FFFFFF", .accent = "#FFE600", .on_accent = "#000000",
                              .good = "#8FE0A8", .on_good = "#000000", .care = "#FFC870", .on_care = "#000000", .focus = "#FFE600" },
};
/* clang-format on */

const AnnaeColours *
annae_style_colours (AnnaeContrast contrast)
{
  g_return_val_if_fail (contrast < ANNAE_N_CONTRASTS, &colours[0]);
  return &colours[contrast];
}

double
annae_style_measure_monitor (GdkMonitor *monitor)
{
  GdkRectangle geometry;
  int width_mm = monitor != NULL ? gdk_monitor_get_width_mm (monitor) : 0;

  if (width_mm <= 0)
    return USUAL_PX_PER_MM;
  gdk_monitor_get_geometry (monitor, &geometry);
  double px_per_mm = (double) geometry.width / width_mm;
  /* 1 is a projector's screen, 12 a telephone: outside of that the monitor is lying. */
  return px_per_mm >= 1.0 && px_per_mm <= 12.0 ? px_per_mm : USUAL_PX_PER_MM;
}

/* What is wanted in millimetres, but no more of the window's height than share: a page must hold all that is on it. */
static double
size_px (AnnaeStyle *self, double mm, double share)
{
  double wanted = mm * self->px_per_mm * self->text_scale;

  return MIN (wanted, share * MIN (self->height, 1.2 * self->width));
}

double
annae_style_instruction_px (AnnaeStyle *self)
{
  return size_px (self, INSTRUCTION_MM, 0.0915);
}

double
annae_style_body_px (AnnaeStyle *self)
{
  return size_px (self, BODY_MM, 0.071);
}

gboolean
annae_style_has_room_beside (AnnaeStyle *self, int beside)
{
  double narrowest = self->height > self->width ? NARROWEST_PORTRAIT_PAGE_EM : NARROWEST_PAGE_EM;

  return !annae_style_is_crowded (self) && self->width - beside >= narrowest * annae_style_body_px (self);
}

gboolean
annae_style_is_crowded (AnnaeStyle *self)
{
  return annae_style_body_px (self) > 0.053 * MIN (self->height, 1.2 * self->width);
}

static char *
make_sheet (AnnaeStyle *self)
{
  const AnnaeColours *c = annae_style_colours (self->contrast);
  GString *css = g_string_new (NULL);
  double body = annae_style_body_px (self);
  double target = (self->large_targets ? LARGE_TARGET : 1.0) * MIN (TARGET_MM * self->px_per_mm, 0.1 * self->height);
  double button = size_px (self, BODY_MM, 0.058);
  double sign
      = MIN (2.2 * annae_style_instruction_px (self), (annae_style_is_crowded (self) ? 0.11 : 0.16) * self->height);
  /* two names side by side on a narrow screen */
  double language = self->height > self->width ? MIN (button, self->width / 24.0) : button;
  /* five stand in a row */
  double footer = MIN (size_px (self, FOOTER_MM, 0.034), self->width / 36.0);
  double outline = self->contrast == ANNAE_CONTRAST_HIGH ? 3.0 : 2.0;

  g_string_append_printf (
      css,
      "@define-color annae_paper %s;\n@define-color annae_card %s;\n@define-color annae_ink %s;\n"
      "@define-color annae_accent %s;\n@define-color annae_on_accent %s;\n"
      "@define-color annae_good %s;\n@define-color annae_on_good %s;\n"
      "@define-color annae_care %s;\n@define-color annae_on_care %s;\n@define-color annae_focus %s;\n",
      c->paper, c->card, c->ink, c->accent, c->on_accent, c->good, c->on_good, c->care, c->on_care, c->focus);
  g_string_append_printf (
      css,
      "window.annae { font-size: %.0fpx; }\n"
      "window.annae .instruction { font-size: %.0fpx; font-weight: bold; }\n"
      "window.annae .beside { font-size: %.0fpx; }\n"
      "window.annae .staff { font-size: %.0fpx; }\n"
      "window.annae .footer { font-size: %.0fpx; }\n"
      "window.annae button.choice { min-height: %.0fpx; border-width: %.0fpx; font-size: %.0fpx; }\n"
      "window.annae .staff button.choice { min-height: %.0fpx; font-size: inherit; }\n"
      "window.annae .footer button.choice { font-size: inherit; }\n"
      "window.annae popover { font-size: %.0fpx; }\n"
      "window.annae .languages button.choice { min-height: %.0fpx; font-size: %.0fpx; }\n"
      "window.annae .sign { min-width: %.0fpx; min-height: %.0fpx; }\n",
      body, annae_style_instruction_px (self), button, size_px (self, STAFF_MM, 0.022), footer, target, outline, button,
      0.5 * target, button, 0.85 * target, language, sign, sign);
  return g_string_free (css, FALSE);
}

static void
apply (AnnaeStyle *self)
{
  g_autofree char *css = make_sheet (self);

  gtk_css_provider_load_from_data (self->provider, css, -1);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
annae_style_set_surface (AnnaeStyle *self, double px_per_mm, int width, int height)
{
  if (self->px_per_mm == px_per_mm && self->width == width && self->height == height)
    return;
  self->px_per_mm = px_per_mm;
  self->width = width;
  self->height = height;
  apply (self);
}

static void
annae_style_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AnnaeStyle *self = ANNAE_STYLE (object);

  if (id == PROP_TEXT_SCALE)
    g_value_set_double (value, self->text_scale);
  else if (id == PROP_CONTRAST)
    g_value_set_int (value, self->contrast);
  else if (id == PROP_LARGE_TARGETS)
    g_value_set_boolean (value, self->large_targets);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
annae_style_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AnnaeStyle *self = ANNAE_STYLE (object);

  if (id == PROP_TEXT_SCALE && self->text_scale != g_value_get_double (value))
    self->text_scale = g_value_get_double (value);
  else if (id == PROP_CONTRAST && (int) self->contrast != g_value_get_int (value))
    self->contrast = g_value_get_int (value);
  else if (id == PROP_LARGE_TARGETS && self->large_targets != g_value_get_boolean (value))
    self->large_targets = g_value_get_boolean (value);
  else
    return;
  apply (self);
  g_object_notify_by_pspec (object, props[id]);
}

static void
annae_style_dispose (GObject *object)
{
  AnnaeStyle *self = ANNAE_STYLE (object);

  if (self->display != NULL)
    {
      gtk_style_context_remove_provider_for_display (self->display, GTK_STYLE_PROVIDER (self->provider));
      gtk_style_context_remove_provider_for_display (self->display, GTK_STYLE_PROVIDER (self->shapes));
    }
  g_clear_object (&self->display);
  g_clear_object (&self->provider);
  g_clear_object (&self->shapes);
  G_OBJECT_CLASS (annae_style_parent_class)->dispose (object);
}

static void
annae_style_class_init (AnnaeStyleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = annae_style_get_property;
  object_class->set_property = annae_style_set_property;
  object_class->dispose = annae_style_dispose;
  props[PROP_TEXT_SCALE] = g_param_spec_double ("text-scale", NULL, NULL, 1.0, 2.0, 1.0, flags);
  props[PROP_CONTRAST]
      = g_param_spec_int ("contrast", NULL, NULL, 0, ANNAE_N_CONTRASTS - 1, ANNAE_CONTRAST_NORMAL, flags);
  props[PROP_LARGE_TARGETS] = g_param_spec_boolean ("large-targets", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annae_style_init (AnnaeStyle *self)
{
  self->shapes = gtk_css_provider_new ();
  self->provider = gtk_css_provider_new ();
  self->text_scale = 1.0;
  self->px_per_mm = USUAL_PX_PER_MM;
  self->width = 1280;
  self->height = 800;
}

AnnaeStyle *
annae_style_new (GdkDisplay *display)
{
  AnnaeStyle *self = g_object_new (ANNAE_TYPE_STYLE, NULL);

  self->display = g_object_ref (display);
  gtk_css_provider_load_from_resource (self->shapes, "/kr/annae/Annae/ui/style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (self->shapes),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (self->provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  apply (self);
  return self;
}
