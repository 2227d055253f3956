/* SPDX-License-Identifier: GPL-3.0-or-later */

/* match-score: comparison scores for a program that makes the pictures, one after the other.
 *
 * Reads lines "reference FILE" and "probe FILE", and answers each with a line of JSON: every measure that could be
 * taken by its name, the five landmarks where they were found, and for a probe the comparison score against the last
 * reference. Without a face, or without a score, the members are missing. The way of a face is that of `annae
 * evaluate`; here the networks stay loaded, and the measures of the very picture that was compared come with it. */

#include <stdio.h>
#include <string.h>

#include "annae-vision.h"

#define MAX_LINE 4096

static void
append_number (GString *line, double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (line, g_ascii_formatd (text, sizeof text, "%.6g", number));
}

static void
append_measures (GString *line, const AnnaeObservation *seen)
{
  const AnnaeFace *face = &seen->faces[0];
  double raw;

  g_string_append_printf (line, "{\"faces\": %u", seen->n_faces);
  for (guint i = 0; i < ANNAE_N_MEASURES; i++)
    if (annae_observation_get (seen, (AnnaeMeasureId) i, &raw))
      {
        g_string_append_printf (line, ", \"%s\": ", annae_measure_name (i));
        append_number (line, raw);
      }
  if (seen->n_faces == 0 || !face->has_landmarks)
    return;
  g_string_append (line, ", \"landmarks\": [");
  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    {
      g_string_append (line, i > 0 ? ", [" : "[");
      append_number (line, face->landmarks[i].x);
      g_string_append (line, ", ");
      append_number (line, face->landmarks[i].y);
      g_string_append_c (line, ']');
    }
  g_string_append_c (line, ']');
}

/* NULL without error where there is no face in the picture. */
static AnnaeTemplate *
look (AnnaeVision *vision, const char *path, GString *line, GError **error)
{
  g_autoptr (AnnaeFrame) picture = annae_picture_load (path, error);
  g_autoptr (AnnaeFrame) aligned = NULL;
  AnnaeTemplate *template = NULL;
  AnnaeObservation seen;

  annae_vision_reset (vision);
  if (picture == NULL || !annae_vision_observe (vision, picture, &seen, error))
    return NULL;
  append_measures (line, &seen);
  if (seen.n_faces > 0)
    aligned = annae_vision_align (vision, picture, &seen.faces[0], error);
  if (aligned != NULL)
    template = annae_vision_embed (vision, aligned, error);
  annae_vault_wipe (&seen, sizeof seen);
  return template;
}

int
main (int argc, char **argv)
{
  g_autoptr (AnnaeTemplate) reference = NULL;
  g_autoptr (AnnaeVision) vision = NULL;
  g_autoptr (AnnaeModelPack) pack = NULL;
  g_autoptr (GError) error = NULL;
  char text[MAX_LINE];

  annae_vault_init ();
  pack = annae_model_pack_find (argc > 1 ? argv[1] : "reference", &error);
  if (pack != NULL)
    vision = annae_vision_new (pack, &error);
  while (vision != NULL && fgets (text, sizeof text, stdin) != NULL)
    {
      g_autoptr (GString) line = g_string_new (NULL);
      char *path = strchr (g_strchomp (text), ' ');
      double score;

      if (path == NULL || (!g_str_has_prefix (text, "reference ") && !g_str_has_prefix (text, "probe ")))
        {
          g_printerr ("match-score: “%s” is neither “reference FILE” nor “probe FILE”\n", text);
          return 3;
        }
      g_autoptr (AnnaeTemplate) template = look (vision, path + 1, line, &error);
      if (error != NULL)
        break;
      if (*text == 'r')
        {
          g_clear_pointer (&reference, annae_template_unref);
          reference = g_steal_pointer (&template);
        }
      else if (template != NULL && reference != NULL && annae_template_compare (reference, template, &score))
        {
          g_string_append (line, ", \"comparison\": ");
          append_number (line, score);
        }
      printf ("%s}\n", line->str);
      fflush (stdout);
    }
  if (error == NULL)
    return 0;
  g_printerr ("match-score: %s\n", error->message);
  return 4;
}
