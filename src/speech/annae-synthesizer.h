/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns a prompt into sound: its recorded clip where there is one, else espeak-ng in the voice of the language. All of
 * that happens on one thread of the whole process, because espeak-ng keeps its state in globals and aborts when two
 * threads use it. */

#pragma once

#include <gio/gio.h>

#include "annae-sound.h"

G_BEGIN_DECLS

/* Longest text that is read, in bytes; a longer one is cut at a character. */
#define ANNAE_SYNTHESIZER_MAX_TEXT 4096

/* language: our code; prompt: name of a clip, or NULL for none; text: UTF-8, in the language; rate 1 to 2 and pitch 0.5
 * to 2 relative to the voice's own. Returns at once; callback runs on the caller's main context. Requests are served in
 * order, and one that is cancelled costs next to nothing. */
void
annae_synthesizer_render_async (const char *language,
                                const char *prompt,
                                const char *text,
                                double rate,
                                double pitch,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* (transfer full): the whole prompt, levelled. Errors: G_IO_ERROR_NOT_SUPPORTED (the language has neither voice nor
 * this clip), ANNAE_FAILURE_SOUND (espeak-ng refuses), G_IO_ERROR_CANCELLED. */
AnnaeSound *
annae_synthesizer_render_finish (GAsyncResult *result, GError **error);

G_END_DECLS
