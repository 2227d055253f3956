/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The demonstration clips, drawn by a renderer that knows the truth of every frame: what is found, where, and on which
 * side. */

#include "annae-file-source.h"
#include "annae-vision.h"

#include <json-glib/json-glib.h>

#include <math.h>
#include <stdlib.h>

typedef struct
{
  GMainLoop *loop;
  AnnaeVision *vision;
  JsonArray *truth;
  double rate;
  guint step; /* every so many frames are looked at */
  gboolean document;
  gboolean no_card; /* a document is looked for in a clip that shows none */
  /* what came of it */
  guint n_frames;
  guint n_visible;
  guint n_found;
  guint n_elsewhere;
  GArray *errors[4]; /* yaw, pitch, roll in degrees; landmarks in inter-eye distances */
  GArray *ratios;    /* inter-eye distance found over the true one */
  GArray *corners;   /* worst corner's error over the card's width */
  double lean;       /* sum of true times measured yaw: positive where the sides agree */
} Fixture;

static double
member (JsonObject *row, const char *name)
{
  return json_object_get_double_member (row, name);
}

static AnnaePoint
point_at (JsonArray *points, guint i)
{
  JsonArray *point = json_array_get_array_element (points, i);

  return (AnnaePoint){ (float) json_array_get_double_element (point, 0),
                       (float) json_array_get_double_element (point, 1) };
}

static double
distance (AnnaePoint a, AnnaePoint b)
{
  return hypot (a.x - b.x, a.y - b.y);
}

static void
note (GArray *values, double value)
{
  g_array_append_val (values, value);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return left < right ? -1 : left > right ? 1 : 0;
}

static double
quantile (GArray *values, double share)
{
  g_assert_cmpuint (values->len, >, 0);
  g_array_sort (values, compare_doubles);
  return g_array_index (values, double, (guint) (share * (values->len - 1)));
}

static void
compare_face (Fixture *fixture, const AnnaeObservation *seen, JsonObject *row)
{
  JsonArray *landmarks = json_object_get_array_member (row, "landmarks");
  AnnaePoint right = point_at (landmarks, 0);
  AnnaePoint left = point_at (landmarks, 1);
  AnnaePoint middle = { (right.x + left.x) / 2, (right.y + left.y) / 2 };
  double inter_eye = distance (right, left);
  double value = 0;

  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    {
      AnnaePoint point = point_at (landmarks, i);
      if (point.x < 0 || point.y < 0 || point.x >= seen->width || point.y >= seen->height)
        return;
    }
  fixture->n_visible++;
  if (seen->n_faces == 0)
    return;
  const AnnaePoint *found = seen->faces[0].landmarks;
  AnnaePoint found_middle = { (found[0].x + found[1].x) / 2, (found[0].y + found[1].y) / 2 };
  if (distance (middle, found_middle) > inter_eye)
    {
      fixture->n_elsewhere++;
      return;
    }
  fixture->n_found++;
  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    note (fixture->errors[3], distance (found[i], point_at (landmarks, i)) / inter_eye);
  /* The truth is against the camera's axis, the measure against the line of sight. */
  double yaw = member (row, "yaw") + atan2 (member (row, "x_cm"), member (row, "distance_cm")) * 180 / G_PI;
  double pitch = member (row, "pitch");
  if (annae_observation_get (seen, ANNAE_MEASURE_YAW, &value))
    {
      note (fixture->errors[0], fabs (value - yaw));
      fixture->lean += value * yaw;
    }
  if (annae_observation_get (seen, ANNAE_MEASURE_PITCH, &value))
    note (fixture->errors[1], fabs (value - pitch));
  if (annae_observation_get (seen, ANNAE_MEASURE_ROLL, &value))
    note (fixture->errors[2], fabs (value - member (row, "roll")));
  if (annae_observation_get (seen, ANNAE_MEASURE_INTER_EYE, &value) && fabs (yaw) < 10)
    note (fixture->ratios, value / inter_eye);
  /* The person's left is at the right edge of the picture. */
  if (annae_observation_get (seen, ANNAE_MEASURE_OFFSET_X, &value)
      && fabs (middle.x - seen->width / 2.0) > 0.1 * seen->width)
    g_assert_cmpint (value > 0, ==, middle.x > seen->width / 2.0);
}

