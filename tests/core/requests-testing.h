/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For the tests of requests: somebody before the camera, or a picture of somebody, who does what is wanted of them in made-up time. */

#pragma once

#include "annae-requests.h"

#include "face-testing.h"

#define FRAME (ANNAE_SECONDS (1) / 30)

typedef struct
{
  AnnaeRequests *requests;
  AnnaeAdvice advice;
  FaceKind kind;
  FacePose at;
  FacePose wants;
  gint64 now;
  guint spoken;
  AnnaeMeasureId about; /* what is seen about the face, where about_raw is above 0 */
  double about_raw;
  double eyes; /* how far they are open, where a pack reads them: above 0 */
  double relief; /* what its pixels show of the nose, turned by 5 degrees and more; 0: nothing */
} Stage;

static inline guint32
last_of (guint32 bound, gpointer user_data)
{
  return bound - 1; /* Fisher and Yates leave everything where it is */
}

static inline void
stage_init (Stage *stage, FaceKind kind, const AnnaeRequestsConfig *config)
{
  *stage = (Stage){ .kind = kind,
                    .at = { .distance = 600 },
                    .wants = { .distance = 600 },
                    .requests = annae_requests_new (config, last_of, NULL) };
}

static inline void
stage_clear (Stage *stage)
{
  annae_requests_free (stage->requests);
}

static inline void
show (Stage *stage, const AnnaeObservation *o)
{
  annae_requests_observe (stage->requests, o, &stage->advice);
  stage->spoken += stage->advice.speak;
  stage->now += FRAME;
}

static inline double
toward (double at, double wants, double step)
{
  return at + CLAMP (wants - at, -step, step);
}

/* One frame: 45 degrees a second, 18 cm a second. */
static inline void
one_frame (Stage *stage)
{
  stage->at.yaw = toward (stage->at.yaw, stage->wants.yaw, 1.5);
  stage->at.pitch = toward (stage->at.pitch, stage->wants.pitch, 1.5);
  stage->at.distance = toward (stage->at.distance, stage->wants.distance, 6.0);
  AnnaeObservation o = face_seen (stage->kind, &stage->at, stage->now);

  if (stage->about_raw > 0.0)
    {
      annae_observation_set (&o, ANNAE_MEASURE_OUTLINE, 0.0);
      annae_observation_set (&o, stage->about, stage->about_raw);
    }
  if (stage->eyes > 0.0)
    annae_observation_set (&o, ANNAE_MEASURE_EYES_OPEN, stage->eyes);
  annae_observation_set (&o, ANNAE_MEASURE_RELIEF, stage->relief != 0.0 && ABS (stage->at.yaw) >= 5.0 ? stage->relief : NAN);
  show (stage, &o);
}

static inline void
nobody (Stage *stage, double seconds)
{
  for (gint64 end = stage->now + ANNAE_SECONDS (seconds); stage->now < end;)
    {
      AnnaeObservation o;

      annae_observation_init (&o, stage->now, 640, 480);
      annae_observation_set (&o, ANNAE_MEASURE_PICTURE, 0.4);
      show (stage, &o);
    }
}

/* Waits at rest for the next request; NONE where it is over. */
static inline AnnaeRequest
next_request (Stage *stage)
{
  stage->wants = (FacePose){ .distance = 600 };
  for (gint64 end = stage->now + ANNAE_SECONDS (15); stage->now < end;)
    {
      one_frame (stage);
      if (annae_requests_is_over (stage->requests))
        return ANNAE_REQUEST_NONE;
      if (annae_requests_get_request (stage->requests) != ANNAE_REQUEST_NONE)
        return annae_requests_get_request (stage->requests);
    }
  g_assert_not_reached ();
}

