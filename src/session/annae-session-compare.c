/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Document and probe to templates, templates to a verdict. The networks work on the analyzer's thread; what comes back is
 * thrown away, wiped, where the step it was for is over. */

#include "annae-session-private.h"

/* How often two people may be taken for one at the moments that liveness was judged by. */
#define MOMENTS_FMR 1e-3
/* Of the score of one picture twice. Of 257,000 pairs of adults of one sex and age none comes to it, with either pack
 * [doc/liveness-figures.md]. */
#define SAME_SHARE 0.7

typedef struct _AnnaeSessionJob
{
  char *path;        /* a document's picture, or: */
  AnnaeFrame *frame; /* a frame with a face in it */
  AnnaeFace face;
  AnnaeCandidate others[ANNAE_BURST_FRAMES]; /* of the same second */
  guint n_others;
  double quality; /* of the frame, where there are others */
  gboolean can_verify;
  gboolean of_document;
  gboolean ask_expiry; /* of a document */
  GDate today;
  gint64 began_us;
  AnnaeModelPack *pack;
  AnnaeSessionMoment moments[ANNAE_SESSION_MOST_MOMENTS]; /* to be compared with the frame */
  guint n_moments;
  /* results */
  AnnaeExpiry expiry;
  AnnaeTemplate *template;
  guint n_frames; /* that it was made of */
  AnnaeDocumentView view;
  AnnaeGate gate; /* of the document's portrait */
  AnnaePortraitFault fault;
  double least_alike; /* of the moments: see AnnaeComparison */
} Job;

static void
job_clear (Job *job)
{
  g_free (job->path);
  g_clear_pointer (&job->frame, annae_frame_unref);
  for (guint i = 0; i < job->n_others; i++)
    g_clear_pointer (&job->others[i].frame, annae_frame_unref);
  g_clear_pointer (&job->template, annae_template_unref);
  for (guint i = 0; i < job->n_moments; i++)
    annae_session_clear_moment (&job->moments[i]);
  g_clear_object (&job->pack);
  annae_vault_wipe (job, sizeof *job);
}

