/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two error domains. What the person (or the member of staff) can mend becomes advice; what the machine cannot do
 * becomes a page. Every message names the file, camera or pack concerned and is a whole English sentence for staff and log. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ANNAE_RETRY_ERROR (annae_retry_error_quark ())
GQuark annae_retry_error_quark (void);

typedef enum
{
  ANNAE_RETRY_NO_FACE,
  ANNAE_RETRY_SEVERAL_FACES,
  ANNAE_RETRY_TOO_SMALL,  /* face or portrait has too few pixels */
  ANNAE_RETRY_BLURRED,
  ANNAE_RETRY_BAD_LIGHT,
  ANNAE_RETRY_NO_DOCUMENT,
  ANNAE_RETRY_CAMERA_MISSING,
  ANNAE_RETRY_CAMERA_BUSY,
  ANNAE_RETRY_CAMERA_REFUSED,
  ANNAE_RETRY_CAMERA_BLACK,
  ANNAE_RETRY_CAMERA_LOST, /* unplugged while in use */
  ANNAE_RETRY_ENDED        /* the recording ended before there was enough to see */
} AnnaeRetryError;

#define ANNAE_FAILURE_ERROR (annae_failure_error_quark ())
GQuark annae_failure_error_quark (void);

typedef enum
{
  ANNAE_FAILURE_FILE,      /* missing, unreadable, not a picture or video */
  ANNAE_FAILURE_TOO_LARGE, /* more pixels or bytes than we accept */
  ANNAE_FAILURE_PACK,      /* pack.ini missing or wrong */
  ANNAE_FAILURE_CHECKSUM,
  ANNAE_FAILURE_NETWORK,   /* a model network that cannot be read or answers nonsense */
  ANNAE_FAILURE_UNSUPPORTED, /* this pack has no such role */
  ANNAE_FAILURE_MEMORY,
  ANNAE_FAILURE_SOUND,
  ANNAE_FAILURE_PIPELINE, /* GStreamer: a missing element, an internal error */
  ANNAE_FAILURE_SETTINGS,
  ANNAE_FAILURE_KEY,    /* the counter's key for receipts: not a key, or open to others */
  ANNAE_FAILURE_RECEIPT /* not a receipt, or not as the counter signed it */
} AnnaeFailureError;

/* The likely cause of an outcome, for the result page, the staff strip and the receipt. Not biometric. */
typedef enum
{
  ANNAE_REASON_NONE,
  ANNAE_REASON_FACE_DIFFERENT, /* only ever said as "we could not be sure" */
  ANNAE_REASON_LIGHT,
  ANNAE_REASON_ANGLE,
  ANNAE_REASON_DISTANCE,
  ANNAE_REASON_BLUR,
  ANNAE_REASON_COVERED,
  ANNAE_REASON_CARD_QUALITY,
  ANNAE_REASON_CARD_MISSING,
  ANNAE_REASON_DOCUMENT_EXPIRED, /* the policy asks for the date, and it has passed */
  ANNAE_REASON_EXPIRY_UNREAD,    /* the policy asks for the date, and no machine-readable zone could be read */
  ANNAE_REASON_LIVENESS,      /* the faces agree, but the policy asks for liveness, and it was not shown */
  ANNAE_REASON_CANNOT_VERIFY, /* the pack in use has no part that recognises */
  ANNAE_REASON_NO_CAMERA,
  ANNAE_REASON_ATTEMPTS_USED,
  ANNAE_REASON_MACHINE,
  ANNAE_N_REASONS
} AnnaeReason;

const char *annae_reason_name (AnnaeReason reason);

/* Stable names of an error for JSON, "camera-busy", "checksum"; NULL for another domain. */
const char *annae_error_name (const GError *error);

G_END_DECLS
