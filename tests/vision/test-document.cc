/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose face on a card is its portrait: the demonstration's card (a person who does not exist) in a picture, and a
 * detector that sees faces where the test says. */

#include "annae-paths.h"
#include "card-find.h"
#include "document.h"
#include "vision-testing.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <memory>

using namespace annae;

namespace
{

const cv::Rect CARD (340, 200, 600, 378); /* in the picture */

/* Shares of the card: the eyes' middle, and their distance as a share of the width. */
struct Place
{
  double x;
  double y;
  double between;
};

const Place PORTRAIT = { 0.208, 0.584, 0.095 };
const Place NAMES = { 0.80, 0.40, 0.080 }; /* where other documents have their portrait: letters, here */
const Place TITLE = { 0.30, 0.10, 0.075 }; /* no document has it there */
const Place OVER_EDGE = { 0.21, 0.02, 0.07 };
const Place BESIDE = { 1.3, 0.5, 0.095 };

AnnaeFace
face_at (const Place &place, float score)
{
  AnnaeFace face = {};
  auto eyes = static_cast<float> (place.between * CARD.width);
  cv::Point2f middle (static_cast<float> (CARD.x + place.x * CARD.width),
                      static_cast<float> (CARD.y + place.y * CARD.height));

  face.score = score;
  face.has_landmarks = TRUE;
  face.box = { middle.x - eyes, middle.y - 0.9f * eyes, 2 * eyes, 2.6f * eyes };
  const float points[5][2] = { { -0.5f, 0 }, { 0.5f, 0 }, { 0, 0.55f }, { -0.4f, 1.1f }, { 0.4f, 1.1f } };
  for (int i = 0; i < 5; i++)
    face.landmarks[i] = { middle.x + points[i][0] * eyes, middle.y + points[i][1] * eyes };
  return face;
}

cv::Mat
picture_of_card ()
{
  g_autofree char *path = g_build_filename (g_getenv ("ANNAE_DATA_DIR"), "demo", "card-same.jpg", nullptr);
  cv::Mat print = cv::imread (path);
  cv::Mat picture (720, 1280, CV_8UC3, cv::Scalar (70, 75, 80));

  g_assert_false (print.empty ());
  cv::Mat inner = picture (CARD);
  cv::resize (print, inner, CARD.size (), 0, 0, cv::INTER_AREA);
  /* Letters and a dark shape, as hair behind a card's edge is one. */
  cv::ellipse (picture, { CARD.x + 480, CARD.y + 120 }, { 50, 35 }, 0, 0, 360, cv::Scalar (35, 50, 75), cv::FILLED,
               cv::LINE_AA);
  cv::putText (picture, "NAMES", { CARD.x + 425, CARD.y + 180 }, cv::FONT_HERSHEY_SIMPLEX, 1.1, cv::Scalar (20, 20, 25),
               4, cv::LINE_AA);
  cv::GaussianBlur (picture, picture, {}, 0.8);
  return picture;
}

GPtrArray *
own_layouts ()
{
  g_autofree char *folder = annae_paths_data_file (ANNAE_LAYOUTS);
  g_autoptr (GError) error = nullptr;
  GPtrArray *layouts = annae_layouts_load (folder, &error);

  g_assert_no_error (error);
  return layouts;
}

class TestDetector : public Detector
{
public:
  std::vector<AnnaeFace> small;
  std::vector<AnnaeFace> smallest;
  std::vector<AnnaeFace> near; /* on an outline that is enlarged */
  int looks = 0;

  std::vector<AnnaeFace>
  find (const cv::Mat &picture, Effort effort) override
  {
    if (picture.cols < CARD.width)
      return near;
    looks++;
    return effort == Effort::SMALL ? small : smallest;
  }

  void
  refine (const cv::Mat &, AnnaeFace &) override
  {
  }

  bool
  sees_landmarks () const override
  {
    return true;
  }

  void
  forget () override
  {
  }
};

struct Bench
{
  TestDetector detector;
  std::unique_ptr<Reader> reader;
  GPtrArray *layouts = own_layouts ();
  cv::Mat picture = picture_of_card ();
  AnnaeDocumentView view = {};

