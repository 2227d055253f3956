/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Votes for the place of a portrait on its card, with made-up time. */

#include <math.h>

#include "annae-places.h"

static const AnnaePoint portrait = { 0.2f, 0.5f };
static const AnnaePoint nearby = { 0.26f, 0.62f };
static const AnnaePoint hair = { 0.25f, 0.05f };
static const AnnaePoint ghost = { 0.85f, 0.7f };

#define LOOK (ANNAE_SECONDS (1) / 10)

static gboolean
see (AnnaePlaces *places, const AnnaePoint *at, guint looks, gint64 *now)
{
  gboolean agreed = FALSE;

  for (guint i = 0; i < looks; i++)
    {
      agreed = annae_places_add (places, at, *now);
      *now += LOOK;
    }
  return agreed;
}

static void
test_two_looks (void)
{
  AnnaePlaces places = { 0 };
  gint64 now = ANNAE_SECONDS (100);

  g_assert_false (see (&places, &portrait, 1, &now));
  g_assert_true (see (&places, &nearby, 1, &now));
  /* A look is not remembered for ever. */
  places = (AnnaePlaces){ 0 };
  g_assert_false (see (&places, &portrait, 1, &now));
  now += ANNAE_SECONDS (1);
  g_assert_false (see (&places, &portrait, 1, &now));
  g_assert_true (see (&places, &portrait, 1, &now));
}

/* Another face in between is not taken, and takes nothing from the portrait. */
static void
test_another_face (void)
{
  AnnaePlaces places = { 0 };
  gint64 now = 0;

  see (&places, &portrait, 8, &now);
  for (guint i = 0; i < 3; i++)
    g_assert_false (see (&places, &hair, 1, &now));
  g_assert_true (see (&places, &portrait, 1, &now));
  g_assert_false (see (&places, &ghost, 1, &now));
}

/* As often the one as the other: nothing is agreed until one is seen alone for a while. */
static void
test_quarrel (void)
{
  AnnaePlaces places = { 0 };
  gint64 now = 0;

  for (guint i = 0; i < 40; i++)
    {
      g_assert_false (see (&places, &hair, 1, &now));
      g_assert_false (see (&places, &portrait, 1, &now));
    }
  g_assert_true (see (&places, &portrait, 10, &now));
}

/* Another card, held the other way round: agreed after a second or so. */
static void
test_changed (void)
{
  AnnaePlaces places = { 0 };
  gint64 now = 0;
  guint looks = 1;

  g_assert_true (see (&places, &portrait, 100, &now));
  while (!see (&places, &ghost, 1, &now))
    looks++;
  g_assert_cmpuint (looks, >=, 5);
  g_assert_cmpuint (looks, <=, 20);
}

static void
test_nonsense (void)
{
  AnnaePlaces places = { 0 };
  gint64 now = 0;
  const AnnaePoint none = { NAN, 0.5f };
  const AnnaePoint far = { 0.5f, INFINITY };

  g_assert_false (see (&places, &none, 5, &now));
  g_assert_false (see (&places, &far, 5, &now));
  g_assert_true (see (&places, &portrait, 2, &now));
  for (guint i = 0; i < 20; i++)
    g_assert_false (see (&places, &(AnnaePoint){ 0.9f * (float) (i % 7), 0.8f * (float) (i % 5) }, 1, &now));
  g_assert_false (annae_places_same (&none, &none));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/places/two-looks", test_two_looks);
  g_test_add_func ("/places/another-face", test_another_face);
  g_test_add_func ("/places/quarrel", test_quarrel);
  g_test_add_func ("/places/changed", test_changed);
  g_test_add_func ("/places/nonsense", test_nonsense);
  return g_test_run ();
}
