/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae-loop: many sessions of simulated people with each program, as a table in Markdown by kind of person. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "loop-session.h"

static void
print_row (const char *name, const LoopFigures *f)
{
  printf ("| %s | %u | %.2f %% | %.2f %% | %.1f %% | %.1f | %.1f | %.1f | %.1f | %.0f | %u | %.2f | %.1f %% | %.2f |\n",
          name, f->n, 100.0 * f->reached, 100.0 * f->staff, 100.0 * f->within_10, f->median, f->told_median, f->p95,
          f->prompts, f->prompts_p95, f->contradictions, f->good_but_told, 100.0 * f->useless, f->cost_p95);
}

static void
print_head (const char *title)
{
  printf (
      "\n| %s | sessions | reached | to staff | within 10 s | median s | of those told | 95 %% s | prompts | 95 %% | "
      "contradictions | told while good s | useless picture | score lost, 95 %% |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
      title);
}

static LoopResult *
run (const LoopProgram *program, guint sessions, guint seed, double noise)
{
  LoopResult *results = g_new (LoopResult, sessions);

  for (guint i = 0; i < sessions; i++)
    loop_session_run (program, seed * 1000003u + i, noise, &results[i]);
  return results;
}

int
main (int argc, char **argv)
{
  int sessions = 2200, seed = 1;
  double noise = 1.0;
  g_autofree char *only = NULL;
  const GOptionEntry entries[] = {
    { "sessions", 0, 0, G_OPTION_ARG_INT, &sessions, "Sessions with each program (2200)", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Set of people (1 is the one the guide was tuned on)", "N" },
    { "noise", 0, 0, G_OPTION_ARG_DOUBLE, &noise, "Errors of the detector, over those measured (1)", "X" },
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
  LoopResult *ours = NULL;
  for (guint p = 0; p < loop_n_programs; p++)
    {
      LoopFigures figures;

      if (only != NULL && g_strcmp0 (only, loop_programs[p].name) != 0)
        continue;
      LoopResult *results = run (&loop_programs[p], (guint) sessions, (guint) seed, noise);
      loop_figures (results, (guint) sessions, -1, &figures);
      print_row (loop_programs[p].name, &figures);
      if (ours == NULL)
        ours = results;
      else
        g_free (results);
    }
  if (ours == NULL)
    {
      g_printerr ("annae-loop: no program is called “%s”\n", only);
      return 3;
    }
  print_head (only != NULL ? only : loop_programs[0].name);
  for (int kind = 0; kind < LOOP_KINDS; kind++)
    {
      LoopFigures figures;

      loop_figures (ours, (guint) sessions, kind, &figures);
      print_row (loop_kind_name ((LoopKind) kind), &figures);
    }
  g_free (ours);
  return 0;
}
