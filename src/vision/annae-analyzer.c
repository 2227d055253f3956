/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The analyzer: one worker, one waiting frame, one result on its way to the main loop.
 *
 * Everything below the mutex is shared between three parties: whoever pushes (a streaming thread), the worker, and the
 * main loop. Frames have a generation; clear () and set_look () begin a new one, and whatever belongs to an older one
 * is dropped where it is met. The vision is touched by the worker alone. */

#include "annae-analyzer.h"

#include "annae-errors.h"

/* A result on its way; owns its frame and error, which the reader borrows. */
typedef struct
{
  AnnaeAnalysis analysis;
} Report;

/* Work that a caller waits for. */
typedef struct
{
  AnnaeVisionWork work;
  gpointer data;
  GDestroyNotify destroy;
  guint64 after; /* the frame that waited when this came: it is looked at first, unless a newer one has replaced it */
} Work;

struct _AnnaeAnalyzer
{
  GObject parent_instance;

  AnnaeVision *vision; /* the worker's */
  GMainContext *context;
  GThread *thread;
  AnnaeAnalysisFunc func;
  gpointer user_data;

  GMutex mutex;
  GCond changed;
  GQueue tasks;        /* of GTask, waiting */
  AnnaeFrame *waiting; /* the newest frame */
  guint64 n_pushed;    /* its number */
  Report *report;      /* waits for the main loop */
  Report *delivering;  /* is with func */
  GSource *idle;       /* will deliver it */
  AnnaeLook look;
  guint64 generation;
  gboolean open;     /* frames are taken: between set_look () and clear () */
  gboolean looking;  /* the worker holds a frame */
  gboolean working;  /* the worker runs a task */
  gboolean forget;   /* the worker is to forget the person before anything else */
  gboolean quitting; /* the worker is to end */
};

G_DEFINE_FINAL_TYPE (AnnaeAnalyzer, annae_analyzer, G_TYPE_OBJECT)

static void
report_free (Report *report)
{
  if (report == NULL)
    return;
  g_clear_pointer (&report->analysis.frame, annae_frame_unref);
  g_clear_error (&report->analysis.error);
  annae_vault_wipe (report, sizeof *report);
  g_free (report);
}

static void
work_clear_data (Work *work)
{
  gpointer data = g_steal_pointer (&work->data);

  if (work->destroy != NULL && data != NULL)
    work->destroy (data);
}

static void
work_free (Work *work)
{
  work_clear_data (work);
  g_free (work);
}

/* On the main loop. The report is neither free nor forgotten until func has returned, so that a push () that waits sees
 * "reported" and not "about to be". */
static gboolean
deliver (gpointer data)
{
  g_autoptr (AnnaeAnalyzer) self = g_object_ref (data);

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->idle, g_source_unref);
  self->delivering = g_steal_pointer (&self->report);
  g_mutex_unlock (&self->mutex);

  if (self->delivering != NULL)
    self->func (&self->delivering->analysis, self->user_data);

  g_mutex_lock (&self->mutex);
  Report *report = g_steal_pointer (&self->delivering);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  report_free (report);
  return G_SOURCE_REMOVE;
}

/* Called with the mutex held. */
static void
schedule_delivery (AnnaeAnalyzer *self)
{
  if (self->idle != NULL)
    return;
  self->idle = g_idle_source_new ();
  g_source_set_priority (self->idle, G_PRIORITY_DEFAULT);
  g_source_set_static_name (self->idle, "[annae] analysis");
  g_source_set_callback (self->idle, deliver, self, NULL);
  g_source_attach (self->idle, self->context);
}

static gboolean
drop_task (gpointer data)
{
  return G_SOURCE_REMOVE;
}

/* The last reference to a task may be the last to the analyzer too, which cannot end on its own worker: the main loop
 * drops it. */
static void
hand_task_back (AnnaeAnalyzer *self, GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, drop_task, task, g_object_unref);
  g_source_attach (source, self->context);
}

static void
run_task (AnnaeAnalyzer *self, GTask *task)
{
  Work *work = g_task_get_task_data (task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      work_clear_data (work); /* nothing of it is left when the caller hears of it */
      g_task_return_error_if_cancelled (task);
      return;
    }
  work->work (self->vision, task, work->data);
  work_clear_data (work);
}

