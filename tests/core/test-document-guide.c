/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The guide for a document before the camera, with made-up time. */

#include <math.h>

#include "annae-document-guide.h"

#define FRAME (ANNAE_SECONDS (1) / 30)

/* A card of 360x227 px in the middle of 640x480. */
static AnnaeDocumentView
good_card (void)
{
  return (AnnaeDocumentView){
    .found = TRUE,
    .corners = { { 140, 127 }, { 500, 127 }, { 500, 354 }, { 140, 354 } },
    .has_corners = TRUE,
    .has_portrait = TRUE,
    .place = { 0.2f, 0.5f },
    .inter_eye = 40.0,
    .sharpness = 1.0,
    .glare = 0.0,
    .brightness = 0.5,
    .tilt = 3.0,
    .width_share = 360.0 / 640.0,
  };
}

typedef struct
{
  AnnaeDocumentGuide *guide;
  AnnaeAdvice advice;
  gint64 now;
  guint spoken;
} Run;

static double
see_for (Run *run, const AnnaeDocumentView *view, double seconds, AnnaeAdviceId until)
{
  const gint64 start = run->now;

  while (run->now - start < ANNAE_SECONDS (seconds))
    {
      annae_document_guide_observe (run->guide, view, run->now, &run->advice);
      run->spoken += run->advice.speak;
      run->now += FRAME;
      if (until != ANNAE_ADVICE_NONE && run->advice.id == until)
        return (double) (run->now - FRAME - start) / 1e6;
    }
  return -1.0;
}

static void
test_good (void)
{
  AnnaeDocumentView card = good_card ();
  AnnaeDocumentView none = { 0 };
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
  Run run = { .guide = guide };
  double quality;

  g_assert_cmpfloat_with_epsilon (see_for (&run, &none, 3.0, ANNAE_ADVICE_CARD_SHOW), 1.5, 0.05);
  g_assert_true (run.advice.speak);
  g_assert_cmpfloat_with_epsilon (see_for (&run, &card, 3.0, ANNAE_ADVICE_CARD_HOLD), 0.0, 0.05);
  /* One look alone is no agreement. */
  g_assert_false (annae_document_guide_get_candidate (guide, &quality));
  see_for (&run, &card, 0.03, ANNAE_ADVICE_NONE);
  g_assert_true (annae_document_guide_get_candidate (guide, &quality));
  g_assert_cmpfloat_with_epsilon (quality, annae_measure_score (ANNAE_MEASURE_INTER_EYE, 40.0), 1e-9);
  g_assert_cmpfloat_with_epsilon (see_for (&run, &card, 3.0, ANNAE_ADVICE_CARD_DONE), 0.4, 0.1);
  see_for (&run, &none, 3.0, ANNAE_ADVICE_NONE);
  g_assert_cmpint (run.advice.id, ==, ANNAE_ADVICE_CARD_DONE);
  g_assert_cmpuint (run.spoken, ==, 3);
  annae_document_guide_reset (guide, run.now);
  see_for (&run, &none, 2.0, ANNAE_ADVICE_NONE);
  g_assert_cmpint (run.advice.id, ==, ANNAE_ADVICE_CARD_SHOW);
}

