/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's application. */

#include "annae-application.h"

#include "annae-style.h"
#include "annae-window.h"

struct _AnnaeApplication
{
  AdwApplication parent_instance;

  AnnaeSession *session;
  AnnaeStyle *style;
  char *pack_title;
  char *pack_note;
  AnnaeAuditFunc audit_func;
  gpointer audit_data;

  /* the counter's own */
  double text_scale;
  int contrast;
  gboolean full_screen;
};

enum
{
  PROP_0,
  PROP_TEXT_SCALE,
  PROP_CONTRAST,
  PROP_FULL_SCREEN,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AnnaeApplication, annae_application, ADW_TYPE_APPLICATION)

/* Back to what the counter is set to, for the next customer. */
static void
restore_look (AnnaeApplication *self)
{
  if (self->style != NULL)
    g_object_set (self->style, "text-scale", self->text_scale, "contrast", self->contrast, "large-targets", FALSE,
                  NULL);
}

static void
on_step (AnnaeSession *session, GParamSpec *pspec, AnnaeApplication *self)
{
  if (annae_session_get_state (session)->step == ANNAE_STEP_LANGUAGE)
    restore_look (self);
}

static void
annae_application_startup (GApplication *application)
{
  AnnaeApplication *self = ANNAE_APPLICATION (application);

  G_APPLICATION_CLASS (annae_application_parent_class)->startup (application);
  self->style = annae_style_new (gdk_display_get_default ());
  restore_look (self);
}

static void
annae_application_activate (GApplication *application)
{
  AnnaeApplication *self = ANNAE_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    {
      window = GTK_WINDOW (
          annae_window_new (GTK_APPLICATION (self), self->session, self->style, self->pack_title, self->pack_note));
      annae_window_set_audit_func (ANNAE_WINDOW (window), self->audit_func, self->audit_data);
      if (self->full_screen)
        gtk_window_fullscreen (window);
    }
  gtk_window_present (window);
}

static void
annae_application_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AnnaeApplication *self = ANNAE_APPLICATION (object);

  switch (id)
    {
    case PROP_TEXT_SCALE:
      g_value_set_double (value, self->text_scale);
      break;
    case PROP_CONTRAST:
      g_value_set_int (value, self->contrast);
      break;
    case PROP_FULL_SCREEN:
      g_value_set_boolean (value, self->full_screen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
annae_application_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AnnaeApplication *self = ANNAE_APPLICATION (object);

  switch (id)
    {
    case PROP_TEXT_SCALE:
      self->text_scale = g_value_get_double (value);
      break;
    case PROP_CONTRAST:
      self->contrast = g_value_get_int (value);
      break;
    case PROP_FULL_SCREEN:
      self->full_screen = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  restore_look (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
annae_application_dispose (GObject *object)
{
  AnnaeApplication *self = ANNAE_APPLICATION (object);

  g_clear_object (&self->session);
  g_clear_object (&self->style);
  G_OBJECT_CLASS (annae_application_parent_class)->dispose (object);
}

static void
annae_application_finalize (GObject *object)
{
  AnnaeApplication *self = ANNAE_APPLICATION (object);

  g_free (self->pack_title);
  g_free (self->pack_note);
  G_OBJECT_CLASS (annae_application_parent_class)->finalize (object);
}

static void
annae_application_class_init (AnnaeApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = annae_application_get_property;
  object_class->set_property = annae_application_set_property;
  object_class->dispose = annae_application_dispose;
  object_class->finalize = annae_application_finalize;
  G_APPLICATION_CLASS (klass)->startup = annae_application_startup;
  G_APPLICATION_CLASS (klass)->activate = annae_application_activate;
  props[PROP_TEXT_SCALE] = g_param_spec_double ("text-scale", NULL, NULL, 1.0, 2.0, 1.0, flags);
  props[PROP_CONTRAST] = g_param_spec_int ("contrast", NULL, NULL, 0, ANNAE_N_CONTRASTS - 1, 0, flags);
  props[PROP_FULL_SCREEN] = g_param_spec_boolean ("full-screen", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
annae_application_init (AnnaeApplication *self)
{
  self->text_scale = 1.0;
}

AnnaeApplication *
annae_application_new (const char *id, AnnaeSession *session, const char *pack_title, const char *pack_note)
{
  AnnaeApplication *self = g_object_new (ANNAE_TYPE_APPLICATION, "application-id", id, NULL);

  self->session = g_object_ref (session);
  self->pack_title = g_strdup (pack_title);
  self->pack_note = g_strdup (pack_note);
  g_signal_connect_object (session, "notify::step", G_CALLBACK (on_step), self, 0);
  return self;
}

void
annae_application_set_audit_func (AnnaeApplication *self, AnnaeAuditFunc func, gpointer user_data)
{
  self->audit_func = func;
  self->audit_data = user_data;
}
