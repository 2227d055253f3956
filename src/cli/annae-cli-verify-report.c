/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How annae verify tells what happens. Times are of the session: for a recording, its own time. */

#include "annae-cli-private.h"
#include "annae-cli-verify.h"
#include "annae-errors.h"
#include "annae-phrases.h"

struct _AnnaeVerifyReport
{
  gboolean json;
  gboolean quiet;
  gboolean bad_input;
  gboolean machine;
  AnnaeReason trouble; /* what was wrong with the document */
  gint64 began_us;
  AnnaeAdviceId last_advice;
  AnnaeComparison comparison;
  char *language;
};

AnnaeVerifyReport *
annae_verify_report_new (AnnaeSession *session, gboolean json, gboolean quiet)
{
  AnnaeVerifyReport *self = g_new0 (AnnaeVerifyReport, 1);

  self->json = json;
  self->quiet = quiet;
  self->began_us = annae_session_get_time (session);
  g_object_get (session, "language", &self->language, NULL);
  return self;
}

void
annae_verify_report_free (AnnaeVerifyReport *self)
{
  g_free (self->language);
  annae_vault_wipe (&self->comparison, sizeof self->comparison);
  g_free (self);
}

static double
seconds (AnnaeVerifyReport *self, AnnaeSession *session)
{
  return (annae_session_get_time (session) - self->began_us) / 1e6;
}

static JsonBuilder *
begin_json (AnnaeVerifyReport *self, AnnaeSession *session, const char *event)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  annae_cli_add_string (builder, "event", event);
  annae_cli_add_double (builder, "time", seconds (self, session));
  return builder;
}

void
annae_verify_report_begin (AnnaeVerifyReport *self, AnnaeSession *session)
{
  AnnaeModelPack *pack = annae_session_get_pack (session);

  if (self->json)
    {
      g_autoptr (JsonBuilder) builder = begin_json (self, session, "begin");

      annae_cli_add_pack (builder, pack);
      annae_cli_print_json (builder);
    }
  else if (!self->quiet)
    {
      g_print ("Model pack: %s (%s)\n", annae_model_pack_get_title (pack), annae_model_pack_get_name (pack));
      if (!annae_model_pack_can_verify (pack))
        g_print ("This pack guides only: it cannot verify. “man annae” says how to install one that can.\n");
      else if (annae_model_pack_get_note (pack) != NULL)
        g_print ("%s\n", annae_model_pack_get_note (pack));
    }
}

void
annae_verify_report_step (AnnaeVerifyReport *self, AnnaeSession *session)
{
  AnnaeStep step = annae_session_get_state (session)->step;

  self->last_advice = ANNAE_ADVICE_NONE;
  if (self->json)
    {
      g_autoptr (JsonBuilder) builder = begin_json (self, session, "step");

      annae_cli_add_string (builder, "step", annae_step_name (step));
      annae_cli_print_json (builder);
    }
  else if (!self->quiet)
    g_print ("%6.1f s  [%s]\n", seconds (self, session), annae_step_name (step));
}

void
annae_verify_report_advice (AnnaeVerifyReport *self, AnnaeSession *session)
{
  const AnnaeAdvice *advice = annae_session_get_advice (session);
  const char *text;

  if (advice->id == self->last_advice || advice->id == ANNAE_ADVICE_NONE)
    return;
  self->last_advice = advice->id;
  text = annae_phrase_get (self->language, annae_phrase_for_advice (advice->id, advice->wording), ANNAE_FORM_SHOWN);
  if (self->json)
    {
      g_autoptr (JsonBuilder) builder = begin_json (self, session, "advice");

      annae_cli_add_string (builder, "advice", annae_advice_name (advice->id));
      annae_cli_add_string (builder, "text", text);
      if (advice->measure >= 0)
        {
          annae_cli_add_string (builder, "measure", annae_measure_name (advice->measure));
          annae_cli_add_double (builder, "raw", advice->raw);
        }
      annae_cli_print_json (builder);
    }
  else if (!self->quiet)
    {
      g_print ("%6.1f s    %s", seconds (self, session), text);
      if (advice->measure >= 0 && advice->id > ANNAE_ADVICE_CAMERA_BLACK)
        g_print ("  (%s %.2f %s)", annae_measure_name (advice->measure), advice->raw,
                 annae_measure_unit (advice->measure));
      g_print ("\n");
    }
}

void
annae_verify_report_camera (AnnaeVerifyReport *self, AnnaeSession *session)
{
  g_autofree char *trouble = NULL;

  g_object_get (session, "source-trouble", &trouble, NULL);
  if (self->json)
    {
      g_autoptr (JsonBuilder) builder = begin_json (self, session, "camera");

      annae_cli_add_string (builder, "trouble", trouble);
      annae_cli_print_json (builder);
    }
  else if (!self->quiet && trouble != NULL)
    g_print ("%6.1f s    (%s)\n", seconds (self, session), trouble);
}

void
annae_verify_report_comparison (AnnaeVerifyReport *self, AnnaeSession *session)
{
  self->comparison = *annae_session_get_comparison (session);
}

void
annae_verify_report_trouble (AnnaeVerifyReport *self, AnnaeReason reason, const char *message)
{
  self->trouble = reason;
  self->machine = reason == ANNAE_REASON_MACHINE;
  self->bad_input = !self->machine;
  g_printerr ("annae: %s\n", message);
}

/* Where the document cannot be used, the session is ended from here: that is not what became of the check. */
static AnnaeOutcome
outcome_of (AnnaeVerifyReport *self, const AnnaeMachineState *state)
{
  if (self->trouble == ANNAE_REASON_NONE)
    return state->outcome;
  return self->machine ? ANNAE_OUTCOME_FAILED : ANNAE_OUTCOME_UNDECIDED;
}

