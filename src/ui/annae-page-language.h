/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first page: every language by its own name in its own script. The one that has the focus is spoken. */

#pragma once

#include "annae-page.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_PAGE_LANGUAGE (annae_page_language_get_type ())
G_DECLARE_FINAL_TYPE (AnnaePageLanguage, annae_page_language, ANNAE, PAGE_LANGUAGE, AnnaePage)

G_END_DECLS
