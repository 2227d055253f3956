/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Plural rules against the tables of the gettext manual and of CLDR, and against text that is no rule. */

#include "annae-plural.h"

#include <glib.h>

typedef struct
{
  const char *name;
  const char *rule;
  guint n_forms;
  /* pairs of count and form, ended by a count of -1 */
  glong table[40];
} Known;

/* clang-format off */
static const Known known[] = {
  { "korean", "nplurals=1; plural=0;", 1, { 0, 0, 1, 0, 2, 0, 1000000, 0, -1 } },
  { "english", "nplurals=2; plural=(n != 1);", 2, { 0, 1, 1, 0, 2, 1, 11, 1, 21, 1, 101, 1, -1 } },
  { "french", "nplurals=2; plural=n>1;", 2, { 0, 0, 1, 0, 2, 1, -1 } },
  { "russian",
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);", 3,
    { 0, 2, 1, 0, 2, 1, 4, 1, 5, 2, 11, 2, 12, 2, 14, 2, 20, 2, 21, 0, 22, 1, 25, 2, 101, 0, 111, 2, 112, 2, 122, 1, -1 } },
  { "polish",
    "nplurals=3; plural=n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;", 3,
    { 1, 0, 2, 1, 5, 2, 12, 2, 21, 2, 22, 1, 112, 2, -1 } },
  { "arabic",
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;", 6,
    { 0, 0, 1, 1, 2, 2, 3, 3, 10, 3, 11, 4, 99, 4, 100, 5, 102, 5, 103, 3, -1 } },
  { "slovenian", "nplurals=4; plural=n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3;", 4,
    { 1, 0, 2, 1, 3, 2, 4, 2, 5, 3, 101, 0, 0, 3, -1 } },
  { "filipino",
    "nplurals=2; plural=(n != 1 && n != 2 && n != 3 && (n % 10 == 4 || n % 10 == 6 || n % 10 == 9));", 2,
    { 0, 0, 1, 0, 3, 0, 4, 1, 5, 0, 6, 1, 9, 1, 10, 0, 14, 1, -1 } },
  { "precedence", "nplurals=6; plural=1+2*2-8/4%3-!n;", 6, { 1, 3, 0, 2, -1 } },
  { "no semicolon at the end, spaces", "  nplurals = 2 ;plural =  n == 1 ? 0 : 1  ", 2, { 1, 0, 2, 1, -1 } },
};

static const char *const nonsense[] = {
  "", "nplurals=2", "nplurals=2;", "nplurals=2; plural=", "nplurals=0; plural=0;", "nplurals=7; plural=0;",
  "nplurals=99999999999999999999; plural=0;", "nplurals=-1; plural=0;", "nplurals=2; plural=m;",
  "nplurals=2; plural=n n;", "nplurals=2; plural=(n;", "nplurals=2; plural=n);", "nplurals=2; plural=n ? 1;",
  "nplurals=2; plural=n &&;", "nplurals=2; plural=n = 1;", "nplurals=2; plural=99999999999999999999;",
  "nplurals=2; plural=n; more", "plural=n; nplurals=2;", "nplurals=2; plural=system(1);",
};
/* clang-format on */

static void
test_known (gconstpointer data)
{
  const Known *it = data;
  AnnaePlural rule;

  g_assert_true (annae_plural_parse (&rule, it->rule));
  g_assert_cmpuint (rule.n_forms, ==, it->n_forms);
  for (guint i = 0; it->table[i] >= 0; i += 2)
    g_assert_cmpuint (annae_plural_select (&rule, (gulong) it->table[i]), ==, (guint) it->table[i + 1]);
}

static void
test_nonsense (void)
{
  AnnaePlural rule;

  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      g_test_message ("%s", nonsense[i]);
      g_assert_false (annae_plural_parse (&rule, nonsense[i]));
      /* What is left is the rule of English, never an empty one. */
      g_assert_cmpuint (rule.n_forms, ==, 2);
      g_assert_cmpuint (annae_plural_select (&rule, 1), ==, 0);
      g_assert_cmpuint (annae_plural_select (&rule, 5), ==, 1);
    }
  g_assert_false (annae_plural_parse (&rule, NULL));
}

static void
test_outside (void)
{
  AnnaePlural rule;

  /* A rule may give a form that does not exist, or divide by zero. */
  g_assert_true (annae_plural_parse (&rule, "nplurals=2; plural=n;"));
  g_assert_cmpuint (annae_plural_select (&rule, 1), ==, 1);
  g_assert_cmpuint (annae_plural_select (&rule, 2), ==, 0);
  g_assert_cmpuint (annae_plural_select (&rule, G_MAXULONG), ==, 0);
  g_assert_true (annae_plural_parse (&rule, "nplurals=2; plural=1/n+1%n;"));
  g_assert_cmpuint (annae_plural_select (&rule, 0), ==, 0);
  g_assert_true (annae_plural_parse (&rule, "nplurals=2; plural=n-5;"));
  g_assert_cmpuint (annae_plural_select (&rule, 0), ==, 0);
}

static void
test_deep (void)
{
  AnnaePlural rule;
  g_autoptr (GString) text = g_string_new ("nplurals=2; plural=");

  for (guint i = 0; i < 300; i++)
    g_string_append_c (text, '(');
  g_assert_false (annae_plural_parse (&rule, text->str));

  g_string_assign (text, "nplurals=2; plural=");
  for (guint i = 0; i < 300; i++)
    g_string_append_c (text, '!');
  g_string_append_c (text, 'n');
  g_assert_false (annae_plural_parse (&rule, text->str));

  g_string_assign (text, "nplurals=2; plural=n");
  for (guint i = 0; i < 200; i++)
    g_string_append (text, "+n");
  g_assert_false (annae_plural_parse (&rule, text->str));

  g_string_assign (text, "nplurals=2; plural=n");
  for (guint i = 0; i < 10000; i++)
    g_string_append_c (text, ' ');
  g_assert_false (annae_plural_parse (&rule, text->str));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *path = g_strconcat ("/plural/", known[i].name, NULL);

      g_test_add_data_func (path, &known[i], test_known);
    }
  g_test_add_func ("/plural/nonsense", test_nonsense);
  g_test_add_func ("/plural/outside", test_outside);
  g_test_add_func ("/plural/deep", test_deep);
  return g_test_run ();
}
