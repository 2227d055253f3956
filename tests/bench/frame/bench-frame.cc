/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Time for one analysed frame beside the bare detector network on the same frames, in the same run, one after the
 * other: bench-frame PACK VIDEO The bare network is only run, not decoded: at the frame's own size, and at the size
 * that Annae looks at first. */

#include "annae-file-source.h"
#include "annae-vision.h"
#include "network.h"
#include "wipe-allocator.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstring>
#include <vector>

namespace
{

constexpr guint N_FRAMES = 120;

struct Take
{
  GMainLoop *loop;
  std::vector<AnnaeFrame *> frames;
  guint n;
};

void
keep (AnnaeFrame *frame, gpointer data)
{
  auto *take = static_cast<Take *> (data);

  if (take->n++ % 3 == 0 && take->frames.size () < N_FRAMES)
    take->frames.push_back (annae_frame_ref (frame));
}

double
median (std::vector<gint64> times)
{
  std::sort (times.begin (), times.end ());
  return static_cast<double> (times.at (times.size () / 2)) / 1000;
}

/* One look at a frame, us. */
gint64
look (AnnaeVision *vision, AnnaeFrame *frame, AnnaeObservation *observation)
{
  gint64 begin = g_get_monotonic_time ();
  annae_vision_observe (vision, frame, observation, nullptr);
  return g_get_monotonic_time () - begin;
}

/* The network with a picture of this size, ready to run. */
struct Bare
{
  Bare (const AnnaePackPart &part, int width, int height) : net (annae::load_network (part)), size (width, height)
  {
  }

  gint64
  run (const cv::Mat &picture, const AnnaePackPart &part)
  {
    cv::Mat fitted;
    cv::resize (picture, fitted, size);
    annae::fill_blob ({ fitted }, part, blob);
    gint64 begin = g_get_monotonic_time ();
    net.setInput (blob);
    net.forward (outputs, net.getUnconnectedOutLayersNames ());
    return g_get_monotonic_time () - begin;
  }

  cv::dnn::Net net;
  cv::Size size;
  cv::Mat blob;
  std::vector<cv::Mat> outputs;
};

} // namespace

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = nullptr;
  Take take = {};

  if (argc != 3)
    {
      g_printerr ("usage: bench-frame PACK VIDEO\n");
      return 2;
    }
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find (argv[1], &error);
  g_autoptr (AnnaeVision) vision = pack != nullptr ? annae_vision_new (pack, &error) : nullptr;
  if (vision == nullptr || std::strcmp (annae_model_pack_get_part (pack, ANNAE_ROLE_DETECT)->kind, "yunet") != 0)
    {
      g_printerr ("%s\n", error != nullptr ? error->message : "the pack's detector is no network");
      return 77;
    }
  g_autoptr (AnnaeFrameSource) source = annae_file_source_new (argv[2], ANNAE_PACE_AS_FAST_AS_POSSIBLE, FALSE);
  take.loop = g_main_loop_new (nullptr, FALSE);
  g_signal_connect_swapped (source, "ended", G_CALLBACK (g_main_loop_quit), take.loop);
  g_signal_connect_swapped (source, "trouble", G_CALLBACK (g_main_loop_quit), take.loop);
  annae_frame_source_set_frame_func (source, keep, &take);
  if (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, &error))
    g_main_loop_run (take.loop);
  annae_frame_source_stop (source);
  g_main_loop_unref (take.loop);
  if (take.frames.empty ())
    {
      g_printerr ("no frames in %s\n", argv[2]);
      return 77;
    }

  const AnnaePackPart &part = *annae_model_pack_get_part (pack, ANNAE_ROLE_DETECT);
  int width = static_cast<int> (annae_frame_get_width (take.frames[0]));
  int height = static_cast<int> (annae_frame_get_height (take.frames[0]));
  int first_height = (height * 320 / width + 31) / 32 * 32;
  Bare full (part, width / 32 * 32, height / 32 * 32);
  Bare first (part, 320, first_height);
  std::vector<gint64> observed, with_face, again, cost, bare_full, bare_first, documents, embedded;
  cv::MatAllocator *wiping = cv::Mat::getDefaultAllocator ();
  bool wiped_first = false;
  for (AnnaeFrame *frame : take.frames)
    {
      AnnaeObservation observation;
      AnnaeDocumentView view;
      cv::Mat picture (height, width, CV_8UC3, const_cast<guint8 *> (annae_frame_peek (frame)),
                       annae_frame_get_stride (frame));

      observed.push_back (look (vision, frame, &observation));
      if (observation.n_faces > 0)
        with_face.push_back (observed.back ());
      bare_full.push_back (full.run (picture, part));
      bare_first.push_back (first.run (picture, part));
      /* The same with OpenCV's own allocator, which neither wipes nor knows the vault. A look that does not count
       * brings the weights back into the processor's caches; each of the two is the first as often as the other. */
      look (vision, frame, &observation);
      wiped_first = !wiped_first;
      gint64 wiped = 0, plain = 0;
      for (bool wipes : { wiped_first, !wiped_first })
        {
          cv::Mat::setDefaultAllocator (wipes ? wiping : cv::Mat::getStdAllocator ());
          (wipes ? wiped : plain) = look (vision, frame, &observation);
        }
      again.push_back (wiped);
      cost.push_back (wiped - plain);
      cv::Mat::setDefaultAllocator (wiping);
      gint64 begin = g_get_monotonic_time ();
      annae_vision_view_document (vision, frame, &view, nullptr);
      documents.push_back (g_get_monotonic_time () - begin);
      if (observation.n_faces > 0 && annae_model_pack_get_part (pack, ANNAE_ROLE_EMBED) != nullptr)
        {
          begin = g_get_monotonic_time ();
          g_autoptr (AnnaeFrame) aligned = annae_vision_align (vision, frame, &observation.faces[0], nullptr);
          g_autoptr (AnnaeTemplate) numbers = annae_vision_embed (vision, aligned, nullptr);
          embedded.push_back (g_get_monotonic_time () - begin);
        }
    }
  g_print ("%zu frames of %d x %d, medians in ms, one thread\n", take.frames.size (), width, height);
  g_print ("  all measures                   %6.2f  (frames with a face: %.2f)\n", median (observed),
           median (with_face));
  g_print ("  bare network, %4d x %-4d      %6.2f  ratio %.2f\n", full.size.width, full.size.height, median (bare_full),
           median (observed) / median (bare_full));
  g_print ("  bare network, %4d x %-4d      %6.2f  ratio %.2f\n", first.size.width, first.size.height,
           median (bare_first), median (observed) / median (bare_first));
  g_print ("  all measures, right after      %6.2f  of which wiping and the vault cost %.2f\n", median (again),
           median (cost));
  g_print ("  looking for a document         %6.2f\n", median (documents));
  if (!embedded.empty ())
    g_print ("  aligning and one template      %6.2f\n", median (embedded));
  for (AnnaeFrame *frame : take.frames)
    annae_frame_unref (frame);
  return 0;
}
