/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests in a closed loop: see loop-requests.h. */

#include "loop-requests.h"

#include <math.h>
#include <string.h>

#include "loop-camera.h"
#include "loop-relief.h"

#define LIMIT_S 180.0
#define GIVES_UP_S 3.0

static guint32
luck (guint32 bound, gpointer rand)
{
  return (guint32) g_rand_int_range (rand, 0, (gint32) bound);
}

/* Who moves badly or only hears says so on the page of profiles; the others do not. */
static void
config_for (gboolean hears_only, gboolean reader, AnnaeRequestsConfig *config)
{
  AnnaeGuideConfig guide;

  annae_guide_config_init (&guide);
  if (reader)
    annae_guide_config_set_true_pitch (&guide);
  annae_requests_config_for_profile (config, &guide, hears_only);
}

/* Seconds from frame to frame. */
static double
frame_s (const LoopRequestsOptions *options, GRand *chance)
{
  const double drawn = 1.0 / g_rand_double_range (chance, 15.0, 30.0);

  return options->eyes != NULL ? 1.0 / options->eyes->rate : drawn;
}

static void
camera_init (LoopCamera *self, const LoopRequestsOptions *options, GRand *errors)
{
  (options->reader ? loop_camera_init_with_reader : loop_camera_init) (self, options->noise, errors);
  self->even = TRUE; /* loop_face_see () misreads, each face in its own way */
}

/* A movement of the guide has a mark on the screen to bring the face to; a request only says the direction. */
static void
to_screen (const AnnaeAdvice *advice, AnnaeRequest request, LoopScreen *screen)
{
  *screen = (LoopScreen){
    .id = advice->id,
    .toward_x = advice->toward_x,
    .toward_y = advice->toward_y,
    .target = request == ANNAE_REQUEST_NONE,
    .target_z = 55.0,
    .speak = advice->speak,
  };
}

static void
take_result (AnnaeRequests *requests, double t, LoopLiveness *result)
{
  result->liveness
      = annae_requests_is_over (requests) ? annae_requests_get_liveness (requests) : ANNAE_LIVENESS_UNDECIDED;
  result->evidence = *annae_requests_get_evidence (requests);
  result->seconds = t;
}

/* Puts what became of a request behind what is in there, once another phase begins. */
static void
note (AnnaeRequests *requests, AnnaeRequest asked, const AnnaeRequestsEvidence *before, LoopLiveness *result)
{
  const AnnaeRequestsEvidence *now = annae_requests_get_evidence (requests);

  if (asked == ANNAE_REQUEST_NONE || (annae_requests_get_request (requests) == asked && now->asked == before->asked))
    return;
  const char *became = now->breaks > before->breaks         ? "broken"
                       : now->followed > before->followed   ? "followed"
                       : now->strayed > before->strayed     ? "strayed"
                       : now->declined > before->declined   ? "declined"
                       : now->swapped > before->swapped     ? "swapped"
                                                            : "ended";
  g_autofree char *before_it = g_strdup (result->course);

  g_snprintf (result->course, sizeof result->course, "%s%s%s %s", before_it, *before_it != '\0' ? ", " : "",
              annae_request_name (asked), became);
}

/* Whoever is asked to go further than they can, and has stood at the end of it for a while. */
static gboolean
cannot (const LoopPerson *person, AnnaeRequest request, double t, double *since)
{
  const double *at = person->at, *low = person->low, *high = person->high;
  const gboolean ended = request == ANNAE_REQUEST_TURN_LEFT      ? at[LOOP_YAW] >= high[LOOP_YAW] - 0.5
                         : request == ANNAE_REQUEST_TURN_RIGHT   ? at[LOOP_YAW] <= low[LOOP_YAW] + 0.5
                         : request == ANNAE_REQUEST_LOOK_UP      ? at[LOOP_PITCH] >= high[LOOP_PITCH] - 0.5
                         : request == ANNAE_REQUEST_LOOK_DOWN    ? at[LOOP_PITCH] <= low[LOOP_PITCH] + 0.5
                         : request == ANNAE_REQUEST_COME_CLOSER ? at[LOOP_Z] <= low[LOOP_Z] + 0.5
                                                                 : FALSE;

  if (!ended)
    *since = t;
  return t - *since >= GIVES_UP_S;
}

