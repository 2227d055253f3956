/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Recording and judging one clip, for the tool that does so for a whole language. */

#pragma once

#include "annae-sound.h"

G_BEGIN_DECLS

/* Where the microphone may be, the first that opens: PulseAudio, PipeWire, whatever there is. */
#define CLIPS_MICROPHONE NULL

/* Records into an Opus file until stop() says so or the longest clip is over. The file is there only once it is whole;
 * what was there before stays until then. source: a GStreamer description, or CLIPS_MICROPHONE. stop is asked every
 * 50 ms. */
gboolean
clips_record (const char *source, const char *path, gboolean (*stop) (gpointer), gpointer user_data, GError **error);

typedef struct
{
  double seconds;       /* from the first to the last sound */
  double silent_before; /* seconds */
  double silent_after;
  double loudness; /* LUFS, gated as EBU R 128 has it; -INFINITY for silence */
  double peak;     /* dBFS */
} ClipsMeasure;

void
clips_measure (const AnnaeSound *sound, ClipsMeasure *measure);

/* What is to be done about it in one English sentence, or NULL where the clip is fit to be used. text: what is read. */
const char *
clips_advise (const ClipsMeasure *measure, const char *text);

G_END_DECLS
