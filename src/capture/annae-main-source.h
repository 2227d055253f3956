/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What frame sources wait for on the main context that started them: the bus, timers. Not the default context: the
 * command line and the tests run sources on their own. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Attaches a source to the thread's default context and returns it. func is called as the kind of source asks for:
 * G_SOURCE_FUNC (). */
GSource *
annae_main_source_attach (GSource *source, GSourceFunc func, gpointer user_data);

/* Destroys what attach () returned and sets it to NULL; nothing where it is NULL. */
void
annae_main_source_clear (GSource **source);

G_END_DECLS
