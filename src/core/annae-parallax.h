/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a face that turns has depth: how far the nose moves against the plane of eyes and mouth, from the five landmarks
 * in two poses. */

#pragma once

#include "annae-observation.h"

G_BEGIN_DECLS

/* The five landmarks without place and size, averaged over frames. Zeroed: empty. */
typedef struct
{
  double x[ANNAE_N_LANDMARKS]; /* from the landmarks' middle, over their root mean square distance from it; as in the picture */
  double y[ANNAE_N_LANDMARKS];
  gint64 time_us;
  guint n; /* frames in it */
} AnnaeFaceShape;

/* Puts one frame's landmarks into the average, a low-pass of time constant tau_us; 0: all frames count the same. FALSE, and nothing
 * is changed, where the landmarks are missing, not finite or all in one point, or time runs backwards. */
gboolean annae_face_shape_add (AnnaeFaceShape *self, const AnnaeFace *face, gint64 now_us, gint64 tau_us);

typedef struct
{
  double left;     /* how far the nose moved to the person's left against the plane, in inter-eye distances of the first pose */
  double up;       /* the same upwards */
  double narrower; /* how much narrower the plane has become for its height, 0 to 1; below 0: lower for its width */
} AnnaeParallax;

/* Eyes and corners of the mouth lie nearly in a plane, so between two poses they follow a homography, whatever turns: a head or a
 * print. The nose of a print lies in that plane and follows it too. The nose of a head stands out by a depth d and moves
 * on by d (tan b - tan a) when the head turns from a to b: with d = 26 mm and 63 mm between the eyes by 0.11 inter-eye distances
 * at 15 degrees, 0.15 at 20 and 0.24 at 30.
 *
 * Source: "plane plus parallax", Irani and Anandan, ECCV 1996; Hartley and Zisserman, Multiple View Geometry, 2nd edition,
 * 13.3. The homography of four points in closed form: Heckbert, Fundamentals of Texture Mapping and Image Warping,
 * 1989, 2.2.3. Place, size, roll, tilt and distance of a print drop out of it exactly; so does the place of a head.
 *
 * What it cannot tell: a recording on a screen has the parallax of the head in it, a mask its own, and a print that is
 * bent or folded along the nose has some (doc/liveness-figures.md says how much).
 *
 * FALSE where either quadrangle of eyes and mouth is not convex, or the nose is far outside of it: no such pose is asked for. */
gboolean annae_parallax_measure (const AnnaeFaceShape *from, const AnnaeFaceShape *to, AnnaeParallax *parallax);

G_END_DECLS
