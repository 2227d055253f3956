/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A bus for an object that may be gone before it answers. g_bus_get () shares one connection among all who
 * ask at the same time, and the cancellation of one of them fails it for the others: so nothing is cancelled here, and
 * an object that is gone is simply not called. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* object is alive for the whole call. connection is NULL where there is no bus: error says why. */
typedef void (*AnnaeBusFunc) (GObject *object, GDBusConnection *connection, const GError *error);

void
annae_bus_get (GBusType type, gpointer object, AnnaeBusFunc func);

G_END_DECLS
