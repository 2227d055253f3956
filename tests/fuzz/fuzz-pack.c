/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever pack.ini holds: it is refused with a readable message, or everything in it is in range. */

#include "fuzz.h"

#include "annae-pack-file.h"
#include "annae-pack-ini.h"

#include <math.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaePackIni) ini = annae_pack_ini_parse ((const char *) data, size, "pack.ini", &error);

  if (ini == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  g_assert_no_error (error);
  g_assert_true (ini->has_part[ANNAE_ROLE_DETECT]);
  for (guint role = 0; role < ANNAE_N_ROLES; role++)
    {
      const AnnaePackPart *part = &ini->parts[role];
      if (!ini->has_part[role])
        continue;
      g_assert_true (annae_pack_file_is_sha256 (part->sha256));
      g_assert_true ((part->weights_path == NULL) == (part->weights_sha256 == NULL));
      g_assert_true (part->width <= 1024 && part->height <= 1024);
      for (guint i = 0; i < 3; i++)
        g_assert_true (isfinite (part->mean[i]) && isfinite (part->scale[i]) && part->scale[i] > 0);
    }
  for (guint i = 0; i < ini->thresholds->len; i++)
    {
      const AnnaeThresholds *level = &g_array_index (ini->thresholds, AnnaeThresholds, i);
      g_assert_true (level->match >= level->no_match && fabs (level->match) <= 1 && fabs (level->no_match) <= 1);
      g_assert_true (level->match_fmr > 0 && level->match_fmr <= 0.5);
    }
  return 0;
}
