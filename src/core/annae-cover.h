/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the preview hides of a document held before the camera: everything but the portrait, so that nobody behind the customer
 * reads along. Plain geometry, in pixels of the picture. */

#pragma once

#include "annae-document-view.h"

G_BEGIN_DECLS

/* The ghost, and every text of a layout. */
#define ANNAE_COVER_MAX_ZONES (ANNAE_LAYOUT_MAX_TEXTS + 1)

typedef struct
{
  AnnaePoint corners[4]; /* in turn round it */
} AnnaePatch;

typedef struct
{
  gboolean has_card;
  AnnaePatch card; /* a little larger than the document: it moves while it is looked at */
  gboolean has_window;
  AnnaePatch window; /* what is left open of it: the photograph */
  AnnaePatch zones[ANNAE_COVER_MAX_ZONES]; /* hidden whatever the window shows */
  guint n_zones;
} AnnaeCover;

/* Nothing (has_card FALSE) where no document is seen. A document without a portrait in sight has no window. */
void annae_cover_from_view (AnnaeCover *self, const AnnaeDocumentView *view);

G_END_DECLS
