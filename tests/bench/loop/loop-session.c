/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Person, camera, program and back, at 15 to 30 frames a second. */

#include "loop-session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "loop-camera.h"

/* Staff who are offered come within some seconds; until then the person may still arrive. */
#define STAFF_COMES_S 10.0
/* A picture that does not serve: the comparison says so, and it begins again. */
#define AGAIN_S 3.0
#define ATTEMPTS 3
/* A gap shorter than this between "all is well" and the words for it is the machine's own delay, not a fault. */
#define TOLD_GRACE_S 0.5

/* Whether following this would move away from where the program itself wants the person. */
static gboolean
contradicts (const LoopProgram *program, const LoopScreen *screen, const double truth[LOOP_AXES])
{
  switch (screen->id)
    {
    case ANNAE_ADVICE_COME_CLOSER:
      return truth[LOOP_Z] < program->nearest;
    case ANNAE_ADVICE_MOVE_BACK:
      return truth[LOOP_Z] > program->furthest;
    case ANNAE_ADVICE_MOVE_LEFT:
      return truth[LOOP_X] > 0.0;
    case ANNAE_ADVICE_MOVE_RIGHT:
      return truth[LOOP_X] < 0.0;
    case ANNAE_ADVICE_MOVE_UP:
      return truth[LOOP_Y] > 0.0;
    case ANNAE_ADVICE_MOVE_DOWN:
      return truth[LOOP_Y] < 0.0;
    case ANNAE_ADVICE_TURN_LEFT:
      return truth[LOOP_YAW] > 0.0;
    case ANNAE_ADVICE_TURN_RIGHT:
      return truth[LOOP_YAW] < 0.0;
    case ANNAE_ADVICE_CHIN_UP:
      return truth[LOOP_PITCH] > 0.0;
    case ANNAE_ADVICE_CHIN_DOWN:
      return truth[LOOP_PITCH] < 0.0;
    case ANNAE_ADVICE_TILT_RIGHT:
      return truth[LOOP_ROLL] > 0.0;
    case ANNAE_ADVICE_TILT_LEFT:
      return truth[LOOP_ROLL] < 0.0;
    default:
      return FALSE;
    }
}

static gboolean
is_advice (const LoopScreen *screen)
{
  return screen->id != ANNAE_ADVICE_NONE
         && (screen->id >= LOOP_CENTRE || !annae_advice_is_good ((AnnaeAdviceId) screen->id));
}

void
loop_session_run_with (const LoopProgram *program, guint32 seed, const LoopEyes *eyes, LoopResult *result)
{
  /* One stream of chance each for the camera and the person, so that the programs' differences do not shift them. */
  g_autoptr (GRand) noise = g_rand_new_with_seed (seed ^ 0x5bd1e995u);
  g_autoptr (GRand) luck = g_rand_new_with_seed (seed ^ 0x9e3779b9u);
  gpointer self = program->start ();
  LoopScreen screen = { .id = ANNAE_ADVICE_NONE };
  LoopScreen before = screen;
  AnnaeObservation observation;
  LoopPerson person;
  double truth[LOOP_AXES], steady[LOOP_AXES];
  double offered_at = -1.0, good_since = -1.0;
  double resumes_at = 0.0;

  loop_person_init (&person, seed);
  /* Drawn in any case: the person's luck that follows is the same at every rate. */
  const double drawn = g_rand_double_range (luck, 15.0, 30.0);
  const double dt = 1.0 / (eyes->rate > 0.0 ? eyes->rate : drawn);

  *result = (LoopResult){ .kind = person.kind, .outcome = LOOP_STUCK, .seconds = LOOP_LIMIT_S };
  for (double t = 0.0; t < LOOP_LIMIT_S; t += dt)
    {
      loop_person_get (&person, t, truth);
      memcpy (steady, truth, sizeof steady);
      memcpy (result->last, truth, sizeof result->last);
      steady[LOOP_X] = person.at[LOOP_X];
      steady[LOOP_Y] = person.at[LOOP_Y];
      eyes->observe (eyes->self, &person, truth, t, noise, &observation);
      if (t < resumes_at)
        continue;
      if (program->know != NULL)
        program->know (self, &person, truth, t, &screen);
      else
        program->observe (self, &observation, &screen);

      /* A contradiction is judged without the tremor, which nobody can follow. */
      if (is_advice (&screen) && (screen.speak || screen.id != before.id))
        {
          result->prompts++;
          result->contradictions += contradicts (program, &screen, steady);
        }
      good_since = !loop_is_good (truth) ? -1.0 : good_since < 0.0 ? t : good_since;
      if (is_advice (&screen) && good_since >= 0.0 && t - good_since > TOLD_GRACE_S)
        result->good_but_told += dt;
      before = screen;

      if (screen.id == ANNAE_ADVICE_DONE)
        {
          if (loop_is_usable (truth))
            {
              result->outcome = LOOP_REACHED;
              result->seconds = t;
              result->cost = loop_score_cost (truth);
              break;
            }
          if (++result->useless >= ATTEMPTS)
            {
              result->outcome = LOOP_PICTURES;
              result->seconds = t;
              break;
            }
          resumes_at = t + AGAIN_S;
          program->restart (self, (gint64) (resumes_at * 1e6));
          before = screen = (LoopScreen){ .id = ANNAE_ADVICE_NONE };
          continue;
        }
      if (screen.staff && offered_at < 0.0)
        offered_at = t;
      if (offered_at >= 0.0 && t - offered_at >= STAFF_COMES_S)
        {
          result->outcome = LOOP_STAFF;
          result->seconds = t;
          break;
        }
      loop_person_step (&person, &screen, t, luck);
    }
  program->free (self);
}

