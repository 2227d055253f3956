/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The reader of compiled catalogues: both byte orders, contexts, plural forms, and files broken in every way. The
 * mutation test takes "--iterations N" for long runs under AddressSanitizer. */

#include "annae-mo.h"

#include <gio/gio.h>

#include "annae-catalogues.h"
#include "annae-errors.h"
#include "mo-builder.h"

static guint iterations = 4000;

static const MoEntry sample[] = {
  MO_ENTRY ("", MO_HEADER ("nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;")),
  MO_ENTRY ("apple\0apples", "jedno\0dwa\0wiele"),
  MO_ENTRY ("empty", ""),
  MO_ENTRY ("short\0shorts", "one\0two"),
  MO_ENTRY ("speech\4start", "슈타트"),
  MO_ENTRY ("start", "시작"),
  MO_ENTRY ("started", "begun"),
};

static void
check_sample (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeMo) mo = annae_mo_new (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (annae_mo_get_n_strings (mo), ==, G_N_ELEMENTS (sample));
  g_assert_cmpstr (annae_mo_lookup (mo, NULL, "start", 0), ==, "시작");
  g_assert_cmpstr (annae_mo_lookup (mo, "speech", "start", 0), ==, "슈타트");
  g_assert_cmpstr (annae_mo_lookup (mo, NULL, "started", 0), ==, "begun");
  g_assert_null (annae_mo_lookup (mo, "speech", "started", 0));
  g_assert_null (annae_mo_lookup (mo, "speec", "hstart", 0));
  g_assert_null (annae_mo_lookup (mo, "speech and more", "start", 0));
  g_assert_null (annae_mo_lookup (mo, NULL, "star", 0));
  g_assert_null (annae_mo_lookup (mo, NULL, "zebra", 0));
  g_assert_null (annae_mo_lookup (mo, NULL, "empty", 0));
  g_assert_cmpstr (annae_mo_lookup (mo, NULL, "apple", 0), ==, "jedno");
  g_assert_cmpstr (annae_mo_lookup (mo, NULL, "apple", 1), ==, "dwa");
  g_assert_cmpstr (annae_mo_lookup (mo, NULL, "apple", 2), ==, "wiele");
  g_assert_null (annae_mo_lookup (mo, NULL, "apple", 3));
  g_assert_null (annae_mo_lookup (mo, NULL, "short", 2));
  g_assert_null (annae_mo_lookup (mo, NULL, "start", 1));
  g_assert_cmpuint (annae_mo_get_plural (mo)->n_forms, ==, 3);
  g_assert_cmpuint (annae_plural_select (annae_mo_get_plural (mo), 2), ==, 1);
}

static void
test_byte_orders (void)
{
  g_autoptr (GBytes) own = mo_builder_build (sample, G_N_ELEMENTS (sample), FALSE);
  g_autoptr (GBytes) other = mo_builder_build (sample, G_N_ELEMENTS (sample), TRUE);

  g_assert_false (g_bytes_equal (own, other));
  check_sample (own);
  check_sample (other);
}

