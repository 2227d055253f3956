/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The languages, in the order in which they are offered: Korean and English first, then by how many people at a Korean
 * counter speak them. The font families are those of fonts-noto-core and fonts-noto-cjk; plain "Sans" mixes families.
 */

#include "annae-phrases.h"

#include <string.h>

/* clang-format off */
static const AnnaeLanguage languages[] = {
  { "ko",    "한국어",            "ko",    "Noto Sans CJK KR",                       FALSE, TRUE },
  { "en",    "English",           "en",    "Noto Sans",                              FALSE, FALSE },
  { "zh_CN", "简体中文",          "zh-cn", "Noto Sans CJK SC",                       FALSE, FALSE },
  { "vi",    "Tiếng Việt",        "vi",    "Noto Sans",                              FALSE, FALSE },
  { "uz",    "Oʻzbekcha",         "uz",    "Noto Sans",                              FALSE, FALSE },
  { "ru",    "Русский",           "ru",    "Noto Sans",                              FALSE, FALSE },
  { "id",    "Bahasa Indonesia",  "id",    "Noto Sans",                              FALSE, FALSE },
  { "ne",    "नेपाली",              "ne",    "Noto Sans Devanagari, Noto Sans",        FALSE, FALSE },
  { "si",    "සිංහල",              "si",    "Noto Sans Sinhala, Noto Sans",           FALSE, FALSE },
  { "bn",    "বাংলা",               "bn",    "Noto Sans Bengali, Noto Sans",           FALSE, FALSE },
  /* Naskh, not Nastaliq: readable for everyone who reads Urdu, at half of the line height. */
  { "ur",    "اردو",              "ur",    "Noto Naskh Arabic, Noto Sans",           TRUE,  FALSE },
  { "ja",    "日本語",            "ja",    "Noto Sans CJK JP",                       FALSE, FALSE },
  { "th",    "ไทย",               "th",    "Noto Sans Thai, Noto Sans",              FALSE, FALSE },
  { "my",    "မြန်မာ",              "my",    "Noto Sans Myanmar, Noto Sans",           FALSE, FALSE },
  { "km",    "ខ្មែរ",               "km",    "Noto Sans Khmer, Noto Sans",             FALSE, FALSE },
  { "mn",    "Монгол",            "mn",    "Noto Sans",                              FALSE, FALSE },
  { "fil",   "Filipino",          "fil",   "Noto Sans",                              FALSE, FALSE },
};
/* clang-format on */

const AnnaeLanguage *
annae_languages_get (gsize *n_languages)
{
  if (n_languages != NULL)
    *n_languages = G_N_ELEMENTS (languages);
  return languages;
}

const AnnaeLanguage *
annae_language_find (const char *code)
{
  if (code == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    if (strcmp (languages[i].code, code) == 0)
      return &languages[i];
  return NULL;
}
