/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is in a model pack: thresholds, the cohort, and every way in which a pack can be wrong. */

#include "annae-errors.h"
#include "annae-pack-file.h"
#include "annae-pack-ini.h"
#include "annae-vision.h"

#include "annae-testing.h"
#include "pack-testing.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COHORT "[cohort]\nfile=a.onnx\nlicence=x\nsha256="

static void
test_good (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  AnnaeThresholds thresholds;
  guint n = 0;

  write_file (fixture->folder, "pack.ini",
              PACK DETECT EMBED "channels=rgb\nmean=1;2;3\nscale=0.5\n" LEVELS
                                "fmr-1e-3=0.5;0.4\nfmr-0.01=0.4;0.3\nfmr-1e-4=0.6;0.4\n");
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_load (fixture->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (annae_model_pack_get_name (pack), ==, "a");
  g_assert_cmpstr (annae_model_pack_get_calibration (pack), ==, "nothing");
  g_assert_false (annae_model_pack_is_development (pack));
  g_assert_null (annae_model_pack_get_cohort (pack));
  g_assert_true (annae_model_pack_can_verify (pack));
  g_assert_null (annae_model_pack_get_part (pack, ANNAE_ROLE_SPOOF));

  const AnnaePackPart *part = annae_model_pack_get_part (pack, ANNAE_ROLE_EMBED);
  g_assert_true (part->rgb);
  g_assert_cmpfloat (part->mean[1], ==, 2);
  g_assert_cmpfloat (part->scale[2], ==, 0.5);
  g_assert_true (g_path_is_absolute (part->path));

  const AnnaeThresholds *levels = annae_model_pack_get_levels (pack, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpfloat (levels[0].match_fmr, ==, 0.01);
  g_assert_cmpfloat (levels[2].match, ==, 0.6);
  /* At the wanted rate, below it, and none where the pack states none that low. */
  g_assert_true (annae_model_pack_get_thresholds (pack, 1e-3, &thresholds));
  g_assert_cmpfloat (thresholds.match, ==, 0.5);
  g_assert_true (annae_model_pack_get_thresholds (pack, 5e-3, &thresholds));
  g_assert_cmpfloat (thresholds.match_fmr, ==, 1e-3);
  g_assert_false (annae_model_pack_get_thresholds (pack, 1e-5, &thresholds));
}

/* One network, and two that look at different crops. */
static void
test_spoof (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_file (fixture->folder, "pack.ini", PACK DETECT SPOOF SPOOF_RULE);
  g_autoptr (AnnaeModelPack) one = annae_model_pack_load (fixture->folder, &error);
  g_assert_no_error (error);
  const AnnaePackPart *part = annae_model_pack_get_part (one, ANNAE_ROLE_SPOOF);
  g_assert_cmpfloat (part->crop[0], ==, 2.7);
  g_assert_cmpfloat (part->bound, ==, 0.9);
  g_assert_null (part->second_path);

  write_file (fixture->folder, "pack.ini",
              PACK DETECT SPOOF SPOOF_RULE "second-file=a.onnx\nsecond-sha256=" HASH_A "\nsecond-crop=4\n");
  g_autoptr (AnnaeModelPack) two = annae_model_pack_load (fixture->folder, &error);
  g_assert_no_error (error);
  part = annae_model_pack_get_part (two, ANNAE_ROLE_SPOOF);
  g_assert_cmpfloat (part->crop[1], ==, 4.0);
  g_assert_true (g_path_is_absolute (part->second_path));
  g_assert_cmpstr (part->second_sha256, ==, HASH_A);
}

/* Beside pack.ini, pinned like a network, and for the network of this pack. */
static void
test_cohort (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) file = g_string_new ("annae-cohort 1 " HASH_A " 5 2 5 8\n");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    g_string_append (file, "a0a0");
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, file->str, -1);
  g_autofree char *ini = g_strdup_printf (PACK DETECT EMBED "[cohort]\nfile=c.bin\nlicence=x\nsha256=%s\n", hash);
  write_file (fixture->folder, "c.bin", file->str);
  write_file (fixture->folder, "pack.ini", ini);
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_load (fixture->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (annae_model_pack_get_model_id (pack), ==, HASH_A);
  g_assert_cmpuint (annae_cohort_get_n_means (annae_model_pack_get_cohort (pack)), ==, 5);
}

typedef struct
{
  const char *name;
  const char *ini; /* NULL: no pack.ini */
  int code;
  const char *says;
} Wrong;

static const Wrong wrongs[] = {
  { "no-ini", NULL, ANNAE_FAILURE_PACK, "pack.ini" },
  { "empty", "", ANNAE_FAILURE_PACK, "pack.ini" },
  { "not-a-key-file", "hello\n", ANNAE_FAILURE_PACK, "pack.ini" },
  { "not-utf8", PACK "note=\xff\n" DETECT, ANNAE_FAILURE_PACK, "UTF-8" },
  { "no-pack", DETECT, ANNAE_FAILURE_PACK, "[pack]" },
  { "no-detect", PACK, ANNAE_FAILURE_PACK, "[detect]" },
  { "no-title", "[pack]\nname=a\nversion=1\nlicence=x\n" DETECT, ANNAE_FAILURE_PACK, "title" },
  { "name-with-slash", "[pack]\nname=../a\ntitle=A\nversion=1\nlicence=x\n" DETECT, ANNAE_FAILURE_PACK, "../a" },
  { "unknown-group", PACK DETECT "[detekt]\n", ANNAE_FAILURE_PACK, "[detekt]" },
  { "unknown-key", PACK DETECT "colour=red\n", ANNAE_FAILURE_PACK, "colour" },
  { "unknown-pack-key", PACK "colour=red\n" DETECT, ANNAE_FAILURE_PACK, "colour" },
  { "unknown-kind", PACK "[detect]\nkind=magic\nfile=a.onnx\nsha256=" HASH_A "\nlicence=x\n", ANNAE_FAILURE_PACK,
    "magic" },
  { "kind-of-other-role", PACK "[detect]\nkind=embedding\nfile=a.onnx\nsha256=" HASH_A "\nlicence=x\n",
    ANNAE_FAILURE_PACK, "embedding" },
  { "short-checksum", PACK "[detect]\nkind=yunet\nfile=a.onnx\nsha256=ab\nlicence=x\n", ANNAE_FAILURE_PACK, "sha256" },
  { "checksum-in-capitals",
    PACK "[detect]\nkind=yunet\nfile=a.onnx\nsha256="
         "CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB\nlicence=x\n",
    ANNAE_FAILURE_PACK, "sha256" },
  { "wrong-checksum",
    PACK "[detect]\nkind=yunet\nfile=a.onnx\nsha256="
         "aa978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\nlicence=x\n",
    ANNAE_FAILURE_CHECKSUM, "a.onnx" },
  { "weights-without-checksum", PACK DETECT "weights=a.onnx\n", ANNAE_FAILURE_PACK, "weights-sha256" },
  { "checksum-without-weights", PACK DETECT "weights-sha256=" HASH_A "\n", ANNAE_FAILURE_PACK, "weights" },
  { "missing-file", PACK "[detect]\nkind=yunet\nfile=b.onnx\nsha256=" HASH_A "\nlicence=x\n", ANNAE_FAILURE_FILE,
    "b.onnx" },
  { "missing-weights", PACK DETECT "weights=b.bin\nweights-sha256=" HASH_A "\n", ANNAE_FAILURE_FILE, "b.bin" },
  { "leads-out", PACK "[detect]\nkind=yunet\nfile=../../../etc/passwd\nsha256=" HASH_A "\nlicence=x\n", -1, "passwd" },
  { "absolute", PACK "[detect]\nkind=yunet\nfile=/etc/passwd\nsha256=" HASH_A "\nlicence=x\n", ANNAE_FAILURE_PACK,
    "passwd" },
  { "cascade-elsewhere",
    PACK "[detect]\nkind=cascade\nfile=/usr/share/opencv4/../../../etc/passwd\nsha256=" HASH_A "\nlicence=x\n", -1,
    "passwd" },
  { "channels", PACK DETECT "channels=grb\n", ANNAE_FAILURE_PACK, "grb" },
  { "mean-nan", PACK DETECT "mean=nan\n", ANNAE_FAILURE_PACK, "mean" },
  { "mean-two", PACK DETECT "mean=1;2\n", ANNAE_FAILURE_PACK, "mean" },
  { "mean-text", PACK DETECT "mean=1;2;x\n", ANNAE_FAILURE_PACK, "mean" },
  { "scale-infinite", PACK DETECT "scale=inf\n", ANNAE_FAILURE_PACK, "scale" },
  { "scale-zero", PACK DETECT "scale=0\n", ANNAE_FAILURE_PACK, "scale" },
  { "width-negative", PACK DETECT "width=-1\nheight=5\n", ANNAE_FAILURE_PACK, "width" },
  { "width-half", PACK DETECT "width=1.5\nheight=5\n", ANNAE_FAILURE_PACK, "width" },
  { "width-only", PACK DETECT "width=64\n", ANNAE_FAILURE_PACK, "height" },
  { "width-huge", PACK DETECT "width=100000\nheight=100000\n", ANNAE_FAILURE_PACK, "width" },
  { "embed-size",
    PACK DETECT "[embed]\nkind=embedding\nfile=a.onnx\nsha256=" HASH_A "\nwidth=96\nheight=96\nlicence=x\n",
    ANNAE_FAILURE_PACK, "112" },
  { "levels-without-embed", PACK DETECT LEVELS "fmr-1e-3=0.5;0.4\n", ANNAE_FAILURE_PACK, "[embed]" },
  { "levels-empty", PACK DETECT EMBED LEVELS, ANNAE_FAILURE_PACK, "[thresholds]" },
  { "levels-unexplained", PACK DETECT EMBED "[thresholds]\nfmr-1e-3=0.5;0.4\n", ANNAE_FAILURE_PACK, "calibrated-on" },
  { "levels-unknown", PACK DETECT EMBED LEVELS "match=0.5\n", ANNAE_FAILURE_PACK, "match" },
  { "level-rate", PACK DETECT EMBED LEVELS "fmr-2=0.5;0.4\n", ANNAE_FAILURE_PACK, "fmr-2" },
  { "level-rate-text", PACK DETECT EMBED LEVELS "fmr-low=0.5;0.4\n", ANNAE_FAILURE_PACK, "fmr-low" },
  { "level-one-number", PACK DETECT EMBED LEVELS "fmr-1e-3=0.5\n", ANNAE_FAILURE_PACK, "fmr-1e-3" },
  { "level-three-numbers", PACK DETECT EMBED LEVELS "fmr-1e-3=0.5;0.4;0.3\n", ANNAE_FAILURE_PACK, "fmr-1e-3" },
  { "level-nan", PACK DETECT EMBED LEVELS "fmr-1e-3=nan;0.4\n", ANNAE_FAILURE_PACK, "fmr-1e-3" },
  { "level-upside-down", PACK DETECT EMBED LEVELS "fmr-1e-3=0.4;0.5\n", ANNAE_FAILURE_PACK, "fmr-1e-3" },
  { "level-above-one", PACK DETECT EMBED LEVELS "fmr-1e-3=1.5;0.5\n", ANNAE_FAILURE_PACK, "fmr-1e-3" },
  { "levels-falling", PACK DETECT EMBED LEVELS "fmr-1e-3=0.5;0.4\nfmr-1e-4=0.4;0.3\n", ANNAE_FAILURE_PACK, "falls" },
  { "levels-twice", PACK DETECT EMBED LEVELS "fmr-1e-3=0.5;0.4\nfmr-0.001=0.5;0.4\n", ANNAE_FAILURE_PACK, "two" },
  { "cohort-without-embed", PACK DETECT COHORT HASH_A "\n", ANNAE_FAILURE_PACK, "[embed]" },
  { "cohort-unknown-key", PACK DETECT EMBED COHORT HASH_A "\ncolour=red\n", ANNAE_FAILURE_PACK, "colour" },
  { "cohort-no-checksum", PACK DETECT EMBED "[cohort]\nfile=a.onnx\nlicence=x\n", ANNAE_FAILURE_PACK, "sha256" },
  { "cohort-short-checksum", PACK DETECT EMBED COHORT "ab\n", ANNAE_FAILURE_PACK, "sha256" },
  { "cohort-no-file", PACK DETECT EMBED "[cohort]\nlicence=x\nsha256=" HASH_A "\n", ANNAE_FAILURE_PACK, "file" },
  { "cohort-missing", PACK DETECT EMBED "[cohort]\nfile=c.bin\nlicence=x\nsha256=" HASH_A "\n", ANNAE_FAILURE_FILE,
    "c.bin" },
  { "cohort-leads-out", PACK DETECT EMBED "[cohort]\nfile=/etc/passwd\nlicence=x\nsha256=" HASH_A "\n",
    ANNAE_FAILURE_PACK, "passwd" },
  { "cohort-none", PACK DETECT EMBED COHORT HASH_A "\n", ANNAE_FAILURE_PACK, "a.onnx" },
  { "spoof-no-crop", PACK DETECT SPOOF "bound=0.9\n", ANNAE_FAILURE_PACK, "crop" },
  { "spoof-no-bound", PACK DETECT SPOOF "crop=2.7\n", ANNAE_FAILURE_PACK, "bound" },
  { "spoof-crop-below-one", PACK DETECT SPOOF "crop=0.5\nbound=0.9\n", ANNAE_FAILURE_PACK, "crop" },
  { "spoof-crop-nan", PACK DETECT SPOOF "crop=nan\nbound=0.9\n", ANNAE_FAILURE_PACK, "crop" },
  { "spoof-bound-one", PACK DETECT SPOOF "crop=2.7\nbound=1\n", ANNAE_FAILURE_PACK, "bound" },
  { "spoof-bound-words", PACK DETECT SPOOF "crop=2.7\nbound=high\n", ANNAE_FAILURE_PACK, "bound" },
  { "spoof-no-size",
    PACK DETECT "[spoof]\nkind=minifasnet\nfile=a.onnx\nsha256=" HASH_A "\nlicence=MIT\n" SPOOF_RULE, ANNAE_FAILURE_PACK,
    "width" },
  { "spoof-unknown-kind",
    PACK DETECT "[spoof]\nkind=reader\nfile=a.onnx\nsha256=" HASH_A "\nwidth=80\nheight=80\nlicence=MIT\n" SPOOF_RULE,
    ANNAE_FAILURE_PACK, "reader" },
  { "spoof-unknown-key", PACK DETECT SPOOF SPOOF_RULE "third-file=a.onnx\n", ANNAE_FAILURE_PACK, "third-file" },
  { "crop-in-detect", PACK DETECT "crop=2.7\n", ANNAE_FAILURE_PACK, "crop" },
  { "second-no-checksum", PACK DETECT SPOOF SPOOF_RULE "second-file=a.onnx\nsecond-crop=4\n", ANNAE_FAILURE_PACK,
    "second-sha256" },
  { "second-no-crop", PACK DETECT SPOOF SPOOF_RULE "second-file=a.onnx\nsecond-sha256=" HASH_A "\n", ANNAE_FAILURE_PACK,
    "second-crop" },
  { "second-crop-alone", PACK DETECT SPOOF SPOOF_RULE "second-crop=4\n", ANNAE_FAILURE_PACK, "second-file" },
  { "second-checksum-alone", PACK DETECT SPOOF SPOOF_RULE "second-sha256=" HASH_A "\n", ANNAE_FAILURE_PACK, "second-file" },
  { "second-missing",
    PACK DETECT SPOOF SPOOF_RULE "second-file=b.onnx\nsecond-crop=4\nsecond-sha256=" HASH_A "\n", ANNAE_FAILURE_FILE,
    "b.onnx" },
  { "second-wrong-checksum",
    PACK DETECT SPOOF SPOOF_RULE "second-file=a.onnx\nsecond-crop=4\nsecond-sha256="
                                 "aa978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\n",
    ANNAE_FAILURE_CHECKSUM, "a.onnx" },
  { "second-leads-out",
    PACK DETECT SPOOF SPOOF_RULE "second-file=/etc/passwd\nsecond-crop=4\nsecond-sha256=" HASH_A "\n", ANNAE_FAILURE_PACK,
    "passwd" },
  { "files-missing", PACK "files=nowhere\n" DETECT, ANNAE_FAILURE_FILE, "nowhere" },
};

/* code -1: any of the failures, for what depends on where the temporary folder is. */
static void
assert_refused (const char *folder, int code, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_load (folder, &error);

  g_assert_null (pack);
  g_assert_nonnull (error);
  g_assert_cmpuint (error->domain, ==, ANNAE_FAILURE_ERROR);
  if (code >= 0)
    g_assert_cmpint (error->code, ==, code);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” does not say “%s”", error->message, says);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
test_wrong (Fixture *fixture, gconstpointer data)
{
  const Wrong *wrong = data;

  if (wrong->ini != NULL)
    write_file (fixture->folder, "pack.ini", wrong->ini);
  assert_refused (fixture->folder, wrong->code, wrong->says);
}

static void
test_odd_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *model = g_build_filename (fixture->folder, "a.onnx", NULL);
  g_autofree char *ini = g_build_filename (fixture->folder, "pack.ini", NULL);

  write_file (fixture->folder, "pack.ini", PACK DETECT);

  g_remove (model);
  g_assert_cmpint (symlink ("/etc/passwd", model), ==, 0);
  assert_refused (fixture->folder, ANNAE_FAILURE_PACK, "leads out");

  g_remove (model);
  g_assert_cmpint (symlink ("a.onnx", model), ==, 0); /* to itself */
  assert_refused (fixture->folder, ANNAE_FAILURE_FILE, "a.onnx");

  g_remove (model);
  g_assert_cmpint (g_mkdir (model, 0700), ==, 0);
  assert_refused (fixture->folder, ANNAE_FAILURE_FILE, "not a regular file");

  g_remove (model);
  g_assert_cmpint (mkfifo (model, 0600), ==, 0);
  assert_refused (fixture->folder, ANNAE_FAILURE_FILE, "not a regular file");

  g_remove (model);
  write_file (fixture->folder, "a.onnx", "");
  assert_refused (fixture->folder, ANNAE_FAILURE_FILE, "empty");

  /* A gigabyte with nothing in it: the size alone must do. */
  g_assert_cmpint (truncate (model, 1024L * 1024 * 1024), ==, 0);
  assert_refused (fixture->folder, ANNAE_FAILURE_TOO_LARGE, "a.onnx");

  g_assert_cmpint (truncate (ini, 1024L * 1024), ==, 0);
  assert_refused (fixture->folder, ANNAE_FAILURE_PACK, "pack.ini");
  g_remove (ini);
  g_assert_cmpint (g_mkdir (ini, 0700), ==, 0);
  assert_refused (fixture->folder, ANNAE_FAILURE_PACK, "pack.ini");
  assert_refused ("/nonexistent", ANNAE_FAILURE_PACK, "/nonexistent");

  /* A symbolic link that stays inside is fine. */
  g_remove (ini);
  g_remove (model);
  write_file (fixture->folder, "b.onnx", "a");
  g_assert_cmpint (symlink ("b.onnx", model), ==, 0);
  write_file (fixture->folder, "pack.ini", PACK DETECT);
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_load (fixture->folder, NULL);
  g_assert_nonnull (pack);
}

/* A pack that is in order but whose network is none: found out when it is loaded, by its name. */
static void
test_not_a_network (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_file (fixture->folder, "pack.ini", PACK DETECT);
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_load (fixture->folder, NULL);
  g_assert_nonnull (pack);
  g_assert_null (annae_vision_new (pack, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_NETWORK);
  g_assert_nonnull (strstr (error->message, "a.onnx"));
  g_clear_error (&error);

  /* What was checked is what is loaded: a file that changes in between is found out. */
  write_file (fixture->folder, "a.onnx", "b");
  g_assert_null (annae_vision_new (pack, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_CHECKSUM);
}

static char *
checksum_of (const char *bytes, gsize length)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
}

/* Truncated networks, and networks in another's role, with checksums that are right. */
static void
test_wrong_networks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *yunet_path = annae_test_shared_data ("models/face_detection_yunet_2023mar.onnx");
  g_autofree char *embed_path = yunet_path == NULL ? NULL : annae_test_shared_data ("models/mobilefacenet_b.onnx");
  g_autofree char *yunet = NULL;
  g_autofree char *embed = NULL;
  gsize yunet_length = 0;
  gsize embed_length = 0;

  if (embed_path == NULL)
    return;
  g_assert_true (g_file_get_contents (yunet_path, &yunet, &yunet_length, NULL));
  g_assert_true (g_file_get_contents (embed_path, &embed, &embed_length, NULL));
  const struct
  {
    const char *bytes;
    gsize length;
  } detectors[]
      = { { yunet, yunet_length / 2 }, { yunet, 100 }, { yunet, yunet_length - 40 }, { embed, embed_length } };

  for (gsize i = 0; i < G_N_ELEMENTS (detectors); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *hash = checksum_of (detectors[i].bytes, detectors[i].length);
      g_autofree char *path = g_build_filename (fixture->folder, "a.onnx", NULL);
      g_autofree char *ini = g_strdup_printf (PACK "[detect]\nkind=yunet\nfile=a.onnx\nsha256=%s\nlicence=x\n", hash);
      g_assert_true (g_file_set_contents (path, detectors[i].bytes, (gssize) detectors[i].length, NULL));
      write_file (fixture->folder, "pack.ini", ini);
      g_autoptr (AnnaeModelPack) pack = annae_model_pack_load (fixture->folder, &error);
      g_assert_no_error (error);
      g_test_message ("detector %zu", i);
      g_assert_null (annae_vision_new (pack, &error));
      g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_NETWORK);
      g_assert_nonnull (strstr (error->message, "a.onnx"));
    }

  /* The detector as an embedding. */
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = checksum_of (yunet, yunet_length);
  g_autofree char *path = g_build_filename (fixture->folder, "a.onnx", NULL);
  g_autofree char *ini
      = g_strdup_printf (PACK "[detect]\nkind=yunet\nfile=a.onnx\nsha256=%s\nlicence=x\n"
                              "[embed]\nkind=embedding\nfile=a.onnx\nsha256=%s\nwidth=112\nheight=112\nlicence=x\n",
                         hash, hash);
  g_assert_true (g_file_set_contents (path, yunet, (gssize) yunet_length, NULL));
  write_file (fixture->folder, "pack.ini", ini);
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_load (fixture->folder, &error);
  g_assert_no_error (error);
  g_assert_null (annae_vision_new (pack, &error));
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_NETWORK);
  g_assert_nonnull (strstr (error->message, "a.onnx"));
}

