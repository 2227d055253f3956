/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All catalogues, with every phrase of every language resolved ahead: a lookup is two array accesses. Built once from .mo
 * files, then immutable, so it needs no lock. Private to this floor; tests build their own from made-up files. */

#pragma once

#include "annae-mo.h"
#include "annae-phrases.h"

G_BEGIN_DECLS

typedef struct _AnnaeCatalogues AnnaeCatalogues;

/* The .mo file of a language: (transfer full), or NULL where there is none. */
typedef GBytes *(*AnnaeCatalogueLoader) (const char *code, gpointer user_data);

/* A phrase as resolved for one language. */
typedef struct
{
  const char *const *texts; /* one, or one a plural form */
  guint n_texts;
  guint origin; /* index of the language whose words these are: the one asked for, or a fallback */
} AnnaePhraseText;

/* A file that cannot be read counts as no file: its language falls back, with a line in the log. */
AnnaeCatalogues *annae_catalogues_new (AnnaeCatalogueLoader loader, gpointer user_data);
void annae_catalogues_free (AnnaeCatalogues *self);

/* The catalogues inside this library, loaded on the first call, from any thread. */
const AnnaeCatalogues *annae_catalogues_get_default (void);

/* language is an index into annae_languages_get (). */
const AnnaePhraseText *annae_catalogues_get_text (const AnnaeCatalogues *self, guint language, AnnaePhraseId id,
                                                  AnnaePhraseForm form);
const AnnaePlural *annae_catalogues_get_plural (const AnnaeCatalogues *self, guint language);

/* The index of a language by its code; of English where it is unknown or NULL. */
guint annae_catalogues_language_index (const char *code);

/* One row of annae-phrase-list.h. */
typedef struct
{
  const char *id;              /* "CHOICE_START" */
  const char *english;
  const char *english_plural;  /* NULL where the phrase has no plural forms */
  gboolean customer;
} AnnaePhraseRow;

const AnnaePhraseRow *annae_phrase_get_row (AnnaePhraseId id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnaeCatalogues, annae_catalogues_free)

G_END_DECLS
