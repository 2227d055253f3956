/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Receipts, written and read by hand: core knows no JSON library, and a fixed set of fields in one fixed form needs
 * none. One table lists the fields in the order of their names, as canonical JSON has them; writing and reading both
 * walk it. So there is exactly one sequence of bytes for one receipt, and nothing that a parser could be talked into.
 */

#include "annae-receipt.h"

#include "annae-errors.h"

#include <sodium.h>

#include <stddef.h>
#include <string.h>

/* Signed along with the bytes, so that a signature of the counter over anything else is never taken for a receipt's. */
#define SIGNED_PREFIX "annae-receipt-%u\n"
#define HEX "0123456789abcdef"

typedef enum
{
  FIELD_DIGIT,
  FIELD_FORMAT,
  FIELD_LIVENESS,
  FIELD_METHOD,
  FIELD_OUTCOME,
  FIELD_REASON,
  FIELD_HEX,
  FIELD_TIME,
  FIELD_SIGNATURE,
  FIELD_VERSION
} FieldKind;

typedef struct
{
  const char *name;
  FieldKind kind;
  gsize offset;
  gsize least; /* characters of hex */
  gsize most;
  gboolean may_be_empty;
  guint since; /* version; 0: every one */
} Field;

#define AT(field) offsetof (AnnaeReceipt, field)

/* clang-format off */
static const Field fields[] = {
  { "attempts",  FIELD_DIGIT,     AT (attempts) },
  { "consent",   FIELD_HEX,       AT (consent), ANNAE_HASH_LENGTH, ANNAE_HASH_LENGTH, TRUE },
  { "format",    FIELD_FORMAT },
  { "key",       FIELD_HEX,       AT (key_id), ANNAE_KEY_ID_LENGTH, ANNAE_KEY_ID_LENGTH, FALSE },
  { "liveness",  FIELD_LIVENESS,  AT (liveness), 0, 0, FALSE, 2 },
  { "method",    FIELD_METHOD,    AT (method) },
  { "nonce",     FIELD_HEX,       AT (nonce), ANNAE_NONCE_MIN_LENGTH, ANNAE_NONCE_MAX_LENGTH, FALSE },
  { "outcome",   FIELD_OUTCOME,   AT (outcome) },
  { "pack",      FIELD_HEX,       AT (pack), ANNAE_HASH_LENGTH, ANNAE_HASH_LENGTH, TRUE },
  { "policy",    FIELD_HEX,       AT (policy), ANNAE_HASH_LENGTH, ANNAE_HASH_LENGTH, FALSE },
  { "reason",    FIELD_REASON,    AT (reason) },
  { "signature", FIELD_SIGNATURE, AT (signature), 2 * ANNAE_SIGNATURE_SIZE, 2 * ANNAE_SIGNATURE_SIZE, FALSE },
  { "time",      FIELD_TIME,      AT (time) },
  { "version",   FIELD_VERSION },
};
/* clang-format on */

static const char *const method_names[] = {
  [ANNAE_RECEIPT_FACE] = "face",
  [ANNAE_RECEIPT_OTHER] = "other",
};

const char *
annae_receipt_method_name (AnnaeReceiptMethod method)
{
  g_return_val_if_fail ((guint) method < G_N_ELEMENTS (method_names), NULL);
  return method_names[method];
}

void
annae_receipt_init (AnnaeReceipt *self)
{
  g_return_if_fail (self != NULL);
  memset (self, 0, sizeof *self);
  self->version = ANNAE_RECEIPT_VERSION;
}

/* As in the file: no spaces in any value. */
static const char *
liveness_of (guint i)
{
  static const char *const names[ANNAE_N_LIVENESS] = {
    [ANNAE_LIVENESS_NOT_TESTED] = "not-tested",
    [ANNAE_LIVENESS_UNDECIDED] = "undecided",
    [ANNAE_LIVENESS_FLAT] = "flat",
    [ANNAE_LIVENESS_LIVE] = "live",
  };
  return names[i];
}

const char *
annae_receipt_liveness_name (const AnnaeReceipt *self)
{
  g_return_val_if_fail ((guint) self->liveness < ANNAE_N_LIVENESS, NULL);
  return self->version < 2 ? "not-stated" : liveness_of (self->liveness);
}

static gboolean
is_hex (const char *text, const Field *field)
{
  gsize length = strspn (text, HEX);

  if (text[length] != '\0')
    return FALSE;
  /* hex of whole bytes */
  return length == 0 ? field->may_be_empty : length >= field->least && length <= field->most && length % 2 == 0;
}

