/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The call for staff through libnotify: against a server that answers, one that hangs, one that refuses, none at all,
 * and no bus. The server lives in this thread: it answers only while the loop runs. */

#include "annae-desk-testing.h"
#include "annae-notifier.h"

typedef struct
{
  GTestDBus *bus;
  GDBusConnection *server; /* connection of the fake server */
  GDBusConnection *client;
  AnnaeNotifier *notifier;

  /* what the server does and has seen */
  gboolean hang;
  gboolean refuse;
  GPtrArray *hung; /* GDBusMethodInvocation that wait for an answer */
  GString *seen;
  guint32 next_id;
} Fixture;

static const char xml[]
    = "<node><interface name='org.freedesktop.Notifications'>"
      "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
      "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
      "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>"
      "<arg type='u' direction='out'/></method>"
      "<method name='GetServerInformation'><arg type='s' direction='out'/><arg type='s' direction='out'/>"
      "<arg type='s' direction='out'/><arg type='s' direction='out'/></method>"
      "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
      "</interface></node>";

static void
on_call (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer user_data)
{
  Fixture *f = user_data;

  if (g_str_equal (method, "GetServerInformation"))
    {
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(ssss)", "test", "annae", "1", "1.2"));
      return;
    }
  if (f->hang)
    {
      g_ptr_array_add (f->hung, invocation);
      return;
    }
  if (f->refuse)
    {
      g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.Notifications.Error", "no");
      return;
    }
  if (g_str_equal (method, "Notify"))
    {
      guint32 replaces;
      const char *title, *body;
      g_autoptr (GVariant) actions = NULL;
      g_autoptr (GVariant) hints = NULL;
      guchar urgency = 0;

      g_variant_get (parameters, "(&su&s&s&s@as@a{sv}i)", NULL, &replaces, NULL, &title, &body, &actions, &hints, NULL);
      g_assert_true (g_variant_lookup (hints, "urgency", "y", &urgency));
      g_assert_cmpuint (urgency, ==, 2);
      g_string_append_printf (f->seen, "show(%u,%s,%s,%u) ", replaces, title, body,
                              (guint) g_variant_n_children (actions));
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", replaces ? replaces : ++f->next_id));
    }
  else
    {
      guint32 id;

      g_variant_get (parameters, "(u)", &id);
      g_string_append_printf (f->seen, "close(%u) ", id);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

static const GDBusInterfaceVTable vtable = { on_call, NULL, NULL, { NULL } };

static void
set_up_bus (Fixture *f, gconstpointer data)
{
  f->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (f->bus);
  f->client = test_connect (f->bus);
  f->seen = g_string_new (NULL);
  f->hung = g_ptr_array_new ();
  f->notifier = annae_notifier_new (300);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);

  set_up_bus (f, data);
  f->server = test_connect (f->bus);
  g_dbus_connection_register_object (f->server, "/org/freedesktop/Notifications", node->interfaces[0], &vtable, f, NULL,
                                     NULL);
  test_own_name (f->server, "org.freedesktop.Notifications");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->notifier);
  for (guint i = 0; i < f->hung->len; i++)
    g_object_unref (f->hung->pdata[i]);
  g_ptr_array_unref (f->hung);
  if (f->server != NULL)
    g_dbus_connection_close_sync (f->server, NULL, NULL);
  g_dbus_connection_close_sync (f->client, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&f->server);
  g_clear_object (&f->client);
  g_string_free (f->seen, TRUE);
  g_test_dbus_down (f->bus);
  g_object_unref (f->bus);
}

/* What either side has sent so far has arrived at the other: the bus keeps the order of what passes through it. */
static void
settle (Fixture *f)
{
  for (guint i = 0; i < 2; i++)
    {
      test_settle (f->client);
      test_settle (f->server);
    }
  test_settle (f->client);
}

static gboolean
available (Fixture *f)
{
  gboolean value;

  g_object_get (f->notifier, "available", &value, NULL);
  return value;
}

