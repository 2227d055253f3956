/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a reader of characters makes of a zone: it is refused, or there is a date of the calendar near today's; and
 * nothing of the text is left. */

#include "fuzz.h"

#include "annae-mrz.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_memdup2 (data, size);
  AnnaeMrz mrz;
  GDate today;

  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 28, 11, 2026);
  if (annae_mrz_take (text, size, &today, &mrz))
    {
      g_assert_true (g_date_valid (&mrz.expires));
      g_assert_cmpint (g_date_get_year (&mrz.expires), >, 1976);
      g_assert_cmpint (g_date_get_year (&mrz.expires), <=, 2076);
      g_assert_true (mrz.document_class == ANNAE_DOCUMENT_PASSPORT || mrz.document_class == ANNAE_DOCUMENT_CARD);
    }
  for (size_t i = 0; i < size; i++)
    g_assert_cmpint (text[i], ==, 0);
  return 0;
}
