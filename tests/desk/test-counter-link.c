/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shop's system against a real session with the bundled pack: a check that is started, declined or cancelled comes
 * back as a receipt that verifies, and the counter is free again. */

#include <glib/gstdio.h>

#include "annae-consent.h"
#include "annae-counter-link.h"
#include "annae-counter-service.h"
#include "annae-desk-testing.h"
#include "annae-model-pack.h"
#include "annae-paths.h"
#include "annae-phrases.h"

#define NONCE "00112233445566778899aabbccddeeff"

typedef struct
{
  GTestDBus *bus;
  GDBusConnection *own;
  GDBusConnection *shop;
  AnnaeModelPack *pack;
  AnnaeSession *session;
  AnnaeCounterLink *link;
  AnnaePublicKey public_key;
  char *keys;
  char *kept;
  char *outcome;
  char *receipt;
} Fixture;

static void
on_signal (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *name,
           GVariant *parameters,
           gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_null (f->outcome);
  g_variant_get (parameters, "(sss)", &f->outcome, NULL, &f->receipt);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *consent = annae_consent_hash (FALSE);
  AnnaePolicy policy;
  AnnaeReceiptKey *key;

  annae_policy_init (&policy);
  policy.receipt_keep = data != NULL;
  f->pack = annae_model_pack_find (NULL, &error);
  g_assert_no_error (error);
  f->session = annae_session_new (f->pack, &policy, NULL, NULL, &error);
  g_assert_no_error (error);
  f->keys = g_dir_make_tmp ("annae-keys-XXXXXX", NULL);
  key = annae_receipt_key_open (f->keys, &error);
  g_assert_no_error (error);
  f->public_key = *annae_receipt_key_get_public (key);

  f->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (f->bus);
  f->own = test_connect (f->bus);
  f->shop = test_connect (f->bus);
  g_dbus_connection_signal_subscribe (f->shop, ANNAE_COUNTER_BUS_NAME, "kr.annae.Annae.Counter", "Finished", NULL, NULL,
                                      0, on_signal, f, NULL);
  f->link = annae_counter_link_new (f->session, f->own, &policy, key, NULL, consent);
  f->kept = g_build_filename (f->keys, "kept", NULL);
  annae_counter_link_set_folder (f->link, f->kept);
  test_settle (f->own);
  test_settle (f->shop);
}

/* Removes what is there and returns how much it was. */
static guint
empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
      n++;
    }
  return n;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (f->keys, 0, NULL);
  const char *name;

  g_assert_finalize_object (f->link);
  g_object_unref (f->session);
  g_object_unref (f->pack);
  g_dbus_connection_close_sync (f->shop, NULL, NULL);
  g_dbus_connection_close_sync (f->own, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (f->shop);
  g_object_unref (f->own);
  empty (f->kept);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (f->keys, name, NULL);

      g_remove (path);
    }
  g_rmdir (f->keys);
  g_free (f->keys);
  g_free (f->kept);
  g_free (f->outcome);
  g_free (f->receipt);
  g_test_dbus_down (f->bus);
  g_object_unref (f->bus);
}

static void
on_reply (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
call (Fixture *f, const char *method, GVariant *arguments)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) reply = NULL;

  g_dbus_connection_call (f->shop, ANNAE_COUNTER_BUS_NAME, ANNAE_COUNTER_OBJECT_PATH, "kr.annae.Annae.Counter", method,
                          arguments, NULL, G_DBUS_CALL_FLAGS_NONE, 5000, NULL, on_reply, &result);
  WAIT_UNTIL (result != NULL);
  reply = g_dbus_connection_call_finish (f->shop, result, NULL);
  return reply != NULL;
}

static gboolean
start (Fixture *f, const char *options)
{
  return call (f, "StartCheck", g_variant_new ("(s@a{sv})", NONCE, g_variant_new_parsed (options)));
}

static void
expect_receipt (Fixture *f, AnnaeOutcome outcome)
{
  AnnaeReceipt receipt;
  g_autoptr (GError) error = NULL;

  WAIT_UNTIL (f->outcome != NULL);
  g_assert_cmpstr (f->outcome, ==, annae_outcome_name (outcome));
  g_assert_true (annae_receipt_parse (&receipt, f->receipt, strlen (f->receipt), "receipt", &error));
  g_assert_no_error (error);
  g_assert_true (annae_receipt_verify (&receipt, &f->public_key, &error));
  g_assert_no_error (error);
  g_assert_cmpint (receipt.outcome, ==, outcome);
  g_assert_cmpint (receipt.method, ==, ANNAE_RECEIPT_OTHER);
  g_assert_cmpuint (receipt.attempts, ==, 0);
  g_assert_cmpstr (receipt.nonce, ==, NONCE);
  g_assert_cmpstr (receipt.consent, ==, ""); /* nothing was agreed to */
}

