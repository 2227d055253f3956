/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of the guide for the face. Sources:
 *   [OFIQ]   ISO/IEC 29794-5's reference implementation, BSI, and its public report
 *   [irlume] thresholds of the face login of that name
 *   [score]  what it costs of the comparison score (cosine): doc/guidance-figures.md, "The measured effect on matching"
 *   [tenth]  the same: where the 5th percentile of pairs of one person is down by a tenth, synthetic and real
 *   [loop]   tests/bench/loop, doc/guidance-figures.md: measured with simulated people
 *   [units]  follows from geometry, reckoned beside the number
 * A bound that only [loop] supports was chosen on one set of seeds and reported on another. */

#include "annae-guide-rules.h"

#include <math.h>

/* What noise asks for: how far inside its bound a value must come back, as a share of it (angle or offset, inter-eye distance, width of
 * the face), and how long it must be outside. */
typedef struct
{
  double band;
  double far_lift;
  double near_lift;
  gint64 place_dwell;
  gint64 pose_dwell;
} Margins;

/* Frame by frame the yaw of five landmarks deviates by 2.0 degrees, pitch by 1.5 and roll by 1.2, at rest after smoothing by a quarter of
 * that: a band of 3 degrees is not left by noise. A tenth nearer are 3.3 px: nine times the noise of the distance after smoothing. A dwell
 * of 0.2 and 0.3 s costs five more contradictions in 33,000 sessions, 14 instead of 9 [loop]. */
static const Margins by_landmarks = { 0.8, 1.1, 0.9, ANNAE_SECONDS (0.3), ANNAE_SECONDS (0.4) };
/* A reader's yaw deviates by 0.4 degrees, pitch by 0.5, roll by 0.2, the distance by 3 %: half as much will do, and a shorter dwell. It
 * takes 0.2 s off the median and 0.6 off the 95th percentile; of contradictions there are none in 33,000 with either [loop]. */
static const Margins by_reader = { 0.9, 1.05, 0.95, ANNAE_SECONDS (0.2), ANNAE_SECONDS (0.3) };

/* Degrees of pitch as five landmarks show it, once a picture of this person did not do. Whose face is built so that 6 are read where there
 * are none cannot be told from whose chin is 20 degrees too low, but after such a picture the latter are nearly all
 * [loop]: of 33,000 people 98.1 % get there with the 10 of the first picture, 99.3 with 6, 99.6 with 5 and 99.7 with 4,
 * with 13, 13, 15 and 24 prompts the wrong way. */
#define PITCH_AGAIN 5.0
/* Asked in vain for 8 s, a neck that does not bend has the same bound as at the first picture. */
#define PITCH_RELAXED 1.35

void
annae_guide_config_init (AnnaeGuideConfig *config)
{
  *config = (AnnaeGuideConfig){
    /* 106 cm at 640x480 and 60 degrees, of a detector that reads 5 to 10 % too much. [tenth] is at 17 px synthetic and
     * at 14 real, but there the camera has no blur of its own; at 30 the percentile is down by 0.03. Fewer than 33
     * would leave who stands at 116 cm where they are. [OFIQ]'s midpoint is 70, at 50 cm. */
    .inter_eye_min = 33.0,
    /* [tenth] 28 cm, where perspective widens the nose: 0.41 for a box of 2.13 times the inter-eye distance; 0.42 is 27
     * cm. [irlume] has 0.55. */
    .face_width_max = 0.42,
    /* [irlume] 0.18, widened: the place in the picture does not change the aligned face as long as it is whole (and
     * that is looked after for each face's size: at 40 cm the height allows 0.17). */
    .offset_tolerance = 0.22,
    /* Of the detector, which sees 24 degrees where there are 20. [tenth] is at 25, of which it sees 27: the relaxed
     * bound. Real pairs lose nothing yet. Passport practice asks for 5 to 8. */
    .yaw_tolerance = 20.0,
    /* [tenth] is at 14 degrees, of which the detector sees 3 to 4, and 3 is what differs from face to face. So this is
     * not where the score falls but as near as faces allow: at 9 people are told to lift a chin that is too high
     * [loop]. */
    .pitch_tolerance = 10.0,
    .pitch_centre = 0.0,
    /* [score] Alignment takes roll away: 30 degrees cost 0.035; but landmarks lose accuracy there (9 % of the inter-eye
     * distance frontal, 13 to 17 at 30). */
    .roll_tolerance = 25.0,
    /* A tremor of 1 cm at 6 Hz moves at 2 pi 6 x 1 cm/s = 38 cm/s, 6 inter-eye distances of 6.3 cm a second [units]. It
     * only counts where frames are not sharp, or where sharpness is not measured. */
    .motion_max = 6.5,
    /* [tenth] 0.71 synthetic and 0.7 real, in the measure that vision takes. Costs no time [loop]. */
    .sharpness_share = 0.7,
    /* guidance: 0.5 to 1 s of good frames. The less where all of them are beyond doubt, which takes 0.2 s off the median and costs no
     * picture [loop]. */
    .hold_us = ANNAE_SECONDS (0.8),
    .hold_sure_us = ANNAE_SECONDS (0.5),
    .patience = 1.0,
  };
}

