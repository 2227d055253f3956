/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae-loop-rendered: sessions in which every frame is rendered and looked at by vision, beside the same people in the
 * fast loop, from the truth with the errors that were measured. A line a session goes into a file, so that a run of an
 * hour goes on where it was interrupted. */

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "annae-vault.h"
#include "loop-rendered.h"

/* Seeds of the faces; a face is made once for so many sessions that follow one another. */
#define FIRST_FACE 8900
#define SESSIONS_A_FACE 4
#define FIELDS 9

static void
print_row (const char *name, const LoopResult *results, guint n, int kind)
{
  LoopFigures f;
  guint reached, staff;

  loop_figures (results, n, kind, &f);
  reached = (guint) lround (f.reached * f.n);
  staff = (guint) lround ((f.staff + f.pictures) * f.n);
  printf ("| %s | %u | %u | %u | %u | %.1f | %.1f | %.1f | %.1f | %.0f | %u | %.2f | %u | %.2f |\n", name, f.n, reached,
          staff, (guint) lround (f.within_10 * f.n), f.median, f.told_median, f.p95, f.prompts, f.prompts_p95,
          f.contradictions, f.good_but_told, (guint) lround (f.useless * f.n), f.cost_p95);
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

static double
number (const char *text)
{
  return g_ascii_strtod (text, NULL);
}

/* Sessions that an earlier run has written: "SEED KIND OUTCOME SECONDS PROMPTS CONTRADICTIONS USELESS COST TOLD". */
static guint
read_results (const char *path, guint32 first, LoopResult *results, gboolean *done, guint n)
{
  g_autofree char *text = NULL;
  guint count = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], " ", -1);
      guint64 seed = g_ascii_strtoull (lines[i], NULL, 10);

      if (g_strv_length (fields) != FIELDS || seed < first || seed >= (guint64) first + n || done[seed - first])
        continue;
      results[seed - first] = (LoopResult){
        .kind = (LoopKind) number (fields[1]),
        .outcome = (LoopOutcome) number (fields[2]),
        .seconds = number (fields[3]),
        .prompts = (guint) number (fields[4]),
        .contradictions = (guint) number (fields[5]),
        .useless = (guint) number (fields[6]),
        .cost = number (fields[7]),
        .good_but_told = number (fields[8]),
      };
      done[seed - first] = TRUE;
      count++;
    }
  return count;
}

static gboolean
write_result (const char *path, guint32 seed, const LoopResult *r)
{
  FILE *file = fopen (path, "a");

  if (file == NULL)
    return FALSE;
  int wrote = fprintf (file, "%u %d %d %.4f %u %u %u %.4f %.4f\n", seed, r->kind, r->outcome, r->seconds, r->prompts,
                       r->contradictions, r->useless, r->cost, r->good_but_told);
  return fclose (file) == 0 && wrote > 0;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

static void
print_errors (const LoopRenderedErrors *errors)
{
  static const char *const names[] = { "yaw", "pitch", "roll" };

  g_printerr ("%u frames, a face in %u\n", errors->frames, errors->found);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GArray *values = errors->errors[i];

      g_array_sort (values, compare);
      if (values->len > 0)
        g_printerr ("%s: off by %.1f degrees in the median, 95 %%: %.1f\n", names[i],
                    g_array_index (values, double, values->len / 2),
                    g_array_index (values, double, (guint) (0.95 * (values->len - 1))));
    }
}