static void
test_show (Fixture *f, gconstpointer data)
{
  annae_notifier_show (f->notifier, "카운터로 와 주세요", "Tom & Jerry <b>", "가요");
  WAIT_UNTIL (f->seen->len > 0);
  settle (f);
  annae_notifier_show (f->notifier, "two", "b", NULL);
  WAIT_UNTIL (strstr (f->seen->str, "two") != NULL);
  settle (f);
  annae_notifier_withdraw (f->notifier);
  WAIT_UNTIL (strstr (f->seen->str, "close") != NULL);
  settle (f);
  annae_notifier_withdraw (f->notifier);
  settle (f);
  g_assert_cmpstr (f->seen->str, ==,
                   "show(0,카운터로 와 주세요,Tom &amp; Jerry &lt;b&gt;,2) show(1,two,b,0) close(1) ");
  g_assert_true (available (f));
}

/* Whether the last thing that the server was asked for was to close what it showed. */
static gboolean
ends_closed (Fixture *f)
{
  const char *close = g_strrstr (f->seen->str, "close(");
  const char *show = g_strrstr (f->seen->str, "show(");

  return close != NULL && close > show;
}

/* However fast it goes back and forth, one notification at a time is there, and the last wish counts. */
static void
test_haste (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 50; i++)
    {
      annae_notifier_show (f->notifier, "many", "b", NULL);
      if (i % 2)
        annae_notifier_withdraw (f->notifier);
      if (i % 7 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  annae_notifier_show (f->notifier, "last", "b", NULL);
  WAIT_UNTIL (strstr (f->seen->str, "last") != NULL);
  settle (f);
  g_assert_true (g_str_has_suffix (f->seen->str, ",last,b,0) "));
  annae_notifier_show (f->notifier, "gone", "b", NULL);
  annae_notifier_withdraw (f->notifier);
  WAIT_UNTIL (ends_closed (f));
  settle (f);
}

static void
on_answered (AnnaeNotifier *notifier, guint *n)
{
  (*n)++;
}

static void
emit (Fixture *f, const char *name, GVariant *parameters)
{
  g_assert_true (g_dbus_connection_emit_signal (f->server, NULL, "/org/freedesktop/Notifications",
                                                "org.freedesktop.Notifications", name, parameters, NULL));
  g_dbus_connection_flush_sync (f->server, NULL, NULL);
  settle (f);
}

static void
test_answered (Fixture *f, gconstpointer data)
{
  guint n = 0;

  g_signal_connect (f->notifier, "answered", G_CALLBACK (on_answered), &n);
  annae_notifier_show (f->notifier, "a", "b", "Coming");
  WAIT_UNTIL (f->seen->len > 0);
  settle (f);

  emit (f, "ActionInvoked", g_variant_new ("(us)", 99, "default"));
  emit (f, "ActionInvoked", g_variant_new ("(u)", 1));
  g_assert_cmpuint (n, ==, 0);
  emit (f, "ActionInvoked", g_variant_new ("(us)", 1, "default"));
  WAIT_UNTIL (n == 1);

  /* staff has closed it: the next call is a new one */
  emit (f, "NotificationClosed", g_variant_new ("(uu)", 1, 2));
  g_string_truncate (f->seen, 0);
  annae_notifier_show (f->notifier, "again", "b", NULL);
  WAIT_UNTIL (f->seen->len > 0);
  g_assert_cmpstr (f->seen->str, ==, "show(0,again,b,0) ");
}

static void
answer_hung (Fixture *f, guint32 id)
{
  for (guint i = 0; i < f->hung->len; i++)
    g_dbus_method_invocation_return_value (f->hung->pdata[i], g_variant_new ("(u)", id));
  g_ptr_array_set_size (f->hung, 0);
}

static void
test_hanging (Fixture *f, gconstpointer data)
{
  gint64 before = g_get_monotonic_time ();

  f->hang = TRUE;
  annae_notifier_show (f->notifier, "a", "b", NULL);
  annae_notifier_withdraw (f->notifier);
  annae_notifier_show (f->notifier, "c", "d", NULL);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 100000);
  WAIT_UNTIL (!available (f));

  /* It has come to its senses: of what it has missed, only the last wish is shown. */
  WAIT_UNTIL (f->hung->len > 0);
  annae_notifier_show (f->notifier, "e", "f", NULL);
  f->hang = FALSE;
  answer_hung (f, 7);
  WAIT_UNTIL (available (f) && f->seen->len > 0);
  g_assert_cmpstr (f->seen->str, ==, "show(7,e,f,0) ");
}

