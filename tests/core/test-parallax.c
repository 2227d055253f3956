/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The nose against the plane of eyes and mouth: none for whatever is flat, as much as geometry says for a head. */

#include "annae-parallax.h"

#include "face-testing.h"

static const FacePose frontal = { .distance = 600 };

static AnnaeFaceShape
shape_of (FaceKind kind, const FacePose *pose)
{
  const AnnaeFace face = face_in (kind, pose);
  AnnaeFaceShape shape = { 0 };

  g_assert_true (annae_face_shape_add (&shape, &face, 0, 0));
  return shape;
}

static AnnaeParallax
between (FaceKind kind, const FacePose *from, const FacePose *to)
{
  const AnnaeFaceShape a = shape_of (kind, from), b = shape_of (kind, to);
  AnnaeParallax parallax;

  g_assert_true (annae_parallax_measure (&a, &b, &parallax));
  return parallax;
}

/* A print waved, shifted, tilted, turned, held near and far: exactly nothing, perspective included. */
static void
test_flat (void)
{
  for (double yaw = -50; yaw <= 50; yaw += 10)
    for (double pitch = -40; pitch <= 40; pitch += 20)
      for (double roll = -30; roll <= 30; roll += 30)
        for (double distance = 250; distance <= 900; distance += 325)
          {
            const FacePose to = { yaw, pitch, roll, 40, -30, distance };
            const AnnaeParallax p = between (FACE_PRINT, &frontal, &to);

            g_assert_cmpfloat (hypot (p.left, p.up), <, 2e-4); /* landmarks are floats */
          }
}

/* A head that is moved, but not turned, has none either (its perspective changes a little as it comes near). */
static void
test_moved (void)
{
  for (double distance = 400; distance <= 900; distance += 100)
    for (double roll = -30; roll <= 30; roll += 15)
      {
        const FacePose to = { .roll = roll, .distance = distance };
        const AnnaeParallax p = between (FACE_HEAD, &frontal, &to);

        g_assert_cmpfloat (hypot (p.left, p.up), <, 0.02);
        g_assert_cmpfloat (fabs (p.narrower), <, 0.02);
      }
}

static void
test_turned (void)
{
  for (double from = -10; from <= 10; from += 10)
    for (double to = -35; to <= 35; to += 5)
      {
        const FacePose a = { .yaw = from, .distance = 600 }, b = { .yaw = to, .distance = 600 };
        const AnnaeParallax p = between (FACE_HEAD, &a, &b);
        const double expected = FACE_DEPTH / FACE_EYES * (tan (to * G_PI / 180) - tan (from * G_PI / 180));

        /* Perspective and the first pose's own foreshortening stay below a tenth of it. */
        g_assert_cmpfloat_with_epsilon (p.left, expected, 0.012 + 0.12 * fabs (expected));
        g_assert_cmpfloat (fabs (p.up), <, 0.03);
      }
}

static void
test_nodded (void)
{
  for (double to = -30; to <= 30; to += 5)
    {
      const FacePose pose = { .pitch = to, .distance = 600 };
      const AnnaeParallax p = between (FACE_HEAD, &frontal, &pose);
      const double expected = FACE_DEPTH / FACE_EYES * tan (to * G_PI / 180);

      g_assert_cmpfloat_with_epsilon (p.up, expected, 0.012 + 0.2 * fabs (expected));
      g_assert_cmpfloat (fabs (p.left), <, 1e-3);
    }
}

/* To the person's left and up, however the head is tilted. */
static void
test_directions (void)
{
  for (double roll = -40; roll <= 40; roll += 20)
    {
      const FacePose at_rest = { .roll = roll, .distance = 600 };
      const FacePose left = { .yaw = 25, .roll = roll, .distance = 600 };
      const FacePose up = { .pitch = 25, .roll = roll, .distance = 600 };

      g_assert_cmpfloat (between (FACE_HEAD, &at_rest, &left).left, >, 0.13);
      g_assert_cmpfloat (between (FACE_HEAD, &at_rest, &up).up, >, 0.1);
    }
}

static void
test_narrower (void)
{
  const FacePose turned = { .yaw = 37, .distance = 600 }, nodded = { .pitch = 37, .distance = 600 };

  for (FaceKind kind = FACE_HEAD; kind <= FACE_PRINT; kind++)
    {
      g_assert_cmpfloat_with_epsilon (between (kind, &frontal, &turned).narrower, 0.2, 0.02);
      g_assert_cmpfloat_with_epsilon (between (kind, &frontal, &nodded).narrower, -0.25, 0.08);
    }
}