void
loop_requests_person (guint32 seed, const LoopRequestsOptions *options, LoopLiveness *result)
{
  g_autoptr (GRand) errors = g_rand_new_with_seed (seed ^ 0x5bd1e995u);
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed ^ 0x9e3779b9u);
  g_autoptr (GRand) lids = g_rand_new_with_seed (seed ^ 0x7f4a7c15u);
  g_autoptr (GRand) pixels = g_rand_new_with_seed (seed ^ 0x27d4eb2fu);
  g_autoptr (AnnaeRequests) requests = NULL;
  AnnaeRequestsConfig config;
  AnnaeObservation observation;
  AnnaeAdvice advice;
  LoopScreen screen = { .id = ANNAE_ADVICE_NONE };
  LoopCamera camera;
  LoopPerson person;
  LoopFace face;
  LoopRelief relief;
  double truth[LOOP_AXES];
  double t = 0.0, ended_at = 0.0;

  loop_person_init (&person, seed);
  camera_init (&camera, options, errors);
  loop_face_init (&face, LOOP_FACE_HEAD, options->reader, options->noise, errors);
  loop_relief_init (&relief, LOOP_FACE_HEAD, options->noise, pixels);
  if (options->reader)
    loop_lids_init (&person.lids, person.sees, options->noise, lids);
  /* Whether they can be read is for the picture to show. */
  if (options->eyes != NULL)
    person.lids.seen = TRUE;
  config_for (!person.sees, options->reader, &config);
  requests = annae_requests_new (&config, luck, chance);
  const double dt = frame_s (options, chance);
  const gboolean presses = g_rand_double (errors) < options->button;

  *result = (LoopLiveness){
    .kind = person.kind,
    .looks = { [LOOP_LOOK_BARE] = !relief.spectacled,
               [LOOP_LOOK_SPECTACLES] = relief.spectacled,
               [LOOP_LOOK_HOODED] = person.lids.usual < LOOP_LIDS_HOODED,
               [LOOP_LOOK_UNREAD] = !person.lids.seen || !person.lids.can_close },
  };
  for (; t < LIMIT_S && !annae_requests_is_over (requests); t += dt)
    {
      loop_person_get (&person, t, truth);
      loop_camera_observe (&camera, truth, t, errors, &observation);
      loop_face_see (&face, truth, errors, &observation);
      if (options->reader)
        {
          loop_lids_see (&person.lids, t, options->noise, lids, &observation);
          loop_relief_see (&relief, t, pixels, &observation);
        }
      if (options->eyes != NULL)
        options->eyes->observe (options->eyes->self, &person, truth, t, errors, &observation);
      const AnnaeRequestsEvidence before = *annae_requests_get_evidence (requests);
      const AnnaeRequest asked = annae_requests_get_request (requests);

      annae_requests_observe (requests, &observation, &advice);
      to_screen (&advice, annae_requests_get_request (requests), &screen);
      loop_person_step (&person, &screen, t, chance);
      if (cannot (&person, annae_requests_get_request (requests), t, &ended_at) && presses)
        annae_requests_decline (requests, observation.time_us);
      note (requests, asked, &before, result);
    }
  take_result (requests, t, result);
}

/* ---- attacks ---- */

typedef struct
{
  LoopAttack attack;
  double rates[LOOP_AXES]; /* rad/s and phases of what is waved */
  double phases[LOOP_AXES];
  double degrees;        /* how far whoever obeys turns it */
  AnnaeRequest quick[6]; /* in an order of its own */
  AnnaeRequest plan[40]; /* of a recording, a new one every 4 s */
  AnnaeRequest seen;
  double seen_at;
  double reaction;
  double at[LOOP_AXES];
  AnnaeDot dot;     /* of a recording */
  double behind;    /* where the dot on the screen is for whoever obeys */
  LoopLids lids;
  AnnaeRequest shows; /* of a recording, at this moment */
} Attacker;

static const double held_at[LOOP_AXES] = { 0, 0, 50, 0, 0, 0 };

/* What somebody who makes a recording knows to be asked for, but for the dot. */
static const AnnaeRequest movements[] = { ANNAE_REQUEST_TURN_LEFT, ANNAE_REQUEST_TURN_RIGHT,  ANNAE_REQUEST_LOOK_UP,
                                          ANNAE_REQUEST_LOOK_DOWN, ANNAE_REQUEST_COME_CLOSER, ANNAE_REQUEST_CLOSE_EYES };
#define ANY(reader) ((reader) ? 6u : 5u)

static AnnaeRequest
any (GRand *rand, gboolean reader)
{
  return movements[g_rand_int_range (rand, 0, (gint32) ANY (reader))];
}

