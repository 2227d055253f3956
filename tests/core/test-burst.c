/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which frames are kept of a second: as many as may be, the best of each pose, the best of all whatever comes. */

#include "annae-burst.h"

static void
test_place (void)
{
  AnnaeBurstFrame frames[ANNAE_BURST_FRAMES];

  for (guint i = 0; i < ANNAE_BURST_FRAMES; i++)
    {
      frames[i] = (AnnaeBurstFrame){ 50.0 + i, 4.0 * i, 0.0 };
      g_assert_cmpint (annae_burst_place (frames, i, &frames[i]), ==, (int) i);
    }
  /* One more of the pose of the second, better and worse than that. */
  g_assert_cmpint (annae_burst_place (frames, 5, &(AnnaeBurstFrame){ 60.0, 4.5, 0.0 }), ==, 1);
  g_assert_cmpint (annae_burst_place (frames, 5, &(AnnaeBurstFrame){ 40.0, 4.5, 0.0 }), ==, -1);
  g_assert_cmpint (annae_burst_place (frames, 5, &(AnnaeBurstFrame){ 51.0, 4.5, 0.0 }), ==, -1);
  /* A new pose stays though it is the worst: of the others, all as far apart, the worse of the worst two goes. */
  g_assert_cmpint (annae_burst_place (frames, 5, &(AnnaeBurstFrame){ 40.0, 0.0, 9.0 }), ==, 0);
}

/* Nobody moves: the best five are left, in whatever order they came. */
static void
test_still (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  AnnaeBurstFrame frames[ANNAE_BURST_FRAMES];
  guint n = 0;

  for (guint i = 0; i < 40; i++)
    {
      AnnaeBurstFrame frame = { (i * 7) % 40, g_rand_double_range (rand, -0.3, 0.3), 0.0 };
      int place = annae_burst_place (frames, n, &frame);

      if (place < 0)
        continue;
      n = MAX (n, (guint) place + 1);
      frames[place] = frame;
    }
  for (guint i = 0; i < ANNAE_BURST_FRAMES; i++)
    g_assert_cmpfloat (frames[i].quality, >=, 35.0);
}

static void
test_best_stays (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint round = 0; round < 200; round++)
    {
      AnnaeBurstFrame frames[ANNAE_BURST_FRAMES];
      double best = -1.0, kept = -1.0;
      guint n = 0;

      for (guint i = 0; i < 30; i++)
        {
          AnnaeBurstFrame frame = { g_rand_double_range (rand, 0, 100), g_rand_double_range (rand, -20, 20),
                                    g_rand_double_range (rand, -20, 20) };
          int place = annae_burst_place (frames, n, &frame);

          best = MAX (best, frame.quality);
          if (place >= 0)
            {
              n = MAX (n, (guint) place + 1);
              frames[place] = frame;
            }
        }
      for (guint i = 0; i < n; i++)
        kept = MAX (kept, frames[i].quality);
      g_assert_cmpfloat (kept, ==, best);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/burst/place", test_place);
  g_test_add_func ("/burst/still", test_still);
  g_test_add_func ("/burst/best-stays", test_best_stays);
  return g_test_run ();
}
