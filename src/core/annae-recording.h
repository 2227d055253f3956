/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Liveness from whatever motion a recording holds. A recording follows no request, so this is weaker than requests: it tells a head
 * that turns from a flat picture that is turned, from a bent one by the nose, and from what shows a sheet's or a screen's edges. A recording that was faked as a file
 * passes it.
 *
 * Pure, as the requests are: observations in, one judgement out. */

#pragma once

#include "annae-movement.h"
#include "annae-outcome.h"
#include "annae-passive.h"
#include "annae-relief.h"

G_BEGIN_DECLS

/* Why it is not live. */
typedef enum
{
  ANNAE_RECORDING_LIVE,
  ANNAE_RECORDING_NO_TURN, /* no turn of the head shows depth */
  ANNAE_RECORDING_FLAT,    /* something turned, and it is flat */
  ANNAE_RECORDING_OUTLINE,
  ANNAE_RECORDING_HANDS,
  ANNAE_RECORDING_PATTERN,
  ANNAE_RECORDING_NETWORK,
  ANNAE_RECORDING_OTHER, /* whoever turns is not who was compared: found by their templates, not here */
  ANNAE_N_RECORDINGS
} AnnaeRecordingFinding;

typedef struct
{
  gboolean reads_angles;
  AnnaeMovement movement;
  AnnaeTrack track;
  AnnaePassive passive;
  AnnaeRelief relief;
  AnnaeSmooth depth; /* now, to the person's left; 1 is what a request asks for */
  double left;       /* the most in this stretch, to each side */
  double right;
  gint64 flat_us; /* since when, or G_MININT64 */
  gboolean flat;  /* at any time */
  gboolean broken;
  gboolean moment;
} AnnaeRecording;

/* reads_angles: a network reads them as they are. With one the nose has to be seen to stand out. */
void annae_recording_init (AnnaeRecording *self, gboolean reads_angles);

/* One frame of it, in the order of time. */
void annae_recording_observe (AnnaeRecording *self, const AnnaeObservation *observation);

/* TRUE once after a cut, or a face that was gone: a picture taken before it may show somebody else. */
gboolean annae_recording_take_break (AnnaeRecording *self);

/* TRUE once where what was just observed is evidence: the face at rest, or turned. */
gboolean annae_recording_take_moment (AnnaeRecording *self);

AnnaeRecordingFinding annae_recording_get_finding (const AnnaeRecording *self);
AnnaeLiveness annae_recording_get_liveness (const AnnaeRecording *self);

/* Stable kebab-case name: "no-turn". */
const char *annae_recording_finding_name (AnnaeRecordingFinding finding);
/* In English, for the command line: what follows "undecided: ". NULL for LIVE. */
const char *annae_recording_finding_text (AnnaeRecordingFinding finding);

G_END_DECLS
