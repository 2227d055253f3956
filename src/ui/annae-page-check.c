/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Comparing. */

#include "annae-page-check.h"

#include "annae-choice-button.h"
#include "annae-text.h"

struct _AnnaePageCheck
{
  AnnaePage parent_instance;

  GtkSpinner *spinner;
  GtkWidget *back;
};

G_DEFINE_FINAL_TYPE (AnnaePageCheck, annae_page_check, ANNAE_TYPE_PAGE)

static GtkWidget *
annae_page_check_next_action (AnnaePage *page)
{
  return ANNAE_PAGE_CHECK (page)->back;
}

/* Turns only while it is seen. */
static void
annae_page_check_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (annae_page_check_parent_class)->map (widget);
  gtk_spinner_start (ANNAE_PAGE_CHECK (widget)->spinner);
}

static void
annae_page_check_unmap (GtkWidget *widget)
{
  gtk_spinner_stop (ANNAE_PAGE_CHECK (widget)->spinner);
  GTK_WIDGET_CLASS (annae_page_check_parent_class)->unmap (widget);
}

static void
annae_page_check_enter (AnnaePage *page, AnnaeStep step)
{
  AnnaeWords *words = annae_words_of (GTK_WIDGET (page));

  if (words != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (ANNAE_PAGE_CHECK (page)->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    annae_words_get (words, ANNAE_READER_CUSTOMER, ANNAE_PHRASE_A11Y_PROGRESS_CHECK),
                                    -1);
}

static void
annae_page_check_class_init (AnnaePageCheckClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ANNAE_PAGE_CLASS (klass)->enter = annae_page_check_enter;
  ANNAE_PAGE_CLASS (klass)->next_action = annae_page_check_next_action;
  widget_class->map = annae_page_check_map;
  widget_class->unmap = annae_page_check_unmap;
  gtk_widget_class_set_template_from_resource (widget_class, "/kr/annae/Annae/ui/page-check.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnaePageCheck, spinner);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageCheck, back);
}

static void
annae_page_check_init (AnnaePageCheck *self)
{
  g_type_ensure (ANNAE_TYPE_TEXT);
  g_type_ensure (ANNAE_TYPE_CHOICE_BUTTON);
  gtk_widget_init_template (GTK_WIDGET (self));
}
