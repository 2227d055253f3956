/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Five buttons that are always in the same place: language, text size, contrast, voice, help. Each does one thing at once;
 * pressed again it goes on to the next value. */

#pragma once

#include "annae-style.h"
#include "annae-words.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_FOOTER (annae_footer_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeFooter, annae_footer, ANNAE, FOOTER, GtkWidget)

void annae_footer_set_session (AnnaeFooter *self, AnnaeSession *session, AnnaeStyle *style);

/* The popover of languages. Borrowed. */
GtkWidget *annae_footer_get_popover (AnnaeFooter *self);

/* What the buttons and their keys do. */
void annae_footer_show_languages (AnnaeFooter *self);
void annae_footer_hide_languages (AnnaeFooter *self);
void annae_footer_next_text_size (AnnaeFooter *self);
void annae_footer_next_contrast (AnnaeFooter *self);
void annae_footer_toggle_voice (AnnaeFooter *self);
void annae_footer_call_staff (AnnaeFooter *self);

G_END_DECLS
