/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Layouts of documents: read strictly, as packs are, so that a slip of the pen is found at the start and not by a
 * customer; and the choice of the portrait by them. */

#include "annae-layout.h"

#include <math.h>
#include <string.h>

#include "annae-errors.h"

/* From a business card to a folded A4 sheet. */
#define LEAST_MM 40.0
#define MOST_MM 300.0
#define LEAST_ZONE_MM 2.0
/* Half a millimetre: what a ruler reads and a decimal rounds. */
#define SLACK_MM 0.5

/* A detector's box reaches from the forehead to the chin: of photographs as passports want them (ICAO 9303 part 9: the
 * head takes 70 to 80 % of the height) about this share. Others are up to 1.6 times as near or far. */
#define FACE_OF_PORTRAIT 0.52
#define MOST_SIZE_OFF 1.65
/* Its centre lies so far down the photograph, and may lie so much of the zone's sides away from there. */
#define FACE_CENTRE 0.52
#define MOST_ASIDE 0.32
#define MOST_ABOVE 0.28
/* Near a photograph's zone: so many times that far. */
#define NEAR 1.5
/* Tilted by 40 degrees a document's aspect is off by the cosine. */
#define MOST_ASPECT_OFF 0.34
/* What a face where the ghost should be adds. */
#define GHOST_SEEN 0.25

typedef struct
{
  GKeyFile *keys;
  const char *path;
  GError **error;
} Reader;

static const char *const layout_keys[] = { "title", "size", "portrait", "ghost", NULL };

static gboolean G_GNUC_PRINTF (2, 3) wrong (Reader *reader, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (reader->error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s: %s", reader->path, what);
  return FALSE;
}

static gboolean
read_numbers (Reader *reader, const char *group, const char *key, guint n, const char *what, double *numbers)
{
  g_autofree char *text = g_key_file_get_string (reader->keys, group, key, NULL);

  if (text == NULL)
    return wrong (reader, "[%s] has no %s", group, key);
  g_auto (GStrv) words = g_strsplit (text, ";", -1);
  gboolean good = g_strv_length (words) == n;
  for (guint i = 0; good && i < n; i++)
    {
      char *word = g_strstrip (words[i]);
      char *end = NULL;

      numbers[i] = g_ascii_strtod (word, &end);
      good = end != word && *end == '\0' && isfinite (numbers[i]) && fabs (numbers[i]) <= 1000.0;
    }
  return good || wrong (reader, "[%s] %s is “%s”, not %s", group, key, text, what);
}

static gboolean
read_zone (Reader *reader, const char *group, const char *key, const AnnaeLayout *layout, AnnaeBox *zone)
{
  double mm[4];

  if (!read_numbers (reader, group, key, 4, "left;top;width;height in mm", mm))
    return FALSE;
  if (mm[2] < LEAST_ZONE_MM || mm[3] < LEAST_ZONE_MM)
    return wrong (reader, "[%s] %s is less than %g mm wide or high", group, key, LEAST_ZONE_MM);
  if (mm[0] < -SLACK_MM || mm[1] < -SLACK_MM || mm[0] + mm[2] > layout->width_mm + SLACK_MM
      || mm[1] + mm[3] > layout->height_mm + SLACK_MM)
    return wrong (reader, "[%s] %s reaches beyond the document of %g x %g mm", group, key, layout->width_mm,
                  layout->height_mm);
  *zone = (AnnaeBox){ (float) (mm[0] / layout->width_mm), (float) (mm[1] / layout->height_mm),
                      (float) (mm[2] / layout->width_mm), (float) (mm[3] / layout->height_mm) };
  return TRUE;
}

static gboolean
overlap (const AnnaeLayout *layout, const AnnaeBox *a, const AnnaeBox *b)
{
  double slack_x = SLACK_MM / layout->width_mm;
  double slack_y = SLACK_MM / layout->height_mm;

  return MIN (a->x + a->width, b->x + b->width) - MAX (a->x, b->x) > slack_x
         && MIN (a->y + a->height, b->y + b->height) - MAX (a->y, b->y) > slack_y;
}

static gboolean
read_texts (Reader *reader, AnnaeLayout *layout)
{
  g_auto (GStrv) keys = g_key_file_get_keys (reader->keys, "text", NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      if (layout->n_texts == ANNAE_LAYOUT_MAX_TEXTS)
        return wrong (reader, "[text] has more than %d zones", ANNAE_LAYOUT_MAX_TEXTS);
      AnnaeBox *zone = &layout->texts[layout->n_texts++];
      if (!read_zone (reader, "text", keys[i], layout, zone))
        return FALSE;
      if (overlap (layout, zone, &layout->portrait))
        return wrong (reader, "[text] %s lies over the portrait, which would be covered with it", keys[i]);
    }
  return TRUE;
}

static gboolean
check_keys (Reader *reader)
{
  g_auto (GStrv) groups = g_key_file_get_groups (reader->keys, NULL);
  g_auto (GStrv) keys = g_key_file_get_keys (reader->keys, "layout", NULL, NULL);

  if (keys == NULL)
    return wrong (reader, "there is no group [layout]");
  for (guint i = 0; groups[i] != NULL; i++)
    if (strcmp (groups[i], "layout") != 0 && strcmp (groups[i], "text") != 0)
      return wrong (reader, "the group [%s] is not known", groups[i]);
  for (guint i = 0; keys[i] != NULL; i++)
    if (!g_strv_contains (layout_keys, keys[i]))
      return wrong (reader, "[layout] has the unknown key “%s”", keys[i]);
  return TRUE;
}

static gboolean
read_everything (Reader *reader, AnnaeLayout *layout)
{
  double size[2];

  if (!check_keys (reader))
    return FALSE;
  layout->title = g_key_file_get_string (reader->keys, "layout", "title", NULL);
  if (layout->title == NULL || *g_strstrip (layout->title) == '\0')
    return wrong (reader, "[layout] has no title");
  if (!read_numbers (reader, "layout", "size", 2, "width;height in mm", size))
    return FALSE;
  if (size[0] < LEAST_MM || size[1] < LEAST_MM || size[0] > MOST_MM || size[1] > MOST_MM)
    return wrong (reader, "[layout] size is not from %g to %g mm", LEAST_MM, MOST_MM);
  layout->width_mm = size[0];
  layout->height_mm = size[1];
  if (!read_zone (reader, "layout", "portrait", layout, &layout->portrait))
    return FALSE;
  layout->has_ghost = g_key_file_has_key (reader->keys, "layout", "ghost", NULL);
  if (layout->has_ghost && !read_zone (reader, "layout", "ghost", layout, &layout->ghost))
    return FALSE;
  if (layout->has_ghost && overlap (layout, &layout->ghost, &layout->portrait))
    return wrong (reader, "[layout] ghost lies over the portrait");
  if (layout->has_ghost && layout->ghost.height >= layout->portrait.height)
    return wrong (reader, "[layout] ghost is not smaller than the portrait");
  return read_texts (reader, layout);
}

AnnaeLayout *
annae_layout_parse (const char *bytes, gsize length, const char *path, GError **error)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (AnnaeLayout) layout = g_new0 (AnnaeLayout, 1);
  g_autoptr (GError) local = NULL;
  Reader reader = { keys, path, error };

  g_return_val_if_fail ((bytes != NULL || length == 0) && path != NULL, NULL);

  g_autofree char *file = g_path_get_basename (path);
  layout->name = g_str_has_suffix (file, ".ini") ? g_strndup (file, strlen (file) - 4) : g_steal_pointer (&file);
  if (length > ANNAE_LAYOUT_MAX_BYTES)
    wrong (&reader, "it is larger than %d bytes", ANNAE_LAYOUT_MAX_BYTES);
  else if (!g_utf8_validate_len (bytes != NULL ? bytes : "", length, NULL))
    wrong (&reader, "it is not UTF-8 text");
  else if (!g_key_file_load_from_data (keys, bytes != NULL ? bytes : "", length, G_KEY_FILE_NONE, &local))
    wrong (&reader, "%s", local->message);
  else if (read_everything (&reader, layout))
    return g_steal_pointer (&layout);
  return NULL;
}

