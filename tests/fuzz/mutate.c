/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A small stand-in for a fuzzer that any compiler can build: always the same mutations of each file of a corpus, and
 * each file cut at every length. Every input is a block of exactly its size, so that a sanitizer sees a read beyond it.
 *
 *   mutate-NAME [--mutations N] FILE|FOLDER...    N in all, shared out among the files; else 3000 of each */

#include "fuzz.h"

#include <glib.h>

#include <stdlib.h>
#include <string.h>

#define USUAL_MUTATIONS 3000

static guint mutations_a_file = USUAL_MUTATIONS;

static guint32
draw (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

/* What breaks a reader of offsets, lengths and counts; in either byte order, because the corpus has both. */
static void
mutate_word (GByteArray *bytes, guint32 *state)
{
  const guint32 tempting[]
      = { 0,          1,          7,          bytes->len, bytes->len - 1, bytes->len + 1, 0x7fffffff,
          0x80000000, 0xffffffff, 0xfffffffe, 0xfffffff8, 0x20000000,     draw (state) };
  guint32 word = tempting[draw (state) % G_N_ELEMENTS (tempting)];
  /* half of them in the header */
  guint limit = draw (state) & 1 ? MIN (bytes->len, 32) : bytes->len;

  if (bytes->len < sizeof word)
    return;
  if (draw (state) % 4 == 0)
    word = GUINT32_SWAP_LE_BE (word);
  memcpy (bytes->data + draw (state) % (limit / sizeof word) * sizeof word, &word, sizeof word);
}

static void
mutate_once (GByteArray *bytes, guint32 *state)
{
  static const guint8 tempting[] = { 0x00, 0xff, 0x7f, 0x80, '"', '\\', '{', '}', '[', ']', '=', '\n', '-', '9', '%' };
  guint kind = draw (state) % 7;
  guint at = bytes->len > 0 ? draw (state) % bytes->len : 0;
  guint8 byte = tempting[draw (state) % sizeof tempting];

  if (bytes->len == 0 || kind == 0)
    {
      g_byte_array_append (bytes, &byte, 1);
      memmove (bytes->data + at + 1, bytes->data + at, bytes->len - 1 - at);
      bytes->data[at] = byte;
    }
  else if (kind == 1)
    {
      g_byte_array_remove_range (bytes, at, 1 + draw (state) % MIN (bytes->len - at, 16));
    }
  else if (kind == 2)
    {
      bytes->data[at] = byte;
    }
  else if (kind == 3)
    {
      bytes->data[at] ^= (guint8) (1u << (draw (state) % 8));
    }
  else if (kind == 4)
    {
      /* a piece a second time */
      guint length = 1 + draw (state) % MIN (bytes->len - at, 64);
      g_autofree guint8 *piece = g_memdup2 (bytes->data + at, length);
      g_byte_array_append (bytes, piece, length);
    }
  else if (kind == 5)
    {
      mutate_word (bytes, state);
    }
  else
    {
      bytes->data[at] = (guint8) draw (state);
    }
}

static void
try_bytes (const guint8 *bytes, gsize length)
{
  guint8 *exact = malloc (MAX (length, 1));

  if (length > 0)
    memcpy (exact, bytes, length);
  LLVMFuzzerTestOneInput (exact, length);
  free (exact);
}

static void
test_file (gconstpointer path)
{
  g_autofree char *content = NULL;
  gsize length = 0;
  guint32 state = 20261124;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  try_bytes ((const guint8 *) content, length);
  /* a long file is cut at some lengths only */
  for (gsize cut = 0; cut < length; cut += 1 + length / 2000)
    try_bytes ((const guint8 *) content, cut);
  for (guint i = 0; i < mutations_a_file; i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_byte_array_append (bytes, (const guint8 *) content, (guint) length);
      for (guint n = 1 + draw (&state) % 4; n > 0; n--)
        mutate_once (bytes, &state);
      try_bytes (bytes->data, bytes->len);
    }
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_folder (GPtrArray *files, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_assert_cmpuint (names->len, >, 0);
  g_ptr_array_sort (names, by_name);
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (files, g_build_filename (path, g_ptr_array_index (names, i), NULL));
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  guint64 total = 0;

  g_test_init (&argc, &argv, NULL);
  for (int i = 1; i < argc; i++)
    if (g_str_equal (argv[i], "--mutations"))
      {
        g_assert_cmpint (++i, <, argc);
        g_assert_true (g_ascii_string_to_unsigned (argv[i], 10, 1, G_MAXINT, &total, NULL));
      }
    else if (g_file_test (argv[i], G_FILE_TEST_IS_DIR))
      add_folder (files, argv[i]);
    else
      g_ptr_array_add (files, g_strdup (argv[i]));
  g_assert_cmpuint (files->len, >, 0);
  if (total > 0)
    mutations_a_file = (guint) ((total + files->len - 1) / files->len);

  for (guint i = 0; i < files->len; i++)
    {
      const char *file = g_ptr_array_index (files, i);
      g_autofree char *name = g_path_get_basename (file);
      g_autofree char *test = g_strconcat ("/mutate/", name, NULL);
      g_test_add_data_func_full (test, g_strdup (file), test_file, g_free);
    }
  return g_test_run ();
}
