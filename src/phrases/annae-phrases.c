/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looking a phrase up and filling its placeholders. */

#include "annae-phrases.h"

#include <stdarg.h>
#include <string.h>

#include "annae-catalogues.h"

/* Unicode's first strong isolate and its end: a camera's Latin name inside an Urdu sentence keeps its own direction and
 * leaves that of the sentence alone. */
#define ISOLATE "\u2068"
#define END_ISOLATE "\u2069"

#define MAX_PAIRS 16

typedef struct
{
  const char *name;
  char *value;
} Pair;

typedef struct
{
  Pair pairs[MAX_PAIRS];
  guint n_pairs;
} Pairs;

/* A value may come from a device or a file: it must be text, on one line, and unable to turn the line around. */
static char *
clean_value (const char *value)
{
  g_autofree char *valid = g_utf8_make_valid (value, -1);
  GString *clean = g_string_sized_new (strlen (valid));

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029)
        g_string_append_c (clean, ' ');
      else if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
        continue;
      else
        g_string_append_unichar (clean, c);
    }
  return g_string_free (clean, FALSE);
}

/* espeak-ng's Nepali voice reads 0-9 as English and its own digits as Nepali. */
static char *
use_spoken_digits (const char *language, const char *value)
{
  GString *text;

  if (strcmp (language, "ne") != 0)
    return g_strdup (value);
  text = g_string_sized_new (strlen (value) * 3);
  for (; *value != '\0'; value++)
    if (g_ascii_isdigit (*value))
      g_string_append_unichar (text, 0x0966 + (gunichar) (*value - '0'));
    else
      g_string_append_c (text, *value);
  return g_string_free (text, FALSE);
}

static void
pairs_add (Pairs *self, const char *name, const char *value)
{
  if (self->n_pairs >= MAX_PAIRS || value == NULL)
    return;
  self->pairs[self->n_pairs++] = (Pair){ .name = name, .value = clean_value (value) };
}

static void
pairs_clear (Pairs *self)
{
  for (guint i = 0; i < self->n_pairs; i++)
    g_free (self->pairs[i].value);
  self->n_pairs = 0;
}

static void
pairs_add_va (Pairs *self, va_list args)
{
  const char *name;

  while ((name = va_arg (args, const char *)) != NULL)
    pairs_add (self, name, va_arg (args, const char *));
}

static const char *
pairs_find (const Pairs *self, const char *name, gsize length)
{
  for (guint i = 0; i < self->n_pairs; i++)
    if (strlen (self->pairs[i].name) == length && memcmp (self->pairs[i].name, name, length) == 0)
      return self->pairs[i].value;
  return NULL;
}

/* One pass over the template: what is inserted is never looked at again, so a value cannot bring placeholders of its
 * own. */
static char *
fill (const char *template, const Pairs *pairs, const AnnaeLanguage *language, AnnaePhraseForm form)
{
  gboolean spoken = form == ANNAE_FORM_SPOKEN;
  gboolean isolate = language->right_to_left && !spoken;
  GString *text = g_string_sized_new (strlen (template) + 32);

  while (*template != '\0')
    {
      const char *end = *template == '{' ? strchr (template, '}') : NULL;
      const char *value = end != NULL ? pairs_find (pairs, template + 1, (gsize) (end - template - 1)) : NULL;

      if (value == NULL)
        {
          g_string_append_c (text, *template ++);
          continue;
        }
      if (isolate)
        g_string_append (text, ISOLATE);
      if (spoken)
        {
          g_autofree char *readable = use_spoken_digits (language->code, value);

          g_string_append (text, readable);
        }
      else
        g_string_append (text, value);
      if (isolate)
        g_string_append (text, END_ISOLATE);
      template = end + 1;
    }
  return g_string_free (text, FALSE);
}

static const AnnaePhraseText *
look_up (const char *language, AnnaePhraseId id, AnnaePhraseForm form)
{
  return annae_catalogues_get_text (annae_catalogues_get_default (), annae_catalogues_language_index (language), id,
                                    form);
}

static const AnnaeLanguage *
get_origin (const AnnaePhraseText *text)
{
  return &annae_languages_get (NULL)[text->origin];
}

const char *
annae_phrase_get (const char *language, AnnaePhraseId id, AnnaePhraseForm form)
{
  const AnnaePhraseText *text = look_up (language, id, form);

  return text->texts[text->n_texts - 1];
}

char *
annae_phrase_format (const char *language, AnnaePhraseId id, AnnaePhraseForm form, ...)
{
  const AnnaePhraseText *text = look_up (language, id, form);
  Pairs pairs = { 0 };
  va_list args;
  char *filled;

  va_start (args, form);
  pairs_add_va (&pairs, args);
  va_end (args);
  filled = fill (text->texts[text->n_texts - 1], &pairs, get_origin (text), form);
  pairs_clear (&pairs);
  return filled;
}

char *
annae_phrase_format_n (const char *language, AnnaePhraseId id, AnnaePhraseForm form, gulong count, ...)
{
  static const AnnaePhraseId words[] = { ANNAE_PHRASE_NUMBER_1, ANNAE_PHRASE_NUMBER_2, ANNAE_PHRASE_NUMBER_3 };
  const AnnaeCatalogues *catalogues = annae_catalogues_get_default ();
  const AnnaePhraseText *text = look_up (language, id, form);
  guint index = annae_plural_select (annae_catalogues_get_plural (catalogues, text->origin), count);
  g_autofree char *digits = g_strdup_printf ("%lu", count);
  Pairs pairs = { 0 };
  va_list args;
  char *filled;

  pairs_add (&pairs, "count", digits);
  if (count >= 1 && count <= G_N_ELEMENTS (words))
    pairs_add (&pairs, "number", annae_phrase_get (get_origin (text)->code, words[count - 1], form));
  else
    pairs_add (&pairs, "number", digits);
  va_start (args, count);
  pairs_add_va (&pairs, args);
  va_end (args);
  filled = fill (text->texts[MIN (index, text->n_texts - 1)], &pairs, get_origin (text), form);
  pairs_clear (&pairs);
  return filled;
}

gboolean
annae_phrase_is_translated (const char *language, AnnaePhraseId id)
{
  const AnnaeLanguage *known = annae_language_find (language);

  return known != NULL && (guint) id < ANNAE_N_PHRASES && id != ANNAE_PHRASE_NONE
         && look_up (language, id, ANNAE_FORM_SHOWN)->origin == (guint) (known - annae_languages_get (NULL));
}

const char *
annae_phrase_name (AnnaePhraseId id)
{
  static gsize names = 0;

  if (g_once_init_enter (&names))
    {
      const char **all = g_new0 (const char *, ANNAE_N_PHRASES);

      all[ANNAE_PHRASE_NONE] = "none";
      for (guint i = ANNAE_PHRASE_NONE + 1; i < ANNAE_N_PHRASES; i++)
        all[i] = g_strdelimit (g_ascii_strdown (annae_phrase_get_row (i)->id, -1), "_", '-');
      g_once_init_leave (&names, (gsize) all);
    }
  return ((const char **) names)[(guint) id < ANNAE_N_PHRASES ? id : ANNAE_PHRASE_NONE];
}

gboolean
annae_phrase_is_for_customer (AnnaePhraseId id)
{
  return annae_phrase_get_row (id)->customer;
}
