/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the three pieces of evidence come to: the document's portrait, the living person, the comparison. */

#pragma once

#include "annae-matcher.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_PORTRAIT_MISSING, /* nothing to compare with */
  ANNAE_PORTRAIT_WEAK,    /* there is one, but it is small or there is glare on it */
  ANNAE_PORTRAIT_SOUND,
  ANNAE_N_PORTRAITS
} AnnaePortrait;

typedef enum
{
  ANNAE_LIVENESS_NOT_TESTED, /* nobody was asked for anything */
  ANNAE_LIVENESS_UNDECIDED,  /* asked, but what was seen proves neither */
  ANNAE_LIVENESS_FLAT,       /* what turned before the camera was a flat picture */
  ANNAE_LIVENESS_LIVE,       /* requests drawn at random were followed by a face that has depth */
  ANNAE_N_LIVENESS
} AnnaeLiveness;

#define ANNAE_N_VERDICTS (ANNAE_VERDICT_NO_MATCH + 1)

/* The written table (annae-outcome.c). Its rules, which its test checks for every cell:
 *   - a match needs the comparison's MATCH: nothing else makes up for it;
 *   - where policy requires liveness, a match needs LIVE;
 *   - a flat picture is never a match;
 *   - two weak pieces are never a match;
 *   - weaker evidence never gives a better outcome;
 *   - liveness neither makes nor unmakes a NO_MATCH. */
AnnaeVerdict annae_outcome_combine (gboolean liveness_required, AnnaePortrait portrait, AnnaeLiveness liveness,
                                    AnnaeVerdict comparison);

/* Stable names for JSON: "not tested", "live"; "sound". */
const char *annae_liveness_name (AnnaeLiveness liveness);
const char *annae_portrait_name (AnnaePortrait portrait);

G_END_DECLS