void
annae_layout_free (AnnaeLayout *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->title);
  g_free (self);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer full) the names of a folder's *.ini, in order; NULL with an error. */
static GPtrArray *
list_files (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &local);
  const char *name;

  if (dir == NULL)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "The layouts of documents cannot be read: %s",
                   local->message);
      return NULL;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".ini") && name[0] != '.')
      g_ptr_array_add (files, g_strdup (name));
  if (files->len == 0 || files->len > ANNAE_LAYOUT_MAX_FILES)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE,
                   "%s: there are %u layouts of documents (*.ini), not 1 to %d", folder, files->len,
                   ANNAE_LAYOUT_MAX_FILES);
      return NULL;
    }
  g_ptr_array_sort (files, compare_names);
  return g_steal_pointer (&files);
}

GPtrArray *
annae_layouts_load (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) layouts = g_ptr_array_new_with_free_func ((GDestroyNotify) annae_layout_free);
  g_autoptr (GPtrArray) files = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  files = list_files (folder, error);
  if (files == NULL)
    return NULL;
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (files, i), NULL);
      g_autofree char *bytes = NULL;
      g_autoptr (GError) local = NULL;
      gsize length = 0;
      AnnaeLayout *layout;

      if (!g_file_get_contents (path, &bytes, &length, &local))
        {
          g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s: %s", path, local->message);
          return NULL;
        }
      layout = annae_layout_parse (bytes, length, path, error);
      if (layout == NULL)
        return NULL;
      g_ptr_array_add (layouts, layout);
    }
  return g_steal_pointer (&layouts);
}

/* How far the middle of a face lies from where photographs of this zone have it, of what is allowed: to the side, up or
 * down. */
static void
measure_off (const AnnaeBox *zone, const AnnaeBox *face, double *aside, double *above)
{
  *aside = fabs (face->x + face->width / 2 - zone->x - zone->width / 2) / (MOST_ASIDE * zone->width);
  *above = fabs (face->y + face->height / 2 - zone->y - FACE_CENTRE * zone->height) / (MOST_ABOVE * zone->height);
}

