/* SPDX-License-Identifier: GPL-3.0-or-later */

/* PDF by Poppler, HEIC by GdkPixbuf. The picture lies in the vault; what the libraries allocate on the way is wiped as it is
 * freed (annae-wiping-free.c). */

#include "picture-decoders.h"

#include "guard.h"

#include <opencv2/imgproc.hpp>

#include <gdk-pixbuf/gdk-pixbuf.h>
#ifdef ANNAE_POPPLER
#include <poppler.h>
#endif

#include <algorithm>
#include <cmath>

namespace annae
{

#ifdef ANNAE_POPPLER

namespace
{

constexpr double DOTS_AN_INCH = 300;
/* px of the longer side: some programs give pages no honest size, and posters need not be read sharply. */
constexpr double LEAST_SIDE = 1200;
constexpr double MOST_SIDE = 4200;
constexpr double LEAST_POINTS = 1;
constexpr double LEAST_SHARE = 0.02; /* of the longer side: thinner is no page */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerDocument, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PopplerPage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (cairo_t, cairo_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (cairo_surface_t, cairo_surface_destroy)

[[noreturn]] void
fail_to_open (const GError *error, const char *path)
{
  bool locked = g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED);

  fail (ANNAE_FAILURE_FILE, std::string ("The document ") + path
                                + (locked ? " (PDF) is protected by a password: save it without one"
                                          : " (PDF) is damaged"));
}

} // namespace

cv::Mat
decode_pdf (const guint8 *bytes, gsize length, const char *path)
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (GBytes) held = g_bytes_new_static (bytes, length);
  g_autoptr (PopplerDocument) document = poppler_document_new_from_bytes (held, nullptr, &error);

  if (document == nullptr)
    fail_to_open (error, path);
  g_autoptr (PopplerPage) page
      = poppler_document_get_n_pages (document) > 0 ? poppler_document_get_page (document, 0) : nullptr;
  double width = 0;
  double height = 0;
  if (page != nullptr)
    poppler_page_get_size (page, &width, &height);
  if (!(std::min (width, height) >= std::max (LEAST_POINTS, LEAST_SHARE * std::max (width, height))))
    fail (ANNAE_FAILURE_FILE, std::string ("The document ") + path + " (PDF) has no page to be read");
  double longer = std::max (width, height);
  double side = std::clamp (longer * DOTS_AN_INCH / 72, LEAST_SIDE, MOST_SIDE);
  cv::Mat drawn (std::max (1, static_cast<int> (std::lround (height * side / longer))),
                 std::max (1, static_cast<int> (std::lround (width * side / longer))), CV_8UC4,
                 cv::Scalar (255, 255, 255, 255));
  g_autoptr (cairo_surface_t) surface = cairo_image_surface_create_for_data (
      drawn.data, CAIRO_FORMAT_RGB24, drawn.cols, drawn.rows, static_cast<int> (drawn.step));
  g_autoptr (cairo_t) cairo = cairo_create (surface);
  cairo_scale (cairo, drawn.cols / width, drawn.rows / height);
  poppler_page_render (page, cairo);
  cairo_surface_flush (surface);
  if (cairo_status (cairo) != CAIRO_STATUS_SUCCESS)
    fail (ANNAE_FAILURE_FILE, std::string ("The document ") + path
                                  + " (PDF) cannot be drawn: " + cairo_status_to_string (cairo_status (cairo)));
  cv::Mat picture;
  cv::cvtColor (drawn, picture, cv::COLOR_BGRA2BGR);
  return picture;
}

#else

cv::Mat
decode_pdf (const guint8 *, gsize, const char *path)
{
  fail (ANNAE_FAILURE_UNSUPPORTED,
        std::string ("The document ") + path + " is a PDF, which this program was built without: save it as JPEG");
}

#endif

cv::Mat
decode_heic (const guint8 *bytes, gsize length, const char *path)
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_mime_type ("image/heif", nullptr);

  if (loader == nullptr)
    fail (ANNAE_FAILURE_UNSUPPORTED, std::string ("The picture ") + path
                                         + " is HEIC, which this computer cannot read: install heif-gdk-pixbuf, or save it as JPEG");
  bool taken = gdk_pixbuf_loader_write (loader, bytes, length, &error);
  /* A loader has to be closed whatever it said. */
  taken = gdk_pixbuf_loader_close (loader, taken ? &error : nullptr) && taken;
  GdkPixbuf *decoded = taken ? gdk_pixbuf_loader_get_pixbuf (loader) : nullptr;
  if (decoded == nullptr || gdk_pixbuf_get_bits_per_sample (decoded) != 8)
    fail (ANNAE_FAILURE_FILE, std::string ("The picture ") + path + " (HEIC) is damaged"
                                  + (error != nullptr ? std::string (": ") + error->message : std::string ()));
  bool has_alpha = gdk_pixbuf_get_n_channels (decoded) == 4;
  cv::Mat wrapped (gdk_pixbuf_get_height (decoded), gdk_pixbuf_get_width (decoded), has_alpha ? CV_8UC4 : CV_8UC3,
                   gdk_pixbuf_get_pixels (decoded), static_cast<size_t> (gdk_pixbuf_get_rowstride (decoded)));
  cv::Mat picture;
  cv::cvtColor (wrapped, picture, has_alpha ? cv::COLOR_RGBA2BGR : cv::COLOR_RGB2BGR);
  return picture;
}

} // namespace annae
