/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys on disk: short lines of text, made whole in a file beside and then put in place, so that a full disk or a cut of
 * power never leaves half a key. The seed in memory lies in libsodium's guarded memory. */

#include "annae-receipt-key.h"

#include "annae-errors.h"

#include <sodium.h>

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET_PREFIX "annae-secret-key-1 "
#define PUBLIC_PREFIX "annae-public-key-1 "
#define CURRENT "current.key"
/* Prefix, 64 hex digits, newline; and one more, to notice a longer file. */
#define LINE_SIZE (sizeof SECRET_PREFIX - 1 + 64 + 1)

G_STATIC_ASSERT (sizeof SECRET_PREFIX == sizeof PUBLIC_PREFIX);
G_STATIC_ASSERT (ANNAE_PUBLIC_KEY_SIZE == crypto_sign_PUBLICKEYBYTES);
G_STATIC_ASSERT (ANNAE_SIGNATURE_SIZE == crypto_sign_BYTES);

struct _AnnaeReceiptKey
{
  guint8 *secret; /* crypto_sign_SECRETKEYBYTES, guarded */
  AnnaePublicKey public_key;
};

static void
name_public_key (AnnaePublicKey *key)
{
  guint8 hash[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (hash, key->bytes, sizeof key->bytes);
  sodium_bin2hex (key->id, sizeof key->id, hash, ANNAE_KEY_ID_LENGTH / 2);
}

static AnnaeReceiptKey *
key_from_seed (const guint8 seed[crypto_sign_SEEDBYTES])
{
  guint8 *secret = sodium_malloc (crypto_sign_SECRETKEYBYTES);

  if (secret == NULL)
    g_error ("No memory for a key of 64 bytes");
  AnnaeReceiptKey *self = g_new0 (AnnaeReceiptKey, 1);
  self->secret = secret;
  crypto_sign_seed_keypair (self->public_key.bytes, self->secret, seed);
  sodium_mprotect_readonly (self->secret);
  name_public_key (&self->public_key);
  return self;
}

void
annae_receipt_key_free (AnnaeReceiptKey *self)
{
  g_return_if_fail (self != NULL);
  sodium_free (self->secret);
  g_free (self);
}

const AnnaePublicKey *
annae_receipt_key_get_public (const AnnaeReceiptKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return &self->public_key;
}

void
annae_receipt_key_sign (const AnnaeReceiptKey *self,
                        const char *message,
                        gsize length,
                        guint8 signature[ANNAE_SIGNATURE_SIZE])
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (message != NULL);
  crypto_sign_detached (signature, NULL, (const guint8 *) message, length, self->secret);
}

gboolean
annae_public_key_verify (const AnnaePublicKey *key,
                         const char *message,
                         gsize length,
                         const guint8 signature[ANNAE_SIGNATURE_SIZE])
{
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (message != NULL, FALSE);
  return crypto_sign_verify_detached (signature, (const guint8 *) message, length, key->bytes) == 0;
}

/* "PREFIX" and 64 lower-case hex digits, and perhaps a newline: nothing else. */
static gboolean
parse_line (const char *prefix, const char *bytes, gsize length, guint8 value[32])
{
  gsize prefix_length = strlen (prefix);

  if (length == prefix_length + 65 && bytes[length - 1] == '\n')
    length--;
  if (length != prefix_length + 64 || memcmp (bytes, prefix, prefix_length) != 0)
    return FALSE;
  for (gsize i = prefix_length; i < length; i++)
    if (!g_ascii_isdigit (bytes[i]) && !(bytes[i] >= 'a' && bytes[i] <= 'f'))
      return FALSE;
  return sodium_hex2bin (value, 32, bytes + prefix_length, 64, NULL, NULL, NULL) == 0;
}

gboolean
annae_public_key_parse (AnnaePublicKey *key, const char *bytes, gsize length, const char *name, GError **error)
{
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  memset (key, 0, sizeof *key);
  if (!parse_line (PUBLIC_PREFIX, bytes, length, key->bytes))
    {
      memset (key, 0, sizeof *key);
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_KEY, "\"%s\" is not a public key of a counter.", name);
      return FALSE;
    }
  name_public_key (key);
  return TRUE;
}

