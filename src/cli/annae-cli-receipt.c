/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae receipt: verify one, print it as a QR code for paper, and look after the counter's key. */

#include "annae-cli-private.h"

#include <qrencode.h>

#include <errno.h>
#include <string.h>

#include "annae-errors.h"
#include "annae-paths.h"
#include "annae-receipt.h"

/* Modules of white around the code, as the standard asks for. */
#define QUIET 4

/* A receipt that is none, or a key that is none, is bad input; annae_cli_complain () does not know those. */
static int
complain (const GError *error)
{
  annae_cli_complain (error);
  return ANNAE_EXIT_BAD_INPUT;
}

static int
run_verify (int argc, char **argv)
{
  g_autofree char *key_path = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "key", 'k', 0, G_OPTION_ARG_FILENAME, &key_path, "The counter's public key, or the folder of its keys", "PUB" },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print one JSON object", NULL },
    { NULL },
  };
  AnnaeReceipt receipt;
  AnnaePublicKey key;
  g_autoptr (GError) error = NULL;
  gboolean valid;
  int exit_code = 0;

  if (!annae_cli_parse (&argc, &argv, entries, "FILE",
                        "Checks that the counter with this key signed this receipt.\n"
                        "Ends with 0 where it did, 1 where it did not, 3 where something is no receipt or no key.",
                        1, &exit_code))
    return exit_code;
  if (key_path == NULL)
    {
      g_printerr ("annae: something is missing: --key PUB\n");
      return ANNAE_EXIT_BAD_INPUT;
    }
  if (!annae_receipt_load (&receipt, argv[1], &error)
      || !(g_file_test (key_path, G_FILE_TEST_IS_DIR) ? annae_public_key_find (&key, key_path, receipt.key_id, &error)
                                                      : annae_public_key_load (&key, key_path, &error)))
    return complain (error);

  valid = annae_receipt_verify (&receipt, &key, &error);
  if (json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "valid");
      json_builder_add_boolean_value (builder, valid);
      annae_cli_add_string (builder, "outcome", annae_outcome_name (receipt.outcome));
      annae_cli_add_string (builder, "reason", annae_reason_name (receipt.reason));
      annae_cli_add_string (builder, "method", annae_receipt_method_name (receipt.method));
      annae_cli_add_string (builder, "liveness", annae_receipt_liveness_name (&receipt));
      annae_cli_add_string (builder, "time", receipt.time);
      annae_cli_add_string (builder, "nonce", receipt.nonce);
      annae_cli_add_string (builder, "key", receipt.key_id);
      annae_cli_print_json (builder);
    }
  else if (valid)
    g_print ("Valid: signed by the counter %s.\n  outcome  %s\n  reason   %s\n  method   %s\n  liveness %s\n  time     %s\n", key.id,
             annae_outcome_name (receipt.outcome), annae_reason_name (receipt.reason),
             annae_receipt_method_name (receipt.method), annae_receipt_liveness_name (&receipt), *receipt.time != '\0' ? receipt.time : "not stated");
  if (!valid)
    g_printerr ("annae: %s\n", error->message);
  return valid ? ANNAE_EXIT_MATCH : ANNAE_EXIT_NO_MATCH;
}

static void
print_svg (const QRcode *code)
{
  int side = code->width + 2 * QUIET;

  g_print ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
           "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path d=\"",
           side, side, side, side);
  for (int y = 0; y < code->width; y++)
    for (int x = 0; x < code->width; x++)
      if (code->data[y * code->width + x] & 1)
        g_print ("M%d %dh1v1h-1z", x + QUIET, y + QUIET);
  g_print ("\"/></svg>\n");
}

static gboolean
is_dark (const QRcode *code, int x, int y)
{
  return x >= 0 && y >= 0 && x < code->width && y < code->width && (code->data[y * code->width + x] & 1);
}

