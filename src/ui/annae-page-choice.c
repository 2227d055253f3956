/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The choice. "Another way" stands first and is as large as "Start"; neither is filled, so that neither is urged. */

#include "annae-page-choice.h"

#include "annae-choice-button.h"
#include "annae-other-ways.h"
#include "annae-row.h"
#include "annae-scroller.h"
#include "annae-text.h"

struct _AnnaePageChoice
{
  AnnaePage parent_instance;

  GtkBox *parts;
  AnnaeRow *buttons;
  AnnaeChoiceButton *other_way;
  AnnaeChoiceButton *start;
  AnnaeChoiceButton *practise;
  AnnaeRow *columns;
  GtkWidget *details;
  GtkWidget *cannot_verify;
  GtkWidget *expiry;
  AnnaeOtherWays *other_ways;
};

G_DEFINE_FINAL_TYPE (AnnaePageChoice, annae_page_choice, ANNAE_TYPE_PAGE)

static GtkWidget *
annae_page_choice_next_action (AnnaePage *page)
{
  return GTK_WIDGET (ANNAE_PAGE_CHOICE (page)->other_way);
}

/* What pressing "Start" agrees to stands on it, however large the words are, and what refusing means on its like. Large
 * ones leave no room for what practising means: that then stands below the five sentences. */
static void
annae_page_choice_fit (AnnaePage *page, gboolean portrait, gboolean crowded)
{
  AnnaePageChoice *self = ANNAE_PAGE_CHOICE (page);

  gtk_box_set_spacing (self->parts, crowded ? 8 : 24);
  annae_row_set_column (self->buttons, portrait);
  annae_row_set_column (self->columns, portrait || crowded);
  annae_choice_button_show_detail (self->practise, !crowded);
  gtk_widget_set_visible (self->details, crowded);
}

/* A pack that guides only is said here, before anybody agrees to a check. */
static void
show_whether_verifies (AnnaePageChoice *self)
{
  gboolean can_verify = FALSE;

  g_object_get (annae_page_get_session (ANNAE_PAGE (self)), "can-verify", &can_verify, NULL);
  gtk_widget_set_visible (self->cannot_verify, !can_verify);
}

static void
annae_page_choice_enter (AnnaePage *page, AnnaeStep step)
{
  AnnaePageChoice *self = ANNAE_PAGE_CHOICE (page);
  AnnaeSession *session = annae_page_get_session (page);
  const AnnaePolicy *policy = annae_session_get_policy (session);

  if (g_signal_handler_find (session, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self) == 0)
    g_signal_connect_object (session, "notify::can-verify", G_CALLBACK (show_whether_verifies), self,
                             G_CONNECT_SWAPPED);
  show_whether_verifies (self);
  gtk_widget_set_visible (self->expiry, policy->document_expiry);
  annae_other_ways_set_policy (self->other_ways, policy);
}

static void
annae_page_choice_class_init (AnnaePageChoiceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ANNAE_PAGE_CLASS (klass)->next_action = annae_page_choice_next_action;
  ANNAE_PAGE_CLASS (klass)->enter = annae_page_choice_enter;
  ANNAE_PAGE_CLASS (klass)->fit = annae_page_choice_fit;
  gtk_widget_class_set_template_from_resource (widget_class, "/kr/annae/Annae/ui/page-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnaePageChoice, parts);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageChoice, buttons);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageChoice, other_way);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageChoice, start);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageChoice, practise);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageChoice, columns);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageChoice, details);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageChoice, cannot_verify);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageChoice, expiry);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageChoice, other_ways);
}

static void
annae_page_choice_init (AnnaePageChoice *self)
{
  g_type_ensure (ANNAE_TYPE_TEXT);
  g_type_ensure (ANNAE_TYPE_CHOICE_BUTTON);
  g_type_ensure (ANNAE_TYPE_OTHER_WAYS);
  g_type_ensure (ANNAE_TYPE_ROW);
  g_type_ensure (ANNAE_TYPE_SCROLLER);
  gtk_widget_init_template (GTK_WIDGET (self));
  annae_row_set_even (self->buttons, TRUE);
  annae_row_set_texts (self->columns, TRUE);
}
