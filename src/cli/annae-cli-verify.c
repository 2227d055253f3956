/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae verify: the whole session on a recording or a camera, told step by step. It takes every page's next action by
 * itself and otherwise does what the window does. */

#include "annae-cli-private.h"

#include <errno.h>
#include <glib-unix.h>
#include <unistd.h>

#include "annae-camera-list.h"
#include "annae-cli-verify.h"
#include "annae-errors.h"
#include "annae-paths.h"
#include "annae-frame-sink.h"

typedef struct
{
  char *document;
  char *live;
  char *pack;
  char *policy;
  char *language;
  gboolean demo;
  gboolean json;
  gboolean quiet;
  gboolean wait;
  gboolean require_liveness;
} Options;

static void
options_clear (Options *options)
{
  g_free (options->document);
  g_free (options->live);
  g_free (options->pack);
  g_free (options->policy);
  g_free (options->language);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
complete_options (Options *options)
{
  if (options->demo)
    {
      if (options->document == NULL)
        options->document = annae_paths_data_file (ANNAE_DEMO_DOCUMENT);
      if (options->live == NULL)
        options->live = annae_paths_data_file (ANNAE_DEMO_LIVE);
    }
  if (options->document != NULL && options->live != NULL)
    return TRUE;
  g_printerr ("annae: verify needs --document PICTURE and --live FILE or --live camera, or --demo.\n");
  return FALSE;
}

/* The next action of each page that waits for a customer. */
static void
take_next_action (AnnaeSession *session)
{
  switch (annae_session_get_state (session)->step)
    {
    case ANNAE_STEP_LANGUAGE:
      annae_session_send (session, ANNAE_EVENT_LANGUAGE_CHOSEN);
      break;
    case ANNAE_STEP_CHOICE:
      annae_session_send (session, ANNAE_EVENT_START);
      break;
    case ANNAE_STEP_RETRY:
      annae_session_send (session, ANNAE_EVENT_TRY_AGAIN);
      break;
    default:
      break;
    }
}

static void
on_step (AnnaeSession *session, GParamSpec *pspec, AnnaeVerifyReport *report)
{
  annae_verify_report_step (report, session);
  take_next_action (session);
}

static void
on_advice (AnnaeSession *session, AnnaeVerifyReport *report)
{
  annae_verify_report_advice (report, session);
}

static void
on_source_trouble (AnnaeSession *session, GParamSpec *pspec, AnnaeVerifyReport *report)
{
  annae_verify_report_camera (report, session);
}

static void
on_compared (AnnaeSession *session, AnnaeVerifyReport *report)
{
  annae_verify_report_comparison (report, session);
}

static void
on_document_trouble (AnnaeSession *session, int reason, const char *message, AnnaeVerifyReport *report)
{
  annae_verify_report_trouble (report, reason, message);
  annae_session_send (session, ANNAE_EVENT_CANCEL);
}

static void
on_finished (AnnaeSession *session, int outcome, GMainLoop *loop)
{
  g_main_loop_quit (loop);
}

static gboolean
on_interrupt (gpointer session)
{
  annae_session_send (session, ANNAE_EVENT_CANCEL);
  return G_SOURCE_CONTINUE;
}

/* Stays so that an auditor can look at a process which has had a customer and has wiped them. What is typed is thrown
 * away. */
static void
wait_for_end_of_input (void)
{
  char bytes[256];
  gssize got;

  do
    got = read (STDIN_FILENO, bytes, sizeof bytes);
  while (got > 0 || (got < 0 && errno == EINTR));
}

static AnnaeSession *
build_session (const Options *options, GError **error)
{
  gboolean camera = g_str_equal (options->live, "camera");
  g_autoptr (AnnaeCameraList) cameras = camera ? annae_camera_list_new () : NULL;
  g_autoptr (AnnaeModelPack) pack = NULL;
  AnnaePolicy policy;
  AnnaeSession *session;

  annae_policy_init (&policy);
  if (options->policy != NULL && !annae_policy_load (&policy, options->policy, error))
    return NULL;
  if (!camera)
    policy.attempts = 1; /* the same recording a second time says nothing new */
  policy.liveness = policy.liveness || options->require_liveness;
  pack = annae_model_pack_find (options->pack, error);
  if (pack == NULL)
    return NULL;
  session = annae_session_new (pack, &policy, cameras, NULL, error);
  if (session == NULL)
    return NULL;
  if (!camera)
    annae_session_set_live_file (session, options->live, FALSE);
  annae_session_set_judge_recording (session, options->require_liveness);
  annae_session_set_document_file (session, options->document);
  g_object_set (session, "language", options->language != NULL ? options->language : "en", NULL);
  return session;
}

int
annae_cli_verify (int argc, char **argv)
{
  g_auto (Options) options = { NULL };
  const GOptionEntry entries[] = {
    { "document", 'd', 0, G_OPTION_ARG_FILENAME, &options.document, "Picture of the ID document: JPEG, PNG, TIFF, WebP, BMP, PDF, HEIC", "PICTURE" },
    { "live", 'l', 0, G_OPTION_ARG_FILENAME, &options.live, "Video or picture of the face, or “camera”",
      "FILE|camera" },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &options.demo, "Use the bundled demonstration for what is not given", NULL },
    { "pack", 'p', 0, G_OPTION_ARG_STRING, &options.pack, "Model pack: a name or a folder", "NAME" },
    { "policy", 0, 0, G_OPTION_ARG_FILENAME, &options.policy, "What this counter allows: a key file", "FILE" },
    { "language", 0, 0, G_OPTION_ARG_STRING, &options.language, "Language of the guidance (default: en)", "CODE" },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &options.json, "Print a JSON object a line as it happens", NULL },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.quiet, "Print the result only", NULL },
    { "require-liveness", 0, 0, G_OPTION_ARG_NONE, &options.require_liveness,
      "No match without a living person: a recording is judged by its motion", NULL },
    { "wait", 0, 0, G_OPTION_ARG_NONE, &options.wait, "Stay after the result until the input ends", NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = NULL;
  g_autoptr (AnnaeSession) session = NULL;
  g_autoptr (AnnaeVerifyReport) report = NULL;
  int exit_code = 0;
  guint interrupt;

  if (!annae_cli_parse (
          &argc, &argv, entries, NULL,
          "Guides and compares as the window does. A recording cannot follow a request: its liveness is not tested, unless\n"
          "--require-liveness has it judged by what motion it holds.",
          0,
          &exit_code))
    return exit_code;
  if (!complete_options (&options))
    return ANNAE_EXIT_BAD_INPUT;
  if (annae_vault_has_room (ANNAE_VAULT_SESSION_BYTES))
    session = build_session (&options, &error);
  else
    g_set_error_literal (&error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_MEMORY,
                         "There is not enough memory left on this computer: please close other programs.");
  if (session == NULL)
    return annae_cli_complain (error);

  loop = g_main_loop_new (NULL, FALSE);
  report = annae_verify_report_new (session, options.json, options.quiet);
  g_signal_connect (session, "notify::step", G_CALLBACK (on_step), report);
  g_signal_connect (session, "advice", G_CALLBACK (on_advice), report);
  /* what is wrong with a recording is told when it ends the check */
  if (g_str_equal (options.live, "camera"))
    g_signal_connect (session, "notify::source-trouble", G_CALLBACK (on_source_trouble), report);
  g_signal_connect (session, "compared", G_CALLBACK (on_compared), report);
  g_signal_connect (session, "document-trouble", G_CALLBACK (on_document_trouble), report);
  g_signal_connect (session, "finished", G_CALLBACK (on_finished), loop);
  interrupt = g_unix_signal_add (SIGINT, on_interrupt, session);

  annae_capture_init ();
  annae_cli_close_cage ();
  annae_verify_report_begin (report, session);
  take_next_action (session);
  if (annae_session_get_state (session)->step != ANNAE_STEP_RESULT)
    g_main_loop_run (loop);
  exit_code = annae_verify_report_end (report, session);

  g_source_remove (interrupt);
  g_signal_handlers_disconnect_by_data (session, report);
  g_signal_handlers_disconnect_by_data (session, loop);
  if (options.wait)
    wait_for_end_of_input ();
  return exit_code;
}
