/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes the needles of one session: rows of every frame of the live recording and of the document's picture in every
 * order of bytes that a library may hold, the files' own bytes, the aligned faces and their templates.
 *
 *   make-needles PACK DOCUMENT LIVE OUTPUT [PICTURE]
 *
 * PICTURE: what the document's file holds, whose pixels a library may hold in its own size. */

#include "align.h"
#include "annae-file-source.h"
#include "annae-frame-sink.h"
#include "annae-template.h"
#include "annae-vision.h"
#include "embedder.h"
#include "frame-mat.h"
#include "needles.h"
#include "network.h"
#include "reader.h"
#include "wipe-allocator.h"

#include <opencv2/imgproc.hpp>

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

namespace
{

/* One row in this many. */
constexpr int ROW_STEP = 32;

/* Faces and templates are taken from the frames from here on: the face of the demonstration is in place by then. */
constexpr gint64 FACES_FROM_US = 4800 * 1000;

std::vector<Needle> needles;
std::unordered_set<std::string> known;

void
add (NeedleKind kind, const void *bytes)
{
  bool seen[256] = {};
  int different = 0;
  Needle needle = {};

  memcpy (needle.bytes, bytes, NEEDLE_BYTES);
  needle.kind = kind;
  for (uint8_t byte : needle.bytes)
    {
      different += !seen[byte];
      seen[byte] = true;
    }
  std::string text (static_cast<const char *> (bytes), NEEDLE_BYTES);
  if (different >= NEEDLE_MIN_DIFFERENT && known.insert (text).second)
    needles.push_back (needle);
}

/* The bytes of count pixels of a row from x on, in the order given; what is not of the picture is 255. */
void
add_pixels (NeedleKind kind, const uint8_t *bgr, const int *order, int channels)
{
  std::vector<uint8_t> bytes;

  for (int pixel = 0; bytes.size () < NEEDLE_BYTES; pixel++)
    for (int i = 0; i < channels; i++)
      bytes.push_back (order[i] < 0 ? 255 : bgr[3 * pixel + order[i]]);
  add (kind, bytes.data ());
}

void
add_grey (NeedleKind kind, const cv::Mat &picture, int x, int y)
{
  cv::Mat grey;

  cv::cvtColor (picture (cv::Rect (x, y, NEEDLE_BYTES, 1)), grey, cv::COLOR_BGR2GRAY);
  add (kind, grey.data);
}

void
add_picture (const cv::Mat &picture, bool card)
{
  static const int bgr[] = { 0, 1, 2 }, rgb[] = { 2, 1, 0 }, bgrx[] = { 0, 1, 2, -1 }, rgbx[] = { 2, 1, 0, -1 };
  int shift = card ? NEEDLE_CARD_BGR - NEEDLE_FRAME_BGR : 0;
  auto kind = [shift] (NeedleKind of) { return static_cast<NeedleKind> (of + shift); };

  for (int y = ROW_STEP / 2; y < picture.rows; y += ROW_STEP)
    for (int part = 1; part < 8; part++)
      {
        int x = picture.cols * part / 8;
        const uint8_t *at = picture.ptr (y) + 3 * x;
        add_pixels (kind (NEEDLE_FRAME_BGR), at, bgr, 3);
        add_pixels (kind (NEEDLE_FRAME_RGB), at, rgb, 3);
        add_pixels (kind (NEEDLE_FRAME_BGRX), at, bgrx, 4);
        add_pixels (kind (NEEDLE_FRAME_RGBX), at, rgbx, 4);
        add_grey (kind (NEEDLE_FRAME_GREY), picture, x, y);
      }
}

void
add_file (NeedleKind kind, const char *path, gsize step)
{
  g_autofree char *bytes = nullptr;
  gsize length = 0;

  if (g_file_get_contents (path, &bytes, &length, nullptr))
    for (gsize at = 0; at + NEEDLE_BYTES <= length; at += step)
      add (kind, bytes + at);
}

uint16_t
half_of (float value)
{
  cv::float16_t half (value);
  uint16_t bits;

  memcpy (&bits, &half, sizeof bits);
  return bits;
}

void
add_template (const float *values, gsize n)
{
  std::vector<uint16_t> halves (n);

  for (gsize i = 0; i < n; i++)
    halves[i] = half_of (values[i]);
  for (gsize i = 0; i + NEEDLE_BYTES / sizeof (float) <= n; i += NEEDLE_BYTES / sizeof (float))
    add (NEEDLE_TEMPLATE_FLOAT, values + i);
  for (gsize i = 0; i + NEEDLE_BYTES / sizeof (uint16_t) <= n; i += NEEDLE_BYTES / sizeof (uint16_t))
    add (NEEDLE_TEMPLATE_HALF, halves.data () + i);
}

struct Maker
{
  AnnaeVision *vision;
  const AnnaePackPart *embedding; /* NULL where the pack cannot recognise */
  std::unique_ptr<annae::Embedder> embedder;
  std::unique_ptr<annae::Reader> reader;

