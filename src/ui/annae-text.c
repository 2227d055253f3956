/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A text on a page. */

#include "annae-text.h"

struct _AnnaeText
{
  GtkWidget parent_instance;

  GtkLabel *label;
  AnnaeWords *words; /* while rooted; borrowed */
  AnnaePhraseId id;
  AnnaeReader reader;
  char *made;
  gboolean whole_words;
};

enum
{
  PROP_0,
  PROP_PHRASE,
  PROP_STAFF,
  PROP_CENTERED,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (AnnaeText, annae_text, GTK_TYPE_WIDGET)

/* A longer word is broken after all where it must be: three buttons stand in a row, and the page must not grow wider.
 */
#define LONGEST_WHOLE_WORD 12

static gboolean
has_long_word (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_utf8_strlen (words[i], -1) > LONGEST_WHOLE_WORD)
      return TRUE;
  return FALSE;
}

static void
refresh (AnnaeText *self)
{
  const char *text = self->made;

  if (self->words == NULL)
    return;
  if (text == NULL)
    text = self->id != ANNAE_PHRASE_NONE ? annae_words_get (self->words, self->reader, self->id) : "";
  annae_words_set_label (self->label, annae_words_get_language (self->words, self->reader), text);
  if (self->whole_words && !has_long_word (text))
    gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD);
  gtk_widget_set_visible (GTK_WIDGET (self->label), *text != '\0');
}

static void
on_words (GtkWidget *widget, AnnaeWords *words)
{
  AnnaeText *self = ANNAE_TEXT (widget);

  self->words = words;
  refresh (self);
}

void
annae_text_set_phrase (AnnaeText *self, AnnaePhraseId id)
{
  if (self->id == id && self->made == NULL)
    return;
  self->id = id;
  g_clear_pointer (&self->made, g_free);
  refresh (self);
}

void
annae_text_set_made (AnnaeText *self, const char *text)
{
  if (g_strcmp0 (self->made, text) == 0)
    return;
  g_free (self->made);
  self->made = g_strdup (text);
  refresh (self);
}

void
annae_text_set_whole_words (AnnaeText *self, gboolean whole_words)
{
  if (self->whole_words == whole_words)
    return;
  self->whole_words = whole_words;
  refresh (self);
}

const char *
annae_text_get_shown (AnnaeText *self)
{
  return gtk_label_get_label (self->label);
}

GtkLabel *
annae_text_get_label (AnnaeText *self)
{
  return self->label;
}

void
annae_text_name (AnnaeText *self, GtkWidget *other)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (other), GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->label, NULL, -1);
}

void
annae_text_describe (AnnaeText *self, GtkWidget *other)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (other), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->label, NULL, -1);
}

static void
annae_text_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AnnaeText *self = ANNAE_TEXT (object);

  switch (id)
    {
    case PROP_PHRASE:
      {
        const char *name = g_value_get_string (value);

        annae_text_set_phrase (self, name != NULL ? annae_words_phrase (name) : ANNAE_PHRASE_NONE);
        break;
      }
    case PROP_STAFF:
      self->reader = g_value_get_boolean (value) ? ANNAE_READER_STAFF : ANNAE_READER_CUSTOMER;
      refresh (self);
      break;
    case PROP_CENTERED:
      gtk_label_set_xalign (self->label, g_value_get_boolean (value) ? 0.5f : 0.0f);
      gtk_label_set_justify (self->label, g_value_get_boolean (value) ? GTK_JUSTIFY_CENTER : GTK_JUSTIFY_LEFT);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
annae_text_dispose (GObject *object)
{
  AnnaeText *self = ANNAE_TEXT (object);

  if (self->label != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->label));
  self->label = NULL;
  g_clear_pointer (&self->made, g_free);
  G_OBJECT_CLASS (annae_text_parent_class)->dispose (object);
}

static void
annae_text_class_init (AnnaeTextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->set_property = annae_text_set_property;
  object_class->dispose = annae_text_dispose;
  props[PROP_PHRASE] = g_param_spec_string ("phrase", NULL, NULL, NULL, flags);
  props[PROP_STAFF] = g_param_spec_boolean ("staff", NULL, NULL, FALSE, flags);
  props[PROP_CENTERED] = g_param_spec_boolean ("centered", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  /* The label inside is what is read out; this is only its frame. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
  gtk_widget_class_set_css_name (widget_class, "annae-text");
}

static void
annae_text_init (AnnaeText *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_xalign (self->label, 0.0f);
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));
  annae_words_follow (GTK_WIDGET (self), on_words);
}

GtkWidget *
annae_text_new (AnnaePhraseId id, AnnaeReader reader)
{
  AnnaeText *self = g_object_new (ANNAE_TYPE_TEXT, "staff", reader == ANNAE_READER_STAFF, NULL);

  annae_text_set_phrase (self, id);
  return GTK_WIDGET (self);
}
