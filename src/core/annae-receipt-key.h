/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The counter's Ed25519 keys for receipts: one secret key in use, and the public key of every one there ever was.
 *
 * A keys folder holds "current.key" (the secret seed, mode 0600) and, for each key, "KEYID.pub" (mode 0644). A lost or
 * replaced secret key is no disaster: the next one takes its place, and receipts of the last still verify with its public key. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The first 16 bytes of the SHA-256 of the public key, as lower-case hex. */
#define ANNAE_KEY_ID_LENGTH 32
/* As in libsodium's crypto_sign, in bytes. */
#define ANNAE_PUBLIC_KEY_SIZE 32
#define ANNAE_SIGNATURE_SIZE 64

typedef struct
{
  guint8 bytes[ANNAE_PUBLIC_KEY_SIZE];
  char id[ANNAE_KEY_ID_LENGTH + 1];
} AnnaePublicKey;

typedef struct _AnnaeReceiptKey AnnaeReceiptKey;

/* Opens the counter's key. Where the folder has none (first start, or the key was lost), makes one; the folder is made with mode
 * 0700. Two programs that do so at the same time end with the same key. ANNAE_FAILURE_KEY: the file is not a key, or others
 * may read or replace it; ANNAE_FAILURE_FILE: it cannot be read or written. */
AnnaeReceiptKey *annae_receipt_key_open (const char *folder, GError **error);

/* Replaces the counter's key by a new one, whatever state the old one is in; old public keys stay. */
AnnaeReceiptKey *annae_receipt_key_rotate (const char *folder, GError **error);

void annae_receipt_key_free (AnnaeReceiptKey *self);

const AnnaePublicKey *annae_receipt_key_get_public (const AnnaeReceiptKey *self);

void annae_receipt_key_sign (const AnnaeReceiptKey *self, const char *message, gsize length,
                             guint8 signature[ANNAE_SIGNATURE_SIZE]);

gboolean annae_public_key_verify (const AnnaePublicKey *key, const char *message, gsize length,
                                  const guint8 signature[ANNAE_SIGNATURE_SIZE]);

/* Reads a ".pub" file. */
gboolean annae_public_key_load (AnnaePublicKey *key, const char *path, GError **error);

/* The public key with this id from a keys folder, for receipts of a key that is no longer in use. */
gboolean annae_public_key_find (AnnaePublicKey *key, const char *folder, const char *id, GError **error);

/* From the text of a ".pub" file; name stands for the path in messages. */
gboolean annae_public_key_parse (AnnaePublicKey *key, const char *bytes, gsize length, const char *name, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeReceiptKey, annae_receipt_key_free)

G_END_DECLS
