/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Observations: status, and every score curve at known points, bounded, monotone away from its best value. */

#include "annae-observation.h"

#include <math.h>
#include <string.h>

static void
test_nothing_seen (void)
{
  AnnaeObservation seen;
  double raw = 12.0;

  memset (&seen, 0xa5, sizeof seen);
  annae_observation_init (&seen, 7, 640, 480);
  g_assert_cmpint (seen.time_us, ==, 7);
  g_assert_cmpuint (seen.width, ==, 640);
  g_assert_cmpuint (seen.height, ==, 480);
  g_assert_cmpuint (seen.n_faces, ==, 0);
  for (guint i = 0; i < ANNAE_N_MEASURES; i++)
    {
      g_assert_cmpint (seen.measures[i].status, ==, ANNAE_MEASURE_NO_FACE);
      g_assert_cmpfloat (seen.measures[i].raw, ==, 0.0);
      g_assert_cmpfloat (seen.measures[i].score, ==, 0.0);
      g_assert_false (annae_observation_get (&seen, i, &raw));
    }
  g_assert_cmpfloat (raw, ==, 12.0);
}

static void
test_set (void)
{
  static const double not_finite[] = { NAN, INFINITY, -INFINITY };
  AnnaeObservation seen;
  double raw = 0.0;

  annae_observation_init (&seen, 0, 640, 480);
  annae_observation_set (&seen, ANNAE_MEASURE_YAW, -60.0);
  g_assert_true (annae_observation_get (&seen, ANNAE_MEASURE_YAW, &raw));
  g_assert_true (annae_observation_get (&seen, ANNAE_MEASURE_YAW, NULL));
  g_assert_cmpfloat (raw, ==, -60.0);
  g_assert_cmpfloat_with_epsilon (seen.measures[ANNAE_MEASURE_YAW].score, 25.0, 1e-9);

  for (gsize i = 0; i < G_N_ELEMENTS (not_finite); i++)
    for (guint id = 0; id < ANNAE_N_MEASURES; id++)
      {
        annae_observation_set (&seen, id, 1.0);
        annae_observation_set (&seen, id, not_finite[i]);
        g_assert_cmpint (seen.measures[id].status, ==, ANNAE_MEASURE_NOT_POSSIBLE);
        g_assert_cmpfloat (seen.measures[id].raw, ==, 0.0);
        g_assert_cmpfloat (seen.measures[id].score, ==, 0.0);
        g_assert_false (annae_observation_get (&seen, id, &raw));
        g_assert_cmpfloat (annae_measure_score (id, not_finite[i]), ==, 0.0);
      }
}

/* clang-format off */
static const struct
{
  AnnaeMeasureId id;
  double raw;
  double score;
} known[] = {
  { ANNAE_MEASURE_SECOND_FACE,  0.0,  100.0 },
  { ANNAE_MEASURE_SECOND_FACE,  0.25,  75.0 },
  { ANNAE_MEASURE_INTER_EYE,   70.0,   50.0 },
  { ANNAE_MEASURE_INTER_EYE,   90.0,   73.105858 },
  { ANNAE_MEASURE_YAW,          0.0,  100.0 },
  { ANNAE_MEASURE_PITCH,       45.0,   50.0 },
  { ANNAE_MEASURE_ROLL,       -30.0,   75.0 },
  { ANNAE_MEASURE_YAW,         90.0,    0.0 },
  { ANNAE_MEASURE_YAW,        180.0,    0.0 },
  { ANNAE_MEASURE_OFFSET_X,     0.18,  50.0 },
  { ANNAE_MEASURE_OFFSET_Y,    -0.18,  50.0 },
  { ANNAE_MEASURE_BRIGHTNESS,   0.2,   49.999693 },
  { ANNAE_MEASURE_CONTRAST,     0.0,    0.0 },
  { ANNAE_MEASURE_CONTRAST,     0.1290994, 100.0 },
  { ANNAE_MEASURE_OVEREXPOSED,  0.0,  100.0 },
  { ANNAE_MEASURE_OVEREXPOSED,  0.01,  50.0 },
  { ANNAE_MEASURE_SIDE_LIGHT,   1.0,   50.0 },
  { ANNAE_MEASURE_BACK_LIGHT,   2.5,   50.0 },
  { ANNAE_MEASURE_SHARPNESS,    1.0,   50.0 },
  { ANNAE_MEASURE_MOTION,       3.0,   50.0 },
  { ANNAE_MEASURE_EYES_OPEN,    0.5,   50.0 },
  { ANNAE_MEASURE_EYES_COVERED, 0.1,   90.0 },
  { ANNAE_MEASURE_FACE_COVERED, 1.0,    0.0 },
  { ANNAE_MEASURE_PICTURE,      0.05,  50.0 },
  { ANNAE_MEASURE_OUTLINE,      0.62,  50.0 },
  { ANNAE_MEASURE_HANDS,        0.8,   50.0 },
  { ANNAE_MEASURE_PATTERN,      1.75,  50.0 },
  { ANNAE_MEASURE_RELIEF,       0.07,  50.0 },
  { ANNAE_MEASURE_SPOOF,        0.5,   50.0 },
};

