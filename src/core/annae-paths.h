/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the program's own files are: $ANNAE_DATA_DIR (running from the source tree), else the installed data directory. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The demonstration: a rendered person who does not exist, and their card. Relative, for annae_paths_data_file (). */
#define ANNAE_DEMO_LIVE "demo/live.webm"
#define ANNAE_DEMO_DOCUMENT "demo/card-same.jpg"

/* The documents that are known: annae-layout.h. */
#define ANNAE_LAYOUTS "layouts"

/* (transfer full) path of a file of the program, whether it is there or not. */
char *annae_paths_data_file (const char *relative);

/* (transfer full) where receipts are kept, and in it where the counter's keys are. The only folder the cage leaves writable. */
char *annae_paths_receipts (void);
char *annae_paths_keys (void);

G_END_DECLS
