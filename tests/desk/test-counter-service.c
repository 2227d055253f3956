/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The counter on D-Bus: one claim at a time, an outcome for its owner alone, and nothing for the hostile. */

#include <string.h>

#include "annae-counter-service.h"
#include "annae-desk-testing.h"

#define NONCE "00112233445566778899aabbccddeeff"

typedef struct
{
  GTestDBus *bus;
  GDBusConnection *own;
  GDBusConnection *shop;
  GDBusConnection *stranger;
  AnnaeCounterService *service;
  char *language;
  guint n_started;
  guint n_cancelled;
  GString *heard;          /* what reaches the shop */
  GString *heard_stranger; /* what reaches anyone else */
} Fixture;

static gboolean
on_start (const char *language, gpointer user_data)
{
  Fixture *f = user_data;

  if (g_strcmp0 (language, "xx") == 0)
    return FALSE;
  g_free (f->language);
  f->language = g_strdup (language);
  f->n_started++;
  return TRUE;
}

static void
on_cancel (gpointer user_data)
{
  ((Fixture *) user_data)->n_cancelled++;
}

static const AnnaeCounterActions actions = { on_start, on_cancel };

static void
on_signal (GDBusConnection *connection,
           const char *sender,
           const char *path,
           const char *interface,
           const char *name,
           GVariant *parameters,
           gpointer user_data)
{
  g_autofree char *text = g_variant_print (parameters, FALSE);

  g_string_append_printf (user_data, "%s%s ", name, text);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (f->bus);
  f->own = test_connect (f->bus);
  f->shop = test_connect (f->bus);
  f->stranger = test_connect (f->bus);
  f->heard = g_string_new (NULL);
  f->heard_stranger = g_string_new (NULL);
  f->service = annae_counter_service_new (f->own, &actions, f);
  g_dbus_connection_signal_subscribe (f->shop, ANNAE_COUNTER_BUS_NAME, "kr.annae.Annae.Counter", "Finished", NULL, NULL,
                                      0, on_signal, f->heard, NULL);
  g_dbus_connection_signal_subscribe (f->stranger, ANNAE_COUNTER_BUS_NAME, "kr.annae.Annae.Counter", "Finished", NULL,
                                      NULL, 0, on_signal, f->heard_stranger, NULL);
  test_settle (f->own);
  test_settle (f->shop);
  test_settle (f->stranger);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->service);
  if (!g_dbus_connection_is_closed (f->shop))
    g_dbus_connection_close_sync (f->shop, NULL, NULL);
  g_dbus_connection_close_sync (f->stranger, NULL, NULL);
  g_dbus_connection_close_sync (f->own, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (f->shop);
  g_object_unref (f->stranger);
  g_object_unref (f->own);
  g_free (f->language);
  g_string_free (f->heard, TRUE);
  g_string_free (f->heard_stranger, TRUE);
  g_test_dbus_down (f->bus);
  g_object_unref (f->bus);
}

static void
on_reply (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* (transfer full): the name of the D-Bus error, or NULL for success. */
static char *
call (GDBusConnection *client, const char *interface, const char *method, GVariant *arguments, GVariant **reply)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) value = NULL;

  g_dbus_connection_call (client, ANNAE_COUNTER_BUS_NAME, ANNAE_COUNTER_OBJECT_PATH, interface, method, arguments, NULL,
                          G_DBUS_CALL_FLAGS_NONE, 5000, NULL, on_reply, &result);
  WAIT_UNTIL (result != NULL);
  value = g_dbus_connection_call_finish (client, result, &error);
  if (error != NULL)
    return g_dbus_error_get_remote_error (error);
  if (reply != NULL)
    *reply = g_steal_pointer (&value);
  return NULL;
}

static char *
start (GDBusConnection *client, const char *nonce, const char *options)
{
  g_autoptr (GVariant) parsed = g_variant_parse (G_VARIANT_TYPE ("a{sv}"), options, NULL, NULL, NULL);

  g_assert_nonnull (parsed);
  return call (client, "kr.annae.Annae.Counter", "StartCheck", g_variant_new ("(s@a{sv})", nonce, parsed), NULL);
}

