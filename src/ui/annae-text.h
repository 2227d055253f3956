/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A text on a page: a phrase in the reader's language, set anew when the language changes. In templates:
 *   <object class="AnnaeText"><property name="phrase">choice-heading</property></object> */

#pragma once

#include "annae-words.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_TEXT (annae_text_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeText, annae_text, ANNAE, TEXT, GtkWidget)

/* Properties: "phrase" (name of a phrase, or NULL for nothing), "staff" (boolean: the staff's language), "centered". */
GtkWidget *annae_text_new (AnnaePhraseId id, AnnaeReader reader);

void annae_text_set_phrase (AnnaeText *self, AnnaePhraseId id);

/* A text made of a phrase and arguments; it stays in the language it was made in until it is set again. */
void annae_text_set_made (AnnaeText *self, const char *text);

/* What it shows now. */
const char *annae_text_get_shown (AnnaeText *self);

GtkLabel *annae_text_get_label (AnnaeText *self);

/* Does not break inside a word, in any language, unless it is a very long one: for the few words of a button. */
void annae_text_set_whole_words (AnnaeText *self, gboolean whole_words);

/* For a screen reader: the text is the other widget's name, or says more about it. */
void annae_text_name (AnnaeText *self, GtkWidget *other);
void annae_text_describe (AnnaeText *self, GtkWidget *other);

G_END_DECLS
