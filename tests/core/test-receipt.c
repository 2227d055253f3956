/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Receipts: the published form, signing, what is refused, and that two receipts of one person cannot be linked. */

#include "annae-errors.h"
#include "annae-receipt.h"

#include <sodium.h>

#include <string.h>

#define PACK "1111111111111111111111111111111111111111111111111111111111111111"
#define POLICY "2222222222222222222222222222222222222222222222222222222222222222"
#define CONSENT "3333333333333333333333333333333333333333333333333333333333333333"
#define NONCE "00112233445566778899aabbccddeeff"
/* 2026-11-24 11:35:44 UTC */
#define SOME_TIME G_GINT64_CONSTANT (1795520144)

/* The secret of this test, and of doc/receipt-format.md's example: 32 bytes of 0x07. */
static void
write_test_key (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "current.key", NULL);
  g_autoptr (GString) line = g_string_new ("annae-secret-key-1 ");

  for (guint i = 0; i < 32; i++)
    g_string_append (line, "07");
  g_string_append_c (line, '\n');
  g_assert_true (g_file_set_contents_full (path, line->str, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

static char *folder;
static AnnaeReceiptKey *key;

static void
fill (AnnaeReceipt *receipt)
{
  annae_receipt_init (receipt);
  receipt->outcome = ANNAE_OUTCOME_MATCH;
  receipt->reason = ANNAE_REASON_NONE;
  receipt->method = ANNAE_RECEIPT_FACE;
  receipt->attempts = 1;
  receipt->liveness = ANNAE_LIVENESS_LIVE;
  g_assert_true (annae_receipt_set_time (receipt, SOME_TIME, ANNAE_RECEIPT_TIME_HOUR));
  g_assert_true (annae_receipt_set_nonce (receipt, NONCE));
  g_assert_true (annae_receipt_set_hashes (receipt, PACK, POLICY, CONSENT));
}

static char *
signed_json (AnnaeReceipt *receipt)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (annae_receipt_sign (receipt, key, &error));
  g_assert_no_error (error);
  return annae_receipt_to_json (receipt);
}

/* Byte for byte the example of doc/receipt-format.md. A change here is a new version of the format. */
static void
test_published_form (void)
{
  AnnaeReceipt receipt, read;
  g_autoptr (GError) error = NULL;

  fill (&receipt);
  g_autofree char *json = signed_json (&receipt);
  g_assert_cmpstr (json, ==,
                   "{\"attempts\":1,\"consent\":\"" CONSENT "\",\"format\":\"annae-receipt\","
                   "\"key\":\"fe812c12f3ab4ce6ac5db69ac352f906\",\"liveness\":\"live\",\"method\":\"face\",\"nonce\":\"" NONCE "\","
                   "\"outcome\":\"match\",\"pack\":\"" PACK "\",\"policy\":\"" POLICY "\",\"reason\":\"none\","
                   "\"signature\":"
                   "\"2f9573596ad60403eb0deb401b8dfd053fc0e6606ee632f15ddc6262d0bcceeea7edbc7c97e18f45939272df9166d34a6"
                   "27668d74a21757db5b1f5336a0fd50c\","
                   "\"time\":\"2026-11-24T11Z\",\"version\":2}");
  g_assert_true (annae_receipt_parse (&read, json, strlen (json), "r", &error));
  g_assert_no_error (error);
  g_assert_true (annae_receipt_verify (&read, annae_receipt_key_get_public (key), &error));
  g_autofree char *again = annae_receipt_to_json (&read);
  g_assert_cmpstr (again, ==, json);
}

/* What was signed before there was liveness in it, byte for byte the example of version 1: it is read, verified, written as it was, and
 * says nothing about liveness. */
static void
test_first_version (void)
{
  static const char first[]
      = "{\"attempts\":1,\"consent\":\"" CONSENT "\",\"format\":\"annae-receipt\","
        "\"key\":\"fe812c12f3ab4ce6ac5db69ac352f906\",\"method\":\"face\",\"nonce\":\"" NONCE "\","
        "\"outcome\":\"match\",\"pack\":\"" PACK "\",\"policy\":\"" POLICY "\",\"reason\":\"none\","
        "\"signature\":"
        "\"7caf05eac24fd14c818294946bcc20003bad06af534635c71092b2c7d4ed442181ac45565dd6d95b622c6cc5648d8ac0f"
        "b49d91fc103ea85f30dfbb47fd5120a\","
        "\"time\":\"2026-11-24T11Z\",\"version\":1}";
  AnnaeReceipt receipt;
  g_autoptr (GError) error = NULL;

  g_assert_true (annae_receipt_parse (&receipt, first, strlen (first), "r", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (receipt.version, ==, 1);
  g_assert_cmpstr (annae_receipt_liveness_name (&receipt), ==, "not-stated");
  g_assert_true (annae_receipt_verify (&receipt, annae_receipt_key_get_public (key), &error));
  g_autofree char *again = annae_receipt_to_json (&receipt);
  g_assert_cmpstr (again, ==, first);

  /* Neither version passes for the other. */
  static const char *const changes[][2] = {
    { "\"version\":1", "\"version\":2" },
    { "\"method\":", "\"liveness\":\"live\",\"method\":" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GString) changed = g_string_new (first);
      g_string_replace (changed, changes[i][0], changes[i][1], 1);
      g_assert_false (annae_receipt_parse (&receipt, changed->str, changed->len, "r", NULL));
    }
  g_autoptr (GString) both = g_string_new (first);
  g_string_replace (both, changes[0][0], changes[0][1], 1);
  g_string_replace (both, changes[1][0], changes[1][1], 1);
  g_assert_true (annae_receipt_parse (&receipt, both->str, both->len, "r", NULL));
  g_assert_false (annae_receipt_verify (&receipt, annae_receipt_key_get_public (key), NULL));
}

static void
test_every_liveness (void)
{
  static const char *const names[ANNAE_N_LIVENESS] = { "not-tested", "undecided", "flat", "live" };

  for (guint liveness = 0; liveness < ANNAE_N_LIVENESS; liveness++)
    {
      AnnaeReceipt receipt, read;
      g_autofree char *field = g_strdup_printf ("\"liveness\":\"%s\"", names[liveness]);

      fill (&receipt);
      receipt.liveness = liveness;
      g_autofree char *json = signed_json (&receipt);
      g_assert_nonnull (strstr (json, field));
      g_assert_true (annae_receipt_parse (&read, json, strlen (json), "r", NULL));
      g_assert_cmpint (read.liveness, ==, liveness);
      g_assert_cmpstr (annae_receipt_liveness_name (&read), ==, names[liveness]);
    }
}

static void
test_time (void)
{
  static const struct
  {
    gint64 seconds;
    AnnaeReceiptTime precision;
    const char *text;
  } table[] = {
    { SOME_TIME, ANNAE_RECEIPT_TIME_HOUR, "2026-11-24T11Z" },
    { SOME_TIME, ANNAE_RECEIPT_TIME_DAY, "2026-11-24" },
    { SOME_TIME, ANNAE_RECEIPT_TIME_NONE, "" },
    { 0, ANNAE_RECEIPT_TIME_HOUR, "1970-01-01T00Z" },
    { 3599, ANNAE_RECEIPT_TIME_HOUR, "1970-01-01T00Z" },
    { 3600, ANNAE_RECEIPT_TIME_HOUR, "1970-01-01T01Z" },
    { 1709251199, ANNAE_RECEIPT_TIME_HOUR, "2024-02-29T23Z" },
    { 253402300799, ANNAE_RECEIPT_TIME_HOUR, "9999-12-31T23Z" },
  };
  AnnaeReceipt receipt;

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      annae_receipt_init (&receipt);
      g_assert_true (annae_receipt_set_time (&receipt, table[i].seconds, table[i].precision));
      g_assert_cmpstr (receipt.time, ==, table[i].text);
    }
  g_assert_false (annae_receipt_set_time (&receipt, -1, ANNAE_RECEIPT_TIME_HOUR));
  g_assert_false (annae_receipt_set_time (&receipt, 253402300800, ANNAE_RECEIPT_TIME_HOUR));
  g_assert_false (annae_receipt_set_time (&receipt, G_MAXINT64, ANNAE_RECEIPT_TIME_HOUR));
}

static void
test_every_outcome (void)
{
  for (guint outcome = ANNAE_OUTCOME_NONE + 1; outcome < ANNAE_N_OUTCOMES; outcome++)
    for (guint reason = 0; reason < ANNAE_N_REASONS; reason++)
      for (guint method = 0; method < 2; method++)
        {
          AnnaeReceipt receipt, read;
          fill (&receipt);
          receipt.outcome = outcome;
          receipt.reason = reason;
          receipt.method = method;
          g_autofree char *json = signed_json (&receipt);
          g_assert_cmpuint (strlen (json), <=, ANNAE_RECEIPT_MAX_SIZE);
          g_assert_true (annae_receipt_parse (&read, json, strlen (json), "r", NULL));
          g_assert_cmpint (read.outcome, ==, outcome);
          g_assert_cmpint (read.reason, ==, reason);
          g_assert_cmpint (read.method, ==, method);
        }
}

static void
test_fields_that_do_not_fit (void)
{
  static const char *const nonces[] = { "",
                                        "00",
                                        "0011223344556677",
                                        "00112233445566778899aabbccddeefF",
                                        "00112233445566778899aabbccddeeff0",
                                        "00112233445566778899aabbccddeef\"" };
  AnnaeReceipt receipt;
  g_autofree char *long_nonce = g_strnfill (130, '0');

  fill (&receipt);
  for (gsize i = 0; i < G_N_ELEMENTS (nonces); i++)
    g_assert_false (annae_receipt_set_nonce (&receipt, nonces[i]));
  g_assert_false (annae_receipt_set_nonce (&receipt, long_nonce));
  g_assert_cmpstr (receipt.nonce, ==, NONCE);
  g_assert_true (annae_receipt_set_nonce (&receipt, long_nonce + 2));
  g_assert_false (annae_receipt_set_hashes (&receipt, PACK, "", CONSENT));
  g_assert_false (annae_receipt_set_hashes (&receipt, "1234", POLICY, CONSENT));
  g_assert_false (annae_receipt_set_hashes (&receipt, PACK, POLICY, "../../etc/passwd"));
  g_assert_true (annae_receipt_set_hashes (&receipt, "", POLICY, ""));

  for (guint i = 0; i < 9; i++)
    {
      static const char *const names[]
          = { "outcome", "outcome", "reason", "method", "attempts", "nonce", "liveness", "version", "policy" };
      g_autoptr (GError) error = NULL;
      fill (&receipt);
      if (i == 0)
        receipt.outcome = ANNAE_OUTCOME_NONE;
      else if (i == 1)
        receipt.outcome = ANNAE_N_OUTCOMES;
      else if (i == 2)
        receipt.reason = ANNAE_N_REASONS;
      else if (i == 3)
        receipt.method = 2;
      else if (i == 4)
        receipt.attempts = 10;
      else if (i == 5)
        receipt.nonce[0] = '\0';
      else if (i == 6)
        receipt.liveness = ANNAE_N_LIVENESS;
      else if (i == 7)
        receipt.version = 3;
      else
        receipt.policy[0] = '"';
      g_assert_false (annae_receipt_sign (&receipt, key, &error));
      g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_RECEIPT);
      g_assert_nonnull (strstr (error->message, names[i]));
    }
}

/* Whichever bit of a receipt is turned, it is not a receipt of this counter any more. */
static void
test_every_bit_counts (void)
{
  AnnaeReceipt receipt, read;

  fill (&receipt);
  g_autofree char *json = signed_json (&receipt);
  gsize length = strlen (json);
  for (gsize bit = 0; bit < 8 * length; bit++)
    {
      g_autofree char *turned = g_memdup2 (json, length);
      turned[bit / 8] = (char) (turned[bit / 8] ^ (1 << (bit % 8)));
      if (annae_receipt_parse (&read, turned, length, "r", NULL))
        g_assert_false (annae_receipt_verify (&read, annae_receipt_key_get_public (key), NULL));
    }
}

static void
test_only_one_form (void)
{
  AnnaeReceipt receipt, read;

  fill (&receipt);
  g_autofree char *json = signed_json (&receipt);
  gsize length = strlen (json);

  /* a newline may follow; nothing else, and nothing may be missing */
  g_autofree char *newline = g_strconcat (json, "\n", NULL);
  g_assert_true (annae_receipt_parse (&read, newline, length + 1, "r", NULL));
  static const char *const tails[] = { " ", "\n\n", "\r\n", "}", "{", "x", "\n " };
  for (gsize i = 0; i < G_N_ELEMENTS (tails); i++)
    {
      g_autofree char *longer = g_strconcat (json, tails[i], NULL);
      g_autoptr (GError) error = NULL;
      g_assert_false (annae_receipt_parse (&read, longer, strlen (longer), "r", &error));
      g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_RECEIPT);
      g_assert_cmpint (read.outcome, ==, ANNAE_OUTCOME_NONE);
    }
  g_assert_false (annae_receipt_parse (&read, json, length + 1, "r", NULL)); /* the closing zero */
  for (gsize shorter = 0; shorter < length; shorter++)
    {
      /* exactly this long, so that a sanitizer sees whoever reads on */
      g_autofree char *cut = g_memdup2 (json, shorter);
      g_assert_false (annae_receipt_parse (&read, cut, shorter, "r", NULL));
    }

  static const char *const changes[][2] = {
    { "\"attempts\":1", "\"attempts\": 1" },
    { "\"attempts\":1", "\"attempts\":01" },
    { "\"attempts\":1", "\"attempts\":-1" },
    { "\"attempts\":1", "\"attempts\":1.0" },
    { "\"attempts\":1,", "" },
    { "\"attempts\":1,", "\"attempts\":1,\"attempts\":1," },
    { "\"attempts\"", "\"Attempts\"" },
    { "annae-receipt", "annae-receip" },
    { "\"match\"", "\"m\\u0061tch\"" },
    { "\"match\"", "\"none\"" },
    { "\"match\"", "\"\"" },
    { "\"match\"", "\"matches\"" },
    { "\"face\"", "\"name\"" },
    { "\"none\"", "null" },
    { "2026-11-24T11Z", "2026-11-31T11Z" },
    { "2026-11-24T11Z", "2026-11-24T24Z" },
    { "2026-11-24T11Z", "2026-11-24T11:35Z" },
    { "2026-11-24T11Z", "2026-00-24T11Z" },
    { "2026-11-24T11Z", "1969-11-24T11Z" },
    { "2026-11-24T11Z", "2026-11-24T11" },
    { "\"live\"", "\"alive\"" },
    { "\"liveness\":\"live\",", "" },
    { "\"version\":2", "\"version\":1" },
    { "\"version\":2", "\"version\":3" },
    { "\"version\":2", "\"version\":2,\"name\":\"x\"" },
    { NONCE, "" },
    { NONCE, "00112233445566778899AABBCCDDEEFF" },
    { POLICY, "" },
    { PACK, "11" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GString) changed = g_string_new (json);
      g_autoptr (GError) error = NULL;
      g_test_message ("%s instead of %s", changes[i][1], changes[i][0]);
      g_assert_cmpuint (g_string_replace (changed, changes[i][0], changes[i][1], 1), ==, 1);
      g_assert_false (annae_receipt_parse (&read, changed->str, changed->len, "r.json", &error));
      g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_RECEIPT);
      g_assert_nonnull (strstr (error->message, "r.json"));
    }
  g_autofree char *huge = g_strnfill (5000, '{');
  g_assert_false (annae_receipt_parse (&read, huge, 5000, "r", NULL));
  g_assert_false (annae_receipt_parse (&read, NULL, 0, "r", NULL));
}

