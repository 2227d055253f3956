/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae inspect: one picture, every measure with its raw value, score and status. */

#include "annae-cli-private.h"
#include "annae-errors.h"
#include "annae-vision.h"

static void
print_text (const AnnaeObservation *seen, const char *path)
{
  g_print ("%s: %u×%u, faces: %u\n", path, seen->width, seen->height, seen->n_faces);
  g_print ("  %-22s %12s  %-8s %6s  %s\n", "measure", "raw", "unit", "score", "status");
  for (guint i = 0; i < ANNAE_N_MEASURES; i++)
    {
      const AnnaeMeasure *m = &seen->measures[i];

      if (m->status == ANNAE_MEASURE_OK)
        g_print ("  %-22s %12.3f  %-8s %6.1f  %s\n", annae_measure_name (i), m->raw, annae_measure_unit (i), m->score,
                 annae_measure_status_name (m->status));
      else
        g_print ("  %-22s %12s  %-8s %6s  %s\n", annae_measure_name (i), "-", annae_measure_unit (i), "-",
                 annae_measure_status_name (m->status));
    }
}

static void
add_faces (JsonBuilder *builder, const AnnaeObservation *seen)
{
  json_builder_set_member_name (builder, "faces");
  json_builder_begin_array (builder);
  for (guint i = 0; i < MIN (seen->n_faces, ANNAE_MAX_FACES); i++)
    {
      const AnnaeFace *face = &seen->faces[i];

      json_builder_begin_object (builder);
      annae_cli_add_double (builder, "score", face->score);
      annae_cli_add_double (builder, "x", face->box.x);
      annae_cli_add_double (builder, "y", face->box.y);
      annae_cli_add_double (builder, "width", face->box.width);
      annae_cli_add_double (builder, "height", face->box.height);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (const AnnaeObservation *seen, const char *path, AnnaeModelPack *pack)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  annae_cli_add_string (builder, "picture", path);
  json_builder_set_member_name (builder, "width");
  json_builder_add_int_value (builder, seen->width);
  json_builder_set_member_name (builder, "height");
  json_builder_add_int_value (builder, seen->height);
  annae_cli_add_pack (builder, pack);
  add_faces (builder, seen);
  json_builder_set_member_name (builder, "measures");
  json_builder_begin_object (builder);
  for (guint i = 0; i < ANNAE_N_MEASURES; i++)
    {
      const AnnaeMeasure *m = &seen->measures[i];
      gboolean ok = m->status == ANNAE_MEASURE_OK;

      json_builder_set_member_name (builder, annae_measure_name (i));
      json_builder_begin_object (builder);
      annae_cli_add_double (builder, "raw", ok ? m->raw : 0.0 / 0.0);
      annae_cli_add_string (builder, "unit", annae_measure_unit (i));
      annae_cli_add_double (builder, "score", ok ? m->score : 0.0 / 0.0);
      annae_cli_add_string (builder, "status", annae_measure_status_name (m->status));
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  annae_cli_print_json (builder);
}

int
annae_cli_inspect (int argc, char **argv)
{
  gboolean json = FALSE;
  g_autofree char *pack_name = NULL;
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print one JSON object", NULL },
    { "pack", 'p', 0, G_OPTION_ARG_STRING, &pack_name, "Model pack: a name or a folder", "NAME" },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeModelPack) pack = NULL;
  g_autoptr (AnnaeVision) vision = NULL;
  g_autoptr (AnnaeFrame) picture = NULL;
  AnnaeObservation seen;
  int exit_code = 0;

  if (!annae_cli_parse (&argc, &argv, entries, "PICTURE",
                        "Measures one picture. A measure that the pack in use has no part for says so.", 1, &exit_code))
    return exit_code;

  annae_cli_close_cage ();
  picture = annae_picture_load (argv[1], &error);
  if (picture == NULL)
    return annae_cli_complain (error);
  pack = annae_model_pack_find (pack_name, &error);
  if (pack != NULL)
    vision = annae_vision_new (pack, &error);
  if (vision == NULL || !annae_vision_observe (vision, picture, &seen, &error))
    return annae_cli_complain (error);

  if (json)
    print_json (&seen, argv[1], pack);
  else
    print_text (&seen, argv[1]);
  annae_vault_wipe (&seen, sizeof seen);
  return 0;
}
