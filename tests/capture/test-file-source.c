/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Good files: every frame once, at its own time, paced as asked, stopped at any moment, and nothing left in the vault.
 */

#include <string.h>

#include "annae-capture-testing.h"
#include "annae-file-source.h"
#include "annae-vault.h"
#include "annae-wipe-allocator.h"

static char *folder;

#define VIDEO(n) "videotestsrc num-buffers=" #n " pattern=ball ! video/x-raw,width=320,height=240,framerate=30/1 "

static char *
file (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* 30 frames of 320x240, one second. */
static char *
clip (void)
{
  char *path = file ("clip.avi");

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_assert_true (make_media (path, VIDEO (30) "! jpegenc ! avimux"));
  return path;
}

static void
finish (AnnaeFrameSource *source, Seen *seen)
{
  annae_frame_source_stop (source);
  g_assert_cmpint (g_atomic_int_get (&seen->inside), ==, 0);
  g_assert_finalize_object (source);
  g_clear_error (&seen->error);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

static void
test_every_frame (void)
{
  Seen seen = { 0 };
  g_autofree char *path = clip ();
  g_autofree char *label = NULL;
  AnnaeFrameSource *source = annae_file_source_new (path, ANNAE_PACE_AS_FAST_AS_POSSIBLE, FALSE);
  g_autoptr (GError) error = NULL;

  g_assert_false (annae_frame_source_is_live (source));
  label = annae_frame_source_dup_label (source);
  g_assert_cmpstr (label, ==, "clip.avi");
  seen_connect (&seen, source);
  g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, &error));
  g_assert_no_error (error);
  WAIT_UNTIL (seen.ended > 0);
  g_assert_cmpint (seen_frames (&seen), ==, 30);
  g_assert_cmpuint (seen.width, ==, 320);
  g_assert_cmpuint (seen.height, ==, 240);
  g_assert_false (seen.backwards);
  g_assert_cmpint (seen.first_us, ==, 0);
  g_assert_cmpint (ABS (seen.last_us - 29 * G_USEC_PER_SEC / 30), <, 1000);
  g_assert_cmpuint (seen.troubles, ==, 0);
  finish (source, &seen);
}

/* A slow consumer is waited for: nothing is dropped. */
static void
test_back_pressure (void)
{
  Seen seen = { .delay_us = 5000 };
  g_autofree char *path = clip ();
  AnnaeFrameSource *source = annae_file_source_new (path, ANNAE_PACE_AS_FAST_AS_POSSIBLE, FALSE);

  seen_connect (&seen, source);
  g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, NULL));
  WAIT_UNTIL (seen.ended > 0);
  g_assert_cmpint (seen_frames (&seen), ==, 30);
  finish (source, &seen);
}

/* In real time one second of film takes one second, and a slow consumer loses the old frames, not the new ones. */
static void
test_real_time (void)
{
  Seen seen = { .delay_us = 100000 };
  g_autofree char *path = clip ();
  AnnaeFrameSource *source = annae_file_source_new (path, ANNAE_PACE_REAL_TIME, FALSE);
  gint64 begin;

  g_assert_true (annae_frame_source_is_live (source));
  seen_connect (&seen, source);
  begin = g_get_monotonic_time ();
  g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, NULL));
  WAIT_UNTIL (seen.ended > 0);
  g_assert_cmpint (g_get_monotonic_time () - begin, >, 900000);
  g_assert_cmpint (seen_frames (&seen), >, 1);
  g_assert_cmpint (seen_frames (&seen), <, 20);
  g_assert_false (seen.backwards);
  finish (source, &seen);
}

static void
test_loop (void)
{
  Seen seen = { 0 };
  g_autofree char *path = clip ();
  AnnaeFrameSource *source = annae_file_source_new (path, ANNAE_PACE_AS_FAST_AS_POSSIBLE, TRUE);

  seen_connect (&seen, source);
  g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, NULL));
  WAIT_UNTIL (seen_frames (&seen) > 100);
  g_assert_cmpuint (seen.ended, ==, 0);
  g_assert_cmpuint (seen.troubles, ==, 0);
  finish (source, &seen);
}