static void
expect_state (Fixture *f, const char *expected)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autofree char *error = call (f->stranger, "org.freedesktop.DBus.Properties", "Get",
                                 g_variant_new ("(ss)", "kr.annae.Annae.Counter", "State"), &reply);

  g_assert_null (error);
  g_variant_get (reply, "(v)", &value);
  g_assert_cmpstr (g_variant_get_string (value, NULL), ==, expected);
}

#define EXPECT_ERROR(expression, name)                                                                                 \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *got = (expression);                                                                               \
    g_assert_cmpstr (got, ==, name);                                                                                   \
  }                                                                                                                    \
  G_STMT_END

static void
test_whole (Fixture *f, gconstpointer data)
{
  expect_state (f, "ready");
  EXPECT_ERROR (start (f->shop, NONCE, "{'language': <'vi'>}"), NULL);
  g_assert_cmpuint (f->n_started, ==, 1);
  g_assert_cmpstr (f->language, ==, "vi");
  g_assert_cmpstr (annae_counter_service_get_nonce (f->service), ==, NONCE);
  expect_state (f, "busy");
  annae_counter_service_set_state (f->service, ANNAE_COUNTER_BUSY);
  annae_counter_service_set_state (f->service, ANNAE_COUNTER_RESULT);
  annae_counter_service_finish (f->service, "match", "none", "{}");
  WAIT_UNTIL (f->heard->len > 0);
  expect_state (f, "result");
  annae_counter_service_set_state (f->service, ANNAE_COUNTER_READY);
  expect_state (f, "ready");
  g_assert_cmpstr (f->heard->str, ==, "Finished('match', 'none', '{}') ");
  g_assert_cmpstr (f->heard_stranger->str, ==, "");
  g_assert_null (annae_counter_service_get_nonce (f->service));

  /* a customer without a claim is nobody's business */
  annae_counter_service_finish (f->service, "match", "none", "{}");
  expect_state (f, "ready");
  test_settle (f->shop);
  g_assert_cmpstr (f->heard->str, ==, "Finished('match', 'none', '{}') ");
}

static void
test_two_clients (Fixture *f, gconstpointer data)
{
  EXPECT_ERROR (start (f->shop, NONCE, "{}"), NULL);
  g_assert_null (f->language);
  EXPECT_ERROR (start (f->stranger, NONCE, "{}"), "kr.annae.Annae.Counter.Error.Busy");
  EXPECT_ERROR (start (f->shop, NONCE, "{}"), "kr.annae.Annae.Counter.Error.Busy");
  EXPECT_ERROR (call (f->stranger, "kr.annae.Annae.Counter", "Cancel", NULL, NULL),
                "kr.annae.Annae.Counter.Error.NotYours");
  g_assert_cmpuint (f->n_cancelled, ==, 0);
  EXPECT_ERROR (call (f->shop, "kr.annae.Annae.Counter", "Cancel", NULL, NULL), NULL);
  g_assert_cmpuint (f->n_cancelled, ==, 1);
  WAIT_UNTIL (f->heard->len > 0);
  g_assert_cmpstr (f->heard->str, ==, "Finished('cancelled', 'none', '') ");
  EXPECT_ERROR (call (f->shop, "kr.annae.Annae.Counter", "Cancel", NULL, NULL),
                "kr.annae.Annae.Counter.Error.NotYours");
  EXPECT_ERROR (start (f->stranger, NONCE, "{}"), NULL);
}

static void
test_customer_first (Fixture *f, gconstpointer data)
{
  annae_counter_service_set_state (f->service, ANNAE_COUNTER_BUSY);
  EXPECT_ERROR (start (f->shop, NONCE, "{}"), "kr.annae.Annae.Counter.Error.Busy");
  g_assert_cmpuint (f->n_started, ==, 0);
}

static void
test_client_vanishes (Fixture *f, gconstpointer data)
{
  EXPECT_ERROR (start (f->shop, NONCE, "{}"), NULL);
  g_dbus_connection_close_sync (f->shop, NULL, NULL);
  WAIT_UNTIL (f->n_cancelled == 1);
  g_assert_null (annae_counter_service_get_nonce (f->service));
  expect_state (f, "ready");
  EXPECT_ERROR (start (f->stranger, NONCE, "{}"), NULL);
}

