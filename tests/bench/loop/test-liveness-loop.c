/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A small loop for every build: living people still pass the requests and pictures on paper do not. The figures proper
 * are in doc/liveness-figures.md. */

#include "loop-camera.h"
#include "loop-relief.h"
#include "loop-requests.h"

#include <math.h>

#include "annae-parallax.h"

#define SESSIONS 220

static const LoopRequestsOptions usual = { .noise = 1.0, .button = 0.7, .reader = TRUE };

/* The yardstick: the simulated faces have the parallax that geometry gives them, and paper has none. */
static void
test_faces (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint kind = 0; kind < LOOP_FACES; kind++)
    for (double angle = -30; angle <= 30; angle += 10)
      {
        double truth[LOOP_AXES] = { 0, 0, 60, 0, 0, 0 };
        AnnaeFaceShape rest = { 0 }, turned = { 0 };
        AnnaeObservation o;
        AnnaeParallax parallax;
        LoopFace face;

        loop_face_init (&face, (LoopFaceKind) kind, FALSE, 0.0, rand);
        annae_observation_init (&o, 0, LOOP_WIDTH, LOOP_HEIGHT);
        o.n_faces = 1;
        loop_face_see (&face, truth, rand, &o);
        g_assert_true (annae_face_shape_add (&rest, &o.faces[0], 0, 0));
        truth[LOOP_YAW] = angle;
        loop_face_see (&face, truth, rand, &o);
        g_assert_true (annae_face_shape_add (&turned, &o.faces[0], 0, 0));
        g_assert_true (annae_parallax_measure (&rest, &turned, &parallax));
        if (kind == LOOP_FACE_FLAT)
          g_assert_cmpfloat_with_epsilon (parallax.left, face.depth_turn[angle > 0] / 6.3 * tan (angle * G_PI / 180),
                                          0.02);
        else if (kind == LOOP_FACE_HEAD && angle != 0)
          g_assert_cmpfloat (parallax.left * angle, >, 0.0);
      }
}

/* Of every kind, stiff necks too. */
static void
test_living (void)
{
  guint live = 0, stiff = 0, stiff_live = 0, looks[LOOP_LOOKS] = { 0 };

  for (guint i = 0; i < SESSIONS; i++)
    {
      LoopLiveness result;

      loop_requests_person (87000000u + i, &usual, &result);
      live += result.liveness == ANNAE_LIVENESS_LIVE;
      stiff += result.kind == LOOP_STIFF_NECK;
      stiff_live += result.kind == LOOP_STIFF_NECK && result.liveness == ANNAE_LIVENESS_LIVE;
      for (guint look = 0; look < LOOP_LOOKS; look++)
        looks[look] += result.looks[look];
      g_assert_cmpint (result.liveness, !=, ANNAE_LIVENESS_NOT_TESTED);
    }
  g_test_message ("%u of %u passed, %u of %u stiff necks", live, SESSIONS, stiff_live, stiff);
  g_assert_cmpfloat (live, >=, 0.96 * SESSIONS);
  g_assert_cmpfloat (stiff_live, >=, 0.9 * stiff);
  g_assert_cmpuint (looks[LOOP_LOOK_BARE] + looks[LOOP_LOOK_SPECTACLES], ==, SESSIONS);
  g_assert_cmpuint (looks[LOOP_LOOK_HOODED], >, 0);
  g_assert_cmpuint (looks[LOOP_LOOK_UNREAD], >, 0);
}

/* Flat, bent and folded, with holes for the eyes and without. */
static void
test_paper (void)
{
  for (guint attack = LOOP_ATTACK_HELD; attack <= LOOP_ATTACK_HOLES_FOLDED; attack++)
    {
      guint live = 0;

      for (guint i = 0; i < (attack <= LOOP_ATTACK_OBEYS ? SESSIONS : SESSIONS / 5); i++)
        {
          LoopLiveness result;

          loop_requests_attack ((LoopAttack) attack, 88000000u + i, &usual, &result);
          live += result.liveness == ANNAE_LIVENESS_LIVE;
        }
      g_test_message ("attack %u: %u passed", attack, live);
      g_assert_cmpuint (live, ==, 0);
    }
}

/* The yardstick: noses stand out in the pixels as they were measured, and of paper they do not. */
static void
test_relief (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);

  for (guint kind = 0; kind < LOOP_FACES; kind++)
    {
      double sum = 0.0;
      guint n = 0;

      for (guint i = 0; i < 400; i++)
        {
          LoopRelief relief;

          loop_relief_init (&relief, (LoopFaceKind) kind, 1.0, rand);
          for (guint frame = 0; frame < 30; frame++)
            {
              AnnaeObservation o;
              double value;

              annae_observation_init (&o, frame, LOOP_WIDTH, LOOP_HEIGHT);
              annae_observation_set (&o, ANNAE_MEASURE_YAW, frame % 2 == 0 ? 0.0 : 10.0);
              loop_relief_see (&relief, frame * 0.2, rand, &o);
              if (!annae_observation_get (&o, ANNAE_MEASURE_RELIEF, &value))
                continue;
              sum += value;
              n++;
            }
        }
      g_assert_cmpuint (n, >, 1000);
      g_assert_cmpfloat_with_epsilon (sum / n, kind == LOOP_FACE_HEAD ? 0.206 : -0.03, 0.04);
    }
}

static void
test_repeats (void)
{
  for (guint i = 0; i < 11; i++)
    {
      LoopLiveness a, b;

      loop_requests_person (89000000u + i, &usual, &a);
      loop_requests_person (89000000u + i, &usual, &b);
      g_assert_cmpint (a.liveness, ==, b.liveness);
      g_assert_cmpfloat (a.seconds, ==, b.seconds);
    }
}

/* Clopper and Pearson's own kind of table: 0 of 500 is at most 0.735 %, 5 of 100 is 1.64 to 11.28 %. */
static void
test_interval (void)
{
  double low, high;

  loop_interval (0, 500, &low, &high);
  g_assert_cmpfloat (low, ==, 0.0);
  g_assert_cmpfloat_with_epsilon (high, 0.00735, 0.00001);
  loop_interval (5, 100, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, 0.0164, 0.0001);
  g_assert_cmpfloat_with_epsilon (high, 0.1128, 0.0001);
  loop_interval (100, 100, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, 0.9638, 0.0001);
  g_assert_cmpfloat (high, ==, 1.0);
  loop_interval (0, 0, &low, &high);
  g_assert_cmpfloat (high - low, ==, 1.0);

  /* Wilson: 0 of 500 is at most 0.762 %, 5 of 100 is 2.15 to 11.18 %. */
  loop_wilson (0, 500, &low, &high);
  g_assert_cmpfloat_with_epsilon (high, 0.00762, 0.00001);
  loop_wilson (5, 100, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, 0.0215, 0.0001);
  g_assert_cmpfloat_with_epsilon (high, 0.1118, 0.0001);
  loop_wilson (0, 0, &low, &high);
  g_assert_cmpfloat (high - low, ==, 1.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/liveness-loop/faces", test_faces);
  g_test_add_func ("/liveness-loop/living", test_living);
  g_test_add_func ("/liveness-loop/paper", test_paper);
  g_test_add_func ("/liveness-loop/relief", test_relief);
  g_test_add_func ("/liveness-loop/repeats", test_repeats);
  g_test_add_func ("/liveness-loop/interval", test_interval);
  return g_test_run ();
}
