/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a screen reader is running. */

#include "annae-screen-reader.h"

#include "annae-bus.h"

#define BUS_NAME "org.a11y.Bus"
#define OBJECT_PATH "/org/a11y/bus"
#define INTERFACE "org.a11y.Status"
#define PROPERTY "ScreenReaderEnabled"
#define TIMEOUT_MS 3000

struct _AnnaeScreenReader
{
  GObject parent_instance;

  GDBusConnection *connection;
  GCancellable *cancellable;
  guint watch_id;
  guint signal_id;

  gboolean running;
};

G_DEFINE_FINAL_TYPE (AnnaeScreenReader, annae_screen_reader, G_TYPE_OBJECT)

enum
{
  PROP_RUNNING = 1,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void
screen_reader_set_running (AnnaeScreenReader *self, gboolean running)
{
  if (self->running == running)
    return;
  self->running = running;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RUNNING]);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) value = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* gone, or asked anew */
  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  screen_reader_set_running (user_data, value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN)
                                            && g_variant_get_boolean (value));
}

static void
screen_reader_cancel (AnnaeScreenReader *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
screen_reader_ask (AnnaeScreenReader *self)
{
  screen_reader_cancel (self);
  self->cancellable = g_cancellable_new ();
  g_dbus_connection_call (self->connection, BUS_NAME, OBJECT_PATH, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", INTERFACE, PROPERTY), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT_MS, self->cancellable, on_answer, self);
}

static void
on_changed (GDBusConnection *connection,
            const char *sender,
            const char *path,
            const char *interface,
            const char *name,
            GVariant *parameters,
            gpointer user_data)
{
  AnnaeScreenReader *self = user_data;
  g_autoptr (GVariant) changed = NULL;
  gboolean running;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;
  changed = g_variant_get_child_value (parameters, 1);
  if (g_variant_lookup (changed, PROPERTY, "b", &running))
    {
      screen_reader_cancel (self);
      screen_reader_set_running (self, running);
    }
  else
    screen_reader_ask (self);
}

static void
on_appeared (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  screen_reader_ask (user_data);
}

static void
on_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  AnnaeScreenReader *self = user_data;

  screen_reader_cancel (self);
  screen_reader_set_running (self, FALSE);
}

static void
screen_reader_watch (AnnaeScreenReader *self)
{
  self->signal_id = g_dbus_connection_signal_subscribe (self->connection, BUS_NAME, "org.freedesktop.DBus.Properties",
                                                        "PropertiesChanged", OBJECT_PATH, INTERFACE,
                                                        G_DBUS_SIGNAL_FLAGS_NONE, on_changed, self, NULL);
  self->watch_id = g_bus_watch_name_on_connection (self->connection, BUS_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                   on_appeared, on_vanished, self, NULL);
}

static void
on_bus (GObject *object, GDBusConnection *connection, const GError *error)
{
  AnnaeScreenReader *self = ANNAE_SCREEN_READER (object);

  /* no bus: nobody knows */
  if (connection == NULL || self->connection != NULL)
    return;
  g_set_object (&self->connection, connection);
  screen_reader_watch (self);
}

static void
annae_screen_reader_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  AnnaeScreenReader *self = ANNAE_SCREEN_READER (object);

  if (prop_id == PROP_RUNNING)
    g_value_set_boolean (value, self->running);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
annae_screen_reader_dispose (GObject *object)
{
  AnnaeScreenReader *self = ANNAE_SCREEN_READER (object);

  screen_reader_cancel (self);
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  if (self->signal_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->signal_id);
  self->signal_id = 0;
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (annae_screen_reader_parent_class)->dispose (object);
}

static void
annae_screen_reader_class_init (AnnaeScreenReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = annae_screen_reader_get_property;
  object_class->dispose = annae_screen_reader_dispose;

  props[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE,
                                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
annae_screen_reader_init (AnnaeScreenReader *self)
{
}

AnnaeScreenReader *
annae_screen_reader_new (GDBusConnection *connection)
{
  AnnaeScreenReader *self = g_object_new (ANNAE_TYPE_SCREEN_READER, NULL);

  if (connection != NULL)
    {
      g_set_object (&self->connection, connection);
      screen_reader_watch (self);
    }
  else
    annae_bus_get (G_BUS_TYPE_SESSION, self, on_bus);
  return self;
}

gboolean
annae_screen_reader_is_running (AnnaeScreenReader *self)
{
  g_return_val_if_fail (ANNAE_IS_SCREEN_READER (self), FALSE);

  return self->running;
}
