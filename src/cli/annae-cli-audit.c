/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae audit: what the program may hold and write, and hashes of all that decides, for whoever wants to see for
 * themselves. Nothing here is a promise: each line is looked up in this process, or names the test that shows it. */

#include "annae-cli-private.h"

#include <sys/resource.h>

#include "annae-cage.h"
#include "annae-config.h"
#include "annae-consent.h"
#include "annae-paths.h"
#include "annae-policy.h"
#include "annae-vault.h"
#include "annae-frame-sink.h"

static const struct
{
  const char *what;
  const char *until;
} held[ANNAE_VAULT_N_KINDS] = {
  [ANNAE_VAULT_FRAME]
  = { "pictures from the camera or a file", "the next frames replace them; at the latest until the result" },
  [ANNAE_VAULT_CHIP] = { "cut-outs of the face", "they are turned into a template; at the latest until the result" },
  [ANNAE_VAULT_PORTRAIT]
  = { "the portrait on the document", "it is turned into a template; at the latest until the result" },
  [ANNAE_VAULT_TEMPLATE] = { "numbers computed from a face", "the result" },
  [ANNAE_VAULT_SCRATCH] = { "working memory of libraries", "it is freed by them; at the latest until the result" },
};

typedef struct
{
  AnnaePolicy policy;
  AnnaeVaultReport vault;
  AnnaeCageReport cage;
  GPtrArray *writable; /* NULL where this kernel limits nothing */
  GPtrArray *packs;
  char *program_path;
  char *program;
  char *policy_hash;
  char *consent;
  AnnaeVaultReport person; /* of the demonstration, or of nobody */
  gboolean demo;
  gboolean locked;
  guint64 lock_limit;
} Audit;

static char *
hash_file (const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr (GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL;

  return bytes != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes) : NULL;
}

/* A block of the size of a frame shows whether the system's limit lets the vault lock one. */
static void
try_vault (Audit *self)
{
  gpointer block = annae_vault_alloc (ANNAE_VAULT_SCRATCH, 1280 * 720 * 3);
  struct rlimit limit;

  annae_vault_get_report (&self->vault);
  self->locked = block != NULL && self->vault.unlocked_bytes == 0;
  self->lock_limit = getrlimit (RLIMIT_MEMLOCK, &limit) == 0 ? limit.rlim_cur : 0;
  annae_vault_free (block);
}

static gboolean
audit_collect (Audit *self, const char *policy_path, GError **error)
{
  g_autoptr (GPtrArray) folders = annae_model_pack_list_folders ();

  annae_policy_init (&self->policy);
  if (policy_path != NULL && !annae_policy_load (&self->policy, policy_path, error))
    return FALSE;
  self->program_path = g_file_read_link ("/proc/self/exe", error);
  self->program = self->program_path != NULL ? hash_file ("/proc/self/exe", error) : NULL;
  if (self->program == NULL)
    return FALSE;
  self->policy_hash = annae_policy_hash (&self->policy);
  self->consent = annae_consent_hash (self->policy.document_expiry);
  if (self->demo)
    annae_capture_init ();
  annae_cli_close_cage ();
  annae_cage_get_report (&self->cage);
  self->writable = annae_cage_list_writable ();
  self->packs = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < folders->len; i++)
    {
      g_autoptr (GError) local = NULL;
      AnnaeModelPack *pack = annae_model_pack_load (g_ptr_array_index (folders, i), &local);

      if (pack != NULL)
        g_ptr_array_add (self->packs, pack);
      else
        g_printerr ("annae: %s\n", local->message);
    }
  try_vault (self);
  return TRUE;
}

static void
audit_clear (Audit *self)
{
  g_clear_pointer (&self->writable, g_ptr_array_unref);
  g_clear_pointer (&self->packs, g_ptr_array_unref);
  g_free (self->program_path);
  g_free (self->program);
  g_free (self->policy_hash);
  g_free (self->consent);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Audit, audit_clear)