/* What a disk, a converter or an attacker may make of networks that are good, each with a checksum that is right. */
typedef struct
{
  const char *name;
  const char *role;    /* of the spoilt file; the other role's is good */
  const char *network; /* where its bytes come from */
  const char *weights;
  double keep; /* share of the bytes of the weights, or of the network */
  double nan;  /* from where 4 KB are no numbers: 0xff at any alignment; 0 for nowhere */
} Spoilt;

#define YUNET "models/face_detection_yunet_2023mar.onnx"
#define ONNX "models/mobilefacenet_b.onnx"
#define CAFFE "models/mobilefacenet_a.prototxt"
#define CAFFE_WEIGHTS "models/mobilefacenet_a.caffemodel"
#define FASNET "models/2.7_80x80_MiniFASNetV2.onnx"
#define SECOND "models/4_0_0_80x80_MiniFASNetV1SE.onnx"

static const Spoilt spoilts[] = {
  { "truncated-onnx", "embed", ONNX, NULL, 0.5, 0 },
  { "truncated-onnx-end", "embed", ONNX, NULL, 0.999, 0 },
  { "truncated-onnx-begin", "embed", ONNX, NULL, 0.0001, 0 },
  { "truncated-caffe", "embed", CAFFE, CAFFE_WEIGHTS, 0.5, 0 },
  { "nan-onnx", "embed", ONNX, NULL, 1, 0.5 },
  { "nan-onnx-late", "embed", ONNX, NULL, 1, 0.9 },
  { "nan-caffe", "embed", CAFFE, CAFFE_WEIGHTS, 1, 0.5 },
  { "nan-detector", "detect", YUNET, NULL, 1, 0.5 },
  { "spoof-in-embed", "embed", FASNET, NULL, 1, 0 },
  { "spoof-in-detect", "detect", FASNET, NULL, 1, 0 },
  { "weights-as-network", "embed", CAFFE_WEIGHTS, NULL, 1, 0 },
  { "weights-of-another", "embed", CAFFE, ONNX, 1, 0 },
};