static void
attacker_init (Attacker *self, LoopAttack attack, gboolean reader, GRand *rand)
{
  *self = (Attacker){ .attack = attack,
                      .degrees = g_rand_double_range (rand, 20.0, 50.0),
                      .reaction = g_rand_double_range (rand, 0.4, 1.6) };
  for (guint a = 0; a < LOOP_AXES; a++)
    {
      self->rates[a] = g_rand_double_range (rand, 0.5, 4.0);
      self->phases[a] = g_rand_double_range (rand, 0.0, 2.0 * G_PI);
    }
  for (guint i = 0; i < G_N_ELEMENTS (self->plan); i++)
    self->plan[i] = i % 2 == 0 ? ANNAE_REQUEST_NONE
                               : any (rand, reader);
  for (guint i = 0; i < ANY (reader); i++)
    self->quick[i] = movements[i];
  annae_request_shuffle (self->quick, ANY (reader), luck, rand);
  annae_dot_draw (&self->dot, FALSE, luck, rand);
  memcpy (self->at, held_at, sizeof held_at);
}

static void
pose_for (AnnaeRequest request, double degrees, double pose[LOOP_AXES])
{
  memcpy (pose, held_at, sizeof held_at);
  switch (request)
    {
    case ANNAE_REQUEST_TURN_LEFT:
      pose[LOOP_YAW] = degrees;
      break;
    case ANNAE_REQUEST_TURN_RIGHT:
      pose[LOOP_YAW] = -degrees;
      break;
    case ANNAE_REQUEST_LOOK_UP:
      pose[LOOP_PITCH] = degrees;
      break;
    case ANNAE_REQUEST_LOOK_DOWN:
      pose[LOOP_PITCH] = -degrees;
      break;
    case ANNAE_REQUEST_COME_CLOSER:
      pose[LOOP_Z] = 38.0;
      break;
    default:
      break;
    }
}

/* What a recording shows at this moment. */
static AnnaeRequest
recorded (const Attacker *self, gboolean reader, double t)
{
  switch (self->attack)
    {
    case LOOP_ATTACK_RECORDED:
      return self->plan[(guint) (t / 2.5) % G_N_ELEMENTS (self->plan)];
    case LOOP_ATTACK_QUICK:
      /* 2 of 9 s at rest, or nothing would ever be asked; then one movement a second. */
      return fmod (t, 9.0) < 2.0 ? ANNAE_REQUEST_NONE : self->quick[(guint) t % ANY (reader)];
    case LOOP_ATTACK_SIDES:
    case LOOP_ATTACK_SIDES_EYES:
      if (self->attack == LOOP_ATTACK_SIDES_EYES && fmod (t, 3.0) > 0.3 && fmod (t, 3.0) < 1.2)
        return ANNAE_REQUEST_CLOSE_EYES;
      return fmod (t, 3.0) < 1.6   ? ANNAE_REQUEST_NONE
             : fmod (t, 6.0) < 3.0 ? ANNAE_REQUEST_TURN_LEFT
                                   : ANNAE_REQUEST_TURN_RIGHT;
    default:
      return ANNAE_REQUEST_NONE;
    }
}

static void
recorded_pose (Attacker *self, gboolean reader, double t, double wants[LOOP_AXES])
{
  const double path = (double) self->dot.length_us / 1e6 + 3.0;
  const AnnaeRequest before = self->shows;

  self->shows = recorded (self, reader, t);
  pose_for (self->shows, 25.0, wants);
  if (self->shows == ANNAE_REQUEST_CLOSE_EYES && before != self->shows)
    loop_lids_close (&self->lids, t);
  else if (self->shows != before)
    loop_lids_open (&self->lids, t);
  if (self->attack == LOOP_ATTACK_DOT)
    wants[LOOP_YAW] = -20.0 * annae_dot_at (&self->dot, (gint64) (1e6 * MAX (fmod (t, path) - 3.0, 0.0)))
                      * (fmod (t, path) > 3.0);
}

/* Whoever holds a print with holes before their face does with their eyes what is asked. */
static void
close_eyes (Attacker *self, const AnnaeAdvice *advice, double t)
{
  if (advice->id == ANNAE_ADVICE_CLOSE_EYES && t - self->seen_at > self->reaction && self->lids.closings == 0)
    loop_lids_close (&self->lids, t);
  if (advice->id == ANNAE_ADVICE_OPEN_EYES)
    loop_lids_open (&self->lids, t);
}

