/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the motion of a recording shows: heads that turn, prints that are turned, edges about the face, cuts. Time is
 * made up. */

#include "annae-recording.h"

#include "face-testing.h"

#define FRAME (ANNAE_SECONDS (1) / 15)
#define LITTLE 21.5 /* degrees: too little without a network that reads the angle */

typedef struct
{
  AnnaeRecording recording;
  FaceKind kind;
  FacePose at;
  gint64 now;
  double outline; /* below 0: not measured */
  double hands;
  double pattern;
  double nose; /* NAN: not measured */
  double spoof; /* 0: the pack has no network */
} Stage;

static void
stage_init (Stage *stage, FaceKind kind)
{
  *stage = (Stage){ .kind = kind, .at = { .distance = 600 }, .nose = NAN };
  annae_recording_init (&stage->recording, FALSE);
}

static void
show (Stage *stage)
{
  AnnaeObservation o = face_seen (stage->kind, &stage->at, stage->now);

  if (stage->outline >= 0.0)
    annae_observation_set (&o, ANNAE_MEASURE_OUTLINE, stage->outline);
  annae_observation_set (&o, ANNAE_MEASURE_HANDS, stage->hands);
  annae_observation_set (&o, ANNAE_MEASURE_PATTERN, stage->pattern);
  annae_observation_set (&o, ANNAE_MEASURE_RELIEF, stage->nose);
  if (stage->spoof > 0.0)
    annae_observation_set (&o, ANNAE_MEASURE_SPOOF, stage->spoof);
  annae_recording_observe (&stage->recording, &o);
  stage->now += FRAME;
}

static void
turn_to (Stage *stage, double yaw)
{
  for (guint i = 0; i < 18; i++)
    {
      stage->at.yaw += CLAMP (yaw - stage->at.yaw, -3.0, 3.0);
      show (stage);
    }
}

static void
turn_both_ways (Stage *stage, double degrees)
{
  turn_to (stage, 0.0);
  turn_to (stage, degrees);
  turn_to (stage, 0.0);
  turn_to (stage, -degrees);
  turn_to (stage, 0.0);
}

static void
expect (Stage *stage, AnnaeRecordingFinding finding, AnnaeLiveness liveness)
{
  g_test_message ("left %.2f right %.2f", stage->recording.left, stage->recording.right);
  g_assert_cmpstr (annae_recording_finding_name (annae_recording_get_finding (&stage->recording)), ==,
                   annae_recording_finding_name (finding));
  g_assert_cmpint (annae_recording_get_liveness (&stage->recording), ==, liveness);
}

static void
test_heads (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD);
  expect (&stage, ANNAE_RECORDING_NO_TURN, ANNAE_LIVENESS_UNDECIDED);
  turn_both_ways (&stage, 27);
  expect (&stage, ANNAE_RECORDING_LIVE, ANNAE_LIVENESS_LIVE);
  g_assert_false (annae_recording_take_break (&stage.recording));

  /* To one side only is not enough for a nose that stands out by so little. */
  stage_init (&stage, FACE_HEAD);
  turn_to (&stage, 0);
  turn_to (&stage, 27);
  expect (&stage, ANNAE_RECORDING_NO_TURN, ANNAE_LIVENESS_UNDECIDED);

  /* Nobody who only sits there. */
  stage_init (&stage, FACE_HEAD);
  turn_both_ways (&stage, 6);
  expect (&stage, ANNAE_RECORDING_NO_TURN, ANNAE_LIVENESS_UNDECIDED);
}

static void
test_prints (void)
{
  for (double degrees = 20; degrees <= 50; degrees += 5)
    {
      Stage stage;

      stage_init (&stage, FACE_PRINT);
      turn_both_ways (&stage, degrees);
      g_assert_cmpint (annae_recording_get_liveness (&stage.recording), !=, ANNAE_LIVENESS_LIVE);
      stage_init (&stage, FACE_BENT);
      turn_both_ways (&stage, degrees);
      g_assert_cmpint (annae_recording_get_liveness (&stage.recording), !=, ANNAE_LIVENESS_LIVE);
    }

  Stage far;
  stage_init (&far, FACE_PRINT);
  turn_both_ways (&far, 50);
  expect (&far, ANNAE_RECORDING_FLAT, ANNAE_LIVENESS_FLAT);
}

