/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests before what is not alive, not continuous, or cannot be judged: nothing of it passes. Time and chance are
 * made up. */

#include "requests-testing.h"

/* ---- nobody alive ---- */

/* A flat picture does all that is asked, and whoever reads its yaw and pitch is deceived: it never passes. */
static void
test_print (void)
{
  for (double degrees = 5; degrees <= 55; degrees += 10)
    {
      Stage stage;
      AnnaeRequest request;

      stage_init (&stage, FACE_PRINT, NULL);
      while ((request = next_request (&stage)) != ANNAE_REQUEST_NONE)
        do_request (&stage, request, degrees, 16);
      g_assert_cmpuint (evidence (&stage)->with_depth, ==, 0);
      g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==,
                       degrees > 40 ? ANNAE_LIVENESS_FLAT : ANNAE_LIVENESS_UNDECIDED);
      stage_clear (&stage);
    }
}

/* Waved about in every way at once. */
static void
test_waved (void)
{
  for (guint seed = 0; seed < 20; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      const double f[6] = { g_rand_double_range (rand, 0.1, 1), g_rand_double_range (rand, 0.1, 1),
                            g_rand_double_range (rand, 0.1, 1), g_rand_double_range (rand, 0.1, 1),
                            g_rand_double_range (rand, 0.1, 1), g_rand_double_range (rand, 0.1, 1) };
      Stage stage;

      stage_init (&stage, FACE_PRINT, NULL);
      for (; stage.now < ANNAE_SECONDS (90);)
        {
          const double t = stage.now / 1e6;
          /* At rest now and then, or no request would be made. */
          const double much = fmod (t, 6.0) < 1.5 ? 0.0 : 1.0;
          const FacePose pose = {
            much * 30 * sin (f[0] * t), much * 25 * sin (f[1] * t), much * 15 * sin (f[2] * t),
            much * 60 * sin (f[3] * t), much * 40 * sin (f[4] * t), 550 + much * 150 * sin (f[5] * t),
          };
          const AnnaeObservation o = face_seen (FACE_PRINT, &pose, stage.now);

          show (&stage, &o);
        }
      g_assert_cmpuint (evidence (&stage)->with_depth, ==, 0);
      g_assert_cmpint (annae_requests_get_liveness (stage.requests), !=, ANNAE_LIVENESS_LIVE);
      stage_clear (&stage);
    }
}

/* ---- breaks ---- */

static void
test_gone (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD, NULL);
  do_pose (&stage, pose_for (next_request (&stage), 30), 5);
  g_assert_cmpuint (evidence (&stage)->with_depth, ==, 1);
  g_assert_false (annae_requests_take_break (stage.requests));
  nobody (&stage, 0.4); /* a detector may lose a face for a moment */
  one_frame (&stage);
  g_assert_cmpuint (evidence (&stage)->with_depth, ==, 1);
  nobody (&stage, 3);
  g_assert_true (annae_requests_take_break (stage.requests));
  g_assert_false (annae_requests_take_break (stage.requests));
  g_assert_cmpuint (evidence (&stage)->with_depth, ==, 0);
  g_assert_cmpuint (evidence (&stage)->breaks, ==, 1);

  /* All of it is needed again. */
  for (guint i = 0; i < 3; i++)
    {
      g_assert_false (annae_requests_is_over (stage.requests));
      do_pose (&stage, pose_for (next_request (&stage), 30), 5);
    }
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_LIVE);
  stage_clear (&stage);
}

/* Another picture from one frame to the next. */
static void
test_cut (void)
{
  for (guint kind = 0; kind < 2; kind++)
    {
      Stage stage;

      stage_init (&stage, FACE_HEAD, NULL);
      do_pose (&stage, pose_for (next_request (&stage), 30), 5);
      if (kind == 0)
        stage.at.x = stage.wants.x = 180;
      else
        stage.at.distance = stage.wants.distance = 380;
      one_frame (&stage);
      g_assert_cmpuint (evidence (&stage)->breaks, ==, 1);
      g_assert_cmpuint (evidence (&stage)->followed, ==, 0);
      stage_clear (&stage);
    }
}

static void
test_breaks_end (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_false (annae_requests_is_over (stage.requests));
      for (guint f = 0; f < 15; f++)
        one_frame (&stage);
      nobody (&stage, 1);
    }
  g_assert_true (annae_requests_is_over (stage.requests));
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_UNDECIDED);
  stage_clear (&stage);
}

/* ---- what cannot be judged ---- */

static void
test_no_landmarks (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD, NULL);
  for (guint i = 0; i < 300 && !annae_requests_is_over (stage.requests); i++)
    {
      AnnaeObservation o = face_seen (FACE_HEAD, &stage.at, stage.now);

      o.faces[0].has_landmarks = FALSE;
      show (&stage, &o);
    }
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_UNDECIDED);
  g_assert_cmpuint (evidence (&stage)->asked, ==, 0);
  stage_clear (&stage);
}

/* Somebody as large beside them: whose movement it was would be anybody's guess. */
static void
test_second_face (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD, NULL);
  next_request (&stage);
  for (guint i = 0; i < 90; i++)
    {
      const FacePose turned = pose_for (ANNAE_REQUEST_TURN_LEFT, 30);
      AnnaeObservation o = face_seen (FACE_HEAD, &turned, stage.now);

      annae_observation_set (&o, ANNAE_MEASURE_SECOND_FACE, 0.8);
      show (&stage, &o);
    }
  g_assert_cmpuint (evidence (&stage)->followed, ==, 0);
  g_assert_cmpuint (evidence (&stage)->breaks, ==, 1);
  stage_clear (&stage);
}

static void
test_strange_input (void)
{
  Stage stage;
  AnnaeRequestsConfig config;

  annae_requests_config_init (&config);
  config.points = 99;
  config.time_us = G_MAXINT64;
  config.guide.patience = NAN;
  stage_init (&stage, FACE_HEAD, &config);
  next_request (&stage);

  /* Older than the last: nothing changes. */
  const FacePose turned = pose_for (ANNAE_REQUEST_TURN_LEFT, 30);
  for (guint i = 0; i < 60; i++)
    {
      const AnnaeObservation o = face_seen (FACE_HEAD, &turned, 0);

      annae_requests_observe (stage.requests, &o, &stage.advice);
    }
  g_assert_cmpuint (evidence (&stage)->followed, ==, 0);

  for (guint i = 0; i < 60; i++)
    {
      AnnaeObservation o = face_seen (FACE_HEAD, &stage.at, stage.now);

      o.faces[0].landmarks[i % ANNAE_N_LANDMARKS].x = NAN;
      o.faces[0].landmarks[i % 3].y = INFINITY;
      o.measures[ANNAE_MEASURE_YAW].raw = NAN;
      show (&stage, &o);
    }
  g_assert_cmpuint (evidence (&stage)->followed, ==, 0);
  stage_clear (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/requests/print", test_print);
  g_test_add_func ("/requests/waved", test_waved);
  g_test_add_func ("/requests/gone", test_gone);
  g_test_add_func ("/requests/cut", test_cut);
  g_test_add_func ("/requests/breaks-end", test_breaks_end);
  g_test_add_func ("/requests/no-landmarks", test_no_landmarks);
  g_test_add_func ("/requests/second-face", test_second_face);
  g_test_add_func ("/requests/strange-input", test_strange_input);
  return g_test_run ();
}
