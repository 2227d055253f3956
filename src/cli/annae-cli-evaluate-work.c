/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae evaluate, the work. Templates stay in the vault for as long as the command runs. What may be kept to resume
 * from is one score, or “no face”, for each comparison: neither says what anybody looks like. */

#include "annae-cli-evaluate.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "annae-all-pairs.h"
#include "annae-errors.h"

#define CROP_SIDE 112

typedef struct
{
  AnnaeTemplate *template; /* NULL: not looked at yet, or failed */
  gboolean failed;
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_clear_pointer (&picture->template, annae_template_unref);
  g_free (picture);
}

/* The middle of a larger crop of the same scale. */
static AnnaeFrame *
cut_middle (AnnaeFrame *frame)
{
  guint width = annae_frame_get_width (frame), height = annae_frame_get_height (frame);
  guint left = (width - CROP_SIDE) / 2, top = (height - CROP_SIDE) / 2;
  AnnaePixels pixels = annae_frame_get_pixels (frame);
  AnnaeFrame *middle = annae_frame_new (ANNAE_VAULT_CHIP, pixels, CROP_SIDE, CROP_SIDE, 0);
  gsize depth = annae_frame_get_stride (frame) / width;

  for (guint y = 0; middle != NULL && y < CROP_SIDE; y++)
    memcpy (annae_frame_get_writable (middle) + y * annae_frame_get_stride (middle),
            annae_frame_peek (frame) + (top + y) * annae_frame_get_stride (frame) + left * depth, CROP_SIDE * depth);
  return middle;
}

static AnnaeFrame *
find_face (AnnaeEvaluation *self, AnnaeFrame *picture, GError **error)
{
  AnnaeObservation seen;
  AnnaeFrame *aligned = NULL;

  if (self->aligned)
    {
      if (annae_frame_get_width (picture) >= CROP_SIDE && annae_frame_get_height (picture) >= CROP_SIDE)
        return cut_middle (picture);
      g_set_error_literal (error, ANNAE_RETRY_ERROR, ANNAE_RETRY_TOO_SMALL,
                           "An aligned face has 112 x 112 pixels or more.");
      return NULL;
    }
  if (!annae_vision_observe (self->vision, picture, &seen, error))
    return NULL;
  if (seen.n_faces > 0)
    aligned = annae_vision_align (self->vision, picture, &seen.faces[0], error);
  else
    g_set_error_literal (error, ANNAE_RETRY_ERROR, ANNAE_RETRY_NO_FACE, "There is no face in it.");
  annae_vault_wipe (&seen, sizeof seen);
  return aligned;
}

AnnaeTemplate *
annae_evaluation_embed (AnnaeEvaluation *self, const char *path, gboolean *failed, GError **error)
{
  g_autoptr (GError) local = NULL;

  *failed = FALSE;
  if (self->vision == NULL && (self->vision = annae_vision_new (self->pack, error)) == NULL)
    return NULL;
  g_autoptr (AnnaeFrame) picture = annae_picture_load (path, &local);
  g_autoptr (AnnaeFrame) aligned = picture != NULL ? find_face (self, picture, &local) : NULL;
  AnnaeTemplate *result = aligned != NULL ? annae_vision_embed (self->vision, aligned, &local) : NULL;

  *failed = result == NULL
            && (local == NULL || local->domain == ANNAE_RETRY_ERROR
                || g_error_matches (local, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE)
                || g_error_matches (local, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_TOO_LARGE));
  if (result == NULL && !*failed)
    g_propagate_prefixed_error (error, g_steal_pointer (&local), "%s: ", path);
  return result;
}

static gboolean
find_column (AnnaeEvaluation *self, const char *name, int *column, GError **error)
{
  *column = annae_table_find_column (self->list, name);
  if (*column >= 0)
    return TRUE;
  g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s: there is no column “%s”.", self->list_name, name);
  return FALSE;
}