/* The first byte of a field's value, and how many there are. */
static void
find_value (const char *json, const char *field, gsize *start, gsize *length)
{
  g_autofree char *label = g_strdup_printf ("\"%s\":\"", field);
  const char *at = strstr (json, label);

  g_assert_nonnull (at);
  at += strlen (label);
  *start = (gsize) (at - json);
  *length = (gsize) (strchr (at, '"') - at);
}

/* The same person comes twice within an hour, is checked in the same way, and the shop draws a new random number.
 * Whatever differs between the receipts must come from that number; whatever is the same must be the same for every
 * customer of this counter. */
static void
test_two_receipts_of_one_person (void)
{
  AnnaeReceipt first, second, stranger;
  gsize nonce, nonce_length, signature, signature_length;

  fill (&first);
  fill (&second);
  annae_receipt_make_nonce (&first);
  annae_receipt_make_nonce (&second);
  g_assert_cmpstr (first.nonce, !=, second.nonce);
  /* a minute later, in the same hour */
  g_assert_true (annae_receipt_set_time (&second, SOME_TIME + 60, ANNAE_RECEIPT_TIME_HOUR));
  g_autofree char *a = signed_json (&first);
  g_autofree char *b = signed_json (&second);
  g_assert_cmpuint (strlen (a), ==, strlen (b));

  find_value (a, "nonce", &nonce, &nonce_length);
  find_value (a, "signature", &signature, &signature_length);
  g_assert_cmpuint (nonce_length, ==, 32);
  g_assert_cmpuint (signature_length, ==, 128);
  g_test_message ("bytes that vary: %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " (nonce) and %" G_GSIZE_FORMAT
                  " to %" G_GSIZE_FORMAT " (signature) of %" G_GSIZE_FORMAT,
                  nonce, nonce + nonce_length - 1, signature, signature + signature_length - 1, strlen (a));
  guint different_nonce = 0, different_signature = 0;
  for (gsize i = 0; i < strlen (a); i++)
    {
      if (i >= nonce && i < nonce + nonce_length)
        different_nonce += a[i] != b[i];
      else if (i >= signature && i < signature + signature_length)
        different_signature += a[i] != b[i];
      else
        g_assert_cmpint (a[i], ==, b[i]);
    }
  g_assert_cmpuint (different_nonce, >, 0);
  g_assert_cmpuint (different_signature, >, 64);

  /* And of somebody else with that number, at the same counter: not one byte tells the two people apart. */
  fill (&stranger);
  g_assert_true (annae_receipt_set_nonce (&stranger, first.nonce));
  g_autofree char *c = signed_json (&stranger);
  g_assert_cmpstr (a, ==, c);

  /* The signature depends on nothing but the bytes and the key: no counter, no clock, no randomness carries over. */
  g_autofree char *again = signed_json (&first);
  g_assert_cmpstr (a, ==, again);
}

