/* SPDX-License-Identifier: GPL-3.0-or-later */

/* YuNet (Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector", 2023), decoded here: OpenCV 4.6's own class
 * knows only the network of the year before.
 *
 * A frame is looked at 320 pixels wide first, in which a face at a counter is large enough; then, where nothing is
 * found, larger. Landmarks found in the small picture are as coarse as its pixels, so the largest face is looked at
 * again in a cut-out of its own, in which it always has the same size. */

#include "detector.h"

#include "align.h"
#include "guard.h"
#include "network.h"
#include "wipe-allocator.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <malloc.h>
#include <map>
#include <string>

namespace annae
{

namespace
{

constexpr int STRIDES[] = { 8, 16, 32 };
constexpr float OVERLAP = 0.3f;
constexpr float SCORE_LIVE = 0.6f;
constexpr float SCORE_FAINT = 0.3f; /* only where nothing else is found in a picture that ought to hold a face */
constexpr float SCORE_SMALL = 0.4f; /* portraits: a card about them and their place on it must agree */
constexpr int SIDE_FIRST = 320;
constexpr int SIDE_SECOND = 640;
constexpr int SIDE_THIRD = 1280;
constexpr int CUT_SIDE = 128;
constexpr float CUT_FACE = 60.0f;   /* width of the face in its cut-out */
constexpr double SMALL_FACE = 40.0; /* px of width in the first picture */
constexpr double LEAST_TURN = 0.06; /* radians */
constexpr double OVERTURN = 1.5;    /* what is seen of a tilt is about two thirds of it */
constexpr int MOST_TURNS = 3;
constexpr int IDLE_LOOKS = 60; /* two seconds in which the small picture was enough */

int
to_multiple (int side)
{
  return (side + 31) / 32 * 32;
}

class YuNet : public Detector
{
public:
  explicit YuNet (const AnnaePackPart &pack_part) : part (pack_part), files (read_network_files (pack_part))
  {
    for (int stride : STRIDES)
      for (const char *name : { "cls_", "obj_", "bbox_", "kps_" })
        names.push_back (name + std::to_string (stride));
    whole.net = make_network (part, files);
    cut.net = make_network (part, files);
    try_out ();
  }

  std::vector<AnnaeFace>
  find (const cv::Mat &picture, Effort effort) override
  {
    int longest = std::max (picture.cols, picture.rows);
    if (effort == Effort::SMALL || effort == Effort::SMALLEST)
      return look (larger, picture, std::min (longest, effort == Effort::SMALL ? SIDE_SECOND : SIDE_THIRD), SCORE_SMALL);
    std::vector<AnnaeFace> faces = look (whole, picture, SIDE_FIRST, SCORE_LIVE);

    if (faces.empty () && longest > SIDE_FIRST)
      faces = look (larger, picture, SIDE_SECOND, SCORE_LIVE);
    else if (++idle_looks >= IDLE_LOOKS)
      drop_larger ();
    if (effort == Effort::THOROUGH)
      {
        if (faces.empty () && longest > SIDE_SECOND)
          faces = look (larger, picture, SIDE_THIRD, SCORE_LIVE);
        if (faces.empty ())
          faces = look (whole, picture, SIDE_FIRST, SCORE_FAINT);
        if (faces.empty ())
          faces = look (larger, picture, SIDE_SECOND, SCORE_FAINT);
      }
    size_t n_refined = effort != Effort::LIVE ? faces.size () : std::min<size_t> (faces.size (), 1);
    for (size_t i = 0; i < n_refined; i++)
      refine (picture, faces[i]);
    return faces;
  }

  /* Looks again at a face that is small in the first picture, or tilted: YuNet was trained on upright heads and puts
   * the eyes of a tilted one too level. In a cut-out turned by what is known of the tilt more of it comes to light. */
  void
  refine (const cv::Mat &picture, AnnaeFace &face) override
  {
    double turn = 0;
    double shrunk = static_cast<double> (SIDE_FIRST) / std::max (SIDE_FIRST, std::max (picture.cols, picture.rows));
    bool small = face.box.width * shrunk < SMALL_FACE;

    for (int i = 0; i < MOST_TURNS; i++)
      {
        double left = tilt_of (face) - turn;
        if (std::fabs (left) < LEAST_TURN && !(small && i == 0))
          return;
        turn += left * OVERTURN;
        if (!look_turned (picture, face, turn))
          return;
      }
  }

  bool
  sees_landmarks () const override
  {
    return true;
  }