/* Two modules a character, one above the other. Light is printed and dark is left out: terminals are dark. */
static void
print_text (const QRcode *code)
{
  static const char *const blocks[] = { "█", "▀", "▄", " " };

  for (int y = -QUIET; y < code->width + QUIET; y += 2)
    {
      for (int x = -QUIET; x < code->width + QUIET; x++)
        g_print ("%s", blocks[2 * is_dark (code, x, y) + is_dark (code, x, y + 1)]);
      g_print ("\n");
    }
}

static int
run_qr (int argc, char **argv)
{
  gboolean text = FALSE;
  const GOptionEntry entries[] = {
    { "text", 't', 0, G_OPTION_ARG_NONE, &text, "For a terminal, instead of SVG for a printer", NULL },
    { NULL },
  };
  AnnaeReceipt receipt;
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  QRcode *code;
  int exit_code = 0;

  if (!annae_cli_parse (&argc, &argv, entries, "FILE", "Prints a receipt as a QR code of the same bytes.", 1,
                        &exit_code))
    return exit_code;
  if (!annae_receipt_load (&receipt, argv[1], &error))
    return complain (error);
  bytes = annae_receipt_to_json (&receipt);
  code = QRcode_encodeData ((int) strlen (bytes), (const unsigned char *) bytes, 0, QR_ECLEVEL_M);
  if (code == NULL)
    {
      g_printerr ("annae: The QR code cannot be made: %s.\n", g_strerror (errno));
      return ANNAE_EXIT_FAILED;
    }
  if (text)
    print_text (code);
  else
    print_svg (code);
  QRcode_free (code);
  return 0;
}

static int
run_key (int argc, char **argv)
{
  const GOptionEntry entries[] = { { NULL } };
  g_autofree char *usual = annae_paths_keys ();
  g_autofree char *current = NULL;
  g_autoptr (AnnaeReceiptKey) key = NULL;
  g_autoptr (GError) error = NULL;
  const char *action = argc > 1 ? argv[1] : NULL;
  const char *folder;
  int exit_code = 0;

  if (!annae_cli_parse (&argc, &argv, entries, "create|rotate|show [DIR]",
                        "The counter's key for receipts; without DIR, where the program keeps its own.",
                        argc > 2 ? 2 : 1, &exit_code))
    return exit_code;
  action = argv[1];
  folder = argc > 2 ? argv[2] : usual;
  current = g_build_filename (folder, "current.key", NULL);
  if (g_str_equal (action, "rotate"))
    key = annae_receipt_key_rotate (folder, &error);
  else if (!g_str_equal (action, "create") && !g_str_equal (action, "show"))
    {
      g_printerr ("annae: “%s” is none of create, rotate, show.\n", action);
      return ANNAE_EXIT_BAD_INPUT;
    }
  else if (g_str_equal (action, "show") && !g_file_test (current, G_FILE_TEST_EXISTS))
    {
      g_printerr ("annae: There is no key in “%s” yet: “annae receipt key create” makes one.\n", folder);
      return ANNAE_EXIT_BAD_INPUT;
    }
  else
    key = annae_receipt_key_open (folder, &error);
  if (key == NULL)
    return complain (error);
  g_print ("%s\n%s%c%s.pub\n", annae_receipt_key_get_public (key)->id, folder, G_DIR_SEPARATOR,
           annae_receipt_key_get_public (key)->id);
  return 0;
}

int
annae_cli_receipt (int argc, char **argv)
{
  if (argc > 1 && g_str_equal (argv[1], "verify"))
    return run_verify (argc - 1, argv + 1);
  if (argc > 1 && g_str_equal (argv[1], "qr"))
    return run_qr (argc - 1, argv + 1);
  if (argc > 1 && g_str_equal (argv[1], "key"))
    return run_key (argc - 1, argv + 1);
  g_printerr ("Usage:\n  annae receipt verify FILE --key PUB     did this counter sign this receipt?\n"
              "  annae receipt qr FILE [--text]          the receipt as a QR code, SVG or for a terminal\n"
              "  annae receipt key create|rotate|show [DIR]\n");
  return argc > 1 && g_str_equal (argv[1], "--help") ? 0 : ANNAE_EXIT_BAD_INPUT;
}
