/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A frame source: a camera or a file. One interface; consumers do not know which it is.
 *
 * start () returns at once; frames arrive on the streaming thread through the frame function. Signals are emitted on the
 * main context that called start (). A source that was stopped emits and delivers nothing more: stop () returns only after
 * the streaming thread has left the frame function.
 *
 * Signals:
 *   "ended"  ()            the file is over; a camera never ends
 *   "trouble" (GError *)   ANNAE_RETRY_ERROR or ANNAE_FAILURE_ERROR; a camera goes on looking and emits
 *   "recovered" ()         frames flow again after trouble
 * Properties: "label" (string, human name), "live" (boolean) */

#pragma once

#include <glib-object.h>

#include "annae-frame.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_CAPTURE_GUIDANCE, /* 640x480, or 1280x720, at 30 frames/s: quick */
  ANNAE_CAPTURE_DOCUMENT  /* the largest sensible mode */
} AnnaeCapturePurpose;

#define ANNAE_TYPE_FRAME_SOURCE (annae_frame_source_get_type ())
G_DECLARE_INTERFACE (AnnaeFrameSource, annae_frame_source, ANNAE, FRAME_SOURCE, GObject)

struct _AnnaeFrameSourceInterface
{
  GTypeInterface parent_iface;

  gboolean (*start) (AnnaeFrameSource *self, AnnaeCapturePurpose purpose, GError **error);
  void (*stop) (AnnaeFrameSource *self);
  void (*set_frame_func) (AnnaeFrameSource *self, AnnaeFrameFunc func, gpointer user_data);
};

/* Before start (); func runs on the streaming thread and may block only for an unpaced file (that is its back-pressure). */
void annae_frame_source_set_frame_func (AnnaeFrameSource *self, AnnaeFrameFunc func, gpointer user_data);

gboolean annae_frame_source_start (AnnaeFrameSource *self, AnnaeCapturePurpose purpose, GError **error);
void annae_frame_source_stop (AnnaeFrameSource *self);

/* TRUE for a camera or a file paced in real time; FALSE for a file that runs as fast as its frames are taken. */
gboolean annae_frame_source_is_live (AnnaeFrameSource *self);

char *annae_frame_source_dup_label (AnnaeFrameSource *self);

G_END_DECLS
