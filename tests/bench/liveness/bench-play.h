/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Plays a clip as fast as it can be read, for the programs of this folder. */

#pragma once

#include "annae-file-source.h"

/* Every frame goes to func; a clip that cannot be played ends the program with the reason. */
static inline void
bench_play (const char *path, AnnaeFrameFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeFrameSource) source = annae_file_source_new (path, ANNAE_PACE_AS_FAST_AS_POSSIBLE, FALSE);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_signal_connect_swapped (source, "ended", G_CALLBACK (g_main_loop_quit), loop);
  annae_frame_source_set_frame_func (source, func, data);
  if (!annae_frame_source_start (source, ANNAE_CAPTURE_GUIDANCE, &error))
    g_error ("%s: %s", path, error->message);
  g_main_loop_run (loop);
  annae_frame_source_stop (source);
}
