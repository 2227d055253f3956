/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A folder for made-up model packs, and the parts of a pack.ini. */

#pragma once

#include <glib/gstdio.h>

#define HASH_A "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb" /* of "a" */

typedef struct
{
  char *folder;
} Fixture;

static inline void
write_file (const char *folder, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static inline void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("annae-pack-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  write_file (fixture->folder, "a.onnx", "a");
}

static inline void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  g_remove (path);
}

static inline void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

#define PACK "[pack]\nname=a\ntitle=A\nversion=1\nlicence=MIT\n"
#define DETECT "[detect]\nkind=yunet\nfile=a.onnx\nsha256=" HASH_A "\nlicence=MIT\n"
#define EMBED "[embed]\nkind=embedding\nfile=a.onnx\nsha256=" HASH_A "\nwidth=112\nheight=112\nlicence=MIT\n"
#define SPOOF "[spoof]\nkind=minifasnet\nfile=a.onnx\nsha256=" HASH_A "\nwidth=80\nheight=80\nlicence=MIT\n"
#define SPOOF_RULE "crop=2.7\nbound=0.9\n"
#define LEVELS "[thresholds]\ncalibrated-on=nothing\n"
