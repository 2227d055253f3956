/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A model pack whose files are all there and all the right ones; and the search for it. */

#include "annae-model-pack.h"

#include "annae-errors.h"
#include "annae-pack-file.h"
#include "annae-pack-ini.h"
#include "annae-paths.h"

#include <string.h>

struct _AnnaeModelPack
{
  GObject parent_instance;

  char *folder;
  AnnaePackIni *ini;
  AnnaeCohort *cohort;
  char *hash;
  AnnaeModelPack *lender; /* the bundled pack, whose reader a pack without one gets; or NULL */
};

#define LENDER "annae"

G_DEFINE_FINAL_TYPE (AnnaeModelPack, annae_model_pack, G_TYPE_OBJECT)

static void
annae_model_pack_finalize (GObject *object)
{
  AnnaeModelPack *self = ANNAE_MODEL_PACK (object);

  g_free (self->folder);
  annae_pack_ini_free (self->ini);
  annae_cohort_free (self->cohort);
  g_free (self->hash);
  g_clear_object (&self->lender);
  G_OBJECT_CLASS (annae_model_pack_parent_class)->finalize (object);
}

static void
annae_model_pack_class_init (AnnaeModelPackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annae_model_pack_finalize;
}

static void
annae_model_pack_init (AnnaeModelPack *self)
{
}

const char *
annae_role_name (AnnaeRole role)
{
  static const char *const names[ANNAE_N_ROLES] = { "detect", "embed", "read", "spoof" };

  g_return_val_if_fail ((guint) role < ANNAE_N_ROLES, NULL);
  return names[role];
}

/* Replaces a name as written in pack.ini by the path of the file, whose checksum has been compared. */
static gboolean
check_file (const char *folder, gboolean cascade, char **name, const char *sha256, GError **error)
{
  g_autofree char *path = NULL;

  if (*name == NULL)
    return TRUE;
  if (cascade && g_str_has_prefix (*name, ANNAE_PACK_CASCADES_DIR "/"))
    path = annae_pack_file_resolve (ANNAE_PACK_CASCADES_DIR, *name, error);
  else
    path = annae_pack_file_resolve (folder, *name, error);
  if (path == NULL || !annae_pack_file_check (path, sha256, error))
    return FALSE;
  g_free (*name);
  *name = g_steal_pointer (&path);
  return TRUE;
}

/* Always in the pack's own folder: a development pack whose networks lie elsewhere brings its cohort along. */
static gboolean
load_cohort (AnnaeModelPack *self, GError **error)
{
  gsize size = 0;

  if (self->ini->cohort == NULL)
    return TRUE;
  g_autofree char *path = annae_pack_file_resolve (self->folder, self->ini->cohort, error);
  g_autoptr (GBytes) bytes
      = path != NULL ? annae_pack_file_read (path, ANNAE_COHORT_MAX_BYTES, self->ini->cohort_sha256, error) : NULL;
  if (bytes == NULL)
    return FALSE;
  const char *data = g_bytes_get_data (bytes, &size);
  self->cohort = annae_cohort_parse (data, size, annae_model_pack_get_model_id (self), path, error);
  return self->cohort != NULL;
}

AnnaeModelPack *
annae_model_pack_load (const char *folder, GError **error)
{
  g_return_val_if_fail (folder != NULL, NULL);

  g_autoptr (AnnaeModelPack) self = g_object_new (ANNAE_TYPE_MODEL_PACK, NULL);
  g_autofree char *path = g_build_filename (folder, "pack.ini", NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = annae_pack_file_read (path, ANNAE_PACK_INI_MAX_BYTES, NULL, &local);

  if (bytes == NULL)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_PACK, "There is no model pack in %s: %s", folder,
                   local->message);
      return NULL;
    }
  self->hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  self->folder = g_canonicalize_filename (folder, NULL);
  gsize length = 0;
  const char *text = g_bytes_get_data (bytes, &length);
  self->ini = annae_pack_ini_parse (text, length, path, error);
  if (self->ini == NULL)
    return NULL;

  g_autofree char *files
      = self->ini->files != NULL ? g_canonicalize_filename (self->ini->files, self->folder) : g_strdup (self->folder);
  for (guint role = 0; role < ANNAE_N_ROLES; role++)
    {
      AnnaePackPart *part = &self->ini->parts[role];
      gboolean cascade = g_strcmp0 (part->kind, "cascade") == 0;
      if (!self->ini->has_part[role])
        continue;
      if (!check_file (files, cascade, &part->path, part->sha256, error)
          || !check_file (files, cascade, &part->weights_path, part->weights_sha256, error)
          || !check_file (files, FALSE, &part->second_path, part->second_sha256, error))
        return NULL;
    }
  return load_cohort (self, error) ? g_steal_pointer (&self) : NULL;
}

