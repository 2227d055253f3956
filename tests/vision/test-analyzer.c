/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The analyzer: newest frame wins, waiting, clearing, work on the worker. The worker is held by work of the test's own,
 * so that every order of events is made, not waited for. */

#include "annae-analyzer.h"
#include "annae-errors.h"

typedef struct
{
  AnnaeAnalyzer *analyzer;
  guint n_reports;
  gint64 last_time;
  AnnaeLook last_look;
  gboolean last_had_frame;
  gboolean clear_in_report;
  gboolean frame_gone_after_clear;
  /* the gate that holds the worker */
  GMutex mutex;
  GCond changed;
  gboolean entered;
  gboolean open;
  /* work */
  guint n_finished;
  gpointer result;
  GError *error;
  guint n_destroyed;
} Fixture;

static void
reported (const AnnaeAnalysis *analysis, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_reports++;
  fixture->last_look = analysis->look;
  fixture->last_had_frame = analysis->frame != NULL;
  fixture->last_time = annae_frame_get_time (analysis->frame);
  g_assert_no_error (analysis->error);
  g_assert_cmpint (analysis->took_us, >=, 0);
  if (analysis->look == ANNAE_LOOK_FACE)
    g_assert_cmpint (analysis->observation.time_us, ==, fixture->last_time);
  if (fixture->clear_in_report)
    {
      annae_analyzer_clear (fixture->analyzer);
      fixture->frame_gone_after_clear = analysis->frame == NULL;
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find ("cascades", &error);

  g_assert_no_error (error);
  AnnaeVision *vision = annae_vision_new (pack, &error);
  g_assert_no_error (error);
  g_mutex_init (&fixture->mutex);
  g_cond_init (&fixture->changed);
  fixture->analyzer = annae_analyzer_new (vision, reported, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->analyzer);
  g_clear_error (&fixture->error);
  g_mutex_clear (&fixture->mutex);
  g_cond_clear (&fixture->changed);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

static void
clear_and_tear_down (Fixture *fixture, gconstpointer data)
{
  /* Once the worker is idle, the main loop has all there is to let go. */
  annae_analyzer_clear (fixture->analyzer);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  tear_down (fixture, data);
}

static void
push (Fixture *fixture, gint64 time, gboolean wait)
{
  g_autoptr (AnnaeFrame) frame = annae_frame_new (ANNAE_VAULT_FRAME, ANNAE_PIXELS_BGR, 64, 48, time);

  annae_analyzer_push (fixture->analyzer, frame, wait);
}

static void
hold (AnnaeVision *vision, GTask *task, gpointer data)
{
  Fixture *fixture = data;

  g_assert_nonnull (vision);
  g_mutex_lock (&fixture->mutex);
  fixture->entered = TRUE;
  g_cond_broadcast (&fixture->changed);
  while (!fixture->open)
    g_cond_wait (&fixture->changed, &fixture->mutex);
  g_mutex_unlock (&fixture->mutex);
  g_task_return_pointer (task, g_strdup ("done"), g_free);
}

static void
work_finished (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_clear_error (&fixture->error);
  g_free (fixture->result);
  fixture->result = annae_analyzer_run_finish (ANNAE_ANALYZER (source), result, &fixture->error);
  fixture->n_finished++;
}

static void
hold_worker (Fixture *fixture)
{
  fixture->entered = FALSE;
  fixture->open = FALSE;
  annae_analyzer_run_async (fixture->analyzer, hold, fixture, NULL, NULL, work_finished, fixture);
  g_mutex_lock (&fixture->mutex);
  while (!fixture->entered)
    g_cond_wait (&fixture->changed, &fixture->mutex);
  g_mutex_unlock (&fixture->mutex);
}

static void
let_worker_go (Fixture *fixture)
{
  g_mutex_lock (&fixture->mutex);
  fixture->open = TRUE;
  g_cond_broadcast (&fixture->changed);
  g_mutex_unlock (&fixture->mutex);
}

static void
run_until (guint *counter, guint value)
{
  while (*counter < value)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_closed_when_new (Fixture *fixture, gconstpointer data)
{
  push (fixture, 1, FALSE);
  push (fixture, 2, TRUE);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

static void
test_newest_wins (Fixture *fixture, gconstpointer data)
{
  annae_analyzer_set_look (fixture->analyzer, ANNAE_LOOK_FACE);
  hold_worker (fixture);
  for (gint64 i = 1; i <= 50; i++)
    push (fixture, i, FALSE);
  /* One frame waits; the others are gone already. */
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 64 * 48 * 3);
  let_worker_go (fixture);
  run_until (&fixture->n_reports, 1);
  g_assert_cmpint (fixture->last_time, ==, 50);
  g_assert_cmpint (fixture->last_look, ==, ANNAE_LOOK_FACE);
  push (fixture, 60, FALSE);
  run_until (&fixture->n_reports, 2);
  g_assert_cmpint (fixture->last_time, ==, 60);
  run_until (&fixture->n_finished, 1);
  g_clear_pointer ((char **) &fixture->result, g_free);
}

typedef struct
{
  Fixture *fixture;
  guint n;
  gint n_returned; /* atomic */
} Pusher;

static gpointer
push_many (gpointer data)
{
  Pusher *pusher = data;

  for (guint i = 1; i <= pusher->n; i++)
    {
      push (pusher->fixture, i, TRUE);
      g_atomic_int_inc (&pusher->n_returned);
    }
  return NULL;
}

static void
test_wait (Fixture *fixture, gconstpointer data)
{
  Pusher pusher = { fixture, 20, 0 };

  annae_analyzer_set_look (fixture->analyzer, ANNAE_LOOK_FACE);
  GThread *thread = g_thread_new ("pusher", push_many, &pusher);
  for (guint i = 1; i <= pusher.n; i++)
    {
      run_until (&fixture->n_reports, i);
      /* Every frame is reported, in order, and none is pushed before the one before it has been reported. */
      g_assert_cmpint (fixture->last_time, ==, i);
      g_assert_cmpint (g_atomic_int_get (&pusher.n_returned), <=, (int) i + 1);
    }
  g_thread_join (thread);
  g_assert_cmpuint (fixture->n_reports, ==, pusher.n);
}

static void
test_clear (Fixture *fixture, gconstpointer data)
{
  Pusher pusher = { fixture, 3, 0 };

  annae_analyzer_set_look (fixture->analyzer, ANNAE_LOOK_DOCUMENT);
  hold_worker (fixture);
  /* The first waits behind the worker, the second push () behind the first: clear () must wake it. */
  GThread *thread = g_thread_new ("pusher", push_many, &pusher);
  while (g_atomic_int_get (&pusher.n_returned) < 1)
    g_thread_yield ();
  let_worker_go (fixture);
  annae_analyzer_clear (fixture->analyzer);
  g_thread_join (thread);
  g_assert_cmpint (pusher.n_returned, ==, 3);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);

  /* Closed: nothing is looked at any more, and nothing that was comes through. */
  push (fixture, 9, FALSE);
  run_until (&fixture->n_finished, 1);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->n_reports, ==, 0);
  g_assert_cmpstr (fixture->result, ==, "done");
  g_clear_pointer ((char **) &fixture->result, g_free);

  annae_analyzer_set_look (fixture->analyzer, ANNAE_LOOK_DOCUMENT);
  push (fixture, 10, FALSE);
  run_until (&fixture->n_reports, 1);
  g_assert_cmpint (fixture->last_look, ==, ANNAE_LOOK_DOCUMENT);
}

static void
test_set_look_drops (Fixture *fixture, gconstpointer data)
{
  annae_analyzer_set_look (fixture->analyzer, ANNAE_LOOK_FACE);
  hold_worker (fixture);
  push (fixture, 1, FALSE);
  annae_analyzer_set_look (fixture->analyzer, ANNAE_LOOK_DOCUMENT);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
  push (fixture, 2, FALSE);
  let_worker_go (fixture);
  run_until (&fixture->n_reports, 1);
  g_assert_cmpint (fixture->last_time, ==, 2);
  g_assert_cmpint (fixture->last_look, ==, ANNAE_LOOK_DOCUMENT);
  run_until (&fixture->n_finished, 1);
  g_clear_pointer ((char **) &fixture->result, g_free);
}

static void
test_clear_in_report (Fixture *fixture, gconstpointer data)
{
  fixture->clear_in_report = TRUE;
  annae_analyzer_set_look (fixture->analyzer, ANNAE_LOOK_FACE);
  push (fixture, 1, FALSE);
  run_until (&fixture->n_reports, 1);
  g_assert_true (fixture->last_had_frame);
  g_assert_true (fixture->frame_gone_after_clear);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

static void
count_destroyed (gpointer data)
{
  Fixture *fixture = data;

  g_mutex_lock (&fixture->mutex);
  fixture->n_destroyed++;
  g_mutex_unlock (&fixture->mutex);
}

/* Lets the worker go only once clear () has taken the work that waits: before that, the worker would begin it. */
static void
count_and_go (gpointer data)
{
  count_destroyed (data);
  let_worker_go (data);
}

static void
must_not_run (AnnaeVision *vision, GTask *task, gpointer data)
{
  g_assert_not_reached ();
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  hold_worker (fixture);
  annae_analyzer_run_async (fixture->analyzer, must_not_run, fixture, count_destroyed, cancellable, work_finished,
                            fixture);
  g_cancellable_cancel (cancellable);
  let_worker_go (fixture);
  run_until (&fixture->n_finished, 2);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (fixture->result);
  g_assert_cmpuint (fixture->n_destroyed, ==, 1);
}

static void
test_clear_cancels_work (Fixture *fixture, gconstpointer data)
{
  hold_worker (fixture);
  annae_analyzer_run_async (fixture->analyzer, must_not_run, fixture, count_and_go, NULL, work_finished, fixture);
  annae_analyzer_clear (fixture->analyzer);
  g_assert_cmpuint (fixture->n_destroyed, ==, 1);
  run_until (&fixture->n_finished, 2);
  g_clear_pointer ((char **) &fixture->result, g_free);
}

static void
test_embed_unsupported (AnnaeVision *vision, GTask *task, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeFrame) chip = annae_frame_new (ANNAE_VAULT_CHIP, ANNAE_PIXELS_BGR, 112, 112, 0);

  g_assert_null (annae_vision_embed (vision, chip, &error));
  g_task_return_error (task, g_steal_pointer (&error));
}

static void
test_work_error (Fixture *fixture, gconstpointer data)
{
  annae_analyzer_run_async (fixture->analyzer, test_embed_unsupported, NULL, NULL, NULL, work_finished, fixture);
  run_until (&fixture->n_finished, 1);
  g_assert_error (fixture->error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_UNSUPPORTED);
}

/* Freed while a frame waits and while one is on its way: nothing is reported after that, nothing stays. */
static void
test_free_busy (void)
{
  for (guint i = 0; i < 20; i++)
    {
      Fixture fixture = { 0 };
      set_up (&fixture, NULL);
      annae_analyzer_set_look (fixture.analyzer, ANNAE_LOOK_FACE);
      push (&fixture, 1, FALSE);
      if (i % 2 == 1)
        push (&fixture, 2, FALSE);
      tear_down (&fixture, NULL);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_cmpuint (fixture.n_reports, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, clear_and_tear_down)
  ADD ("/analyzer/closed-when-new", test_closed_when_new);
  ADD ("/analyzer/newest-wins", test_newest_wins);
  ADD ("/analyzer/wait", test_wait);
  ADD ("/analyzer/clear", test_clear);
  ADD ("/analyzer/set-look-drops", test_set_look_drops);
  ADD ("/analyzer/clear-in-report", test_clear_in_report);
  ADD ("/analyzer/cancel", test_cancel);
  ADD ("/analyzer/clear-cancels-work", test_clear_cancels_work);
  ADD ("/analyzer/work-error", test_work_error);
  g_test_add_func ("/analyzer/free-busy", test_free_busy);
  return g_test_run ();
}
