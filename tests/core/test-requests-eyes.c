/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Eyes that are closed on request, and the table of what has to come together. Time and chance are made up. */

#include "requests-testing.h"

#include "annae-requests-config.h"

/* ---- eyes alone ---- */

static AnnaeObservation
seen (double opening, gint64 time_us)
{
  AnnaeObservation o;

  annae_observation_init (&o, time_us, 640, 480);
  annae_observation_set (&o, ANNAE_MEASURE_EYES_OPEN, opening);
  return o;
}

/* For so long; returns how far it has come. */
static AnnaeEyesStage
look (AnnaeEyes *eyes, double opening, double seconds, gint64 frame_us, gint64 *now)
{
  AnnaeEyesStage stage = eyes->stage;

  for (gint64 end = *now + ANNAE_SECONDS (seconds); *now < end; *now += frame_us)
    {
      const AnnaeObservation o = seen (opening, *now);

      stage = annae_eyes_add (eyes, &o);
    }
  return stage;
}

static AnnaeEyes
rested (double usual, gint64 *now)
{
  AnnaeEyes eyes = { 0 };

  for (guint i = 0; i < 30; i++, *now += FRAME)
    {
      const AnnaeObservation o = seen (usual, *now);

      annae_eyes_add_rest (&eyes, &o);
    }
  annae_eyes_begin (&eyes);
  return eyes;
}

static void
test_closing (void)
{
  /* Thirty frames a second, and five. */
  for (gint64 frame = FRAME; frame <= ANNAE_SECONDS (0.2); frame += ANNAE_SECONDS (0.2) - FRAME)
    {
      gint64 now = 0;
      AnnaeEyes eyes = rested (OPEN, &now);

      g_assert_true (annae_eyes_can_be_read (&eyes));
      g_assert_cmpint (look (&eyes, OPEN, 1, frame, &now), ==, ANNAE_EYES_ASKED);
      g_assert_cmpfloat_with_epsilon (annae_eyes_shut (&eyes), 0.0, 0.01);
      g_assert_cmpint (look (&eyes, CLOSED, 1, frame, &now), ==, ANNAE_EYES_CLOSED);
      g_assert_cmpfloat_with_epsilon (annae_eyes_shut (&eyes), 1.0, 0.05);
      g_assert_cmpint (look (&eyes, OPEN, 1, frame, &now), ==, ANNAE_EYES_OPENED);
    }
}

/* Fifteen times a minute, for up to 0.3 s: nobody was asked for that. */
static void
test_own_blinks (void)
{
  gint64 now = 0;
  AnnaeEyes eyes = rested (OPEN, &now);

  for (guint i = 0; i < 15; i++)
    {
      g_assert_cmpint (look (&eyes, OPEN, 3.7, FRAME, &now), ==, ANNAE_EYES_ASKED);
      g_assert_cmpint (look (&eyes, CLOSED, 0.3, FRAME, &now), ==, ANNAE_EYES_ASKED);
    }
}

/* Closed when it is asked for: they have to be opened first. */
static void
test_closed_before (void)
{
  gint64 now = 0;
  AnnaeEyes eyes = rested (OPEN, &now);

  g_assert_cmpint (look (&eyes, CLOSED, 2, FRAME, &now), ==, ANNAE_EYES_ASKED);
  g_assert_cmpint (look (&eyes, OPEN, 1, FRAME, &now), ==, ANNAE_EYES_ASKED);
  g_assert_cmpint (look (&eyes, CLOSED, 1, FRAME, &now), ==, ANNAE_EYES_CLOSED);
}

/* Narrow eyes do as well as wide ones; where open is hardly told from closed nothing is said. */
static void
test_narrow (void)
{
  for (double usual = 0.08; usual < 0.4; usual += 0.04)
    {
      gint64 now = 0;
      AnnaeEyes eyes = rested (usual, &now);

      g_assert_cmpint (annae_eyes_can_be_read (&eyes), ==, usual >= 0.13);
      look (&eyes, usual, 1, FRAME, &now);
      look (&eyes, CLOSED, 1, FRAME, &now);
      g_assert_cmpint (look (&eyes, usual, 1, FRAME, &now), ==, usual >= 0.13 ? ANNAE_EYES_OPENED : ANNAE_EYES_ASKED);
    }
}

