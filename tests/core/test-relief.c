/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What many frames say of a nose: little from few of them. */

#include "annae-relief.h"

#include <math.h>

static void
look (AnnaeRelief *relief, double raw, guint frames)
{
  for (guint i = 0; i < frames; i++)
    {
      AnnaeObservation o;

      annae_observation_init (&o, i, 640, 480);
      annae_observation_set (&o, ANNAE_MEASURE_RELIEF, raw);
      annae_relief_add (relief, &o);
    }
}

static void
test_grows (void)
{
  AnnaeRelief relief = { 0 };
  double last = 0.0;

  g_assert_cmpfloat (annae_relief_get (&relief), ==, 0.0);
  look (&relief, 0.2, 9);
  g_assert_cmpfloat (annae_relief_get (&relief), ==, 0.0);
  for (guint i = 0; i < 50; i++)
    {
      look (&relief, 0.2, 5);
      g_assert_cmpfloat (annae_relief_get (&relief), >, last);
      last = annae_relief_get (&relief);
    }
  g_assert_cmpfloat (last, <, 0.2);
  g_assert_cmpfloat (last, >, 0.18);
}

/* The highest of the rendered prints, 0.028, is no head's however long it is looked at; nor does a second suffice for one that has just a head's. */
static void
test_bounds (void)
{
  AnnaeRelief print = { 0 }, head = { 0 }, other = { 0 };

  look (&print, 0.028, 1000);
  g_assert_cmpfloat (annae_relief_get (&print), <, ANNAE_RELIEF_LEAST);
  look (&head, 0.2, 10);
  g_assert_cmpfloat (annae_relief_get (&head), >, ANNAE_RELIEF_CLEAR);
  look (&other, 0.12, 10);
  g_assert_cmpfloat (annae_relief_get (&other), <, ANNAE_RELIEF_CLEAR);
  look (&other, 0.12, 190);
  g_assert_cmpfloat (annae_relief_get (&other), >, ANNAE_RELIEF_CLEAR);
}

static void
test_strange (void)
{
  AnnaeRelief relief = { 0 };

  look (&relief, NAN, 100);
  look (&relief, INFINITY, 100);
  g_assert_cmpuint (relief.n, ==, 0);
  look (&relief, -0.1, 100);
  g_assert_cmpfloat (annae_relief_get (&relief), ==, 0.0); /* never below */
  /* One frame that followed something else does not outweigh the others. */
  look (&relief, 1e6, 1);
  g_assert_cmpfloat (annae_relief_get (&relief), ==, 0.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/relief/grows", test_grows);
  g_test_add_func ("/relief/bounds", test_bounds);
  g_test_add_func ("/relief/strange", test_strange);
  return g_test_run ();
}