static Report *
look_at (AnnaeAnalyzer *self, AnnaeFrame *frame, AnnaeLook look)
{
  Report *report = g_new0 (Report, 1);
  AnnaeAnalysis *analysis = &report->analysis;
  gint64 begin = g_get_monotonic_time ();

  analysis->look = look;
  analysis->frame = frame;
  if (look == ANNAE_LOOK_DOCUMENT)
    annae_vision_view_document (self->vision, frame, &analysis->document, &analysis->error);
  else
    {
      annae_vision_set_surround (self->vision, look == ANNAE_LOOK_LIVING);
      annae_vision_observe (self->vision, frame, &analysis->observation, &analysis->error);
    }
  analysis->took_us = g_get_monotonic_time () - begin;
  return report;
}

/* Called with the mutex held, which is let go while the frame is looked at. */
static void
look_at_waiting (AnnaeAnalyzer *self)
{
  guint64 generation = self->generation;
  AnnaeLook look = self->look;
  AnnaeFrame *frame = g_steal_pointer (&self->waiting);

  self->looking = TRUE;
  g_mutex_unlock (&self->mutex);
  Report *report = look_at (self, frame, look);

  g_mutex_lock (&self->mutex);
  if (generation == self->generation)
    {
      /* What the main loop has not come round to take is replaced: the newest counts. */
      Report *older = self->report;
      self->report = g_steal_pointer (&report);
      report = older;
      schedule_delivery (self);
    }
  g_mutex_unlock (&self->mutex);
  report_free (report);

  g_mutex_lock (&self->mutex);
  self->looking = FALSE;
  g_cond_broadcast (&self->changed);
}

/* Work comes before frames, so that a stream of them cannot keep it waiting, but after the frame that was there first:
 * whoever asks for work when a recording has ended has seen all of it. Called with the mutex held. */
static GTask *
next_task (AnnaeAnalyzer *self)
{
  GTask *task = g_queue_peek_head (&self->tasks);

  if (task == NULL)
    return NULL;
  if (self->waiting != NULL && self->n_pushed == ((Work *) g_task_get_task_data (task))->after)
    return NULL;
  return g_queue_pop_head (&self->tasks);
}

static gpointer
worker (gpointer data)
{
  AnnaeAnalyzer *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->quitting)
    {
      GTask *task;
      if (self->forget)
        {
          g_mutex_unlock (&self->mutex);
          annae_vision_reset (self->vision);
          g_mutex_lock (&self->mutex);
          self->forget = FALSE;
          g_cond_broadcast (&self->changed);
        }
      else if ((task = next_task (self)) != NULL)
        {
          self->working = TRUE;
          g_mutex_unlock (&self->mutex);
          run_task (self, task);
          hand_task_back (self, task);
          g_mutex_lock (&self->mutex);
          self->working = FALSE;
          g_cond_broadcast (&self->changed);
        }
      else if (self->waiting != NULL)
        look_at_waiting (self);
      else
        g_cond_wait (&self->changed, &self->mutex);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* Begins a new generation and drops what belongs to the old one. Called with the mutex held, which is let go for a
 * moment. */
static void
drop_held (AnnaeAnalyzer *self)
{
  AnnaeFrame *waiting = g_steal_pointer (&self->waiting);
  Report *report = g_steal_pointer (&self->report);
  GSource *idle = g_steal_pointer (&self->idle);

  self->generation++;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&waiting, annae_frame_unref);
  report_free (report);
  if (idle != NULL)
    {
      g_source_destroy (idle);
      g_source_unref (idle);
    }
  g_mutex_lock (&self->mutex);
}

/* Called with the mutex held, which is let go for a moment. */
static void
cancel_tasks (AnnaeAnalyzer *self)
{
  GQueue tasks = self->tasks;

  g_queue_init (&self->tasks);
  g_mutex_unlock (&self->mutex);
  for (GTask *task; (task = g_queue_pop_head (&tasks)) != NULL; g_object_unref (task))
    {
      work_clear_data (g_task_get_task_data (task));
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The session was cleared");
    }
  g_mutex_lock (&self->mutex);
}