static void
attacker_step (Attacker *self, const AnnaeAdvice *advice, AnnaeRequest request, gboolean reader, double t, double dt)
{
  static const double sway[LOOP_AXES] = { 6, 4, 12, 35, 30, 15 };
  static const double speed[LOOP_AXES] = { 18, 18, 18, 60, 60, 45 };
  double wants[LOOP_AXES];

  if (request != self->seen)
    {
      self->seen = request;
      self->seen_at = t;
    }
  memcpy (wants, held_at, sizeof held_at);
  if (self->attack == LOOP_ATTACK_WAVED)
    for (guint a = 0; a < LOOP_AXES; a++)
      /* At rest for 2 of 8 s, or nothing would ever be asked. */
      wants[a] += fmod (t, 8.0) < 2.0 ? 0.0 : sway[a] * sin (self->rates[a] * t + self->phases[a]);
  else if (self->attack >= LOOP_ATTACK_RECORDED)
    recorded_pose (self, reader, t, wants);
  else if (self->attack != LOOP_ATTACK_HELD && t - self->seen_at > self->reaction)
    {
      pose_for (request, self->degrees, wants);
      if (request == ANNAE_REQUEST_FOLLOW_DOT)
        wants[LOOP_YAW] = -self->degrees * self->behind;
    }
  if (self->attack >= LOOP_ATTACK_HOLES && self->attack <= LOOP_ATTACK_HOLES_FOLDED)
    close_eyes (self, advice, t);
  self->behind += (advice->toward_x - self->behind) * (1.0 - exp (-dt / 0.4));
  for (guint a = 0; a < LOOP_AXES; a++)
    self->at[a] += CLAMP (wants[a] - self->at[a], -speed[a] * dt, speed[a] * dt);
}

void
loop_requests_attack (LoopAttack attack, guint32 seed, const LoopRequestsOptions *options, LoopLiveness *result)
{
  static const LoopFaceKind faces[LOOP_ATTACKS] = {
    [LOOP_ATTACK_HELD] = LOOP_FACE_FLAT,     [LOOP_ATTACK_WAVED] = LOOP_FACE_FLAT,
    [LOOP_ATTACK_OBEYS] = LOOP_FACE_FLAT,    [LOOP_ATTACK_BENT_6] = LOOP_FACE_BENT_6,
    [LOOP_ATTACK_BENT_4] = LOOP_FACE_BENT_4, [LOOP_ATTACK_FOLDED] = LOOP_FACE_FOLDED,
    [LOOP_ATTACK_HOLES] = LOOP_FACE_FLAT,    [LOOP_ATTACK_HOLES_6] = LOOP_FACE_BENT_6,
    [LOOP_ATTACK_HOLES_4] = LOOP_FACE_BENT_4, [LOOP_ATTACK_HOLES_FOLDED] = LOOP_FACE_FOLDED,
    [LOOP_ATTACK_RECORDED] = LOOP_FACE_HEAD, [LOOP_ATTACK_QUICK] = LOOP_FACE_HEAD,
    [LOOP_ATTACK_SIDES] = LOOP_FACE_HEAD,    [LOOP_ATTACK_SIDES_EYES] = LOOP_FACE_HEAD,
    [LOOP_ATTACK_DOT] = LOOP_FACE_HEAD,
  };
  g_autoptr (GRand) errors = g_rand_new_with_seed (seed ^ 0x5bd1e995u);
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed ^ 0x9e3779b9u);
  g_autoptr (GRand) lids = g_rand_new_with_seed (seed ^ 0x7f4a7c15u);
  g_autoptr (GRand) pixels = g_rand_new_with_seed (seed ^ 0x27d4eb2fu);
  g_autoptr (AnnaeRequests) requests = NULL;
  AnnaeRequestsConfig config;
  AnnaeObservation observation;
  AnnaeAdvice advice = { 0 };
  LoopCamera camera;
  LoopFace face;
  LoopRelief relief;
  Attacker attacker;
  double truth[LOOP_AXES];
  double t = 0.0;

  config_for (FALSE, options->reader, &config);
  requests = annae_requests_new (&config, luck, chance);
  camera_init (&camera, options, errors);
  loop_face_init (&face, faces[attack], options->reader, options->noise, errors);
  loop_relief_init (&relief, faces[attack], options->noise, pixels);
  attacker_init (&attacker, attack, options->reader, chance);
  if (attack < LOOP_ATTACK_HOLES)
    loop_lids_init_still (&attacker.lids, options->noise, lids);
  else
    {
      loop_lids_init (&attacker.lids, TRUE, options->noise, lids);
      /* They choose eyes that serve. */
      attacker.lids.seen = attacker.lids.can_close = attacker.lids.waits = TRUE;
      attacker.lids.winks_first = FALSE;
    }
  const double dt = frame_s (options, chance);

  *result = (LoopLiveness){ 0 };
  for (; t < LIMIT_S && !annae_requests_is_over (requests); t += dt)
    {
      attacker_step (&attacker, &advice, annae_requests_get_request (requests), options->reader, t, dt);
      memcpy (truth, attacker.at, sizeof truth);
      /* Hands. */
      truth[LOOP_X] += 0.2 * sin (40.0 * t);
      truth[LOOP_YAW] += 1.5 * sin (3.0 * t + attacker.phases[0]);
      truth[LOOP_PITCH] += 1.5 * sin (2.3 * t + attacker.phases[1]);
      loop_camera_observe (&camera, truth, t, errors, &observation);
      loop_face_see (&face, truth, errors, &observation);
      if (options->reader)
        {
          loop_lids_see (&attacker.lids, t, options->noise, lids, &observation);
          loop_relief_see (&relief, t, pixels, &observation);
        }
      if (options->eyes != NULL)
        {
          LoopPerson paper = { 0 };

          memcpy (paper.at, truth, sizeof paper.at);
          options->eyes->observe (options->eyes->self, &paper, truth, t, errors, &observation);
        }
      const AnnaeRequestsEvidence before = *annae_requests_get_evidence (requests);
      const AnnaeRequest asked = annae_requests_get_request (requests);

      annae_requests_observe (requests, &observation, &advice);
      note (requests, asked, &before, result);
    }
  take_result (requests, t, result);
}

