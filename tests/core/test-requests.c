/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Requests: how they are drawn, who is asked what, and when one is followed, swapped or strayed from. Time and chance
 * are made up. */

#include "requests-testing.h"

/* ---- drawing ---- */

static void
test_order_is_random (void)
{
  guint first[ANNAE_N_REQUESTS] = { 0 };
  AnnaeRequestsConfig config;

  annae_requests_config_init (&config);
  for (guint i = 0; i < 1000; i++)
    {
      Stage stage = { .at = { .distance = 600 }, .requests = annae_requests_new (&config, NULL, NULL) };

      first[next_request (&stage)]++;
      stage_clear (&stage);
    }
  /* 167 each, five deviations (11.8) either way. */
  for (AnnaeRequest r = ANNAE_REQUEST_TURN_LEFT; r <= ANNAE_REQUEST_FOLLOW_DOT; r++)
    {
      g_assert_cmpuint (first[r], >, 107);
      g_assert_cmpuint (first[r], <, 226);
    }
  g_assert_cmpuint (first[ANNAE_REQUEST_CLOSE_EYES], ==, 0);
  g_assert_cmpuint (first[ANNAE_REQUEST_NONE] + first[ANNAE_REQUEST_HOLD_STILL], ==, 0);
}

typedef struct
{
  guint32 numbers[4];
  guint used;
} Chance;

static guint32
given (guint32 bound, gpointer user_data)
{
  Chance *chance = user_data;

  g_assert_cmpuint (bound, ==, 5 - chance->used);
  return chance->numbers[chance->used++];
}

/* All 120 orders of five come from the 120 sequences of numbers: each is as likely as these are. */
static void
test_every_order (void)
{
  g_autoptr (GHashTable) orders = g_hash_table_new (g_direct_hash, g_direct_equal);

  for (guint n = 0; n < 120; n++)
    {
      AnnaeRequest five[5] = { 1, 2, 3, 4, 5 };
      Chance chance = { .numbers = { n % 5, n / 5 % 4, n / 20 % 3, n / 60 } };

      annae_request_shuffle (five, 5, given, &chance);
      g_assert_cmpuint (chance.used, ==, 4);
      g_hash_table_add (orders,
                        GUINT_TO_POINTER (five[0] * 10000 + five[1] * 1000 + five[2] * 100 + five[3] * 10 + five[4]));
    }
  g_assert_cmpuint (g_hash_table_size (orders), ==, 120);

  /* Numbers that no kernel gives do no harm. */
  AnnaeRequest two[2] = { 1, 2 };
  Chance beyond = { .numbers = { 99, 99, 99, 99 }, .used = 3 };
  annae_request_shuffle (two, 2, given, &beyond);
  g_assert_cmpint (two[0] + two[1], ==, 3);
  annae_request_shuffle (two, 0, NULL, NULL);
  annae_request_shuffle (two, 1, NULL, NULL);
}

static void
test_profiles (void)
{
  AnnaeGuideConfig guide;
  AnnaeRequestsConfig config;
  Stage stage;

  annae_guide_config_init (&guide);
  annae_requests_config_for_profile (&config, &guide, TRUE);
  g_assert_true (config.can_turn && config.can_nod && config.can_approach && config.hears_only);

  /* "I move badly": the head is never asked to move, nor anything in vain; staff compares. */
  guide.small_movements = TRUE;
  annae_requests_config_for_profile (&config, &guide, FALSE);
  stage_init (&stage, FACE_HEAD, &config);
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_HOLD_STILL);
  g_assert_cmpint (stage.advice.id, ==, ANNAE_ADVICE_STAY_STILL);
  do_pose (&stage, (FacePose){ .distance = 600 }, 3);
  g_assert_true (annae_requests_is_over (stage.requests));
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_UNDECIDED);
  g_assert_cmpuint (evidence (&stage)->asked, ==, 1);
  stage_clear (&stage);

  /* Who can turn, but neither nod nor lean, has two turns and a dot: enough. */
  annae_requests_config_init (&config);
  config.can_nod = config.can_approach = FALSE;
  stage_init (&stage, FACE_HEAD, &config);
  do_pose (&stage, pose_for (next_request (&stage), 30), 5);
  do_pose (&stage, pose_for (next_request (&stage), 30), 5);
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_FOLLOW_DOT);
  follow_dot (&stage, 15, 20);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_LIVE);
  g_assert_cmpuint (evidence (&stage)->with_depth, ==, 2);
  g_assert_cmpuint (evidence (&stage)->points, ==, 4);
  stage_clear (&stage);
}

