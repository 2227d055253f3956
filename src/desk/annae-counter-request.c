/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "annae-counter-request.h"

#include <string.h>

#include "annae-receipt.h"

static gboolean
nonce_is_good (const char *nonce)
{
  gsize length = strnlen (nonce, ANNAE_NONCE_MAX_LENGTH + 1);

  return length >= ANNAE_NONCE_MIN_LENGTH && length <= ANNAE_NONCE_MAX_LENGTH && length % 2 == 0
         && strspn (nonce, "0123456789abcdef") == length;
}

const AnnaeCounterRefusal *
annae_counter_request_read (AnnaeCounterRequest *request, GVariant *parameters)
{
  static const AnnaeCounterRefusal bad_nonce
      = { "BadNonce", "The nonce is not 32 to 128 lower-case hexadecimal digits." };
  static const AnnaeCounterRefusal bad_option = { "BadOption", "The only option is \"language\", a string." };
  g_autoptr (GVariant) options = NULL;
  GVariantIter iter;
  const char *name;
  GVariant *value;
  gboolean good = TRUE;

  *request = (AnnaeCounterRequest){ 0 };
  g_variant_get (parameters, "(&s@a{sv})", &request->nonce, &options);
  if (!nonce_is_good (request->nonce))
    return &bad_nonce;

  g_variant_iter_init (&iter, options);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    {
      if (request->language != NULL || !g_str_equal (name, "language")
          || !g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        good = FALSE;
      else
        request->language = g_variant_get_string (value, NULL);
    }
  return good ? NULL : &bad_option;
}
