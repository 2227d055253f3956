/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The small shared vocabulary of the lowest floor: points, boxes, time.
 *
 * Conventions that hold everywhere in Annae:
 * - Time is a gint64 in microseconds. Core never reads a clock; time arrives with an event or a frame.
 * - Picture coordinates are in pixels, x to the right and y down, in the picture as the camera delivers it
 *   (not mirrored). Only the preview mirrors.
 * - "Left" and "right" in names and words are the person's own left and right. In a picture that is not mirrored
 *   the person's left is at the right edge.
 * - Pose in degrees: yaw > 0 turns the head to the person's own left, pitch > 0 lifts the chin,
 *   roll > 0 tilts the top of the head to the person's own right (towards the left edge of the picture). */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  float x;
  float y;
} AnnaePoint;

typedef struct
{
  float x; /* left edge, px; may be negative where a face leaves the picture */
  float y; /* top edge, px */
  float width;
  float height;
} AnnaeBox;

#define ANNAE_USEC_PER_MSEC G_GINT64_CONSTANT (1000)
#define ANNAE_SECONDS(s) ((gint64) ((s) * 1000000.0))

G_END_DECLS