/* ---- somebody alive ---- */

static void
test_followed (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD, NULL);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_NOT_TESTED);
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_TURN_LEFT);
  g_assert_cmpint (stage.advice.id, ==, ANNAE_ADVICE_TURN_LEFT);
  g_assert_cmpfloat (stage.advice.toward_x, ==, -1.0);
  g_assert_cmpint (stage.advice.measure, ==, -1);
  g_assert_true (stage.advice.speak);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_LEFT, 30), 5);
  g_assert_cmpuint (evidence (&stage)->followed, ==, 1);
  g_assert_cmpuint (evidence (&stage)->with_depth, ==, 1);
  g_assert_cmpfloat (evidence (&stage)->parallax, >, 0.17);
  g_assert_false (annae_requests_is_over (stage.requests));

  /* The guide brings the face back before the next. */
  for (guint i = 0; i < 60; i++)
    one_frame (&stage);
  g_assert_cmpint (stage.advice.id, ==, ANNAE_ADVICE_TURN_RIGHT);
  g_assert_cmpint (annae_requests_get_request (stage.requests), ==, ANNAE_REQUEST_NONE);

  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_TURN_RIGHT);
  g_assert_cmpfloat (stage.advice.toward_x, ==, 1.0);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_RIGHT, 30), 5);
  g_assert_false (annae_requests_is_over (stage.requests));
  g_assert_true (annae_requests_evidence_has_depth (evidence (&stage)));

  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_LOOK_UP);
  do_pose (&stage, pose_for (ANNAE_REQUEST_LOOK_UP, 30), 5);
  g_assert_true (annae_requests_is_over (stage.requests));
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_LIVE);
  g_assert_cmpint (stage.advice.id, ==, ANNAE_ADVICE_DONE);
  g_assert_cmpuint (evidence (&stage)->asked, ==, 3);
  g_assert_cmpuint (evidence (&stage)->points, ==, 3);
  g_assert_cmpuint (evidence (&stage)->swapped, ==, 0);

  /* It stays so until the next person. */
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_LEFT, 45), 1);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_LIVE);
  g_assert_false (stage.advice.speak);
  annae_requests_reset (stage.requests, NULL, stage.now);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_NOT_TESTED);
  g_assert_cmpuint (evidence (&stage)->asked, ==, 0);
  stage_clear (&stage);
}

/* For each request each movement: what was asked for is followed, left for right waits to be mended, anything else
 * strays. Only turns show depth. */
static void
test_each_movement (void)
{
  for (AnnaeRequest asked = ANNAE_REQUEST_TURN_LEFT; asked <= ANNAE_REQUEST_COME_CLOSER; asked++)
    for (AnnaeRequest done = ANNAE_REQUEST_TURN_LEFT; done <= ANNAE_REQUEST_COME_CLOSER; done++)
      {
        const gboolean sideways = annae_request_is_sideways (asked), mistaken = annae_request_is_sideways (done);
        Stage stage;
        AnnaeRequest now;

        /* Those before it are not done, but for one of the turns: without any it would be over. */
        stage_init (&stage, FACE_HEAD, NULL);
        while ((now = next_request (&stage)) != asked)
          do_pose (&stage, pose_for (now, now == ANNAE_REQUEST_TURN_RIGHT && asked > now ? 30 : 0), 16);
        const AnnaeRequestsEvidence before = *evidence (&stage);
        do_pose (&stage, pose_for (done, 30), 6);
        g_assert_cmpuint (evidence (&stage)->followed - before.followed, ==, asked == done);
        g_assert_cmpuint (evidence (&stage)->swapped, ==, before.swapped);
        g_assert_cmpuint (evidence (&stage)->strayed - before.strayed, ==, asked != done && !(sideways && mistaken));
        g_assert_cmpuint (evidence (&stage)->with_depth - before.with_depth, ==, asked == done && sideways);
        stage_clear (&stage);
      }
}

