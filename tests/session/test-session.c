/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whole sessions on the bundled demonstration, as fast as it can be looked at: outcomes, bad input, stopping at every step,
 * and that nothing of a person is held afterwards. */

#include <glib/gstdio.h>
#include <string.h>

#include "annae-model-pack.h"
#include "annae-paths.h"
#include "annae-phrases.h"
#include "annae-session-private.h"
#include "annae-template.h"
#include "annae-testing.h"
#include "annae-vault.h"

/* A step of a session on the demonstration takes seconds; a minute without a step or a word means that it hangs. A whole session may take
 * longer where much else is running. */
#define PATIENCE_MS 60000

typedef struct
{
  AnnaeSession *session;
  GMainLoop *loop;
  GString *said;
  GPtrArray *steps;
  guint finished;
  guint wiped;
  guint64 held_at_wipe;
  AnnaeComparison comparison;
  GString *looked; /* for each comparison, whether the guide looked more closely */
  AnnaeReason document_reason;
  char *document_message;
  AnnaeStep stop_at;   /* send `stop_with` when this step is reached; N_STEPS: never */
  AnnaeEventId stop_with;
  gboolean timed_out;
  guint patience;
} Fixture;

static gboolean
on_patience_over (gpointer user_data)
{
  Fixture *f = user_data;

  f->patience = 0;
  f->timed_out = TRUE;
  g_main_loop_quit (f->loop);
  return G_SOURCE_REMOVE;
}

static void
have_patience (Fixture *f)
{
  g_clear_handle_id (&f->patience, g_source_remove);
  f->patience = g_timeout_add (PATIENCE_MS, on_patience_over, f);
}

static char *
demo (const char *name)
{
  g_autofree char *relative = g_build_filename ("demo", name, NULL);

  return annae_paths_data_file (relative);
}

