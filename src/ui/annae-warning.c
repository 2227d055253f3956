/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The idle warning. */

#include "annae-warning.h"

#include "annae-choice-button.h"
#include "annae-sign.h"
#include "annae-text.h"

struct _AnnaeWarning
{
  GtkWidget parent_instance;

  AnnaeSign *ring;
  AnnaeText *heading;
  AnnaeText *body;
  GtkWidget *extend;
};

G_DEFINE_FINAL_TYPE (AnnaeWarning, annae_warning, GTK_TYPE_WIDGET)

static guint signal_over;

static void
on_warning (AnnaeSession *session, GParamSpec *pspec, AnnaeWarning *self)
{
  gboolean warning = FALSE;

  g_object_get (session, "warning", &warning, NULL);
  if (warning == gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self), warning);
  if (warning)
    gtk_widget_grab_focus (self->extend);
  else
    g_signal_emit (self, signal_over, 0);
}

static void
on_progress (AnnaeSession *session, GParamSpec *pspec, AnnaeWarning *self)
{
  double progress = 0.0;

  g_object_get (session, "warning-progress", &progress, NULL);
  annae_sign_set_progress (self->ring, 1.0 - progress);
}

void
annae_warning_set_session (AnnaeWarning *self, AnnaeSession *session)
{
  g_signal_connect_object (session, "notify::warning", G_CALLBACK (on_warning), self, 0);
  g_signal_connect_object (session, "notify::warning-progress", G_CALLBACK (on_progress), self, 0);
}

/* An alert is read out with what belongs to it, though the focus is on its button. */
static void
on_words (GtkWidget *widget, AnnaeWords *words)
{
  AnnaeWarning *self = ANNAE_WARNING (widget);

  if (words != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->ring), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    annae_words_get (words, ANNAE_READER_CUSTOMER, ANNAE_PHRASE_A11Y_TIME_LEFT), -1);
}

static void
annae_warning_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (annae_warning_parent_class)->dispose (object);
}

static void
annae_warning_class_init (AnnaeWarningClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annae_warning_dispose;
  signal_over = g_signal_new ("over", ANNAE_TYPE_WARNING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, "/kr/annae/Annae/ui/warning.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnaeWarning, ring);
  gtk_widget_class_bind_template_child (widget_class, AnnaeWarning, heading);
  gtk_widget_class_bind_template_child (widget_class, AnnaeWarning, body);
  gtk_widget_class_bind_template_child (widget_class, AnnaeWarning, extend);
}

static void
annae_warning_init (AnnaeWarning *self)
{
  g_type_ensure (ANNAE_TYPE_TEXT);
  g_type_ensure (ANNAE_TYPE_SIGN);
  g_type_ensure (ANNAE_TYPE_CHOICE_BUTTON);
  gtk_widget_init_template (GTK_WIDGET (self));
  annae_text_name (self->heading, GTK_WIDGET (self));
  annae_text_describe (self->body, GTK_WIDGET (self));
  annae_text_describe (self->body, self->extend);
  annae_words_follow (GTK_WIDGET (self), on_words);
  annae_sign_set_kind (self->ring, ANNAE_SIGN_RING);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