static void
test_bad_nonce (Fixture *f, gconstpointer data)
{
  g_autofree char *endless = g_strnfill (1024 * 1024, 'a');
  g_autofree char *long_by_two = g_strnfill (130, 'a');
  g_autofree char *longest = g_strnfill (128, 'a');
  const char *const bad[]
      = { "",        "00",       "00112233445566778899AABBCCDDEEFF", "00112233445566778899aabbccddeef",
          NONCE "0", NONCE " 0", "가가가가가가가가가가가가가가가가", long_by_two,
          endless };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    EXPECT_ERROR (start (f->shop, bad[i], "{}"), "kr.annae.Annae.Counter.Error.BadNonce");
  g_assert_cmpuint (f->n_started, ==, 0);
  expect_state (f, "ready");
  EXPECT_ERROR (start (f->shop, longest, "{}"), NULL);
}

static void
test_bad_options (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = { "{'language': <42>}",
                                     "{'image': <'x'>}",
                                     "{'': <''>}",
                                     "{'language': <'xx'>}",
                                     "{'language': <'ko'>, 'document': <'/etc/passwd'>}",
                                     "{'Language': <'ko'>}",
                                     "{'language': <@as []>}" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    EXPECT_ERROR (start (f->shop, NONCE, bad[i]), "kr.annae.Annae.Counter.Error.BadOption");
  g_assert_cmpuint (f->n_started, ==, 0);
  expect_state (f, "ready");
}

static void
test_bad_calls (Fixture *f, gconstpointer data)
{
  const char *invalid = "org.freedesktop.DBus.Error.InvalidArgs";
  const char *unknown = "org.freedesktop.DBus.Error.UnknownMethod";

  EXPECT_ERROR (call (f->shop, "kr.annae.Annae.Counter", "StartCheck", NULL, NULL), invalid);
  EXPECT_ERROR (call (f->shop, "kr.annae.Annae.Counter", "StartCheck", g_variant_new ("(s)", NONCE), NULL), invalid);
  EXPECT_ERROR (call (f->shop, "kr.annae.Annae.Counter", "StartCheck", g_variant_new ("(ua{sv})", 1, NULL), NULL),
                invalid);
  EXPECT_ERROR (call (f->shop, "kr.annae.Annae.Counter", "Cancel", g_variant_new ("(s)", "x"), NULL), invalid);
  EXPECT_ERROR (call (f->shop, "kr.annae.Annae.Counter", "Frame", NULL, NULL), unknown);
  EXPECT_ERROR (call (f->shop, "org.freedesktop.DBus.Properties", "Set",
                      g_variant_new ("(ssv)", "kr.annae.Annae.Counter", "State", g_variant_new_string ("ready")), NULL),
                invalid);
  g_assert_cmpuint (f->n_started, ==, 0);
  expect_state (f, "ready");
}

/* Another program has the name already: a line in the log, no more. */
static void
test_name_taken (Fixture *f, gconstpointer data)
{
  AnnaeCounterService *second = annae_counter_service_new (f->stranger, &actions, f);

  test_settle (f->stranger);
  test_settle (f->stranger);
  g_assert_finalize_object (second);
  EXPECT_ERROR (start (f->shop, NONCE, "{}"), NULL);
}

static void
test_no_bus (void)
{
  AnnaeCounterService *service = annae_counter_service_new (NULL, &actions, NULL);

  annae_counter_service_set_state (service, ANNAE_COUNTER_BUSY);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  annae_counter_service_finish (service, "match", "none", "");
  g_assert_finalize_object (service);
}

#define ADD(name, func) g_test_add ("/counter-service/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  test_fork_watcher ();
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/annae", TRUE);
  g_test_add_func ("/counter-service/no-bus", test_no_bus);
  ADD ("whole", test_whole);
  ADD ("two-clients", test_two_clients);
  ADD ("customer-first", test_customer_first);
  ADD ("client-vanishes", test_client_vanishes);
  ADD ("bad-nonce", test_bad_nonce);
  ADD ("bad-options", test_bad_options);
  ADD ("bad-calls", test_bad_calls);
  ADD ("name-taken", test_name_taken);
  return g_test_run ();
}
