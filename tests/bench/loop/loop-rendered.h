/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Eyes of the closed loop that see a picture: a renderer draws the person, and vision looks at it. */

#pragma once

#include "loop-session.h"

#include <stdio.h>

typedef struct _LoopRendered LoopRendered;

/* How far off the detector was in the frames seen, over all of them. */
typedef struct
{
  guint frames;
  guint found;
  GArray *errors[3]; /* yaw, pitch, roll: absolute, degrees */
} LoopRenderedErrors;

/* renderer is the program render-frames.py. NULL, with the reason, where the pack or the renderer's parts are missing.
 */
LoopRendered *
loop_rendered_new (const char *renderer, const char *pack_name, GError **error);
void
loop_rendered_free (LoopRendered *self);

/* From now on the face of this seed; FALSE where the renderer gave up. A new session in any case. */
gboolean
loop_rendered_set_face (LoopRendered *self, guint face, GError **error);

/* Whatever the renderer knows: "person SEED hooded", "print bent6 SEED". */
gboolean
loop_rendered_set (LoopRendered *self, const char *what, GError **error);

/* Whether the pack reads faces, and with them the pitch as it is. */
gboolean
loop_rendered_reads_faces (const LoopRendered *self);

/* The eyes, at this many frames a second. Where the renderer gives up the observation is empty, and so it stays: see
 * loop_rendered_get_error (). */
LoopEyes
loop_rendered_eyes (LoopRendered *self, double rate);

/* From now on a line for each frame goes there: the truth as in LoopAxis; inter-eye distance, face width, place and angles as they were
 * measured, nan where they were not; the time, which begins again with each session. */
void
loop_rendered_set_log (LoopRendered *self, FILE *log);

const GError *
loop_rendered_get_error (const LoopRendered *self);
const LoopRenderedErrors *
loop_rendered_get_errors (const LoopRendered *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoopRendered, loop_rendered_free)