gboolean
annae_evaluation_find_group (AnnaeEvaluation *self, guint row, guint *group, GError **error)
{
  g_autoptr (GString) name = g_string_new (NULL);

  *group = ANNAE_ALL_PAIRS_NO_GROUP;
  for (guint i = 0; self->group_columns != NULL && self->group_columns[i] != NULL; i++)
    {
      int column;

      if (!find_column (self, self->group_columns[i], &column, error))
        return FALSE;
      const char *value = annae_table_get (self->list, row, (guint) column);
      if (*value == '\0')
        return TRUE;
      g_string_append_printf (name, "%s%s", i > 0 ? " " : "", value);
    }
  if (name->len == 0 || g_ptr_array_find_with_equal_func (self->group_names, name->str, g_str_equal, group))
    return TRUE;
  if (self->group_names->len >= ANNAE_EVALUATE_MAX_GROUPS)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s: more than %d groups.", self->list_name,
                   ANNAE_EVALUATE_MAX_GROUPS);
      return FALSE;
    }
  *group = self->group_names->len;
  g_ptr_array_add (self->group_names, g_strdup (name->str));
  g_ptr_array_add (self->group_tallies, annae_tally_new ());
  return TRUE;
}

static void
tell_progress (const char *what, guint done, guint all)
{
  gboolean terminal = isatty (STDERR_FILENO);

  if (terminal)
    g_printerr ("\r%u of %u %s%s", done, all, what, done == all ? "\n" : "");
  else if (done == all || (done * 10ULL) / all != ((done - 1) * 10ULL) / all)
    g_printerr ("%u of %u %s\n", done, all, what);
}

/* A path that is not there is a mistake in the list, not a face that could not be taken: said before the long work. */
static gboolean
add_picture (AnnaeEvaluation *self, GHashTable *pictures, guint row, int column, char **path, GError **error)
{
  *path = g_canonicalize_filename (annae_table_get (self->list, row, (guint) column), self->list_folder);
  if (g_hash_table_contains (pictures, *path))
    return TRUE;
  if (!g_file_test (*path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s, line %u: there is no file %s.", self->list_name,
                   annae_table_get_line (self->list, row), *path);
      return FALSE;
    }
  if (annae_evaluation_will_write (self, *path))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s, line %u: %s is to be written, not looked at.",
                   self->list_name, annae_table_get_line (self->list, row), *path);
      return FALSE;
    }
  g_hash_table_insert (pictures, g_strdup (*path), g_new0 (Picture, 1));
  return TRUE;
}

static gboolean
look_at (AnnaeEvaluation *self, GHashTable *pictures, const char *path, Picture **picture, GError **error)
{
  *picture = g_hash_table_lookup (pictures, path);
  if ((*picture)->template != NULL || (*picture)->failed)
    return TRUE;
  (*picture)->template = annae_evaluation_embed (self, path, &(*picture)->failed, error);
  return (*picture)->template != NULL || (*picture)->failed;
}

typedef struct
{
  char *paths[2];
  gboolean same;
  guint group;
  gboolean scored;    /* by an earlier run */
  guint failed_sides; /* bits */
  double score;
} Pair;

static void
pair_clear (gpointer data)
{
  Pair *pair = data;

  g_free (pair->paths[0]);
  g_free (pair->paths[1]);
}

static GArray *
read_pairs (AnnaeEvaluation *self, GHashTable *pictures, GError **error)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, TRUE, sizeof (Pair));
  guint n = annae_table_get_n_rows (self->list);
  int a, b, same;

  g_array_set_clear_func (pairs, pair_clear);
  if (!find_column (self, "path_a", &a, error) || !find_column (self, "path_b", &b, error)
      || !find_column (self, "same", &same, error))
    return NULL;
  g_array_set_size (pairs, n);
  for (guint row = 0; row < n; row++)
    {
      Pair *pair = &g_array_index (pairs, Pair, row);
      const char *truth = annae_table_get (self->list, row, (guint) same);

      if (!g_str_equal (truth, "0") && !g_str_equal (truth, "1"))
        {
          g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s, line %u: same is “%s”, not 1 or 0.",
                       self->list_name, annae_table_get_line (self->list, row), truth);
          return NULL;
        }
      pair->same = *truth == '1';
      if (!add_picture (self, pictures, row, a, &pair->paths[0], error)
          || !add_picture (self, pictures, row, b, &pair->paths[1], error)
          || !annae_evaluation_find_group (self, row, &pair->group, error))
        return NULL;
    }
  return g_steal_pointer (&pairs);
}

