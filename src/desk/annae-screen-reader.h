/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a screen reader such as Orca is running, so that nothing is spoken twice. Asks the accessibility bus
 * (org.a11y.Status, ScreenReaderEnabled) and follows its changes; never waits, and never starts anything that is not
 * running.
 *
 * Property: "running" (boolean, read-only); FALSE where nobody knows. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ANNAE_TYPE_SCREEN_READER (annae_screen_reader_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeScreenReader, annae_screen_reader, ANNAE, SCREEN_READER, GObject)

/* connection: NULL for the session bus. */
AnnaeScreenReader *
annae_screen_reader_new (GDBusConnection *connection);

gboolean
annae_screen_reader_is_running (AnnaeScreenReader *self);

G_END_DECLS
