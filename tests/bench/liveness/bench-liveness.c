/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-liveness FOLDER: how far the nose moves against the plane of eyes and mouth in the pictures of
 * render-attacks.py, found by a pack's detector as in the program. Each person's frames at rest are averaged, as the
 * program does, and so are the frames of a pose. Prints a table in Markdown; --rows prints every pose of everybody
 * instead, for fitting. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "annae-errors.h"
#include "annae-movement.h"
#include "annae-vision.h"
#include "loop-requests.h"

/* The pack has a network for them. */
static gboolean reads_angles;

typedef struct
{
  int seed;
  char kind[16];
  char axis[8];
  int angle;
} Key;

typedef struct
{
  Key key;
  AnnaeFaceShape shape;
  double yaw;
  double pitch;
  guint seen;
  guint shown;
} Pose;

typedef struct
{
  Key key;       /* seed is not used */
  GArray *along; /* signed: to the side that is turned to */
  GArray *across;
  GArray *narrower;
  GArray *read; /* degrees that the program reads, against rest, to that side */
  guint missed;
  guint deep; /* as a face has to be */
} Row;

/* Of one kind, over all turns. */
typedef struct
{
  char kind[16];
  guint poses;
  guint deep;
  GHashTable *people;
  GHashTable *deep_people;
} Total;

static gboolean
parse (const char *name, Key *key)
{
  return sscanf (name, "%d_%15[a-z0-9]_%7[a-z]_%d_", &key->seed, key->kind, key->axis, &key->angle) == 4;
}

static gboolean
same (const Key *a, const Key *b)
{
  return a->seed == b->seed && a->angle == b->angle && strcmp (a->kind, b->kind) == 0 && strcmp (a->axis, b->axis) == 0;
}

static int
compare_poses (gconstpointer a, gconstpointer b)
{
  const Key *x = &((const Pose *) a)->key, *y = &((const Pose *) b)->key;
  int order = strcmp (x->kind, y->kind);

  if (order == 0)
    order = strcmp (x->axis, y->axis);
  if (order == 0)
    order = (x->angle > y->angle) - (x->angle < y->angle);
  return order != 0 ? order : (x->seed > y->seed) - (x->seed < y->seed);
}

static Pose *
find_pose (GArray *poses, const Key *key)
{
  for (guint i = poses->len; i > 0; i--)
    {
      Pose *pose = &g_array_index (poses, Pose, i - 1);

      if (same (&pose->key, key))
        return pose;
    }
  return NULL;
}

static void
look (AnnaeVision *vision, const char *path, Pose *pose)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeFrame) picture = annae_picture_load (path, &error);
  AnnaeObservation seen;
  double yaw = 0.0, pitch = 0.0;

  pose->shown++;
  annae_vision_reset (vision);
  if (picture == NULL || !annae_vision_observe (vision, picture, &seen, &error))
    {
      g_printerr ("%s: %s\n", path, error->message);
      return;
    }
  if (seen.n_faces == 0 || !annae_face_shape_add (&pose->shape, &seen.faces[0], pose->seen, 0))
    return;
  annae_observation_get (&seen, ANNAE_MEASURE_YAW, &yaw);
  annae_observation_get (&seen, ANNAE_MEASURE_PITCH, &pitch);
  pose->seen++;
  pose->yaw += (yaw - pose->yaw) / pose->seen;
  pose->pitch += (pitch - pose->pitch) / pose->seen;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static GArray *
look_at_all (AnnaeVision *vision, const char *folder, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GArray *poses;
  const char *name;

  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  poses = g_array_new (FALSE, TRUE, sizeof (Pose));
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      Pose added = { 0 };
      Pose *pose;

      if (!parse (names->pdata[i], &added.key))
        continue;
      pose = find_pose (poses, &added.key);
      if (pose == NULL)
        {
          g_array_append_val (poses, added);
          pose = &g_array_index (poses, Pose, poses->len - 1);
        }
      look (vision, path, pose);
    }
  return poses;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
quantile (GArray *values, double q)
{
  if (values->len == 0)
    return 0.0 / 0.0;
  g_array_sort (values, compare_numbers);
  return g_array_index (values, double, MIN ((guint) (q * values->len), values->len - 1));
}

static void
row_print (Row *row)
{
  if (row->along->len + row->missed == 0)
    return;
  printf ("| %s | %s %d | %u | %u | %.3f | %.3f | %.3f | %.3f | %.2f | %.1f | %u |\n", row->key.kind, row->key.axis,
          row->key.angle, row->along->len, row->missed, quantile (row->along, 0.05), quantile (row->along, 0.5),
          quantile (row->along, 0.95), quantile (row->across, 0.95), quantile (row->narrower, 0.5),
          quantile (row->read, 0.5), row->deep);
  g_array_set_size (row->along, 0);
  g_array_set_size (row->across, 0);
  g_array_set_size (row->narrower, 0);
  g_array_set_size (row->read, 0);
  row->missed = row->deep = 0;
}

static void
total_add (Total *total, const Key *key, gboolean deep)
{
  if (total->people == NULL)
    {
      g_strlcpy (total->kind, key->kind, sizeof total->kind);
      total->people = g_hash_table_new (g_direct_hash, g_direct_equal);
      total->deep_people = g_hash_table_new (g_direct_hash, g_direct_equal);
    }
  total->poses++;
  total->deep += deep;
  g_hash_table_add (total->people, GINT_TO_POINTER (key->seed));
  if (deep)
    g_hash_table_add (total->deep_people, GINT_TO_POINTER (key->seed));
}

