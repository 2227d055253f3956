/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a frame source to advice: opens and closes sources, hands frames to the preview and to the analyzer, turns what was
 * seen into advice, and keeps the best frame of the good second. */

#include "annae-paths.h"
#include "annae-session-private.h"

/* A face in the picture is a sign of life, but not thirty times a second. */
#define SIGN_OF_LIFE_US ANNAE_SECONDS (1)

/* Below this score (0 to 100) a measure is named as what a comparison suffers from. Scores of 50 are midpoints of quality,
 * from which most comparisons still succeed. */
#define WEAK_SCORE 25.0

/* A second face of half the first one's area is somebody beside the person, not somebody behind them. */
#define SECOND_FACE_MOST 0.5

void
annae_session_clear_candidate (AnnaeCandidate *candidate)
{
  g_clear_pointer (&candidate->frame, annae_frame_unref);
  annae_vault_wipe (candidate, sizeof *candidate);
}

/* The best frame, and those that would be compared with it. */
static void
forget_best (AnnaeSession *self)
{
  annae_session_clear_candidate (&self->best);
  for (guint i = 0; i < self->n_burst; i++)
    annae_session_clear_candidate (&self->burst[i]);
  annae_vault_wipe (self->burst_poses, sizeof self->burst_poses);
  self->n_burst = 0;
}

void
annae_session_forget_candidate (AnnaeSession *self)
{
  forget_best (self);
  annae_session_clear_candidate (&self->still);
}

/* On the streaming thread. */
static void
on_frame (AnnaeFrame *frame, gpointer user_data)
{
  AnnaeSession *self = user_data;

  g_mutex_lock (&self->preview_lock);
  if (self->preview_func != NULL)
    self->preview_func (frame, self->preview_data);
  g_mutex_unlock (&self->preview_lock);
  annae_analyzer_push (self->analyzer, frame, !self->source_is_live);
}

static void
set_trouble (AnnaeSession *self, AnnaeAdviceId advice, const char *message)
{
  self->camera_trouble = advice;
  if (g_strcmp0 (self->trouble, message) == 0)
    return;
  g_free (self->trouble);
  self->trouble = g_strdup (message);
  annae_session_notify (self, "source-trouble");
}

/* What the person got stuck on, as the cause of an outcome. */
static AnnaeReason
reason_of_advice (AnnaeAdviceId id)
{
  switch (id)
    {
    case ANNAE_ADVICE_COME_CLOSER:
    case ANNAE_ADVICE_MOVE_BACK:
    case ANNAE_ADVICE_MOVE_LEFT:
    case ANNAE_ADVICE_MOVE_RIGHT:
    case ANNAE_ADVICE_MOVE_UP:
    case ANNAE_ADVICE_MOVE_DOWN:
    case ANNAE_ADVICE_NO_FACE:
    case ANNAE_ADVICE_MORE_FACES:
      return ANNAE_REASON_DISTANCE;
    case ANNAE_ADVICE_TURN_LEFT:
    case ANNAE_ADVICE_TURN_RIGHT:
    case ANNAE_ADVICE_CHIN_UP:
    case ANNAE_ADVICE_CHIN_DOWN:
    case ANNAE_ADVICE_TILT_LEFT:
    case ANNAE_ADVICE_TILT_RIGHT:
      return ANNAE_REASON_ANGLE;
    case ANNAE_ADVICE_MORE_LIGHT:
    case ANNAE_ADVICE_LESS_LIGHT:
    case ANNAE_ADVICE_LIGHT_BEHIND:
    case ANNAE_ADVICE_LIGHT_LEFT:
    case ANNAE_ADVICE_LIGHT_RIGHT:
      return ANNAE_REASON_LIGHT;
    case ANNAE_ADVICE_OPEN_EYES:
    case ANNAE_ADVICE_EYES_COVERED:
    case ANNAE_ADVICE_FACE_COVERED:
      return ANNAE_REASON_COVERED;
    case ANNAE_ADVICE_STAY_STILL:
    case ANNAE_ADVICE_WIPE_LENS:
    case ANNAE_ADVICE_HOLD:
      return ANNAE_REASON_BLUR;
    case ANNAE_ADVICE_CAMERA_MISSING:
    case ANNAE_ADVICE_CAMERA_BUSY:
    case ANNAE_ADVICE_CAMERA_REFUSED:
    case ANNAE_ADVICE_CAMERA_BLACK:
      return ANNAE_REASON_NO_CAMERA;
    default:
      return id >= ANNAE_ADVICE_CARD_SHOW ? ANNAE_REASON_CARD_MISSING : ANNAE_REASON_NONE;
    }
}

