/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads CSV strictly: what could be meant in two ways is an error that names the line. */

#include "annae-table.h"

#include <string.h>

#include "annae-errors.h"

struct _AnnaeTable
{
  GStringChunk *texts;
  GPtrArray *cells; /* row by row, the names of the columns first */
  GArray *lines;    /* of each row */
  guint n_columns;
};

typedef struct
{
  const char *at;
  const char *end;
  guint line;
} Reader;

/* Reads one cell into text and steps behind it, but not over the comma or line end. FALSE: a quote is wrong. */
static gboolean
read_cell (Reader *reader, GString *text)
{
  g_string_truncate (text, 0);
  if (reader->at == reader->end || *reader->at != '"')
    {
      while (reader->at < reader->end && !strchr (",\r\n", *reader->at))
        {
          if (*reader->at == '"')
            return FALSE;
          g_string_append_c (text, *reader->at++);
        }
      return TRUE;
    }
  for (reader->at++; reader->at < reader->end; reader->at++)
    {
      if (*reader->at == '"' && (reader->at + 1 == reader->end || reader->at[1] != '"'))
        {
          reader->at++;
          return reader->at == reader->end || strchr (",\r\n", *reader->at) != NULL;
        }
      if (*reader->at == '"')
        reader->at++;
      reader->line += *reader->at == '\n';
      g_string_append_c (text, *reader->at);
    }
  return FALSE;
}

static void
skip_line_end (Reader *reader)
{
  if (reader->at < reader->end && *reader->at == '\r')
    reader->at++;
  if (reader->at < reader->end && *reader->at == '\n')
    reader->at++;
  reader->line++;
}

/* One row; FALSE where a quote is wrong. */
static gboolean
read_row (AnnaeTable *self, Reader *reader, guint *n_cells)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (*n_cells = 0;; reader->at++)
    {
      if (!read_cell (reader, text))
        return FALSE;
      g_ptr_array_add (self->cells, g_string_chunk_insert_const (self->texts, g_strstrip (text->str)));
      (*n_cells)++;
      if (reader->at == reader->end || *reader->at != ',')
        break;
    }
  skip_line_end (reader);
  return TRUE;
}

static gboolean
read_rows (AnnaeTable *self, Reader *reader, const char *name, GError **error)
{
  while (reader->at < reader->end)
    {
      guint line = reader->line, n_cells = 0;

      if (*reader->at == '\r' || *reader->at == '\n')
        {
          skip_line_end (reader);
          continue;
        }
      if (!read_row (self, reader, &n_cells))
        {
          g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE,
                       "%s, line %u: a quotation mark is not closed or out of place.", name, line);
          return FALSE;
        }
      if (self->n_columns == 0)
        self->n_columns = n_cells;
      if (n_cells != self->n_columns)
        {
          g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE,
                       "%s, line %u: %u cells, but the first line has %u.", name, line, n_cells, self->n_columns);
          return FALSE;
        }
      g_array_append_val (self->lines, line);
    }
  if (self->lines->len >= 2)
    return TRUE;
  g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s: there is no row in it.", name);
  return FALSE;
}

AnnaeTable *
annae_table_parse (const char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (AnnaeTable) self = g_new0 (AnnaeTable, 1);
  Reader reader = { text, text + length, 1 };

  self->texts = g_string_chunk_new (4096);
  self->cells = g_ptr_array_new ();
  self->lines = g_array_new (FALSE, FALSE, sizeof (guint));
  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s: it is not UTF-8 text.", name);
      return NULL;
    }
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    reader.at += 3;
  if (!read_rows (self, &reader, name, error))
    return NULL;
  for (guint i = 0; i < self->n_columns; i++)
    {
      const char *column = self->cells->pdata[i];

      if ((guint) annae_table_find_column (self, column) == i)
        continue;
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s: two columns are named “%s”.", name, column);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
annae_table_free (AnnaeTable *self)
{
  if (self == NULL)
    return;
  g_string_chunk_free (self->texts);
  g_ptr_array_unref (self->cells);
  g_array_unref (self->lines);
  g_free (self);
}

guint
annae_table_get_n_rows (const AnnaeTable *self)
{
  return self->lines->len - 1;
}

int
annae_table_find_column (const AnnaeTable *self, const char *name)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (strcmp (self->cells->pdata[i], name) == 0)
      return (int) i;
  return -1;
}

const char *
annae_table_get (const AnnaeTable *self, guint row, guint column)
{
  g_return_val_if_fail (row < annae_table_get_n_rows (self) && column < self->n_columns, NULL);
  return self->cells->pdata[(row + 1) * self->n_columns + column];
}

guint
annae_table_get_line (const AnnaeTable *self, guint row)
{
  g_return_val_if_fail (row < annae_table_get_n_rows (self), 0);
  return g_array_index (self->lines, guint, row + 1);
}
