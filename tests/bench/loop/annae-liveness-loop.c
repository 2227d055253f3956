/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae-liveness-loop: how often simulated people pass the requests, by kind, and pictures of people, by attack, as
 * tables in Markdown. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loop-requests.h"

typedef struct
{
  guint n;
  guint live;
  guint undecided;
  guint flat;
  guint declined;
  guint asked;
  guint swapped;
  GArray *seconds;
} Sum;

static void
sum_add (Sum *sum, const LoopLiveness *result)
{
  sum->n++;
  sum->live += result->liveness == ANNAE_LIVENESS_LIVE;
  sum->flat += result->liveness == ANNAE_LIVENESS_FLAT;
  sum->undecided += result->liveness == ANNAE_LIVENESS_UNDECIDED;
  sum->declined += result->evidence.declined;
  sum->asked += result->evidence.asked;
  sum->swapped += result->evidence.swapped;
  if (sum->seconds == NULL)
    sum->seconds = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_val (sum->seconds, result->seconds);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
sum_print (const char *name, Sum *sum)
{
  double low, high;

  if (sum->n == 0)
    return;
  loop_wilson (sum->live, sum->n, &low, &high);
  g_array_sort (sum->seconds, compare);
  printf ("| %s | %u | %u | %.2f %% | %.2f to %.2f %% | %u | %u | %.1f | %.1f | %.2f | %.0f | %.0f |\n", name, sum->n, sum->live,
          100.0 * sum->live / sum->n, 100.0 * low, 100.0 * high, sum->undecided, sum->flat, (double) sum->asked / sum->n,
          (double) sum->swapped / sum->n, (double) sum->declined / sum->n, g_array_index (sum->seconds, double, sum->n / 2),
          g_array_index (sum->seconds, double, sum->n * 19 / 20));
  g_clear_pointer (&sum->seconds, g_array_unref);
}

/* One session, for whoever looks for causes. */
static void
list (const char *name, guint32 seed, const LoopLiveness *result)
{
  const AnnaeRequestsEvidence *e = &result->evidence;

  printf ("%s; %u; %s; %.0f s; points %u, eyes %d, nod %d, left %.2f, right %.2f, both %d, relief %.3f, dot %.2f, likeness %.2f, degrees %.1f, breaks %u, strayed "
          "%u; %s\n",
          name, seed, annae_liveness_name (result->liveness), result->seconds, e->points, e->eyes, e->nod, e->left, e->right, e->both_sides,
          e->relief, annae_dot_depth (&e->dot), e->dot.likeness, e->dot.degrees, e->breaks, e->strayed, result->course);
}

static void
print_head (const char *title)
{
  printf ("\n| %s | sessions | passed | share | 95 %% interval | undecided | called flat | asked | swapped | button | median s | 95 %% s |\n"
          "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
          title);
}

static gboolean
is_meant (const char *name, const char *only)
{
  return only == NULL || strstr (name, only) != NULL;
}

int
main (int argc, char **argv)
{
  int people = 5500, attacks = 1000, seed = 1;
  LoopRequestsOptions options = { .noise = 1.0, .button = 0.7, .reader = TRUE };
  gboolean no_reader = FALSE, lists = FALSE;
  g_autofree char *only = NULL;
  const GOptionEntry entries[] = {
    { "people", 0, 0, G_OPTION_ARG_INT, &people, "People (5500)", "N" },
    { "attacks", 0, 0, G_OPTION_ARG_INT, &attacks, "Of each attack (1000)", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Set of people (1 is the one that the bounds were tuned on)", "N" },
    { "noise", 0, 0, G_OPTION_ARG_DOUBLE, &options.noise, "Errors of the detector, over those measured (1)", "X" },
    { "button", 0, 0, G_OPTION_ARG_DOUBLE, &options.button, "Share of people who press \"I cannot do this\" (0.7)", "X" },
    { "only", 0, 0, G_OPTION_ARG_STRING, &only, "Kinds of people and of attacks with this in their names", "TEXT" },
    { "no-reader", 0, 0, G_OPTION_ARG_NONE, &no_reader, "A pack that reads neither eyes nor angles", NULL },
    { "list", 0, 0, G_OPTION_ARG_NONE, &lists, "Each person who did not pass, and each attack that did, before the tables", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- liveness in a closed loop");
  g_autoptr (GError) error = NULL;
  Sum kinds[LOOP_KINDS] = { 0 }, looks[LOOP_LOOKS] = { 0 }, all = { 0 };
  LoopLiveness result;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || people < 0 || people > 10000000 || attacks < 0
      || attacks > 10000000 || !(options.noise >= 0.0 && options.noise <= 10.0)
      || !(options.button >= 0.0 && options.button <= 1.0))
    {
      g_printerr ("annae-liveness-loop: %s\n",
                  error != NULL ? error->message
                                : "--people and --attacks must be between 0 and 10000000, --noise between 0 and 10, --button "
                                  "between 0 and 1");
      return 3;
    }

  options.reader = !no_reader;
  printf ("%d people, %d of each attack, set %d, errors of the detector %g times those measured; the button is pressed by %g %%\n", people, attacks,
          seed, options.noise, 100.0 * options.button);
  for (int i = 0; i < people; i++)
    {
      const guint32 person = (guint32) seed * 1000003u + (guint32) i;

      if (!is_meant (loop_kind_name ((LoopKind) (person % LOOP_KINDS)), only))
        continue;
      loop_requests_person (person, &options, &result);
      if (lists && result.liveness != ANNAE_LIVENESS_LIVE)
        list (loop_kind_name (result.kind), person, &result);
      sum_add (&kinds[result.kind], &result);
      sum_add (&all, &result);
      for (guint look = 0; look < LOOP_LOOKS && !no_reader; look++)
        if (result.looks[look])
          sum_add (&looks[look], &result);
    }
  if (people > 0)
    print_head ("living");
  sum_print ("all", &all);
  for (guint kind = 0; kind < LOOP_KINDS; kind++)
    sum_print (loop_kind_name ((LoopKind) kind), &kinds[kind]);
  if (people > 0 && !no_reader)
    print_head ("of them");
  for (guint look = 0; look < LOOP_LOOKS; look++)
    sum_print (loop_look_name ((LoopLook) look), &looks[look]);

  if (attacks > 0)
    print_head ("attack");
  for (guint attack = 0; attack < LOOP_ATTACKS; attack++)
    {
      Sum sum = { 0 };

      for (int i = 0; i < attacks && is_meant (loop_attack_name ((LoopAttack) attack), only); i++)
        {
          const guint32 attacker = (guint32) seed * 2000003u + (guint32) i;

          loop_requests_attack ((LoopAttack) attack, attacker, &options, &result);
          if (lists && result.liveness == ANNAE_LIVENESS_LIVE)
            list (loop_attack_name ((LoopAttack) attack), attacker, &result);
          sum_add (&sum, &result);
        }
      sum_print (loop_attack_name ((LoopAttack) attack), &sum);
    }
  return 0;
}