static void
test_left_for_right_costs_nothing (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD, NULL);
  next_request (&stage);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_LEFT, -30), 3);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_LEFT, 30), 5);
  do_pose (&stage, pose_for (next_request (&stage), 30), 5);
  do_pose (&stage, pose_for (next_request (&stage), 30), 5);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_LIVE);
  g_assert_cmpuint (evidence (&stage)->asked, ==, 3);
  g_assert_cmpuint (evidence (&stage)->swapped + evidence (&stage)->strayed, ==, 0);
  stage_clear (&stage);
}

/* "I cannot do this": the next one comes at once, and nothing is held against anybody. */
static void
test_declined (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD, NULL);
  g_assert_false (annae_requests_decline (stage.requests, stage.now));
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_TURN_LEFT);
  g_assert_true (annae_requests_decline (stage.requests, stage.now));
  g_assert_false (annae_requests_decline (stage.requests, stage.now));
  g_assert_cmpuint (evidence (&stage)->declined, ==, 1);
  g_assert_cmpuint (evidence (&stage)->swapped, ==, 1);
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_TURN_RIGHT);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_RIGHT, 30), 5);
  for (guint i = 0; i < 2; i++)
    do_pose (&stage, pose_for (next_request (&stage), 30), 5);
  /* Only depth is missing: to the side that can be turned to, once more and further. As far as before is not enough. */
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_TURN_RIGHT);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_RIGHT, 27), 16);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_UNDECIDED);
  g_assert_cmpuint (evidence (&stage)->points, ==, 3);
  stage_clear (&stage);

  /* Where the other side shows nearly enough, less of it is. */
  stage_init (&stage, FACE_HEAD, NULL);
  for (AnnaeRequest request; (request = next_request (&stage)) != ANNAE_REQUEST_NONE;)
    do_request (&stage, request, request == ANNAE_REQUEST_TURN_LEFT ? 21.5 : 32, 16);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_LIVE);
  g_assert_false (evidence (&stage)->both_sides);
  g_assert_cmpfloat (evidence (&stage)->left, <, 1.0);
  g_assert_cmpfloat (evidence (&stage)->right, >=, 1.5);
  stage_clear (&stage);

  /* Neither turn: no movement that is left shows depth. */
  stage_init (&stage, FACE_HEAD, NULL);
  next_request (&stage);
  annae_requests_decline (stage.requests, stage.now);
  next_request (&stage);
  annae_requests_decline (stage.requests, stage.now);
  one_frame (&stage);
  g_assert_cmpint (stage.advice.id, ==, ANNAE_ADVICE_DONE);
  g_assert_true (stage.advice.speak);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_UNDECIDED);
  g_assert_cmpuint (evidence (&stage)->asked, ==, 2);
  g_assert_false (annae_requests_decline (stage.requests, stage.now));
  stage_clear (&stage);
}

/* Asked for nothing but a dot and turns: to the dot. */
static AnnaeRequestsConfig
dot_first (Stage *stage, FaceKind kind, gboolean hears_only)
{
  AnnaeRequestsConfig config;

  annae_requests_config_init (&config);
  config.can_nod = config.can_approach = FALSE;
  config.hears_only = hears_only;
  stage_init (stage, kind, &config);
  for (guint i = 0; i < 2; i++)
    do_pose (stage, pose_for (next_request (stage), 30), 5);
  g_assert_cmpint (next_request (stage), ==, ANNAE_REQUEST_FOLLOW_DOT);
  return config;
}

static void
test_dot (void)
{
  Stage stage;

  /* It waits in the middle until it has been found, then it glides, and is shown where it is. */
  dot_first (&stage, FACE_HEAD, FALSE);
  g_assert_cmpint (stage.advice.id, ==, ANNAE_ADVICE_FOLLOW_DOT);
  g_assert_cmpfloat (stage.advice.toward_x, ==, 0.0);
  for (guint i = 0; i < 60; i++)
    one_frame (&stage);
  g_assert_cmpfloat (stage.advice.toward_x, ==, 0.0);
  for (guint i = 0; i < 50; i++)
    one_frame (&stage);
  g_assert_cmpfloat (stage.advice.toward_x, >, 0.9); /* as last_of () draws */
  follow_dot (&stage, 15, 20);
  g_assert_cmpuint (evidence (&stage)->points, ==, 4);
  g_assert_cmpfloat (evidence (&stage)->dot.likeness, >, 0.8);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_LIVE);
  stage_clear (&stage);

  /* Not at all, or the other way: swapped, without penalty. */
  for (double degrees = -15; degrees <= 0; degrees += 15)
    {
      dot_first (&stage, FACE_HEAD, FALSE);
      follow_dot (&stage, degrees, 20);
      g_assert_cmpuint (evidence (&stage)->points, ==, 2);
      g_assert_cmpuint (evidence (&stage)->swapped, ==, 1);
      g_assert_cmpuint (evidence (&stage)->strayed, ==, 0);
      stage_clear (&stage);
    }

  /* A print may follow it, which says nothing about depth. */
  AnnaeRequestsConfig config;
  annae_requests_config_init (&config);
  config.can_nod = config.can_approach = FALSE;
  config.points = 2;
  stage_init (&stage, FACE_PRINT, &config);
  for (AnnaeRequest request; (request = next_request (&stage)) != ANNAE_REQUEST_NONE;)
    do_request (&stage, request, 30, 20);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), !=, ANNAE_LIVENESS_LIVE);
  stage_clear (&stage);
}

