/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The screen locks, the computer is about to sleep: against screen savers and a logind of our own that say so, talk
 * nonsense, come late, go, or are not there. And a whole session with the bundled pack ends by it and leaves the vault
 * empty. */

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib-unix.h>
#include <unistd.h>

#include "annae-away-watch.h"
#include "annae-desk-testing.h"
#include "annae-model-pack.h"
#include "annae-paths.h"
#include "annae-session.h"

#define LOGIND "org.freedesktop.login1"
#define LOGIND_PATH "/org/freedesktop/login1"
#define MANAGER LOGIND ".Manager"
#define SESSION LOGIND ".Session"
#define OUR_SESSION LOGIND_PATH "/session/_32"

typedef struct
{
  GTestDBus *bus;
  GDBusConnection *server;
  GDBusConnection *client;
  AnnaeAwayWatch *watch;
  guint n_away;
  guint n_asked;
  char *asked; /* the last Inhibit's arguments */
  int waits;   /* end of file once whoever asked lets go; -1 where nobody asked */
  gboolean refuses;
  gboolean knows_session;
  guint n_sessions; /* how often it was asked which one is ours */
} Fixture;

static const char xml[] = "<node><interface name='" MANAGER "'><method name='Inhibit'>"
                          "<arg type='s' direction='in'/><arg type='s' direction='in'/>"
                          "<arg type='s' direction='in'/><arg type='s' direction='in'/>"
                          "<arg type='h' direction='out'/></method><method name='GetSession'>"
                          "<arg type='s' direction='in'/><arg type='o' direction='out'/></method></interface></node>";

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
  g_autoptr (GUnixFDList) files = g_unix_fd_list_new ();
  g_autoptr (GError) error = NULL;
  int ends[2];

  if (g_str_equal (method, "GetSession"))
    {
      f->n_sessions++;
      if (f->knows_session)
        g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", OUR_SESSION));
      else
        g_dbus_method_invocation_return_dbus_error (invocation, LOGIND ".NoSuchSession", "no");
      return;
    }
  f->n_asked++;
  g_free (f->asked);
  f->asked = g_variant_print (parameters, FALSE);
  if (f->refuses)
    {
      g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.DBus.Error.AccessDenied", "no");
      return;
    }
  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, &error));
  g_assert_true (g_unix_set_fd_nonblocking (ends[0], TRUE, &error));
  if (f->waits >= 0)
    close (f->waits);
  f->waits = ends[0];
  g_assert_cmpint (g_unix_fd_list_append (files, ends[1], &error), ==, 0);
  close (ends[1]);
  g_dbus_method_invocation_return_value_with_unix_fd_list (invocation, g_variant_new ("(h)", 0), files);
}

static const GDBusInterfaceVTable vtable = { on_call, NULL, NULL, { NULL } };

static gboolean
has_let_go (Fixture *f)
{
  char byte;

  return read (f->waits, &byte, 1) == 0;
}

static void
on_away (Fixture *f)
{
  f->n_away++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->waits = -1;
  f->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (f->bus);
  f->client = test_connect (f->bus);
  f->server = test_connect (f->bus);
}

static void
serve_logind (Fixture *f)
{
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);

  g_assert_cmpuint (
      g_dbus_connection_register_object (f->server, LOGIND_PATH, node->interfaces[0], &vtable, f, NULL, NULL), >, 0);
  test_own_name (f->server, LOGIND);
}

static void
begin (Fixture *f)
{
  f->watch = annae_away_watch_new (f->client, f->client);
  g_signal_connect_swapped (f->watch, "away", G_CALLBACK (on_away), f);
  test_settle (f->client);
}

static void
say (Fixture *f, const char *path, const char *interface, const char *name, GVariant *parameters)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_dbus_connection_emit_signal (f->server, NULL, path, interface, name, parameters, &error));
  test_settle (f->server);
  test_settle (f->client);
}

static void
say_sleep (Fixture *f, gboolean begins)
{
  say (f, LOGIND_PATH, MANAGER, "PrepareForSleep", g_variant_new ("(b)", begins));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_assert_finalize_object (f->watch);
  g_dbus_connection_close_sync (f->server, NULL, NULL);
  g_dbus_connection_close_sync (f->client, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (f->server);
  g_object_unref (f->client);
  if (f->waits >= 0)
    close (f->waits);
  g_free (f->asked);
  g_test_dbus_down (f->bus);
  g_object_unref (f->bus);
}

static void
test_locks (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *path;
  } savers[] = {
    { "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver" },
    { "org.freedesktop.ScreenSaver", "/ScreenSaver" },
    { "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver" },
    { "org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver" },
    { "org.mate.ScreenSaver", "/org/mate/ScreenSaver" },
    { "org.xfce.ScreenSaver", "/org/xfce/ScreenSaver" },
  };

  begin (f);
  for (guint i = 0; i < G_N_ELEMENTS (savers); i++)
    {
      test_own_name (f->server, savers[i].name);
      say (f, savers[i].path, savers[i].name, "ActiveChanged", g_variant_new ("(b)", FALSE));
      g_assert_cmpuint (f->n_away, ==, i);
      say (f, savers[i].path, savers[i].name, "ActiveChanged", g_variant_new ("(b)", TRUE));
      WAIT_UNTIL (f->n_away == i + 1);
    }
}