double
annae_layout_fit (const AnnaeBox *zone, const AnnaeBox *face)
{
  double aside, above;

  g_return_val_if_fail (zone != NULL && face != NULL, 0.0);

  if (!(face->height > 0.0f) || !(zone->height > 0.0f) || !(zone->width > 0.0f))
    return 0.0;
  const double size = fabs (log (face->height / zone->height / FACE_OF_PORTRAIT)) / log (MOST_SIZE_OFF);
  measure_off (zone, face, &aside, &above);
  const double off = sqrt ((size * size + aside * aside + above * above) / 3);

  return size < 1 && aside < 1 && above < 1 ? 1 - off : 0.0;
}

static gboolean
has_aspect (const AnnaeLayout *layout, double aspect)
{
  return aspect <= 0.0 || fabs (log (aspect * layout->height_mm / layout->width_mm)) <= MOST_ASPECT_OFF;
}

/* How much a face looks like some document's ghost. */
static double
ghostness (const GPtrArray *layouts, double aspect, const AnnaeBox *face)
{
  double most = 0.0;

  for (guint i = 0; i < layouts->len; i++)
    {
      const AnnaeLayout *one = g_ptr_array_index (layouts, i);

      if (one->has_ghost && has_aspect (one, aspect))
        most = MAX (most, annae_layout_fit (&one->ghost, face));
    }
  return most;
}

gboolean
annae_layouts_is_ghost (const GPtrArray *layouts, double aspect, const AnnaeBox *face)
{
  double portrait = 0.0;

  g_return_val_if_fail (layouts != NULL && face != NULL, FALSE);

  for (guint i = 0; i < layouts->len; i++)
    {
      const AnnaeLayout *one = g_ptr_array_index (layouts, i);

      if (has_aspect (one, aspect))
        portrait = MAX (portrait, annae_layout_fit (&one->portrait, face));
    }
  return ghostness (layouts, aspect, face) > portrait;
}

gboolean
annae_layouts_is_near (const GPtrArray *layouts, const AnnaeBox *face)
{
  g_return_val_if_fail (layouts != NULL && face != NULL, FALSE);

  for (guint i = 0; i < layouts->len; i++)
    {
      const AnnaeLayout *one = g_ptr_array_index (layouts, i);
      double aside, above;

      measure_off (&one->portrait, face, &aside, &above);
      if (aside < NEAR && above < NEAR)
        return TRUE;
    }
  return FALSE;
}

/* With what the layout's own ghost, seen where it should be, adds. */
static gboolean
try_layout (const GPtrArray *layouts,
            const AnnaeLayout *layout,
            double aspect,
            const AnnaeBox *faces,
            guint n_faces,
            guint *portrait,
            double *fit,
            double *worth)
{
  double ghost = 0.0;

  *worth = 0.0;
  if (!has_aspect (layout, aspect))
    return FALSE;
  for (guint f = 0; layout->has_ghost && f < n_faces; f++)
    ghost = MAX (ghost, annae_layout_fit (&layout->ghost, &faces[f]));
  for (guint f = 0; f < n_faces; f++)
    {
      double here = annae_layout_fit (&layout->portrait, &faces[f]);

      /* A large ghost of one document can be where another has its portrait. */
      if (here <= 0.0 || here + GHOST_SEEN * ghost <= *worth
          || (ghost <= 0.0 && here <= ghostness (layouts, aspect, &faces[f])))
        continue;
      *worth = here + GHOST_SEEN * ghost;
      *portrait = f;
      *fit = here;
    }
  return *worth > 0.0;
}

gboolean
annae_layouts_try (const GPtrArray *layouts,
                   const AnnaeLayout *layout,
                   double aspect,
                   const AnnaeBox *faces,
                   guint n_faces,
                   guint *portrait,
                   double *fit)
{
  double worth;

  g_return_val_if_fail (layouts != NULL && layout != NULL && (faces != NULL || n_faces == 0), FALSE);
  g_return_val_if_fail (portrait != NULL && fit != NULL, FALSE);

  return try_layout (layouts, layout, aspect, faces, n_faces, portrait, fit, &worth);
}

gboolean
annae_layouts_choose (const GPtrArray *layouts,
                      double aspect,
                      const AnnaeBox *faces,
                      guint n_faces,
                      guint *portrait,
                      const AnnaeLayout **layout,
                      double *fit)
{
  double best = 0.0;

  g_return_val_if_fail (layouts != NULL && (faces != NULL || n_faces == 0), FALSE);
  g_return_val_if_fail (portrait != NULL && layout != NULL && fit != NULL, FALSE);

  for (guint i = 0; i < layouts->len; i++)
    {
      const AnnaeLayout *one = g_ptr_array_index (layouts, i);
      double one_fit, worth;
      guint one_portrait;

      if (!try_layout (layouts, one, aspect, faces, n_faces, &one_portrait, &one_fit, &worth) || worth <= best)
        continue;
      best = worth;
      *portrait = one_portrait;
      *layout = one;
      *fit = one_fit;
    }
  return best > 0.0;
}