/* Who does not see the dot hears where to turn, in whole sentences, each once. */
static void
test_dot_in_words (void)
{
  static const AnnaeAdviceId words[]
      = { ANNAE_ADVICE_TURN_RIGHT, ANNAE_ADVICE_LOOK_AHEAD, ANNAE_ADVICE_TURN_RIGHT, ANNAE_ADVICE_TURN_LEFT };
  guint said = 0;
  Stage stage;

  dot_first (&stage, FACE_HEAD, TRUE);
  for (gint64 end = stage.now + ANNAE_SECONDS (40);
       stage.now < end && annae_requests_get_request (stage.requests) == ANNAE_REQUEST_FOLLOW_DOT;)
    {
      if (stage.advice.speak)
        {
          g_assert_cmpuint (said, <, G_N_ELEMENTS (words));
          g_assert_cmpint (stage.advice.id, ==, words[said]);
          said++;
        }
      stage.wants.yaw = stage.advice.id == ANNAE_ADVICE_TURN_LEFT ? 15 : stage.advice.id == ANNAE_ADVICE_TURN_RIGHT ? -15 : 0;
      one_frame (&stage);
    }
  g_assert_cmpuint (said, ==, G_N_ELEMENTS (words));
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_LIVE);
  stage_clear (&stage);
}

/* Ten degrees up are a nod as five landmarks read it, and none where a network reads them as they are. */
static void
test_true_pitch (void)
{
  for (gboolean true_pitch = FALSE; true_pitch <= TRUE; true_pitch++)
    for (AnnaeRequest nod = ANNAE_REQUEST_LOOK_UP; nod <= ANNAE_REQUEST_LOOK_DOWN; nod++)
      {
        AnnaeRequestsConfig config;
        AnnaeRequest now;
        Stage stage;

        annae_requests_config_init (&config);
        if (true_pitch)
          annae_guide_config_set_true_pitch (&config.guide);
        stage_init (&stage, FACE_HEAD, &config);
        while ((now = next_request (&stage)) != nod)
          do_pose (&stage, pose_for (now, now == ANNAE_REQUEST_TURN_RIGHT ? 30 : 0), 13);
        const guint before = evidence (&stage)->followed;
        do_pose (&stage, pose_for (nod, 10), 4);
        g_assert_cmpuint (evidence (&stage)->followed - before, ==, !true_pitch);
        if (true_pitch)
          do_pose (&stage, pose_for (nod, 16), 4);
        g_assert_cmpuint (evidence (&stage)->followed - before, ==, 1);
        stage_clear (&stage);
      }
}

/* A picture is wanted of whoever begins and follows a request. */
static void
test_moments (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD, NULL);
  g_assert_false (annae_requests_take_moment (stage.requests));
  next_request (&stage);
  g_assert_true (annae_requests_take_moment (stage.requests));
  g_assert_false (annae_requests_take_moment (stage.requests));
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_LEFT, 30), 5);
  g_assert_true (annae_requests_take_moment (stage.requests));
  /* None is left of before a break. */
  next_request (&stage);
  nobody (&stage, 2);
  g_assert_true (annae_requests_take_break (stage.requests));
  g_assert_false (annae_requests_take_moment (stage.requests));
  stage_clear (&stage);
}

