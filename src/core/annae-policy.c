/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shop's policy file: one table says which keys there are, what they may hold and where the value goes, so that
 * nothing is read without a range and nothing unknown passes. */

#include "annae-policy.h"

#include "annae-errors.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define MAX_FILE_SIZE (64 * 1024)

typedef enum
{
  KIND_COUNT,
  KIND_SECONDS,
  KIND_SWITCH,
  KIND_RATE,
  KIND_RECEIPT_TIME
} Kind;

typedef struct
{
  const char *group;
  const char *key;
  Kind kind;
  double minimum;
  double maximum;
  double usual;
  gsize offset;
} Rule;

#define AT(field) offsetof (AnnaePolicy, field)

/* clang-format off */
static const Rule rules[] = {
  /* group       key                 kind               least  most  usual  */
  { "check",    "attempts",         KIND_COUNT,         1,     3,    3,    AT (attempts) },
  { "check",    "false-match-rate", KIND_RATE,          1e-6,  1e-2, 1e-4, AT (match_fmr) },
  { "check",    "liveness",         KIND_SWITCH,        0,     1,    0,    AT (liveness) },
  { "time",     "idle",             KIND_SECONDS,       30,    3600, 90,   AT (idle_us) },
  /* WCAG 2.2.1: at least 20 s to ask for more time by a simple action, at least ten times */
  { "time",     "warning",          KIND_SECONDS,       20,    300,  20,   AT (warning_us) },
  { "time",     "extensions",       KIND_COUNT,         10,    1000, 10,   AT (extensions) },
  { "time",     "result",           KIND_SECONDS,       10,    600,  60,   AT (result_us) },
  { "document", "camera",           KIND_SWITCH,        0,     1,    1,    AT (document_camera) },
  { "document", "file",             KIND_SWITCH,        0,     1,    1,    AT (document_file) },
  { "document", "expiry",           KIND_SWITCH,        0,     1,    0,    AT (document_expiry) },
  { "receipt",  "time",             KIND_RECEIPT_TIME,  0,     0,    ANNAE_RECEIPT_TIME_HOUR, AT (receipt_time) },
  { "receipt",  "keep",             KIND_SWITCH,        0,     1,    0,    AT (receipt_keep) },
  { "other-ways", "mobile-id",      KIND_SWITCH,        0,     1,    1,    AT (other_mobile_id) },
  { "other-ways", "abstract",       KIND_SWITCH,        0,     1,    1,    AT (other_abstract) },
  { "other-ways", "staff",          KIND_SWITCH,        0,     1,    1,    AT (other_staff) },
};
/* clang-format on */

static const char *const receipt_times[] = {
  [ANNAE_RECEIPT_TIME_HOUR] = "hour",
  [ANNAE_RECEIPT_TIME_DAY] = "day",
  [ANNAE_RECEIPT_TIME_NONE] = "none",
};

static void
store (AnnaePolicy *policy, const Rule *rule, double value)
{
  gpointer field = (char *) policy + rule->offset;

  switch (rule->kind)
    {
    case KIND_COUNT:
      *(guint *) field = (guint) value;
      break;
    case KIND_SECONDS:
      *(gint64 *) field = ANNAE_SECONDS (value);
      break;
    case KIND_SWITCH:
      *(gboolean *) field = value != 0.0;
      break;
    case KIND_RATE:
      *(double *) field = value;
      break;
    case KIND_RECEIPT_TIME:
      *(AnnaeReceiptTime *) field = (AnnaeReceiptTime) value;
      break;
    }
}

void
annae_policy_init (AnnaePolicy *policy)
{
  g_return_if_fail (policy != NULL);

  memset (policy, 0, sizeof *policy);
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    store (policy, &rules[i], rules[i].usual);
}

static const Rule *
find_rule (const char *group, const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (strcmp (rules[i].group, group) == 0 && (key == NULL || strcmp (rules[i].key, key) == 0))
      return &rules[i];
  return NULL;
}

static gboolean
read_receipt_time (const char *text, double *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (receipt_times); i++)
    if (strcmp (text, receipt_times[i]) == 0)
      {
        *value = (double) i;
        return TRUE;
      }
  return FALSE;
}

/* A value in the rule's range, or FALSE. GKeyFile's own switches and numbers are laxer ("1" for true, whatever follows
 * a space), so the text is read here. */
static gboolean
read_value (const Rule *rule, const char *text, double *value)
{
  char *end = NULL;

  switch (rule->kind)
    {
    case KIND_SWITCH:
      *value = strcmp (text, "true") == 0;
      return *value != 0.0 || strcmp (text, "false") == 0;
    case KIND_RECEIPT_TIME:
      return read_receipt_time (text, value);
    case KIND_COUNT:
    case KIND_SECONDS:
      if (*text == '\0' || strspn (text, "0123456789") != strlen (text))
        return FALSE;
      break;
    case KIND_RATE:
      if (*text == '\0' || strspn (text, "0123456789.eE-") != strlen (text))
        return FALSE;
      break;
    }
  *value = g_ascii_strtod (text, &end);
  return *end == '\0' && isfinite (*value) && *value >= rule->minimum && *value <= rule->maximum;
}

static char *
describe_range (const Rule *rule)
{
  char least[G_ASCII_DTOSTR_BUF_SIZE], most[G_ASCII_DTOSTR_BUF_SIZE];

  switch (rule->kind)
    {
    case KIND_SWITCH:
      return g_strdup ("true or false");
    case KIND_RECEIPT_TIME:
      return g_strdup ("hour, day or none");
    case KIND_COUNT:
    case KIND_SECONDS:
      return g_strdup_printf ("a whole number from %d to %d", (int) rule->minimum, (int) rule->maximum);
    case KIND_RATE:
      g_ascii_formatd (least, sizeof least, "%g", rule->minimum);
      g_ascii_formatd (most, sizeof most, "%g", rule->maximum);
      return g_strdup_printf ("a number from %s to %s", least, most);
    }
  g_return_val_if_reached (NULL);
}

