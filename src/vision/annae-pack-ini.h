/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Private to vision: pack.ini as it is written, before any of its files is looked at. */

#pragma once

#include "annae-model-pack.h"

G_BEGIN_DECLS

#define ANNAE_PACK_INI_MAX_BYTES (64 * 1024)

/* What pack.ini says. The paths of the parts are as written there. */
typedef struct
{
  char *name;
  char *title;
  char *version;
  char *licence;
  char *note;
  char *files; /* folder of the files, of a development pack; else NULL */
  AnnaePackPart parts[ANNAE_N_ROLES];
  gboolean has_part[ANNAE_N_ROLES];
  char *cohort; /* file, or NULL */
  char *cohort_sha256;
  char *calibrated_on;
  GArray *thresholds; /* AnnaeThresholds, highest FMR first */
} AnnaePackIni;

/* Any bytes; path stands in messages. Every error is ANNAE_FAILURE_PACK and names path, group and key. (transfer full) */
AnnaePackIni *annae_pack_ini_parse (const char *bytes, gsize length, const char *path, GError **error);
void annae_pack_ini_free (AnnaePackIni *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaePackIni, annae_pack_ini_free)

G_END_DECLS
