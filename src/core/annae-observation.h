/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What vision saw in one frame, as plain numbers. From here on nothing knows a pixel. */

#pragma once

#include "annae-types.h"

G_BEGIN_DECLS

#define ANNAE_MAX_FACES 8
#define ANNAE_N_LANDMARKS 5

/* Order of the five landmarks, as detectors and the 112x112 template use it. "Right" is the person's right. */
typedef enum
{
  ANNAE_LANDMARK_RIGHT_EYE,
  ANNAE_LANDMARK_LEFT_EYE,
  ANNAE_LANDMARK_NOSE,
  ANNAE_LANDMARK_RIGHT_MOUTH,
  ANNAE_LANDMARK_LEFT_MOUTH
} AnnaeLandmark;

typedef struct
{
  AnnaeBox box;
  float score;                             /* the detector's confidence, 0 to 1 */
  gboolean has_landmarks;                  /* a cascade finds boxes only */
  AnnaePoint landmarks[ANNAE_N_LANDMARKS]; /* px */
} AnnaeFace;

/* Quality components; raw units beside each. */
typedef enum
{
  ANNAE_MEASURE_SECOND_FACE,  /* area of the second largest face over the largest, 0 to 1; 0 where there is one face */
  ANNAE_MEASURE_INTER_EYE,    /* inter-eye distance, px, corrected for yaw */
  ANNAE_MEASURE_FACE_WIDTH,   /* face width over picture width, 0 to 1 */
  ANNAE_MEASURE_OFFSET_X,     /* face centre minus picture centre over picture width; > 0: at the person's left */
  ANNAE_MEASURE_OFFSET_Y,     /* face centre minus picture centre over picture height; > 0: too low */
  ANNAE_MEASURE_YAW,          /* degrees */
  ANNAE_MEASURE_PITCH,        /* degrees */
  ANNAE_MEASURE_ROLL,         /* degrees */
  ANNAE_MEASURE_BRIGHTNESS,   /* mean luminance of the face, 0 to 1 */
  ANNAE_MEASURE_CONTRAST,     /* standard deviation of the face's luminance, 0 to 1 */
  ANNAE_MEASURE_OVEREXPOSED,  /* share of face pixels at or above 250 of 255, 0 to 1 */
  ANNAE_MEASURE_SIDE_LIGHT,   /* log2 of the luminance of the person's left half over the right half; > 0: light from the left */
  ANNAE_MEASURE_BACK_LIGHT,   /* luminance of the surroundings over that of the face, ratio */
  ANNAE_MEASURE_SHARPNESS,    /* high-frequency energy of the aligned face, normalised by contrast; higher is sharper */
  ANNAE_MEASURE_MOTION,       /* speed of the eye midpoint since the last frame, inter-eye distances a second */
  ANNAE_MEASURE_EYES_OPEN,    /* opening over the person's own median, ratio */
  ANNAE_MEASURE_EYES_COVERED, /* probability, 0 to 1 */
  ANNAE_MEASURE_FACE_COVERED, /* mouth or nose covered: probability, 0 to 1 */
  ANNAE_MEASURE_PICTURE,      /* mean luminance of the whole picture, 0 to 1: near 0 is a covered or dead camera */
  ANNAE_MEASURE_OUTLINE,      /* share of a four-sided outline about the face that shows an edge, 0 to 1: a sheet, or a screen's border */
  ANNAE_MEASURE_HANDS,        /* share of three sides of an outline about the face, one of them in a hand, that shows an edge, 0 to 1 */
  ANNAE_MEASURE_PATTERN,      /* how far a regular pattern on the face stands out, decades of power: a screen's pixels, a print's dots */
  ANNAE_MEASURE_RELIEF,       /* how far the nose stands out before the line from between the eyes to the lips, by how it moves as the face turns, inter-eye distances */
  ANNAE_MEASURE_SPOOF,        /* what a passive network makes of the face: probability of a picture of one, 0 to 1, 0.5 at the pack's bound */
  ANNAE_N_MEASURES
} AnnaeMeasureId;

typedef enum
{
  ANNAE_MEASURE_OK,
  ANNAE_MEASURE_NO_FACE,      /* nothing to measure on */
  ANNAE_MEASURE_NOT_POSSIBLE, /* a face is there, but this frame does not allow it (cut off, too small, first frame) */
  ANNAE_MEASURE_NOT_SUPPORTED /* the model pack has no part that measures this */
} AnnaeMeasureStatus;

typedef struct
{
  double raw;   /* in the unit above; 0 unless status is OK */
  double score; /* 0 (useless for a comparison) to 100 (as good as it gets); 0 unless status is OK */
  AnnaeMeasureStatus status;
} AnnaeMeasure;

typedef struct
{
  gint64 time_us;
  guint width; /* of the picture, px */
  guint height;
  guint n_faces;                    /* found; at most ANNAE_MAX_FACES are kept */
  AnnaeFace faces[ANNAE_MAX_FACES]; /* largest first; faces[0] is the person being helped */
  AnnaeMeasure measures[ANNAE_N_MEASURES];
} AnnaeObservation;

/* An observation of nothing: no face, every measure NO_FACE. */
void annae_observation_init (AnnaeObservation *self, gint64 time_us, guint width, guint height);

/* Sets a measure to OK with its raw value and the score that annae_measure_score () gives it.
 * A value that is not finite becomes NOT_POSSIBLE. */
void annae_observation_set (AnnaeObservation *self, AnnaeMeasureId id, double raw);

/* TRUE, with the raw value, where the measure could be taken. */
gboolean annae_observation_get (const AnnaeObservation *self, AnnaeMeasureId id, double *raw);

/* Maps a raw value to 0-100 as OFIQ does it, each measure by its own documented curve. */
double annae_measure_score (AnnaeMeasureId id, double raw);

/* Stable kebab-case name for JSON: "inter-eye-distance", "yaw", ... */
const char *annae_measure_name (AnnaeMeasureId id);
const char *annae_measure_unit (AnnaeMeasureId id);
const char *annae_measure_status_name (AnnaeMeasureStatus status);

G_END_DECLS