/* Where each curve is best, and the span it is checked over. */
static const struct
{
  AnnaeMeasureId id;
  double least, best, most;
} shapes[] = {
  { ANNAE_MEASURE_SECOND_FACE,   0.0,   0.0,    1.0 },
  { ANNAE_MEASURE_INTER_EYE,     0.0, 600.0,  600.0 },
  { ANNAE_MEASURE_FACE_WIDTH,    0.0,   0.2726,   1.0 },
  { ANNAE_MEASURE_OFFSET_X,     -1.0,   0.0,    1.0 },
  { ANNAE_MEASURE_OFFSET_Y,     -1.0,   0.0,    1.0 },
  { ANNAE_MEASURE_YAW,        -180.0,   0.0,  180.0 },
  { ANNAE_MEASURE_PITCH,      -180.0,   0.0,  180.0 },
  { ANNAE_MEASURE_ROLL,       -180.0,   0.0,  180.0 },
  { ANNAE_MEASURE_BRIGHTNESS,    0.0,   0.5,    1.0 },
  { ANNAE_MEASURE_CONTRAST,      0.0,   0.1291, 0.5 },
  { ANNAE_MEASURE_OVEREXPOSED,   0.0,   0.0,    1.0 },
  { ANNAE_MEASURE_SIDE_LIGHT,   -8.0,   0.0,    8.0 },
  { ANNAE_MEASURE_BACK_LIGHT,    0.0,   0.0,   20.0 },
  { ANNAE_MEASURE_SHARPNESS,     0.0,  50.0,   50.0 },
  { ANNAE_MEASURE_MOTION,        0.0,   0.0,   50.0 },
  { ANNAE_MEASURE_EYES_OPEN,     0.0,   2.0,    2.0 },
  { ANNAE_MEASURE_EYES_COVERED,  0.0,   0.0,    1.0 },
  { ANNAE_MEASURE_FACE_COVERED,  0.0,   0.0,    1.0 },
  { ANNAE_MEASURE_PICTURE,       0.0,   1.0,    1.0 },
  { ANNAE_MEASURE_OUTLINE,       0.0,   0.0,    1.0 },
  { ANNAE_MEASURE_HANDS,         0.0,   0.0,    1.0 },
  { ANNAE_MEASURE_PATTERN,       0.0,   0.0,    4.0 },
  { ANNAE_MEASURE_RELIEF,       -0.5,   0.5,    0.5 },
  { ANNAE_MEASURE_SPOOF,         0.0,   0.0,    1.0 },
};
/* clang-format on */

static void
test_known_scores (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_test_message ("%s at %g", annae_measure_name (known[i].id), known[i].raw);
      g_assert_cmpfloat_with_epsilon (annae_measure_score (known[i].id, known[i].raw), known[i].score, 1e-5);
    }
}

static void
check_rising (AnnaeMeasureId id, double from, double to)
{
  double before = -1.0;

  for (guint step = 0; step <= 400; step++)
    {
      double score = annae_measure_score (id, from + (to - from) * step / 400.0);
      g_assert_cmpfloat (score, >=, before - 1e-6);
      g_assert_cmpfloat (score, >=, 0.0);
      g_assert_cmpfloat (score, <=, 100.0);
      before = score;
    }
}

static void
test_shapes (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (shapes), ==, ANNAE_N_MEASURES);
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_test_message ("%s", annae_measure_name (shapes[i].id));
      g_assert_cmpint (shapes[i].id, ==, i);
      check_rising (i, shapes[i].least, shapes[i].best);
      check_rising (i, shapes[i].most, shapes[i].best);
      g_assert_cmpfloat (annae_measure_score (i, shapes[i].best), >, 90.0);
      g_assert_cmpfloat (MIN (annae_measure_score (i, shapes[i].least), annae_measure_score (i, shapes[i].most)), <,
                         50.0);
    }
}

/* What no camera delivers must still stay within bounds. */
static void
test_absurd_values (void)
{
  static const double absurd[] = { -1e308, -1e9, -1.0, -1e-300, 1e-300, 2.0, 1e9, 1e308 };

  for (guint id = 0; id < ANNAE_N_MEASURES; id++)
    for (gsize i = 0; i < G_N_ELEMENTS (absurd); i++)
      {
        double score = annae_measure_score (id, absurd[i]);
        g_assert_true (isfinite (score));
        g_assert_cmpfloat (score, >=, 0.0);
        g_assert_cmpfloat (score, <=, 100.0);
      }
}

static void
test_names (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint id = 0; id < ANNAE_N_MEASURES; id++)
    {
      const char *name = annae_measure_name (id);
      g_assert_nonnull (name);
      g_assert_cmpuint (strspn (name, "abcdefghijklmnopqrstuvwxyz-"), ==, strlen (name));
      g_assert_true (g_hash_table_add (seen, (gpointer) name));
      g_assert_nonnull (annae_measure_unit (id));
    }
  g_assert_cmpstr (annae_measure_name (ANNAE_MEASURE_INTER_EYE), ==, "inter-eye-distance");
  g_assert_cmpstr (annae_measure_status_name (ANNAE_MEASURE_NOT_POSSIBLE), ==, "not-possible");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/observation/nothing-seen", test_nothing_seen);
  g_test_add_func ("/observation/set", test_set);
  g_test_add_func ("/observation/known-scores", test_known_scores);
  g_test_add_func ("/observation/shapes", test_shapes);
  g_test_add_func ("/observation/absurd-values", test_absurd_values);
  g_test_add_func ("/observation/names", test_names);
  return g_test_run ();
}
