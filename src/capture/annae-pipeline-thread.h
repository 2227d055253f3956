/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starts and stops a pipeline in a thread of its own, so that nobody waits for a source that is stuck: pipewiresrc in
 * Debian 12 stays up to 30 seconds in its change of state where a camera does not answer, and cannot be called out of
 * it. */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _AnnaePipelineThread AnnaePipelineThread;

/* Starts playing. What goes wrong is told on the pipeline's bus. */
AnnaePipelineThread *
annae_pipeline_thread_new (GstElement *pipeline);

/* Stops, and frees self. Waits no longer than patience_us; what takes longer goes on by itself. destroy is called with
 * data when the pipeline has stopped, now or later, in this thread or in another. */
void
annae_pipeline_thread_close (AnnaePipelineThread *self, gint64 patience_us, GDestroyNotify destroy, gpointer data);

G_END_DECLS
