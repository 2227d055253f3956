/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever bytes the bus delivers as StartCheck's parameters: refused, or a nonce of the form that receipts have, and a
 * language in UTF-8 or none. */

#include "fuzz.h"

#include <string.h>

#include "annae-counter-request.h"
#include "annae-receipt.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GVariant) parameters
      = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("(sa{sv})"), bytes, FALSE));
  AnnaeCounterRequest request;
  const AnnaeCounterRefusal *refusal = annae_counter_request_read (&request, parameters);

  if (refusal != NULL)
    {
      g_assert_true (g_str_equal (refusal->name, "BadNonce") || g_str_equal (refusal->name, "BadOption"));
      return 0;
    }
  g_assert_cmpuint (strlen (request.nonce), >=, ANNAE_NONCE_MIN_LENGTH);
  g_assert_cmpuint (strlen (request.nonce), <=, ANNAE_NONCE_MAX_LENGTH);
  g_assert_cmpuint (strspn (request.nonce, "0123456789abcdef"), ==, strlen (request.nonce));
  g_assert_true (request.language == NULL || g_utf8_validate (request.language, -1, NULL));
  return 0;
}
