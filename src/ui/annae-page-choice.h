/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What will happen, in five short sentences, and the choice: another way, start, practise first. */

#pragma once

#include "annae-page.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_PAGE_CHOICE (annae_page_choice_get_type ())
G_DECLARE_FINAL_TYPE (AnnaePageChoice, annae_page_choice, ANNAE, PAGE_CHOICE, AnnaePage)

G_END_DECLS