/* [tenth] 13.8 degrees up and 15 down; relaxed to 20, which cost 0.17 of the percentile. */
void
annae_guide_config_set_true_pitch (AnnaeGuideConfig *config)
{
  config->pitch_tolerance = 15.0;
  config->true_pitch = TRUE;
}

/* One-sided bounds are open at the other end. */
#define NO_LOW -INFINITY, -INFINITY
#define NO_HIGH INFINITY, INFINITY

void
annae_guide_rules_init (AnnaeAdviceRule rules[ANNAE_GUIDE_N_ROWS], const AnnaeGuideConfig *config)
{
  const double eye = config->inter_eye_min;
  const double wide = config->face_width_max;
  const double off = config->offset_tolerance;
  const double yaw = config->yaw_tolerance;
  const double pitch = config->again && !config->true_pitch ? MIN (config->pitch_tolerance, PITCH_AGAIN) : config->pitch_tolerance;
  const double pitch_relax = PITCH_RELAXED * config->pitch_tolerance / pitch;
  const double roll = config->roll_tolerance;
  const Margins *margins = config->true_pitch ? &by_reader : &by_landmarks;
  const double band = margins->band;

  /* clang-format off */
  const AnnaeAdviceRule table[ANNAE_GUIDE_N_ROWS] = {
    /*                               group, measure, below, above,
     *                               low, low_lift, high, high_lift, target, full, relax, toward_x, toward_y, dwell */

    /* A covered or dead camera delivers 0 to 0.03 of full luminance, an evening room 0.1 or more. The dwell outlasts
     * the automatic exposure of a camera that starts. */
    [ANNAE_GUIDE_ROW_CAMERA] =       { 1, ANNAE_MEASURE_PICTURE, ANNAE_ADVICE_CAMERA_BLACK, ANNAE_ADVICE_NONE,
                                       0.03, 0.05, NO_HIGH, 0.2, 0.2, 1.0, 0, 0, ANNAE_SECONDS (1.5) },

    /* Value 1: a face is there. Longer than a detector loses a face that is there; less than patience with an empty page. */
    [ANNAE_GUIDE_ROW_FACE] =         { 2, -1, ANNAE_ADVICE_NO_FACE, ANNAE_ADVICE_NONE,
                                       0.5, 0.5, NO_HIGH, 1.0, 1.0, 1.0, 0, 0, ANNAE_SECONDS (0.7) },

    /* [OFIQ] scores 1 - a2/a1: at half it is no longer plain who is meant. A companion or member of staff behind passes.
     * The dwell lets a passer-by pass (1 m at 1 m/s). */
    [ANNAE_GUIDE_ROW_OTHERS] =       { 3, ANNAE_MEASURE_SECOND_FACE, ANNAE_ADVICE_NONE, ANNAE_ADVICE_MORE_FACES,
                                       NO_LOW, 0.5, 0.4, 0.0, 1.0, 1.0, 0, 0, ANNAE_SECONDS (1.0) },

    /* Relaxed to 27.5 px (127 cm) for those who cannot lean forward. */
    [ANNAE_GUIDE_ROW_FAR] =          { 4, ANNAE_MEASURE_INTER_EYE, ANNAE_ADVICE_COME_CLOSER, ANNAE_ADVICE_NONE,
                                       eye, margins->far_lift * eye, NO_HIGH, 1.2 * eye, eye, 1.83, 0, 0, margins->place_dwell },
    [ANNAE_GUIDE_ROW_NEAR] =         { 4, ANNAE_MEASURE_FACE_WIDTH, ANNAE_ADVICE_NONE, ANNAE_ADVICE_MOVE_BACK,
                                       NO_LOW, wide, margins->near_lift * wide, 0.8 * wide, wide, 1.5, 0, 0, margins->place_dwell },

    /* Above zero is at the person's left (too low): the way is to their right (up). Relaxed by a fifth; a face that
     * leaves the picture is never excused. */
    [ANNAE_GUIDE_ROW_SIDEWAYS] =     { 5, ANNAE_MEASURE_OFFSET_X, ANNAE_ADVICE_MOVE_LEFT, ANNAE_ADVICE_MOVE_RIGHT,
                                       -off, -band * off, off, band * off, 0.0, 0.5, 1.2, 1, 0, margins->place_dwell },
    [ANNAE_GUIDE_ROW_HEIGHT] =       { 5, ANNAE_MEASURE_OFFSET_Y, ANNAE_ADVICE_MOVE_DOWN, ANNAE_ADVICE_MOVE_UP,
                                       -off, -band * off, off, band * off, 0.0, 0.5, 1.2, 0, 1, margins->place_dwell },

    /* For a neck that does not turn relaxed to 27 degrees of yaw [tenth], to 13 of pitch, of which there are 28 then and which
     * cost 0.2, and to 35 of roll, which cost 0.05 [score]. The dwell lets a glance at the keyboard pass. */
    [ANNAE_GUIDE_ROW_YAW] =          { 6, ANNAE_MEASURE_YAW, ANNAE_ADVICE_TURN_LEFT, ANNAE_ADVICE_TURN_RIGHT,
                                       -yaw, -band * yaw, yaw, band * yaw, 0.0, 45.0, 1.35, 1, 0, margins->pose_dwell },
    [ANNAE_GUIDE_ROW_PITCH] =        { 6, ANNAE_MEASURE_PITCH, ANNAE_ADVICE_CHIN_UP, ANNAE_ADVICE_CHIN_DOWN,
                                       -pitch, -band * pitch, pitch, band * pitch, 0.0, 45.0, pitch_relax, 0, -1,
                                       margins->pose_dwell },
    [ANNAE_GUIDE_ROW_ROLL] =         { 6, ANNAE_MEASURE_ROLL, ANNAE_ADVICE_TILT_RIGHT, ANNAE_ADVICE_TILT_LEFT,
                                       -roll, -band * roll, roll, band * roll, 0.0, 45.0, 1.4, -1, 0,
                                       margins->pose_dwell },

    /* Light. Bounds are those of the darkest skin, or they would find fault with it in good light: rendered people of the
     * six tones from lightest to darkest have a mean of 0.76 to 0.21 in one and the same good light, and surroundings 0.9 to
     * 3.2 times as bright. A customer cannot always mend light: all of it is relaxed.
     *
     * Back-light comes before darkness, whose usual cause it is. Judged only where the surroundings are burnt out (their
     * luminance above 0.8; in good light 0.65 to 0.7): there the ratio is 2.9 for the lightest and 11 for the darkest face,
     * and light from behind costs 0.2 to 0.5 [score]. A dark face before a white wall may be asked as well: relaxed to 5.8. */
    [ANNAE_GUIDE_ROW_BACK_LIGHT] =   { 7, ANNAE_MEASURE_BACK_LIGHT, ANNAE_ADVICE_NONE, ANNAE_ADVICE_LIGHT_BEHIND,
                                       NO_LOW, 2.6, 2.3, 1.0, 6.0, 3.0, 0, 0, ANNAE_SECONDS (1.0) },
    /* [tenth] 0.18, real, and 0.16 to 0.2 synthetic over all tones. But it is the noise of little light that costs, and a dark
     * face at 0.14 has as much light as a light one at 0.5, and loses 0.05: the darkest in half of good light are not sent for
     * more. [OFIQ]'s 0.2 would be met by them only in the best light. Above, [tenth] is at 0.9 for light skins, synthetic, and 0.7
     * real; but the lightest have 0.83 in good light, and of 150 portraits (SCUT-FBP5500) one in 20 is above 0.81. Relaxed to 0.10
     * and 0.91. */
    [ANNAE_GUIDE_ROW_LIGHT] =        { 8, ANNAE_MEASURE_BRIGHTNESS, ANNAE_ADVICE_MORE_LIGHT, ANNAE_ADVICE_LESS_LIGHT,
                                       0.13, 0.14, 0.88, 0.86, 0.5, 0.5, 1.07, 0, 0, ANNAE_SECONDS (1.0) },
    /* [tenth] A tenth to a third of the face burnt out; half of it costs twice that. */
    [ANNAE_GUIDE_ROW_OVEREXPOSED] =  { 8, ANNAE_MEASURE_OVEREXPOSED, ANNAE_ADVICE_NONE, ANNAE_ADVICE_LESS_LIGHT,
                                       NO_LOW, 0.3, 0.22, 0.0, 1.0, 1.5, 0, 0, ANNAE_SECONDS (1.0) },
    /* [tenth] 0.5 synthetic, 0.45 real; hard light from one side has 0.8 and costs 0.2 at every tone. 0.3 are usual, and of
     * 300 portraits (LFW, SCUT) one in 50 is above 0.55. */
    [ANNAE_GUIDE_ROW_SIDE_LIGHT] =   { 9, ANNAE_MEASURE_SIDE_LIGHT, ANNAE_ADVICE_LIGHT_RIGHT, ANNAE_ADVICE_LIGHT_LEFT,
                                       -0.55, -0.45, 0.55, 0.45, 0.0, 4.0, 2.0, -1, 0, ANNAE_SECONDS (1.0) },

    /* Probabilities: the network's own midpoint, left at a third. Never relaxed: what is covered cannot be compared. A mask up to
     * the nose costs 0.2 to 0.25 of the percentile, one over it 0.4 to 0.7; one below the lips a tenth [tenth]. */
    [ANNAE_GUIDE_ROW_EYES_COVERED] = { 10, ANNAE_MEASURE_EYES_COVERED, ANNAE_ADVICE_NONE, ANNAE_ADVICE_EYES_COVERED,
                                       NO_LOW, 0.5, 0.35, 0.0, 1.0, 1.0, 0, 0, ANNAE_SECONDS (0.7) },
    /* Of the person's own median: half closed. Doubled because they were open before, the dwell outlasts a slow
     * blink (0.4 s) twice. */
    [ANNAE_GUIDE_ROW_EYES_OPEN] =    { 11, ANNAE_MEASURE_EYES_OPEN, ANNAE_ADVICE_OPEN_EYES, ANNAE_ADVICE_NONE,
                                       0.5, 0.65, NO_HIGH, 1.0, 1.0, 1.3, 0, 0, ANNAE_SECONDS (0.5) },
    [ANNAE_GUIDE_ROW_FACE_COVERED] = { 12, ANNAE_MEASURE_FACE_COVERED, ANNAE_ADVICE_NONE, ANNAE_ADVICE_FACE_COVERED,
                                       NO_LOW, 0.5, 0.35, 0.0, 1.0, 1.0, 0, 0, ANNAE_SECONDS (0.7) },

    /* Value: share of recent frames that are not sharp while the face moves. One sharp frame in ten still fills the good
     * second, in 8 s: a tremor of 3 cm at 8 Hz leaves one in six, and asking its owner to be still helps nobody. */
    [ANNAE_GUIDE_ROW_MOTION] =       { 13, ANNAE_MEASURE_MOTION, ANNAE_ADVICE_NONE, ANNAE_ADVICE_STAY_STILL,
                                       NO_LOW, 0.9, 0.75, 0.0, 1.0, 1.2, 0, 0, ANNAE_SECONDS (0.5) },
    /* The same while the face does not move: a lens that steamed up or lost its focus. Doubled
     * because frames were sharp before, the dwell outlasts refocusing. */
    [ANNAE_GUIDE_ROW_LENS] =         { 14, ANNAE_MEASURE_SHARPNESS, ANNAE_ADVICE_NONE, ANNAE_ADVICE_WIPE_LENS,
                                       NO_LOW, 0.7, 0.5, 0.0, 1.0, 1.2, 0, 0, ANNAE_SECONDS (1.5) },
  };
  /* clang-format on */

  for (guint i = 0; i < ANNAE_GUIDE_N_ROWS; i++)
    rules[i] = table[i];
}

