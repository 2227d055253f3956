/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first page: languages, and while there is no camera the demonstration. */

#include "annae-page-language.h"

#include "annae-choice-button.h"
#include "annae-page-audit.h"
#include "annae-row.h"
#include "annae-scroller.h"
#include "annae-text.h"

struct _AnnaePageLanguage
{
  AnnaePage parent_instance;

  GtkFlowBox *languages;
  GtkWidget *audit;
  GtkWidget *demonstration;
};

G_DEFINE_FINAL_TYPE (AnnaePageLanguage, annae_page_language, ANNAE_TYPE_PAGE)

#define CODE_KEY "annae-code"

static const char *
code_of (gpointer button)
{
  return g_object_get_data (G_OBJECT (button), CODE_KEY);
}

static void
on_clicked (GtkButton *button, AnnaePageLanguage *self)
{
  AnnaeSession *session = annae_page_get_session (ANNAE_PAGE (self));

  g_object_set (session, "language", code_of (button), NULL);
  annae_session_send (session, ANNAE_EVENT_LANGUAGE_CHOSEN);
}

/* Who cannot read hears which button they are on. */
static void
on_focus (GtkEventController *focus, AnnaePageLanguage *self)
{
  AnnaeSession *session = annae_page_get_session (ANNAE_PAGE (self));
  const char *code = code_of (gtk_event_controller_get_widget (focus));
  g_autofree char *now = NULL;

  g_object_get (session, "language", &now, NULL);
  if (g_strcmp0 (now, code) == 0)
    return;
  g_object_set (session, "language", code, NULL);
  annae_session_repeat (session);
}

static GtkWidget *
make_button (AnnaePageLanguage *self, const AnnaeLanguage *language)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_button_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  annae_words_set_label (GTK_LABEL (label), language, language->own_name);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "choice");
  g_object_set_data (G_OBJECT (button), CODE_KEY, (gpointer) language->code);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, language->own_name, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  g_signal_connect (focus, "enter", G_CALLBACK (on_focus), self);
  gtk_widget_add_controller (button, focus);
  return button;
}

static GtkWidget *
annae_page_language_next_action (AnnaePage *page)
{
  AnnaePageLanguage *self = ANNAE_PAGE_LANGUAGE (page);
  g_autofree char *now = NULL;
  GtkWidget *first = NULL;

  g_object_get (annae_page_get_session (page), "language", &now, NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->languages)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *button = gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (child));

      first = first != NULL ? first : button;
      if (g_strcmp0 (code_of (button), now) == 0)
        return button;
    }
  return first;
}

static void
annae_page_language_fit (AnnaePage *page, gboolean portrait, gboolean crowded)
{
  AnnaePageLanguage *self = ANNAE_PAGE_LANGUAGE (page);
  guint columns = crowded || portrait ? 2 : 3;

  gtk_flow_box_set_min_children_per_line (self->languages, MIN (columns, 2));
  gtk_flow_box_set_max_children_per_line (self->languages, columns);
  gtk_flow_box_set_min_children_per_line (self->languages, columns);
}

/* --- demonstration --- */

static void
on_demonstration_clicked (AnnaePageLanguage *self)
{
  AnnaeSession *session = annae_page_get_session (ANNAE_PAGE (self));
  gboolean none = annae_session_get_demonstration (session) == ANNAE_DEMONSTRATION_NONE;

  annae_session_set_demonstration (session, none ? ANNAE_DEMONSTRATION_ONCE : ANNAE_DEMONSTRATION_NONE);
}

/* A counter with a camera has customers, and offers them nothing else to do. */
static void
show_offer (AnnaePageLanguage *self)
{
  AnnaeSession *session = annae_page_get_session (ANNAE_PAGE (self));
  GListModel *cameras = annae_session_get_cameras (session);
  gboolean any = cameras != NULL && g_list_model_get_n_items (cameras) > 0;
  AnnaeDemonstration demonstration = annae_session_get_demonstration (session);

  g_object_set (self->demonstration, "phrase",
                demonstration == ANNAE_DEMONSTRATION_NONE ? "demonstration-show" : "demonstration-end", NULL);
  gtk_widget_set_visible (self->demonstration, demonstration == ANNAE_DEMONSTRATION_ONCE
                                                   || (demonstration == ANNAE_DEMONSTRATION_NONE && !any));
}

static void
annae_page_language_enter (AnnaePage *page, AnnaeStep step)
{
  AnnaePageLanguage *self = ANNAE_PAGE_LANGUAGE (page);
  AnnaeSession *session = annae_page_get_session (page);
  GListModel *cameras = annae_session_get_cameras (session);

  if (g_signal_handler_find (session, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self) == 0)
    {
      g_signal_connect_object (session, "notify::demonstration", G_CALLBACK (show_offer), self, G_CONNECT_SWAPPED);
      if (cameras != NULL)
        g_signal_connect_object (cameras, "items-changed", G_CALLBACK (show_offer), self, G_CONNECT_SWAPPED);
    }
  show_offer (self);
  /* Whoever was here last may want to see it; before the first customer there is nothing to see. */
  gtk_widget_set_visible (self->audit, annae_page_audit_has_figures (session));
}

static void
annae_page_language_class_init (AnnaePageLanguageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ANNAE_PAGE_CLASS (klass)->next_action = annae_page_language_next_action;
  ANNAE_PAGE_CLASS (klass)->enter = annae_page_language_enter;
  ANNAE_PAGE_CLASS (klass)->fit = annae_page_language_fit;
  gtk_widget_class_set_template_from_resource (widget_class, "/kr/annae/Annae/ui/page-language.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnaePageLanguage, languages);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageLanguage, audit);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageLanguage, demonstration);
  gtk_widget_class_bind_template_callback (widget_class, on_demonstration_clicked);
}

static void
annae_page_language_init (AnnaePageLanguage *self)
{
  gsize n = 0;
  const AnnaeLanguage *languages = annae_languages_get (&n);

  g_type_ensure (ANNAE_TYPE_TEXT);
  g_type_ensure (ANNAE_TYPE_CHOICE_BUTTON);
  g_type_ensure (ANNAE_TYPE_ROW);
  g_type_ensure (ANNAE_TYPE_SCROLLER);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < n; i++)
    {
      gtk_flow_box_append (self->languages, make_button (self, &languages[i]));
      /* The button takes the focus, not the cell around it. */
      gtk_widget_set_focusable (GTK_WIDGET (gtk_flow_box_get_child_at_index (self->languages, i)), FALSE);
    }
}
