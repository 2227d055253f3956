/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program: closes its cage's first door and starts the window or the command line. */

#include <stdio.h>
#include <time.h>

#include <gtk/gtk.h>

#include "annae-cage.h"
#include "annae-cli.h"
#include "annae-paths.h"
#include "annae-vault.h"
#include "annae-window-main.h"

/* What we print is UTF-8 wherever we are: a minimal system has no locale that says so, and names would become "?". */
static void
print_utf8 (const char *text)
{
  fputs (text, stdout);
  fflush (stdout); /* whoever reads along reads now */
}

static void
complain_utf8 (const char *text)
{
  fputs (text, stderr);
}

/* The vault's time: goes on while the computer sleeps, because what it holds stays in its memory. */
static gint64
time_awake_or_not (void)
{
  struct timespec time = { 0 };

  clock_gettime (CLOCK_BOOTTIME, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Before any thread: what this process may write to from here on. Settings go through the desktop's own service. */
static void
close_files (void)
{
  g_autofree char *receipts = annae_paths_receipts ();
  const char *const writable[] = { receipts, NULL };
  g_autoptr (GError) error = NULL;

  if (!annae_cage_limit_files (writable, &error))
    g_message ("%s", error->message);
}

/* Looks at nothing that a stranger could have made, and writes where its user says: a key may belong on a stick. */
static gboolean
makes_key (int argc, char **argv)
{
  return argc > 2 && g_str_equal (argv[1], "receipt") && g_str_equal (argv[2], "key");
}

/* Whether this computer can draw with more than its processor. */
static gboolean
has_graphics (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/dev/dri", 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, "renderD"))
      return TRUE;
  return g_file_test ("/dev/nvidiactl", G_FILE_TEST_EXISTS);
}

/* OpenGL on the processor is slower than GTK's own drawing by so much that the preview falls behind the camera
 * (doc/performance.md), and takes 150 MB more. Before GTK begins; whoever has chosen already is left alone. */
static void
avoid_software_gl (void)
{
  if (g_getenv ("GSK_RENDERER") != NULL || g_getenv ("GDK_DEBUG") != NULL || has_graphics ())
    return;
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv ("GDK_DEBUG", "gl-disable", TRUE);
}

/* Opens the reports that it was told to write, and closes the door itself before it looks at a picture. */
static gboolean
writes_reports (int argc, char **argv)
{
  return argc > 1 && g_str_equal (argv[1], "evaluate");
}

static void
options_clear (AnnaeWindowOptions *options)
{
  g_free (options->pack);
  g_free (options->policy);
  g_free (options->document);
  g_free (options->language);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnnaeWindowOptions, options_clear)

int
main (int argc, char **argv)
{
  g_auto (AnnaeWindowOptions) options = { NULL };
  const GOptionEntry entries[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, &options.demo, NULL, NULL },
    { "windowed", 0, 0, G_OPTION_ARG_NONE, &options.windowed, NULL, NULL },
    { "pack", 'p', 0, G_OPTION_ARG_STRING, &options.pack, NULL, NULL },
    { "policy", 0, 0, G_OPTION_ARG_FILENAME, &options.policy, NULL, NULL },
    { "document", 'd', 0, G_OPTION_ARG_FILENAME, &options.document, NULL, NULL },
    { "language", 0, 0, G_OPTION_ARG_STRING, &options.language, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;

  annae_vault_init ();
  annae_vault_set_clock (time_awake_or_not);
  if (!makes_key (argc, argv) && !writes_reports (argc, argv))
    close_files ();
  g_set_print_handler (print_utf8);
  g_set_printerr_handler (complain_utf8);
  if (argc > 1 && annae_cli_is_command (argv[1]))
    return annae_cli_run (argc, argv);

  context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc > 1)
    {
      g_printerr ("annae: %s\nTry “annae --help”.\n", error != NULL ? error->message : "That is not a command.");
      return ANNAE_EXIT_BAD_INPUT;
    }
  /* Languages come from our own catalogues; GTK would take the locale of the counter for the customer's. */
  gtk_disable_setlocale ();
  avoid_software_gl ();
  if (!gtk_init_check ())
    {
      g_printerr ("annae: There is no display here. “annae verify --demo” shows the check on the command line.\n");
      return ANNAE_EXIT_FAILED;
    }
  return annae_window_main (&options);
}
