/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The face at rest is averaged while it looks ahead; what turns away from there is measured against it, as for a
 * request. */

#include "annae-recording.h"

#include <math.h>
#include <string.h>

/* Degrees: a face is at rest where it looks ahead. */
#define AHEAD_YAW 10.0
/* Frames to compare with, as for requests. */
#define REST_FRAMES 3
#define FLAT_US ANNAE_SECONDS (0.5)
static const AnnaeSmoothing smooth_depth = { ANNAE_SECONDS (0.2), ANNAE_SECONDS (0.2), 0.0 };
/* Of what a request asks for: in both turns together twice, because what one side shows too little the detector shows
 * too much on the other; or in one turn half as much again, which a bent print hardly ever shows
 * [doc/liveness-figures.md]. */
#define LEAST_EACH 0.65
#define BOTH 2.0
#define ONE 1.5
/* Less of it where a network reads the angle, by which a print that is bent or folded shows less: 1.72 at most, living
 * people who turn by 20 degrees 1.9 and more [doc/liveness-figures.md]. */
#define BOTH_READ 1.85
/* Where a network reads the angle the nose is followed in the pixels as well. In the mean of a recording, inter-eye
 * distances: of 50 rendered living people 0.125 at least; of 57 bent and folded prints in which it was seen 0.059 in
 * one and 0.039 at most in the others [doc/liveness-figures.md, "The nose as well"]. */
#define NOSE_LEAST 0.06
/* Of whom the nose stands out so clearly, in two frames at least, less of the turns is enough. */
#define NOSE_CLEAR 0.12
#define NOSE_CLEAR_FRAMES 2
#define CLEAR_EACH 0.55
#define CLEAR_BOTH 1.5

static void
forget_stretch (AnnaeRecording *self)
{
  memset (&self->movement, 0, sizeof self->movement);
  self->movement.true_pitch = self->reads_angles;
  memset (&self->passive, 0, sizeof self->passive);
  self->relief = (AnnaeRelief){ 0 };
  memset (&self->depth, 0, sizeof self->depth);
  self->left = self->right = 0.0;
  self->moment = FALSE;
  self->flat_us = ANNAE_NEVER;
}

void
annae_recording_init (AnnaeRecording *self, gboolean reads_angles)
{
  memset (self, 0, sizeof *self);
  self->reads_angles = reads_angles;
  forget_stretch (self);
}

static gboolean
is_at_rest (const AnnaeObservation *observation)
{
  double yaw;

  return annae_observation_get (observation, ANNAE_MEASURE_YAW, &yaw) && fabs (yaw) <= AHEAD_YAW;
}

/* A turn that begins to count, one that may be enough, and one as deep as a request asks for: what is between may be
 * somebody else's. */