/* Said where it is documented: a print bent around 6 cm has some of what a head has. */
static void
test_bent (void)
{
  const FacePose turned = { .yaw = 30, .distance = 600 };
  const double bent = between (FACE_BENT, &frontal, &turned).left;

  g_assert_cmpfloat (bent, >, 0.03);
  g_assert_cmpfloat (bent, <, 0.5 * between (FACE_HEAD, &frontal, &turned).left);
}

static void
test_average (void)
{
  AnnaeFaceShape shape = { 0 };
  const FacePose turned = { .yaw = 20, .distance = 600 };
  const AnnaeFaceShape a = shape_of (FACE_HEAD, &frontal), b = shape_of (FACE_HEAD, &turned);
  const AnnaeFace first = face_in (FACE_HEAD, &frontal), second = face_in (FACE_HEAD, &turned);

  g_assert_true (annae_face_shape_add (&shape, &first, 100, 0));
  g_assert_true (annae_face_shape_add (&shape, &second, 200, 0));
  g_assert_cmpuint (shape.n, ==, 2);
  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    {
      g_assert_cmpfloat_with_epsilon (shape.x[i], 0.5 * (a.x[i] + b.x[i]), 1e-9);
      g_assert_cmpfloat_with_epsilon (shape.y[i], 0.5 * (a.y[i] + b.y[i]), 1e-9);
    }

  /* As a low-pass it forgets the first. */
  for (gint64 t = 300; t < 3000; t += 100)
    g_assert_true (annae_face_shape_add (&shape, &second, t, 100));
  g_assert_cmpfloat_with_epsilon (shape.x[ANNAE_LANDMARK_NOSE], b.x[ANNAE_LANDMARK_NOSE], 1e-6);
  g_assert_false (annae_face_shape_add (&shape, &second, 100, 100)); /* time runs backwards */
}

static void
test_nothing_to_measure (void)
{
  AnnaeFaceShape good = shape_of (FACE_HEAD, &frontal), none = { 0 }, bad = good;
  AnnaeFace face = face_in (FACE_HEAD, &frontal);
  AnnaeParallax parallax;

  face.has_landmarks = FALSE;
  g_assert_false (annae_face_shape_add (&none, &face, 0, 0));
  face.has_landmarks = TRUE;
  face.landmarks[ANNAE_LANDMARK_NOSE].x = NAN;
  g_assert_false (annae_face_shape_add (&none, &face, 0, 0));
  face.landmarks[ANNAE_LANDMARK_NOSE].x = INFINITY;
  g_assert_false (annae_face_shape_add (&none, &face, 0, 0));
  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    face.landmarks[i] = (AnnaePoint){ 100, 100 };
  g_assert_false (annae_face_shape_add (&none, &face, 0, 0));
  g_assert_cmpuint (none.n, ==, 0);

  g_assert_false (annae_parallax_measure (&good, &none, &parallax));
  g_assert_false (annae_parallax_measure (&none, &good, &parallax));

  /* Eyes changed over: no quadrangle; all on a line: none either. */
  bad.x[ANNAE_LANDMARK_LEFT_EYE] = good.x[ANNAE_LANDMARK_RIGHT_EYE];
  bad.x[ANNAE_LANDMARK_RIGHT_EYE] = good.x[ANNAE_LANDMARK_LEFT_EYE];
  g_assert_false (annae_parallax_measure (&good, &bad, &parallax));
  g_assert_false (annae_parallax_measure (&bad, &good, &parallax));
  bad = good;
  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    bad.y[i] = 0.0;
  g_assert_false (annae_parallax_measure (&good, &bad, &parallax));
  /* The nose far outside: no pose that is asked for. */
  bad = good;
  bad.x[ANNAE_LANDMARK_NOSE] = 9.0;
  g_assert_false (annae_parallax_measure (&good, &bad, &parallax));
  g_assert_cmpfloat (parallax.left, ==, 0.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parallax/flat", test_flat);
  g_test_add_func ("/parallax/moved", test_moved);
  g_test_add_func ("/parallax/turned", test_turned);
  g_test_add_func ("/parallax/nodded", test_nodded);
  g_test_add_func ("/parallax/directions", test_directions);
  g_test_add_func ("/parallax/narrower", test_narrower);
  g_test_add_func ("/parallax/bent", test_bent);
  g_test_add_func ("/parallax/average", test_average);
  g_test_add_func ("/parallax/nothing-to-measure", test_nothing_to_measure);
  return g_test_run ();
}
