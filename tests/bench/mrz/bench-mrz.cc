/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How often the machine-readable zone is read, in pictures of documents that are drawn here.
 *
 *   bench-mrz [--font OCR-B.otf] [--number N] [--only CONDITION] [--strokes PX] [--dump FOLDER]
 *
 * With a font the documents are printed in it, otherwise in the shapes that the reader itself compares with. --strokes
 * makes them thicker (or, negative, thinner) on either side by so many of the 60 px from character to character. --dump
 * writes the flattened lower part of each document as FOLDER/CONDITION-I.png, for another reader to try.
 *
 *   bench-mrz --parse < TEXT       what the program makes of another reader's text: a date, or nothing
 */

#include "annae-vault.h"
#include "mrz-stage.h"
#include "mrz.h"
#include "wipe-allocator.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>

#ifdef HAVE_CAIRO_FT
#include <cairo-ft.h>
#endif

using namespace annae;

namespace
{

struct Condition
{
  const char *name;
  const char *what;
  double tilt; /* at most */
  double roll;
  double blur;
  double noise;
  double darkest;
  double corner_error;
  double smallest; /* of the picture's width */
  double largest;
};

const Condition conditions[] = {
  { "easy", "tilt to 10, blur 0.7 px, noise 3", 10, 3, 0.7, 3, 0.85, 0.002, 0.5, 0.75 },
  { "usual", "tilt to 20, roll to 8, blur 1.2 px, noise 6, light from 0.6, corners 0.5 % off", 20, 8, 1.2, 6, 0.6,
    0.005, 0.5, 0.75 },
  { "far", "the same at 0.3 to 0.5 of the picture's width instead of 0.5 to 0.75", 20, 8, 1.2, 6, 0.6, 0.005, 0.3,
    0.5 },
  { "blurred", "as usual with blur 2 px", 20, 8, 2.0, 6, 0.6, 0.005, 0.5, 0.75 },
  { "hard", "tilt to 35, roll to 15, blur 2 px, noise 12, light from 0.4, corners 1 % off", 35, 15, 2.0, 12, 0.4, 0.01,
    0.5, 0.75 },
};

/* Of this thread's own time, whatever else the computer does. */
double
busy_ms ()
{
  timespec now = {};

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double> (now.tv_sec) * 1e3 + static_cast<double> (now.tv_nsec) / 1e6;
}

GDate
day (guint year, guint month, guint day_of_month)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, static_cast<GDateDay> (day_of_month), static_cast<GDateMonth> (month),
                  static_cast<GDateYear> (year));
  return date;
}

MrzGlyph
load_font (const char *path)
{
#ifdef HAVE_CAIRO_FT
  constexpr int WIDE = 60;
  constexpr int HIGH = 78;
  FT_Library library;
  FT_Face face;
  if (FT_Init_FreeType (&library) != 0 || FT_New_Face (library, path, 0, &face) != 0)
    g_error ("%s is no font", path);
  cairo_font_face_t *font = cairo_ft_font_face_create_for_ft_face (face, FT_LOAD_NO_HINTING);
  auto known = std::make_shared<std::map<char, cv::Mat>> ();
  return [=] (char character) {
    cv::Mat &glyph = (*known)[character];
    if (!glyph.empty ())
      return glyph;
    const char text[] = { character, '\0' };
    cairo_text_extents_t extents;
    cairo_text_extents_t digit;
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, WIDE, HIGH);
    cairo_t *cr = cairo_create (surface);
    cairo_set_font_face (cr, font);
    cairo_set_font_size (cr, 100);
    cairo_text_extents (cr, "0", &digit);
    cairo_set_font_size (cr, 100 * WIDE / digit.x_advance);
    cairo_text_extents (cr, "0", &digit);
    cairo_text_extents (cr, text, &extents);
    cairo_move_to (cr, (WIDE - extents.x_advance) / 2, HIGH / 2.0 - (digit.y_bearing + digit.height / 2));
    cairo_show_text (cr, text);
    cairo_destroy (cr);
    cairo_surface_flush (surface);
    cv::Mat pixels (HIGH, WIDE, CV_8U, cairo_image_surface_get_data (surface),
                    static_cast<size_t> (cairo_image_surface_get_stride (surface)));
    pixels.convertTo (glyph, CV_32F, 1.0 / 255);
    cairo_surface_destroy (surface);
    return glyph;
  };
#else
  g_error ("built without cairo-ft: %s cannot be read", path);
#endif
}

void
dump (const char *folder, const std::string &name, const cv::Mat &picture, const AnnaeDocumentView &view, MrzSize size)
{
  double aspect = size == MRZ_TD1 ? 85.60 / 53.98 : size == MRZ_TD2 ? 105.0 / 74 : 125.0 / 88;
  cv::Point2f corners[4];
  for (int i = 0; i < 4; i++)
    corners[i] = { view.corners[i].x, view.corners[i].y };
  /* Capitals of about 32 px, which is what readers of characters are made for. */
  float w = size == MRZ_TD1 ? 1000 : 1440;
  auto h = static_cast<float> (w / aspect);
  const cv::Point2f to[4] = { { 0, 0 }, { w, 0 }, { w, h }, { 0, h } };
  cv::Mat flat;
  cv::warpPerspective (picture, flat, cv::getPerspectiveTransform (corners, to), cv::Size2f (w, h), cv::INTER_CUBIC,
                       cv::BORDER_REPLICATE);
  cv::cvtColor (flat, flat, cv::COLOR_BGR2GRAY);
  int top = cvRound (h * (size == MRZ_TD1 ? 0.60 : 0.75));
  cv::imwrite (std::string (folder) + "/" + name + ".png", flat.rowRange (top, flat.rows));
}

