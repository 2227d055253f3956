/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae evaluate: error rates of a pack on a list of pictures. It opens the files that it was told to write before it
 * looks at the first picture, and then closes the cage around itself like every other command: what a picture may do to
 * a decoder, it can write nowhere else. */

#include "annae-cli-evaluate.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "annae-cage.h"
#include "annae-cli-private.h"
#include "annae-errors.h"

#define MAX_LIST_BYTES (256 * 1024 * 1024)

enum
{
  OUT_JSON,
  OUT_CSV,
  OUT_SVG,
  OUT_PNG,
  N_OUT
};

typedef struct
{
  char *names[N_OUT];
  int fds[N_OUT];
  char *resume;
  char *groups;
  char *pack;
  AnnaeEvaluation evaluation;
} Command;

static void
command_clear (Command *self)
{
  AnnaeEvaluation *evaluation = &self->evaluation;

  for (guint i = 0; i < N_OUT; i++)
    {
      g_free (self->names[i]);
      if (self->fds[i] >= 0)
        close (self->fds[i]);
    }
  g_free (self->resume);
  g_free (self->groups);
  g_free (self->pack);
  if (evaluation->scores_fd >= 0)
    close (evaluation->scores_fd);
  g_free (evaluation->list_folder);
  g_free (evaluation->list_sha256);
  g_clear_pointer (&evaluation->written, g_array_unref);
  g_strfreev (evaluation->group_columns);
  g_clear_pointer (&evaluation->list, annae_table_free);
  g_clear_pointer (&evaluation->vision, annae_vision_free);
  g_clear_object (&evaluation->pack);
  g_clear_pointer (&evaluation->total, annae_tally_free);
  g_clear_pointer (&evaluation->group_names, g_ptr_array_unref);
  g_clear_pointer (&evaluation->group_tallies, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Command, command_clear)

gboolean
annae_evaluation_will_write (const AnnaeEvaluation *self, const char *path)
{
  struct stat about;

  if (g_stat (path, &about) != 0)
    return FALSE;
  for (guint i = 0; i < self->written->len; i++)
    {
      const AnnaeFileId *id = &g_array_index (self->written, AnnaeFileId, i);

      if (id->device == (guint64) about.st_dev && id->inode == (guint64) about.st_ino)
        return TRUE;
    }
  return FALSE;
}

/* Nothing is cut short yet: an earlier report stays until there is a new one. */
static gboolean
open_for_writing (AnnaeEvaluation *self, const char *name, int *fd, GError **error)
{
  struct stat about;

  if (name != NULL && annae_evaluation_will_write (self, name))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s is named twice: it can be written once.", name);
      return FALSE;
    }
  *fd = name != NULL ? g_open (name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600) : -1;
  if (name == NULL)
    return TRUE;
  if (*fd >= 0 && fstat (*fd, &about) == 0 && S_ISREG (about.st_mode))
    {
      const AnnaeFileId id = { (guint64) about.st_dev, (guint64) about.st_ino };

      g_array_append_val (self->written, id);
      return TRUE;
    }
  g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s cannot be written: %s.", name,
               *fd < 0 ? g_strerror (errno) : "it is no plain file");
  return FALSE;
}

static gboolean
write_report (const char *name, int fd, const char *bytes, gsize length, GError **error)
{
  if (ftruncate (fd, 0) == 0 && lseek (fd, 0, SEEK_SET) == 0)
    while (length > 0)
      {
        gssize wrote = write (fd, bytes, length);

        if (wrote < 0 && errno == EINTR)
          continue;
        if (wrote <= 0)
          break;
        bytes += wrote;
        length -= (gsize) wrote;
      }
  else
    length = MAX (length, 1);
  if (length == 0)
    return TRUE;
  g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s cannot be written: %s.", name, g_strerror (errno));
  return FALSE;
}

static gboolean
load_list (AnnaeEvaluation *self, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) local = NULL;
  struct stat about;
  gsize length;

  if (g_stat (path, &about) == 0 && (!S_ISREG (about.st_mode) || about.st_size > MAX_LIST_BYTES))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s is no plain file of at most 256 MB.", path);
      return FALSE;
    }
  if (!g_file_get_contents (path, &text, &length, &local))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s", local->message);
      return FALSE;
    }
  self->list_name = path;
  self->list_folder = g_path_get_dirname (path);
  self->list_sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, length);
  self->list = annae_table_parse (text, length, path, error);
  if (!g_path_is_absolute (self->list_folder))
    {
      g_autofree char *relative = g_steal_pointer (&self->list_folder);

      self->list_folder = g_canonicalize_filename (relative, NULL);
    }
  return self->list != NULL;
}

