/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The guide and what people are like: tremor, blinks and hooded eyes, drop-outs, skin; and that no advice ever points
 * the wrong way, whatever is measured. */

#include <math.h>

#include "guide-testing.h"

/* 1 cm at 6 Hz before a camera at 60 cm (1.45 % of the picture), up to 3 cm at 8 Hz, sharp at the turning points. */
static void
test_tremor (void)
{
  static const struct
  {
    double cm;
    double hz;
    double limit;
  } tremors[] = { { 1, 6, 1.0 }, { 1, 8, 1.0 }, { 3, 4, 1.6 }, { 3, 8, 6.0 } };

  for (guint t = 0; t < G_N_ELEMENTS (tremors); t++)
    {
      const double a = tremors[t].cm, w = 2.0 * G_PI * tremors[t].hz;
      double done = -1.0;
      Run run;

      run_init (&run, NULL);
      for (guint i = 0; i < 240 && done < 0; i++)
        {
          double at = i / 30.0;
          AnnaeObservation o = with (ANNAE_MEASURE_OFFSET_X, 0.0145 * a * sin (w * at));
          double speed = a * w * fabs (cos (w * at)) / 6.3;

          /* Exposed for 1/60 s: blurred by the way moved over sqrt (12); half of the sharpness is lost at 0.057
           * inter-eye distances (tests/bench/loop). */
          double blur = speed / 60.0 / sqrt (12.0) / 0.057;
          annae_observation_set (&o, ANNAE_MEASURE_MOTION, speed);
          annae_observation_set (&o, ANNAE_MEASURE_SHARPNESS, 1.0 / (1.0 + blur * blur));
          see (&run, o);
          if (run.advice.id == ANNAE_ADVICE_DONE)
            done = at;
          else
            g_assert_cmpint (run.advice.id, ==, ANNAE_ADVICE_HOLD);
        }
      g_test_message ("%g cm at %g Hz: done after %.2f s", a, tremors[t].hz, done);
      g_assert_cmpfloat (done, >, 0.0);
      g_assert_cmpfloat (done, <=, tremors[t].limit);
      run_clear (&run);
    }
}

static void
test_blur (void)
{
  AnnaeObservation good = good_at (0);
  AnnaeObservation shaken = with (ANNAE_MEASURE_SHARPNESS, 0.3);
  AnnaeObservation soft = shaken;
  AnnaeObservation fast = good;
  AnnaeGuideConfig config;
  Run run;

  annae_guide_config_init (&config);
  config.hold_us = config.hold_sure_us = ANNAE_SECONDS (3);
  annae_observation_set (&shaken, ANNAE_MEASURE_MOTION, 8.0);
  run_init (&run, &config);
  see_for (&run, &good, 1.0, ANNAE_ADVICE_NONE);
  g_assert_cmpfloat (see_for (&run, &shaken, 3.0, ANNAE_ADVICE_STAY_STILL), >, 0.7);
  g_assert_false (annae_guide_get_candidate (run.guide, NULL));
  g_assert_cmpfloat (see_for (&run, &good, 3.0, ANNAE_ADVICE_HOLD), >=, 0.0);
  run_clear (&run);

  /* The same softness without motion: the lens, after 3 s. */
  run_init (&run, &config);
  see_for (&run, &good, 1.0, ANNAE_ADVICE_NONE);
  g_assert_cmpfloat (see_for (&run, &soft, 6.0, ANNAE_ADVICE_WIPE_LENS), >, 3.0);
  run_clear (&run);

  /* A pack that cannot measure sharpness goes by speed alone: 9 a second are too fast, 6 are not. */
  fast.measures[ANNAE_MEASURE_SHARPNESS].status = ANNAE_MEASURE_NOT_SUPPORTED;
  annae_observation_set (&fast, ANNAE_MEASURE_MOTION, 9.0);
  run_init (&run, &config);
  g_assert_cmpfloat (see_for (&run, &fast, 3.0, ANNAE_ADVICE_STAY_STILL), >, 0.0);
  annae_observation_set (&fast, ANNAE_MEASURE_MOTION, 6.0);
  run_clear (&run);
  run_init (&run, &config);
  g_assert_cmpfloat (see_for (&run, &fast, 4.0, ANNAE_ADVICE_DONE), >, 0.0);
  run_clear (&run);
}

/* Hooded eyes, a fifth as open as others': normal for this person. Closed for 2 s against their own median: said.
 * Blinks: not. */
