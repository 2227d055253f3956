/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cameras that are there now: a GListModel of AnnaeCamera that changes as they come and go. PipeWire's come first;
 * a V4L2 device that PipeWire already offers is listed once. */

#pragma once

#include <gio/gio.h>

#include "annae-camera.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_CAMERA_LIST (annae_camera_list_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeCameraList, annae_camera_list, ANNAE, CAMERA_LIST, GObject)

/* Starts watching. Never fails: without PipeWire, without devices, without GStreamer plugins the list is empty and
 * get_problem () says in one English sentence why. All callers share one list; main thread only. */
AnnaeCameraList *annae_camera_list_new (void);
const char *annae_camera_list_get_problem (AnnaeCameraList *self);

/* A source that plays the camera with this id, or the first one where id is NULL or gone; it waits for one to appear,
 * and takes the camera up again when it comes back after being pulled out. */
AnnaeFrameSource *annae_camera_list_open (AnnaeCameraList *self, const char *id);

G_END_DECLS
