/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A pause with a question: after practice ("start now?") and after a comparison that was not sure ("once more?"), with the
 * likely cause, what to change, and the attempts left. */

#pragma once

#include "annae-page.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_PAGE_QUESTION (annae_page_question_get_type ())
G_DECLARE_FINAL_TYPE (AnnaePageQuestion, annae_page_question, ANNAE, PAGE_QUESTION, AnnaePage)

G_END_DECLS
