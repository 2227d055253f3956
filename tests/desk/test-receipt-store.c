/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Receipts on disk: whole or not at all, for this user's eyes only, and with a file time that tells no more than the
 * receipt. */

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "annae-errors.h"
#include "annae-receipt-store.h"

/* 2026-11-24 11:46:40 UTC, and the hour it is in. */
#define WHEN 1795520800
#define HOUR 1795518000

typedef struct
{
  char *root;
  char *keys;
  char *folder;
  AnnaeReceiptKey *key;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->root = g_dir_make_tmp ("annae-store-XXXXXX", NULL);
  f->keys = g_build_filename (f->root, "keys", NULL);
  f->folder = g_build_filename (f->root, "receipts", NULL);
  f->key = annae_receipt_key_open (f->keys, NULL);
  g_assert_nonnull (f->key);
}

static guint
count_and_remove (const char *folder, gboolean remove_them)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      n++;
      if (remove_them)
        g_assert_cmpint (g_remove (path), ==, 0);
    }
  return n;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  annae_receipt_key_free (f->key);
  count_and_remove (f->keys, TRUE);
  count_and_remove (f->folder, TRUE);
  count_and_remove (f->root, TRUE);
  g_rmdir (f->root);
  g_free (f->root);
  g_free (f->keys);
  g_free (f->folder);
}

static void
make (Fixture *f, AnnaeReceipt *receipt)
{
  g_autofree char *hash = g_strnfill (64, 'a');
  g_autoptr (GError) error = NULL;

  annae_receipt_init (receipt);
  receipt->outcome = ANNAE_OUTCOME_DECLINED;
  receipt->method = ANNAE_RECEIPT_OTHER;
  annae_receipt_make_nonce (receipt);
  g_assert_true (annae_receipt_set_time (receipt, WHEN, ANNAE_RECEIPT_TIME_HOUR));
  g_assert_true (annae_receipt_set_hashes (receipt, "", hash, ""));
  g_assert_true (annae_receipt_sign (receipt, f->key, &error));
  g_assert_no_error (error);
}

static char *
path_of (Fixture *f, const AnnaeReceipt *receipt)
{
  g_autofree char *name = g_strconcat (receipt->nonce, ".json", NULL);

  return g_build_filename (f->folder, name, NULL);
}

static void
test_written (Fixture *f, gconstpointer data)
{
  AnnaeReceipt receipt, back;
  GStatBuf about;
  g_autoptr (GError) error = NULL;

  make (f, &receipt);
  g_assert_true (annae_receipt_store_write (f->folder, &receipt, &error));
  g_assert_no_error (error);

  g_autofree char *path = path_of (f, &receipt);
  g_assert_true (annae_receipt_load (&back, path, &error));
  g_assert_true (annae_receipt_verify (&back, annae_receipt_key_get_public (f->key), &error));
  g_assert_cmpuint (count_and_remove (f->folder, FALSE), ==, 1);
  g_assert_cmpint (g_stat (path, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 07777, ==, 0600);
  g_assert_cmpint (about.st_mtime, ==, HOUR);
  g_assert_cmpint (g_stat (f->folder, &about), ==, 0);
  g_assert_cmpint (about.st_mode & 07777, ==, 0700);
}

static void
test_never_replaced (Fixture *f, gconstpointer data)
{
  AnnaeReceipt receipt;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  make (f, &receipt);
  g_assert_true (annae_receipt_store_write (f->folder, &receipt, NULL));
  g_autofree char *path = path_of (f, &receipt);
  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
  g_assert_false (annae_receipt_store_write (f->folder, &receipt, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "mine");
  g_assert_cmpuint (count_and_remove (f->folder, FALSE), ==, 1);
}

/* A limit on the size of files cuts a write short as a full disk does. */
static void
test_disk_full (Fixture *f, gconstpointer data)
{
  struct rlimit before, little;
  AnnaeReceipt receipt;
  gboolean done;
  g_autoptr (GError) error = NULL;

  make (f, &receipt);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  little = before;
  little.rlim_cur = 100;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &little), ==, 0);
  done = annae_receipt_store_write (f->folder, &receipt, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_false (done);
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  g_assert_nonnull (strstr (error->message, receipt.nonce));
  g_assert_cmpuint (count_and_remove (f->folder, FALSE), ==, 0);
  g_assert_true (annae_receipt_store_write (f->folder, &receipt, NULL));
}

static void
test_open_folder (Fixture *f, gconstpointer data)
{
  AnnaeReceipt receipt;
  g_autoptr (GError) error = NULL;

  make (f, &receipt);
  g_assert_cmpint (g_mkdir (f->folder, 0700), ==, 0);
  g_assert_cmpint (g_chmod (f->folder, 0755), ==, 0);
  g_assert_false (annae_receipt_store_write (f->folder, &receipt, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_KEY);
  g_assert_cmpuint (count_and_remove (f->folder, FALSE), ==, 0);
}

static void
test_no_folder (Fixture *f, gconstpointer data)
{
  AnnaeReceipt receipt;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_build_filename (f->root, "file", NULL);
  g_autofree char *below = g_build_filename (file, "receipts", NULL);

  make (f, &receipt);
  g_assert_true (g_file_set_contents (file, "", 0, NULL));
  g_assert_false (annae_receipt_store_write (below, &receipt, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/receipt-store/written", Fixture, NULL, set_up, test_written, tear_down);
  g_test_add ("/receipt-store/never-replaced", Fixture, NULL, set_up, test_never_replaced, tear_down);
  g_test_add ("/receipt-store/disk-full", Fixture, NULL, set_up, test_disk_full, tear_down);
  g_test_add ("/receipt-store/open-folder", Fixture, NULL, set_up, test_open_folder, tear_down);
  g_test_add ("/receipt-store/no-folder", Fixture, NULL, set_up, test_no_folder, tear_down);
  return g_test_run ();
}