/* The pose that a request asks for; far below 0 the other way. */
static inline FacePose
pose_for (AnnaeRequest request, double degrees)
{
  FacePose pose = { .distance = 600 };

  switch (request)
    {
    case ANNAE_REQUEST_TURN_LEFT:
      pose.yaw = degrees;
      break;
    case ANNAE_REQUEST_TURN_RIGHT:
      pose.yaw = -degrees;
      break;
    case ANNAE_REQUEST_LOOK_UP:
      pose.pitch = degrees;
      break;
    case ANNAE_REQUEST_LOOK_DOWN:
      pose.pitch = -degrees;
      break;
    case ANNAE_REQUEST_COME_CLOSER:
      pose.distance = degrees > 0 ? 480 : 760;
      break;
    default:
      break;
    }
  return pose;
}

/* Does this until the request is over or the time is. */
static inline void
do_pose (Stage *stage, FacePose pose, double seconds)
{
  const AnnaeRequest request = annae_requests_get_request (stage->requests);

  stage->wants = pose;
  for (gint64 end = stage->now + ANNAE_SECONDS (seconds);
       stage->now < end && annae_requests_get_request (stage->requests) == request;)
    one_frame (stage);
}

/* Follows the dot with the nose, half a second behind it, until the request is over. */
static inline void
follow_dot (Stage *stage, double degrees, double seconds)
{
  double behind[15] = { 0 };

  stage->wants = (FacePose){ .distance = 600 };
  for (guint i = 0; i < 30 * seconds && annae_requests_get_request (stage->requests) == ANNAE_REQUEST_FOLLOW_DOT; i++)
    {
      stage->wants.yaw = -degrees * behind[i % 15];
      behind[i % 15] = stage->advice.toward_x;
      one_frame (stage);
    }
}

/* Whatever is asked for. */
static inline void
do_request (Stage *stage, AnnaeRequest request, double degrees, double seconds)
{
  if (request == ANNAE_REQUEST_FOLLOW_DOT)
    follow_dot (stage, degrees, seconds);
  else
    do_pose (stage, pose_for (request, degrees), seconds);
}

static inline const AnnaeRequestsEvidence *
evidence (Stage *stage)
{
  return annae_requests_get_evidence (stage->requests);
}

#define OPEN 0.28
#define CLOSED 0.05

/* A pack with a reader, and asked for the eyes first. */
static inline void
eyes_first (Stage *stage, FaceKind kind)
{
  AnnaeRequestsConfig config;
  AnnaeGuideConfig guide;

  annae_guide_config_init (&guide);
  annae_guide_config_set_true_pitch (&guide);
  annae_requests_config_for_profile (&config, &guide, FALSE);
  g_assert_true (config.can_close_eyes);
  stage_init (stage, kind, &config);
  stage->eyes = OPEN;
  stage->relief = kind == FACE_HEAD ? 0.22 : -0.05;
}

static inline void
keep_eyes (Stage *stage, double opening, double seconds)
{
  stage->eyes = opening;
  do_pose (stage, (FacePose){ .distance = 600 }, seconds);
}

/* Does all that is asked for, turning by so much; what its pixels show of a nose is given. */
static inline AnnaeLiveness
do_all (double relief, double degrees, guint *asked)
{
  Stage stage;

  eyes_first (&stage, FACE_HEAD);
  stage.relief = relief;
  for (AnnaeRequest request; (request = next_request (&stage)) != ANNAE_REQUEST_NONE;)
    if (request == ANNAE_REQUEST_CLOSE_EYES)
      {
        keep_eyes (&stage, OPEN, 0.5);
        keep_eyes (&stage, CLOSED, 0.6);
        keep_eyes (&stage, OPEN, 1);
      }
    else if (annae_request_is_sideways (request))
      do_pose (&stage, pose_for (request, degrees), 16);
    else
      do_request (&stage, request, request == ANNAE_REQUEST_FOLLOW_DOT ? degrees : 30, 20);
  if (asked != NULL)
    *asked = evidence (&stage)->asked;
  const AnnaeLiveness liveness = annae_requests_get_liveness (stage.requests);
  stage_clear (&stage);
  return liveness;
}