const AnnaeSmoothing *
annae_guide_rules_smoothing (AnnaeGuideRow row, const AnnaeGuideConfig *config)
{
  /* Noise is 2.5 deviations of one frame, measured on the demonstration clip (doc/guidance-figures.md): angles 2.0
   * degrees, inter-eye distance 2.7 %, box 4 %; for the place it is a tremor of 1 cm. At rest some 15 frames are
   * averaged, which leaves a quarter; a movement lags by 0.12 s. */
  static const AnnaeSmoothing eyes = { ANNAE_SECONDS (0.5), ANNAE_SECONDS (0.12), 4.0 };
  static const AnnaeSmoothing width = { ANNAE_SECONDS (0.5), ANNAE_SECONDS (0.12), 0.03 };
  static const AnnaeSmoothing offset = { ANNAE_SECONDS (0.3), ANNAE_SECONDS (0.12), 0.02 };
  static const AnnaeSmoothing angle = { ANNAE_SECONDS (0.5), ANNAE_SECONDS (0.12), 5.0 };
  /* A reader's angles and places tremble less (Margins, above): a movement that is larger than the same noise need not
   * be averaged over so many frames. Half the lag: 0.04 s less in the median, and 7 useless pictures in 33,000 sessions
   * instead of 16 [loop]. */
  static const AnnaeSmoothing read_offset = { ANNAE_SECONDS (0.3), ANNAE_SECONDS (0.06), 0.02 };
  static const AnnaeSmoothing read_angle = { ANNAE_SECONDS (0.5), ANNAE_SECONDS (0.06), 5.0 };
  /* Longer than the flicker of lamps and than one wrong answer of a network. */
  static const AnnaeSmoothing light = { ANNAE_SECONDS (0.3), ANNAE_SECONDS (0.3), 0.0 };
  static const AnnaeSmoothing none = { 0, 0, 0.0 };

  switch (row)
    {
    case ANNAE_GUIDE_ROW_FAR:
      return &eyes;
    case ANNAE_GUIDE_ROW_NEAR:
      return &width;
    case ANNAE_GUIDE_ROW_SIDEWAYS:
    case ANNAE_GUIDE_ROW_HEIGHT:
      return config->true_pitch ? &read_offset : &offset;
    case ANNAE_GUIDE_ROW_YAW:
    case ANNAE_GUIDE_ROW_PITCH:
    case ANNAE_GUIDE_ROW_ROLL:
      return config->true_pitch ? &read_angle : &angle;
    case ANNAE_GUIDE_ROW_BACK_LIGHT:
    case ANNAE_GUIDE_ROW_LIGHT:
    case ANNAE_GUIDE_ROW_OVEREXPOSED:
    case ANNAE_GUIDE_ROW_SIDE_LIGHT:
    case ANNAE_GUIDE_ROW_EYES_COVERED:
    case ANNAE_GUIDE_ROW_FACE_COVERED:
      return &light;
    default:
      return &none;
    }
}
