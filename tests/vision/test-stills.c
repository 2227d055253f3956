/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stills of synthetic people whose truth is known (tests/subjects/stills.csv), rendered once into a cache: what vision
 * finds in each of them, group by group. Skipped where they have not been or cannot be rendered. */

#include "annae-vision.h"

#include <json-glib/json-glib.h>

#include <math.h>
#include <string.h>

typedef enum
{
  FRONT,
  YAW,
  PITCH,
  ROLL,
  FAR,
  NEAR,
  LEFT,
  RIGHT,
  BACK,
  DARK,
  BLUR,
  EMPTY,
  N_GROUPS
} Group;

static const char *const group_names[N_GROUPS]
    = { "front", "yaw", "pitch", "roll", "far", "near", "left", "right", "back", "dark", "blur", "empty" };

/* What is compared with the truth (errors), and what is only looked at. */
typedef enum
{
  E_LANDMARKS, /* inter-eye distances */
  E_INTER_EYE, /* over the true one */
  E_YAW,       /* degrees */
  E_PITCH,
  E_ROLL,
  E_OFFSET_X, /* share of the picture */
  E_BRIGHTNESS,
  E_SIDE_LIGHT,
  E_BACK_LIGHT,
  E_SHARPNESS,
  N_VALUES
} Value;

static const char *const value_names[N_VALUES]
    = { "landmarks", "inter-eye", "yaw", "pitch", "roll", "offset", "luminance", "side", "back", "sharp" };

typedef struct
{
  guint n;
  guint found;
  guint elsewhere;
  guint same_side; /* yaw or roll has the truth's sign */
  GArray *values[N_VALUES];
} Figures;

typedef struct
{
  AnnaeModelPack *pack;
  AnnaeVision *vision;
  char *folder;
  Figures groups[N_GROUPS];
} Fixture;

static double
member (JsonObject *still, const char *name)
{
  return json_object_get_double_member (still, name);
}

static AnnaePoint
true_point (JsonObject *still, guint i)
{
  JsonArray *point = json_array_get_array_element (json_object_get_array_member (still, "landmarks"), i);

  return (AnnaePoint){ (float) json_array_get_double_element (point, 0),
                       (float) json_array_get_double_element (point, 1) };
}

static double
distance (AnnaePoint a, AnnaePoint b)
{
  return hypot (a.x - b.x, a.y - b.y);
}

static void
note (Figures *figures, Value value, double number)
{
  g_array_append_val (figures->values[value], number);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

static double
quantile (const Figures *figures, Value value, double share)
{
  GArray *values = figures->values[value];

  g_assert_cmpuint (values->len, >, 0);
  g_array_sort (values, compare_doubles);
  return g_array_index (values, double, (guint) (share * (values->len - 1)));
}

static void
note_measure (Figures *figures, Value value, const AnnaeObservation *seen, AnnaeMeasureId id, double minus)
{
  double raw;

  if (annae_observation_get (seen, id, &raw))
    note (figures, value, value >= E_BRIGHTNESS ? raw : fabs (raw - minus));
}

static void
compare_with_truth (Figures *figures, const AnnaeObservation *seen, JsonObject *still, Group group)
{
  const AnnaePoint *found = seen->faces[0].landmarks;
  AnnaePoint right = true_point (still, 0), left = true_point (still, 1);
  AnnaePoint middle = { (right.x + left.x) / 2, (right.y + left.y) / 2 };
  AnnaePoint found_middle = { (found[0].x + found[1].x) / 2, (found[0].y + found[1].y) / 2 };
  const double eyes = distance (right, left);
  double raw;

  if (distance (middle, found_middle) > eyes)
    {
      figures->elsewhere++;
      return;
    }
  figures->found++;
  for (guint i = 0; i < ANNAE_N_LANDMARKS; i++)
    note (figures, E_LANDMARKS, distance (found[i], true_point (still, i)) / eyes);
  /* The truth is against the camera's axis, the measures against the line of sight. */
  const double z = member (still, "distance_cm");
  const double yaw = member (still, "yaw") + atan2 (member (still, "x_cm"), z) * 180 / G_PI;
  const double pitch = member (still, "pitch") + atan2 (member (still, "y_cm"), z) * 180 / G_PI;
  note_measure (figures, E_YAW, seen, ANNAE_MEASURE_YAW, yaw);
  note_measure (figures, E_PITCH, seen, ANNAE_MEASURE_PITCH, pitch);
  note_measure (figures, E_ROLL, seen, ANNAE_MEASURE_ROLL, member (still, "roll"));
  note_measure (figures, E_OFFSET_X, seen, ANNAE_MEASURE_OFFSET_X, middle.x / seen->width - 0.5);
  note_measure (figures, E_BRIGHTNESS, seen, ANNAE_MEASURE_BRIGHTNESS, 0);
  note_measure (figures, E_SIDE_LIGHT, seen, ANNAE_MEASURE_SIDE_LIGHT, 0);
  note_measure (figures, E_BACK_LIGHT, seen, ANNAE_MEASURE_BACK_LIGHT, 0);
  note_measure (figures, E_SHARPNESS, seen, ANNAE_MEASURE_SHARPNESS, 0);
  if (annae_observation_get (seen, ANNAE_MEASURE_INTER_EYE, &raw))
    note (figures, E_INTER_EYE, raw / (eyes / cos (yaw * G_PI / 180)));
  if (group == YAW && annae_observation_get (seen, ANNAE_MEASURE_YAW, &raw))
    figures->same_side += (raw > 0) == (yaw > 0);
  if (group == ROLL && annae_observation_get (seen, ANNAE_MEASURE_ROLL, &raw))
    figures->same_side += (raw > 0) == (member (still, "roll") > 0);
}

static void
look (Fixture *fixture, JsonObject *still)
{
  const char *group_name = json_object_get_string_member (still, "group");
  g_autofree char *path = g_build_filename (fixture->folder, json_object_get_string_member (still, "file"), NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeFrame) picture = annae_picture_load (path, &error);
  AnnaeObservation seen;
  Group group = 0;

  g_assert_no_error (error);
  while (group < N_GROUPS && !g_str_equal (group_names[group], group_name))
    group++;
  g_assert_cmpint (group, <, N_GROUPS);
  annae_vision_reset (fixture->vision);
  g_assert_true (annae_vision_observe (fixture->vision, picture, &seen, &error));
  Figures *figures = &fixture->groups[group];
  figures->n++;
  if (group == EMPTY)
    figures->found += seen.n_faces > 0;
  else if (seen.n_faces > 0)
    compare_with_truth (figures, &seen, still, group);
  annae_vault_wipe (&seen, sizeof seen);
}

/* The folder, or NULL with the test skipped. */
static char *
find_stills (void)
{
  const char *program = g_getenv ("ANNAE_STILLS");
  g_autofree char *folder = NULL, *reason = NULL;
  const char *const argv[] = { program, "--where", NULL };
  int status;

  if (program == NULL
      || !g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &folder, &reason, &status, NULL))
    {
      g_test_skip ("ANNAE_STILLS does not name tests/subjects/make-stills");
      return NULL;
    }
  if (!g_spawn_check_wait_status (status, NULL))
    {
      g_test_skip (g_strchomp (reason));
      return NULL;
    }
  return g_strdup (g_strchomp (folder));
}

