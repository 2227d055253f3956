/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads pack.ini strictly: a key that is not known, not there, or not what it should be is an error that names it. The
 * format is described in models/README.md. */

#include "annae-pack-ini.h"

#include "annae-errors.h"

#include <math.h>
#include <string.h>

#define MAX_SIDE 1024

typedef struct
{
  GKeyFile *keys;
  const char *path;
  GError **error;
} Reader;

static const char *const pack_keys[] = { "name", "title", "version", "licence", "note", "files", NULL };
static const char *const part_keys[] = { "kind",     "file", "sha256", "weights", "weights-sha256", "width", "height",
                                         "channels", "mean", "scale",  "licence", "source",         NULL };

/* Those of [spoof] besides. */
static const char *const spoof_keys[] = { "crop", "bound", "second-file", "second-sha256", "second-crop", NULL };

static const char *const cohort_keys[] = { "file", "sha256", "licence", "source", NULL };

/* Which kinds a role may have: a pack that means another decoding must not be run through this one. */
static const char *const role_kinds[ANNAE_N_ROLES][3] = {
  [ANNAE_ROLE_DETECT] = { "yunet", "cascade" },
  [ANNAE_ROLE_EMBED] = { "embedding" },
  [ANNAE_ROLE_READ] = { "reader" },
  [ANNAE_ROLE_SPOOF] = { "minifasnet" },
};

static gboolean G_GNUC_PRINTF (2, 3) wrong (Reader *reader, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (reader->error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_PACK, "%s: %s", reader->path, what);
  return FALSE;
}

/* FALSE only for a key that must be there and is not, or is empty; *value is NULL for one that need not be there. */
static gboolean
read_text (Reader *reader, const char *group, const char *key, gboolean needed, char **value)
{
  g_autofree char *text = g_key_file_get_string (reader->keys, group, key, NULL);

  if (text != NULL && *g_strstrip (text) != '\0')
    {
      *value = g_steal_pointer (&text);
      return TRUE;
    }
  if (g_key_file_has_key (reader->keys, group, key, NULL))
    return wrong (reader, "[%s] %s is empty or not plain text", group, key);
  return needed ? wrong (reader, "[%s] has no %s", group, key) : TRUE;
}

static gboolean
to_number (const char *text, double least, double most, double *number)
{
  char *end = NULL;
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  *number = g_ascii_strtod (trimmed, &end);
  return end != trimmed && *end == '\0' && isfinite (*number) && *number >= least && *number <= most;
}

/* One to max numbers with semicolons between them; returns how many, 0 where something is wrong with them. */
static guint
to_numbers (const char *text, double least, double most, double *numbers, guint max)
{
  g_auto (GStrv) words = g_strsplit (text, ";", -1);
  guint n = g_strv_length (words);

  if (n > 1 && *g_strstrip (words[n - 1]) == '\0')
    n--;
  if (n == 0 || n > max)
    return 0;
  for (guint i = 0; i < n; i++)
    if (!to_number (words[i], least, most, &numbers[i]))
      return 0;
  return n;
}

static gboolean
read_side (Reader *reader, const char *group, const char *key, guint *side)
{
  g_autofree char *text = NULL;
  double number = 0.0;

  if (!read_text (reader, group, key, FALSE, &text))
    return FALSE;
  if (text != NULL && (!to_number (text, 0.0, MAX_SIDE, &number) || number != floor (number)))
    return wrong (reader, "[%s] %s is “%s”, not a whole number of pixels up to %d", group, key, text, MAX_SIDE);
  *side = (guint) number;
  return TRUE;
}

/* One number for all channels, or three. */
static gboolean
read_triple (
    Reader *reader, const char *group, const char *key, double least, double most, double standard, double triple[3])
{
  g_autofree char *text = NULL;

  triple[0] = triple[1] = triple[2] = standard;
  if (!read_text (reader, group, key, FALSE, &text))
    return FALSE;
  if (text == NULL)
    return TRUE;
  guint n = to_numbers (text, least, most, triple, 3);
  if (n != 1 && n != 3)
    return wrong (reader, "[%s] %s is “%s”, not one or three numbers from %g to %g", group, key, text, least, most);
  if (n == 1)
    triple[1] = triple[2] = triple[0];
  return TRUE;
}

