/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit page. */

#include "annae-page-audit.h"

#include "annae-choice-button.h"
#include "annae-row.h"
#include "annae-scroller.h"
#include "annae-text.h"

/* A result goes away when nobody does anything; whoever reads does nothing. So the page speaks up for them, but not for
 * ever: the next customer must find the first page. */
#define READING_TICK_S 20
#define READING_TICKS 9

/* From here on minutes are easier to understand. */
#define SECONDS_UNTIL_MINUTES 120

struct _AnnaePageAudit
{
  AnnaePage parent_instance;

  AnnaeText *held;
  AnnaeText *lines;
  AnnaeText *duration;
  AnnaeText *wiped;
  AnnaeText *left;
  AnnaeText *lock;
  AnnaeText *places;
  AnnaeText *paths;
  AnnaeRow *columns;
  GtkWidget *back;

  AnnaeAuditFunc func;
  gpointer func_data;
  guint reading; /* timeout, or 0 */
  guint ticks;
};

G_DEFINE_FINAL_TYPE (AnnaePageAudit, annae_page_audit, ANNAE_TYPE_PAGE)

void
annae_page_audit_set_func (AnnaePageAudit *self, AnnaeAuditFunc func, gpointer user_data)
{
  self->func = func;
  self->func_data = user_data;
}

gboolean
annae_page_audit_has_figures (AnnaeSession *session)
{
  return annae_session_get_wiped (session)->total.wiped_bytes > 0;
}

/* How many of what was held, one line a kind. */
static char *
list_held (const AnnaeVaultReport *wiped, const char *language)
{
  static const AnnaePhraseId phrases[ANNAE_VAULT_N_KINDS] = {
    [ANNAE_VAULT_FRAME] = ANNAE_PHRASE_WIPED_FRAMES,       [ANNAE_VAULT_CHIP] = ANNAE_PHRASE_WIPED_CHIPS,
    [ANNAE_VAULT_PORTRAIT] = ANNAE_PHRASE_WIPED_PORTRAITS, [ANNAE_VAULT_TEMPLATE] = ANNAE_PHRASE_WIPED_TEMPLATES,
    [ANNAE_VAULT_SCRATCH] = ANNAE_PHRASE_WIPED_SCRATCH,
  };
  GString *text = g_string_new (NULL);

  for (guint kind = 0; kind < ANNAE_VAULT_N_KINDS; kind++)
    {
      g_autofree char *line = NULL;

      if (wiped->kinds[kind].wiped_blocks == 0)
        continue;
      line = annae_phrase_format_n (language, phrases[kind], ANNAE_FORM_SHOWN, wiped->kinds[kind].wiped_blocks, NULL);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
    }
  return g_string_free (text, FALSE);
}

/* Rounded up: never shorter than it was. */
static char *
say_duration (gint64 held_us, const char *language)
{
  gulong seconds = (gulong) ((held_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);

  if (held_us <= 0)
    return g_strdup ("");
  if (seconds < SECONDS_UNTIL_MINUTES)
    return annae_phrase_format_n (language, ANNAE_PHRASE_AUDIT_SECONDS, ANNAE_FORM_SHOWN, seconds, NULL);
  return annae_phrase_format_n (language, ANNAE_PHRASE_AUDIT_MINUTES, ANNAE_FORM_SHOWN, (seconds + 59) / 60, NULL);
}

static void
show_figures (AnnaePageAudit *self, const char *language)
{
  AnnaeSession *session = annae_page_get_session (ANNAE_PAGE (self));
  const AnnaeVaultReport *wiped = annae_session_get_wiped (session);
  gboolean any = annae_page_audit_has_figures (session);
  guint64 left = annae_vault_held_bytes ();
  g_autofree char *lines = list_held (wiped, language);
  g_autofree char *duration = say_duration (wiped->total.held_us, language);
  g_autofree char *wiped_size = g_format_size (wiped->total.wiped_bytes);
  g_autofree char *total
      = annae_phrase_format (language, ANNAE_PHRASE_WIPED_TOTAL, ANNAE_FORM_SHOWN, "size", wiped_size, NULL);
  g_autofree char *left_size = g_format_size (left);
  g_autofree char *still
      = annae_phrase_format (language, ANNAE_PHRASE_AUDIT_LEFT, ANNAE_FORM_SHOWN, "size", left_size, NULL);

  annae_text_set_phrase (self->held, any ? ANNAE_PHRASE_AUDIT_HELD : ANNAE_PHRASE_AUDIT_NONE);
  annae_text_set_made (self->lines, any ? lines : "");
  annae_text_set_made (self->duration, any ? duration : "");
  annae_text_set_made (self->wiped, any ? total : "");
  if (left > 0)
    annae_text_set_made (self->left, still);
  else
    annae_text_set_phrase (self->left, ANNAE_PHRASE_AUDIT_LEFT_NONE);
}

/* Each path by itself from left to right, whatever the language; a long one may be broken after each "/". They are
 * shown and not said (annae_prompt_for_audit ()). */
#define LEFT_TO_RIGHT "\342\201\246"
#define END_OF_DIRECTION "\342\201\251"
#define MAY_BREAK "\342\200\213"

static char *
list_paths (GPtrArray *paths)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < paths->len; i++)
    g_string_append_printf (text, "%s" LEFT_TO_RIGHT "%s" END_OF_DIRECTION, i > 0 ? "\n" : "",
                            (const char *) g_ptr_array_index (paths, i));
  g_string_replace (text, "/", "/" MAY_BREAK, 0);
  return g_string_free (text, FALSE);
}