/* The reader's errors, ten times a second for an hour: eyes that stay open are never taken for closed. */
static void
test_noise (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  gint64 now = 0;
  AnnaeEyes eyes = rested (0.2, &now);

  for (guint i = 0; i < 36000; i++, now += ANNAE_SECONDS (0.1))
    {
      double sum = 0.0;

      for (guint n = 0; n < 12; n++)
        sum += g_rand_double (rand) - 0.5;
      const AnnaeObservation o = seen (MAX (0.2 + 0.034 * sum, 0.0), now);
      g_assert_cmpint (annae_eyes_add (&eyes, &o), ==, ANNAE_EYES_ASKED);
    }
}

static void
test_strange (void)
{
  gint64 now = 0;
  AnnaeEyes empty = { 0 }, eyes = rested (OPEN, &now);
  AnnaeObservation o = seen (NAN, now);

  annae_eyes_add_rest (&empty, &o);
  g_assert_false (annae_eyes_can_be_read (&empty));
  g_assert_cmpint (annae_eyes_add (&empty, &o), ==, ANNAE_EYES_ASKED);
  g_assert_cmpfloat (annae_eyes_shut (&empty), ==, 0.0);

  /* Frames in which they are not seen change nothing. */
  look (&eyes, OPEN, 1, FRAME, &now);
  look (&eyes, CLOSED, 1, FRAME, &now);
  g_assert_cmpint (look (&eyes, NAN, 5, FRAME, &now), ==, ANNAE_EYES_CLOSED);
  g_assert_cmpint (look (&eyes, INFINITY, 1, FRAME, &now), ==, ANNAE_EYES_CLOSED);
  o = seen (CLOSED, now);
  o.measures[ANNAE_MEASURE_EYES_OPEN].raw = NAN;
  g_assert_cmpint (annae_eyes_add (&eyes, &o), ==, ANNAE_EYES_CLOSED);
}

/* ---- as a request ---- */

static void
test_followed (void)
{
  Stage stage;

  eyes_first (&stage, FACE_HEAD);
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_CLOSE_EYES);
  g_assert_cmpint (stage.advice.id, ==, ANNAE_ADVICE_CLOSE_EYES);
  g_assert_true (stage.advice.speak);
  keep_eyes (&stage, OPEN, 0.5);
  /* A voice says when to open them: no picture is seen. */
  stage.spoken = 0;
  keep_eyes (&stage, CLOSED, 0.6);
  g_assert_cmpint (stage.advice.id, ==, ANNAE_ADVICE_OPEN_EYES);
  g_assert_cmpuint (stage.spoken, ==, 1);
  keep_eyes (&stage, OPEN, 1);
  g_assert_true (evidence (&stage)->eyes);
  g_assert_cmpuint (evidence (&stage)->points, ==, 1);
  g_assert_cmpuint (evidence (&stage)->other, ==, 0);

  /* One turn and a nod with it. */
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_TURN_LEFT);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_LEFT, 30), 5);
  g_assert_cmpint (next_request (&stage), ==, ANNAE_REQUEST_LOOK_UP);
  do_pose (&stage, pose_for (ANNAE_REQUEST_LOOK_UP, 30), 5);
  g_assert_true (evidence (&stage)->nod);
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_LIVE);
  g_assert_cmpuint (evidence (&stage)->asked, ==, 3);

  /* Nothing of these eyes is left for whoever comes. */
  annae_requests_reset (stage.requests, NULL, stage.now);
  g_assert_false (evidence (&stage)->eyes);
  g_assert_false (evidence (&stage)->reader);
  stage_clear (&stage);
}

