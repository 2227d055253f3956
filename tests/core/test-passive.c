/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of what the frames of a stretch have to show before it is said of a face that it is a picture of one. */

#include "annae-passive.h"

#include <math.h>

#define NONE (-1.0) /* not measured */

typedef struct
{
  guint frames;
  double outline, pattern, spoof, hands; /* of each */
} Stretch;

static void
add (AnnaePassive *passive, const Stretch *stretch)
{
  for (guint i = 0; i < stretch->frames; i++)
    {
      AnnaeObservation o;

      annae_observation_init (&o, i, 640, 480);
      o.n_faces = 1;
      annae_observation_set (&o, ANNAE_MEASURE_OUTLINE, stretch->outline < 0.0 ? NAN : stretch->outline);
      annae_observation_set (&o, ANNAE_MEASURE_PATTERN, stretch->pattern < 0.0 ? NAN : stretch->pattern);
      annae_observation_set (&o, ANNAE_MEASURE_HANDS, stretch->hands < 0.0 ? NAN : stretch->hands);
      annae_observation_set (&o, ANNAE_MEASURE_SPOOF, stretch->spoof < 0.0 ? NAN : stretch->spoof);
      annae_passive_add (passive, &o);
    }
}

static void
test_table (void)
{
  static const struct
  {
    const char *what;
    Stretch some, others;
    AnnaePassiveFinding finding;
  } rows[] = {
    { "nothing", { 0 }, { 0 }, ANNAE_PASSIVE_NOTHING },
    { "clean", { 30, 0.1, 1.2, 0.1, 0.0 }, { 0 }, ANNAE_PASSIVE_NOTHING },
    { "no measure at all", { 30, NONE, NONE, NONE, 0.0 }, { 0 }, ANNAE_PASSIVE_NOTHING },
    { "outline", { 6, 0.62, 1.2, 0.1, 0.0 }, { 24, 0.1, 1.2, 0.1, 0.0 }, ANNAE_PASSIVE_OUTLINE },
    { "outline, too seldom", { 5, 0.9, 1.2, 0.1, 0.0 }, { 25, 0.1, 1.2, 0.1, 0.0 }, ANNAE_PASSIVE_NOTHING },
    { "outline, too few", { 2, 0.9, 1.2, 0.1, 0.0 }, { 0 }, ANNAE_PASSIVE_NOTHING },
    { "pattern", { 6, 0.1, 1.75, 0.1, 0.0 }, { 24, 0.1, 1.2, 0.1, 0.0 }, ANNAE_PASSIVE_PATTERN },
    { "pattern, too seldom", { 5, 0.1, 2.2, 0.1, 0.0 }, { 25, 0.1, 1.2, 0.1, 0.0 }, ANNAE_PASSIVE_NOTHING },
    { "hands", { 6, 0.1, 1.2, 0.1, 0.8 }, { 24, 0.1, 1.2, 0.1, 0.0 }, ANNAE_PASSIVE_HANDS },
    { "hands, too seldom", { 5, 0.1, 1.2, 0.1, 0.9 }, { 25, 0.1, 1.2, 0.1, 0.0 }, ANNAE_PASSIVE_NOTHING },
    { "hands, too few", { 2, 0.1, 1.2, 0.1, 0.9 }, { 0 }, ANNAE_PASSIVE_NOTHING },
    { "hands, below the bound", { 30, 0.1, 1.2, 0.1, 0.79 }, { 0 }, ANNAE_PASSIVE_NOTHING },
    { "hands, not measured", { 30, 0.1, 1.2, 0.1, NONE }, { 0 }, ANNAE_PASSIVE_NOTHING },
    { "network", { 15, 0.1, 1.2, 0.5, 0.0 }, { 15, 0.1, 1.2, 0.1, 0.0 }, ANNAE_PASSIVE_NETWORK },
    { "network, sure", { 3, 0.1, 1.2, 1.0, 0.0 }, { 0 }, ANNAE_PASSIVE_NETWORK },
    { "network, too seldom", { 14, 0.1, 1.2, 1.0, 0.0 }, { 16, 0.1, 1.2, 0.1, 0.0 }, ANNAE_PASSIVE_NOTHING },
    { "network, too few", { 2, 0.1, 1.2, 1.0, 0.0 }, { 0 }, ANNAE_PASSIVE_NOTHING },
    { "network, below its bound", { 30, 0.1, 1.2, 0.49, 0.0 }, { 0 }, ANNAE_PASSIVE_NOTHING },
    /* Of frames that it was not asked about it says nothing. */
    { "network, asked of half", { 3, 0.1, 1.2, 0.9, 0.0 }, { 30, 0.1, 1.2, NONE, 0.0 }, ANNAE_PASSIVE_NETWORK },
    /* A cascade shows no outline, and the network is none of its concern. */
    { "network, without landmarks", { 10, NONE, NONE, 0.9, 0.0 }, { 0 }, ANNAE_PASSIVE_NETWORK },
    /* What can be pointed at is named first. */
    { "outline and hands", { 30, 0.9, 1.2, 0.1, 0.9 }, { 0 }, ANNAE_PASSIVE_OUTLINE },
    { "hands and pattern", { 30, 0.1, 2.2, 0.1, 0.9 }, { 0 }, ANNAE_PASSIVE_HANDS },
    { "outline and network", { 30, 0.9, 1.2, 0.9, 0.0 }, { 0 }, ANNAE_PASSIVE_OUTLINE },
    { "pattern and network", { 30, 0.1, 2.2, 0.9, 0.0 }, { 0 }, ANNAE_PASSIVE_PATTERN },
    /* However sure it is of a living person, it takes nothing back. */
    { "outline, and a network that sees none", { 30, 0.9, 1.2, 0.0, 0.0 }, { 0 }, ANNAE_PASSIVE_OUTLINE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      AnnaePassive passive = { 0 };

      add (&passive, &rows[i].some);
      add (&passive, &rows[i].others);
      g_test_message ("%s", rows[i].what);
      g_assert_cmpint (annae_passive_get_finding (&passive), ==, rows[i].finding);
    }
}

/* Nobody there: what was measured is of nothing. */
static void
test_nobody (void)
{
  AnnaePassive passive = { 0 };

  for (guint i = 0; i < 30; i++)
    {
      AnnaeObservation o;

      annae_observation_init (&o, i, 640, 480);
      annae_observation_set (&o, ANNAE_MEASURE_OUTLINE, 0.9);
      annae_observation_set (&o, ANNAE_MEASURE_HANDS, 0.9);
      annae_observation_set (&o, ANNAE_MEASURE_SPOOF, 0.9);
      annae_passive_add (&passive, &o);
    }
  g_assert_cmpint (annae_passive_get_finding (&passive), ==, ANNAE_PASSIVE_NOTHING);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/passive/table", test_table);
  g_test_add_func ("/passive/nobody", test_nobody);
  return g_test_run ();
}