static void
compare_card (Fixture *fixture, const AnnaeDocumentView *view, JsonObject *row)
{
  JsonArray *corners = json_object_get_array_member (row, "corners");
  double worst = 0;

  fixture->n_visible++;
  if (!view->found || !view->has_portrait)
    return;
  for (guint i = 0; i < 4; i++)
    worst = MAX (worst, distance (view->corners[i], point_at (corners, i)));
  fixture->n_found++;
  note (fixture->corners, worst / distance (point_at (corners, 0), point_at (corners, 1)));
}

/* On the streaming thread, while the main thread waits: nobody else touches the fixture. */
static void
on_frame (AnnaeFrame *frame, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) error = NULL;
  guint index = (guint) (annae_frame_get_time (frame) * fixture->rate / G_USEC_PER_SEC + 0.5);

  fixture->n_frames++;
  if (index % fixture->step != 0 || index >= json_array_get_length (fixture->truth))
    return;
  JsonObject *row = json_array_get_object_element (fixture->truth, index);
  if (fixture->document)
    {
      AnnaeDocumentView view;
      g_assert_true (annae_vision_view_document (fixture->vision, frame, &view, &error));
      if (fixture->no_card)
        g_assert_false (view.has_portrait);
      else
        compare_card (fixture, &view, row);
    }
  else
    {
      AnnaeObservation observation;
      g_assert_true (annae_vision_observe (fixture->vision, frame, &observation, &error));
      compare_face (fixture, &observation, row);
    }
  g_assert_no_error (error);
}

/* FALSE, with the test skipped, where clip or pack are not here. */
static gboolean
play (Fixture *fixture, const char *pack_name, const char *clip, gboolean document, guint step)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *base = g_build_filename (g_getenv ("ANNAE_DATA_DIR"), "demo", clip, NULL);
  g_autofree char *video = g_strconcat (base, ".webm", NULL);
  g_autofree char *json = g_strconcat (base, ".json", NULL);
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find (pack_name, &error);
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (pack == NULL)
    {
      g_test_skip (error->message);
      return FALSE;
    }
  if (!g_file_test (video, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the demonstration clip is not here");
      return FALSE;
    }
  g_assert_true (json_parser_load_from_file (parser, json, &error));
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  fixture->truth = json_object_get_array_member (root, "frames");
  fixture->rate = json_object_get_double_member (root, "frames_per_second");
  fixture->step = step;
  fixture->document = document;
  fixture->vision = annae_vision_new (pack, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (fixture->errors); i++)
    fixture->errors[i] = g_array_new (FALSE, FALSE, sizeof (double));
  fixture->ratios = g_array_new (FALSE, FALSE, sizeof (double));
  fixture->corners = g_array_new (FALSE, FALSE, sizeof (double));

  g_autoptr (AnnaeFrameSource) source = annae_file_source_new (video, ANNAE_PACE_AS_FAST_AS_POSSIBLE, FALSE);
  fixture->loop = g_main_loop_new (NULL, FALSE);
  g_signal_connect_swapped (source, "ended", G_CALLBACK (g_main_loop_quit), fixture->loop);
  annae_frame_source_set_frame_func (source, on_frame, fixture);
  g_assert_true (annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, &error));
  g_main_loop_run (fixture->loop);
  annae_frame_source_stop (source);
  g_main_loop_unref (fixture->loop);
  annae_vision_free (fixture->vision);
  g_assert_cmpuint (fixture->n_frames, >=, json_array_get_length (fixture->truth) - 1);
  g_test_message ("%u frames, %u with the whole face or card, found in %u, elsewhere in %u", fixture->n_frames,
                  fixture->n_visible, fixture->n_found, fixture->n_elsewhere);
  static const char *const names[] = { "yaw", "pitch", "roll", "landmarks" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (fixture->errors[i]->len > 0)
      g_test_message ("%s: error median %.3f, 95 %% %.3f", names[i], quantile (fixture->errors[i], 0.5),
                      quantile (fixture->errors[i], 0.95));
  if (fixture->ratios->len > 0)
    g_test_message ("inter-eye distance over truth: 5 %% %.3f, median %.3f, 95 %% %.3f",
                    quantile (fixture->ratios, 0.05), quantile (fixture->ratios, 0.5),
                    quantile (fixture->ratios, 0.95));
  if (fixture->corners->len > 0)
    g_test_message ("corners: error median %.4f of the width, 95 %% %.4f", quantile (fixture->corners, 0.5),
                    quantile (fixture->corners, 0.95));
  return TRUE;
}