/* Not done: swapped without penalty, said again in other words meanwhile. Something else is a movement that was not asked for. */
static void
test_not_done (void)
{
  Stage stage;

  eyes_first (&stage, FACE_HEAD);
  next_request (&stage);
  keep_eyes (&stage, OPEN, 6);
  g_assert_cmpuint (stage.advice.wording, ==, 1);
  keep_eyes (&stage, OPEN, 16);
  g_assert_cmpuint (evidence (&stage)->swapped, ==, 1);
  g_assert_cmpuint (evidence (&stage)->strayed, ==, 0);
  g_assert_false (evidence (&stage)->eyes);
  stage_clear (&stage);

  eyes_first (&stage, FACE_HEAD);
  next_request (&stage);
  do_pose (&stage, pose_for (ANNAE_REQUEST_TURN_LEFT, 30), 5);
  g_assert_cmpuint (evidence (&stage)->strayed, ==, 1);
  stage_clear (&stage);

  eyes_first (&stage, FACE_HEAD);
  next_request (&stage);
  g_assert_true (annae_requests_decline (stage.requests, stage.now));
  g_assert_cmpuint (evidence (&stage)->declined, ==, 1);
  g_assert_false (annae_requests_is_over (stage.requests));
  stage_clear (&stage);
}

/* Hooded lids, dark glasses, a pack that does not read them: not asked, and nothing is lost. */
static void
test_unreadable (void)
{
  for (guint i = 0; i < 2; i++)
    {
      Stage stage;

      eyes_first (&stage, FACE_HEAD);
      stage.eyes = i == 0 ? 0.1 : 0.0;
      for (AnnaeRequest request; (request = next_request (&stage)) != ANNAE_REQUEST_NONE;)
        {
          g_assert_cmpint (request, !=, ANNAE_REQUEST_CLOSE_EYES);
          do_request (&stage, request, 30, 16);
        }
      g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_LIVE);
      g_assert_true (evidence (&stage)->nod);
      g_assert_cmpuint (evidence (&stage)->swapped, ==, 0);
      stage_clear (&stage);
    }
}

/* Whoever was before the camera is gone: the eyes that come are others. */
static void
test_break (void)
{
  Stage stage;

  eyes_first (&stage, FACE_HEAD);
  next_request (&stage);
  keep_eyes (&stage, OPEN, 0.5);
  keep_eyes (&stage, CLOSED, 0.6);
  keep_eyes (&stage, OPEN, 1);
  g_assert_true (evidence (&stage)->eyes);
  nobody (&stage, 2);
  g_assert_false (evidence (&stage)->eyes);
  g_assert_cmpuint (evidence (&stage)->points, ==, 0);
  stage_clear (&stage);
}

/* A flat print with holes for the eyes of whoever holds it: they close when asked to, and there is no depth. */
static void
test_holes (void)
{
  Stage stage;

  eyes_first (&stage, FACE_PRINT);
  for (AnnaeRequest request; (request = next_request (&stage)) != ANNAE_REQUEST_NONE;)
    {
      if (request == ANNAE_REQUEST_CLOSE_EYES)
        {
          keep_eyes (&stage, OPEN, 0.5);
          keep_eyes (&stage, CLOSED, 0.6);
          keep_eyes (&stage, OPEN, 1);
          g_assert_true (evidence (&stage)->eyes);
        }
      else
        do_request (&stage, request, 20, 16);
    }
  g_assert_true (evidence (&stage)->nod); /* as if paper could deceive whoever reads angles */
  g_assert_cmpint (annae_requests_get_liveness (stage.requests), ==, ANNAE_LIVENESS_UNDECIDED);
  stage_clear (&stage);
}

/* A print with holes, bent so well that its landmarks have a head's depth: its pixels have no nose. */
static void
test_bent (void)
{
  for (double relief = -0.12; relief < 0.045; relief += 0.03)
    g_assert_cmpint (do_all (relief, 30, NULL), ==, ANNAE_LIVENESS_UNDECIDED);
  /* Nothing could be followed in the pixels: somebody looks. */
  g_assert_cmpint (do_all (0.0, 30, NULL), ==, ANNAE_LIVENESS_UNDECIDED);
  /* Spectacles stand out with the nose: the landmarks have to show the rest. */
  g_assert_cmpint (do_all (0.085, 30, NULL), ==, ANNAE_LIVENESS_LIVE);
  g_assert_cmpint (do_all (0.22, 30, NULL), ==, ANNAE_LIVENESS_LIVE);
}