static GStrv
search_path (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *own = g_getenv ("ANNAE_MODELS_DIR");
  g_autofree char *user = g_build_filename (g_get_user_data_dir (), "annae", "models", NULL);
  g_autofree char *installed = annae_paths_data_file ("models");

  if (own != NULL && *own != '\0')
    g_strv_builder_add (builder, own);
  g_strv_builder_add (builder, user);
  g_strv_builder_add (builder, installed);
  return g_strv_builder_end (builder);
}

static gint
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_folders (GPtrArray *folders, const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  g_autoptr (GPtrArray) here = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (directory, name, NULL);
      g_autofree char *ini = g_build_filename (folder, "pack.ini", NULL);
      if (g_file_test (ini, G_FILE_TEST_EXISTS))
        g_ptr_array_add (here, g_steal_pointer (&folder));
    }
  /* The order of a directory is not one to choose by. */
  g_ptr_array_sort (here, compare_paths);
  g_ptr_array_extend_and_steal (folders, g_steal_pointer (&here));
}

GPtrArray *
annae_model_pack_list_folders (void)
{
  g_auto (GStrv) path = search_path ();
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; path[i] != NULL; i++)
    add_folders (folders, path[i]);
  return folders;
}

static gboolean
development_allowed (void)
{
  const char *value = g_getenv ("ANNAE_DEVELOPMENT");

  return value != NULL && *value != '\0' && strcmp (value, "0") != 0;
}

static guint
strength (AnnaeModelPack *self)
{
  guint sum = annae_model_pack_can_verify (self) ? 100 : 0;

  /* A reader counts for nothing: every pack is lent one. */
  for (guint role = 0; role < ANNAE_N_ROLES; role++)
    sum += self->ini->has_part[role] && role != ANNAE_ROLE_READ ? 10 : 0;
  if (strcmp (self->ini->parts[ANNAE_ROLE_DETECT].kind, "cascade") != 0)
    sum += 1;
  return sum;
}

static AnnaeModelPack *
find_strongest (GPtrArray *folders, GError **error)
{
  g_autoptr (AnnaeModelPack) best = NULL;
  g_autoptr (GError) first = NULL;

  for (guint i = 0; i < folders->len; i++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (AnnaeModelPack) pack = annae_model_pack_load (folders->pdata[i], &local);
      if (pack == NULL)
        {
          g_debug ("Passing over a model pack: %s", local->message);
          if (first == NULL)
            first = g_steal_pointer (&local);
        }
      else if ((!annae_model_pack_is_development (pack) || development_allowed ())
               && (best == NULL || strength (pack) > strength (best)))
        {
          g_set_object (&best, pack);
        }
    }
  if (best == NULL && first != NULL)
    g_propagate_prefixed_error (error, g_steal_pointer (&first), "No model pack is complete. ");
  else if (best == NULL)
    g_set_error_literal (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_PACK, "No model pack is installed");
  return g_steal_pointer (&best);
}

static AnnaeModelPack *
find (GPtrArray *folders, const char *name_or_folder, GError **error)
{

  if (name_or_folder == NULL)
    return find_strongest (folders, error);
  if (strchr (name_or_folder, G_DIR_SEPARATOR) != NULL)
    return annae_model_pack_load (name_or_folder, error);
  for (guint i = 0; i < folders->len; i++)
    {
      g_autofree char *name = g_path_get_basename (folders->pdata[i]);
      if (strcmp (name, name_or_folder) == 0)
        return annae_model_pack_load (folders->pdata[i], error);
    }
  g_autofree char *ini = g_build_filename (name_or_folder, "pack.ini", NULL);
  if (g_file_test (ini, G_FILE_TEST_EXISTS))
    return annae_model_pack_load (name_or_folder, error);
  g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_PACK, "There is no model pack named “%s”", name_or_folder);
  return NULL;
}