  explicit Bench (bool with_reader) : reader (with_reader ? bundled_reader () : nullptr)
  {
  }

  ~Bench ()
  {
    g_ptr_array_unref (layouts);
  }

  void
  look (const std::vector<AnnaeFace> &small, const std::vector<AnnaeFace> &smallest)
  {
    detector.small = small;
    detector.smallest = smallest;
    detector.looks = 0;
    view_document (detector, reader.get (), layouts, picture, view);
  }

  /* As a file, in which the same faces are found whichever way it is turned. */
  cv::Mat
  read (const std::vector<AnnaeFace> &faces)
  {
    detector.small = detector.smallest = faces;
    return read_document (detector, reader.get (), layouts, picture, view);
  }
};

void
assert_at (const AnnaeDocumentView &view, const Place &place)
{
  g_assert_true (view.found && view.has_portrait);
  g_assert_cmpfloat (std::fabs (view.place.x - place.x), <, 0.03);
  g_assert_cmpfloat (std::fabs (view.place.y - place.y), <, 0.03);
}

void
test_portrait ()
{
  for (bool with_reader : { false, true })
    {
      Bench bench (with_reader);

      bench.look ({ face_at (PORTRAIT, 0.7f) }, {});
      assert_at (bench.view, PORTRAIT);
      g_assert_false (bench.view.doubtful);
      g_assert_cmpstr (bench.view.layout->name, ==, "specimen");
      g_assert_cmpint (bench.detector.looks, ==, 1);
    }
}

/* Letters where another document has its portrait: without a reader they pass, with one they are never taken, and
 * advice is all that comes of them. */
void
test_letters ()
{
  Bench plain (false);
  Bench reading (true);

  plain.look ({ face_at (NAMES, 0.7f) }, {});
  assert_at (plain.view, NAMES);
  g_assert_false (plain.view.doubtful);

  reading.look ({ face_at (NAMES, 0.7f) }, { face_at (NAMES, 0.7f) });
  g_assert_true (!reading.view.has_portrait || reading.view.doubtful);
  g_assert_cmpint (reading.detector.looks, ==, 2);
}

/* However sure the detector is of the letters, and though only the closer look sees the portrait at all. */
void
test_beside_letters ()
{
  Bench bench (true);

  bench.look ({ face_at (NAMES, 0.95f), face_at (PORTRAIT, 0.5f) }, {});
  assert_at (bench.view, PORTRAIT);
  g_assert_false (bench.view.doubtful);

  bench.look ({ face_at (NAMES, 0.95f) }, { face_at (NAMES, 0.9f), face_at (PORTRAIT, 0.45f) });
  assert_at (bench.view, PORTRAIT);
  g_assert_false (bench.view.doubtful);
}

/* The portrait printed again with a third of its contrast and without colours, about a level of grey. */
cv::Mat
with_portrait_in (const cv::Mat &picture, double level)
{
  AnnaeFace face = face_at (PORTRAIT, 0.7f);
  cv::Mat changed = picture.clone ();
  cv::Mat inner = changed (
      cv::Rect (cvRound (face.box.x), cvRound (face.box.y), cvRound (face.box.width), cvRound (face.box.height)));
  cv::Mat grey;

  cv::cvtColor (inner, grey, cv::COLOR_BGR2GRAY);
  grey.convertTo (grey, CV_8U, 0.3, level - 0.3 * cv::mean (grey)[0]);
  cv::cvtColor (grey, inner, cv::COLOR_GRAY2BGR);
  return changed;
}

/* A face with little contrast and hardly a colour is a ghost where it is as bright as the paper, not where it is dark:
 * people have skin of every colour. */
void
test_dark_and_pale ()
{
  Bench bench (false);
  cv::Mat picture = bench.picture;

  bench.picture = with_portrait_in (picture, 190);
  bench.look ({ face_at (PORTRAIT, 0.7f) }, { face_at (PORTRAIT, 0.7f) });
  g_assert_false (bench.view.has_portrait);

  bench.picture = with_portrait_in (picture, 50);
  bench.look ({ face_at (PORTRAIT, 0.7f) }, {});
  assert_at (bench.view, PORTRAIT);
  g_assert_false (bench.view.doubtful);

  /* As beside the holder's own face, which has more contrast than either. */
  bench.look ({ face_at ({ 0.9, -0.3, 0.17 }, 0.9f), face_at (PORTRAIT, 0.7f) }, {});
  assert_at (bench.view, PORTRAIT);
}

/* A passport's page whose lines for machines run from side to side near its lower edge, which is fainter than they are.
 */
void
test_edge_beyond_print ()
{
  Bench bench (false);
  const cv::Rect page (350, 150, 560, 394); /* 125 x 88 mm */
  const double mm = page.width / 125.0;
  auto at = [&] (double x, double y) { return cv::Point (cvRound (page.x + x * mm), cvRound (page.y + y * mm)); };
  AnnaeFace face = face_at (PORTRAIT, 0.7f);
  cv::Mat print = bench
                      .picture (cv::Rect (cvRound (face.box.x), cvRound (face.box.y), cvRound (face.box.width),
                                          cvRound (face.box.height)))
                      .clone ();
  cv::Rect there (at (14, 30), at (38, 60));

  bench.picture.setTo (cv::Scalar (194, 194, 194));
  cv::rectangle (bench.picture, page, cv::Scalar (205, 210, 210), cv::FILLED);
  cv::resize (print, bench.picture (there), there.size ());
  cv::rectangle (bench.picture, at (0, 78), at (125, 85), cv::Scalar (20, 20, 25), cv::FILLED);
  cv::GaussianBlur (bench.picture, bench.picture, {}, 0.8);
  face.box = { static_cast<float> (there.x), static_cast<float> (there.y), static_cast<float> (there.width),
               static_cast<float> (there.height) };
  for (int i = 0; i < ANNAE_N_LANDMARKS; i++)
    {
      const AnnaeFace before = face_at (PORTRAIT, 0.7f);
      face.landmarks[i] = { face.box.x + (before.landmarks[i].x - before.box.x) * face.box.width / before.box.width,
                            face.box.y + (before.landmarks[i].y - before.box.y) * face.box.height / before.box.height };
    }
  bench.look ({ face }, {});
  g_assert_true (bench.view.has_corners && bench.view.has_portrait);
  for (int i = 0; i < 4; i++)
    g_test_message ("%.1f %.1f", bench.view.corners[i].x, bench.view.corners[i].y);
  g_assert_cmpstr (bench.view.layout->name, ==, "passport");
  g_assert_cmpfloat (std::fabs (bench.view.corners[2].y - page.br ().y), <, 0.02 * page.width);
  g_assert_cmpfloat (std::fabs (bench.view.corners[3].y - page.br ().y), <, 0.02 * page.width);
}

/* The card where nobody sees a face: its portrait and its ghost are covered. */
cv::Mat
without_faces (const cv::Mat &picture)
{
  cv::Mat covered = picture.clone ();

  cv::rectangle (covered, { CARD.x + 40, CARD.y + 120, 180, 220 }, cv::Scalar (140, 170, 220), cv::FILLED);
  return covered;
}

void
assert_bare (const AnnaeDocumentView &view)
{
  const cv::Point corners[] = { CARD.tl (), { CARD.br ().x, CARD.y }, CARD.br (), { CARD.x, CARD.br ().y } };

  g_assert_true (view.found && view.has_corners);
  g_assert_false (view.has_portrait || view.doubtful);
  for (int i = 0; i < 4; i++)
    g_assert_cmpfloat (std::hypot (view.corners[i].x - corners[i].x, view.corners[i].y - corners[i].y), <,
                       0.02 * CARD.width);
}

/* A card is found by its outline and its print alone, with a thumb over a corner as well; a sheet without print, a
 * frame in which somebody is seen and a wall are none. */
void
test_no_portrait ()
{
  Bench bench (true);
  cv::Mat covered = without_faces (bench.picture);
  cv::Mat plain = bench.picture.clone ();
  const cv::Scalar skin (128, 158, 208);

  bench.picture = covered.clone ();
  bench.look ({}, {});
  assert_bare (bench.view);

  cv::line (bench.picture, CARD.br () + cv::Point (160, 160), CARD.br () - cv::Point (90, 30), skin, 130, cv::LINE_AA);
  bench.look ({}, {});
  assert_bare (bench.view);

  cv::rectangle (plain, CARD, cv::Scalar (200, 205, 205), cv::FILLED);
  bench.picture = plain.clone ();
  for (int row = 0; row < 4; row++)
    cv::putText (bench.picture, "SPECIMEN SPECIMEN", { CARD.x + 60, CARD.y + 90 + 75 * row }, cv::FONT_HERSHEY_SIMPLEX,
                 1.5, cv::Scalar (40, 40, 45), 3, cv::LINE_AA);
  bench.look ({}, {});
  assert_bare (bench.view);
  bench.look ({ face_at ({ 0.5, 0.3, 0.22 }, 0.9f) }, {});
  g_assert_false (bench.view.found);

  for (const cv::Mat &none :
       { plain, cv::Mat (720, 1280, CV_8UC3, cv::Scalar::all (128)), cv::Mat (30, 50, CV_8UC3, cv::Scalar::all (128)) })
    {
      bench.picture = none;
      bench.look ({}, {});
      g_assert_false (bench.view.found);
    }
}

/* A portrait that is seen on the enlarged outline only; letters that pass for a face there are doubtful. */
void
test_from_near ()
{
  Bench bench (true);
  AnnaeFace face = face_at (PORTRAIT, 0.7f);
  AnnaeFace letters = face_at (NAMES, 0.7f);
  const float scale = 416.0f / static_cast<float> (CARD.width);

  for (AnnaeFace *one : { &face, &letters })
    {
      one->box = { (one->box.x - CARD.x) * scale, (one->box.y - CARD.y) * scale, one->box.width * scale,
                   one->box.height * scale };
      for (AnnaePoint &point : one->landmarks)
        point = { (point.x - CARD.x) * scale, (point.y - CARD.y) * scale };
    }
  bench.detector.near = { face };
  bench.look ({}, {});
  assert_at (bench.view, PORTRAIT);
  g_assert_false (bench.view.doubtful);
  g_assert_cmpfloat (std::fabs (bench.view.portrait.box.width - face.box.width / scale), <, 4);
  g_assert_cmpint (bench.detector.looks, ==, 1);

  bench.detector.near = { letters };
  bench.look ({}, {});
  g_assert_true (!bench.view.has_portrait || bench.view.doubtful);
}

/* Where no document has its portrait there is none, whoever says that it is a face. */
void
test_places ()
{
  Bench bench (false);

  for (const Place &place : { TITLE, OVER_EDGE, BESIDE })
    {
      bench.look ({ face_at (place, 0.9f) }, { face_at (place, 0.9f) });
      g_assert_false (bench.view.has_portrait);
    }
}

/* A network is asked once of a face, however many outlines there are about it, and never of one beside the card. */
void
test_asked_once ()
{
  Bench bench (false);
  std::vector<AnnaeFace> faces = { face_at (PORTRAIT, 0.7f), face_at (BESIDE, 0.9f) };
  Card card = {};
  int asked = 0;
  auto confirm = [&] (AnnaeFace &face) {
    asked++;
    g_assert_cmpfloat (face.box.x, ==, faces[0].box.x);
    face.landmarks[0].x += 1;
    return true;
  };

  g_assert_true (find_card (bench.picture, faces, bench.layouts, confirm, card));
  g_assert_cmpint (asked, ==, 1);
  g_assert_cmpfloat (card.portrait.landmarks[0].x, ==, faces[0].landmarks[0].x + 1);

  g_assert_true (find_card (
      bench.picture, faces, bench.layouts, [] (AnnaeFace &) { return false; }, card));
  g_assert_true (card.doubtful);
}

/* A file is looked at once: what the reader sees as no face is none, whatever its score and wherever it lies. */
void
test_file_letters ()
{
  Bench plain (false);
  Bench reading (true);

  g_assert_true (plain.read ({ face_at (NAMES, 0.9f) }).data == plain.picture.data);
  assert_at (plain.view, NAMES);

  g_assert_true (reading.read ({ face_at (NAMES, 0.9f) }).empty ());
  g_assert_false (reading.view.found || reading.view.has_portrait);
  g_assert_true (reading.read ({}).empty ());

  g_assert_true (reading.read ({ face_at (NAMES, 0.95f), face_at (PORTRAIT, 0.85f) }).data == reading.picture.data);
  assert_at (reading.view, PORTRAIT);
  g_assert_false (reading.view.doubtful);
}

/* With the bundled pack: a card in a picture and one that fills it, however they lie, with the eyes where the reader
 * sees them. */
void
test_file_turned ()
{
  g_autoptr (AnnaeModelPack) pack = bundled_pack ();
  std::unique_ptr<Detector> detector = make_detector (*annae_model_pack_get_part (pack, ANNAE_ROLE_DETECT));
  Bench bench (true);
  cv::Mat scan = bench.picture (CARD).clone ();

  for (const cv::Mat &upright : { bench.picture, scan })
    for (int turn : { -1, 0, 1, 2 })
      {
        cv::Mat given = upright;
        cv::Point at = upright.cols > CARD.width ? CARD.tl () : cv::Point ();

        if (turn >= 0)
          cv::rotate (upright, given, turn);
        g_test_message ("%d x %d", given.cols, given.rows);
        cv::Mat seen = read_document (*detector, bench.reader.get (), bench.layouts, given, bench.view);
        g_assert_cmpint (seen.cols, ==, upright.cols);
        g_assert_cmpint (seen.rows, ==, upright.rows);
        g_assert_true (bench.view.has_portrait && !bench.view.doubtful);
        const AnnaePoint *eyes = bench.view.portrait.landmarks;
        g_assert_cmpfloat (std::hypot ((eyes[0].x + eyes[1].x) / 2 - at.x - PORTRAIT.x * CARD.width,
                                       (eyes[0].y + eyes[1].y) / 2 - at.y - PORTRAIT.y * CARD.height),
                           <, 4);
        g_assert_cmpfloat (std::fabs (bench.view.inter_eye - PORTRAIT.between * CARD.width), <, 4);
      }
}

/* Nothing, noise, a portrait that is covered (its ghost is not taken for it) and one that nobody could make out. */
void
test_bad_files ()
{
  g_autoptr (AnnaeModelPack) pack = bundled_pack ();
  std::unique_ptr<Detector> detector = make_detector (*annae_model_pack_get_part (pack, ANNAE_ROLE_DETECT));
  Bench bench (true);
  cv::RNG random (4);
  cv::Mat noise (600, 900, CV_8UC3);
  cv::Mat covered = bench.picture.clone ();
  cv::Mat washed;

  random.fill (noise, cv::RNG::UNIFORM, 0, 256);
  cv::rectangle (covered, { CARD.x + 40, CARD.y + 120, 180, 220 }, cv::Scalar (140, 170, 220), cv::FILLED);
  cv::GaussianBlur (bench.picture, washed, {}, 25);
  for (const cv::Mat &bad :
       { cv::Mat (1, 1, CV_8UC3, cv::Scalar::all (0)), cv::Mat (2, 3000, CV_8UC3, cv::Scalar::all (255)),
         cv::Mat (720, 1280, CV_8UC3, cv::Scalar::all (128)), noise, covered, washed })
    {
      g_assert_true (read_document (*detector, bench.reader.get (), bench.layouts, bad, bench.view).empty ());
      g_assert_false (bench.view.found || bench.view.has_portrait);
    }
}

} // namespace

int
main (int argc, char **argv)
{
  begin_vision_test (&argc, &argv);
  g_test_add_func ("/document/portrait", test_portrait);
  g_test_add_func ("/document/letters", test_letters);
  g_test_add_func ("/document/beside-letters", test_beside_letters);
  g_test_add_func ("/document/dark-and-pale", test_dark_and_pale);
  g_test_add_func ("/document/edge-beyond-print", test_edge_beyond_print);
  g_test_add_func ("/document/no-portrait", test_no_portrait);
  g_test_add_func ("/document/from-near", test_from_near);
  g_test_add_func ("/document/places", test_places);
  g_test_add_func ("/document/asked-once", test_asked_once);
  g_test_add_func ("/document/file-letters", test_file_letters);
  g_test_add_func ("/document/file-turned", test_file_turned);
  g_test_add_func ("/document/bad-files", test_bad_files);
  return g_test_run ();
}
