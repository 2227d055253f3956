/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae-loop: many sessions of simulated people with each program, as a table in Markdown by kind of person. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "annae-evaluation.h"
#include "loop-camera.h"
#include "loop-session.h"

static void
print_row (const char *name, const LoopFigures *f)
{
  AnnaeRate reached;

  annae_rate_init (&reached, (guint64) lround (f->reached * f->n), f->n);
  printf ("| %s | %u | %.2f %% (%.2f to %.2f) | %.2f %% | %.2f %% | %u | %.1f %% | %.1f | %.1f | %.1f | %.1f | %.1f "
          "| %.0f | %u | %.2f | %.1f %% | %.2f |\n",
          name, f->n, 100.0 * f->reached, 100.0 * reached.low, 100.0 * reached.high, 100.0 * f->staff,
          100.0 * f->pictures, (guint) lround (f->stuck * f->n), 100.0 * f->within_10, f->median, f->told_median,
          f->p95, f->mean, f->prompts, f->prompts_p95, f->contradictions, f->good_but_told, 100.0 * f->useless,
          f->cost_p95);
}

static void
print_head (const char *title)
{
  printf (
      "\n| %s | sessions | reached (95 %%) | staff offered | staff after 3 | stuck | within 10 s | median s | of those "
      "told | 95 %% s | mean, all | prompts | 95 %% | contradictions | told while good s | useless picture "
      "| score lost, 95 %% |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
      title);
}

static void
add_by_quality (GString *table, const char *name, const LoopFigures *f)
{
  g_string_append_printf (table, "| %s |", name);
  for (guint q = 0; q < LOOP_QUALITIES; q++)
    g_string_append_printf (table, " %.1f %%, %.1f, %.1f |", 100.0 * f->share_at[q], f->median_at[q], f->mean_at[q]);
  g_string_append_c (table, '\n');
}

/* The programs at one and the same quality of the picture. */
static void
print_by_quality (const GString *table)
{
  printf ("\n| share, median and mean s of all, whose picture costs at most |");
  for (guint q = 0; q < LOOP_QUALITIES; q++)
    printf (" %g |", loop_qualities[q]);
  printf ("\n| --- |");
  for (guint q = 0; q < LOOP_QUALITIES; q++)
    printf (" --- |");
  printf ("\n%s", table->str);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

static double
at (GArray *values, double share)
{
  g_array_sort (values, compare);
  return values->len == 0 ? NAN : g_array_index (values, double, MIN ((guint) (share * values->len), values->len - 1));
}

static double
mean (const GArray *values)
{
  double sum = 0.0;

  for (guint i = 0; i < values->len; i++)
    sum += g_array_index (values, double, i);
  return sum / values->len;
}

static double
all_seconds (const LoopResult *result)
{
  return result->outcome == LOOP_REACHED ? result->seconds : LOOP_LIMIT_S;
}

/* The same people for every program: those who sit right as the limit sees it, and those who do not. */
static void
print_by_need (LoopResult *const *results, guint n)
{
  const LoopResult *limit = results[loop_limit - loop_programs];
  guint right = 0;

  for (guint i = 0; i < n; i++)
    right += limit[i].prompts == 0;
  printf ("\n%u of %u sit right from the start. Who did not reach it counts as %g s.\n"
          "\n| program | sit right: told nothing | median s | mean | 95 %% s | do not: median s | mean | 95 %% s | "
          "all: median s "
          "| mean | 95 %% s | over the limit of each person: median s | mean | 95 %% s |\n"
          "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
          right, n, LOOP_LIMIT_S);
  for (guint p = 0; p < loop_n_programs; p++)
    {
      GArray *seconds[4];
      guint untold = 0;

      for (guint k = 0; k < G_N_ELEMENTS (seconds); k++)
        seconds[k] = g_array_new (FALSE, FALSE, sizeof (double));
      for (guint i = 0; i < n; i++)
        {
          const double s = all_seconds (&results[p][i]);
          const double over = s - all_seconds (&limit[i]);

          untold += limit[i].prompts == 0 && results[p][i].prompts == 0;
          g_array_append_val (seconds[limit[i].prompts > 0], s);
          g_array_append_val (seconds[2], s);
          g_array_append_val (seconds[3], over);
        }
      printf ("| %s | %.1f %% |", loop_programs[p].name, 100.0 * untold / MAX (right, 1));
      for (guint k = 0; k < G_N_ELEMENTS (seconds); k++)
        printf (" %.2f | %.2f | %.1f |", at (seconds[k], 0.5), mean (seconds[k]), at (seconds[k], 0.95));
      printf ("\n");
      for (guint k = 0; k < G_N_ELEMENTS (seconds); k++)
        g_array_unref (seconds[k]);
    }
}

static LoopResult *
run (const LoopProgram *program, guint sessions, guint seed, double noise)
{
  LoopResult *results = g_new (LoopResult, sessions);

  for (guint i = 0; i < sessions; i++)
    loop_session_run (program, seed * 1000003u + i, noise, &results[i]);
  return results;
}

/* Why a place does not serve, for who did not reach a good one. */
static const char *
what_is_wrong (const double truth[LOOP_AXES])
{
  double tried[LOOP_AXES];
  static const struct
  {
    LoopAxis axis;
    const char *low, *high;
  } causes[] = {
    { LOOP_PITCH, "chin too low", "chin too high" },
    { LOOP_YAW, "turned", "turned" },
    { LOOP_ROLL, "tilted", "tilted" },
    { LOOP_X, "beside the picture", "beside the picture" },
    { LOOP_Y, "below the picture", "above the picture" },
    { LOOP_Z, "too near", "too far" },
  };

  if (loop_is_usable (truth))
    return "nothing: no picture was taken in time";
  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      for (guint a = 0; a < LOOP_AXES; a++)
        tried[a] = truth[a];
      tried[causes[i].axis] = causes[i].axis == LOOP_Z ? 60.0 : 0.0;
      if (loop_is_usable (tried))
        return truth[causes[i].axis] < (causes[i].axis == LOOP_Z ? 60.0 : 0.0) ? causes[i].low : causes[i].high;
    }
  return "more than one thing";
}