static gboolean
prepare (Command *self, const char *list, GError **error)
{
  AnnaeEvaluation *evaluation = &self->evaluation;
  g_autofree char *receipts = g_build_filename (g_get_user_data_dir (), "annae", "receipts", NULL);
  const char *const writable[] = { receipts, NULL };
  g_autoptr (GError) local = NULL;

  if (!load_list (evaluation, list, error))
    return FALSE;
  if (evaluation->all_pairs && self->resume != NULL)
    {
      g_set_error_literal (
          error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS,
          "--resume keeps scores of listed pairs; with --all-pairs only templates could be kept, and they are never "
          "written.");
      return FALSE;
    }
  evaluation->written = g_array_new (FALSE, FALSE, sizeof (AnnaeFileId));
  for (guint i = 0; i < N_OUT; i++)
    if (!open_for_writing (evaluation, self->names[i], &self->fds[i], error))
      return FALSE;
  if (!open_for_writing (evaluation, self->resume, &evaluation->scores_fd, error))
    return FALSE;
  if (annae_evaluation_will_write (evaluation, list))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s is the list: it is read, and cannot be written.",
                   list);
      return FALSE;
    }
  if (!annae_cage_limit_files (writable, &local))
    g_message ("%s", local->message);
  annae_cli_close_cage ();

  evaluation->pack = annae_model_pack_find (self->pack, error);
  if (evaluation->pack == NULL)
    return FALSE;
  if (annae_model_pack_get_part (evaluation->pack, ANNAE_ROLE_EMBED) == NULL)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_UNSUPPORTED,
                   "The model pack %s has no part that recognises faces: there is nothing to evaluate. Name another "
                   "with --pack.",
                   annae_model_pack_get_name (evaluation->pack));
      return FALSE;
    }
  if (self->groups != NULL)
    evaluation->group_columns = g_strsplit (self->groups, ",", -1);
  evaluation->total = annae_tally_new ();
  evaluation->group_names = g_ptr_array_new_with_free_func (g_free);
  evaluation->group_tallies = g_ptr_array_new_with_free_func ((GDestroyNotify) annae_tally_free);
  return TRUE;
}

static gboolean
write_reports (Command *self, GError **error)
{
  static char *(*const to_text[]) (const AnnaeEvaluation *) = {
    [OUT_JSON] = annae_evaluation_to_json,
    [OUT_CSV] = annae_evaluation_to_csv,
    [OUT_SVG] = annae_evaluation_to_svg,
  };

  for (guint i = 0; i < G_N_ELEMENTS (to_text); i++)
    {
      g_autofree char *text = self->fds[i] >= 0 ? to_text[i](&self->evaluation) : NULL;

      if (text != NULL && !write_report (self->names[i], self->fds[i], text, strlen (text), error))
        return FALSE;
    }
  if (self->fds[OUT_PNG] < 0)
    return TRUE;
  g_autoptr (GBytes) png = annae_evaluation_to_png (&self->evaluation, error);
  return png != NULL
         && write_report (self->names[OUT_PNG], self->fds[OUT_PNG], g_bytes_get_data (png, NULL),
                          g_bytes_get_size (png), error);
}

int
annae_cli_evaluate (int argc, char **argv)
{
  g_auto (Command) self = { .fds = { -1, -1, -1, -1 }, .evaluation = { .scores_fd = -1 } };
  const GOptionEntry entries[] = {
    { "groups", 'g', 0, G_OPTION_ARG_STRING, &self.groups, "Report each value of this column, or of several together",
      "COLUMN[,…]" },
    { "all-pairs", 'a', 0, G_OPTION_ARG_NONE, &self.evaluation.all_pairs,
      "The list has path and id: compare every picture with every other", NULL },
    { "aligned", 0, 0, G_OPTION_ARG_NONE, &self.evaluation.aligned,
      "The pictures are aligned faces: take the middle 112x112 pixels", NULL },
    { "pack", 'p', 0, G_OPTION_ARG_STRING, &self.pack, "Model pack: a name or a folder", "NAME" },
    { "json", 'j', 0, G_OPTION_ARG_FILENAME, &self.names[OUT_JSON], "Write everything as JSON", "FILE" },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &self.names[OUT_CSV], "Write the DET curves as CSV", "FILE" },
    { "svg", 0, 0, G_OPTION_ARG_FILENAME, &self.names[OUT_SVG], "Draw the DET curves", "FILE" },
    { "png", 0, 0, G_OPTION_ARG_FILENAME, &self.names[OUT_PNG], "Draw them as PNG", "FILE" },
    { "resume", 'r', 0, G_OPTION_ARG_FILENAME, &self.resume, "Keep the scores here, and go on from what is there",
      "FILE" },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  int exit_code = 0;

  if (!annae_cli_parse (
          &argc, &argv, entries, "LIST.csv",
          "Measures a pack's error rates. LIST.csv has the columns path_a, path_b and same (1 or 0), paths relative to "
          "it.\nTemplates stay in memory; what --resume keeps is scores.",
          1, &exit_code))
    return exit_code;
  if (!prepare (&self, argv[1], &error) || !annae_evaluation_work (&self.evaluation, &error))
    return annae_cli_complain (error);
  annae_evaluation_print (&self.evaluation);
  if (!write_reports (&self, &error))
    return annae_cli_complain (error);
  return 0;
}
