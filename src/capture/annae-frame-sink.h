/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The end of every capture pipeline: an appsink that turns samples into frames in the vault and hands them to the frame
 * function, on the streaming thread. */

#pragma once

#include <gst/gst.h>

#include "annae-frame.h"

G_BEGIN_DECLS

typedef struct _AnnaeFrameSink AnnaeFrameSink;

/* Readies GStreamer once, with an allocator that wipes what it frees. Never fails; safe to call again. */
void annae_capture_init (void);

/* real_time: frames carry the time of their arrival and old ones are dropped; otherwise each is delivered with the time of the
 * recording. func may be NULL. */
AnnaeFrameSink *annae_frame_sink_new (AnnaeFrameFunc func, gpointer user_data, gboolean real_time, gboolean arrival_time);
void annae_frame_sink_free (AnnaeFrameSink *self);

/* Waits until the frame function has returned; it is not called any more, and no frame is made. Not from the streaming thread. */
void annae_frame_sink_detach (AnnaeFrameSink *self);

/* The element to link to; owned by the sink. */
GstElement *annae_frame_sink_get_element (AnnaeFrameSink *self);

/* Frames delivered since the beginning. From any thread. */
guint annae_frame_sink_count (AnnaeFrameSink *self);

/* When the last frame arrived on the monotonic clock, or 0. From any thread. */
gint64 annae_frame_sink_last_arrival (AnnaeFrameSink *self);

/* Mean brightness of the last frame, 0 to 1, from a coarse grid. From any thread. */
double annae_frame_sink_brightness (AnnaeFrameSink *self);

/* Notes a size that is announced, if it is too large. From any thread. */
void annae_frame_sink_check_size (AnnaeFrameSink *self, guint width, guint height);

/* Pixels of a frame that was refused because it is too large, or 0. From any thread. */
guint64 annae_frame_sink_refused_pixels (AnnaeFrameSink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeFrameSink, annae_frame_sink_free)

G_END_DECLS
