/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a face moves away from a pose at rest: turned, nodded, nearer; whether it has the depth of a head in it; and whether it is still
 * the same face from one frame to the next. */

#pragma once

#include "annae-filters.h"
#include "annae-parallax.h"

G_BEGIN_DECLS

/* Steps of 5 degrees, the middle one straight ahead. */
#define ANNAE_MOVEMENT_TURNS 25

/* Zeroed: nothing known. */
typedef struct
{
  /* at rest, and now */
  AnnaeFaceShape rest_shape;
  AnnaeSmooth rest_yaw;
  AnnaeSmooth rest_pitch;
  AnnaeSmooth rest_eyes;
  AnnaeFaceShape shape;
  AnnaeFaceShape turned[ANNAE_MOVEMENT_TURNS]; /* by how far it is turned: every frame of a pose counts, none by itself */
  AnnaeSmooth yaw;
  AnnaeSmooth pitch;
  AnnaeSmooth eyes;
  gboolean true_pitch; /* as in AnnaeGuideConfig */
} AnnaeMovement;

/* Each 1 where a small movement is fully done, 0 at rest, below 0 the other way. */
typedef struct
{
  double depth; /* to the person's left: annae_movement_depth () */
  double turn; /* to the person's left: by the angle that is read and by the depth that shows, the less of the two */
  double degrees; /* to the person's left, as they are read: whether it has depth or not */
  double nod;  /* upwards: by the angle alone. Depth hardly shows in it (doc/liveness-figures.md) */
  double approach;
  gboolean flat; /* a plane has turned far aside and nothing stands out of it; a head that looks down from up looks so too */
  AnnaeParallax parallax; /* of this pose */
  AnnaeParallax moment; /* of these two tenths of a second, for what does not stay in a pose */
} AnnaeMovementNow;

/* The pose to start from, averaged over some frames. */
void annae_movement_add_rest (AnnaeMovement *self, const AnnaeObservation *observation);
guint annae_movement_rest_frames (const AnnaeMovement *self);
void annae_movement_begin (AnnaeMovement *self);
/* One frame of the movement. All 0 where nothing can be measured. */
void annae_movement_add (AnnaeMovement *self, const AnnaeObservation *observation, AnnaeMovementNow *now);

/* How deep what has turned is, against what a turn has to show: 1 or more to the person's left, -1 or less to the right. degrees: of the turn,
 * where a network reads them as they are; else 0. */
double annae_movement_depth (const AnnaeParallax *parallax, double degrees);

/* One face with landmarks, and nobody as large beside it. */
gboolean annae_observation_shows_one_face (const AnnaeObservation *observation);

/* Where a face was. Zeroed: nobody yet. */
typedef struct
{
  gint64 time_us;
  AnnaePoint at;
  double width;
  gboolean known;
} AnnaeTrack;

/* FALSE where it is gone for longer than a detector loses a face, or is elsewhere or another size all at once: a cut, or somebody else.
 * It begins anew then, with whoever comes: one break, however long it lasts. */
gboolean annae_track_continues (AnnaeTrack *self, const AnnaeObservation *observation);

G_END_DECLS
