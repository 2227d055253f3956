/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A camera that is there and cannot be had: taken by another program, or not allowed. Each has its own error, told once
 * however often it is tried again, and the camera is taken up when it can be had. The camera is a GStreamer plugin of
 * the tests; that v4l2src says what that one says is tested with v4l2src itself, as somebody who may not open a device
 * file. */

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "annae-camera-private.h"
#include "annae-capture-testing.h"
#include "annae-vault.h"

#define NOBODY 65534

static char *folder;
static char *mood_file;

static void
set_mood (const char *mood)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (mood_file, mood, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (mood_file, 0644), ==, 0);
}

/* Other cameras of the machine that the tests run on are none of ours. */
static char *
unwilling_id (AnnaeCameraList *list)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (AnnaeCamera) camera = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (g_str_equal (annae_camera_get_label (camera), "Unwilling camera"))
        return g_strdup (annae_camera_get_id (camera));
    }
  g_error ("The plugin with the unwilling camera was not found in GST_PLUGIN_PATH");
}

typedef struct
{
  AnnaeCameraList *list;
  AnnaeFrameSource *source;
  Seen seen;
} Fixture;

static void
fixture_init (Fixture *f, const char *mood)
{
  g_autofree char *id = NULL;

  memset (f, 0, sizeof *f);
  set_mood (mood);
  f->list = annae_camera_list_new ();
  id = unwilling_id (f->list);
  f->source = annae_camera_list_open (f->list, id);
  seen_connect (&f->seen, f->source);
}

static void
fixture_start (Fixture *f)
{
  g_assert_true (annae_frame_source_start (f->source, ANNAE_CAPTURE_GUIDANCE, NULL));
}

static void
fixture_clear (Fixture *f)
{
  annae_frame_source_stop (f->source);
  g_assert_finalize_object (f->source);
  g_assert_finalize_object (f->list);
  g_clear_error (&f->seen.error);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

static void
assert_trouble (Fixture *f, AnnaeRetryError code, const char *message)
{
  g_assert_error (f->seen.error, ANNAE_RETRY_ERROR, (int) code);
  g_assert_cmpstr (f->seen.error->message, ==, message);
}

#define BUSY "Another program uses the camera Unwilling camera."
#define REFUSED "The system does not let Annae use the camera Unwilling camera."

static gboolean
on_time (gpointer over)
{
  *(gboolean *) over = TRUE;
  return G_SOURCE_REMOVE;
}

static void
test_busy (void)
{
  gboolean over = FALSE;
  Fixture f;

  fixture_init (&f, "busy");
  fixture_start (&f);
  WAIT_UNTIL (f.seen.troubles == 1);
  assert_trouble (&f, ANNAE_RETRY_CAMERA_BUSY, BUSY);
  /* long enough for a second and a third try, of which nothing new is told */
  g_timeout_add (2000, on_time, &over);
  WAIT_UNTIL (over);
  g_assert_cmpuint (f.seen.troubles, ==, 1);
  g_assert_cmpint (seen_frames (&f.seen), ==, 0);

  set_mood ("willing");
  WAIT_UNTIL (f.seen.recovered == 1 && seen_frames (&f.seen) > 10);
  g_assert_cmpuint (f.seen.troubles, ==, 1);
  g_assert_cmpuint (f.seen.width, ==, 640);
  fixture_clear (&f);
}

static void
test_refused (gconstpointer mood)
{
  Fixture f;

  fixture_init (&f, mood);
  fixture_start (&f);
  WAIT_UNTIL (f.seen.troubles == 1);
  assert_trouble (&f, ANNAE_RETRY_CAMERA_REFUSED, REFUSED);
  set_mood ("willing");
  WAIT_UNTIL (f.seen.recovered == 1);
  fixture_clear (&f);
}

/* One after the other: each is told, and none is taken for the one before. */
static void
test_changing (void)
{
  Fixture f;

  fixture_init (&f, "willing");
  fixture_start (&f);
  WAIT_UNTIL (seen_frames (&f.seen) > 3);
  g_assert_cmpuint (f.seen.troubles, ==, 0);
  set_mood ("unplugged");
  WAIT_UNTIL (f.seen.troubles == 1);
  assert_trouble (&f, ANNAE_RETRY_CAMERA_LOST, "The camera Unwilling camera was unplugged.");
  set_mood ("busy");
  WAIT_UNTIL (f.seen.troubles == 2);
  assert_trouble (&f, ANNAE_RETRY_CAMERA_BUSY, BUSY);
  set_mood ("refused");
  WAIT_UNTIL (f.seen.troubles == 3);
  assert_trouble (&f, ANNAE_RETRY_CAMERA_REFUSED, REFUSED);
  set_mood ("willing");
  WAIT_UNTIL (f.seen.recovered == 1);
  fixture_clear (&f);
}

/* Nothing wakes the camera, and nobody waits for it: neither the next try nor whoever goes to another page. */
static void
test_stuck (void)
{
  gint64 began_us;
  Fixture f;

  fixture_init (&f, "stuck");
  fixture_start (&f);
  WAIT_UNTIL (f.seen.troubles == 1);
  assert_trouble (&f, ANNAE_RETRY_CAMERA_MISSING, "The camera sends no picture: another program may be using it.");
  annae_frame_source_stop (f.source);
  fixture_start (&f);
  began_us = g_get_monotonic_time ();
  annae_frame_source_stop (f.source);
  /* half a second is waited; the thread hangs until the file says otherwise, which it does not yet */
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 5 * G_USEC_PER_SEC);
  fixture_start (&f);
  set_mood ("willing");
  WAIT_UNTIL (seen_frames (&f.seen) > 3);
  fixture_clear (&f);
}