/* Stopped at every stage from "not started" to "over", nothing is delivered or said afterwards. */
static void
test_stop_anywhere (void)
{
  g_autofree char *path = clip ();

  for (guint i = 0; i < 100; i++)
    {
      Seen seen = { .delay_us = i % 7 * 100 };
      AnnaeFrameSource *source
          = annae_file_source_new (path, i % 2 ? ANNAE_PACE_REAL_TIME : ANNAE_PACE_AS_FAST_AS_POSSIBLE, i % 3 == 0);
      int frames;
      guint ended;

      seen_connect (&seen, source);
      g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, NULL));
      if (i % 4 > 0)
        WAIT_UNTIL (seen_frames (&seen) > (int) (i % 4));
      annae_frame_source_stop (source);
      frames = seen_frames (&seen);
      ended = seen.ended;
      g_assert_cmpint (g_atomic_int_get (&seen.inside), ==, 0);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_cmpint (seen_frames (&seen), ==, frames);
      g_assert_cmpuint (seen.ended, ==, ended);
      g_assert_cmpuint (seen.troubles, ==, 0);
      finish (source, &seen);
    }
}

static void
stop_source (AnnaeFrameSource *source)
{
  annae_frame_source_stop (source);
}

/* A source may be stopped, and started again, from its own signal. */
static void
test_stop_in_signal (void)
{
  Seen seen = { 0 };
  g_autofree char *path = clip ();
  AnnaeFrameSource *source = annae_file_source_new (path, ANNAE_PACE_AS_FAST_AS_POSSIBLE, FALSE);

  seen_connect (&seen, source);
  g_signal_connect (source, "ended", G_CALLBACK (stop_source), NULL);
  for (guint round = 1; round <= 2; round++)
    {
      g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, NULL));
      WAIT_UNTIL (seen.ended == round);
      g_assert_cmpint (seen_frames (&seen), ==, 30 * round);
    }
  finish (source, &seen);
}

static void
play (const char *path, Seen *seen)
{
  AnnaeFrameSource *source = annae_file_source_new (path, ANNAE_PACE_AS_FAST_AS_POSSIBLE, FALSE);
  g_autoptr (GError) error = NULL;

  seen_connect (seen, source);
  g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, &error));
  g_assert_no_error (error);
  WAIT_UNTIL (seen->ended + seen->troubles > 0);
  g_assert_no_error (seen->error);
  finish (source, seen);
}

/* Pictures and films of several kinds, an odd width among them (rows are padded there), and a film with sound. */
static void
test_formats (void)
{
  const struct
  {
    const char *name, *line;
    int frames;
    guint width;
  } formats[] = {
    { "a.jpg", "videotestsrc num-buffers=1 pattern=red ! video/x-raw,width=321,height=243 ! jpegenc", 1, 321 },
    { "a.png", "videotestsrc num-buffers=1 pattern=red ! video/x-raw,width=321,height=243 ! pngenc", 1, 321 },
    { "1x1.png", "videotestsrc num-buffers=1 pattern=red ! video/x-raw,width=1,height=1 ! pngenc", 1, 1 },
    { "a.webm", VIDEO (5) "! vp8enc deadline=1 ! webmmux", 5, 320 },
    { "a.mp4", VIDEO (5) "! jpegenc ! qtmux", 5, 320 },
    { "sound.mkv",
      VIDEO (5) "! jpegenc ! matroskamux name=m audiotestsrc num-buffers=8 ! audioconvert ! vorbisenc ! m. m.", 5,
      320 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      Seen seen = { 0 };
      g_autofree char *path = file (formats[i].name);

      g_test_message ("%s", formats[i].name);
      if (!make_media (path, formats[i].line))
        return;
      play (path, &seen);
      g_assert_cmpint (seen_frames (&seen), ==, formats[i].frames);
      g_assert_cmpuint (seen.width, ==, formats[i].width);
      if (i < 3)
        {
          g_assert_cmpuint (seen.first_pixel[2], >, 200);
          g_assert_cmpuint (seen.first_pixel[0], <, 60);
        }
    }
}

/* Telephones are held upright and say so in a tag: the width of what arrives is the height of what was stored. */
static void
test_rotated_film (void)
{
  /* A quarter turn, as the track header of an MP4 has it. */
  const guint32 matrix[9] = { 0, 0x10000, 0, 0xffff0000, 0, 0, 240 << 16, 0, 0x40000000 };
  Seen seen = { 0 };
  g_autofree char *path = file ("upright.mp4");
  g_autofree char *bytes = NULL;
  gsize size, at = 0;

  if (!make_media (path, VIDEO (3) "! jpegenc ! qtmux"))
    return;
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  while (at + 96 < size && memcmp (bytes + at, "tkhd", 4) != 0)
    at++;
  g_assert_cmpuint (at + 96, <, size);
  for (guint i = 0; i < G_N_ELEMENTS (matrix); i++)
    {
      guint32 word = GUINT32_TO_BE (matrix[i]);

      memcpy (bytes + at + 44 + 4 * i, &word, sizeof word);
    }
  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
  play (path, &seen);
  g_assert_cmpuint (seen.width, ==, 240);
  g_assert_cmpuint (seen.height, ==, 320);
}

static void
test_rotated_picture (void)
{
  /* An EXIF segment that says nothing but orientation 6: a quarter turn to the right is needed. */
  static const guint8 exif[] = { 0xff, 0xe1, 0,    34, 'E', 'x', 'i', 'f', 0, 0, 'I', 'I', '*', 0, 8, 0, 0, 0,
                                 1,    0,    0x12, 1,  3,   0,   1,   0,   0, 0, 6,   0,   0,   0, 0, 0, 0, 0 };
  Seen seen = { 0 };
  g_autofree char *path = file ("upright.jpg");
  g_autofree char *bytes = NULL;
  g_autoptr (GByteArray) with = g_byte_array_new ();
  gsize size;

  if (!make_media (path, "videotestsrc num-buffers=1 ! video/x-raw,width=320,height=240 ! jpegenc"))
    return;
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_byte_array_append (with, (guint8 *) bytes, 2);
  g_byte_array_append (with, exif, sizeof exif);
  g_byte_array_append (with, (guint8 *) bytes + 2, size - 2);
  g_assert_true (g_file_set_contents (path, (char *) with->data, with->len, NULL));
  play (path, &seen);
  g_assert_cmpuint (seen.width, ==, 240);
  g_assert_cmpuint (seen.height, ==, 320);
}

/* A picture in real time is one frame as well, however late. */
static void
test_picture_in_real_time (void)
{
  Seen seen = { 0 };
  g_autofree char *path = file ("still.jpg");
  AnnaeFrameSource *source = annae_file_source_new (path, ANNAE_PACE_REAL_TIME, FALSE);

  if (!make_media (path, "videotestsrc num-buffers=1 ! video/x-raw,width=1920,height=1080 ! jpegenc"))
    return;
  seen_connect (&seen, source);
  g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_DOCUMENT, NULL));
  WAIT_UNTIL (seen.ended + seen.troubles > 0);
  g_assert_cmpint (seen_frames (&seen), ==, 1);
  g_assert_cmpuint (seen.troubles, ==, 0);
  finish (source, &seen);
}

