/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the customer can be spoken to, and if not, why: shown to staff. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ANNAE_VOICE_READY,
  ANNAE_VOICE_NONE,      /* this language has no usable voice: chime, large text and pictogram instead */
  ANNAE_VOICE_NO_SOUND,  /* no sound device */
  ANNAE_VOICE_OFF        /* muted by the customer */
} AnnaeVoiceState;

G_END_DECLS
