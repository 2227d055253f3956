/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The narrow strip for the member of staff, in their language: the step, the measured cause in words, what to do, what the
 * customer is being told, attempts left, pack, camera, voice. Small but readable; no picture and no score. */

#pragma once

#include "annae-words.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_STAFF_STRIP (annae_staff_strip_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeStaffStrip, annae_staff_strip, ANNAE, STAFF_STRIP, GtkWidget)

/* pack_title and pack_note: what is known of the pack in use; note may be NULL. */
void annae_staff_strip_set_session (AnnaeStaffStrip *self, AnnaeSession *session, const char *pack_title,
                                    const char *pack_note);

G_END_DECLS