static void
test_rows (void)
{
  AnnaeDocumentView small = good_card ();
  AnnaeDocumentView small_bare = good_card ();
  AnnaeDocumentView fine_bare = good_card ();
  AnnaeDocumentView burnt_bare = good_card ();
  AnnaeDocumentView near = good_card ();
  AnnaeDocumentView right = good_card ();
  AnnaeDocumentView low = good_card ();
  AnnaeDocumentView tilted = good_card ();
  AnnaeDocumentView glare = good_card ();
  AnnaeDocumentView dark = good_card ();
  AnnaeDocumentView covered = good_card ();

  small.inter_eye = 18.0;
  small_bare.has_portrait = FALSE;
  small_bare.width_share = 0.3;
  small_bare.corners[1].x = small_bare.corners[2].x = 332;
  /* The same share of a picture three times as fine is near enough. */
  fine_bare.has_portrait = FALSE;
  fine_bare.width_share = 0.3;
  fine_bare.corners[1].x = fine_bare.corners[2].x = 140 + 576;
  burnt_bare.has_portrait = FALSE;
  burnt_bare.glare = 0.2;
  near.width_share = 0.98;
  right.offset_x = 0.3;
  low.offset_y = 0.3;
  tilted.tilt = 40.0;
  glare.glare = 0.2;
  dark.brightness = 0.08;
  covered.has_portrait = FALSE;

  const struct
  {
    AnnaeDocumentView *view;
    AnnaeAdviceId advice;
    double dwell;
    double x;
    double y;
  } cases[] = {
    { &small, ANNAE_ADVICE_CARD_CLOSER, 0.4, 0, 0 },     { &small_bare, ANNAE_ADVICE_CARD_CLOSER, 0.4, 0, 0 },
    { &near, ANNAE_ADVICE_CARD_BACK, 0.4, 0, 0 },        { &right, ANNAE_ADVICE_CARD_CENTRE, 0.4, 1, 0 },
    { &low, ANNAE_ADVICE_CARD_CENTRE, 0.4, 0, 1 },       { &tilted, ANNAE_ADVICE_CARD_FLATTER, 0.6, 0, 0 },
    { &glare, ANNAE_ADVICE_CARD_GLARE, 0.5, 0, 0 },      { &dark, ANNAE_ADVICE_CARD_LIGHT, 1.0, 0, 0 },
    { &covered, ANNAE_ADVICE_CARD_PORTRAIT, 1.0, 0, 0 },  { &fine_bare, ANNAE_ADVICE_CARD_PORTRAIT, 1.0, 0, 0 },
    { &burnt_bare, ANNAE_ADVICE_CARD_GLARE, 0.5, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
      Run run = { .guide = guide };
      double took = see_for (&run, cases[i].view, 3.0, cases[i].advice);

      g_test_message ("%s", annae_advice_name (cases[i].advice));
      g_assert_cmpfloat_with_epsilon (took, cases[i].dwell, 0.05);
      g_assert_cmpfloat (run.advice.toward_x, ==, cases[i].x);
      g_assert_cmpfloat (run.advice.toward_y, ==, cases[i].y);
      g_assert_false (annae_document_guide_get_candidate (guide, NULL));
    }

  /* All at once: from the top. */
  AnnaeDocumentView all = small;
  all.offset_x = -0.3;
  all.tilt = 40.0;
  all.glare = 0.3;
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
  Run run = { .guide = guide };
  see_for (&run, &all, 2.0, ANNAE_ADVICE_NONE);
  g_assert_cmpint (run.advice.id, ==, ANNAE_ADVICE_CARD_CLOSER);
  all.inter_eye = 40.0;
  see_for (&run, &all, 2.0, ANNAE_ADVICE_NONE);
  g_assert_cmpint (run.advice.id, ==, ANNAE_ADVICE_CARD_CENTRE);
  g_assert_cmpfloat (run.advice.toward_x, ==, -1.0);
  all.offset_x = 0.0;
  see_for (&run, &all, 2.0, ANNAE_ADVICE_NONE);
  g_assert_cmpint (run.advice.id, ==, ANNAE_ADVICE_CARD_FLATTER);
  all.tilt = 0.0;
  see_for (&run, &all, 2.0, ANNAE_ADVICE_NONE);
  g_assert_cmpint (run.advice.id, ==, ANNAE_ADVICE_CARD_GLARE);
}

static void
test_blur (void)
{
  AnnaeDocumentView good = good_card ();
  AnnaeDocumentView shaken = good_card ();
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
  Run run = { .guide = guide };

  shaken.sharpness = 0.2;
  see_for (&run, &good, 0.3, ANNAE_ADVICE_NONE);
  g_assert_cmpfloat (see_for (&run, &shaken, 3.0, ANNAE_ADVICE_CARD_STILL), >, 0.7);
  g_assert_cmpfloat (see_for (&run, &good, 3.0, ANNAE_ADVICE_CARD_DONE), >, 0.0);
}

/* A bare portrait (or a card that fills the picture) has no corners: nothing about them blocks. */
static void
test_no_corners (void)
{
  AnnaeDocumentView bare = good_card ();
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
  Run run = { .guide = guide };

  bare.has_corners = FALSE;
  bare.width_share = 2.0;
  bare.tilt = 80.0;
  g_assert_cmpfloat (see_for (&run, &bare, 3.0, ANNAE_ADVICE_CARD_DONE), >, 0.0);
}

/* What may be no face is spoken of, but never taken. */
static void
test_doubtful (void)
{
  AnnaeDocumentView doubtful = good_card ();
  AnnaeDocumentView burnt = good_card ();
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
  Run run = { .guide = guide };

  doubtful.doubtful = burnt.doubtful = TRUE;
  burnt.glare = 0.3;
  g_assert_cmpfloat (see_for (&run, &burnt, 3.0, ANNAE_ADVICE_CARD_GLARE), >, 0.0);
  g_assert_cmpfloat (see_for (&run, &doubtful, 10.0, ANNAE_ADVICE_CARD_PORTRAIT), >, 0.0);
  g_assert_cmpfloat (see_for (&run, &doubtful, 10.0, ANNAE_ADVICE_CARD_DONE), <, 0.0);
  g_assert_false (annae_document_guide_get_candidate (guide, NULL));
}

/* Looks must agree whose face it is: hair that passes for the portrait now and then is no candidate and costs nothing.
 */
static void
test_agreement (void)
{
  AnnaeDocumentView card = good_card ();
  AnnaeDocumentView hair = good_card ();
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
  AnnaeAdvice advice;
  guint looks = 0;

  hair.place.y = 0.05f;
  hair.inter_eye = 80.0;
  do
    {
      const gboolean is_hair = looks % 4 == 2;

      annae_document_guide_observe (guide, is_hair ? &hair : &card, looks * ANNAE_SECONDS (0.1), &advice);
      g_assert_true (annae_document_guide_get_candidate (guide, NULL) == (looks > 0 && !is_hair));
      g_assert_false (annae_document_guide_is_another (guide));
      looks++;
    }
  while (advice.id != ANNAE_ADVICE_CARD_DONE && looks < 40);
  g_assert_cmpuint (looks, <=, 10);
}

/* As often the one as the other is not taken at all; and what was kept before another face came to be agreed on is
 * dropped. */
static void
test_another (void)
{
  AnnaeDocumentView card = good_card ();
  AnnaeDocumentView other = good_card ();
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
  AnnaeAdvice advice;
  gint64 now = 0;
  guint n_another = 0;

  other.place.x = 0.8f;
  for (guint i = 0; i < 60; i++, now += ANNAE_SECONDS (0.1))
    {
      annae_document_guide_observe (guide, i % 2 == 0 ? &card : &other, now, &advice);
      g_assert_false (annae_document_guide_get_candidate (guide, NULL));
      g_assert_cmpint (advice.id, !=, ANNAE_ADVICE_CARD_DONE);
    }
  annae_document_guide_reset (guide, now);
  for (guint i = 0; i < 3; i++, now += ANNAE_SECONDS (0.1))
    annae_document_guide_observe (guide, &card, now, &advice);
  g_assert_true (annae_document_guide_get_candidate (guide, NULL));
  for (guint i = 0; i < 30 && advice.id != ANNAE_ADVICE_CARD_DONE; i++, now += ANNAE_SECONDS (0.1))
    {
      annae_document_guide_observe (guide, &other, now, &advice);
      if (annae_document_guide_is_another (guide))
        n_another++;
      g_assert_true (n_another > 0 || !annae_document_guide_get_candidate (guide, NULL));
    }
  g_assert_cmpint (advice.id, ==, ANNAE_ADVICE_CARD_DONE);
  g_assert_cmpuint (n_another, ==, 1);
}

/* Ten looks a second, of which each third shows view and the others what is between; returns those until CARD_DONE. */
static guint
look_thirds (const AnnaeDocumentView *view, const AnnaeDocumentView *between, AnnaeAdviceId never)
{
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
  AnnaeAdvice advice = { 0 };
  guint looks = 0;

  for (; looks < 60 && advice.id != ANNAE_ADVICE_CARD_DONE; looks++)
    {
      annae_document_guide_observe (guide, looks % 3 == 0 ? view : between, looks * ANNAE_SECONDS (0.1), &advice);
      g_assert_cmpint (advice.id, !=, never);
      g_assert_true (looks % 3 == 0 || !annae_document_guide_get_candidate (guide, NULL));
    }
  return looks;
}

/* A lamp flashes over a card in a trembling hand: what is seen now and then is enough. Hair that passes for a portrait meanwhile, sharper and
 * on an outline that is no card's, spoils nothing. */
static void
test_flashes (void)
{
  AnnaeDocumentView card = good_card ();
  AnnaeDocumentView none = { 0 };
  AnnaeDocumentView hair = good_card ();

  hair.doubtful = TRUE;
  hair.tilt = 44.0;
  hair.inter_eye = 15.0;
  hair.sharpness = 2.5;
  g_assert_cmpuint (look_thirds (&card, &none, ANNAE_ADVICE_CARD_SHOW), <=, 16);
  g_assert_cmpuint (look_thirds (&card, &hair, ANNAE_ADVICE_CARD_FLATTER), <=, 16);
}

/* A card that comes up passes the bound once: only who has been asked to come closer is to come a little further than it. */
static void
test_on_the_way (void)
{
  AnnaeDocumentView card = good_card ();
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
  Run run = { .guide = guide };

  card.inter_eye = 17.0;
  see_for (&run, &card, 0.2, ANNAE_ADVICE_NONE);
  card.inter_eye = 20.3;
  g_assert_cmpfloat (see_for (&run, &card, 3.0, ANNAE_ADVICE_CARD_DONE), <, 1.0);

  annae_document_guide_reset (guide, run.now);
  card.inter_eye = 17.0;
  g_assert_cmpfloat (see_for (&run, &card, 3.0, ANNAE_ADVICE_CARD_CLOSER), >, 0.0);
  card.inter_eye = 20.3;
  g_assert_cmpfloat (see_for (&run, &card, 3.0, ANNAE_ADVICE_CARD_DONE), <, 0.0);
  card.inter_eye = 20.7;
  g_assert_cmpfloat (see_for (&run, &card, 3.0, ANNAE_ADVICE_CARD_DONE), >, 0.0);
}

/* What comes after two seconds without any card may be another one: nothing kept of the one before is taken for it. */
static void
test_next_card (void)
{
  AnnaeDocumentView card = good_card ();
  AnnaeDocumentView none = { 0 };
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
  Run run = { .guide = guide };

  see_for (&run, &card, 0.3, ANNAE_ADVICE_NONE);
  g_assert_true (annae_document_guide_get_candidate (guide, NULL));
  g_assert_false (annae_document_guide_is_another (guide));
  see_for (&run, &none, 0.5, ANNAE_ADVICE_NONE);
  see_for (&run, &card, 0.05, ANNAE_ADVICE_NONE);
  g_assert_false (annae_document_guide_is_another (guide));
  see_for (&run, &none, 2.0, ANNAE_ADVICE_NONE);
  while (!annae_document_guide_get_candidate (guide, NULL))
    see_for (&run, &card, 0.03, ANNAE_ADVICE_NONE);
  g_assert_true (annae_document_guide_is_another (guide));
  see_for (&run, &card, 0.03, ANNAE_ADVICE_NONE);
  g_assert_false (annae_document_guide_is_another (guide));
  g_assert_cmpfloat_with_epsilon (see_for (&run, &card, 3.0, ANNAE_ADVICE_CARD_DONE), 0.35, 0.1);
}

/* A card whose other side is shown is asked to be turned, and what comes after it may be another one. */
static void
test_turned_over (void)
{
  AnnaeDocumentView card = good_card ();
  AnnaeDocumentView back = good_card ();
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
  Run run = { .guide = guide };

  back.has_portrait = FALSE;
  see_for (&run, &card, 0.3, ANNAE_ADVICE_NONE);
  g_assert_true (annae_document_guide_get_candidate (guide, NULL));
  see_for (&run, &back, 0.5, ANNAE_ADVICE_NONE);
  see_for (&run, &card, 0.05, ANNAE_ADVICE_NONE);
  g_assert_false (annae_document_guide_is_another (guide));
  g_assert_cmpfloat (see_for (&run, &back, 3.0, ANNAE_ADVICE_CARD_PORTRAIT), <, 1.7);
  see_for (&run, &back, 2.0, ANNAE_ADVICE_NONE);
  while (!annae_document_guide_get_candidate (guide, NULL))
    see_for (&run, &card, 0.03, ANNAE_ADVICE_NONE);
  g_assert_true (annae_document_guide_is_another (guide));
}

/* A ghost of 17 px that is seen now and then on a large card, the portrait of which is burnt out, is as small as it is. */
static void
test_small_between (void)
{
  AnnaeDocumentView bare = good_card ();
  AnnaeDocumentView ghost = good_card ();
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
  Run run = { .guide = guide };

  bare.has_portrait = FALSE;
  bare.corners[1].x = bare.corners[2].x = bare.corners[0].x + 600.0f;
  ghost.inter_eye = 17.0;
  for (guint i = 0; i < 200; i++)
    {
      see_for (&run, i % 3 == 0 ? &bare : &ghost, 0.1, ANNAE_ADVICE_NONE);
      g_assert_false (annae_document_guide_get_candidate (guide, NULL));
    }
}

/* Nothing is seen of a card's other side at times: who is asked for a card in vain is asked for the side with the photo. */
static void
test_other_side (void)
{
  AnnaeDocumentView card = good_card ();
  AnnaeDocumentView none = { 0 };
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();
  Run run = { .guide = guide };

  g_assert_cmpfloat_with_epsilon (see_for (&run, &none, 4.0, ANNAE_ADVICE_CARD_SHOW), 1.5, 0.05);
  g_assert_cmpfloat_with_epsilon (see_for (&run, &none, 8.0, ANNAE_ADVICE_CARD_PORTRAIT), 5.0, 0.1);
  g_assert_true (run.advice.speak);
  g_assert_cmpfloat_with_epsilon (see_for (&run, &none, 8.0, ANNAE_ADVICE_CARD_SHOW), 5.0, 0.1);
  g_assert_cmpuint (run.spoken, ==, 3);
  g_assert_cmpfloat (see_for (&run, &card, 2.0, ANNAE_ADVICE_CARD_DONE), >, 0.0);
}

static double
any (GRand *rand)
{
  const double odd[] = { NAN, INFINITY, -INFINITY, 1e300, -1e300, 0.0 };
  int i = g_rand_int_range (rand, 0, 12);

  return i < (int) G_N_ELEMENTS (odd) ? odd[i] : g_rand_double_range (rand, -3.0, 3.0);
}

static void
test_nonsense (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autoptr (AnnaeDocumentGuide) guide = annae_document_guide_new ();

  for (guint s = 0; s < 2000; s++)
    {
      gint64 now = (gint64) g_rand_int (rand) - G_MAXINT32;
      AnnaeAdvice advice;
      double quality;

      annae_document_guide_reset (guide, now);
      for (guint i = 0; i < 40; i++)
        {
          AnnaeDocumentView v = {
            .found = g_rand_boolean (rand),
            .has_corners = g_rand_boolean (rand),
            .has_portrait = g_rand_boolean (rand),
            .doubtful = g_rand_boolean (rand),
            .place = { (float) any (rand), (float) any (rand) },
            .inter_eye = any (rand) * 30.0,
            .sharpness = any (rand),
            .glare = any (rand),
            .brightness = any (rand),
            .tilt = any (rand) * 30.0,
            .width_share = any (rand),
            .offset_x = any (rand),
            .offset_y = any (rand),
          };
          for (guint c = 0; c < 4; c++)
            v.corners[c] = (AnnaePoint){ (float) (any (rand) * 200.0), (float) (any (rand) * 200.0) };
          annae_document_guide_observe (guide, &v, now, &advice);
          g_assert_true (advice.id == ANNAE_ADVICE_NONE
                         || (advice.id >= ANNAE_ADVICE_CARD_SHOW && advice.id <= ANNAE_ADVICE_CARD_DONE));
          g_assert_true (advice.error >= 0.0 && advice.error <= 1.0);
          g_assert_true (advice.progress >= 0.0 && advice.progress <= 1.0);
          g_assert_true (isfinite (advice.raw));
          annae_document_guide_get_candidate (guide, &quality);
          g_assert_true (quality >= 0.0 && quality <= 100.0);
          now += g_rand_int_range (rand, 0, 100000);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-guide/good", test_good);
  g_test_add_func ("/document-guide/rows", test_rows);
  g_test_add_func ("/document-guide/blur", test_blur);
  g_test_add_func ("/document-guide/no-corners", test_no_corners);
  g_test_add_func ("/document-guide/doubtful", test_doubtful);
  g_test_add_func ("/document-guide/agreement", test_agreement);
  g_test_add_func ("/document-guide/another", test_another);
  g_test_add_func ("/document-guide/flashes", test_flashes);
  g_test_add_func ("/document-guide/on-the-way", test_on_the_way);
  g_test_add_func ("/document-guide/next-card", test_next_card);
  g_test_add_func ("/document-guide/turned-over", test_turned_over);
  g_test_add_func ("/document-guide/small-between", test_small_between);
  g_test_add_func ("/document-guide/other-side", test_other_side);
  g_test_add_func ("/document-guide/nonsense", test_nonsense);
  return g_test_run ();
}