/* Eyes, one turn and one nod come first, in any order. */
static void
test_order (void)
{
  guint first[ANNAE_N_REQUESTS] = { 0 };
  AnnaeRequestsConfig config;

  annae_requests_config_init (&config);
  config.can_close_eyes = TRUE;
  annae_guide_config_set_true_pitch (&config.guide);
  for (guint i = 0; i < 1000; i++)
    {
      AnnaeRequestPlan plan;
      guint asked = 0;

      annae_requests_plan (&config, &plan, NULL, NULL);
      g_assert_cmpuint (plan.n, ==, 7);
      for (guint n = 0; n < 7; n++)
        asked |= ANNAE_REQUEST_BIT (plan.order[n]);
      g_assert_cmpuint (asked, ==, ANNAE_REQUEST_TURNS | ANNAE_REQUEST_OTHERS | ANNAE_REQUEST_BIT (ANNAE_REQUEST_CLOSE_EYES));
      asked = 0;
      for (guint n = 0; n < 3; n++)
        asked |= ANNAE_REQUEST_BIT (plan.order[n]);
      g_assert_true (asked & ANNAE_REQUEST_BIT (ANNAE_REQUEST_CLOSE_EYES));
      g_assert_true (asked & ANNAE_REQUEST_TURNS);
      g_assert_true (asked & ANNAE_REQUEST_NODS);
      first[plan.order[0]]++;
    }
  g_assert_cmpuint (first[ANNAE_REQUEST_CLOSE_EYES], >, 258);
  g_assert_cmpuint (first[ANNAE_REQUEST_CLOSE_EYES], <, 408);
  for (AnnaeRequest r = ANNAE_REQUEST_TURN_LEFT; r <= ANNAE_REQUEST_LOOK_DOWN; r++)
    {
      g_assert_cmpuint (first[r], >, 107);
      g_assert_cmpuint (first[r], <, 226);
    }
}

/* ---- the table ---- */

/* Columns: nothing; the dot 0.9, 1.2; one side 0.9, 1.1, 1.6; both sides. y: enough. */
static const struct
{
  double relief; /* 0: a pack without a reader */
  gboolean eyes, nod;
  const char *cells;
} table[] = {
  { 0.00, FALSE, FALSE, "nnnnnyy" },
  { 0.025, FALSE, FALSE, "nnnnnnn" },
  { 0.025, FALSE, TRUE, "nnnnnnn" },
  { 0.025, TRUE, FALSE, "nnnnnnn" },
  { 0.025, TRUE, TRUE, "nnnnnnn" },
  { 0.06, FALSE, FALSE, "nnnnnnn" },
  { 0.06, FALSE, TRUE, "nnnnnyy" },
  { 0.06, TRUE, FALSE, "nnynnyy" },
  { 0.06, TRUE, TRUE, "nnynnyy" },
  { 0.08, FALSE, TRUE, "nnnnnyy" },
  { 0.08, TRUE, FALSE, "yyyyyyy" },
  { 0.08, TRUE, TRUE, "yyyyyyy" },
  { 0.12, FALSE, FALSE, "nnnnnnn" },
  { 0.12, FALSE, TRUE, "yyyyyyy" },
  { 0.12, TRUE, FALSE, "yyyyyyy" },
  { 0.12, TRUE, TRUE, "yyyyyyy" },
};

static void
test_every_cell (void)
{
  for (gsize row = 0; row < G_N_ELEMENTS (table); row++)
    for (guint column = 0; column < 7; column++)
      for (guint points = 0; points <= 4; points++)
        for (guint other = 0; other <= MIN (points, 1); other++)
          {
            const gboolean deep = table[row].cells[column] == 'y';
            AnnaeRequestsEvidence e = { .reader = table[row].relief > 0.0, .eyes = table[row].eyes,
                                        .nod = table[row].nod, .relief = table[row].relief,
                                        .points = points, .other = other };

            e.dot = (AnnaeDotMatch){ .likeness = 0.95, .degrees = 4.0, .moved = column == 1 ? 0.030 : column == 2 ? 0.040 : 0.0 };
            e.right = column == 3 ? 0.9 : column == 4 ? 1.1 : column == 5 ? 1.6 : column == 6 ? 1.0 : 0.2;
            e.left = column == 6 ? 1.0 : 0.1;
            e.with_depth = column == 6 ? 2 : column >= 4;
            e.both_sides = column == 6;
            g_assert_cmpint (annae_requests_evidence_has_depth (&e), ==, deep);
            g_assert_cmpint (annae_requests_evidence_is_enough (&e, 3), ==, deep && points >= 3 && other > 0);
            g_assert_cmpint (annae_requests_evidence_is_enough (&e, 4), ==, deep && points >= 4 && other > 0);

            /* Nothing left: it is enough, or nothing helps; and what is enough asks for nothing. */
            const AnnaeRequestPlan none = { 0 };
            g_assert_cmpuint (annae_requests_useful (&e, &none, 3), ==, 0);
          }
}

