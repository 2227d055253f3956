/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Paper, print, a pinhole camera and its faults. */

#include "mrz-stage.h"

#include "mrz-glyphs.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace
{

constexpr double PX_A_MM = 16;

struct Format
{
  double width; /* mm */
  double height;
  double left;   /* of the first character's cell */
  double bottom; /* from the lower edge to the middle of the last line */
};

const Format formats[] = { { 85.60, 53.98, 4.7, 6.9 }, { 105, 74, 6.8, 6.9 }, { 125, 88, 6.6, 8.7 } };
constexpr double PITCH_MM = 2.54;
constexpr double LINES_MM[] = { 4.23, 6.35 }; /* cards have the one, passports often the other */
constexpr double FOCAL_SHARE = 0.866;         /* 60 degrees across */

char
check_of (const std::string &text)
{
  static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  static const int weights[] = { 7, 3, 1 };
  long sum = 0;

  for (size_t i = 0; i < text.size (); i++)
    {
      const char *at = std::strchr (alphabet, text[i]);
      sum += (at != nullptr ? at - alphabet : 0) * weights[i % 3];
    }
  return static_cast<char> ('0' + sum % 10);
}

std::string
filled (std::string text, size_t length)
{
  text.resize (length, '<');
  return text;
}

std::string
by_chance (cv::RNG &random, const char *alphabet, int n)
{
  std::string text;

  for (int i = 0; i < n; i++)
    text += alphabet[random.uniform (0, static_cast<int> (std::strlen (alphabet)))];
  return text;
}

} // namespace

cv::Mat
mrz_own_glyph (char character)
{
  const char *at = std::strchr (annae::MRZ_CHARACTERS, character);
  cv::Mat large;

  cv::resize (annae::draw_mrz_glyph (static_cast<int> (at - annae::MRZ_CHARACTERS)), large, {}, 3, 3, cv::INTER_CUBIC);
  return large;
}

std::vector<std::string>
mrz_make_lines (MrzSize size, cv::RNG &random, const std::string &expiry)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  static const char any[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  std::string names = by_chance (random, letters, random.uniform (2, 10)) + "<<" + by_chance (random, letters, 6) + "<"
                      + by_chance (random, letters, random.uniform (1, 6));
  std::string number = by_chance (random, any, 9);
  number += check_of (number);
  std::string birth
      = cv::format ("%02d%02d%02d", random.uniform (20, 100), random.uniform (1, 13), random.uniform (1, 29));
  birth += check_of (birth);
  std::string until = expiry + check_of (expiry);
  std::string sex (1, "MFX<"[random.uniform (0, 4)]);

  if (size == MRZ_TD1)
    {
      std::string first = filled (number + by_chance (random, any, random.uniform (0, 13)), 25);
      std::string optional = filled ("", 11);
      char all = check_of (first + birth + until + optional);
      return { "I<UTO" + first, birth + sex + until + "UTO" + optional + all, filled (names, 30) };
    }
  if (size == MRZ_TD2)
    {
      std::string optional = filled ("", 7);
      char all = check_of (number + birth + until + optional);
      return { filled ("I<UTO" + names, 36), number + "UTO" + birth + sex + until + optional + all };
    }
  std::string personal = filled (by_chance (random, any, random.uniform (0, 14)), 14);
  personal += check_of (personal);
  char all = check_of (number + birth + until + personal);
  return { filled ("P<UTO" + names, 44), number + "UTO" + birth + sex + until + personal + all };
}

