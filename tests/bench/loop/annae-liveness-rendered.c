/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae-liveness-rendered: requests in a closed loop in which every frame is rendered and looked at by vision: people of three looks, and prints that
 * obey. A line for each session as it ends, then tables in Markdown. */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "annae-vault.h"
#include "loop-rendered.h"
#include "loop-requests.h"

#define FIRST_FACE 9100
/* A face is made once for so many sessions that follow one another. */
#define SESSIONS_A_FACE 3

static const char *const looks[] = { "", "hooded", "spectacles" };
static const char *const look_names[] = { "bare", "hooded lids", "spectacles" };

static const struct
{
  LoopAttack attack;
  const char *paper;
} prints[] = { { LOOP_ATTACK_OBEYS, "print" }, { LOOP_ATTACK_BENT_6, "bent6" }, { LOOP_ATTACK_BENT_4, "bent4" }, { LOOP_ATTACK_FOLDED, "folded30" } };

typedef struct
{
  guint n;
  guint live;
  guint flat;
  guint asked;
  double seconds;
} Sum;

static void
add (Sum *sum, const LoopLiveness *result)
{
  sum->n++;
  sum->live += result->liveness == ANNAE_LIVENESS_LIVE;
  sum->flat += result->liveness == ANNAE_LIVENESS_FLAT;
  sum->asked += result->evidence.asked;
  sum->seconds += result->seconds;
}

static void
print_row (const char *name, const Sum *sum)
{
  double low, high;

  if (sum->n == 0)
    return;
  loop_wilson (sum->live, sum->n, &low, &high);
  printf ("| %s | %u | %u | %.1f to %.1f %% | %u | %u | %.1f | %.0f |\n", name, sum->n, sum->live, 100.0 * low, 100.0 * high,
          sum->n - sum->live - sum->flat, sum->flat, (double) sum->asked / sum->n, sum->seconds / sum->n);
}

static void
print_session (const char *who, const char *what, guint32 seed, const LoopLiveness *result)
{
  const AnnaeRequestsEvidence *e = &result->evidence;

  printf ("%s; %s; %u; %s; %.0f s; points %u, strayed %u, eyes %d, nod %d, left %.2f, right %.2f, nose %.3f, dot %.2f, seen about the face %d; %s\n", who, what,
          seed, annae_liveness_name (result->liveness), result->seconds, e->points, e->strayed, e->eyes, e->nod, e->left, e->right, e->relief,
          annae_dot_depth (&e->dot), (int) e->passive, result->course);
  fflush (stdout);
}

/* FALSE with the reason where the renderer or vision gave up. */
static gboolean
run (LoopRendered *rendered, const LoopRequestsOptions *options, guint32 first, int from, int people, int attacks, GError **error)
{
  Sum kinds[LOOP_KINDS] = { 0 }, by_look[G_N_ELEMENTS (looks)] = { 0 }, papers[G_N_ELEMENTS (prints)] = { 0 }, all = { 0 };
  LoopLiveness result;

  for (int i = from; i < people; i++)
    {
      const guint face = FIRST_FACE + first % 10007 + (guint) i / SESSIONS_A_FACE, look = face % G_N_ELEMENTS (looks);
      g_autofree char *what = g_strdup_printf ("person %u %s", face, looks[look]);

      if (!loop_rendered_set (rendered, what, error))
        return FALSE;
      loop_requests_person (first + (guint32) i, options, &result);
      if (loop_rendered_get_error (rendered) != NULL)
        return FALSE;
      print_session (loop_kind_name (result.kind), look_names[look], first + (guint32) i, &result);
      add (&kinds[result.kind], &result);
      add (&by_look[look], &result);
      add (&all, &result);
    }
  for (int i = from; i < attacks; i++)
    for (guint k = 0; k < G_N_ELEMENTS (prints); k++)
      {
        g_autofree char *what = g_strdup_printf ("print %s %u", prints[k].paper, FIRST_FACE + first % 10007 + 500 + (guint) i);

        if (!loop_rendered_set (rendered, what, error))
          return FALSE;
        loop_requests_attack (prints[k].attack, first + (guint32) i, options, &result);
        if (loop_rendered_get_error (rendered) != NULL)
          return FALSE;
        print_session (loop_attack_name (prints[k].attack), prints[k].paper, first + (guint32) i, &result);
        add (&papers[k], &result);
      }
  printf ("\n| rendered | sessions | passed | 95 %% interval | undecided | called flat | asked | mean s |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
  print_row ("all living", &all);
  for (guint k = 0; k < G_N_ELEMENTS (looks); k++)
    print_row (look_names[k], &by_look[k]);
  for (guint k = 0; k < LOOP_KINDS; k++)
    print_row (loop_kind_name ((LoopKind) k), &kinds[k]);
  for (guint k = 0; k < G_N_ELEMENTS (prints); k++)
    print_row (loop_attack_name (prints[k].attack), &papers[k]);
  return TRUE;
}

int
main (int argc, char **argv)
{
  int people = 33, attacks = 4, seed = 4, from = 0;
  double rate = 10.0;
  g_autofree char *pack = g_strdup ("annae"), *renderer = g_strdup (RENDERER);
  const GOptionEntry entries[] = {
    { "people", 0, 0, G_OPTION_ARG_INT, &people, "People (33)", "N" },
    { "attacks", 0, 0, G_OPTION_ARG_INT, &attacks, "Prints of each kind (4)", "N" },
    { "from", 0, 0, G_OPTION_ARG_INT, &from, "The first of either, to go on where it was interrupted (0)", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Set of people (4)", "N" },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &rate, "Frames a second (10)", "N" },
    { "pack", 0, 0, G_OPTION_ARG_STRING, &pack, "Model pack (annae)", "NAME" },
    { "renderer", 0, 0, G_OPTION_ARG_FILENAME, &renderer, "The program render-frames.py", "FILE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- liveness in a closed loop with rendered frames");
  g_autoptr (LoopRendered) rendered = NULL;
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || people < 0 || from < 0 || people > 100000 || attacks < 0 || attacks > 100000
      || !(rate >= 1.0 && rate <= 60.0))
    {
      g_printerr ("annae-liveness-rendered: %s\n",
                  error != NULL ? error->message : "--people and --attacks must be from 0 to 100000, --rate from 1 to 60");
      return 3;
    }
  /* A renderer that ends is told by its own words and by a read that comes to nothing. */
  signal (SIGPIPE, SIG_IGN);
  annae_vault_init ();
  rendered = loop_rendered_new (renderer, pack, &error);
  if (rendered != NULL)
    {
      const LoopEyes eyes = loop_rendered_eyes (rendered, rate);
      const LoopRequestsOptions options
          = { .noise = 1.0, .button = 0.7, .reader = loop_rendered_reads_faces (rendered), .eyes = &eyes };

      if (run (rendered, &options, (guint32) seed * 1000003u, from, people, attacks, &error))
        return 0;
      if (error == NULL)
        error = g_error_copy (loop_rendered_get_error (rendered));
    }
  g_printerr ("annae-liveness-rendered: %s\n", error->message);
  return 4;
}
