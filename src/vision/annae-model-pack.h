/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A model pack: a folder with pack.ini that names, for each role, a network file with its SHA-256 and everything needed to
 * feed it. Loading checks every checksum; nothing is downloaded, ever. The format of pack.ini: models/README.md. */

#pragma once

#include <gio/gio.h>

#include "annae-cohort.h"
#include "annae-matcher.h"

G_BEGIN_DECLS

typedef enum
{
  ANNAE_ROLE_DETECT, /* finds faces */
  ANNAE_ROLE_EMBED,  /* computes templates */
  ANNAE_ROLE_READ,   /* reads landmarks, pose, eyes from an aligned face */
  ANNAE_ROLE_SPOOF,  /* passive liveness evidence */
  ANNAE_N_ROLES
} AnnaeRole;

typedef struct
{
  char *kind;     /* how to decode it: "yunet", "cascade", "embedding" */
  char *path;     /* absolute */
  char *weights_path; /* second file (Caffe's weights, the cascade of the eyes), or NULL */
  char *second_path;  /* a second network of the same kind that looks at another crop, or NULL */
  char *sha256;   /* of path, lower-case hex */
  char *weights_sha256;
  char *second_sha256;
  char *licence;
  char *source;   /* where it comes from, for people */
  guint width;    /* input size, px; 0 where any multiple of 32 will do */
  guint height;
  gboolean rgb;   /* channel order of the input; FALSE: BGR */
  double mean[3]; /* in the input's channel order, on 0-255 */
  double scale[3]; /* the input is (value - mean) * scale */
  double crop[2];  /* to spot a spoof: how many times the face's box the network, and the second, looks at */
  double bound;    /* to spot a spoof: the probability of one from which a frame counts */
} AnnaePackPart;

#define ANNAE_TYPE_MODEL_PACK (annae_model_pack_get_type ())
G_DECLARE_FINAL_TYPE (AnnaeModelPack, annae_model_pack, ANNAE, MODEL_PACK, GObject)

/* folder: a path with pack.ini. Reads and checks everything; ANNAE_FAILURE_PACK, _FILE or _CHECKSUM name the file.
 * Files outside the folder are refused, unless pack.ini of a development pack says `files = DIR`. */
AnnaeModelPack *annae_model_pack_load (const char *folder, GError **error);

/* name_or_folder: a folder, or the name of a pack in the search path ($ANNAE_MODELS_DIR, the user's data directory, the
 * installed data directory); NULL for the strongest complete one: one that can verify before one that cannot, then the one
 * with more roles, then the one that is first in the search path. A development pack is only taken when it is named, or with
 * NULL where ANNAE_DEVELOPMENT is set to something other than 0: its terms or its thresholds do not allow a customer's check.
 * A pack that has no reader is lent that of the bundled pack, so that eyes and a covered mouth are seen with every pack. */
AnnaeModelPack *annae_model_pack_find (const char *name_or_folder, GError **error);

/* Every pack in the search path, broken ones too: (transfer full) GPtrArray of folder paths. */
GPtrArray *annae_model_pack_list_folders (void);

const char *annae_model_pack_get_name (AnnaeModelPack *self);
const char *annae_model_pack_get_title (AnnaeModelPack *self);
const char *annae_model_pack_get_note (AnnaeModelPack *self); /* what it must not be used for; may be NULL */
const char *annae_model_pack_get_version (AnnaeModelPack *self);
const char *annae_model_pack_get_licence (AnnaeModelPack *self);
const char *annae_model_pack_get_hash (AnnaeModelPack *self); /* SHA-256 of pack.ini as it was read, lower-case hex */
const char *annae_model_pack_get_folder (AnnaeModelPack *self);
const char *annae_model_pack_get_calibration (AnnaeModelPack *self); /* what the thresholds were calibrated on, or NULL */

/* TRUE for a pack whose files lie elsewhere (`files = DIR`): for development and measurements, never for customers. */
gboolean annae_model_pack_is_development (AnnaeModelPack *self);

/* All thresholds, highest FMR first; NULL with *n_levels 0 where there are none. */
const AnnaeThresholds *annae_model_pack_get_levels (AnnaeModelPack *self, guint *n_levels);
const AnnaePackPart *annae_model_pack_get_part (AnnaeModelPack *self, AnnaeRole role); /* NULL where it has none */

/* Names the network that embeds, and so its templates: its SHA-256. NULL where there is none. */
const char *annae_model_pack_get_model_id (AnnaeModelPack *self);

/* What comparison scores are normalised against, or NULL: the scores that the thresholds are for are cosines then. */
const AnnaeCohort *annae_model_pack_get_cohort (AnnaeModelPack *self);

/* TRUE where it can embed and has thresholds. */
gboolean annae_model_pack_can_verify (AnnaeModelPack *self);

/* Thresholds for the FMR nearest below or at the one wanted; FALSE where the pack states none that low. */
gboolean annae_model_pack_get_thresholds (AnnaeModelPack *self, double fmr, AnnaeThresholds *thresholds);

const char *annae_role_name (AnnaeRole role);

G_END_DECLS