static void
assert_refused (const MoEntry *entries, guint n_entries, const char *why)
{
  g_autoptr (GBytes) bytes = mo_builder_build (entries, n_entries, FALSE);
  g_autoptr (GError) error = NULL;

  g_assert_null (annae_mo_new (bytes, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  g_assert_nonnull (strstr (error->message, why));
}

static void
test_refused (void)
{
  const MoEntry no_header[] = { MO_ENTRY ("a", "b") };
  const MoEntry latin1[] = { MO_ENTRY ("", "Content-Type: text/plain; charset=ISO-8859-1\n") };
  const MoEntry no_plural[] = { MO_ENTRY ("", "Content-Type: text/plain; charset=UTF-8\n") };
  const MoEntry bad_plural[] = { MO_ENTRY ("", MO_HEADER ("nplurals=2; plural=evil();")) };
  const MoEntry unsorted[]
      = { MO_ENTRY ("", MO_HEADER ("nplurals=1; plural=0;")), MO_ENTRY ("b", "x"), MO_ENTRY ("a", "y") };
  const MoEntry twice[]
      = { MO_ENTRY ("", MO_HEADER ("nplurals=1; plural=0;")), MO_ENTRY ("a", "x"), MO_ENTRY ("a", "y") };
  const MoEntry not_utf8[] = { MO_ENTRY ("", MO_HEADER ("nplurals=1; plural=0;")), MO_ENTRY ("a", "\xff\xfe") };
  const MoEntry late_not_utf8[]
      = { MO_ENTRY ("", MO_HEADER ("nplurals=2; plural=n>1;")), MO_ENTRY ("a\0b", "good\0\xc3") };

  assert_refused (no_header, G_N_ELEMENTS (no_header), "no header");
  assert_refused (latin1, G_N_ELEMENTS (latin1), "UTF-8");
  assert_refused (no_plural, G_N_ELEMENTS (no_plural), "plural");
  assert_refused (bad_plural, G_N_ELEMENTS (bad_plural), "plural");
  assert_refused (unsorted, G_N_ELEMENTS (unsorted), "order");
  assert_refused (twice, G_N_ELEMENTS (twice), "order");
  assert_refused (not_utf8, G_N_ELEMENTS (not_utf8), "string");
  assert_refused (late_not_utf8, G_N_ELEMENTS (late_not_utf8), "string");
}

/* Every beginning of a good file, against the guard page. */
static void
test_truncated (void)
{
  g_autoptr (GBytes) whole = mo_builder_build (sample, G_N_ELEMENTS (sample), FALSE);
  gsize size;
  const guint8 *data = g_bytes_get_data (whole, &size);
  MoGuard guard;

  mo_guard_init (&guard, size);
  for (gsize length = 0; length < size; length++)
    {
      g_autoptr (GBytes) part = mo_guard_place (&guard, data, length);

      g_assert_null (annae_mo_new (part, NULL));
    }
  mo_guard_clear (&guard);
}

/* Tables and strings at the very edges of what 32 bits can say. */
static void
test_extreme_words (void)
{
  const guint32 words[] = { 0, 1, 7, 27, 28, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff };
  g_autoptr (GBytes) whole = mo_builder_build (sample, G_N_ELEMENTS (sample), FALSE);
  gsize size;
  const guint8 *data = g_bytes_get_data (whole, &size);
  g_autofree guint8 *copy = g_malloc (size);
  MoGuard guard;

  mo_guard_init (&guard, size);
  for (gsize at = 4; at < 28 + 16 * G_N_ELEMENTS (sample); at += 4)
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
      {
        g_autoptr (GBytes) bytes = NULL;
        g_autoptr (AnnaeMo) mo = NULL;

        memcpy (copy, data, size);
        memcpy (copy + at, &words[i], 4);
        bytes = mo_guard_place (&guard, copy, size);
        mo = annae_mo_new (bytes, NULL);
        if (mo != NULL)
          for (guint key = 0; key < G_N_ELEMENTS (sample); key++)
            annae_mo_lookup (mo, NULL, sample[key].key, 0);
      }
  mo_guard_clear (&guard);
}

static void
read_all (const AnnaeMo *mo)
{
  static const char *const keys[]
      = { "", "Start", "Annae", "You can try {count} more time.", "{count} attempt left", "no such key" };
  static const char *const contexts[] = { NULL, "speech", "" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    for (guint j = 0; j < G_N_ELEMENTS (contexts); j++)
      for (guint form = 0; form < ANNAE_PLURAL_MAX_FORMS + 1; form++)
        {
          const char *text = annae_mo_lookup (mo, contexts[j], keys[i], form);

          g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
        }
  for (gulong n = 0; n < 130; n++)
    g_assert_cmpuint (annae_plural_select (annae_mo_get_plural (mo), n), <, annae_mo_get_plural (mo)->n_forms);
}

static void
mutate (GRand *rand, guint8 *data, gsize *size, gsize original)
{
  guint n = (guint) g_rand_int_range (rand, 1, 9);

  *size = original;
  while (n-- > 0)
    {
      gsize at = (gsize) g_rand_int_range (rand, 0, (gint32) original);
      guint32 word = g_rand_int (rand);

      switch (g_rand_int_range (rand, 0, 6))
        {
        case 0:
          data[at] ^= (guint8) (1u << (word & 7));
          break;
        case 1:
          data[at] = (guint8) word;
          break;
        case 2: /* a word of the header or the tables */
          at = (at % (original / 4)) * 4;
          at = MIN (at, original - 4) % MIN (original - 4, 4096);
          word %= (guint32) original * 2;
          memcpy (data + at, &word, 4);
          break;
        case 3:
          *size = at;
          break;
        case 4: /* a piece moved elsewhere */
          memmove (data + at, data + word % original, MIN (original - at, original - word % original) / 7);
          break;
        default:
          data[at] = 0;
          break;
        }
    }
}

static void
test_mutations (void)
{
  g_autoptr (GBytes) korean = g_resources_lookup_data ("/org/annae/phrases/ko.mo", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GBytes) small = mo_builder_build (sample, G_N_ELEMENTS (sample), TRUE);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261124);
  guint opened = 0;
  MoGuard guard;

  g_assert_nonnull (korean);
  mo_guard_init (&guard, g_bytes_get_size (korean));
  for (guint i = 0; i < iterations; i++)
    {
      GBytes *from = i % 4 == 0 ? korean : small;
      gsize size, original = g_bytes_get_size (from);
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (from, NULL), original);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (AnnaeMo) mo = NULL;

      mutate (rand, copy, &size, original);
      bytes = mo_guard_place (&guard, copy, size);
      mo = annae_mo_new (bytes, NULL);
      if (mo == NULL)
        continue;
      opened++;
      read_all (mo);
    }
  mo_guard_clear (&guard);
  g_test_message ("%u of %u mutated files still open", opened, iterations);
  g_assert_cmpuint (opened, >, iterations / 100);
  g_assert_cmpuint (opened, <, iterations);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (argc == 3 && g_str_equal (argv[1], "--iterations"))
    iterations = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  annae_catalogues_get_default (); /* links and registers the catalogues inside the library */
  g_test_add_func ("/mo/byte-orders", test_byte_orders);
  g_test_add_func ("/mo/refused", test_refused);
  g_test_add_func ("/mo/truncated", test_truncated);
  g_test_add_func ("/mo/extreme-words", test_extreme_words);
  g_test_add_func ("/mo/mutations", test_mutations);
  return g_test_run ();
}