static void
set_file_error (GError **error, const char *path, const char *what, int number)
{
  g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "\"%s\" cannot be %s: %s.", path, what,
               g_strerror (number));
}

/* Reads at most size bytes of a regular file. -1 with errno, or with *error for a file that others could have touched.
 */
static gssize
read_file (const char *path, gboolean secret, char *bytes, gsize size, GError **error)
{
  struct stat about;
  gsize have = 0;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (secret ? O_NOFOLLOW : 0));

  if (fd < 0)
    return -1;
  if (fstat (fd, &about) != 0 || !S_ISREG (about.st_mode))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_KEY, "\"%s\" is not a file.", path);
      close (fd);
      return -1;
    }
  if (secret && ((about.st_mode & 077) != 0 || about.st_uid != geteuid ()))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_KEY,
                   "The counter's key \"%s\" can be read by others (mode %04o): give it mode 0600, or replace it.",
                   path, about.st_mode & 07777);
      close (fd);
      return -1;
    }
  while (have < size)
    {
      gssize n = read (fd, bytes + have, size - have);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_file_error (error, path, "read", errno);
          close (fd);
          return -1;
        }
      if (n == 0)
        break;
      have += (gsize) n;
    }
  close (fd);
  return (gssize) have;
}

gboolean
annae_public_key_load (AnnaePublicKey *key, const char *path, GError **error)
{
  char bytes[LINE_SIZE + 1];
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  memset (key, 0, sizeof *key);
  gssize length = read_file (path, FALSE, bytes, sizeof bytes, &local_error);
  if (length < 0)
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        set_file_error (error, path, "read", errno);
      return FALSE;
    }
  return annae_public_key_parse (key, bytes, (gsize) length, path, error);
}

gboolean
annae_public_key_find (AnnaePublicKey *key, const char *folder, const char *id, GError **error)
{
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (folder != NULL && id != NULL, FALSE);

  memset (key, 0, sizeof *key);
  /* An id comes from a receipt: it must not lead out of the folder. */
  if (strlen (id) != ANNAE_KEY_ID_LENGTH || strspn (id, "0123456789abcdef") != ANNAE_KEY_ID_LENGTH)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_KEY, "\"%.40s\" is not the name of a key.", id);
      return FALSE;
    }
  g_autofree char *name = g_strconcat (id, ".pub", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  if (!annae_public_key_load (key, path, error))
    return FALSE;
  if (strcmp (key->id, id) != 0)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_KEY, "\"%s\" holds another key: %s.", path, key->id);
      memset (key, 0, sizeof *key);
      return FALSE;
    }
  return TRUE;
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

static void
sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  /* Not every file system can; the key is as safe as that one makes it. */
  (void) fsync (fd);
  close (fd);
}

/* Puts a line in place as a whole. With replace FALSE a file that is there stays, and errno is EEXIST. */
static gboolean
write_file (const char *folder,
            const char *name,
            const char *prefix,
            const guint8 value[32],
            mode_t mode,
            gboolean replace,
            GError **error)
{
  char line[LINE_SIZE + 1];
  guint8 random[8];
  char suffix[2 * sizeof random + 1];

  randombytes_buf (random, sizeof random);
  sodium_bin2hex (suffix, sizeof suffix, random, sizeof random);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *beside = g_strconcat (path, ".", suffix, NULL);

  memcpy (line, prefix, strlen (prefix));
  sodium_bin2hex (line + strlen (prefix), sizeof line - strlen (prefix), value, 32);
  line[LINE_SIZE - 1] = '\n';

  int fd = open (beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  gboolean done = fd >= 0 && write_all (fd, line, LINE_SIZE) && fchmod (fd, mode) == 0 && fsync (fd) == 0;
  int number = errno;
  sodium_memzero (line, sizeof line);
  if (fd >= 0)
    close (fd);
  if (done)
    {
      done = replace ? rename (beside, path) == 0 : link (beside, path) == 0;
      number = errno;
    }
  if (!done || !replace)
    unlink (beside);
  if (done)
    sync_folder (folder);
  else
    set_file_error (error, path, "written", number);
  errno = number;
  return done;
}

static gboolean
ready_folder (const char *folder, GError **error)
{
  struct stat about;

  if (sodium_init () < 0)
    g_error ("libsodium cannot start: no source of random numbers");
  if (g_mkdir_with_parents (folder, 0700) != 0 || stat (folder, &about) != 0)
    {
      set_file_error (error, folder, "made", errno);
      return FALSE;
    }
  if ((about.st_mode & 022) != 0)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_KEY,
                   "Others may write to the keys folder \"%s\" (mode %04o): give it mode 0700.", folder,
                   about.st_mode & 07777);
      return FALSE;
    }
  return TRUE;
}

