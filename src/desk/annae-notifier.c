/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Calls the member of staff. The notifier lives in the window's loop and only notes what is wanted; its line, which
 * both sides share, brings what the server shows to what is wanted, on the one thread that may call libnotify. */

#include "annae-notifier.h"

#include <libnotify/notify.h>

#define TIMEOUT_MS 3000
/* How long whoever lets go of a notifier waits for its notification to be taken back: the program may end right after.
 */
#define PARTING_US (G_USEC_PER_SEC / 2)
#define RECONNECT_US (G_USEC_PER_SEC / 2)

typedef struct
{
  char *title;
  char *body;
  char *answer;
} Notice;

typedef struct
{
  gatomicrefcount references;
  GWeakRef notifier;
  GMainContext *home; /* the notifier's own loop */

  GMutex lock;
  GCond settled;
  Notice *wanted; /* NULL: nothing is to be shown */
  guint wish;     /* counts what was wanted */
  guint done;     /* the last wish that was seen to */
  gboolean working;
  gboolean visible;

  NotifyNotification *shown; /* only the libnotify thread touches this */
} Line;

struct _AnnaeNotifier
{
  GObject parent_instance;

  Line *line;
  guint timeout_ms;
  guint timeout_id;
  gboolean available;
};

G_DEFINE_FINAL_TYPE (AnnaeNotifier, annae_notifier, G_TYPE_OBJECT)

enum
{
  PROP_AVAILABLE = 1,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_ANSWERED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
notice_free (Notice *notice)
{
  g_free (notice->title);
  g_free (notice->body);
  g_free (notice->answer);
  g_free (notice);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Notice, notice_free)

static Line *
line_ref (Line *line)
{
  g_atomic_ref_count_inc (&line->references);
  return line;
}

static void
line_unref (gpointer data)
{
  Line *line = data;

  if (!g_atomic_ref_count_dec (&line->references))
    return;
  g_weak_ref_clear (&line->notifier);
  g_main_context_unref (line->home);
  g_mutex_clear (&line->lock);
  g_cond_clear (&line->settled);
  g_clear_pointer (&line->wanted, notice_free);
  g_free (line);
}

/* --- in the notifier's loop --- */

static void
notifier_set_available (AnnaeNotifier *self, gboolean available)
{
  if (self->available == available)
    return;
  self->available = available;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_AVAILABLE]);
}

static gboolean
on_timeout (gpointer user_data)
{
  AnnaeNotifier *self = user_data;

  self->timeout_id = 0;
  g_message ("Staff cannot be notified through the desktop: the notification server does not answer.");
  notifier_set_available (self, FALSE);
  return G_SOURCE_REMOVE;
}

typedef struct
{
  Line *line;
  guint wish;
  gboolean tried; /* the server was asked */
  GError *error;
} Report;

static void
report_free (gpointer data)
{
  Report *report = data;

  line_unref (report->line);
  g_clear_error (&report->error);
  g_free (report);
}

static gboolean
on_report (gpointer user_data)
{
  Report *report = user_data;
  g_autoptr (AnnaeNotifier) self = g_weak_ref_get (&report->line->notifier);

  if (self == NULL)
    return G_SOURCE_REMOVE;
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (report->wish != self->line->wish)
    self->timeout_id = g_timeout_add (self->timeout_ms, on_timeout, self);
  /* Not tried again by itself: the next call for staff will. */
  if (report->error != NULL)
    g_message ("Staff cannot be notified through the desktop: %s", report->error->message);
  if (report->tried)
    notifier_set_available (self, report->error == NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
on_answered (gpointer user_data)
{
  Line *line = user_data;
  g_autoptr (AnnaeNotifier) self = g_weak_ref_get (&line->notifier);

  if (self != NULL)
    g_signal_emit (self, signals[SIGNAL_ANSWERED], 0);
  return G_SOURCE_REMOVE;
}

/* --- on libnotify's thread --- */

/* The session bus as libnotify has it; only that thread touches it. */
static GDBusConnection *bus;
static guint lines_in_use;

static void
line_set_shown (Line *line, NotifyNotification *shown)
{
  g_mutex_lock (&line->lock);
  line->visible = shown != NULL;
  g_mutex_unlock (&line->lock);
  if (line->shown == shown)
    return;
  if (line->shown != NULL)
    g_signal_handlers_disconnect_by_data (line->shown, line);
  g_clear_object (&line->shown);
  line->shown = shown;
}

static void
on_action (NotifyNotification *notification, char *action, gpointer user_data)
{
  Line *line = user_data;

  g_main_context_invoke_full (line->home, G_PRIORITY_DEFAULT, on_answered, line_ref (line), line_unref);
}

/* libnotify goes on using the notification after this signal and holds a reference meanwhile. */
static void
on_closed (NotifyNotification *notification, Line *line)
{
  if (line->shown == notification)
    line_set_shown (line, NULL);
}

/* GLib hands out the session's one connection for as long as anyone holds it, even when it has died; its worker may do so for
 * a moment longer than we do. */
static GDBusConnection *
connect_session (GError **error)
{
  gint64 until = g_get_monotonic_time () + RECONNECT_US;

  for (;;)
    {
      g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);

      if (connection == NULL)
        return NULL;
      if (!g_dbus_connection_is_closed (connection))
        return g_steal_pointer (&connection);
      if (g_get_monotonic_time () > until)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the session bus has gone");
          return NULL;
        }
      g_main_context_iteration (g_main_context_get_thread_default (), FALSE);
      g_usleep (RECONNECT_US / 50);
    }
}