/* Held by the worker and by whoever gets the result. */
static void
job_unref (Job *job)
{
  g_atomic_rc_box_release_full (job, (GDestroyNotify) job_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_unref)

void
annae_session_cancel_work (AnnaeSession *self)
{
  if (self->work != NULL)
    g_cancellable_cancel (self->work);
  g_clear_object (&self->work);
  self->busy = FALSE;
}

/* A result that was cancelled is still on its way to the main loop: what it carries goes now. The worker must be idle. */
void
annae_session_wipe_work (AnnaeSession *self)
{
  if (self->job == NULL)
    return;
  job_clear (self->job);
  g_clear_pointer (&self->job, job_unref);
}

GCancellable *
annae_session_begin_work (AnnaeSession *self)
{
  annae_session_cancel_work (self);
  self->work = g_cancellable_new ();
  return self->work;
}

/* A template of a face, or NULL. On the analyzer's thread. */
static AnnaeTemplate *
embed (AnnaeVision *vision, AnnaeFrame *frame, const AnnaeFace *face, GError **error)
{
  g_autoptr (AnnaeFrame) aligned = annae_vision_align (vision, frame, face, error);

  return aligned != NULL ? annae_vision_embed (vision, aligned, error) : NULL;
}

/* How alike two pictures of the same minutes are: 1 where they show one person. That is the threshold, or for people
 * whose one picture twice would hardly reach it, or not at all, a share of what that reaches [doc/liveness-figures.md].
 */
static double
alikeness (Job *job, AnnaeTemplate *one, AnnaeTemplate *other, double threshold)
{
  double score, most;

  if (one == NULL || other == NULL
      || !annae_cohort_compare_and_most (annae_model_pack_get_cohort (job->pack), one, other, &score, &most))
    return -1.0;
  const double asked = MIN (threshold, SAME_SHARE * most);

  return asked > 0.0 ? MAX (score / asked, -1.0) : -1.0;
}

/* As alike as it is, or as both are to the one on the way there, of which the share is asked: they are hardly turned
 * apart. */
static double
alikeness_of_moment (AnnaeVision *vision, Job *job, AnnaeTemplate *compared, const AnnaeSessionMoment *moment)
{
  AnnaeThresholds same;
  g_autoptr (AnnaeTemplate) then = embed (vision, moment->frame, &moment->face, NULL);

  if (!annae_model_pack_get_thresholds (job->pack, MOMENTS_FMR, &same))
    return -1.0;
  const double alike = alikeness (job, compared, then, same.match);
  if (alike >= 1.0 || moment->way == NULL)
    return alike;
  g_autoptr (AnnaeTemplate) way = embed (vision, moment->way, &moment->way_face, NULL);
  return MAX (alike, MIN (alikeness (job, compared, way, G_MAXDOUBLE), alikeness (job, way, then, G_MAXDOUBLE)));
}

/* Whoever followed the requests against whoever is compared. A moment of which no template can be made is as unlike as can be. */
static void
compare_moments (AnnaeVision *vision, Job *job, AnnaeTemplate *compared)
{
  for (guint i = 0; i < job->n_moments; i++)
    {
      const double alike = alikeness_of_moment (vision, job, compared, &job->moments[i]);

      job->least_alike = i > 0 ? MIN (job->least_alike, alike) : alike;
    }
}

/* Somebody else who came into the picture must not become part of a template: at the strictest threshold of the pack. */
static gboolean
is_same_person (Job *job, AnnaeTemplate *best, AnnaeTemplate *other)
{
  guint n = 0;
  const AnnaeThresholds *levels = annae_model_pack_get_levels (job->pack, &n);

  return n > 0 && alikeness (job, best, other, levels[n - 1].match) >= 1.0;
}

/* On the analyzer's thread. The best frame must give a template; another one that gives none is passed over. */
static gboolean
embed_face (AnnaeVision *vision, Job *job, GError **error)
{
  AnnaeTemplate *templates[1 + ANNAE_BURST_FRAMES];
  double weights[1 + ANNAE_BURST_FRAMES] = { MAX (job->quality, 1.0) };
  guint n = 1;

  if (!job->can_verify)
    return TRUE;
  templates[0] = embed (vision, job->frame, &job->face, error);
  if (templates[0] == NULL)
    return FALSE;
  for (guint i = 0; i < job->n_others; i++)
    {
      g_autoptr (AnnaeTemplate) other = embed (vision, job->others[i].frame, &job->others[i].face, NULL);

      if (other == NULL || !is_same_person (job, templates[0], other))
        continue;
      templates[n] = g_steal_pointer (&other);
      weights[n++] = MAX (job->others[i].quality, 1.0);
    }
  compare_moments (vision, job, templates[0]);
  job->template = annae_template_fuse (templates, weights, n);
  job->n_frames = n;
  for (guint i = 0; i < n; i++)
    annae_template_unref (templates[i]);
  if (job->template == NULL)
    g_set_error_literal (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_MEMORY, "There is no memory for a template");
  return job->template != NULL;
}

static gboolean
find_portrait (AnnaeVision *vision, Job *job, GError **error)
{
  g_autoptr (AnnaeFrame) picture = annae_picture_load (job->path, error);

  if (picture == NULL)
    return FALSE;
  job->frame = annae_vision_read_document (vision, picture, &job->view, error);
  if (job->frame == NULL)
    {
      g_prefix_error (error, "%s: ", job->path);
      return FALSE;
    }
  job->face = job->view.portrait;
  return TRUE;
}

static AnnaeRetryError
retry_of_fault (AnnaePortraitFault fault)
{
  switch (fault)
    {
    case ANNAE_PORTRAIT_FAULT_SMALL:
      return ANNAE_RETRY_TOO_SMALL;
    case ANNAE_PORTRAIT_FAULT_BLURRED:
      return ANNAE_RETRY_BLURRED;
    default:
      return ANNAE_RETRY_BAD_LIGHT;
    }
}

/* A file that cannot be compared is refused: another one is a moment's work. Before the camera the guide has done what it could. */
static gboolean
pass_gate (AnnaeVision *vision, Job *job, GError **error)
{
  AnnaePortraitMeasures measures;

  if (!annae_vision_check_portrait (vision, job->frame, &job->face, &measures, error))
    return FALSE;
  job->gate = annae_portrait_gate_judge (&measures, &job->fault);
  if (job->path == NULL || job->gate != ANNAE_GATE_REFUSED)
    return TRUE;
  g_autofree char *sentence = annae_portrait_gate_explain (&measures, job->fault, job->path);
  g_set_error_literal (error, ANNAE_RETRY_ERROR, retry_of_fault (job->fault), sentence);
  return FALSE;
}

/* The best frame was kept without its corners: they are found once more. */
static gboolean
read_expiry (AnnaeVision *vision, Job *job, GError **error)
{
  AnnaeDocumentView seen = job->view;
  gboolean done = (job->path != NULL || annae_vision_view_document (vision, job->frame, &seen, error))
                  && annae_vision_read_expiry (vision, job->frame, &seen, &job->today, &job->expiry, error);

  annae_vault_wipe (&seen, sizeof seen);
  return done;
}

static gboolean
take_face (AnnaeVision *vision, Job *job, GError **error)
{
  if (job->path != NULL && !find_portrait (vision, job, error))
    return FALSE;
  if (job->of_document && !pass_gate (vision, job, error))
    return FALSE;
  if (job->ask_expiry && !read_expiry (vision, job, error))
    return FALSE;
  /* No template is made of a portrait that will not be compared. */
  return job->expiry == ANNAE_EXPIRY_PAST || embed_face (vision, job, error);
}

static void
work_on_face (AnnaeVision *vision, GTask *task, gpointer data)
{
  Job *job = data;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (!take_face (vision, job, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_atomic_rc_box_acquire (job), (GDestroyNotify) job_unref);
}

static AnnaeReason
reason_of_document_error (const GError *error)
{
  /* A file that is no picture is no card either: another one helps. */
  if (g_error_matches (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE)
      || g_error_matches (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_TOO_LARGE))
    return ANNAE_REASON_CARD_MISSING;
  if (error->domain != ANNAE_RETRY_ERROR)
    return ANNAE_REASON_MACHINE;
  return error->code == ANNAE_RETRY_NO_FACE || error->code == ANNAE_RETRY_NO_DOCUMENT ? ANNAE_REASON_CARD_MISSING
                                                                                       : ANNAE_REASON_CARD_QUALITY;
}

static void
on_document_read (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnaeSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Job) job = NULL;
  AnnaeEvent event = { .id = ANNAE_EVENT_DOCUMENT_TAKEN };

  job = annae_analyzer_run_finish (ANNAE_ANALYZER (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->state.step != ANNAE_STEP_DOCUMENT)
    return;
  self->busy = FALSE;
  if (error != NULL)
    {
      annae_session_forget_candidate (self);
      annae_document_guide_reset (self->document_guide, annae_session_now (self));
      g_signal_emit (self, annae_session_signals[ANNAE_SESSION_SIGNAL_DOCUMENT_TROUBLE], 0,
                     (int) reason_of_document_error (error), error->message);
      return;
    }
  g_clear_pointer (&self->reference, annae_template_unref);
  self->reference = g_steal_pointer (&job->template);
  if (job->path != NULL)
    self->document_view = job->view;
  self->reference_gate = job->gate;
  self->reference_fault = job->fault;
  annae_session_forget_candidate (self);
  event.time_us = annae_session_now (self);
  event.expiry = job->expiry;
  annae_session_apply (self, &event);
}

static void
start_job (AnnaeSession *self, Job *job, GAsyncReadyCallback callback)
{
  GCancellable *cancellable = annae_session_begin_work (self);

  self->busy = TRUE;
  g_clear_pointer (&self->job, job_unref);
  self->job = g_atomic_rc_box_acquire (job);
  job->can_verify = annae_model_pack_can_verify (self->pack);
  job->began_us = g_get_monotonic_time ();
  annae_analyzer_run_async (self->analyzer, work_on_face, job, (GDestroyNotify) job_unref, cancellable, callback,
                            g_object_ref (self));
}

static Job *
new_document_job (AnnaeSession *self)
{
  Job *job = g_atomic_rc_box_new0 (Job);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  job->of_document = TRUE;
  job->ask_expiry = self->policy.document_expiry;
  g_date_set_dmy (&job->today, (GDateDay) g_date_time_get_day_of_month (now), (GDateMonth) g_date_time_get_month (now),
                  (GDateYear) g_date_time_get_year (now));
  return job;
}

void
annae_session_read_document_file (AnnaeSession *self, const char *path)
{
  Job *job = new_document_job (self);

  job->path = g_strdup (path);
  start_job (self, job, on_document_read);
}

void
annae_session_take_best_document (AnnaeSession *self)
{
  Job *job = new_document_job (self);

  job->frame = annae_frame_ref (self->best.frame);
  job->face = self->best.face;
  start_job (self, job, on_document_read);
}

/* The card first: no change of the person's position mends a portrait that is too small. */
static AnnaeReason
likely_cause (AnnaeSession *self)
{
  if (self->reference_gate >= ANNAE_GATE_WEAK)
    return ANNAE_REASON_CARD_QUALITY;
  if (self->best.weakest != ANNAE_REASON_NONE)
    return self->best.weakest;
  return ANNAE_REASON_FACE_DIFFERENT;
}

static void
report_comparison (AnnaeSession *self, AnnaeVerdict verdict, AnnaeReason reason)
{
  AnnaeEvent event = {
    .id = ANNAE_EVENT_COMPARED,
    .time_us = annae_session_now (self),
    .verdict = verdict,
    .reason = reason,
    .liveness = self->liveness,
    .weak_portrait = self->reference_gate >= ANNAE_GATE_WEAK,
  };

  g_signal_emit (self, annae_session_signals[ANNAE_SESSION_SIGNAL_COMPARED], 0);
  annae_session_apply (self, &event);
}

/* LIVE is of the person who is compared, or of nobody. */
static void
check_identity (AnnaeSession *self, const Job *job)
{
  AnnaeComparison *comparison = &self->comparison;

  comparison->of_moments = job->n_moments > 0;
  comparison->least_alike = job->least_alike;
  if (self->liveness != ANNAE_LIVENESS_LIVE || (comparison->of_moments && job->least_alike >= 1.0))
    return;
  self->liveness = comparison->liveness = ANNAE_LIVENESS_UNDECIDED;
  comparison->recording = ANNAE_RECORDING_OTHER;
}

static void
on_probe_embedded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnaeSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Job) job = NULL;
  AnnaeComparison *comparison = &self->comparison;
  AnnaeVerdict verdict;

  job = annae_analyzer_run_finish (ANNAE_ANALYZER (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->state.step != ANNAE_STEP_CHECK)
    return;
  self->busy = FALSE;
  if (error != NULL)
    {
      annae_session_fail (self, ANNAE_REASON_MACHINE, error);
      return;
    }
  comparison->took_us = g_get_monotonic_time () - job->began_us;
  comparison->quality = self->best.quality;
  comparison->n_frames = job->n_frames;
  comparison->liveness = self->liveness;
  comparison->portrait = self->reference_fault;
  if (job->template == NULL || self->reference == NULL)
    {
      report_comparison (self, ANNAE_VERDICT_UNDECIDED, ANNAE_REASON_CANNOT_VERIFY);
      return;
    }
  check_identity (self, job);
  if (!annae_cohort_compare (annae_model_pack_get_cohort (self->pack), self->reference, job->template,
                             &comparison->score))
    {
      report_comparison (self, ANNAE_VERDICT_UNDECIDED, ANNAE_REASON_MACHINE);
      return;
    }
  if (!annae_model_pack_get_thresholds (self->pack, self->policy.match_fmr, &comparison->thresholds))
    {
      g_set_error (&error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_PACK,
                   "The model pack %s states no threshold for a false match rate of %.0e or less.",
                   annae_model_pack_get_name (self->pack), self->policy.match_fmr);
      annae_session_fail (self, ANNAE_REASON_MACHINE, error);
      return;
    }
  comparison->compared = TRUE;
  verdict = annae_matcher_decide (&comparison->thresholds, comparison->score);
  report_comparison (self, verdict, verdict == ANNAE_VERDICT_MATCH ? ANNAE_REASON_NONE : likely_cause (self));
}

void
annae_session_compare (AnnaeSession *self)
{
  Job *job = g_atomic_rc_box_new0 (Job);

  g_assert (self->best.frame != NULL);
  job->frame = annae_frame_ref (self->best.frame);
  job->face = self->best.face;
  job->pack = g_object_ref (self->pack);
  for (; job->n_moments < self->n_moments; job->n_moments++)
    {
      AnnaeSessionMoment *moment = &job->moments[job->n_moments];

      *moment = self->moments[job->n_moments];
      annae_frame_ref (moment->frame);
      if (moment->way != NULL)
        annae_frame_ref (moment->way);
    }
  job->quality = self->best.quality;
  for (guint i = 0; i < self->n_burst; i++)
    if (self->burst[i].frame != self->best.frame)
      {
        job->others[job->n_others] = self->burst[i];
        annae_frame_ref (job->others[job->n_others++].frame);
      }
  start_job (self, job, on_probe_embedded);
}