static void
test_refusing (Fixture *f, gconstpointer data)
{
  f->refuse = TRUE;
  annae_notifier_show (f->notifier, "a", "b", NULL);
  WAIT_UNTIL (!available (f));
  f->refuse = FALSE;
  annae_notifier_show (f->notifier, "c", "d", NULL);
  WAIT_UNTIL (available (f));
}

static void
test_no_server (Fixture *f, gconstpointer data)
{
  annae_notifier_withdraw (f->notifier);
  annae_notifier_show (f->notifier, "\xff", "\xfe", "\xfd");
  WAIT_UNTIL (!available (f));
}

/* The bus dies under it, and another one comes. */
static void
test_bus_dies (Fixture *f, gconstpointer data)
{
  g_autoptr (GDBusConnection) shared = NULL;

  annae_notifier_show (f->notifier, "a", "b", NULL);
  WAIT_UNTIL (f->seen->len > 0);
  settle (f);
  shared = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_assert_true (g_dbus_connection_close_sync (shared, NULL, NULL));
  WAIT_UNTIL (g_dbus_connection_is_closed (shared)); /* its worker says so a moment later */
  g_clear_object (&shared);
  g_string_truncate (f->seen, 0);
  annae_notifier_show (f->notifier, "c", "d", NULL);
  WAIT_UNTIL (f->seen->len > 0);
  g_assert_cmpstr (f->seen->str, ==, "show(0,c,d,0) ");
}

/* Let go of while calls are under way; the one that is shown is taken back. */
static void
test_finalize (Fixture *f, gconstpointer data)
{
  gint64 before;

  /* the call is on its way: what it shows is taken back as soon as it is known, and nobody waits for that */
  f->hang = TRUE;
  annae_notifier_show (f->notifier, "a", "b", NULL);
  WAIT_UNTIL (f->hung->len > 0);
  before = g_get_monotonic_time ();
  g_assert_finalize_object (g_steal_pointer (&f->notifier));
  g_assert_cmpint (g_get_monotonic_time () - before, <, 100000);
  f->hang = FALSE;
  answer_hung (f, 3);
  WAIT_UNTIL (f->seen->len > 0);
  g_assert_cmpstr (f->seen->str, ==, "close(3) ");

  f->notifier = annae_notifier_new (300);
  g_string_truncate (f->seen, 0);
  annae_notifier_show (f->notifier, "a", "b", NULL);
  WAIT_UNTIL (f->seen->len > 0);
  settle (f);
  g_assert_finalize_object (g_steal_pointer (&f->notifier));
  WAIT_UNTIL (ends_closed (f));
}

/* Neither a bus nor any way to start one. */
static void
test_no_bus (void)
{
  AnnaeNotifier *notifier = annae_notifier_new (0);
  gboolean available_now = TRUE;

  annae_notifier_show (notifier, "a", "b", NULL);
  while (available_now)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (notifier, "available", &available_now, NULL);
    }
  g_assert_finalize_object (notifier);
}

#define ADD(name, before, func) g_test_add ("/notifier/" name, Fixture, NULL, before, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  test_fork_watcher ();
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/annae", TRUE);
  g_test_add_func ("/notifier/no-bus", test_no_bus);
  ADD ("show", set_up, test_show);
  ADD ("haste", set_up, test_haste);
  ADD ("answered", set_up, test_answered);
  ADD ("hanging", set_up, test_hanging);
  ADD ("refusing", set_up, test_refusing);
  ADD ("no-server", set_up_bus, test_no_server);
  ADD ("finalize", set_up, test_finalize);
  ADD ("bus-dies", set_up, test_bus_dies);
  return g_test_run ();
}
