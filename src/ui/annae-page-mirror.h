/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page with the mirror: practice, document and position. One instruction in very large text beside it. */

#pragma once

#include "annae-page.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_PAGE_MIRROR (annae_page_mirror_get_type ())
G_DECLARE_FINAL_TYPE (AnnaePageMirror, annae_page_mirror, ANNAE, PAGE_MIRROR, AnnaePage)

/* Frames that the mirror has shown: for measurements. */
guint annae_page_mirror_get_count (AnnaePageMirror *self);

G_END_DECLS