/* Copies a network into the fixture, spoilt as is said, and adds its line to the ini. */
static void
add_file (Fixture *fixture, GString *ini, const char *from, const char *key, const char *sum_key, double keep, double nan)
{
  g_autofree char *path = annae_test_shared_data (from);
  g_autofree char *name = g_path_get_basename (from);
  g_autofree char *copy = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  if (nan > 0)
    memset (bytes + (gsize) (nan * (double) length), 0xff, 4096);
  length = (gsize) (keep * (double) length);
  g_assert_true (g_file_set_contents (copy, bytes, (gssize) length, NULL));
  g_autofree char *sum = checksum_of (bytes, length);
  g_string_append_printf (ini, "%s=%s\n%s=%s\n", key, name, sum_key, sum);
}

static void
test_spoilt (Fixture *fixture, gconstpointer data)
{
  const Spoilt *spoilt = data;
  g_autofree char *present = annae_test_shared_data (spoilt->network);
  gboolean embed = strcmp (spoilt->role, "embed") == 0;
  g_autoptr (GString) ini = g_string_new (PACK "[detect]\nkind=yunet\nlicence=x\n");
  g_autoptr (GError) error = NULL;

  if (present == NULL)
    return;
  add_file (fixture, ini, embed ? YUNET : spoilt->network, "file", "sha256", embed ? 1 : spoilt->keep,
            embed ? 0 : spoilt->nan);
  g_string_append (ini, "[embed]\nkind=embedding\nwidth=112\nheight=112\nlicence=x\n");
  if (!embed)
    add_file (fixture, ini, ONNX, "file", "sha256", 1, 0);
  else if (spoilt->weights == NULL)
    add_file (fixture, ini, spoilt->network, "file", "sha256", spoilt->keep, spoilt->nan);
  else
    {
      add_file (fixture, ini, spoilt->network, "file", "sha256", 1, 0);
      add_file (fixture, ini, spoilt->weights, "weights", "weights-sha256", spoilt->keep, spoilt->nan);
    }
  write_file (fixture->folder, "pack.ini", ini->str);
  g_autoptr (AnnaeModelPack) pack = annae_model_pack_load (fixture->folder, &error);
  g_assert_no_error (error);
  AnnaeVision *vision = annae_vision_new (pack, &error);
  if (vision != NULL)
    g_error ("%s was taken", spoilt->name);
  g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_NETWORK);
  g_autofree char *name = g_path_get_basename (spoilt->network);
  if (strstr (error->message, name) == NULL)
    g_error ("“%s” does not name %s", error->message, name);
}