/* loginctl lock-session, where the locker tells nobody. */
static void
test_ordered (Fixture *f, gconstpointer data)
{
  serve_logind (f);
  f->knows_session = TRUE;
  begin (f);
  WAIT_UNTIL (f->n_sessions == 1);
  test_settle (f->client); /* the answer has come; the next round trip follows the subscription */
  test_settle (f->client);
  say (f, LOGIND_PATH "/session/_37", SESSION, "Lock", NULL); /* somebody else's */
  say (f, OUR_SESSION, SESSION, "Unlock", NULL);
  g_assert_cmpuint (f->n_away, ==, 0);
  say (f, OUR_SESSION, SESSION, "Lock", NULL);
  WAIT_UNTIL (f->n_away == 1);
}

static void
test_no_session (Fixture *f, gconstpointer data)
{
  serve_logind (f);
  begin (f);
  WAIT_UNTIL (f->n_sessions == 1);
  test_settle (f->client);
  say (f, OUR_SESSION, SESSION, "Lock", NULL);
  g_assert_cmpuint (f->n_away, ==, 0);
  say_sleep (f, TRUE); /* the rest works */
  WAIT_UNTIL (f->n_away == 1);
}

static void
test_sleep (Fixture *f, gconstpointer data)
{
  serve_logind (f);
  begin (f);
  WAIT_UNTIL (annae_away_watch_delays_sleep (f->watch));
  g_assert_cmpuint (f->n_asked, ==, 1);
  g_assert_true (g_str_has_prefix (f->asked, "('sleep', 'Annae', "));
  g_assert_true (g_str_has_suffix (f->asked, ", 'delay')"));
  g_assert_false (has_let_go (f));

  /* as long as somebody holds a picture, and no longer */
  gpointer picture = annae_vault_alloc (ANNAE_VAULT_FRAME, 4096);
  say_sleep (f, TRUE);
  WAIT_UNTIL (f->n_away == 1);
  gint64 until = g_get_monotonic_time () + 100 * 1000;
  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (has_let_go (f));
  annae_vault_free (picture);
  WAIT_UNTIL (!annae_away_watch_delays_sleep (f->watch));
  g_assert_true (has_let_go (f));

  /* awake again, and the next time */
  say_sleep (f, FALSE);
  WAIT_UNTIL (annae_away_watch_delays_sleep (f->watch));
  g_assert_cmpuint (f->n_asked, ==, 2);
  g_assert_cmpuint (f->n_away, ==, 1);
  say_sleep (f, TRUE);
  WAIT_UNTIL (!annae_away_watch_delays_sleep (f->watch));
  g_assert_cmpuint (f->n_away, ==, 2);
  g_assert_true (has_let_go (f));
}

/* A block that nobody frees must not keep the computer awake for ever. */
static void
test_not_for_ever (Fixture *f, gconstpointer data)
{
  gpointer picture = annae_vault_alloc (ANNAE_VAULT_FRAME, 4096);
  gint64 before;

  serve_logind (f);
  begin (f);
  WAIT_UNTIL (annae_away_watch_delays_sleep (f->watch));
  before = g_get_monotonic_time ();
  g_test_expect_message (NULL, G_LOG_LEVEL_MESSAGE, "*before everything is wiped*");
  say_sleep (f, TRUE);
  WAIT_UNTIL (!annae_away_watch_delays_sleep (f->watch));
  g_test_assert_expected_messages ();
  g_assert_cmpint (g_get_monotonic_time () - before, >, 2 * G_USEC_PER_SEC);
  annae_vault_free (picture);
}

static void
test_logind_comes_and_goes (Fixture *f, gconstpointer data)
{
  begin (f);
  g_assert_false (annae_away_watch_delays_sleep (f->watch));
  serve_logind (f);
  WAIT_UNTIL (annae_away_watch_delays_sleep (f->watch));
  g_dbus_connection_close_sync (f->server, NULL, NULL);
  WAIT_UNTIL (!annae_away_watch_delays_sleep (f->watch));
  g_assert_true (has_let_go (f));
  g_assert_cmpuint (f->n_away, ==, 0);
}

/* It does not wait for us: then we are quick. */
static void
test_refused (Fixture *f, gconstpointer data)
{
  f->refuses = TRUE;
  serve_logind (f);
  begin (f);
  WAIT_UNTIL (f->n_asked == 1);
  say_sleep (f, TRUE);
  WAIT_UNTIL (f->n_away == 1);
  g_assert_false (annae_away_watch_delays_sleep (f->watch));
}

