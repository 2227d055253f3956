/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One worker thread that looks at the newest frame only, and reports to the main loop by one coalesced idle. */

#pragma once

#include "annae-vision.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_LOOK_FACE,
  ANNAE_LOOK_LIVING, /* a face, and what is about it: where liveness is judged */
  ANNAE_LOOK_DOCUMENT
} AnnaeLook;

#define ANNAE_TYPE_ANALYZER (annae_analyzer_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeAnalyzer, annae_analyzer, ANNAE, ANALYZER, GObject)

/* What came of one frame; exactly one of the first two is meant, by look. The frame is the one that was looked at. */
typedef struct
{
  AnnaeLook look;
  AnnaeObservation observation;
  AnnaeDocumentView document;
  AnnaeFrame *frame; /* borrowed */
  gint64 took_us;    /* time for the analysis */
  GError *error;     /* borrowed, or NULL */
} AnnaeAnalysis;

/* Called on the main context that created the analyzer. A result that the main loop did not come round to take is replaced by
 * the next one. Once func has called annae_analyzer_clear (), the frame of its analysis is gone and reads NULL. */
typedef void (*AnnaeAnalysisFunc) (const AnnaeAnalysis *analysis, gpointer user_data);

AnnaeAnalyzer *annae_analyzer_new (AnnaeVision *vision /* taken */, AnnaeAnalysisFunc func, gpointer user_data);

/* From any thread. Replaces a frame that still waits. With wait, blocks until the frame before has been looked at AND reported,
 * so that an unpaced file is analysed frame by frame; never with wait from the main loop, which would have to report. */
void annae_analyzer_push (AnnaeAnalyzer *self, AnnaeFrame *frame, gboolean wait);

/* Chooses what is looked for and opens the analyzer, which is closed when new; drops a waiting frame, its result and what was remembered of the person. */
void annae_analyzer_set_look (AnnaeAnalyzer *self, AnnaeLook look);

/* Drops everything held; the result of a frame that is being looked at is dropped as well, and a push () that waits returns.
 * Returns when the worker holds no frame. From now on push () returns at once and drops its frame, until set_look () is
 * called: so a session clears first and then stops the source. Work that has not begun ends with G_IO_ERROR_CANCELLED, its data
 * destroyed at once; work that runs is waited for (tens of milliseconds; a second at worst where a document's date is read). On the main loop. */
void annae_analyzer_clear (AnnaeAnalyzer *self);

/* Runs work on the worker thread, where the networks may be used: for embedding. work returns through the task. data is
 * destroyed as soon as work has run, on the worker. Whoever cancels before clearing gets no result that outlives the session. */
typedef void (*AnnaeVisionWork) (AnnaeVision *vision, GTask *task, gpointer data);
void annae_analyzer_run_async (AnnaeAnalyzer *self, AnnaeVisionWork work, gpointer data, GDestroyNotify destroy,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gpointer annae_analyzer_run_finish (AnnaeAnalyzer *self, GAsyncResult *result, GError **error);

G_END_DECLS
