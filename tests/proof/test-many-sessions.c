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

/* Of so many sessions in a row the lowest counts: a network is freed by a thread, now and then after the next session has begun. */
#define IN_A_ROW 5

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
  gsize warm = G_MAXSIZE, now = G_MAXSIZE;

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      run_one (pack, document, live);
      if (i >= WARM_UP - IN_A_ROW && i < WARM_UP)
        warm = MIN (warm, resident_bytes ());
      if (i + IN_A_ROW >= n)
        now = MIN (now, resident_bytes ());
    }
  g_test_message ("%u sessions: %.1f MB resident after %d, %.1f MB at the end", n, warm / 1e6, WARM_UP, now / 1e6);
  /* Not a byte a session may stay; what the heap's fragments come to does not depend on their number. */
  g_assert_cmpuint (now, <, warm + 8 * 1000 * 1000);
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
