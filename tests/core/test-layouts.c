/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The layouts of documents: those that come with the program, files that are wrong, and the choice of the portrait. */

#include "annae-errors.h"
#include "annae-layout.h"
#include "annae-paths.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

static GPtrArray *
load_own (void)
{
  g_autofree char *folder = annae_paths_data_file (ANNAE_LAYOUTS);
  g_autoptr (GError) error = NULL;
  GPtrArray *layouts = annae_layouts_load (folder, &error);

  g_assert_no_error (error);
  return layouts;
}

static const AnnaeLayout *
get (GPtrArray *layouts, const char *name)
{
  for (guint i = 0; i < layouts->len; i++)
    if (g_str_equal (((AnnaeLayout *) g_ptr_array_index (layouts, i))->name, name))
      return g_ptr_array_index (layouts, i);
  g_error ("no layout %s", name);
}

static void
test_own (void)
{
  g_autoptr (GPtrArray) layouts = load_own ();

  g_assert_cmpuint (layouts->len, >=, 6);
  for (guint i = 0; i < layouts->len; i++)
    {
      const AnnaeLayout *layout = g_ptr_array_index (layouts, i);

      g_test_message ("%s: %s", layout->name, layout->title);
      g_assert_true (layout->has_ghost);
      g_assert_cmpuint (layout->n_texts, >=, 2);
      if (i > 0)
        g_assert_cmpstr (((AnnaeLayout *) g_ptr_array_index (layouts, i - 1))->name, <, layout->name);
    }
  g_assert_cmpfloat_with_epsilon (get (layouts, "kr-resident")->portrait.x, 57.0 / 85.6, 1e-6);
  g_assert_cmpfloat_with_epsilon (get (layouts, "passport")->width_mm, 125.0, 1e-9);
  /* Whoever adds a document adds its name here, and a line to the tests in which its portrait is chosen. */
  for (guint i = 0; i < layouts->len; i++)
    {
      static const char *const known[]
          = { "kr-licence", "kr-overseas", "kr-residence", "kr-resident", "passport", "specimen", NULL };
      g_assert_true (g_strv_contains (known, ((AnnaeLayout *) g_ptr_array_index (layouts, i))->name));
    }
}

static const char good[] = "[layout]\ntitle=A card\nsize=85.6;53.98\nportrait=5;10;24;31\nghost=70;30;12;15\n"
                           "[text]\nname=32;10;36;30\n";

/* The good file with one part replaced. */
static char *
with (const char *part, const char *instead)
{
  const char *at = strstr (good, part);

  g_assert_nonnull (at);
  return g_strdup_printf ("%.*s%s%s", (int) (at - good), good, instead, at + strlen (part));
}

