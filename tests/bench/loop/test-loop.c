/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A small loop for every build: the guide still brings simulated people to a good position. The bounds leave room for
 * 440 sessions' chance; the figures proper are in doc/guidance-figures.md. */

#include "loop-camera.h"
#include "loop-limit.h"
#include "loop-session.h"

#define SESSIONS 440

static void
test_landmarks (void)
{
  g_autofree LoopResult *results = g_new (LoopResult, SESSIONS);
  LoopFigures figures;

  for (guint i = 0; i < SESSIONS; i++)
    loop_session_run (loop_with_landmarks, 77000000u + i, 1.0, &results[i]);
  loop_figures (results, SESSIONS, -1, &figures);
  g_test_message ("reached %.3f, staff %.3f, median %.1f s, 95 %% %.1f s, prompts %.1f, contradictions %u",
                  figures.reached, figures.staff, figures.median, figures.p95, figures.prompts, figures.contradictions);
  /* Who is missing holds the chin too high or too low for a detector that follows a third of it, and is handed to staff
   * after three useless pictures. */
  g_assert_cmpuint (figures.contradictions, ==, 0);
  g_assert_cmpfloat (figures.stuck, ==, 0.0);
  g_assert_cmpfloat (figures.reached, >=, 0.98);
  g_assert_cmpfloat (figures.median, <, 4.5);
  g_assert_cmpfloat (figures.p95, <, 15.0);
  g_assert_cmpfloat (figures.prompts_p95, <=, 5.0);
  g_assert_cmpfloat (figures.good_but_told, <, 0.25);
  g_assert_cmpfloat (figures.useless, <, 0.05);
}

/* Who sees the chin as it is misses nobody whose chin is too high or too low, and does not trouble the rest more. */
static void
test_reader (void)
{
  g_autofree LoopResult *results = g_new (LoopResult, SESSIONS);
  LoopFigures figures;

  for (guint i = 0; i < SESSIONS; i++)
    loop_session_run (&loop_programs[0], 77000000u + i, 1.0, &results[i]);
  loop_figures (results, SESSIONS, -1, &figures);
  g_test_message ("reached %.3f, median %.1f s, 95 %% %.1f s, prompts %.1f, contradictions %u", figures.reached,
                  figures.median, figures.p95, figures.prompts, figures.contradictions);
  g_assert_cmpuint (figures.contradictions, ==, 0);
  g_assert_cmpfloat (figures.reached, >=, 0.99);
  g_assert_cmpfloat (figures.median, <, 4.5);
  g_assert_cmpfloat (figures.p95, <, 15.0);
  g_assert_cmpfloat (figures.prompts_p95, <=, 5.0);
  g_assert_cmpfloat (figures.useless, <, 0.01);
}

/* No kind of person is left behind: each arrives or is handed to staff. */
static void
test_kinds (void)
{
  g_autofree LoopResult *results = g_new (LoopResult, SESSIONS);

  for (guint i = 0; i < SESSIONS; i++)
    loop_session_run (&loop_programs[0], 78000000u + i, 1.0, &results[i]);
  for (int kind = 0; kind < LOOP_KINDS; kind++)
    {
      LoopFigures figures;

      loop_figures (results, SESSIONS, kind, &figures);
      g_test_message ("%s: reached %.3f, median %.1f s", loop_kind_name ((LoopKind) kind), figures.reached,
                      figures.median);
      g_assert_cmpuint (figures.n, >=, SESSIONS / LOOP_KINDS - 1);
      g_assert_cmpfloat (figures.stuck, ==, 0.0);
      g_assert_cmpfloat (figures.reached, >=, 0.9);
      g_assert_cmpfloat (figures.median, <, 7.0);
    }
}

/* Nobody can do without the limit what the limit cannot: it looks for half a second, brings everybody there, and the
 * guide needs more. */
