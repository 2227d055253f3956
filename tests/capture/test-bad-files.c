/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that cannot be used: each ends with an error that names the file, none hangs, none opens a connection. */

#include <gio/gio.h>
#include <string.h>
#include <sys/stat.h>

#include "annae-capture-testing.h"
#include "annae-file-source.h"
#include "annae-vault.h"

static char *folder;

static char *
file (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
write_file (const char *path, const char *bytes, gssize size)
{
  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
}

/* Plays a file that cannot work; the first error, wherever it comes from. */
static void
expect (const char *path, GQuark domain, int code, Seen *seen)
{
  AnnaeFrameSource *source = annae_file_source_new (path, ANNAE_PACE_AS_FAST_AS_POSSIBLE, FALSE);
  g_autoptr (GError) error = NULL;

  seen_connect (seen, source);
  if (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, &error))
    {
      g_assert_no_error (error);
      WAIT_UNTIL (seen->ended + seen->troubles > 0);
      g_assert_cmpuint (seen->troubles, ==, 1);
      error = g_steal_pointer (&seen->error);
    }
  g_test_message ("%s", error->message);
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_finalize_object (source);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

static void
expect_unreadable (const char *path)
{
  Seen seen = { 0 };

  expect (path, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, &seen);
  g_assert_cmpint (seen_frames (&seen), ==, 0);
}

static void
test_no_file (void)
{
  g_autofree char *missing = file ("missing.jpg");
  g_autofree char *empty = file ("empty.jpg");
  g_autofree char *fifo = file ("fifo.jpg");

  expect_unreadable (missing);
  expect_unreadable (folder);
  write_file (empty, "", 0);
  expect_unreadable (empty);
  /* Opening a pipe that nobody writes to would block for ever. */
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  expect_unreadable (fifo);
}

static void
test_nonsense (void)
{
  g_autofree char *text = file ("text.jpg");
  g_autofree char *one = file ("one-byte.jpg");
  g_autofree char *noise = file ("noise.mp4");
  guint8 bytes[20000];

  write_file (text, "This is a letter, not a picture.\n", -1);
  expect_unreadable (text);
  write_file (one, "\xff", 1);
  expect_unreadable (one);
  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (i * 2654435761u) >> 13;
  write_file (noise, (char *) bytes, sizeof bytes);
  expect_unreadable (noise);
}

/* Headers alone, at every length that ends inside them, never hang or crash; they yield no picture or a torn one. */
static void
test_torn_picture (void)
{
  g_autofree char *whole = file ("whole.png");
  g_autofree char *torn = file ("torn.png");
  g_autofree char *bytes = NULL;
  gsize size;

  if (!make_media (whole, "videotestsrc num-buffers=1 ! video/x-raw,width=64,height=48 ! pngenc"))
    return;
  g_assert_true (g_file_get_contents (whole, &bytes, &size, NULL));
  for (gsize length = 4; length < 64; length += 7)
    {
      write_file (torn, bytes, length);
      expect_unreadable (torn);
    }
}

/* A film that breaks off: what was there is seen, and then it is over, one way or the other. */
static void
test_torn_film (void)
{
  const char *const names[] = { "whole.mkv", "whole.avi", "whole.webm" };
  const char *const lines[] = { "jpegenc ! matroskamux", "jpegenc ! avimux", "vp8enc deadline=1 ! webmmux" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *whole = file (names[i]);
      g_autofree char *torn = g_strconcat (whole, ".torn", NULL);
      g_autofree char *line = g_strconcat (
          "videotestsrc num-buffers=30 pattern=ball ! video/x-raw,width=320,height=240,framerate=30/1 ! ", lines[i],
          NULL);
      g_autofree char *bytes = NULL;
      gsize size;
      Seen seen = { 0 };
      AnnaeFrameSource *source;

      if (!make_media (whole, line))
        return;
      g_assert_true (g_file_get_contents (whole, &bytes, &size, NULL));
      write_file (torn, bytes, size / 2);
      source = annae_file_source_new (torn, ANNAE_PACE_AS_FAST_AS_POSSIBLE, FALSE);
      seen_connect (&seen, source);
      g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, NULL));
      WAIT_UNTIL (seen.ended + seen.troubles > 0);
      g_test_message ("%s: %d frames", names[i], seen_frames (&seen));
      g_assert_cmpint (seen_frames (&seen), >, 3);
      g_assert_cmpint (seen_frames (&seen), <, 30);
      if (seen.error != NULL)
        g_assert_error (seen.error, ANNAE_RETRY_ERROR, ANNAE_RETRY_ENDED);
      g_clear_error (&seen.error);
      g_assert_finalize_object (source);
    }
}

static void
test_sound_only (void)
{
  g_autofree char *path = file ("sound.ogg");

  if (!make_media (path, "audiotestsrc num-buffers=20 ! audioconvert ! vorbisenc ! oggmux"))
    return;
  expect_unreadable (path);
}