/* The lowest score among the measures that a comparison depends on. */
static AnnaeReason
weakest_of (const AnnaeObservation *observation)
{
  static const struct
  {
    AnnaeMeasureId id;
    AnnaeReason reason;
  } measures[] = {
    { ANNAE_MEASURE_YAW, ANNAE_REASON_ANGLE },         { ANNAE_MEASURE_PITCH, ANNAE_REASON_ANGLE },
    { ANNAE_MEASURE_ROLL, ANNAE_REASON_ANGLE },        { ANNAE_MEASURE_INTER_EYE, ANNAE_REASON_DISTANCE },
    { ANNAE_MEASURE_BRIGHTNESS, ANNAE_REASON_LIGHT },  { ANNAE_MEASURE_OVEREXPOSED, ANNAE_REASON_LIGHT },
    { ANNAE_MEASURE_SIDE_LIGHT, ANNAE_REASON_LIGHT },  { ANNAE_MEASURE_BACK_LIGHT, ANNAE_REASON_LIGHT },
    { ANNAE_MEASURE_SHARPNESS, ANNAE_REASON_BLUR },    { ANNAE_MEASURE_EYES_COVERED, ANNAE_REASON_COVERED },
    { ANNAE_MEASURE_FACE_COVERED, ANNAE_REASON_COVERED },
  };
  double lowest = WEAK_SCORE;
  AnnaeReason reason = ANNAE_REASON_NONE;

  for (gsize i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      const AnnaeMeasure *m = &observation->measures[measures[i].id];

      if (m->status != ANNAE_MEASURE_OK || m->score >= lowest)
        continue;
      lowest = m->score;
      reason = measures[i].reason;
    }
  return reason;
}

static void
keep_if_better (AnnaeSession *self, AnnaeFrame *frame, const AnnaeFace *face, double quality, AnnaeReason weakest)
{
  if (self->best.frame != NULL && quality <= self->best.quality)
    return;
  annae_session_clear_candidate (&self->best);
  self->best = (AnnaeCandidate) { annae_frame_ref (frame), *face, quality, weakest };
}

/* A frame of the live face that may be compared. */
static void
keep_candidate (AnnaeSession *self, AnnaeFrame *frame, double quality)
{
  const AnnaeFace *face = &self->observation.faces[0];
  AnnaeReason weakest = weakest_of (&self->observation);
  AnnaeBurstFrame pose = { .quality = quality };

  keep_if_better (self, frame, face, quality, weakest);
  annae_observation_get (&self->observation, ANNAE_MEASURE_YAW, &pose.yaw);
  annae_observation_get (&self->observation, ANNAE_MEASURE_PITCH, &pose.pitch);
  int place = annae_burst_place (self->burst_poses, self->n_burst, &pose);
  if (place < 0)
    return;
  if ((guint) place == self->n_burst)
    self->n_burst++;
  else
    annae_session_clear_candidate (&self->burst[place]);
  self->burst[place] = (AnnaeCandidate) { annae_frame_ref (frame), *face, quality, weakest };
  self->burst_poses[place] = pose;
}

/* The first frame of a recording may turn out to be all of it. */
static void
keep_still (AnnaeSession *self, AnnaeFrame *frame)
{
  annae_session_clear_candidate (&self->still);
  if (!self->source_is_live && self->n_seen == 1 && self->observation.n_faces > 0)
    self->still = (AnnaeCandidate) { annae_frame_ref (frame), self->observation.faces[0], 0.0,
                                     weakest_of (&self->observation) };
}