static gboolean
two_digits (const char *text, guint *value)
{
  if (!g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]))
    return FALSE;
  *value = (guint) (text[0] - '0') * 10 + (guint) (text[1] - '0');
  return TRUE;
}

/* "", "YYYY-MM-DD" or "YYYY-MM-DDTHHZ", and a day that exists. */
static gboolean
is_time (const char *text)
{
  guint century, year, month, day, hour;
  gsize length = strlen (text);

  if (length == 0)
    return TRUE;
  if ((length != 10 && length != 14) || text[4] != '-' || text[7] != '-' || !two_digits (text, &century)
      || !two_digits (text + 2, &year) || !two_digits (text + 5, &month) || !two_digits (text + 8, &day))
    return FALSE;
  year += 100 * century;
  if (year < 1970 || month < 1 || month > 12
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  return length == 10 || (text[10] == 'T' && two_digits (text + 11, &hour) && hour < 24 && text[13] == 'Z');
}

gboolean
annae_receipt_set_time (AnnaeReceipt *self, gint64 seconds, AnnaeReceiptTime precision)
{
  g_return_val_if_fail (self != NULL, FALSE);

  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  if (time == NULL || g_date_time_get_year (time) < 1970)
    return FALSE;
  if (precision == ANNAE_RECEIPT_TIME_NONE)
    {
      self->time[0] = '\0';
      return TRUE;
    }
  /* Not g_date_time_format (): it writes the locale's digits. */
  int length = g_snprintf (self->time, sizeof self->time, "%04d-%02d-%02d", g_date_time_get_year (time),
                           g_date_time_get_month (time), g_date_time_get_day_of_month (time));
  if (precision == ANNAE_RECEIPT_TIME_HOUR)
    g_snprintf (self->time + length, sizeof self->time - (gsize) length, "T%02dZ", g_date_time_get_hour (time));
  return TRUE;
}

void
annae_receipt_make_nonce (AnnaeReceipt *self)
{
  guint8 bytes[ANNAE_NONCE_MIN_LENGTH / 2];

  g_return_if_fail (self != NULL);
  randombytes_buf (bytes, sizeof bytes);
  sodium_bin2hex (self->nonce, sizeof self->nonce, bytes, sizeof bytes);
}

static const Field *
find_field (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].name, name) == 0)
      return &fields[i];
  g_assert_not_reached ();
}

gboolean
annae_receipt_set_nonce (AnnaeReceipt *self, const char *nonce)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (nonce != NULL, FALSE);

  if (!is_hex (nonce, find_field ("nonce")))
    return FALSE;
  g_strlcpy (self->nonce, nonce, sizeof self->nonce);
  return TRUE;
}

gboolean
annae_receipt_set_hashes (AnnaeReceipt *self, const char *pack, const char *policy, const char *consent)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (pack != NULL && policy != NULL && consent != NULL, FALSE);

  if (!is_hex (pack, find_field ("pack")) || !is_hex (policy, find_field ("policy"))
      || !is_hex (consent, find_field ("consent")))
    return FALSE;
  g_strlcpy (self->pack, pack, sizeof self->pack);
  g_strlcpy (self->policy, policy, sizeof self->policy);
  g_strlcpy (self->consent, consent, sizeof self->consent);
  return TRUE;
}

static gboolean
fits (const AnnaeReceipt *self, const Field *field)
{
  const char *text = (const char *) self + field->offset;

  switch (field->kind)
    {
    case FIELD_DIGIT:
      return self->attempts <= 9;
    case FIELD_LIVENESS:
      return (guint) self->liveness < ANNAE_N_LIVENESS;
    case FIELD_METHOD:
      return (guint) self->method < G_N_ELEMENTS (method_names);
    case FIELD_OUTCOME:
      return self->outcome > ANNAE_OUTCOME_NONE && self->outcome < ANNAE_N_OUTCOMES;
    case FIELD_REASON:
      return (guint) self->reason < ANNAE_N_REASONS;
    case FIELD_HEX:
      return is_hex (text, field);
    case FIELD_TIME:
      return is_time (self->time);
    case FIELD_VERSION:
      return self->version >= 1 && self->version <= ANNAE_RECEIPT_VERSION;
    case FIELD_FORMAT:
    case FIELD_SIGNATURE:
      return TRUE;
    }
  g_return_val_if_reached (FALSE);
}

