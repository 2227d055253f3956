/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a policy file holds: it is refused with a readable message, or every value is one that a counter may have.
 */

#include "fuzz.h"

#include "annae-policy.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  AnnaePolicy policy;

  if (!annae_policy_parse (&policy, (const char *) data, size, "policy", &error))
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  g_assert_true (policy.attempts >= 1 && policy.attempts <= 3);
  g_assert_true (policy.match_fmr >= 1e-6 && policy.match_fmr <= 1e-2);
  g_assert_true (policy.warning_us >= ANNAE_SECONDS (20) && policy.warning_us < policy.idle_us);
  g_assert_true (policy.idle_us <= ANNAE_SECONDS (3600));
  g_assert_true (policy.extensions >= 10);
  g_assert_true (policy.result_us >= ANNAE_SECONDS (10) && policy.result_us <= ANNAE_SECONDS (600));
  g_assert_true (policy.document_camera || policy.document_file);
  g_autofree char *hash = annae_policy_hash (&policy);
  g_assert_nonnull (hash);
  return 0;
}
