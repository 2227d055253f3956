/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Recorded clips: found where they may be, decoded whole, and never a way out of their folder. */

#include <gst/gst.h>

#include "annae-clips.h"
#include "annae-errors.h"
#include "annae-speech-testing.h"
#include "annae-synthesizer.h"

static char *folder; /* of this run's clips, as $ANNAE_DATA_DIR */

/* Has GStreamer record a second of a tone; FALSE with a skip where it has no encoder for Opus. */
static gboolean
record (const char *path)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) file = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GstElementFactory) encoder = gst_element_factory_find ("opusenc");

  if (encoder == NULL)
    {
      g_test_skip ("GStreamer has no Opus encoder here");
      return FALSE;
    }
  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  pipeline = gst_parse_launch ("audiotestsrc num-buffers=50 samplesperbuffer=960 volume=0.2 ! "
                               "audio/x-raw,rate=48000,channels=1 ! opusenc ! oggmux ! filesink name=file",
                               NULL);
  gst_object_ref_sink (pipeline);
  file = gst_bin_get_by_name (GST_BIN (pipeline), "file");
  g_object_set (file, "location", path, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  bus = gst_element_get_bus (pipeline);
  message = gst_bus_timed_pop_filtered (bus, 10 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return TRUE;
}

static void
test_find (void)
{
  static const char *const bad[]
      = { "", "/", "..", "../ko/a", "advice/../a", "advice//a", "/advice", "advice/", "a.b", "a\nb", "가" };
  g_autofree char *path = g_build_filename (folder, "speech", "km", "advice", "come-closer.opus", NULL);
  g_autofree char *found = NULL;

  g_assert_null (annae_clips_find ("km", "advice/come-closer"));
  g_assert_false (annae_clips_exist ("km"));
  if (!record (path))
    return;
  found = annae_clips_find ("km", "advice/come-closer");
  g_assert_cmpstr (found, ==, path);
  g_assert_true (annae_clips_exist ("km"));
  g_assert_false (annae_clips_exist ("my"));
  g_assert_null (annae_clips_find ("km", "advice/other"));
  g_assert_null (annae_clips_find ("km/advice", "come-closer"));
  g_assert_null (annae_clips_find (NULL, "a"));
  g_assert_null (annae_clips_find ("km", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_null (annae_clips_find ("km", bad[i]));
      g_assert_null (annae_clips_find (bad[i], "come-closer"));
      g_assert_false (annae_clips_exist (bad[i]));
    }
}

/* The user's own recording comes before the one that is installed. */
static void
test_user_first (void)
{
  g_autofree char *user = g_build_filename (g_get_user_data_dir (), "annae", "speech", "mn", "a.opus", NULL);
  g_autofree char *installed = g_build_filename (folder, "speech", "mn", "a.opus", NULL);
  g_autofree char *found = NULL;

  if (!record (installed) || !record (user))
    return;
  found = annae_clips_find ("mn", "a");
  g_assert_cmpstr (found, ==, user);
  g_assert_cmpint (g_remove (user), ==, 0);
}

static void
on_render (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
test_load (void)
{
  g_autofree char *path = g_build_filename (folder, "speech", "my", "a.opus", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeSound) sound = NULL;
  g_autoptr (AnnaeSound) rendered = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  gint64 before;

  if (!record (path))
    return;
  before = g_get_monotonic_time ();
  sound = annae_clips_load (path, 1.0, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("1 s of Opus decoded in %.1f ms", (double) (g_get_monotonic_time () - before) / 1000.0);
  g_assert_cmpfloat_with_epsilon ((double) sound->n_frames / ANNAE_SOUND_RATE, 1.0, 0.03);
  g_assert_cmpfloat (annae_sound_rms (sound), >, 0.05);

  /* a language without a voice speaks through its clips, levelled */
  annae_synthesizer_render_async ("my", "a", "", 1.0, 1.0, NULL, on_render, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  rendered = annae_synthesizer_render_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (annae_sound_rms (rendered), 0.113, 0.007);
}

static void
test_tempo (void)
{
  g_autofree char *path = g_build_filename (folder, "speech", "my", "a.opus", NULL);
  g_autoptr (GstElementFactory) stretcher = gst_element_factory_find ("pitch");
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeSound) sound = NULL;

  if (!record (path))
    return;
  sound = annae_clips_load (path, 2.0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon ((double) sound->n_frames / ANNAE_SOUND_RATE, stretcher != NULL ? 0.5 : 1.0, 0.15);
}

static void
expect_broken (const char *name, const char *contents, gsize length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (contents != NULL)
    g_assert_true (g_file_set_contents (path, contents, (gssize) length, NULL));
  g_assert_null (annae_clips_load (path, 1.0, NULL, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SOUND);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, name));
}

static void
test_broken (void)
{
  g_autofree char *path = g_build_filename (folder, "whole.opus", NULL);
  g_autofree char *contents = NULL;
  gsize length;

  expect_broken ("missing.opus", NULL, 0);
  expect_broken ("empty.opus", "", 0);
  expect_broken ("text.opus", "this is not a sound\n", 20);
  if (!record (path))
    return;
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  expect_broken ("cut.opus", contents, 60);

  /* cut in the middle, or with bytes changed: whatever can be read, or an error; never more than that */
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *cut = g_build_filename (folder, "mutated.opus", NULL);
      g_autofree char *mutated = g_memdup2 (contents, length);
      g_autoptr (AnnaeSound) sound = NULL;

      for (guint k = 0; k < 20; k++)
        mutated[g_test_rand_int_range (0, (int) length)] ^= (char) g_test_rand_int_range (1, 256);
      g_assert_true (g_file_set_contents (cut, mutated, (gssize) (length - i * length / 16), NULL));
      sound = annae_clips_load (cut, 1.0, NULL, NULL);
      if (sound != NULL)
        g_assert_cmpuint (sound->n_frames, <=, ANNAE_SOUND_RATE * ANNAE_CLIP_MAX_SECONDS);
    }
}

static void
test_cancelled (void)
{
  g_autofree char *path = g_build_filename (folder, "whole.opus", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  if (!record (path))
    return;
  g_cancellable_cancel (cancellable);
  g_assert_null (annae_clips_load (path, 1.0, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  int status;

  folder = g_dir_make_tmp ("annae-clips-XXXXXX", NULL);
  g_setenv ("ANNAE_DATA_DIR", folder, TRUE);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  g_test_add_func ("/clips/find", test_find);
  g_test_add_func ("/clips/user-first", test_user_first);
  g_test_add_func ("/clips/load", test_load);
  g_test_add_func ("/clips/tempo", test_tempo);
  g_test_add_func ("/clips/broken", test_broken);
  g_test_add_func ("/clips/cancelled", test_cancelled);
  status = g_test_run ();
  annae_test_remove_tree (folder);
  g_free (folder);
  return status;
}
