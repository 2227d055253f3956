/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Builds compiled catalogues in memory for tests, in either byte order, and lays bytes against a guard page. */

#pragma once

#include <glib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct
{
  const char *key; /* may hold NUL (plural) and \4 (context): give the length */
  gsize key_length;
  const char *text;
  gsize text_length;
} MoEntry;

#define MO_ENTRY(key, text) { key, sizeof (key) - 1, text, sizeof (text) - 1 }

#define MO_HEADER(plural) "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: " plural "\n"

static inline void
mo_builder_word (GByteArray *bytes, gsize at, guint32 word, gboolean swapped)
{
  if (swapped)
    word = GUINT32_SWAP_LE_BE (word);
  memcpy (bytes->data + at, &word, sizeof word);
}

/* Entries must be in the order of their keys. swapped: the byte order that is not this machine's. */
static inline GBytes *
mo_builder_build (const MoEntry *entries, guint n_entries, gboolean swapped)
{
  GByteArray *bytes = g_byte_array_new ();
  const guint32 header[7] = { 0x950412de, 0, n_entries, 28, 28 + 8 * n_entries, 0, 28 + 16 * n_entries };

  g_byte_array_set_size (bytes, 28 + 16 * n_entries);
  for (guint i = 0; i < G_N_ELEMENTS (header); i++)
    mo_builder_word (bytes, i * 4, header[i], swapped);
  for (guint i = 0; i < n_entries; i++)
    {
      mo_builder_word (bytes, 28 + 8 * i, (guint32) entries[i].key_length, swapped);
      mo_builder_word (bytes, 28 + 8 * i + 4, bytes->len, swapped);
      g_byte_array_append (bytes, (const guint8 *) entries[i].key, (guint) entries[i].key_length + 1);
    }
  for (guint i = 0; i < n_entries; i++)
    {
      mo_builder_word (bytes, 28 + 8 * (n_entries + i), (guint32) entries[i].text_length, swapped);
      mo_builder_word (bytes, 28 + 8 * (n_entries + i) + 4, bytes->len, swapped);
      g_byte_array_append (bytes, (const guint8 *) entries[i].text, (guint) entries[i].text_length + 1);
    }
  return g_byte_array_free_to_bytes (bytes);
}

/* A place for bytes whose end lies against a page that cannot be read: one byte too far ends the test. */
typedef struct
{
  guint8 *map;
  gsize map_size;
  guint8 *end;
} MoGuard;

static inline void
mo_guard_init (MoGuard *self, gsize largest)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);

  self->map_size = (largest + page - 1) / page * page + page;
  self->map = mmap (NULL, self->map_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  g_assert_true (self->map != MAP_FAILED);
  self->end = self->map + self->map_size - page;
  g_assert_cmpint (mprotect (self->end, page, PROT_NONE), ==, 0);
}

static inline GBytes *
mo_guard_place (MoGuard *self, const guint8 *data, gsize size)
{
  memcpy (self->end - size, data, size);
  return g_bytes_new_static (self->end - size, size);
}

static inline void
mo_guard_clear (MoGuard *self)
{
  munmap (self->map, self->map_size);
}