static void
test_useful (void)
{
  const guint eyes = ANNAE_REQUEST_BIT (ANNAE_REQUEST_CLOSE_EYES), dot = ANNAE_REQUEST_BIT (ANNAE_REQUEST_FOLLOW_DOT);
  AnnaeRequestsEvidence e = { .reader = TRUE };
  AnnaeRequestPlan plan = { 0 };

  annae_request_plan_add (&plan, ANNAE_REQUEST_COME_CLOSER);
  annae_request_plan_add (&plan, ANNAE_REQUEST_FOLLOW_DOT);
  annae_request_plan_add (&plan, ANNAE_REQUEST_CLOSE_EYES);

  /* A stiff neck: eyes and a dot are enough. Without the eyes nothing is. */
  g_assert_cmpuint (annae_requests_useful (&e, &plan, 3), ==, ~0u);
  annae_request_plan_drop (&plan, ANNAE_REQUEST_CLOSE_EYES);
  g_assert_cmpuint (annae_requests_useful (&e, &plan, 3), ==, 0);
  e.eyes = TRUE;
  e.points = 1;
  g_assert_cmpuint (annae_requests_useful (&e, &plan, 3), ==, ~0u);

  /* Points there are, and depth is missing: coming closer shows none. */
  e.points = 3;
  e.other = 1;
  g_assert_cmpuint (annae_requests_useful (&e, &plan, 3) & (dot | ANNAE_REQUEST_BIT (ANNAE_REQUEST_COME_CLOSER)), ==, dot);
  g_assert_cmpint (annae_request_plan_take (&plan, annae_requests_useful (&e, &plan, 3)), ==, ANNAE_REQUEST_FOLLOW_DOT);

  /* Two turns and eyes: something else is missing, whatever it is. */
  e = (AnnaeRequestsEvidence){ .reader = TRUE, .eyes = TRUE, .relief = 0.2, .points = 3 };
  g_assert_cmpuint (annae_requests_useful (&e, &plan, 3), ==, ANNAE_REQUEST_OTHERS);
  g_assert_cmpint (annae_request_plan_take (&plan, ANNAE_REQUEST_OTHERS), ==, ANNAE_REQUEST_COME_CLOSER);
  g_assert_cmpuint (annae_requests_useful (&e, &plan, 3), ==, 0);

  /* Only depth is missing, of whoever has not closed their eyes yet. */
  e = (AnnaeRequestsEvidence){ .reader = TRUE, .relief = 0.2, .right = 1.0, .with_depth = 1, .points = 3, .other = 2 };
  annae_request_plan_add (&plan, ANNAE_REQUEST_CLOSE_EYES);
  g_assert_true (annae_requests_useful (&e, &plan, 3) & eyes);
  g_assert_cmpint (annae_request_plan_take (&plan, annae_requests_useful (&e, &plan, 3)), ==, ANNAE_REQUEST_CLOSE_EYES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eyes/closing", test_closing);
  g_test_add_func ("/eyes/own-blinks", test_own_blinks);
  g_test_add_func ("/eyes/closed-before", test_closed_before);
  g_test_add_func ("/eyes/narrow", test_narrow);
  g_test_add_func ("/eyes/noise", test_noise);
  g_test_add_func ("/eyes/strange", test_strange);
  g_test_add_func ("/requests-eyes/followed", test_followed);
  g_test_add_func ("/requests-eyes/not-done", test_not_done);
  g_test_add_func ("/requests-eyes/unreadable", test_unreadable);
  g_test_add_func ("/requests-eyes/break", test_break);
  g_test_add_func ("/requests-eyes/holes", test_holes);
  g_test_add_func ("/requests-eyes/bent", test_bent);
  g_test_add_func ("/requests-eyes/order", test_order);
  g_test_add_func ("/requests-eyes/every-cell", test_every_cell);
  g_test_add_func ("/requests-eyes/useful", test_useful);
  return g_test_run ();
}
