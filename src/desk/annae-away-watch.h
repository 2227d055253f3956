/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nobody is at the counter any more, and the desktop knows: the screen was locked, or the computer is about to sleep. A
 * session that goes on behind a locked screen would hold a person's picture for nobody, and sleeping memory can be read
 * or is written to the disk.
 *
 * Screen locks are those of org.freedesktop.ScreenSaver, org.gnome.ScreenSaver and their kin on the session's bus;
 * sleep is logind's on the system's. logind is asked to wait (a delay inhibitor) until the vault is empty. Where a bus
 * or a service is missing nothing happens; nothing is ever started or waited for.
 *
 * Signal: "away" (): end the session now. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ANNAE_TYPE_AWAY_WATCH (annae_away_watch_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeAwayWatch, annae_away_watch, ANNAE, AWAY_WATCH, GObject)

/* session_bus, system_bus: NULL for the user's and the computer's own. */
AnnaeAwayWatch *
annae_away_watch_new (GDBusConnection *session_bus, GDBusConnection *system_bus);

/* Whether logind waits for this program before it puts the computer to sleep. */
gboolean
annae_away_watch_delays_sleep (AnnaeAwayWatch *self);

G_END_DECLS
