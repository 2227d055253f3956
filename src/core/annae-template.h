/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A template: the numbers that one model computes from one aligned face. Lives in the vault, is wiped when freed. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AnnaeTemplate AnnaeTemplate;

/* Copies n_values (1 to 4096) finite values into the vault, scaled to unit length. model_id names the network
 * (its SHA-256), so that templates of different networks are never compared.
 * Returns NULL for a zero vector, a value that is not finite, or where memory is short. */
AnnaeTemplate *annae_template_new (const char *model_id, const float *values, gsize n_values);
AnnaeTemplate *annae_template_ref (AnnaeTemplate *self);
void annae_template_unref (AnnaeTemplate *self);

gsize annae_template_get_length (const AnnaeTemplate *self);
const float *annae_template_peek (const AnnaeTemplate *self);
const char *annae_template_get_model_id (const AnnaeTemplate *self);

/* Cosine of reference and probe, -1 to 1: the comparison score. FALSE where they come from different networks. */
gboolean annae_template_compare (const AnnaeTemplate *reference, const AnnaeTemplate *probe, double *score);

/* Weighted mean of templates of one person and one network, scaled to unit length. weights > 0, or NULL for equal. */
AnnaeTemplate *annae_template_fuse (AnnaeTemplate *const *templates, const double *weights, gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeTemplate, annae_template_unref)

G_END_DECLS
