/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The footer. */

#include "annae-footer.h"

#include "annae-choice-button.h"
#include "annae-text.h"

struct _AnnaeFooter
{
  GtkWidget parent_instance;

  GtkWidget *language;
  GtkPopover *languages;

  AnnaeSession *session;
  AnnaeStyle *style;
};

G_DEFINE_FINAL_TYPE (AnnaeFooter, annae_footer, GTK_TYPE_WIDGET)

#define CODE_KEY "annae-code"

static const double text_sizes[] = { 1.0, 1.25, 1.5, 2.0 };

static void
on_language (GtkButton *button, AnnaeFooter *self)
{
  gtk_popover_popdown (self->languages);
  g_object_set (self->session, "language", g_object_get_data (G_OBJECT (button), CODE_KEY), NULL);
  annae_session_repeat (self->session);
}

static void
fill_languages (AnnaeFooter *self)
{
  GtkWidget *flow = gtk_flow_box_new ();
  gsize n = 0;
  const AnnaeLanguage *languages = annae_languages_get (&n);

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (flow), 3);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 3);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 8);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 8);
  for (gsize i = 0; i < n; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);
      GtkWidget *button = gtk_button_new ();

      annae_words_set_label (GTK_LABEL (label), &languages[i], languages[i].own_name);
      gtk_button_set_child (GTK_BUTTON (button), label);
      gtk_widget_add_css_class (button, "choice");
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, languages[i].own_name,
                                      -1);
      g_object_set_data (G_OBJECT (button), CODE_KEY, (gpointer) languages[i].code);
      g_signal_connect (button, "clicked", G_CALLBACK (on_language), self);
      gtk_flow_box_append (GTK_FLOW_BOX (flow), button);
      gtk_widget_set_focusable (GTK_WIDGET (gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (flow), i)), FALSE);
    }
  gtk_popover_set_child (self->languages, flow);
}

GtkWidget *
annae_footer_get_popover (AnnaeFooter *self)
{
  return GTK_WIDGET (self->languages);
}

void
annae_footer_show_languages (AnnaeFooter *self)
{
  annae_session_send (self->session, ANNAE_EVENT_ACTIVITY);
  gtk_popover_popup (self->languages);
}

void
annae_footer_hide_languages (AnnaeFooter *self)
{
  gtk_popover_popdown (self->languages);
}

void
annae_footer_next_text_size (AnnaeFooter *self)
{
  double now = 1.0, next = text_sizes[0];

  annae_session_send (self->session, ANNAE_EVENT_ACTIVITY);
  g_object_get (self->style, "text-scale", &now, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (text_sizes); i++)
    if (text_sizes[i] > now + 0.01)
      {
        next = text_sizes[i];
        break;
      }
  g_object_set (self->style, "text-scale", next, NULL);
}

void
annae_footer_next_contrast (AnnaeFooter *self)
{
  int now = 0;

  annae_session_send (self->session, ANNAE_EVENT_ACTIVITY);
  g_object_get (self->style, "contrast", &now, NULL);
  g_object_set (self->style, "contrast", (now + 1) % ANNAE_N_CONTRASTS, NULL);
}

void
annae_footer_toggle_voice (AnnaeFooter *self)
{
  gboolean muted = FALSE;

  annae_session_send (self->session, ANNAE_EVENT_ACTIVITY);
  g_object_get (self->session, "muted", &muted, NULL);
  g_object_set (self->session, "muted", !muted, NULL);
  if (muted)
    annae_session_repeat (self->session);
}

void
annae_footer_call_staff (AnnaeFooter *self)
{
  annae_session_send (self->session, ANNAE_EVENT_CALL_STAFF);
}

static void
name_in_language (AnnaeFooter *self)
{
  g_autofree char *language = NULL;

  g_object_get (self->session, "language", &language, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  annae_phrase_get (language, ANNAE_PHRASE_A11Y_FOOTER, ANNAE_FORM_SHOWN), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_popover_get_child (self->languages)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  annae_phrase_get (language, ANNAE_PHRASE_A11Y_LANGUAGES, ANNAE_FORM_SHOWN), -1);
}

void
annae_footer_set_session (AnnaeFooter *self, AnnaeSession *session, AnnaeStyle *style)
{
  g_set_object (&self->session, session);
  g_set_object (&self->style, style);
  g_signal_connect_object (session, "notify::language", G_CALLBACK (name_in_language), self, G_CONNECT_SWAPPED);
  name_in_language (self);
}

static void
annae_footer_dispose (GObject *object)
{
  AnnaeFooter *self = ANNAE_FOOTER (object);
  GtkWidget *child;

  if (self->languages != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->languages));
  self->languages = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->session);
  g_clear_object (&self->style);
  G_OBJECT_CLASS (annae_footer_parent_class)->dispose (object);
}

static void
annae_footer_class_init (AnnaeFooterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annae_footer_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static GtkWidget *
add_button (AnnaeFooter *self,
            GtkWidget *row,
            const char *phrase,
            const char *description,
            const char *icon,
            GCallback callback)
{
  GtkWidget *button = annae_choice_button_new (phrase, NULL, NULL);

  g_object_set (button, "icon", icon, "description", description, NULL);
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (row), button);
  return button;
}

static void
annae_footer_init (AnnaeFooter *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);

  gtk_box_set_homogeneous (GTK_BOX (row), TRUE);
  self->language = add_button (self, row, "button-language", "a11y-language", "preferences-desktop-locale-symbolic",
                               G_CALLBACK (annae_footer_show_languages));
  add_button (self, row, "button-text-size", "a11y-text-size", "font-x-generic-symbolic",
              G_CALLBACK (annae_footer_next_text_size));
  add_button (self, row, "button-contrast", "a11y-contrast", "display-brightness-symbolic",
              G_CALLBACK (annae_footer_next_contrast));
  add_button (self, row, "button-voice", "a11y-voice", "audio-speakers-symbolic",
              G_CALLBACK (annae_footer_toggle_voice));
  add_button (self, row, "button-call-staff", "a11y-call-staff", "help-browser-symbolic",
              G_CALLBACK (annae_footer_call_staff));
  gtk_widget_set_parent (row, GTK_WIDGET (self));
  self->languages = GTK_POPOVER (gtk_popover_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->languages), self->language);
  fill_languages (self);
  gtk_widget_add_css_class (GTK_WIDGET (self), "footer");
}