static void
totals_print (Total *totals)
{
  printf ("\n| turned aside | poses | deep | share | 95 %% interval | people | deep in any pose |\n"
          "| --- | --- | --- | --- | --- | --- | --- |\n");
  for (Total *total = totals; total->people != NULL; total++)
    {
      double low, high;

      loop_interval (total->deep, total->poses, &low, &high);
      printf ("| %s | %u | %u | %.2f %% | %.2f to %.2f %% | %u | %u |\n", total->kind, total->poses, total->deep,
              100.0 * total->deep / total->poses, 100.0 * low, 100.0 * high, g_hash_table_size (total->people),
              g_hash_table_size (total->deep_people));
      g_hash_table_unref (total->people);
      g_hash_table_unref (total->deep_people);
    }
}

/* One pose of one person into its row; FALSE where it or the pose at rest was not found. */
static gboolean
measure_pose (GArray *poses, const Pose *pose, Row *row, Total *total, gboolean rows)
{
  const gboolean turns = strcmp (pose->key.axis, "yaw") == 0;
  const double sign = pose->key.angle < 0 ? -1.0 : 1.0;
  AnnaeParallax parallax;
  Key at_rest = pose->key;

  g_strlcpy (at_rest.axis, "rest", sizeof at_rest.axis);
  at_rest.angle = 0;
  const Pose *rest = find_pose (poses, &at_rest);
  if (rest == NULL || !annae_parallax_measure (&rest->shape, &pose->shape, &parallax))
    return FALSE;

  const double along = sign * (turns ? parallax.left : parallax.up);
  const double across = fabs (turns ? parallax.up : parallax.left);
  const double read = sign * (turns ? pose->yaw - rest->yaw : pose->pitch - rest->pitch);
  const gboolean deep = turns && sign * annae_movement_depth (&parallax, reads_angles ? read : 0.0) >= 1.0;
  g_array_append_val (row->along, along);
  g_array_append_val (row->across, across);
  g_array_append_val (row->narrower, parallax.narrower);
  g_array_append_val (row->read, read);
  row->deep += deep;
  if (turns)
    total_add (total, &pose->key, deep);
  if (rows)
    printf ("%d %s %s %d %.4f %.4f %.4f %.2f %.2f\n", pose->key.seed, pose->key.kind, pose->key.axis, pose->key.angle,
            parallax.left, parallax.up, parallax.narrower, pose->yaw - rest->yaw, pose->pitch - rest->pitch);
  return TRUE;
}

static void
tabulate (GArray *poses, gboolean rows)
{
  GArray *columns[4];
  Total totals[16] = { 0 };
  Row row = { 0 };
  guint n = 0;

  for (guint i = 0; i < 4; i++)
    columns[i] = g_array_new (FALSE, FALSE, sizeof (double));
  row.along = columns[0];
  row.across = columns[1];
  row.narrower = columns[2];
  row.read = columns[3];
  printf (rows ? "seed kind axis angle left up narrower yaw pitch\n"
               : "| what moves | by | people | not found | 5 %% | median | 95 %% | across, 95 %% | narrower | read as "
                 "| deep |\n"
                 "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
  g_array_sort (poses, compare_poses);
  for (guint i = 0; i < poses->len; i++)
    {
      const Pose *pose = &g_array_index (poses, Pose, i);

      if (strcmp (pose->key.axis, "rest") == 0)
        continue;
      if (strcmp (row.key.kind, pose->key.kind) != 0 || strcmp (row.key.axis, pose->key.axis) != 0
          || row.key.angle != pose->key.angle)
        {
          if (!rows)
            row_print (&row);
          if (totals[n].people != NULL && strcmp (totals[n].kind, pose->key.kind) != 0 && n + 2 < G_N_ELEMENTS (totals))
            n++;
          row.key = pose->key;
        }
      row.missed += !measure_pose (poses, pose, &row, &totals[n], rows);
    }
  if (!rows)
    {
      row_print (&row);
      totals_print (totals);
    }
  for (guint i = 0; i < 4; i++)
    g_array_unref (columns[i]);
}

int
main (int argc, char **argv)
{
  gboolean rows = FALSE;
  g_autofree char *name = NULL;
  const GOptionEntry entries[] = {
    { "rows", 0, 0, G_OPTION_ARG_NONE, &rows, "Every pose of everybody", NULL },
    { "pack", 'p', 0, G_OPTION_ARG_STRING, &name, "Model pack (reference)", "NAME" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("FOLDER - parallax of rendered faces and prints");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2)
    {
      g_printerr ("bench-liveness: %s\n", error != NULL ? error->message : "one folder is needed");
      return 3;
    }
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_find (name != NULL ? name : "reference", &error);
  g_autoptr (AnnaeVision) vision = pack != NULL ? annae_vision_new (pack, &error) : NULL;
  g_autoptr (GArray) poses = vision != NULL ? look_at_all (vision, argv[1], &error) : NULL;
  if (poses == NULL)
    {
      g_printerr ("bench-liveness: %s\n", error->message);
      return 3;
    }
  reads_angles = annae_model_pack_get_part (pack, ANNAE_ROLE_READ) != NULL;
  tabulate (poses, rows);
  return 0;
}
