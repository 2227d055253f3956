/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The allow-list of voices. Judged on espeak-ng 1.51 by the phonemes it makes of our sentences, not by native ears.
 *
 * espeak-ng counts its rate in English words: the same number is 2.4 syllables a second in Chinese and 4.6 in Russian. Each
 * rate here brings our own sentences, pauses included, to about 4 syllables a second, which suits older listeners; the
 * faster voices stay at 120, below which they are understood worse. */

#include "annae-voices.h"

/* clang-format off */
static const AnnaeVoice voices[] = {
  /* language, voice,              rate, pitch */
  { "ko",      "ko",               135,  40 },
  { "en",      "en-us",            160,  40 },
  { "zh_CN",   "cmn-latn-pinyin",  200,  40 }, /* plain "cmn" and "zh" read pinyin as if it were English */
  { "vi",      "vi",               160,  40 },
  { "uz",      "uz",               135,  40 },
  { "ru",      "ru",               120,  40 },
  { "id",      "id",               135,  40 },
  { "ne",      "ne",               130,  40 },
  { "si",      "si",               120,  40 },
  { "bn",      "bn",               140,  40 },
  { "ur",      "ur",               155,  40 },
  { "ja",      "ja",               140,  40 },
  { "th",      NULL,               0,    0  }, /* espeak's "th" loses vowels */
  { "my",      NULL,               0,    0  },
  { "km",      NULL,               0,    0  },
  { "mn",      NULL,               0,    0  },
  { "fil",     NULL,               0,    0  },
};
/* clang-format on */

const AnnaeVoice *
annae_voices_get (gsize *n_voices)
{
  if (n_voices != NULL)
    *n_voices = G_N_ELEMENTS (voices);
  return voices;
}

const AnnaeVoice *
annae_voice_find (const char *language)
{
  if (language == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (voices); i++)
    if (g_str_equal (voices[i].language, language))
      return voices[i].espeak != NULL ? &voices[i] : NULL;
  return NULL;
}
