/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the list and the camera source know of a camera beyond its public face. */

#pragma once

#include <gst/gst.h>

#include "annae-camera-list.h"

G_BEGIN_DECLS

/* NULL where the device offers no picture that we can use. */
AnnaeCamera *annae_camera_new (GstDevice *device);
GstDevice *annae_camera_get_device (AnnaeCamera *self);

/* The device file behind it ("/dev/video0"), or NULL: the same camera through two backends has the same. */
const char *annae_camera_get_path (AnnaeCamera *self);

/* (transfer full) the camera with this id; the first one where id is NULL, or gone and any_instead; else NULL. */
AnnaeCamera *annae_camera_list_find (AnnaeCameraList *self, const char *id, gboolean any_instead);

/* (transfer full) (nullable) a device file of a camera that this user may not open: whatever asks for cameras leaves it out in silence, and the
 * list is empty. */
char *annae_camera_list_find_forbidden (AnnaeCameraList *self);
/* For tests: where device files are, instead of "/dev". */
void annae_camera_list_set_device_folder (AnnaeCameraList *self, const char *folder);

AnnaeFrameSource *annae_camera_source_new (AnnaeCameraList *list, const char *id);

G_END_DECLS
