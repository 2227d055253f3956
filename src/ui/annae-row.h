/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row of equally wide buttons that becomes a column where the words are too long to stand beside each other: a page is
 * never wider than its window, whatever the language and the text size. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ANNAE_TYPE_ROW (annae_row_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeRow, annae_row, ANNAE, ROW, GtkWidget)

/* Always a column, where a screen is high rather than wide. */
void annae_row_set_column (AnnaeRow *self, gboolean column);

/* All as high as the highest in a column too, as they are in a row: where none must be urged by its size. */
void annae_row_set_even (AnnaeRow *self, gboolean even);

/* More room between, for texts, which have no border to keep their words apart. */
void annae_row_set_texts (AnnaeRow *self, gboolean texts);

G_END_DECLS