  void
  forget () override
  {
    drop_larger ();
    for (Eye *eye : { &whole, &cut })
      {
        if (eye->size.empty ())
          continue;
        feed (*eye, cv::Mat::zeros (eye->size, CV_8UC3));
        run (*eye);
      }
    input.release ();
  }

private:
  /* One copy of the network for each size of input: changing the size sets all of it up again. */
  struct Eye
  {
    cv::dnn::Net net;
    cv::Size size; /* of the last look */
    std::vector<cv::Mat> outputs;
  };

  /* Between its layers a network of 640 x 480 keeps 20 MB, one of 1280 x 960 four times that. Memory of cv::Mat is
   * wiped when it goes, the rest of a network knows of no picture. */
  void
  drop_larger ()
  {
    idle_looks = 0;
    if (larger.net.empty ())
      return;
    larger = {};
    input.release ();
    malloc_trim (0);
  }

  void
  run (Eye &eye)
  {
    VaultPause pause;

    eye.net.setInput (input);
    eye.net.forward (eye.outputs, names);
  }

  void
  feed (Eye &eye, const cv::Mat &padded)
  {
    VaultPause pause;

    eye.size = padded.size ();
    fill_blob ({ padded }, part, input);
  }

  std::vector<AnnaeFace>
  look (Eye &eye, const cv::Mat &picture, int longest, float least)
  {
    double factor = static_cast<double> (longest) / std::max (picture.cols, picture.rows);
    /* Enlarging a picture a little helps with faces that fill a thumbnail; a lot only costs time. */
    factor = std::min (factor, 2.0);
    int cols = std::max (1, cvRound (picture.cols * factor));
    int rows = std::max (1, cvRound (picture.rows * factor));
    cv::Mat padded = cv::Mat::zeros (to_multiple (rows), to_multiple (cols), CV_8UC3);
    cv::Mat inner = padded (cv::Rect (0, 0, cols, rows));

    cv::resize (picture, inner, inner.size (), 0, 0, factor < 1.0 ? cv::INTER_AREA : cv::INTER_LINEAR);
    if (eye.net.empty ())
      eye.net = make_network (part, files);
    if (&eye == &larger)
      idle_looks = 0;
    feed (eye, padded);
    run (eye);
    std::vector<AnnaeFace> faces = decode (eye, padded.size (), least);
    for (AnnaeFace &face : faces)
      map_back (face, static_cast<float> (picture.cols) / static_cast<float> (cols),
                static_cast<float> (picture.rows) / static_cast<float> (rows), 0, 0);
    return faces;
  }

  /* Radians, clockwise as seen; from all five landmarks, which is steadier than from the eyes alone. */
  static double
  tilt_of (const AnnaeFace &face)
  {
    cv::Matx23d transform;

    if (!find_similarity (ALIGNED_LANDMARKS, face.landmarks, ANNAE_N_LANDMARKS, transform))
      return 0;
    return std::atan2 (transform (1, 0), transform (0, 0));
  }

  /* Takes over landmarks from a cut-out about face, turned upright. FALSE where the cut-out shows no such face. */
  bool
  look_turned (const cv::Mat &picture, AnnaeFace &face, double turn)
  {
    double factor = CUT_FACE / std::max (face.box.width, face.box.height * 0.8f);
    cv::Point2d centre (face.box.x + face.box.width / 2, face.box.y + face.box.height / 2);
    double cosine = std::cos (turn) * factor;
    double sine = std::sin (turn) * factor;
    cv::Matx23d to_cut (cosine, sine, CUT_SIDE / 2.0 - cosine * centre.x - sine * centre.y, -sine, cosine,
                        CUT_SIDE / 2.0 + sine * centre.x - cosine * centre.y);
    cv::Mat square = warp_part (picture, to_cut, cv::Size (CUT_SIDE, CUT_SIDE));

    if (square.empty ())
      return false;
    feed (cut, square);
    run (cut);
    const AnnaeFace *best = nullptr;
    double best_distance = CUT_SIDE / 8.0;
    std::vector<AnnaeFace> found = decode (cut, square.size (), SCORE_FAINT);
    for (const AnnaeFace &other : found)
      {
        double distance = std::hypot (other.box.x + other.box.width / 2 - CUT_SIDE / 2.0,
                                      other.box.y + other.box.height / 2 - CUT_SIDE / 2.0);
        double ratio = other.box.width / (face.box.width * factor);
        if (distance < best_distance && ratio > 0.6 && ratio < 1.6)
          {
            best = &other;
            best_distance = distance;
          }
      }
    if (best == nullptr)
      return false;
    cv::Matx23d back;
    cv::invertAffineTransform (to_cut, back);
    for (int i = 0; i < ANNAE_N_LANDMARKS; i++)
      {
        cv::Vec2d at = back * cv::Vec3d (best->landmarks[i].x, best->landmarks[i].y, 1);
        face.landmarks[i] = { static_cast<float> (at[0]), static_cast<float> (at[1]) };
      }
    return true;
  }

