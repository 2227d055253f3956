/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A bus for an object that may be gone before it answers. */

#include "annae-bus.h"

typedef struct
{
  GWeakRef object;
  AnnaeBusFunc func;
} Request;

static void
on_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  g_autoptr (GObject) object = g_weak_ref_get (&request->object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_bus_get_finish (result, &error);

  /* a counter does not end because a desktop service does */
  if (connection != NULL)
    g_dbus_connection_set_exit_on_close (connection, FALSE);
  if (object != NULL)
    request->func (object, connection, error);
  g_weak_ref_clear (&request->object);
  g_free (request);
}

void
annae_bus_get (GBusType type, gpointer object, AnnaeBusFunc func)
{
  Request *request = g_new0 (Request, 1);

  g_weak_ref_init (&request->object, object);
  request->func = func;
  g_bus_get (type, NULL, on_bus, request);
}
