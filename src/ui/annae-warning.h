/* SPDX-License-Identifier: GPL-3.0-or-later */

/* "Are you still there?": a quiet ring over the page, and a button for more time. */

#pragma once

#include "annae-words.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_WARNING (annae_warning_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeWarning, annae_warning, ANNAE, WARNING, GtkWidget)

/* Shows and hides itself with the session's warning. Signal "over" (): it is gone, the focus may go back. */
void annae_warning_set_session (AnnaeWarning *self, AnnaeSession *session);

G_END_DECLS
