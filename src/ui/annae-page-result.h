/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The result: a full page in good or care, a big sign, one sentence, what happens next, and what was kept: nothing. */

#pragma once

#include "annae-page.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_PAGE_RESULT (annae_page_result_get_type ())
G_DECLARE_FINAL_TYPE (AnnaePageResult, annae_page_result, ANNAE, PAGE_RESULT, AnnaePage)

G_END_DECLS
