/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The command line: the same session as the window on any source, as text or JSON lines, and a look at each floor.
 * Exit codes: 0 match, 1 no match, 2 undecided, 3 bad input, 4 the machine failed. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

enum
{
  ANNAE_EXIT_MATCH = 0, /* and: the command did what it should */
  ANNAE_EXIT_NO_MATCH = 1,
  ANNAE_EXIT_UNDECIDED = 2,
  ANNAE_EXIT_BAD_INPUT = 3,
  ANNAE_EXIT_FAILED = 4
};

/* TRUE where the first argument names a command of ours, or asks for help or the version. */
gboolean annae_cli_is_command (const char *argument);

/* Runs the command in argv[1]; returns the exit code. */
int annae_cli_run (int argc, char **argv);

G_END_DECLS