static gboolean
write_all (int fd, const char *text, GError **error)
{
  for (gsize left = strlen (text); left > 0;)
    {
      gssize wrote = write (fd, text, left);

      if (wrote < 0 && errno != EINTR)
        {
          g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "The scores cannot be written: %s.",
                       g_strerror (errno));
          return FALSE;
        }
      if (wrote > 0)
        {
          text += wrote;
          left -= (gsize) wrote;
        }
    }
  return TRUE;
}

/* Takes over what an earlier run has written; a last line that was cut off is cut away. */
static gboolean
resume (AnnaeEvaluation *self, GArray *pairs, GError **error)
{
  g_autofree char *head = g_strdup_printf ("annae scores 1 %s %s %s", self->list_sha256,
                                           annae_model_pack_get_hash (self->pack), self->aligned ? "aligned" : "found");
  g_autoptr (GString) text = g_string_new (NULL);
  char bytes[4096];
  gssize got;

  while ((got = read (self->scores_fd, bytes, sizeof bytes)) > 0)
    g_string_append_len (text, bytes, got);
  char *last = strrchr (text->str, '\n');
  g_string_truncate (text, last != NULL ? (gsize) (last + 1 - text->str) : 0);
  g_auto (GStrv) lines = g_strsplit (text->str, "\n", -1);
  if (text->len > 0 && !g_str_equal (lines[0], head))
    {
      g_set_error_literal (
          error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE,
          "The file to resume from belongs to another list or pack, or is none: remove it or name another.");
      return FALSE;
    }
  for (guint i = 1; text->len > 0 && lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      char *end = NULL, *tail = NULL;
      guint64 row = g_ascii_strtoull (lines[i], &end, 10);
      Pair *pair = row < pairs->len ? &g_array_index (pairs, Pair, row) : NULL;
      gboolean failed = g_str_has_prefix (end, " no-face ");

      if (pair != NULL && failed)
        pair->failed_sides = (guint) g_ascii_strtoull (end + strlen (" no-face "), &tail, 10);
      else if (pair != NULL)
        pair->score = g_ascii_strtod (end, &tail);
      if (tail == NULL || *tail != '\0' || tail == end || (failed && (pair->failed_sides < 1 || pair->failed_sides > 3))
          || !(pair->score >= -1.001 && pair->score <= 1.001))
        {
          g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "The file to resume from is damaged in line %u.",
                       i + 1);
          return FALSE;
        }
      pair->scored = TRUE;
      self->n_resumed++;
    }
  if (ftruncate (self->scores_fd, (off_t) text->len) < 0 || lseek (self->scores_fd, 0, SEEK_END) < 0)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "The scores cannot be written: %s.",
                   g_strerror (errno));
      return FALSE;
    }
  g_autofree char *first = g_strconcat (head, "\n", NULL);
  return text->len > 0 || write_all (self->scores_fd, first, error);
}

static gboolean
score_pair (AnnaeEvaluation *self, GHashTable *pictures, guint row, Pair *pair, GError **error)
{
  Picture *sides[2];
  char score[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < 2; i++)
    {
      if (!look_at (self, pictures, pair->paths[i], &sides[i], error))
        return FALSE;
      pair->failed_sides |= sides[i]->failed ? 1u << i : 0;
    }
  if (pair->failed_sides == 0
      && !annae_cohort_compare (annae_model_pack_get_cohort (self->pack), sides[0]->template, sides[1]->template,
                                &pair->score))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_NETWORK, "%s and %s cannot be compared.", pair->paths[0],
                   pair->paths[1]);
      return FALSE;
    }
  if (self->scores_fd < 0)
    return TRUE;
  g_ascii_formatd (score, sizeof score, "%.7f", pair->score);
  g_autofree char *line = pair->failed_sides != 0 ? g_strdup_printf ("%u no-face %u\n", row, pair->failed_sides)
                                                  : g_strdup_printf ("%u %s\n", row, score);
  return write_all (self->scores_fd, line, error);
}

