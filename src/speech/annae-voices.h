/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The allow-list of voices: which espeak-ng voice reads which language, how fast and how high. It decides alone: a
 * language that is not here, or has no voice here, is never read by a neighbour's. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *language; /* our code of the language: "zh_CN" */
  const char *espeak;   /* name for espeak_SetVoiceByName(), or NULL where none is usable */
  int rate;             /* espeakRATE, nominal words per minute, at 100 %: about 4 syllables a second */
  int pitch;            /* espeakPITCH, 0 to 100, at 100 % */
} AnnaeVoice;

/* The whole list, in no order of meaning. */
const AnnaeVoice *
annae_voices_get (gsize *n_voices);

/* The voice of a language by its exact code, or NULL: unknown, or known to have none that is usable. */
const AnnaeVoice *
annae_voice_find (const char *language);

G_END_DECLS
