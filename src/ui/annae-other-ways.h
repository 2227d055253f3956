/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ways that this shop has besides the face, one line each: before anybody is asked to decide, and after. */

#pragma once

#include <gtk/gtk.h>

#include "annae-policy.h"

G_BEGIN_DECLS

#define ANNAE_TYPE_OTHER_WAYS (annae_other_ways_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeOtherWays, annae_other_ways, ANNAE, OTHER_WAYS, GtkWidget)

/* The shop's policy says which it has; there is always one. */
void
annae_other_ways_set_policy (AnnaeOtherWays *self, const AnnaePolicy *policy);

/* Closer together where large words need the room. */
void
annae_other_ways_fit (AnnaeOtherWays *self, gboolean crowded);

G_END_DECLS
