/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A cohort: means of the templates of many people each, against which a comparison score is normalised.
 *
 * One threshold for the cosine is matched falsely by some groups of people many times as often as by others, because a
 * network puts people of whom it saw few close together. Adaptive symmetric score normalisation (Matějka et al. 2017)
 * asks how far each side is from the means that are nearest to it, and takes the cosine in units of that. No mean is
 * anybody's template: see annae_cohort_parse (). */

#pragma once

#include "annae-template.h"

G_BEGIN_DECLS

/* The score after normalisation is counted in parts of so many standard deviations, to stay between -1 and 1. */
#define ANNAE_COHORT_DEVIATIONS 50.0

#define ANNAE_COHORT_MAX_BYTES (8 * 1024 * 1024)

typedef struct _AnnaeCohort AnnaeCohort;

/* A line “annae-cohort 1 NETWORK MEANS LENGTH NEAREST PEOPLE”, then MEANS (NEAREST to 20000) rows of LENGTH (2 to 4096) numbers:
 * 16 bits, signed, little-endian, in parts of 32767. NETWORK is the model id of the templates that it is for, NEAREST (5 to 200) how
 * many means are looked at, PEOPLE (5 or more) how many people are in each mean at least. A template has the length 1, a mean of
 * different people is shorter: a row longer than 0.9 is one person's and refused. Any bytes; path stands in messages. Errors: ANNAE_FAILURE_PACK. */
AnnaeCohort *annae_cohort_parse (gconstpointer bytes, gsize size, const char *model_id, const char *path, GError **error);
void annae_cohort_free (AnnaeCohort *self);

guint annae_cohort_get_n_means (const AnnaeCohort *self);
guint annae_cohort_get_n_people (const AnnaeCohort *self); /* in each mean, at least */

/* What the means say about one side of a comparison: score = cosine * (a.slope + b.slope) - (a.offset + b.offset). Numbers of one
 * person: wipe them. FALSE where the template is of another network, or its nearest means are all equally near. */
typedef struct
{
  double slope;
  double offset;
} AnnaeCohortSide;

gboolean annae_cohort_look (const AnnaeCohort *self, const AnnaeTemplate *who, AnnaeCohortSide *side);

/* The comparison score: normalised, -1 to 1; without a cohort (NULL) the cosine. FALSE where the two cannot be compared. */
gboolean annae_cohort_compare (const AnnaeCohort *self, const AnnaeTemplate *reference, const AnnaeTemplate *probe,
                               double *score);

/* The same, and the score that the two would have if they were one picture: people whom a network puts into a place of
 * their own, far from most means and near to a few, come to less than others. 1 without a cohort. */
gboolean annae_cohort_compare_and_most (const AnnaeCohort *self, const AnnaeTemplate *reference,
                                        const AnnaeTemplate *probe, double *score, double *most);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeCohort, annae_cohort_free)

G_END_DECLS