/* Networks in the role of a passive one that are none: the detector, an embedding, a wrong size, a broken second one. */
static void
test_spoilt_spoof (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *network, *second;
    guint side;
    double keep, nan; /* of the second */
  } cases[] = {
    { "embedding", ONNX, NULL, 112, 1, 0 }, { "detector", YUNET, NULL, 96, 1, 0 },    { "size", FASNET, NULL, 64, 1, 0 },
    { "second", FASNET, ONNX, 80, 1, 0 },   { "half", FASNET, SECOND, 80, 0.5, 0 },   { "nan", FASNET, SECOND, 80, 1, 0.5 },
  };
  g_autofree char *present = annae_test_shared_data (SECOND);

  if (present == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) ini = g_string_new (PACK "[detect]\nkind=yunet\nlicence=x\n");
      g_autoptr (GError) error = NULL;

      add_file (fixture, ini, YUNET, "file", "sha256", 1, 0);
      g_string_append_printf (ini, "[spoof]\nkind=minifasnet\nwidth=%u\nheight=%u\nlicence=x\n" SPOOF_RULE, cases[i].side,
                              cases[i].side);
      add_file (fixture, ini, cases[i].network, "file", "sha256", 1, 0);
      if (cases[i].second != NULL)
        {
          g_string_append (ini, "second-crop=4\n");
          add_file (fixture, ini, cases[i].second, "second-file", "second-sha256", cases[i].keep, cases[i].nan);
        }
      write_file (fixture->folder, "pack.ini", ini->str);
      g_autoptr (AnnaeModelPack) pack = annae_model_pack_load (fixture->folder, &error);
      g_assert_no_error (error);
      AnnaeVision *vision = annae_vision_new (pack, &error);
      if (vision != NULL)
        g_error ("%s was taken", cases[i].name);
      g_assert_error (error, ANNAE_FAILURE_ERROR, ANNAE_FAILURE_NETWORK);
      g_autofree char *name = g_path_get_basename (cases[i].second != NULL ? cases[i].second : cases[i].network);
      if (strstr (error->message, name) == NULL)
        g_error ("“%s” does not name %s", error->message, name);
      g_test_message ("%s: %s", cases[i].name, error->message);
    }
}