static gboolean
write_public (const AnnaeReceiptKey *self, const char *folder, GError **error)
{
  g_autofree char *name = g_strconcat (self->public_key.id, ".pub", NULL);

  return write_file (folder, name, PUBLIC_PREFIX, self->public_key.bytes, 0644, TRUE, error);
}

/* A new key, its public half first: a secret key whose public key is nowhere would sign what nobody can verify. */
static AnnaeReceiptKey *
make_key (const char *folder, gboolean replace, GError **error)
{
  guint8 seed[crypto_sign_SEEDBYTES];

  randombytes_buf (seed, sizeof seed);
  g_autoptr (AnnaeReceiptKey) self = key_from_seed (seed);
  gboolean done
      = write_public (self, folder, error) && write_file (folder, CURRENT, SECRET_PREFIX, seed, 0600, replace, error);
  int number = errno;
  sodium_memzero (seed, sizeof seed);
  errno = number;
  return done ? g_steal_pointer (&self) : NULL;
}

static AnnaeReceiptKey *
load_key (const char *folder, GError **error)
{
  guint8 seed[crypto_sign_SEEDBYTES];
  char bytes[LINE_SIZE + 1];
  g_autoptr (GError) local_error = NULL;
  g_autofree char *path = g_build_filename (folder, CURRENT, NULL);

  gssize length = read_file (path, TRUE, bytes, sizeof bytes, &local_error);
  if (length < 0)
    {
      int number = errno;
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        set_file_error (error, path, "read", number);
      errno = number;
      return NULL;
    }

  AnnaeReceiptKey *self = NULL;
  if (parse_line (SECRET_PREFIX, bytes, (gsize) length, seed))
    self = key_from_seed (seed);
  else
    g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_KEY,
                 "\"%s\" is not a key of a counter. Replace it: receipts that it signed still verify.", path);
  sodium_memzero (seed, sizeof seed);
  sodium_memzero (bytes, sizeof bytes);
  return self;
}

static gboolean
has_key (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, CURRENT, NULL);
  struct stat about;

  /* A link that leads nowhere is something, and load_key () says what is wrong with it. */
  return lstat (path, &about) == 0 || errno != ENOENT;
}

AnnaeReceiptKey *
annae_receipt_key_open (const char *folder, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  if (!ready_folder (folder, error))
    return NULL;
  if (!has_key (folder))
    {
      AnnaeReceiptKey *made = make_key (folder, FALSE, &local_error);
      if (made != NULL)
        return made;
      /* Somebody else was quicker: theirs is the counter's. */
      if (errno != EEXIST)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
  g_autoptr (AnnaeReceiptKey) self = load_key (folder, error);
  if (self == NULL)
    return NULL;
  /* The public half may have been deleted; it can always be made again. A read-only folder is no reason not to sign. */
  AnnaePublicKey published;
  if (!annae_public_key_find (&published, folder, self->public_key.id, NULL))
    write_public (self, folder, NULL);
  return g_steal_pointer (&self);
}

AnnaeReceiptKey *
annae_receipt_key_rotate (const char *folder, GError **error)
{
  g_return_val_if_fail (folder != NULL, NULL);

  return ready_folder (folder, error) ? make_key (folder, TRUE, error) : NULL;
}