/* A bundled pack that is broken lends nothing; whoever names it hears why. */
static void
borrow_reader (AnnaeModelPack *self, GPtrArray *folders)
{
  for (guint i = 0; i < folders->len && self->lender == NULL && !self->ini->has_part[ANNAE_ROLE_READ]; i++)
    {
      g_autofree char *name = g_path_get_basename (folders->pdata[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnaeModelPack) pack = NULL;
      if (strcmp (name, LENDER) != 0)
        continue;
      pack = annae_model_pack_load (folders->pdata[i], &error);
      if (pack == NULL)
        g_debug ("No reader is lent: %s", error->message);
      else if (pack->ini->has_part[ANNAE_ROLE_READ])
        self->lender = g_steal_pointer (&pack);
    }
}

AnnaeModelPack *
annae_model_pack_find (const char *name_or_folder, GError **error)
{
  g_autoptr (GPtrArray) folders = annae_model_pack_list_folders ();
  AnnaeModelPack *pack = find (folders, name_or_folder, error);

  if (pack != NULL)
    borrow_reader (pack, folders);
  return pack;
}

const char *
annae_model_pack_get_name (AnnaeModelPack *self)
{
  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (self), NULL);
  return self->ini->name;
}

const char *
annae_model_pack_get_title (AnnaeModelPack *self)
{
  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (self), NULL);
  return self->ini->title;
}

const char *
annae_model_pack_get_note (AnnaeModelPack *self)
{
  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (self), NULL);
  return self->ini->note;
}

const char *
annae_model_pack_get_version (AnnaeModelPack *self)
{
  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (self), NULL);
  return self->ini->version;
}

const char *
annae_model_pack_get_licence (AnnaeModelPack *self)
{
  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (self), NULL);
  return self->ini->licence;
}

const char *
annae_model_pack_get_hash (AnnaeModelPack *self)
{
  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (self), NULL);
  return self->hash;
}

const char *
annae_model_pack_get_folder (AnnaeModelPack *self)
{
  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (self), NULL);
  return self->folder;
}

const char *
annae_model_pack_get_calibration (AnnaeModelPack *self)
{
  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (self), NULL);
  return self->ini->calibrated_on;
}

gboolean
annae_model_pack_is_development (AnnaeModelPack *self)
{
  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (self), TRUE);
  return self->ini->files != NULL;
}

const AnnaePackPart *
annae_model_pack_get_part (AnnaeModelPack *self, AnnaeRole role)
{
  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (self), NULL);
  g_return_val_if_fail ((guint) role < ANNAE_N_ROLES, NULL);
  if (role == ANNAE_ROLE_READ && self->lender != NULL)
    self = self->lender;
  return self->ini->has_part[role] ? &self->ini->parts[role] : NULL;
}

const char *
annae_model_pack_get_model_id (AnnaeModelPack *self)
{
  const AnnaePackPart *embed = annae_model_pack_get_part (self, ANNAE_ROLE_EMBED);

  if (embed == NULL)
    return NULL;
  return embed->weights_sha256 != NULL ? embed->weights_sha256 : embed->sha256;
}

const AnnaeCohort *
annae_model_pack_get_cohort (AnnaeModelPack *self)
{
  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (self), NULL);
  return self->cohort;
}

gboolean
annae_model_pack_can_verify (AnnaeModelPack *self)
{
  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (self), FALSE);
  return self->ini->has_part[ANNAE_ROLE_EMBED] && self->ini->thresholds->len > 0;
}

const AnnaeThresholds *
annae_model_pack_get_levels (AnnaeModelPack *self, guint *n_levels)
{
  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (self), NULL);
  g_return_val_if_fail (n_levels != NULL, NULL);

  *n_levels = self->ini->thresholds->len;
  return *n_levels > 0 ? (const AnnaeThresholds *) (gpointer) self->ini->thresholds->data : NULL;
}

gboolean
annae_model_pack_get_thresholds (AnnaeModelPack *self, double fmr, AnnaeThresholds *thresholds)
{
  guint n = 0;

  g_return_val_if_fail (ANNAE_IS_MODEL_PACK (self), FALSE);
  g_return_val_if_fail (thresholds != NULL, FALSE);

  const AnnaeThresholds *levels = annae_model_pack_get_levels (self, &n);
  for (guint i = 0; i < n; i++)
    if (levels[i].match_fmr <= fmr * (1.0 + 1e-9))
      {
        *thresholds = levels[i];
        return TRUE;
      }
  return FALSE;
}
