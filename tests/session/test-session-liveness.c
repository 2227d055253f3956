/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A counter whose policy wants liveness: what the session asks for once the face is in place, and what it tells the machine. What the
 * camera would see is made up, and so is the time. */

#include <string.h>

#include "annae-vision.h"
#include "annae-paths.h"
#include "annae-session-private.h"
#include "annae-testing.h"
#include "face-testing.h"

#define FRAME (ANNAE_SECONDS (1) / 30)
#define PATIENCE_MS 60000

typedef struct
{
  AnnaeSession *session;
  AnnaeFrame *frame;
  AnnaeFrame *helper; /* what the camera sees while something is asked for, or NULL: the same */
  AnnaeComparison comparison;
  FaceKind kind;
  FacePose at;
  gboolean finished;
  gboolean timed_out;
} Stage;

static void
on_compared (AnnaeSession *session, Stage *stage)
{
  stage->comparison = *annae_session_get_comparison (session);
}

static void
on_finished (AnnaeSession *session, int outcome, Stage *stage)
{
  stage->finished = TRUE;
}

static gboolean
on_patience_over (gpointer stage)
{
  ((Stage *) stage)->timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

static AnnaeStep
step_of (Stage *stage)
{
  return annae_session_get_state (stage->session)->step;
}

/* Lets the main loop run until the step is there, or the customer is done. */
static void
run_until (Stage *stage, AnnaeStep step)
{
  guint patience = g_timeout_add (PATIENCE_MS, on_patience_over, stage);

  while (step_of (stage) != step && !stage->finished && !stage->timed_out)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (stage->timed_out);
  g_source_remove (patience);
}

/* FALSE, having skipped, where the development data is missing. Otherwise the customer stands before the camera. */
static gboolean
stage_init (Stage *stage, FaceKind kind, const char *live)
{
  g_autofree char *there = annae_test_shared_data ("models/mobilefacenet_a.caffemodel");
  g_autofree char *card = annae_paths_data_file ("demo/card-same.jpg");
  g_autoptr (AnnaeModelPack) pack = NULL;
  g_autoptr (AnnaeCameraList) cameras = NULL;
  g_autoptr (GError) error = NULL;
  AnnaePolicy policy;

  if (there == NULL)
    return FALSE;
  pack = annae_model_pack_find ("reference", &error);
  g_assert_no_error (error);
  annae_policy_init (&policy);
  policy.attempts = 1;
  policy.liveness = TRUE;
  *stage = (Stage){ .kind = kind, .at = { .distance = 600 } };
  if (live == NULL)
    cameras = annae_camera_list_new ();
  stage->session = annae_session_new (pack, &policy, cameras, NULL, &error);
  g_assert_no_error (error);
  stage->frame = annae_frame_new (ANNAE_VAULT_FRAME, ANNAE_PIXELS_BGR, 640, 480, 0);
  annae_session_set_document_file (stage->session, card);
  annae_session_set_live_file (stage->session, live, FALSE);
  g_signal_connect (stage->session, "compared", G_CALLBACK (on_compared), stage);
  g_signal_connect (stage->session, "finished", G_CALLBACK (on_finished), stage);
  g_assert_cmpint (annae_session_asks_for_movements (stage->session), ==, live == NULL);
  annae_session_send (stage->session, ANNAE_EVENT_LANGUAGE_CHOSEN);
  annae_session_send (stage->session, ANNAE_EVENT_START);
  if (live == NULL)
    run_until (stage, ANNAE_STEP_POSITION);
  return TRUE;
}

static void
stage_clear (Stage *stage)
{
  /* A comparison that is under way is cancelled and comes back to the main loop, where it lets go of the session. */
  annae_session_send (stage->session, ANNAE_EVENT_CANCEL);
  annae_test_wait_until_let_go (stage->session);
  g_clear_pointer (&stage->frame, annae_frame_unref);
  g_clear_pointer (&stage->helper, annae_frame_unref);
  g_assert_finalize_object (stage->session);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

static void
show (Stage *stage, const AnnaeObservation *observation)
{
  const gboolean asked = annae_requests_get_request (stage->session->requests) != ANNAE_REQUEST_NONE;
  AnnaeAnalysis analysis = { .look = ANNAE_LOOK_FACE,
                             .observation = *observation,
                             .frame = asked && stage->helper != NULL ? stage->helper : stage->frame };

  stage->session->clock_offset += FRAME;
  annae_session_on_analysis (&analysis, stage->session);
}

/* A head's nose stands out in its pixels as well. */
static AnnaeObservation
seen_now (const Stage *stage)
{
  AnnaeObservation seen = face_seen (stage->kind, &stage->at, 0);

  annae_observation_set (&seen, ANNAE_MEASURE_RELIEF, stage->kind == FACE_HEAD && ABS (stage->at.yaw) >= 5.0 ? 0.22 : NAN);
  return seen;
}

/* Moves there at 45 degrees a second and stays, until the session asks for something else or the time is up. */
static void
go_to (Stage *stage, FacePose pose, double seconds)
{
  const AnnaeRequest request = annae_requests_get_request (stage->session->requests);
  const gboolean asking = stage->session->asking;

  for (guint i = 0; i < 30 * seconds && step_of (stage) == ANNAE_STEP_POSITION; i++)
    {
      stage->at.yaw += CLAMP (pose.yaw - stage->at.yaw, -1.5, 1.5);
      stage->at.pitch += CLAMP (pose.pitch - stage->at.pitch, -1.5, 1.5);
      stage->at.distance += CLAMP (pose.distance - stage->at.distance, -6.0, 6.0);
      const AnnaeObservation seen = seen_now (stage);
      show (stage, &seen);
      if (annae_requests_get_request (stage->session->requests) != request || stage->session->asking != asking)
        break;
    }
}

/* After the dot, with the nose. */
static void
follow_dot (Stage *stage)
{
  for (guint i = 0; i < 600 && annae_requests_get_request (stage->session->requests) == ANNAE_REQUEST_FOLLOW_DOT; i++)
    {
      stage->at.yaw += CLAMP (-15 * annae_session_get_advice (stage->session)->toward_x - stage->at.yaw, -1.5, 1.5);
      const AnnaeObservation seen = seen_now (stage);
      show (stage, &seen);
    }
}

static FacePose
pose_for (AnnaeRequest request)
{
  return (FacePose){ .yaw = request == ANNAE_REQUEST_TURN_LEFT    ? 35
                            : request == ANNAE_REQUEST_TURN_RIGHT ? -35
                                                                  : 0,
                     .pitch = request == ANNAE_REQUEST_LOOK_UP     ? 20
                              : request == ANNAE_REQUEST_LOOK_DOWN ? -20
                                                                   : 0,
                     .distance = request == ANNAE_REQUEST_COME_CLOSER ? 480 : 600 };
}

/* In place, then whatever is asked for, until the comparison begins. */
static void
do_everything (Stage *stage)
{
  const FacePose rest = { .distance = 600 };

  for (guint i = 0; i < 40 && step_of (stage) == ANNAE_STEP_POSITION; i++)
    {
      const AnnaeRequest request = annae_requests_get_request (stage->session->requests);

      if (stage->session->asking && request != ANNAE_REQUEST_NONE)
        {
          g_assert_cmpint (annae_session_get_advice (stage->session)->id, ==, annae_request_advice (request));
          if (request == ANNAE_REQUEST_FOLLOW_DOT)
            follow_dot (stage);
          else
            go_to (stage, pose_for (request), 16);
        }
      else
        go_to (stage, rest, 12);
    }
  g_assert_cmpint (step_of (stage), ==, ANNAE_STEP_CHECK);
}

static void
test_living (void)
{
  Stage stage;

  if (!stage_init (&stage, FACE_HEAD, NULL))
    return;
  do_everything (&stage);
  g_assert_cmpint (stage.session->liveness, ==, ANNAE_LIVENESS_LIVE);
  run_until (&stage, ANNAE_STEP_RESULT);
  g_assert_true (stage.comparison.compared);
  g_assert_cmpint (stage.comparison.liveness, ==, ANNAE_LIVENESS_LIVE);
  /* Nothing of it is left for the next customer. */
  g_assert_cmpint (stage.session->liveness, ==, ANNAE_LIVENESS_NOT_TESTED);
  g_assert_cmpuint (annae_requests_get_evidence (stage.session->requests)->asked, ==, 0);
  stage_clear (&stage);
}

static void
test_flat (void)
{
  Stage stage;

  if (!stage_init (&stage, FACE_PRINT, NULL))
    return;
  do_everything (&stage);
  g_assert_cmpint (stage.session->liveness, !=, ANNAE_LIVENESS_LIVE);
  run_until (&stage, ANNAE_STEP_RESULT);
  g_assert_cmpint (annae_session_get_state (stage.session)->outcome, !=, ANNAE_OUTCOME_MATCH);
  stage_clear (&stage);
}

/* Who goes away meanwhile leaves no picture behind for whoever comes. */
static void
test_gone (void)
{
  const FacePose rest = { .distance = 600 };
  AnnaeObservation nobody;
  Stage stage;

  if (!stage_init (&stage, FACE_HEAD, NULL))
    return;
  go_to (&stage, rest, 12);
  g_assert_true (stage.session->asking);
  go_to (&stage, rest, 12);
  g_assert_cmpint (annae_requests_get_request (stage.session->requests), !=, ANNAE_REQUEST_NONE);
  g_assert_nonnull (stage.session->best.frame);
  annae_observation_init (&nobody, 0, 640, 480);
  for (guint i = 0; i < 30; i++)
    show (&stage, &nobody);
  g_assert_null (stage.session->best.frame);
  do_everything (&stage);
  g_assert_cmpint (stage.session->liveness, ==, ANNAE_LIVENESS_LIVE);
  stage_clear (&stage);
}

/* The portrait of a card as large as the made-up face at rest, and in its place. */
static AnnaeFrame *
portrait (AnnaeSession *session, const char *name)
{
  const FacePose rest = { .distance = 600 };
  const AnnaeFace wanted = face_in (FACE_HEAD, &rest);
  g_autofree char *path = annae_paths_data_file (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeVision) vision = annae_vision_new (annae_session_get_pack (session), &error);
  g_autoptr (AnnaeFrame) picture = annae_picture_load (path, &error);
  AnnaeFrame *frame = annae_frame_new (ANNAE_VAULT_FRAME, ANNAE_PIXELS_BGR, 640, 480, 0);
  AnnaeObservation seen;

  g_assert_no_error (error);
  g_assert_true (annae_vision_observe (vision, picture, &seen, &error));
  g_assert_cmpuint (seen.n_faces, >, 0);
  const AnnaePoint *from = seen.faces[0].landmarks, *to = wanted.landmarks;
  const float scale = (from[ANNAE_LANDMARK_LEFT_EYE].x - from[ANNAE_LANDMARK_RIGHT_EYE].x)
                      / (to[ANNAE_LANDMARK_LEFT_EYE].x - to[ANNAE_LANDMARK_RIGHT_EYE].x);
  for (int y = 0; y < 480; y++)
    for (int x = 0; x < 640; x++)
      {
        const float u = from[0].x + scale * ((float) x - to[0].x), v = from[0].y + scale * ((float) y - to[0].y);

        if (u >= 0 && v >= 0 && u < annae_frame_get_width (picture) && v < annae_frame_get_height (picture))
          memcpy (annae_frame_get_writable (frame) + (gsize) y * annae_frame_get_stride (frame) + 3 * x,
                  annae_frame_peek (picture) + (gsize) v * annae_frame_get_stride (picture) + 3 * (gsize) u, 3);
      }
  return frame;
}

/* A picture of the right person, and somebody living who does what is asked for: who moved is not who is compared. */
static void
test_swapped (void)
{
  Stage stage;

  if (!stage_init (&stage, FACE_HEAD, NULL))
    return;
  g_clear_pointer (&stage.frame, annae_frame_unref);
  stage.frame = portrait (stage.session, "demo/card-same.jpg");
  stage.helper = portrait (stage.session, "demo/card-other.jpg");
  do_everything (&stage);
  g_assert_cmpint (stage.session->liveness, ==, ANNAE_LIVENESS_LIVE);
  g_assert_cmpuint (stage.session->n_moments, >=, 4);
  run_until (&stage, ANNAE_STEP_RESULT);
  g_assert_cmpint (stage.comparison.liveness, ==, ANNAE_LIVENESS_UNDECIDED);
  g_assert_cmpint (stage.comparison.recording, ==, ANNAE_RECORDING_OTHER);
  g_assert_cmpfloat (stage.comparison.least_alike, <, 0.8);
  g_assert_cmpuint (stage.session->n_moments, ==, 0);
  stage_clear (&stage);
}

/* Whoever it is all the time: also where a face that is turned is looked at by way of one that is not. */
static void
test_same (void)
{
  guint turned = 0;
  Stage stage;

  if (!stage_init (&stage, FACE_HEAD, NULL))
    return;
  g_clear_pointer (&stage.frame, annae_frame_unref);
  stage.frame = portrait (stage.session, "demo/card-same.jpg");
  do_everything (&stage);
  for (guint i = 0; i < stage.session->n_moments; i++)
    turned += stage.session->moments[i].way != NULL;
  g_assert_cmpuint (turned, >, 0);
  g_assert_cmpuint (turned, <, stage.session->n_moments);
  run_until (&stage, ANNAE_STEP_RESULT);
  g_assert_cmpint (stage.comparison.liveness, ==, ANNAE_LIVENESS_LIVE);
  g_assert_true (stage.comparison.of_moments);
  g_assert_cmpfloat (stage.comparison.least_alike, >=, 1.0);
  g_assert_null (stage.session->ahead.frame);
  stage_clear (&stage);
}

/* Who cannot do it is asked for something else; who can turn to no side is compared by a member of staff. */
static void
test_cannot (void)
{
  const FacePose rest = { .distance = 600 };
  Stage stage;

  if (!stage_init (&stage, FACE_HEAD, NULL))
    return;
  g_clear_pointer (&stage.frame, annae_frame_unref);
  stage.frame = portrait (stage.session, "demo/card-same.jpg");
  annae_session_send (stage.session, ANNAE_EVENT_CANNOT_DO); /* nothing is asked for yet */
  for (guint i = 0; i < 20 && step_of (&stage) == ANNAE_STEP_POSITION; i++)
    {
      if (annae_requests_get_request (stage.session->requests) != ANNAE_REQUEST_NONE)
        annae_session_send (stage.session, ANNAE_EVENT_CANNOT_DO);
      go_to (&stage, rest, 12);
    }
  g_assert_cmpint (stage.session->liveness, ==, ANNAE_LIVENESS_UNDECIDED);
  run_until (&stage, ANNAE_STEP_RESULT);
  g_assert_cmpint (annae_session_get_state (stage.session)->outcome, ==, ANNAE_OUTCOME_UNDECIDED);
  g_assert_true (annae_session_get_state (stage.session)->staff_called);
  stage_clear (&stage);
}

/* Going back forgets what was shown. */
static void
test_back (void)
{
  const FacePose rest = { .distance = 600 };
  Stage stage;

  if (!stage_init (&stage, FACE_HEAD, NULL))
    return;
  go_to (&stage, rest, 12);
  g_assert_true (stage.session->asking);
  annae_session_send (stage.session, ANNAE_EVENT_BACK);
  g_assert_false (stage.session->asking);
  stage_clear (&stage);
}

/* A recording cannot follow: the faces agree, and it is no match all the same. */
static void
test_recording (void)
{
  g_autofree char *live = annae_paths_data_file ("demo/live.webm");
  Stage stage;

  if (!stage_init (&stage, FACE_HEAD, live))
    return;
  run_until (&stage, ANNAE_STEP_RESULT);
  g_assert_cmpint (annae_session_get_state (stage.session)->outcome, ==, ANNAE_OUTCOME_UNDECIDED);
  g_assert_cmpint (annae_session_get_state (stage.session)->reason, ==, ANNAE_REASON_LIVENESS);
  g_assert_cmpint (stage.comparison.liveness, ==, ANNAE_LIVENESS_NOT_TESTED);
  g_assert_cmpfloat (stage.comparison.score, >=, stage.comparison.thresholds.match);
  stage_clear (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-liveness/living", test_living);
  g_test_add_func ("/session-liveness/flat", test_flat);
  g_test_add_func ("/session-liveness/gone", test_gone);
  g_test_add_func ("/session-liveness/swapped", test_swapped);
  g_test_add_func ("/session-liveness/same", test_same);
  g_test_add_func ("/session-liveness/cannot", test_cannot);
  g_test_add_func ("/session-liveness/back", test_back);
  g_test_add_func ("/session-liveness/recording", test_recording);
  return g_test_run ();
}
