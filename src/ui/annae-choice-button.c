/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A large button with words from the catalogue. */

#include "annae-choice-button.h"

#include "annae-text.h"

struct _AnnaeChoiceButton
{
  GtkButton parent_instance;

  GtkImage *icon;
  AnnaeText *title;
  AnnaeText *detail;
  AnnaeWords *words; /* while rooted; borrowed */
  AnnaePhraseId title_id;
  AnnaePhraseId detail_id;
  AnnaeReader reader;
  int event; /* AnnaeEventId, or -1 */
};

enum
{
  PROP_0,
  PROP_PHRASE,
  PROP_DETAIL,
  PROP_DESCRIPTION,
  PROP_EVENT,
  PROP_STAFF,
  PROP_ICON,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AnnaeChoiceButton, annae_choice_button, GTK_TYPE_BUTTON)

static void
refresh (AnnaeChoiceButton *self)
{
  if (self->words == NULL || self->title_id == ANNAE_PHRASE_NONE)
    return;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  annae_words_get (self->words, self->reader, self->title_id), -1);
  if (self->detail_id != ANNAE_PHRASE_NONE)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    annae_words_get (self->words, self->reader, self->detail_id), -1);
}

static void
on_words (GtkWidget *widget, AnnaeWords *words)
{
  AnnaeChoiceButton *self = ANNAE_CHOICE_BUTTON (widget);

  self->words = words;
  refresh (self);
}

static void
annae_choice_button_clicked (GtkButton *button)
{
  AnnaeChoiceButton *self = ANNAE_CHOICE_BUTTON (button);

  if (self->event >= 0 && self->words != NULL)
    annae_session_send (annae_words_get_session (self->words), (AnnaeEventId) self->event);
}

static int
event_of_name (const char *name)
{
  for (guint event = 0; event < ANNAE_N_EVENTS; event++)
    if (g_strcmp0 (name, annae_event_name (event)) == 0)
      return (int) event;
  g_error ("There is no event named “%s”", name);
}

static void
annae_choice_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AnnaeChoiceButton *self = ANNAE_CHOICE_BUTTON (object);

  switch (id)
    {
    case PROP_PHRASE:
      self->title_id = annae_words_phrase (g_value_get_string (value));
      annae_text_set_phrase (self->title, self->title_id);
      break;
    case PROP_DETAIL:
      self->detail_id = annae_words_phrase (g_value_get_string (value));
      annae_text_set_phrase (self->detail, self->detail_id);
      gtk_widget_set_visible (GTK_WIDGET (self->detail), TRUE);
      break;
    case PROP_DESCRIPTION:
      self->detail_id = annae_words_phrase (g_value_get_string (value));
      break;
    case PROP_EVENT:
      self->event = event_of_name (g_value_get_string (value));
      break;
    case PROP_STAFF:
      self->reader = g_value_get_boolean (value) ? ANNAE_READER_STAFF : ANNAE_READER_CUSTOMER;
      g_object_set (self->title, "staff", g_value_get_boolean (value), NULL);
      g_object_set (self->detail, "staff", g_value_get_boolean (value), NULL);
      break;
    case PROP_ICON:
      gtk_image_set_from_icon_name (self->icon, g_value_get_string (value));
      gtk_widget_set_visible (GTK_WIDGET (self->icon), TRUE);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  refresh (self);
}

void
annae_choice_button_show_detail (AnnaeChoiceButton *self, gboolean show)
{
  gtk_widget_set_visible (GTK_WIDGET (self->detail), show && self->detail_id != ANNAE_PHRASE_NONE);
}

static void
annae_choice_button_class_init (AnnaeChoiceButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = annae_choice_button_set_property;
  GTK_BUTTON_CLASS (klass)->clicked = annae_choice_button_clicked;
  props[PROP_PHRASE] = g_param_spec_string ("phrase", NULL, NULL, NULL, flags);
  props[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  props[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  props[PROP_EVENT] = g_param_spec_string ("event", NULL, NULL, NULL, flags);
  props[PROP_STAFF] = g_param_spec_boolean ("staff", NULL, NULL, FALSE, flags);
  props[PROP_ICON] = g_param_spec_string ("icon", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
annae_choice_button_init (AnnaeChoiceButton *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->event = -1;
  self->icon = GTK_IMAGE (gtk_image_new ());
  self->title = ANNAE_TEXT (annae_text_new (ANNAE_PHRASE_NONE, ANNAE_READER_CUSTOMER));
  self->detail = ANNAE_TEXT (annae_text_new (ANNAE_PHRASE_NONE, ANNAE_READER_CUSTOMER));
  annae_text_set_whole_words (self->title, TRUE);
  g_object_set (self->title, "centered", TRUE, NULL);
  g_object_set (self->detail, "centered", TRUE, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->detail), FALSE);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->detail), "detail");
  gtk_box_append (GTK_BOX (column), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (column), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (column), GTK_WIDGET (self->detail));
  gtk_button_set_child (GTK_BUTTON (self), column);
  gtk_widget_add_css_class (GTK_WIDGET (self), "choice");
  annae_words_follow (GTK_WIDGET (self), on_words);
}

GtkWidget *
annae_choice_button_new (const char *phrase, const char *detail, const char *event)
{
  GtkWidget *self = g_object_new (ANNAE_TYPE_CHOICE_BUTTON, "phrase", phrase, NULL);

  if (detail != NULL)
    g_object_set (self, "detail", detail, NULL);
  if (event != NULL)
    g_object_set (self, "event", event, NULL);
  return self;
}