static gboolean
work_on_pairs (AnnaeEvaluation *self, GHashTable *pictures, GError **error)
{
  g_autoptr (GArray) pairs = read_pairs (self, pictures, error);

  if (pairs == NULL || (self->scores_fd >= 0 && !resume (self, pairs, error)))
    return FALSE;
  for (guint row = 0; row < pairs->len; row++)
    {
      Pair *pair = &g_array_index (pairs, Pair, row);

      if (!pair->scored && !score_pair (self, pictures, row, pair, error))
        return FALSE;
      for (guint i = 0; i < 2; i++)
        if (pair->failed_sides & (1u << i))
          ((Picture *) g_hash_table_lookup (pictures, pair->paths[i]))->failed = TRUE;
      tell_progress ("comparisons", row + 1, pairs->len);
      if (pair->failed_sides != 0)
        {
          self->n_left_out++;
          continue;
        }
      annae_tally_add (self->total, pair->same, pair->score);
      if (pair->group != ANNAE_ALL_PAIRS_NO_GROUP)
        annae_tally_add (self->group_tallies->pdata[pair->group], pair->same, pair->score);
    }
  return TRUE;
}

static gboolean
work_on_all (AnnaeEvaluation *self, GHashTable *pictures, GError **error)
{
  g_autoptr (GHashTable) people = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) templates = g_ptr_array_new ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  guint n = annae_table_get_n_rows (self->list);
  int path_column, id_column;

  if (!find_column (self, "path", &path_column, error) || !find_column (self, "id", &id_column, error))
    return FALSE;
  for (guint row = 0; row < n; row++)
    {
      char *path = NULL;
      guint before = g_hash_table_size (pictures);
      gboolean added = add_picture (self, pictures, row, path_column, &path, error);

      g_ptr_array_add (paths, path);
      if (!added)
        return FALSE;
      if (g_hash_table_size (pictures) == before)
        {
          /* It would be compared with itself. */
          g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s, line %u: %s is listed twice.",
                       self->list_name, annae_table_get_line (self->list, row), path);
          return FALSE;
        }
    }
  for (guint row = 0; row < n; row++)
    {
      const char *id = annae_table_get (self->list, row, (guint) id_column);
      gpointer known;
      Picture *picture;
      guint group;

      if (*id == '\0')
        {
          g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s, line %u: there is no id.", self->list_name,
                       annae_table_get_line (self->list, row));
          return FALSE;
        }
      if (!look_at (self, pictures, paths->pdata[row], &picture, error)
          || !annae_evaluation_find_group (self, row, &group, error))
        return FALSE;
      tell_progress ("pictures", row + 1, n);
      if (picture->failed)
        continue;
      if (!g_hash_table_lookup_extended (people, id, NULL, &known))
        {
          known = GUINT_TO_POINTER (g_hash_table_size (people));
          g_hash_table_insert (people, (gpointer) id, known);
        }
      guint person = GPOINTER_TO_UINT (known);
      g_ptr_array_add (templates, picture->template);
      g_array_append_val (ids, person);
      g_array_append_val (groups, group);
    }
  gsize left = n - templates->len;
  self->n_left_out = (guint) (left * templates->len + left * (left > 0 ? left - 1 : 0) / 2);
  if (annae_all_pairs_compare ((AnnaeTemplate **) templates->pdata, templates->len,
                               annae_model_pack_get_cohort (self->pack), (const guint *) (gpointer) ids->data,
                               self->group_tallies->len > 0 ? (const guint *) (gpointer) groups->data : NULL,
                               self->total, (AnnaeTally **) self->group_tallies->pdata))
    return TRUE;
  g_set_error_literal (
      error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_MEMORY,
      "So many pictures cannot be compared: there is not enough memory, or the pack's cohort does not fit.");
  return FALSE;
}

gboolean
annae_evaluation_work (AnnaeEvaluation *self, GError **error)
{
  g_autoptr (GHashTable) pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, picture_free);
  GHashTableIter iter;
  gpointer picture;

  if (!(self->all_pairs ? work_on_all (self, pictures, error) : work_on_pairs (self, pictures, error)))
    return FALSE;
  self->n_pictures = g_hash_table_size (pictures);
  g_hash_table_iter_init (&iter, pictures);
  while (g_hash_table_iter_next (&iter, NULL, &picture))
    self->n_failed += ((Picture *) picture)->failed ? 1 : 0;
  return TRUE;
}