/* A device file that nobody may open; NULL where there is none and none can be made. */
static char *
forbidden_device (void)
{
  g_autofree char *path = g_build_filename (folder, "video-forbidden", NULL);
  struct stat info;

  if (mknod (path, S_IFCHR, makedev (81, 63)) == 0)
    return g_steal_pointer (&path);
  if (stat ("/dev/console", &info) == 0 && S_ISCHR (info.st_mode) && (info.st_mode & S_IRWXO) == 0)
    return g_strdup ("/dev/console");
  return NULL;
}

static void
test_v4l2_refused (void)
{
  g_autofree char *path = forbidden_device ();
  g_autofree char *mood = g_strconcat ("v4l2 ", path, NULL);
  gboolean was_root = geteuid () == 0;
  g_autoptr (GstElement) v4l2 = gst_element_factory_make ("v4l2src", NULL);
  Fixture f;

  if (v4l2 == NULL || path == NULL)
    {
      g_test_skip ("there is no v4l2src, or no device file that is forbidden");
      return;
    }
  fixture_init (&f, mood);
  /* root may open everything; libraries are loaded by now */
  g_assert_true (!was_root || seteuid (NOBODY) == 0);
  if (access (path, R_OK | W_OK) != 0 || was_root)
    {
      fixture_start (&f);
      WAIT_UNTIL (f.seen.troubles == 1);
      assert_trouble (&f, ANNAE_RETRY_CAMERA_REFUSED, REFUSED);
      annae_frame_source_stop (f.source);
    }
  else
    g_test_skip ("this user may open every device file");
  g_assert_true (!was_root || seteuid (0) == 0);
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  int status;

  annae_vault_init ();
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("annae-unwilling-XXXXXX", NULL);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  mood_file = g_build_filename (folder, "mood", NULL);
  g_autofree char *registry = g_build_filename (folder, "registry", NULL);
  g_setenv ("ANNAE_UNWILLING_CAMERA", mood_file, TRUE);
  /* of its own: the plugin must not stay in anybody's list */
  g_setenv ("GST_REGISTRY", registry, TRUE);
  annae_capture_init ();
  g_test_add_func ("/capture/unwilling/busy", test_busy);
  g_test_add_data_func ("/capture/unwilling/refused", "refused", test_refused);
  g_test_add_data_func ("/capture/unwilling/unauthorised", "unauthorised", test_refused);
  g_test_add_func ("/capture/unwilling/changing", test_changing);
  g_test_add_func ("/capture/unwilling/stuck", test_stuck);
  g_test_add_func ("/capture/unwilling/v4l2-refused", test_v4l2_refused);
  status = g_test_run ();
  remove_tree (folder);
  return status;
}
