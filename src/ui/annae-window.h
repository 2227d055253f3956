/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window: the customer's page, the footer below it, the staff strip beside it. */

#pragma once

#include <adwaita.h>

#include "annae-page-audit.h"
#include "annae-session.h"
#include "annae-style.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_WINDOW (annae_window_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeWindow, annae_window, ANNAE, WINDOW, AdwApplicationWindow)

/* pack_title and pack_note are shown to staff; note may be NULL. */
AnnaeWindow *annae_window_new (GtkApplication *application, AnnaeSession *session, AnnaeStyle *style,
                               const char *pack_title, const char *pack_note);

/* What the audit page says of the program's cage. */
void annae_window_set_audit_func (AnnaeWindow *self, AnnaeAuditFunc func, gpointer user_data);

/* Frames that the mirror has shown: for measurements. */
guint annae_window_get_preview_count (AnnaeWindow *self);

G_END_DECLS
