/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What OpenCV does for Annae, behind plain C: decode, find, align, measure, embed. Every C++ exception ends here as a GError.
 * One AnnaeVision is used by one thread at a time; two may live side by side. */

#pragma once

#include "annae-document-view.h"
#include "annae-frame.h"
#include "annae-model-pack.h"
#include "annae-mrz.h"
#include "annae-observation.h"
#include "annae-portrait-gate.h"
#include "annae-template.h"

G_BEGIN_DECLS

typedef struct _AnnaeVision AnnaeVision;

/* Loads the pack's networks and the layouts of documents. ANNAE_FAILURE_NETWORK names the file that cannot be read or answers nonsense,
 * ANNAE_FAILURE_FILE a layout that is wrong. */
AnnaeVision *annae_vision_new (AnnaeModelPack *pack, GError **error);
void annae_vision_free (AnnaeVision *self);

/* Everything that one frame shows. Motion and the like are relative to the frame before; reset () forgets that. */
gboolean annae_vision_observe (AnnaeVision *self, AnnaeFrame *frame, AnnaeObservation *observation, GError **error);
void annae_vision_reset (AnnaeVision *self);
/* Whether what is about the face is looked at too (as at first): it costs a quarter of a look, seven times a second. */
void annae_vision_set_surround (AnnaeVision *self, gboolean wanted);

/* The face aligned to the 112x112 template by a similarity transform over five landmarks (least squares, Umeyama 1991): those that a
 * reader sees there, or face's own where there is no reader or it sees none. models/annae/README.md says what that is worth. */
AnnaeFrame *annae_vision_align (AnnaeVision *self, AnnaeFrame *frame, const AnnaeFace *face, GError **error);

/* Template of an aligned face; ANNAE_FAILURE_UNSUPPORTED where the pack cannot recognise. */
AnnaeTemplate *annae_vision_embed (AnnaeVision *self, AnnaeFrame *aligned, GError **error);

/* A picture file as a frame: JPEG, PNG, TIFF, WebP, BMP, EXIF rotation applied; HEIC where the system has a loader; the first page of a
 * PDF. The pixel count is read from the header before anything is decoded. */
AnnaeFrame *annae_picture_load (const char *path, GError **error);

/* From a live frame (the card is held up: a card-shaped quadrilateral with a face in it; the holder's own face is not taken). */
gboolean annae_vision_view_document (AnnaeVision *self, AnnaeFrame *frame, AnnaeDocumentView *view, GError **error);

/* From a picture of a document (a scan or photograph of the card, any multiple of 90 degrees): the upright frame and what
 * was seen. ANNAE_RETRY_NO_FACE where there is no face in it. */
AnnaeFrame *annae_vision_read_document (AnnaeVision *self, AnnaeFrame *picture, AnnaeDocumentView *view, GError **error);

/* What the gate wants to know of a portrait, as view_document () or read_document () found it in this frame. */
gboolean annae_vision_check_portrait (AnnaeVision *self, AnnaeFrame *frame, const AnnaeFace *face,
                                      AnnaePortraitMeasures *measures, GError **error);

/* Whether the document of a picture has expired, by its machine-readable zone; view as view_document () or read_document () found it
 * in the same picture. Whatever else the zone says is wiped before this returns. FALSE where the machine failed. */
gboolean annae_vision_read_expiry (AnnaeVision *self, AnnaeFrame *frame, const AnnaeDocumentView *view, const GDate *today,
                                   AnnaeExpiry *expiry, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeVision, annae_vision_free)

G_END_DECLS
