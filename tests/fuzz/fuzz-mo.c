/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a compiled catalogue holds: it is refused with a readable message, or every lookup stays inside it and gives
 * text, and every count gives a form that exists. */

#include "fuzz.h"

#include "annae-mo.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const messages[] = { "",
                                          "Start",
                                          "start",
                                          "apple",
                                          "{count} camera picture",
                                          "none of these",
                                          "I see badly",
                                          "You can try {count} more time." };
  static const char *const contexts[] = { NULL, "speech", "" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (AnnaeMo) mo = annae_mo_new (bytes, &error);

  if (mo == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    for (guint j = 0; j < G_N_ELEMENTS (contexts); j++)
      for (guint form = 0; form <= ANNAE_PLURAL_MAX_FORMS; form++)
        {
          const char *text = annae_mo_lookup (mo, contexts[j], messages[i], form);

          g_assert_true (text == NULL || (*text != '\0' && g_utf8_validate (text, -1, NULL)));
        }
  for (gulong n = 0; n < 300; n++)
    g_assert_cmpuint (annae_plural_select (annae_mo_get_plural (mo), n), <, annae_mo_get_plural (mo)->n_forms);
  return 0;
}