static void
test_nonsense (Fixture *f, gconstpointer data)
{
  serve_logind (f);
  test_own_name (f->server, "org.gnome.ScreenSaver");
  begin (f);
  WAIT_UNTIL (annae_away_watch_delays_sleep (f->watch));
  say (f, "/x", "org.gnome.ScreenSaver", "ActiveChanged", g_variant_new ("(s)", "yes"));
  say (f, "/x", "org.gnome.ScreenSaver", "ActiveChanged", NULL);
  say (f, "/x", "org.gnome.ScreenSaver", "WakeUpScreen", g_variant_new ("(b)", TRUE));
  say (f, LOGIND_PATH, MANAGER, "PrepareForSleep", g_variant_new ("(u)", 1));
  say (f, LOGIND_PATH, MANAGER, "PrepareForSleep", NULL);
  say (f, "/elsewhere", MANAGER, "PrepareForSleep", g_variant_new ("(b)", TRUE));
  g_assert_cmpuint (f->n_away, ==, 0);
  g_assert_true (annae_away_watch_delays_sleep (f->watch));
}

static void
test_stranger (Fixture *f, gconstpointer data)
{
  g_autoptr (GDBusConnection) stranger = test_connect (f->bus);
  GDBusConnection *server = f->server;

  serve_logind (f);
  begin (f);
  f->server = stranger;
  say_sleep (f, TRUE);
  say (f, "/x", "org.gnome.ScreenSaver", "ActiveChanged", g_variant_new ("(b)", TRUE));
  f->server = server;
  g_assert_cmpuint (f->n_away, ==, 0);
  g_dbus_connection_close_sync (stranger, NULL, NULL);
}

/* At any moment, also while logind is being asked. */
static void
test_finalize (Fixture *f, gconstpointer data)
{
  serve_logind (f);
  for (guint i = 0; i < 20; i++)
    {
      AnnaeAwayWatch *watch = annae_away_watch_new (f->client, f->client);

      for (guint k = 0; k < i; k++)
        g_main_context_iteration (NULL, FALSE);
      g_assert_finalize_object (watch);
    }
  begin (f);
}

static void
cancel_session (AnnaeSession *session)
{
  annae_session_send (session, ANNAE_EVENT_CANCEL);
}

/* As the window ties them together: the screen locks while the camera looks. */
static void
test_session (Fixture *f, gconstpointer data)
{
  g_autofree char *live = annae_paths_data_file ("demo/live.webm");
  g_autofree char *document = annae_paths_data_file ("demo/card-same.jpg");
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("annae", &error);
  g_autoptr (AnnaeSession) session = NULL;
  AnnaePolicy policy;

  g_assert_no_error (error);
  annae_policy_init (&policy);
  session = annae_session_new (pack, &policy, NULL, NULL, &error);
  g_assert_no_error (error);
  annae_session_set_live_file (session, live, TRUE);
  annae_session_set_document_file (session, document);
  serve_logind (f);
  test_own_name (f->server, "org.freedesktop.ScreenSaver");
  begin (f);
  g_signal_connect_swapped (f->watch, "away", G_CALLBACK (cancel_session), session);
  WAIT_UNTIL (annae_away_watch_delays_sleep (f->watch));

  for (guint round = 0; round < 2; round++)
    {
      annae_session_send (session, ANNAE_EVENT_LANGUAGE_CHOSEN);
      annae_session_send (session, ANNAE_EVENT_START);
      WAIT_UNTIL (annae_session_get_state (session)->step == ANNAE_STEP_POSITION
                  && annae_session_get_observation (session)->n_faces > 0);
      g_assert_cmpuint (annae_vault_held_bytes (), >, 0);
      if (round == 0)
        say (f, "/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", g_variant_new ("(b)", TRUE));
      else
        say_sleep (f, TRUE);
      WAIT_UNTIL (annae_session_get_state (session)->step == ANNAE_STEP_RESULT);
      g_assert_cmpint (annae_session_get_state (session)->outcome, ==, ANNAE_OUTCOME_CANCELLED);
      WAIT_UNTIL (round == 0 || !annae_away_watch_delays_sleep (f->watch));
      WAIT_UNTIL (annae_vault_held_bytes () == 0);
      annae_session_send (session, ANNAE_EVENT_FINISH);
    }
  g_assert_true (has_let_go (f));
}

static void
test_no_bus (void)
{
  AnnaeAwayWatch *watch = annae_away_watch_new (NULL, NULL);
  AnnaeAwayWatch *other = annae_away_watch_new (NULL, NULL);

  g_assert_finalize_object (other);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (annae_away_watch_delays_sleep (watch));
  g_assert_finalize_object (watch);
}

#define ADD(name, func) g_test_add ("/away-watch/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/annae", TRUE);
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/annae", TRUE);
  annae_vault_init ();
  g_test_add_func ("/away-watch/no-bus", test_no_bus);
  ADD ("locks", test_locks);
  ADD ("ordered", test_ordered);
  ADD ("no-session", test_no_session);
  ADD ("sleep", test_sleep);
  ADD ("not-for-ever", test_not_for_ever);
  ADD ("logind-comes-and-goes", test_logind_comes_and_goes);
  ADD ("refused", test_refused);
  ADD ("nonsense", test_nonsense);
  ADD ("stranger", test_stranger);
  ADD ("finalize", test_finalize);
  ADD ("session", test_session);
  return g_test_run ();
}