static gsize
peak_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmPeak:");
  g_assert_nonnull (line);
  return g_ascii_strtoull (line + strlen ("VmPeak:"), NULL, 10) * 1024;
}

/* Small on disk, huge in memory: 400 megapixels in a picture of which only the beginning is there are refused by their
 * size alone. */
static void
test_bomb (void)
{
  Seen seen = { 0 };
  g_autofree char *small = file ("small.png");
  g_autofree char *path = file ("bomb.png");
  g_autofree char *bytes = NULL;
  g_autoptr (GByteArray) bomb = g_byte_array_new ();
  const guint8 side[4] = { 0, 0, 0x4e, 0x20 };
  gsize size, before;
  guint32 crc = 0xffffffff;

  if (!make_media (small, "videotestsrc num-buffers=1 ! video/x-raw,format=RGB,width=64,height=48 ! pngenc"))
    return;
  g_assert_true (g_file_get_contents (small, &bytes, &size, NULL));
  g_byte_array_append (bomb, (guint8 *) bytes, size);
  memcpy (bomb->data + 16, side, 4);
  memcpy (bomb->data + 20, side, 4);
  for (guint i = 12; i < 29; i++)
    {
      crc ^= bomb->data[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
  crc = GUINT32_TO_BE (~crc);
  memcpy (bomb->data + 29, &crc, 4);
  write_file (path, (char *) bomb->data, bomb->len);
  before = peak_memory ();
  expect (path, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_TOO_LARGE, &seen);
  g_assert_cmpint (seen_frames (&seen), ==, 0);
  g_assert_cmpuint (peak_memory () - before, <, 600 * 1000 * 1000);
}

/* A little more than is accepted. */
static void
test_too_large (void)
{
  Seen seen = { 0 };
  g_autofree char *path = file ("large.png");

  if (!make_media (path,
                   "videotestsrc num-buffers=1 pattern=black ! video/x-raw,format=GRAY8,width=10000,height=5200 ! "
                   "pngenc compression-level=1"))
    return;
  expect (path, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_TOO_LARGE, &seen);
  g_assert_cmpint (seen_frames (&seen), ==, 0);
}

static gboolean
on_connection (GSocketService *service, GSocketConnection *connection, GObject *from, int *connections)
{
  (*connections)++;
  return TRUE;
}

/* Play lists and session descriptions are text that makes GStreamer fetch from elsewhere. Here they are no film. */
static void
test_no_network (void)
{
  const struct
  {
    const char *name, *text;
  } lists[] = {
    { "list.m3u8", "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttp://127.0.0.1:%u/a.ts\n"
                   "#EXT-X-ENDLIST\n" },
    { "list.mpd",
      "<?xml version=\"1.0\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" "
      "mediaPresentationDuration=\"PT2S\" minBufferTime=\"PT1S\" profiles=\"urn:mpeg:dash:profile:isoff-main:"
      "2011\">\n<BaseURL>http://127.0.0.1:%u/</BaseURL><Period><AdaptationSet mimeType=\"video/mp4\">"
      "<Representation id=\"1\" bandwidth=\"1\"><BaseURL>a.mp4</BaseURL></Representation></AdaptationSet>"
      "</Period></MPD>\n" },
    { "list.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\na=control:rtsp://127.0.0.1:%u/\n"
                  "m=video 5004 RTP/AVP 26\n" },
  };
  g_autoptr (GSocketService) service = g_socket_service_new ();
  int connections = 0;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);

  g_assert_cmpuint (port, >, 0);
  g_signal_connect (service, "incoming", G_CALLBACK (on_connection), &connections);
  g_socket_service_start (service);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *path = file (lists[i].name);
      g_auto (GStrv) parts = g_strsplit (lists[i].text, "%u", 2);
      g_autofree char *text = g_strdup_printf ("%s%u%s", parts[0], port, parts[1]);

      write_file (path, text, -1);
      expect_unreadable (path);
    }
  g_assert_cmpint (connections, ==, 0);
}

int
main (int argc, char *argv[])
{
  int status;

  annae_vault_init ();
  g_test_init (&argc, &argv, NULL);
  annae_capture_init ();
  folder = g_dir_make_tmp ("annae-files-XXXXXX", NULL);
  g_test_add_func ("/capture/bad-file/no-file", test_no_file);
  g_test_add_func ("/capture/bad-file/nonsense", test_nonsense);
  g_test_add_func ("/capture/bad-file/torn-picture", test_torn_picture);
  g_test_add_func ("/capture/bad-file/torn-film", test_torn_film);
  g_test_add_func ("/capture/bad-file/sound-only", test_sound_only);
  g_test_add_func ("/capture/bad-file/too-large", test_too_large);
  g_test_add_func ("/capture/bad-file/bomb", test_bomb);
  g_test_add_func ("/capture/bad-file/no-network", test_no_network);
  status = g_test_run ();
  remove_tree (folder);
  g_free (folder);
  return status;
}