cv::Mat
mrz_draw_document (MrzSize size, const std::vector<std::string> &lines, const MrzGlyph &glyph, cv::RNG &random)
{
  const Format &format = formats[size];
  cv::Size sheet (cvRound (format.width * PX_A_MM), cvRound (format.height * PX_A_MM));
  cv::Mat page (sheet, CV_32FC3);
  double phase = random.uniform (0.0, 6.0);

  for (int y = 0; y < sheet.height; y++)
    for (int x = 0; x < sheet.width; x++)
      {
        double wave = std::sin ((y + 30 * std::sin (x / 90.0 + phase)) / 9.0) > 0.93 ? 14 : 0;
        double shade = 6 * std::sin (x / 310.0 + phase) + 5 * std::sin (y / 230.0);
        page.at<cv::Vec3f> (y, x)
            = cv::Vec3f (static_cast<float> (226 + shade - wave), static_cast<float> (232 + shade - wave),
                         static_cast<float> (236 - shade - wave / 2));
      }
  double px = PX_A_MM;
  auto at = [&] (double x, double y) { return cv::Point (cvRound (x * px), cvRound (y * px)); };
  cv::ellipse (page, at (format.width * 0.17, format.height * 0.40), { cvRound (8 * px), cvRound (11 * px) }, 0, 0, 360,
               cv::Scalar (120, 140, 170), cv::FILLED);
  for (int i = 0; i < 5; i++)
    cv::putText (page, by_chance (random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ", random.uniform (8, 22)),
                 at (format.width * 0.36, format.height * (0.14 + 0.1 * i)), cv::FONT_HERSHEY_SIMPLEX, 1.3,
                 cv::Scalar (50, 45, 40), 4, cv::LINE_AA);
  double apart = LINES_MM[size == MRZ_TD3 ? random.uniform (0, 2) : 0];
  cv::Size cell (cvRound (PITCH_MM * px), cvRound (PITCH_MM * px * annae::MRZ_HEIGHT / annae::MRZ_PITCH));
  for (size_t line = 0; line < lines.size (); line++)
    for (size_t i = 0; i < lines[line].size (); i++)
      {
        cv::Mat ink;
        cv::resize (glyph (lines[line][i]), ink, cell, 0, 0, cv::INTER_AREA);
        double middle = format.height - format.bottom - apart * static_cast<double> (lines.size () - 1 - line);
        cv::Point from = at (format.left + PITCH_MM * static_cast<double> (i), middle) - cv::Point (0, cell.height / 2);
        cv::Mat under = page ({ from, cell });
        cv::Mat three;
        cv::merge (std::vector<cv::Mat>{ ink, ink, ink }, three);
        under = under - (under - cv::Scalar (40, 36, 34)).mul (three);
      }
  cv::Mat print;
  page.convertTo (print, CV_8UC3);
  cv::GaussianBlur (print, print, { 0, 0 }, 0.06 * px);
  return print;
}

cv::Mat
mrz_show (const cv::Mat &document, const MrzView &view, cv::RNG &random, AnnaeDocumentView &told)
{
  double focal = FOCAL_SHARE * view.size.width;
  double half_width = 0.5;
  double half_height = 0.5 * document.rows / document.cols;
  double distance = focal / (view.width_share * view.size.width);
  double tilt = view.tilt * CV_PI / 180;
  double roll = view.roll * CV_PI / 180;
  double towards = random.uniform (0.0, 2 * CV_PI);
  double shift_x = random.uniform (-0.03, 0.03);
  double shift_y = random.uniform (-0.03, 0.03);
  std::vector<cv::Point2f> from = { { 0, 0 },
                                    { static_cast<float> (document.cols), 0 },
                                    { static_cast<float> (document.cols), static_cast<float> (document.rows) },
                                    { 0, static_cast<float> (document.rows) } };
  std::vector<cv::Point2f> to;

  for (const cv::Point2f &corner : from)
    {
      double x = (corner.x / document.cols - 0.5) * 2 * half_width;
      double y = (corner.y / document.rows - 0.5) * 2 * half_height;
      /* Tilted about an axis in the document's plane, then rolled. */
      double along = x * std::cos (towards) + y * std::sin (towards);
      double depth = along * std::sin (tilt);
      double shrink = along * (std::cos (tilt) - 1);
      x += shrink * std::cos (towards);
      y += shrink * std::sin (towards);
      double u = x * std::cos (roll) - y * std::sin (roll) + shift_x;
      double v = x * std::sin (roll) + y * std::cos (roll) + shift_y;
      to.emplace_back (static_cast<float> (view.size.width / 2.0 + focal * u / (distance + depth)),
                       static_cast<float> (view.size.height / 2.0 + focal * v / (distance + depth)));
    }
  /* A lens takes the mean over a pixel. */
  cv::Mat soft;
  double smaller = document.cols / (view.width_share * view.size.width);
  cv::GaussianBlur (document, soft, { 0, 0 }, std::max (0.35 * smaller, 0.3));
  cv::Mat picture (view.size, CV_8UC3, cv::Scalar (92, 104, 98));
  for (int i = 0; i < 30; i++)
    cv::line (picture, { random.uniform (0, view.size.width), 0 },
              { random.uniform (0, view.size.width), view.size.height },
              cv::Scalar (random.uniform (60, 140), random.uniform (60, 140), random.uniform (60, 140)),
              random.uniform (1, 40), cv::LINE_AA);
  cv::warpPerspective (soft, picture, cv::getPerspectiveTransform (from, to), view.size, cv::INTER_LINEAR,
                       cv::BORDER_TRANSPARENT);
  if (view.blur > 0)
    cv::GaussianBlur (picture, picture, { 0, 0 }, view.blur);
  cv::Mat lit;
  cv::Mat grain (view.size, CV_32FC3);
  picture.convertTo (lit, CV_32FC3, view.light);
  random.fill (grain, cv::RNG::NORMAL, 0, view.noise);
  lit += grain;
  lit.convertTo (picture, CV_8UC3);

  told = {};
  told.found = TRUE;
  told.has_corners = TRUE;
  double width = cv::norm (to[1] - to[0]);
  for (size_t i = 0; i < 4; i++)
    told.corners[i] = { to[i].x + static_cast<float> (random.gaussian (view.corner_error * width)),
                        to[i].y + static_cast<float> (random.gaussian (view.corner_error * width)) };
  return picture;
}