static void
annae_analyzer_dispose (GObject *object)
{
  AnnaeAnalyzer *self = ANNAE_ANALYZER (object);

  if (self->thread != NULL)
    {
      g_mutex_lock (&self->mutex);
      self->open = FALSE;
      self->quitting = TRUE;
      drop_held (self);
      cancel_tasks (self);
      g_mutex_unlock (&self->mutex);
      g_thread_join (g_steal_pointer (&self->thread));
    }
  G_OBJECT_CLASS (annae_analyzer_parent_class)->dispose (object);
}

static void
annae_analyzer_finalize (GObject *object)
{
  AnnaeAnalyzer *self = ANNAE_ANALYZER (object);

  annae_vision_free (self->vision);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  G_OBJECT_CLASS (annae_analyzer_parent_class)->finalize (object);
}

static void
annae_analyzer_class_init (AnnaeAnalyzerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = annae_analyzer_dispose;
  object_class->finalize = annae_analyzer_finalize;
}

static void
annae_analyzer_init (AnnaeAnalyzer *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_queue_init (&self->tasks);
  self->context = g_main_context_ref_thread_default ();
}

AnnaeAnalyzer *
annae_analyzer_new (AnnaeVision *vision, AnnaeAnalysisFunc func, gpointer user_data)
{
  g_return_val_if_fail (vision != NULL && func != NULL, NULL);

  AnnaeAnalyzer *self = g_object_new (ANNAE_TYPE_ANALYZER, NULL);
  self->vision = vision;
  self->func = func;
  self->user_data = user_data;
  self->thread = g_thread_new ("annae-vision", worker, self);
  return self;
}

void
annae_analyzer_push (AnnaeAnalyzer *self, AnnaeFrame *frame, gboolean wait)
{
  AnnaeFrame *older = NULL;

  g_return_if_fail (ANNAE_IS_ANALYZER (self));
  g_return_if_fail (frame != NULL);

  g_mutex_lock (&self->mutex);
  while (wait && self->open
         && (self->waiting != NULL || self->looking || self->report != NULL || self->delivering != NULL))
    g_cond_wait (&self->changed, &self->mutex);
  if (self->open)
    {
      older = g_steal_pointer (&self->waiting);
      self->waiting = annae_frame_ref (frame);
      self->n_pushed++;
      g_cond_broadcast (&self->changed);
    }
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&older, annae_frame_unref);
}

void
annae_analyzer_set_look (AnnaeAnalyzer *self, AnnaeLook look)
{
  g_return_if_fail (ANNAE_IS_ANALYZER (self));

  g_mutex_lock (&self->mutex);
  drop_held (self);
  self->look = look;
  self->open = TRUE;
  self->forget = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

void
annae_analyzer_clear (AnnaeAnalyzer *self)
{
  g_return_if_fail (ANNAE_IS_ANALYZER (self));

  g_mutex_lock (&self->mutex);
  self->open = FALSE;
  drop_held (self);
  cancel_tasks (self);
  /* Called by func itself: the frame that func was given goes too. */
  if (self->delivering != NULL)
    g_clear_pointer (&self->delivering->analysis.frame, annae_frame_unref);
  self->forget = TRUE;
  g_cond_broadcast (&self->changed);
  while (self->thread != NULL && (self->looking || self->working || self->forget))
    g_cond_wait (&self->changed, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

void
annae_analyzer_run_async (AnnaeAnalyzer *self,
                          AnnaeVisionWork work,
                          gpointer data,
                          GDestroyNotify destroy,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (ANNAE_IS_ANALYZER (self));
  g_return_if_fail (work != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Work *parcel = g_new0 (Work, 1);

  parcel->work = work;
  parcel->data = data;
  parcel->destroy = destroy;
  g_task_set_source_tag (task, annae_analyzer_run_async);
  g_task_set_task_data (task, parcel, (GDestroyNotify) work_free);
  g_mutex_lock (&self->mutex);
  parcel->after = self->waiting != NULL ? self->n_pushed : 0;
  g_queue_push_tail (&self->tasks, task);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

gpointer
annae_analyzer_run_finish (AnnaeAnalyzer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
