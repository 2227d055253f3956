/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The guide's counterpart for a document held before the camera: document views in, one ANNAE_ADVICE_CARD_* out, with
 * the same dwell, repetition and patience. Pure: no clock, no thread. */

#pragma once

#include "annae-advice.h"
#include "annae-document-view.h"

G_BEGIN_DECLS

typedef struct _AnnaeDocumentGuide AnnaeDocumentGuide;

AnnaeDocumentGuide *
annae_document_guide_new (void);
void
annae_document_guide_free (AnnaeDocumentGuide *self);
void
annae_document_guide_reset (AnnaeDocumentGuide *self, gint64 now_us);

/* As in AnnaeGuideConfig: patience, and longer lapses that cost nothing for hands that tremble. Kept by a reset. */
void
annae_document_guide_set_pace (AnnaeDocumentGuide *self, double patience, gboolean small_movements);

/* One view; advice is filled completely. CARD_DONE is given once the card was good for long enough, and stays until
 * reset. */
void
annae_document_guide_observe (AnnaeDocumentGuide *self,
                              const AnnaeDocumentView *view,
                              gint64 now_us,
                              AnnaeAdvice *advice);

/* TRUE while the current view is good enough to take the portrait from, with its quality 0-100. */
gboolean
annae_document_guide_get_candidate (AnnaeDocumentGuide *self, double *quality);

/* TRUE where this candidate's portrait is elsewhere on the card than that of the candidates before: looks have agreed on another face
 * since, and what was kept of those is to be dropped. */
gboolean
annae_document_guide_is_another (AnnaeDocumentGuide *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeDocumentGuide, annae_document_guide_free)

G_END_DECLS
