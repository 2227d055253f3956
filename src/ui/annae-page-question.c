/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A pause with a question. */

#include "annae-page-question.h"

#include "annae-choice-button.h"
#include "annae-row.h"
#include "annae-scroller.h"
#include "annae-sign.h"
#include "annae-text.h"

struct _AnnaePageQuestion
{
  AnnaePage parent_instance;

  AnnaeSign *sign;
  AnnaeText *heading;
  AnnaeText *question;
  AnnaeText *cause;
  AnnaeText *attempts;
  GtkWidget *start;
  GtkWidget *try_again;
  GtkWidget *practise;

  AnnaeStep step;
};

G_DEFINE_FINAL_TYPE (AnnaePageQuestion, annae_page_question, ANNAE_TYPE_PAGE)

static void
show_attempts (AnnaePageQuestion *self)
{
  AnnaeSession *session = annae_page_get_session (ANNAE_PAGE (self));
  g_autofree char *language = NULL;
  g_autofree char *text = NULL;
  guint left = 0;

  g_object_get (session, "language", &language, "attempts-left", &left, NULL);
  text = annae_phrase_format_n (language, ANNAE_PHRASE_RETRY_ATTEMPTS_LEFT, ANNAE_FORM_SHOWN, left, NULL);
  annae_text_set_made (self->attempts, self->step == ANNAE_STEP_RETRY ? text : "");
}

static void
annae_page_question_enter (AnnaePage *page, AnnaeStep step)
{
  AnnaePageQuestion *self = ANNAE_PAGE_QUESTION (page);
  AnnaeSession *session = annae_page_get_session (page);
  gboolean retry = step == ANNAE_STEP_RETRY;

  self->step = step;
  annae_sign_set_kind (self->sign, retry ? ANNAE_SIGN_CARE : ANNAE_SIGN_GOOD);
  annae_text_set_phrase (self->heading, annae_phrase_for_step (step));
  annae_text_set_phrase (self->question, retry ? ANNAE_PHRASE_RETRY_QUESTION : ANNAE_PHRASE_PRACTISED_BODY);
  annae_text_set_phrase (self->cause, retry ? annae_phrase_for_reason (annae_session_get_state (session)->reason)
                                            : ANNAE_PHRASE_NONE);
  show_attempts (self);
  gtk_widget_set_visible (self->try_again, retry);
  gtk_widget_set_visible (self->start, !retry);
  gtk_widget_set_visible (self->practise, !retry);
  if (g_signal_handler_find (session, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self) == 0)
    g_signal_connect_object (session, "notify::language", G_CALLBACK (show_attempts), self, G_CONNECT_SWAPPED);
}

static GtkWidget *
annae_page_question_next_action (AnnaePage *page)
{
  AnnaePageQuestion *self = ANNAE_PAGE_QUESTION (page);

  return self->step == ANNAE_STEP_RETRY ? self->try_again : self->start;
}

static void
annae_page_question_class_init (AnnaePageQuestionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ANNAE_PAGE_CLASS (klass)->enter = annae_page_question_enter;
  ANNAE_PAGE_CLASS (klass)->next_action = annae_page_question_next_action;
  gtk_widget_class_set_template_from_resource (widget_class, "/kr/annae/Annae/ui/page-question.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnaePageQuestion, sign);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageQuestion, heading);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageQuestion, question);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageQuestion, cause);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageQuestion, attempts);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageQuestion, start);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageQuestion, try_again);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageQuestion, practise);
}

static void
annae_page_question_init (AnnaePageQuestion *self)
{
  g_type_ensure (ANNAE_TYPE_TEXT);
  g_type_ensure (ANNAE_TYPE_SIGN);
  g_type_ensure (ANNAE_TYPE_CHOICE_BUTTON);
  g_type_ensure (ANNAE_TYPE_ROW);
  g_type_ensure (ANNAE_TYPE_SCROLLER);
  gtk_widget_init_template (GTK_WIDGET (self));
  annae_text_name (self->heading, GTK_WIDGET (self->sign));
  annae_text_describe (self->question, self->try_again);
}
