/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dot's path, and what counts as following it. */

#include "annae-dot.h"
#include "annae-movement.h"

#include <math.h>

static const AnnaeParallax still = { 0 };

#define FRAME (ANNAE_SECONDS (1) / 30)

static guint32
luck (guint32 bound, gpointer rand)
{
  return (guint32) g_rand_int_range (rand, 0, (gint32) bound);
}

/* Every path begins in the middle, goes from place to place, comes to both sides, is slow, and is done in time. */
static void
test_path (void)
{
  for (guint i = 0; i < 400; i++)
    {
      gboolean left = FALSE, right = FALSE;
      AnnaeDot dot;

      annae_dot_draw (&dot, i % 2 == 1, NULL, NULL);
      g_assert_cmpfloat (annae_dot_at (&dot, -ANNAE_SECONDS (1)), ==, 0.0);
      g_assert_cmpfloat (annae_dot_at (&dot, 0), ==, 0.0);
      for (guint leg = 0; leg < ANNAE_DOT_LEGS; leg++)
        {
          g_assert_cmpfloat (dot.legs[leg].to, !=, leg > 0 ? dot.legs[leg - 1].to : 0.0);
          g_assert_cmpuint (annae_dot_leg (&dot, dot.legs[leg].from_us), ==, leg);
          g_assert_cmpfloat (annae_dot_at (&dot, dot.legs[leg].until_us), ==, dot.legs[leg].to);
          left = left || dot.legs[leg].to < 0;
          right = right || dot.legs[leg].to > 0;
        }
      g_assert_true (left && right);
      for (gint64 t = 0; t < annae_dot_end (&dot); t += FRAME)
        g_assert_cmpfloat (fabs (annae_dot_at (&dot, t + FRAME) - annae_dot_at (&dot, t)), <, 0.06);
      g_assert_cmpfloat (annae_dot_at (&dot, G_MAXINT64), ==, dot.legs[ANNAE_DOT_LEGS - 1].to);
      g_assert_cmpint (annae_dot_end (&dot), <, i % 2 == 1 ? ANNAE_SECONDS (32) : ANNAE_SECONDS (16));
      g_assert_cmpint (annae_dot_end (&dot), <, ANNAE_DOT_SAMPLES * ANNAE_SECONDS (0.1));
    }
}

/* All fourteen courses come up. */
static void
test_courses (void)
{
  g_autoptr (GHashTable) courses = g_hash_table_new (g_direct_hash, g_direct_equal);

  for (guint i = 0; i < 1000; i++)
    {
      AnnaeDot dot;
      guint course = 0;

      annae_dot_draw (&dot, FALSE, NULL, NULL);
      for (guint leg = 0; leg < ANNAE_DOT_LEGS; leg++)
        course = 3 * course + (guint) (dot.legs[leg].to + 1);
      g_hash_table_add (courses, GUINT_TO_POINTER (course));
    }
  g_assert_cmpuint (g_hash_table_size (courses), ==, 14);
}

/* How a head that turns by so many degrees, so late, with so much sway, is judged; another: it follows another dot. */
static AnnaeDotMatch
match_of (guint seed, double degrees, gint64 late_us, double sway, gboolean another)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  AnnaeDotMatch match;
  AnnaeDot dot, other;

  annae_dot_draw (&dot, FALSE, luck, rand);
  annae_dot_draw (&other, FALSE, luck, rand);
  for (gint64 t = 0; t < annae_dot_end (&dot); t += FRAME)
    annae_dot_add (&dot, t, -degrees * annae_dot_at (another ? &other : &dot, t - late_us) + sway * sin (t / 3e5), &still);
  annae_dot_match (&dot, &match);
  return match;
}

static double
followed_by (guint seed, double degrees, gint64 late_us, double sway, gboolean another)
{
  const AnnaeDotMatch match = match_of (seed, degrees, late_us, sway, another);

  /* Who has followed it has nearly followed it. */
  g_assert_true (annae_dot_followed (&match) < 1.0 || annae_dot_nearly_followed (&match));
  return annae_dot_followed (&match);
}

/* For a point instead of two: no more than the next movement of a recording, which is the one asked for in one of four. */
static void
test_nearly_followed (void)
{
  const AnnaeDotMatch small = { .likeness = 0.95, .degrees = 2.0 };
  guint swaying = 0, others = 0, noise = 0;

  for (guint seed = 0; seed < 200; seed++)
    {
      const AnnaeDotMatch sways = match_of (seed, 6, ANNAE_SECONDS (0.8), 4, FALSE), other = match_of (seed, 20, ANNAE_SECONDS (0.5), 1, TRUE),
                          only_sways = match_of (seed, 0, 0, 6, FALSE);

      swaying += annae_dot_nearly_followed (&sways);
      others += annae_dot_nearly_followed (&other);
      noise += annae_dot_nearly_followed (&only_sways);
    }
  g_test_message ("of 200: swaying %u, another dot's path %u, a head that only sways %u", swaying, others, noise);
  g_assert_cmpuint (swaying, >, 150);
  g_assert_cmpuint (others, <, 60);
  g_assert_cmpuint (noise, ==, 0);
  g_assert_false (annae_dot_nearly_followed (&small));
}

