/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The counter's keys on disk: made, found again, replaced, lost, damaged, open to others. */

#include "annae-errors.h"
#include "annae-receipt.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *
new_folder (void)
{
  return g_dir_make_tmp ("annae-keys-XXXXXX", NULL);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_remove (path);
    }
  g_rmdir (folder);
}

static guint
mode_of (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct stat about;

  g_assert_cmpint (stat (path, &about), ==, 0);
  return about.st_mode & 07777;
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static AnnaeReceiptKey *
open_key (const char *folder)
{
  g_autoptr (GError) error = NULL;
  AnnaeReceiptKey *key = annae_receipt_key_open (folder, &error);

  g_assert_no_error (error);
  g_assert_nonnull (key);
  return key;
}

static const char *
id_of (AnnaeReceiptKey *key)
{
  return annae_receipt_key_get_public (key)->id;
}

static void
test_made_and_found (void)
{
  g_autofree char *parent = new_folder ();
  g_autofree char *folder = g_build_filename (parent, "keys", NULL);
  mode_t before = umask (0);
  g_autoptr (AnnaeReceiptKey) made = open_key (folder);
  umask (before);
  g_autoptr (AnnaeReceiptKey) found = open_key (folder);
  g_autofree char *public_name = g_strconcat (id_of (made), ".pub", NULL);

  g_assert_cmpuint (strlen (id_of (made)), ==, ANNAE_KEY_ID_LENGTH);
  g_assert_cmpstr (id_of (made), ==, id_of (found));
  g_assert_cmpuint (mode_of (parent, "keys"), ==, 0700);
  g_assert_cmpuint (mode_of (folder, "current.key"), ==, 0600);
  g_assert_cmpuint (mode_of (folder, public_name), ==, 0644);
  g_assert_cmpuint (count_files (folder), ==, 2);

  /* no two counters have the same */
  g_autofree char *other_folder = new_folder ();
  g_autoptr (AnnaeReceiptKey) other = open_key (other_folder);
  g_assert_cmpstr (id_of (made), !=, id_of (other));

  /* a public key that was deleted comes back */
  g_autofree char *public_path = g_build_filename (folder, public_name, NULL);
  g_assert_cmpint (g_unlink (public_path), ==, 0);
  annae_receipt_key_free (open_key (folder));
  g_assert_cmpuint (count_files (folder), ==, 2);

  remove_folder (folder);
  remove_folder (parent);
  remove_folder (other_folder);
}

static void
sign_something (const AnnaeReceiptKey *key, AnnaeReceipt *receipt)
{
  g_autofree char *hash = g_strnfill (64, 'a');

  annae_receipt_init (receipt);
  receipt->outcome = ANNAE_OUTCOME_DECLINED;
  receipt->method = ANNAE_RECEIPT_OTHER;
  annae_receipt_make_nonce (receipt);
  g_assert_true (annae_receipt_set_hashes (receipt, "", hash, ""));
  g_assert_true (annae_receipt_sign (receipt, key, NULL));
}

/* What the old key signed still verifies, after a change of keys and after the loss of one. */
static void
test_rotated_and_lost (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *current = g_build_filename (folder, "current.key", NULL);
  g_autoptr (GError) error = NULL;
  AnnaeReceipt receipts[3];
  AnnaePublicKey public_key;

  g_autoptr (AnnaeReceiptKey) first = open_key (folder);
  sign_something (first, &receipts[0]);
  g_autoptr (AnnaeReceiptKey) second = annae_receipt_key_rotate (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id_of (first), !=, id_of (second));
  g_assert_cmpuint (mode_of (folder, "current.key"), ==, 0600);
  sign_something (second, &receipts[1]);
  g_autoptr (AnnaeReceiptKey) opened = open_key (folder);
  g_assert_cmpstr (id_of (opened), ==, id_of (second));

  g_assert_cmpint (g_unlink (current), ==, 0);
  g_autoptr (AnnaeReceiptKey) third = open_key (folder);
  g_assert_cmpstr (id_of (third), !=, id_of (second));
  sign_something (third, &receipts[2]);

  for (gsize i = 0; i < G_N_ELEMENTS (receipts); i++)
    {
      g_assert_true (annae_public_key_find (&public_key, folder, receipts[i].key_id, &error));
      g_assert_no_error (error);
      g_assert_true (annae_receipt_verify (&receipts[i], &public_key, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpuint (count_files (folder), ==, 4);
  remove_folder (folder);
}

static void
expect_key_error (const char *folder, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (annae_receipt_key_open (folder, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_KEY);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_nonnull (strstr (error->message, folder));
}

static void
test_damaged (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *current = g_build_filename (folder, "current.key", NULL);
  g_autofree char *good = NULL;
  gsize length = 0;

  annae_receipt_key_free (open_key (folder));
  g_assert_true (g_file_get_contents (current, &good, &length, NULL));
  for (gsize cut = 0; cut < length - 1; cut++)
    {
      g_assert_true (
          g_file_set_contents_full (current, good, (gssize) cut, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
      expect_key_error (folder, "Replace it");
    }
  g_autofree char *longer = g_strconcat (good, "\n", NULL);
  g_assert_true (g_file_set_contents_full (current, longer, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
  expect_key_error (folder, "Replace it");
  g_autofree char *upper = g_ascii_strup (good, -1);
  g_assert_true (g_file_set_contents_full (current, upper, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
  expect_key_error (folder, "Replace it");

  /* and replacing it helps */
  g_autoptr (AnnaeReceiptKey) next = annae_receipt_key_rotate (folder, NULL);
  g_assert_nonnull (next);
  g_autoptr (AnnaeReceiptKey) opened = open_key (folder);
  g_assert_cmpstr (id_of (opened), ==, id_of (next));
  remove_folder (folder);
}

static void
test_open_to_others (void)
{
  g_autofree char *folder = new_folder ();
  g_autofree char *current = g_build_filename (folder, "current.key", NULL);
  g_autofree char *moved = g_build_filename (folder, "moved.key", NULL);
  static const guint modes[] = { 0640, 0604, 0660, 0602, 0644, 0601 };

  annae_receipt_key_free (open_key (folder));
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_assert_cmpint (g_chmod (current, (int) modes[i]), ==, 0);
      expect_key_error (folder, "0600");
    }
  g_assert_cmpint (g_chmod (current, 0600), ==, 0);

  g_assert_cmpint (g_chmod (folder, 0770), ==, 0);
  expect_key_error (folder, "0700");
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);

  /* a link may lead to what somebody else can replace */
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (g_rename (current, moved), ==, 0);
  g_assert_cmpint (symlink (moved, current), ==, 0);
  g_assert_null (annae_receipt_key_open (folder, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  g_assert_cmpint (g_unlink (current), ==, 0);
  g_assert_cmpint (g_mkdir (current, 0700), ==, 0);
  expect_key_error (folder, "not a file");
  g_assert_cmpint (g_rmdir (current), ==, 0);
  remove_folder (folder);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (annae_receipt_key_open ("/proc/annae/keys", &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  g_assert_nonnull (strstr (error->message, "/proc/annae/keys"));
  g_clear_error (&error);
  g_assert_null (annae_receipt_key_open ("/dev/null", &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
}

/* A disk with no room: nothing half-written is left, the old key still works. */
static void
test_disk_full (void)
{
  g_autofree char *folder = new_folder ();
  g_autoptr (AnnaeReceiptKey) key = open_key (folder);
  g_autofree char *id = g_strdup (id_of (key));
  g_autoptr (GError) error = NULL;
  struct rlimit limit, none = { 0, 0 };

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  none.rlim_max = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  AnnaeReceiptKey *next = annae_receipt_key_rotate (folder, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_null (next);
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  g_assert_cmpuint (count_files (folder), ==, 2);
  g_autoptr (AnnaeReceiptKey) opened = open_key (folder);
  g_assert_cmpstr (id_of (opened), ==, id);
  remove_folder (folder);
}

/* Eight counters of one shop start for the first time at once: they end with one key. */
static void
test_first_start_at_once (void)
{
  g_autofree char *folder = new_folder ();
  pid_t children[8];
  int gate[2], results[2];
  char id[ANNAE_KEY_ID_LENGTH];

  g_assert_cmpint (pipe (gate), ==, 0);
  g_assert_cmpint (pipe (results), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    {
      children[i] = fork ();
      if (children[i] == 0)
        {
          char go;
          close (gate[1]);
          if (read (gate[0], &go, 1) != 0)
            _exit (2);
          AnnaeReceiptKey *key = annae_receipt_key_open (folder, NULL);
          _exit (key != NULL && write (results[1], id_of (key), sizeof id) == sizeof id ? 0 : 1);
        }
    }
  close (gate[0]);
  close (gate[1]); /* all of them go */
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int status = -1;
      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_cmpint (status, ==, 0);
    }
  g_autoptr (AnnaeReceiptKey) key = open_key (folder);
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    {
      g_assert_cmpint (read (results[0], id, sizeof id), ==, sizeof id);
      g_assert_cmpmem (id, sizeof id, id_of (key), sizeof id);
    }
  close (results[0]);
  close (results[1]);
  remove_folder (folder);
}

static void
test_public_keys (void)
{
  g_autofree char *folder = new_folder ();
  g_autoptr (AnnaeReceiptKey) key = open_key (folder);
  g_autoptr (GError) error = NULL;
  AnnaePublicKey public_key;
  static const char *const bad_ids[]
      = { "", "..", "../../../../etc/passwd", "0123456789abcdef0123456789abcde/", "0123456789ABCDEF0123456789ABCDEF" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad_ids); i++)
    {
      g_assert_false (annae_public_key_find (&public_key, folder, bad_ids[i], &error));
      g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_KEY);
      g_clear_error (&error);
    }
  g_assert_false (annae_public_key_find (&public_key, folder, "0123456789abcdef0123456789abcdef", &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  g_clear_error (&error);

  /* a public key under another's name */
  g_autofree char *name = g_strconcat (id_of (key), ".pub", NULL);
  g_autofree char *from = g_build_filename (folder, name, NULL);
  g_autofree char *to = g_build_filename (folder, "0123456789abcdef0123456789abcdef.pub", NULL);
  g_assert_true (annae_public_key_load (&public_key, from, &error));
  g_assert_cmpstr (public_key.id, ==, id_of (key));
  g_assert_cmpint (g_rename (from, to), ==, 0);
  g_assert_false (annae_public_key_find (&public_key, folder, "0123456789abcdef0123456789abcdef", &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_KEY);
  g_clear_error (&error);

  /* the secret key is not taken for a public one */
  g_autofree char *current = g_build_filename (folder, "current.key", NULL);
  g_assert_false (annae_public_key_load (&public_key, current, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_KEY);
  g_clear_error (&error);
  g_assert_false (annae_public_key_load (&public_key, "/dev/zero", &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_KEY);
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/receipt-key/made-and-found", test_made_and_found);
  g_test_add_func ("/receipt-key/rotated-and-lost", test_rotated_and_lost);
  g_test_add_func ("/receipt-key/damaged", test_damaged);
  g_test_add_func ("/receipt-key/open-to-others", test_open_to_others);
  g_test_add_func ("/receipt-key/no-folder", test_no_folder);
  g_test_add_func ("/receipt-key/disk-full", test_disk_full);
  g_test_add_func ("/receipt-key/first-start-at-once", test_first_start_at_once);
  g_test_add_func ("/receipt-key/public-keys", test_public_keys);
  return g_test_run ();
}
