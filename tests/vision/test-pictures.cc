/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Picture files: every format, every kind of damage. All pictures are drawn here; none shows a person. */

#include "annae-errors.h"
#include "annae-vision.h"
#include "folder-testing.h"
#include "picture-header.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <glib/gstdio.h>

#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <string>
#include <vector>

namespace
{

char *folder;

std::string
write_bytes (const char *name, const std::vector<uchar> &bytes)
{
  g_autofree char *path = g_build_filename (folder, name, nullptr);

  g_assert_true (g_file_set_contents (path, reinterpret_cast<const char *> (bytes.data ()),
                                      static_cast<gssize> (bytes.size ()), nullptr));
  return path;
}

/* Three corners of a colour each, so that turning and swapped channels show. */
cv::Mat
draw (int width, int height)
{
  cv::Mat picture (height, width, CV_8UC3, cv::Scalar (60, 60, 60));

  cv::rectangle (picture, cv::Rect (0, 0, width / 2, height / 2), cv::Scalar (250, 10, 10), cv::FILLED);
  cv::rectangle (picture, cv::Rect (width / 2, 0, width - width / 2, height / 2), cv::Scalar (10, 250, 10), cv::FILLED);
  cv::rectangle (picture, cv::Rect (0, height / 2, width / 2, height - height / 2), cv::Scalar (10, 10, 250),
                 cv::FILLED);
  return picture;
}

std::vector<uchar>
encode (const char *extension, const cv::Mat &picture)
{
  std::vector<uchar> bytes;

  g_assert_true (cv::imencode (extension, picture, bytes));
  return bytes;
}

AnnaeFrame *
load (const std::string &path)
{
  g_autoptr (GError) error = nullptr;
  AnnaeFrame *frame = annae_picture_load (path.c_str (), &error);

  g_assert_no_error (error);
  g_assert_nonnull (frame);
  return frame;
}

void
assert_refused (const std::string &path, GQuark domain, int code)
{
  g_autoptr (GError) error = nullptr;

  g_assert_null (annae_picture_load (path.c_str (), &error));
  g_assert_error (error, domain, code);
  if (std::strstr (error->message, path.c_str ()) == nullptr)
    g_error ("“%s” does not name %s", error->message, path.c_str ());
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

void
assert_pixel (AnnaeFrame *frame, guint x, guint y, int blue, int green, int red)
{
  const guint8 *at = annae_frame_peek (frame) + y * annae_frame_get_stride (frame) + 3 * x;

  g_assert_cmpint (std::abs (at[0] - blue), <=, 8);
  g_assert_cmpint (std::abs (at[1] - green), <=, 8);
  g_assert_cmpint (std::abs (at[2] - red), <=, 8);
}

void
test_formats ()
{
  for (const char *extension : { ".png", ".jpg", ".tiff", ".webp", ".bmp" })
    {
      std::vector<uchar> bytes = encode (extension, draw (90, 50));
      AnnaePictureHeader header;
      g_assert_true (annae_picture_header_parse (bytes.data (), bytes.size (), &header));
      g_assert_cmpuint (header.width, ==, 90);
      g_assert_cmpuint (header.height, ==, 50);
      g_assert_true (header.complete);
      /* The name does not matter, the content does. */
      g_autoptr (AnnaeFrame) frame = load (write_bytes ("picture.txt", bytes));
      g_assert_cmpuint (annae_frame_get_width (frame), ==, 90);
      g_assert_cmpuint (annae_frame_get_height (frame), ==, 50);
      assert_pixel (frame, 20, 10, 250, 10, 10);
      assert_pixel (frame, 70, 10, 10, 250, 10);
      assert_pixel (frame, 20, 40, 10, 10, 250);
    }
}

void
test_grey_and_alpha ()
{
  cv::Mat grey (40, 40, CV_8U, cv::Scalar (100));
  cv::Mat alpha (40, 40, CV_8UC4, cv::Scalar (10, 20, 30, 128));
  cv::Mat deep (40, 40, CV_16UC3, cv::Scalar (10 * 257, 20 * 257, 30 * 257));

  g_autoptr (AnnaeFrame) one = load (write_bytes ("grey.png", encode (".png", grey)));
  assert_pixel (one, 5, 5, 100, 100, 100);
  g_autoptr (AnnaeFrame) two = load (write_bytes ("alpha.png", encode (".png", alpha)));
  assert_pixel (two, 5, 5, 10, 20, 30);
  g_autoptr (AnnaeFrame) three = load (write_bytes ("deep.png", encode (".png", deep)));
  assert_pixel (three, 5, 5, 10, 20, 30);
}

/* A JPEG with an EXIF block that holds nothing but the orientation. */
std::vector<uchar>
with_orientation (std::vector<uchar> jpeg, uchar orientation)
{
  const uchar exif[] = { 0xff, 0xe1, 0x00, 0x22, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M',         0, 42, 0, 0, 0, 8,
                         0,    1,    0x01, 0x12, 0,   3,   0,   0,   0, 1, 0,   orientation, 0, 0,  0, 0, 0, 0 };

  jpeg.insert (jpeg.begin () + 2, exif, exif + sizeof exif);
  return jpeg;
}

void
test_exif ()
{
  std::vector<uchar> jpeg = encode (".jpg", draw (80, 40));

  /* 6: the camera was held upright, the picture is to be turned clockwise: what was bottom left comes to the top left.
   */
  g_autoptr (AnnaeFrame) turned = load (write_bytes ("turned.jpg", with_orientation (jpeg, 6)));
  g_assert_cmpuint (annae_frame_get_width (turned), ==, 40);
  g_assert_cmpuint (annae_frame_get_height (turned), ==, 80);
  assert_pixel (turned, 5, 10, 10, 10, 250);
  assert_pixel (turned, 35, 10, 250, 10, 10);
  g_autoptr (AnnaeFrame) upside_down = load (write_bytes ("upside-down.jpg", with_orientation (jpeg, 3)));
  g_assert_cmpuint (annae_frame_get_width (upside_down), ==, 80);
  assert_pixel (upside_down, 70, 35, 250, 10, 10);
  /* An orientation that does not exist is none. */
  g_autoptr (AnnaeFrame) odd = load (write_bytes ("odd.jpg", with_orientation (jpeg, 77)));
  assert_pixel (odd, 10, 10, 250, 10, 10);
}

void
test_not_a_picture ()
{
  const std::string text = "Dear reader, this is a text and not a picture.\n";

  assert_refused (std::string (folder) + "/missing.jpg", ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  assert_refused (folder, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  assert_refused ("/dev/null", ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  assert_refused (write_bytes ("empty.jpg", {}), ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  assert_refused (write_bytes ("text.jpg", std::vector<uchar> (text.begin (), text.end ())), ANNAE_FAILURE_ERROR,
                  ANNAE_FAILURE_FILE);
  assert_refused (write_bytes ("one-pixel.png", encode (".png", draw (1, 1))), ANNAE_RETRY_ERROR,
                  ANNAE_RETRY_TOO_SMALL);
  assert_refused (write_bytes ("thin.png", encode (".png", draw (2000, 3))), ANNAE_RETRY_ERROR, ANNAE_RETRY_TOO_SMALL);

  g_autofree char *pipe = g_build_filename (folder, "pipe", nullptr);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused (pipe, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
}

void
test_too_large ()
{
  std::vector<uchar> png = encode (".png", draw (64, 64));

  /* A small file that claims 60000 x 60000 pixels: refused by its header. */
  png[16] = 0, png[17] = 0, png[18] = 0xea, png[19] = 0x60;
  png[20] = 0, png[21] = 0, png[22] = 0xea, png[23] = 0x60;
  assert_refused (write_bytes ("bomb.png", png), ANNAE_FAILURE_ERROR, ANNAE_FAILURE_TOO_LARGE);
  png[16] = 0xff, png[20] = 0xff;
  assert_refused (write_bytes ("bomb.png", png), ANNAE_FAILURE_ERROR, ANNAE_FAILURE_TOO_LARGE);

  /* 65 MB of nothing. */
  std::string path = write_bytes ("long.jpg", encode (".jpg", draw (64, 64)));
  g_assert_cmpint (truncate (path.c_str (), 65 * 1024 * 1024), ==, 0);
  assert_refused (path, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_TOO_LARGE);
}

void
test_30_megapixels ()
{
  g_autoptr (AnnaeFrame) frame = load (write_bytes ("large.jpg", encode (".jpg", draw (6400, 4700))));

  g_assert_cmpuint (annae_frame_get_width (frame), ==, 6400);
  assert_pixel (frame, 100, 4600, 10, 10, 250);
}

/* Cut at many places: refused with the file named, or, where only what follows the pixels is missing, the whole
 * picture. */
void
test_truncated ()
{
  cv::Mat picture = draw (160, 120);
  cv::RNG random (1);
  cv::Mat noise (120, 160, CV_8UC3);
  random.fill (noise, cv::RNG::UNIFORM, 0, 40);
  picture += noise;

  for (const char *extension : { ".png", ".jpg", ".tiff", ".webp", ".bmp" })
    {
      std::vector<uchar> bytes = encode (extension, picture);
      guint n_refused = 0;
      for (int i = 0; i < 40; i++)
        {
          g_autoptr (GError) error = nullptr;
          std::vector<uchar> cut (bytes.begin (),
                                  bytes.begin ()
                                      + static_cast<std::ptrdiff_t> (bytes.size () * static_cast<size_t> (i) / 40));
          std::string path = write_bytes ("cut", cut);
          g_autoptr (AnnaeFrame) frame = annae_picture_load (path.c_str (), &error);
          if (frame != nullptr)
            g_error ("a %s cut at %d of 40 was taken", extension, i);
          g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
          g_assert_nonnull (std::strstr (error->message, path.c_str ()));
          n_refused++;
        }
      g_assert_cmpuint (n_refused, ==, 40);
    }
}

/* Bytes changed at random: whatever comes of it, no crash, no leak, and an error says which file. */
void
test_mutated ()
{
  cv::RNG random (7);

  for (const char *extension : { ".png", ".jpg", ".tiff", ".webp", ".bmp" })
    {
      std::vector<uchar> bytes = encode (extension, draw (64, 48));
      for (int i = 0; i < 50; i++)
        {
          g_autoptr (GError) error = nullptr;
          std::vector<uchar> changed = bytes;
          for (int n = 1 + random.uniform (0, 6); n > 0; n--)
            changed[static_cast<size_t> (random.uniform (
                0, static_cast<int> (i % 2 == 0 ? std::min<size_t> (changed.size (), 200) : changed.size ())))]
                = static_cast<uchar> (random.uniform (0, 256));
          std::string path = write_bytes ("changed", changed);
          AnnaeFrame *frame = annae_picture_load (path.c_str (), &error);
          if (frame == nullptr)
            g_assert_nonnull (std::strstr (error->message, path.c_str ()));
          else
            annae_frame_unref (frame);
          g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
        }
    }
}

} // namespace

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  folder = g_dir_make_tmp ("annae-pictures-XXXXXX", nullptr);

  g_test_add_func ("/pictures/formats", test_formats);
  g_test_add_func ("/pictures/grey-and-alpha", test_grey_and_alpha);
  g_test_add_func ("/pictures/exif", test_exif);
  g_test_add_func ("/pictures/not-a-picture", test_not_a_picture);
  g_test_add_func ("/pictures/too-large", test_too_large);
  g_test_add_func ("/pictures/30-megapixels", test_30_megapixels);
  g_test_add_func ("/pictures/truncated", test_truncated);
  g_test_add_func ("/pictures/mutated", test_mutated);
  int result = g_test_run ();

  remove_testing_folder (folder);
  return result;
}