static gboolean
read_checksum (Reader *reader, const char *group, const char *key, char **value)
{
  if (!read_text (reader, group, key, TRUE, value))
    return FALSE;
  if (strlen (*value) != 64 || strspn (*value, "0123456789abcdef") != 64)
    return wrong (reader, "[%s] %s is not a SHA-256 of 64 lower-case hexadecimal digits", group, key);
  return TRUE;
}

static gboolean
read_real (Reader *reader, const char *group, const char *key, double least, double most, double *number)
{
  g_autofree char *text = NULL;

  if (!read_text (reader, group, key, TRUE, &text))
    return FALSE;
  return to_number (text, least, most, number)
         || wrong (reader, "[%s] %s is “%s”, not a number from %g to %g", group, key, text, least, most);
}

/* What only a network that spots a spoof has: its crop, a second network with another one, and from where its answer counts. */
static gboolean
read_spoof (Reader *reader, AnnaePackPart *part)
{
  const char *group = annae_role_name (ANNAE_ROLE_SPOOF);

  if (part->width == 0)
    return wrong (reader, "[%s] has no width and height", group);
  if (!read_real (reader, group, "crop", 1.0, 10.0, &part->crop[0])
      || !read_real (reader, group, "bound", 0.001, 0.999999, &part->bound)
      || !read_text (reader, group, "second-file", FALSE, &part->second_path))
    return FALSE;
  if (part->second_path != NULL)
    return read_checksum (reader, group, "second-sha256", &part->second_sha256)
           && read_real (reader, group, "second-crop", 1.0, 10.0, &part->crop[1]);
  for (guint i = 3; spoof_keys[i] != NULL; i++)
    if (g_key_file_has_key (reader->keys, group, spoof_keys[i], NULL))
      return wrong (reader, "[%s] has %s but no second-file", group, spoof_keys[i]);
  return TRUE;
}

static gboolean
read_part (Reader *reader, AnnaeRole role, AnnaePackPart *part)
{
  const char *group = annae_role_name (role);
  g_autofree char *channels = NULL;

  if (!read_text (reader, group, "kind", TRUE, &part->kind))
    return FALSE;
  if (!g_strv_contains (role_kinds[role], part->kind))
    return wrong (reader, "[%s] kind “%s” is not known to this version of Annae", group, part->kind);
  if (!read_text (reader, group, "file", TRUE, &part->path) || !read_checksum (reader, group, "sha256", &part->sha256)
      || !read_text (reader, group, "weights", FALSE, &part->weights_path)
      || !read_text (reader, group, "licence", TRUE, &part->licence)
      || !read_text (reader, group, "source", FALSE, &part->source)
      || !read_text (reader, group, "channels", FALSE, &channels))
    return FALSE;
  if (part->weights_path != NULL && !read_checksum (reader, group, "weights-sha256", &part->weights_sha256))
    return FALSE;
  if (part->weights_path == NULL && g_key_file_has_key (reader->keys, group, "weights-sha256", NULL))
    return wrong (reader, "[%s] has weights-sha256 but no weights", group);
  if (channels != NULL && strcmp (channels, "rgb") != 0 && strcmp (channels, "bgr") != 0)
    return wrong (reader, "[%s] channels is “%s”, not rgb or bgr", group, channels);
  part->rgb = g_strcmp0 (channels, "rgb") == 0;
  if (!read_side (reader, group, "width", &part->width) || !read_side (reader, group, "height", &part->height)
      || !read_triple (reader, group, "mean", -255.0, 255.0, 0.0, part->mean)
      || !read_triple (reader, group, "scale", 1e-6, 1e3, 1.0, part->scale))
    return FALSE;
  if ((part->width == 0) != (part->height == 0))
    return wrong (reader, "[%s] has a width or a height of 0, but not both", group);
  if (role == ANNAE_ROLE_EMBED && (part->width != 112 || part->height != 112))
    return wrong (reader, "[%s] must have width 112 and height 112, the size of the aligned face", group);
  return role != ANNAE_ROLE_SPOOF || read_spoof (reader, part);
}

