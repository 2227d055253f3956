/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The newest frame of the session for the screen. Frames come in on the streaming thread; the widget that shows them is
 * redrawn at most once for each, and never waits for vision. Holds one frame, and none once the source is closed. */

#pragma once

#include <gtk/gtk.h>

#include "annae-session.h"

G_BEGIN_DECLS

typedef struct _AnnaePreview AnnaePreview;

/* widget is redrawn when a frame has come; the preview must be freed before the widget is. */
AnnaePreview *annae_preview_new (AnnaeSession *session, GtkWidget *widget);
void annae_preview_free (AnnaePreview *self);

/* (transfer full) a texture of the newest frame, or NULL. The texture holds the frame itself, no copy. */
GdkTexture *annae_preview_make_texture (AnnaePreview *self);

/* Frames drawn so far, each counted once: for measurements. Once a second a debug message of the domain "annae" says it too,
 * beside how many came. */
guint annae_preview_count (AnnaePreview *self);

G_END_DECLS
