/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Is a screen reader running? Against an accessibility bus that says so, changes its mind, talks nonsense, or is not
 * there. */

#include "annae-desk-testing.h"
#include "annae-screen-reader.h"

typedef struct
{
  GTestDBus *bus;
  GDBusConnection *server;
  GDBusConnection *client;
  gboolean enabled;
  guint registered;
} Fixture;

static const char xml[] = "<node><interface name='org.a11y.Status'>"
                          "<property name='ScreenReaderEnabled' type='b' access='readwrite'/></interface></node>";
/* the right name, the wrong type */
static const char wrong_xml[] = "<node><interface name='org.a11y.Status'>"
                                "<property name='ScreenReaderEnabled' type='s' access='read'/></interface></node>";

static GVariant *
on_get (GDBusConnection *connection,
        const char *sender,
        const char *path,
        const char *interface,
        const char *property,
        GError **error,
        gpointer user_data)
{
  Fixture *f = user_data;

  return g_variant_new_boolean (f->enabled);
}

static GVariant *
on_get_wrong (GDBusConnection *connection,
              const char *sender,
              const char *path,
              const char *interface,
              const char *property,
              GError **error,
              gpointer user_data)
{
  return g_variant_new_string ("yes");
}

static const GDBusInterfaceVTable vtable = { NULL, on_get, NULL, { NULL } };
static const GDBusInterfaceVTable wrong_vtable = { NULL, on_get_wrong, NULL, { NULL } };

static void
set_up (Fixture *f, gconstpointer data)
{
  f->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (f->bus);
  f->client = test_connect (f->bus);
  f->server = test_connect (f->bus);
}

static void
serve (Fixture *f, const char *description, const GDBusInterfaceVTable *table)
{
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (description, NULL);

  f->registered
      = g_dbus_connection_register_object (f->server, "/org/a11y/bus", node->interfaces[0], table, f, NULL, NULL);
  test_own_name (f->server, "org.a11y.Bus");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_dbus_connection_close_sync (f->server, NULL, NULL);
  g_dbus_connection_close_sync (f->client, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (f->server);
  g_object_unref (f->client);
  g_test_dbus_down (f->bus);
  g_object_unref (f->bus);
}

static void
change (Fixture *f, GVariant *value, const char *invalidated)
{
  g_auto (GVariantBuilder) changed = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sv}"));
  g_auto (GVariantBuilder) names = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("as"));

  if (value != NULL)
    g_variant_builder_add (&changed, "{sv}", "ScreenReaderEnabled", value);
  if (invalidated != NULL)
    g_variant_builder_add (&names, "s", invalidated);
  g_dbus_connection_emit_signal (f->server, NULL, "/org/a11y/bus", "org.freedesktop.DBus.Properties",
                                 "PropertiesChanged", g_variant_new ("(sa{sv}as)", "org.a11y.Status", &changed, &names),
                                 NULL);
  g_dbus_connection_flush_sync (f->server, NULL, NULL);
}

static void
test_follows (Fixture *f, gconstpointer data)
{
  AnnaeScreenReader *reader;

  f->enabled = TRUE;
  serve (f, xml, &vtable);
  reader = annae_screen_reader_new (f->client);
  g_assert_false (annae_screen_reader_is_running (reader));
  WAIT_UNTIL (annae_screen_reader_is_running (reader));
  change (f, g_variant_new_boolean (FALSE), NULL);
  WAIT_UNTIL (!annae_screen_reader_is_running (reader));
  change (f, g_variant_new_boolean (TRUE), NULL);
  WAIT_UNTIL (annae_screen_reader_is_running (reader));
  f->enabled = FALSE;
  change (f, NULL, "ScreenReaderEnabled");
  WAIT_UNTIL (!annae_screen_reader_is_running (reader));

  /* the service goes while it says yes */
  change (f, g_variant_new_boolean (TRUE), NULL);
  WAIT_UNTIL (annae_screen_reader_is_running (reader));
  g_dbus_connection_close_sync (f->server, NULL, NULL);
  WAIT_UNTIL (!annae_screen_reader_is_running (reader));
  g_assert_finalize_object (reader);
}

static void
test_comes_later (Fixture *f, gconstpointer data)
{
  AnnaeScreenReader *reader = annae_screen_reader_new (f->client);

  test_settle (f->client);
  g_assert_false (annae_screen_reader_is_running (reader));
  f->enabled = TRUE;
  serve (f, xml, &vtable);
  WAIT_UNTIL (annae_screen_reader_is_running (reader));
  g_assert_finalize_object (reader);
}

static void
test_nonsense (Fixture *f, gconstpointer data)
{
  AnnaeScreenReader *reader;

  serve (f, wrong_xml, &wrong_vtable);
  reader = annae_screen_reader_new (f->client);
  test_settle (f->client);
  change (f, g_variant_new_string ("yes"), NULL);
  test_settle (f->client);
  g_assert_false (annae_screen_reader_is_running (reader));
  g_assert_finalize_object (reader);

  /* somebody else may not speak for the accessibility bus */
  {
    g_autoptr (GDBusConnection) stranger = test_connect (f->bus);
    GDBusConnection *server = f->server;

    reader = annae_screen_reader_new (f->client);
    test_settle (f->client);
    f->server = stranger;
    change (f, g_variant_new_boolean (TRUE), NULL);
    f->server = server;
    test_settle (f->client);
    test_settle (f->client);
    g_assert_false (annae_screen_reader_is_running (reader));
    g_assert_finalize_object (reader);
    g_dbus_connection_close_sync (stranger, NULL, NULL);
  }
}

static void
test_finalize (Fixture *f, gconstpointer data)
{
  f->enabled = TRUE;
  serve (f, xml, &vtable);
  for (guint i = 0; i < 20; i++)
    {
      AnnaeScreenReader *reader = annae_screen_reader_new (f->client);

      for (guint k = 0; k < i; k++)
        g_main_context_iteration (NULL, FALSE);
      g_assert_finalize_object (reader);
    }
}

static void
test_no_bus (void)
{
  AnnaeScreenReader *reader = annae_screen_reader_new (NULL);
  AnnaeScreenReader *other = annae_screen_reader_new (NULL);

  g_assert_finalize_object (other);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (annae_screen_reader_is_running (reader));
  g_assert_finalize_object (reader);
}

#define ADD(name, func) g_test_add ("/screen-reader/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  test_fork_watcher ();
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/annae", TRUE);
  g_test_add_func ("/screen-reader/no-bus", test_no_bus);
  ADD ("follows", test_follows);
  ADD ("comes-later", test_comes_later);
  ADD ("nonsense", test_nonsense);
  ADD ("finalize", test_finalize);
  return g_test_run ();
}