static void
test_eyes (void)
{
  AnnaeObservation hooded = with (ANNAE_MEASURE_EYES_OPEN, 0.2);
  AnnaeObservation closed = with (ANNAE_MEASURE_EYES_OPEN, 0.04);
  AnnaeGuideConfig config;
  Run run;

  annae_guide_config_init (&config);
  config.hold_us = config.hold_sure_us = ANNAE_SECONDS (5);
  run_init (&run, &config);
  for (guint i = 0; i < 4; i++)
    {
      see_for (&run, &hooded, 1.0, ANNAE_ADVICE_NONE);
      see_for (&run, &closed, 0.25, ANNAE_ADVICE_NONE);
      g_assert_cmpint (run.advice.id, ==, ANNAE_ADVICE_HOLD);
    }
  g_assert_false (annae_guide_get_candidate (run.guide, NULL));
  see_for (&run, &hooded, 0.5, ANNAE_ADVICE_NONE);
  g_assert_true (annae_guide_get_candidate (run.guide, NULL));
  g_assert_cmpfloat_with_epsilon (see_for (&run, &closed, 3.0, ANNAE_ADVICE_OPEN_EYES), 1.0, 0.1);
  g_assert_cmpfloat (see_for (&run, &hooded, 2.0, ANNAE_ADVICE_HOLD), >=, 0.0);
  run_clear (&run);
}

/* The detector loses the face for five frames in ten: neither a word about it nor progress lost. */
static void
test_drop_outs (void)
{
  AnnaeObservation good = good_at (0);
  AnnaeObservation none = nobody_at (0);
  AnnaeGuideConfig config;
  Run run;

  annae_guide_config_init (&config);
  config.hold_us = config.hold_sure_us = ANNAE_SECONDS (1);
  run_init (&run, &config);
  double before = 0.0;
  while (run.advice.id != ANNAE_ADVICE_DONE && run.now < ANNAE_SECONDS (5))
    {
      see_for (&run, &good, 0.15, ANNAE_ADVICE_DONE);
      see_for (&run, &none, 0.15, ANNAE_ADVICE_DONE);
      g_assert_cmpfloat (run.advice.progress, >=, before);
      g_assert_true (annae_advice_is_good (run.advice.id));
      before = run.advice.progress;
    }
  g_assert_cmpint (run.advice.id, ==, ANNAE_ADVICE_DONE);
  run_clear (&run);

  /* Gone for good: the ring is empty again, and the words come after 0.7 s. */
  run_init (&run, &config);
  see_for (&run, &good, 0.8, ANNAE_ADVICE_NONE);
  g_assert_cmpfloat (run.advice.progress, >, 0.6);
  g_assert_cmpfloat_with_epsilon (see_for (&run, &none, 3.0, ANNAE_ADVICE_NO_FACE), 1.2, 0.55);
  g_assert_cmpfloat (run.advice.progress, ==, 0.0);
  run_clear (&run);
}

/* Out of the picture at the person's left: the way back is to the right, for some seconds. */
static void
test_trail (void)
{
  AnnaeObservation edge = with (ANNAE_MEASURE_OFFSET_X, 0.4);
  AnnaeObservation none = nobody_at (0);
  Run run;

  run_init (&run, NULL);
  see_for (&run, &edge, 1.0, ANNAE_ADVICE_NONE);
  see_for (&run, &none, 2.0, ANNAE_ADVICE_NO_FACE);
  g_assert_cmpint (run.advice.id, ==, ANNAE_ADVICE_NO_FACE);
  g_assert_cmpfloat (run.advice.toward_x, ==, 1.0);
  see_for (&run, &none, 6.0, ANNAE_ADVICE_NONE);
  g_assert_cmpfloat (run.advice.toward_x, ==, 0.0);
  run_clear (&run);
}

/* A large face may not sit as far out as a small one: it would leave the picture. */
static void
test_whole_face (void)
{
  AnnaeObservation large = with (ANNAE_MEASURE_OFFSET_Y, 0.2);
  AnnaeObservation small = large;
  Run run;

  large.faces[0].box.height = 340;
  run_init (&run, NULL);
  see_for (&run, &large, 1.0, ANNAE_ADVICE_NONE);
  g_assert_cmpint (run.advice.id, ==, ANNAE_ADVICE_MOVE_UP);
  run_clear (&run);
  run_init (&run, NULL);
  see_for (&run, &small, 0.5, ANNAE_ADVICE_NONE);
  g_assert_cmpint (run.advice.id, ==, ANNAE_ADVICE_HOLD);
  run_clear (&run);
}

/* Measured on rendered people of six skin tones in the same good light, in half of it, and with a window behind:
 * nobody's skin is taken for bad light, and back-light is seen on every skin. */