static void
show_cage (AnnaePageAudit *self)
{
  AnnaeAuditFacts facts = { FALSE, NULL };
  g_autofree char *paths = NULL;

  if (self->func != NULL)
    self->func (&facts, self->func_data);
  annae_text_set_phrase (self->lock, facts.internet_blocked ? ANNAE_PHRASE_AUDIT_LOCK_ON : ANNAE_PHRASE_AUDIT_LOCK_OFF);
  annae_text_set_phrase (self->places,
                         facts.writable != NULL ? ANNAE_PHRASE_AUDIT_PLACES : ANNAE_PHRASE_AUDIT_PLACES_OPEN);
  paths = facts.writable != NULL ? list_paths (facts.writable) : g_strdup ("");
  annae_text_set_made (self->paths, paths);
  g_clear_pointer (&facts.writable, g_ptr_array_unref);
}

static void
refresh (AnnaePageAudit *self)
{
  AnnaeWords *words = annae_words_of (GTK_WIDGET (self));
  g_autofree char *language = NULL;

  g_object_get (annae_page_get_session (ANNAE_PAGE (self)), "language", &language, NULL);
  show_figures (self, language);
  show_cage (self);
  if (words != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    annae_words_get (words, ANNAE_READER_CUSTOMER, ANNAE_PHRASE_AUDIT_HEADING), -1);
}

static void
on_language (AnnaePageAudit *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    refresh (self);
}

static void
annae_page_audit_enter (AnnaePage *page, AnnaeStep step)
{
  AnnaeSession *session = annae_page_get_session (page);

  if (g_signal_handler_find (session, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, page) == 0)
    g_signal_connect_object (session, "notify::language", G_CALLBACK (on_language), page, G_CONNECT_SWAPPED);
  refresh (ANNAE_PAGE_AUDIT (page));
}

static gboolean
on_reading (gpointer user_data)
{
  AnnaePageAudit *self = user_data;

  if (++self->ticks <= READING_TICKS)
    {
      annae_session_send (annae_page_get_session (ANNAE_PAGE (self)), ANNAE_EVENT_ACTIVITY);
      return G_SOURCE_CONTINUE;
    }
  self->reading = 0;
  gtk_widget_activate_action (GTK_WIDGET (self), "annae.back", NULL);
  return G_SOURCE_REMOVE;
}

static void
annae_page_audit_map (GtkWidget *widget)
{
  AnnaePageAudit *self = ANNAE_PAGE_AUDIT (widget);

  GTK_WIDGET_CLASS (annae_page_audit_parent_class)->map (widget);
  self->ticks = 0;
  self->reading = g_timeout_add_seconds (READING_TICK_S, on_reading, self);
}

static void
annae_page_audit_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&ANNAE_PAGE_AUDIT (widget)->reading, g_source_remove);
  GTK_WIDGET_CLASS (annae_page_audit_parent_class)->unmap (widget);
}

static GtkWidget *
annae_page_audit_next_action (AnnaePage *page)
{
  return ANNAE_PAGE_AUDIT (page)->back;
}

static void
annae_page_audit_fit (AnnaePage *page, gboolean portrait, gboolean crowded)
{
  annae_row_set_column (ANNAE_PAGE_AUDIT (page)->columns, portrait || crowded);
}

static void
annae_page_audit_class_init (AnnaePageAuditClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  ANNAE_PAGE_CLASS (klass)->enter = annae_page_audit_enter;
  ANNAE_PAGE_CLASS (klass)->next_action = annae_page_audit_next_action;
  ANNAE_PAGE_CLASS (klass)->fit = annae_page_audit_fit;
  widget_class->map = annae_page_audit_map;
  widget_class->unmap = annae_page_audit_unmap;
  gtk_widget_class_set_template_from_resource (widget_class, "/kr/annae/Annae/ui/page-audit.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnaePageAudit, columns);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageAudit, held);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageAudit, lines);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageAudit, duration);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageAudit, wiped);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageAudit, left);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageAudit, lock);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageAudit, places);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageAudit, paths);
  gtk_widget_class_bind_template_child (widget_class, AnnaePageAudit, back);
}

static void
annae_page_audit_init (AnnaePageAudit *self)
{
  g_type_ensure (ANNAE_TYPE_TEXT);
  g_type_ensure (ANNAE_TYPE_CHOICE_BUTTON);
  g_type_ensure (ANNAE_TYPE_ROW);
  g_type_ensure (ANNAE_TYPE_SCROLLER);
  gtk_widget_init_template (GTK_WIDGET (self));
  annae_row_set_texts (self->columns, TRUE);
  annae_text_describe (self->left, self->back);
}