static gboolean
is_news (const AnnaeRecording *self, double most, double depth)
{
  const double steps[]
      = { self->reads_angles ? CLEAR_EACH : LEAST_EACH, self->reads_angles ? CLEAR_BOTH / 2.0 : 1.0, 1.0 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (most < steps[i] && depth >= steps[i])
      return TRUE;
  return FALSE;
}

void
annae_recording_observe (AnnaeRecording *self, const AnnaeObservation *observation)
{
  const gint64 now_us = observation->time_us;
  AnnaeMovementNow now;

  if (!annae_track_continues (&self->track, observation))
    {
      forget_stretch (self);
      self->broken = TRUE;
    }
  if (!annae_observation_shows_one_face (observation))
    return;
  annae_passive_add (&self->passive, observation);
  annae_relief_add (&self->relief, observation);
  if (is_at_rest (observation))
    {
      const guint before = annae_movement_rest_frames (&self->movement);

      annae_movement_add_rest (&self->movement, observation);
      self->moment
          = self->moment || (before < REST_FRAMES && annae_movement_rest_frames (&self->movement) == REST_FRAMES);
    }
  if (annae_movement_rest_frames (&self->movement) < REST_FRAMES)
    return;
  annae_movement_add (&self->movement, observation, &now);
  /* A turn is one to the side that the angle says as well. */
  const double depth = annae_smooth_add (&self->depth, now.turn != 0.0 ? now.depth : 0.0, now_us, &smooth_depth);

  self->moment = self->moment || is_news (self, self->left, depth) || is_news (self, self->right, -depth);
  self->left = MAX (self->left, depth);
  self->right = MAX (self->right, -depth);
  self->flat = annae_stands (&self->flat_us, now.flat, now_us, FLAT_US) || self->flat;
}

gboolean
annae_recording_take_break (AnnaeRecording *self)
{
  const gboolean broken = self->broken;

  self->broken = FALSE;
  return broken;
}

gboolean
annae_recording_take_moment (AnnaeRecording *self)
{
  const gboolean moment = self->moment;

  self->moment = FALSE;
  return moment;
}

static gboolean
both_reach (const AnnaeRecording *self, double each, double both)
{
  return MIN (self->left, self->right) >= each && self->left + self->right >= both;
}

static gboolean
has_depth (const AnnaeRecording *self)
{
  double nose;

  if (!self->reads_angles)
    return MAX (self->left, self->right) >= ONE || both_reach (self, LEAST_EACH, BOTH);
  if (!annae_relief_get_mean (&self->relief, &nose) || nose < NOSE_LEAST)
    return FALSE;
  if (nose >= NOSE_CLEAR && self->relief.n >= NOSE_CLEAR_FRAMES && both_reach (self, CLEAR_EACH, CLEAR_BOTH))
    return TRUE;
  return MAX (self->left, self->right) >= ONE || both_reach (self, LEAST_EACH, BOTH_READ);
}

AnnaeRecordingFinding
annae_recording_get_finding (const AnnaeRecording *self)
{
  const AnnaePassiveFinding passive = annae_passive_get_finding (&self->passive);

  if (passive == ANNAE_PASSIVE_OUTLINE)
    return ANNAE_RECORDING_OUTLINE;
  if (passive == ANNAE_PASSIVE_HANDS)
    return ANNAE_RECORDING_HANDS;
  if (passive == ANNAE_PASSIVE_PATTERN)
    return ANNAE_RECORDING_PATTERN;
  if (passive == ANNAE_PASSIVE_NETWORK)
    return ANNAE_RECORDING_NETWORK;
  if (has_depth (self))
    return ANNAE_RECORDING_LIVE;
  return self->flat ? ANNAE_RECORDING_FLAT : ANNAE_RECORDING_NO_TURN;
}

AnnaeLiveness
annae_recording_get_liveness (const AnnaeRecording *self)
{
  switch (annae_recording_get_finding (self))
    {
    case ANNAE_RECORDING_LIVE:
      return ANNAE_LIVENESS_LIVE;
    case ANNAE_RECORDING_FLAT:
      return ANNAE_LIVENESS_FLAT;
    default:
      return ANNAE_LIVENESS_UNDECIDED;
    }
}

const char *
annae_recording_finding_name (AnnaeRecordingFinding finding)
{
  static const char *const names[ANNAE_N_RECORDINGS] = {
    [ANNAE_RECORDING_LIVE] = "live",       [ANNAE_RECORDING_NO_TURN] = "no-turn",
    [ANNAE_RECORDING_FLAT] = "flat",       [ANNAE_RECORDING_OUTLINE] = "outline",
    [ANNAE_RECORDING_PATTERN] = "pattern", [ANNAE_RECORDING_OTHER] = "other-person",
    [ANNAE_RECORDING_NETWORK] = "network", [ANNAE_RECORDING_HANDS] = "hands",
  };
  g_return_val_if_fail ((guint) finding < ANNAE_N_RECORDINGS, NULL);
  return names[finding];
}

const char *
annae_recording_finding_text (AnnaeRecordingFinding finding)
{
  static const char *const texts[ANNAE_N_RECORDINGS] = {
    [ANNAE_RECORDING_NO_TURN] = "no turn of the head in it shows the depth of a face",
    [ANNAE_RECORDING_FLAT] = "what turns in it is a flat picture",
    [ANNAE_RECORDING_OUTLINE] = "the edges of a sheet or a screen are about the face",
    [ANNAE_RECORDING_HANDS] = "a hand holds the edge of a sheet or a screen about the face",
    [ANNAE_RECORDING_OTHER] = "the face that turns in it is not the face that was compared",
    [ANNAE_RECORDING_PATTERN] = "there is the regular pattern of a screen or a print on the face",
    [ANNAE_RECORDING_NETWORK] = "the pack's passive network takes the face for a picture of one",
  };
  g_return_val_if_fail ((guint) finding < ANNAE_N_RECORDINGS, NULL);
  return texts[finding];
}
