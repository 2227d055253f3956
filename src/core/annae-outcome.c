/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Document, liveness and comparison to one verdict, by a table that can be read. */

#include "annae-outcome.h"

/* clang-format off */
#define U ANNAE_VERDICT_UNDECIDED
#define M ANNAE_VERDICT_MATCH
#define N ANNAE_VERDICT_NO_MATCH

/* [portrait][liveness][comparison]; columns: undecided, match, no match */
static const AnnaeVerdict required[ANNAE_N_PORTRAITS][ANNAE_N_LIVENESS][ANNAE_N_VERDICTS] = {
  [ANNAE_PORTRAIT_MISSING] = {
    [ANNAE_LIVENESS_NOT_TESTED] = { U, U, U },
    [ANNAE_LIVENESS_UNDECIDED]  = { U, U, U },
    [ANNAE_LIVENESS_FLAT]       = { U, U, U },
    [ANNAE_LIVENESS_LIVE]       = { U, U, U },
  },
  [ANNAE_PORTRAIT_WEAK] = {
    [ANNAE_LIVENESS_NOT_TESTED] = { U, U, N },
    [ANNAE_LIVENESS_UNDECIDED]  = { U, U, N },
    [ANNAE_LIVENESS_FLAT]       = { U, U, N },
    [ANNAE_LIVENESS_LIVE]       = { U, M, N },
  },
  [ANNAE_PORTRAIT_SOUND] = {
    [ANNAE_LIVENESS_NOT_TESTED] = { U, U, N },
    [ANNAE_LIVENESS_UNDECIDED]  = { U, U, N },
    [ANNAE_LIVENESS_FLAT]       = { U, U, N },
    [ANNAE_LIVENESS_LIVE]       = { U, M, N },
  },
};

/* Where liveness is not required, what was not tested is no evidence either way: the comparison's threshold decides, as it was
 * calibrated. What was tested and stayed undecided is a weak piece. */
static const AnnaeVerdict not_required[ANNAE_N_PORTRAITS][ANNAE_N_LIVENESS][ANNAE_N_VERDICTS] = {
  [ANNAE_PORTRAIT_MISSING] = {
    [ANNAE_LIVENESS_NOT_TESTED] = { U, U, U },
    [ANNAE_LIVENESS_UNDECIDED]  = { U, U, U },
    [ANNAE_LIVENESS_FLAT]       = { U, U, U },
    [ANNAE_LIVENESS_LIVE]       = { U, U, U },
  },
  [ANNAE_PORTRAIT_WEAK] = {
    [ANNAE_LIVENESS_NOT_TESTED] = { U, M, N },
    [ANNAE_LIVENESS_UNDECIDED]  = { U, U, N },
    [ANNAE_LIVENESS_FLAT]       = { U, U, N },
    [ANNAE_LIVENESS_LIVE]       = { U, M, N },
  },
  [ANNAE_PORTRAIT_SOUND] = {
    [ANNAE_LIVENESS_NOT_TESTED] = { U, M, N },
    [ANNAE_LIVENESS_UNDECIDED]  = { U, M, N },
    [ANNAE_LIVENESS_FLAT]       = { U, U, N },
    [ANNAE_LIVENESS_LIVE]       = { U, M, N },
  },
};

#undef U
#undef M
#undef N
/* clang-format on */

AnnaeVerdict
annae_outcome_combine (gboolean liveness_required,
                       AnnaePortrait portrait,
                       AnnaeLiveness liveness,
                       AnnaeVerdict comparison)
{
  g_return_val_if_fail ((guint) portrait < ANNAE_N_PORTRAITS, ANNAE_VERDICT_UNDECIDED);
  g_return_val_if_fail ((guint) liveness < ANNAE_N_LIVENESS, ANNAE_VERDICT_UNDECIDED);
  g_return_val_if_fail ((guint) comparison < ANNAE_N_VERDICTS, ANNAE_VERDICT_UNDECIDED);

  return liveness_required ? required[portrait][liveness][comparison] : not_required[portrait][liveness][comparison];
}

const char *
annae_liveness_name (AnnaeLiveness liveness)
{
  static const char *const names[ANNAE_N_LIVENESS] = {
    [ANNAE_LIVENESS_NOT_TESTED] = "not tested",
    [ANNAE_LIVENESS_UNDECIDED] = "undecided",
    [ANNAE_LIVENESS_FLAT] = "flat",
    [ANNAE_LIVENESS_LIVE] = "live",
  };
  g_return_val_if_fail ((guint) liveness < ANNAE_N_LIVENESS, NULL);
  return names[liveness];
}

const char *
annae_portrait_name (AnnaePortrait portrait)
{
  static const char *const names[ANNAE_N_PORTRAITS] = {
    [ANNAE_PORTRAIT_MISSING] = "missing",
    [ANNAE_PORTRAIT_WEAK] = "weak",
    [ANNAE_PORTRAIT_SOUND] = "sound",
  };
  g_return_val_if_fail ((guint) portrait < ANNAE_N_PORTRAITS, NULL);
  return names[portrait];
}
