/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What this counter allows. Read from a key file by the shop; the defaults are safe. */

#pragma once

#include "annae-types.h"

G_BEGIN_DECLS

/* How much of the time a receipt states. Never finer: an exact time could be matched with the shop's camera or till. */
typedef enum
{
  ANNAE_RECEIPT_TIME_HOUR,
  ANNAE_RECEIPT_TIME_DAY,
  ANNAE_RECEIPT_TIME_NONE
} AnnaeReceiptTime;

typedef struct
{
  guint attempts;            /* face checks a customer has, 1 to 3; default 3 */
  gint64 idle_us;            /* without any activity before the warning ends in a wipe; default 90 s */
  gint64 warning_us;         /* the warning comes this long ahead; default 20 s */
  guint extensions;          /* how often a customer may ask for more time; at least 10 */
  gint64 result_us;          /* a result stays this long before it is wiped by itself; default 60 s */
  gboolean document_camera;  /* the card may be held before the camera */
  gboolean document_file;    /* the counter's scanner may hand over a file */
  gboolean document_expiry;  /* a document past its date, or of which the date cannot be read, never makes a match; default: no */
  double match_fmr;          /* the false match rate the counter wants; default 1e-4 ("standard") */
  gboolean liveness;         /* a match needs requests followed by a face with depth; default: no, liveness is not tested */
  AnnaeReceiptTime receipt_time; /* default: the hour */
  gboolean receipt_keep;     /* a receipt of every check is kept on this computer; default: no */
  gboolean other_mobile_id;  /* other ways of showing who one is, for the result page; default: all of them */
  gboolean other_abstract;
  gboolean other_staff;
} AnnaePolicy;

void annae_policy_init (AnnaePolicy *policy);

/* Reads [check], [time], [document], [receipt] and [other-ways] of a key file over the defaults. Unknown groups and keys are an error that
 * names them, values out of range as well: a typo must not loosen a counter. On an error (ANNAE_FAILURE_FILE,
 * ANNAE_FAILURE_SETTINGS) policy holds the defaults. The keys and their ranges:
 *
 *   [check]    attempts=1..3  false-match-rate=1e-6..1e-2  liveness=true|false
 *   [time]     idle=30..3600 s  warning=20..300 s, less than idle  extensions=10..1000  result=10..600 s
 *   [document] camera=true|false  file=true|false, not both false  expiry=true|false
 *   [receipt]  time=hour|day|none  keep=true|false
 *   [other-ways] mobile-id=true|false  abstract=true|false  staff=true|false, not all false: nobody has only their face */
gboolean annae_policy_load (AnnaePolicy *policy, const char *path, GError **error);

/* The same from memory; name stands for the path in messages. Bytes need not end in a zero, nor be text at all. */
gboolean annae_policy_parse (AnnaePolicy *policy, const char *bytes, gsize length, const char *name, GError **error);

/* Every value in effect, one "group.key=value" a line in a fixed order: what the hash is taken over and the audit page shows.
 * (transfer full) */
char *annae_policy_to_text (const AnnaePolicy *policy);

/* SHA-256 of annae_policy_to_text (), 64 lower-case hex digits: the same rules have the same hash, whatever the file's comments
 * and order. (transfer full) */
char *annae_policy_hash (const AnnaePolicy *policy);

G_END_DECLS
