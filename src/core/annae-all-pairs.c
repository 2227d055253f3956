/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows and columns are cut into tiles that stay in the cache; in a tile, four rows meet four columns at once, so that
 * each number that is loaded is used four times. */

#include "annae-all-pairs.h"

#include <string.h>

#include "annae-vault.h"

#define TILE 64 /* rows a tile: 64 of 128 numbers are 32 KB */
#define LANES 8

typedef float Lanes __attribute__ ((vector_size (LANES * sizeof (float))));

typedef struct
{
  const Lanes *rows; /* each of `width` lanes, filled up with zeroes */
  gsize width;
} Matrix;

static inline __attribute__ ((always_inline)) float
sum_lanes (const Lanes *v)
{
  float sum = 0.0f;

  for (guint i = 0; i < LANES; i++)
    sum += (*v)[i];
  return sum;
}

/* scores[i][j] of 4 x 4 rows that begin at a and b. */
static inline __attribute__ ((always_inline)) void
multiply_four (const Lanes *a, const Lanes *b, gsize width, float *scores)
{
  Lanes sums[4][4] = { 0 };

  for (gsize k = 0; k < width; k++)
    for (guint i = 0; i < 4; i++)
      for (guint j = 0; j < 4; j++)
        sums[i][j] += a[i * width + k] * b[j * width + k];
  for (guint i = 0; i < 4; i++)
    for (guint j = 0; j < 4; j++)
      scores[i * TILE + j] = sum_lanes (&sums[i][j]);
}

static inline __attribute__ ((always_inline)) void
multiply_tile (const Matrix *m, guint row, guint column, float *scores)
{
  for (guint i = 0; i < TILE; i += 4)
    for (guint j = 0; j < TILE; j += 4)
      multiply_four (m->rows + (row + i) * m->width, m->rows + (column + j) * m->width, m->width,
                     scores + i * TILE + j);
}

static void
multiply_plain (const Matrix *m, guint row, guint column, float *scores)
{
  multiply_tile (m, row, column, scores);
}

#ifdef __x86_64__
__attribute__ ((target ("avx2,fma"))) static void
multiply_avx2 (const Matrix *m, guint row, guint column, float *scores)
{
  multiply_tile (m, row, column, scores);
}
#endif

static void (*choose_multiply (void)) (const Matrix *m, guint row, guint column, float *scores)
{
#ifdef __x86_64__
  if (__builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma"))
    return multiply_avx2;
#endif
  return multiply_plain;
}

static gboolean
same_network (AnnaeTemplate *const *templates, guint n)
{
  for (guint i = 1; i < n; i++)
    if (annae_template_get_length (templates[i]) != annae_template_get_length (templates[0])
        || strcmp (annae_template_get_model_id (templates[i]), annae_template_get_model_id (templates[0])) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
look_at_all (const AnnaeCohort *cohort, AnnaeTemplate *const *templates, guint n, AnnaeCohortSide *sides)
{
  for (guint i = 0; i < n; i++)
    if (!annae_cohort_look (cohort, templates[i], &sides[i]))
      return FALSE;
  return TRUE;
}

gboolean
annae_all_pairs_compare (AnnaeTemplate *const *templates,
                         guint n,
                         const AnnaeCohort *cohort,
                         const guint *people,
                         const guint *groups,
                         AnnaeTally *total,
                         AnnaeTally *const *group_tallies)
{
  g_return_val_if_fail (people != NULL && total != NULL, FALSE);
  g_return_val_if_fail (groups == NULL || group_tallies != NULL, FALSE);

  if (n < 2)
    return TRUE;
  if (!same_network (templates, n))
    return FALSE;
  void (*multiply) (const Matrix *, guint, guint, float *) = choose_multiply ();
  gsize length = annae_template_get_length (templates[0]);
  gsize width = (length + LANES - 1) / LANES;
  gsize n_rows = ((gsize) n + TILE - 1) / TILE * TILE;
  Lanes *rows = annae_vault_alloc (ANNAE_VAULT_TEMPLATE, n_rows * width * sizeof (Lanes));
  AnnaeCohortSide *sides
      = cohort != NULL ? annae_vault_alloc (ANNAE_VAULT_TEMPLATE, n * sizeof (AnnaeCohortSide)) : NULL;
  float scores[TILE * TILE];

  if (rows == NULL || (cohort != NULL && (sides == NULL || !look_at_all (cohort, templates, n, sides))))
    {
      annae_vault_free (sides);
      annae_vault_free (rows);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    memcpy (rows + i * width, annae_template_peek (templates[i]), length * sizeof (float));

  const Matrix matrix = { rows, width };
  for (guint row = 0; row < n; row += TILE)
    for (guint column = row; column < n; column += TILE)
      {
        multiply (&matrix, row, column, scores);
        for (guint i = row; i < MIN (row + TILE, n); i++)
          for (guint j = MAX (column, i + 1); j < MIN (column + TILE, n); j++)
            {
              gboolean same = people[i] == people[j];
              double score = scores[(i - row) * TILE + (j - column)];

              if (sides != NULL)
                score = score * (sides[i].slope + sides[j].slope) - (sides[i].offset + sides[j].offset);
              annae_tally_add (total, same, score);
              if (groups != NULL && groups[i] == groups[j] && groups[i] != ANNAE_ALL_PAIRS_NO_GROUP)
                annae_tally_add (group_tallies[groups[i]], same, score);
            }
      }
  annae_vault_free (sides);
  annae_vault_free (rows);
  return TRUE;
}
