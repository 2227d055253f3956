/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae models: the packs that are there, what is in them, whether their files are what they should be. */

#include "annae-cli-private.h"

/* The false match rates a pack may state thresholds for. */
static const double rates[] = { 1e-2, 1e-3, 1e-4, 1e-5 };

static void
print_pack_text (AnnaeModelPack *pack, const char *folder, gboolean in_use, gboolean checked)
{
  const char *note = annae_model_pack_get_note (pack);
  const AnnaeCohort *cohort = annae_model_pack_get_cohort (pack);

  g_print ("%s%s  %s\n", annae_model_pack_get_name (pack), in_use ? " (in use)" : "", annae_model_pack_get_title (pack));
  g_print ("  folder   %s%s\n", folder, checked ? ", every checksum is right" : "");
  for (guint role = 0; role < ANNAE_N_ROLES; role++)
    {
      const AnnaePackPart *part = annae_model_pack_get_part (pack, role);

      if (part == NULL)
        continue;
      g_print ("  %-8s %s, %s, licence: %s\n", annae_role_name (role), part->kind, part->path, part->licence);
      g_print ("           SHA-256 %s\n", part->sha256);
      if (part->second_path != NULL)
        g_print ("           and %s\n           SHA-256 %s\n", part->second_path, part->second_sha256);
    }
  if (cohort != NULL)
    g_print ("  scores   normalised against %u means of %u people or more each\n", annae_cohort_get_n_means (cohort),
             annae_cohort_get_n_people (cohort));
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      AnnaeThresholds t;

      if (annae_model_pack_get_thresholds (pack, rates[i], &t) && t.match_fmr == rates[i])
        g_print ("  FMR %.0e match from %.3f, no match below %.3f\n", t.match_fmr, t.match, t.no_match);
    }
  if (!annae_model_pack_can_verify (pack))
    g_print ("  This pack guides only: it cannot verify.\n");
  if (note != NULL)
    g_print ("  %s\n", note);
  g_print ("\n");
}

static void
print_pack_json (AnnaeModelPack *pack, const char *folder, gboolean in_use)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const AnnaeCohort *cohort = annae_model_pack_get_cohort (pack);

  json_builder_begin_object (builder);
  annae_cli_add_string (builder, "name", annae_model_pack_get_name (pack));
  annae_cli_add_string (builder, "title", annae_model_pack_get_title (pack));
  annae_cli_add_string (builder, "folder", folder);
  annae_cli_add_string (builder, "note", annae_model_pack_get_note (pack));
  json_builder_set_member_name (builder, "in-use");
  json_builder_add_boolean_value (builder, in_use);
  json_builder_set_member_name (builder, "can-verify");
  json_builder_add_boolean_value (builder, annae_model_pack_can_verify (pack));
  json_builder_set_member_name (builder, "parts");
  json_builder_begin_array (builder);
  for (guint role = 0; role < ANNAE_N_ROLES; role++)
    {
      const AnnaePackPart *part = annae_model_pack_get_part (pack, role);

      if (part == NULL)
        continue;
      json_builder_begin_object (builder);
      annae_cli_add_string (builder, "role", annae_role_name (role));
      annae_cli_add_string (builder, "kind", part->kind);
      annae_cli_add_string (builder, "file", part->path);
      annae_cli_add_string (builder, "sha256", part->sha256);
      if (part->second_path != NULL)
        {
          annae_cli_add_string (builder, "second-file", part->second_path);
          annae_cli_add_string (builder, "second-sha256", part->second_sha256);
        }
      annae_cli_add_string (builder, "licence", part->licence);
      annae_cli_add_string (builder, "source", part->source);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "cohort-means");
  json_builder_add_int_value (builder, cohort != NULL ? annae_cohort_get_n_means (cohort) : 0);
  json_builder_set_member_name (builder, "thresholds");
  json_builder_begin_array (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      AnnaeThresholds t;

      if (!annae_model_pack_get_thresholds (pack, rates[i], &t) || t.match_fmr != rates[i])
        continue;
      json_builder_begin_object (builder);
      annae_cli_add_double (builder, "fmr", t.match_fmr);
      annae_cli_add_double (builder, "match", t.match);
      annae_cli_add_double (builder, "no-match", t.no_match);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  annae_cli_print_json (builder);
}

int
annae_cli_models (int argc, char **argv)
{
  gboolean json = FALSE, verify = FALSE;
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print one JSON object a pack", NULL },
    { "verify", 0, 0, G_OPTION_ARG_NONE, &verify, "End with 4 where a pack's files are not what they should be", NULL },
    { NULL },
  };
  g_autoptr (GPtrArray) folders = NULL;
  g_autoptr (AnnaeModelPack) chosen = NULL;
  int exit_code = 0;

  if (!annae_cli_parse (&argc, &argv, entries, NULL,
                        "Lists the model packs. Every listing checks every file's SHA-256.", 0, &exit_code))
    return exit_code;

  chosen = annae_model_pack_find (NULL, NULL);
  folders = annae_model_pack_list_folders ();
  for (guint i = 0; i < folders->len; i++)
    {
      const char *folder = g_ptr_array_index (folders, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (AnnaeModelPack) pack = annae_model_pack_load (folder, &error);
      gboolean in_use;

      if (pack == NULL)
        {
          g_printerr ("annae: %s\n", error->message);
          exit_code = verify ? ANNAE_EXIT_FAILED : exit_code;
          continue;
        }
      in_use = chosen != NULL
               && g_str_equal (annae_model_pack_get_name (pack), annae_model_pack_get_name (chosen));
      if (json)
        print_pack_json (pack, folder, in_use);
      else
        print_pack_text (pack, folder, in_use, verify);
    }
  if (folders->len == 0)
    {
      g_printerr ("annae: No model pack was found. The bundled one belongs into the program's data folder.\n");
      return ANNAE_EXIT_FAILED;
    }
  return exit_code;
}
