/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Settings: the table and the schema agree, values are kept or not as the machine allows, and nothing aborts. */

#include "annae-settings.h"

#include <glib/gstdio.h>
#include <string.h>

/* Whatever the way they are stored, they start the same and behave the same. */
static void
check_behaviour (AnnaeSettings *settings)
{
  g_autofree char *language = NULL;
  g_autofree char *camera = NULL;
  int scale;
  double rate, volume;
  gboolean full_screen, muted;

  g_object_get (settings, "customer-language", &language, "camera", &camera, "text-scale", &scale, "speech-rate", &rate,
                "volume", &volume, "full-screen", &full_screen, "muted", &muted, NULL);
  g_assert_cmpstr (language, ==, "ko");
  g_assert_cmpstr (camera, ==, "");
  g_assert_cmpint (scale, ==, 100);
  g_assert_cmpfloat (rate, ==, 1.0);
  g_assert_cmpfloat (volume, ==, 1.0);
  g_assert_true (full_screen);
  g_assert_false (muted);

  g_object_set (settings, "text-scale", 150, "speech-rate", 1.5, "muted", TRUE, "camera", NULL, "staff-language", "en",
                NULL);
  g_object_get (settings, "text-scale", &scale, "speech-rate", &rate, "muted", &muted, NULL);
  g_assert_cmpint (scale, ==, 150);
  g_assert_cmpfloat (rate, ==, 1.5);
  g_assert_true (muted);
}

static void
count (GObject *object, GParamSpec *pspec, guint *n)
{
  (*n)++;
}

static void
test_memory (void)
{
  AnnaeSettings *settings = annae_settings_new ();
  guint n = 0;

  check_behaviour (settings);
  g_signal_connect (settings, "notify::text-scale", G_CALLBACK (count), &n);
  g_object_set (settings, "text-scale", 150, NULL);
  g_assert_cmpuint (n, ==, 0);
  g_object_set (settings, "text-scale", 200, NULL);
  g_assert_cmpuint (n, ==, 1);
  g_assert_finalize_object (settings);
}

/* Every key of the schema is a property with the same default and range, and the other way round. */
static void
test_schema (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = g_settings_schema_source_lookup (source, "kr.annae.Annae", FALSE);
  g_auto (GStrv) keys = NULL;
  g_autofree GParamSpec **specs = NULL;
  g_autoptr (GTypeClass) class = g_type_class_ref (ANNAE_TYPE_SETTINGS);
  guint n_specs;

  g_assert_nonnull (schema);
  keys = g_settings_schema_list_keys (schema);
  specs = g_object_class_list_properties (G_OBJECT_CLASS (class), &n_specs);
  g_assert_cmpuint (g_strv_length (keys), ==, n_specs);

  for (guint i = 0; i < n_specs; i++)
    {
      g_autoptr (GSettingsSchemaKey) key = NULL;
      g_autoptr (GVariant) value = NULL;
      g_autoptr (GVariant) range = NULL;
      const GValue *own = g_param_spec_get_default_value (specs[i]);

      g_assert_true (g_settings_schema_has_key (schema, specs[i]->name));
      key = g_settings_schema_get_key (schema, specs[i]->name);
      value = g_settings_schema_key_get_default_value (key);
      range = g_settings_schema_key_get_range (key);

      if (G_IS_PARAM_SPEC_STRING (specs[i]))
        g_assert_cmpstr (g_variant_get_string (value, NULL), ==, g_value_get_string (own));
      else if (G_IS_PARAM_SPEC_BOOLEAN (specs[i]))
        g_assert_cmpint (g_variant_get_boolean (value), ==, g_value_get_boolean (own));
      else if (G_IS_PARAM_SPEC_INT (specs[i]))
        {
          g_autoptr (GVariant) limits = NULL;
          int min, max;

          g_assert_cmpint (g_variant_get_int32 (value), ==, g_value_get_int (own));
          g_variant_get (range, "(sv)", NULL, &limits);
          g_variant_get (limits, "(ii)", &min, &max);
          g_assert_cmpint (min, ==, G_PARAM_SPEC_INT (specs[i])->minimum);
          g_assert_cmpint (max, ==, G_PARAM_SPEC_INT (specs[i])->maximum);
        }
      else if (G_IS_PARAM_SPEC_DOUBLE (specs[i]))
        {
          g_autoptr (GVariant) limits = NULL;
          double min, max;

          g_assert_cmpfloat (g_variant_get_double (value), ==, g_value_get_double (own));
          g_variant_get (range, "(sv)", NULL, &limits);
          g_variant_get (limits, "(dd)", &min, &max);
          g_assert_cmpfloat (min, ==, G_PARAM_SPEC_DOUBLE (specs[i])->minimum);
          g_assert_cmpfloat (max, ==, G_PARAM_SPEC_DOUBLE (specs[i])->maximum);
        }
      else
        g_assert_not_reached ();
    }
}

