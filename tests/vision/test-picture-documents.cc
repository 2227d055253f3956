/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a counter hands over besides photographs: a scanner's PDF, a telephone's HEIC, pictures that lie on their side in every way
 * EXIF knows. All of it is made here, but one HEIC file, which is a drawing. */

#include "annae-errors.h"
#include "annae-vision.h"
#include "folder-testing.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <glib/gstdio.h>

#include <cstring>
#include <string>
#include <vector>

namespace
{

char *folder;
using Bytes = std::vector<uchar>;

std::string
write_bytes (const char *name, const Bytes &bytes)
{
  g_autofree char *path = g_build_filename (folder, name, nullptr);

  g_assert_true (g_file_set_contents (path, reinterpret_cast<const char *> (bytes.data ()),
                                      static_cast<gssize> (bytes.size ()), nullptr));
  return path;
}

/* Blue, green; red, dark. */
cv::Mat
draw ()
{
  cv::Mat picture (64, 96, CV_8UC3, cv::Scalar (60, 60, 60));

  picture (cv::Rect (0, 0, 48, 32)).setTo (cv::Scalar (250, 10, 10));
  picture (cv::Rect (48, 0, 48, 32)).setTo (cv::Scalar (10, 250, 10));
  picture (cv::Rect (0, 32, 48, 32)).setTo (cv::Scalar (10, 10, 250));
  return picture;
}

/* What the quarters show, from the top left along the rows: "BGR-" as drawn. */
std::string
quarters (AnnaeFrame *frame)
{
  guint width = annae_frame_get_width (frame);
  guint height = annae_frame_get_height (frame);
  std::string shown;

  for (guint y : { height / 4, height * 3 / 4 })
    for (guint x : { width / 4, width * 3 / 4 })
      {
        const guint8 *at = annae_frame_peek (frame) + y * annae_frame_get_stride (frame) + 3 * x;
        shown += at[0] > 200 && at[1] > 200 && at[2] > 200 ? 'W'
                 : at[0] > 150                             ? 'B'
                 : at[1] > 150                             ? 'G'
                 : at[2] > 150                             ? 'R'
                                                           : '-';
      }
  return shown;
}

void
assert_shows (const std::string &path, const char *expected)
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (AnnaeFrame) frame = annae_picture_load (path.c_str (), &error);

  g_assert_no_error (error);
  std::string shown = quarters (frame);
  g_assert_cmpstr (shown.c_str (), ==, expected);
}

