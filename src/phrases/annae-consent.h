/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The consent text: what a customer agrees to with "Start", as versioned words. It is the English source of the choice page, whose
 * translations the customer reads: the hash of a translation in a receipt would say which language a person speaks. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* To be raised with every change of meaning. A test holds the hash of the text, so that no change goes unnoticed. */
#define ANNAE_CONSENT_VERSION 2

/* "annae-consent-VERSION" and each sentence, every line ended by a newline. Where the policy asks for the document's date
 * of expiry (AnnaePolicy.document_expiry), the first line ends in "-expiry" and a sentence says so. (transfer full) */
char *annae_consent_text (gboolean expiry);

/* SHA-256 of that, 64 lower-case hex digits. (transfer full) */
char *annae_consent_hash (gboolean expiry);

/* The sentences as the customer reads them. (transfer full) */
char *annae_consent_shown (const char *language, gboolean expiry);

G_END_DECLS
