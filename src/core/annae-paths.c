/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the program's own files are. */

#include "annae-paths.h"

char *
annae_paths_data_file (const char *relative)
{
  const char *root = g_getenv ("ANNAE_DATA_DIR");

  return g_build_filename (root != NULL && *root != '\0' ? root : ANNAE_DATADIR, relative, NULL);
}

char *
annae_paths_receipts (void)
{
  return g_build_filename (g_get_user_data_dir (), "annae", "receipts", NULL);
}

char *
annae_paths_keys (void)
{
  return g_build_filename (g_get_user_data_dir (), "annae", "receipts", "keys", NULL);
}
