/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every test needs: a place to look for shared data and a reason to skip where it is missing. */

#pragma once

#include <glib.h>

/* Path of something under the development data, or NULL after having skipped the test with a clear reason. */
static inline char *
annae_test_shared_data (const char *relative)
{
  const char *root = g_getenv ("ANNAE_SHARED_DATA");
  g_autofree char *path = root != NULL ? g_build_filename (root, relative, NULL) : NULL;

  if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  g_autofree char *reason = g_strdup_printf ("development data not here: %s", relative);
  g_test_skip (reason);
  return NULL;
}