static void
append_field (GString *json, const AnnaeReceipt *self, const Field *field)
{
  char hex[2 * ANNAE_SIGNATURE_SIZE + 1];

  g_string_append_printf (json, "%c\"%s\":", json->len == 0 ? '{' : ',', field->name);
  switch (field->kind)
    {
    case FIELD_DIGIT:
      g_string_append_printf (json, "%u", self->attempts);
      break;
    case FIELD_FORMAT:
      g_string_append (json, "\"annae-receipt\"");
      break;
    case FIELD_LIVENESS:
      g_string_append_printf (json, "\"%s\"", liveness_of (self->liveness));
      break;
    case FIELD_METHOD:
      g_string_append_printf (json, "\"%s\"", annae_receipt_method_name (self->method));
      break;
    case FIELD_OUTCOME:
      g_string_append_printf (json, "\"%s\"", annae_outcome_name (self->outcome));
      break;
    case FIELD_REASON:
      g_string_append_printf (json, "\"%s\"", annae_reason_name (self->reason));
      break;
    case FIELD_HEX:
    case FIELD_TIME:
      g_string_append_printf (json, "\"%s\"", (const char *) self + field->offset);
      break;
    case FIELD_SIGNATURE:
      sodium_bin2hex (hex, sizeof hex, self->signature, sizeof self->signature);
      g_string_append_printf (json, "\"%s\"", hex);
      break;
    case FIELD_VERSION:
      g_string_append_printf (json, "%u", self->version);
      break;
    }
}

static char *
write_json (const AnnaeReceipt *self, gboolean with_signature)
{
  GString *json = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if ((with_signature || fields[i].kind != FIELD_SIGNATURE) && self->version >= fields[i].since)
      append_field (json, self, &fields[i]);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}

char *
annae_receipt_to_json (const AnnaeReceipt *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    g_return_val_if_fail (fits (self, &fields[i]), NULL);
  return write_json (self, TRUE);
}

static char *
signed_bytes (const AnnaeReceipt *self)
{
  g_autofree char *json = write_json (self, FALSE);
  return g_strdup_printf (SIGNED_PREFIX "%s", self->version, json);
}

gboolean
annae_receipt_sign (AnnaeReceipt *self, const AnnaeReceiptKey *key, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  g_strlcpy (self->key_id, annae_receipt_key_get_public (key)->id, sizeof self->key_id);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!fits (self, &fields[i]))
      {
        g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_RECEIPT,
                     "The receipt cannot be signed: its \"%s\" does not have the form of the receipt format.",
                     fields[i].name);
        return FALSE;
      }
  g_autofree char *message = signed_bytes (self);
  annae_receipt_key_sign (key, message, strlen (message), self->signature);
  return TRUE;
}

gboolean
annae_receipt_verify (const AnnaeReceipt *self, const AnnaePublicKey *key, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (strcmp (self->key_id, key->id) != 0)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_RECEIPT,
                   "The receipt names the key %s, this is the key %s.", self->key_id, key->id);
      return FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    g_return_val_if_fail (fits (self, &fields[i]), FALSE);
  g_autofree char *message = signed_bytes (self);
  if (!annae_public_key_verify (key, message, strlen (message), self->signature))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_RECEIPT,
                   "The receipt is not as the counter with the key %s signed it.", key->id);
      return FALSE;
    }
  return TRUE;
}

typedef struct
{
  const char *at;
  const char *end;
} Cursor;

static gboolean
skip (Cursor *cursor, const char *literal)
{
  gsize length = strlen (literal);

  if ((gsize) (cursor->end - cursor->at) < length || memcmp (cursor->at, literal, length) != 0)
    return FALSE;
  cursor->at += length;
  return TRUE;
}

/* A string without escapes, as every one in a receipt is, of at most size - 1 characters. */
static gboolean
take_string (Cursor *cursor, char *text, gsize size)
{
  gsize length = 0;

  if (!skip (cursor, "\""))
    return FALSE;
  while (cursor->at < cursor->end && *cursor->at != '"')
    {
      if (length + 1 >= size || !(g_ascii_isalnum (*cursor->at) || *cursor->at == '-'))
        return FALSE;
      text[length++] = *cursor->at++;
    }
  text[length] = '\0';
  return skip (cursor, "\"");
}

static gboolean
take_name (Cursor *cursor, guint n, const char *(*name_of) (guint), guint *value)
{
  char text[32];

  if (!take_string (cursor, text, sizeof text))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (strcmp (text, name_of (i)) == 0)
      {
        *value = i;
        return TRUE;
      }
  return FALSE;
}

static const char *
method_of (guint i)
{
  return annae_receipt_method_name (i);
}