static void
test_wrong (void)
{
  static const struct
  {
    const char *part;
    const char *instead;
    const char *message;
  } cases[] = {
    { "[layout]", "[card]", "there is no group [layout]" },
    { "[text]", "[words]", "the group [words] is not known" },
    { "title=A card", "titel=A card", "[layout] has the unknown key “titel”" },
    { "title=A card", "title=  ", "[layout] has no title" },
    { "title=A card\n", "", "[layout] has no title" },
    { "size=85.6;53.98\n", "", "[layout] has no size" },
    { "size=85.6;53.98", "size=85.6", "[layout] size is “85.6”, not width;height in mm" },
    { "size=85.6;53.98", "size=85,6;53,98", "[layout] size is “85,6;53,98”, not width;height in mm" },
    { "size=85.6;53.98", "size=nan;53.98", "[layout] size is “nan;53.98”, not width;height in mm" },
    { "size=85.6;53.98", "size=8.56;5.398", "[layout] size is not from 40 to 300 mm" },
    { "portrait=5;10;24;31\n", "", "[layout] has no portrait" },
    { "portrait=5;10;24;31", "portrait=5;10;24", "[layout] portrait is “5;10;24”, not left;top;width;height in mm" },
    { "portrait=5;10;24;31", "portrait=5;10;1;31", "[layout] portrait is less than 2 mm wide or high" },
    { "portrait=5;10;24;31", "portrait=5;10;-24;31", "[layout] portrait is less than 2 mm wide or high" },
    { "portrait=5;10;24;31", "portrait=5;30;24;31",
      "[layout] portrait reaches beyond the document of 85.6 x 53.98 mm" },
    { "ghost=70;30;12;15", "ghost=20;30;12;15", "[layout] ghost lies over the portrait" },
    { "ghost=70;30;12;15", "ghost=50;10;24;31", "[layout] ghost is not smaller than the portrait" },
    { "name=32;10;36;30", "name=20;10;36;30", "[text] name lies over the portrait, which would be covered with it" },
    { "name=32;10;36;30", "name=32;10;36;thirty", "[text] name is “32;10;36;thirty”, not left;top;width;height in mm" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeLayout) layout = annae_layout_parse (good, strlen (good), "/x/a-card.ini", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (layout->name, ==, "a-card");
  g_assert_cmpuint (layout->n_texts, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *bytes = with (cases[i].part, cases[i].instead);
      g_autofree char *message = g_strdup_printf ("/x/a-card.ini: %s", cases[i].message);
      g_autoptr (GError) local = NULL;

      g_assert_null (annae_layout_parse (bytes, strlen (bytes), "/x/a-card.ini", &local));
      g_assert_error (local, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
      g_assert_cmpstr (local->message, ==, message);
    }
}

static void
test_nonsense (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autofree char *large = g_strnfill (ANNAE_LAYOUT_MAX_BYTES + 1, '#');
  g_autoptr (GString) many = g_string_new (good);
  g_autoptr (GError) error = NULL;

  g_assert_null (annae_layout_parse (NULL, 0, "x", &error));
  g_clear_error (&error);
  g_assert_null (annae_layout_parse (large, strlen (large), "x", &error));
  g_assert_nonnull (strstr (error->message, "larger than"));
  g_clear_error (&error);
  g_assert_null (annae_layout_parse ("\xff\xfe[", 3, "x", &error));
  g_assert_nonnull (strstr (error->message, "UTF-8"));
  g_clear_error (&error);
  for (guint i = 0; i < ANNAE_LAYOUT_MAX_TEXTS; i++)
    g_string_append_printf (many, "t%u=32;10;36;30\n", i);
  g_assert_null (annae_layout_parse (many->str, many->len, "x", &error));
  g_assert_nonnull (strstr (error->message, "more than 16 zones"));
  g_clear_error (&error);

  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *bytes = g_strdup (good);
      gsize length = strlen (bytes);

      for (guint k = 0; k < 3; k++)
        bytes[g_rand_int_range (rand, 0, (gint32) length)] = (char) g_rand_int_range (rand, 1, 127);
      g_autoptr (AnnaeLayout) layout = annae_layout_parse (bytes, length, "x", &error);
      g_assert_true ((layout == NULL) == (error != NULL));
      g_clear_error (&error);
    }
}

static void
test_folder (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("annae-layouts-XXXXXX", &error);
  g_autofree char *file = g_build_filename (folder, "one.ini", NULL);
  g_autofree char *other = g_build_filename (folder, "README.md", NULL);

  g_assert_no_error (error);
  g_assert_null (annae_layouts_load ("/nowhere/at/all", &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE);
  g_assert_nonnull (strstr (error->message, "/nowhere/at/all"));
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (other, "x", 1, NULL));
  g_assert_null (annae_layouts_load (folder, &error));
  g_assert_nonnull (strstr (error->message, "there are 0 layouts"));
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (file, good, -1, NULL));
  g_autoptr (GPtrArray) layouts = annae_layouts_load (folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (layouts->len, ==, 1);
  g_assert_true (g_file_set_contents (file, "[layout]\n", -1, NULL));
  g_assert_null (annae_layouts_load (folder, &error));
  g_assert_nonnull (strstr (error->message, "one.ini: [layout] has no title"));
  g_unlink (file);
  g_unlink (other);
  g_rmdir (folder);
}

/* A face as a detector boxes it in a zone. */
static AnnaeBox
face_in (const AnnaeBox *zone, double larger, double aside)
{
  const float height = (float) (0.52 * zone->height * larger);
  const float width = 0.6f * zone->width * (float) larger;

  return (AnnaeBox){ zone->x + zone->width * (float) (0.5 + aside) - width / 2,
                     zone->y + 0.52f * zone->height - height / 2, width, height };
}

static void
test_choice (void)
{
  g_autoptr (GPtrArray) layouts = load_own ();

  for (guint i = 0; i < layouts->len; i++)
    {
      const AnnaeLayout *own = g_ptr_array_index (layouts, i);
      const AnnaeBox ghost_first[] = { face_in (&own->ghost, 1.0, 0.0), face_in (&own->portrait, 1.0, 0.0) };
      const double aspect = own->width_mm / own->height_mm;
      const AnnaeLayout *layout = NULL;
      guint portrait = G_MAXUINT;
      double fit = 0.0;

      g_test_message ("%s", own->name);
      g_assert_true (annae_layouts_choose (layouts, aspect, ghost_first, 2, &portrait, &layout, &fit));
      g_assert_cmpuint (portrait, ==, 1);
      g_assert_true (layout == own);
      g_assert_cmpfloat (fit, >, 0.95);
      /* Nearer or farther in the photograph, and off its middle. */
      for (double larger = 0.7; larger < 1.45; larger += 0.1)
        for (double aside = -0.2; aside < 0.21; aside += 0.1)
          {
            const AnnaeBox one = face_in (&own->portrait, larger, aside);
            g_assert_true (annae_layouts_choose (layouts, aspect, &one, 1, &portrait, &layout, &fit));
            g_assert_cmpuint (portrait, ==, 0);
          }
      /* Somewhat beside the zone a document that no layout describes may have its portrait. */
      for (double aside = -0.4; aside < 0.41; aside += 0.4)
        {
          const AnnaeBox beside = face_in (&own->portrait, 1.7, aside);
          g_assert_true (annae_layouts_is_near (layouts, &beside));
        }
      /* The ghost alone is never taken, nor a face in the middle of the text. */
      for (double larger = 0.7; larger < 1.45; larger += 0.1)
        {
          const AnnaeBox ghost = face_in (&own->ghost, larger, 0.0);
          g_assert_false (annae_layouts_choose (layouts, aspect, &ghost, 1, &portrait, &layout, &fit));
          g_assert_false (annae_layouts_choose (layouts, 0.0, &ghost, 1, &portrait, &layout, &fit));
          g_assert_true (annae_layouts_is_ghost (layouts, aspect, &ghost));
        }
      g_assert_false (annae_layouts_is_ghost (layouts, aspect, &ghost_first[1]));
      const AnnaeBox middle = { 0.42f, 0.3f, 0.16f, 0.4f };
      g_assert_false (annae_layouts_choose (layouts, aspect, &middle, 1, &portrait, &layout, &fit));
      /* No document is as narrow as that. */
      g_assert_false (annae_layouts_choose (layouts, 0.7, ghost_first, 2, &portrait, &layout, &fit));
      g_assert_false (annae_layouts_choose (layouts, aspect, NULL, 0, &portrait, &layout, &fit));
    }
}

/* Above the title, below the card's middle, in the midst of the text there is no portrait. */
static void
test_near (void)
{
  g_autoptr (GPtrArray) layouts = load_own ();
  const AnnaeBox none[] = {
    { 0.15f, 0.02f, 0.2f, 0.3f }, { 0.1f, 0.8f, 0.2f, 0.2f }, { 0.45f, 0.4f, 0.1f, 0.2f }, { NAN, 0.3f, 0.2f, 0.3f }
  };

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_false (annae_layouts_is_near (layouts, &none[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layouts/own", test_own);
  g_test_add_func ("/layouts/wrong", test_wrong);
  g_test_add_func ("/layouts/nonsense", test_nonsense);
  g_test_add_func ("/layouts/folder", test_folder);
  g_test_add_func ("/layouts/choice", test_choice);
  g_test_add_func ("/layouts/near", test_near);
  return g_test_run ();
}