  void
  add_face (const cv::Mat &picture, AnnaeFace face) const
  {
    if (reader != nullptr)
      reader->align (picture, face);
    cv::Mat chip = annae::align_face (picture, face);
    if (chip.empty ())
      return;
    for (int y = 4; y < chip.rows; y += 8)
      for (int x : { 24, 48, 72 })
        add (NEEDLE_CHIP, chip.ptr (y) + 3 * x);
    if (embedder == nullptr)
      return;

    cv::Mat mirrored, blob;
    cv::flip (chip, mirrored, 1);
    annae::fill_blob ({ chip, mirrored }, *embedding, blob);
    for (int n = 0; n < 2; n++)
      for (int y = 4; y < chip.rows; y += 8)
        add (NEEDLE_CHIP, blob.ptr<float> (n, 1) + y * chip.cols + 48);
    std::vector<float> values = embedder->embed (chip);
    add_template (values.data (), values.size ());
    g_autoptr (AnnaeTemplate) scaled = annae_template_new ("needles", values.data (), values.size ());
    add_template (annae_template_peek (scaled), values.size ());
  }
};

/* A sample's picture, for as long as this lives. */
struct Shown
{
  GstSample *sample;
  GstVideoInfo info = {};
  GstVideoFrame frame = {};

  explicit Shown (GstElement *sink) : sample (gst_app_sink_pull_sample (GST_APP_SINK (sink)))
  {
    if (sample == nullptr)
      return;
    gst_video_info_from_caps (&info, gst_sample_get_caps (sample));
    gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ);
  }

  ~Shown ()
  {
    if (sample == nullptr)
      return;
    gst_video_frame_unmap (&frame);
    gst_sample_unref (sample);
  }

  Shown (const Shown &) = delete;
  Shown &
  operator= (const Shown &)
      = delete;

  const uint8_t *
  at (int plane, int x_eighths, int y) const
  {
    int row = info.finfo->n_planes == 1 ? info.width * GST_VIDEO_INFO_COMP_PSTRIDE (&info, 0)
                                        : GST_VIDEO_FRAME_COMP_WIDTH (&frame, plane);
    /* on a whole pixel of every format that is asked for here */
    int x = row * x_eighths / 8 / 12 * 12;
    return static_cast<const uint8_t *> (GST_VIDEO_FRAME_PLANE_DATA (&frame, plane))
           + y * GST_VIDEO_FRAME_PLANE_STRIDE (&frame, plane) + x;
  }

  cv::Mat
  bgr () const
  {
    return cv::Mat (info.height, info.width, CV_8UC3, GST_VIDEO_FRAME_PLANE_DATA (&frame, 0),
                    GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0));
  }
};

void
add_decoded (const Shown &shown)
{
  for (int plane = 0; plane < 2; plane++)
    for (int y = ROW_STEP / 2; y < GST_VIDEO_FRAME_COMP_HEIGHT (&shown.frame, plane); y += ROW_STEP)
      for (int part = 1; part < 8; part++)
        {
          const uint8_t *u = shown.at (plane, part, y), *v = shown.at (2, part, y);
          uint8_t both[NEEDLE_BYTES];

          add (plane == 0 ? NEEDLE_FRAME_LUMA : NEEDLE_FRAME_CHROMA, u);
          if (plane == 0)
            continue;
          for (int i = 0; i < NEEDLE_BYTES; i++)
            both[i] = i % 2 == 0 ? u[i / 2] : v[i / 2];
          add (NEEDLE_FRAME_CHROMA, both);
        }
}

void
add_packed (const Shown &shown)
{
  for (int y = ROW_STEP / 2; y < shown.info.height; y += ROW_STEP)
    for (int part = 1; part < 8; part++)
      add (NEEDLE_FRAME_YUY2, shown.at (0, part, y));
}

/* The planes as the decoder gives them, the program's pipeline converting what this one takes; and the recording as the
 * tests' camera shows it (tests/tools/virtual-camera.c), there and back. */
