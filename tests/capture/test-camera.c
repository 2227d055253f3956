/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A camera through its whole life: not there, plugged in, covered, pulled out, put back. Runs inside virtual-camera.sh,
 * and starts itself there; skipped where PipeWire is not installed. */

#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "annae-camera-private.h"
#include "annae-capture-testing.h"
#include "annae-vault.h"

#define NOBODY 65534

static const char *script;

/* Runs "virtual-camera.sh --plug" and the like, with the main loop going on meanwhile. */
static void
on_control_exit (GPid pid, int status, gpointer user_data)
{
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  *(gboolean *) user_data = TRUE;
}

static void
control (const char *first, const char *second)
{
  const char *const argv[] = { script, first, second, NULL };
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;
  GPid pid;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  g_child_watch_add (pid, on_control_exit, &done);
  WAIT_UNTIL (done);
}

static guint
n_cameras (AnnaeCameraList *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, guint *count)
{
  *count += added;
  *count -= removed;
  g_assert_cmpuint (*count, ==, g_list_model_get_n_items (model));
}

static void
finish (AnnaeFrameSource *source, AnnaeCameraList *list, Seen *seen)
{
  int frames;

  annae_frame_source_stop (source);
  frames = seen_frames (seen);
  g_assert_cmpint (g_atomic_int_get (&seen->inside), ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (seen_frames (seen), ==, frames);
  g_assert_finalize_object (source);
  g_assert_finalize_object (list);
  g_clear_error (&seen->error);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

static void
test_list (void)
{
  AnnaeCameraList *list = annae_camera_list_new ();
  g_autofree char *id = NULL;
  guint count = n_cameras (list);

  g_assert_null (annae_camera_list_get_problem (list));
  g_assert_cmpuint (count, ==, 0);
  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &count);
  for (guint round = 0; round < 2; round++)
    {
      control ("--plug", NULL);
      WAIT_UNTIL (count == 1);
      {
        g_autoptr (AnnaeCamera) camera = g_list_model_get_item (G_LIST_MODEL (list), 0);
        const AnnaeCameraMode *mode = annae_camera_choose_mode (camera, ANNAE_CAPTURE_GUIDANCE);

        g_assert_cmpstr (annae_camera_get_backend (camera), ==, "pipewire");
        g_assert_cmpstr (annae_camera_get_label (camera), ==, "Annae virtual camera");
        g_assert_nonnull (mode);
        g_assert_cmpuint (mode->width, ==, 640);
        g_assert_cmpuint (mode->height, ==, 480);
        g_assert_cmpfloat (mode->rate, ==, 30.0);
        g_assert_cmpuint (strlen (annae_camera_get_id (camera)), ==, 16);
        /* The same camera has the same id when it comes back, and its name is not in it. */
        if (id != NULL)
          g_assert_cmpstr (annae_camera_get_id (camera), ==, id);
        else
          id = g_strdup (annae_camera_get_id (camera));
      }
      control ("--unplug", NULL);
      WAIT_UNTIL (count == 0);
    }
  g_assert_finalize_object (list);
}

static void
test_life (void)
{
  Seen seen = { 0 };
  AnnaeCameraList *list = annae_camera_list_new ();
  AnnaeFrameSource *source = annae_camera_list_open (list, NULL);
  g_autoptr (GError) error = NULL;
  int frames;

  g_assert_true (annae_frame_source_is_live (source));
  seen_connect (&seen, source);
  g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, &error));
  g_assert_no_error (error);
  WAIT_UNTIL (seen.troubles == 1);
  g_assert_error (seen.error, ANNAE_RETRY_ERROR, ANNAE_RETRY_CAMERA_MISSING);

  control ("--plug", NULL);
  WAIT_UNTIL (seen_frames (&seen) > 20 && seen.recovered == 1);
  g_assert_cmpuint (seen.width, ==, 640);
  g_assert_cmpuint (seen.height, ==, 480);
  g_assert_cmpuint (seen.troubles, ==, 1);
  g_assert_false (seen.backwards);
  {
    g_autofree char *label = annae_frame_source_dup_label (source);

    g_assert_cmpstr (label, ==, "Annae virtual camera");
  }

  control ("--cover", NULL);
  WAIT_UNTIL (seen.troubles == 2);
  g_assert_error (seen.error, ANNAE_RETRY_ERROR, ANNAE_RETRY_CAMERA_BLACK);
  control ("--cover", NULL);
  WAIT_UNTIL (seen.recovered == 2);

  control ("--unplug", NULL);
  WAIT_UNTIL (seen.troubles == 3);
  g_assert_error (seen.error, ANNAE_RETRY_ERROR, ANNAE_RETRY_CAMERA_LOST);
  frames = seen_frames (&seen);

  control ("--plug", NULL);
  WAIT_UNTIL (seen.recovered == 3);
  WAIT_UNTIL (seen_frames (&seen) > frames + 20);
  g_assert_cmpuint (seen.troubles, ==, 3);
  g_assert_cmpuint (seen.ended, ==, 0);
  control ("--unplug", NULL);
  finish (source, list, &seen);
}

/* A camera of which the system tells nobody who may not open it: not a missing one. It is taken up when it is offered
 * after all. */
