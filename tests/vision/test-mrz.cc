/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The zone found and read in pictures of documents that are drawn here, and not read where it cannot be. How often it
 * is read in worse and worse pictures is measured by tests/bench/mrz. */

#include "mrz-glyphs.h"
#include "mrz-stage.h"
#include "mrz.h"
#include "vision-testing.h"

#include <opencv2/imgproc.hpp>

using namespace annae;

namespace
{

GDate
today ()
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 28, G_DATE_NOVEMBER, 2026);
  return date;
}

bool
read (const cv::Mat &picture, const AnnaeDocumentView &view, AnnaeMrz &mrz)
{
  bool done;

  {
    VaultScope scope;
    done = read_mrz (picture, view, today (), mrz);
  }
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
  return done;
}

void
assert_read (const cv::Mat &picture, const AnnaeDocumentView &view, MrzSize size)
{
  AnnaeMrz mrz;

  g_assert_true (read (picture, view, mrz));
  g_assert_cmpint (mrz.document_class, ==, size == MRZ_TD3 ? ANNAE_DOCUMENT_PASSPORT : ANNAE_DOCUMENT_CARD);
  g_assert_cmpint (g_date_get_year (&mrz.expires), ==, 2031);
  g_assert_cmpint (g_date_get_month (&mrz.expires), ==, 8);
  g_assert_cmpint (g_date_get_day (&mrz.expires), ==, 9);
}

cv::Mat
draw (MrzSize size, cv::RNG &random)
{
  return mrz_draw_document (size, mrz_make_lines (size, random, "310809"), mrz_own_glyph, random);
}

void
test_sizes ()
{
  for (MrzSize size : { MRZ_TD1, MRZ_TD2, MRZ_TD3 })
    for (int i = 0; i < 4; i++)
      {
        cv::RNG random (static_cast<uint64> (100 * size + i + 1));
        AnnaeDocumentView view;
        MrzView camera;

        g_test_message ("size %d, %d", size, i);
        cv::Mat picture = mrz_show (draw (size, random), camera, random, view);
        assert_read (picture, view, size);
      }
}

/* Held before a camera, as people do: tilted, turned, not quite sharp, with corners that are off by a little. */
void
test_held ()
{
  for (MrzSize size : { MRZ_TD1, MRZ_TD2, MRZ_TD3 })
    for (int i = 0; i < 4; i++)
      {
        cv::RNG random (static_cast<uint64> (1000 + 100 * size + i));
        AnnaeDocumentView view;
        MrzView camera;

        g_test_message ("size %d, %d", size, i);
        camera.size = { 1920, 1080 };
        camera.width_share = 0.65;
        camera.tilt = 20;
        camera.roll = 8;
        camera.blur = 1.2;
        camera.noise = 6;
        camera.light = 0.7;
        camera.corner_error = 0.005;
        cv::Mat picture = mrz_show (draw (size, random), camera, random, view);
        assert_read (picture, view, size);
      }
}

/* A scanner's sheet: no corners, small in a large picture, a little crooked. */
void
test_scan ()
{
  for (MrzSize size : { MRZ_TD1, MRZ_TD2, MRZ_TD3 })
    {
      cv::RNG random (static_cast<uint64> (2000 + size));
      cv::Mat sheet (1700, 2400, CV_8UC3, cv::Scalar (250, 250, 250));
      cv::Mat document = draw (size, random);
      AnnaeDocumentView view = {};

      cv::resize (document, document, {}, 0.75, 0.75, cv::INTER_AREA);
      document.copyTo (sheet ({ 500, 300, document.cols, document.rows }));
      cv::warpAffine (sheet, sheet, cv::getRotationMatrix2D ({ 1200, 850 }, 2.3, 1), sheet.size (), cv::INTER_LINEAR,
                      cv::BORDER_REPLICATE);
      assert_read (sheet, view, size);
    }
}

void
test_not_read ()
{
  cv::RNG random (3);
  AnnaeDocumentView view = {};
  AnnaeMrz mrz;

  /* no picture, no document, no zone */
  g_assert_false (read (cv::Mat (), view, mrz));
  g_assert_false (read (cv::Mat (1, 1, CV_8UC3, cv::Scalar::all (0)), view, mrz));
  g_assert_false (read (cv::Mat (480, 640, CV_8UC3, cv::Scalar::all (128)), view, mrz));
  cv::Mat noise (720, 1280, CV_8UC3);
  random.fill (noise, cv::RNG::UNIFORM, 0, 256);
  g_assert_false (read (noise, view, mrz));
  /* rows upon rows of what may be a zone */
  cv::Mat dense (1400, 1100, CV_8UC3, cv::Scalar::all (230));
  for (int y = 40; y < dense.rows; y += 50)
    for (int x = 10; x < 1080; x += 31)
      cv::putText (dense, "R", { x, y }, cv::FONT_HERSHEY_SIMPLEX, 1.0, cv::Scalar::all (20), 3);
  gint64 began = g_get_monotonic_time ();
  g_assert_false (read (dense, view, mrz));
  g_test_message ("dense: %.0f ms", static_cast<double> (g_get_monotonic_time () - began) / 1e3);
  MrzView camera;
  cv::Mat bare = mrz_show (mrz_draw_document (MRZ_TD3, {}, mrz_own_glyph, random), camera, random, view);
  g_assert_false (read (bare, view, mrz));

  /* corners that are none */
  for (float far : { 0.0f, 1e9f, -1e9f, NAN })
    {
      for (AnnaePoint &corner : view.corners)
        corner = { far, far };
      view.has_corners = TRUE;
      g_assert_false (read (bare, view, mrz));
    }

  /* a finger on the date, and one wrong digit in it */
  std::vector<std::string> lines = mrz_make_lines (MRZ_TD3, random, "310809");
  cv::Mat document = mrz_draw_document (MRZ_TD3, lines, mrz_own_glyph, random);
  cv::circle (document, { cvRound (document.cols * 0.53), cvRound (document.rows * 0.9) }, 120,
              cv::Scalar (130, 160, 210), cv::FILLED);
  g_assert_false (read (mrz_show (document, camera, random, view), view, mrz));
  lines[1][21] = '4';
  document = mrz_draw_document (MRZ_TD3, lines, mrz_own_glyph, random);
  g_assert_false (read (mrz_show (document, camera, random, view), view, mrz));

  /* so blurred that nobody could */
  camera.blur = 9;
  document = draw (MRZ_TD3, random);
  g_assert_false (read (mrz_show (document, camera, random, view), view, mrz));
}

} // namespace

int
main (int argc, char **argv)
{
  begin_vision_test (&argc, &argv);
  g_test_add_func ("/mrz-picture/sizes", test_sizes);
  g_test_add_func ("/mrz-picture/held", test_held);
  g_test_add_func ("/mrz-picture/scan", test_scan);
  g_test_add_func ("/mrz-picture/not-read", test_not_read);
  return g_test_run ();
}