int
main (int argc, char **argv)
{
  /* The user's own packs must not take part. */
  g_setenv ("XDG_DATA_HOME", "/nonexistent", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/pack/good", Fixture, NULL, set_up, test_good, tear_down);
  g_test_add ("/pack/spoof", Fixture, NULL, set_up, test_spoof, tear_down);
  g_test_add ("/pack/cohort", Fixture, NULL, set_up, test_cohort, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autofree char *path = g_strconcat ("/pack/wrong/", wrongs[i].name, NULL);
      g_test_add (path, Fixture, &wrongs[i], set_up, test_wrong, tear_down);
    }
  g_test_add ("/pack/odd-files", Fixture, NULL, set_up, test_odd_files, tear_down);
  g_test_add ("/pack/not-a-network", Fixture, NULL, set_up, test_not_a_network, tear_down);
  g_test_add ("/pack/wrong-networks", Fixture, NULL, set_up, test_wrong_networks, tear_down);
  for (gsize i = 0; i < G_N_ELEMENTS (spoilts); i++)
    {
      g_autofree char *path = g_strconcat ("/pack/spoilt/", spoilts[i].name, NULL);
      g_test_add (path, Fixture, &spoilts[i], set_up, test_spoilt, tear_down);
    }
  g_test_add ("/pack/spoilt/spoof", Fixture, NULL, set_up, test_spoilt_spoof, tear_down);
  return g_test_run ();
}
