/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds the command and runs it; what the commands share. */

#include "annae-cli-private.h"

#include <stdio.h>
#include <string.h>

#include "annae-cage.h"
#include "annae-config.h"
#include "annae-errors.h"

static const struct
{
  const char *name;
  int (*run) (int argc, char **argv);
  const char *summary;
} commands[] = {
  { "verify", annae_cli_verify, "compare a live face with the photo on a document" },
  { "inspect", annae_cli_inspect, "measure one picture: every quality component" },
  { "cameras", annae_cli_cameras, "list the cameras and their modes" },
  { "models", annae_cli_models, "list the model packs, check their files" },
  { "evaluate", annae_cli_evaluate, "measure a pack's error rates on pictures of your own" },
  { "audit", annae_cli_audit, "what is held, where it may be written, hashes of everything" },
  { "receipt", annae_cli_receipt, "verify a receipt, make and replace the counter's key" },
};

static void
print_help (void)
{
  g_print ("Usage:\n"
           "  annae [--demo] [--windowed]     open the window\n"
           "  annae COMMAND [OPTION…]         work on the command line\n\n"
           "Annae guides a person to the right place before a camera and checks, on this computer\n"
           "alone, whether the live face is the face on the ID document. It keeps nothing.\n\nCommands:\n");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i].name, commands[i].summary);
  g_print ("\n“annae COMMAND --help” tells more, “man annae” all of it.\n\n"
           "Exit codes: 0 match (or done), 1 no match, 2 undecided, 3 bad input, 4 the machine failed.\n");
}

gboolean
annae_cli_is_command (const char *argument)
{
  if (g_str_equal (argument, "--help") || g_str_equal (argument, "-h") || g_str_equal (argument, "help")
      || g_str_equal (argument, "--version"))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argument, commands[i].name))
      return TRUE;
  return FALSE;
}

int
annae_cli_run (int argc, char **argv)
{
  g_return_val_if_fail (argc >= 2, ANNAE_EXIT_BAD_INPUT);

  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("annae %s\n", ANNAE_VERSION);
      return 0;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      return commands[i].run (argc - 1, argv + 1);
  print_help ();
  return 0;
}

gboolean
annae_cli_parse (int *argc, char ***argv, const GOptionEntry *entries, const char *parameters, const char *summary,
                 int operands, int *exit_code)
{
  g_autoptr (GOptionContext) context = g_option_context_new (parameters);
  g_autofree char *program = g_strconcat ("annae ", (*argv)[0], NULL);
  g_autoptr (GError) error = NULL;

  g_set_prgname (program);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context, summary);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      g_printerr ("annae: %s\n", error->message);
      *exit_code = ANNAE_EXIT_BAD_INPUT;
      return FALSE;
    }
  if (*argc - 1 != operands)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      if (*argc - 1 > operands)
        g_printerr ("annae: “%s” is one argument too many.\n\n", (*argv)[1 + operands]);
      else
        g_printerr ("annae: something is missing: %s\n\n", parameters);
      g_printerr ("%s", help);
      *exit_code = ANNAE_EXIT_BAD_INPUT;
      return FALSE;
    }
  return TRUE;
}

int
annae_cli_complain (const GError *error)
{
  gboolean bad_input = error->domain == ANNAE_RETRY_ERROR
                       || g_error_matches (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE)
                       || g_error_matches (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_TOO_LARGE)
                       || g_error_matches (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS);

  g_printerr ("annae: %s\n", error->message);
  return bad_input ? ANNAE_EXIT_BAD_INPUT : ANNAE_EXIT_FAILED;
}

void
annae_cli_close_cage (void)
{
  g_autoptr (GError) error = NULL;

#ifndef __SANITIZE_ADDRESS__ /* looks for leaks at the end by ptrace, which is refused in there */
  if (!annae_cage_limit_calls (&error))
    g_message ("%s", error->message);
#endif
}

void
annae_cli_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *line = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  line = json_generator_to_data (generator, NULL);
  puts (line);
  fflush (stdout);
}

void
annae_cli_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

void
annae_cli_add_double (JsonBuilder *builder, const char *name, double value)
{
  json_builder_set_member_name (builder, name);
  /* JSON has no NaN: a number that is none is null. Six digits are more than any measure carries. */
  if (value == value && value - value == 0.0)
    json_builder_add_double_value (builder, (double) (gint64) (value * 1e6 + (value < 0 ? -0.5 : 0.5)) / 1e6);
  else
    json_builder_add_null_value (builder);
}

void
annae_cli_add_vault_count (JsonBuilder *builder, const AnnaeVaultCount *count)
{
  json_builder_set_member_name (builder, "wiped-blocks");
  json_builder_add_int_value (builder, (gint64) count->wiped_blocks);
  json_builder_set_member_name (builder, "wiped-bytes");
  json_builder_add_int_value (builder, (gint64) count->wiped_bytes);
  annae_cli_add_double (builder, "held-seconds", (double) count->held_us / G_USEC_PER_SEC);
  json_builder_set_member_name (builder, "held-bytes");
  json_builder_add_int_value (builder, (gint64) count->held_bytes);
}

void
annae_cli_add_pack (JsonBuilder *builder, AnnaeModelPack *pack)
{
  json_builder_set_member_name (builder, "pack");
  json_builder_begin_object (builder);
  annae_cli_add_string (builder, "name", annae_model_pack_get_name (pack));
  annae_cli_add_string (builder, "title", annae_model_pack_get_title (pack));
  json_builder_set_member_name (builder, "can-verify");
  json_builder_add_boolean_value (builder, annae_model_pack_can_verify (pack));
  json_builder_end_object (builder);
}
