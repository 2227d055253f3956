/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window's application. It knows a session and how things look; whoever builds it keeps the settings in step through
 * its properties. */

#pragma once

#include <adwaita.h>

#include "annae-page-audit.h"
#include "annae-session.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_APPLICATION (annae_application_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeApplication, annae_application, ANNAE, APPLICATION, AdwApplication)

/* Properties, read-write: "text-scale" (double, 1 to 2), "contrast" (int, AnnaeContrast), "full-screen" (boolean). What a
 * customer changes is forgotten with the session: the counter's own values come back when it is wiped. */
AnnaeApplication *annae_application_new (const char *id, AnnaeSession *session, const char *pack_title,
                                         const char *pack_note);

/* What the audit page says of the program's cage; before the application runs. */
void annae_application_set_audit_func (AnnaeApplication *self, AnnaeAuditFunc func, gpointer user_data);

G_END_DECLS
