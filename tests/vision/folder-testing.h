/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A folder for the pictures that a test program writes. */

#pragma once

#include <glib.h>
#include <glib/gstdio.h>

/* Removes the folder and the files in it, and frees its name. */
static inline void
remove_testing_folder (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_remove (path);
    }
  g_rmdir (folder);
  g_free (folder);
}