static const char *
outcome_of (guint i)
{
  return annae_outcome_name (i);
}

static const char *
reason_of (guint i)
{
  return annae_reason_name (i);
}

static gboolean
take_field (Cursor *cursor, AnnaeReceipt *self, const Field *field)
{
  char hex[2 * ANNAE_SIGNATURE_SIZE + 1];
  char *text = (char *) self + field->offset;
  guint number = 0;

  switch (field->kind)
    {
    case FIELD_DIGIT:
      if (cursor->at >= cursor->end || !g_ascii_isdigit (*cursor->at))
        return FALSE;
      self->attempts = (guint) (*cursor->at++ - '0');
      return TRUE;
    case FIELD_FORMAT:
      return skip (cursor, "\"annae-receipt\"");
    case FIELD_LIVENESS:
      if (!take_name (cursor, ANNAE_N_LIVENESS, liveness_of, &number))
        return FALSE;
      self->liveness = number;
      return TRUE;
    case FIELD_METHOD:
      if (!take_name (cursor, G_N_ELEMENTS (method_names), method_of, &number))
        return FALSE;
      self->method = number;
      return TRUE;
    case FIELD_OUTCOME:
      if (!take_name (cursor, ANNAE_N_OUTCOMES, outcome_of, &number))
        return FALSE;
      self->outcome = number;
      return fits (self, field);
    case FIELD_REASON:
      if (!take_name (cursor, ANNAE_N_REASONS, reason_of, &number))
        return FALSE;
      self->reason = number;
      return TRUE;
    case FIELD_HEX:
      return take_string (cursor, text, field->most + 1) && fits (self, field);
    case FIELD_TIME:
      return take_string (cursor, text, sizeof self->time) && fits (self, field);
    case FIELD_SIGNATURE:
      return take_string (cursor, hex, sizeof hex) && strlen (hex) == field->most && is_hex (hex, field)
             && sodium_hex2bin (self->signature, sizeof self->signature, hex, strlen (hex), NULL, NULL, NULL) == 0;
    case FIELD_VERSION:
      return skip (cursor, self->version == 1 ? "1" : "2");
    }
  g_return_val_if_reached (FALSE);
}

/* What version it is shows where the first field stands that version 1 does not have. */
static gboolean
is_left_out (const Cursor *cursor, AnnaeReceipt *self, const Field *field)
{
  Cursor ahead = *cursor;

  if (field->since < 2 || (skip (&ahead, ",\"") && skip (&ahead, field->name)))
    return FALSE;
  self->version = 1;
  return TRUE;
}

gboolean
annae_receipt_parse (AnnaeReceipt *self, const char *bytes, gsize length, const char *name, GError **error)
{
  AnnaeReceipt read;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  const char *start = bytes != NULL ? bytes : "";
  Cursor cursor = { start, start + length };
  annae_receipt_init (&read);
  annae_receipt_init (self);
  if (length > ANNAE_RECEIPT_MAX_SIZE)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_RECEIPT, "\"%s\" is too large for a receipt.", name);
      return FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!is_left_out (&cursor, &read, &fields[i])
        && (!skip (&cursor, i == 0 ? "{\"" : ",\"") || !skip (&cursor, fields[i].name) || !skip (&cursor, "\":")
            || !take_field (&cursor, &read, &fields[i])))
      {
        g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_RECEIPT,
                     "\"%s\" is not a receipt of version 1 or 2: at byte %" G_GSIZE_FORMAT ", \"%s\" is missing or wrong.",
                     name, (gsize) (cursor.at - start), fields[i].name);
        return FALSE;
      }
  gboolean closed = skip (&cursor, "}");
  skip (&cursor, "\n");
  if (!closed || cursor.at != cursor.end)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_RECEIPT,
                   "\"%s\" is not a receipt of version 1 or 2: at byte %" G_GSIZE_FORMAT ", it should end.", name,
                   (gsize) (cursor.at - start));
      return FALSE;
    }
  *self = read;
  return TRUE;
}

gboolean
annae_receipt_load (AnnaeReceipt *self, const char *path, GError **error)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize length = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  annae_receipt_init (self);
  /* A pipe or a device would be read without end. */
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "There is no receipt \"%s\".", path);
      return FALSE;
    }
  if (!g_file_get_contents (path, &bytes, &length, &local_error))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "The receipt \"%s\" cannot be read: %s.", path,
                   local_error->message);
      return FALSE;
    }
  return annae_receipt_parse (self, bytes, length, path, error);
}