const char *
loop_look_name (LoopLook look)
{
  static const char *const names[LOOP_LOOKS] = { "without spectacles", "with spectacles", "hooded lids",
                                                 "eyes that cannot be read, or closed on request" };

  return names[look];
}

const char *
loop_attack_name (LoopAttack attack)
{
  static const char *const names[LOOP_ATTACKS] = {
    [LOOP_ATTACK_HELD] = "flat print, held",
    [LOOP_ATTACK_WAVED] = "flat print, waved",
    [LOOP_ATTACK_OBEYS] = "flat print, obeying",
    [LOOP_ATTACK_BENT_6] = "print bent around 6 cm, obeying",
    [LOOP_ATTACK_BENT_4] = "print bent around 4 cm, obeying",
    [LOOP_ATTACK_FOLDED] = "print folded by 30 degrees a side, obeying",
    [LOOP_ATTACK_HOLES] = "flat print with holes for the eyes, obeying",
    [LOOP_ATTACK_HOLES_6] = "the same, bent around 6 cm",
    [LOOP_ATTACK_HOLES_4] = "the same, bent around 4 cm",
    [LOOP_ATTACK_HOLES_FOLDED] = "the same, folded by 30 degrees a side",
    [LOOP_ATTACK_RECORDED] = "recording with movements of its own",
    [LOOP_ATTACK_QUICK] = "recording of every movement, quickly",
    [LOOP_ATTACK_SIDES] = "recording of turns to both sides",
    [LOOP_ATTACK_SIDES_EYES] = "recording of turns to both sides and of closed eyes",
    [LOOP_ATTACK_DOT] = "recording of somebody who follows another dot",
  };
  return names[attack];
}

/* ---- the intervals ---- */

void
loop_wilson (guint k, guint n, double *low, double *high)
{
  const double z = 1.959964, p = (double) k / MAX (n, 1), q = z * z / MAX (n, 1);
  const double middle = (p + q / 2.0) / (1.0 + q), half = z * sqrt (p * (1.0 - p) / MAX (n, 1) + q / (4.0 * MAX (n, 1))) / (1.0 + q);

  *low = n > 0 ? MAX (middle - half, 0.0) : 0.0;
  *high = n > 0 ? MIN (middle + half, 1.0) : 1.0;
}

/* P (at most k of n) at share p, by summing the terms from their logarithms. */
static double
at_most (guint k, guint n, double p)
{
  double sum = 0.0;

  for (guint i = 0; i <= k; i++)
    sum += exp (lgamma (n + 1.0) - lgamma (i + 1.0) - lgamma (n - i + 1.0) + i * log (p) + (n - i) * log1p (-p));
  return sum;
}

void
loop_interval (guint k, guint n, double *low, double *high)
{
  double a, b;

  *low = 0.0;
  *high = 1.0;
  if (k > 0)
    {
      for (a = 0.0, b = (double) k / n; b - a > 1e-9;)
        *(1.0 - at_most (k - 1, n, 0.5 * (a + b)) < 0.025 ? &a : &b) = 0.5 * (a + b);
      *low = a;
    }
  if (k < n)
    {
      for (a = (double) k / n, b = 1.0; b - a > 1e-9;)
        *(at_most (k, n, 0.5 * (a + b)) > 0.025 ? &a : &b) = 0.5 * (a + b);
      *high = b;
    }
}
