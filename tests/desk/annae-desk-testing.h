/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A session bus of our own, and waiting for what happens on it. */

#pragma once

#include <gio/gio.h>

#define DEADLINE_S 30

static inline gboolean
on_test_deadline (gpointer user_data)
{
  g_error ("nothing happened for %d s", DEADLINE_S);
  return G_SOURCE_REMOVE;
}

#define WAIT_UNTIL(condition)                                                                                          \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    guint deadline_id = g_timeout_add_seconds (DEADLINE_S, on_test_deadline, NULL);                                    \
    while (!(condition))                                                                                               \
      g_main_context_iteration (NULL, TRUE);                                                                           \
    g_source_remove (deadline_id);                                                                                     \
  }                                                                                                                    \
  G_STMT_END

/* GTestDBus forks a watcher with its first bus. One that is forked beside other threads holds memory that only these refer
 * to, and LeakSanitizer blames it when it ends: the first thing in main. */
static inline void
test_fork_watcher (void)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);

  g_test_dbus_up (bus);
  g_test_dbus_down (bus);
}

/* A connection that nobody shares: what another test closes stays open here. */
static inline GDBusConnection *
test_connect (GTestDBus *bus)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection *connection = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL,
      &error);

  g_assert_no_error (error);
  return connection;
}

/* Takes a name before it returns. */
static inline void
test_own_name (GDBusConnection *connection, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                                            "org.freedesktop.DBus", "RequestName",
                                                            g_variant_new ("(su)", name, 4), NULL, 0, -1, NULL, &error);

  g_assert_no_error (error);
}

/* Everything that was sent on a connection before this has arrived once it returns and the main loop is empty. */
static inline void
test_settle (GDBusConnection *connection)
{
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                     "org.freedesktop.DBus", "GetId", NULL, NULL, 0, -1, NULL, NULL);

  while (g_main_context_iteration (NULL, FALSE))
    ;
}
