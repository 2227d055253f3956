/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reader of compiled catalogues. The file is a header of seven 32-bit words in the writer's byte order, then two tables
 * of (length, offset) pairs: the keys in strcmp order and their translations. A key is "context\4message", a message
 * with plural forms is "singular\0plural", its translations are joined by NUL as well. The hash table is not used: a
 * binary search of three hundred keys takes nine steps, and it would be one more thing to check. */

#include "annae-mo.h"

#include <string.h>

#include "annae-errors.h"

#define MAGIC 0x950412deu
#define MAGIC_SWAPPED 0xde120495u
#define HEADER_SIZE 28
#define MAX_STRINGS 65536

struct _AnnaeMo
{
  GBytes *bytes;
  const guint8 *data;
  gsize size;
  gboolean swapped;
  guint32 n_strings;
  guint32 keys;         /* offset of the table of keys */
  guint32 translations; /* offset of the table of translations */
  AnnaePlural plural;
};

static guint32
read_word (const AnnaeMo *self, gsize offset)
{
  guint32 word;

  memcpy (&word, self->data + offset, sizeof word); /* tables need not be aligned */
  return self->swapped ? GUINT32_SWAP_LE_BE (word) : word;
}

static const char *
get_string (const AnnaeMo *self, guint32 table, guint32 index, guint32 *length)
{
  gsize pair = table + (gsize) index * 8;

  *length = read_word (self, pair);
  return (const char *) self->data + read_word (self, pair + 4);
}

static gboolean
table_is_inside (const AnnaeMo *self, guint32 table)
{
  return table >= HEADER_SIZE && table <= self->size && (gsize) self->n_strings * 8 <= self->size - table;
}

static gboolean
string_is_sound (const AnnaeMo *self, guint32 table, guint32 index)
{
  gsize pair = table + (gsize) index * 8;
  guint32 length = read_word (self, pair);
  guint32 offset = read_word (self, pair + 4);
  const char *text, *end;

  if (offset >= self->size || length >= self->size - offset)
    return FALSE;
  text = (const char *) self->data + offset;
  if (text[length] != '\0')
    return FALSE;
  /* NUL separates plural forms, and g_utf8_validate () stops there: check part by part. */
  for (end = text + length; text <= end; text += strlen (text) + 1)
    if (!g_utf8_validate (text, -1, NULL))
      return FALSE;
  return TRUE;
}

/* The value of a line "Name: value" of the header entry, or NULL. */
static char *
get_header_field (const char *header, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (header, "\n", 64);
  gsize name_length = strlen (name);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], name, name_length) == 0 && lines[i][name_length] == ':')
      return g_strstrip (g_strdup (lines[i] + name_length + 1));
  return NULL;
}

/* Compares "context\4message" with a key, as strcmp () would. */
static int
compare_key (const char *context, const char *message, const char *key)
{
  if (context != NULL)
    {
      gsize length = strlen (context);
      int order = strncmp (context, key, length);

      if (order != 0)
        return order;
      if (key[length] != '\004')
        return '\004' - (int) (guchar) key[length];
      key += length + 1;
    }
  return strcmp (message, key);
}

static const char *
find (const AnnaeMo *self, const char *context, const char *message, guint32 *length)
{
  guint32 low = 0, high = self->n_strings;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      int order = compare_key (context, message, get_string (self, self->keys, middle, length));

      if (order == 0)
        return get_string (self, self->translations, middle, length);
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return NULL;
}

static const char *
check_tables (AnnaeMo *self)
{
  guint32 magic, length;

  if (self->size < HEADER_SIZE)
    return "is too short";
  memcpy (&magic, self->data, sizeof magic);
  if (magic != MAGIC && magic != MAGIC_SWAPPED)
    return "is not a catalogue";
  self->swapped = magic == MAGIC_SWAPPED;
  if (read_word (self, 4) >> 16 > 0)
    return "has an unknown format";
  self->n_strings = read_word (self, 8);
  self->keys = read_word (self, 12);
  self->translations = read_word (self, 16);
  if (self->n_strings > MAX_STRINGS || !table_is_inside (self, self->keys)
      || !table_is_inside (self, self->translations))
    return "has tables that leave the file";
  for (guint32 i = 0; i < self->n_strings; i++)
    {
      if (!string_is_sound (self, self->keys, i) || !string_is_sound (self, self->translations, i))
        return "has a broken string";
      if (i > 0
          && strcmp (get_string (self, self->keys, i - 1, &length), get_string (self, self->keys, i, &length)) >= 0)
        return "has keys out of order";
    }
  return NULL;
}

static const char *
read_header (AnnaeMo *self)
{
  guint32 length;
  const char *header = find (self, NULL, "", &length);
  g_autofree char *type = NULL;
  g_autofree char *forms = NULL;

  if (header == NULL)
    return "has no header";
  type = get_header_field (header, "Content-Type");
  if (type == NULL || g_strrstr (type, "charset=") == NULL
      || g_ascii_strcasecmp (g_strrstr (type, "charset=") + strlen ("charset="), "UTF-8") != 0)
    return "is not in UTF-8";
  forms = get_header_field (header, "Plural-Forms");
  if (!annae_plural_parse (&self->plural, forms))
    return "has no plural rule that can be read";
  return NULL;
}

AnnaeMo *
annae_mo_new (GBytes *bytes, GError **error)
{
  g_autoptr (AnnaeMo) self = g_new0 (AnnaeMo, 1);
  const char *trouble;

  g_return_val_if_fail (bytes != NULL, NULL);

  self->bytes = g_bytes_ref (bytes);
  self->data = g_bytes_get_data (bytes, &self->size);
  trouble = check_tables (self);
  if (trouble == NULL)
    trouble = read_header (self);
  if (trouble != NULL)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "The catalogue of translations %s.", trouble);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
annae_mo_free (AnnaeMo *self)
{
  if (self == NULL)
    return;
  g_bytes_unref (self->bytes);
  g_free (self);
}

guint
annae_mo_get_n_strings (const AnnaeMo *self)
{
  return self->n_strings;
}

const AnnaePlural *
annae_mo_get_plural (const AnnaeMo *self)
{
  return &self->plural;
}

const char *
annae_mo_lookup (const AnnaeMo *self, const char *context, const char *message, guint form)
{
  guint32 length = 0;
  const char *text = find (self, context, message, &length);
  const char *end;

  if (text == NULL)
    return NULL;
  for (end = text + length; form > 0; form--)
    {
      text += strlen (text) + 1;
      if (text > end)
        return NULL;
    }
  return *text != '\0' ? text : NULL;
}