/* --- JSON --- */

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_integer (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
begin (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static void
add_held (JsonBuilder *builder, const AnnaeVaultReport *person)
{
  json_builder_set_member_name (builder, "held");
  json_builder_begin_array (builder);
  for (guint kind = 0; kind < ANNAE_VAULT_N_KINDS; kind++)
    {
      json_builder_begin_object (builder);
      annae_cli_add_string (builder, "kind", annae_vault_kind_name (kind));
      annae_cli_add_string (builder, "what", held[kind].what);
      annae_cli_add_string (builder, "until", held[kind].until);
      annae_cli_add_vault_count (builder, &person->kinds[kind]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  begin (builder, "held-in-all");
  annae_cli_add_vault_count (builder, &person->total);
  json_builder_end_object (builder);
}

static void
add_writable (JsonBuilder *builder, const Audit *self)
{
  json_builder_set_member_name (builder, "writable");
  if (self->writable == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->writable->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (self->writable, i));
  json_builder_end_array (builder);
}

static void
add_cage (JsonBuilder *builder, const AnnaeCageReport *cage)
{
  begin (builder, "cage");
  add_boolean (builder, "no-new-privileges", cage->no_new_privileges);
  add_integer (builder, "landlock-version", cage->landlock_version);
  add_boolean (builder, "files", cage->files);
  add_boolean (builder, "every-thread", cage->every_thread);
  add_boolean (builder, "truncation", cage->truncation);
  add_boolean (builder, "tcp", cage->tcp);
  add_boolean (builder, "signals", cage->signals);
  add_boolean (builder, "system-calls", cage->system_calls);
  json_builder_end_object (builder);
}

static void
add_hashes (JsonBuilder *builder, const Audit *self)
{
  begin (builder, "sha256");
  annae_cli_add_string (builder, "program", self->program);
  annae_cli_add_string (builder, "policy", self->policy_hash);
  annae_cli_add_string (builder, "consent", self->consent);
  json_builder_set_member_name (builder, "packs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->packs->len; i++)
    {
      json_builder_begin_object (builder);
      annae_cli_add_string (builder, "name", annae_model_pack_get_name (g_ptr_array_index (self->packs, i)));
      annae_cli_add_string (builder, "folder", annae_model_pack_get_folder (g_ptr_array_index (self->packs, i)));
      annae_cli_add_string (builder, "pack.ini", annae_model_pack_get_hash (g_ptr_array_index (self->packs, i)));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_json (const Audit *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *values = annae_policy_to_text (&self->policy);

  json_builder_begin_object (builder);
  annae_cli_add_string (builder, "format", "annae-audit-1");
  annae_cli_add_string (builder, "version", ANNAE_VERSION);
  annae_cli_add_string (builder, "program", self->program_path);
  annae_cli_add_string (builder, "held-by", self->demo ? "demonstration" : "nobody");
  add_held (builder, &self->person);
  add_integer (builder, "idle-seconds", self->policy.idle_us / G_USEC_PER_SEC);
  begin (builder, "vault");
  add_boolean (builder, "locked", self->locked);
  add_integer (builder, "lock-limit-bytes", self->lock_limit == RLIM_INFINITY ? -1 : (gint64) self->lock_limit);
  add_boolean (builder, "core-dumps-off", self->vault.dumps_disabled);
  json_builder_end_object (builder);
  add_boolean (builder, "receipts-kept", self->policy.receipt_keep);
  add_writable (builder, self);
  add_cage (builder, &self->cage);
  begin (builder, "network");
  add_boolean (builder, "code-in-program", FALSE);
  annae_cli_add_string (builder, "shown-by", "tests/tools/check-floors, tests/proof/test-system-calls.py");
  json_builder_end_object (builder);
  add_hashes (builder, self);
  annae_cli_add_string (builder, "policy", values);
  annae_cli_print_json (builder);
}

/* --- text --- */

static void
print_demonstration (const AnnaeVaultReport *person)
{
  g_print ("  In the demonstration that has just run:\n");
  for (guint kind = 0; kind < ANNAE_VAULT_N_KINDS; kind++)
    g_print ("  %-9s %" G_GUINT64_FORMAT " blocks, %.1f MB, wiped after %.1f s\n", annae_vault_kind_name (kind),
             person->kinds[kind].wiped_blocks, (double) person->kinds[kind].wiped_bytes / 1e6,
             (double) person->kinds[kind].held_us / 1e6);
  g_print ("  in all    %" G_GUINT64_FORMAT " blocks, %.1f MB, wiped after %.1f s; still held: %" G_GUINT64_FORMAT
           " bytes\n",
           person->total.wiped_blocks, (double) person->total.wiped_bytes / 1e6, (double) person->total.held_us / 1e6,
           person->total.held_bytes);
}

static void
print_text (const Audit *self)
{
  g_autofree char *values = annae_policy_to_text (&self->policy);
  g_autofree char *consent = annae_consent_text (self->policy.document_expiry);

  g_print ("annae %s\n\nHeld in memory during a check, and until when\n", ANNAE_VERSION);
  for (guint kind = 0; kind < ANNAE_VAULT_N_KINDS; kind++)
    g_print ("  %-9s %s: until %s\n", annae_vault_kind_name (kind), held[kind].what, held[kind].until);
  if (self->demo)
    print_demonstration (&self->person);
  g_print ("  A customer who is silent for %d s is warned before, and then everything is wiped.\n",
           (int) (self->policy.idle_us / G_USEC_PER_SEC));
  g_print ("  Memory is locked: %s. Core dumps are off: %s.\n",
           self->locked ? "yes" : "NO, the system's limit is too low", self->vault.dumps_disabled ? "yes" : "NO");
  g_print ("\nPlaces that may be written to\n");
  if (self->writable == NULL)
    g_print ("  This kernel does not limit them (no Landlock). The program writes settings and, if the policy says so, "
             "receipts.\n");
  for (guint i = 0; self->writable != NULL && i < self->writable->len; i++)
    g_print ("  %s\n", (const char *) g_ptr_array_index (self->writable, i));
  g_print ("  Receipts are kept on this computer: %s. They hold no picture, template, score or name.\n",
           self->policy.receipt_keep ? "yes" : "no");
  g_print ("\nNetwork\n  There is no network code in the program (tests/tools/check-floors, "
           "tests/proof/test-system-calls.py).\n"
           "  %s\n",
           self->cage.system_calls ? "The kernel refuses every internet socket and every other program, its libraries' too."
                                   : "This kernel does not refuse internet sockets to libraries (no seccomp).");
  g_print ("\nSHA-256\n  %s  program (%s)\n  %s  policy in effect\n  %s  consent text, version %d\n", self->program,
           self->program_path, self->policy_hash, self->consent, ANNAE_CONSENT_VERSION);
  for (guint i = 0; i < self->packs->len; i++)
    g_print ("  %s  pack.ini of %s\n", annae_model_pack_get_hash (g_ptr_array_index (self->packs, i)),
             annae_model_pack_get_name (g_ptr_array_index (self->packs, i)));
  g_print ("\nPolicy in effect\n%s\nConsent text\n%s", values, consent);
}

int
annae_cli_audit (int argc, char **argv)
{
  g_auto (Audit) self = { .program = NULL };
  g_autofree char *policy = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print one JSON object", NULL },
    { "policy", 0, 0, G_OPTION_ARG_FILENAME, &policy, "What this counter allows", "FILE" },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &self.demo, "Check the bundled pictures first, and say what was held and wiped",
      NULL },
    { NULL },
  };
  g_autoptr (GError) error = NULL;
  int exit_code = 0;

  if (!annae_cli_parse (
          &argc, &argv, entries, NULL,
          "Says what may be held and for how long, where may be written, and the hashes of all that decides.\n"
          "The cage is the one of this command; the window's is the same.",
          0, &exit_code))
    return exit_code;
  if (!audit_collect (&self, policy, &error))
    return annae_cli_complain (error);
  if (self.demo && !annae_cli_audit_demo (&self.policy, &self.person, &error))
    return annae_cli_complain (error);
  if (json)
    print_json (&self);
  else
    print_text (&self);
  return 0;
}
