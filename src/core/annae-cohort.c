/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads a cohort's file and normalises scores with it. The means are nobody's, and lie in plain memory; what is
 * computed from a template with them is wiped. */

#include "annae-cohort.h"

#include "annae-errors.h"
#include "annae-vault.h"

#include <math.h>
#include <string.h>

#define MAGIC "annae-cohort"
#define MAX_LINE 200
#define MAX_MEANS 20000
#define MAX_LENGTH 4096
#define MIN_NEAREST 5
#define MAX_NEAREST 200
#define MIN_PEOPLE 5
#define ONE_PERSON 0.9
#define LEAST_DEVIATION 1e-3

struct _AnnaeCohort
{
  char *model_id;
  float *rows;
  guint n_means;
  guint length;
  guint nearest;
  guint people;
};

static gboolean G_GNUC_PRINTF (3, 4) wrong (GError **error, const char *path, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_PACK, "The cohort %s: %s", path, what);
  return FALSE;
}

static gboolean
read_number (const char *text, guint least, guint most, guint *number)
{
  guint64 value = 0;

  if (!g_ascii_string_to_unsigned (text, 10, least, most, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

/* Sets *size to that of the line, its end included. */
static gboolean
read_head (AnnaeCohort *self, const char *bytes, gsize *size, const char *model_id, const char *path, GError **error)
{
  const char *end = memchr (bytes, '\n', MIN (*size, MAX_LINE));

  if (end == NULL || memchr (bytes, '\0', (gsize) (end - bytes)) != NULL)
    return wrong (error, path, "it does not begin with a line of text");
  *size = (gsize) (end + 1 - bytes);
  g_autofree char *line = g_strndup (bytes, *size - 1);
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  if (g_strv_length (words) != 7 || strcmp (words[0], MAGIC) != 0 || strcmp (words[1], "1") != 0)
    return wrong (error, path, "its first line is not “" MAGIC " 1 NETWORK MEANS LENGTH NEAREST PEOPLE”");
  if (strcmp (words[2], model_id) != 0)
    return wrong (error, path, "it is for another network than that of its pack");
  if (!read_number (words[5], MIN_NEAREST, MAX_NEAREST, &self->nearest))
    return wrong (error, path, "the number of nearest means is not one from %d to %d", MIN_NEAREST, MAX_NEAREST);
  if (!read_number (words[3], self->nearest, MAX_MEANS, &self->n_means))
    return wrong (error, path, "the number of means is not one from %u to %d", self->nearest, MAX_MEANS);
  if (!read_number (words[4], 2, MAX_LENGTH, &self->length))
    return wrong (error, path, "the length of a mean is not one from 2 to %d", MAX_LENGTH);
  if (!read_number (words[6], MIN_PEOPLE, G_MAXUINT, &self->people))
    return wrong (error, path, "a mean must be one of %d people or more", MIN_PEOPLE);
  self->model_id = g_strdup (model_id);
  return TRUE;
}

AnnaeCohort *
annae_cohort_parse (gconstpointer bytes, gsize size, const char *model_id, const char *path, GError **error)
{
  g_return_val_if_fail (bytes != NULL || size == 0, NULL);
  g_return_val_if_fail (model_id != NULL && path != NULL, NULL);

  g_autoptr (AnnaeCohort) self = g_new0 (AnnaeCohort, 1);
  gsize head = size;

  if (size == 0 || size > ANNAE_COHORT_MAX_BYTES)
    {
      wrong (error, path, "it is empty or larger than %d bytes", ANNAE_COHORT_MAX_BYTES);
      return NULL;
    }
  if (!read_head (self, bytes, &head, model_id, path, error))
    return NULL;
  gsize n_numbers = (gsize) self->n_means * self->length;
  if (size - head != 2 * n_numbers)
    {
      wrong (error, path, "it has %zu bytes of means, not %zu", size - head, 2 * n_numbers);
      return NULL;
    }
  self->rows = g_new (float, n_numbers);
  const guint8 *from = (const guint8 *) bytes + head;
  for (guint row = 0; row < self->n_means; row++)
    {
      double squares = 0.0;

      for (guint i = 0; i < self->length; i++, from += 2)
        {
          gint16 number = (gint16) (guint16) (from[0] | from[1] << 8);
          double value = number / 32767.0;

          self->rows[(gsize) row * self->length + i] = (float) value;
          squares += value * value;
        }
      if (squares <= 0.0 || squares > ONE_PERSON * ONE_PERSON)
        {
          wrong (error, path, squares > 0.0 ? "mean %u is the template of one person, not of many" : "mean %u is empty",
                 row + 1);
          return NULL;
        }
    }
  return g_steal_pointer (&self);
}

void
annae_cohort_free (AnnaeCohort *self)
{
  if (self == NULL)
    return;
  g_free (self->model_id);
  g_free (self->rows);
  g_free (self);
}

guint
annae_cohort_get_n_means (const AnnaeCohort *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->n_means;
}

guint
annae_cohort_get_n_people (const AnnaeCohort *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->people;
}

/* Four sums at once, so that none waits for the one before. */
static double
product (const float *a, const float *b, guint length)
{
  float sums[4] = { 0.0f };
  guint i = 0;

  for (; i + 4 <= length; i += 4)
    for (guint k = 0; k < 4; k++)
      sums[k] += a[i + k] * b[i + k];
  for (; i < length; i++)
    sums[0] += a[i] * b[i];
  return (double) sums[0] + sums[1] + sums[2] + sums[3];
}

/* Puts a value among the highest so far, which are in falling order. */
static void
keep_nearest (double *nearest, guint *n, guint most, double value)
{
  guint place;

  if (*n == most && value <= nearest[most - 1])
    return;
  if (*n < most)
    (*n)++;
  for (place = *n - 1; place > 0 && nearest[place - 1] < value; place--)
    nearest[place] = nearest[place - 1];
  nearest[place] = value;
}

gboolean
annae_cohort_look (const AnnaeCohort *self, const AnnaeTemplate *who, AnnaeCohortSide *side)
{
  g_return_val_if_fail (self != NULL && who != NULL && side != NULL, FALSE);

  double nearest[MAX_NEAREST], sum = 0.0, squares = 0.0;
  guint n = 0;

  if (annae_template_get_length (who) != self->length
      || strcmp (annae_template_get_model_id (who), self->model_id) != 0)
    return FALSE;
  for (guint row = 0; row < self->n_means; row++)
    keep_nearest (nearest, &n, self->nearest,
                  product (self->rows + (gsize) row * self->length, annae_template_peek (who), self->length));
  for (guint i = 0; i < n; i++)
    sum += nearest[i];
  double mean = sum / n;
  for (guint i = 0; i < n; i++)
    squares += (nearest[i] - mean) * (nearest[i] - mean);
  double deviation = sqrt (squares / n);
  annae_vault_wipe (nearest, sizeof nearest);
  if (!(deviation >= LEAST_DEVIATION))
    return FALSE;
  side->slope = 0.5 / deviation / ANNAE_COHORT_DEVIATIONS;
  side->offset = mean * side->slope;
  return TRUE;
}

gboolean
annae_cohort_compare (const AnnaeCohort *self,
                      const AnnaeTemplate *reference,
                      const AnnaeTemplate *probe,
                      double *score)
{
  double most;

  return annae_cohort_compare_and_most (self, reference, probe, score, &most);
}

gboolean
annae_cohort_compare_and_most (const AnnaeCohort *self,
                               const AnnaeTemplate *reference,
                               const AnnaeTemplate *probe,
                               double *score,
                               double *most)
{
  AnnaeCohortSide sides[2];
  double cosine;

  if (!annae_template_compare (reference, probe, &cosine))
    return FALSE;
  if (self == NULL)
    {
      *score = cosine;
      *most = 1.0;
      return TRUE;
    }
  gboolean looked = annae_cohort_look (self, reference, &sides[0]) && annae_cohort_look (self, probe, &sides[1]);
  if (looked)
    {
      const double slope = sides[0].slope + sides[1].slope, offset = sides[0].offset + sides[1].offset;

      *score = CLAMP (cosine * slope - offset, -1.0, 1.0);
      *most = MIN (slope - offset, 1.0);
    }
  annae_vault_wipe (sides, sizeof sides);
  return looked;
}