static void
test_other_keys (void)
{
  AnnaeReceipt receipt;
  g_autoptr (GError) error = NULL;
  g_autofree char *elsewhere = g_dir_make_tmp ("annae-keys-XXXXXX", NULL);
  g_autoptr (AnnaeReceiptKey) other = annae_receipt_key_open (elsewhere, &error);

  g_assert_no_error (error);
  fill (&receipt);
  g_assert_true (annae_receipt_sign (&receipt, key, NULL));
  g_assert_false (annae_receipt_verify (&receipt, annae_receipt_key_get_public (other), &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_RECEIPT);
  g_assert_nonnull (strstr (error->message, "names the key"));
  g_clear_error (&error);

  /* signed by one, claiming to be another's */
  g_strlcpy (receipt.key_id, annae_receipt_key_get_public (other)->id, sizeof receipt.key_id);
  g_assert_false (annae_receipt_verify (&receipt, annae_receipt_key_get_public (other), &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_RECEIPT);

  /* a signature of the counter over the bare JSON is none over the receipt */
  fill (&receipt);
  g_autofree char *json = signed_json (&receipt);
  annae_receipt_key_sign (key, json, strlen (json), receipt.signature);
  g_assert_false (annae_receipt_verify (&receipt, annae_receipt_key_get_public (key), NULL));

  g_autofree char *remove = g_strdup_printf ("rm -r '%s'", elsewhere);
  g_assert_true (g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL));
}

static void
test_load (void)
{
  AnnaeReceipt receipt, read;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "receipt.json", NULL);

  g_assert_false (annae_receipt_load (&read, path, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  g_assert_false (annae_receipt_load (&read, "/dev/zero", &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  g_clear_error (&error);

  fill (&receipt);
  g_autofree char *json = signed_json (&receipt);
  g_assert_true (g_file_set_contents (path, json, -1, NULL));
  g_assert_true (annae_receipt_load (&read, path, &error));
  g_assert_true (annae_receipt_verify (&read, annae_receipt_key_get_public (key), &error));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("annae-receipt-XXXXXX", NULL);
  write_test_key (folder);
  key = annae_receipt_key_open (folder, &error);
  g_assert_no_error (error);

  g_test_add_func ("/receipt/published-form", test_published_form);
  g_test_add_func ("/receipt/first-version", test_first_version);
  g_test_add_func ("/receipt/every-liveness", test_every_liveness);
  g_test_add_func ("/receipt/time", test_time);
  g_test_add_func ("/receipt/every-outcome", test_every_outcome);
  g_test_add_func ("/receipt/fields-that-do-not-fit", test_fields_that_do_not_fit);
  g_test_add_func ("/receipt/every-bit-counts", test_every_bit_counts);
  g_test_add_func ("/receipt/only-one-form", test_only_one_form);
  g_test_add_func ("/receipt/two-receipts-of-one-person", test_two_receipts_of_one_person);
  g_test_add_func ("/receipt/other-keys", test_other_keys);
  g_test_add_func ("/receipt/load", test_load);
  int result = g_test_run ();

  annae_receipt_key_free (key);
  g_autofree char *remove = g_strdup_printf ("rm -r '%s'", folder);
  g_spawn_command_line_sync (remove, NULL, NULL, NULL, NULL);
  g_free (folder);
  return result;
}