static void
test_followed (void)
{
  guint others = 0;

  for (guint seed = 0; seed < 200; seed++)
    {
      g_assert_cmpfloat (followed_by (seed, 15, 0, 0, FALSE), >=, 1.0);
      g_assert_cmpfloat (followed_by (seed, 6, ANNAE_SECONDS (0.8), 1.5, FALSE), >=, 1.0);
      /* with the eyes; too late; the other way; not at all */
      g_assert_cmpfloat (followed_by (seed, 2, ANNAE_SECONDS (0.5), 0.5, FALSE), <, 1.0);
      g_assert_cmpfloat (followed_by (seed, 15, ANNAE_SECONDS (4), 0, FALSE), <, 1.2);
      g_assert_cmpfloat (followed_by (seed, -15, 0, 0, FALSE), <, 1.0);
      g_assert_cmpfloat (followed_by (seed, 0, 0, 3, FALSE), <, 1.0);
      others += followed_by (seed, 20, ANNAE_SECONDS (0.5), 1, TRUE) >= 1.0;
    }
  g_test_message ("another dot's path was taken for this one in %u of 200", others);
  g_assert_cmpuint (others, <, 40);
}

static void
test_strange (void)
{
  AnnaeDotMatch match;
  AnnaeDot dot;

  annae_dot_draw (&dot, FALSE, NULL, NULL);
  annae_dot_match (&dot, &match);
  g_assert_cmpfloat (annae_dot_followed (&match), ==, 0.0);
  /* Too little of it was seen. */
  for (gint64 t = 0; t < dot.length_us / 2; t += FRAME)
    annae_dot_add (&dot, t, -15 * annae_dot_at (&dot, t), &still);
  annae_dot_match (&dot, &match);
  g_assert_cmpfloat (annae_dot_followed (&match), ==, 0.0);
  annae_dot_add (&dot, -1, 5, &still);
  annae_dot_add (&dot, G_MAXINT64, 5, &still);
  annae_dot_add (&dot, 0, NAN, &still);
  annae_dot_add (&dot, 0, INFINITY, &still);
  for (guint i = 0; i < 1000; i++)
    annae_dot_add (&dot, 0, 0, &still);
  annae_dot_match (&dot, &match);
  g_assert_true (isfinite (match.likeness) && isfinite (match.degrees));
}

/* A head that turns by few degrees has depth; paper that turns by more has none, and where its plane narrows even less. */
static void
test_depth (void)
{
  static const struct
  {
    double degrees, share, narrower;
    gboolean deep;
  } cases[] = {
    { 6, 0.55, 0.005, TRUE },   { 9, 0.55, 0.012, TRUE }, { 20, 0.55, 0.06, TRUE }, { 4, 0.50, 0.0, TRUE },
    { 6, 0.04, 0.005, FALSE },  { 20, 0.04, 0.06, FALSE }, { 35, 0.04, 0.18, FALSE },
    { 20, 0.23, 0.06, FALSE },  { 30, 0.23, 0.13, FALSE }, { 40, 0.28, 0.23, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AnnaeDotMatch match;
      AnnaeDot dot;

      annae_dot_draw (&dot, FALSE, NULL, NULL);
      for (gint64 t = 0; t < annae_dot_end (&dot); t += FRAME)
        {
          const double at = annae_dot_at (&dot, t);
          const AnnaeParallax moved = { .left = -at * cases[i].share * tan (cases[i].degrees * G_PI / 180.0),
                                        .narrower = cases[i].narrower * at * at };

          annae_dot_add (&dot, t, -at * cases[i].degrees, &moved);
        }
      annae_dot_match (&dot, &match);
      g_assert_cmpfloat (annae_dot_followed (&match), >=, 1.0);
      g_assert_cmpint (annae_dot_depth (&match) >= 1.0, ==, cases[i].deep);
    }
}

/* A nose that moves as a face's does for the angle that a network reads, and one that moves less. */
static void
test_read_angle (void)
{
  const AnnaeParallax moved = { .left = 0.2, .narrower = 0.05 };

  g_assert_cmpfloat (annae_movement_depth (&moved, 0), >, 1.0);
  g_assert_cmpfloat (annae_movement_depth (&moved, 22), >, 1.0);
  g_assert_cmpfloat (annae_movement_depth (&moved, -22), ==, annae_movement_depth (&moved, 22));
  g_assert_cmpfloat (annae_movement_depth (&moved, 32), <, 1.0);
  g_assert_cmpfloat (annae_movement_depth (&moved, 1e9), >, 0.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dot/path", test_path);
  g_test_add_func ("/dot/courses", test_courses);
  g_test_add_func ("/dot/followed", test_followed);
  g_test_add_func ("/dot/nearly-followed", test_nearly_followed);
  g_test_add_func ("/dot/depth", test_depth);
  g_test_add_func ("/dot/read-angle", test_read_angle);
  g_test_add_func ("/dot/strange", test_strange);
  return g_test_run ();
}
