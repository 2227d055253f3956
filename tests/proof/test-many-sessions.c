/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One customer after the other in one process: each session takes its own course to its end, the vault is empty after
 * each, and the memory of the process does not grow. The suite runs 30; ANNAE_PROOF_SESSIONS says another number. */

#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

#include "annae-model-pack.h"
#include "annae-paths.h"
#include "annae-session.h"

#define DEFAULT_SESSIONS 30

/* The first ones fill caches of libraries that stay as they are from then on. */
#define WARM_UP 10

/* Of so many sessions in a row the lowest counts: a network is freed by a thread, now and then after the next session
 * has begun. */
#define IN_A_ROW 5

/* Bytes. Not a picture a session may stay; what the heap's fragments come to does not depend on their number. */
#define MOST_GROWTH (8 * 1000 * 1000)

static gsize
resident_bytes (void)
{
  unsigned long size = 0, resident = 0;

  /* What is free but not yet given back swings by a picture or more, at the end of any session. */
  malloc_trim (0);
  FILE *file = fopen ("/proc/self/statm", "r");

  g_assert_nonnull (file);
  g_assert_cmpint (fscanf (file, "%lu %lu", &size, &resident), ==, 2);
  fclose (file);
  return resident * (gsize) sysconf (_SC_PAGESIZE);
}

static void
take_next_action (AnnaeSession *session, GParamSpec *pspec, gpointer user_data)
{
  switch (annae_session_get_state (session)->step)
    {
    case ANNAE_STEP_LANGUAGE:
      annae_session_send (session, ANNAE_EVENT_LANGUAGE_CHOSEN);
      break;
    case ANNAE_STEP_CHOICE:
      annae_session_send (session, ANNAE_EVENT_START);
      break;
    default:
      break;
    }
}

static void
on_finished (AnnaeSession *session, int outcome, int *result)
{
  *result = outcome;
}

static void
run_one (AnnaeModelPack *pack, const char *document, const char *live)
{
  AnnaePolicy policy;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeSession) session = NULL;
  int result = -1;

  annae_policy_init (&policy);
  policy.attempts = 1;
  session = annae_session_new (pack, &policy, NULL, NULL, &error);
  g_assert_no_error (error);
  annae_session_set_live_file (session, live, FALSE);
  annae_session_set_document_file (session, document);
  g_signal_connect (session, "notify::step", G_CALLBACK (take_next_action), NULL);
  g_signal_connect (session, "finished", G_CALLBACK (on_finished), &result);
  take_next_action (session, NULL, NULL);
  while (result < 0)
    g_main_context_iteration (NULL, TRUE);
  /* The cascades cannot verify: a session that got as far as the comparison ends undecided. */
  g_assert_cmpint (result, ==, ANNAE_OUTCOME_UNDECIDED);
  g_assert_cmpint (annae_session_get_state (session)->reason, ==, ANNAE_REASON_CANNOT_VERIFY);
  g_assert_cmpuint (annae_session_get_wiped (session)->total.wiped_bytes, >, 1000000);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

/* Runs n sessions. Returns the least that was resident after one of the last IN_A_ROW, bytes. */
static gsize
run_several (guint n, AnnaeModelPack *pack, const char *document, const char *live)
{
  gsize least = G_MAXSIZE;

  for (guint i = 0; i < n; i++)
    {
      run_one (pack, document, live);
      if (i + IN_A_ROW >= n)
        least = MIN (least, resident_bytes ());
    }
  return least;
}

static void
test_many (void)
{
  const char *number = g_getenv ("ANNAE_PROOF_SESSIONS");
  guint n = number != NULL ? (guint) MAX (atoi (number), WARM_UP + IN_A_ROW) : DEFAULT_SESSIONS;
  g_autofree char *document = annae_paths_data_file ("demo/card-same.jpg");
  g_autofree char *live = annae_paths_data_file ("demo/card-other.jpg");
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("cascades", &error);
  AnnaeVaultReport report;

  g_assert_no_error (error);
  gsize before = run_several (WARM_UP, pack, document, live);
  gsize after = run_several (n - WARM_UP, pack, document, live);
  g_test_message ("%u sessions: %.1f MB resident after %d, %.1f MB at the end", n, before / 1e6, WARM_UP, after / 1e6);
  /* Once in a while the heap's fragments go up by a step and stay there. What a session leaves behind goes on growing.
   */
  if (after >= before + MOST_GROWTH)
    {
      before = after;
      after = run_several (n - WARM_UP, pack, document, live);
      g_test_message ("as many sessions again: %.1f MB", after / 1e6);
    }
  g_assert_cmpuint (after, <, before + MOST_GROWTH);
  annae_vault_get_report (&report);
  g_assert_cmpuint (report.total.held_blocks, ==, 0);
  g_assert_cmpuint (report.idle_bytes, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  annae_vault_init ();
  g_test_add_func ("/proof/many-sessions", test_many);
  return g_test_run ();
}
