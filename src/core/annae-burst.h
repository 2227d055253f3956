/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which frames of a second become one template: the best, with the poses that the person took kept. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More bring nothing that could be measured (tests/bench/matching/fusion.py), and each costs a run of the network. */
#define ANNAE_BURST_FRAMES 5

typedef struct
{
  double quality; /* 0 to 100 */
  double yaw;     /* degrees */
  double pitch;
} AnnaeBurstFrame;

/* Where the newcomer goes among n frames (up to ANNAE_BURST_FRAMES): n to append it, the index of the frame that it replaces, or -1
 * where it is not kept. Of the two that are nearest in pose the worse one goes, so that the best frame always stays. */
int annae_burst_place (const AnnaeBurstFrame *frames, guint n, const AnnaeBurstFrame *newcomer);

G_END_DECLS
