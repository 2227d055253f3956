/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rendered eyes: a line to the renderer, a picture back, and vision as it is. The person's angles are against the line
 * of sight, as vision measures them; the renderer's are against the camera's axis. */

#include "loop-rendered.h"

#include <gio/gio.h>

#include <math.h>
#include <string.h>

#include "annae-vision.h"
#include "loop-camera.h"

#define DEGREES (180.0 / G_PI)
/* As the fast loop's camera. */
#define EXPOSURE (1.0 / 60.0)
#define PICTURE_BYTES (LOOP_WIDTH * LOOP_HEIGHT * 3)

struct _LoopRendered
{
  GSubprocess *renderer;
  AnnaeModelPack *pack;
  AnnaeVision *vision;
  GError *error;
  LoopRenderedErrors errors;
  FILE *log;
  double last[LOOP_AXES]; /* where the person was, without tremor */
  double last_t;
  gboolean has_last;
  guint frame; /* seed of the noise */
};

static gboolean
ask (LoopRendered *self, const char *line, gpointer answer, gsize size, GError **error)
{
  gsize done;

  if (!g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->renderer), line, strlen (line), NULL, NULL, error)
      || !g_input_stream_read_all (g_subprocess_get_stdout_pipe (self->renderer), answer, size, &done, NULL, error))
    return FALSE;
  if (done == size)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The renderer ended.");
  return FALSE;
}

LoopRendered *
loop_rendered_new (const char *renderer, const char *pack_name, GError **error)
{
  g_autoptr (LoopRendered) self = g_new0 (LoopRendered, 1);

  for (guint i = 0; i < G_N_ELEMENTS (self->errors.errors); i++)
    self->errors.errors[i] = g_array_new (FALSE, FALSE, sizeof (double));
  self->pack = annae_model_pack_find (pack_name, error);
  if (self->pack == NULL)
    return NULL;
  self->vision = annae_vision_new (self->pack, error);
  if (self->vision == NULL)
    return NULL;
  self->renderer
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, error, renderer, NULL);
  return self->renderer != NULL ? g_steal_pointer (&self) : NULL;
}

void
loop_rendered_free (LoopRendered *self)
{
  if (self->renderer != NULL)
    {
      /* It ends with its input. */
      g_output_stream_close (g_subprocess_get_stdin_pipe (self->renderer), NULL, NULL);
      g_subprocess_wait (self->renderer, NULL, NULL);
    }
  g_clear_object (&self->renderer);
  g_clear_pointer (&self->vision, annae_vision_free);
  g_clear_object (&self->pack);
  g_clear_error (&self->error);
  for (guint i = 0; i < G_N_ELEMENTS (self->errors.errors); i++)
    g_array_unref (self->errors.errors[i]);
  g_free (self);
}

gboolean
loop_rendered_set_face (LoopRendered *self, guint face, GError **error)
{
  g_autofree char *what = g_strdup_printf ("person %u", face);

  return loop_rendered_set (self, what, error);
}

gboolean
loop_rendered_set (LoopRendered *self, const char *what, GError **error)
{
  g_autofree char *line = g_strdup_printf ("%s\n", what);
  char answer;

  annae_vision_reset (self->vision);
  self->has_last = FALSE;
  self->frame = 0;
  return ask (self, line, &answer, 1, error);
}

