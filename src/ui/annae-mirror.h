/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The mirror: the person as in a looking-glass, and only what helps upon it – the outline of a head and shoulders, or of a
 * card; one arrow that shrinks as the error shrinks; a ring that fills while holding still. No boxes, no dots, no numbers. */

#pragma once

#include <gtk/gtk.h>

#include "annae-session.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_MIRROR (annae_mirror_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeMirror, annae_mirror, ANNAE, MIRROR, GtkWidget)

/* Takes the session's preview; a session shows itself in one mirror at a time. */
void annae_mirror_set_session (AnnaeMirror *self, AnnaeSession *session);

/* Frames shown so far: for measurements. */
guint annae_mirror_get_count (AnnaeMirror *self);

G_END_DECLS