static void
show_advice (AnnaeSession *self, const AnnaeAdvice *advice)
{
  double progress = self->advice.progress;

  self->advice = *advice;
  if (progress != advice->progress)
    annae_session_notify (self, "progress");
  g_signal_emit (self, annae_session_signals[ANNAE_SESSION_SIGNAL_ADVICE], 0);
  annae_session_sound_position (self);
  if (advice->speak)
    annae_session_say_advice (self);
}

/* The machine goes on to the comparison. */
static void
reach_position (AnnaeSession *self)
{
  self->busy = TRUE; /* what is still seen of this second must not reach the next page */
  annae_session_apply_simple (self, ANNAE_EVENT_POSITION_REACHED, ANNAE_REASON_NONE);
}

/* What was taken before a break may be of somebody else. */
static void
forget_stretch (AnnaeSession *self)
{
  forget_best (self);
  annae_session_forget_moments (self);
}

static void
begin_to_ask (AnnaeSession *self, gint64 now_us)
{
  AnnaeRequestsConfig config;

  annae_requests_config_for_profile (&config, &self->guide_config, self->positioning_tone || self->screen_reader);
  annae_requests_reset (self->requests, &config, now_us);
  annae_session_forget_moments (self);
  self->asking = TRUE;
}

/* A picture from before a break may show somebody else: it is taken again while the face is at rest for the next request. */
static void
look_at_movement (AnnaeSession *self, AnnaeFrame *frame, AnnaeAdvice *advice)
{
  double quality;

  annae_requests_observe (self->requests, &self->observation, advice);
  if (annae_requests_take_break (self->requests))
    forget_stretch (self);
  annae_session_watch_moments (self, frame, annae_requests_take_moment (self->requests));
  if (self->observation.n_faces > 0 && annae_requests_get_candidate (self->requests, &quality))
    keep_candidate (self, frame, quality);
  if (!annae_requests_is_over (self->requests))
    return;
  self->asking = FALSE;
  self->liveness = annae_requests_get_liveness (self->requests);
  if (self->best.frame == NULL) /* gone too often: into place once more, but not asked again */
    annae_guide_reset (self->guide, self->observation.time_us);
}

static gboolean
judges (AnnaeSession *self)
{
  return self->judge_recording && self->live_file != NULL && !self->source_is_live
         && self->state.step == ANNAE_STEP_POSITION;
}

/* As between requests: a picture from before a cut may show somebody else. */
static void
look_at_recording (AnnaeSession *self, AnnaeFrame *frame, const AnnaeAdvice *advice)
{
  annae_recording_observe (&self->recording, &self->observation);
  if (annae_recording_take_break (&self->recording))
    {
      forget_stretch (self);
      annae_guide_reset (self->guide, self->observation.time_us);
      self->in_place = FALSE;
    }
  else if (advice->id == ANNAE_ADVICE_DONE && self->best.frame != NULL)
    self->in_place = TRUE;
  annae_session_watch_moments (self, frame, annae_recording_take_moment (&self->recording));
}

static void
look_at_face (AnnaeSession *self, const AnnaeAnalysis *analysis, gint64 now_us)
{
  AnnaeAdvice advice;
  double quality;

  self->observation = analysis->observation;
  self->observation.time_us = now_us;
  self->n_seen_with_face += self->observation.n_faces > 0;
  if (!self->asking)
    {
      annae_guide_observe (self->guide, &self->observation, &advice);
      if (self->observation.n_faces > 0 && annae_guide_get_candidate (self->guide, &quality))
        keep_candidate (self, analysis->frame, quality);
      keep_still (self, analysis->frame);
      if (advice.id == ANNAE_ADVICE_DONE && self->best.frame != NULL && self->state.step == ANNAE_STEP_POSITION
          && self->liveness == ANNAE_LIVENESS_NOT_TESTED && annae_session_asks_for_movements (self))
        begin_to_ask (self, now_us);
    }
  if (self->asking)
    look_at_movement (self, analysis->frame, &advice);
  if (judges (self))
    look_at_recording (self, analysis->frame, &advice);
  g_signal_emit (self, annae_session_signals[ANNAE_SESSION_SIGNAL_OBSERVED], 0);
  show_advice (self, &advice);
  if (advice.id == ANNAE_ADVICE_DONE && self->best.frame != NULL && !self->asking && !judges (self))
    reach_position (self);
}

