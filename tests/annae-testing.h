/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every test needs: a place to look for shared data and a reason to skip where it is missing. */

#pragma once

#include <glib-object.h>

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

/* Work that was cancelled comes back to the main loop and lets go of its object there, a moment later on a busy machine. */
static inline void
annae_test_wait_until_let_go (gpointer object)
{
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (g_main_context_iteration (NULL, FALSE)
         || (g_atomic_int_get (&G_OBJECT (object)->ref_count) > 1 && g_get_monotonic_time () < deadline))
    g_thread_yield ();
}
