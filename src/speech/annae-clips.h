/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Recorded clips: where somebody has read a prompt aloud, their voice comes before any synthetic one. A clip is
 * speech/<language>/<prompt>.opus in the user's data directory (annae/speech/...) or in the program's. */

#pragma once

#include <gio/gio.h>

#include "annae-sound.h"

G_BEGIN_DECLS

/* Longer than this is no prompt; the rest is not read. */
#define ANNAE_CLIP_MAX_SECONDS 30

/* (transfer full) (nullable): the clip's path, or NULL where there is none. Names with anything but letters, digits,
 * "_", "-" and single "/" in them have no clip: a prompt can never lead out of the folder. Any thread. */
char *
annae_clips_find (const char *language, const char *prompt);

/* (transfer full) (nullable): where the user's own clip of a prompt belongs, whether it is there or not; NULL for names
 * that can have none. Any thread. */
char *
annae_clips_user_path (const char *language, const char *prompt);

/* Whether a language has any clip at all. Any thread. */
gboolean
annae_clips_exist (const char *language);

/* Decodes a clip; blocks for as long as that takes. tempo 1.0 to 2.0 makes it faster at the same pitch.
 * Errors: ANNAE_FAILURE_SOUND, naming the file; G_IO_ERROR_CANCELLED. */
AnnaeSound *
annae_clips_load (const char *path, double tempo, GCancellable *cancellable, GError **error);

G_END_DECLS