static void
test_declined (Fixture *f, gconstpointer data)
{
  g_autofree char *language = NULL;

  g_assert_true (start (f, "{'language': <'vi'>}"));
  g_object_get (f->session, "language", &language, NULL);
  g_assert_cmpstr (language, ==, "vi");
  g_assert_cmpint (annae_session_get_state (f->session)->step, ==, ANNAE_STEP_CHOICE);
  annae_session_send (f->session, ANNAE_EVENT_OTHER_WAY);
  expect_receipt (f, ANNAE_OUTCOME_DECLINED);

  /* while the result is shown the counter is not free, then it is */
  g_assert_false (start (f, "{'language': <'ko'>}"));
  annae_session_send (f->session, ANNAE_EVENT_FINISH);
  g_assert_cmpint (annae_session_get_state (f->session)->step, ==, ANNAE_STEP_LANGUAGE);
  g_assert_true (start (f, "{'language': <'ko'>}"));
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_assert_true (start (f, "{'language': <'ko'>}"));
  g_assert_true (call (f, "Cancel", NULL));
  expect_receipt (f, ANNAE_OUTCOME_CANCELLED);
  g_assert_false (g_file_test (f->kept, G_FILE_TEST_EXISTS)); /* the policy does not ask for it */
}

/* What the shop's system gets is what is kept; and a check that it has not asked for is kept as well. */
static void
test_kept (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->kept, NONCE ".json", NULL);
  g_autofree char *text = NULL;

  g_assert_true (start (f, "{'language': <'ko'>}"));
  g_assert_true (call (f, "Cancel", NULL));
  expect_receipt (f, ANNAE_OUTCOME_CANCELLED);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (g_strchomp (text), ==, f->receipt);
  g_assert_cmpuint (empty (f->kept), ==, 1);

  annae_session_send (f->session, ANNAE_EVENT_FINISH);
  annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  annae_session_send (f->session, ANNAE_EVENT_OTHER_WAY);
  g_assert_cmpuint (empty (f->kept), ==, 1);
}

/* A demonstration is nobody's check, however it ends: nothing is signed and nothing kept, and whoever waits learns why.
 */
static void
test_demonstration (Fixture *f, gconstpointer data)
{
  int demonstration = -1;

  annae_session_set_demonstration (f->session, ANNAE_DEMONSTRATION_ONCE);
  annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  annae_session_send (f->session, ANNAE_EVENT_OTHER_WAY);
  g_assert_cmpuint (empty (f->kept), ==, 0);
  annae_session_send (f->session, ANNAE_EVENT_FINISH);

  /* left on by whoever was here before: the shop's customer is not shown it */
  annae_session_set_demonstration (f->session, ANNAE_DEMONSTRATION_ONCE);
  g_assert_true (start (f, "@a{sv} {}"));
  g_object_get (f->session, "demonstration", &demonstration, NULL);
  g_assert_cmpint (demonstration, ==, ANNAE_DEMONSTRATION_NONE);

  /* unless they ask for it themselves */
  annae_session_set_demonstration (f->session, ANNAE_DEMONSTRATION_ONCE);
  annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  annae_session_send (f->session, ANNAE_EVENT_OTHER_WAY);
  WAIT_UNTIL (f->outcome != NULL);
  g_assert_cmpstr (f->outcome, ==, "failed");
  g_assert_cmpstr (f->receipt, ==, "");
  g_assert_cmpuint (empty (f->kept), ==, 0);
}

/* What was agreed to with "Start" stands in the receipt: the very sentences of the page, whatever its language, and
 * this version of them. */
static void
test_agreed (Fixture *f, gconstpointer data)
{
  g_autofree char *live = annae_paths_data_file (ANNAE_DEMO_LIVE);
  g_autofree char *document = annae_paths_data_file (ANNAE_DEMO_DOCUMENT);
  g_autofree char *text = annae_consent_text (FALSE);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  g_autoptr (GError) error = NULL;
  AnnaeReceipt receipt;

  annae_session_set_live_file (f->session, live, FALSE);
  annae_session_set_document_file (f->session, document);
  g_assert_true (start (f, "{'language': <'ur'>}"));
  annae_session_send (f->session, ANNAE_EVENT_START);
  while (f->outcome == NULL) /* a whole check takes its time on a busy machine */
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (annae_receipt_parse (&receipt, f->receipt, strlen (f->receipt), "receipt", &error));
  g_assert_no_error (error);
  g_assert_true (annae_receipt_verify (&receipt, &f->public_key, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (receipt.attempts, ==, 1);
  g_assert_cmpstr (receipt.consent, ==, hash);
  g_assert_true (g_str_has_prefix (text, "annae-consent-" G_STRINGIFY (ANNAE_CONSENT_VERSION) "\n"));
  g_assert_nonnull (strstr (text, annae_phrase_get ("en", ANNAE_PHRASE_CHOICE_CONSENT, ANNAE_FORM_SHOWN)));
}

static void
test_bad_language (Fixture *f, gconstpointer data)
{
  g_assert_false (start (f, "{'language': <'../ko'>}"));
  g_assert_cmpint (annae_session_get_state (f->session)->step, ==, ANNAE_STEP_LANGUAGE);
}

#define ADD(name, func) g_test_add ("/counter-link/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  annae_vault_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("declined", test_declined);
  ADD ("cancelled", test_cancelled);
  ADD ("agreed", test_agreed);
  ADD ("bad-language", test_bad_language);
  g_test_add ("/counter-link/demonstration", Fixture, "keep", set_up, test_demonstration, tear_down);
  g_test_add ("/counter-link/kept", Fixture, "keep", set_up, test_kept, tear_down);
  return g_test_run ();
}