/* fmr-1e-4 = match;no-match */
static gboolean
read_level (Reader *reader, const char *key, GArray *levels)
{
  AnnaeThresholds level = { 0 };
  double numbers[2];
  g_autofree char *text = NULL;

  if (!to_number (key + strlen ("fmr-"), 1e-9, 0.5, &level.match_fmr))
    return wrong (reader, "[thresholds] %s does not name a false match rate from 1e-9 to 0.5", key);
  if (!read_text (reader, "thresholds", key, TRUE, &text))
    return FALSE;
  if (to_numbers (text, -1.0, 1.0, numbers, 2) != 2 || numbers[1] > numbers[0])
    return wrong (reader, "[thresholds] %s is “%s”, not two scores from -1 to 1, match first and no-match not above it",
                  key, text);
  level.match = numbers[0];
  level.no_match = numbers[1];
  g_array_append_val (levels, level);
  return TRUE;
}

static gint
compare_levels (gconstpointer a, gconstpointer b)
{
  double left = ((const AnnaeThresholds *) a)->match_fmr;
  double right = ((const AnnaeThresholds *) b)->match_fmr;

  return left > right ? -1 : left < right ? 1 : 0;
}

static gboolean
read_thresholds (Reader *reader, AnnaePackIni *ini)
{
  g_auto (GStrv) keys = g_key_file_get_keys (reader->keys, "thresholds", NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      if (strcmp (keys[i], "calibrated-on") == 0)
        continue;
      if (!g_str_has_prefix (keys[i], "fmr-"))
        return wrong (reader, "[thresholds] has the unknown key “%s”", keys[i]);
      if (!read_level (reader, keys[i], ini->thresholds))
        return FALSE;
    }
  if (ini->thresholds->len == 0)
    return wrong (reader, "[thresholds] states no false match rate");
  if (!read_text (reader, "thresholds", "calibrated-on", TRUE, &ini->calibrated_on))
    return FALSE;
  g_array_sort (ini->thresholds, compare_levels);
  for (guint i = 1; i < ini->thresholds->len; i++)
    {
      const AnnaeThresholds *higher = &g_array_index (ini->thresholds, AnnaeThresholds, i - 1);
      const AnnaeThresholds *lower = &g_array_index (ini->thresholds, AnnaeThresholds, i);
      if (lower->match_fmr == higher->match_fmr || lower->match < higher->match)
        return wrong (
            reader, "[thresholds] has two thresholds for one false match rate, or one that falls where it should rise");
    }
  return TRUE;
}

/* more: further keys that are known, or NULL. */
static gboolean
check_keys (Reader *reader, const char *group, const char *const *known, const char *const *more)
{
  g_auto (GStrv) keys = g_key_file_get_keys (reader->keys, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!g_strv_contains (known, keys[i]) && (more == NULL || !g_strv_contains (more, keys[i])))
      return wrong (reader, "[%s] has the unknown key “%s”", group, keys[i]);
  return TRUE;
}

/* licence and source are for people who read the file. */
static gboolean
read_cohort (Reader *reader, AnnaePackIni *ini)
{
  g_autofree char *licence = NULL;

  if (!ini->has_part[ANNAE_ROLE_EMBED])
    return wrong (reader, "there is a group [cohort] but no [embed] that it could be for");
  return check_keys (reader, "cohort", cohort_keys, NULL) && read_text (reader, "cohort", "file", TRUE, &ini->cohort)
         && read_checksum (reader, "cohort", "sha256", &ini->cohort_sha256)
         && read_text (reader, "cohort", "licence", TRUE, &licence);
}