/* A head on a screen does everything; what is about it is seen meanwhile, and a member of staff looks. Never is it called flat. */
static void
test_passive (void)
{
  static const struct
  {
    AnnaeMeasureId measure;
    double raw;
    AnnaePassiveFinding finding;
  } cases[] = {
    { ANNAE_MEASURE_OUTLINE, 0.9, ANNAE_PASSIVE_OUTLINE },
    { ANNAE_MEASURE_HANDS, 0.9, ANNAE_PASSIVE_HANDS },
    { ANNAE_MEASURE_PATTERN, 2.4, ANNAE_PASSIVE_PATTERN },
    { ANNAE_MEASURE_SPOOF, 0.9, ANNAE_PASSIVE_NETWORK },
    { ANNAE_MEASURE_OUTLINE, 0.3, ANNAE_PASSIVE_NOTHING },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Stage stage;

      stage_init (&stage, FACE_HEAD, NULL);
      stage.about = cases[i].measure;
      stage.about_raw = cases[i].raw;
      for (guint request = 0; request < 3; request++)
        do_pose (&stage, pose_for (next_request (&stage), 30), 5);
      g_assert_true (annae_requests_is_over (stage.requests));
      g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==,
                       cases[i].finding == ANNAE_PASSIVE_NOTHING ? ANNAE_LIVENESS_LIVE : ANNAE_LIVENESS_UNDECIDED);
      g_assert_cmpint (evidence (&stage)->passive, ==, cases[i].finding);
      g_assert_cmpuint (evidence (&stage)->followed, ==, 3);
      stage_clear (&stage);
    }
}

/* Another movement altogether: one more has to be followed, and where too few are left it is over. */
static void
test_strayed (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD, NULL);
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_TURN_LEFT);
  do_pose (&stage, pose_for (ANNAE_REQUEST_LOOK_UP, 30), 5);
  for (guint i = 0; i < 4; i++)
    {
      g_assert_false (annae_requests_is_over (stage.requests));
      do_pose (&stage, pose_for (next_request (&stage), 30), 5);
    }
  /* The turn that it was meant to be comes once more. */
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_TURN_LEFT);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_LEFT, 30), 5);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_LIVE);
  g_assert_cmpuint (evidence (&stage)->followed, ==, 5);
  stage_clear (&stage);

  stage_init (&stage, FACE_HEAD, NULL);
  for (AnnaeRequest request; (request = next_request (&stage)) != ANNAE_REQUEST_NONE;)
    do_pose (&stage, pose_for (request == ANNAE_REQUEST_LOOK_UP ? ANNAE_REQUEST_LOOK_DOWN : ANNAE_REQUEST_LOOK_UP, 30), 16);
  g_assert_cmpuint (evidence (&stage)->asked, <=, 8);
  g_assert_true (annae_requests_is_over (stage.requests));
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_UNDECIDED);
  stage_clear (&stage);
}

static double
seconds_until_swapped (const AnnaeRequestsConfig *config)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD, config);
  next_request (&stage);
  const gint64 since = stage.now;
  stage.spoken = 0;
  do_pose (&stage, (FacePose){ .distance = 600 }, 60);
  g_assert_cmpuint (evidence (&stage)->swapped, ==, 1);
  g_assert_cmpuint (stage.spoken, >=, 1); /* said again meanwhile, in other words */
  const double seconds = (stage.now - since) / 1e6;
  stage_clear (&stage);
  return seconds;
}

static void
test_time (void)
{
  AnnaeRequestsConfig config;

  annae_requests_config_init (&config);
  g_assert_cmpfloat_with_epsilon (seconds_until_swapped (&config), 15.0, 0.1);
  config.hears_only = TRUE;
  g_assert_cmpfloat_with_epsilon (seconds_until_swapped (&config), 18.0, 0.1);
  config.guide.patience = 2.0;
  g_assert_cmpfloat_with_epsilon (seconds_until_swapped (&config), 33.0, 0.1);
}

