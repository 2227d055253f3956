/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every template against every other one, as one matrix product in tiles. */

#pragma once

#include "annae-cohort.h"
#include "annae-evaluation.h"
#include "annae-template.h"

G_BEGIN_DECLS

#define ANNAE_ALL_PAIRS_NO_GROUP G_MAXUINT

/* Compares all n (n - 1) / 2 pairs of templates[] and counts their scores in total, and in group_tallies[g] where both templates
 * are of group g. Templates of one person have equal people[]. groups may be NULL; a template of ANNAE_ALL_PAIRS_NO_GROUP is in
 * none. With a cohort (or NULL) scores are normalised against it. Works on a copy in the vault, wiped at the end. FALSE, with
 * nothing counted, where templates come from different networks, the cohort does not fit or memory is short. */
gboolean annae_all_pairs_compare (AnnaeTemplate *const *templates, guint n, const AnnaeCohort *cohort, const guint *people,
                                  const guint *groups, AnnaeTally *total, AnnaeTally *const *group_tallies);

G_END_DECLS