static void
stage_init_read (Stage *stage, FaceKind kind, double nose)
{
  stage_init (stage, kind);
  annae_recording_init (&stage->recording, TRUE);
  stage->nose = nose;
}

/* Where a network reads the angle the nose has to be seen to stand out; then a little less of both turns is enough, and
 * less again where it does clearly. */
static void
test_reads_angles (void)
{
  static const struct
  {
    double nose;
    double degrees;
    gboolean live;
  } cells[] = {
    { NAN, 27, FALSE },  { 0.0, 27, FALSE },  { 0.055, 27, FALSE }, { 0.065, 27, TRUE }, { 0.065, LITTLE, TRUE },
    { 0.11, 18, FALSE }, { 0.125, 18, TRUE }, { 0.25, 18, TRUE },   { 0.25, 12, FALSE }, { 0.25, 6, FALSE },
  };
  Stage stage;

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_test_message ("nose %.3f, turned by %.0f", cells[i].nose, cells[i].degrees);
      stage_init_read (&stage, FACE_HEAD, cells[i].nose);
      turn_both_ways (&stage, cells[i].degrees);
      expect (&stage, cells[i].live ? ANNAE_RECORDING_LIVE : ANNAE_RECORDING_NO_TURN,
              cells[i].live ? ANNAE_LIVENESS_LIVE : ANNAE_LIVENESS_UNDECIDED);
    }
  stage_init (&stage, FACE_HEAD);
  turn_both_ways (&stage, LITTLE);
  expect (&stage, ANNAE_RECORDING_NO_TURN, ANNAE_LIVENESS_UNDECIDED);
  for (double degrees = 20; degrees <= 50; degrees += 5)
    {
      stage_init_read (&stage, FACE_BENT, 0.03);
      turn_both_ways (&stage, degrees);
      g_assert_cmpint (annae_recording_get_liveness (&stage.recording), !=, ANNAE_LIVENESS_LIVE);
    }
}

/* One lucky frame is no clear nose, and what came before a cut is nobody's. */
static void
test_nose (void)
{
  Stage stage;

  stage_init_read (&stage, FACE_HEAD, 0.25);
  turn_to (&stage, 0);
  stage.nose = NAN;
  turn_both_ways (&stage, 27);
  expect (&stage, ANNAE_RECORDING_LIVE, ANNAE_LIVENESS_LIVE);
  stage.at.x = 300;
  show (&stage);
  stage.at.x = 300;
  turn_both_ways (&stage, 27);
  expect (&stage, ANNAE_RECORDING_NO_TURN, ANNAE_LIVENESS_UNDECIDED);

  stage_init_read (&stage, FACE_HEAD, 0.25);
  show (&stage);
  stage.nose = NAN;
  turn_both_ways (&stage, 18);
  expect (&stage, ANNAE_RECORDING_NO_TURN, ANNAE_LIVENESS_UNDECIDED);
}

