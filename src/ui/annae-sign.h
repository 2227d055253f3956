/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A big sign: a tick, a raised hand, or a ring that fills. Shape says it, not colour alone. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  ANNAE_SIGN_GOOD, /* a tick in a circle */
  ANNAE_SIGN_CARE, /* a raised hand */
  ANNAE_SIGN_RING  /* how much of something is over */
} AnnaeSignKind;

#define ANNAE_TYPE_SIGN (annae_sign_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeSign, annae_sign, ANNAE, SIGN, GtkWidget)

void annae_sign_set_kind (AnnaeSign *self, AnnaeSignKind kind);

/* RING: share that is over, 0 to 1. */
void annae_sign_set_progress (AnnaeSign *self, double progress);

G_END_DECLS
