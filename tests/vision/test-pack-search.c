/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where model packs come from: the bundled one, the search, and the reader that is lent. */

#include "annae-errors.h"
#include "annae-vision.h"

#include "pack-testing.h"

#include <string.h>

static void
test_bundled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("annae", &error);

  g_assert_no_error (error);
  g_assert_true (annae_model_pack_can_verify (pack));
  g_assert_nonnull (strstr (annae_model_pack_get_note (pack), "trying out"));
  AnnaeVision *vision = annae_vision_new (pack, &error);
  g_assert_no_error (error);
  annae_vision_free (vision);
}

static void
make_pack (const char *models, const char *name, const char *ini)
{
  g_autofree char *folder = g_build_filename (models, name, NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  write_file (folder, "pack.ini", ini);
  write_file (folder, "a.onnx", "a");
}

static void
assert_found (const char *name, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find (name, &error);

  if (expected == NULL)
    {
      g_assert_null (pack);
      g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_PACK);
      return;
    }
  g_assert_no_error (error);
  g_autofree char *base = g_path_get_basename (annae_model_pack_get_folder (pack));
  g_assert_cmpstr (base, ==, expected);
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = g_strdup (g_getenv ("ANNAE_MODELS_DIR"));
  g_autofree char *development = g_strdup (g_getenv ("ANNAE_DEVELOPMENT"));
  g_autofree char *data_dir = g_strdup (g_getenv ("ANNAE_DATA_DIR"));

  g_setenv ("ANNAE_MODELS_DIR", fixture->folder, TRUE);
  g_setenv ("ANNAE_DATA_DIR", fixture->folder, TRUE);
  g_unsetenv ("ANNAE_DEVELOPMENT");

  assert_found (NULL, NULL);
  make_pack (fixture->folder, "broken", PACK "[detect]\n");
  assert_found (NULL, NULL);
  make_pack (fixture->folder, "weak", PACK DETECT);
  assert_found (NULL, "weak");
  make_pack (fixture->folder, "untested", PACK DETECT EMBED); /* no thresholds: cannot verify */
  make_pack (fixture->folder, "strong", PACK DETECT EMBED LEVELS "fmr-1e-3=0.5;0.4\n");
  assert_found (NULL, "strong");
  make_pack (fixture->folder, "a-developer", PACK "files=.\n" DETECT EMBED LEVELS "fmr-1e-3=0.5;0.4\n");
  assert_found (NULL, "strong");
  g_setenv ("ANNAE_DEVELOPMENT", "0", TRUE);
  assert_found (NULL, "strong");
  g_setenv ("ANNAE_DEVELOPMENT", "1", TRUE);
  assert_found (NULL, "a-developer");

  assert_found ("weak", "weak");
  assert_found ("a-developer", "a-developer");
  assert_found ("nobody", NULL);
  assert_found ("broken", NULL);
  assert_found ("..", NULL);
  assert_found ("", NULL);
  g_autofree char *folder = g_build_filename (fixture->folder, "weak", NULL);
  assert_found (folder, "weak");

  g_autoptr (GPtrArray) folders = annae_model_pack_list_folders ();
  g_assert_cmpuint (folders->len, ==, 5);
  g_assert_true (g_str_has_suffix (folders->pdata[0], "a-developer"));

  g_setenv ("ANNAE_MODELS_DIR", before != NULL ? before : "", TRUE);
  if (data_dir != NULL)
    g_setenv ("ANNAE_DATA_DIR", data_dir, TRUE);
  else
    g_unsetenv ("ANNAE_DATA_DIR");
  if (development != NULL)
    g_setenv ("ANNAE_DEVELOPMENT", development, TRUE);
  else
    g_unsetenv ("ANNAE_DEVELOPMENT");
}

/* A pack without a reader gets the bundled one's; its own is not touched, and a broken lender lends nothing. */
static void
test_lent_reader (Fixture *fixture, gconstpointer data)
{
  static const char read[] = "[read]\nkind=reader\nfile=a.onnx\nsha256=" HASH_A "\nlicence=MIT\n";
  g_autofree char *before = g_strdup (g_getenv ("ANNAE_MODELS_DIR"));
  g_autofree char *with_reader = g_strconcat (PACK DETECT, read, NULL);
  g_autofree char *lender = g_build_filename (fixture->folder, "annae", NULL);
  const AnnaePackPart *part;

  g_setenv ("ANNAE_MODELS_DIR", fixture->folder, TRUE);
  make_pack (fixture->folder, "without", PACK DETECT);
  make_pack (fixture->folder, "with", with_reader);
  make_pack (fixture->folder, "annae", with_reader);

  g_autoptr (AnnaeModelPack) without = annae_model_pack_find ("without", NULL);
  part = annae_model_pack_get_part (without, ANNAE_ROLE_READ);
  g_assert_nonnull (part);
  g_assert_true (g_str_has_prefix (part->path, lender));
  g_assert_null (annae_model_pack_get_part (without, ANNAE_ROLE_EMBED));
  g_autoptr (AnnaeModelPack) with = annae_model_pack_find ("with", NULL);
  part = annae_model_pack_get_part (with, ANNAE_ROLE_READ);
  g_assert_false (g_str_has_prefix (part->path, lender));
  /* Loaded by its folder alone, a pack is what its pack.ini says. */
  g_autofree char *folder = g_build_filename (fixture->folder, "without", NULL);
  g_autoptr (AnnaeModelPack) alone = annae_model_pack_load (folder, NULL);
  g_assert_null (annae_model_pack_get_part (alone, ANNAE_ROLE_READ));
  write_file (lender, "a.onnx", "b");
  g_autoptr (AnnaeModelPack) again = annae_model_pack_find ("without", NULL);
  g_assert_null (annae_model_pack_get_part (again, ANNAE_ROLE_READ));
  g_setenv ("ANNAE_MODELS_DIR", before != NULL ? before : "", TRUE);
}

int
main (int argc, char **argv)
{
  /* The user's own packs must not take part. */
  g_setenv ("XDG_DATA_HOME", "/nonexistent", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pack-search/bundled", test_bundled);
  g_test_add ("/pack-search/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/pack-search/lent-reader", Fixture, NULL, set_up, test_lent_reader, tear_down);
  return g_test_run ();
}