/* A photograph of 30 megapixels is large, and fine. */
static void
test_30_megapixels (void)
{
  Seen seen = { 0 };
  g_autofree char *path = file ("30mp.jpg");

  if (!make_media (path, "videotestsrc num-buffers=1 pattern=white ! video/x-raw,format=GRAY8,width=6400,height=4700 ! "
                         "jpegenc"))
    return;
  play (path, &seen);
  g_assert_cmpuint (seen.width, ==, 6400);
  g_assert_cmpuint (seen.height, ==, 4700);
}

/* GStreamer's own copies are wiped as they are freed: at least every decoded frame once. */
static void
test_wiped (void)
{
  Seen seen = { 0 };
  g_autofree char *path = clip ();
  guint64 before = annae_wipe_allocator_wiped ();

  play (path, &seen);
  g_assert_cmpuint (annae_wipe_allocator_wiped () - before, >=, 320 * 240 * 3);
}

int
main (int argc, char *argv[])
{
  int status;

  annae_vault_init ();
  g_test_init (&argc, &argv, NULL);
  annae_capture_init ();
  folder = g_dir_make_tmp ("annae-files-XXXXXX", NULL);
  g_test_add_func ("/capture/file/every-frame", test_every_frame);
  g_test_add_func ("/capture/file/back-pressure", test_back_pressure);
  g_test_add_func ("/capture/file/real-time", test_real_time);
  g_test_add_func ("/capture/file/loop", test_loop);
  g_test_add_func ("/capture/file/stop-anywhere", test_stop_anywhere);
  g_test_add_func ("/capture/file/stop-in-signal", test_stop_in_signal);
  g_test_add_func ("/capture/file/formats", test_formats);
  g_test_add_func ("/capture/file/rotated-film", test_rotated_film);
  g_test_add_func ("/capture/file/rotated-picture", test_rotated_picture);
  g_test_add_func ("/capture/file/picture-in-real-time", test_picture_in_real_time);
  g_test_add_func ("/capture/file/30-megapixels", test_30_megapixels);
  g_test_add_func ("/capture/file/wiped", test_wiped);
  status = g_test_run ();
  remove_tree (folder);
  g_free (folder);
  return status;
}
