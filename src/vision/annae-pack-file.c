/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of a pack: inside its folder, regular, of a sane size, with the checksum that pack.ini pins. */

#include "annae-pack-file.h"

#include "annae-errors.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK_BYTES 65536

static char *
real_path (const char *path)
{
  char *found = realpath (path, NULL);
  char *copy = g_strdup (found);

  free (found);
  return copy;
}

static gboolean
lies_in (const char *path, const char *folder)
{
  gsize length = strlen (folder);

  return strncmp (path, folder, length) == 0 && path[length] == '/';
}

char *
annae_pack_file_resolve (const char *folder, const char *name, GError **error)
{
  g_autofree char *real_folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *real = NULL;

  g_return_val_if_fail (folder != NULL && name != NULL, NULL);

  real_folder = real_path (folder);
  if (real_folder == NULL)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "The folder %s is not there: %s", folder,
                   g_strerror (errno));
      return NULL;
    }
  path = g_path_is_absolute (name) ? g_strdup (name) : g_build_filename (real_folder, name, NULL);
  real = real_path (path);
  if (real == NULL)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "The file %s of the model pack cannot be found: %s",
                   path, g_strerror (errno));
      return NULL;
    }
  if (!lies_in (real, real_folder))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_PACK,
                   "The file %s leads out of the model pack's folder %s", path, real_folder);
      return NULL;
    }
  return g_steal_pointer (&real);
}

gboolean
annae_pack_file_is_sha256 (const char *text)
{
  return text != NULL && strlen (text) == 64 && strspn (text, "0123456789abcdef") == 64;
}

static int
open_regular (const char *path, gint64 max_bytes, gint64 *size, GError **error)
{
  struct stat status;
  /* Non-blocking, so that a named pipe is seen for what it is instead of being waited for. */
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0 || fstat (fd, &status) != 0)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "The file %s cannot be opened: %s", path,
                   g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return -1;
    }
  if (!S_ISREG (status.st_mode))
    g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "%s is not a regular file", path);
  else if (status.st_size <= 0)
    g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "The file %s is empty", path);
  else if (status.st_size > max_bytes)
    g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_TOO_LARGE,
                 "The file %s has %" G_GINT64_FORMAT " bytes; at most %" G_GINT64_FORMAT " are accepted", path,
                 (gint64) status.st_size, max_bytes);
  else
    {
      *size = status.st_size;
      return fd;
    }
  close (fd);
  return -1;
}

/* Reads exactly size bytes, into bytes where that is not NULL, and their checksum. */
static gboolean
read_all (int fd, const char *path, gint64 size, guint8 *bytes, GChecksum *checksum, GError **error)
{
  g_autofree guint8 *chunk = bytes == NULL ? g_malloc (CHUNK_BYTES) : NULL;
  gint64 done = 0;

  while (done < size)
    {
      guint8 *into = bytes != NULL ? bytes + done : chunk;
      gssize got = read (fd, into, (gsize) MIN (size - done, CHUNK_BYTES));
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        {
          g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "The file %s cannot be read: %s", path,
                       got < 0 ? g_strerror (errno) : "it ended early");
          return FALSE;
        }
      g_checksum_update (checksum, into, got);
      done += got;
    }
  return TRUE;
}

static gboolean
read_checked (const char *path, gint64 max_bytes, const char *sha256, GBytes **bytes, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *content = NULL;
  gint64 size = 0;
  int fd = open_regular (path, max_bytes, &size, error);

  if (fd < 0)
    return FALSE;
  if (bytes != NULL)
    {
      content = g_try_malloc ((gsize) size);
      if (content == NULL)
        {
          g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_MEMORY, "There is no memory for the file %s", path);
          close (fd);
          return FALSE;
        }
    }
  gboolean whole = read_all (fd, path, size, content, checksum, error);
  close (fd);
  if (!whole)
    return FALSE;
  if (sha256 != NULL && strcmp (g_checksum_get_string (checksum), sha256) != 0)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_CHECKSUM,
                   "The file %s is not the one that its model pack names: its SHA-256 is %s, not %s", path,
                   g_checksum_get_string (checksum), sha256);
      return FALSE;
    }
  if (bytes != NULL)
    *bytes = g_bytes_new_take (g_steal_pointer (&content), (gsize) size);
  return TRUE;
}

GBytes *
annae_pack_file_read (const char *path, gint64 max_bytes, const char *sha256, GError **error)
{
  GBytes *bytes = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  return read_checked (path, max_bytes, sha256, &bytes, error) ? bytes : NULL;
}

gboolean
annae_pack_file_check (const char *path, const char *sha256, GError **error)
{
  g_return_val_if_fail (path != NULL && sha256 != NULL, FALSE);
  return read_checked (path, ANNAE_PACK_FILE_MAX_BYTES, sha256, NULL, error);
}