static void
report (const Fixture *fixture)
{
  for (Group g = 0; g < N_GROUPS; g++)
    {
      const Figures *figures = &fixture->groups[g];
      g_autoptr (GString) text = g_string_new (NULL);

      g_string_printf (text, "%s: found in %u of %u, elsewhere in %u;", group_names[g], figures->found, figures->n,
                       figures->elsewhere);
      for (Value v = 0; v < N_VALUES; v++)
        if (figures->values[v]->len > 0)
          g_string_append_printf (text, " %s %.2f (95 %% %.2f)", value_names[v], quantile (figures, v, 0.5),
                                  quantile (figures, v, 0.95));
      g_test_message ("%s", text->str);
    }
}

/* FALSE, with the test skipped, where something is missing. */
static gboolean
look_at_all (Fixture *fixture, const char *pack_name, guint step)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();

  fixture->folder = find_stills ();
  if (fixture->folder == NULL)
    return FALSE;
  fixture->pack = annae_model_pack_find (pack_name, &error);
  if (fixture->pack == NULL)
    {
      g_test_skip (error->message);
      g_free (fixture->folder);
      return FALSE;
    }
  fixture->vision = annae_vision_new (fixture->pack, &error);
  g_assert_no_error (error);
  for (Group g = 0; g < N_GROUPS; g++)
    for (Value v = 0; v < N_VALUES; v++)
      fixture->groups[g].values[v] = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *path = g_build_filename (fixture->folder, "stills.json", NULL);
  g_assert_true (json_parser_load_from_file (parser, path, &error));
  JsonObject *root = json_node_get_object (json_parser_get_root (parser));
  JsonArray *stills = json_object_get_array_member (root, "stills");
  g_assert_cmpuint (json_array_get_length (stills), >=, 200);
  for (guint i = 0; i < json_array_get_length (stills); i += step)
    look (fixture, json_array_get_object_element (stills, i));
  report (fixture);
  return TRUE;
}

static void
clear (Fixture *fixture)
{
  for (Group g = 0; g < N_GROUPS; g++)
    for (Value v = 0; v < N_VALUES; v++)
      g_array_unref (fixture->groups[g].values[v]);
  annae_vision_free (fixture->vision);
  g_object_unref (fixture->pack);
  g_free (fixture->folder);
  g_assert_cmpuint (annae_vault_held_bytes (), ==, 0);
}

