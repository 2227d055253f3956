/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scrolls what does not fit, and says so: where something is further down there is a large button beside it that shows it, and at
 * the end leads back to the top. Nobody has to know what a scroll bar is. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ANNAE_TYPE_SCROLLER (annae_scroller_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeScroller, annae_scroller, ANNAE, SCROLLER, GtkWidget)

/* Property: "child" (GtkWidget, write-only), once. */

/* Most of a page further down, or up; FALSE where there is no more. */
gboolean annae_scroller_page (AnnaeScroller *self, gboolean down);

G_END_DECLS