static gboolean
is_plain_name (const char *name)
{
  return strlen (name) <= 64 && g_ascii_isalnum (name[0])
         && name[strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-_.")] == '\0';
}

static gboolean
read_everything (Reader *reader, AnnaePackIni *ini)
{
  gsize n_groups = 0;
  g_auto (GStrv) groups = g_key_file_get_groups (reader->keys, &n_groups);

  if (!g_key_file_has_group (reader->keys, "pack"))
    return wrong (reader, "there is no group [pack]");
  for (gsize i = 0; i < n_groups; i++)
    {
      gboolean known = strcmp (groups[i], "pack") == 0 || strcmp (groups[i], "thresholds") == 0
                       || strcmp (groups[i], "cohort") == 0;
      for (guint role = 0; role < ANNAE_N_ROLES; role++)
        known = known || strcmp (groups[i], annae_role_name (role)) == 0;
      if (!known)
        return wrong (reader, "the group [%s] is not known", groups[i]);
    }
  if (!check_keys (reader, "pack", pack_keys, NULL) || !read_text (reader, "pack", "name", TRUE, &ini->name)
      || !read_text (reader, "pack", "title", TRUE, &ini->title)
      || !read_text (reader, "pack", "version", TRUE, &ini->version)
      || !read_text (reader, "pack", "licence", TRUE, &ini->licence)
      || !read_text (reader, "pack", "note", FALSE, &ini->note)
      || !read_text (reader, "pack", "files", FALSE, &ini->files))
    return FALSE;
  if (!is_plain_name (ini->name))
    return wrong (reader, "[pack] name “%s” may hold lower-case letters, digits, “-”, “_” and “.” only", ini->name);
  for (guint role = 0; role < ANNAE_N_ROLES; role++)
    {
      if (!g_key_file_has_group (reader->keys, annae_role_name (role)))
        continue;
      if (!check_keys (reader, annae_role_name (role), part_keys, role == ANNAE_ROLE_SPOOF ? spoof_keys : NULL)
          || !read_part (reader, role, &ini->parts[role]))
        return FALSE;
      ini->has_part[role] = TRUE;
    }
  if (!ini->has_part[ANNAE_ROLE_DETECT])
    return wrong (reader, "there is no group [detect]: without it no face can be found");
  if (g_key_file_has_group (reader->keys, "cohort") && !read_cohort (reader, ini))
    return FALSE;
  if (g_key_file_has_group (reader->keys, "thresholds"))
    {
      if (!ini->has_part[ANNAE_ROLE_EMBED])
        return wrong (reader, "there is a group [thresholds] but no [embed] that it could be for");
      return read_thresholds (reader, ini);
    }
  return TRUE;
}

AnnaePackIni *
annae_pack_ini_parse (const char *bytes, gsize length, const char *path, GError **error)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (AnnaePackIni) ini = g_new0 (AnnaePackIni, 1);
  g_autoptr (GError) local = NULL;
  Reader reader = { keys, path, error };

  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  ini->thresholds = g_array_new (FALSE, FALSE, sizeof (AnnaeThresholds));
  if (length > ANNAE_PACK_INI_MAX_BYTES)
    wrong (&reader, "it is larger than %d bytes", ANNAE_PACK_INI_MAX_BYTES);
  else if (!g_utf8_validate_len (bytes != NULL ? bytes : "", length, NULL))
    wrong (&reader, "it is not UTF-8 text");
  else if (!g_key_file_load_from_data (keys, bytes != NULL ? bytes : "", length, G_KEY_FILE_NONE, &local))
    wrong (&reader, "%s", local->message);
  else if (read_everything (&reader, ini))
    return g_steal_pointer (&ini);
  return NULL;
}

void
annae_pack_ini_free (AnnaePackIni *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->title);
  g_free (self->version);
  g_free (self->licence);
  g_free (self->note);
  g_free (self->files);
  g_free (self->calibrated_on);
  g_free (self->cohort);
  g_free (self->cohort_sha256);
  for (guint role = 0; role < ANNAE_N_ROLES; role++)
    {
      AnnaePackPart *part = &self->parts[role];
      g_free (part->kind);
      g_free (part->path);
      g_free (part->weights_path);
      g_free (part->sha256);
      g_free (part->weights_sha256);
      g_free (part->second_path);
      g_free (part->second_sha256);
      g_free (part->licence);
      g_free (part->source);
    }
  g_array_unref (self->thresholds);
  g_free (self);
}
