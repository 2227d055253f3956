/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where things are on a document: one file in data/layouts a document. It says which face is the portrait, and what the preview
 * must cover. doc/documents.md describes the format. */

#pragma once

#include "annae-types.h"

G_BEGIN_DECLS

#define ANNAE_LAYOUT_MAX_TEXTS 16
#define ANNAE_LAYOUT_MAX_BYTES 16384
#define ANNAE_LAYOUT_MAX_FILES 64

/* Zones are shares of the document's width and height from its top left corner. */
typedef struct
{
  char *name; /* the file's, without .ini */
  char *title;
  double width_mm;
  double height_mm;
  AnnaeBox portrait;
  AnnaeBox ghost;
  gboolean has_ghost;
  AnnaeBox texts[ANNAE_LAYOUT_MAX_TEXTS];
  guint n_texts;
} AnnaeLayout;

/* A file's bytes; path is for messages. ANNAE_FAILURE_FILE names the file, the group and the key that is wrong. */
AnnaeLayout *annae_layout_parse (const char *bytes, gsize length, const char *path, GError **error);
void annae_layout_free (AnnaeLayout *self);

/* (transfer full) every *.ini of a folder, by name: (element-type AnnaeLayout). ANNAE_FAILURE_FILE where the folder cannot be read, holds
 * none, or one of them is wrong: a document that is silently not known would be covered wrongly. */
GPtrArray *annae_layouts_load (const char *folder, GError **error);

/* How well a face's box, in shares of the document, fits a portrait zone: 0 (not the portrait) to 1. Takes place and size. */
double annae_layout_fit (const AnnaeBox *zone, const AnnaeBox *face);

/* The portrait among faces on one document (in its shares), if the document is layout's; fit as above. aspect is the width over the
 * height as far as it is known, or 0. FALSE where no face is where its portrait is, or where that is rather the ghost of one of the others. */
gboolean annae_layouts_try (const GPtrArray *layouts, const AnnaeLayout *layout, double aspect, const AnnaeBox *faces, guint n_faces,
                            guint *portrait, double *fit);

/* The same for the layout that explains the faces best. */
gboolean annae_layouts_choose (const GPtrArray *layouts, double aspect, const AnnaeBox *faces, guint n_faces, guint *portrait,
                               const AnnaeLayout **layout, double *fit);

/* TRUE where a face (in shares of the document) is rather some document's ghost than its portrait. */
gboolean annae_layouts_is_ghost (const GPtrArray *layouts, double aspect, const AnnaeBox *face);

/* TRUE where the middle of a face (in shares of the document) lies in or near some document's portrait zone, whatever its size. */
gboolean annae_layouts_is_near (const GPtrArray *layouts, const AnnaeBox *face);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeLayout, annae_layout_free)

G_END_DECLS
