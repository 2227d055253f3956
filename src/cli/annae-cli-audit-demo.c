/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A demonstration for the auditor: one whole check on the bundled pictures in this very process, so that what the vault
 * then reports was held and wiped before their eyes. */

#include "annae-cli-private.h"

#include "annae-paths.h"
#include "annae-session.h"

static void
on_step (AnnaeSession *session)
{
  AnnaeStep step = annae_session_get_state (session)->step;

  if (step == ANNAE_STEP_CHOICE)
    annae_session_send (session, ANNAE_EVENT_START);
  else if (step == ANNAE_STEP_RETRY)
    annae_session_send (session, ANNAE_EVENT_STAFF_TAKES_OVER);
}

static void
on_finished (AnnaeSession *session, int outcome, GMainLoop *loop)
{
  g_main_loop_quit (loop);
}

gboolean
annae_cli_audit_demo (const AnnaePolicy *policy, AnnaeVaultReport *wiped, GError **error)
{
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find (NULL, error);
  g_autofree char *live = annae_paths_data_file (ANNAE_DEMO_LIVE);
  g_autofree char *document = annae_paths_data_file (ANNAE_DEMO_DOCUMENT);
  g_autoptr (AnnaeSession) session = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  if (pack != NULL)
    session = annae_session_new (pack, policy, NULL, NULL, error);
  if (session == NULL)
    return FALSE;
  annae_session_set_live_file (session, live, FALSE);
  annae_session_set_document_file (session, document);
  g_signal_connect (session, "notify::step", G_CALLBACK (on_step), NULL);
  g_signal_connect (session, "finished", G_CALLBACK (on_finished), loop);
  annae_session_send (session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  if (annae_session_get_state (session)->step != ANNAE_STEP_RESULT)
    g_main_loop_run (loop);
  *wiped = *annae_session_get_wiped (session);
  if (annae_session_get_failure (session) == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (annae_session_get_failure (session)));
  return FALSE;
}
