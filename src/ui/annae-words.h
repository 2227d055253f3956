/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words for widgets: which language customer and staff read now, and how a text in it is set. A widget inside a window asks
 * for its window's words when it is rooted, and is told when a language changes. */

#pragma once

#include <gtk/gtk.h>

#include "annae-phrases.h"
#include "annae-session.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_READER_CUSTOMER,
  ANNAE_READER_STAFF
} AnnaeReader;

#define ANNAE_TYPE_WORDS (annae_words_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeWords, annae_words, ANNAE, WORDS, GObject)

/* Follows the session's two languages. Signal "changed": a language is another one now. */
AnnaeWords *annae_words_new (AnnaeSession *session);

AnnaeSession *annae_words_get_session (AnnaeWords *self);
const AnnaeLanguage *annae_words_get_language (AnnaeWords *self, AnnaeReader reader);
const char *annae_words_get (AnnaeWords *self, AnnaeReader reader, AnnaePhraseId id);

/* Finds the words of the window that the widget is in; NULL outside of one. Borrowed. */
AnnaeWords *annae_words_of (GtkWidget *widget);

/* Calls func whenever the widget is put into a window with words, and whenever a language there changes; with NULL when it leaves
 * the window. Once for a widget, from its init. */
typedef void (*AnnaeWordsFunc) (GtkWidget *widget, AnnaeWords *words);
void annae_words_follow (GtkWidget *widget, AnnaeWordsFunc func);

/* Marks a window as the owner of words: annae_words_of () finds them from any widget inside. */
void annae_words_attach (AnnaeWords *self, GtkRoot *window);

/* "choice-heading" to its id; a name that does not exist is a programming error. */
AnnaePhraseId annae_words_phrase (const char *name);

/* Sets the text with its language's font, direction and line breaking. */
void annae_words_set_label (GtkLabel *label, const AnnaeLanguage *language, const char *text);

G_END_DECLS