static void
print_failed (const LoopResult *results, guint n, guint seed)
{
  static const char *const outcomes[LOOP_OUTCOMES] = { "reached", "staff, offered", "staff, after pictures", "stuck" };

  printf ("\n| seed | kind | outcome | s | prompts | useless | at the end | x, y, z cm | yaw, pitch, roll |\n"
          "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (guint i = 0; i < n; i++)
    {
      const LoopResult *r = &results[i];
      const double *at = r->last;

      if (r->outcome == LOOP_REACHED)
        continue;
      printf ("| %u | %s | %s | %.1f | %u | %u | %s | %.0f, %.0f, %.0f | %.0f, %.0f, %.0f |\n", seed * 1000003u + i,
              loop_kind_name (r->kind), outcomes[r->outcome], r->seconds, r->prompts, r->useless, what_is_wrong (at),
              at[LOOP_X], at[LOOP_Y], at[LOOP_Z], at[LOOP_YAW], at[LOOP_PITCH], at[LOOP_ROLL]);
    }
}

int
main (int argc, char **argv)
{
  int sessions = 2200, seed = 1;
  double noise = 1.0;
  gboolean failed = FALSE;
  g_autofree char *only = NULL;
  const GOptionEntry entries[] = {
    { "sessions", 0, 0, G_OPTION_ARG_INT, &sessions, "Sessions with each program (2200)", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Set of people (1 is the one the guide was tuned on)", "N" },
    { "noise", 0, 0, G_OPTION_ARG_DOUBLE, &noise, "Errors of the detector, over those measured (1)", "X" },
    { "failed", 0, 0, G_OPTION_ARG_NONE, &failed, "Also a line for every session that was not reached", NULL },
    { "only", 0, 0, G_OPTION_ARG_STRING, &only, "Only this program", "NAME" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- guidance in a closed loop");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || sessions < 1 || sessions > 10000000
      || !(noise >= 0.0 && noise <= 10.0))
    {
      g_printerr ("annae-loop: %s\n", error != NULL
                                          ? error->message
                                          : "--sessions must be between 1 and 10000000, --noise between 0 and 10");
      return 3;
    }

  printf ("%d sessions with each program, set of people %d, errors of the detector %g times those measured\n", sessions,
          seed, noise);
  print_head ("program");
  g_autofree LoopResult **results = g_new0 (LoopResult *, loop_n_programs);
  const LoopResult *ours = NULL;
  g_autoptr (GString) by_quality = g_string_new (NULL);
  for (guint p = 0; p < loop_n_programs; p++)
    {
      LoopFigures figures;

      if (only != NULL && g_strcmp0 (only, loop_programs[p].name) != 0)
        continue;
      results[p] = run (&loop_programs[p], (guint) sessions, (guint) seed, noise);
      loop_figures (results[p], (guint) sessions, -1, &figures);
      print_row (loop_programs[p].name, &figures);
      add_by_quality (by_quality, loop_programs[p].name, &figures);
      if (ours == NULL)
        ours = results[p];
    }
  if (ours == NULL)
    {
      g_printerr ("annae-loop: no program is called “%s”\n", only);
      return 3;
    }
  print_by_quality (by_quality);
  if (only == NULL)
    print_by_need (results, (guint) sessions);
  print_head (only != NULL ? only : loop_programs[0].name);
  for (int kind = 0; kind < LOOP_KINDS; kind++)
    {
      LoopFigures figures;

      loop_figures (ours, (guint) sessions, kind, &figures);
      print_row (loop_kind_name ((LoopKind) kind), &figures);
    }
  if (failed)
    print_failed (ours, (guint) sessions, (guint) seed);
  for (guint p = 0; p < loop_n_programs; p++)
    g_free (results[p]);
  return 0;
}