bool
add_planes (const char *path, std::vector<cv::Mat> *pictures, std::vector<gint64> *times)
{
  static const char text[]
      = "filesrc name=file ! decodebin ! tee name=t "
        "t. ! queue ! appsink name=planes caps=video/x-raw,format=I420 sync=false max-buffers=1 "
        "t. ! queue ! videoconvert ! videoflip video-direction=auto ! video/x-raw,format=BGR ! tee name=b "
        "b. ! queue ! appsink name=bgr sync=false max-buffers=1 "
        "b. ! queue ! videoconvert ! video/x-raw,format=YUY2 ! tee name=c "
        "c. ! queue ! appsink name=yuy2 sync=false max-buffers=1 "
        "c. ! queue ! videoconvert ! appsink name=back caps=video/x-raw,format=BGR sync=false max-buffers=1";
  g_autoptr (GstElement) pipeline = gst_parse_launch (text, nullptr);
  g_autoptr (GstElement) file = gst_bin_get_by_name (GST_BIN (pipeline), "file");
  g_autoptr (GstElement) planes = gst_bin_get_by_name (GST_BIN (pipeline), "planes");
  g_autoptr (GstElement) bgr = gst_bin_get_by_name (GST_BIN (pipeline), "bgr");
  g_autoptr (GstElement) yuy2 = gst_bin_get_by_name (GST_BIN (pipeline), "yuy2");
  g_autoptr (GstElement) back = gst_bin_get_by_name (GST_BIN (pipeline), "back");

  g_object_set (file, "location", path, nullptr);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  for (;;)
    {
      Shown decoded (planes);
      if (decoded.sample == nullptr)
        break;
      add_decoded (decoded);

      Shown picture (bgr), packed (yuy2), returned (back);
      if (picture.sample == nullptr || packed.sample == nullptr || returned.sample == nullptr)
        return false;
      add_packed (packed);
      add_picture (returned.bgr (), false);
      pictures->push_back (picture.bgr ().clone ());
      times->push_back ((gint64) (GST_BUFFER_PTS (gst_sample_get_buffer (picture.sample)) / 1000));
    }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return !pictures->empty ();
}

void
look_at_frame (const Maker &maker, const cv::Mat &picture, gint64 time_us)
{
  g_autoptr (AnnaeFrame) frame = annae::copy_to_frame (picture, ANNAE_VAULT_FRAME, time_us);
  AnnaeObservation seen;

  if (annae_vision_observe (maker.vision, frame, &seen, nullptr) && seen.n_faces > 0)
    maker.add_face (picture, seen.faces[0]);
}

int
make (const char *pack_name, const char *document, const char *live, const char *output, const char *within)
{
  g_autoptr (GError) error = nullptr;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find (pack_name, &error);
  g_autoptr (AnnaeVision) vision = pack != nullptr ? annae_vision_new (pack, &error) : nullptr;
  if (vision == nullptr)
    return 3;
  Maker maker = { vision, annae_model_pack_get_part (pack, ANNAE_ROLE_EMBED), nullptr, nullptr };
  const AnnaePackPart *read = annae_model_pack_get_part (pack, ANNAE_ROLE_READ);
  if (maker.embedding != nullptr)
    maker.embedder = std::make_unique<annae::Embedder> (*maker.embedding);
  if (read != nullptr)
    maker.reader = std::make_unique<annae::Reader> (*read);

  g_autoptr (AnnaeFrame) card = annae_picture_load (document, &error);
  AnnaeDocumentView view;
  g_autoptr (AnnaeFrame) upright = card != nullptr ? annae_vision_read_document (vision, card, &view, &error) : nullptr;
  if (upright == nullptr)
    return 3;
  add_picture (annae::wrap_frame (card), true);
  add_picture (annae::wrap_frame (upright), true);
  maker.add_face (annae::wrap_frame (upright), view.portrait);
  g_autoptr (AnnaeFrame) inner = within != nullptr ? annae_picture_load (within, &error) : nullptr;
  if (within != nullptr && inner == nullptr)
    return 3;
  if (inner != nullptr)
    add_picture (annae::wrap_frame (inner), true);
  add_file (NEEDLE_CARD_FILE, document, NEEDLE_BYTES);
  add_file (NEEDLE_LIVE_FILE, live, 8 * NEEDLE_BYTES);

  std::vector<cv::Mat> pictures;
  std::vector<gint64> times;
  if (!add_planes (live, &pictures, &times))
    return 3;
  for (size_t i = 0; i < pictures.size (); i++)
    {
      add_picture (pictures[i], false);
      if (maker.embedder != nullptr && times[i] >= FACES_FROM_US)
        look_at_frame (maker, pictures[i], times[i]);
    }

  FILE *file = fopen (output, "wb");
  if (file == nullptr || fwrite (needles.data (), sizeof (Needle), needles.size (), file) != needles.size ()
      || fclose (file) != 0)
    return 3;
  size_t counts[NEEDLE_N_KINDS] = {};
  for (const Needle &needle : needles)
    counts[needle.kind]++;
  for (int kind = 0; kind < NEEDLE_N_KINDS; kind++)
    printf ("%s %zu\n", needle_kinds[kind], counts[kind]);
  return 0;
}

} // namespace

int
main (int argc, char **argv)
{
  if (argc != 5 && argc != 6)
    return 3;
  annae_vault_init ();
  annae_capture_init ();
  annae::prepare_opencv ();
  return make (argv[1], argv[2], argv[3], argv[4], argv[5]); /* NULL where there are four */
}
