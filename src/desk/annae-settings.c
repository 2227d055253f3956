/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a counter remembers. One table drives everything: its rows are the keys of the schema, and a test compares the
 * two. */

#define G_SETTINGS_ENABLE_BACKEND
#include "annae-settings.h"

#include <gio/gsettingsbackend.h>
#include <string.h>
#include <unistd.h>

#define SCHEMA "kr.annae.Annae"

typedef struct
{
  const char *key;
  char type; /* of GVariant */
  double min;
  double max;
  double number; /* default */
  const char *string;
} Key;

/* clang-format off */
static const Key keys[] = {
  { "customer-language",        's', .string = "ko" },
  { "staff-language",           's', .string = "ko" },
  { "text-scale",               'i', 100, 200, 100 },
  { "high-contrast",            'b' },
  { "dark",                     'b' },
  { "speech-rate",              'd', 1, 2, 1 },
  { "speech-pitch",             'd', 0.5, 2, 1 },
  { "sound-device",             's', .string = "" },
  { "volume",                   'd', 0, 1, 1 },
  { "muted",                    'b' },
  { "positioning-tone",         'b' },
  { "speak-with-screen-reader", 'b' },
  { "full-screen",              'b', .number = 1 },
  { "camera",                   's', .string = "" },
  { "pack",                     's', .string = "" },
};
/* clang-format on */

#define N_KEYS G_N_ELEMENTS (keys)

struct _AnnaeSettings
{
  GObject parent_instance;

  GSettings *settings; /* NULL where there is no schema */
  GValue values[N_KEYS];
  gboolean kept;
};

G_DEFINE_FINAL_TYPE (AnnaeSettings, annae_settings, G_TYPE_OBJECT)

static GParamSpec *props[N_KEYS + 1];

/* The nearest folder that is there decides whether one can be made below it. */
static gboolean
can_be_written (const char *folder)
{
  g_autofree char *path = g_strdup (folder);

  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      char *parent = g_path_get_dirname (path);

      if (g_str_equal (parent, path))
        {
          g_free (parent);
          return FALSE;
        }
      g_free (path);
      path = parent;
    }
  return g_file_test (path, G_FILE_TEST_IS_DIR) && access (path, W_OK | X_OK) == 0;
}

static void
tell_once (const char *why)
{
  static gsize told;

  if (g_once_init_enter (&told))
    {
      g_message ("Settings are not kept: %s.", why);
      g_once_init_leave (&told, 1);
    }
}

static gboolean
schema_fits (GSettingsSchema *schema)
{
  for (gsize i = 0; i < N_KEYS; i++)
    if (!g_settings_schema_has_key (schema, keys[i].key))
      return FALSE;
  return TRUE;
}

/* g_settings_new () aborts without a schema: look first. */
static void
open_settings (AnnaeSettings *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;
  g_autoptr (GSettingsBackend) backend = NULL;

  if (schema == NULL || !schema_fits (schema))
    {
      tell_once (schema == NULL ? "the schema " SCHEMA " is not installed"
                                : "the schema " SCHEMA " is of another version");
      return;
    }
  self->kept = can_be_written (g_get_user_config_dir ());
  if (!self->kept)
    {
      g_autofree char *why = g_strdup_printf ("%s cannot be written", g_get_user_config_dir ());

      tell_once (why);
      backend = g_memory_settings_backend_new ();
    }
  self->settings = g_settings_new_full (schema, backend, NULL);
  for (gsize i = 0; i < N_KEYS; i++)
    g_settings_bind (self->settings, keys[i].key, self, keys[i].key,
                     G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_NO_SENSITIVITY);
}

static void
annae_settings_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  AnnaeSettings *self = ANNAE_SETTINGS (object);

  if (prop_id < 1 || prop_id > N_KEYS)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }
  if (g_param_values_cmp (pspec, value, &self->values[prop_id - 1]) == 0)
    return;
  if (G_VALUE_HOLDS_STRING (value) && g_value_get_string (value) == NULL)
    return;
  g_value_copy (value, &self->values[prop_id - 1]);
  g_object_notify_by_pspec (object, pspec);
}

static void
annae_settings_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  AnnaeSettings *self = ANNAE_SETTINGS (object);

  if (prop_id < 1 || prop_id > N_KEYS)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  else
    g_value_copy (&self->values[prop_id - 1], value);
}

static void
annae_settings_finalize (GObject *object)
{
  AnnaeSettings *self = ANNAE_SETTINGS (object);

  g_clear_object (&self->settings);
  for (gsize i = 0; i < N_KEYS; i++)
    g_value_unset (&self->values[i]);

  G_OBJECT_CLASS (annae_settings_parent_class)->finalize (object);
}

static GParamSpec *
spec_for (const Key *key)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  switch (key->type)
    {
    case 's':
      return g_param_spec_string (key->key, NULL, NULL, key->string, flags);
    case 'i':
      return g_param_spec_int (key->key, NULL, NULL, (int) key->min, (int) key->max, (int) key->number, flags);
    case 'd':
      return g_param_spec_double (key->key, NULL, NULL, key->min, key->max, key->number, flags);
    case 'b':
    default:
      return g_param_spec_boolean (key->key, NULL, NULL, key->number > 0, flags);
    }
}

static void
annae_settings_class_init (AnnaeSettingsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = annae_settings_set_property;
  object_class->get_property = annae_settings_get_property;
  object_class->finalize = annae_settings_finalize;

  for (gsize i = 0; i < N_KEYS; i++)
    props[i + 1] = spec_for (&keys[i]);
  g_object_class_install_properties (object_class, N_KEYS + 1, props);
}

static void
annae_settings_init (AnnaeSettings *self)
{
  for (gsize i = 0; i < N_KEYS; i++)
    {
      g_value_init (&self->values[i], G_PARAM_SPEC_VALUE_TYPE (props[i + 1]));
      g_param_value_set_default (props[i + 1], &self->values[i]);
    }
  open_settings (self);
}

AnnaeSettings *
annae_settings_new (void)
{
  return g_object_new (ANNAE_TYPE_SETTINGS, NULL);
}

gboolean
annae_settings_are_kept (AnnaeSettings *self)
{
  g_return_val_if_fail (ANNAE_IS_SETTINGS (self), FALSE);

  return self->kept;
}

char *
annae_settings_hash_camera (const char *camera_id)
{
  g_autofree char *whole = NULL;

  g_return_val_if_fail (camera_id != NULL, NULL);

  whole = g_compute_checksum_for_string (G_CHECKSUM_SHA256, camera_id, -1);
  return g_strndup (whole, 16);
}
