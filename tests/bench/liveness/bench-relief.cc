/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-relief FOLDER: how far noses stand out in the pictures of render-attacks.py, of each person by every picture that has turned against every one at
 * rest, as src/vision/relief.cc measures it with the bundled pack, and how long that
 * takes. A table in Markdown; --rows prints everybody. */

#include "annae-model-pack.h"
#include "annae-vision.h"
#include "detector.h"
#include "reader.h"
#include "relief.h"

#include <opencv2/imgcodecs.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>
#include <string>
#include <vector>

using namespace annae;

namespace
{

struct Seen
{
  cv::Mat picture;
  Reading reading;
};

/* Of one person and kind: seen, and tried, turned by less than 12 degrees and by more; what was seen. */
struct Face
{
  std::vector<Seen> rest;
  std::vector<Seen> turned;
  std::vector<double> reliefs;
  int seen[2] = {};
  int tried[2] = {};
};

std::vector<double> milliseconds;

constexpr double FAR_DEGREES = 12;
/* Fewer than these of some hundred say nothing of a face. */
constexpr size_t LEAST = 4;

double
mean_of (const std::vector<double> &values)
{
  double sum = 0;

  for (double value : values)
    sum += value;
  return sum / static_cast<double> (values.size ());
}

double
deviation_of (const std::vector<double> &values)
{
  const double mean = mean_of (values);
  double sum = 0;

  for (double value : values)
    sum += (value - mean) * (value - mean);
  return std::sqrt (sum / static_cast<double> (values.size ()));
}

void
load (const char *folder, std::map<std::string, std::map<int, Face>> &kinds)
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("annae", &error);
  g_autoptr (GDir) dir = pack != nullptr ? g_dir_open (folder, 0, &error) : nullptr;
  const char *name;

  if (dir == nullptr)
    {
      std::fprintf (stderr, "bench-relief: %s\n", error->message);
      std::exit (3);
    }
  auto detector = make_detector (*annae_model_pack_get_part (pack, ANNAE_ROLE_DETECT));
  Reader reader (*annae_model_pack_get_part (pack, ANNAE_ROLE_READ));
  while ((name = g_dir_read_name (dir)) != nullptr)
    {
      int seed;
      int angle;
      char kind[16];
      char axis[8];
      Seen seen;

      if (std::sscanf (name, "%d_%15[a-z0-9]_%7[a-z]_%d_", &seed, kind, axis, &angle) != 4 || std::strcmp (axis, "pitch") == 0)
        continue;
      seen.picture = cv::imread (std::string (folder) + "/" + name);
      std::vector<AnnaeFace> faces = detector->find (seen.picture, Effort::LIVE);
      if (faces.empty () || !reader.read (seen.picture, faces[0], seen.reading))
        continue;
      Face &face = kinds[kind][seed];
      (std::strcmp (axis, "rest") == 0 ? face.rest : face.turned).push_back (seen);
    }
}

void
measure (Face &face)
{
  for (const Seen &rest : face.rest)
    for (const Seen &turned : face.turned)
      {
        Relief relief;
        double value;
        const double degrees = std::fabs (turned.reading.pose.yaw - rest.reading.pose.yaw);

        if (degrees < 5 || degrees > 25)
          continue;
        relief.measure (rest.picture, rest.reading, 0, value);
        face.tried[degrees >= FAR_DEGREES]++;
        const gint64 began = g_get_monotonic_time ();
        const bool is_seen = relief.measure (turned.picture, turned.reading, G_USEC_PER_SEC / 5, value);
        milliseconds.push_back (static_cast<double> (g_get_monotonic_time () - began) / 1000);
        if (!is_seen)
          continue;
        face.seen[degrees >= FAR_DEGREES]++;
        face.reliefs.push_back (value);
      }
  face.rest.clear ();
  face.turned.clear ();
}

} // namespace

int
main (int argc, char **argv)
{
  const bool rows = argc == 3 && std::strcmp (argv[1], "--rows") == 0;
  std::map<std::string, std::map<int, Face>> kinds;

  if (argc != 2 && !rows)
    {
      std::fprintf (stderr, "bench-relief: [--rows] and a folder are needed\n");
      return 3;
    }
  load (argv[argc - 1], kinds);
  std::printf ("| what turns | people | of them seen | mean | deviation | least | most | of a person | seen below 12 degrees | from 12 to 25 |\n"
               "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (auto &[kind, people] : kinds)
    {
      std::vector<double> means;
      std::vector<double> within;
      double seen[2] = {};
      double tried[2] = {};

      for (auto &[seed, face] : people)
        {
          measure (face);
          for (int i = 0; i < 2; i++)
            {
              seen[i] += face.seen[i];
              tried[i] += face.tried[i];
            }
          if (rows)
            std::printf ("%s %d: %.3f of %zu, %d of %d and %d of %d\n", kind.c_str (), seed,
                         face.reliefs.empty () ? NAN : mean_of (face.reliefs), face.reliefs.size (), face.seen[0], face.tried[0], face.seen[1],
                         face.tried[1]);
          if (face.reliefs.size () < LEAST)
            continue;
          means.push_back (mean_of (face.reliefs));
          within.push_back (deviation_of (face.reliefs));
        }
      if (means.empty ())
        std::printf ("| %s | %zu | 0 | | | | | | %.2f | %.2f |\n", kind.c_str (), people.size (), seen[0] / std::max (tried[0], 1.0),
                     seen[1] / std::max (tried[1], 1.0));
      else
        std::printf ("| %s | %zu | %zu | %.3f | %.3f | %.3f | %.3f | %.3f | %.2f | %.2f |\n", kind.c_str (), people.size (), means.size (),
                     mean_of (means), deviation_of (means), *std::min_element (means.begin (), means.end ()),
                     *std::max_element (means.begin (), means.end ()), mean_of (within), seen[0] / std::max (tried[0], 1.0),
                     seen[1] / std::max (tried[1], 1.0));
    }
  if (!milliseconds.empty ())
    {
      std::nth_element (milliseconds.begin (), milliseconds.begin () + milliseconds.size () / 2, milliseconds.end ());
      std::printf ("\nmedian %.2f ms a comparison\n", milliseconds[milliseconds.size () / 2]);
    }
  return 0;
}