void
parse ()
{
  std::string text ((std::istreambuf_iterator<char> (std::cin)), std::istreambuf_iterator<char> ());
  GDate today = day (2026, 11, 28);
  AnnaeMrz mrz;

  if (annae_mrz_take (&text[0], text.size (), &today, &mrz))
    std::printf ("%02d%02d%02d\n", g_date_get_year (&mrz.expires) % 100, g_date_get_month (&mrz.expires),
                 g_date_get_day (&mrz.expires));
}

void
measure (const Condition &condition, MrzSize size, cv::Size camera, int n, const MrzGlyph &glyph, const char *folder)
{
  static const char *const sizes[] = { "TD1", "TD2", "TD3" };
  int right = 0;
  int wrong = 0;
  std::vector<double> times;

  for (int i = 0; i < n; i++)
    {
      cv::RNG random (static_cast<uint64> (10007 * (i + 1) + 101 * size + camera.width));
      std::string expiry
          = cv::format ("%02d%02d%02d", random.uniform (20, 40), random.uniform (1, 13), random.uniform (1, 29));
      cv::Mat document = mrz_draw_document (size, mrz_make_lines (size, random, expiry), glyph, random);
      MrzView how;
      AnnaeDocumentView view;
      cv::Mat picture;
      /* The whole document is in the picture: of another the guide would say what to do. */
      do
        {
          how.size = camera;
          how.width_share = random.uniform (condition.smallest, condition.largest);
          how.tilt = random.uniform (0.0, condition.tilt);
          how.roll = random.uniform (-condition.roll, condition.roll);
          how.blur = condition.blur * camera.width / 1280;
          how.noise = condition.noise;
          how.light = random.uniform (condition.darkest, 0.97);
          how.corner_error = condition.corner_error;
          picture = mrz_show (document, how, random, view);
        }
      while (!std::all_of (view.corners, view.corners + 4, [&] (const AnnaePoint &corner) {
        return corner.x > 0 && corner.y > 0 && corner.x < camera.width && corner.y < camera.height;
      }));
      AnnaeMrz mrz;
      double began = busy_ms ();
      bool read;
      {
        VaultScope scope;
        read = read_mrz (picture, view, day (2026, 11, 28), mrz);
      }
      times.push_back (busy_ms () - began);
      if (read)
        {
          GDate wanted = day (2000 + static_cast<guint> (std::stoi (expiry.substr (0, 2))),
                              static_cast<guint> (std::stoi (expiry.substr (2, 2))),
                              static_cast<guint> (std::stoi (expiry.substr (4, 2))));
          (g_date_compare (&mrz.expires, &wanted) == 0 ? right : wrong)++;
        }
      if (folder != nullptr)
        dump (folder, cv::format ("%s-%s-%d-%03d-%s", condition.name, sizes[size], camera.height, i, expiry.c_str ()),
              picture, view, size);
    }
  std::sort (times.begin (), times.end ());
  std::printf ("| %s | %s | %dp | %d | %d | %d | %.0f | %.0f |\n", condition.name, sizes[size], camera.height, n, right,
               wrong, times[times.size () / 2], times.back ());
  std::fflush (stdout);
}

} // namespace

int
main (int argc, char **argv)
{
  MrzGlyph glyph = mrz_own_glyph;
  const char *folder = nullptr;
  const char *only = nullptr;
  int strokes = 0;
  int n = 100;

  annae_vault_init ();
  prepare_opencv ();
  for (int i = 1; i < argc; i++)
    if (g_str_equal (argv[i], "--parse"))
      {
        parse ();
        return 0;
      }
    else if (g_str_equal (argv[i], "--font") && i + 1 < argc)
      glyph = load_font (argv[++i]);
    else if (g_str_equal (argv[i], "--strokes") && i + 1 < argc)
      strokes = std::atoi (argv[++i]);
    else if (g_str_equal (argv[i], "--only") && i + 1 < argc)
      only = argv[++i];
    else if (g_str_equal (argv[i], "--dump") && i + 1 < argc)
      folder = argv[++i];
    else if (g_str_equal (argv[i], "--number") && i + 1 < argc)
      n = std::max (1, std::atoi (argv[++i]));
    else
      {
        std::fprintf (stderr, "bench-mrz: what is %s?\n", argv[i]);
        return 1;
      }
  if (strokes != 0)
    glyph = [=] (char character) {
      cv::Mat changed;
      (strokes > 0 ? cv::dilate : cv::erode) (glyph (character), changed, cv::Mat (), { -1, -1 }, std::abs (strokes),
                                              cv::BORDER_CONSTANT, cv::morphologyDefaultBorderValue ());
      return changed;
    };
  for (const Condition &condition : conditions)
    std::printf ("%s: %s\n", condition.name, condition.what);
  std::printf (
      "\n| | size | camera | pictures | read | wrong | ms, median | most |\n|---|---|---|---|---|---|---|---|\n");
  for (const Condition &condition : conditions)
    if (only == nullptr || g_str_equal (only, condition.name))
      for (MrzSize size : { MRZ_TD1, MRZ_TD3 })
        for (cv::Size camera : { cv::Size (1280, 720), cv::Size (1920, 1080) })
          measure (condition, size, camera, n, glyph, folder);
  return 0;
}
