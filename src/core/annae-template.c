/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Templates: unit vectors in the vault. Sums are in double precision, so that a score does not depend on the order of
 * values. */

#include "annae-template.h"

#include "annae-vault.h"

#include <math.h>
#include <string.h>

#define MAX_VALUES 4096

struct _AnnaeTemplate
{
  gatomicrefcount references;
  char *model_id;
  float *values;
  gsize n_values;
};

/* Takes the sums, n of them in the vault; they may be of any length but zero. */
static AnnaeTemplate *
template_from_sums (const char *model_id, const double *sums, gsize n)
{
  double squares = 0.0;

  for (gsize i = 0; i < n; i++)
    squares += sums[i] * sums[i];
  double length = sqrt (squares);
  if (!isfinite (length) || length <= 0.0)
    return NULL;

  float *values = annae_vault_alloc (ANNAE_VAULT_TEMPLATE, n * sizeof *values);
  if (values == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    values[i] = (float) (sums[i] / length);

  AnnaeTemplate *self = g_new0 (AnnaeTemplate, 1);
  g_atomic_ref_count_init (&self->references);
  self->model_id = g_strdup (model_id);
  self->values = values;
  self->n_values = n;
  return self;
}

AnnaeTemplate *
annae_template_new (const char *model_id, const float *values, gsize n_values)
{
  g_return_val_if_fail (model_id != NULL, NULL);
  g_return_val_if_fail (values != NULL, NULL);

  if (n_values < 1 || n_values > MAX_VALUES)
    return NULL;

  double *sums = annae_vault_alloc (ANNAE_VAULT_TEMPLATE, n_values * sizeof *sums);
  if (sums == NULL)
    return NULL;
  for (gsize i = 0; i < n_values; i++)
    sums[i] = values[i];
  AnnaeTemplate *self = template_from_sums (model_id, sums, n_values);
  annae_vault_free (sums);
  return self;
}

AnnaeTemplate *
annae_template_ref (AnnaeTemplate *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
annae_template_unref (AnnaeTemplate *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  annae_vault_free (self->values);
  g_free (self->model_id);
  g_free (self);
}

gsize
annae_template_get_length (const AnnaeTemplate *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_values;
}

const float *
annae_template_peek (const AnnaeTemplate *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->values;
}

const char *
annae_template_get_model_id (const AnnaeTemplate *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->model_id;
}

static gboolean
same_network (const AnnaeTemplate *a, const AnnaeTemplate *b)
{
  return a->n_values == b->n_values && strcmp (a->model_id, b->model_id) == 0;
}

gboolean
annae_template_compare (const AnnaeTemplate *reference, const AnnaeTemplate *probe, double *score)
{
  g_return_val_if_fail (reference != NULL && probe != NULL, FALSE);
  g_return_val_if_fail (score != NULL, FALSE);

  if (!same_network (reference, probe))
    return FALSE;

  double product = 0.0;
  for (gsize i = 0; i < reference->n_values; i++)
    product += (double) reference->values[i] * (double) probe->values[i];
  *score = CLAMP (product, -1.0, 1.0);
  return TRUE;
}

AnnaeTemplate *
annae_template_fuse (AnnaeTemplate *const *templates, const double *weights, gsize n)
{
  g_return_val_if_fail (templates != NULL, NULL);

  if (n == 0)
    return NULL;
  for (gsize k = 0; k < n; k++)
    if (!same_network (templates[0], templates[k]) || (weights != NULL && !(isfinite (weights[k]) && weights[k] > 0.0)))
      return NULL;

  gsize n_values = templates[0]->n_values;
  double *sums = annae_vault_alloc (ANNAE_VAULT_TEMPLATE, n_values * sizeof *sums);
  if (sums == NULL)
    return NULL;
  for (gsize k = 0; k < n; k++)
    for (gsize i = 0; i < n_values; i++)
      sums[i] += (weights != NULL ? weights[k] : 1.0) * (double) templates[k]->values[i];
  AnnaeTemplate *self = template_from_sums (templates[0]->model_id, sums, n_values);
  annae_vault_free (sums);
  return self;
}
