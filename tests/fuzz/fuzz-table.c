/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a list for `annae evaluate` holds: it is refused with a readable message, or every cell can be read. */

#include "fuzz.h"

#include "annae-table.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeTable) table = annae_table_parse ((const char *) data, size, "list", &error);
  guint n_columns = 0;

  if (table == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  g_assert_cmpint (annae_table_find_column (table, "\xff" /* no UTF-8, so no column */), ==, -1);
  n_columns = annae_table_find_column (table, "first") >= 0 ? 1 : 0;
  for (guint row = 0; row < annae_table_get_n_rows (table); row++)
    {
      g_assert_cmpuint (annae_table_get_line (table, row), >=, 1);
      for (guint column = 0; column < n_columns; column++)
        g_assert_true (g_utf8_validate (annae_table_get (table, row, column), -1, NULL));
    }
  return 0;
}