static void
look_at_document (AnnaeSession *self, const AnnaeAnalysis *analysis, gint64 now_us)
{
  AnnaeAdvice advice;
  double quality;

  self->document_view = analysis->document;
  annae_document_guide_observe (self->document_guide, &self->document_view, now_us, &advice);
  if (annae_document_guide_is_another (self->document_guide))
    forget_best (self);
  if (annae_document_guide_get_candidate (self->document_guide, &quality))
    keep_if_better (self, analysis->frame, &self->document_view.portrait, quality, ANNAE_REASON_NONE);
  g_signal_emit (self, annae_session_signals[ANNAE_SESSION_SIGNAL_OBSERVED], 0);
  show_advice (self, &advice);
  if (advice.id == ANNAE_ADVICE_CARD_DONE && self->best.frame != NULL)
    annae_session_take_best_document (self);
}

void
annae_session_on_analysis (const AnnaeAnalysis *analysis, gpointer user_data)
{
  AnnaeSession *self = user_data;
  gint64 now_us = annae_session_now (self);
  gboolean somebody = analysis->observation.n_faces > 0 || analysis->document.found;

  if (self->source == NULL || self->busy)
    return;
  self->n_seen++;
  if (analysis->error != NULL)
    {
      annae_session_fail (self, ANNAE_REASON_MACHINE, analysis->error);
      return;
    }
  if (!self->source_is_live)
    {
      self->recording_now_us
          = MAX (self->recording_now_us, self->source_began_us + annae_frame_get_time (analysis->frame));
      now_us = self->recording_now_us;
    }
  if (somebody && now_us - self->last_seen_us >= SIGN_OF_LIFE_US)
    {
      self->last_seen_us = now_us;
      annae_session_apply_simple (self, ANNAE_EVENT_ACTIVITY, ANNAE_REASON_NONE);
    }
  if (analysis->look == ANNAE_LOOK_DOCUMENT)
    look_at_document (self, analysis, now_us);
  else
    look_at_face (self, analysis, now_us);
}

void
annae_session_repeat_trouble (AnnaeSession *self)
{
  AnnaeAdvice advice;

  annae_guide_camera_trouble (self->guide, self->camera_trouble, annae_session_now (self), &advice);
  show_advice (self, &advice);
}

static AnnaeAdviceId
advice_of_trouble (const GError *error)
{
  if (g_error_matches (error, ANNAE_RETRY_ERROR, ANNAE_RETRY_CAMERA_BUSY))
    return ANNAE_ADVICE_CAMERA_BUSY;
  if (g_error_matches (error, ANNAE_RETRY_ERROR, ANNAE_RETRY_CAMERA_REFUSED))
    return ANNAE_ADVICE_CAMERA_REFUSED;
  if (g_error_matches (error, ANNAE_RETRY_ERROR, ANNAE_RETRY_CAMERA_BLACK))
    return ANNAE_ADVICE_CAMERA_BLACK;
  return ANNAE_ADVICE_CAMERA_MISSING;
}

/* In a picture nobody can be asked to step aside, and whose face is meant must not be guessed. */
static gboolean
several_alike (const AnnaeObservation *observation)
{
  double share = 0.0;

  return annae_observation_get (observation, ANNAE_MEASURE_SECOND_FACE, &share) && share > SECOND_FACE_MOST;
}

static void
keep_failure (AnnaeSession *self, AnnaeRetryError code, const char *format)
{
  g_autofree char *label = annae_frame_source_dup_label (self->source);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *message = g_strjoinv (label, parts);

  g_clear_error (&self->failure);
  self->failure = g_error_new_literal (ANNAE_RETRY_ERROR, code, message);
}

/* The whole of it has been seen. TRUE where a face was in place in it, and is compared now; otherwise what its motion showed is told
 * all the same. */
