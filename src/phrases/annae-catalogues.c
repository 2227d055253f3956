/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Resolves every phrase once: for a language the chain is itself, English, Korean; for a spoken form each of these is
 * asked for its spoken words (msgctxt "speech") and then for its shown ones. English comes from annae-phrase-list.h. */

#include "annae-catalogues.h"

#include <gio/gio.h>
#include <string.h>

#include "annae-phrases-resources.h"

#define RESOURCE_FOLDER "/org/annae/phrases/"
#define SPEECH_CONTEXT "speech"
#define N_FORMS 2

struct _AnnaeCatalogues
{
  guint n_languages;
  guint english;
  guint korean;
  AnnaeMo **mos; /* NULL where a language has none */
  AnnaePlural english_plural;
  AnnaePhraseText *texts; /* [language][phrase][form] */
  GPtrArray *arrays;      /* owns the arrays in texts; the strings belong to the mos or the list */
};

/* ANNAE_PHRASE and the spoken forms come as separate rows of the list: two passes fill one table. */
static const AnnaePhraseRow rows[ANNAE_N_PHRASES] = {
#define ANNAE_PHRASE(ID, AUDIENCE, ENGLISH)                                                                            \
  [ANNAE_PHRASE_##ID] = { .id = #ID, .english = ENGLISH, .customer = #AUDIENCE[0] == 'C' },
#define ANNAE_PHRASE_N(ID, AUDIENCE, SINGULAR, PLURAL)                                                                 \
  [ANNAE_PHRASE_##ID] = { .id = #ID, .english = SINGULAR, .english_plural = PLURAL, .customer = #AUDIENCE[0] == 'C' },
#define ANNAE_SPOKEN(ID, CONTEXT, ENGLISH)
#define ANNAE_SPOKEN_N(ID, CONTEXT, SINGULAR, PLURAL)
#include "annae-phrase-list.h"
#undef ANNAE_PHRASE
#undef ANNAE_PHRASE_N
#undef ANNAE_SPOKEN
#undef ANNAE_SPOKEN_N
};

static const struct
{
  const char *singular;
  const char *plural;
} spoken_rows[ANNAE_N_PHRASES] = {
#define ANNAE_PHRASE(ID, AUDIENCE, ENGLISH)
#define ANNAE_PHRASE_N(ID, AUDIENCE, SINGULAR, PLURAL)
#define ANNAE_SPOKEN(ID, CONTEXT, ENGLISH) [ANNAE_PHRASE_##ID] = { ENGLISH, NULL },
#define ANNAE_SPOKEN_N(ID, CONTEXT, SINGULAR, PLURAL) [ANNAE_PHRASE_##ID] = { SINGULAR, PLURAL },
#include "annae-phrase-list.h"
#undef ANNAE_PHRASE
#undef ANNAE_PHRASE_N
#undef ANNAE_SPOKEN
#undef ANNAE_SPOKEN_N
};

static AnnaePhraseText *
text_at (const AnnaeCatalogues *self, guint language, AnnaePhraseId id, AnnaePhraseForm form)
{
  return &self->texts[((gsize) language * ANNAE_N_PHRASES + id) * N_FORMS + form];
}

/* The forms of one message in one language; NULL where the language lacks even one of them. */
static const char *const *
collect (AnnaeCatalogues *self,
         guint language,
         const char *context,
         const char *singular,
         const char *plural,
         guint *n_texts)
{
  gboolean is_english = language == self->english;
  const AnnaeMo *mo = self->mos[language];
  const char **texts;
  guint n = 1;

  if (singular == NULL || *singular == '\0' || (!is_english && mo == NULL))
    return NULL;
  if (plural != NULL)
    n = annae_catalogues_get_plural (self, language)->n_forms;
  texts = g_new0 (const char *, n);
  for (guint i = 0; i < n; i++)
    {
      if (is_english)
        texts[i] = i == 0 ? singular : plural;
      else
        texts[i] = annae_mo_lookup (mo, context, singular, i);
      if (texts[i] == NULL)
        {
          g_free (texts);
          return NULL;
        }
    }
  g_ptr_array_add (self->arrays, texts);
  *n_texts = n;
  return texts;
}

static void
resolve_in (AnnaeCatalogues *self, AnnaePhraseText *text, guint language, AnnaePhraseId id, AnnaePhraseForm form)
{
  const AnnaePhraseRow *row = &rows[id];

  text->origin = language;
  if (form == ANNAE_FORM_SPOKEN)
    {
      gboolean differs = spoken_rows[id].singular != NULL;

      if (differs || language != self->english)
        text->texts = collect (self, language, SPEECH_CONTEXT, differs ? spoken_rows[id].singular : row->english,
                               differs ? spoken_rows[id].plural : row->english_plural, &text->n_texts);
    }
  if (text->texts == NULL)
    text->texts = collect (self, language, NULL, row->english, row->english_plural, &text->n_texts);
}

/* Fills in what the language has itself. */
static void
resolve_own (AnnaeCatalogues *self, guint language)
{
  for (guint id = 0; id < ANNAE_N_PHRASES; id++)
    for (guint form = 0; form < N_FORMS; form++)
      resolve_in (self, text_at (self, language, id, form), language, id, form);
}

/* Fills the gaps with what English has itself, or else Korean. */
static void
resolve_gaps (AnnaeCatalogues *self, guint language)
{
  static const char *const nothing[] = { "" };
  const guint fallbacks[] = { self->english, self->korean };

  for (guint id = 0; id < ANNAE_N_PHRASES; id++)
    for (guint form = 0; form < N_FORMS; form++)
      {
        AnnaePhraseText *text = text_at (self, language, id, form);

        for (guint i = 0; i < G_N_ELEMENTS (fallbacks) && text->texts == NULL; i++)
          *text = *text_at (self, fallbacks[i], id, form);
        if (text->texts == NULL)
          *text = (AnnaePhraseText){ .texts = nothing, .n_texts = 1, .origin = language };
      }
}

AnnaeCatalogues *
annae_catalogues_new (AnnaeCatalogueLoader loader, gpointer user_data)
{
  AnnaeCatalogues *self = g_new0 (AnnaeCatalogues, 1);
  gsize n_languages;
  const AnnaeLanguage *languages = annae_languages_get (&n_languages);

  self->n_languages = (guint) n_languages;
  self->english = annae_catalogues_language_index ("en");
  self->korean = annae_catalogues_language_index ("ko");
  self->mos = g_new0 (AnnaeMo *, n_languages);
  self->arrays = g_ptr_array_new_with_free_func (g_free);
  self->texts = g_new0 (AnnaePhraseText, n_languages * ANNAE_N_PHRASES * N_FORMS);
  annae_plural_init_germanic (&self->english_plural);

  for (guint i = 0; i < n_languages; i++)
    {
      g_autoptr (GBytes) bytes = loader (languages[i].code, user_data);
      g_autoptr (GError) error = NULL;

      if (bytes == NULL)
        continue;
      self->mos[i] = annae_mo_new (bytes, &error);
      if (self->mos[i] == NULL)
        g_info ("%s: %s", languages[i].code, error->message);
    }
  for (guint i = 0; i < n_languages; i++)
    resolve_own (self, i);
  for (guint i = 0; i < n_languages; i++)
    resolve_gaps (self, i);
  return self;
}

void
annae_catalogues_free (AnnaeCatalogues *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_languages; i++)
    annae_mo_free (self->mos[i]);
  g_free (self->mos);
  g_free (self->texts);
  g_ptr_array_unref (self->arrays);
  g_free (self);
}

static GBytes *
load_from_library (const char *code, gpointer user_data)
{
  g_autofree char *path = g_strconcat (RESOURCE_FOLDER, code, ".mo", NULL);

  return g_resource_lookup_data (annae_phrases_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

const AnnaeCatalogues *
annae_catalogues_get_default (void)
{
  static gsize catalogues = 0;

  if (g_once_init_enter (&catalogues))
    g_once_init_leave (&catalogues, (gsize) annae_catalogues_new (load_from_library, NULL));
  return (const AnnaeCatalogues *) catalogues;
}

const AnnaePhraseText *
annae_catalogues_get_text (const AnnaeCatalogues *self, guint language, AnnaePhraseId id, AnnaePhraseForm form)
{
  if (language >= self->n_languages)
    language = self->english;
  if ((guint) id >= ANNAE_N_PHRASES)
    id = ANNAE_PHRASE_NONE;
  return text_at (self, language, id, form == ANNAE_FORM_SPOKEN ? ANNAE_FORM_SPOKEN : ANNAE_FORM_SHOWN);
}

const AnnaePlural *
annae_catalogues_get_plural (const AnnaeCatalogues *self, guint language)
{
  if (language < self->n_languages && self->mos[language] != NULL && language != self->english)
    return annae_mo_get_plural (self->mos[language]);
  return &self->english_plural;
}

guint
annae_catalogues_language_index (const char *code)
{
  const AnnaeLanguage *languages = annae_languages_get (NULL);
  const AnnaeLanguage *language = annae_language_find (code);

  if (language == NULL)
    language = annae_language_find ("en");
  return (guint) (language - languages);
}

const AnnaePhraseRow *
annae_phrase_get_row (AnnaePhraseId id)
{
  return &rows[(guint) id < ANNAE_N_PHRASES ? id : ANNAE_PHRASE_NONE];
}
