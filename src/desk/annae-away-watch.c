/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Screen locks and sleep, as the desktop tells of them. */

#include "annae-away-watch.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

#include "annae-bus.h"
#include "annae-vault.h"

#define LOGIND_NAME "org.freedesktop.login1"
#define LOGIND_PATH "/org/freedesktop/login1"
#define LOGIND_INTERFACE "org.freedesktop.login1.Manager"
#define SESSION_INTERFACE "org.freedesktop.login1.Session"
#define TIMEOUT_MS (-1) /* the bus's own: nobody waits for the answer */

/* What others still hold when the session has ended, a worker at its last network or the picture on the screen, is gone
 * within a frame or two. logind itself waits for 5 s at most. */
#define LOOK_AGAIN_MS 20
#define WAIT_FOR_VAULT_US (3 * G_USEC_PER_SEC)

/* Each is the name of a bus and of an interface; the object's path differs between desktops. */
static const char *const screen_savers[] = {
  "org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.cinnamon.ScreenSaver",
  "org.mate.ScreenSaver",        "org.xfce.ScreenSaver",
};

struct _AnnaeAwayWatch
{
  GObject parent_instance;

  /* owned references */
  GDBusConnection *session_bus;
  GDBusConnection *system_bus;
  GCancellable *cancellable;

  GCancellable *question; /* which session is ours */

  guint lock_ids[G_N_ELEMENTS (screen_savers)];
  guint order_id; /* logind's order to lock */
  guint sleep_id;
  guint watch_id;
  guint wait_id;
  gint64 waiting_since_us;
  int inhibitor; /* an open file that logind waits for, or -1 */
};

G_DEFINE_FINAL_TYPE (AnnaeAwayWatch, annae_away_watch, G_TYPE_OBJECT)

enum
{
  SIGNAL_AWAY,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

/* --- the screen --- */

static void
on_lock (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *name,
         GVariant *parameters,
         gpointer user_data)
{
  gboolean active = FALSE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &active);
  if (active)
    g_signal_emit (user_data, signals[SIGNAL_AWAY], 0);
}

static void
watch_locks (AnnaeAwayWatch *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (screen_savers); i++)
    self->lock_ids[i]
        = g_dbus_connection_signal_subscribe (self->session_bus, screen_savers[i], screen_savers[i], "ActiveChanged",
                                              NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_lock, self, NULL);
}

/* --- logind's order to lock, for desktops whose locker is a program of its own and tells nobody --- */

static void
on_order (GDBusConnection *connection,
          const char *sender,
          const char *path,
          const char *interface,
          const char *name,
          GVariant *parameters,
          gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_AWAY], 0);
}

static void
forget_session (AnnaeAwayWatch *self)
{
  g_cancellable_cancel (self->question);
  g_clear_object (&self->question);
  if (self->order_id != 0)
    g_dbus_connection_signal_unsubscribe (self->system_bus, self->order_id);
  self->order_id = 0;
}

static void
on_session (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AnnaeAwayWatch *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  const char *path;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* gone, or logind has gone */
  self = user_data;
  if (reply == NULL)
    {
      g_debug ("Orders to lock are not heard: %s", error->message);
      return;
    }
  g_variant_get (reply, "(&o)", &path);
  self->order_id
      = g_dbus_connection_signal_subscribe (self->system_bus, LOGIND_NAME, SESSION_INTERFACE, "Lock", path, NULL,
                                            G_DBUS_SIGNAL_FLAGS_NONE, on_order, self, NULL);
}

/* "auto": the session of this process, or its user's where a service manager has started it. */
static void
find_session (AnnaeAwayWatch *self)
{
  forget_session (self);
  self->question = g_cancellable_new ();
  g_dbus_connection_call (self->system_bus, LOGIND_NAME, LOGIND_PATH, LOGIND_INTERFACE, "GetSession",
                          g_variant_new ("(s)", "auto"), G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NO_AUTO_START,
                          TIMEOUT_MS, self->question, on_session, self);
}

/* --- sleep --- */

static void
let_sleep (AnnaeAwayWatch *self)
{
  g_clear_handle_id (&self->wait_id, g_source_remove);
  if (self->inhibitor >= 0)
    close (self->inhibitor);
  self->inhibitor = -1;
}

static gboolean
look_at_vault (gpointer user_data)
{
  AnnaeAwayWatch *self = user_data;
  gboolean late = g_get_monotonic_time () - self->waiting_since_us >= WAIT_FOR_VAULT_US;

  if (annae_vault_held_bytes () > 0 && !late)
    return G_SOURCE_CONTINUE;
  if (late)
    g_message ("The computer goes to sleep before everything is wiped.");
  annae_vault_trim ();
  self->wait_id = 0;
  let_sleep (self);
  return G_SOURCE_REMOVE;
}

