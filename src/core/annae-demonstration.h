/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the bundled recording stands in for the camera and the card, so that the program can be seen without either.
 * Nobody is checked in it, and what comes out of it is signed for nobody. */

#pragma once

typedef enum
{
  ANNAE_DEMONSTRATION_NONE,
  ANNAE_DEMONSTRATION_ONCE, /* asked for on the first page, over with the customer */
  ANNAE_DEMONSTRATION_STAYS /* the program was started for it */
} AnnaeDemonstration;
