/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What drawing leaves behind in this process on its way to an X server. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* From now on, whatever a painted frame has left in the display's buffers is wiped when it has been sent. The widget
 * has to be realized. Does nothing on other displays. */
void
annae_display_memory_watch (GtkWidget *widget);

G_END_DECLS
