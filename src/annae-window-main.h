/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs the window: builds a session with everything a counter has, and ties it to the counter's settings, to the member of
 * staff, to the shop's own system, and into the cage. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *pack;
  char *policy;
  char *language;
  char *document; /* what the counter's scanner has handed over */
  gboolean demo;
  gboolean windowed;
} AnnaeWindowOptions;

/* Returns the exit code. */
int annae_window_main (const AnnaeWindowOptions *options);

G_END_DECLS
