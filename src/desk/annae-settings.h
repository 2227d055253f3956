/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a counter remembers, as properties to bind to. They are stored by GSettings where that is possible; where the
 * schema is not installed, or the home is read-only, they have the same defaults and last as long as the program. Never
 * aborts.
 *
 * Properties, all read-write, named like the keys of kr.annae.Annae.gschema.xml:
 *   customer-language, staff-language, camera, pack,
 *   sound-device                                      string, never NULL
 *   text-scale                                        int, 100 to 200
 *   high-contrast, dark, muted, positioning-tone,
 *   speak-with-screen-reader, full-screen             boolean
 *   speech-rate                                       double, 1 to 2
 *   speech-pitch                                      double, 0.5 to 2
 *   volume                                            double, 0 to 1
 *
 * A profile ("I see badly") is no setting of a counter: it is the person's, and forgotten with the session. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ANNAE_TYPE_SETTINGS (annae_settings_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeSettings, annae_settings, ANNAE, SETTINGS, GObject)

AnnaeSettings *
annae_settings_new (void);

/* FALSE where what is set is forgotten when the program ends, which has been logged once. */
gboolean
annae_settings_are_kept (AnnaeSettings *self);

/* What is stored for a camera instead of its identity, which may hold a serial number: 16 hex digits of a SHA-256.
 * (transfer full) */
char *
annae_settings_hash_camera (const char *camera_id);

G_END_DECLS