static void
test_skin (void)
{
  static const struct
  {
    double brightness;
    double back_light;
    AnnaeAdviceId advice;
  } seen[] = {
    { 0.76, 0.91, ANNAE_ADVICE_DONE },         { 0.72, 0.91, ANNAE_ADVICE_DONE },
    { 0.44, 1.59, ANNAE_ADVICE_DONE },         { 0.36, 1.91, ANNAE_ADVICE_DONE },
    { 0.23, 3.07, ANNAE_ADVICE_DONE },         { 0.21, 3.18, ANNAE_ADVICE_DONE },
    { 0.58, 0.88, ANNAE_ADVICE_DONE },         { 0.26, 1.96, ANNAE_ADVICE_DONE },
    { 0.14, 3.42, ANNAE_ADVICE_DONE },         { 0.32, 2.89, ANNAE_ADVICE_LIGHT_BEHIND },
    { 0.28, 3.24, ANNAE_ADVICE_LIGHT_BEHIND }, { 0.17, 5.49, ANNAE_ADVICE_LIGHT_BEHIND },
    { 0.13, 6.97, ANNAE_ADVICE_LIGHT_BEHIND }, { 0.08, 10.77, ANNAE_ADVICE_LIGHT_BEHIND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    {
      AnnaeObservation o = with (ANNAE_MEASURE_BRIGHTNESS, seen[i].brightness);
      Run run;

      annae_observation_set (&o, ANNAE_MEASURE_BACK_LIGHT, seen[i].back_light);
      run_init (&run, NULL);
      g_assert_cmpfloat (see_for (&run, &o, 2.0, seen[i].advice), >, 0.0);
      run_clear (&run);
    }
}

static double
any (GRand *rand)
{
  switch (g_rand_int_range (rand, 0, 12))
    {
    case 0:
      return NAN;
    case 1:
      return INFINITY;
    case 2:
      return -INFINITY;
    case 3:
      return 1e300;
    case 4:
      return -1e300;
    default:
      return g_rand_double_range (rand, -100.0, 100.0);
    }
}

/* 3,000 sequences of nonsense: no crash, no NaN, everything in its range. */
static void
test_nonsense (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4711);

  for (guint s = 0; s < 3000; s++)
    {
      AnnaeGuideConfig config;
      AnnaeAdvice advice;
      double quality;

      annae_guide_config_init (&config);
      if (s % 3 == 0)
        config = (AnnaeGuideConfig){ any (rand), any (rand), any (rand), any (rand),        any (rand), any (rand),
                                     any (rand), any (rand), any (rand), g_rand_int (rand), any (rand) };
      g_autoptr (AnnaeGuide) guide = annae_guide_new (&config);
      gint64 now = (gint64) g_rand_int (rand) - G_MAXINT32;

      for (guint i = 0; i < 40; i++)
        {
          AnnaeObservation o;

          annae_observation_init (&o, now, (guint) g_rand_int_range (rand, 0, 4000),
                                  (guint) g_rand_int_range (rand, 0, 4000));
          o.n_faces = (guint) g_rand_int_range (rand, 0, 12);
          o.faces[0].box = (AnnaeBox){ (float) any (rand), (float) any (rand), (float) any (rand), (float) any (rand) };
          for (guint m = 0; m < ANNAE_N_MEASURES; m++)
            o.measures[m]
                = (AnnaeMeasure){ any (rand), any (rand), (AnnaeMeasureStatus) g_rand_int_range (rand, 0, 4) };
          annae_guide_observe (guide, &o, &advice);
          g_assert_cmpint (advice.id, >=, ANNAE_ADVICE_NONE);
          g_assert_cmpint (advice.id, <=, ANNAE_ADVICE_DONE);
          g_assert_true (advice.error >= 0.0 && advice.error <= 1.0);
          g_assert_true (advice.progress >= 0.0 && advice.progress <= 1.0);
          g_assert_true (fabs (advice.toward_x) <= 1.0 && fabs (advice.toward_y) <= 1.0);
          g_assert_true (isfinite (advice.raw));
          annae_guide_get_candidate (guide, &quality);
          g_assert_true (quality >= 0.0 && quality <= 100.0);
          now += g_rand_int_range (rand, 0, 10) == 0 ? ANNAE_SECONDS (3) : g_rand_int_range (rand, 0, 100000);
        }
    }
}

/* How a measure answers to an advice that is followed: its sign, by the conventions of annae-types.h. */
static int
effect (AnnaeAdviceId id, AnnaeMeasureId *measure)
{
  switch (id)
    {
    case ANNAE_ADVICE_COME_CLOSER:
      *measure = ANNAE_MEASURE_INTER_EYE;
      return 1;
    case ANNAE_ADVICE_MOVE_BACK:
      *measure = ANNAE_MEASURE_FACE_WIDTH;
      return -1;
    case ANNAE_ADVICE_MOVE_LEFT:
      *measure = ANNAE_MEASURE_OFFSET_X;
      return 1;
    case ANNAE_ADVICE_MOVE_RIGHT:
      *measure = ANNAE_MEASURE_OFFSET_X;
      return -1;
    case ANNAE_ADVICE_MOVE_UP:
      *measure = ANNAE_MEASURE_OFFSET_Y;
      return -1;
    case ANNAE_ADVICE_MOVE_DOWN:
      *measure = ANNAE_MEASURE_OFFSET_Y;
      return 1;
    case ANNAE_ADVICE_TURN_LEFT:
      *measure = ANNAE_MEASURE_YAW;
      return 1;
    case ANNAE_ADVICE_TURN_RIGHT:
      *measure = ANNAE_MEASURE_YAW;
      return -1;
    case ANNAE_ADVICE_CHIN_UP:
      *measure = ANNAE_MEASURE_PITCH;
      return 1;
    case ANNAE_ADVICE_CHIN_DOWN:
      *measure = ANNAE_MEASURE_PITCH;
      return -1;
    case ANNAE_ADVICE_TILT_RIGHT:
      *measure = ANNAE_MEASURE_ROLL;
      return 1;
    case ANNAE_ADVICE_TILT_LEFT:
      *measure = ANNAE_MEASURE_ROLL;
      return -1;
    default:
      return 0;
    }
}

/* From anywhere, someone who follows each advice a little arrives, and every arrow reduces the error it is about. */
static void
test_never_the_wrong_way (void)
{
  static const struct
  {
    AnnaeMeasureId id;
    double low;
    double high;
    double target;
  } axes[] = {
    { ANNAE_MEASURE_OFFSET_X, -0.45, 0.45, 0.0 }, { ANNAE_MEASURE_OFFSET_Y, -0.45, 0.45, 0.0 },
    { ANNAE_MEASURE_YAW, -60.0, 60.0, 0.0 },      { ANNAE_MEASURE_PITCH, -40.0, 40.0, 0.0 },
    { ANNAE_MEASURE_ROLL, -45.0, 45.0, 0.0 },     { ANNAE_MEASURE_INTER_EYE, 15.0, 120.0, 60.0 },
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (99);
  guint advised = 0;

  for (guint s = 0; s < 1000; s++)
    {
      AnnaeObservation o = good_at (0);
      Run run;

      for (guint a = 0; a < G_N_ELEMENTS (axes); a++)
        annae_observation_set (&o, axes[a].id, g_rand_double_range (rand, axes[a].low, axes[a].high));
      annae_observation_set (&o, ANNAE_MEASURE_FACE_WIDTH, o.measures[ANNAE_MEASURE_INTER_EYE].raw * 2.4 / 640.0);
      o.faces[0].box.width = (float) (o.measures[ANNAE_MEASURE_INTER_EYE].raw * 2.4);
      o.faces[0].box.height = (float) (o.measures[ANNAE_MEASURE_INTER_EYE].raw * 3.0);

      run_init (&run, NULL);
      for (guint i = 0; i < 30 * 60 && run.advice.id != ANNAE_ADVICE_DONE; i++)
        {
          AnnaeMeasureId id;

          see (&run, o);
          int sign = effect (run.advice.id, &id);
          if (sign == 0 || run.advice.error == 0.0)
            continue;

          for (guint a = 0; a < G_N_ELEMENTS (axes); a++)
            if (axes[a].id == id)
              {
                double raw = o.measures[id].raw;
                double step = (axes[a].high - axes[a].low) / 300.0;

                g_assert_cmpfloat (fabs (raw + sign * step - axes[a].target), <, fabs (raw - axes[a].target));
                annae_observation_set (&o, id, raw + sign * step);
                advised++;
              }
          if (id == ANNAE_MEASURE_FACE_WIDTH)
            {
              g_assert_cmpfloat (o.measures[id].raw, >, 0.3);
              annae_observation_set (&o, id, o.measures[id].raw - 0.005);
            }
        }
      g_assert_cmpint (run.advice.id, ==, ANNAE_ADVICE_DONE);
      run_clear (&run);
    }
  g_assert_cmpuint (advised, >, 10000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guide/tremor", test_tremor);
  g_test_add_func ("/guide/blur", test_blur);
  g_test_add_func ("/guide/eyes", test_eyes);
  g_test_add_func ("/guide/drop-outs", test_drop_outs);
  g_test_add_func ("/guide/trail", test_trail);
  g_test_add_func ("/guide/whole-face", test_whole_face);
  g_test_add_func ("/guide/skin", test_skin);
  g_test_add_func ("/guide/nonsense", test_nonsense);
  g_test_add_func ("/guide/never-the-wrong-way", test_never_the_wrong_way);
  return g_test_run ();
}
