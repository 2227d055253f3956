/* SPDX-License-Identifier: GPL-3.0-or-later */

/* GStreamer's memory, wiped when it is freed: decoded pictures pass through buffers that are not the vault's. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes it GStreamer's default allocator for this process. Call after gst_init (). */
void annae_wipe_allocator_install (void);

/* Bytes wiped by it so far. From any thread. */
guint64 annae_wipe_allocator_wiped (void);

G_END_DECLS