/* libnotify keeps a bus that has died: it has to start anew. Nothing it shows may be left in its list, since it closes
 * what is in there. */
static gboolean
ensure_bus (Line *line, GError **error)
{
  if (bus != NULL && g_dbus_connection_is_closed (bus))
    {
      line_set_shown (line, NULL);
      notify_uninit ();
      g_clear_object (&bus);
    }
  if (bus == NULL)
    {
      bus = connect_session (error);
      if (bus != NULL)
        g_dbus_connection_set_exit_on_close (bus, FALSE);
    }
  if (bus != NULL && !notify_is_initted ())
    notify_init ("Annae");
  return bus != NULL;
}

static gboolean
line_show (Line *line, const Notice *notice, GError **error)
{
  /* servers may read markup in the body, never in the title */
  g_autofree char *body = g_markup_escape_text (notice->body, -1);
  NotifyNotification *notification;

  if (!ensure_bus (line, error))
    return FALSE;
  notification = line->shown;
  if (notification == NULL)
    {
      notification = notify_notification_new (notice->title, body, "kr.annae.Annae");
      /* critical: it stays until it is answered or withdrawn */
      notify_notification_set_urgency (notification, NOTIFY_URGENCY_CRITICAL);
      notify_notification_set_timeout (notification, NOTIFY_EXPIRES_NEVER);
      notify_notification_set_hint (notification, "desktop-entry", g_variant_new_string ("kr.annae.Annae"));
      g_signal_connect (notification, "closed", G_CALLBACK (on_closed), line);
    }
  else
    notify_notification_update (notification, notice->title, body, "kr.annae.Annae");
  notify_notification_clear_actions (notification);
  if (notice->answer != NULL)
    notify_notification_add_action (notification, "default", notice->answer, on_action, line_ref (line), line_unref);
  if (notify_notification_show (notification, error))
    {
      line_set_shown (line, notification);
      return TRUE;
    }
  if (notification != line->shown)
    g_object_unref (notification);
  return FALSE;
}

/* A server that refuses has closed it already: only one that does not answer is news. */
static gboolean
line_close (Line *line, GError **error)
{
  g_autoptr (GObject) keep = g_object_ref (G_OBJECT (line->shown));
  g_autoptr (GError) refusal = NULL;

  line_set_shown (line, NULL);
  if (notify_notification_close (NOTIFY_NOTIFICATION (keep), &refusal) || g_dbus_error_is_remote_error (refusal))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
line_work (gpointer user_data)
{
  Line *line = user_data;
  g_autoptr (Notice) notice = NULL;
  Report *report;
  guint wish;

  g_mutex_lock (&line->lock);
  wish = line->wish;
  if (line->done == wish)
    {
      g_mutex_unlock (&line->lock);
      return G_SOURCE_REMOVE; /* an earlier turn has seen to the later wish already */
    }
  notice = g_steal_pointer (&line->wanted);
  line->working = TRUE;
  g_mutex_unlock (&line->lock);

  report = g_new0 (Report, 1);
  report->line = line_ref (line);
  report->wish = wish;
  report->tried = notice != NULL || line->shown != NULL;
  if (notice != NULL)
    line_show (line, notice, &report->error);
  else if (line->shown != NULL)
    line_close (line, &report->error);

  g_mutex_lock (&line->lock);
  line->done = wish;
  line->working = FALSE;
  g_cond_broadcast (&line->settled);
  g_mutex_unlock (&line->lock);
  g_main_context_invoke_full (line->home, G_PRIORITY_DEFAULT, on_report, report, report_free);
  return G_SOURCE_REMOVE;
}

static gboolean
line_open (gpointer user_data)
{
  lines_in_use++;
  return G_SOURCE_REMOVE;
}

/* Comes after the line's last wish, which was to show nothing. */
static gboolean
line_hang_up (gpointer user_data)
{
  line_set_shown (user_data, NULL);
  if (--lines_in_use == 0)
    {
      notify_uninit ();
      g_clear_object (&bus);
    }
  return G_SOURCE_REMOVE;
}

static gpointer
run_thread (gpointer context)
{
  g_main_context_push_thread_default (context); /* libnotify's signals arrive here as well */
  for (;;)
    g_main_context_iteration (context, TRUE);
  return NULL;
}

/* One for the life of the process, like libnotify itself. */
static gpointer
start_thread (gpointer unused)
{
  GMainContext *context = g_main_context_new ();

  g_thread_unref (g_thread_new ("annae-notifier", run_thread, context));
  return context;
}

static void
line_post (Line *line, GSourceFunc work)
{
  static GOnce once = G_ONCE_INIT;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, work, line_ref (line), line_unref);
  g_source_attach (source, g_once (&once, start_thread, NULL));
}