static gboolean
end_recording (AnnaeSession *self)
{
  self->liveness = annae_recording_get_liveness (&self->recording);
  self->comparison.liveness = self->liveness;
  self->comparison.of_recording = TRUE;
  self->comparison.recording = annae_recording_get_finding (&self->recording);
  if (self->in_place && self->best.frame != NULL)
    reach_position (self);
  else if (self->n_seen > 1)
    g_signal_emit (self, annae_session_signals[ANNAE_SESSION_SIGNAL_COMPARED], 0);
  return self->in_place && self->best.frame != NULL;
}

/* Everything that was delivered has been looked at by now: the worker does things in order. */
static void
on_last_frame_seen (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnaeSession) self = user_data;
  g_autoptr (GError) error = NULL;

  annae_analyzer_run_finish (ANNAE_ANALYZER (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->source == NULL || self->busy)
    return;
  if (self->n_seen == 1 && !self->source_is_live && several_alike (&self->observation))
    {
      keep_failure (self, ANNAE_RETRY_SEVERAL_FACES, "Several faces of like size are in %s: it must show one person.");
      annae_session_apply_simple (self, ANNAE_EVENT_SOURCE_ENDED, ANNAE_REASON_NONE);
      return;
    }
  if (judges (self) && end_recording (self))
    return;
  /* A still picture cannot be guided into place: it is compared as it is. */
  if (self->n_seen == 1 && !self->source_is_live && self->still.frame != NULL)
    {
      forget_best (self);
      self->best = self->still;
      memset (&self->still, 0, sizeof self->still);
      reach_position (self);
      return;
    }
  if (self->n_seen > 0 && self->n_seen_with_face == 0)
    keep_failure (self, ANNAE_RETRY_NO_FACE, "No face was found in %s.");
  annae_session_apply_simple (self, ANNAE_EVENT_SOURCE_ENDED, reason_of_advice (self->advice.id));
}

static void
do_nothing (AnnaeVision *vision, GTask *task, gpointer data)
{
  g_task_return_pointer (task, NULL, NULL);
}

static void
on_ended (AnnaeFrameSource *source, AnnaeSession *self)
{
  annae_analyzer_run_async (self->analyzer, do_nothing, NULL, NULL, self->work, on_last_frame_seen,
                            g_object_ref (self));
}

static void
on_trouble (AnnaeFrameSource *source, GError *error, AnnaeSession *self)
{
  if (g_error_matches (error, ANNAE_RETRY_ERROR, ANNAE_RETRY_ENDED))
    {
      set_trouble (self, ANNAE_ADVICE_NONE, error->message);
      on_ended (source, self);
      return;
    }
  if (error->domain != ANNAE_RETRY_ERROR)
    {
      set_trouble (self, ANNAE_ADVICE_NONE, error->message);
      annae_session_fail (self, ANNAE_REASON_MACHINE, error);
      return;
    }
  set_trouble (self, advice_of_trouble (error), error->message);
  annae_session_repeat_trouble (self);
  annae_session_arm_deadline (self);
}

static void
on_recovered (AnnaeFrameSource *source, AnnaeSession *self)
{
  set_trouble (self, ANNAE_ADVICE_NONE, NULL);
  annae_guide_reset (self->guide, annae_session_now (self));
  annae_session_notify (self, "camera-label");
}

static void
open_source (AnnaeSession *self, AnnaeFrameSource *source /* taken */, AnnaeCapturePurpose purpose, AnnaeLook look)
{
  g_autoptr (GError) error = NULL;
  AnnaeAdvice nothing = { .measure = -1 };

  g_assert (self->source == NULL);
  self->source_began_us = annae_session_now (self);
  self->recording_now_us = self->source_began_us;
  self->source = source;
  self->source_is_live = annae_frame_source_is_live (source);
  annae_session_begin_work (self);
  self->n_seen = 0;
  self->n_seen_with_face = 0;
  self->asking = self->in_place = FALSE;
  annae_recording_init (&self->recording, self->guide_config.true_pitch);
  annae_session_forget_candidate (self);
  annae_session_forget_moments (self);
  annae_guide_reset (self->guide, self->source_began_us);
  annae_document_guide_reset (self->document_guide, self->source_began_us);
  show_advice (self, &nothing);

  g_signal_connect (source, "trouble", G_CALLBACK (on_trouble), self);
  g_signal_connect (source, "recovered", G_CALLBACK (on_recovered), self);
  g_signal_connect (source, "ended", G_CALLBACK (on_ended), self);
  annae_frame_source_set_frame_func (source, on_frame, self);
  annae_analyzer_set_look (self->analyzer, look);
  if (!annae_frame_source_start (source, purpose, &error))
    on_trouble (source, error, self);
  annae_session_notify (self, "camera-label");
}

