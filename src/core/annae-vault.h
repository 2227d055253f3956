/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The vault: the only memory in which a person's biometric bytes may live.
 *
 * Every block is zeroed when given out, wiped when freed, kept out of core dumps and out of forked children,
 * and locked into RAM where the system's limit (RLIMIT_MEMLOCK) allows. The vault counts what it holds and what it
 * has wiped, so that the end of a session can be asserted and shown. All functions may be called from any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a block holds; the audit page names these to the customer. */
typedef enum
{
  ANNAE_VAULT_FRAME,    /* a picture from a camera or a file */
  ANNAE_VAULT_CHIP,     /* an aligned cut-out of a face */
  ANNAE_VAULT_PORTRAIT, /* the portrait taken from a document */
  ANNAE_VAULT_TEMPLATE, /* numbers computed from a face */
  ANNAE_VAULT_SCRATCH,  /* working memory of libraries (OpenCV, GStreamer) and of decoding */
  ANNAE_VAULT_N_KINDS
} AnnaeVaultKind;

typedef struct
{
  guint64 held_blocks;
  guint64 held_bytes;
  guint64 wiped_blocks;
  guint64 wiped_bytes;
  guint64 peak_bytes;
  gint64 held_us; /* since annae_vault_begin_person (): from the first block given out to the last one wiped, or to now
                     while one is held; 0 where none was, or without a clock */
} AnnaeVaultCount;

/* Microseconds that never go back. */
typedef gint64 (*AnnaeVaultClock) (void);

typedef struct
{
  AnnaeVaultCount kinds[ANNAE_VAULT_N_KINDS];
  AnnaeVaultCount total;
  guint64 unlocked_bytes; /* held now, but could not be locked into RAM: may reach swap */
  guint64 idle_bytes;     /* wiped already and kept for the next block; none after annae_vault_trim () */
  gboolean dumps_disabled; /* core dumps of this process are off */
} AnnaeVaultReport;

/* Turns core dumps and ptrace attachment by other users off for the whole process and readies libsodium.
 * Call once, first thing in main (); calling again does nothing. Aborts only where libsodium cannot start. */
void annae_vault_init (void);

/* Where held_us comes from: this floor reads no clock of its own. Set by a main, before the first block; NULL for none. */
void annae_vault_set_clock (AnnaeVaultClock clock);

/* From here on held_us is counted for somebody else. What is still held counts for them from now on. */
void annae_vault_begin_person (void);

/* Returns size zeroed bytes, or NULL where memory is short (the caller reports ANNAE_FAILURE_MEMORY).
 * The block is aligned to at least 32 bytes. Free with annae_vault_free (). */
gpointer annae_vault_alloc (AnnaeVaultKind kind, gsize size);

/* Wipes and frees; NULL is allowed. A pointer that is not a block's, or a block that was written to outside its bounds, aborts. */
void annae_vault_free (gpointer block);

/* Returns the wiped blocks that are kept for reuse to the system. Call when a customer's session has ended. */
void annae_vault_trim (void);

void annae_vault_get_report (AnnaeVaultReport *report);

/* Bytes held now that belong to a person: all kinds. Zero after a session has ended. */
guint64 annae_vault_held_bytes (void);

/* Overwrites bytes that a library owns and is about to free; never optimised away. */
void annae_vault_wipe (gpointer bytes, gsize size);

/* Whether the system would still give so much memory: to be asked before a session, because libraries crash where they get none. */
gboolean annae_vault_has_room (gsize bytes);

/* What a session takes at most, networks and decoders included (measured: tests/proof/test-faults.py goes below it). */
#define ANNAE_VAULT_SESSION_BYTES ((gsize) 448 * 1024 * 1024)

/* Stable lower-case name for logs and JSON: "frame", "chip", ... */
const char *annae_vault_kind_name (AnnaeVaultKind kind);

G_END_DECLS
