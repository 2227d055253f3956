/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Comparing: one moment, with a sign that something happens, and a way to stop it. */

#pragma once

#include "annae-page.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_PAGE_CHECK (annae_page_check_get_type ())
G_DECLARE_FINAL_TYPE (AnnaePageCheck, annae_page_check, ANNAE, PAGE_CHECK, AnnaePage)

G_END_DECLS
