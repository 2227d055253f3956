/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The drawing of what to do, for a person who neither reads nor hears: one for every advice, as large as there is room for,
 * in the colour of the text around it. It is never mirrored: left and right are the person's own, as in the mirror. */

#pragma once

#include <gtk/gtk.h>

#include "annae-advice.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_PICTOGRAM (annae_pictogram_get_type ())
G_DECLARE_FINAL_TYPE (AnnaePictogram, annae_pictogram, ANNAE, PICTOGRAM, GtkWidget)

/* ANNAE_ADVICE_NONE: nothing is drawn, and nothing is there for a screen reader; its room stays. */
void annae_pictogram_set_advice (AnnaePictogram *self, AnnaeAdviceId id);

/* The name of an advice's icon, "come-closer-symbolic"; NULL for none. */
char *annae_pictogram_icon_name (AnnaeAdviceId id);

/* Makes the icons of all advices known to a display; asking again does nothing. */
void annae_pictogram_add_icons (GdkDisplay *display);

G_END_DECLS
