/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ties a session to the counter's D-Bus service: what the shop's system starts or cancels reaches the session, and the
 * session's outcome goes back as a signed receipt. Reads the session's public properties only. */

#pragma once

#include <gio/gio.h>

#include "annae-receipt.h"
#include "annae-session.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_COUNTER_LINK (annae_counter_link_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeCounterLink, annae_counter_link, ANNAE, COUNTER_LINK, GObject)

/* connection: NULL for the session bus. policy is copied. key: (transfer full) (nullable); without one, receipts are
 * "". pack_hash: SHA-256 of pack.ini, consent_hash: of the consent text; NULL or "" where there is none. */
AnnaeCounterLink *
annae_counter_link_new (AnnaeSession *session,
                        GDBusConnection *connection,
                        const AnnaePolicy *policy,
                        AnnaeReceiptKey *key,
                        const char *pack_hash,
                        const char *consent_hash);

/* Where receipts are kept, if the policy says so ([receipt] keep=true): of every check then, the shop's system's own or not; NULL for
 * nowhere. What cannot be written is told in the log, for staff; the check itself is over by then and does not suffer. */
void
annae_counter_link_set_folder (AnnaeCounterLink *self, const char *folder);

G_END_DECLS
