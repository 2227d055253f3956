/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A look at a picture, errors, counts with their intervals, tables. */

#include "card-bench.h"

#include "annae-vault.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>

namespace
{

/* Wilson's interval of 95 %, in per cent. */
std::string
with_interval (const Count &count)
{
  if (count.n == 0)
    return "-";
  double n = count.n;
  double p = count.good / n;
  double z = 1.959964;
  double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
  double half = z * std::sqrt (p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);

  return cv::format ("%d of %d, %.1f %% (%.1f to %.1f)", count.good, count.n, 100 * p,
                     100 * std::max (0.0, middle - half), 100 * std::min (1.0, middle + half));
}

double
busy_ms ()
{
  timespec now = {};

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double> (now.tv_sec) * 1e3 + static_cast<double> (now.tv_nsec) / 1e6;
}

double
apart (const AnnaePoint &a, cv::Point2f b)
{
  return std::hypot (a.x - b.x, a.y - b.y);
}

void
print_table (const char *title,
             const std::map<std::string, std::vector<Count>> &rows,
             const std::vector<const char *> &heads)
{
  std::printf ("\n| %s |", title);
  for (const char *head : heads)
    std::printf (" %s |", head);
  std::printf ("\n|---|");
  for (size_t i = 0; i < heads.size (); i++)
    std::printf ("---|");
  std::printf ("\n");
  for (const auto &row : rows)
    {
      std::printf ("| %s |", row.first.c_str ());
      for (const Count &count : row.second)
        std::printf (" %s |", with_interval (count).c_str ());
      std::printf ("\n");
    }
  std::fflush (stdout);
}

} // namespace

void
Groups::add (const std::string &name, const std::vector<int> &results)
{
  std::vector<Count> &counts = by[name];

  counts.resize (results.size ());
  for (size_t i = 0; i < results.size (); i++)
    if (results[i] >= 0)
      counts[i].add (results[i] == 1);
}

void
Groups::print (const char *title, const std::vector<const char *> &heads) const
{
  print_table (title, by, heads);
}

const Specimen &
specimen_of (const Bench &bench, int i)
{
  auto n = static_cast<size_t> (i);

  return bench.specimens[(n * 7 + n / 5) % bench.specimens.size ()];
}

const cv::Mat &
any_room (const Bench &bench, cv::RNG &random)
{
  return bench.rooms[static_cast<size_t> (random.uniform (0, static_cast<int> (bench.rooms.size ())))];
}

AnnaeDocumentView
look (Bench &bench, const cv::Mat &picture)
{
  AnnaeDocumentView view;
  g_autoptr (GError) error = nullptr;
  g_autoptr (AnnaeFrame) frame = annae_frame_new (
      ANNAE_VAULT_FRAME, ANNAE_PIXELS_BGR, static_cast<guint> (picture.cols), static_cast<guint> (picture.rows), 0);

  std::memcpy (annae_frame_get_writable (frame), picture.data, annae_frame_get_size (frame));
  double began = busy_ms ();
  if (!annae_vision_view_document (bench.vision, frame, &view, &error))
    g_error ("%s", error->message);
  bench.times[picture.rows > 720].push_back (busy_ms () - began);
  return view;
}

double
corner_error (const AnnaeDocumentView &view, const CardTruth &truth)
{
  double worst = 0;

  for (int i = 0; i < 4; i++)
    worst = std::max (worst, apart (view.corners[i], truth.corners[i]));
  return worst / cv::norm (truth.corners[1] - truth.corners[0]);
}

double
eye_error (const AnnaeFace &face, const CardTruth &truth, double *midpoint)
{
  double between = cv::norm (truth.landmarks[1] - truth.landmarks[0]);
  AnnaePoint middle
      = { (face.landmarks[0].x + face.landmarks[1].x) / 2, (face.landmarks[0].y + face.landmarks[1].y) / 2 };

  *midpoint = apart (middle, (truth.landmarks[0] + truth.landmarks[1]) / 2) / between;
  return std::max (apart (face.landmarks[0], truth.landmarks[0]), apart (face.landmarks[1], truth.landmarks[1]))
         / between;
}

double
at_share (std::vector<double> values, double share)
{
  std::sort (values.begin (), values.end ());
  return values.empty () ? NAN : values[static_cast<size_t> (share * static_cast<double> (values.size () - 1))];
}

void
dump (const Bench &bench, const std::string &name, const cv::Mat &picture, const AnnaeDocumentView &view)
{
  cv::Mat drawn = picture.clone ();

  if (bench.dump == nullptr)
    return;
  for (int i = 0; i < 4 && view.has_corners; i++)
    cv::line (drawn, cv::Point2f (view.corners[i].x, view.corners[i].y),
              cv::Point2f (view.corners[(i + 1) % 4].x, view.corners[(i + 1) % 4].y),
              i == 0 ? CV_RGB (255, 0, 0) : CV_RGB (0, 255, 0), 2, cv::LINE_AA);
  if (view.has_portrait)
    cv::rectangle (
        drawn, cv::Rect2f (view.portrait.box.x, view.portrait.box.y, view.portrait.box.width, view.portrait.box.height),
        CV_RGB (255, 255, 0), 2);
  cv::imwrite (std::string (bench.dump) + "/" + name + ".jpg", drawn);
}
