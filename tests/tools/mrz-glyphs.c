/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws the characters of machine-readable zones from an OCR-B font, as src/vision/mrz-glyphs.inc holds them: ten
 * shades of grey, so that whoever reads the file sees the letters.
 *
 *   mrz-glyphs FONT.otf > src/vision/mrz-glyphs.inc      (Debian: fonts-ocr-b, in the public domain) */

#include <cairo-ft.h>
#include <glib.h>
#include <string.h>

/* As in src/vision/mrz-glyphs.h. Characters stand 2.54 mm apart (ICAO 9303-3, 4.2); the font knows how large they are
 * then. */
#define PITCH 20
#define HEIGHT 26
#define CHARACTERS "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
#define SHADES " .:-=+*#%@"
#define FINE 8 /* drawn so many times larger, then averaged */

static cairo_surface_t *
draw (cairo_font_face_t *font, double scale, const char *character, double *advance)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, PITCH * FINE, HEIGHT * FINE);
  cairo_t *cr = cairo_create (surface);
  cairo_text_extents_t extents, digit;

  cairo_set_font_face (cr, font);
  cairo_set_font_size (cr, scale);
  cairo_text_extents (cr, "0", &digit);
  cairo_text_extents (cr, character, &extents);
  *advance = extents.x_advance;
  /* Every character keeps its place in the cell: the middle of a digit's height is the middle of it. */
  cairo_move_to (cr, (PITCH * FINE - extents.x_advance) / 2,
                 HEIGHT * FINE / 2.0 - (digit.y_bearing + digit.height / 2));
  cairo_show_text (cr, character);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
print (cairo_surface_t *surface, char character)
{
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);

  g_print ("/* %c */\n", character);
  for (gsize y = 0; y < HEIGHT; y++)
    {
      char row[PITCH + 1] = "";

      for (gsize x = 0; x < PITCH; x++)
        {
          guint sum = 0;

          for (gsize v = 0; v < FINE; v++)
            for (gsize u = 0; u < FINE; u++)
              sum += pixels[(y * FINE + v) * stride + x * FINE + u];
          row[x] = SHADES[(sum * (strlen (SHADES) - 1) + FINE * FINE * 255 / 2) / (FINE * FINE * 255)];
        }
      g_print ("\"%s\",\n", row);
    }
}

int
main (int argc, char **argv)
{
  FT_Library library;
  FT_Face face;
  cairo_font_face_t *font;
  double advance = 0;

  if (argc != 2 || FT_Init_FreeType (&library) != 0 || FT_New_Face (library, argv[1], 0, &face) != 0)
    {
      g_printerr ("mrz-glyphs needs an OCR-B font file.\n");
      return 1;
    }
  font = cairo_ft_font_face_create_for_ft_face (face, FT_LOAD_NO_HINTING);
  cairo_surface_destroy (draw (font, 1000, "0", &advance));
  g_print ("/* Drawn by tests/tools/mrz-glyphs from Debian's fonts-ocr-b (by Norbert Schwarz and Matthew Skala, free "
           "of any\n"
           " * condition): do not edit. */\n");
  for (gsize i = 0; i < strlen (CHARACTERS); i++)
    {
      const char text[] = { CHARACTERS[i], '\0' };
      double ignored;
      cairo_surface_t *surface = draw (font, 1000 * PITCH * FINE / advance, text, &ignored);

      print (surface, CHARACTERS[i]);
      cairo_surface_destroy (surface);
    }
  cairo_font_face_destroy (font);
  FT_Done_Face (face);
  FT_Done_FreeType (library);
  return 0;
}