/* Nobody is asked for ever. */
static void
test_exhausted (void)
{
  Stage stage;
  AnnaeRequest request;
  guint n = 0, times[ANNAE_N_REQUESTS] = { 0 };

  stage_init (&stage, FACE_HEAD, NULL);
  while ((request = next_request (&stage)) != ANNAE_REQUEST_NONE)
    {
      do_pose (&stage, (FacePose){ .distance = 600 }, 16);
      g_assert_cmpuint (++times[request], <=, 2);
      n++;
    }
  g_assert_cmpuint (n, ==, 8); /* each once, then once more; then too few are left, and nothing is asked in vain */
  g_assert_cmpuint (evidence (&stage)->swapped, ==, 8);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_UNDECIDED);
  stage_clear (&stage);

  /* Nor is somebody waited for who never comes to rest, or never comes. */
  stage_init (&stage, FACE_HEAD, NULL);
  nobody (&stage, 35);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_UNDECIDED);
  g_assert_cmpuint (evidence (&stage)->asked, ==, 0);
  stage_clear (&stage);
}

/* Whoever glanced aside when a nod was asked for has another chance, after all others; the point that it costs stays. */
static void
test_glanced (void)
{
  Stage stage;
  AnnaeRequest request;
  guint nods = 0, glances = 0;

  stage_init (&stage, FACE_HEAD, NULL);
  while ((request = next_request (&stage)) != ANNAE_REQUEST_NONE)
    {
      if (request == ANNAE_REQUEST_LOOK_UP)
        nods++;
      if (request == ANNAE_REQUEST_LOOK_UP && nods == 1)
        {
          do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_LEFT, 30), 16);
          glances++;
        }
      else if (annae_request_is_sideways (request) || request == ANNAE_REQUEST_LOOK_UP)
        do_pose (&stage, pose_for (request, 30), 16);
      else
        do_pose (&stage, (FacePose){ .distance = 600 }, 20);
    }
  g_assert_cmpuint (glances, ==, 1);
  g_assert_cmpuint (nods, ==, 2);
  g_assert_cmpuint (evidence (&stage)->strayed, ==, 1);
  g_assert_cmpuint (evidence (&stage)->followed, ==, 3);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_UNDECIDED); /* four points would have been needed */
  stage_clear (&stage);
}

/* A smaller movement than asked for is not enough, a glance is too short. */
static void
test_too_little (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD, NULL);
  next_request (&stage);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_LEFT, 9), 8);
  g_assert_cmpuint (evidence (&stage)->followed + evidence (&stage)->swapped, ==, 0);
  stage.at.yaw = stage.wants.yaw = 30;
  for (guint i = 0; i < 6; i++)
    one_frame (&stage);
  stage.at.yaw = stage.wants.yaw = 0;
  for (guint i = 0; i < 15; i++)
    one_frame (&stage);
  g_assert_cmpuint (evidence (&stage)->followed + evidence (&stage)->swapped, ==, 0);
  stage_clear (&stage);
}

static void
test_names (void)
{
  for (AnnaeRequest r = ANNAE_REQUEST_TURN_LEFT; r < ANNAE_N_REQUESTS; r++)
    {
      g_assert_nonnull (annae_request_name (r));
      g_assert_cmpint (annae_request_advice (r), !=, ANNAE_ADVICE_NONE);
    }
  g_assert_cmpstr (annae_request_name (ANNAE_REQUEST_LOOK_DOWN), ==, "look-down");
  g_assert_cmpint (annae_request_advice (ANNAE_REQUEST_LOOK_DOWN), ==, ANNAE_ADVICE_CHIN_DOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/requests/order-is-random", test_order_is_random);
  g_test_add_func ("/requests/every-order", test_every_order);
  g_test_add_func ("/requests/profiles", test_profiles);
  g_test_add_func ("/requests/followed", test_followed);
  g_test_add_func ("/requests/each-movement", test_each_movement);
  g_test_add_func ("/requests/left-for-right-costs-nothing", test_left_for_right_costs_nothing);
  g_test_add_func ("/requests/declined", test_declined);
  g_test_add_func ("/requests/true-pitch", test_true_pitch);
  g_test_add_func ("/requests/passive", test_passive);
  g_test_add_func ("/requests/moments", test_moments);
  g_test_add_func ("/requests/strayed", test_strayed);
  g_test_add_func ("/requests/time", test_time);
  g_test_add_func ("/requests/exhausted", test_exhausted);
  g_test_add_func ("/requests/glanced", test_glanced);
  g_test_add_func ("/requests/too-little", test_too_little);
  g_test_add_func ("/requests/dot", test_dot);
  g_test_add_func ("/requests/dot-in-words", test_dot_in_words);
  g_test_add_func ("/requests/names", test_names);
  return g_test_run ();
}