/* Another object sees what one has set, through the key file that stands in for dconf here. */
static void
test_kept_child (void)
{
  AnnaeSettings *one = annae_settings_new ();
  AnnaeSettings *other = annae_settings_new ();
  int scale;

  g_assert_true (annae_settings_are_kept (one));
  g_object_set (one, "text-scale", 130, NULL);
  for (guint i = 0; i < 100; i++)
    g_main_context_iteration (NULL, FALSE);
  g_object_get (other, "text-scale", &scale, NULL);
  g_assert_cmpint (scale, ==, 130);
  g_assert_finalize_object (one);
  g_assert_finalize_object (other);
}

/* Each of these decides at the start of a process: a child is that process. */
static void
test_no_schema_child (void)
{
  AnnaeSettings *settings = annae_settings_new ();

  g_assert_false (annae_settings_are_kept (settings));
  check_behaviour (settings);
  g_assert_finalize_object (settings);
}

static void
test_read_only_child (void)
{
  AnnaeSettings *settings = annae_settings_new ();

  g_assert_false (annae_settings_are_kept (settings));
  check_behaviour (settings);
  g_assert_finalize_object (settings);
}

static void
run_child (const char *test, const char *name, const char *value, const char *message)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_dir_make_tmp ("annae-settings-XXXXXX", NULL);
  const char *const argv[] = { program, "--child", test, NULL };
  g_auto (GStrv) env = g_get_environ ();
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) left = NULL;
  const char *file;
  int status;

  env = g_environ_setenv (env, "XDG_CONFIG_HOME", folder, TRUE);
  env = g_environ_setenv (env, "XDG_DATA_DIRS", folder, TRUE);
  env = g_environ_setenv (env, "XDG_DATA_HOME", folder, TRUE);
  env = g_environ_setenv (env, name, value, TRUE);
  g_assert_true (g_spawn_sync (NULL, (char **) argv, env, G_SPAWN_DEFAULT, NULL, NULL, &out, &err, &status, &error));
  g_assert_no_error (error);
  g_test_message ("%s%s", out, err);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  if (message != NULL)
    g_assert_nonnull (strstr (err, message));

  left = g_dir_open (folder, 0, NULL);
  while ((file = g_dir_read_name (left)) != NULL)
    {

      /* nothing but where GSettings keeps them */
      g_assert_cmpstr (name, ==, "GSETTINGS_BACKEND");
      g_assert_cmpstr (file, ==, "glib-2.0");
    }
  if (g_str_equal (name, "GSETTINGS_BACKEND"))
    {
      g_autofree char *glib = g_build_filename (folder, "glib-2.0", NULL);
      g_autofree char *settings = g_build_filename (glib, "settings", NULL);
      g_autofree char *keyfile = g_build_filename (settings, "keyfile", NULL);

      g_assert_cmpint (g_remove (keyfile), ==, 0);
      g_assert_cmpint (g_rmdir (settings), ==, 0);
      g_assert_cmpint (g_rmdir (glib), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_kept (void)
{
  run_child ("kept", "GSETTINGS_BACKEND", "keyfile", NULL);
}

static void
test_no_schema (void)
{
  run_child ("no-schema", "GSETTINGS_SCHEMA_DIR", "/nonexistent/annae", "is not installed");
}

static void
test_read_only (void)
{
  run_child ("read-only", "XDG_CONFIG_HOME", "/dev/null/annae", "cannot be written");
}

static void
test_hash (void)
{
  g_autofree char *hash = annae_settings_hash_camera ("USB camera 12345");
  g_autofree char *same = annae_settings_hash_camera ("USB camera 12345");
  g_autofree char *other = annae_settings_hash_camera ("USB camera 12346");

  g_assert_cmpuint (strlen (hash), ==, 16);
  g_assert_cmpstr (hash, ==, same);
  g_assert_cmpstr (hash, !=, other);
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    {
      if (g_str_equal (argv[2], "kept"))
        test_kept_child ();
      else if (g_str_equal (argv[2], "no-schema"))
        test_no_schema_child ();
      else
        test_read_only_child ();
      return 0;
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/memory", test_memory);
  g_test_add_func ("/settings/schema", test_schema);
  g_test_add_func ("/settings/kept", test_kept);
  g_test_add_func ("/settings/no-schema", test_no_schema);
  g_test_add_func ("/settings/read-only", test_read_only);
  g_test_add_func ("/settings/hash", test_hash);
  return g_test_run ();
}
