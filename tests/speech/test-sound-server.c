/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sound server of our own without any device: it plays into nothing, which must not pass for a voice that is heard.
 * Then a device is plugged in, and at last the server goes away and comes back. Skipped where PulseAudio is not
 * installed. */

#include <glib/gstdio.h>
#include <gio/gunixsocketaddress.h>
#include <signal.h>
#include <sys/wait.h>

#include "annae-speech-testing.h"

static char *folder;
static char *server; /* address */
static GPid server_pid;

static void
start_server (void)
{
  g_autofree char *protocol
      = g_strdup_printf ("--load=module-native-protocol-unix auth-anonymous=1 socket=%s/native", folder);
  const char *const argv[] = { "pulseaudio",
                               "-n",
                               "--daemonize=no",
                               "--exit-idle-time=-1",
                               "--use-pid-file=no",
                               "--disable-shm=yes",
                               "--log-level=error",
                               protocol,
                               "--load=module-rescue-streams",
                               "--load=module-always-sink",
                               NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (g_spawn_async (folder, (char **) argv, NULL,
                                G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL
                                    | G_SPAWN_STDERR_TO_DEV_NULL,
                                NULL, NULL, &server_pid, &error));
  g_assert_no_error (error);
}

static void
stop_server (void)
{
  if (server_pid == 0)
    return;
  kill (server_pid, SIGKILL);
  waitpid (server_pid, NULL, 0);
  server_pid = 0;
}

/* The server's own tool, until it succeeds: the server takes a moment to listen. */
static void
control (const char *command)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE_S * G_USEC_PER_SEC;
  g_autofree char *line = g_strdup_printf ("pactl %s", command);
  int status = -1;

  while (status != 0)
    {
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;

      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      if (!g_spawn_command_line_sync (line, &out, &err, &status, NULL))
        status = -1;
      g_main_context_iteration (NULL, FALSE);
    }
}

static AnnaePlayerState
player_state (AnnaeSpeaker *speaker)
{
  return annae_player_get_state (annae_speaker_get_player (speaker));
}

static void
expect_device (AnnaeSpeaker *speaker, const char *name)
{
  g_autoptr (GstElement) pipeline = NULL;
  g_autofree char *device = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  GstIterator *all;

  WAIT_UNTIL (player_state (speaker) == ANNAE_PLAYER_PLAYING);
  pipeline = annae_player_dup_pipeline (annae_speaker_get_player (speaker));
  all = gst_bin_iterate_all_by_element_factory_name (GST_BIN (pipeline), "pulsesink");
  g_assert_cmpint (gst_iterator_next (all, &value), ==, GST_ITERATOR_OK);
  g_object_get (g_value_get_object (&value), "current-device", &device, NULL);
  gst_iterator_free (all);
  g_assert_cmpstr (device, ==, name);
}

static void
test_server (void)
{
  AnnaeSpeaker *speaker;
  g_autofree char *pulseaudio = g_find_program_in_path ("pulseaudio");
  g_autofree char *pactl = g_find_program_in_path ("pactl");
  g_autoptr (GstElementFactory) sink = gst_element_factory_find ("pulsesink");

  if (pulseaudio == NULL || pactl == NULL || sink == NULL)
    {
      g_test_skip ("PulseAudio is not installed");
      return;
    }
  start_server ();
  control ("info");

  speaker = annae_speaker_new (NULL);
  annae_player_set_retry (annae_speaker_get_player (speaker), 200);
  WAIT_UNTIL (player_state (speaker) != ANNAE_PLAYER_OPENING);
  g_assert_cmpint (player_state (speaker), ==, ANNAE_PLAYER_DUMMY);
  g_assert_cmpint (test_get_state (speaker), ==, ANNAE_VOICE_NO_SOUND);
  g_assert_cmpint (annae_speaker_query_voice (speaker, "ko"), ==, ANNAE_VOICE_NO_SOUND);

  control ("load-module module-null-sink sink_name=headset");
  WAIT_UNTIL (test_get_state (speaker) == ANNAE_VOICE_READY);
  annae_speaker_say (speaker, "ko", "a", "네", ANNAE_SAY_PAGE);
  WAIT_UNTIL (!test_is_speaking (speaker));

  /* another device, one that is not there, and the default one again */
  control ("load-module module-null-sink sink_name=loudspeaker");
  g_object_set (speaker, "device", "loudspeaker", NULL);
  expect_device (speaker, "loudspeaker");
  g_object_set (speaker, "device", "not-there ! filesink location=x", NULL);
  WAIT_UNTIL (player_state (speaker) == ANNAE_PLAYER_MISSING);
  g_assert_nonnull (annae_player_get_trouble (annae_speaker_get_player (speaker)));
  g_object_set (speaker, "device", "", NULL);
  expect_device (speaker, "headset");

  stop_server ();
  WAIT_UNTIL (player_state (speaker) == ANNAE_PLAYER_MISSING);
  g_assert_cmpint (test_get_state (speaker), ==, ANNAE_VOICE_NO_SOUND);
  start_server ();
  control ("load-module module-null-sink sink_name=headset");
  WAIT_UNTIL (test_get_state (speaker) == ANNAE_VOICE_READY);

  g_assert_finalize_object (speaker);
  g_assert_true (annae_player_drain ());
  stop_server ();
}

/* A server that accepts and never answers must not hold up anyone. */
static void
test_silent_server (void)
{
  AnnaeSpeaker *speaker;
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autofree char *path = g_build_filename (folder, "native", NULL);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before;

  g_remove (path);
  address = g_unix_socket_address_new (path);
  g_socket_listener_add_address (listener, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL,
                                 &error);
  g_assert_no_error (error);

  before = g_get_monotonic_time ();
  speaker = annae_speaker_new (NULL);
  annae_speaker_say (speaker, "ko", "a", "네", ANNAE_SAY_PAGE);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  annae_speaker_stop (speaker);
  g_assert_finalize_object (speaker);
  g_test_message ("opened, asked and let go of in %.1f ms", (double) (g_get_monotonic_time () - before) / 1000.0);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 300000);

  g_socket_listener_close (listener);
  g_clear_object (&listener);
  g_remove (path);
}

int
main (int argc, char *argv[])
{
  int status;
  g_autofree char *cookie = NULL;

  folder = g_dir_make_tmp ("annae-sound-XXXXXX", NULL);
  server = g_strdup_printf ("unix:%s/native", folder);
  g_setenv ("PULSE_SERVER", server, TRUE);
  g_setenv ("PULSE_RUNTIME_PATH", folder, TRUE);
  cookie = g_build_filename (folder, "cookie", NULL);
  g_setenv ("PULSE_COOKIE", cookie, TRUE);
  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  g_setenv ("PIPEWIRE_REMOTE", "/nonexistent/annae", TRUE);
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  g_test_add_func ("/sound-server/comes-and-goes", test_server);
  g_test_add_func ("/sound-server/silent", test_silent_server);
  status = g_test_run ();
  stop_server ();
  annae_test_remove_tree (folder);
  g_free (server);
  g_free (folder);
  return status;
}
