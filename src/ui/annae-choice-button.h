/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A large button with words from the catalogue: a title, and where it helps a second line. Its accessible name is its title,
 * its description the second line. When pressed it sends an event to the session, unless it has none. In templates:
 *   <object class="AnnaeChoiceButton"><property name="phrase">choice-start</property>
 *     <property name="detail">choice-start-detail</property><property name="event">start</property></object> */

#pragma once

#include "annae-words.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_CHOICE_BUTTON (annae_choice_button_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeChoiceButton, annae_choice_button, ANNAE, CHOICE_BUTTON, GtkButton)

/* Properties: "phrase", "detail", "description" (names of phrases; the description is only for a screen reader), "event" (name of an event), "staff", "icon" (icon name). */
GtkWidget *annae_choice_button_new (const char *phrase, const char *detail, const char *event);

/* Whether the detail is shown on the button; it is always its description for a screen reader. */
void annae_choice_button_show_detail (AnnaeChoiceButton *self, gboolean show);

G_END_DECLS
