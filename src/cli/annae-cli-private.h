/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by the commands: parsing, telling what is wrong, and JSON lines. */

#pragma once

#include <json-glib/json-glib.h>

#include "annae-cli.h"
#include "annae-model-pack.h"
#include "annae-observation.h"
#include "annae-policy.h"
#include "annae-vault.h"

G_BEGIN_DECLS

/* Each command parses its own arguments: argv[0] is the command. */
int annae_cli_verify (int argc, char **argv);
int annae_cli_inspect (int argc, char **argv);
int annae_cli_cameras (int argc, char **argv);
int annae_cli_models (int argc, char **argv);
int annae_cli_audit (int argc, char **argv);
int annae_cli_receipt (int argc, char **argv);
int annae_cli_evaluate (int argc, char **argv);

/* Runs a whole check on the bundled pictures, without a word; what was held and is wiped again. */
gboolean annae_cli_audit_demo (const AnnaePolicy *policy, AnnaeVaultReport *wiped, GError **error);

/* Parses options; FALSE with *exit_code set where the command should end (a wrong option, more than `operands` arguments). */
gboolean annae_cli_parse (int *argc, char ***argv, const GOptionEntry *entries, const char *parameters,
                          const char *summary, int operands, int *exit_code);

/* Prints "annae: …" to stderr and returns ANNAE_EXIT_BAD_INPUT or ANNAE_EXIT_FAILED, by the kind of error. */
int annae_cli_complain (const GError *error);

/* Before the first byte that a stranger made: no internet socket, no other program (annae-cage.h). What this kernel cannot do is said on
 * stderr, and the command goes on. GStreamer's first start runs a program that looks through its plug-ins: whoever
 * plays recordings or cameras calls annae_capture_init () before. */
void annae_cli_close_cage (void);

/* Prints one object on one line and flushes, so that a reader follows step by step. Takes the builder's open object. */
void annae_cli_print_json (JsonBuilder *builder);

/* "pack": name, title and whether it can verify. */
void annae_cli_add_pack (JsonBuilder *builder, AnnaeModelPack *pack);

void annae_cli_add_string (JsonBuilder *builder, const char *name, const char *value);
void annae_cli_add_double (JsonBuilder *builder, const char *name, double value);

/* "wiped-blocks", "wiped-bytes", "held-seconds", "held-bytes". */
void annae_cli_add_vault_count (JsonBuilder *builder, const AnnaeVaultCount *count);

G_END_DECLS