void
assert_refused (const std::string &path, const char *says)
{
  g_autoptr (GError) error = nullptr;

  g_assert_null (annae_picture_load (path.c_str (), &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  if (std::strstr (error->message, path.c_str ()) == nullptr || std::strstr (error->message, says) == nullptr)
    g_error ("“%s” does not say %s of %s", error->message, says, path.c_str ());
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

/* A PDF as scanners write them: a page with one JPEG on it, at a place and of a size in points. */
Bytes
make_pdf (const std::string &page, const cv::Rect &at, const std::string &trailer = "")
{
  Bytes jpeg;
  std::string text = "%PDF-1.4\n";
  std::vector<size_t> begins;
  auto object = [&] (const std::string &content) {
    begins.push_back (text.size ());
    text += std::to_string (begins.size ()) + " 0 obj\n" + content + "\nendobj\n";
  };
  auto stream = [] (const std::string &entries, const std::string &data) {
    return "<< " + entries + " /Length " + std::to_string (data.size ()) + " >>\nstream\n" + data + "\nendstream";
  };

  g_assert_true (cv::imencode (".jpg", draw (), jpeg, { cv::IMWRITE_JPEG_QUALITY, 95 }));
  object ("<< /Type /Catalog /Pages 2 0 R >>");
  object ("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
  object ("<< /Type /Page /Parent 2 0 R " + page + " /Resources << /XObject << /I 4 0 R >> >> /Contents 5 0 R >>");
  object (stream ("/Type /XObject /Subtype /Image /Width 96 /Height 64 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter "
                  "/DCTDecode",
                  std::string (jpeg.begin (), jpeg.end ())));
  object (stream ("", cv::format ("q %d 0 0 %d %d %d cm /I Do Q", at.width, at.height, at.x, at.y)));
  size_t table = text.size ();
  text += "xref\n0 6\n0000000000 65535 f \n";
  for (size_t begin : begins)
    text += cv::format ("%010zu 00000 n \n", begin);
  text += "trailer\n<< /Size 6 /Root 1 0 R " + trailer + " >>\nstartxref\n" + std::to_string (table) + "\n%%EOF\n";
  return Bytes (text.begin (), text.end ());
}

bool
reads_pdf ()
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (AnnaeFrame) frame
      = annae_picture_load (write_bytes ("first.pdf", make_pdf ("/MediaBox [0 0 96 64]", { 0, 0, 96, 64 })).c_str (), &error);

  if (!g_error_matches (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_UNSUPPORTED))
    return true;
  g_test_skip (error->message);
  return false;
}

void
test_pdf ()
{
  if (!reads_pdf ())
    return;
  assert_shows (write_bytes ("scan.pdf", make_pdf ("/MediaBox [0 0 243 153]", { 0, 0, 243, 153 })), "BGR-");
  /* Clockwise: what was bottom left comes to the top left. */
  assert_shows (write_bytes ("scan.pdf", make_pdf ("/MediaBox [0 0 243 153] /Rotate 90", { 0, 0, 243, 153 })), "RB-G");
  assert_shows (write_bytes ("scan.pdf", make_pdf ("/MediaBox [0 0 243 153] /Rotate 180", { 0, 0, 243, 153 })), "-RGB");
  /* The card on the scanner's glass: the paper about it is white, 300 dots an inch. */
  std::string a4 = write_bytes ("a4.pdf", make_pdf ("/MediaBox [0 0 595 842]", { 0, 689, 243, 153 }));
  g_autoptr (AnnaeFrame) frame = annae_picture_load (a4.c_str (), nullptr);
  g_assert_cmpuint (annae_frame_get_width (frame), ==, 2479);
  g_assert_cmpuint (annae_frame_get_height (frame), ==, 3508);
  g_assert_cmpint (annae_frame_peek (frame)[30 * annae_frame_get_stride (frame) + 3 * 30], >, 200);
  g_assert_cmpint (annae_frame_peek (frame)[30 * annae_frame_get_stride (frame) + 3 * 30 + 1], <, 60);
  g_clear_pointer (&frame, annae_frame_unref);
  /* Sizes that no scanner means. */
  frame = annae_picture_load (write_bytes ("huge.pdf", make_pdf ("/MediaBox [0 0 14400 14400]", { 0, 0, 14400, 14400 })).c_str (),
                              nullptr);
  g_assert_cmpuint (annae_frame_get_width (frame), ==, 4200);
  g_clear_pointer (&frame, annae_frame_unref);
  frame = annae_picture_load (write_bytes ("tiny.pdf", make_pdf ("/MediaBox [0 0 24 16]", { 0, 0, 24, 16 })).c_str (), nullptr);
  g_assert_cmpuint (annae_frame_get_width (frame), ==, 1200);
}

void
test_bad_pdf ()
{
  const char junk[] = "%PDF-1.4\nThis is a letter.\n%%EOF\n";
  const std::string letters (32, 'x');

  if (!reads_pdf ())
    return;
  assert_refused (write_bytes ("junk.pdf", Bytes (junk, junk + sizeof junk - 1)), "damaged");
  assert_refused (write_bytes ("flat.pdf", make_pdf ("/MediaBox [0 0 5000 2]", { 0, 0, 5000, 2 })), "no page");
  assert_refused (write_bytes ("locked.pdf",
                               make_pdf ("/MediaBox [0 0 243 153]", { 0, 0, 243, 153 },
                                         "/ID [(1) (1)] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (" + letters
                                             + ") /U (" + letters + ") >>")),
                  "password");
  Bytes whole = make_pdf ("/MediaBox [0 0 243 153]", { 0, 0, 243, 153 });
  for (size_t i = 0; i < 40; i++)
    {
      Bytes cut (whole.begin (), whole.begin () + static_cast<std::ptrdiff_t> (whole.size () * i / 40));
      assert_refused (write_bytes ("cut.pdf", cut), i == 0 ? "empty" : i * whole.size () / 40 < 5 ? "not a picture" : "cut off");
    }
}

/* Bytes changed at random: a page, or an error that names the file; nothing stays behind. */
void
mutate (const Bytes &whole, const char *name, int n)
{
  cv::RNG random (9);

  for (int i = 0; i < n; i++)
    {
      g_autoptr (GError) error = nullptr;
      Bytes changed = whole;
      for (int k = 1 + random.uniform (0, 8); k > 0; k--)
        changed[static_cast<size_t> (random.uniform (0, static_cast<int> (changed.size ())))]
            = static_cast<uchar> (random.uniform (0, 256));
      std::string path = write_bytes (name, changed);
      AnnaeFrame *frame = annae_picture_load (path.c_str (), &error);
      if (frame == nullptr)
        g_assert_nonnull (std::strstr (error->message, path.c_str ()));
      else
        annae_frame_unref (frame);
      g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
    }
}

void
test_mutated_pdf ()
{
  if (reads_pdf ())
    mutate (make_pdf ("/MediaBox [0 0 96 64]", { 0, 0, 96, 64 }), "changed.pdf", 40);
}

Bytes
read_heic (std::string &path)
{
  g_autofree char *built = g_test_build_filename (G_TEST_DIST, "fuzz", "corpus", "picture-header", "drawn.heic", nullptr);
  g_autofree char *contents = nullptr;
  gsize length = 0;

  g_assert_true (g_file_get_contents (built, &contents, &length, nullptr));
  path = built;
  return Bytes (contents, contents + length);
}

/* Of bad files the loader warns as well, under no name. */
gboolean
is_fatal (const char *domain, GLogLevelFlags level, const char *, gpointer)
{
  return domain != nullptr || (level & G_LOG_LEVEL_MASK) != G_LOG_LEVEL_WARNING;
}

void
pass_over (const char *domain, GLogLevelFlags level, const char *message, gpointer)
{
  if (is_fatal (domain, level, message, nullptr))
    g_log_default_handler (domain, level, message, nullptr);
}

void
test_heic ()
{
  g_test_log_set_fatal_handler (is_fatal, nullptr);
  g_log_set_default_handler (pass_over, nullptr);
  std::string path;
  Bytes whole = read_heic (path);
  g_autoptr (GError) error = nullptr;
  g_autoptr (AnnaeFrame) frame = annae_picture_load (path.c_str (), &error);

  if (g_error_matches (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_UNSUPPORTED))
    {
      /* What staff is told where the system has no loader. */
      g_assert_nonnull (std::strstr (error->message, "heif-gdk-pixbuf"));
      g_assert_nonnull (std::strstr (error->message, path.c_str ()));
      g_test_skip ("no loader for HEIC");
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (annae_frame_get_width (frame), ==, 96);
  g_assert_cmpuint (annae_frame_get_height (frame), ==, 64);
  std::string shown = quarters (frame);
  g_assert_cmpstr (shown.c_str (), ==, "BGR-");
  g_clear_pointer (&frame, annae_frame_unref);
  for (size_t i = 1; i < 20; i++)
    {
      Bytes cut (whole.begin (), whole.begin () + static_cast<std::ptrdiff_t> (whole.size () * i / 20));
      g_autoptr (GError) refused = nullptr;
      std::string name = write_bytes ("cut.heic", cut);
      g_assert_null (annae_picture_load (name.c_str (), &refused));
      g_assert_nonnull (std::strstr (refused->message, name.c_str ()));
    }
  mutate (whole, "changed.heic", 40);
}

/* EXIF's block as cameras write it, with the orientation alone. */
std::string
exif (int orientation)
{
  std::string block ("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19);

  return block + static_cast<char> (orientation) + std::string (6, '\0');
}

Bytes
insert (Bytes bytes, size_t at, const std::string &what)
{
  bytes.insert (bytes.begin () + static_cast<std::ptrdiff_t> (at), what.begin (), what.end ());
  return bytes;
}

Bytes
encode (const char *extension)
{
  Bytes bytes;

  g_assert_true (cv::imencode (extension, draw (), bytes));
  return bytes;
}

std::string
little (guint64 value, int n)
{
  std::string bytes;

  for (int i = 0; i < n; i++)
    bytes += static_cast<char> (value >> (8 * i) & 0xff);
  return bytes;
}

Bytes
turned_jpeg (int orientation)
{
  std::string block = std::string ("Exif\0\0", 6) + exif (orientation);

  return insert (encode (".jpg"), 2, std::string ("\xff\xe1\0", 3) + static_cast<char> (block.size () + 2) + block);
}

Bytes
turned_webp (int orientation)
{
  Bytes plain = encode (".webp");
  std::string extended = "VP8X" + little (10, 4) + little (8, 4) + little (95, 3) + little (63, 3);
  std::string all = "WEBP" + extended + std::string (plain.begin () + 12, plain.end ()) + "EXIF"
                    + little (exif (orientation).size (), 4) + exif (orientation);

  all = "RIFF" + little (all.size (), 4) + all;
  return Bytes (all.begin (), all.end ());
}

/* The list of tags is written anew at the end, with the orientation in its place (274 is after 273 and before 277). */
Bytes
turned_tiff (int orientation)
{
  Bytes bytes;
  g_assert_true (cv::imencode (".tiff", draw (), bytes, { cv::IMWRITE_TIFF_COMPRESSION, 1 }));
  auto two = [&] (size_t at) { return static_cast<guint> (bytes[at] | bytes[at + 1] << 8); };
  size_t list = two (4) | static_cast<size_t> (two (6)) << 16;
  std::string entries;
  guint n = 0;
  bool placed = false;

  for (size_t i = 0; i < two (list); i++)
    {
      size_t at = list + 2 + 12 * i;
      if (two (at) >= 274 && !placed)
        {
          entries += little (274, 2) + little (3, 2) + little (1, 4) + little (static_cast<guint64> (orientation), 4);
          placed = true;
          n++;
        }
      if (two (at) == 274)
        continue;
      entries += std::string (bytes.begin () + static_cast<std::ptrdiff_t> (at),
                              bytes.begin () + static_cast<std::ptrdiff_t> (at) + 12);
      n++;
    }
  std::string place = little (bytes.size (), 4);
  std::copy (place.begin (), place.end (), bytes.begin () + 4);
  return insert (bytes, bytes.size (), little (n, 2) + entries + little (0, 4));
}

void
test_every_rotation ()
{
  static const char *const shows[] = { "BGR-", "GB-R", "-RGB", "R-BG", "BRG-", "RB-G", "-GRB", "G-BR" };

  for (int orientation = 1; orientation <= 8; orientation++)
    {
      g_test_message ("orientation %d", orientation);
      assert_shows (write_bytes ("turned.jpg", turned_jpeg (orientation)), shows[orientation - 1]);
      assert_shows (write_bytes ("turned.tiff", turned_tiff (orientation)), shows[orientation - 1]);
      assert_shows (write_bytes ("turned.webp", turned_webp (orientation)), shows[orientation - 1]);
    }
  assert_shows (write_bytes ("odd.webp", turned_webp (77)), "BGR-");
}

} // namespace

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, nullptr);
  folder = g_dir_make_tmp ("annae-documents-XXXXXX", nullptr);

  g_test_add_func ("/picture-documents/pdf", test_pdf);
  g_test_add_func ("/picture-documents/bad-pdf", test_bad_pdf);
  g_test_add_func ("/picture-documents/mutated-pdf", test_mutated_pdf);
  g_test_add_func ("/picture-documents/heic", test_heic);
  g_test_add_func ("/picture-documents/every-rotation", test_every_rotation);
  int result = g_test_run ();

  remove_testing_folder (folder);
  return result;
}