/* The reader's, whoever found the face: without it the chin's angle was off by 9 degrees, and a head's laid aside by 6 or 17. */
static void
check_pose (const Figures *groups)
{
  for (Group g = 0; g < EMPTY; g++)
    {
      g_assert_cmpfloat (quantile (&groups[g], E_YAW, 0.5), <, 3);
      g_assert_cmpfloat (quantile (&groups[g], E_PITCH, 0.5), <, 5);
      g_assert_cmpfloat (quantile (&groups[g], E_ROLL, 0.5), <, 3);
      g_assert_cmpfloat (quantile (&groups[g], E_YAW, 0.95), <, 8);
      g_assert_cmpfloat (quantile (&groups[g], E_PITCH, 0.95), <, 11);
      g_assert_cmpfloat (quantile (&groups[g], E_ROLL, 0.95), <, 6);
    }
  g_assert_cmpuint (groups[YAW].same_side, ==, groups[YAW].found);
  g_assert_cmpuint (groups[ROLL].same_side, ==, groups[ROLL].found);
}

/* Bounds leave a third or more to what was measured when they were set; doc/guidance-figures.md says what is weak. */
static void
test_reference (void)
{
  Fixture fixture = { 0 };

  if (!look_at_all (&fixture, "reference", 1))
    return;
  const Figures *groups = fixture.groups;
  const Figures *front = &groups[FRONT];

  for (Group g = 0; g < EMPTY; g++)
    {
      g_assert_cmpuint (groups[g].found, >=, groups[g].n - groups[g].n / 12);
      g_assert_cmpuint (groups[g].elsewhere, ==, 0);
      g_assert_cmpfloat (quantile (&groups[g], E_LANDMARKS, 0.5), <, 0.17);
      g_assert_cmpfloat (fabs (quantile (&groups[g], E_INTER_EYE, 0.5) - 1), <, 0.13);
      g_assert_cmpfloat (quantile (&groups[g], E_OFFSET_X, 0.95), <, 0.06);
    }
  g_assert_cmpuint (groups[EMPTY].found, ==, 0);

  g_assert_cmpfloat (quantile (front, E_LANDMARKS, 0.95), <, 0.3);
  check_pose (groups);

  /* Light from the left of the picture falls on the person's right. */
  g_assert_cmpfloat (quantile (&groups[LEFT], E_SIDE_LIGHT, 0.95), <, -0.5);
  g_assert_cmpfloat (quantile (&groups[RIGHT], E_SIDE_LIGHT, 0.05), >, 0.5);
  g_assert_cmpfloat (fabs (quantile (front, E_SIDE_LIGHT, 0.5)), <, 0.05);
  g_assert_cmpfloat (quantile (&groups[BACK], E_BACK_LIGHT, 0.5), >, 2.5 * quantile (front, E_BACK_LIGHT, 0.5));
  g_assert_cmpfloat (quantile (&groups[DARK], E_BRIGHTNESS, 0.95), <, 0.5 * quantile (front, E_BRIGHTNESS, 0.5));
  g_assert_cmpfloat (quantile (&groups[BLUR], E_SHARPNESS, 0.5), <, 0.65 * quantile (front, E_SHARPNESS, 0.5));
  clear (&fixture);
}

/* Our own finder misses nobody either and takes nothing else for a face; its landmarks are a little less exact. */
static void
test_bundled (void)
{
  Fixture fixture = { 0 };

  if (!look_at_all (&fixture, "annae", 1))
    return;
  const Figures *groups = fixture.groups;

  for (Group g = 0; g < EMPTY; g++)
    {
      g_assert_cmpuint (groups[g].found, >=, groups[g].n - groups[g].n / 12);
      g_assert_cmpuint (groups[g].elsewhere, ==, 0);
      g_assert_cmpfloat (quantile (&groups[g], E_LANDMARKS, 0.5), <, 0.2);
      g_assert_cmpfloat (fabs (quantile (&groups[g], E_INTER_EYE, 0.5) - 1), <, 0.13);
    }
  g_assert_cmpuint (groups[EMPTY].found, ==, 0);
  check_pose (groups);
  clear (&fixture);
}

/* The cascades find upright faces that look at the camera; they are slow, so every second still must do. */
static void
test_cascades (void)
{
  static const Group upright[] = { FRONT, FAR, NEAR, DARK };
  Fixture fixture = { 0 };

  if (!look_at_all (&fixture, "cascades", 2))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (upright); i++)
    {
      const Figures *figures = &fixture.groups[upright[i]];

      g_assert_cmpuint (figures->found, >=, figures->n * 80 / 100);
      g_assert_cmpfloat (quantile (figures, E_LANDMARKS, 0.5), <, 0.15);
      g_assert_cmpfloat (fabs (quantile (figures, E_INTER_EYE, 0.5) - 1), <, 0.15);
    }
  for (Group g = 0; g < N_GROUPS; g++)
    g_assert_cmpuint (fixture.groups[g].elsewhere, ==, 0);
  g_assert_cmpuint (fixture.groups[EMPTY].found, ==, 0);
  clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stills/reference", test_reference);
  g_test_add_func ("/stills/bundled", test_bundled);
  g_test_add_func ("/stills/cascades", test_cascades);
  return g_test_run ();
}
