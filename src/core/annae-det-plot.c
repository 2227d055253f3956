/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws DET curves. Each curve has a colour and a dash of its own, so that colour alone carries nothing. */

#include "annae-det-plot.h"

#include <math.h>

#define WIDTH 860
#define HEIGHT 640
#define LEFT 90
#define TOP 60
#define SIDE 500 /* of the square in which the curves are */
#define LEAST_DECADES 3
#define MOST_DECADES 7
#define MAX_POINTS 400

/* Okabe and Ito's colours, which people with any kind of colour vision tell apart. */
static const char *const colours[] = { "#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00" };
static const char *const dashes[] = { "none", "8 3", "2 3", "8 3 2 3", "14 4" };

static guint
decades_for (const AnnaeDetCurve *curves, guint n_curves)
{
  double most = LEAST_DECADES;

  for (guint i = 0; i < n_curves; i++)
    most = MAX (most, MAX (log10 (1.0 + (double) curves[i].tally->n_genuine),
                           log10 (1.0 + (double) curves[i].tally->n_impostor)));
  return (guint) MIN (ceil (most), MOST_DECADES);
}

/* px from the side of 1 (100 %) for a rate; a rate of 0 lies on the far side. */
static double
place (double rate, guint decades)
{
  return rate <= 0.0 ? SIDE : CLAMP (-log10 (rate) / decades, 0.0, 1.0) * SIDE;
}

/* SVG wants points whatever the locale is. */
static void
append_number (GString *svg, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (svg, g_ascii_formatd (text, sizeof text, "%.1f", number));
}

static void
append_grid (GString *svg, guint decades)
{
  for (guint i = 0; i <= decades; i++)
    {
      guint away = i * SIDE / decades;
      guint x = LEFT + SIDE - away, y = TOP + away;
      g_autofree char *label = i == 0   ? g_strdup ("100 %")
                               : i == 1 ? g_strdup ("10 %")
                               : i == 2 ? g_strdup ("1 %")
                                        : g_strdup_printf ("10<tspan dy=\"-6\" font-size=\"11\">−%u</tspan>", i);

      g_string_append_printf (svg, "<path d=\"M%u %uv%uM%u %uh%u\" stroke=\"#ccc\" fill=\"none\"/>\n", x, TOP, SIDE,
                              LEFT, y, SIDE);
      g_string_append_printf (svg, "<text x=\"%u\" y=\"%u\" text-anchor=\"middle\">%s</text>\n", x, TOP + SIDE + 24,
                              label);
      g_string_append_printf (svg, "<text x=\"%u\" y=\"%u\" text-anchor=\"end\">%s</text>\n", LEFT - 8, y + 5, label);
    }
  g_string_append_printf (svg, "<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" fill=\"none\" stroke=\"#000\"/>\n",
                          LEFT, TOP, SIDE, SIDE);
  g_string_append_printf (svg, "<text x=\"%u\" y=\"%u\" text-anchor=\"middle\">false match rate (FMR)</text>\n",
                          LEFT + SIDE / 2, TOP + SIDE + 52);
  g_string_append_printf (
      svg,
      "<text transform=\"translate(24 %u) rotate(-90)\" text-anchor=\"middle\">false non-match rate (FNMR)</text>\n",
      TOP + SIDE / 2);
}

static void
append_curve (GString *svg, const AnnaeDetCurve *curve, guint index, guint row, guint decades)
{
  g_autoptr (GArray) points = annae_tally_det (curve->tally, MAX_POINTS);
  g_autofree char *name = g_markup_escape_text (curve->name, -1);
  const char *colour = colours[index % G_N_ELEMENTS (colours)], *dash = dashes[index % G_N_ELEMENTS (dashes)];
  guint y = TOP + 10 + 22 * row, x = LEFT + SIDE + 20;

  g_string_append_printf (svg, "<path fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-dasharray=\"%s\" d=\"",
                          colour, index == 0 ? "3" : "1.8", dash);
  for (guint i = 0; i < points->len; i++)
    {
      const AnnaeOperatingPoint *point = &g_array_index (points, AnnaeOperatingPoint, i);

      g_string_append (svg, i == 0 ? "M" : "L");
      append_number (svg, LEFT + SIDE - place (point->fmr.rate, decades));
      g_string_append_c (svg, ' ');
      append_number (svg, TOP + place (point->fnmr.rate, decades));
    }
  g_string_append (svg, "\"/>\n");
  g_string_append_printf (svg,
                          "<path d=\"M%u %uh30\" stroke=\"%s\" stroke-width=\"%s\" stroke-dasharray=\"%s\"/>"
                          "<text x=\"%u\" y=\"%u\">%s</text>\n",
                          x, y, colour, index == 0 ? "3" : "1.8", dash, x + 38, y + 5, name);
}

char *
annae_det_plot_svg (const char *title, const AnnaeDetCurve *curves, guint n_curves)
{
  GString *svg = g_string_new (NULL);
  g_autofree char *name = g_markup_escape_text (title, -1);
  guint decades = decades_for (curves, n_curves), row = 0;

  g_string_append_printf (
      svg,
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
      "font-family=\"sans-serif\" font-size=\"15\">\n<title>%s</title>\n"
      "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n<text x=\"%d\" y=\"34\" font-size=\"18\">%s</text>\n",
      WIDTH, HEIGHT, WIDTH, HEIGHT, name, LEFT, name);
  append_grid (svg, decades);
  for (guint i = 0; i < n_curves; i++)
    if (curves[i].tally->n_genuine > 0 && curves[i].tally->n_impostor > 0)
      append_curve (svg, &curves[i], i, row++, decades);
  /* An empty grid would look like a perfect pack. */
  if (row == 0)
    g_string_append_printf (svg,
                            "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">No curve: it needs comparisons of the same "
                            "person and of different ones.</text>\n",
                            LEFT + SIDE / 2, TOP + SIDE / 2);
  g_string_append (svg, "</svg>\n");
  return g_string_free (svg, FALSE);
}