typedef struct
{
  LoopCamera camera;
  double noise;
  gboolean landmarks;
  gboolean ready;
} FastEyes;

static void
fast_observe (gpointer data,
              const LoopPerson *person G_GNUC_UNUSED,
              const double truth[LOOP_AXES],
              double t,
              GRand *rand,
              AnnaeObservation *observation)
{
  FastEyes *self = data;

  if (!self->ready && self->landmarks)
    loop_camera_init (&self->camera, self->noise, rand);
  else if (!self->ready)
    loop_camera_init_with_reader (&self->camera, self->noise, rand);
  self->ready = TRUE;
  loop_camera_observe (&self->camera, truth, t, rand, observation);
}

void
loop_session_run_at (const LoopProgram *program, guint32 seed, double noise_scale, double rate, LoopResult *result)
{
  FastEyes fast = { .noise = noise_scale, .landmarks = program->landmarks };
  const LoopEyes eyes = { .rate = rate, .self = &fast, .observe = fast_observe };

  loop_session_run_with (program, seed, &eyes, result);
}

void
loop_session_run (const LoopProgram *program, guint32 seed, double noise_scale, LoopResult *result)
{
  loop_session_run_at (program, seed, noise_scale, 0.0, result);
}

const double loop_qualities[LOOP_QUALITIES] = { 0.13, 0.1, 0.07, 0.05 };

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return x < y ? -1 : x > y;
}

static double
quantile (double *values, guint n, double q)
{
  if (n == 0)
    return NAN;
  qsort (values, n, sizeof *values, compare);
  return values[MIN ((guint) (q * n), n - 1)];
}

void
loop_figures (const LoopResult *results, guint n, int kind, LoopFigures *figures)
{
  g_autofree double *seconds = g_new (double, n);
  g_autofree double *told = g_new (double, n);
  g_autofree double *prompts = g_new (double, n);
  g_autofree double *costs = g_new (double, n);
  g_autofree double *all = g_new (double, n);
  guint reached = 0, n_told = 0;

  *figures = (LoopFigures){ 0 };
  for (guint i = 0; i < n; i++)
    {
      const LoopResult *r = &results[i];

      if (kind >= 0 && r->kind != (LoopKind) kind)
        continue;
      prompts[figures->n] = r->prompts;
      figures->n++;
      figures->mean += r->outcome == LOOP_REACHED ? r->seconds : LOOP_LIMIT_S;
      if (r->outcome == LOOP_REACHED)
        {
          costs[reached] = r->cost;
          seconds[reached++] = r->seconds;
          figures->within_10 += r->seconds <= 10.0;
          if (r->prompts > 0)
            told[n_told++] = r->seconds;
        }
      figures->staff += r->outcome == LOOP_STAFF;
      figures->pictures += r->outcome == LOOP_PICTURES;
      figures->stuck += r->outcome == LOOP_STUCK;
      figures->prompts += r->prompts;
      figures->contradictions += r->contradictions;
      figures->useless += r->useless > 0;
      figures->good_but_told += r->good_but_told;
    }
  if (figures->n == 0)
    return;
  figures->reached = (double) reached / figures->n;
  figures->mean /= figures->n;
  figures->staff /= figures->n;
  figures->pictures /= figures->n;
  figures->stuck /= figures->n;
  figures->within_10 /= figures->n;
  figures->cost_p95 = quantile (costs, reached, 0.95);
  figures->prompts /= figures->n;
  figures->useless /= figures->n;
  figures->good_but_told /= figures->n;
  figures->median = quantile (seconds, reached, 0.5);
  figures->p95 = quantile (seconds, reached, 0.95);
  figures->told_median = quantile (told, n_told, 0.5);
  figures->prompts_p95 = quantile (prompts, figures->n, 0.95);

  for (guint q = 0; q < LOOP_QUALITIES; q++)
    {
      guint count = 0, met = 0;

      for (guint i = 0; i < n; i++)
        if (kind < 0 || results[i].kind == (LoopKind) kind)
          {
            const gboolean good = results[i].outcome == LOOP_REACHED && results[i].cost <= loop_qualities[q];

            met += good;
            all[count++] = good ? results[i].seconds : LOOP_LIMIT_S;
            figures->mean_at[q] += all[count - 1] / figures->n;
          }
      figures->share_at[q] = (double) met / figures->n;
      figures->median_at[q] = quantile (all, count, 0.5);
    }
}