static void
clear (Fixture *fixture)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixture->errors); i++)
    g_clear_pointer (&fixture->errors[i], g_array_unref);
  g_clear_pointer (&fixture->ratios, g_array_unref);
  g_clear_pointer (&fixture->corners, g_array_unref);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

static void
test_reference_face (void)
{
  Fixture fixture = { 0 };

  if (!play (&fixture, "reference", "live", FALSE, 3))
    return;
  g_assert_cmpuint (fixture.n_found, >=, fixture.n_visible * 98 / 100);
  g_assert_cmpuint (fixture.n_elsewhere, ==, 0);
  g_assert_cmpfloat (quantile (fixture.errors[0], 0.5), <, 4);
  g_assert_cmpfloat (quantile (fixture.errors[0], 0.95), <, 9);
  g_assert_cmpfloat (quantile (fixture.errors[1], 0.5), <, 5);
  g_assert_cmpfloat (quantile (fixture.errors[2], 0.5), <, 3);
  g_assert_cmpfloat (quantile (fixture.errors[2], 0.95), <, 8);
  g_assert_cmpfloat (quantile (fixture.errors[3], 0.5), <, 0.15);
  g_assert_cmpfloat (fabs (quantile (fixture.ratios, 0.5) - 1), <, 0.05);
  g_assert_cmpfloat (fixture.lean, >, 0);
  clear (&fixture);
}

static void
test_bundled_face (void)
{
  Fixture fixture = { 0 };

  if (!play (&fixture, "annae", "live", FALSE, 12))
    return;
  g_assert_cmpuint (fixture.n_found, >=, fixture.n_visible * 75 / 100);
  g_assert_cmpuint (fixture.n_elsewhere, <=, fixture.n_visible / 20);
  g_assert_cmpfloat (fabs (quantile (fixture.ratios, 0.5) - 1), <, 0.1);
  clear (&fixture);
}

static void
test_reference_card (void)
{
  Fixture fixture = { 0 };

  if (!play (&fixture, "reference", "card-in-hand", TRUE, 6))
    return;
  g_assert_cmpuint (fixture.n_found, >=, fixture.n_visible * 80 / 100);
  g_assert_cmpfloat (quantile (fixture.corners, 0.9), <, 0.02);
  clear (&fixture);
}

/* The holder's own face, without a card, is never taken for a portrait: it would be compared with itself. */
static void
test_no_card (void)
{
  Fixture fixture = { .no_card = TRUE };

  if (!play (&fixture, "reference", "live", TRUE, 9))
    return;
  clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/truth/reference-face", test_reference_face);
  g_test_add_func ("/truth/bundled-face", test_bundled_face);
  g_test_add_func ("/truth/reference-card", test_reference_card);
  g_test_add_func ("/truth/no-card", test_no_card);
  return g_test_run ();
}
