/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests to whoever can move only a little: what they did counts once their nose is clearly seen. Time and chance are made up. */

#include "requests-testing.h"

#include "annae-requests-config.h"

#include <math.h>

/* Degrees of a head that sways while it follows the dot. */
#define SWAY 7.0

/* A neck that turns by 10 degrees: enough where the nose is clearly seen, and only there. */
static void
test_stiff (void)
{
  g_assert_cmpint (do_all (0.22, 10, NULL), ==, ANNAE_LIVENESS_LIVE);
  g_assert_cmpint (do_all (0.02, 10, NULL), ==, ANNAE_LIVENESS_UNDECIDED);
  g_assert_cmpint (do_all (0.22, 4, NULL), ==, ANNAE_LIVENESS_UNDECIDED);
}

/* A stiff neck's nod is enough of whoever has a nose, and counts against nobody. */
static void
test_small_nod (void)
{
  AnnaeMovementNow now = { .nod = 0.55 };
  double done, other;

  annae_requests_measure (ANNAE_REQUEST_LOOK_UP, &now, 1.0, &done, &other);
  g_assert_cmpfloat_with_epsilon (done, 0.55, 1e-9);
  annae_requests_measure (ANNAE_REQUEST_LOOK_UP, &now, 0.0, &done, &other);
  g_assert_cmpfloat (done, >=, 1.0);
  annae_requests_measure (ANNAE_REQUEST_LOOK_DOWN, &now, 0.0, &done, &other);
  g_assert_cmpfloat_with_epsilon (done, -0.55, 1e-9);
  now.nod = 0.45;
  annae_requests_measure (ANNAE_REQUEST_LOOK_UP, &now, 0.0, &done, &other);
  g_assert_cmpfloat (done, <, 1.0);
}

/* Turned and nodded a little while nothing could be seen of the nose, declined, and then it is seen: both count, and nobody is asked again. */
static void
test_counted_later (void)
{
  Stage stage;

  eyes_first (&stage, FACE_HEAD);
  stage.relief = 0.0;
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_CLOSE_EYES);
  g_assert_true (annae_requests_decline (stage.requests, stage.now));
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_TURN_LEFT);
  annae_requests_take_moment (stage.requests);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_LEFT, 10), 4);
  /* Whose face it is has to be known from then. */
  g_assert_true (annae_requests_take_moment (stage.requests));
  g_assert_true (annae_requests_decline (stage.requests, stage.now));
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_LOOK_UP);
  do_pose (&stage, pose_for (ANNAE_REQUEST_LOOK_UP, 8), 4);
  g_assert_true (annae_requests_decline (stage.requests, stage.now));
  g_assert_cmpuint (evidence (&stage)->points, ==, 0);
  g_assert_cmpuint (evidence (&stage)->small, ==,
                    ANNAE_REQUEST_BIT (ANNAE_REQUEST_TURN_LEFT) | ANNAE_REQUEST_BIT (ANNAE_REQUEST_LOOK_UP));

  stage.relief = 0.22;
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_TURN_RIGHT);
  annae_requests_take_moment (stage.requests);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_RIGHT, 10), 16);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_LIVE);
  g_assert_true (annae_requests_take_moment (stage.requests));
  g_assert_cmpuint (evidence (&stage)->points, ==, 3);
  g_assert_cmpuint (evidence (&stage)->small, ==, 0);
  g_assert_cmpuint (evidence (&stage)->asked, ==, 4);
  stage_clear (&stage);
}

/* Less than that, or another movement, was never done. */
static void
test_not_counted (void)
{
  Stage stage;

  eyes_first (&stage, FACE_HEAD);
  stage.relief = 0.0;
  next_request (&stage);
  annae_requests_decline (stage.requests, stage.now);
  next_request (&stage);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_LEFT, 5), 4);
  annae_requests_decline (stage.requests, stage.now);
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_LOOK_UP);
  do_pose (&stage, pose_for (ANNAE_REQUEST_LOOK_UP, 8), 4);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_LEFT, 30), 4);
  g_assert_cmpuint (evidence (&stage)->strayed, ==, 1);
  g_assert_cmpuint (evidence (&stage)->small, ==, 0);

  /* Nor is it, of whoever was there before. */
  next_request (&stage);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_RIGHT, 10), 4);
  g_assert_cmpuint (evidence (&stage)->small, !=, 0);
  nobody (&stage, 2);
  g_assert_cmpuint (evidence (&stage)->small, ==, 0);
  stage_clear (&stage);
}

/* Without a reader angles are not to be trusted: there is nothing small. */
static void
test_no_reader (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD, NULL);
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_TURN_LEFT);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_LEFT, 10), 4);
  g_assert_cmpuint (evidence (&stage)->small, ==, 0);
  stage_clear (&stage);
}

/* Turns by 10 degrees for a moment, and declines; how often something was asked for. */
static guint
turn_a_moment (double relief)
{
  Stage stage;

  eyes_first (&stage, FACE_HEAD);
  stage.relief = relief;
  while (next_request (&stage) != ANNAE_REQUEST_NONE)
    {
      do_pose (&stage, pose_for (annae_requests_get_request (stage.requests), 10), 1.2);
      annae_requests_decline (stage.requests, stage.now);
    }
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_UNDECIDED);
  const guint asked = evidence (&stage)->asked;
  stage_clear (&stage);
  return asked;
}

/* A nose that may yet turn out to stand out: both turns three times again. One that does not: nobody is kept. */
static void
test_another_look (void)
{
  g_assert_cmpuint (turn_a_moment (0.1), ==, turn_a_moment (0.02) + 6);
}

/* A dot that was followed badly says as much as a single movement; one that was followed, two. */
static void
test_dot_nearly (void)
{
  AnnaeRequestsConfig config;
  Stage stage;

  annae_requests_config_init (&config);
  config.can_nod = config.can_approach = FALSE;
  stage_init (&stage, FACE_HEAD, &config);
  for (guint i = 0; i < 2; i++)
    do_pose (&stage, pose_for (next_request (&stage), 30), 5);
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_FOLLOW_DOT);
  for (guint i = 0; i < 600 && annae_requests_get_request (stage.requests) == ANNAE_REQUEST_FOLLOW_DOT; i++)
    {
      stage.wants.yaw = -8.0 * stage.advice.toward_x + SWAY * sin (i / 9.0);
      one_frame (&stage);
    }
  g_assert_cmpfloat (evidence (&stage)->dot.likeness, >=, 0.80);
  g_assert_cmpfloat (evidence (&stage)->dot.likeness, <, 0.88);
  g_assert_cmpuint (evidence (&stage)->points, ==, 3);
  g_assert_cmpuint (evidence (&stage)->swapped, ==, 0);
  stage_clear (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/requests-small/stiff", test_stiff);
  g_test_add_func ("/requests-small/nod", test_small_nod);
  g_test_add_func ("/requests-small/counted-later", test_counted_later);
  g_test_add_func ("/requests-small/not-counted", test_not_counted);
  g_test_add_func ("/requests-small/no-reader", test_no_reader);
  g_test_add_func ("/requests-small/another-look", test_another_look);
  g_test_add_func ("/requests-small/dot-nearly", test_dot_nearly);
  return g_test_run ();
}
