/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A receipt: the outcome of one check, signed by the counter, with nothing in it that says whose check it was.
 * The format is published in doc/receipt-format.md; this is version 2, and version 1 is read. */

#pragma once

#include "annae-machine.h"
#include "annae-outcome.h"
#include "annae-policy.h"
#include "annae-receipt-key.h"

G_BEGIN_DECLS

/* What was used to decide. */
typedef enum
{
  ANNAE_RECEIPT_FACE,
  ANNAE_RECEIPT_OTHER /* refused, or another way was taken */
} AnnaeReceiptMethod;

/* Lengths without the closing zero. */
#define ANNAE_HASH_LENGTH 64
#define ANNAE_NONCE_MIN_LENGTH 32
#define ANNAE_NONCE_MAX_LENGTH 128
#define ANNAE_RECEIPT_TIME_LENGTH 14

/* Room for the largest receipt; a larger file is not one. */
#define ANNAE_RECEIPT_MAX_SIZE 1024

#define ANNAE_RECEIPT_VERSION 2

typedef struct
{
  AnnaeOutcome outcome; /* any but NONE */
  AnnaeReason reason;
  AnnaeReceiptMethod method;
  AnnaeLiveness liveness; /* at the last attempt; NOT_TESTED where nobody was asked for anything. Version 1 does not say it */
  guint version; /* 2, or 1 of a receipt that was read */
  guint attempts; /* 0 to 9 */
  char time[ANNAE_RECEIPT_TIME_LENGTH + 1]; /* "2026-11-24T11Z", "2026-11-24" or "": annae_receipt_set_time () */
  char pack[ANNAE_HASH_LENGTH + 1];    /* SHA-256 of pack.ini, or "" where no pack was used */
  char policy[ANNAE_HASH_LENGTH + 1];  /* annae_policy_hash () */
  char consent[ANNAE_HASH_LENGTH + 1]; /* SHA-256 of the consent text, or "". The same whatever the customer's language: see the format */
  char nonce[ANNAE_NONCE_MAX_LENGTH + 1]; /* random, lower-case hex: from the shop's system, else annae_receipt_make_nonce () */
  /* by annae_receipt_sign () */
  char key_id[ANNAE_KEY_ID_LENGTH + 1];
  guint8 signature[ANNAE_SIGNATURE_SIZE];
} AnnaeReceipt;

/* Everything empty, outcome NONE, of the version that is written now. */
void annae_receipt_init (AnnaeReceipt *self);

/* Cuts a time (seconds since 1970, UTC) down to what policy allows. FALSE for a year that is not 1970 to 9999. */
gboolean annae_receipt_set_time (AnnaeReceipt *self, gint64 seconds, AnnaeReceiptTime precision);

/* 16 random bytes as hex, for a counter without a shop's system. */
void annae_receipt_make_nonce (AnnaeReceipt *self);

/* Copies text of the right form into a hash or nonce. FALSE, and nothing copied, for any other. */
gboolean annae_receipt_set_nonce (AnnaeReceipt *self, const char *nonce);
gboolean annae_receipt_set_hashes (AnnaeReceipt *self, const char *pack, const char *policy, const char *consent);

/* Checks every field and signs. ANNAE_FAILURE_RECEIPT names the field that does not fit. */
gboolean annae_receipt_sign (AnnaeReceipt *self, const AnnaeReceiptKey *key, GError **error);

/* TRUE where the counter with this key signed exactly this. ANNAE_FAILURE_RECEIPT says whether it is another key's. */
gboolean annae_receipt_verify (const AnnaeReceipt *self, const AnnaePublicKey *key, GError **error);

/* The only written form of a signed receipt: canonical JSON, one line, no newline at its end. (transfer full) */
char *annae_receipt_to_json (const AnnaeReceipt *self);

/* Reads the written form, and nothing but it (one newline at the end may follow): what is read and written again has the same
 * bytes. name stands for the path in messages. The signature is not checked here. */
gboolean annae_receipt_parse (AnnaeReceipt *self, const char *bytes, gsize length, const char *name, GError **error);
gboolean annae_receipt_load (AnnaeReceipt *self, const char *path, GError **error);

const char *annae_receipt_method_name (AnnaeReceiptMethod method);
/* "live"; "not-stated" of version 1. */
const char *annae_receipt_liveness_name (const AnnaeReceipt *self);

G_END_DECLS
