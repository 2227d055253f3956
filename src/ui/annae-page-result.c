/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The result. */

#include "annae-page-result.h"

#include "annae-choice-button.h"
#include "annae-other-ways.h"
#include "annae-row.h"
#include "annae-scroller.h"
#include "annae-sign.h"
#include "annae-text.h"

struct _AnnaePageResult
{
  AnnaePage parent_instance;

  GtkBox *outer;
  GtkBox *column;
  GtkOrientable *head;
  AnnaeSign *sign;
  AnnaeText *outcome;
  AnnaeText *next;
  AnnaeText *cause;
  AnnaeOtherWays *other_ways;
  GtkWidget *finish;
};

G_DEFINE_FINAL_TYPE (AnnaePageResult, annae_page_result, ANNAE_TYPE_PAGE)

static AnnaePhraseId
what_happens_next (AnnaeOutcome outcome)
{
  switch (outcome)
    {
    case ANNAE_OUTCOME_MATCH:
      return ANNAE_PHRASE_RESULT_MATCH_NEXT;
    case ANNAE_OUTCOME_DECLINED:
      return ANNAE_PHRASE_OTHER_WAYS_ASK;
    case ANNAE_OUTCOME_CANCELLED:
    case ANNAE_OUTCOME_TIMEOUT:
      return ANNAE_PHRASE_RESULT_AGAIN_NEXT;
    default:
      return ANNAE_PHRASE_RESULT_STAFF_NEXT;
    }
}

/* Finishing leads back to the camera from a demonstration that was asked for here. */
static void
name_way_back (AnnaePageResult *self)
{
  AnnaeSession *session = annae_page_get_session (ANNAE_PAGE (self));
  gboolean asked_for = annae_session_get_demonstration (session) == ANNAE_DEMONSTRATION_ONCE;

  g_object_set (self->finish, "phrase", asked_for ? "demonstration-end" : "button-finish", NULL);
}

static void
annae_page_result_enter (AnnaePage *page, AnnaeStep step)
{
  AnnaePageResult *self = ANNAE_PAGE_RESULT (page);
  AnnaeSession *session = annae_page_get_session (page);
  const AnnaeMachineState *state = annae_session_get_state (session);
  gboolean good = state->outcome == ANNAE_OUTCOME_MATCH;
  gboolean plain = state->outcome == ANNAE_OUTCOME_DECLINED || state->outcome == ANNAE_OUTCOME_CANCELLED
                   || state->outcome == ANNAE_OUTCOME_TIMEOUT;
  gboolean says_cause = !good && !plain && state->reason != ANNAE_REASON_NONE;
  AnnaeWords *words = annae_words_of (GTK_WIDGET (self));

  gtk_widget_remove_css_class (GTK_WIDGET (self), good ? "care" : "good");
  gtk_widget_add_css_class (GTK_WIDGET (self), good ? "good" : "care");
  annae_sign_set_kind (self->sign, good ? ANNAE_SIGN_GOOD : ANNAE_SIGN_CARE);
  if (words != NULL)
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (self->sign), GTK_ACCESSIBLE_PROPERTY_LABEL,
        annae_words_get (words, ANNAE_READER_CUSTOMER,
                         good ? ANNAE_PHRASE_A11Y_RESULT_GOOD : ANNAE_PHRASE_A11Y_RESULT_CARE),
        -1);
  annae_text_set_phrase (self->outcome, annae_phrase_for_outcome (state->outcome));
  annae_text_set_phrase (self->next, what_happens_next (state->outcome));
  annae_text_set_phrase (self->cause, says_cause ? annae_phrase_for_reason_at_end (state->reason) : ANNAE_PHRASE_NONE);
  name_way_back (self);
  annae_other_ways_set_policy (self->other_ways, annae_session_get_policy (session));
  gtk_widget_set_visible (GTK_WIDGET (self->other_ways), !good && state->outcome != ANNAE_OUTCOME_CANCELLED
                                                && state->outcome != ANNAE_OUTCOME_TIMEOUT);
}

/* With large words the sign stands beside its sentence: the way to what comes next should not need scrolling. */
static void
annae_page_result_fit (AnnaePage *page, gboolean portrait, gboolean crowded)
{
  AnnaePageResult *self = ANNAE_PAGE_RESULT (page);

  gtk_orientable_set_orientation (self->head, crowded ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (self->outer, crowded ? 4 : 16);
  gtk_box_set_spacing (self->column, crowded ? 0 : 16);
  annae_other_ways_fit (self->other_ways, crowded);
}

static GtkWidget *
annae_page_result_next_action (AnnaePage *page)
{
  return ANNAE_PAGE_RESULT (page)->finish;
}

static void
annae_page_result_class_init (AnnaePageResultClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ANNAE_PAGE_CLASS (klass)->enter = annae_page_result_enter;
  ANNAE_PAGE_CLASS (klass)->next_action = annae_page_result_next_action;
  ANNAE_PAGE_CLASS (klass)->fit = annae_page_result_fit;
  gtk_widget_class_set_template_from_resource (widget_class, "/kr/annae/Annae/ui/page-result.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnaePageResult, outer);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageResult, column);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageResult, head);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageResult, sign);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageResult, outcome);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageResult, next);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageResult, cause);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageResult, other_ways);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageResult, finish);
}

static void
annae_page_result_init (AnnaePageResult *self)
{
  g_type_ensure (ANNAE_TYPE_TEXT);
  g_type_ensure (ANNAE_TYPE_SIGN);
  g_type_ensure (ANNAE_TYPE_CHOICE_BUTTON);
  g_type_ensure (ANNAE_TYPE_OTHER_WAYS);
  g_type_ensure (ANNAE_TYPE_ROW);
  g_type_ensure (ANNAE_TYPE_SCROLLER);
  gtk_widget_init_template (GTK_WIDGET (self));
  annae_text_describe (self->outcome, self->finish);
  gtk_widget_add_css_class (GTK_WIDGET (self), "result");
}
