/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a counter is set to in language and sound, given back to every customer: the next one finds nothing of the one
 * before. */

#pragma once

#include "annae-session.h"
#include "annae-settings.h"

G_BEGIN_DECLS

/* Sets the session and its voice now, and again whenever the first page comes back. language stands before the one of
 * the settings; NULL for theirs. As long as the session lives. */
void
annae_counter_defaults_follow (AnnaeSettings *settings,
                               AnnaeSession *session,
                               AnnaeSpeaker *speaker,
                               const char *language);

G_END_DECLS