static void
take_next_action (Fixture *f)
{
  AnnaeStep step = annae_session_get_state (f->session)->step;

  if (step == f->stop_at)
    annae_session_send (f->session, f->stop_with);
  else if (step == ANNAE_STEP_LANGUAGE)
    annae_session_send (f->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  else if (step == ANNAE_STEP_CHOICE)
    annae_session_send (f->session, ANNAE_EVENT_START);
  else if (step == ANNAE_STEP_RETRY)
    annae_session_send (f->session, ANNAE_EVENT_TRY_AGAIN);
}

static void
on_step (AnnaeSession *session, GParamSpec *pspec, Fixture *f)
{
  have_patience (f);
  g_ptr_array_add (f->steps, (gpointer) annae_step_name (annae_session_get_state (session)->step));
  if (f->finished == 0)
    take_next_action (f);
}

static void
on_said (AnnaeSession *session, const char *text, Fixture *f)
{
  have_patience (f);
  g_string_append_printf (f->said, "%s\n", text);
}

static void
on_compared (AnnaeSession *session, Fixture *f)
{
  f->comparison = *annae_session_get_comparison (session);
  g_string_append (f->looked, session->guide_config.again ? "closely " : "first ");
}

static void
on_document_trouble (AnnaeSession *session, int reason, const char *message, Fixture *f)
{
  f->document_reason = reason;
  g_free (f->document_message);
  f->document_message = g_strdup (message);
  g_main_loop_quit (f->loop);
}

static void
on_wiped (AnnaeSession *session, Fixture *f)
{
  f->wiped++;
  f->held_at_wipe = annae_vault_held_bytes ();
}

static void
on_finished (AnnaeSession *session, int outcome, Fixture *f)
{
  f->finished++;
  g_main_loop_quit (f->loop);
}

/* The reference pack of the development data, or NULL after having skipped. */
static AnnaeModelPack *
reference_pack (void)
{
  g_autofree char *there = annae_test_shared_data ("models/mobilefacenet_a.caffemodel");
  g_autoptr (GError) error = NULL;
  AnnaeModelPack *pack;

  if (there == NULL)
    return NULL;
  pack = annae_model_pack_find ("reference", &error);
  g_assert_no_error (error);
  return pack;
}

static void
fixture_init (Fixture *f, AnnaeModelPack *pack, const char *document, const char *live)
{
  g_autoptr (GError) error = NULL;
  AnnaePolicy policy;

  memset (f, 0, sizeof *f);
  annae_policy_init (&policy);
  policy.attempts = 1;
  f->stop_at = ANNAE_N_STEPS;
  f->loop = g_main_loop_new (NULL, FALSE);
  f->said = g_string_new (NULL);
  f->looked = g_string_new (NULL);
  f->steps = g_ptr_array_new ();
  f->session = annae_session_new (pack, &policy, NULL, NULL, &error);
  g_assert_no_error (error);
  annae_session_set_document_file (f->session, document);
  annae_session_set_live_file (f->session, live, FALSE);
  g_object_set (f->session, "language", "en", NULL);
  g_signal_connect (f->session, "notify::step", G_CALLBACK (on_step), f);
  g_signal_connect (f->session, "said", G_CALLBACK (on_said), f);
  g_signal_connect (f->session, "compared", G_CALLBACK (on_compared), f);
  g_signal_connect (f->session, "document-trouble", G_CALLBACK (on_document_trouble), f);
  g_signal_connect (f->session, "wiped", G_CALLBACK (on_wiped), f);
  g_signal_connect (f->session, "finished", G_CALLBACK (on_finished), f);
}

static void
fixture_run (Fixture *f)
{
  have_patience (f);
  take_next_action (f);
  if (f->finished == 0 && f->document_message == NULL)
    g_main_loop_run (f->loop);
  g_assert_false (f->timed_out);
  g_clear_handle_id (&f->patience, g_source_remove);
}

static void
fixture_clear (Fixture *f)
{
  /* Work that was cancelled comes back to the main loop and lets go of the session there. */
  annae_test_wait_until_let_go (f->session);
  g_assert_finalize_object (f->session);
  g_clear_handle_id (&f->patience, g_source_remove);
  g_main_loop_unref (f->loop);
  g_string_free (f->said, TRUE);
  g_string_free (f->looked, TRUE);
  g_ptr_array_unref (f->steps);
  g_free (f->document_message);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

static void
assert_finished_and_wiped (Fixture *f, AnnaeOutcome outcome)
{
  const AnnaeVaultReport *wiped = annae_session_get_wiped (f->session);

  g_assert_cmpstr (annae_outcome_name (annae_session_get_state (f->session)->outcome), ==, annae_outcome_name (outcome));
  g_assert_cmpuint (f->finished, ==, 1);
  g_assert_cmpuint (f->wiped, ==, 1);
  g_assert_cmpuint (f->held_at_wipe, ==, 0);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
  g_assert_cmpuint (wiped->total.held_bytes, ==, 0);
  /* The score of a person does not outlive the session either. */
  g_assert_false (annae_session_get_comparison (f->session)->compared);
  g_assert_cmpfloat (annae_session_get_comparison (f->session)->score, ==, 0.0);
}

static void
test_match (void)
{
  g_autoptr (AnnaeModelPack) pack = reference_pack ();
  g_autofree char *card = demo ("card-same.jpg");
  g_autofree char *live = demo ("live.webm");
  Fixture f;

  if (pack == NULL)
    return;
  gint64 began_us = g_get_monotonic_time ();
  fixture_init (&f, pack, card, live);
  fixture_run (&f);
  assert_finished_and_wiped (&f, ANNAE_OUTCOME_MATCH);
  g_assert_true (f.comparison.compared);
  g_assert_cmpfloat (f.comparison.score, >=, f.comparison.thresholds.match);
  const AnnaeVaultReport *wiped = annae_session_get_wiped (f.session);
  g_assert_cmpuint (wiped->kinds[ANNAE_VAULT_FRAME].wiped_blocks, >, 10);
  g_assert_cmpint (wiped->kinds[ANNAE_VAULT_TEMPLATE].held_us, >, 0);
  g_assert_cmpint (wiped->total.held_us, >=, wiped->kinds[ANNAE_VAULT_FRAME].held_us);
  g_assert_cmpint (wiped->total.held_us, <=, g_get_monotonic_time () - began_us);
  g_assert_cmpuint (annae_session_get_wiped (f.session)->kinds[ANNAE_VAULT_TEMPLATE].wiped_blocks, >=, 2);

  const char *const way[] = { "choice", "document", "position", "check", "result" };
  g_assert_cmpuint (f.steps->len, ==, G_N_ELEMENTS (way));
  for (gsize i = 0; i < G_N_ELEMENTS (way); i++)
    g_assert_cmpstr (g_ptr_array_index (f.steps, i), ==, way[i]);
  /* The person comes in from afar: they must have been told to come closer, and thanked in the end. */
  g_assert_nonnull (strstr (f.said->str, "closer"));
  g_assert_nonnull (strstr (f.said->str, "It is you"));
  fixture_clear (&f);
}

static void
test_another_persons_card (void)
{
  g_autoptr (AnnaeModelPack) pack = reference_pack ();
  g_autofree char *card = demo ("card-other.jpg");
  g_autofree char *live = demo ("live.webm");
  Fixture f;

  if (pack == NULL)
    return;
  fixture_init (&f, pack, card, live);
  fixture_run (&f);
  assert_finished_and_wiped (&f, ANNAE_OUTCOME_NO_MATCH);
  g_assert_cmpfloat (f.comparison.score, <, f.comparison.thresholds.no_match);
  g_assert_true (annae_session_get_state (f.session)->staff_called);
  fixture_clear (&f);
}

/* After a picture that did not do the guide looks more closely, for this customer and not for the next. */
static void
test_another_attempt (void)
{
  g_autoptr (AnnaeModelPack) pack = reference_pack ();
  g_autofree char *card = demo ("card-other.jpg");
  g_autofree char *live = demo ("live.webm");
  Fixture f;

  if (pack == NULL)
    return;
  fixture_init (&f, pack, card, live);
  f.session->policy.attempts = 2;
  fixture_run (&f);
  assert_finished_and_wiped (&f, ANNAE_OUTCOME_NO_MATCH);
  g_assert_cmpstr (f.looked->str, ==, "first closely ");
  annae_session_send (f.session, ANNAE_EVENT_FINISH);
  g_assert_cmpuint (annae_session_get_state (f.session)->attempts_used, ==, 0);
  fixture_clear (&f);
}

/* Every exit, from every step that is reached on the way. */
static void
test_stop_anywhere (void)
{
  static const struct
  {
    AnnaeEventId event;
    AnnaeOutcome outcome;
  } exits[] = {
    { ANNAE_EVENT_CANCEL, ANNAE_OUTCOME_CANCELLED },
    { ANNAE_EVENT_OTHER_WAY, ANNAE_OUTCOME_DECLINED },
    { ANNAE_EVENT_STAFF_TAKES_OVER, ANNAE_OUTCOME_UNDECIDED },
  };
  static const AnnaeStep steps[] = { ANNAE_STEP_CHOICE, ANNAE_STEP_DOCUMENT, ANNAE_STEP_POSITION, ANNAE_STEP_CHECK };
  g_autoptr (AnnaeModelPack) pack = reference_pack ();
  g_autofree char *card = demo ("card-same.jpg");
  g_autofree char *live = demo ("live.webm");

  if (pack == NULL)
    return;
  for (gsize e = 0; e < G_N_ELEMENTS (exits); e++)
    for (gsize s = 0; s < G_N_ELEMENTS (steps); s++)
      {
        Fixture f;

        if (e > 0 && steps[s] == ANNAE_STEP_CHECK)
          continue; /* once through the whole recording is enough */
        fixture_init (&f, pack, card, live);
        f.stop_at = steps[s];
        f.stop_with = exits[e].event;
        fixture_run (&f);
        assert_finished_and_wiped (&f, exits[e].outcome);
        fixture_clear (&f);
      }
}

static void
test_cascades_say_what_they_cannot (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("cascades", &error);
  g_autofree char *card = demo ("card-same.jpg");
  g_autofree char *live = demo ("live.webm");
  gboolean can_verify = TRUE;
  Fixture f;

  g_assert_no_error (error);
  fixture_init (&f, pack, card, live);
  g_object_get (f.session, "can-verify", &can_verify, NULL);
  g_assert_false (can_verify);
  fixture_run (&f);
  g_assert_false (f.comparison.compared);
  assert_finished_and_wiped (&f, ANNAE_OUTCOME_UNDECIDED);
  g_assert_cmpstr (annae_reason_name (annae_session_get_state (f.session)->reason), ==,
                   annae_reason_name (ANNAE_REASON_CANNOT_VERIFY));
  fixture_clear (&f);
}

static void
assert_document_is_refused (const char *path, AnnaeReason reason)
{
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("annae", NULL);
  g_autofree char *live = demo ("live.webm");
  Fixture f;

  fixture_init (&f, pack, path, live);
  fixture_run (&f);
  g_assert_nonnull (f.document_message);
  g_assert_nonnull (strstr (f.document_message, path));
  g_assert_cmpstr (annae_reason_name (f.document_reason), ==, annae_reason_name (reason));
  /* The page stays, for another picture. */
  g_assert_cmpint (annae_session_get_state (f.session)->step, ==, ANNAE_STEP_DOCUMENT);
  annae_session_send (f.session, ANNAE_EVENT_CANCEL);
  assert_finished_and_wiped (&f, ANNAE_OUTCOME_CANCELLED);
  fixture_clear (&f);
}

static void
test_bad_documents (void)
{
  g_autofree char *folder = g_dir_make_tmp ("annae-session-XXXXXX", NULL);
  g_autofree char *text = g_build_filename (folder, "text.jpg", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty.jpg", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing.jpg", NULL);

  g_assert_true (g_file_set_contents (text, "This is no picture.", -1, NULL));
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  assert_document_is_refused (missing, ANNAE_REASON_CARD_MISSING);
  assert_document_is_refused (text, ANNAE_REASON_CARD_MISSING);
  assert_document_is_refused (empty, ANNAE_REASON_CARD_MISSING);
  g_unlink (text);
  g_unlink (empty);
  g_rmdir (folder);
}

static void
test_bad_recordings (void)
{
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("annae", NULL);
  g_autofree char *card = demo ("card-same.jpg");
  Fixture f;

  fixture_init (&f, pack, card, "/nowhere/at-all.webm");
  fixture_run (&f);
  assert_finished_and_wiped (&f, ANNAE_OUTCOME_FAILED);
  g_assert_nonnull (annae_session_get_failure (f.session));
  g_assert_nonnull (strstr (annae_session_get_failure (f.session)->message, "/nowhere/at-all.webm"));
  fixture_clear (&f);
}

static void
test_no_camera_at_all (void)
{
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("annae", NULL);
  g_autofree char *card = demo ("card-same.jpg");
  Fixture f;

  fixture_init (&f, pack, card, NULL);
  fixture_run (&f);
  assert_finished_and_wiped (&f, ANNAE_OUTCOME_FAILED);
  g_assert_cmpint (annae_session_get_state (f.session)->reason, ==, ANNAE_REASON_NO_CAMERA);
  fixture_clear (&f);
}

/* From the language page to the end of the result, stopped before the mirror; returns what was before it then. */
static char *
look_into_mirror (Fixture *f)
{
  char *label = NULL;

  f->stop_at = ANNAE_STEP_POSITION;
  f->stop_with = ANNAE_EVENT_ACTIVITY;
  g_signal_connect_swapped (f->session, "notify::camera-label", G_CALLBACK (g_main_loop_quit), f->loop);
  fixture_run (f);
  g_object_get (f->session, "camera-label", &label, NULL);
  g_signal_handlers_disconnect_by_func (f->session, g_main_loop_quit, f->loop);
  return label;
}

/* Instead of the counter's camera and card, whatever these are, for one customer; the next one has them back. */
static void
test_demonstration (void)
{
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("annae", NULL);
  g_autofree char *label = NULL;
  int demonstration = -1;
  Fixture f;

  fixture_init (&f, pack, "/nowhere/card.jpg", NULL);
  annae_session_set_demonstration (f.session, ANNAE_DEMONSTRATION_ONCE);
  g_assert_nonnull (strstr (f.said->str, annae_phrase_get ("en", ANNAE_PHRASE_DEMONSTRATION, ANNAE_FORM_SPOKEN)));
  label = look_into_mirror (&f);
  g_assert_cmpstr (label, ==, "live.webm");
  g_assert_null (f.document_message);
  /* not while somebody is served */
  annae_session_set_demonstration (f.session, ANNAE_DEMONSTRATION_NONE);
  g_object_get (f.session, "demonstration", &demonstration, NULL);
  g_assert_cmpint (demonstration, ==, ANNAE_DEMONSTRATION_ONCE);
  annae_session_send (f.session, ANNAE_EVENT_CANCEL);
  assert_finished_and_wiped (&f, ANNAE_OUTCOME_CANCELLED);
  g_object_get (f.session, "demonstration", &demonstration, NULL);
  g_assert_cmpint (demonstration, ==, ANNAE_DEMONSTRATION_ONCE);

  annae_session_send (f.session, ANNAE_EVENT_FINISH);
  g_object_get (f.session, "demonstration", &demonstration, NULL);
  g_assert_cmpint (demonstration, ==, ANNAE_DEMONSTRATION_NONE);
  f.finished = f.wiped = 0;
  fixture_run (&f);
  g_assert_nonnull (f.document_message);
  g_assert_nonnull (strstr (f.document_message, "/nowhere/card.jpg"));
  fixture_clear (&f);
}

/* The program was started for it: for every customer, and with another card if one is given. */
static void
test_demonstration_stays (void)
{
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("annae", NULL);
  Fixture f;

  fixture_init (&f, pack, NULL, NULL);
  annae_session_set_demonstration (f.session, ANNAE_DEMONSTRATION_STAYS);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *label = look_into_mirror (&f);
      int demonstration = -1;

      g_assert_cmpstr (label, ==, "live.webm");
      annae_session_send (f.session, ANNAE_EVENT_CANCEL);
      assert_finished_and_wiped (&f, ANNAE_OUTCOME_CANCELLED);
      annae_session_send (f.session, ANNAE_EVENT_FINISH);
      g_object_get (f.session, "demonstration", &demonstration, NULL);
      g_assert_cmpint (demonstration, ==, ANNAE_DEMONSTRATION_STAYS);
      f.finished = f.wiped = 0;
    }
  annae_session_set_document_file (f.session, "/nowhere/card.jpg");
  fixture_run (&f);
  g_assert_nonnull (f.document_message);
  fixture_clear (&f);
}

/* Sessions in a row on one object: nothing adds up. */
static void
test_many_customers (void)
{
  g_autoptr (AnnaeModelPack) pack = reference_pack ();
  g_autofree char *card = demo ("card-same.jpg");
  g_autofree char *live = demo ("live.webm");
  Fixture f;

  if (pack == NULL)
    return;
  fixture_init (&f, pack, card, live);
  f.stop_at = ANNAE_STEP_POSITION;
  f.stop_with = ANNAE_EVENT_CANCEL;
  for (guint i = 1; i <= 20; i++)
    {
      fixture_run (&f);
      g_assert_cmpuint (f.finished, ==, 1);
      g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
      f.finished = 0;
      f.wiped = 0;
      f.stop_at = ANNAE_N_STEPS; /* leaving the result must not stop us again */
      g_signal_handlers_block_by_func (f.session, on_step, &f);
      annae_session_send (f.session, ANNAE_EVENT_FINISH);
      g_signal_handlers_unblock_by_func (f.session, on_step, &f);
      f.stop_at = ANNAE_STEP_POSITION;
      g_assert_cmpint (annae_session_get_state (f.session)->step, ==, ANNAE_STEP_LANGUAGE);
    }
  fixture_clear (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  annae_vault_init ();
  annae_vault_set_clock (g_get_monotonic_time);
  g_test_add_func ("/session/match", test_match);
  g_test_add_func ("/session/another-persons-card", test_another_persons_card);
  g_test_add_func ("/session/another-attempt", test_another_attempt);
  g_test_add_func ("/session/stop-anywhere", test_stop_anywhere);
  g_test_add_func ("/session/cascades", test_cascades_say_what_they_cannot);
  g_test_add_func ("/session/bad-documents", test_bad_documents);
  g_test_add_func ("/session/bad-recordings", test_bad_recordings);
  g_test_add_func ("/session/no-camera", test_no_camera_at_all);
  g_test_add_func ("/session/demonstration", test_demonstration);
  g_test_add_func ("/session/demonstration-stays", test_demonstration_stays);
  g_test_add_func ("/session/many-customers", test_many_customers);
  return g_test_run ();
}