/* --- the object --- */

/* Takes over notice. */
static void
notifier_want (AnnaeNotifier *self, Notice *notice)
{
  Line *line = self->line;

  g_mutex_lock (&line->lock);
  g_clear_pointer (&line->wanted, notice_free);
  line->wanted = notice;
  line->wish++;
  g_mutex_unlock (&line->lock);
  if (self->timeout_id == 0)
    self->timeout_id = g_timeout_add (self->timeout_ms, on_timeout, self);
  line_post (line, line_work);
}

static void
annae_notifier_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  AnnaeNotifier *self = ANNAE_NOTIFIER (object);

  if (prop_id == PROP_AVAILABLE)
    g_value_set_boolean (value, self->available);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
annae_notifier_dispose (GObject *object)
{
  AnnaeNotifier *self = ANNAE_NOTIFIER (object);
  Line *line = g_steal_pointer (&self->line);

  if (line != NULL)
    {
      gint64 until = g_get_monotonic_time () + PARTING_US;

      self->line = line;
      notifier_want (self, NULL);
      self->line = NULL;
      line_post (line, line_hang_up);
      g_mutex_lock (&line->lock);
      /* nobody waits for a server that has not answered the question before either */
      while (line->visible && !line->working && line->done != line->wish)
        if (!g_cond_wait_until (&line->settled, &line->lock, until))
          break;
      g_mutex_unlock (&line->lock);
      line_unref (line);
    }
  g_clear_handle_id (&self->timeout_id, g_source_remove);

  G_OBJECT_CLASS (annae_notifier_parent_class)->dispose (object);
}

static void
annae_notifier_class_init (AnnaeNotifierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = annae_notifier_get_property;
  object_class->dispose = annae_notifier_dispose;

  props[PROP_AVAILABLE] = g_param_spec_boolean ("available", NULL, NULL, TRUE,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_ANSWERED]
      = g_signal_new ("answered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annae_notifier_init (AnnaeNotifier *self)
{
  Line *line = g_new0 (Line, 1);

  g_atomic_ref_count_init (&line->references);
  g_weak_ref_init (&line->notifier, self);
  line->home = g_main_context_ref_thread_default ();
  g_mutex_init (&line->lock);
  g_cond_init (&line->settled);
  self->line = line;
  self->available = TRUE;
}

AnnaeNotifier *
annae_notifier_new (guint timeout_ms)
{
  AnnaeNotifier *self = g_object_new (ANNAE_TYPE_NOTIFIER, NULL);

  self->timeout_ms = timeout_ms > 0 ? timeout_ms : TIMEOUT_MS;
  line_post (self->line, line_open);
  return self;
}

void
annae_notifier_show (AnnaeNotifier *self, const char *title, const char *body, const char *answer)
{
  Notice *notice;

  g_return_if_fail (ANNAE_IS_NOTIFIER (self));
  g_return_if_fail (title != NULL && body != NULL);

  notice = g_new0 (Notice, 1);
  /* D-Bus closes the connection of whoever sends it what is not UTF-8 */
  notice->title = g_utf8_make_valid (title, -1);
  notice->body = g_utf8_make_valid (body, -1);
  notice->answer = answer != NULL ? g_utf8_make_valid (answer, -1) : NULL;
  notifier_want (self, notice);
}

void
annae_notifier_withdraw (AnnaeNotifier *self)
{
  g_return_if_fail (ANNAE_IS_NOTIFIER (self));

  notifier_want (self, NULL);
}