/* A recording that stands in for the camera, or NULL. */
static char *
dup_live_file (AnnaeSession *self)
{
  if (self->demonstration != ANNAE_DEMONSTRATION_NONE)
    return annae_paths_data_file (ANNAE_DEMO_LIVE);
  return g_strdup (self->live_file);
}

/* Whoever starts the program for the demonstration may show another card in it; the card of a customer who was to come
 * is none. */
static char *
dup_document_file (AnnaeSession *self)
{
  if (self->demonstration == ANNAE_DEMONSTRATION_ONCE
      || (self->demonstration == ANNAE_DEMONSTRATION_STAYS && self->document_file == NULL))
    return annae_paths_data_file (ANNAE_DEMO_DOCUMENT);
  return g_strdup (self->document_file);
}

static AnnaePace
pace_of (AnnaeSession *self)
{
  return self->live_real_time || self->demonstration != ANNAE_DEMONSTRATION_NONE ? ANNAE_PACE_REAL_TIME
                                                                                 : ANNAE_PACE_AS_FAST_AS_POSSIBLE;
}

void
annae_session_open_live (AnnaeSession *self)
{
  const AnnaeLook look = self->judge_recording || annae_session_asks_for_movements (self) ? ANNAE_LOOK_LIVING : ANNAE_LOOK_FACE;
  g_autofree char *file = dup_live_file (self);

  if (file != NULL)
    open_source (self, annae_file_source_new (file, pace_of (self), FALSE), ANNAE_CAPTURE_GUIDANCE, look);
  else if (self->cameras != NULL)
    open_source (self, annae_camera_list_open (self->cameras, self->camera_id), ANNAE_CAPTURE_GUIDANCE, look);
  else
    annae_session_apply_simple (self, ANNAE_EVENT_FAILURE, ANNAE_REASON_NO_CAMERA);
}

/* By its name: whether a file is what it says is found out when it is read. */
static gboolean
is_video (const char *path)
{
  g_autofree char *type = g_content_type_guess (path, NULL, 0, NULL);

  return g_content_type_is_a (type, "video/*") || g_str_has_prefix (type, "video/");
}

void
annae_session_open_document (AnnaeSession *self)
{
  g_autofree char *file = dup_document_file (self);

  if (file != NULL && is_video (file))
    open_source (self, annae_file_source_new (file, pace_of (self), FALSE), ANNAE_CAPTURE_DOCUMENT,
                 ANNAE_LOOK_DOCUMENT);
  else if (file != NULL)
    annae_session_read_document_file (self, file);
  else if (self->cameras != NULL && self->live_file == NULL && self->policy.document_camera)
    open_source (self, annae_camera_list_open (self->cameras, self->camera_id), ANNAE_CAPTURE_DOCUMENT,
                 ANNAE_LOOK_DOCUMENT);
  /* else: the page waits for a file from the counter's scanner */
}

void
annae_session_close_source (AnnaeSession *self)
{
  gint64 now_us = annae_session_now (self);
  g_autoptr (AnnaeFrameSource) source = g_steal_pointer (&self->source);

  if (source == NULL)
    return;
  self->clock_offset = now_us - g_get_monotonic_time (); /* goes on from where the recording was */
  g_signal_handlers_disconnect_by_data (source, self);
  annae_analyzer_clear (self->analyzer);
  annae_frame_source_stop (source);
  annae_session_sound_position (self);
  set_trouble (self, ANNAE_ADVICE_NONE, NULL);

  g_mutex_lock (&self->preview_lock);
  AnnaeFrameFunc func = self->preview_func;
  gpointer data = self->preview_data;
  g_mutex_unlock (&self->preview_lock);
  if (func != NULL)
    func (NULL, data);
}