/* FALSE, with the reason told, where something is missing. */
static gboolean
run (const char *renderer,
     const char *pack,
     const char *path,
     FILE *angles,
     double rate,
     guint32 first,
     LoopResult *results,
     gboolean *done,
     guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoopRendered) rendered = loop_rendered_new (renderer, pack, &error);

  if (rendered != NULL)
    loop_rendered_set_log (rendered, angles);
  for (guint i = 0; i < n && error == NULL; i++)
    {
      LoopEyes eyes = loop_rendered_eyes (rendered, rate);

      if (done[i])
        continue;
      if (!loop_rendered_set_face (rendered, FIRST_FACE + i / SESSIONS_A_FACE, &error))
        break;
      loop_session_run_with (loop_rendered_reads_faces (rendered) ? &loop_programs[0] : loop_with_landmarks, first + i,
                             &eyes, &results[i]);
      if (loop_rendered_get_error (rendered) != NULL)
        error = g_error_copy (loop_rendered_get_error (rendered));
      else if (!write_result (path, first + i, &results[i]))
        g_set_error (&error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s cannot be written.", path);
      g_printerr ("%u of %u: %s, %.1f s\n", i + 1, n, loop_kind_name (results[i].kind), results[i].seconds);
    }
  if (error == NULL)
    {
      print_errors (loop_rendered_get_errors (rendered));
      return TRUE;
    }
  g_printerr ("annae-loop-rendered: %s\n", error->message);
  return FALSE;
}

int
main (int argc, char **argv)
{
  int sessions = 60, seed = 2;
  double rate = 10.0;
  g_autofree char *pack = g_strdup ("reference"), *path = NULL, *angles = NULL, *renderer = g_strdup (RENDERER);
  const GOptionEntry entries[] = {
    { "sessions", 0, 0, G_OPTION_ARG_INT, &sessions, "Sessions (60)", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "Set of people (2)", "N" },
    { "rate", 0, 0, G_OPTION_ARG_DOUBLE, &rate, "Frames a second (10)", "N" },
    { "pack", 0, 0, G_OPTION_ARG_STRING, &pack, "Model pack (reference)", "NAME" },
    { "results", 0, 0, G_OPTION_ARG_FILENAME, &path, "File of a line a session; goes on from what is there", "FILE" },
    { "angles", 0, 0, G_OPTION_ARG_FILENAME, &angles, "File for every frame, as it is and as seen",
      "FILE" },
    { "renderer", 0, 0, G_OPTION_ARG_FILENAME, &renderer, "The program render-frames.py", "FILE" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- the closed loop with rendered frames");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || path == NULL || sessions < 1 || sessions > 100000
      || !(rate >= 1.0 && rate <= 60.0))
    {
      g_printerr ("annae-loop-rendered: %s\n",
                  error != NULL ? error->message
                                : "--results is needed, --sessions from 1 to 100000, --rate from 1 to 60");
      return 3;
    }
  const guint n = (guint) sessions;
  const guint32 first = (guint32) seed * 1000003u;
  g_autofree LoopResult *rendered = g_new0 (LoopResult, n), *fast = g_new0 (LoopResult, n);
  g_autofree gboolean *done = g_new0 (gboolean, n);

  /* A renderer that ends is told by its own words and by a read that comes to nothing. */
  signal (SIGPIPE, SIG_IGN);
  annae_vault_init ();
  FILE *log = angles != NULL ? fopen (angles, "a") : NULL;
  if (angles != NULL && log == NULL)
    {
      g_printerr ("annae-loop-rendered: %s cannot be written.\n", angles);
      return 4;
    }
  const gboolean ran = read_results (path, first, rendered, done, n) == n
                       || run (renderer, pack, path, log, rate, first, rendered, done, n);
  if (log != NULL)
    fclose (log);
  if (!ran)
    return 4;
  printf ("%u sessions, set of people %d, %g frames a second\n", n, seed, rate);
  print_head ("frames");
  print_row ("rendered", rendered, n, -1);
  for (guint i = 0; i < n; i++)
    loop_session_run_at (&loop_programs[0], first + i, 1.0, rate, &fast[i]);
  print_row ("from the truth, same rate", fast, n, -1);
  for (guint i = 0; i < n; i++)
    loop_session_run (&loop_programs[0], first + i, 1.0, &fast[i]);
  print_row ("from the truth, 15 to 30", fast, n, -1);
  print_head ("rendered, by kind");
  for (int kind = 0; kind < LOOP_KINDS; kind++)
    print_row (loop_kind_name ((LoopKind) kind), rendered, n, kind);
  return 0;
}