  static void
  map_back (AnnaeFace &face, float scale_x, float scale_y, float x, float y)
  {
    face.box
        = { x + face.box.x * scale_x, y + face.box.y * scale_y, face.box.width * scale_x, face.box.height * scale_y };
    for (AnnaePoint &point : face.landmarks)
      point = { x + point.x * scale_x, y + point.y * scale_y };
  }

  std::vector<AnnaeFace>
  decode (const Eye &eye, cv::Size size, float least) const
  {
    std::vector<AnnaeFace> faces;

    for (size_t level = 0; level < std::size (STRIDES); level++)
      {
        auto stride = static_cast<float> (STRIDES[level]);
        int cols = size.width / STRIDES[level];
        int cells = cols * (size.height / STRIDES[level]);
        const float *cls = eye.outputs[4 * level].ptr<float> ();
        const float *obj = eye.outputs[4 * level + 1].ptr<float> ();
        const float *bbox = eye.outputs[4 * level + 2].ptr<float> ();
        const float *kps = eye.outputs[4 * level + 3].ptr<float> ();

        for (int i = 0; i < cells; i++)
          {
            float score = std::sqrt (std::clamp (cls[i], 0.0f, 1.0f) * std::clamp (obj[i], 0.0f, 1.0f));
            if (!(score >= least))
              continue;
            auto col = static_cast<float> (i % cols);
            auto row = static_cast<float> (i / cols);
            float width = std::exp (bbox[4 * i + 2]) * stride;
            float height = std::exp (bbox[4 * i + 3]) * stride;
            AnnaeFace face = {};
            face.score = score;
            face.has_landmarks = TRUE;
            face.box = { (col + bbox[4 * i]) * stride - width / 2, (row + bbox[4 * i + 1]) * stride - height / 2, width,
                         height };
            for (int k = 0; k < ANNAE_N_LANDMARKS; k++)
              face.landmarks[k] = { (col + kps[10 * i + 2 * k]) * stride, (row + kps[10 * i + 2 * k + 1]) * stride };
            if (is_sane (face, size))
              faces.push_back (face);
          }
      }
    suppress_overlaps (faces, OVERLAP);
    return faces;
  }

  /* Numbers that no picture can lead to with a network that is what it should be. */
  static bool
  is_sane (const AnnaeFace &face, cv::Size size)
  {
    auto reach = static_cast<float> (2 * std::max (size.width, size.height));
    bool sane = face.box.width >= 2 && face.box.height >= 2 && face.box.width < reach && face.box.height < reach
                && std::fabs (face.box.x) < reach && std::fabs (face.box.y) < reach;

    for (const AnnaePoint &point : face.landmarks)
      sane = sane && std::fabs (point.x) < reach && std::fabs (point.y) < reach;
    return sane;
  }

  /* Another network in this role, or one with broken weights, is found out before the first customer. */
  void
  try_out ()
  {
    cv::Mat grey (CUT_SIDE, CUT_SIDE, CV_8UC3, cv::Scalar::all (128));

    try
      {
        feed (cut, grey);
        run (cut);
      }
    catch (const cv::Exception &exception)
      {
        fail (ANNAE_FAILURE_NETWORK,
              std::string ("The network ") + part.path + " does not work as YuNet: " + exception.err);
      }
    for (size_t i = 0; i < cut.outputs.size (); i++)
      {
        static const size_t widths[] = { 1, 1, 4, 10 };
        auto side = static_cast<size_t> (CUT_SIDE / STRIDES[i / 4]);
        if (cut.outputs[i].total () != side * side * widths[i % 4] || !all_finite (cut.outputs[i]))
          fail (ANNAE_FAILURE_NETWORK, std::string ("The network ") + part.path
                                           + " does not answer as YuNet does: output " + names[i]
                                           + " has another size, or values that are not finite");
      }
  }

  const AnnaePackPart &part;
  NetworkFiles files; /* the larger network is made of them when it is needed */
  std::vector<cv::String> names;
  cv::Mat input; /* of the last look, until the person is forgotten */
  Eye whole;
  Eye larger; /* often none */
  Eye cut;
  int idle_looks = 0;
};

} // namespace

std::unique_ptr<Detector>
make_yunet (const AnnaePackPart &part)
{
  return std::make_unique<YuNet> (part);
}

} // namespace annae
