/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A camera as the system offers it, and the frame source that opens it. */

#pragma once

#include "annae-frame-source.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_CAMERA (annae_camera_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeCamera, annae_camera, ANNAE, CAMERA, GObject)

/* Human name ("Logitech C270"); for the screen only, never logged or written. */
const char *annae_camera_get_label (AnnaeCamera *self);
/* Stable while plugged in; what the settings remember: a hash, so that no device identifier is stored. */
const char *annae_camera_get_id (AnnaeCamera *self);
/* "pipewire" or "v4l2". */
const char *annae_camera_get_backend (AnnaeCamera *self);

typedef struct
{
  guint width;
  guint height;
  double rate; /* frames/s */
  char format[16]; /* "MJPG", "YUY2", ... */
} AnnaeCameraMode;

const AnnaeCameraMode *annae_camera_get_modes (AnnaeCamera *self, gsize *n_modes);

/* The mode that would be chosen for a purpose, or NULL where the camera states none. */
const AnnaeCameraMode *annae_camera_choose_mode (AnnaeCamera *self, AnnaeCapturePurpose purpose);

G_END_DECLS
