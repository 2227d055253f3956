/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A frame source that plays any video or picture GStreamer can decode. A picture yields one frame and ends. */

#pragma once

#include "annae-frame-source.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_PACE_REAL_TIME,
  ANNAE_PACE_AS_FAST_AS_POSSIBLE /* every frame is delivered; the frame function's blocking is the only brake */
} AnnaePace;

#define ANNAE_TYPE_FILE_SOURCE (annae_file_source_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeFileSource, annae_file_source, ANNAE, FILE_SOURCE, GObject)

/* Does not touch the file yet: start () reports what is wrong with it. With loop, the file starts over when it ends
 * (demonstration) and "ended" is never emitted. */
AnnaeFrameSource *annae_file_source_new (const char *path, AnnaePace pace, gboolean loop);

G_END_DECLS
