/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What all pages share. */

#include "annae-page.h"

typedef struct
{
  AnnaeSession *session;
} AnnaePagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AnnaePage, annae_page, GTK_TYPE_WIDGET)

void
annae_page_set_session (AnnaePage *self, AnnaeSession *session)
{
  AnnaePagePrivate *priv = annae_page_get_instance_private (self);

  g_set_object (&priv->session, session);
}

AnnaeSession *
annae_page_get_session (AnnaePage *self)
{
  AnnaePagePrivate *priv = annae_page_get_instance_private (self);

  return priv->session;
}

void
annae_page_enter (AnnaePage *self, AnnaeStep step)
{
  AnnaeWords *words = annae_words_of (GTK_WIDGET (self));

  /* A screen reader says the page by this name when the focus comes into it. */
  if (words != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    annae_words_get (words, ANNAE_READER_CUSTOMER, annae_phrase_for_step (step)), -1);
  if (ANNAE_PAGE_GET_CLASS (self)->enter != NULL)
    ANNAE_PAGE_GET_CLASS (self)->enter (self, step);
}

void
annae_page_focus_next_action (AnnaePage *self)
{
  GtkWidget *next = ANNAE_PAGE_GET_CLASS (self)->next_action (self);

  if (next != NULL)
    gtk_widget_grab_focus (next);
}

void
annae_page_fit (AnnaePage *self, gboolean portrait, gboolean crowded)
{
  if (ANNAE_PAGE_GET_CLASS (self)->fit != NULL)
    ANNAE_PAGE_GET_CLASS (self)->fit (self, portrait, crowded);
}

static void
annae_page_dispose (GObject *object)
{
  AnnaePagePrivate *priv = annae_page_get_instance_private (ANNAE_PAGE (object));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&priv->session);
  G_OBJECT_CLASS (annae_page_parent_class)->dispose (object);
}

static void
annae_page_class_init (AnnaePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annae_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
annae_page_init (AnnaePage *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "page");
}