static gboolean
read_key (AnnaePolicy *policy, GKeyFile *file, const char *group, const char *key, const char *name, GError **error)
{
  const Rule *rule = find_rule (group, key);
  double value = 0.0;

  if (rule == NULL)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS,
                   "The policy \"%s\" has an unknown key \"%s\" in [%s].", name, key, group);
      return FALSE;
    }

  g_autofree char *text = g_key_file_get_value (file, group, key, NULL);
  if (text == NULL || !read_value (rule, g_strchomp (text), &value))
    {
      g_autofree char *range = describe_range (rule);
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS,
                   "In the policy \"%s\", \"%s\" in [%s] must be %s, not \"%.40s\".", name, key, group, range,
                   text != NULL ? text : "");
      return FALSE;
    }
  store (policy, rule, value);
  return TRUE;
}

static gboolean
read_group (AnnaePolicy *policy, GKeyFile *file, const char *group, const char *name, GError **error)
{
  if (find_rule (group, NULL) == NULL)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS, "The policy \"%s\" has an unknown group [%s].",
                   name, group);
      return FALSE;
    }

  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);
  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!read_key (policy, file, group, keys[i], name, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_together (const AnnaePolicy *policy, const char *name, GError **error)
{
  if (policy->warning_us >= policy->idle_us)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS,
                   "In the policy \"%s\", \"warning\" in [time] must be less than \"idle\".", name);
      return FALSE;
    }
  if (!policy->document_camera && !policy->document_file)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS,
                   "In the policy \"%s\", \"camera\" and \"file\" in [document] must not both be false.", name);
      return FALSE;
    }
  if (!policy->other_mobile_id && !policy->other_abstract && !policy->other_staff)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS,
                   "In the policy \"%s\", [other-ways] must leave at least one other way.", name);
      return FALSE;
    }
  return TRUE;
}

gboolean
annae_policy_parse (AnnaePolicy *policy, const char *bytes, gsize length, const char *name, GError **error)
{
  g_return_val_if_fail (policy != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL || length == 0, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  annae_policy_init (policy);
  if (length > MAX_FILE_SIZE)
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS, "The policy \"%s\" is larger than %d KiB.", name,
                   MAX_FILE_SIZE / 1024);
      return FALSE;
    }
  if (length == 0)
    return TRUE;

  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local_error = NULL;
  /* GKeyFile quotes lines in its messages, which need not be text. And it would drop "attempts[ko]=1" silently, were
   * translations not kept. */
  if (!g_utf8_validate_len (bytes, length, NULL))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS, "The policy \"%s\" is not UTF-8 text.", name);
      return FALSE;
    }
  if (!g_key_file_load_from_data (file, bytes, length, G_KEY_FILE_KEEP_TRANSLATIONS, &local_error))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_SETTINGS, "The policy \"%s\" cannot be read: %s.", name,
                   local_error->message);
      return FALSE;
    }

  AnnaePolicy read;
  annae_policy_init (&read);
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    if (!read_group (&read, file, groups[i], name, error))
      return FALSE;
  if (!check_together (&read, name, error))
    return FALSE;
  *policy = read;
  return TRUE;
}

gboolean
annae_policy_load (AnnaePolicy *policy, const char *path, GError **error)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize length = 0;

  g_return_val_if_fail (policy != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  annae_policy_init (policy);
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "There is no policy file \"%s\".", path);
      return FALSE;
    }
  if (!g_file_get_contents (path, &bytes, &length, &local_error))
    {
      g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_FILE, "The policy \"%s\" cannot be read: %s.", path,
                   local_error->message);
      return FALSE;
    }
  return annae_policy_parse (policy, bytes, length, path, error);
}

static void
append_value (GString *text, const AnnaePolicy *policy, const Rule *rule)
{
  gconstpointer field = (const char *) policy + rule->offset;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (text, "%s.%s=", rule->group, rule->key);
  switch (rule->kind)
    {
    case KIND_COUNT:
      g_string_append_printf (text, "%u", *(const guint *) field);
      break;
    case KIND_SECONDS:
      g_string_append_printf (text, "%" G_GINT64_FORMAT, *(const gint64 *) field / G_USEC_PER_SEC);
      break;
    case KIND_SWITCH:
      g_string_append (text, *(const gboolean *) field ? "true" : "false");
      break;
    case KIND_RATE:
      g_string_append (text, g_ascii_formatd (number, sizeof number, "%.6g", *(const double *) field));
      break;
    case KIND_RECEIPT_TIME:
      g_string_append (text, receipt_times[*(const AnnaeReceiptTime *) field]);
      break;
    }
  g_string_append_c (text, '\n');
}

char *
annae_policy_to_text (const AnnaePolicy *policy)
{
  g_return_val_if_fail (policy != NULL, NULL);
  g_return_val_if_fail ((guint) policy->receipt_time < G_N_ELEMENTS (receipt_times), NULL);

  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    append_value (text, policy, &rules[i]);
  return g_string_free (text, FALSE);
}

char *
annae_policy_hash (const AnnaePolicy *policy)
{
  g_autofree char *text = annae_policy_to_text (policy);

  g_return_val_if_fail (text != NULL, NULL);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}