static AnnaeReason
reason_of (AnnaeVerifyReport *self, const AnnaeMachineState *state)
{
  return self->trouble == ANNAE_REASON_NONE ? state->reason : self->trouble;
}

static int
exit_code_of (AnnaeVerifyReport *self, AnnaeSession *session)
{
  const GError *failure = annae_session_get_failure (session);

  if (self->machine)
    return ANNAE_EXIT_FAILED;
  if (self->bad_input)
    return ANNAE_EXIT_BAD_INPUT;
  switch (annae_session_get_state (session)->outcome)
    {
    case ANNAE_OUTCOME_MATCH:
      return ANNAE_EXIT_MATCH;
    case ANNAE_OUTCOME_NO_MATCH:
      return ANNAE_EXIT_NO_MATCH;
    case ANNAE_OUTCOME_FAILED:
      return failure != NULL ? annae_cli_complain (failure) : ANNAE_EXIT_FAILED;
    default:
      return failure != NULL ? annae_cli_complain (failure) : ANNAE_EXIT_UNDECIDED;
    }
}

static void
end_json (AnnaeVerifyReport *self, AnnaeSession *session, int exit_code)
{
  const AnnaeMachineState *state = annae_session_get_state (session);
  const AnnaeVaultReport *wiped = annae_session_get_wiped (session);
  AnnaeVaultCount now = wiped->total;
  g_autoptr (JsonBuilder) builder = begin_json (self, session, "result");

  now.held_bytes = annae_vault_held_bytes ();
  annae_cli_add_string (builder, "outcome", annae_outcome_name (outcome_of (self, state)));
  annae_cli_add_string (builder, "reason", annae_reason_name (reason_of (self, state)));
  if (self->comparison.compared)
    {
      annae_cli_add_double (builder, "score", self->comparison.score);
      annae_cli_add_double (builder, "match-threshold", self->comparison.thresholds.match);
      annae_cli_add_double (builder, "no-match-threshold", self->comparison.thresholds.no_match);
      annae_cli_add_double (builder, "fmr", self->comparison.thresholds.match_fmr);
      annae_cli_add_double (builder, "probe-quality", self->comparison.quality);
      json_builder_set_member_name (builder, "probe-frames");
      json_builder_add_int_value (builder, self->comparison.n_frames);
      annae_cli_add_double (builder, "comparison-ms", self->comparison.took_us / 1e3);
    }
  if (annae_session_get_policy (session)->document_expiry)
    annae_cli_add_string (builder, "expiry", annae_expiry_name (state->expiry));
  annae_cli_add_string (builder, "portrait", annae_portrait_fault_name (self->comparison.portrait));
  annae_cli_add_string (builder, "liveness", annae_liveness_name (self->comparison.liveness));
  if (self->comparison.of_recording)
    annae_cli_add_string (builder, "recording", annae_recording_finding_name (self->comparison.recording));
  if (self->comparison.compared && self->comparison.of_moments)
    annae_cli_add_double (builder, "least-alike", self->comparison.least_alike);
  annae_cli_add_vault_count (builder, &now);
  json_builder_set_member_name (builder, "exit-code");
  json_builder_add_int_value (builder, exit_code);
  annae_cli_print_json (builder);
}

static void
print_liveness (AnnaeVerifyReport *self)
{
  const AnnaeComparison *comparison = &self->comparison;
  const char *text = annae_recording_finding_text (comparison->recording);

  g_print ("Liveness: %s", annae_liveness_name (comparison->liveness));
  if (comparison->of_recording)
    g_print (" (%s)", text != NULL ? text : "a head turns in the recording; it followed no request");
  g_print (".\n");
}

static void
end_text (AnnaeVerifyReport *self, AnnaeSession *session)
{
  const AnnaeMachineState *state = annae_session_get_state (session);
  const AnnaeVaultReport *wiped = annae_session_get_wiped (session);
  const char *cause
      = annae_phrase_get ("en", annae_phrase_for_reason_staff (reason_of (self, state)), ANNAE_FORM_SHOWN);

  g_print ("\nResult: %s", annae_outcome_name (outcome_of (self, state)));
  if (reason_of (self, state) != ANNAE_REASON_NONE)
    g_print (" – %s", cause);
  g_print ("\n");
  if (self->comparison.compared)
    g_print ("Comparison score %.3f; match from %.3f (FMR %.0e), no match below %.3f.\n", self->comparison.score,
             self->comparison.thresholds.match, self->comparison.thresholds.match_fmr,
             self->comparison.thresholds.no_match);
  if (annae_session_get_policy (session)->document_expiry)
    g_print ("Document's date of expiry: %s.\n", annae_expiry_name (state->expiry));
  if (self->comparison.portrait != ANNAE_PORTRAIT_FAULT_NONE)
    g_print ("Document: %s.\n", annae_phrase_get ("en", annae_phrase_for_portrait_fault (self->comparison.portrait),
                                                  ANNAE_FORM_SHOWN));
  print_liveness (self);
  g_print ("Kept: nothing. Held for %.1f s. Wiped: %" G_GUINT64_FORMAT " blocks, %.1f MB; still held: %" G_GUINT64_FORMAT
           " bytes.\n",
           wiped->total.held_us / 1e6, wiped->total.wiped_blocks, wiped->total.wiped_bytes / 1e6,
           annae_vault_held_bytes ());
}

int
annae_verify_report_end (AnnaeVerifyReport *self, AnnaeSession *session)
{
  int exit_code = exit_code_of (self, session);

  if (self->json)
    end_json (self, session, exit_code);
  else
    end_text (self, session);
  return exit_code;
}