/* "frame X Y Z YAW PITCH ROLL BLUR_X BLUR_Y SHUT SEED" */
static char *
to_line (LoopRendered *self, const LoopPerson *person, const double truth[LOOP_AXES], double t)
{
  const double dt = t - self->last_t;
  const double px_per_cm = LOOP_FOCAL / truth[LOOP_Z];
  double before[LOOP_AXES], numbers[9];
  g_autoptr (GString) line = g_string_new ("frame");

  /* The tremor's part of the way, and that of the body: too few frames to have both from two of them. */
  loop_person_get (person, t - EXPOSURE, before);
  for (LoopAxis a = LOOP_X; a <= LOOP_Y; a++)
    {
      double way = truth[a] - before[a];

      if (self->has_last && dt > 0.0)
        way += (person->at[a] - self->last[a]) / dt * EXPOSURE;
      numbers[6 + a] = (a == LOOP_X ? 1 : -1) * way * px_per_cm;
    }
  numbers[8] = loop_lids_shut (&person->lids, t);
  memcpy (numbers, truth, LOOP_AXES * sizeof *truth);
  numbers[LOOP_YAW] -= DEGREES * atan2 (truth[LOOP_X], truth[LOOP_Z]);
  numbers[LOOP_PITCH] -= DEGREES * atan2 (truth[LOOP_Y], truth[LOOP_Z]);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (line, " %s", g_ascii_formatd (text, sizeof text, "%.4f", numbers[i]));
    }
  g_string_append_printf (line, " %u\n", ++self->frame);
  memcpy (self->last, person->at, sizeof self->last);
  self->last_t = t;
  self->has_last = TRUE;
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/* "X Y Z YAW PITCH ROLL  EYES WIDTH OFFSET_X OFFSET_Y YAW PITCH ROLL  T", nan where nothing was measured. */
static void
write_log (LoopRendered *self, const double truth[LOOP_AXES], const AnnaeObservation *observation, double t)
{
  static const AnnaeMeasureId measures[]
      = { ANNAE_MEASURE_INTER_EYE, ANNAE_MEASURE_FACE_WIDTH, ANNAE_MEASURE_OFFSET_X, ANNAE_MEASURE_OFFSET_Y,
          ANNAE_MEASURE_YAW,       ANNAE_MEASURE_PITCH,      ANNAE_MEASURE_ROLL };
  double raw;

  for (guint i = 0; i < LOOP_AXES; i++)
    fprintf (self->log, "%.3f ", truth[i]);
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    fprintf (self->log, "%.4f ", annae_observation_get (observation, measures[i], &raw) ? raw : (double) NAN);
  fprintf (self->log, "%.3f\n", t);
}

static void
note_errors (LoopRendered *self, const double truth[LOOP_AXES], const AnnaeObservation *observation, double t)
{
  static const AnnaeMeasureId measures[] = { ANNAE_MEASURE_YAW, ANNAE_MEASURE_PITCH, ANNAE_MEASURE_ROLL };

  self->errors.frames++;
  self->errors.found += observation->n_faces > 0;
  if (self->log != NULL)
    write_log (self, truth, observation, t);
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      double raw;

      if (!annae_observation_get (observation, measures[i], &raw))
        continue;
      raw = fabs (raw - truth[LOOP_YAW + i]);
      g_array_append_val (self->errors.errors[i], raw);
    }
}

static void
observe (gpointer data,
         const LoopPerson *person,
         const double truth[LOOP_AXES],
         double t,
         GRand *rand G_GNUC_UNUSED,
         AnnaeObservation *observation)
{
  LoopRendered *self = data;
  g_autofree char *line = to_line (self, person, truth, t);
  g_autoptr (AnnaeFrame) frame
      = annae_frame_new (ANNAE_VAULT_FRAME, ANNAE_PIXELS_BGR, LOOP_WIDTH, LOOP_HEIGHT, (gint64) (t * 1e6));

  annae_observation_init (observation, (gint64) (t * 1e6), LOOP_WIDTH, LOOP_HEIGHT);
  if (self->error != NULL || frame == NULL
      || !ask (self, line, annae_frame_get_writable (frame), PICTURE_BYTES, &self->error)
      || !annae_vision_observe (self->vision, frame, observation, &self->error))
    return;
  note_errors (self, truth, observation, t);
}

gboolean
loop_rendered_reads_faces (const LoopRendered *self)
{
  return self != NULL && annae_model_pack_get_part (self->pack, ANNAE_ROLE_READ) != NULL;
}

LoopEyes
loop_rendered_eyes (LoopRendered *self, double rate)
{
  return (LoopEyes){ .rate = rate, .self = self, .observe = observe };
}

void
loop_rendered_set_log (LoopRendered *self, FILE *log)
{
  self->log = log;
}

const GError *
loop_rendered_get_error (const LoopRendered *self)
{
  return self->error;
}

const LoopRenderedErrors *
loop_rendered_get_errors (const LoopRendered *self)
{
  return &self->errors;
}
