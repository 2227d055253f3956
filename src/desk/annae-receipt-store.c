/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A receipt is written beside its place and then linked into it. */

#define _GNU_SOURCE

#include "annae-receipt-store.h"

#include "annae-errors.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
complain (GError **error, const char *path, int number)
{
  g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "The receipt \"%s\" cannot be written: %s.", path,
               g_strerror (number));
  return FALSE;
}

static int
open_folder (const char *folder, GError **error)
{
  struct stat about;
  int fd = g_mkdir_with_parents (folder, 0700) == 0 ? open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

  if (fd < 0 || fstat (fd, &about) != 0)
    {
      complain (error, folder, errno);
      if (fd >= 0)
        close (fd);
      return -1;
    }
  if ((about.st_mode & 077) != 0 || about.st_uid != geteuid ())
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_KEY,
                   "Others may look into the receipts folder \"%s\" (mode %04o): give it mode 0700.", folder,
                   about.st_mode & 07777);
      close (fd);
      return -1;
    }
  return fd;
}

static gboolean
write_all (int fd, const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      bytes += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* A file's time to the second would undo the receipt's hour. */
static gboolean
blur_time (int fd, const AnnaeReceipt *receipt)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) when = NULL;
  int year = 1970, month = 1, day = 1, hour = 0;

  sscanf (receipt->time, "%4d-%2d-%2dT%2d", &year, &month, &day, &hour);
  when = g_date_time_new (utc, year, month, day, hour, 0, 0.0);
  const struct timespec both[2] = {
    { .tv_sec = when != NULL ? g_date_time_to_unix (when) : 0 },
    { .tv_sec = when != NULL ? g_date_time_to_unix (when) : 0 },
  };
  return futimens (fd, both) == 0;
}

gboolean
annae_receipt_store_write (const char *folder, const AnnaeReceipt *receipt, GError **error)
{
  g_return_val_if_fail (folder != NULL, FALSE);
  g_return_val_if_fail (receipt != NULL && *receipt->nonce != '\0', FALSE);

  g_autofree char *json = annae_receipt_to_json (receipt);
  g_autofree char *line = g_strconcat (json, "\n", NULL);
  g_autofree char *name = g_strconcat (receipt->nonce, ".json", NULL);
  g_autofree char *beside = g_strdup_printf (".%s.%08x", name, g_random_int ());
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int folder_fd = open_folder (folder, error);

  if (folder_fd < 0)
    return FALSE;
  int fd = openat (folder_fd, beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean done = fd >= 0 && write_all (fd, line, strlen (line)) && blur_time (fd, receipt) && fsync (fd) == 0
                  && linkat (folder_fd, beside, folder_fd, name, 0) == 0;
  int number = errno;
  if (fd >= 0)
    {
      close (fd);
      unlinkat (folder_fd, beside, 0);
    }
  /* Not every file system can; the receipt is then as safe as that one makes it. */
  if (done)
    (void) fsync (folder_fd);
  close (folder_fd);
  return done || complain (error, path, number);
}
