/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tables from CSV, good and bad, and the picture of DET curves. */

#include "annae-det-plot.h"
#include "annae-errors.h"
#include "annae-table.h"

#include <string.h>

static void
test_good (void)
{
  static const char text[] = "\xef\xbb\xbf"
                             "path,name,same\r\n\r\na.jpg,\"Kim, \"\"K\"\"\n2\",1\n b.jpg ,,0";
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeTable) table = annae_table_parse (text, strlen (text), "t.csv", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (annae_table_get_n_rows (table), ==, 2);
  g_assert_cmpint (annae_table_find_column (table, "same"), ==, 2);
  g_assert_cmpint (annae_table_find_column (table, "Same"), ==, -1);
  g_assert_cmpstr (annae_table_get (table, 0, 1), ==, "Kim, \"K\"\n2");
  g_assert_cmpstr (annae_table_get (table, 1, 0), ==, "b.jpg");
  g_assert_cmpstr (annae_table_get (table, 1, 1), ==, "");
  g_assert_cmpuint (annae_table_get_line (table, 0), ==, 3);
  g_assert_cmpuint (annae_table_get_line (table, 1), ==, 5);
}

static void
test_bad (void)
{
  static const struct
  {
    const char *text;
    const char *says;
  } rows[] = {
    { "", "no row" },
    { "\n\n", "no row" },
    { "a,b\n", "no row" },
    { "a,b\n1,2\n3\n", "line 3" },
    { "a,b\n1,2,3\n", "line 2" },
    { "a,b\n1,\"2\n", "line 2" },
    { "a,b\n1,\"2\"3\n", "line 2" },
    { "a,b\n1,2\"\n", "line 2" },
    { "a,a\n1,2\n", "two columns" },
    { "a,b\n\xff,2\n", "UTF-8" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (annae_table_parse (rows[i].text, strlen (rows[i].text), "t.csv", &error));
      g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
      g_assert_nonnull (strstr (error->message, rows[i].says));
      g_assert_true (g_str_has_prefix (error->message, "t.csv"));
    }
  /* A zero byte is no UTF-8 text either. */
  g_autoptr (GError) error = NULL;
  g_assert_null (annae_table_parse ("a\n\0b\n", 5, "t.csv", &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
}

static void
test_plot (void)
{
  g_autoptr (AnnaeTally) tally = annae_tally_new ();
  g_autoptr (AnnaeTally) half = annae_tally_new ();
  const AnnaeDetCurve curves[] = { { "all <&> of it", tally }, { "half", half } };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      annae_tally_add (tally, FALSE, -0.5 + i * 0.001);
      annae_tally_add (tally, TRUE, i * 0.001);
      annae_tally_add (half, FALSE, 0.0);
    }
  g_autofree char *svg = annae_det_plot_svg ("A & B", curves, 2);
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&(GMarkupParser){ NULL }, 0, NULL, NULL);
  g_assert_true (g_markup_parse_context_parse (context, svg, -1, &error));
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (svg, "all &lt;&amp;&gt; of it"));
  g_assert_null (strstr (svg, ">half<"));
  /* Begins at FMR 100 %, FNMR 0: the lower right corner; ends in the upper left one. */
  g_assert_nonnull (strstr (svg, "d=\"M590.0 560.0L"));
  g_assert_nonnull (strstr (svg, "L90.0 60.0\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/good", test_good);
  g_test_add_func ("/table/bad", test_bad);
  g_test_add_func ("/det-plot", test_plot);
  return g_test_run ();
}
