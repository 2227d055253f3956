/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A table from CSV text (RFC 4180: commas, quotes, doubled quotes, line ends in quotes), the first line naming the columns. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AnnaeTable AnnaeTable;

/* UTF-8, with or without a byte order mark; empty lines are passed over. ANNAE_FAILURE_FILE names `name` and the line: a row with
 * another number of cells than the first, a quote that is not closed, no row at all, two columns of one name. */
AnnaeTable *annae_table_parse (const char *text, gsize length, const char *name, GError **error);
void annae_table_free (AnnaeTable *self);

guint annae_table_get_n_rows (const AnnaeTable *self); /* without the first */
int annae_table_find_column (const AnnaeTable *self, const char *name); /* -1: none */
const char *annae_table_get (const AnnaeTable *self, guint row, guint column);
guint annae_table_get_line (const AnnaeTable *self, guint row); /* where the row begins, from 1 */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeTable, annae_table_free)

G_END_DECLS