static void
test_forbidden (void)
{
  g_autofree char *folder = g_dir_make_tmp ("annae-forbidden-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "video7", NULL);
  g_autofree char *other = g_build_filename (folder, "videos", NULL);
  g_autofree char *message = g_strdup_printf ("The system does not let Annae use the camera at %s.", path);
  gboolean was_root = geteuid () == 0;
  Seen seen = { 0 };
  AnnaeCameraList *list = annae_camera_list_new ();
  AnnaeFrameSource *source = annae_camera_list_open (list, NULL);
  g_autofree char *found = NULL;

  annae_camera_list_set_device_folder (list, folder);
  g_assert_null (annae_camera_list_find_forbidden (list));
  g_assert_true (g_file_set_contents (other, "", 0, NULL));
  g_assert_cmpint (g_chmod (other, 0), ==, 0);
  /* root makes a device file that nobody may open; anybody else has one that is root's */
  g_assert_true (mknod (path, S_IFCHR, makedev (81, 7)) == 0 || symlink ("/dev/console", path) == 0);
  /* root may open everything */
  g_assert_true (!was_root || (g_chmod (folder, 0755) == 0 && seteuid (NOBODY) == 0));
  found = annae_camera_list_find_forbidden (list);
  if (found == NULL)
    g_test_skip ("there is no device file that is forbidden");
  else
    {
      g_assert_cmpstr (found, ==, path);
      seen_connect (&seen, source);
      g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, NULL));
      g_assert_error (seen.error, ANNAE_RETRY_ERROR, ANNAE_RETRY_CAMERA_REFUSED);
      g_assert_cmpstr (seen.error->message, ==, message);
    }
  g_assert_true (!was_root || seteuid (0) == 0);
  if (found != NULL)
    {
      control ("--plug", NULL);
      WAIT_UNTIL (seen.recovered == 1);
      control ("--unplug", NULL);
    }
  remove_tree (folder);
  finish (source, list, &seen);
}

static void
stop_source (AnnaeFrameSource *source)
{
  annae_frame_source_stop (source);
}

/* Stopped before the camera is there, while it wakes up, while it sends, and out of its own signal. */
static void
test_stop_anywhere (void)
{
  AnnaeCameraList *list;

  control ("--plug", NULL);
  for (guint i = 0; i < 12; i++)
    {
      Seen seen = { 0 };
      AnnaeFrameSource *source;

      list = annae_camera_list_new ();
      source = annae_camera_list_open (list, i % 2 ? NULL : "no such id");
      seen_connect (&seen, source);
      g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_DOCUMENT, NULL));
      if (i % 3 > 0)
        WAIT_UNTIL (seen_frames (&seen) > (int) i);
      finish (source, list, &seen);
    }
  Seen seen = { 0 };
  AnnaeFrameSource *source;

  list = annae_camera_list_new ();
  source = annae_camera_list_open (list, NULL);
  seen_connect (&seen, source);
  g_signal_connect (source, "trouble", G_CALLBACK (stop_source), NULL);
  g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, NULL));
  WAIT_UNTIL (seen_frames (&seen) > 3);
  control ("--unplug", NULL);
  WAIT_UNTIL (seen.troubles == 1);
  control ("--plug", NULL);
  WAIT_UNTIL (n_cameras (list) == 1);
  g_assert_cmpuint (seen.recovered, ==, 0);
  g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, NULL));
  control ("--unplug", NULL);
  finish (source, list, &seen);
}

/* A frame function that takes longer than a frame gets new frames, not a growing heap of old ones. */
static void
test_newest_wins (void)
{
  Seen seen = { .delay_us = 100000 };
  AnnaeCameraList *list = annae_camera_list_new ();
  AnnaeFrameSource *source = annae_camera_list_open (list, NULL);
  AnnaeVaultReport report;

  control ("--plug", NULL);
  seen_connect (&seen, source);
  g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, NULL));
  WAIT_UNTIL (seen_frames (&seen) >= 15);
  annae_vault_get_report (&report);
  g_assert_cmpuint (report.kinds[ANNAE_VAULT_FRAME].held_blocks, <=, 1);
  control ("--unplug", NULL);
  finish (source, list, &seen);
}

int
main (int argc, char *argv[])
{
  script = g_getenv ("ANNAE_VIRTUAL_CAMERA_SH");
  g_assert_nonnull (script);
  if (g_getenv ("ANNAE_VIRTUAL_SESSION") == NULL)
    {
      g_autoptr (GPtrArray) command = g_ptr_array_new ();
      const char *const programs[] = { "pipewire", "wireplumber", "pw-cli", "dbus-run-session" };

      for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
        {
          g_autofree char *path = g_find_program_in_path (programs[i]);

          if (path == NULL)
            {
              g_print ("1..0 # SKIP %s is not installed\n", programs[i]);
              return 0;
            }
        }

      g_ptr_array_add (command, (gpointer) script);
      g_ptr_array_add (command, (gpointer) "--none");
      g_ptr_array_add (command, (gpointer) "--");
      for (int i = 0; i <= argc; i++)
        g_ptr_array_add (command, argv[i]);
      execv (script, (char **) command->pdata);
      return 1;
    }
  annae_vault_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/capture/camera/list", test_list);
  g_test_add_func ("/capture/camera/life", test_life);
  g_test_add_func ("/capture/camera/forbidden", test_forbidden);
  g_test_add_func ("/capture/camera/stop-anywhere", test_stop_anywhere);
  g_test_add_func ("/capture/camera/newest-wins", test_newest_wins);
  return g_test_run ();
}