static void
on_inhibitor (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AnnaeAwayWatch *self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GUnixFDList) files = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (source), &files, result, &error);
  int index = -1;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* gone, or logind has gone */
  self = user_data;
  if (reply == NULL)
    {
      g_debug ("Sleep is not delayed: %s", error->message);
      return;
    }
  g_variant_get (reply, "(h)", &index);
  let_sleep (self);
  if (files != NULL && index >= 0 && index < g_unix_fd_list_get_length (files))
    self->inhibitor = g_unix_fd_list_get (files, index, NULL);
}

static void
cancel (AnnaeAwayWatch *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
ask_to_wait (AnnaeAwayWatch *self)
{
  cancel (self);
  self->cancellable = g_cancellable_new ();
  g_dbus_connection_call_with_unix_fd_list (
      self->system_bus, LOGIND_NAME, LOGIND_PATH, LOGIND_INTERFACE, "Inhibit",
      g_variant_new ("(ssss)", "sleep", "Annae", "The customer's pictures are wiped first", "delay"),
      G_VARIANT_TYPE ("(h)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, TIMEOUT_MS, NULL, self->cancellable, on_inhibitor, self);
}

static void
on_sleep (GDBusConnection *connection,
          const char *sender,
          const char *path,
          const char *interface,
          const char *name,
          GVariant *parameters,
          gpointer user_data)
{
  AnnaeAwayWatch *self = user_data;
  gboolean begins;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;
  g_variant_get (parameters, "(b)", &begins);
  if (!begins)
    {
      ask_to_wait (self);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_AWAY], 0);
  self->waiting_since_us = g_get_monotonic_time ();
  if (self->wait_id == 0)
    self->wait_id = g_timeout_add (LOOK_AGAIN_MS, look_at_vault, self);
}

static void
on_logind (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  ask_to_wait (user_data);
  find_session (user_data);
}

static void
on_logind_gone (GDBusConnection *connection, const char *name, gpointer user_data)
{
  cancel (user_data);
  let_sleep (user_data);
  forget_session (user_data);
}

static void
watch_sleep (AnnaeAwayWatch *self)
{
  self->sleep_id
      = g_dbus_connection_signal_subscribe (self->system_bus, LOGIND_NAME, LOGIND_INTERFACE, "PrepareForSleep",
                                            LOGIND_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_sleep, self, NULL);
  self->watch_id = g_bus_watch_name_on_connection (self->system_bus, LOGIND_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                                   on_logind, on_logind_gone, self, NULL);
}

/* --- life --- */

static void
on_session_bus (GObject *object, GDBusConnection *connection, const GError *error)
{
  AnnaeAwayWatch *self = ANNAE_AWAY_WATCH (object);

  if (connection == NULL || self->session_bus != NULL)
    return;
  self->session_bus = g_object_ref (connection);
  watch_locks (self);
}

static void
on_system_bus (GObject *object, GDBusConnection *connection, const GError *error)
{
  AnnaeAwayWatch *self = ANNAE_AWAY_WATCH (object);

  if (connection == NULL || self->system_bus != NULL)
    return;
  self->system_bus = g_object_ref (connection);
  watch_sleep (self);
}

static void
annae_away_watch_dispose (GObject *object)
{
  AnnaeAwayWatch *self = ANNAE_AWAY_WATCH (object);

  cancel (self);
  let_sleep (self);
  forget_session (self);
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  if (self->sleep_id != 0)
    g_dbus_connection_signal_unsubscribe (self->system_bus, self->sleep_id);
  self->sleep_id = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (screen_savers); i++)
    if (self->lock_ids[i] != 0)
      {
        g_dbus_connection_signal_unsubscribe (self->session_bus, self->lock_ids[i]);
        self->lock_ids[i] = 0;
      }
  g_clear_object (&self->session_bus);
  g_clear_object (&self->system_bus);
  G_OBJECT_CLASS (annae_away_watch_parent_class)->dispose (object);
}

static void
annae_away_watch_class_init (AnnaeAwayWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annae_away_watch_dispose;

  signals[SIGNAL_AWAY]
      = g_signal_new ("away", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annae_away_watch_init (AnnaeAwayWatch *self)
{
  self->inhibitor = -1;
}

AnnaeAwayWatch *
annae_away_watch_new (GDBusConnection *session_bus, GDBusConnection *system_bus)
{
  AnnaeAwayWatch *self = g_object_new (ANNAE_TYPE_AWAY_WATCH, NULL);

  if (session_bus != NULL)
    on_session_bus (G_OBJECT (self), session_bus, NULL);
  else
    annae_bus_get (G_BUS_TYPE_SESSION, self, on_session_bus);
  if (system_bus != NULL)
    on_system_bus (G_OBJECT (self), system_bus, NULL);
  else
    annae_bus_get (G_BUS_TYPE_SYSTEM, self, on_system_bus);
  return self;
}

gboolean
annae_away_watch_delays_sleep (AnnaeAwayWatch *self)
{
  g_return_val_if_fail (ANNAE_IS_AWAY_WATCH (self), FALSE);

  return self->inhibitor >= 0;
}