/* A head on a screen has depth; what is about it takes that back. */
static void
test_passive (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD);
  stage.outline = 0.9;
  turn_both_ways (&stage, 27);
  expect (&stage, ANNAE_RECORDING_OUTLINE, ANNAE_LIVENESS_UNDECIDED);

  stage_init (&stage, FACE_HEAD);
  stage.hands = 0.9;
  turn_both_ways (&stage, 27);
  expect (&stage, ANNAE_RECORDING_HANDS, ANNAE_LIVENESS_UNDECIDED);

  stage_init (&stage, FACE_HEAD);
  stage.pattern = 2.2;
  turn_both_ways (&stage, 27);
  expect (&stage, ANNAE_RECORDING_PATTERN, ANNAE_LIVENESS_UNDECIDED);

  stage_init (&stage, FACE_HEAD);
  stage.spoof = 0.9;
  turn_both_ways (&stage, 27);
  expect (&stage, ANNAE_RECORDING_NETWORK, ANNAE_LIVENESS_UNDECIDED);

  /* It takes nobody for living, and nothing for flat. */
  stage_init (&stage, FACE_HEAD);
  stage.spoof = 0.01;
  turn_both_ways (&stage, 6);
  expect (&stage, ANNAE_RECORDING_NO_TURN, ANNAE_LIVENESS_UNDECIDED);
  stage_init (&stage, FACE_PRINT);
  stage.spoof = 0.9;
  turn_both_ways (&stage, 27);
  expect (&stage, ANNAE_RECORDING_NETWORK, ANNAE_LIVENESS_UNDECIDED);

  /* A frame now and then is chance, and a pack that cannot measure it is none. */
  stage_init (&stage, FACE_HEAD);
  turn_to (&stage, 0);
  stage.outline = 0.9;
  show (&stage);
  show (&stage);
  stage.outline = 0.0;
  turn_both_ways (&stage, 27);
  expect (&stage, ANNAE_RECORDING_LIVE, ANNAE_LIVENESS_LIVE);
  stage_init (&stage, FACE_HEAD);
  stage.outline = -1.0;
  turn_both_ways (&stage, 27);
  expect (&stage, ANNAE_RECORDING_LIVE, ANNAE_LIVENESS_LIVE);
}

/* What was shown before a cut is nobody's any more. */
static void
test_cut (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD);
  turn_both_ways (&stage, 27);
  expect (&stage, ANNAE_RECORDING_LIVE, ANNAE_LIVENESS_LIVE);
  stage.at.x = 300;
  show (&stage);
  g_assert_true (annae_recording_take_break (&stage.recording));
  g_assert_false (annae_recording_take_break (&stage.recording));
  expect (&stage, ANNAE_RECORDING_NO_TURN, ANNAE_LIVENESS_UNDECIDED);
}

/* A picture is wanted of the face at rest and of each turn. */
static void
test_moments (void)
{
  Stage stage;

  stage_init (&stage, FACE_HEAD);
  g_assert_false (annae_recording_take_moment (&stage.recording));
  turn_to (&stage, 0);
  g_assert_true (annae_recording_take_moment (&stage.recording));
  g_assert_false (annae_recording_take_moment (&stage.recording));
  turn_to (&stage, 27);
  g_assert_true (annae_recording_take_moment (&stage.recording));
  turn_to (&stage, 0);
  g_assert_false (annae_recording_take_moment (&stage.recording));
  turn_to (&stage, -27);
  g_assert_true (annae_recording_take_moment (&stage.recording));
}

static void
test_nobody (void)
{
  AnnaeRecording recording;
  AnnaeObservation nobody;

  annae_recording_init (&recording, FALSE);
  for (guint i = 0; i < 30; i++)
    {
      annae_observation_init (&nobody, i * FRAME, 640, 480);
      annae_recording_observe (&recording, &nobody);
    }
  g_assert_cmpint (annae_recording_get_liveness (&recording), ==, ANNAE_LIVENESS_UNDECIDED);
}

static void
test_names (void)
{
  for (guint i = 0; i < ANNAE_N_RECORDINGS; i++)
    {
      g_assert_nonnull (annae_recording_finding_name (i));
      g_assert_true ((annae_recording_finding_text (i) == NULL) == (i == ANNAE_RECORDING_LIVE));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recording/heads", test_heads);
  g_test_add_func ("/recording/prints", test_prints);
  g_test_add_func ("/recording/reads-angles", test_reads_angles);
  g_test_add_func ("/recording/nose", test_nose);
  g_test_add_func ("/recording/passive", test_passive);
  g_test_add_func ("/recording/cut", test_cut);
  g_test_add_func ("/recording/moments", test_moments);
  g_test_add_func ("/recording/nobody", test_nobody);
  g_test_add_func ("/recording/names", test_names);
  return g_test_run ();
}
