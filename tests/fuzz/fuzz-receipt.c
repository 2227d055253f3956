/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a receipt or a public key holds: it is refused with a message, or writing it again gives the same bytes. */

#include "fuzz.h"

#include "annae-receipt.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) key_error = NULL;
  const char *bytes = (const char *) data;
  AnnaeReceipt receipt;
  AnnaePublicKey key;

  if (annae_receipt_parse (&receipt, bytes, size, "receipt", &error))
    {
      g_autofree char *again = annae_receipt_to_json (&receipt);
      gsize length = strlen (again);
      g_assert_true (length == size || (length + 1 == size && bytes[length] == '\n'));
      g_assert_true (memcmp (again, bytes, length) == 0);
    }
  else
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }

  if (annae_public_key_parse (&key, bytes, size, "key", &key_error))
    {
      /* any 32 bytes may be called a key; verifying with them must end */
      memset (&receipt, 0, sizeof receipt);
      g_assert_false (annae_public_key_verify (&key, bytes, size, receipt.signature));
    }
  else
    {
      g_assert_nonnull (key_error);
    }
  return 0;
}