static void
test_limit (void)
{
  const double right[LOOP_AXES] = { 0, 0, 60, 0, 0, 0 }, beside[LOOP_AXES] = { 16, 0, 60, 0, 0, 0 };
  g_autofree LoopResult *limit = g_new (LoopResult, SESSIONS);
  g_autofree LoopResult *ours = g_new (LoopResult, SESSIONS);
  LoopFigures of_limit, of_ours;

  g_assert_true (loop_bounds_hold (&loop_bounds_annae, right));
  g_assert_false (loop_bounds_hold (&loop_bounds_annae, beside));
  g_assert_cmpfloat_with_epsilon (loop_bounds_excess (&loop_bounds_annae, beside, LOOP_X), 0.231 / 0.22, 0.01);
  g_assert_true (loop_bounds_hold (&loop_bounds_serves, beside));
  for (guint i = 0; i < SESSIONS; i++)
    {
      loop_session_run (loop_limit, 77000000u + i, 1.0, &limit[i]);
      loop_session_run (&loop_programs[0], 77000000u + i, 1.0, &ours[i]);
      g_assert_cmpfloat (limit[i].seconds, >=, 0.5);
      g_assert_cmpint (limit[i].outcome, ==, LOOP_REACHED);
      g_assert_cmpuint (limit[i].useless, ==, 0);
    }
  loop_figures (limit, SESSIONS, -1, &of_limit);
  loop_figures (ours, SESSIONS, -1, &of_ours);
  g_assert_cmpfloat (of_limit.median, <, of_ours.median);
  g_assert_cmpfloat (of_limit.told_median, <, of_ours.told_median);
  g_assert_cmpfloat (of_limit.mean, <, of_ours.mean);
  g_assert_cmpfloat (of_limit.p95, <, of_ours.p95);
}

/* The same seed gives the same session; it is the program that makes the difference. */
static void
test_repeats (void)
{
  for (guint i = 0; i < 20; i++)
    for (guint p = 0; p < loop_n_programs; p++)
      {
        LoopResult a, b;

        loop_session_run (&loop_programs[p], 79000000u + i, 1.0, &a);
        loop_session_run (&loop_programs[p], 79000000u + i, 1.0, &b);
        g_assert_cmpint (a.outcome, ==, b.outcome);
        g_assert_cmpfloat (a.seconds, ==, b.seconds);
        g_assert_cmpuint (a.prompts, ==, b.prompts);
      }
}

/* The yardstick itself: a person who is told nothing stays where they are, and the truth is judged by its bounds. */
static void
test_yardstick (void)
{
  double truth[LOOP_AXES] = { 0, 0, 60, 0, 0, 0 };

  g_assert_true (loop_is_usable (truth));
  g_assert_true (loop_is_good (truth));
  g_assert_cmpfloat (loop_score_cost (truth), ==, 0.0);
  g_assert_cmpfloat_with_epsilon (loop_inter_eye (truth), 58.2, 0.1);
  truth[LOOP_YAW] = 20.0;
  g_assert_true (loop_is_usable (truth));
  g_assert_false (loop_is_good (truth));
  g_assert_cmpfloat_with_epsilon (loop_score_cost (truth), 0.058, 1e-9);
  truth[LOOP_YAW] = -35.0;
  g_assert_false (loop_is_usable (truth));
  truth[LOOP_YAW] = 0.0;
  truth[LOOP_X] = 30.0; /* at the person's left: the right of the picture */
  g_assert_cmpfloat_with_epsilon (loop_offset_x (truth), 0.433, 0.001);
  g_assert_false (loop_is_usable (truth));

  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  LoopScreen nothing = { .id = ANNAE_ADVICE_NONE };
  LoopScreen left = { .id = ANNAE_ADVICE_MOVE_LEFT, .toward_x = -1.0, .target = TRUE, .target_z = 55.0 };
  LoopPerson person;
  loop_person_init (&person, 0);
  person.wrong_way = 0.0;
  person.at[LOOP_X] = person.to[LOOP_X] = -15.0;
  double t = 0.0;
  for (; t < 5.0; t += 0.05)
    loop_person_step (&person, &nothing, t, rand);
  g_assert_cmpfloat (person.at[LOOP_X], ==, -15.0);
  for (; t < 10.0; t += 0.05)
    loop_person_step (&person, &left, t, rand);
  g_assert_cmpfloat (person.at[LOOP_X], >, -5.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loop/yardstick", test_yardstick);
  g_test_add_func ("/loop/repeats", test_repeats);
  g_test_add_func ("/loop/limit", test_limit);
  g_test_add_func ("/loop/landmarks", test_landmarks);
  g_test_add_func ("/loop/reader", test_reader);
  g_test_add_func ("/loop/kinds", test_kinds);
  return g_test_run ();
}
