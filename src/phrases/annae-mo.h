/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One compiled catalogue (.mo, GNU gettext manual "The Format of GNU MO Files"), read in place from its bytes. Everything is
 * checked when it is opened: afterwards a lookup is a binary search that cannot leave the bytes. Immutable; any thread. */

#pragma once

#include <glib.h>

#include "annae-plural.h"

G_BEGIN_DECLS

typedef struct _AnnaeMo AnnaeMo;

/* Opens a catalogue of either byte order and keeps a reference to the bytes. ANNAE_FAILURE_FILE where a table or string leaves
 * the bytes, a string does not end or is not UTF-8, the keys are not in order, the charset is another than UTF-8, or the
 * plural rule is not one. */
AnnaeMo *annae_mo_new (GBytes *bytes, GError **error);
void annae_mo_free (AnnaeMo *self);

guint annae_mo_get_n_strings (const AnnaeMo *self);
const AnnaePlural *annae_mo_get_plural (const AnnaeMo *self);

/* The translation; NULL where there is none or it is empty. context may be NULL. form is 0 for a message without plural
 * forms, else annae_plural_select (). The string belongs to the catalogue. */
const char *annae_mo_lookup (const AnnaeMo *self, const char *context, const char *message, guint form);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeMo, annae_mo_free)

G_END_DECLS
