/* SPDX-License-Identifier: GPL-3.0-or-later */

/* annae evaluate: from a list of pictures to scores, and from scores to a report. */

#pragma once

#include "annae-evaluation.h"
#include "annae-table.h"
#include "annae-vision.h"

G_BEGIN_DECLS

#define ANNAE_EVALUATE_MAX_GROUPS 200

typedef struct
{
  guint64 device;
  guint64 inode;
} AnnaeFileId;

typedef struct
{
  /* What is asked */
  const char *list_name;
  char *list_folder; /* that paths in the list are relative to */
  char *list_sha256;
  AnnaeTable *list;
  char **group_columns; /* or NULL */
  gboolean all_pairs;
  gboolean aligned; /* the pictures are aligned faces already */
  AnnaeModelPack *pack;
  AnnaeVision *vision; /* made for the first picture: a wrong list is told at once */
  int scores_fd; /* where scores are kept to resume from, or -1 */
  GArray *written; /* of AnnaeFileId: what will be written, and must not be what is read */

  /* What came of it */
  AnnaeTally *total;
  GPtrArray *group_names;   /* of char* */
  GPtrArray *group_tallies; /* of AnnaeTally* */
  guint n_pictures;
  guint n_failed;   /* pictures without a template: failure to acquire */
  guint n_left_out; /* comparisons that had such a picture */
  guint n_resumed;  /* comparisons taken over from an earlier run */
} AnnaeEvaluation;

/* Embeds each picture once, compares, counts; tells on stderr how far it is. */
gboolean annae_evaluation_work (AnnaeEvaluation *self, GError **error);

/* One picture's template; *failed where it shows no face that could be taken (not an error then). */
AnnaeTemplate *annae_evaluation_embed (AnnaeEvaluation *self, const char *path, gboolean *failed, GError **error);

/* TRUE where the file, by whatever name, is one that will be written. */
gboolean annae_evaluation_will_write (const AnnaeEvaluation *self, const char *path);

/* Group of a row: G_MAXUINT for none. FALSE where there are too many. */
gboolean annae_evaluation_find_group (AnnaeEvaluation *self, guint row, guint *group, GError **error);

void annae_evaluation_print (const AnnaeEvaluation *self);
char *annae_evaluation_to_json (const AnnaeEvaluation *self);
char *annae_evaluation_to_csv (const AnnaeEvaluation *self);
char *annae_evaluation_to_svg (const AnnaeEvaluation *self);
GBytes *annae_evaluation_to_png (const AnnaeEvaluation *self, GError **error);

G_END_DECLS
